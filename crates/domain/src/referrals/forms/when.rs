//! When something is asked: `one = yes|not-sure and other = no or third answered`.
//!
//! `and` binds more tightly than `or`; there are no brackets. A condition looks at answers that come before it and are
//! themselves on the current path, so an answer that went stale upstream asks for nothing downstream.

use serde::{Deserialize, Deserializer, de};

use crate::reports::{Answer, Answers};

/// A condition: holds when every part of one of its alternatives does. Without any it always holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct When {
    pub alternatives: Vec<Vec<Part>>,
}

/// What one answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub field: String,
    /// One of these was chosen; without any, there is some answer.
    pub is: Vec<String>,
}

/// A condition that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no condition: write `field = code`, `field = code|code` or `field answered`")]
pub struct NotACondition(String);

impl When {
    /// Reads it as it is written in the data.
    pub fn read(text: &str) -> Result<Self, NotACondition> {
        let alternative = |text: &str| text.split(" and ").map(Part::read).collect::<Result<Vec<_>, _>>();
        Ok(Self { alternatives: text.split(" or ").map(alternative).collect::<Result<_, _>>()? })
    }

    /// Whether it holds.
    pub fn holds(&self, answers: &Answers) -> bool {
        self.alternatives.is_empty()
            || self.alternatives.iter().any(|parts| parts.iter().all(|part| part.holds(answers)))
    }

    /// The questions that it looks at.
    pub fn fields(&self) -> impl Iterator<Item = &Part> {
        self.alternatives.iter().flatten()
    }
}

impl Part {
    fn read(text: &str) -> Result<Self, NotACondition> {
        let no = || NotACondition(text.to_owned());
        let named = |field: &str| !field.is_empty() && !field.contains(' ');
        if let Some(field) = text.trim().strip_suffix(" answered").filter(|field| named(field)) {
            return Ok(Self { field: field.to_owned(), is: Vec::new() });
        }
        let (field, codes) =
            text.trim().split_once(" = ").filter(|(field, _)| named(field)).ok_or_else(no)?;
        let is: Vec<String> = codes.split('|').map(|code| code.trim().to_owned()).collect();
        if is.iter().all(|code| named(code)) { Ok(Self { field: field.to_owned(), is }) } else { Err(no()) }
    }

    /// Whether it holds.
    pub fn holds(&self, answers: &Answers) -> bool {
        if self.is.is_empty() {
            return answers.get(&self.field).is_some_and(|answer| !Answer::is_empty(answer));
        }
        self.is.iter().any(|code| answers.chose(&self.field, code))
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::read(&String::deserialize(from)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn and_binds_more_tightly_than_or() {
        let when = When::read("age = no and agrees = yes or age = yes|not-sure or note answered").unwrap();
        let cases = [
            (&[("age", "no"), ("agrees", "yes")][..], true),
            (&[("age", "no"), ("agrees", "no")], false),
            (&[("age", "not-sure")], true),
            (&[("note", "x")], true),
            (&[("note", " ")], false),
            (&[], false),
        ];
        for (given, expected) in cases {
            let mut answers = Answers::default();
            for (field, text) in given {
                answers.set(field, Answer::One((*text).to_owned()));
            }
            assert_eq!(when.holds(&answers), expected, "{given:?}");
        }
    }

    #[test]
    fn what_is_no_condition_is_refused_with_the_way_to_write_it() {
        for text in ["", "age", "age =", "age = yes and", "two words = yes", "age = |"] {
            assert!(When::read(text).unwrap_err().to_string().contains("field = code"), "{text}");
        }
    }
}
