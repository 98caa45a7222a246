//! PNG: eight bytes, then parts of `length, name, content, checksum` from `IHDR` to `IEND`.

use crate::inspect::anatomy::Anatomy;
use crate::inspect::read::{be32, place, slice};

pub(super) fn walk(body: &mut Anatomy<'_>) -> Option<()> {
    let bytes = body.bytes;
    let mut at = 8;
    loop {
        let length = place(be32(bytes, at)?);
        let name = slice(bytes, at + 4, 4)?;
        let content = at + 8;
        let next = content.checked_add(length)?.checked_add(4)?;
        match name {
            b"IHDR" => body.area(be32(bytes, content)?, be32(bytes, content + 4)?),
            // A frame of a moving picture: its number, its size.
            b"fcTL" => {
                body.frames = body.frames.saturating_add(1);
                body.area(be32(bytes, content + 4)?, be32(bytes, content + 8)?);
            }
            b"IDAT" | b"fdAT" | b"PLTE" | b"tRNS" => (),
            b"IEND" => {
                body.note(content, next);
                body.end = (next <= bytes.len()).then_some(next);
                return body.end.map(|_| ());
            }
            _ => body.note(content, next),
        }
        at = next;
    }
}
