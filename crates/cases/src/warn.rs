//! Clocks that turn amber or run out: the journal says so, and the team and the leads are told by mail.
//!
//! Nobody has to be there who can open the case: what a warning says stands in the tables, and its entry is sealed with
//! the node's key.

use domain::cases::Event;
use domain::event::{self, Actor};
use domain::id::AccountId;
use domain::time::clock::{Standing, standing};
use jiff::{SignedDuration, Timestamp};
use kit::directory::Contact;
use kit::jobs::Job;
use kit::{Failure, Fault, House, journal, mail};

use crate::clocks::{self, Ticking};
use crate::{store, words};

/// Looks at every running clock each minute. Safe to repeat: the journal holds the warning.
pub struct WarnOfClocks;

#[async_trait::async_trait]
impl Job for WarnOfClocks {
    fn name(&self) -> &'static str {
        "cases.warn_of_clocks"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_mins(1)
    }

    async fn run(&self, house: &House, now: Timestamp) -> Result<(), Fault> {
        for ticking in clocks::running(&house.db).await? {
            let Some(overdue) = due_warning(&ticking, now) else { continue };
            match warn(house, &ticking, overdue, now).await {
                // Gone or changed meanwhile: the next run looks again.
                Ok(()) | Err(Failure::NotFound | Failure::Conflict) => {}
                Err(Failure::Fault(fault)) => return Err(fault),
                Err(_) => return Err(Fault::new("warning of a clock was refused")),
            }
        }
        Ok(())
    }
}

async fn warn(house: &House, ticking: &Ticking, overdue: bool, now: Timestamp) -> Result<(), Failure> {
    let told = to_tell(house, ticking, now).await?;
    let accounts: Vec<AccountId> = told.iter().map(|contact| contact.account).collect();
    let warned = Event::ClockWarned { clock: ticking.clock, overdue, told: accounts };
    let mut tx = house.begin("warn of a clock", Actor::System, now).await?;
    // In this order: what happens to the case after its version was read is a conflict, and nothing is written.
    let version = journal::version(&tx, &ticking.case.to_string()).await?;
    if !clocks::still_runs(&tx, ticking.clock).await? {
        return Ok(());
    }
    tx.append(ticking.case, version, event::Event::Cases(warned), None).await?;
    for contact in &told {
        let (subject, body) =
            words::clock_mail(&ticking.reference, &house.settings.base_url, overdue, contact.lang);
        mail::write(&mut tx, &contact.email, &subject, &body).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The warning that is due on a clock and has not been given: whether that it is overdue.
fn due_warning(ticking: &Ticking, now: Timestamp) -> Option<bool> {
    let (amber, overdue) = ticking.warned;
    match standing(ticking.started, ticking.due, now) {
        Standing::Overdue if !overdue => Some(true),
        Standing::Amber if !amber => Some(false),
        Standing::Running | Standing::Amber | Standing::Overdue => None,
    }
}

async fn to_tell(house: &House, ticking: &Ticking, now: Timestamp) -> Result<Vec<Contact>, Fault> {
    let matter = store::matter(&house.db, ticking.case, now).await?.unwrap_or_default();
    let mut told = house.directory.leads(house, ticking.organisation).await?;
    for person in house.directory.people(house, ticking.organisation).await? {
        let known = told.iter().any(|lead| lead.account == person.account);
        if matter.team.contains(&person.account) && !known {
            told.push(person);
        }
    }
    told.retain(|contact| !matter.kept_from.contains(&contact.account));
    Ok(told)
}
