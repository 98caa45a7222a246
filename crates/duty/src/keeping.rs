//! The tables of duties, kept up to date by the journal's events.

use domain::cases::Event as Worked;
use domain::duty::interference::Interference;
use domain::duty::{Event as Happened, Opening};
use domain::event::Event;
use domain::id::{InterferenceId, kind};
use kit::journal::{self, Entry, Reaction};
use kit::store::{Migration, Tx, sql};
use kit::{Failure, Fault};

use crate::store::{KEPT_FROM, MATTER, kept};

/// The schema, step by step.
pub const MIGRATIONS: [Migration; 1] = [Migration { name: "0024_duty", sql: include_str!("schema.sql") }];

/// Writes what has happened into the tables of duties.
pub struct Keeping;

#[async_trait::async_trait]
impl Reaction for Keeping {
    async fn on(&self, tx: &mut Tx, entry: &Entry) -> Result<(), Fault> {
        match &entry.event {
            Event::Duty(Happened::Begun { opening }) => begun(tx, entry, opening).await,
            Event::Duty(Happened::Interfered { record }) => interfered(tx, entry, record).await,
            Event::Duty(Happened::Erased) => forgotten(tx, &entry.stream).await,
            Event::Cases(Worked::Erased { .. }) => erased(tx, &entry.stream).await,
            Event::Duty(_)
            | Event::Cases(_)
            | Event::Accounts(_)
            | Event::Reports(_)
            | Event::Referrals(_)
            | Event::Removal(_) => Ok(()),
        }
    }
}

async fn begun(tx: &mut Tx, entry: &Entry, opening: &Opening) -> Result<(), Fault> {
    sql("-- duty.keeping.begun\nINSERT INTO duty_assessment (id, case_id) VALUES ($1, $2)")
        .bind(&entry.stream)
        .bind(opening.case)
        .run(tx)
        .await
        .map(drop)
}

async fn interfered(tx: &mut Tx, entry: &Entry, record: &Interference) -> Result<(), Fault> {
    sql("-- duty.keeping.interfered\nINSERT INTO duty_interference (id, matter) VALUES ($1, $2)")
        .bind(&entry.stream)
        .index(MATTER, record.about.matter())
        .run(tx)
        .await?;
    for account in &record.kept_from {
        sql("-- duty.keeping.kept_from
            INSERT INTO duty_kept_from (interference, account) VALUES ($1, $2)
            ON CONFLICT (interference, account) DO NOTHING")
        .bind(&entry.stream)
        .index(KEPT_FROM, kept(&entry.stream, *account))
        .run(tx)
        .await?;
    }
    Ok(())
}

/// A case or a report is erased: its assessments went with its key. A record of interference has a key of its own, and
/// ends with it; but not by the hand of somebody whom it names, who has no key to it and does not learn that it is there.
async fn erased(tx: &mut Tx, matter: &str) -> Result<(), Fault> {
    sql("-- duty.keeping.erased\nDELETE FROM duty_assessment WHERE case_id = $1")
        .bind(matter)
        .run(tx)
        .await?;
    let rows = sql("-- duty.keeping.of_matter\nSELECT id FROM duty_interference WHERE matter = $1");
    for row in rows.index(MATTER, matter).all(tx).await? {
        let id: InterferenceId = row.get("id")?;
        let version = journal::version(tx, &id.to_string()).await?;
        match tx.append::<kind::Interference>(id, version, Event::Duty(Happened::Erased), None).await {
            Ok(_) | Err(Failure::NotFound) => {}
            Err(Failure::Fault(fault)) => return Err(fault),
            Err(_) => return Err(Fault::new("the record of an interference was not erased")),
        }
    }
    Ok(())
}

async fn forgotten(tx: &mut Tx, interference: &str) -> Result<(), Fault> {
    sql("-- duty.keeping.forgotten\nDELETE FROM duty_interference WHERE id = $1")
        .bind(interference)
        .run(tx)
        .await?;
    sql("-- duty.keeping.forgotten_named\nDELETE FROM duty_kept_from WHERE interference = $1")
        .bind(interference)
        .run(tx)
        .await
        .map(drop)
}
