//! Where a sentence ends, and who speaks.

use super::Folder;

/// Lines as long as this were broken by a program and not by a person.
const WRAPPED_BYTES: usize = 60;
/// What follows a stop inside of an address.
const ADDRESS_ENDS: &[&[u8]] = &[
    b"com", b"co", b"uk", b"org", b"net", b"gov", b"io", b"me", b"tv", b"gg", b"ly", b"cymru", b"wales",
    b"be",
];

impl Folder<'_> {
    /// Whether a stop between two words, without a space, parts sentences: not in `3.15`, `insta.com` and `s.e.n.d`.
    pub(super) fn parts(&self, text: &[u8], at: usize) -> bool {
        let rest = text[at + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let next = &text[at + 1..at + 1 + rest];
        let letters = next.iter().all(u8::is_ascii_alphabetic);
        self.folded.word.len() > 1
            && rest > 1
            && letters
            && !self.folded.word.iter().all(u8::is_ascii_digit)
            && self.folded.word != b"ww"
            && !ADDRESS_ENDS.iter().any(|end| next.eq_ignore_ascii_case(end))
    }

    /// Whether the word before a colon says who speaks: it is the first of its line.
    pub(super) fn speaker(&self, next: u8) -> bool {
        self.folded.words.len() == self.line && self.folded.apart.is_empty() && !next.is_ascii_digit()
    }

    /// A new line ends a sentence, unless a program broke a long one.
    pub(super) fn line(&mut self, text: &[u8], at: usize) {
        let before = text[..at].iter().rev().take(WRAPPED_BYTES).take_while(|byte| **byte != b'\n').count();
        let wrapped = before == WRAPPED_BYTES && text.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        if wrapped {
            return self.space();
        }
        self.stop(b'.');
        self.line = self.folded.words.len();
    }
}
