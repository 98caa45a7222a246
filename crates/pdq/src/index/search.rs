//! All rows of a segment within a distance of a hash, and no other.
//!
//! A hash is cut into sixteen parts. If two hashes differ in at most *t* bits, and each part *i* is allowed
//! *r*ᵢ bits so that all *r*ᵢ + 1 together are *t* + 1, then some part differs in no more than it is allowed: else
//! each would differ in at least *r*ᵢ + 1, together more than *t*. So it is enough to look, for each part, at the
//! hashes whose part is that near (the generalised pigeonhole: Qin and others, 2018).
//!
//! That alone leaves many to look at. But more is true: there is a part from which on, around the circle, *every*
//! chain of parts differs in no more than it is allowed together. (Take each part's bits less *r*ᵢ + 1: the
//! sum is negative; begin after the place where the running sum is highest, and it never comes back there. Qin and
//! Xiao call it the pigeonring, 2018.) Of that chain two links are looked at: the part itself, by its key, and the
//! next one, which stands in the table beside it. Some 99 of 100 hashes fall away there, before anything but two
//! bytes of them was read.

use super::mixed::{Mixed, PARTS};
use super::near::Near;
use super::segment::Segment;

/// How many runs ahead is asked for.
const AHEAD: usize = 16;
/// How many bytes of a run are asked for ahead; behind them the processor sees by itself what comes.
const AHEAD_BYTES: usize = 256;

/// What a search needs, kept from one to the next.
#[derive(Default)]
pub(super) struct Scratch {
    runs: Vec<Run>,
    places: Vec<usize>,
    rows: Vec<usize>,
}

/// The hashes with one key of one part.
struct Run {
    /// Where their next parts, and where their rows begin.
    parts: usize,
    rows: usize,
    count: u32,
    /// The next part of the hash that is sought, and in how many bits theirs may differ from it.
    part: u16,
    most: u16,
}

/// How many bits each part is allowed; `None` means that it need not be looked at.
fn allowed(within: u32) -> [Option<u32>; PARTS] {
    std::array::from_fn(|part| {
        let more = u32::from((part as u32) < (within + 1) % 16);
        ((within + 1) / 16 + more).checked_sub(1)
    })
}

/// How many of a number of bits differ, for each way to differ in at most so many: 1, 1 + n, …
fn ways(bits: u32, most: u32) -> u64 {
    let mut sum = 0;
    let mut ways = 1;
    for differing in 0..=u64::from(most) {
        sum += ways;
        ways = ways * (u64::from(bits).saturating_sub(differing)) / (differing + 1);
    }
    sum
}

/// Whether to look at every row costs less.
pub(super) fn is_short(count: usize, key_bits: u32, within: u32) -> bool {
    let keys: u64 = allowed(within).iter().flatten().map(|most| ways(key_bits, *most)).sum();
    let beside = keys * (count as u64 >> key_bits);
    // In the time of one row that is compared: a key costs about eight, forty neighbours one, and some are compared.
    let searching = 8 * keys + beside / 40 + beside * u64::from(within.saturating_sub(20)) / 2_000;
    searching < count as u64
}

impl Segment {
    /// Tells each row within this distance, once, with its distance.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is compiled once for any processor, once for AVX2")]
    pub(super) fn find(
        &self,
        sought: &Mixed,
        within: u32,
        scratch: &mut Scratch,
        by: impl Near,
        mut found: impl FnMut(usize, u32),
    ) {
        if !is_short(self.count(), self.key_bits(), within) {
            for row in 0..self.count() {
                let distance = self.mixed(row).distance(sought);
                if distance <= within {
                    found(row, distance);
                }
            }
            return;
        }
        self.runs(sought, within, &mut scratch.runs, by);
        self.candidates(scratch, by);
        scratch.rows.clear();
        for place in &scratch.places {
            let row = self.row(*place);
            by.soon(self.bytes(), self.place_of_mixed(row));
            scratch.rows.push(row);
        }
        scratch.rows.sort_unstable();
        scratch.rows.dedup();
        for row in &scratch.rows {
            let distance = self.mixed(*row).distance(sought);
            if distance <= within {
                found(*row, distance);
            }
        }
    }

    /// The runs to look at.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is compiled once for any processor, once for AVX2")]
    fn runs(&self, sought: &Mixed, within: u32, runs: &mut Vec<Run>, by: impl Near) {
        let allowed = allowed(within);
        runs.clear();
        for (place, most) in allowed.iter().enumerate() {
            let (table, key) = (self.table(place), usize::from(sought.part(place) >> (16 - self.key_bits())));
            // Of the keys that differ in one of the lowest bits, most are beside it.
            each_near(self.key_bits(), most.map_or(0, |most| most.min(1)), |difference, _| {
                by.soon(self.bytes(), table.starts + 4 * (key ^ difference));
            });
        }
        for (place, most) in allowed.iter().enumerate() {
            let Some(most) = *most else { continue };
            let beside = (place + 1) % PARTS;
            let part = sought.part(beside);
            // Together with the next part; where that is allowed less than nothing, the sum says so.
            let together = most + allowed[beside].map_or(0, |most| most + 1);
            let table = self.table(place);
            let key = usize::from(sought.part(place) >> (16 - self.key_bits()));
            each_near(self.key_bits(), most, |difference, bits| {
                let (from, to) = self.run(table, key ^ difference);
                let (parts, rows) = (Self::place_of_part(table, from), self.place_of_row(table, from));
                let most = (together - bits) as u16;
                // Empty ones too: to ask would be to wait.
                runs.push(Run { parts, rows, count: to - from, part, most });
            });
        }
    }

    /// Where the rows are named that no look at two parts can rule out.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is compiled once for any processor, once for AVX2")]
    fn candidates(&self, scratch: &mut Scratch, by: impl Near) {
        let Scratch { runs, places, .. } = scratch;
        places.clear();
        for (number, run) in runs.iter().enumerate() {
            if let Some(coming) = runs.get(number + AHEAD) {
                let bytes = (2 * coming.count as usize).min(AHEAD_BYTES);
                (0..bytes).step_by(64).for_each(|place| by.soon(self.bytes(), coming.parts + place));
            }
            let parts = &self.bytes()[run.parts..];
            by.near(parts, run.count as usize, run.part, u32::from(run.most), |place| {
                let place = run.rows + self.row_bytes() * place;
                by.soon(self.bytes(), place);
                places.push(place);
            });
        }
    }
}

/// Every difference of at most `most` (of 0 to 3) of so many bits, with how many bits it is.
#[inline(always)]
#[expect(clippy::inline_always, reason = "it is compiled once for any processor, once for AVX2")]
fn each_near(bits: u32, most: u32, mut tell: impl FnMut(usize, u32)) {
    tell(0, 0);
    if most == 0 {
        return;
    }
    for first in 0..bits {
        let one = 1 << first;
        tell(one, 1);
        for second in (0..first).filter(|_| most > 1) {
            let two = one | 1 << second;
            tell(two, 2);
            for third in (0..second).filter(|_| most > 2) {
                tell(two | 1 << third, 3);
            }
        }
    }
}
