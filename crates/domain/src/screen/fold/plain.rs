//! Words as most are: a few letters, taken in at once.

use super::Folder;

/// How many bytes are looked at for a word and what comes after it.
const PLAIN_BYTES: usize = 16;
/// What makes a letter a small one.
const SMALL_BIT: u8 = 0x20;

impl Folder<'_> {
    /// Takes in a word that is nothing but a few letters and is over after them, as nearly all are; where it ends.
    pub(super) fn plain(&mut self, text: &[u8], at: usize) -> Option<usize> {
        if !self.runs || self.in_word() {
            return None;
        }
        let rest = &text[at..];
        let letters = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut last = [0; PLAIN_BYTES];
            last[..rest.len()].copy_from_slice(rest);
            last
        });
        let (mut end, mut before, mut alike) = (0, 0, false);
        while letters[end].is_ascii_alphabetic() {
            let letter = letters[end] | SMALL_BIT;
            // The third of one letter is left out.
            if alike && letter == before || end + 1 == PLAIN_BYTES {
                return None;
            }
            (alike, before, end) = (letter == before, letter, end + 1);
        }
        let over = match letters[end] {
            0 | b' ' | b',' | b'\n' | b'?' | b';' | b')' | b'-' | b'"' | b'/' => true,
            b'.' => letters.get(end + 1).is_some_and(|next| !next.is_ascii_alphanumeric()),
            _ => false,
        };
        if !over || end < 2 {
            return None;
        }
        self.flush();
        let small = u128::from_le_bytes(letters) | u128::from_le_bytes([SMALL_BIT; PLAIN_BYTES]);
        self.number(small & (u128::MAX >> (8 * (PLAIN_BYTES - end))), at, at + end);
        self.gap = 0;
        Some(at + end)
    }

    /// Puts a word that is a number of its bytes, in its usual spelling.
    #[inline]
    fn number(&mut self, word: u128, from: usize, to: usize) {
        let vocabulary = self.vocabulary;
        let Some(entry) = vocabulary.find_number(word) else {
            return self.unknown(&word.to_le_bytes()[..to - from], from, to);
        };
        if let Some(usual) = vocabulary.usual(entry) {
            return usual.iter().for_each(|(word, id)| self.push(word, *id, from, to));
        }
        self.put((entry.id, 0), from, to, |bytes| {
            // All bytes at once are faster than those that are needed.
            let end = bytes.len() + to - from;
            bytes.extend_from_slice(&word.to_le_bytes());
            bytes.truncate(end);
        });
    }
}
