//! Reminders: a referral without an answer is chased, and the sender's people are told.

use domain::event::{self, Actor};
use domain::id::AccountId;
use domain::referrals::course;
use jiff::{SignedDuration, Timestamp};
use kit::jobs::Job;
use kit::{Failure, Fault, House};

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
        for referral in store::to_chase(house, now).await? {
            match chase(house, &referral.to_string(), now).await {
                // Answered or changed meanwhile: the next run looks again.
                Ok(()) | Err(Failure::NotFound | Failure::Conflict) => {}
                Err(Failure::Fault(fault)) => return Err(fault),
                Err(_) => return Err(Fault::new("chasing a referral was refused")),
            }
        }
        Ok(())
    }
}

async fn chase(house: &House, referral: &str, now: Timestamp) -> Result<(), Failure> {
    let opened = store::opened(&house.as_custodian(), house, referral).await?;
    let told: Vec<AccountId> =
        mails::team(house, &opened).await?.iter().map(|contact| contact.account).collect();
    let Some(reminded) = course::remind(&opened.state, told, now) else { return Ok(()) };
    let mut tx = house.begin("chase a referral", Actor::System, now).await?;
    tx.append(opened.id, opened.version, event::Event::Referrals(reminded), None).await?;
    mails::to_recipient(house, &mut tx, &opened, true, &opened.state.kept_from).await?;
    mails::to_sender(house, &mut tx, &opened, false).await?;
    tx.commit().await?;
    Ok(())
}
