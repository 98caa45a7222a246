//! Reports of concern: the questions, the answers that count, how urgent it is, and what became of it.
//!
//! Read [`form`] for the questions and the stale-answer rule, [`report`] for what a report is,
//! [`phrase`] for the words of a code, [`weigh`] for the first ordering of the queue, [`course`] for what can happen to a report.

pub mod answers;
pub mod course;
pub mod form;
pub mod harm;
pub mod phrase;
pub mod report;
pub mod weigh;

pub use answers::{Answer, Answers};
pub use course::{Event, Refusal, State};
pub use harm::Harm;
pub use report::Known;
pub use report::Report;
pub use weigh::{Urgency, Weighing};
