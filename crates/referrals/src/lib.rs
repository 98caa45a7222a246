//! Routing: a referral is drafted from a case, sent to the agency that must act, and chased until it
//! answers.
//!
//! The law is `domain::referrals`. Here: [`draft`] (what is shared, with whom, why), [`begun`] and [`mod@fill`] (the receiver's
//! form, chosen, begun with what the case knows, filled in page by page), [`show`] (the page),
//! [`act`] (sent, answered, withdrawn), [`hand`] (a recipient without an account, by a single-use link),
//! `evidence` (files of the case that go with it), [`paper`] (PDF and JSON), [`told`] (the receiver's own file), [`list`] (from us and to us), [`chase`] (reminders).

pub mod act;
pub mod api;
mod asked;
pub mod begun;
pub mod chase;
pub mod draft;
mod drafting;
mod evidence;
pub mod fill;
pub mod hand;
mod keeping;
pub mod list;
mod mails;
pub mod paper;
mod responder;
pub mod show;
mod store;
mod taking;
pub mod told;
mod words;

pub use keeping::{Keeping, MIGRATIONS, fill};
