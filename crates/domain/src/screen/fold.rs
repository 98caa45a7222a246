//! Text as it is searched: small letters, one space between words, look-alikes and digits read as the letters
//! they stand for, words spelt the usual way; with the place in the original of every byte.
//!
//! What is folded: case and accents; letters of other alphabets that look Latin; digits and signs between letters
//! (`n00dz`, `t@xed`); the same letter three times and more; letters set apart (`n u d e s`); signs that stand for
//! words (💷, ❄️); spellings in `data/screen/spellings.csv`. What is kept: digits by themselves, `,` and the ends of
//! sentences as `.` or `?`, because negation and questions end there.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

/// A folded text and where each of its bytes came from.
#[derive(Debug, Default)]
pub struct Folded {
    /// Only `a-z`, `0-9`, space, `,`, `.` and `?`.
    pub bytes: Vec<u8>,
    /// For each byte, where in the original what it stands for begins and ends, in bytes.
    pub from: Vec<u32>,
    pub to: Vec<u32>,
}

impl Folded {
    fn clear(&mut self) {
        self.bytes.clear();
        self.from.clear();
        self.to.clear();
    }

    fn push(&mut self, byte: u8, from: u32, to: u32) {
        self.bytes.push(byte);
        self.from.push(from);
        self.to.push(to);
    }

    fn truncate(&mut self, length: usize) {
        self.bytes.truncate(length);
        self.from.truncate(length);
        self.to.truncate(length);
    }
}

/// Spellings, and the words that they stand for.
pub type Spellings = HashMap<&'static [u8], &'static str>;

/// Folds texts, one after the other, without asking for memory anew.
pub struct Folder<'a> {
    spellings: &'a Spellings,
    folded: Folded,
    /// Where the word that is being read begins in `folded`.
    word: usize,
    /// Words of one letter that stand side by side: where each begins, and whether more than one space came before.
    apart: Vec<(usize, bool)>,
    /// Spaces since the last word.
    gap: u32,
}

/// How many letters set apart make a word: fewer happen in ordinary messages (`r u ok`).
const APART_MIN: usize = 4;

impl<'a> Folder<'a> {
    /// A folder that knows these spellings.
    pub fn new(spellings: &'a Spellings) -> Self {
        Self { spellings, folded: Folded::default(), word: 0, apart: Vec::new(), gap: 0 }
    }

    /// Folds a text of less than 4 GiB. The answer begins and ends with a space, so that words have edges.
    pub fn fold(&mut self, text: &str) -> &Folded {
        self.folded.clear();
        self.apart.clear();
        self.gap = 0;
        self.folded.push(b' ', 0, 0);
        self.word = 1;
        let mut at = 0;
        while at < text.len() {
            at += self.read(text, at);
        }
        self.end_word(b' ', at, at);
        self.end_run();
        &self.folded
    }

    /// Takes in one character at a place; how many bytes it has.
    fn read(&mut self, text: &str, at: usize) -> usize {
        let byte = text.as_bytes()[at];
        if byte.is_ascii() {
            self.ascii(byte, text.as_bytes(), at);
            return 1;
        }
        let Some(character) = text[at..].chars().next() else { return 1 };
        let length = character.len_utf8();
        self.other(character, at, at + length);
        length
    }

