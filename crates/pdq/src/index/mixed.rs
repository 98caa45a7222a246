//! Hashes with their bits in another order, the same for all.
//!
//! Neighbouring bits of a PDQ hash belong to neighbouring frequencies and are alike more often than chance: in real
//! pictures, sixteen bits in their own order meet about three times as often as in random ones, and every meeting
//! is work. One fixed order drawn by lot takes that away. A distance is the same in any order.

use std::sync::LazyLock;

use crate::Hash;

/// Parts of a hash that are looked up each by itself; sixteen bits each.
pub(super) const PARTS: usize = 16;

/// A hash in the mixed order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mixed(pub(super) [u64; 4]);

/// What each value of each byte of a hash contributes.
static ORDER: LazyLock<Vec<[[u64; 4]; 256]>> = LazyLock::new(|| {
    let places = places();
    let of_byte = |byte: usize| {
        std::array::from_fn(|value| {
            let mut mixed = [0; 4];
            for bit in (0..8).filter(|bit| value >> bit & 1 == 1) {
                let place = usize::from(places[byte * 8 + bit]);
                mixed[place / 64] |= 1 << (place % 64);
            }
            mixed
        })
    };
    (0..32).map(of_byte).collect()
});

/// Where each bit goes: an order drawn by lot once and for all. A snapshot depends on it.
fn places() -> [u8; 256] {
    let mut places: [u8; 256] = std::array::from_fn(|place| place.to_le_bytes()[0]);
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    for last in (1..256).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let lot =
            usize::from((state >> 40).to_le_bytes()[0]) * 257 + usize::from((state >> 48).to_le_bytes()[0]);
        places.swap(last, lot % (last + 1));
    }
    places
}

impl Mixed {
    pub(super) fn new(hash: &Hash) -> Self {
        let mut mixed = [0; 4];
        for (byte, table) in hash.to_bytes().into_iter().zip(ORDER.iter()) {
            for (word, part) in mixed.iter_mut().zip(table[usize::from(byte)]) {
                *word |= part;
            }
        }
        Self(mixed)
    }

    /// One of its sixteen parts.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is a shift")]
    pub(super) fn part(&self, part: usize) -> u16 {
        let bytes = (self.0[part / 4] >> (16 * (part % 4))).to_le_bytes();
        u16::from_le_bytes([bytes[0], bytes[1]])
    }

    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "it is compiled once for any processor, once for those that count bits"
    )]
    pub(super) fn distance(&self, other: &Self) -> u32 {
        self.0.iter().zip(other.0).map(|(ours, theirs)| (ours ^ theirs).count_ones()).sum()
    }

    pub(super) fn to_bytes(self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(self.0) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is four loads")]
    pub(super) fn from_bytes(bytes: &[u8; 32]) -> Self {
        let mut words = [0; 4];
        for (word, chunk) in words.iter_mut().zip(bytes.as_chunks().0) {
            *word = u64::from_le_bytes(*chunk);
        }
        Self(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_has_a_place_of_its_own() {
        let mut places = places();
        places.sort_unstable();
        assert!(places.iter().enumerate().all(|(at, place)| usize::from(*place) == at));
    }

    #[test]
    fn a_distance_is_the_same_in_the_mixed_order() {
        let one = Hash::from_bytes(std::array::from_fn(|byte| (byte * 37).to_le_bytes()[0]));
        let other = Hash::from_bytes(std::array::from_fn(|byte| (byte * 91 + 5).to_le_bytes()[0]));
        assert_eq!(Mixed::new(&one).distance(&Mixed::new(&other)), one.distance(&other));
        assert!(Mixed::from_bytes(&Mixed::new(&one).to_bytes()) == Mixed::new(&one));
    }
}
