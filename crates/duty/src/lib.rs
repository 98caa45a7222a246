//! The law of four nations, and the duties to report that it makes.
//!
//! The law is `domain::rules` and `domain::duty`. For everybody: [`book`] (the rulebook in force on a chosen day with its
//! sources, and what is different from another day) and [`guide`] (from what somebody knows to who must be told); these
//! store nothing. On a case: [`assess`] (the duties of one person, weighed and recorded, with the clocks that they start)
//! and [`interfere`] (who tried to stop a report: written once, kept from whoever it names).

mod answers;
pub mod api;
pub mod assess;
pub mod book;
pub mod guide;
pub mod interfere;
mod keeping;
mod store;
mod words;

pub use keeping::{Keeping, MIGRATIONS};
