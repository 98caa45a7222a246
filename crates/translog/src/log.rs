//! The log itself: entries go in at the end, and what is there can be proved.
//!
//! In memory are the tiles that still grow, one a level, and a few that were read lately; all else is in the
//! [`Storage`]. Adding entries writes to the parts that grow and to nothing else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::nodes::TileNodes;
use crate::tile::{HEIGHT, WIDTH, put_entry};
use crate::tree::{self, Nodes};
use crate::{Hash, Part, Storage};

/// How many tiles are kept in memory besides those that grow.
const KEPT_MAX: usize = 64;

/// Why the log cannot be read or added to.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken<E> {
    #[error("the storage failed")]
    Storage(E),
    /// A part has fewer bytes than the size of the log asks for.
    #[error("{0:?} is shorter than the log")]
    Short(Part),
    /// What is asked for lies beyond the end.
    #[error("the log is not that long")]
    Beyond,
    #[error("an entry has at most 65,535 bytes")]
    TooLong,
}

/// A log over a storage.
#[derive(Debug)]
pub struct Log<S> {
    storage: S,
    size: u64,
    /// The tile of each level that grows.
    edge: Vec<TileNodes>,
    /// The bundle that grows: its bytes so far.
    bundle_bytes: usize,
    kept: Mutex<HashMap<(u8, u64), Arc<TileNodes>>>,
}

impl<S: Storage> Log<S> {
    /// Opens the first `size` entries of what is in the storage; whatever lies beyond will be overwritten.
    pub fn open(storage: S, size: u64) -> Result<Self, Broken<S::Error>> {
        let mut log = Self { storage, size, edge: Vec::new(), bundle_bytes: 0, kept: Mutex::default() };
        let mut hashes = size;
        for level in 0.. {
            if hashes == 0 {
                break;
            }
            let part = Part::Hashes { level, index: hashes / WIDTH };
            let bytes = log.storage.read(part).map_err(Broken::Storage)?;
            let wanted = usize::try_from(hashes % WIDTH).expect("below 256") * crate::tile::HASH_BYTES;
            log.edge.push(TileNodes::read(bytes.get(..wanted).ok_or(Broken::Short(part))?));
            hashes /= WIDTH;
        }
        let part = Part::Entries { index: size / WIDTH };
        let bundle = log.storage.read(part).map_err(Broken::Storage)?;
        log.bundle_bytes = length(&bundle, size % WIDTH).ok_or(Broken::Short(part))?;
        Ok(log)
    }

    /// How many entries there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over all of them.
    pub fn root(&self) -> Result<Hash, Broken<S::Error>> {
        tree::root(self, self.size)
    }

    /// The root as it was when there were `size` entries.
    pub fn root_at(&self, size: u64) -> Result<Hash, Broken<S::Error>> {
        if size > self.size { Err(Broken::Beyond) } else { tree::root(self, size) }
    }

    /// Adds entries at the end. When this fails the log is as it was: what was written lies beyond its end.
    pub fn append<'a>(
        &mut self,
        entries: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<(), Broken<S::Error>> {
        let mut grown = Grown::of(self);
        for entry in entries {
            grown.push(entry).ok_or(Broken::TooLong)?;
        }
        let Grown { size, edge, bundle_bytes, written, .. } = grown;
        for (part, (at, bytes)) in written {
            self.storage.write(part, at, &bytes).map_err(Broken::Storage)?;
        }
        (self.size, self.edge, self.bundle_bytes) = (size, edge, bundle_bytes);
        Ok(())
    }

    /// The inclusion proof of an entry in the tree of `size` entries.
    pub fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, Broken<S::Error>> {
        if size > self.size || index >= size {
            return Err(Broken::Beyond);
        }
        tree::inclusion(self, index, size)
    }

    /// The proof that the tree of `new` entries begins with that of `old`.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<Hash>, Broken<S::Error>> {
        if new > self.size || old > new {
            return Err(Broken::Beyond);
        }
        tree::consistency(self, old, new)
    }

    /// The storage, for serving its parts.
    pub fn storage(&self) -> &S {
        &self.storage
    }

    /// The storage, for making what was written durable.
    pub fn storage_mut(&mut self) -> &mut S {
        &mut self.storage
    }

    fn tile(&self, level: u8, index: u64) -> Result<Arc<TileNodes>, Broken<S::Error>> {
        if let Some(tile) = self.lock().get(&(level, index)) {
            return Ok(Arc::clone(tile));
        }
        let part = Part::Hashes { level, index };
        let tile = Arc::new(TileNodes::read(&self.storage.read(part).map_err(Broken::Storage)?));
        if !tile.is_full() {
            return Err(Broken::Short(part));
        }
        let mut kept = self.lock();
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert((level, index), Arc::clone(&tile));
        Ok(tile)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(u8, u64), Arc<TileNodes>>> {
        self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl<S: Storage> Nodes for Log<S> {
    type Error = Broken<S::Error>;

    fn node(&self, height: u8, index: u64) -> Result<Hash, Broken<S::Error>> {
        let (level, within) = (height / HEIGHT, height % HEIGHT);
        let across = WIDTH >> within;
        let (tile, position) = (index / across, index % across);
        if let Some(edge) = self.edge.get(usize::from(level))
            && tile == (self.size >> (8 * u32::from(level))) / WIDTH
        {
            return edge.at(within, position).ok_or(Broken::Beyond);
        }
        self.tile(level, tile)?.at(within, position).ok_or(Broken::Beyond)
    }
}

/// The bytes of the first `count` entries of a bundle.
fn length(bundle: &[u8], count: u64) -> Option<usize> {
    let mut bytes = 0;
    for _ in 0..count {
        let length = bundle.get(bytes..bytes + 2)?;
        bytes += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
    }
    (bytes <= bundle.len()).then_some(bytes)
}

/// The log as it will be, with what has to be written for it.
struct Grown {
    size: u64,
    edge: Vec<TileNodes>,
    bundle_bytes: usize,
    /// Where each part is written from, and what.
    written: HashMap<Part, (usize, Vec<u8>)>,
}

impl Grown {
    fn of<S>(log: &Log<S>) -> Self {
        let (size, edge, bundle_bytes) = (log.size, log.edge.clone(), log.bundle_bytes);
        Self { size, edge, bundle_bytes, written: HashMap::new() }
    }

    fn push(&mut self, entry: &[u8]) -> Option<()> {
        let at = self.bundle_bytes;
        let part = Part::Entries { index: self.size / WIDTH };
        let bundle = &mut self.written.entry(part).or_insert((at, Vec::new())).1;
        put_entry(bundle, entry)?;
        self.bundle_bytes += 2 + entry.len();
        self.hash(0, self.size, Hash::leaf(entry));
        self.size += 1;
        if self.size.is_multiple_of(WIDTH) {
            self.bundle_bytes = 0;
        }
        Some(())
    }

    /// Puts a hash into the tile of its level that grows; a tile that is full becomes a hash one level up.
    fn hash(&mut self, level: u8, index: u64, hash: Hash) {
        let place = usize::from(level);
        if self.edge.len() == place {
            self.edge.push(TileNodes::default());
        }
        let part = Part::Hashes { level, index: index / WIDTH };
        let from = usize::try_from(self.edge[place].width()).expect("at most 256") * crate::tile::HASH_BYTES;
        self.written.entry(part).or_insert((from, Vec::new())).1.extend(hash.0);
        if let Some(full) = self.edge[place].push(hash) {
            self.edge[place] = TileNodes::default();
            self.hash(level + 1, index / WIDTH, full);
        }
    }
}
