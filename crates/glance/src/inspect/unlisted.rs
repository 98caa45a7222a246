//! What is compressed without a list: refused outright.
//!
//! A gzip ends with the length that it unpacks to, but that is whatever its maker wrote there, modulo 4 GiB.
//! The only way to know is to unpack and count, and nothing would be gained by it: there is no preview of
//! a compressed stream. So it is refused unread, and the length serves only to name a bomb that admits it.
//! The same holds for RAR, 7z, tar, xz and the rest.

use crate::Refused;
use crate::inspect::members::is_bomb;
use crate::inspect::read::le32;

pub(super) fn gzip(bytes: &[u8]) -> Result<(), Refused> {
    let admitted = bytes.len().checked_sub(4).and_then(|at| le32(bytes, at)).map_or(0, u64::from);
    if is_bomb(admitted, bytes.len() as u64) {
        return Err(Refused::ArchiveBomb { unpacked_bytes: admitted });
    }
    Err(Refused::Unlisted)
}

pub(super) fn other() -> Result<(), Refused> {
    Err(Refused::Unlisted)
}
