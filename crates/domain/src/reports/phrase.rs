//! A code as six words: easier to keep in one's head than sixteen digits, and nothing that a phone must store.
//!
//! ```text
//! 54 bits    the code, from 0 to 10^16 - 1
//! 12 bits    a check: the uppermost of the code times 0x9E3779B97F4A7C15, modulo 2^64
//! = 66 bits  six words of 11 bits, the uppermost first: BIP-39's English list (`data/code-words.csv`)
//! ```
//!
//! Each word is known by its first four letters. A wrong word, or two changed about, passes the check one time in 4,096,
//! and then it is still nobody's code. There is no such list in Welsh: the words are English on every page.

use std::sync::LazyLock;

/// What a code may be: 16 digits.
const CODES: u64 = 10_u64.pow(16);
const WORDS: usize = 6;
const WORD_BITS: usize = 11;
const CHECK_BITS: usize = 12;
/// So many letters tell every word of the list from every other.
const LETTERS: usize = 4;

/// Why what was typed is no phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPhrase {
    /// There are not six words.
    Count,
    /// This word is not one of ours.
    Unknown(String),
    /// A word is wrong, or they are not in their order.
    Check,
}

/// Each word of the list, and whether it may be part of a code.
static LIST: LazyLock<Vec<(&str, bool)>> = LazyLock::new(|| {
    let rows = include_str!("../../../../data/code-words.csv").lines();
    let rows = rows.filter(|row| !row.starts_with('#') && *row != "word,shown");
    rows.filter_map(|row| row.split_once(',')).map(|(word, shown)| (word, shown == "yes")).collect()
});

fn check(code: u64) -> u128 {
    u128::from(code.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - CHECK_BITS))
}

fn places(code: u64) -> [usize; WORDS] {
    let bits = u128::from(code) << CHECK_BITS | check(code);
    let mask = (1 << WORD_BITS) - 1;
    std::array::from_fn(|at| {
        let place = bits >> ((WORDS - 1 - at) * WORD_BITS) & mask;
        usize::try_from(place).expect("eleven bits")
    })
}

/// Every word of the list, in its order.
pub fn list() -> impl Iterator<Item = &'static str> {
    LIST.iter().map(|(word, _)| *word)
}

/// The words of a code below 10^16.
pub fn of(code: u64) -> String {
    places(code).map(|place| LIST[place].0).join(" ")
}

/// Whether none of its words would hurt whoever must keep them.
pub fn is_kind(code: u64) -> bool {
    places(code).iter().all(|place| LIST[*place].1)
}

/// The code of six words, however they are spaced, in capitals or not; the first four letters of each are enough.
pub fn read(typed: &str) -> Result<u64, NoPhrase> {
    let typed = typed.to_lowercase();
    let words: Vec<&str> =
        typed.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    if words.len() != WORDS {
        return Err(NoPhrase::Count);
    }
    let mut bits = 0_u128;
    for word in words {
        bits = bits << WORD_BITS | place(word).ok_or_else(|| NoPhrase::Unknown(word.to_owned()))?;
    }
    let code = u64::try_from(bits >> CHECK_BITS).map_err(|_| NoPhrase::Check)?;
    let fits = code < CODES && bits & ((1 << CHECK_BITS) - 1) == check(code);
    fits.then_some(code).ok_or(NoPhrase::Check)
}

/// Where a word stands in the list: itself, or by at least its first four letters.
fn place(typed: &str) -> Option<u128> {
    let place = LIST.iter().position(|(word, _)| *word == typed).or_else(|| {
        let enough = typed.chars().count() >= LETTERS;
        LIST.iter().position(|(word, _)| enough && word.starts_with(typed))
    });
    place.and_then(|place| u128::try_from(place).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_list_is_whole_and_four_letters_tell_its_words_apart() {
        let mut heads: Vec<String> =
            LIST.iter().map(|(word, _)| word.chars().take(LETTERS).collect()).collect();
        assert_eq!((heads.len(), LIST[0].0, LIST[2047].0), (2048, "abandon", "zoo"));
        heads.sort();
        heads.dedup();
        assert_eq!(heads.len(), 2048);
        let kind = LIST.iter().filter(|(_, kind)| *kind).count();
        assert!(kind > 1_700 && LIST.contains(&("abuse", false)), "{kind}");
    }

    proptest! {
        #[test]
        fn a_code_is_read_from_its_words_however_they_are_typed(code in 0..CODES) {
            let words = of(code);
            prop_assert_eq!(read(&words), Ok(code));
            let short: Vec<String> = words.split(' ').map(|word| word.chars().take(4).collect()).collect();
            let typed = format!("  {} ", short.join(" - ").to_uppercase());
            // A word of three letters is itself; a longer one may begin with one of those.
            prop_assert_eq!(read(&typed), Ok(code), "{}", typed);
        }

        #[test]
        fn anything_may_be_typed(text in "\\PC{0,80}") {
            let _ = read(&text);
        }
    }

    #[test]
    fn nearly_every_wrong_word_is_noticed() {
        let code = 1_234_567_890_123_456;
        let text = of(code);
        // The browser's script reads it too (`e2e/deposit.test.js`).
        assert_eq!(text, "bag follow develop fiction quote sun");
        let words: Vec<&str> = text.split(' ').collect();
        let mut unnoticed = 0;
        for at in 0..WORDS {
            for (other, _) in LIST.iter().filter(|(word, _)| *word != words[at]) {
                let mut typed = words.clone();
                typed[at] = other;
                unnoticed += usize::from(read(&typed.join(" ")).is_ok());
            }
        }
        assert!(unnoticed <= 12, "of 12,282: {unnoticed}");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let cases = [
            ("", NoPhrase::Count),
            ("one two three", NoPhrase::Count),
            ("zoo zoo zoo zoo zoo zoo zoo", NoPhrase::Count),
            ("zoo zoo zoo zoo zoo teapot", NoPhrase::Unknown("teapot".to_owned())),
            ("zoo zoo zoo zoo zoo zoo", NoPhrase::Check),
        ];
        for (typed, why) in cases {
            assert_eq!(read(typed), Err(why), "{typed}");
        }
    }
}
