//! An exact index of hashes: everything within a distance of a hash, nothing else, nothing missed.
//!
//! New hashes are looked at one by one until there are some thousands; then they are laid out for search as a
//! segment. Segments of about one size become a larger one. A hash counts from the moment it was added, and
//! counts no more from the moment it was removed.
//!
//! Large segments are merged only when asked ([`Index::compaction`]), so that nothing waits for it.
#![expect(clippy::cast_possible_truncation, reason = "rows are fewer than 2^31, and parts have sixteen bits")]

mod mixed;
mod near;
mod search;
mod segment;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Arc;

use memmap2::Mmap;

use crate::Hash;
use mixed::Mixed;
use near::{Near, Plain};
use search::Scratch;
use segment::Segment;

/// A search goes up to this distance.
pub const WITHIN_MAX: u32 = 63;
/// So many new hashes are looked at one by one.
const FRESH_MAX: usize = 4_096;
/// Segments that become larger than this are merged only when asked: it takes more than some milliseconds.
const MERGED_UNASKED_MAX: usize = 1 << 18;

/// A hash and the number under which it is known.
#[derive(Clone, Copy)]
struct Row {
    id: u64,
    mixed: Mixed,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// In how many bits the hashes differ.
    pub distance: u32,
    /// The number given with [`Index::add`].
    pub id: u64,
}

/// Why a file is no index.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    #[error("this file is not an index of PDQ hashes")]
    NotAnIndex,
    #[error("this index was written by another version: build it anew")]
    Version,
    #[error("this index is cut short: build it anew")]
    Short,
    #[error("this index was altered since it was written: build it anew")]
    Altered,
    #[error("this index cannot be mapped: {0}")]
    NotMapped(#[source] io::Error),
}

