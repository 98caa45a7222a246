//! The clocks that run, in a table of their own: whoever warns of them is the node, which need not open the case.

use domain::cases::Clock;
use domain::cases::course::Running;
use domain::event::Actor;
use domain::id::{CaseId, ClockId, OrganisationId, Reference};
use jiff::Timestamp;
use kit::store::{Migration, Reads, Row, Tx, sql};
use kit::{Failure, Fault, House};

use crate::store;

/// The schema.
pub(crate) const MIGRATION: Migration =
    Migration { name: "0020_cases_clock", sql: include_str!("clocks.sql") };

/// A clock that runs, with what a warning says.
pub(crate) struct Ticking {
    pub(crate) clock: ClockId,
    pub(crate) case: CaseId,
    pub(crate) reference: Reference,
    pub(crate) organisation: OrganisationId,
    pub(crate) started: Timestamp,
    pub(crate) due: Timestamp,
    /// Whether somebody was told that it is amber, and that it is overdue.
    pub(crate) warned: (bool, bool),
}

/// Every clock that runs and may yet need a warning, those that are due first.
pub(crate) async fn running(from: &impl Reads) -> Result<Vec<Ticking>, Fault> {
    let rows = sql("-- cases.clocks.running
        SELECT k.clock, k.case_id, k.started_at, k.due_at, k.warned, c.reference, c.organisation
        FROM cases_clock k JOIN cases_case c ON c.id = k.case_id
        WHERE c.closed = 0 AND k.warned < 2 ORDER BY k.due_at LIMIT 500");
    rows.all(from).await?.iter().map(ticking).collect()
}

fn ticking(row: &Row) -> Result<Ticking, Fault> {
    let warned: i64 = row.get("warned")?;
    Ok(Ticking {
        clock: row.get("clock")?,
        case: row.get("case_id")?,
        reference: row.get("reference")?,
        organisation: row.get("organisation")?,
        started: row.get("started_at")?,
        due: row.get("due_at")?,
        warned: (warned >= 1, warned >= 2),
    })
}

/// Whether one still runs: the case may have been erased since it was looked at.
pub(crate) async fn still_runs(from: &impl Reads, clock: ClockId) -> Result<bool, Fault> {
    let row = sql("-- cases.clocks.still_runs\nSELECT clock FROM cases_clock WHERE clock = $1").bind(clock);
    Ok(row.one(from).await?.is_some())
}

/// One begins.
pub(crate) async fn begins(tx: &mut Tx, case: &str, clock: &Clock) -> Result<(), Fault> {
    put(tx, case, clock, (false, false)).await
}

async fn put(tx: &mut Tx, case: &str, clock: &Clock, warned: (bool, bool)) -> Result<(), Fault> {
    sql("-- cases.clocks.begins
        INSERT INTO cases_clock (clock, case_id, started_at, due_at, warned) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (clock) DO NOTHING")
    .bind(clock.clock)
    .bind(case)
    .bind(clock.started)
    .bind(clock.due)
    .bind(i64::from(warned.0) + i64::from(warned.1))
    .run(tx)
    .await
    .map(drop)
}

/// One is met.
pub(crate) async fn is_met(tx: &mut Tx, clock: ClockId) -> Result<(), Fault> {
    let met = sql("-- cases.clocks.is_met\nDELETE FROM cases_clock WHERE clock = $1");
    met.bind(clock).run(tx).await.map(drop)
}

/// Somebody was warned of one.
pub(crate) async fn is_warned_of(tx: &mut Tx, clock: ClockId, overdue: bool) -> Result<(), Fault> {
    sql("-- cases.clocks.is_warned_of\nUPDATE cases_clock SET warned = $2 WHERE clock = $1 AND warned < $2")
        .bind(clock)
        .bind(1 + i64::from(overdue))
        .run(tx)
        .await
        .map(drop)
}

/// None runs any more in a case that is erased.
pub(crate) async fn forget(tx: &mut Tx, case: &str) -> Result<(), Fault> {
    sql("-- cases.clocks.forget\nDELETE FROM cases_clock WHERE case_id = $1")
        .bind(case)
        .run(tx)
        .await
        .map(drop)
}

/// Notes the clocks of cases from before there was the table.
pub async fn fill(house: &House) -> Result<(), Fault> {
    let db = house.as_custodian();
    let rows = sql("-- cases.clocks.yet
        SELECT id FROM cases_case c WHERE due_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM cases_clock k WHERE k.case_id = c.id)");
    for row in rows.all(&db).await? {
        let case: String = row.get("id")?;
        let opened = match store::opened(&db, &case).await {
            Ok(opened) => opened,
            Err(Failure::Fault(fault)) => return Err(fault),
            // Only its own people can open it: they see the clock on its page.
            Err(_) => continue,
        };
        let mut tx = house.begin("note the clocks that run", Actor::System, house.clock.now()).await?;
        for Running { clock, stopped, warned } in &opened.state.clocks {
            if !stopped {
                put(&mut tx, &case, clock, *warned).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(())
}
