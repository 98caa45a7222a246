//! The questions, as data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{answered, says};
use crate::reports::Answers;

/// The whole form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub source: String,
    pub first_responder_suffixes: Vec<String>,
    pub steps: Vec<Step>,
    pub fields: Vec<Field>,
}

/// One page of it.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub step: String,
    pub fields: Vec<String>,
    /// Where it goes on; nothing where it ends.
    pub next: Option<String>,
    /// Where it goes on instead: the first whose condition holds.
    pub forks: Vec<Fork>,
}

/// Another way on.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fork {
    pub to: String,
    pub when: Condition,
}

/// What one answer says, or does not say.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub field: String,
    #[serde(default)]
    pub is: Option<String>,
    /// Also where there is no answer; with an empty text, where there is any.
    #[serde(default)]
    pub is_not: Option<String>,
}

impl Condition {
    /// Whether it holds.
    pub fn holds(&self, answers: &Answers) -> bool {
        let is = self.is.as_ref().is_none_or(|value| says(answers, &self.field, value));
        let is_not = self.is_not.as_ref().is_none_or(|value| {
            if value.is_empty() { answered(answers, &self.field) } else { !says(answers, &self.field, value) }
        });
        is && is_not
    }
}

/// One question.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub field: String,
    pub kind: Kind,
    pub required: bool,
    pub options: Vec<String>,
    pub label: String,
    /// How long the list is that the official form offers; the list itself is not ours.
    #[serde(default)]
    pub list: Option<u32>,
    #[serde(default)]
    pub chars_max: Option<usize>,
    #[serde(default)]
    pub must_be: Option<MustBe>,
    /// Asked only where another question of the page is answered so.
    #[serde(default)]
    pub only_if: Option<Condition>,
    /// What the receiver calls it.
    #[serde(default)]
    pub key: Option<String>,
    /// How the receiver wants each choice.
    #[serde(default)]
    pub sent_as: BTreeMap<String, String>,
    /// Whether it says who or where the person is.
    #[serde(default)]
    pub identity: bool,
}

/// The shape of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Text,
    Textarea,
    Select,
    Radios,
    Checkbox,
    Checkboxes,
    Date,
    Files,
}

/// What an answer must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MustBe {
    Email,
    Number,
    Telephone,
    /// A text that is no address of a page.
    NoAddress,
    PastDate,
}

static FORM: LazyLock<Form> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../../data/nrm.json"))
        .expect("data/nrm.json is read by a test of this module")
});

/// The form.
pub fn form() -> &'static Form {
    &FORM
}

impl Form {
    /// The page of this name.
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.step == name)
    }

    /// The question of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.field == name)
    }
}
