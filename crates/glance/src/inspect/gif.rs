//! GIF: the screen (7 bytes after the signature), perhaps colours, then blocks: `21` a note, `2C` a frame,
//! `3B` the end. Contents come in pieces of a length byte and that many bytes, until a length of zero.

use crate::inspect::anatomy::Anatomy;
use crate::inspect::read::le16;

pub(super) fn walk(body: &mut Anatomy<'_>) -> Option<()> {
    let bytes = body.bytes;
    body.area(le16(bytes, 6)?.into(), le16(bytes, 8)?.into());
    let mut at = 13 + colours(*bytes.get(10)?);
    loop {
        match *bytes.get(at)? {
            0x21 => {
                let next = pieces_end(bytes, at + 2);
                // Searched as it stands, lengths and all, as another program would read it.
                body.note(at, next.unwrap_or(bytes.len()));
                at = next?;
            }
            0x2C => {
                let edge = |offset: usize, length: usize| {
                    Some(u32::from(le16(bytes, at + offset)?) + u32::from(le16(bytes, at + length)?))
                };
                body.area(edge(1, 5)?, edge(3, 7)?);
                body.frames = body.frames.saturating_add(1);
                let coded = at + 10 + colours(*bytes.get(at + 9)?);
                at = pieces_end(bytes, coded + 1)?;
            }
            0x3B => {
                body.end = Some(at + 1);
                return Some(());
            }
            _ => {
                body.note(at, bytes.len());
                return None;
            }
        }
    }
}

/// How many bytes of colours these flags announce.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn pieces_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
