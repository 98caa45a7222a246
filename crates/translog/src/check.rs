//! Checking a whole log against itself: every entry is hashed again, every tile worked out again.

use crate::nodes::TileNodes;
use crate::tile::{self, WIDTH};
use crate::{Hash, Part, Storage};

/// What was found in a storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The root over the entries as they are.
    pub root: Hash,
    /// Parts that are cut short, or whose hashes are not those of the entries.
    pub broken: Vec<Part>,
}

/// Hashes the first `size` entries again. `each` is handed every entry with its index. A bundle that is cut short
/// counts as empty from the cut on, so that what follows is still looked at.
pub fn whole<S: Storage>(
    storage: &S,
    size: u64,
    mut each: impl FnMut(u64, &[u8]),
) -> Result<Found, S::Error> {
    let (mut again, mut broken) = (Again::default(), Vec::new());
    for bundle in 0..size.div_ceil(WIDTH) {
        let part = Part::Entries { index: bundle };
        let bytes = storage.read(part)?;
        let mut entries = tile::entries(&bytes);
        for index in bundle * WIDTH..size.min((bundle + 1) * WIDTH) {
            let entry = entries.next().and_then(Result::ok);
            if entry.is_none() && broken.last() != Some(&part) {
                broken.push(part);
            }
            let entry = entry.unwrap_or_default();
            each(index, entry);
            again.push(Hash::leaf(entry));
        }
        again.compare(storage, &mut broken)?;
    }
    again.filled.extend(again.growing.iter().enumerate().filter_map(Growing::part));
    again.compare(storage, &mut broken)?;
    Ok(Found { root: again.root(), broken })
}

/// The tree as it follows from the entries, and the tiles that are yet to be compared.
#[derive(Default)]
struct Again {
    growing: Vec<Growing>,
    filled: Vec<(Part, Vec<u8>)>,
    /// Complete subtrees from the left, the largest first, with their heights.
    complete: Vec<(u8, Hash)>,
}

/// The tile of one level that grows.
#[derive(Default)]
struct Growing {
    index: u64,
    nodes: TileNodes,
    bytes: Vec<u8>,
}

impl Growing {
    fn part((level, growing): (usize, &Self)) -> Option<(Part, Vec<u8>)> {
        let level = u8::try_from(level).expect("a tree is at most 64 high");
        let part = Part::Hashes { level, index: growing.index };
        (!growing.bytes.is_empty()).then(|| (part, growing.bytes.clone()))
    }
}

impl Again {
    fn push(&mut self, leaf: Hash) {
        let (mut level, mut rising) = (0, Some(leaf));
        while let Some(hash) = rising {
            if self.growing.len() == level {
                self.growing.push(Growing::default());
            }
            let growing = &mut self.growing[level];
            growing.bytes.extend(hash.0);
            rising = growing.nodes.push(hash);
            if rising.is_some() {
                self.filled.extend(Growing::part((level, growing)));
                *growing = Growing { index: growing.index + 1, ..Growing::default() };
            }
            level += 1;
        }
        let mut new = (0, leaf);
        while let Some((height, left)) = self.complete.pop_if(|(height, _)| *height == new.0) {
            new = (height + 1, Hash::node(left, new.1));
        }
        self.complete.push(new);
    }

    fn root(&self) -> Hash {
        let hashes = self.complete.iter().rev().map(|(_, hash)| *hash);
        hashes.reduce(|right, left| Hash::node(left, right)).unwrap_or_else(Hash::empty)
    }

    fn compare<S: Storage>(&mut self, storage: &S, broken: &mut Vec<Part>) -> Result<(), S::Error> {
        for (part, hashes) in self.filled.drain(..) {
            if storage.read(part)?.get(..hashes.len()) != Some(hashes.as_slice()) {
                broken.push(part);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Log, Memory};

    fn log(size: u64) -> Log<Memory> {
        let mut log = Log::open(Memory::default(), 0).unwrap();
        let entries: Vec<_> = (0..size).map(u64::to_be_bytes).collect();
        log.append(entries.iter().map(<[u8; 8]>::as_slice)).unwrap();
        log
    }

    #[test]
    fn a_log_as_it_was_written_is_whole() {
        for size in [0, 1, 255, 256, 257, 1000, 70_000] {
            let log = log(size);
            let found =
                whole(log.storage(), size, |index, entry| assert_eq!(entry, index.to_be_bytes())).unwrap();
            assert_eq!(found, Found { root: log.root().unwrap(), broken: Vec::new() }, "{size}");
        }
    }

    #[test]
    fn a_flipped_byte_anywhere_is_found() {
        let log = log(300);
        let good = log.root().unwrap();
        for (part, bytes) in &log.storage().0 {
            for at in 0..bytes.len() {
                let mut storage = log.storage().clone();
                storage.0.get_mut(part).unwrap()[at] ^= 0x10;
                let found = whole(&storage, 300, |_, _| ()).unwrap();
                assert!(!found.broken.is_empty() || found.root != good, "{part:?} at {at}");
            }
        }
    }

    #[test]
    fn a_part_that_is_cut_short_is_named() {
        let log = log(600);
        for (part, bytes) in &log.storage().0 {
            let mut storage = log.storage().clone();
            storage.0.get_mut(part).unwrap().truncate(bytes.len() - 1);
            assert!(whole(&storage, 600, |_, _| ()).unwrap().broken.contains(part), "{part:?}");
        }
    }
}