thread_local! {
    /// What a search needs is asked for once a thread.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Hashes that can be searched.
#[derive(Default)]
pub struct Index {
    fresh: Vec<Row>,
    parts: Vec<Part>,
}

/// A segment, and which of its rows are gone.
#[derive(Clone)]
struct Part {
    segment: Arc<Segment>,
    /// One bit a row; empty as long as none is gone.
    gone: Vec<u64>,
    gone_count: usize,
}

impl Index {
    pub fn new() -> Self {
        Self::default()
    }

    /// Many at once, laid out right away. The list is taken, so that no second one is needed.
    pub fn build(hashes: Vec<(u64, Hash)>) -> Self {
        // The same size and alignment: this is done in place.
        let rows: Vec<Row> =
            hashes.into_iter().map(|(id, hash)| Row { id, mixed: Mixed::new(&hash) }).collect();
        if rows.len() <= FRESH_MAX {
            return Self { fresh: rows, parts: Vec::new() };
        }
        Self { fresh: Vec::new(), parts: vec![Part::new(Segment::build(rows))] }
    }

    /// Counts from now on. One id may have several hashes.
    pub fn add(&mut self, id: u64, hash: Hash) {
        self.fresh.push(Row { id, mixed: Mixed::new(&hash) });
        if self.fresh.len() > FRESH_MAX {
            let mut rows = std::mem::take(&mut self.fresh);
            // Those that would become no more than eight times as many.
            while let Some(last) = self.parts.pop_if(|last| {
                last.left() <= 8 * rows.len() && last.left() + rows.len() <= MERGED_UNASKED_MAX
            }) {
                last.give_to(&mut rows);
            }
            self.parts.push(Part::new(Segment::build(rows)));
        }
    }

    /// Counts no more, with all its hashes. Whether there were any.
    pub fn remove(&mut self, id: u64) -> bool {
        let before = self.len();
        self.fresh.retain(|row| row.id != id);
        for part in &mut self.parts {
            part.remove(id);
        }
        self.len() < before
    }

    /// How many hashes count.
    pub fn len(&self) -> usize {
        self.fresh.len() + self.parts.iter().map(Part::left).sum::<usize>()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes in memory, about.
    pub fn bytes(&self) -> usize {
        let parts = self.parts.iter().map(|part| part.segment.size() + 8 * part.gone.len()).sum::<usize>();
        parts + self.fresh.capacity() * size_of::<Row>()
    }

    /// Everything within this distance (at most [`WITHIN_MAX`]), the nearest first.
    pub fn find(&self, hash: &Hash, within: u32) -> Vec<Found> {
        SCRATCH.with_borrow_mut(|scratch| self.search(hash, within, scratch))
    }

    /// The same for many, in their order.
    pub fn find_all(&self, hashes: &[Hash], within: u32) -> Vec<Vec<Found>> {
        hashes.iter().map(|hash| self.find(hash, within)).collect()
    }

    fn search(&self, hash: &Hash, within: u32, scratch: &mut Scratch) -> Vec<Found> {
        let (sought, within) = (Mixed::new(hash), within.min(WITHIN_MAX));
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = near::Avx2::found() {
            #[expect(unsafe_code, reason = "see its proof")]
            // SAFETY: an `Avx2` exists, so the processor has AVX2 and counts bits.
            return unsafe { self.search_avx2(&sought, within, scratch, avx2) };
        }
        self.search_by(&sought, within, scratch, Plain)
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,popcnt")]
    fn search_avx2(&self, sought: &Mixed, within: u32, scratch: &mut Scratch, by: near::Avx2) -> Vec<Found> {
        self.search_by(sought, within, scratch, by)
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is compiled once for any processor, once for AVX2")]
    fn search_by(&self, sought: &Mixed, within: u32, scratch: &mut Scratch, by: impl Near) -> Vec<Found> {
        let mut found = Vec::new();
        for part in &self.parts {
            part.segment.find(sought, within, scratch, by, |row, distance| {
                if !part.is_gone(row) {
                    found.push(Found { distance, id: part.segment.id(row) });
                }
            });
        }
        for row in &self.fresh {
            let distance = row.mixed.distance(sought);
            if distance <= within {
                found.push(Found { distance, id: row.id });
            }
        }
        found.sort_unstable();
        found
    }

    /// What would make one segment of all, if there is anything to gain. It can run on another thread, while this
    /// index goes on: then give it to [`Self::install`].
    pub fn compaction(&self) -> Option<Compaction> {
        let one = matches!(self.parts.as_slice(), [only] if only.gone_count == 0);
        (!self.parts.is_empty() && !one).then(|| Compaction { parts: self.parts.clone() })
    }

    /// Puts a merged segment in the place of those it was made of. What was removed meanwhile stays removed. An
    /// index of which these segments are no part is left alone.
    pub fn install(&mut self, compacted: Compacted) {
        let Compacted { old, new } = compacted;
        let same = |part: &Part, old: &Part| Arc::ptr_eq(&part.segment, &old.segment);
        if !old.iter().all(|old| self.parts.iter().any(|part| same(part, old))) {
            return;
        }
        let mut new = new.map(Part::new);
        let mut kept = Vec::new();
        for part in std::mem::take(&mut self.parts) {
            let Some(old) = old.iter().find(|old| same(&part, old)) else {
                kept.push(part);
                continue;
            };
            for row in part.rows_gone().filter(|row| !old.is_gone(*row)) {
                if let Some(new) = &mut new {
                    new.remove(part.segment.id(row));
                }
            }
        }
        self.parts = new.into_iter().chain(kept).collect();
    }

    /// Writes a snapshot: everything that counts, as one segment.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        if let ([only], []) = (self.parts.as_slice(), self.fresh.as_slice())
            && only.gone_count == 0
        {
            return write(&only.segment, to);
        }
        let mut rows = self.fresh.clone();
        self.parts.iter().for_each(|part| part.give_to(&mut rows));
        write(&Segment::build(rows), to)
    }

    /// A snapshot, mapped: what is not needed is not read again after it was checked.
    ///
    /// The file must not be written to while it is mapped. Write a new one beside it and rename it instead.
    pub fn map(file: &std::fs::File) -> Result<Self, Broken> {
        #[expect(unsafe_code, reason = "see its proof")]
        // SAFETY: the mapping is private to this index and only read, as bytes, each within bounds: a number that
        // somebody altered in the file leads to a wrong answer or a panic, never beyond the mapping. That the file
        // is not cut short meanwhile is asked of the caller above; nothing in Hearken writes to one that exists.
        let bytes = unsafe { Mmap::map(file) }.map_err(Broken::NotMapped)?;
        Ok(Self { fresh: Vec::new(), parts: vec![Part::new(Segment::of(bytes)?)] })
    }
}

fn write(segment: &Segment, to: &mut impl Write) -> io::Result<()> {
    let (head, body) = segment.to_bytes();
    to.write_all(&head)?;
    to.write_all(body)
}

/// Segments that can become one.
pub struct Compaction {
    parts: Vec<Part>,
}

/// What became of them.
pub struct Compacted {
    old: Vec<Part>,
    new: Option<Segment>,
}

impl Compaction {
    /// Does it; at ten million hashes it takes seconds.
    pub fn run(self) -> Compacted {
        let mut rows = Vec::new();
        self.parts.iter().for_each(|part| part.give_to(&mut rows));
        let new = (!rows.is_empty()).then(|| Segment::build(rows));
        Compacted { old: self.parts, new }
    }
}

impl Part {
    fn new(segment: Segment) -> Self {
        Self { segment: Arc::new(segment), gone: Vec::new(), gone_count: 0 }
    }

    fn left(&self) -> usize {
        self.segment.count() - self.gone_count
    }

    fn is_gone(&self, row: usize) -> bool {
        self.gone.get(row / 64).is_some_and(|bits| bits >> (row % 64) & 1 == 1)
    }

    fn rows_gone(&self) -> impl Iterator<Item = usize> {
        (0..64 * self.gone.len()).filter(|row| self.is_gone(*row))
    }

    fn remove(&mut self, id: u64) {
        for row in self.segment.rows_of(id) {
            if !self.is_gone(row) {
                self.gone.resize(self.segment.count().div_ceil(64), 0);
                self.gone[row / 64] |= 1 << (row % 64);
                self.gone_count += 1;
            }
        }
    }

    fn give_to(&self, rows: &mut Vec<Row>) {
        let left = (0..self.segment.count()).filter(|row| !self.is_gone(*row));
        rows.extend(left.map(|row| Row { id: self.segment.id(row), mixed: self.segment.mixed(row) }));
    }
}
