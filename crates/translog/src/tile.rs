//! Names and shapes of tiles and bundles, as they are served over HTTP (C2SP tlog-tiles).
//!
//! ```text
//! tile/<L>/<N>            256 hashes of 32 bytes, level L, number N
//! tile/<L>/<N>.p/<W>      the first W of them, 1 to 255, while the tile is not full
//! tile/entries/<N>        256 entries, each with its length before it (two bytes, big-endian)
//! ```
//!
//! `N` is in groups of three digits, each but the last with an `x` before it: 1234067 is `x001/x234/067`. Hash `i`
//! of tile `(L, N)` is the complete node of height `8 * L` and index `N * 256 + i`.

use std::fmt;
use std::str::FromStr;

use crate::Part;

/// How many hashes, or entries, a full tile has.
pub const WIDTH: u64 = 256;
/// How many levels of the tree one tile spans.
pub const HEIGHT: u8 = 8;
/// The bytes of a hash.
pub const HASH_BYTES: usize = 32;
/// The longest entry, in bytes: its length is written in two.
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// A tile or bundle at one width, as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    pub part: Part,
    /// 1 to 256.
    pub width: u16,
}

/// An address that is not of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tile is at tile/<level or entries>/<number>, with .p/<width> while it is not full")]
pub struct NotATile;

/// Every tile and bundle of a log of this size, full ones first within each level.
pub fn all(size: u64) -> impl Iterator<Item = Tile> {
    let levels = (0..=7_u8).map(move |level| (Some(level), size >> (8 * u32::from(level))));
    std::iter::once((None, size)).chain(levels).flat_map(|(level, hashes)| {
        let part = move |index| level.map_or(Part::Entries { index }, |level| Part::Hashes { level, index });
        let full = (0..hashes / WIDTH).map(move |index| Tile { part: part(index), width: 256 });
        let rest = u16::try_from(hashes % WIDTH).expect("a rest is below 256");
        full.chain((rest > 0).then(|| Tile { part: part(hashes / WIDTH), width: rest }))
    })
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = match self.part {
            Part::Hashes { level, index } => {
                write!(f, "tile/{level}/")?;
                index
            }
            Part::Entries { index } => {
                f.write_str("tile/entries/")?;
                index
            }
        };
        let digits = index.to_string();
        let padded = format!("{:0>1$}", digits, digits.len().div_ceil(3) * 3);
        let groups: Vec<&str> = (0..padded.len()).step_by(3).map(|at| &padded[at..at + 3]).collect();
        let (last, before) = groups.split_last().expect("a number has a digit");
        for group in before {
            write!(f, "x{group}/")?;
        }
        f.write_str(last)?;
        if self.width < 256 { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

impl FromStr for Tile {
    type Err = NotATile;

    fn from_str(text: &str) -> Result<Self, NotATile> {
        let (level, rest) =
            text.strip_prefix("tile/").and_then(|rest| rest.split_once('/')).ok_or(NotATile)?;
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, decimal(width).filter(|width| (1..256).contains(width))),
            None => (rest, Some(256)),
        };
        let width = width.and_then(|width| u16::try_from(width).ok()).ok_or(NotATile)?;
        let index = index(number).ok_or(NotATile)?;
        let part = if level == "entries" {
            Part::Entries { index }
        } else {
            let level = decimal(level).and_then(|level| u8::try_from(level).ok()).filter(|level| *level < 64);
            Part::Hashes { level: level.ok_or(NotATile)?, index }
        };
        let tile = Self { part, width };
        // One name each: leading groups of zeros, or leading zeros of a width, are none.
        (tile.to_string() == text).then_some(tile).ok_or(NotATile)
    }
}

fn index(text: &str) -> Option<u64> {
    let mut number = 0_u64;
    let groups: Vec<&str> = text.split('/').collect();
    for (at, group) in groups.iter().enumerate() {
        let digits = if at + 1 < groups.len() { group.strip_prefix('x')? } else { group };
        let value = decimal(digits).filter(|_| digits.len() == 3)?;
        number = number.checked_mul(1000)?.checked_add(value)?;
    }
    Some(number)
}

/// A number of ASCII digits alone.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// Appends an entry to a bundle, its length first; nothing when it is too long.
pub fn put_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Option<()> {
    bundle.extend(u16::try_from(entry.len()).ok()?.to_be_bytes());
    bundle.extend(entry);
    Some(())
}

/// The entries of a bundle, in turn; ends with an error when it is cut short.
pub fn entries(bundle: &[u8]) -> impl Iterator<Item = Result<&[u8], NotATile>> {
    let mut rest = bundle;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let cut = rest
            .split_first_chunk::<2>()
            .and_then(|(length, after)| after.split_at_checked(usize::from(u16::from_be_bytes(*length))));
        rest = cut.map_or(&[], |(_, after)| after);
        Some(cut.map(|(entry, _)| entry).ok_or(NotATile))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(level: u8, index: u64, width: u16) -> Tile {
        Tile { part: Part::Hashes { level, index }, width }
    }

    #[test]
    fn tiles_have_the_names_of_the_specification() {
        let cases = [
            (hashes(0, 1_234_067, 256), "tile/0/x001/x234/067"),
            (hashes(1, 1, 17), "tile/1/001.p/17"),
            (hashes(2, 0, 1), "tile/2/000.p/1"),
            (Tile { part: Part::Entries { index: 273 }, width: 112 }, "tile/entries/273.p/112"),
        ];
        for (tile, name) in cases {
            assert_eq!(tile.to_string(), name);
            assert_eq!(name.parse(), Ok(tile));
        }
    }

    #[test]
    fn a_name_that_is_not_quite_one_is_refused() {
        let wrong = [
            "tile/0/1",
            "tile/0/x000/001",
            "tile/64/000",
            "tile/00/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/08",
            "tile/0/+12",
            "0/000",
            "tile/0/",
            "tile/entries/x01/000",
            "tile/0/000/001",
        ];
        for name in wrong {
            assert_eq!(name.parse::<Tile>(), Err(NotATile), "{name}");
        }
    }

    #[test]
    fn a_log_of_70_000_has_the_tiles_of_the_specification() {
        let names: Vec<String> = all(70_000).map(|tile| tile.to_string()).collect();
        let of = |start: &str| names.iter().filter(|name| name.starts_with(start)).count();
        assert_eq!((of("tile/entries/"), of("tile/0/"), of("tile/1/"), of("tile/2/")), (274, 274, 2, 1));
        for name in ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"] {
            assert!(names.iter().any(|known| known == name), "{name}");
        }
        assert_eq!(names.len() + 1, 552, "with the checkpoint");
    }

    #[test]
    fn entries_come_out_of_a_bundle_as_they_went_in_and_a_cut_is_noticed() {
        let mut bundle = Vec::new();
        for entry in [&b"a"[..], b"", b"bcd"] {
            put_entry(&mut bundle, entry).unwrap();
        }
        let read: Vec<_> = entries(&bundle).collect();
        assert_eq!(read, [Ok(&b"a"[..]), Ok(b""), Ok(b"bcd")]);
        assert_eq!(entries(&bundle[..bundle.len() - 1]).last(), Some(Err(NotATile)));
        assert_eq!(put_entry(&mut bundle, &vec![0; ENTRY_BYTES_MAX + 1]), None);
    }
}
