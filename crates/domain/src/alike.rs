//! Texts that are nearly the same: whoever blackmails many children writes to each of them what he wrote to the last.
//!
//! A text is a row of words, folded, with every number the same (the sum is what changes). *Fingerprints* find candidates:
//! runs of [`RUN`] words are hashed and of every [`WINDOW`] neighbours the least is kept (winnowing: S. Schleimer, D. S.
//! Wilkerson, A. Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003). Two texts that share
//! [`SHARED_MIN`] words in a row therefore always share a fingerprint, wherever the words stand. What was found is then
//! compared exactly: how many runs both have of all that either has (Jaccard), and the longest words in a row that stand
//! in both, to be shown.

use std::collections::{BTreeSet, HashMap};

use crate::person::folded;

/// How many words are hashed together.
pub const RUN: usize = 4;
/// Of how many neighbouring runs one is kept.
pub const WINDOW: usize = 4;
/// So many words in a row never stay unseen.
pub const SHARED_MIN: usize = RUN + WINDOW - 1;
/// The most fingerprints of one text; of a longer one those with the least hashes, which are the same in a text like it.
pub const FINGERPRINTS_MAX: usize = 256;
/// Longer texts are read to here, in words.
const WORDS_MAX: usize = 3_000;

/// A text as a row of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worded<'a> {
    text: &'a str,
    words: Vec<Word>,
}

/// A word in the form in which it is compared, and where it stands, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    form: String,
    start: usize,
    end: usize,
}

/// How two texts are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Runs of words that both have, of all that either has, in hundredths.
    pub percent: u8,
    /// How many words the longest passage has that stands in both.
    pub words: usize,
    /// That passage, as it is written in the first and in the second.
    pub here: String,
    pub there: String,
}

impl<'a> Worded<'a> {
    /// Reads a text.
    pub fn new(text: &'a str) -> Self {
        let mut words = Vec::new();
        let mut start = None;
        let inside = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            let joined = start.is_some() && matches!(c, '\'' | '’' | '‘');
            match start {
                None if inside(c) => start = Some(at),
                Some(from) if !inside(c) && !joined => {
                    push(&mut words, word(text, from, at));
                    start = None;
                    if words.len() == WORDS_MAX {
                        break;
                    }
                }
                None | Some(_) => {}
            }
        }
        Self { text, words }
    }

    /// Every run of words, in order.
    fn runs(&self) -> Vec<String> {
        let run = |words: &[Word]| words.iter().map(|word| word.form.as_str()).collect::<Vec<_>>().join(" ");
        self.words.windows(RUN).map(run).collect()
    }

    /// The runs that stand for the text, each once. They are plain words: whoever stores them must see to it that the store
    /// tells nothing.
    pub fn fingerprints(&self) -> Vec<String> {
        let runs = self.runs();
        let hashes: Vec<u64> = runs.iter().map(|run| hash(run)).collect();
        let mut kept: BTreeSet<usize> = BTreeSet::new();
        for from in 0..hashes.len().saturating_sub(WINDOW - 1).max(usize::from(!hashes.is_empty())) {
            let window = from..(from + WINDOW).min(hashes.len());
            // The last of several least, so that a repeated word does not fill the list.
            kept.extend(window.rev().min_by_key(|at| hashes[*at]));
        }
        let mut found: Vec<(u64, &String)> = kept.into_iter().map(|at| (hashes[at], &runs[at])).collect();
        found.sort();
        found.dedup();
        found.into_iter().take(FINGERPRINTS_MAX).map(|(_, run)| run.clone()).collect()
    }

    fn passage(&self, from: usize, words: usize) -> String {
        let (first, last) = (&self.words[from], &self.words[from + words - 1]);
        self.text[first.start..last.end].to_owned()
    }
}

/// Numbers that follow each other are one: `1.000` and `1000`.
fn push(words: &mut Vec<Word>, word: Option<Word>) {
    let Some(word) = word else { return };
    match words.last_mut() {
        Some(last) if last.form == NUMBER && word.form == NUMBER => last.end = word.end,
        _ => words.push(word),
    }
}

/// How every number reads.
const NUMBER: &str = "0";

/// A word, folded; nothing where only signs are left. Every number is the same.
fn word(text: &str, start: usize, end: usize) -> Option<Word> {
    let form = folded(&text[start..end]);
    let number = !form.is_empty() && form.chars().all(|c| c.is_ascii_digit());
    let form = if number { NUMBER.to_owned() } else { form };
    (!form.is_empty()).then_some(Word { form, start, end })
}

/// FNV-1a of 64 bits: which runs are kept must be the same for ever, on every machine.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// How two texts are alike; nothing where no [`SHARED_MIN`] words in a row stand in both.
pub fn alike(here: &Worded<'_>, there: &Worded<'_>) -> Option<Alike> {
    let (from_here, from_there, words) = longest(here, there);
    if words < SHARED_MIN {
        return None;
    }
    let own: BTreeSet<String> = here.runs().into_iter().collect();
    let other: BTreeSet<String> = there.runs().into_iter().collect();
    let both = own.intersection(&other).count();
    let either = own.union(&other).count().max(1);
    let percent = u8::try_from(both * 100 / either).unwrap_or(100);
    Some(Alike {
        percent,
        words,
        here: here.passage(from_here, words),
        there: there.passage(from_there, words),
    })
}

