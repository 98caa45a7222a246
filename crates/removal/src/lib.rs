//! Taking down pictures and videos of children, by hashes that are made where the picture is.
//!
//! The law is `domain::removal`. Nobody here ever sees a picture, and no hash is ever on a page, in a log or in an error.

mod keeping;
pub mod young;

pub use keeping::{Keeping, MIGRATIONS};
