//! WebP: `RIFF`, a length, `WEBP`, then parts of `name, length, content`, padded to even places.
//! The size may stand in three ways, and all must be small enough: the canvas (`VP8X`), and each picture,
//! lossy (`VP8 `) or lossless (`VP8L`). A frame of a moving one (`ANMF`) holds such parts itself.

use crate::inspect::anatomy::Anatomy;
use crate::inspect::read::{le16, le24, le32, place, slice};

pub(super) fn walk(body: &mut Anatomy<'_>) -> Option<()> {
    let length = place(le32(body.bytes, 4)?);
    let end = length.checked_add(8)?;
    let within = end.min(body.bytes.len());
    parts(body, 12, within);
    body.end = (end <= body.bytes.len()).then_some(end);
    body.end.map(|_| ())
}

fn parts(body: &mut Anatomy<'_>, from: usize, to: usize) -> Option<()> {
    let mut at = from;
    while at < to {
        at = part(body, at, to)?;
    }
    Some(())
}

fn part(body: &mut Anatomy<'_>, at: usize, to: usize) -> Option<usize> {
    let bytes = body.bytes.get(..to)?;
    let name = slice(bytes, at, 4)?;
    let length = place(le32(bytes, at + 4)?);
    let content = at + 8;
    let next = content.checked_add(length)?.checked_add(length % 2)?;
    match name {
        b"VP8X" => body.area(le24(bytes, content + 4)? + 1, le24(bytes, content + 7)? + 1),
        b"VP8 " => {
            // Three bytes about the frame, three that never change, then 14 bits each.
            let side = |at: usize| Some(u32::from(le16(bytes, at)? & 0x3FFF));
            body.area(side(content + 6)?, side(content + 8)?);
        }
        b"VP8L" => {
            let packed = le32(bytes, content + 1)?;
            body.area((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1);
        }
        b"ANMF" => {
            body.frames = body.frames.saturating_add(1);
            body.area(le24(bytes, content + 6)? + 1, le24(bytes, content + 9)? + 1);
            // A frame within a frame is skipped: no decoder reads one.
            let inner = slice(bytes, content + 16, 4)?;
            if inner != b"ANMF" {
                parts(body, content + 16, next.min(to));
            }
        }
        b"ALPH" | b"ANIM" => (),
        _ => body.note(content, next.min(to)),
    }
    Some(next)
}