/// The longest words in a row that stand in both: where in each, and how many; the first of several.
fn longest(here: &Worded<'_>, there: &Worded<'_>) -> (usize, usize, usize) {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, word) in there.words.iter().enumerate() {
        places.entry(&word.form).or_default().push(at);
    }
    let mut best = (0, 0, 0);
    // How long the row is that ends at each place of the other text, for the word before and for this one.
    let mut before: HashMap<usize, usize> = HashMap::new();
    for (at, word) in here.words.iter().enumerate() {
        let mut now = HashMap::new();
        for place in places.get(word.form.as_str()).into_iter().flatten() {
            let row = place.checked_sub(1).and_then(|place| before.get(&place)).copied().unwrap_or(0) + 1;
            now.insert(*place, row);
            if row > best.2 {
                best = (at + 1 - row, place + 1 - row, row);
            }
        }
        before = now;
    }
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FIRST: &str = "hi i was blackmailed. he wrote: I have all your followers and I will send this video to every \
        one of them if you don't pay me £200 by tonight. please help";
    const SECOND: &str = "My son got this message today — “i have ALL your followers, and I will send this video to every \
        one of them if you dont pay me £50 by tonight” and he is scared.";

    fn compared(one: &str, other: &str) -> Option<Alike> {
        alike(&Worded::new(one), &Worded::new(other))
    }

    #[test]
    fn a_script_is_found_again_with_another_sum_and_other_signs() {
        let found = compared(FIRST, SECOND).unwrap();
        assert!(found.words >= 24 && found.percent > 30, "{found:?}");
        assert!(
            found.here.starts_with("I have all your followers and") && found.here.ends_with("by tonight")
        );
        assert!(
            found.there.starts_with("i have ALL your followers, and") && found.there.ends_with("by tonight")
        );
        let shared = |text: &str| Worded::new(text).fingerprints().into_iter().collect::<BTreeSet<_>>();
        assert!(shared(FIRST).intersection(&shared(SECOND)).count() >= 3);
    }

    #[test]
    fn what_children_write_of_the_same_thing_in_their_own_words_is_not_alike() {
        let own = "someone on snap says he will send my pictures to my friends unless i send him money";
        for other in [FIRST, "he says he will send it to everyone", "", "a"] {
            assert_eq!(compared(own, other), None, "{other}");
        }
    }

    #[test]
    fn the_same_text_is_wholly_alike_and_a_short_one_has_one_fingerprint() {
        let found = compared(FIRST, FIRST).unwrap();
        assert_eq!((found.percent, found.here.as_str()), (100, FIRST));
        assert_eq!(Worded::new("He will send it").fingerprints(), ["he will send it"]);
        assert!(Worded::new("too short").fingerprints().is_empty());
        assert!(Worded::new("").fingerprints().is_empty());
    }

    #[test]
    fn numbers_are_all_the_same_and_names_with_digits_are_not() {
        let runs = Worded::new("pay 50 or £1.000 to lia07").runs();
        assert_eq!(runs, ["pay 0 or 0", "0 or 0 to", "or 0 to lia07"]);
        assert_eq!(runs, Worded::new("PAY 7 or 2,500 to Lia07").runs());
    }

    proptest! {
        #[test]
        fn so_many_words_in_a_row_always_share_a_fingerprint(
            shared in prop::collection::vec("[a-z]{1,5}", SHARED_MIN..20),
            around in prop::collection::vec(prop::collection::vec("[a-z]{1,5}", 0..15), 4)
        ) {
            let text = |before: &[String], after: &[String]| [before, &shared, after].concat().join(" ");
            let (one, other) = (text(&around[0], &around[1]), text(&around[2], &around[3]));
            let prints = |text: &str| Worded::new(text).fingerprints().into_iter().collect::<BTreeSet<_>>();
            prop_assert!(prints(&one).intersection(&prints(&other)).next().is_some());
            let found = compared(&one, &other).unwrap();
            prop_assert!(found.words >= shared.len());
        }

        #[test]
        fn any_text_is_read_and_what_is_quoted_stands_in_it(one: String, other: String, both in "(\\PC{0,6} ){0,12}") {
            let (one, other) = (format!("{one} {both} {other}"), format!("{other} {both} {one}"));
            if let Some(found) = compared(&one, &other) {
                prop_assert!(one.contains(&found.here) && other.contains(&found.there));
                prop_assert!(found.percent <= 100);
            }
            prop_assert!(Worded::new(&one).fingerprints().len() <= FINGERPRINTS_MAX);
        }

        #[test]
        fn how_alike_they_are_is_the_same_from_either_side(one in "[a-c ]{0,80}", other in "[a-c ]{0,80}") {
            let (here, there) = (compared(&one, &other), compared(&other, &one));
            prop_assert_eq!(here.map(|one| (one.percent, one.words)), there.map(|one| (one.percent, one.words)));
        }
    }
}
