//! What a partner calls the content, kept as given, and what that may be in the categories of the United Kingdom.
//!
//! The lists of countries do not map onto each other one to one: an answer is every category that it may be, never a
//! guess. The table is `data/removal/categories.csv`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::role::coded;
use crate::words::Lang;

coded! {
    /// Whose list of categories it is.
    Scheme {
        Uk = "uk",
        /// The industry classification of NCMEC.
        Ncmec = "ncmec",
        /// Numbers of VICS in a document from the United Kingdom.
        VicsUk = "vics_uk",
        VicsUs = "vics_us",
        /// Numbers of VICS where nobody said of which country: they mean different things in each.
        Vics = "vics",
        /// Whatever else somebody wrote.
        Other = "other",
    }
}

coded! {
    /// A category of indecent images of children in the United Kingdom.
    Uk {
        A = "A",
        B = "B",
        C = "C",
    }
}

/// A category as it was given.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Category {
    pub scheme: Scheme,
    pub given: String,
}

impl Category {
    pub fn new(scheme: Scheme, given: impl Into<String>) -> Self {
        Self { scheme, given: given.into() }
    }

    /// What the table says of it.
    pub fn meaning(&self) -> Option<&'static Meaning> {
        meanings().iter().find(|row| row.scheme == self.scheme && row.code == self.given)
    }

    /// The categories of the United Kingdom that it may be; none where nothing is known.
    pub fn may_be(&self) -> &'static [Uk] {
        self.meaning().map_or(&[], |row| &row.uk)
    }
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    pub scheme: Scheme,
    pub code: String,
    pub uk: Vec<Uk>,
    pub text: String,
    pub cy: String,
    pub source: String,
    /// Whether what it says was read in its source.
    pub verified: bool,
}

impl Meaning {
    /// What it means, in a language.
    pub fn text_in(&self, lang: Lang) -> &str {
        lang.pick(&self.text, &self.cy)
    }
}

#[derive(Deserialize)]
struct Row {
    scheme: Scheme,
    code: String,
    uk: String,
    text: String,
    cy: String,
    source: String,
    verified: bool,
}

static MEANINGS: LazyLock<Vec<Meaning>> = LazyLock::new(|| {
    let text = include_str!("../../../../../data/removal/categories.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    reader.deserialize().map(|row| meaning(row.expect("every row is read by a test of this file"))).collect()
});

/// The whole table.
pub fn meanings() -> &'static [Meaning] {
    &MEANINGS
}

fn meaning(row: Row) -> Meaning {
    let uk = row.uk.split(' ').filter(|code| !code.is_empty());
    let uk = uk.map(|code| Uk::from_code(code).expect("every row is read by a test of this file")).collect();
    let Row { scheme, code, text, cy, source, verified, .. } = row;
    Meaning { scheme, code, uk, text, cy, source, verified }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_meaning_in_both_languages_and_a_source() {
        for row in meanings() {
            assert!(!row.text.is_empty() && !row.cy.is_empty() && !row.source.is_empty(), "{row:?}");
        }
        let mut known: Vec<_> = meanings().iter().map(|row| (row.scheme, &row.code)).collect();
        known.sort_unstable();
        known.dedup();
        assert_eq!(known.len(), meanings().len(), "none stands twice");
    }

    #[test]
    fn a_category_of_another_country_is_every_one_it_may_be_and_never_a_guess() {
        let cases = [
            (Scheme::Uk, "A", &[Uk::A][..]),
            (Scheme::Uk, "C", &[Uk::C]),
            (Scheme::Ncmec, "A1", &[Uk::A, Uk::B]),
            (Scheme::Ncmec, "B2", &[Uk::C]),
            (Scheme::VicsUk, "2", &[Uk::B]),
            (Scheme::VicsUs, "1", &[Uk::A, Uk::B, Uk::C]),
            (Scheme::VicsUs, "2", &[]),
            (Scheme::Vics, "1", &[]),
            (Scheme::Ncmec, "C4", &[]),
        ];
        for (scheme, given, expected) in cases {
            assert_eq!(Category::new(scheme, given).may_be(), expected, "{scheme:?} {given}");
        }
    }
}
