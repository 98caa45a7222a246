//! Reminders: a referral without an answer is chased, and the sender's people are told.

use domain::event::{self, Actor};
use domain::referrals::Event::Reminded;
use jiff::{SignedDuration, Timestamp};
use kit::jobs::Job;
use kit::{Failure, Fault, House, journal};

use crate::store::Notice;
use crate::{mails, store};

/// Looks each minute for referrals whose next reminder is due. Safe to repeat: the journal holds it.
pub struct ChaseReferrals;

#[async_trait::async_trait]
impl Job for ChaseReferrals {
    fn name(&self) -> &'static str {
        "referrals.chase"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_mins(1)
    }

    async fn run(&self, house: &House, now: Timestamp) -> Result<(), Fault> {
        for (notice, reminders) in store::to_chase(house, now).await? {
            match chase(house, &notice, reminders, now).await {
                // Answered or changed meanwhile: the next run looks again.
                Ok(()) | Err(Failure::NotFound | Failure::Conflict) => {}
                Err(Failure::Fault(fault)) => return Err(fault),
                Err(_) => return Err(Fault::new("chasing a referral was refused")),
            }
        }
        Ok(())
    }
}

async fn chase(house: &House, notice: &Notice, reminders: u32, now: Timestamp) -> Result<(), Failure> {
    let told = mails::team(house, notice).await?.iter().map(|contact| contact.account).collect();
    let mut tx = house.begin("chase a referral", Actor::System, now).await?;
    // In this order: an answer that comes after the version was read is a conflict, and nothing is written.
    let version = journal::version(&tx, &notice.id.to_string()).await?;
    if !store::is_due(&tx, notice.id, now).await? {
        return Ok(());
    }
    let reminded = Reminded { times: reminders + 1, told };
    tx.append(notice.id, version, event::Event::Referrals(reminded), None).await?;
    mails::remind(house, &mut tx, notice).await?;
    mails::to_sender(house, &mut tx, notice, false).await?;
    tx.commit().await?;
    Ok(())
}
