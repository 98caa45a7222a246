//! A set of hashes that does not change, laid out for search: in memory and in a file the same bytes.
//!
//! ```text
//! 64          head: "PDQINDEX", version, bits of a key, bytes of a row number, count, length, checksums
//! 8 × count   ids, ascending: row r is the r-th
//! 32 × count  hashes in the mixed order, by row
//! 16 times, for part p of a hash:
//!   4 × (keys + 1)   where each key's run begins; a key is the first bits of part p
//!   2 × count        part p + 1 (after the last comes the first) of each hash, by key
//!   3 or 4 × count   its row
//! 64          nothing, so that 32 bytes can be read anywhere
//! ```
//!
//! Numbers have their little end first.

use memmap2::{Advice, Mmap, MmapMut};

use super::mixed::{Mixed, PARTS};
use super::{Broken, Row};

const HEAD: usize = 64;
const MAGIC: &[u8; 8] = b"PDQINDEX";
const VERSION: u32 = 1;
/// Behind everything.
const REST: usize = 64;
/// More rows than this have no number.
const ROWS_MAX: usize = 1 << 31;

/// The set.
pub(super) struct Segment {
    bytes: Mmap,
    count: usize,
    key_bits: u32,
    row_bytes: usize,
}

/// Where things are, for one part.
#[derive(Clone, Copy)]
pub(super) struct Table {
    pub(super) starts: usize,
    parts: usize,
    rows: usize,
}

impl Segment {
    /// How many bits of a part are a key: so many that about a dozen hashes share one.
    fn key_bits_for(count: usize) -> u32 {
        (count / 12).max(1).ilog2().clamp(8, 16)
    }

    /// Lays out these rows.
    pub(super) fn build(mut rows: Vec<Row>) -> Self {
        rows.sort_by_key(|row| row.id);
        let (count, key_bits) = (rows.len(), Self::key_bits_for(rows.len()));
        assert!(count < ROWS_MAX, "a segment holds fewer than 2^31 rows");
        let row_bytes = if count < 1 << 24 { 3 } else { 4 };
        let length = length(count, key_bits, row_bytes);
        let mut bytes = memory(length);
        bytes[..HEAD].copy_from_slice(&head(count, key_bits, row_bytes, length));
        for (place, row) in bytes[HEAD..].chunks_exact_mut(8).zip(&rows) {
            place.copy_from_slice(&row.id.to_le_bytes());
        }
        for (place, row) in bytes[HEAD + 8 * count..].chunks_exact_mut(32).zip(&rows) {
            place.copy_from_slice(&row.mixed.to_bytes());
        }
        let mut sorting = Sorting::new(key_bits, &rows);
        for part in (0..PARTS).step_by(2) {
            let tables = &mut bytes[table(count, key_bits, row_bytes, part).starts..];
            if row_bytes == 3 {
                sorting.fill::<3>(tables, &rows, part);
            } else {
                sorting.fill::<4>(tables, &rows, part);
            }
        }
        let bytes = bytes.make_read_only().expect("memory that was written can be read");
        Self { bytes, count, key_bits, row_bytes }
    }

    /// What [`Self::to_bytes`] gave, mapped. Read once as a whole, to see that nothing in it was altered.
    pub(super) fn of(bytes: Mmap) -> Result<Self, Broken> {
        let head: &[u8; HEAD] = bytes.first_chunk().ok_or(Broken::Short)?;
        if &head[..8] != MAGIC {
            return Err(Broken::NotAnIndex);
        }
        if number(head, 8, 4) != u64::from(VERSION) {
            return Err(Broken::Version);
        }
        if number(head, 36, 4) != u64::from(crc32fast::hash(&head[..36])) {
            return Err(Broken::Altered);
        }
        let (key_bits, row_bytes) = (u32::from(head[12]), usize::from(head[13]));
        let count = usize::try_from(number(head, 16, 8)).map_err(|_| Broken::Altered)?;
        if !(8..=16).contains(&key_bits) || !(3..=4).contains(&row_bytes) || count >= ROWS_MAX {
            return Err(Broken::Altered);
        }
        if bytes.len() != length(count, key_bits, row_bytes) {
            return Err(Broken::Short);
        }
        if number(head, 32, 4) != u64::from(crc32fast::hash(&bytes[HEAD..])) {
            return Err(Broken::Altered);
        }
        Ok(Self { bytes, count, key_bits, row_bytes })
    }

