//! The words that the engine knows, each with a number and with what it does to others; and the spellings.
//!
//! Every word of a text is looked up here once.

use std::collections::HashMap;

use super::table::{Key, Table};

/// The number of a word.
pub type WordId = u16;

/// A word that no list has.
pub const UNKNOWN: WordId = 0;
/// A comma inside a phrase.
pub const COMMA: WordId = 1;

/// What a word is to the words around it.
pub mod flag {
    pub const NEGATOR: u8 = 1;
    /// After it a negation says nothing about what follows.
    pub const EMPTY: u8 = 2;
    /// A negation ends there.
    pub const ENDS: u8 = 4;
    /// A condition begins there.
    pub const CONDITION: u8 = 8;
    /// Part of a number; of a word in a text also, that it begins or ends with a digit.
    pub const NUMBER: u8 = 16;
    /// Of a word in a text: a negator stands so near before it that it may reach it.
    pub const REACHED: u8 = 32;
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
    short: Table<u64>,
    middle: Table<u128>,
    long: HashMap<Box<[u8]>, Entry>,
    /// For each spelling, the words that it stands for.
    usual: Vec<Vec<Spelt>>,
    flags: Vec<u8>,
    /// The words themselves, by number.
    spelt: Vec<Box<[u8]>>,
}

impl Vocabulary {
    /// A vocabulary of spellings alone, written as `data/screen/spellings.csv` is.
    pub fn new(spellings: &str) -> Self {
        let mut new = Self {
            short: Table::new(1 << 10),
            middle: Table::new(1 << 10),
            long: HashMap::default(),
            usual: Vec::new(),
            // The unknown word and the comma.
            flags: vec![0; 2],
            spelt: vec![Box::default(); 2],
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
        match Key::of(word) {
            Key::Short(key) => self.short.entry(key),
            Key::Middle(key) => self.middle.entry(key),
            Key::Long => self.long.entry(Box::from(word)).or_default(),
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
        self.spelt.push(Box::from(word));
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
        match Key::of(word) {
            Key::Short(key) => self.short.find(key),
            Key::Middle(key) => self.middle.find(key),
            Key::Long => self.long.get(word).copied(),
        }
    }

    /// Looks a word of at most sixteen bytes up, which are those of the number from the lowest; the others are zero.
    #[inline]
    pub fn find_number(&self, word: u128) -> Option<Entry> {
        match u64::try_from(word) {
            Ok(word) => self.short.find(word),
            Err(_) => self.middle.find(word),
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

    /// All words in the order of their numbers; what is no word is empty.
    pub fn spelt(&self) -> impl Iterator<Item = &[u8]> {
        self.spelt.iter().map(AsRef::as_ref)
    }

    /// How many words there are.
    pub const fn words(&self) -> usize {
        self.flags.len()
    }
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
