//! Answers as given, one for each question, before anybody has judged them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One row of named fields, such as a person's name and age.
pub type Row = BTreeMap<String, String>;

/// The answer to one question. In JSON: a string, a list of strings, or a list of objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// A text, or the one choice made.
    One(String),
    /// The choices made.
    Many(Vec<String>),
    /// Rows of fields: people, accounts, demands.
    Rows(Vec<Row>),
}

impl Answer {
    /// Whether it says nothing at all.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::One(text) => text.trim().is_empty(),
            Self::Many(codes) => codes.is_empty(),
            Self::Rows(rows) => rows.iter().flat_map(Row::values).all(|value| value.trim().is_empty()),
        }
    }
}

/// The answers given so far, by the id of the question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Answer>);

impl Answers {
    pub fn get(&self, question: &str) -> Option<&Answer> {
        self.0.get(question)
    }

    pub fn set(&mut self, question: &str, answer: Answer) {
        self.0.insert(question.to_owned(), answer);
    }

    pub fn remove(&mut self, question: &str) {
        self.0.remove(question);
    }

    /// The text or choice given, without blanks around it; empty counts as not given.
    pub fn one(&self, question: &str) -> Option<&str> {
        match self.get(question) {
            Some(Answer::One(text)) => Some(text.trim()).filter(|text| !text.is_empty()),
            Some(Answer::Many(_) | Answer::Rows(_)) | None => None,
        }
    }

    /// Whether this choice was made, alone or among others.
    pub fn chose(&self, question: &str, choice: &str) -> bool {
        match self.get(question) {
            Some(Answer::One(chosen)) => chosen == choice,
            Some(Answer::Many(chosen)) => chosen.iter().any(|one| one == choice),
            Some(Answer::Rows(_)) | None => false,
        }
    }

    /// The rows given that have anything in them.
    pub fn rows(&self, question: &str) -> impl Iterator<Item = &Row> {
        let rows = match self.get(question) {
            Some(Answer::Rows(rows)) => rows.as_slice(),
            Some(Answer::One(_) | Answer::Many(_)) | None => &[],
        };
        rows.iter().filter(|row| row.values().any(|value| !value.trim().is_empty()))
    }

    /// The ids of the questions that have an answer.
    pub fn questions(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One field of a row, without blanks around it; empty counts as not given.
pub fn field<'a>(row: &'a Row, name: &str) -> Option<&'a str> {
    row.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
}
