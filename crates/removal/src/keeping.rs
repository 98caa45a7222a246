//! The tables of the hash service, kept up to date by the journal's events.

use domain::event::Event;
use domain::removal::Event as Happened;
use kit::Fault;
use kit::journal::{Entry, Reaction};
use kit::store::{Migration, Tx};

/// The schema, step by step.
pub const MIGRATIONS: [Migration; 1] =
    [Migration { name: "0031_removal_young", sql: include_str!("young/schema.sql") }];

/// Writes what has happened into the tables of the hash service.
pub struct Keeping;

#[async_trait::async_trait]
impl Reaction for Keeping {
    async fn on(&self, _: &mut Tx, entry: &Entry) -> Result<(), Fault> {
        match &entry.event {
            Event::Removal(Happened::Asked { .. } | Happened::AskedMore { .. } | Happened::Withdrawn)
            | Event::Accounts(_)
            | Event::Reports(_)
            | Event::Cases(_)
            | Event::Referrals(_)
            | Event::Duty(_) => Ok(()),
        }
    }
}
