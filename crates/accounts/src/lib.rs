//! Organisations, the people in them, and how they prove who they are.
//!
//! The law is `domain::accounts`. Here: the [`door`] (who is asking), [`sign_in`] and its second half
//! [`code`], [`passkeys`], [`join`] (an invitation followed), [`members`] and [`member`] (invite, roles,
//! deactivate), [`own`] (one's own account) with [`second_factor`] and [`new_password`], [`prove`] (again, before
//! a dangerous act), [`keys`] and [`api`] (for programs), [`register`] and [`installation`] (organisations let in).

mod acts;
pub mod api;
mod ceremony;
pub mod code;
pub mod custody;
mod directory;
pub mod door;
pub mod installation;
pub mod join;
mod keeping;
pub mod keys;
pub mod member;
pub mod members;
pub mod new_password;
mod notify;
pub mod own;
pub mod passkeys;
pub mod password;
pub mod prove;
mod recovery;
pub mod register;
pub mod second_factor;
pub mod sign_in;
pub mod store;
mod words;

pub use ceremony::ForgetCeremonies;
pub use directory::Book;
pub use door::Door;
pub use keeping::{Keeping, MIGRATIONS};