    fn ascii(&mut self, byte: u8, text: &[u8], at: usize) {
        let next = text.get(at + 1).copied().unwrap_or(b' ');
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => self.letter(byte, at, at + 1),
            b'A'..=b'Z' => self.letter(byte.to_ascii_lowercase(), at, at + 1),
            b'\'' | b'`' if self.in_word() => {}
            b'@' | b'$' | b'!' if self.in_word() && next.is_ascii_alphabetic() => {
                self.letter(byte, at, at + 1);
            }
            b'$' if self.in_word() => self.letter(b's', at, at + 1),
            b'$' => self.sign("money", at, at + 1),
            b'?' => self.end_word(b'?', at, at + 1),
            b'.' | b':' if next.is_ascii_alphanumeric() => self.end_word(b' ', at, at + 1),
            b'.' | b'!' | b';' | b':' | b'\n' => self.end_word(b'.', at, at + 1),
            b',' => self.end_word(b',', at, at + 1),
            _ => self.end_word(b' ', at, at + 1),
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
            '\u{2026}' => self.end_word(b'.', from, to),
            character => {
                if let Some(letter) = look_alike(character) {
                    return self.letter(letter, from, to);
                }
                let plain = std::iter::once(character).nfkd().find(char::is_ascii_alphanumeric);
                match plain.map(|plain| plain.to_ascii_lowercase() as u8) {
                    Some(letter) => self.letter(letter, from, to),
                    None => self.end_word(b' ', from, to),
                }
            }
        }
    }

    const fn in_word(&self) -> bool {
        self.word < self.folded.bytes.len()
    }

    #[expect(clippy::cast_possible_truncation, reason = "texts are cut into pieces far below 4 GiB")]
    fn letter(&mut self, byte: u8, from: usize, to: usize) {
        let length = self.folded.bytes.len();
        let same = |back: usize| length >= self.word + back && self.folded.bytes[length - back] == byte;
        if byte.is_ascii_alphabetic() && same(1) && same(2) {
            // The third and later of one letter: `plsss` is `pls`.
            self.folded.to[length - 1] = to as u32;
            return;
        }
        self.folded.push(byte, from as u32, to as u32);
    }

    /// A sign that stands for a word.
    #[expect(clippy::cast_possible_truncation, reason = "texts are cut into pieces far below 4 GiB")]
    fn sign(&mut self, word: &str, from: usize, to: usize) {
        self.end_word(b' ', from, from);
        for byte in word.bytes() {
            self.folded.push(byte, from as u32, to as u32);
        }
        self.end_word(b' ', to, to);
    }

    /// Ends the word, if there is one, and puts what ended it.
    #[expect(clippy::cast_possible_truncation, reason = "texts are cut into pieces far below 4 GiB")]
    fn end_word(&mut self, by: u8, from: usize, to: usize) {
        if self.in_word() {
            self.finish();
            self.gap = 0;
        }
        self.gap += u32::from(by == b' ');
        match (self.folded.bytes.last().copied(), by) {
            (Some(b' '), b' ') => {}
            // A stop takes the place of the space before it, and is followed by one.
            (_, b' ') => self.folded.push(b' ', from as u32, to as u32),
            _ => {
                self.end_run();
                self.folded.push(by, from as u32, to as u32);
                self.folded.push(b' ', to as u32, to as u32);
            }
        }
        self.word = self.folded.bytes.len();
    }

    /// A whole word is read: letters for digits, the usual spelling, letters set apart.
    fn finish(&mut self) {
        let single =
            self.folded.bytes.len() == self.word + 1 && self.folded.bytes[self.word].is_ascii_alphabetic();
        if single {
            self.apart.push((self.word, self.gap > 1));
            return;
        }
        self.end_run();
        read_digits(&mut self.folded.bytes[self.word..]);
        if let Some(usual) = self.spellings.get(&self.folded.bytes[self.word..]) {
            let (from, to) =
                (self.folded.from[self.word], self.folded.to.last().copied().unwrap_or_default());
            self.folded.truncate(self.word);
            for byte in usual.bytes() {
                self.folded.push(byte, from, to);
            }
        }
    }

    /// Words of one letter are over: enough of them are one word, or several where the gaps are wide.
    fn end_run(&mut self) {
        let apart = std::mem::take(&mut self.apart);
        let Some(&(first, _)) = apart.first().filter(|_| apart.len() >= APART_MIN) else {
            self.respell(&apart);
            self.apart = apart;
            self.apart.clear();
            return;
        };
        // What follows the run in `folded` is the word that ended it, not yet joined.
        let after = apart.last().map_or(first, |(at, _)| at + 1);
        let rest = Folded {
            bytes: self.folded.bytes.split_off(after),
            from: self.folded.from.split_off(after),
            to: self.folded.to.split_off(after),
        };
        let letters: Vec<(u8, u32, u32, bool)> = apart
            .iter()
            .map(|&(at, wide)| (self.folded.bytes[at], self.folded.from[at], self.folded.to[at], wide))
            .collect();
        self.folded.truncate(first);
        for (place, (byte, from, to, wide)) in letters.into_iter().enumerate() {
            if wide && place > 0 {
                self.folded.push(b' ', from, from);
            }
            self.folded.push(byte, from, to);
        }
        let moved = after - self.folded.bytes.len();
        self.word -= moved.min(self.word);
        self.folded.bytes.extend(rest.bytes);
        self.folded.from.extend(rest.from);
        self.folded.to.extend(rest.to);
        self.apart = apart;
        self.apart.clear();
    }

    /// Words of one letter that stand alone have spellings too: `u`, `r`.
    fn respell(&mut self, apart: &[(usize, bool)]) {
        for &(at, _) in apart.iter().rev() {
            let Some(usual) = self.spellings.get(&self.folded.bytes[at..=at]) else { continue };
            let (from, to) = (self.folded.from[at], self.folded.to[at]);
            let more = usual.len() - 1;
            self.folded.bytes.splice(at..=at, usual.bytes());
            self.folded.from.splice(at..=at, std::iter::repeat_n(from, usual.len()));
            self.folded.to.splice(at..=at, std::iter::repeat_n(to, usual.len()));
            if self.word > at {
                self.word += more;
            }
        }
    }
}

