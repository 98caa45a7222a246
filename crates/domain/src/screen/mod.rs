//! What a text may be telling of: indicators, each with the exact words, and how soon somebody must look.
//!
//! The indicators, their signs and the lists of words are data (`data/rules/indicators.toml`, `data/screen`). All words
//! of all lists are found in one pass over the folded text; signs are words that stand near each other. What is negated,
//! asked for a lesson, or told to be cleared up does not count. Nothing here decides anything: it orders, and it shows
//! the words that it went by. A person decides.
//!
//! Read in this order: [`fold`], [`lexicon`], [`sign`], [`context`], [`find`].

pub mod age;
pub mod context;
pub mod find;
pub mod fold;
pub mod lexicon;
pub mod sign;

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
