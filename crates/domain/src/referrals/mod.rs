//! Referrals: one agency asks another to act, and the clock runs until it answers.

use crate::events;

events! {
    /// What can happen to a referral.
    pub enum Event {
        /// A referral was drafted.
        Drafted = "drafted",
    }
}
