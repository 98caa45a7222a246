//! People as others speak of them: names compared fairly, and text that never reaches a log.

use std::collections::BTreeSet;
use std::fmt;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Something that must never be printed by accident: its `Debug` says only that it is private.
#[derive(Clone, PartialEq, Eq)]
pub struct Private<T>(T);

impl<T> Private<T> {
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Hands out what is inside; the name says at the call that care is needed.
    pub const fn reveal(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Private")
    }
}

/// A name in the one form in which names are compared: lower case, no accents, no titles, no order.
///
/// "Mr. Rhys O'Néill" and "ONEILL, rhys" are the same name; a title or a middle initial never
/// hides a person from the rule that the one named in an allegation must not see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameKey(BTreeSet<String>);

const TITLES: [&str; 11] = ["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "madam", "prof", "rev", "coach"];

impl NameKey {
    /// Reads a name as typed.
    pub fn new(name: &str) -> Self {
        Self(
            folded(name)
                .split(|c: char| !c.is_alphanumeric())
                .filter(|part| !part.is_empty() && !TITLES.contains(part))
                .map(str::to_owned)
                .collect(),
        )
    }

    /// Its parts, in the order of the alphabet.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether nothing is left to compare.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the two may well be one person: all parts of the shorter name are in the longer,
    /// where an initial stands for any part that begins with it. One part alone is enough only when
    /// it is not an initial, so "Mr Hughes" meets "Gareth Hughes". Errs towards yes: the price of a
    /// wrong yes is that a colleague handles it, of a wrong no that an abuser reads the report.
    pub fn may_be(&self, other: &Self) -> bool {
        let (short, long) = if self.0.len() <= other.0.len() { (self, other) } else { (other, self) };
        let long_enough = short.0.iter().any(|part| part.chars().count() > 1);
        long_enough && short.0.iter().all(|part| long.0.iter().any(|there| part_matches(part, there)))
    }
}

/// A text in the one form in which words are compared: lower case, without accents, apostrophes and full stops.
pub fn folded(text: &str) -> String {
    let counts = |c: &char| !is_combining_mark(*c) && !matches!(c, '\'' | '’' | '‘' | '`' | '.');
    // Up and down again, so that letters with two small forms (ß and ss, σ and ς) are one.
    let folded = text.nfkd().filter(counts).flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    folded.nfkd().filter(counts).collect()
}

fn part_matches(one: &str, other: &str) -> bool {
    let initial = |a: &str, b: &str| a.chars().count() == 1 && b.starts_with(a);
    one == other || initial(one, other) || initial(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_recognised_however_it_is_typed() {
        let cases = [
            ("Mr. Rhys O'Néill", "ONEILL, rhys", true),
            ("Mr Hughes", "Gareth Hughes", true),
            ("G. Hughes", "Gareth Hughes", true),
            ("WEISS", "Anna Weiß", true),
            ("Gareth Hughes", "Gwen Hughes", false),
            ("G", "Gareth Hughes", false),
            ("", "Gareth Hughes", false),
            ("Dr", "Gareth Hughes", false),
        ];
        for (typed, known, expected) in cases {
            assert_eq!(NameKey::new(typed).may_be(&NameKey::new(known)), expected, "{typed} / {known}");
        }
    }

    #[test]
    fn private_text_does_not_reach_a_log() {
        assert_eq!(format!("{:?}", Private::new("Alys")), "Private");
    }
}
