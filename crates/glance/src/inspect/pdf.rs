//! PDF: begins with `%PDF-`, ends with `%%EOF`, and between them objects with names such as `/JavaScript`.
//!
//! Names are looked for outside streams only, with their escapes (`/J#61vaScript`) undone. A name inside a
//! compressed stream of objects is not seen here; the child looks there once it is confined.

use memchr::memmem;

use crate::inspect::foreign::{begins, within, zip_to_end};
use crate::{Foreign, Inspected, Refused, Warning};

/// Readers of PDF look for the header this far, in bytes.
const HEAD: usize = 1024;

pub(super) fn judge(bytes: &[u8], found: &mut Inspected) -> Result<(), Refused> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    // After its own mark, which is a mark of another kind anywhere else.
    if let Some(with) = head.get(5..).and_then(within) {
        return Err(Refused::Polyglot { with });
    }
    match memmem::rfind(bytes, b"%%EOF") {
        None => found.warn(Warning::CutShort),
        Some(end) => trailing(bytes.get(end + 5..).unwrap_or_default(), found)?,
    }
    if zip_to_end(bytes) {
        return Err(Refused::Polyglot { with: Foreign::Archive });
    }
    names(bytes, found);
    Ok(())
}

fn trailing(after: &[u8], found: &mut Inspected) -> Result<(), Refused> {
    if let Some(with) = within(after).or_else(|| begins(after)) {
        return Err(Refused::Polyglot { with });
    }
    if after.iter().any(|byte| !byte.is_ascii_whitespace() && *byte != 0) {
        found.warn(Warning::TrailingBytes);
    }
    Ok(())
}

/// A file that is nothing else and has a PDF's header near its start: readers of PDF would open it.
pub(super) fn header_not_first(bytes: &[u8]) -> Result<(), Refused> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let header = memmem::find(head, b"%PDF-").is_some_and(|at| at > 0);
    // Text that only speaks of PDF has no end mark.
    if header && memmem::find(bytes, b"%%EOF").is_some() {
        return Err(Refused::HeaderNotFirst);
    }
    Ok(())
}

/// Warns of what the names in these bytes announce.
pub(crate) fn names(bytes: &[u8], found: &mut Inspected) {
    let mut rest = bytes;
    while let Some(at) = memchr::memchr2(b'/', b's', rest) {
        rest = rest.get(at..).unwrap_or_default();
        if rest.starts_with(b"stream") && rest.get(6).is_some_and(|next| matches!(next, b'\r' | b'\n')) {
            let end = memmem::find(rest, b"endstream").map_or(rest.len(), |end| end + 9);
            rest = rest.get(end..).unwrap_or_default();
            continue;
        }
        let is_name = rest.first() == Some(&b'/');
        rest = rest.get(1..).unwrap_or_default();
        if !is_name {
            continue;
        }
        let length = rest.iter().take(64).take_while(|byte| is_regular(**byte)).count();
        let (name, after) = rest.split_at(length);
        if let Some(warning) = warning(&unescaped(name), after.trim_ascii_start().first() == Some(&b'[')) {
            found.warn(warning);
        }
    }
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && byte != 0 && !b"()<>[]{}/%".contains(&byte)
}

/// `J#61v` is `Jav`.
fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| u8::from_str_radix(str::from_utf8(hex).ok()?, 16).ok());
        if let (b'#', Some(code)) = (first, code) {
            plain.push(code);
            rest = after.get(2..).unwrap_or_default();
        } else {
            plain.push(*first);
            rest = after;
        }
    }
    plain
}

/// What a name in a dictionary means; `is_list` if a list follows it.
fn warning(name: &[u8], is_list: bool) -> Option<Warning> {
    match name {
        b"JavaScript" | b"JS" => Some(Warning::PdfScript),
        // A list after OpenAction is only the place to show first, which nearly every PDF has.
        b"OpenAction" if is_list => None,
        b"OpenAction" | b"AA" => Some(Warning::PdfActsByItself),
        b"Launch" | b"GoToR" | b"GoToE" | b"ImportData" | b"SubmitForm" => Some(Warning::PdfLaunches),
        b"EmbeddedFile" | b"EmbeddedFiles" | b"RichMedia" => Some(Warning::EmbeddedFiles),
        b"Encrypt" => Some(Warning::Encrypted),
        _ => None,
    }
}
