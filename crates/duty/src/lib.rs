//! The law of four nations, for everybody to read: the rulebook in force on a chosen day with its sources, what is
//! different from another day, and a guide from what somebody knows to who must be told.
//!
//! The law is `domain::rules`. Here: [`book`] (the rulebook), [`guide`] (who must be told). Nothing is stored: what
//! somebody says to the guide stays in the address of their own page.

pub mod book;
pub mod guide;
mod words;
