//! How any system meets the world.
//!
//! A system's handler gets a [`Ctx`]: who asks, when, in which language, and the house behind it.
//! It asks for the act ([`access`]), opens one transaction ([`store::Tx`]), calls the rule in
//! `domain`, and appends the event to the [`journal`]. Failing becomes an answer in one place,
//! [`failure`].

pub mod access;
pub mod answer;
pub mod api;
pub mod briefing;
pub mod chance;
pub mod clock;
pub mod code;
pub mod ctx;
pub mod directory;
pub mod evidence;
pub mod failure;
pub mod form;
pub mod house;
pub mod jobs;
pub mod journal;
pub mod keys;
pub mod log;
pub mod mail;
pub mod page;
pub mod print;
pub mod seal;
pub mod search;
pub mod spool;
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;
pub mod told;
pub mod vault;

pub use ctx::{Ctx, Visitor};
pub use failure::{Failure, Fault, FieldErrors, OrFault};
pub use house::House;
