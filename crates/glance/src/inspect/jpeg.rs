//! JPEG: segments of `FF, name, length, content`; after `SOS` the pixels run without a length until the next
//! marker that is neither `FF 00` (an escaped byte) nor a restart.
//!
//! EXIF (with a thumbnail that is itself a JPEG), XMP and colour profiles are notes; what they contain is not
//! walked, so the sizes in a thumbnail do not count.

use crate::inspect::anatomy::Anatomy;
use crate::inspect::read::be16;

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;

pub(super) fn walk(body: &mut Anatomy<'_>) -> Option<()> {
    let bytes = body.bytes;
    let mut at = 0;
    loop {
        let (marker, after) = marker(body, at)?;
        at = after;
        match marker {
            SOI | 0x01 | 0xD0..=0xD7 => continue,
            EOI => {
                body.end = Some(at);
                return Some(());
            }
            _ => (),
        }
        let content = at + 2;
        let next = at.checked_add(usize::from(be16(bytes, at)?.max(2)))?;
        match marker {
            // Start of a frame, of any coding: precision, height, width.
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                body.area(be16(bytes, content + 3)?.into(), be16(bytes, content + 1)?.into());
            }
            // Tables of the decoder.
            0xC4 | 0xCC | 0xDB | 0xDD => (),
            SOS => {
                at = pixels_end(bytes, next)?;
                continue;
            }
            _ => body.note(content, next),
        }
        at = next;
    }
}

/// The next marker and the place after it. Decoders skip what stands before it, so it counts as a note.
fn marker(body: &mut Anatomy<'_>, at: usize) -> Option<(u8, usize)> {
    let bytes = body.bytes;
    let Some(skipped) = memchr::memchr(0xFF, bytes.get(at..)?) else {
        body.note(at, bytes.len());
        return None;
    };
    if skipped > 0 {
        body.note(at, at + skipped);
    }
    let mut at = at + skipped;
    while *bytes.get(at)? == 0xFF {
        at += 1;
    }
    Some((*bytes.get(at)?, at + 1))
}

/// Where the pixels end: at the `FF` of the next marker.
fn pixels_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memchr(0xFF, bytes.get(at..)?)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}