    /// The head with its checksums, and everything behind it.
    pub(super) fn to_bytes(&self) -> ([u8; HEAD], &[u8]) {
        let mut head = head(self.count, self.key_bits, self.row_bytes, self.bytes.len());
        let body = &self.bytes[HEAD..];
        head[32..36].copy_from_slice(&crc32fast::hash(body).to_le_bytes());
        let sum = crc32fast::hash(&head[..36]);
        head[36..40].copy_from_slice(&sum.to_le_bytes());
        (head, body)
    }

    pub(super) const fn count(&self) -> usize {
        self.count
    }

    pub(super) const fn key_bits(&self) -> u32 {
        self.key_bits
    }

    /// Bytes in memory.
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn id(&self, row: usize) -> u64 {
        number(&self.bytes, HEAD + 8 * row, 8)
    }

    /// The rows of an id: none, one, or several that stand together.
    pub(super) fn rows_of(&self, id: u64) -> std::ops::Range<usize> {
        let from = partition_point(self.count, |row| self.id(row) < id);
        let to = (from..self.count).find(|row| self.id(*row) != id).unwrap_or(self.count);
        from..to
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is one load of the loop that is compiled twice")]
    pub(super) fn mixed(&self, row: usize) -> Mixed {
        Mixed::from_bytes(self.bytes[self.place_of_mixed(row)..].first_chunk().expect("rows are within"))
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is an addition")]
    pub(super) const fn place_of_mixed(&self, row: usize) -> usize {
        HEAD + 8 * self.count + 32 * row
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn table(&self, part: usize) -> Table {
        table(self.count, self.key_bits, self.row_bytes, part)
    }

    /// Where the run of a key begins and ends.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is one load")]
    pub(super) fn run(&self, table: Table, key: usize) -> (u32, u32) {
        let pair: &[u8; 8] = self.bytes[table.starts + 4 * key..].first_chunk().expect("keys are within");
        let pair = u64::from_le_bytes(*pair);
        ((pair & 0xffff_ffff) as u32, (pair >> 32) as u32)
    }

    pub(super) const fn row_bytes(&self) -> usize {
        self.row_bytes
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is one addition")]
    pub(super) const fn place_of_part(table: Table, place: u32) -> usize {
        table.parts + 2 * place as usize
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is one addition")]
    pub(super) const fn place_of_row(&self, table: Table, place: u32) -> usize {
        table.rows + self.row_bytes * place as usize
    }

    /// The row that stands at this place of a table.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is one load")]
    pub(super) fn row(&self, place: usize) -> usize {
        let four: &[u8; 4] = self.bytes[place..].first_chunk().expect("row numbers are within");
        let four = u32::from_le_bytes(*four) as usize;
        if self.row_bytes == 3 { four & 0x00ff_ffff } else { four }
    }
}

/// The first of `count` for which this does not hold.
fn partition_point(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = usize::midpoint(from, to);
        if holds(middle) { from = middle + 1 } else { to = middle }
    }
    from
}

const fn keys(key_bits: u32) -> usize {
    1 << key_bits
}

const fn table_length(count: usize, key_bits: u32, row_bytes: usize) -> usize {
    4 * (keys(key_bits) + 1) + (2 + row_bytes) * count
}

const fn length(count: usize, key_bits: u32, row_bytes: usize) -> usize {
    HEAD + 40 * count + PARTS * table_length(count, key_bits, row_bytes) + REST
}

const fn table(count: usize, key_bits: u32, row_bytes: usize, part: usize) -> Table {
    let starts = HEAD + 40 * count + part * table_length(count, key_bits, row_bytes);
    let parts = starts + 4 * (keys(key_bits) + 1);
    Table { starts, parts, rows: parts + 2 * count }
}

fn head(count: usize, key_bits: u32, row_bytes: usize, length: usize) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    head[..8].copy_from_slice(MAGIC);
    head[8..12].copy_from_slice(&VERSION.to_le_bytes());
    head[12] = key_bits.to_le_bytes()[0];
    head[13] = row_bytes.to_le_bytes()[0];
    head[16..24].copy_from_slice(&(count as u64).to_le_bytes());
    head[24..32].copy_from_slice(&(length as u64).to_le_bytes());
    head
}

fn number(bytes: &[u8], from: usize, length: usize) -> u64 {
    bytes[from..from + length].iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Filling the tables, two at a time: first by the eight highest bits of the key, then by the rest, so that what is
/// written at a time fits into the nearest memory of the processor.
struct Sorting {
    key_bits: u32,
    /// For each part, where each of its 256 groups begins; and the end.
    groups: Vec<[usize; 257]>,
    /// Row, part and key of each hash, in one number of eight bytes: `row | part << 32 | key << 48`.
    entries: [MmapMut; 2],
}

impl Sorting {
    fn new(key_bits: u32, rows: &[Row]) -> Self {
        let mut groups = vec![[0; 257]; PARTS];
        for row in rows {
            for (part, counts) in groups.iter_mut().enumerate() {
                counts[usize::from(row.mixed.part(part) >> 8) + 1] += 1;
            }
        }
        for counts in &mut groups {
            for place in 1..counts.len() {
                counts[place] += counts[place - 1];
            }
        }
        Self { key_bits, groups, entries: std::array::from_fn(|_| memory(8 * rows.len())) }
    }

    /// Two tables that stand one after the other; `ROW` is how many bytes a row's number has.
    fn fill<const ROW: usize>(&mut self, tables: &mut [u8], rows: &[Row], part: usize) {
        let mut next = [self.groups[part], self.groups[part + 1]];
        let [first, second] = self.entries.each_mut().map(|entries| entries.as_chunks_mut().0);
        for (number, row) in (0_u64..).zip(rows) {
            let [one, two, three] = [part, part + 1, (part + 2) % PARTS].map(|part| row.mixed.part(part));
            let entry = |ours: u16, beside: u16| -> [u8; 8] {
                let key = u64::from(ours >> (16 - self.key_bits));
                (key << 48 | u64::from(beside) << 32 | number).to_le_bytes()
            };
            let place = &mut next[0][usize::from(one >> 8)];
            first[*place] = entry(one, two);
            *place += 1;
            let place = &mut next[1][usize::from(two >> 8)];
            second[*place] = entry(two, three);
            *place += 1;
        }
        let (one, two) = tables.split_at_mut(table_length(rows.len(), self.key_bits, ROW));
        self.fill_one::<ROW>(one, rows.len(), part);
        self.fill_one::<ROW>(two, rows.len(), part + 1);
    }

    fn fill_one<const ROW: usize>(&self, table: &mut [u8], count: usize, part: usize) {
        let (starts, rest) = table.split_at_mut(4 * (keys(self.key_bits) + 1));
        let (parts, numbers) = rest.split_at_mut(2 * count);
        let entries = self.entries[part % 2].as_chunks().0;
        for (group, bounds) in self.groups[part].windows(2).enumerate() {
            let starts = &mut starts[4 * (group << (self.key_bits - 8))..];
            self.fill_group::<ROW>(starts, parts, numbers, bounds[0], &entries[bounds[0]..bounds[1]]);
        }
    }

    /// One of 256 groups: its starts, and its entries in their places.
    fn fill_group<const ROW: usize>(
        &self,
        starts: &mut [u8],
        parts: &mut [u8],
        numbers: &mut [u8],
        first: usize,
        entries: &[[u8; 8]],
    ) {
        let fine_keys = 1 << (self.key_bits - 8);
        let fine = |entry: &[u8; 8]| (u64::from_le_bytes(*entry) >> 48) as usize & (fine_keys - 1);
        let mut next = [0; 257];
        for entry in entries {
            next[fine(entry) + 1] += 1;
        }
        next[0] = first;
        for key in 1..=fine_keys {
            next[key] += next[key - 1];
        }
        for (place, start) in starts.chunks_exact_mut(4).zip(&next[..=fine_keys]) {
            place.copy_from_slice(&(*start as u32).to_le_bytes());
        }
        let (parts, numbers) = (parts.as_chunks_mut::<2>().0, numbers.as_chunks_mut::<ROW>().0);
        for entry in entries {
            let place = &mut next[fine(entry)];
            parts[*place] = [entry[4], entry[5]];
            numbers[*place] =
                *entry.first_chunk().expect("a row's number has at most four of the eight bytes");
            *place += 1;
        }
    }
}

/// Memory of large pages, where the system has them; without, it is slower and nothing else.
fn memory(length: usize) -> MmapMut {
    let memory = MmapMut::map_anon(length.max(1)).expect("memory for an index of that size");
    let _smaller_pages = memory.advise(Advice::HugePage);
    memory
}
