//! How a report is shown wherever it is read: in the queue, in a case, in a referral. Implemented by
//! `reports`, which owns the words of its questions.

use domain::reports::State;
use domain::words::Lang;
use maud::Markup;

/// Shows reports.
pub trait Told: Send + Sync {
    /// Everything that was told, as questions and answers, with its files and messages.
    fn whole(&self, state: &State, lang: Lang) -> Markup;
    /// What kind of harm, in a few words.
    fn harm(&self, state: &State, lang: Lang) -> &'static str;
    /// Why it has its urgency, one sentence a reason, the one that set it first.
    fn reasons(&self, state: &State, lang: Lang) -> Vec<&'static str>;
}
