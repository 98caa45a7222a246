//! What a file is, told from its bytes.
//!
//! Names are of no account here: whether `holiday.jpg` may be a PDF is the caller's question. What we walk
//! ourselves is recognised here; the long tail (recordings, other archives, programs) by `infer`, which
//! reads signatures only.

use infer::MatcherType;
use serde::{Deserialize, Serialize};

/// The kind of a file; its written form is [`Kind::media_type`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/gif")]
    Gif,
    #[serde(rename = "image/webp")]
    Webp,
    /// HEIC and its family, as telephones write it: recognised, not drawn.
    #[serde(rename = "image/heif")]
    Heif,
    /// Any other picture: recognised, not drawn.
    #[serde(rename = "image/*")]
    OtherPicture,
    #[serde(rename = "application/pdf")]
    Pdf,
    /// UTF-8 without control characters. HTML and SVG are text too: see `Warning::Markup`.
    #[serde(rename = "text/plain")]
    Text,
    #[serde(rename = "application/rtf")]
    Rtf,
    #[serde(rename = "application/zip")]
    Zip,
    #[serde(rename = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    Word,
    #[serde(rename = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    Sheet,
    #[serde(rename = "application/vnd.openxmlformats-officedocument.presentationml.presentation")]
    Slides,
    /// Text, tables or slides of `LibreOffice` and its family.
    #[serde(rename = "application/vnd.oasis.opendocument")]
    OpenDocument,
    #[serde(rename = "application/epub+zip")]
    Epub,
    /// Office before 2007, and messages of Outlook.
    #[serde(rename = "application/x-ole-storage")]
    OldOffice,
    #[serde(rename = "application/gzip")]
    Gzip,
    /// RAR, 7z, tar, xz and the like.
    #[serde(rename = "application/x-archive")]
    Archive,
    #[serde(rename = "audio/*")]
    Audio,
    #[serde(rename = "video/*")]
    Video,
    /// What a computer would run.
    #[serde(rename = "application/x-executable")]
    Program,
    #[serde(rename = "application/octet-stream")]
    Unknown,
}

impl Kind {
    /// The kind that these bytes, a whole file, begin as.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        if let Some((_, kind)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
            return *kind;
        }
        match bytes {
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::Webp,
            text if is_text(text) => Self::Text,
            other => Self::inferred(other),
        }
    }

    fn inferred(bytes: &[u8]) -> Self {
        let Some(known) = infer::get(bytes) else { return Self::Unknown };
        match known.matcher_type() {
            MatcherType::Image if matches!(known.mime_type(), "image/heif" | "image/heic") => Self::Heif,
            MatcherType::Image => Self::OtherPicture,
            MatcherType::Audio => Self::Audio,
            MatcherType::Video => Self::Video,
            // `infer` counts these among the archives; none of them packs.
            MatcherType::Archive if NO_ARCHIVES.contains(&known.mime_type()) => Self::Unknown,
            MatcherType::Archive => Self::Archive,
            MatcherType::App => Self::Program,
            MatcherType::Book
            | MatcherType::Doc
            | MatcherType::Font
            | MatcherType::Text
            | MatcherType::Custom => Self::Unknown,
        }
    }

    /// A short name in the manner of media types; `audio/*` where the difference does not matter here.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Heif => "image/heif",
            Self::OtherPicture => "image/*",
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain",
            Self::Rtf => "application/rtf",
            Self::Zip => "application/zip",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Sheet => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Slides => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::OpenDocument => "application/vnd.oasis.opendocument",
            Self::Epub => "application/epub+zip",
            Self::OldOffice => "application/x-ole-storage",
            Self::Gzip => "application/gzip",
            Self::Archive => "application/x-archive",
            Self::Audio => "audio/*",
            Self::Video => "video/*",
            Self::Program => "application/x-executable",
            Self::Unknown => "application/octet-stream",
        }
    }
}

const NO_ARCHIVES: &[&str] = &[
    "application/dicom",
    "application/pdf",
    "application/postscript",
    "application/rtf",
    "application/vnd.sqlite3",
    "application/x-shockwave-flash",
];

const SIGNATURES: &[(&[u8], Kind)] = &[
    (b"\xFF\xD8\xFF", Kind::Jpeg),
    (b"\x89PNG\r\n\x1A\n", Kind::Png),
    (b"GIF87a", Kind::Gif),
    (b"GIF89a", Kind::Gif),
    (b"%PDF-", Kind::Pdf),
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"\x1F\x8B", Kind::Gzip),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::OldOffice),
    (b"{\\rtf", Kind::Rtf),
];

/// Whether all of it is UTF-8 without control characters other than those of layout. The last character
/// may be cut off.
fn is_text(bytes: &[u8]) -> bool {
    let (text, whole) = match str::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            (str::from_utf8(valid).unwrap_or_default(), error.error_len().is_none())
        }
    };
    let control = |c: u8| c < 0x20 && !matches!(c, b'\t' | b'\n' | b'\r' | 0x0C) || c == 0x7F;
    whole && !text.is_empty() && !text.bytes().any(control)
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn a_kind_is_written_as_its_media_type() {
        for kind in [Kind::Jpeg, Kind::Heif, Kind::Word, Kind::OpenDocument, Kind::Video, Kind::Unknown] {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.media_type());
        }
    }

    #[test]
    fn a_kind_is_told_from_the_bytes() {
        let cases: &[(&[u8], Kind)] = &[
            (b"", Kind::Unknown),
            (b"BMW is a car", Kind::Text),
            ("Dim byd yma, ŵ".as_bytes(), Kind::Text),
            (b"not \x00 text", Kind::Unknown),
            (b"BM\x9a\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00", Kind::OtherPicture),
            (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", Kind::Heif),
            (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", Kind::Video),
            (b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00", Kind::Audio),
            (b"Rar!\x1a\x07\x01\x00", Kind::Archive),
            (b"7z\xbc\xaf\x27\x1c\x00\x04", Kind::Archive),
            (b"\x7fELF\x02\x01\x01\x00", Kind::Program),
            (b"MZ\x90\x00\x03\x00\x00\x00", Kind::Program),
            (b"\x1f\x8b\x08\x00", Kind::Gzip),
        ];
        for (bytes, kind) in cases {
            // `infer` wants more than the signature itself.
            let padded = if *kind == Kind::Text { bytes.to_vec() } else { [*bytes, &[0; 64]].concat() };
            assert_eq!(Kind::of(&padded), *kind, "{bytes:?}");
        }
    }
}
