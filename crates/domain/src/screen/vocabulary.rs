//! The words that the engine knows, each with a number and with what it does to others; and the spellings.
//!
//! Every word of a text is looked up here once. Words of up to eight bytes, which is nearly all, are looked up as a
//! number of their own bytes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The number of a word.
pub type WordId = u16;

/// A word that no list has.
pub const UNKNOWN: WordId = 0;
/// A comma inside a phrase.
pub const COMMA: WordId = 1;

/// Bytes of the words that are looked up as a number, which is nearly all.
const SHORT_BYTES: usize = 8;

/// What a word is to the words around it.
pub mod flag {
    pub const NEGATOR: u8 = 1;
    /// After it a negation says nothing about what follows.
    pub const EMPTY: u8 = 2;
    /// A negation ends there.
    pub const ENDS: u8 = 4;
    /// A condition begins there.
    pub const CONDITION: u8 = 8;
    /// Part of a number, or of a school year.
    pub const NUMBER: u8 = 16;
}

/// Mixes the bits of one number; nobody chooses the keys of this table but us.
#[derive(Debug, Default, Clone, Copy)]
pub struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight[..part.len()].copy_from_slice(part);
            let mixed = self.0.rotate_left(23) ^ u64::from_le_bytes(eight);
            self.0 = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    }
}

/// A word that is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entry {
    pub id: WordId,
    /// The usual spelling, counted from 1; 0 where it is the usual one.
    usual: u16,
}

/// A word as it is usually spelt, and its number.
pub type Spelt = (Box<[u8]>, WordId);

/// All words.
#[derive(Debug)]
pub struct Vocabulary {
    short: HashMap<u64, Entry, BuildHasherDefault<Mixed>>,
    long: HashMap<Box<[u8]>, Entry, BuildHasherDefault<Mixed>>,
    /// For each spelling, the words that it stands for.
    usual: Vec<Vec<Spelt>>,
    flags: Vec<u8>,
}

impl Vocabulary {
    /// A vocabulary of spellings alone, written as `data/screen/spellings.csv` is.
    pub fn new(spellings: &str) -> Self {
        let mut new = Self {
            short: HashMap::default(),
            long: HashMap::default(),
            usual: Vec::new(),
            // The unknown word and the comma.
            flags: vec![0; 2],
        };
        let rows = spellings.lines().filter(|row| !row.starts_with('#'));
        for (written, usual) in rows.filter_map(|row| row.split_once(',')) {
            if written.trim() == usual.trim() {
                continue;
            }
            let words: Vec<Spelt> = usual
                .split_ascii_whitespace()
                .map(|word| (Box::from(word.as_bytes()), new.word(word.as_bytes())))
                .collect();
            new.usual.push(words);
            let usual = u16::try_from(new.usual.len()).expect("there are fewer than 65,536 spellings");
            new.entry(written.trim().as_bytes()).usual = usual;
        }
        new
    }

    fn entry(&mut self, word: &[u8]) -> &mut Entry {
        match key(word) {
            Some(key) => self.short.entry(key).or_default(),
            None => self.long.entry(Box::from(word)).or_default(),
        }
    }

    /// The number of a word, which is a new one if it has none.
    pub fn word(&mut self, word: &[u8]) -> WordId {
        let next = WordId::try_from(self.flags.len()).expect("there are fewer than 65,536 words");
        let entry = self.entry(word);
        if entry.id != UNKNOWN {
            return entry.id;
        }
        entry.id = next;
        self.flags.push(0);
        next
    }

    /// Says of a word what it is to others.
    pub fn flag(&mut self, word: &[u8], flag: u8) {
        let id = self.word(word);
        self.flags[usize::from(id)] |= flag;
    }

    /// Looks a word up, as it was written after folding.
    #[inline]
    pub fn find(&self, word: &[u8]) -> Option<Entry> {
        match key(word) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(word).copied(),
        }
    }

    /// The words that a spelling stands for; none if it is the usual spelling.
    #[inline]
    pub fn usual(&self, entry: Entry) -> Option<&[Spelt]> {
        self.usual.get(usize::from(entry.usual).checked_sub(1)?).map(Vec::as_slice)
    }

    /// What a word is to others.
    #[inline]
    pub fn flags(&self, word: WordId) -> u8 {
        self.flags[usize::from(word)]
    }

    /// How many words there are.
    pub const fn words(&self) -> usize {
        self.flags.len()
    }
}

/// The bytes of a short word as a number. A word has no zero byte, so that no two are alike.
#[inline]
fn key(word: &[u8]) -> Option<u64> {
    if word.len() > SHORT_BYTES {
        return None;
    }
    let mut bytes = [0; SHORT_BYTES];
    bytes[..word.len()].copy_from_slice(word);
    Some(u64::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number_and_a_spelling_leads_to_the_usual_words() {
        let mut words = Vocabulary::new("# head\nu,you\ngonna,going to\ndont,dont");
        let long = b"averyveryverylongword";
        let (one, two) = (words.word(b"you"), words.word(long));
        assert_eq!((words.word(b"you"), words.word(long)), (one, two));
        assert_ne!(one, two);
        let usual = |word: &[u8]| {
            let spelt = words.usual(words.find(word)?)?;
            Some(spelt.iter().map(|(word, _)| String::from_utf8_lossy(word).into_owned()).collect::<Vec<_>>())
        };
        assert_eq!(usual(b"u"), Some(vec!["you".to_owned()]));
        assert_eq!(usual(b"gonna"), Some(vec!["going".to_owned(), "to".to_owned()]));
        assert_eq!((usual(b"you"), usual(b"dont"), usual(b"never")), (None, None, None));
        assert_eq!(words.find(long).map(|entry| entry.id), Some(two));
    }
}
