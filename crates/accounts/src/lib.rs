//! Organisations, the people in them, and how they prove who they are.
//!
//! The law is `domain::accounts`. Here: the [`door`] (who is asking), [`sign_in`], [`join`] (an
//! invitation followed), [`members`] (invite, roles, deactivate), [`own`] (one's own account),
//! [`prove`] (again, before a dangerous act), [`keys`] (for programs).

mod directory;
pub mod door;
pub mod join;
mod keeping;
pub mod keys;
pub mod members;
pub mod own;
pub mod password;
pub mod prove;
pub mod sign_in;
pub mod store;
mod words;

pub use directory::Book;
pub use door::Door;
pub use keeping::{Keeping, MIGRATIONS};
