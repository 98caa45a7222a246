//! Nothing missed, nothing beyond: against looking at every hash, at every distance, however they are spread.

use std::collections::BTreeSet;
use std::io::Seek as _;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

/// A sequence of numbers that looks random, the same each time.
struct Lot(u64);

impl Lot {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn hash(&mut self) -> Hash {
        let mut bytes = [0; 32];
        bytes.chunks_exact_mut(8).for_each(|chunk| chunk.copy_from_slice(&self.next().to_le_bytes()));
        Hash::from_bytes(bytes)
    }

    /// The same but for so many bits.
    fn near(&mut self, hash: Hash, distance: usize) -> Hash {
        let mut bytes = hash.to_bytes();
        let mut flipped = BTreeSet::new();
        while flipped.len() < distance {
            let bit = self.next() as usize % 256;
            if flipped.insert(bit) {
                bytes[bit / 8] ^= 1 << (bit % 8);
            }
        }
        Hash::from_bytes(bytes)
    }
}

/// Random ones; copies of some at every distance up to 70; a cluster of two thousand that are nearly the same;
/// and equal ones. Ids ascend, but not in the order in which they are given.
static HASHES: LazyLock<Vec<(u64, Hash)>> = LazyLock::new(|| {
    let mut lot = Lot(88_172_645_463_325_252);
    let mut hashes: Vec<Hash> = (0..120_000).map(|_| lot.hash()).collect();
    for distance in 0..=70 {
        for turn in 0..40 {
            let near = lot.near(hashes[turn * 11], distance);
            hashes.push(near);
        }
    }
    let centre = lot.hash();
    for turn in 0..2_000 {
        hashes.push(lot.near(centre, turn % 9));
    }
    hashes.extend([centre; 50]);
    let mut rows: Vec<(u64, Hash)> = (0..).zip(hashes).collect();
    rows.reverse();
    rows
});

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::build(HASHES.clone()));

fn looked_at_one_by_one(rows: &[(u64, Hash)], sought: &Hash, within: u32) -> Vec<Found> {
    let all = rows.iter().map(|(id, hash)| Found { id: *id, distance: hash.distance(sought) });
    let mut found: Vec<Found> = all.filter(|found| found.distance <= within).collect();
    found.sort_unstable();
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn it_finds_what_looking_at_every_hash_finds(seed in 1u64.., within in 0u32..=63, away in 0usize..80) {
        let mut lot = Lot(seed);
        let (_, of) = HASHES[lot.next() as usize % HASHES.len()];
        let sought = lot.near(of, away);
        prop_assert_eq!(INDEX.find(&sought, within), looked_at_one_by_one(&HASHES, &sought, within));
    }

    #[test]
    fn any_processor_finds_the_same(seed in 1u64.., within in 0u32..=63, away in 0usize..40) {
        let mut lot = Lot(seed);
        let (_, of) = HASHES[lot.next() as usize % HASHES.len()];
        let sought = lot.near(of, away);
        let plain = INDEX.search_by(&Mixed::new(&sought), within, &mut Scratch::default(), Plain);
        prop_assert_eq!(INDEX.find(&sought, within), plain);
    }

    #[test]
    fn what_was_added_counts_and_what_was_removed_does_not(steps in proptest::collection::vec(any::<u8>(), 1..40)) {
        let (mut index, mut rows, mut lot) = (Index::new(), Vec::new(), Lot(7));
        for (turn, step) in (0_u64..).zip(steps) {
            match step % 4 {
                0 | 1 => for number in 0..u64::from(step) * 40 {
                    let row = (turn << 32 | number, lot.hash());
                    index.add(row.0, row.1);
                    rows.push(row);
                },
                2 if !rows.is_empty() => {
                    let (id, _) = rows.swap_remove(lot.next() as usize % rows.len());
                    prop_assert!(index.remove(id));
                    prop_assert!(!index.remove(id));
                },
                _ => if let Some(compaction) = index.compaction() {
                    // Somebody removes one while it runs.
                    let gone = rows.pop().map(|(id, _)| index.remove(id));
                    prop_assert_ne!(gone, Some(false));
                    index.install(compaction.run());
                },
            }
            prop_assert_eq!(index.len(), rows.len());
        }
        for (_, hash) in rows.iter().step_by(rows.len() / 50 + 1) {
            prop_assert_eq!(index.find(hash, 31), looked_at_one_by_one(&rows, hash, 31));
        }
    }
}