/// Digits and signs between letters are the letters that they look like.
fn read_digits(word: &mut [u8]) {
    let Some(last) = word.iter().rposition(u8::is_ascii_lowercase) else { return };
    let Some(first) = word.iter().position(u8::is_ascii_lowercase) else { return };
    for byte in &mut word[first..=last] {
        *byte = match *byte {
            b'0' => b'o',
            b'1' | b'!' => b'i',
            b'3' => b'e',
            b'4' | b'@' => b'a',
            b'5' | b'$' => b's',
            b'7' => b't',
            other => other,
        };
    }
    // A sign that is no letter here would be a byte that nobody expects.
    for byte in word.iter_mut().filter(|byte| !byte.is_ascii_alphanumeric()) {
        *byte = b'i';
    }
}

/// Letters of other alphabets that look like Latin ones.
const fn look_alike(character: char) -> Option<u8> {
    Some(match character {
        'а' | 'А' | 'α' | 'Α' | 'ɑ' => b'a',
        'в' | 'В' | 'β' | 'Β' => b'b',
        'с' | 'С' | 'ϲ' => b'c',
        'ԁ' => b'd',
        'е' | 'Е' | 'ё' | 'ε' | 'Ε' => b'e',
        'ɡ' => b'g',
        'н' | 'Н' | 'һ' | 'Η' => b'h',
        'і' | 'І' | 'ι' | 'Ι' | 'ı' => b'i',
        'ј' | 'Ј' => b'j',
        'к' | 'К' | 'κ' | 'Κ' => b'k',
        'м' | 'М' | 'Μ' => b'm',
        'п' | 'η' | 'Ν' => b'n',
        'о' | 'О' | 'ο' | 'Ο' | 'ø' | 'Ø' => b'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => b'p',
        'ѕ' | 'Ѕ' => b's',
        'т' | 'Т' | 'τ' | 'Τ' => b't',
        'υ' | 'Υ' => b'u',
        'ѵ' | 'ν' => b'v',
        'ԝ' | 'ω' => b'w',
        'х' | 'Х' | 'χ' | 'Χ' => b'x',
        'у' | 'У' | 'γ' => b'y',
        'Ζ' => b'z',
        _ => return None,
    })
}

/// Signs that stand for words.
const fn word_of(character: char) -> Option<&'static str> {
    Some(match character {
        '£' | '€' | '💷' | '💰' | '💸' | '💵' | '🤑' => "money",
        '🍃' | '🌿' | '🍁' | '🥦' => "weed",
        '❄' => "snowflake",
        '🐎' | '🐴' => "horse",
        '🔪' | '🗡' => "knife",
        '🤫' | '🤐' => "secret",
        '🚂' | '🚆' | '🚄' => "train",
        '💊' => "pills",
        '🔌' => "plug",
        '🔫' => "gun",
        '🏨' => "hotel",
        '🎁' => "present",
        '😭' | '😢' | '😔' | '😩' => "crying",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> String {
        let spellings = Spellings::from([
            (b"nudez".as_slice(), "nudes"),
            (b"noodz".as_slice(), "nudes"),
            (b"u".as_slice(), "you"),
            (b"sed".as_slice(), "said"),
        ]);
        let mut folder = Folder::new(&spellings);
        String::from_utf8(folder.fold(text).bytes.clone()).unwrap().trim().to_owned()
    }

    #[test]
    fn what_people_write_is_read_as_what_it_stands_for() {
        let cases = [
            ("Send N00DZ", "send nudes"),
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
    fn a_place_in_what_is_folded_leads_back_to_the_words() {
        let text = "Hm – she sed: n u d e s!";
        let spellings = Spellings::from([(b"sed".as_slice(), "said")]);
        let mut folder = Folder::new(&spellings);
        let folded = folder.fold(text);
        let whole = String::from_utf8(folded.bytes.clone()).unwrap();
        for (word, original) in [("said", "sed"), ("nudes", "n u d e s"), ("hm", "Hm")] {
            let at = whole.find(word).unwrap();
            let (from, to) = (folded.from[at] as usize, folded.to[at + word.len() - 1] as usize);
            assert_eq!(&text[from..to], original);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_the_places_stay_inside_and_rise(text in "\\PC{0,80}|[a-z0-9 @$!.,?]{0,60}|([a-zé] {1,2}){0,20}") {
            let spellings = Spellings::from([(b"u".as_slice(), "you"), (b"ab".as_slice(), "x")]);
            let mut folder = Folder::new(&spellings);
            let folded = folder.fold(&text);
            prop_assert_eq!(folded.bytes.len(), folded.from.len());
            prop_assert_eq!(folded.bytes.len(), folded.to.len());
            for at in 0..folded.bytes.len() {
                let (from, to) = (folded.from[at] as usize, folded.to[at] as usize);
                prop_assert!(from <= to && to <= text.len());
                prop_assert!(text.is_char_boundary(from) && text.is_char_boundary(to));
                prop_assert!(at == 0 || folded.from[at - 1] <= folded.from[at]);
                let byte = folded.bytes[at];
                prop_assert!(byte.is_ascii_lowercase() || byte.is_ascii_digit() || b" ,.?".contains(&byte), "{}", byte);
            }
        }
    }
}
