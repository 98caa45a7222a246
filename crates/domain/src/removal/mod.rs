//! Taking down pictures and videos of children, by hashes that are made where the picture is.
//!
//! Nobody here ever sees a picture. [`fingerprint`] is what stands for one; [`asking`] what a young person asks and may
//! take back. What they asked for is an entry of a list that platforms compare with what they have: [`list`] is what may
//! be on one, [`entry`] what becomes of it there. Lists of partners come and go by [`exchange`]; [`authority`] is what a
//! platform must tell the National Crime Agency, and when.

pub mod asking;
pub mod authority;
pub mod entry;
pub mod exchange;
pub mod fingerprint;
pub mod list;
pub mod ways;
pub mod words;

use crate::events;
use crate::id::OrganisationId;

use asking::{Asking, Item};
use entry::Feedback;
use list::{Limits, List, Listing};

events! {
    /// What can happen to a request, to a list, or to one of its entries.
    pub enum Event {
        /// A young person asked that these be found and taken down. The stream is the request (`rem_…`).
        Asked { asking: Asking } = "asked",
        /// They added more.
        AskedMore { items: Vec<Item> } = "asked_more",
        /// They took their request back: its entries leave every list.
        Withdrawn = "withdrawn",
        /// A list was made. The stream is the list (`lst_…`).
        ListMade { list: List } = "list_made",
        /// A list has other limits.
        ListChanged { limits: Limits } = "list_changed",
        /// Entries were put on a list, by an organisation or from a partner's.
        Listed { entries: Vec<Listing> } = "listed",
        /// A platform told what became of an entry. The stream is the entry (`hsh_…`).
        FedBack { platform: OrganisationId, feedback: Feedback } = "fed_back",
        /// An entry was found too often in a day, and stopped.
        Quarantined { times_today: u32, flood: u32 } = "quarantined",
        /// A person of the service decided that an entry counts.
        Confirmed { reason: String } = "confirmed",
        /// A person of the service decided that an entry is gone for good.
        Struck { reason: String } = "struck",
    }
}

impl Event {
    /// Whether it is a young person's own: told by them, and sealed with the key of their request.
    pub const fn is_asking(&self) -> bool {
        match self {
            Self::Asked { .. } | Self::AskedMore { .. } | Self::Withdrawn => true,
            Self::ListMade { .. }
            | Self::ListChanged { .. }
            | Self::Listed { .. }
            | Self::FedBack { .. }
            | Self::Quarantined { .. }
            | Self::Confirmed { .. }
            | Self::Struck { .. } => false,
        }
    }
}
