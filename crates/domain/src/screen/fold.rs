//! Text as it is searched: small letters, one space between words, look-alikes and digits read as the letters
//! they stand for, words spelt the usual way; with the place in the original of every word.
//!
//! What is folded: case and accents; letters of other alphabets that look Latin; digits and signs between letters
//! (`n00dz`, `t@xed`); the same letter three times and more; letters set apart (`n u d e s`); signs that stand for
//! words (💷, ❄️); spellings in `data/screen/spellings.csv`, and endings as they are said (`sellin`, `boyz`). What is
//! kept: digits by themselves, `,` and the ends of sentences as `.` or `?`, because negation and questions end there. A
//! stop needs no space after it ("didnt.He"), a new line is one, and a picture sign that stands for no word parts like a
//! comma. The name before a colon at the beginning of a line ("Him: pay me") says who speaks, and is no sentence of its own.

mod ends;
mod plain;
mod spell;

use unicode_normalization::UnicodeNormalization as _;

use super::context::REACH_WORDS;
use super::letters::{look_alike, read_digits, word_of};
use super::vocabulary::{Vocabulary, WordId, flag};

/// A word of a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    pub id: WordId,
    /// Whether a comma, or something like it, stands before it.
    pub comma: bool,
    /// What it is to the words around it.
    pub flags: u8,
    /// Where it stands in the folded text, in bytes.
    pub start: u32,
    pub end: u32,
    /// Where what it stands for begins and ends in the original, in bytes.
    pub from: u32,
    pub to: u32,
    /// The number of its sentence.
    pub sentence: u32,
}

/// A folded text.
#[derive(Debug, Default)]
pub struct Folded {
    /// Only `a-z`, `0-9`, space, `,`, `.` and `?`. Before each word stands a space, and one after the last.
    pub bytes: Vec<u8>,
    pub words: Vec<Word>,
    /// For each sentence, whether it asks.
    pub asks: Vec<bool>,
    /// The word that is being read.
    word: Vec<u8>,
    /// Words of one letter that stand side by side.
    apart: Vec<Apart>,
}

/// A word of one letter, and whether more than one space came before.
#[derive(Debug, Clone, Copy)]
struct Apart {
    letter: u8,
    from: u32,
    to: u32,
    wide: bool,
}

/// Folds one text into buffers that are used again and again.
pub struct Folder<'a> {
    vocabulary: &'a Vocabulary,
    folded: &'a mut Folded,
    /// Where the word that is being read begins and ends in the original.
    from: usize,
    to: usize,
    /// Whether it has a digit or a sign.
    digits: bool,
    /// Spaces since the last word.
    gap: u32,
    comma: bool,
    /// Where the line began, in words.
    line: usize,
    /// The word after the last one that a negation may reach.
    reached: usize,
    /// Whether plain words and runs of ASCII are read in one go. Only tests say no, to see that it makes no difference.
    runs: bool,
}

/// How many letters set apart make a word: fewer happen in ordinary messages (`r u ok`).
const APART_MIN: usize = 4;
/// Letters and digits as they are folded; 0 for everything else.
const SMALL: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

impl<'a> Folder<'a> {
    /// A folder that knows these words and spellings, and writes there.
    pub const fn new(vocabulary: &'a Vocabulary, folded: &'a mut Folded) -> Self {
        let (from, to, gap, line, reached) = (0, 0, 0, 0, 0);
        Self { vocabulary, folded, from, to, digits: false, gap, comma: false, line, reached, runs: true }
    }

