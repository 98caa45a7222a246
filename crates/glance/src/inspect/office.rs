//! Documents of Office and `LibreOffice`: which they are, and whether they carry macros or other files.
//!
//! New ones are ZIPs with members of known names; old ones a small file system (OLE) whose names are UTF-16.

use memchr::memmem;

use crate::inspect::zip::Member;
use crate::{Inspected, Kind, Warning};

/// The kind of a ZIP with these members.
pub(super) fn kind(members: &[Member<'_>]) -> Kind {
    let folder = |name: &[u8]| members.iter().any(|member| member.name.starts_with(name));
    // OpenDocument and EPUB say first, unpacked, what they are.
    if let Some(first) = members.first().filter(|member| member.name == b"mimetype" && member.stored) {
        if first.content.starts_with(b"application/epub+zip") {
            return Kind::Epub;
        }
        if first.content.starts_with(b"application/vnd.oasis.opendocument.") {
            return Kind::OpenDocument;
        }
    }
    if !members.iter().any(|member| member.name == b"[Content_Types].xml") {
        return Kind::Zip;
    }
    let kinds: [(&[u8], Kind); 3] = [(b"word/", Kind::Word), (b"xl/", Kind::Sheet), (b"ppt/", Kind::Slides)];
    kinds.iter().find(|(name, _)| folder(name)).map_or(Kind::Zip, |(_, kind)| *kind)
}

/// What the members of a document betray by their names.
pub(super) fn warn(members: &[Member<'_>], found: &mut Inspected) {
    if found.kind == Kind::Zip {
        return;
    }
    let opendocument = found.kind == Kind::OpenDocument;
    for name in members.iter().map(|member| member.name.to_ascii_lowercase()) {
        let named = |part: &str| memmem::find(&name, part.as_bytes()).is_some();
        if name.ends_with(b"vbaproject.bin") || named("/macrosheets/") {
            found.warn(Warning::Macros);
        }
        if opendocument && (name.starts_with(b"basic/") || name.starts_with(b"scripts/")) {
            found.warn(Warning::Macros);
        }
        if named("/embeddings/") || named("/activex/") || (opendocument && name.starts_with(b"object ")) {
            found.warn(Warning::EmbeddedFiles);
        }
    }
}

/// Looks for names in an old document. They are long enough not to stand there by chance.
pub(super) fn judge_old(bytes: &[u8], found: &mut Inspected) {
    let names = [
        ("_VBA_PROJECT", Warning::Macros),
        ("EncryptedPackage", Warning::Encrypted),
        ("EncryptedSummary", Warning::Encrypted),
        ("Ole10Native", Warning::EmbeddedFiles),
        ("__attach_version1.0_", Warning::EmbeddedFiles),
    ];
    for (name, warning) in names {
        let wide: Vec<u8> = name.bytes().flat_map(|letter| [letter, 0]).collect();
        if memmem::find(bytes, &wide).is_some() {
            found.warn(warning);
        }
    }
}
