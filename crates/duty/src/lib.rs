//! The law of four nations, for everybody to read: the rulebook in force on a chosen day with its sources, what is
//! different from another day, and a guide from what somebody knows to who must be told.
//!
//! The law is `domain::rules`. Here: [`book`] (the rulebook), [`guide`] (what is asked), `answers` (what follows). Nothing is stored: what
//! somebody says to the guide comes in a form and is forgotten with the answer.

mod answers;
pub mod book;
pub mod guide;
mod words;
