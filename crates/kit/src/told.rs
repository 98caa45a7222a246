//! How a report is shown wherever it is read: in the queue, in a case, in a referral. Implemented by
//! `reports`, which owns the words of its questions.

use domain::reports::{Harm, Report, State};
use domain::words::Lang;
use maud::Markup;

/// A question with its answer as plain lines: for paper and for programs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Asked {
    pub question: &'static str,
    pub answer: Vec<String>,
}

/// Shows reports.
pub trait Told: Send + Sync {
    /// Everything that was told, as questions and answers, with its files and messages.
    fn whole(&self, state: &State, lang: Lang) -> Markup;
    /// What was told, as questions and answers, without files and messages.
    fn shown(&self, report: &Report, lang: Lang) -> Markup;
    /// The same as plain lines, and who is responsible where it happened.
    fn told(&self, report: &Report, lang: Lang) -> Vec<Asked>;
    /// What kind of harm, in a few words.
    fn harm(&self, harm: Harm, lang: Lang) -> &'static str;
    /// Why it has its urgency, one sentence a reason, the one that set it first.
    fn reasons(&self, state: &State, lang: Lang) -> Vec<&'static str>;
}