    /// Folds a text of less than 4 GiB.
    pub fn fold(mut self, text: &str) {
        self.folded.bytes.clear();
        self.folded.words.clear();
        self.folded.asks.clear();
        self.folded.word.clear();
        self.folded.apart.clear();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if SMALL[usize::from(byte)] != 0 {
                at = self.plain(bytes, at).unwrap_or_else(|| self.run(bytes, at));
            } else if byte == b' ' {
                self.space();
                at += 1;
            } else if byte.is_ascii() {
                self.ascii(byte, bytes, at);
                at += 1;
            } else {
                let Some(character) = text[at..].chars().next() else { break };
                let next = at + character.len_utf8();
                self.other(character, at, next);
                at = next;
            }
        }
        self.finish();
        self.flush();
        self.folded.bytes.push(b' ');
        self.folded.asks.push(false);
    }

    /// Takes in letters and digits; where they end.
    fn run(&mut self, text: &[u8], mut at: usize) -> usize {
        while let Some(small) = text.get(at).map(|byte| SMALL[usize::from(*byte)]).filter(|small| *small != 0)
        {
            self.letter(small, at, at + 1);
            at += 1;
            if !self.runs {
                break;
            }
        }
        at
    }

    fn ascii(&mut self, byte: u8, text: &[u8], at: usize) {
        let next = text.get(at + 1).copied().unwrap_or(b' ');
        match byte {
            b'\'' | b'`' if self.in_word() => {}
            b'@' | b'$' if self.in_word() && next.is_ascii_alphabetic() => self.letter(byte, at, at + 1),
            b'!' | b'+' | b'*' if self.in_word() && next.is_ascii_alphabetic() => {
                match self.letter_for(byte, text, at) {
                    Some(letter) => self.letter(letter, at, at + 1),
                    None if byte == b'!' => self.stop(b'.'),
                    None => self.space(),
                }
            }
            b'$' if self.in_word() => self.letter(b's', at, at + 1),
            b'$' => self.sign("money", at, at + 1),
            b'?' => self.stop(b'?'),
            b'.' if next.is_ascii_alphanumeric() && !self.parts(text, at) => self.space(),
            b':' if self.in_word() && self.speaker(next) => self.comma(),
            b':' if next.is_ascii_digit() => self.space(),
            b'\n' => self.line(text, at),
            b'.' | b'!' | b';' | b':' => self.stop(b'.'),
            b',' => self.comma(),
            _ => self.space(),
        }
    }

    fn other(&mut self, character: char, from: usize, to: usize) {
        if let Some(word) = word_of(character) {
            return self.sign(word, from, to);
        }
        match character {
            '\u{2019}' | '\u{2018}' if self.in_word() => {}
            // Marks on the letter before, joiners, variation selectors: nothing to read.
            '\u{300}'..='\u{36f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ad}' => {}
            '\u{2026}' => self.stop(b'.'),
            // Faces and other pictures part what was said, as a comma does.
            '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}' => self.comma(),
            character => {
                let letter = look_alike(character).or_else(|| {
                    let plain = std::iter::once(character).nfkd().find(char::is_ascii_alphanumeric);
                    plain.map(|plain| plain.to_ascii_lowercase() as u8)
                });
                match letter {
                    Some(letter) => self.letter(letter, from, to),
                    None => self.space(),
                }
            }
        }
    }

    fn in_word(&self) -> bool {
        !self.folded.word.is_empty()
    }

    /// The letter that a sign stands for, if there is one that makes a word that is known: `p!c`, `bea+s`, `n*des`.
    fn letter_for(&self, sign: u8, text: &[u8], at: usize) -> Option<u8> {
        let letters: &[u8] = match sign {
            b'!' => b"i",
            b'+' => b"t",
            _ => b"aeiou",
        };
        let rest =
            || text[at + 1..].iter().map(|byte| SMALL[usize::from(*byte)]).take_while(|small| *small != 0);
        letters.iter().copied().find(|letter| {
            let mut word: Vec<u8> = self.folded.word.iter().copied().chain([*letter]).chain(rest()).collect();
            read_digits(&mut word);
            self.vocabulary.find(&word).is_some()
        })
    }

    #[inline]
    fn letter(&mut self, byte: u8, from: usize, to: usize) {
        let word = &mut self.folded.word;
        if word.is_empty() {
            self.from = from;
            self.digits = false;
        }
        self.to = to;
        if let [.., before, last] = word[..]
            && before == byte
            && last == byte
            && byte.is_ascii_alphabetic()
        {
            // The third and later of one letter: `plsss` is `pls`.
            return;
        }
        self.digits |= !byte.is_ascii_lowercase();
        word.push(byte);
    }

    /// A sign that stands for a word.
    fn sign(&mut self, word: &str, from: usize, to: usize) {
        self.space();
        self.flush();
        let known = self.vocabulary.find(word.as_bytes()).map_or(0, |entry| entry.id);
        self.push(word.as_bytes(), known, from, to);
    }

    #[inline]
    fn space(&mut self) {
        self.finish();
        self.gap += 1;
    }

    fn comma(&mut self) {
        self.finish();
        self.flush();
        if !self.comma && !self.folded.words.is_empty() {
            self.folded.bytes.push(b',');
            self.comma = true;
        }
    }

    /// The end of a sentence. Several in a row are one, which asks if one of them does.
    fn stop(&mut self, by: u8) {
        self.finish();
        self.flush();
        let now = self.folded.asks.len();
        let some = self.folded.words.last().is_some_and(|word| word.sentence as usize == now);
        if some {
            self.folded.bytes.push(by);
            self.folded.asks.push(by == b'?');
        } else if by == b'?'
            && let Some(last) = self.folded.asks.last_mut()
        {
            *last = true;
        }
        self.comma = false;
    }

    /// A whole word is read: letters for digits, the usual spelling, letters set apart.
    #[inline]
    fn finish(&mut self) {
        if self.in_word() {
            self.over();
        }
    }

    fn over(&mut self) {
        match self.folded.word.as_slice() {
            [letter] if letter.is_ascii_lowercase() => {
                let letter = *letter;
                let (from, to) = (place(self.from), place(self.to));
                self.folded.apart.push(Apart { letter, from, to, wide: self.gap > 1 });
            }
            _ => self.whole(),
        }
        self.folded.word.clear();
        self.gap = 0;
    }

    fn whole(&mut self) {
        let mut word = std::mem::take(&mut self.folded.word);
        let (from, to) = (self.from, self.to);
        self.flush();
        if self.digits {
            read_digits(&mut word);
        }
        self.spell(&word, from, to);
        self.folded.word = word;
    }

    #[inline]
    fn push(&mut self, word: &[u8], id: WordId, from: usize, to: usize) {
        let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        let number = if digit(word.first()) || digit(word.last()) { flag::NUMBER } else { 0 };
        self.put((id, number), from, to, |bytes| bytes.extend_from_slice(word));
    }

    #[inline]
    fn put(&mut self, (id, flags): (WordId, u8), from: usize, to: usize, write: impl FnOnce(&mut Vec<u8>)) {
        let folded = &mut *self.folded;
        folded.bytes.push(b' ');
        let start = place(folded.bytes.len());
        write(&mut folded.bytes);
        let (end, sentence) = (place(folded.bytes.len()), place(folded.asks.len()));
        let (from, to, at) = (place(from), place(to), folded.words.len());
        let mut flags = flags | self.vocabulary.flags(id);
        if at < self.reached {
            flags |= flag::REACHED;
        }
        if flags & flag::NEGATOR != 0 {
            self.reached = at + 1 + REACH_WORDS;
        }
        folded.words.push(Word { id, comma: self.comma, flags, start, end, from, to, sentence });
        self.comma = false;
    }

    /// Words of one letter are over: enough of them are one word, or several where the gaps are wide.
    #[inline]
    fn flush(&mut self) {
        if !self.folded.apart.is_empty() {
            self.joined();
        }
    }

    fn joined(&mut self) {
        let mut apart = std::mem::take(&mut self.folded.apart);
        if apart.len() < APART_MIN {
            for one in &apart {
                self.spell(&[one.letter], one.from as usize, one.to as usize);
            }
        } else {
            for part in apart.chunk_by(|_, next| !next.wide) {
                let word: Vec<u8> = part.iter().map(|one| one.letter).collect();
                let to = part.last().map_or(0, |last| last.to);
                self.spell(&word, part[0].from as usize, to as usize);
            }
        }
        apart.clear();
        self.folded.apart = apart;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "texts are cut into pieces far below 4 GiB")]
