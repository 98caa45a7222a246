//! The packed postcode tables: which authority a postcode is in, and whether it exists at all.
//!
//! Made by `cargo xtask postcodes`; numbers are little-endian. The number of a postcode within its outcode
//! is `sector * 441 + first * 21 + second`, the letters counted in `ABDEFGHJLNPQRSTUVWXYZ`.
//!
//! `data/postcodes/authorities.bin`, as it stands:
//! ```text
//! 8      "hkareas1"
//! 7      the edition of the source, "2025-11"
//! 2      A, how many authorities      then A times: 9  its ONS code
//! 2      O, how many outcodes         then O times, in ascending order:
//!   4      the outcode, spaces behind
//!   1      P, how many authorities it lies in
//!          then P times: 2  which authority   2  how many of its postcodes are there
//!   2      R, how many runs; a run holds from its first number to the next run's
//!          then R times: 1-2  numbers since the last run began (from 0): below 128 one byte,
//!                             otherwise 0x80 + the high part, then the low byte
//!                        1    which of the P, left out when P is 1
//! ```
//! `data/postcodes/existing.br`, after Brotli:
//! ```text
//! 8      "hkunits1"
//!        for each of the O outcodes: 2  which sectors exist, one bit each
//!          then for each that does: 56  which of its 441 units exist; unit n is bit n % 8 of byte n / 8
//! ```
//! A run says nothing about whether a postcode exists, so both tables are asked. A postcode that exists but
//! that the source puts in no authority is in neither.

use std::io::Read as _;
use std::sync::LazyLock;

use super::authority::AREAS;
use super::postcode::{Outcode, Postcode, UNITS_IN_SECTOR};

const SECTOR_BYTES: usize = 56;

/// The tables, unpacked at first use.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut existing = Vec::new();
    let packed = include_bytes!("../../../../data/postcodes/existing.br");
    brotli_decompressor::Decompressor::new(&packed[..], 4096)
        .read_to_end(&mut existing)
        .ok()
        .and_then(|_| Table::unpack(include_bytes!("../../../../data/postcodes/authorities.bin"), &existing))
        .expect("data/postcodes is unpacked by a test of this file: run cargo xtask postcodes")
});

pub(super) struct Table {
    pub(super) edition: String,
    outcodes: Vec<Row>,
    /// The first number of each run and the area that it is in, as a place in `AREAS`.
    runs: Vec<(u16, u16)>,
    existing: Vec<u8>,
}

struct Row {
    outcode: [u8; 4],
    /// Where its runs end in `runs`; they begin where those of the row before end.
    runs_until: usize,
    /// Where the bytes of its first sector begin in `existing`.
    existing_from: usize,
    sectors: u16,
    /// Each area that it lies in, and how many of its postcodes.
    shares: Vec<(u16, u16)>,
}

impl Table {
    /// Where in `AREAS` a postcode is, if it exists.
    pub(super) fn find(&self, postcode: Postcode) -> Option<usize> {
        let at = self.at(postcode.outcode())?;
        let row = &self.outcodes[at];
        let number = postcode.number();
        if !row.has(number, &self.existing) {
            return None;
        }
        let from = at.checked_sub(1).map_or(0, |before| self.outcodes[before].runs_until);
        let runs = &self.runs[from..row.runs_until];
        let run = runs.partition_point(|(first, _)| *first <= number).checked_sub(1)?;
        Some(usize::from(runs[run].1))
    }

    /// The areas that an outcode lies in, with how many of its postcodes are there.
    pub(super) fn shares(&self, outcode: Outcode) -> &[(u16, u16)] {
        self.at(outcode).map_or(&[], |at| &self.outcodes[at].shares)
    }

    fn at(&self, outcode: Outcode) -> Option<usize> {
        self.outcodes.binary_search_by_key(&outcode.packed(), |row| row.outcode).ok()
    }

    fn unpack(areas: &[u8], existing: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(areas);
        let mut units = Bytes(existing);
        if bytes.take::<8>()? != *b"hkareas1" || units.take::<8>()? != *b"hkunits1" {
            return None;
        }
        let edition = std::str::from_utf8(&bytes.take::<7>()?).ok()?.to_owned();
        let codes: Vec<u16> =
            (0..bytes.u16()?).map(|_| place_of(bytes.take::<9>()?)).collect::<Option<_>>()?;
        let (mut outcodes, mut runs) = (Vec::new(), Vec::new());
        for _ in 0..bytes.u16()? {
            let outcode = bytes.take::<4>()?;
            let share = |bytes: &mut Bytes| Some((*codes.get(usize::from(bytes.u16()?))?, bytes.u16()?));
            let shares: Vec<_> = (0..bytes.u8()?).map(|_| share(&mut bytes)).collect::<Option<_>>()?;
            let mut first = 0;
            for _ in 0..bytes.u16()? {
                first += bytes.gap()?;
                let which = if shares.len() > 1 { bytes.u8()? } else { 0 };
                runs.push((first, shares.get(usize::from(which))?.0));
            }
            let sectors = units.u16()?;
            let existing_from = existing.len() - units.0.len();
            units.skip(sectors.count_ones() as usize * SECTOR_BYTES)?;
            outcodes.push(Row { outcode, runs_until: runs.len(), existing_from, sectors, shares });
        }
        (bytes.0.is_empty() && units.0.is_empty()).then_some(())?;
        Some(Self { edition, outcodes, runs, existing: existing.to_vec() })
    }
}

impl Row {
    fn has(&self, number: u16, existing: &[u8]) -> bool {
        let (sector, unit) = (number / UNITS_IN_SECTOR, usize::from(number % UNITS_IN_SECTOR));
        if self.sectors >> sector & 1 == 0 {
            return false;
        }
        let before = (self.sectors & ((1 << sector) - 1)).count_ones() as usize;
        existing[self.existing_from + before * SECTOR_BYTES + unit / 8] >> (unit % 8) & 1 == 1
    }
}

fn place_of(code: [u8; 9]) -> Option<u16> {
    let found = AREAS.binary_search_by(|area| area.code().as_bytes().cmp(&code)).ok()?;
    u16::try_from(found).ok()
}

/// What is left to read.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn skip(&mut self, count: usize) -> Option<()> {
        self.0 = self.0.get(count..)?;
        Some(())
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take::<1>().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    fn gap(&mut self) -> Option<u16> {
        match self.u8()? {
            small @ 0..128 => Some(u16::from(small)),
            high => Some(u16::from_be_bytes([high & 0x7f, self.u8()?])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(TABLE.edition, "2025-11");
        assert_eq!(TABLE.outcodes.len(), 3_104);
        let existing: u32 = TABLE.outcodes.iter().map(|row| row.count(&TABLE.existing)).sum();
        assert_eq!(existing, 2_709_549);
        let shares: u32 = TABLE.outcodes.iter().flat_map(|row| &row.shares).map(|(_, n)| u32::from(*n)).sum();
        assert_eq!(shares, existing);
    }

    impl Row {
        fn count(&self, existing: &[u8]) -> u32 {
            (0..10 * UNITS_IN_SECTOR).map(|number| u32::from(self.has(number, existing))).sum()
        }
    }

    #[test]
    fn bytes_that_are_cut_short_are_refused() {
        let areas = include_bytes!("../../../../data/postcodes/authorities.bin");
        for length in [0, 7, 16, 1_000, areas.len() - 1] {
            assert!(Table::unpack(&areas[..length], b"hkunits1").is_none(), "{length}");
        }
    }
}
