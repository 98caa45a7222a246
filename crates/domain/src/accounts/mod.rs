//! Organisations, the people in them, and how they prove who they are.

use crate::events;

events! {
    /// What can happen to an organisation or an account.
    pub enum Event {
        /// The first administrator's one-time link was made.
        FounderInvited = "founder_invited",
    }
}
