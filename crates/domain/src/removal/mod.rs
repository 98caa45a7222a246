//! Taking down pictures and videos of children, by hashes that are made where the picture is.
//!
//! Nobody here ever sees a picture. [`fingerprint`] is what stands for one; [`asking`] what a young person asks and may
//! take back. What they asked for is an entry of a list that platforms compare with what they have.

pub mod asking;
pub mod fingerprint;
pub mod ways;
pub mod words;

use crate::events;

use asking::{Asking, Item};

events! {
    /// What can happen to a request, to a list, or to one of its entries.
    pub enum Event {
        /// A young person asked that these be found and taken down. The stream is the request (`rem_…`).
        Asked { asking: Asking } = "asked",
        /// They added more.
        AskedMore { items: Vec<Item> } = "asked_more",
        /// They took their request back: its entries leave every list.
        Withdrawn = "withdrawn",
    }
}

impl Event {
    /// Whether it is a young person's own: told by them, and sealed with the key of their request.
    pub const fn is_asking(&self) -> bool {
        match self {
            Self::Asked { .. } | Self::AskedMore { .. } | Self::Withdrawn => true,
        }
    }
}
