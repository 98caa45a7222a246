//! The complete nodes of one tile, so that a proof reads them instead of hashing again.

use crate::Hash;
use crate::tile::{HASH_BYTES, HEIGHT, WIDTH};

/// A tile, full or growing: at height 0 its own hashes, above them those that follow.
#[derive(Debug, Clone, Default)]
pub(crate) struct TileNodes {
    heights: [Vec<Hash>; HEIGHT as usize + 1],
}

impl TileNodes {
    /// From the bytes of a tile. Bytes that do not fill a hash are left out.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut nodes = Self::default();
        for chunk in bytes.chunks_exact(HASH_BYTES) {
            nodes.push(Hash(chunk.try_into().expect("chunks of 32 bytes")));
        }
        nodes
    }

    /// Adds a hash; the tile's own hash when that fills it.
    pub(crate) fn push(&mut self, hash: Hash) -> Option<Hash> {
        let mut rising = hash;
        for height in 0..=usize::from(HEIGHT) {
            self.heights[height].push(rising);
            let here = &self.heights[height];
            match here.as_slice() {
                [.., left, right] if here.len().is_multiple_of(2) => rising = Hash::node(*left, *right),
                _ => break,
            }
        }
        self.heights[usize::from(HEIGHT)].last().copied()
    }

    /// How many hashes of its own it has.
    pub(crate) fn width(&self) -> u64 {
        self.heights[0].len() as u64
    }

    pub(crate) fn is_full(&self) -> bool {
        self.width() == WIDTH
    }

    /// A node at this height (0 to 7), counted within the tile.
    pub(crate) fn at(&self, height: u8, position: u64) -> Option<Hash> {
        self.heights.get(usize::from(height))?.get(usize::try_from(position).ok()?).copied()
    }
}
