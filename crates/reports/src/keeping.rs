//! The tables of reports, kept up to date by the journal's events.

use domain::event::Event;
use domain::id::kind;
use domain::reports;
use domain::{cases, id::ReportId};
use kit::Fault;
use kit::journal::{Entry, Reaction};
use kit::store::{Migration, Tx, sql};

use crate::receive;

/// The schema, step by step.
pub const MIGRATIONS: [Migration; 2] = [
    Migration { name: "0003_reports", sql: include_str!("schema.sql") },
    Migration { name: "0014_reports_sealed", sql: include_str!("sealed.sql") },
];

/// Writes what has happened into the tables of reports.
pub struct Keeping;

#[async_trait::async_trait]
impl Reaction for Keeping {
    async fn on(&self, tx: &mut Tx, entry: &Entry) -> Result<(), Fault> {
        let Some(report) = entry.about::<kind::Report>() else { return Ok(()) };
        match &entry.event {
            Event::Reports(reports::Event::Received { receipt }) => received(tx, report, receipt).await,
            Event::Reports(reports::Event::Added { files, .. }) => {
                for file in files {
                    keep_file(tx, report, file).await?;
                }
                Ok(())
            }
            Event::Reports(reports::Event::Replied { .. }) => progress(tx, report, "replied").await,
            Event::Cases(cases::Event::TakenOn { .. } | cases::Event::JoinedCase { .. }) => {
                progress(tx, report, "worked_on").await
            }
            Event::Cases(cases::Event::Erased { .. }) => progress(tx, report, "erased").await,
            Event::Cases(cases::Event::ClosedAtTriage { .. }) => progress(tx, report, "looked_at").await,
            Event::Reports(_)
            | Event::Cases(_)
            | Event::Accounts(_)
            | Event::Referrals(_)
            | Event::Duty(_)
            | Event::Removal(_) => Ok(()),
        }
    }
}

async fn received(tx: &mut Tx, report: ReportId, receipt: &reports::course::Receipt) -> Result<(), Fault> {
    let now = tx.now;
    let written = sql("-- reports.keeping.received
        INSERT INTO reports_report (id, reference, organisation, reporter, received_at, progress) VALUES ($1, $2, $3, $4, $5, 'received')
        ON CONFLICT (reference) DO NOTHING")
    .bind(report)
    .bind(&receipt.reference)
    .bind(receipt.organisation)
    .bind(receipt.reporter)
    .bind(now)
    .run(tx)
    .await?;
    if written == 0 {
        return Err(Fault::new(receive::TAKEN));
    }
    for file in &receipt.files {
        keep_file(tx, report, file).await?;
    }
    Ok(())
}

async fn keep_file(tx: &mut Tx, report: ReportId, file: &reports::course::Attachment) -> Result<(), Fault> {
    sql("-- reports.keeping.keep_file\nINSERT INTO reports_file (file, report) VALUES ($1, $2)")
        .bind(file.file)
        .bind(report)
        .run(tx)
        .await
        .map(drop)
}

async fn progress(tx: &mut Tx, report: ReportId, progress: &str) -> Result<(), Fault> {
    sql("-- reports.keeping.progress\nUPDATE reports_report SET progress = $2 WHERE id = $1")
        .bind(report)
        .bind(progress)
        .run(tx)
        .await
        .map(drop)
}
