//! What is known about one matter: each fact yes, no or not known.

use std::collections::BTreeMap;

use super::Rulebook;
use super::tables::{CountsAs, Fact};
use crate::reports::Known;

/// What was told. A fact that nobody told is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// In years; facts such as "under 18" follow from it.
    pub age: Option<u8>,
    told: BTreeMap<String, Known>,
}

/// Why facts cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the facts are one JSON object of names with \"yes\", \"no\" or \"not_known\"")]
    NotAnObject,
    #[error("there is no fact `{0}`: `hearken rules --facts` lists them")]
    Unknown(String),
    #[error("`{0}`: say \"yes\", \"no\" or \"not_known\"")]
    NotAnAnswer(String),
    #[error("`age`: give whole years from 0 to 120, or leave it out")]
    NotAnAge,
    #[error("`{0}` says something else than `age`: give one of them")]
    AgainstAge(String),
    #[error("`{0}` and `{1}` cannot both be so: change one of them")]
    Apart(String, String),
}

/// The oldest that somebody is taken to be, in years.
pub const AGE_YEARS_MAX: u8 = 120;
/// The name of the age among the facts.
pub(super) const AGE: &str = "age";

impl Facts {
    /// The same facts, and one more.
    #[must_use]
    pub fn with(mut self, id: &str, known: Known) -> Self {
        self.told.insert(id.to_owned(), known);
        self
    }

    /// The same facts about somebody of an age.
    #[must_use]
    pub const fn aged(mut self, years: u8) -> Self {
        self.age = Some(years);
        self
    }

    /// Reads facts from JSON: `{"age": 15, "blackmail": "yes", "danger_now": "not_known"}`; true, false and null do as
    /// well.
    pub fn read(json: &serde_json::Value, book: &Rulebook) -> Result<Self, Unreadable> {
        let mut facts = Self::default();
        for (id, value) in json.as_object().ok_or(Unreadable::NotAnObject)? {
            if id == AGE {
                facts.age = age(value)?;
                continue;
            }
            book.fact(id).ok_or_else(|| Unreadable::Unknown(id.clone()))?;
            let known = if let Some(yes) = value.as_bool() {
                if yes { Known::Yes } else { Known::No }
            } else if value.is_null() {
                Known::NotKnown
            } else {
                serde_json::from_value(value.clone()).map_err(|_| Unreadable::NotAnAnswer(id.clone()))?
            };
            facts = facts.with(id, known);
        }
        facts.agree(book)?;
        Ok(facts)
    }

    /// Whether the facts can all be so: none against the age that was given, none against another about the age, and
    /// none that is never so together with another.
    pub fn agree(&self, book: &Rulebook) -> Result<(), Unreadable> {
        for (id, known) in &self.told {
            let by_age = by_age(book, id, self.age);
            if by_age != Known::NotKnown && *known != Known::NotKnown && by_age != *known {
                return Err(Unreadable::AgainstAge(id.to_owned()));
            }
        }
        for fact in book.facts.iter().filter(|fact| self.known(&fact.id, book) == Known::Yes) {
            let older = |other: &&Fact| fact.from_age.is_some() && fact.from_age <= other.from_age;
            let mut older = book.facts.iter().filter(older);
            if let Some(other) = older.find(|other| self.known(&other.id, book) == Known::No) {
                return Err(Unreadable::Apart(fact.id.clone(), other.id.clone()));
            }
            let so = |other: &&String| match other.as_str() {
                AGE => self.age.is_some(),
                other => self.known(other, book) == Known::Yes,
            };
            if let Some(other) = fact.never_with.iter().find(so) {
                return Err(Unreadable::Apart(fact.id.clone(), other.clone()));
            }
        }
        Ok(())
    }

    /// Whether somebody said yes or no to a fact.
    pub fn told(&self, id: &str) -> bool {
        self.told.get(id).is_some_and(|known| *known != Known::NotKnown)
    }

