//! Work that is not a request: clocks that run out, reminders, mail.
//!
//! A job is a value with a name and a rhythm. Running it twice is harmless, and each says so. With many
//! nodes on one database, the one that claims the row runs it; a node that died loses its claim.

use jiff::{SignedDuration, Timestamp};

use crate::store::sql;
use crate::{Fault, House};

/// Something done again and again.
#[async_trait::async_trait]
pub trait Job: Send + Sync {
    /// Like `referrals.chase`.
    fn name(&self) -> &'static str;
    /// How long from one run to the next.
    fn every(&self) -> SignedDuration;
    /// Safe to repeat.
    async fn run(&self, house: &House, now: Timestamp) -> Result<(), Fault>;
}

/// How long a run may take before another node may take over.
const CLAIM: SignedDuration = SignedDuration::from_mins(10);

/// Runs every job that is due, here, if no other node has it. The names of those that ran.
pub async fn run_due(
    house: &House,
    jobs: &[Box<dyn Job>],
    now: Timestamp,
) -> Result<Vec<&'static str>, Fault> {
    let mut ran = Vec::new();
    for job in jobs {
        if claim(house, job.as_ref(), now).await? {
            match job.run(house, now).await {
                Ok(()) => ran.push(job.name()),
                Err(fault) => tracing::error!(
                    job = job.name(),
                    reason = fault.chain(),
                    "a job failed; it will run again"
                ),
            }
            release(house, job.as_ref(), now).await?;
        }
    }
    Ok(ran)
}

async fn claim(house: &House, job: &dyn Job, now: Timestamp) -> Result<bool, Fault> {
    let due = sql(
        "-- kit.jobs.due\nSELECT name FROM kit_job WHERE name = $1 AND (due_at > $2 OR claimed_until > $2)",
    );
    if due.bind(job.name()).bind(now).one(&house.db).await?.is_some() {
        return Ok(false);
    }
    let mut tx = house.begin("claim a job", domain::event::Actor::System, now).await?;
    sql(
        "-- kit.jobs.enlist\nINSERT INTO kit_job (name, due_at) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING",
    )
    .bind(job.name())
    .run(&mut tx)
    .await?;
    let claimed = sql("-- kit.jobs.claim
        UPDATE kit_job SET claimed_until = $3 WHERE name = $1 AND due_at <= $2 AND claimed_until <= $2")
    .bind(job.name())
    .bind(now)
    .bind(now + CLAIM)
    .run(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(claimed == 1)
}

async fn release(house: &House, job: &dyn Job, now: Timestamp) -> Result<(), Fault> {
    let mut tx = house.begin("release a job", domain::event::Actor::System, now).await?;
    sql("-- kit.jobs.release\nUPDATE kit_job SET claimed_until = 0, due_at = $2 WHERE name = $1")
        .bind(job.name())
        .bind(now + job.every())
        .run(&mut tx)
        .await?;
    tx.commit().await
}
