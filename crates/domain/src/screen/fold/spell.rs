//! A word in its usual spelling.

use super::super::vocabulary::UNKNOWN;
use super::Folder;

/// How many letters a word has before an ending that is said otherwise.
const STEM_MIN: usize = 3;

impl Folder<'_> {
    /// Puts a word, in its usual spelling.
    pub(super) fn spell(&mut self, word: &[u8], from: usize, to: usize) {
        let vocabulary = self.vocabulary;
        match vocabulary.find(word) {
            None => self.unknown(word, from, to),
            Some(entry) => match vocabulary.usual(entry) {
                None => self.push(word, entry.id, from, to),
                Some(usual) => usual.iter().for_each(|(word, id)| self.push(word, *id, from, to)),
            },
        }
    }

    /// Puts a word that is not known: as the one that it is said like, if that is.
    pub(super) fn unknown(&mut self, word: &[u8], from: usize, to: usize) {
        let vocabulary = self.vocabulary;
        let known = said_like(word).and_then(|like| {
            let id = vocabulary.find(&like).map_or(UNKNOWN, |entry| entry.id);
            (id != UNKNOWN).then_some((like, id))
        });
        match known {
            Some((like, id)) => self.push(&like, id, from, to),
            None => self.push(word, UNKNOWN, from, to),
        }
    }
}

/// Endings as they are said: `sellin`, `boyz`, `lockd`, `neva`.
fn said_like(word: &[u8]) -> Option<Vec<u8>> {
    let (stem, ending): (&[u8], &[u8]) = match word {
        [stem @ .., b'i', b'n'] => (stem, b"ing"),
        [stem @ .., b'z'] => (stem, b"s"),
        [stem @ .., b'd'] => (stem, b"ed"),
        [stem @ .., b'a'] => (stem, b"er"),
        _ => return None,
    };
    (stem.len() >= STEM_MIN).then(|| [stem, ending].concat())
}
