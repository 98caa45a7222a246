//! The words and the law of Hearken.
//!
//! Everything here is pure: no clock, no randomness, no file, no socket, no SQL, no HTML. Time and
//! place are arguments. A rule answers with its reason. Each system of the mission has its law here
//! and its practice in the crate of the same name.
//!
//! Read in this order: the shared nouns, then one system at a time.

pub mod agency;
pub mod alike;
pub mod event;
pub mod evidence;
pub mod id;
pub mod keys;
pub mod person;
pub mod place;
pub mod role;
pub mod rules;
pub mod screen;
pub mod selector;
pub mod time;
pub mod weighing;
pub mod words;

pub mod accounts;
pub mod cases;
pub mod census;
pub mod duty;
pub mod referrals;
pub mod removal;
pub mod reports;
