//! Marks of another kind where none belongs.
//!
//! A mark counts only where its kind's own programs would heed it: a tag of HTML anywhere (browsers read on
//! past rubbish), but with what makes it a tag after it; a program only at the very start of the bytes; an
//! archive where its list at the end says so.

use memchr::{memchr2_iter, memmem};

use crate::Foreign;
use crate::inspect::read::{le16, le32, place, slice};

/// Tags that begin a page or run a script. Lower case, without what must follow.
const TAGS: &[(&[u8], Foreign)] = &[
    (b"<script", Foreign::Markup),
    (b"<!doctype", Foreign::Markup),
    (b"<html", Foreign::Markup),
    (b"<head", Foreign::Markup),
    (b"<body", Foreign::Markup),
    (b"<iframe", Foreign::Markup),
    (b"<svg", Foreign::Markup),
    (b"<?php", Foreign::Script),
];

/// A kind that these notes or trailing bytes would be taken for.
pub(super) fn within(bytes: &[u8]) -> Option<Foreign> {
    let archive = [b"Rar!\x1a\x07".as_slice(), b"7z\xbc\xaf\x27\x1c"];
    if archive.iter().any(|mark| memmem::find(bytes, mark).is_some()) {
        return Some(Foreign::Archive);
    }
    memchr2_iter(b'<', b'%', bytes).find_map(|at| mark(bytes.get(at..)?))
}

fn mark(bytes: &[u8]) -> Option<Foreign> {
    if bytes.starts_with(b"%PDF-") {
        return Some(Foreign::Pdf);
    }
    TAGS.iter().find(|(tag, _)| is_tag(bytes, tag)).map(|(_, kind)| *kind)
}

/// Whether the bytes begin with the tag, whatever its case, and go on like a tag: a space or the end of the
/// tag, then text. Otherwise four bytes of a film would be `<svg` now and then.
fn is_tag(bytes: &[u8], tag: &[u8]) -> bool {
    let Some((name, rest)) = bytes.split_at_checked(tag.len()) else { return false };
    let ends_name = rest.first().is_none_or(|byte| byte.is_ascii_whitespace() || b"/>".contains(byte));
    let goes_on = rest.iter().take(6).all(|byte| !byte.is_ascii_control() || byte.is_ascii_whitespace());
    name.eq_ignore_ascii_case(tag) && ends_name && goes_on
}

/// Whether a browser would take this text for a page or a drawing: the first thing in it is a tag, or one of
/// the tags above is near its start.
pub(super) fn markup_begins(text: &[u8]) -> bool {
    let head = text.get(..4096).unwrap_or(text);
    let first = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    [b"<?xml".as_slice(), b"<!--"].iter().any(|tag| first.starts_with(tag))
        || memchr::memchr_iter(b'<', head)
            .any(|at| TAGS.iter().any(|(tag, _)| head.get(at..).is_some_and(|rest| is_tag(rest, tag))))
}

/// A kind that these bytes begin as, after padding.
pub(super) fn begins(bytes: &[u8]) -> Option<Foreign> {
    let padding = bytes.iter().take_while(|byte| **byte == 0 || byte.is_ascii_whitespace()).count();
    let bytes = bytes.get(padding..).unwrap_or_default();
    let marks: &[(&[u8], Foreign)] = &[
        (b"MZ", Foreign::Program),
        (b"\x7fELF", Foreign::Program),
        (b"\xCF\xFA\xED\xFE", Foreign::Program),
        (b"#!", Foreign::Script),
        (b"PK\x03\x04", Foreign::Archive),
        (b"\x1F\x8B\x08", Foreign::Archive),
        (b"BZh", Foreign::Archive),
        (b"\xFD7zXZ\x00", Foreign::Archive),
        (b"MSCF", Foreign::Archive),
    ];
    marks.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, kind)| *kind)
}

/// The end of a ZIP: 22 bytes, then a comment of at most 65,535.
pub(super) const ZIP_END: &[u8] = b"PK\x05\x06";
pub(super) const ZIP_END_BYTES: usize = 22;
pub(super) const ZIP_LIST: &[u8] = b"PK\x01\x02";

/// The places in the last 64 KB where a ZIP's end stands, last first.
pub(super) fn zip_ends(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let from = bytes.len().saturating_sub(ZIP_END_BYTES + usize::from(u16::MAX));
    memmem::rfind_iter(bytes.get(from..).unwrap_or_default(), ZIP_END).map(move |at| from + at)
}

/// Whether a program that looks for a ZIP at the end of the file finds one, rubbish before and after allowed.
pub(super) fn zip_at_end(bytes: &[u8]) -> bool {
    zip_ends(bytes).any(|end| zip_list_before(bytes, end))
}

/// The same, where the end must reach to the end of the file: an archive that is attached inside a PDF does not.
pub(super) fn zip_to_end(bytes: &[u8]) -> bool {
    zip_ends(bytes).any(|end| {
        let comment = le16(bytes, end + ZIP_END_BYTES - 2).map_or(usize::MAX, usize::from);
        end.saturating_add(ZIP_END_BYTES).saturating_add(comment) == bytes.len()
            && zip_list_before(bytes, end)
    })
}

fn zip_list_before(bytes: &[u8], end: usize) -> bool {
    let Some((size, at)) = le32(bytes, end + 12).zip(le32(bytes, end + 16)) else { return false };
    let begins = |at: usize| slice(bytes, at, ZIP_LIST.len()) == Some(ZIP_LIST);
    // Readers try both: where it says, and where it must be if something was put before the archive.
    begins(place(at)) || end.checked_sub(place(size)).is_some_and(begins)
}
