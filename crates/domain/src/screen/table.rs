//! Where short words are looked up: as numbers of their own bytes, in one look.

use super::vocabulary::Entry;

/// The bytes of a word as a number, the first the lowest. A word has no zero byte, so that no two are alike.
pub(super) enum Key {
    Short(u64),
    Middle(u128),
    /// No word, or one of more than sixteen bytes.
    Long,
}

impl Key {
    #[inline]
    pub(super) fn of(word: &[u8]) -> Self {
        let wide = |four: &[u8; 4]| u64::from(u32::from_le_bytes(*four));
        let wider = |eight: &[u8; 8]| u128::from(u64::from_le_bytes(*eight));
        match word {
            [] => Self::Long,
            [one] => Self::Short(u64::from(*one)),
            [one, two] => Self::Short(u64::from(*one) | u64::from(*two) << 8),
            [one, two, three] => {
                Self::Short(u64::from(*one) | u64::from(*two) << 8 | u64::from(*three) << 16)
            }
            // The first bytes and the last ones, which may overlap.
            _ => match (word.len(), word.first_chunk(), word.last_chunk()) {
                (4..=8, Some(first), Some(last)) => {
                    Self::Short(wide(first) | wide(last) << (8 * (word.len() - 4)))
                }
                _ => match (word.len(), word.first_chunk(), word.last_chunk()) {
                    (9..=16, Some(first), Some(last)) => {
                        Self::Middle(wider(first) | wider(last) << (8 * (word.len() - 8)))
                    }
                    _ => Self::Long,
                },
            },
        }
    }
}

/// A number whose bits can be mixed into the highest; nobody chooses the words of these tables but us.
pub(super) trait Mixed: Copy + PartialEq + Default {
    fn mixed(self) -> u64;
}

impl Mixed for u64 {
    #[inline]
    fn mixed(self) -> u64 {
        (self ^ (self >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl Mixed for u128 {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "both halves are taken")]
    fn mixed(self) -> u64 {
        let high = ((self >> 64) as u64).wrapping_mul(0xd6e8_feb8_6659_fd93);
        high.rotate_left(31).wrapping_add(self as u64).mixed()
    }
}

/// Words by number; at most a quarter of the places is taken.
#[derive(Debug)]
pub(super) struct Table<K> {
    keys: Vec<K>,
    entries: Vec<Entry>,
    taken: usize,
    /// A bit for each way in which the highest bits of a word that is there are mixed: most words that are not, stop here.
    filter: Vec<u64>,
}

/// How many bits of a mixed word the filter tells apart.
const FILTER_BITS: u32 = 16;

impl<K: Mixed> Table<K> {
    /// An empty table of so many places, a power of two and more than one.
    pub(super) fn new(places: usize) -> Self {
        let filter = vec![0; (1 << FILTER_BITS) / 64];
        Self { keys: vec![K::default(); places], entries: vec![Entry::default(); places], taken: 0, filter }
    }

    /// Where a word is, or would be.
    #[inline]
    fn place(&self, key: K) -> usize {
        let places = self.keys.len();
        let mut at = high(key.mixed(), places.trailing_zeros());
        while self.keys[at] != key && self.keys[at] != K::default() {
            at = (at + 1) & (places - 1);
        }
        at
    }

    #[inline]
    pub(super) fn find(&self, key: K) -> Option<Entry> {
        let bit = high(key.mixed(), FILTER_BITS);
        if self.filter[bit / 64] >> (bit % 64) & 1 == 0 {
            return None;
        }
        let at = self.place(key);
        (self.keys[at] == key).then(|| self.entries[at])
    }

    /// The entry of a word, made if there is none.
    pub(super) fn entry(&mut self, key: K) -> &mut Entry {
        if self.taken * 4 >= self.keys.len() {
            let mut wider = Self::new(self.keys.len() * 2);
            for (key, entry) in self.keys.iter().zip(&self.entries).filter(|(key, _)| **key != K::default()) {
                *wider.entry(*key) = *entry;
            }
            *self = wider;
        }
        let bit = high(key.mixed(), FILTER_BITS);
        self.filter[bit / 64] |= 1 << (bit % 64);
        let at = self.place(key);
        self.taken += usize::from(self.keys[at] == K::default());
        self.keys[at] = key;
        &mut self.entries[at]
    }
}

/// The highest bits of a number.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "a few bits are left")]
const fn high(mixed: u64, bits: u32) -> usize {
    (mixed >> (64 - bits)) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// The number of a word, byte by byte.
    fn slowly(word: &[u8]) -> u128 {
        word.iter().rev().fold(0, |number, byte| number << 8 | u128::from(*byte))
    }

    fn number(word: &[u8]) -> Option<u128> {
        match Key::of(word) {
            Key::Short(key) => Some(key.into()),
            Key::Middle(key) => Some(key),
            Key::Long => None,
        }
    }

    proptest! {
        #[test]
        fn a_word_is_the_number_of_its_bytes(word in "[a-z0-9]{0,20}") {
            let expected = (1..=16).contains(&word.len()).then(|| slowly(word.as_bytes()));
            prop_assert_eq!(number(word.as_bytes()), expected);
        }

        #[test]
        fn what_was_put_in_is_found_and_nothing_else(words: BTreeSet<u64>, others: Vec<u64>) {
            let mut table = Table::new(2);
            for word in words.iter().filter(|word| **word != 0) {
                table.entry(*word);
            }
            for word in words.iter().chain(&others).filter(|word| **word != 0) {
                prop_assert_eq!(table.find(*word).is_some(), words.contains(word));
            }
        }
    }
}
