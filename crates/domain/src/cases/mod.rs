//! Cases: triage, people, chronology, tasks, decisions with reasons.

use crate::events;

events! {
    /// What can happen to a case.
    pub enum Event {
        /// A case was opened.
        Opened = "opened",
    }
}
