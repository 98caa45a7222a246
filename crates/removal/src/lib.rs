//! Taking down pictures and videos of children, by hashes that are made where the picture is.
//!
//! The law is `domain::removal`. Nobody here ever sees a picture, and no hash is ever on a page, in a log or in an error.
//!
//! [`young`] is what a young person does, and [`became()`] what became of it. Platforms pull the lists and put entries on
//! them ([`api`]), look hashes up ([`matching`]) and tell what they did ([`telling`]); a [`Node`] knows the lists by
//! heart. People of the service decide what counts ([`desk`]).

pub mod api;
mod became;
pub mod desk;
mod enrolled;
mod index;
mod keeping;
pub mod matching;
mod node;
mod store;
pub mod telling;
mod words;
pub mod young;

pub use became::{Became, became};
pub use keeping::{Keeping, MIGRATIONS, OWN, fill};
pub use node::Node;
