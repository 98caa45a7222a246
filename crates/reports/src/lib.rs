//! Hearing: a concern is told, kept, and can be come back to.
//!
//! The law is `domain::reports`. Here: [`start`] (the first page), [`form`] (one question a page),
//! [`receive`] (it arrives, whole, once), [`come_back`] (with the code), [`mine`] (what staff have
//! reported), [`read`] (a report as it is read here), [`reply`] (to the reporter).

pub mod advice;
pub mod api;
mod code;
pub mod come_back;
pub mod draft;
pub mod files;
pub mod form;
mod keeping;
pub mod mine;
pub mod proof;
pub mod read;
pub mod receive;
pub mod reply;
pub mod spool;
pub mod start;
mod words;

pub use keeping::{Keeping, MIGRATIONS};
pub use read::{Reading, sent};