#[test]
fn at_every_distance_the_worst_spread_is_found() {
    // The flipped bits are spread over the parts as evenly as can be, which is the hardest to find.
    let mut lot = Lot(3);
    for within in 0..=63_u32 {
        let (id, hash) = HASHES[lot.next() as usize % 100_000];
        let mixed = Mixed::new(&hash);
        for (flips, expected) in [(within, true), (within + 1, false)] {
            let mut words = mixed.0;
            for flip in 0..flips as usize {
                let bit = (flip % 16) * 16 + (flip / 16) * 5;
                words[bit / 64] ^= 1 << (bit % 64);
            }
            let mut found = Vec::new();
            INDEX.parts[0].segment.find(&Mixed(words), within, &mut Scratch::default(), Plain, |row, _| {
                found.push(INDEX.parts[0].segment.id(row));
            });
            assert_eq!(found.contains(&id), expected, "{flips} bits, within {within}");
        }
    }
}

#[test]
fn several_hashes_of_one_id_go_together() {
    let (mut index, mut lot) = (Index::new(), Lot(5));
    let hashes: Vec<Hash> = (0..5_000).map(|_| lot.hash()).collect();
    for (number, hash) in (0..).zip(&hashes) {
        index.add(number / 10, *hash);
    }
    assert_eq!(index.find(&hashes[25], 0), [Found { distance: 0, id: 2 }]);
    assert!(index.remove(2));
    assert!(hashes[20..30].iter().all(|hash| index.find(hash, 20).is_empty()));
    assert_eq!(index.len(), 4_990);
    // An id that was removed can come again.
    index.add(2, hashes[20]);
    assert_eq!(index.find(&hashes[20], 20), [Found { distance: 0, id: 2 }]);
}

#[test]
fn a_snapshot_is_the_same_index_and_an_altered_one_is_none() {
    let mut index = Index::build(HASHES.clone());
    let removed = HASHES[77];
    index.remove(removed.0);
    index.add(1 << 40, removed.1);
    let mut file = tempfile::tempfile().unwrap();
    index.write(&mut file).unwrap();
    let mapped = Index::map(&file).unwrap();
    assert_eq!(mapped.len(), HASHES.len());
    for (_, hash) in HASHES.iter().step_by(5_003).chain([&removed]) {
        assert_eq!(mapped.find(hash, 31), index.find(hash, 31));
    }
    let mut bytes = Vec::new();
    mapped.write(&mut bytes).unwrap();
    let length = bytes.len();
    for (place, expected) in [(0, "not an index"), (9, "version"), (20, "altered"), (length / 2, "altered")] {
        let mut altered = bytes.clone();
        altered[place] ^= 4;
        file.set_len(0).unwrap();
        file.rewind().unwrap();
        file.write_all(&altered).unwrap();
        let error = Index::map(&file).err().unwrap().to_string();
        assert!(error.contains(expected), "byte {place}: {error}");
    }
    for cut in [0, 10, 64, length - 1] {
        file.set_len(cut as u64).unwrap();
        assert!(Index::map(&file).is_err(), "cut at {cut}");
    }
}

#[test]
fn an_empty_index_finds_nothing_and_can_be_kept() {
    let mut file = tempfile::tempfile().unwrap();
    Index::new().write(&mut file).unwrap();
    let index = Index::map(&file).unwrap();
    assert!(index.is_empty() && index.find(&Hash::NONE, WITHIN_MAX).is_empty());
}