    /// What is known of one fact: as told, or as the age says.
    pub fn known(&self, id: &str, book: &Rulebook) -> Known {
        let told = self.told.get(id).copied().filter(|known| *known != Known::NotKnown);
        told.unwrap_or_else(|| by_age(book, id, self.age))
    }

    /// What a rule goes by: what is known, and yes where not knowing must not cost a child protection.
    pub fn counts(&self, id: &str, book: &Rulebook) -> Known {
        let careful = || book.fact(id).is_some_and(|fact| fact.unknown_counts_as == Some(CountsAs::Yes));
        let known = self.known(id, book);
        if known == Known::NotKnown && careful() { Known::Yes } else { known }
    }
}

fn age(value: &serde_json::Value) -> Result<Option<u8>, Unreadable> {
    if value.is_null() {
        return Ok(None);
    }
    let years = value.as_u64().filter(|years| *years <= u64::from(AGE_YEARS_MAX));
    years.and_then(|years| u8::try_from(years).ok()).map(Some).ok_or(Unreadable::NotAnAge)
}

fn by_age(book: &Rulebook, id: &str, age: Option<u8>) -> Known {
    let limit = book.fact(id).and_then(|fact| fact.from_age);
    match (limit, age) {
        (Some(limit), Some(age)) if age <= limit => Known::Yes,
        (Some(_), Some(_)) => Known::No,
        (None, _) | (_, None) => Known::NotKnown,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::rules::rulebook;

    #[test]
    fn the_age_answers_what_follows_from_it() {
        let facts = Facts::default().aged(13);
        for (id, expected) in [
            ("child", Known::Yes),
            ("age_13_or_under", Known::Yes),
            ("under_13", Known::No),
            ("under_12", Known::NotKnown),
            ("danger_now", Known::NotKnown),
        ] {
            assert_eq!(facts.known(id, rulebook()), expected, "{id}");
        }
    }

    #[test]
    fn somebody_whose_age_nobody_knows_counts_as_a_child() {
        let facts = Facts::default();
        assert_eq!(facts.known("child", rulebook()), Known::NotKnown);
        assert_eq!(facts.counts("child", rulebook()), Known::Yes);
        assert_eq!(facts.counts("danger_now", rulebook()), Known::NotKnown);
    }

    fn apart(one: &str, other: &str) -> Unreadable {
        Unreadable::Apart(one.to_owned(), other.to_owned())
    }

    #[test]
    fn facts_that_cannot_be_read_are_named() {
        let cases = [
            (json!([]), Unreadable::NotAnObject),
            (json!({"chld": "yes"}), Unreadable::Unknown("chld".to_owned())),
            (json!({"child": "perhaps"}), Unreadable::NotAnAnswer("child".to_owned())),
            (json!({"child": 1}), Unreadable::NotAnAnswer("child".to_owned())),
            (json!({"age": -1}), Unreadable::NotAnAge),
            (json!({"age": 15.5}), Unreadable::NotAnAge),
            (json!({"age": 121}), Unreadable::NotAnAge),
            (json!({"age": 15, "child": "no"}), Unreadable::AgainstAge("child".to_owned())),
            (json!({"child": "no", "under_13": true}), apart("under_13", "child")),
            (json!({"age_13_or_under": false, "under_13": true}), apart("under_13", "age_13_or_under")),
            (
                json!({"reporter_child": true, "reporter_adult": true}),
                apart("reporter_child", "reporter_adult"),
            ),
            (json!({"missing": true, "returned": true}), apart("missing", "returned")),
            (json!({"age": 0, "unborn": true}), apart("unborn", "age")),
        ];
        for (json, trouble) in cases {
            assert_eq!(Facts::read(&json, rulebook()), Err(trouble), "{json}");
        }
        let read =
            Facts::read(&json!({"age": 15, "blackmail": true, "danger_now": null}), rulebook()).unwrap();
        assert_eq!(read.known("blackmail", rulebook()), Known::Yes);
        assert_eq!(read.known("danger_now", rulebook()), Known::NotKnown);
    }
}
