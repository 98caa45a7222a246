//! Working: a report waits in the queue, becomes a case or is closed with a reason, and the case is seen
//! through.
//!
//! The law is `domain::cases`. Here: [`queue`] (what waits, the urgent first), [`triage`] (what becomes
//! of a report), [`weighing`] (how urgent it is, and why), [`list`] (open cases), [`case`] (the page of a case), [`act`], [`team`], [`linked`] and [`files`]
//! (what is done to it), [`search`] (words, and what is named in several), [`alike`] (what is worded the same), [`tools`] (screening tools), [`context`] (harm outside the home), [`glass`] (looking in from outside the team), [`ending`] (what is held or erased), [`export`] (what is handed over), [`census`] (the return to the Department), [`warn`] (clocks that
//! run out), [`announce`] (the leads are told of what cannot wait).

pub mod act;
pub mod alike;
pub mod announce;
pub mod api;
mod brief;
pub mod case;
pub mod census;
pub mod clocks;
pub mod context;
mod doing;
pub mod ending;
pub mod export;
pub mod files;
pub mod glass;
mod keeping;
mod kept;
pub mod linked;
pub mod list;
mod owed;
pub mod queue;
mod raise;
mod referred;
pub mod search;
pub mod selectors;
mod store;
mod story;
pub mod team;
pub mod tools;
pub mod triage;
mod typed;
pub mod warn;
pub mod weighing;
mod words;

pub use brief::Telling;
pub use keeping::{Keeping, MIGRATIONS};
