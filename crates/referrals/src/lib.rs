//! Routing: a referral is drafted from a case, sent to the agency that must act, and chased until it
//! answers.
//!
//! The law is `domain::referrals`. Here: [`draft`] (what is shared, with whom, why), [`show`] (the page),
//! [`act`] (sent, answered, withdrawn), [`hand`] (a recipient without an account, by a single-use link),
//! [`paper`] (PDF and JSON), [`list`] (from us and to us), [`chase`] (reminders).

pub mod act;
pub mod api;
pub mod chase;
pub mod draft;
pub mod hand;
mod keeping;
pub mod list;
mod mails;
pub mod paper;
pub mod show;
mod store;
mod words;

pub use keeping::{Keeping, MIGRATIONS, fill};
