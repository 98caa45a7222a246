//! What a text may be telling of: indicators, each with the exact words, and how soon somebody must look.
//!
//! The indicators, their signs and the lists of words are data (`data/rules/indicators.toml`, `data/screen`). All words
//! of all lists are found in one pass over the folded text; signs are words that stand near each other. What is negated,
//! asked for a lesson, or told to be cleared up does not count. Nothing here decides anything: it orders, and it shows
//! the words that it went by. A person decides.
//!
//! Read in this order: [`fold`], [`vocabulary`], [`lexicon`], [`sign`], [`context`], [`find`].

pub mod age;
pub mod context;
pub mod find;
pub mod fold;
mod hits;
mod letters;
pub mod lexicon;
mod rows;
mod says;
pub mod sign;
mod signs;
mod table;
pub mod vocabulary;
mod welsh;

use serde::{Deserialize, Serialize};

use crate::role::coded;

pub use find::{Screener, screener};

coded! {
    /// A kind of harm that words can point to.
    Harm {
        Sextortion = "sextortion",
        /// Child criminal exploitation.
        Cce = "cce",
        CountyLines = "county-lines",
        /// Child sexual exploitation.
        Cse = "cse",
        Trafficking = "trafficking",
        /// Somebody's home taken over.
        Cuckooing = "cuckooing",
        Grooming = "grooming",
        /// Pictures passed around, false accounts, being followed and abused online.
        OnlineAbuse = "online-abuse",
        /// At home, in the family, or by whoever looks after the child.
        Abuse = "abuse",
    }
}

coded! {
    /// How soon somebody must look. The order of this list is from the last to the first.
    Level {
        Low = "low",
        Medium = "medium",
        High = "high",
        Critical = "critical",
    }
}

/// An indicator that was found, and the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    pub id: &'static str,
    pub harm: Harm,
    /// The words as they were written.
    pub quote: String,
    /// Where they begin and end in the text, in characters.
    pub start: usize,
    pub end: usize,
}

/// What a text may be telling of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Screened {
    pub urgency: Level,
    pub harms: Vec<Harm>,
    pub indicators: Vec<Found>,
    /// The rule that set the urgency, where it is more than the indicators alone say.
    pub floor: Option<&'static str>,
    /// Ids of facts that the text does not tell and that somebody should ask.
    pub unknown: Vec<&'static str>,
}

/// Screens one text.
pub fn screen(text: &str) -> Screened {
    screener().screen(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn harms(text: &str) -> Vec<&'static str> {
        screen(text).harms.iter().map(|harm| harm.code()).collect()
    }

    #[test]
    fn what_is_told_is_found_and_what_is_denied_or_asked_is_not() {
        let cases: &[(&str, &[&str])] = &[
            ("He says he will send the pics to everyone unless I pay him", &["sextortion"]),
            ("He has not asked for money and there were no pictures.", &[]),
            ("s3nd n00dz or i p0st the pic, pay me 50 quid", &["sextortion"]),
            ("Mae o'n bygwth rhannu fy lluniau os na thala i", &["sextortion"]),
            ("What is county lines? We have a poster to make for PSHE.", &[]),
            (
                "They make him sell drugs in another town, he goes by train and he is 15",
                &["cce", "county-lines"],
            ),
            ("Two men moved in to my flat and will not leave, they cook crack in there", &["cuckooing"]),
            ("If you don't pay I'll send your nudes to everyone", &["sextortion"]),
            ("Pay me or I'll post your nudes", &["sextortion"]),
            ("my stepdad hits me with a belt", &["abuse"]),
            ("After the exam my stepdad hits me with a belt.", &["abuse"]),
            ("Homework is late. My stepdad hits me with a belt.", &["abuse"]),
            ("Nid yw Dad yn taro fi", &[]),
            ("I owe you a fiver for lunch lol", &[]),
            ("What if someone threatens to post nudes unless you pay? It is for our PSHE poster.", &[]),
            ("He was being blackmailed over pictures, I thought, for money. It was a prank.", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(harms(text), *expected, "{text}: {:?}", screen(text).indicators);
        }
    }

    #[test]
    fn the_quote_is_what_was_written_and_its_place_is_in_characters() {
        let text = "Ŵel – he SAYS he will p o s t my p1cs 😭 unless I pay";
        let screened = screen(text);
        assert!(!screened.indicators.is_empty());
        let letters: Vec<char> = text.chars().collect();
        for found in &screened.indicators {
            assert_eq!(letters[found.start..found.end].iter().collect::<String>(), found.quote);
        }
    }

    #[test]
    fn one_weak_sign_names_no_harm_and_two_do() {
        assert_eq!(harms("He has been missing."), Vec::<&str>::new());
        assert!(!screen("He has been missing.").indicators.is_empty(), "it is shown all the same");
        assert!(harms("He has been missing and owes somebody: he is in debt.").contains(&"cce"));
    }

    #[test]
    fn a_floor_says_that_it_raised_the_urgency() {
        let screened = screen("my stepdad comes in my room and touches me. im 12");
        assert_eq!((screened.urgency, screened.floor), (Level::Critical, Some("F-2")));
        let older = screen("my stepdad touches me. im 16");
        assert_eq!((older.urgency, older.floor), (Level::High, None));
        assert_eq!(screen("nice weather today").urgency, Level::Low);
    }

    #[test]
    fn a_floor_holds_by_itself_where_no_harm_is_named() {
        let cases = [
            ("She disclosed something to her form tutor today.", Level::High, Some("F-1")),
            ("Im 11 and in debt.", Level::Critical, Some("F-2")),
            ("They know where I live.", Level::Critical, Some("F-3")),
            ("I want to die.", Level::Critical, Some("F-4")),
            ("Pay up or you will see.", Level::Critical, Some("F-5")),
            ("Nobody disclosed anything.", Level::Low, None),
            ("I owe a fiver.", Level::Medium, None),
        ];
        for (text, urgency, floor) in cases {
            let screened = screen(text);
            assert_eq!((screened.urgency, screened.floor), (urgency, floor), "{text}");
            assert_eq!(screened.harms, [], "{text}");
        }
    }

    #[test]
    fn a_chat_is_read_line_by_line_and_with_whoever_speaks() {
        for text in [
            "Him: i have ur nudes\nMe: please dont\nHim: pay me or i post them",
            "him:i have ur nudes\nme:no!\nhim:pay me or i post them",
            "he has my nudes 😭😭 he wants money or hell post them",
            "he has my nudes.He wants money or hell post them",
        ] {
            assert!(harms(text).contains(&"sextortion"), "{text}: {:?}", screen(text));
        }
    }

    #[test]
    fn what_a_film_or_a_book_tells_is_not_told_of_anybody() {
        assert_eq!(harms("In the film the stepdad beats him with a belt."), Vec::<&str>::new());
        assert_eq!(harms("My stepdad beats him with a belt."), ["abuse"]);
    }

    #[test]
    fn one_word_is_not_two_weak_signs() {
        assert_eq!(harms("Lost my burner."), Vec::<&str>::new());
        assert!(screen("Lost my burner.").indicators.len() > 1, "though two indicators show it");
    }

    #[test]
    fn a_long_text_is_read_to_its_end() {
        let long = "The weather was nice. ".repeat(10_000) + "He will post my pics unless I pay him.";
        let screened = screen(&long);
        assert_eq!(screened.harms, [Harm::Sextortion]);
        assert!(screened.indicators.iter().all(|found| found.start > 200_000));
    }
}