const fn place(at: usize) -> u32 {
    at as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SPELLINGS: &str = "nudez,nudes\nnoodz,nudes\nu,you\nsed,said\nab,x y";

    fn read(text: &str, runs: bool) -> (Vec<u8>, Vec<Word>, Vec<bool>) {
        let mut vocabulary = Vocabulary::new(SPELLINGS);
        for word in [&b"pics"[..], b"selling", b"boys", b"locked", b"never"] {
            vocabulary.word(word);
        }
        let mut folded = Folded::default();
        let mut folder = Folder::new(&vocabulary, &mut folded);
        folder.runs = runs;
        folder.fold(text);
        (folded.bytes, folded.words, folded.asks)
    }

    fn folded(text: &str) -> String {
        String::from_utf8(read(text, true).0).unwrap().trim().to_owned()
    }

    #[test]
    fn what_people_write_is_read_as_what_it_stands_for() {
        let cases = [
            ("Send N00DZ", "send nudes"),
            ("boyz neva sellin b0yz, lockd thin quiz", "boys never selling boys, locked thin quiz"),
            ("th3y t@xed me", "they taxed me"),
            ("she sed u r next", "she said you r next"),
            ("plsssss help meeee", "plss help mee"),
            ("p l u g g i n g is bad", "plugging is bad"),
            ("h e  c o m e s  i n", "he comes in"),
            ("r u ok", "r you ok"),
            ("im 15 yr10 b4", "im 15 yr10 b4"),
            ("pay £200, or else!", "pay money 200, or else."),
            ("Don’t tell Mum's mate", "dont tell mums mate"),
            ("dеерfaked", "deepfaked"),
            ("gŵr, tŷ", "gwr, ty"),
            ("really? yes.", "really? yes."),
            ("at 3.15 today", "at 3 15 today"),
            ("ｎｕｄｅｓ", "nudes"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_ends_where_people_end_it() {
        let cases = [
            ("i didnt.He did", "i didnt. he did"),
            ("i didnt.he did", "i didnt. he did"),
            ("no!he said", "no. he said"),
            ("my p!cs", "my pics"),
            ("my p*cs and+you", "my pics and you"),
            ("see insta.com or www.x.co.uk", "see insta com or ww x co uk"),
            ("s.e.n.d it", "send it"),
            ("what...no?!", "what. no?"),
            ("it hurts 😖 no one knows", "it hurts, no one knows"),
            ("Him: pay me\nMe: no\nat 3:15", "him, pay me. me, no. at 3 15"),
            ("he told me two things: run", "he told me two things. run"),
        ];
        for (text, expected) in cases {
            assert_eq!(folded(text), expected, "{text}");
        }
        let wrapped = format!("{}\nto me", "he said that ".repeat(5));
        assert_eq!(read(&wrapped, true).2.len(), 1, "a program broke the line");
        assert_eq!(read("he said that\nto me", true).2.len(), 2, "a person did");
    }

    #[test]
    fn a_word_leads_back_to_what_was_written() {
        let text = "Hm – she sed: n u d e s! ab";
        let (bytes, words, _) = read(text, true);
        let pairs: Vec<(&str, &str)> = words
            .iter()
            .map(|word| {
                let folded = std::str::from_utf8(&bytes[word.start as usize..word.end as usize]).unwrap();
                (folded, &text[word.from as usize..word.to as usize])
            })
            .collect();
        let expected =
            [("hm", "Hm"), ("she", "she"), ("said", "sed"), ("nudes", "n u d e s"), ("x", "ab"), ("y", "ab")];
        assert_eq!(pairs, expected);
    }

    proptest! {
        #[test]
        fn whatever_is_written_the_places_stay_inside_and_rise(
            text in "\\PC{0,80}|[a-z0-9 @$!.,?:\n]{0,60}|([a-zé] {1,2}){0,20}|(ab|u|£|😭|🙃|n0| |[.,!?])*",
        ) {
            let (bytes, words, asks) = read(&text, true);
            let known = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b" ,.?".contains(byte);
            prop_assert!(bytes.iter().all(known));
            for (at, word) in words.iter().enumerate() {
                let (from, to) = (word.from as usize, word.to as usize);
                prop_assert!(from < to && text.is_char_boundary(from) && text.is_char_boundary(to));
                prop_assert!(word.start < word.end && bytes[word.start as usize - 1] == b' ');
                prop_assert!((word.sentence as usize) < asks.len());
                prop_assert!(at == 0 || words[at - 1].from <= word.from && words[at - 1].end < word.start);
            }
        }

        #[test]
        fn runs_are_read_as_single_letters_are(
            text in "(sellin|boyz|NEVA|lockd|x| |,){0,20}|\\PC{0,80}|[a-cA-C0-3 '@$!.,?:\n]{0,60}|([a-zé] {1,2}){0,20}|([a-bA-B]{1,17}[ .,?!:\n'-é]{1,2}){0,8}",
        ) {
            prop_assert_eq!(read(&text, true), read(&text, false));
        }
    }
}
