//! The referral to the National Referral Mechanism: what is the mechanism's alone.
//!
//! Its questions are a form like the others (`data/forms/nrm.toml`), so a person who refuses, and will not co-operate, is
//! named nowhere in the notice, whatever was typed before. Of the toolkit's rules NRM-1 to 10 and 14 are in the form, which
//! a test walks beside the official one; who may refer at all is in [`first_responder`], and what has to be done beside
//! the referral (NRM-3, 12, 13) in [`tasks`].

pub mod first_responder;
pub mod tasks;

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::forms::payload::Sent;
use crate::reports::Answers;

/// The id of its form.
pub const FORM: &str = "nrm";

/// What somebody is referred as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// A referral: a child, somebody whose age is not sure, or an adult who agrees (NRM-1, NRM-2, NRM-4).
    Referral,
    /// A notice that names nobody, unless the adult will help the authorities (NRM-4, NRM-5).
    DutyToNotify,
}

impl Made {
    /// What the answers make of it.
    pub fn of(answers: &Answers) -> Self {
        if answers.chose("pv-under-age", "no") && answers.chose("pv-want-to-submit-nrm", "no") {
            Self::DutyToNotify
        } else {
            Self::Referral
        }
    }
}

/// The keys of the receiver's object that no question answers.
pub fn head(current: &Answers, sent: Sent<'_>) -> impl Iterator<Item = (String, Value)> {
    let (kind, short) = match Made::of(current) {
        Made::Referral => ("560734", "NRM"),
        Made::DutyToNotify => ("662265", "DTN"),
    };
    let keys = [("Type", kind), ("NRMOrDuty", short), ("ExternalId", sent.id), ("Agent.Email", sent.email)];
    keys.map(|(key, text)| (key.to_owned(), Value::from(text))).into_iter()
}
