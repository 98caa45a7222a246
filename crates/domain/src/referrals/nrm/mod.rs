//! The referral to the National Referral Mechanism: the questions of the official form, the way through them, and what
//! the receiver gets.
//!
//! The form is data (`data/nrm.json`). Which questions are asked follows from the answers; an answer whose question is no
//! longer asked stays with the draft but **never leaves it**: what is sent is built from the current path alone. So a
//! person who refuses, and will not co-operate, is named nowhere in the notice, whatever was typed before.
//!
//! Of the toolkit's rules NRM-1, 2, 4, 5, 8, 10 and 14 are in [`path`] and [`check`]; who may refer at all in
//! [`first_responder`], by the six suffixes of the official form and not yet its single domains.

pub mod check;
pub mod first_responder;
pub mod form;
pub mod path;
pub mod payload;

#[cfg(test)]
mod tests;

use crate::reports::{Answer, Answers};

/// The answer to one question as the form compares it.
fn says(answers: &Answers, field: &str, value: &str) -> bool {
    answers.chose(field, value)
}

/// Whether a question has any answer.
fn answered(answers: &Answers, field: &str) -> bool {
    answers.get(field).is_some_and(|answer| !Answer::is_empty(answer))
}

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
        if says(answers, "pv-under-age", "no") && says(answers, "pv-want-to-submit-nrm", "no") {
            Self::DutyToNotify
        } else {
            Self::Referral
        }
    }
}
