//! Clocks that turn amber or run out: the journal says so, and the team and the leads are told by mail.

use domain::cases::Event;
use domain::cases::course::Running;
use domain::event::{self, Actor};
use domain::id::AccountId;
use domain::time::clock::{Standing, standing};
use jiff::{SignedDuration, Timestamp};
use kit::directory::Contact;
use kit::jobs::Job;
use kit::{Failure, Fault, House, mail};

use crate::store::{self, Opened};
use crate::words;

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
        for case in store::running_clocks(&house.db).await? {
            match look(house, &case.to_string(), now).await {
                // Gone or changed meanwhile: the next run looks again.
                Ok(()) | Err(Failure::NotFound | Failure::Conflict) => {}
                Err(Failure::Fault(fault)) => return Err(fault),
                Err(_) => return Err(Fault::new("warning of a clock was refused")),
            }
        }
        Ok(())
    }
}

async fn look(house: &House, case: &str, now: Timestamp) -> Result<(), Failure> {
    let opened = store::opened(&house.as_custodian(), case).await?;
    let Some((running, overdue)) = opened.state.clocks.iter().find_map(|running| due_warning(running, now))
    else {
        return Ok(());
    };
    let told = to_tell(house, &opened).await?;
    let accounts: Vec<AccountId> = told.iter().map(|contact| contact.account).collect();
    let warned = Event::ClockWarned { clock: running.clock.clock, overdue, told: accounts };
    let mut tx = house.begin("warn of a clock", Actor::System, now).await?;
    tx.append(opened.id, opened.version, event::Event::Cases(warned), None).await?;
    for contact in &told {
        let (subject, body) = words::clock_mail(
            &opened.state.opening.reference,
            &house.settings.base_url,
            overdue,
            contact.lang,
        );
        mail::write(&mut tx, &contact.email, &subject, &body).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The warning that is due on a clock and has not been given.
fn due_warning(running: &Running, now: Timestamp) -> Option<(&Running, bool)> {
    let (amber, overdue) = running.warned;
    match standing(running.clock.started, running.clock.due, now) {
        _ if running.stopped => None,
        Standing::Overdue if !overdue => Some((running, true)),
        Standing::Amber if !amber => Some((running, false)),
        Standing::Running | Standing::Amber | Standing::Overdue => None,
    }
}

async fn to_tell(house: &House, opened: &Opened) -> Result<Vec<Contact>, Fault> {
    let organisation = opened.state.opening.organisation;
    let mut told = house.directory.leads(house, organisation).await?;
    for person in house.directory.people(house, organisation).await? {
        let known = told.iter().any(|lead| lead.account == person.account);
        if opened.state.team.contains(&person.account) && !known {
            told.push(person);
        }
    }
    told.retain(|contact| !opened.state.kept_from.contains(&contact.account));
    Ok(told)
}
