//! The tables of cases, kept up to date by the journal's events.

use domain::cases::triage::{self, Triage};
use domain::cases::{Event as Happened, Opening};
use domain::event::Event;
use domain::id::{AccountId, CaseId, kind};
use domain::referrals::Event as Referred;
use domain::reports::course::Receipt;
use domain::reports::{Event as Heard, Urgency};
use jiff::Timestamp;
use kit::Fault;
use kit::journal::{Entry, Reaction};
use kit::store::{Migration, Tx, sql};

use crate::{alike, announce, clocks, owed, raise, selectors};

/// The schema, step by step.
pub const MIGRATIONS: [Migration; 7] = [
    Migration { name: "0004_cases", sql: include_str!("schema.sql") },
    Migration { name: "0006_cases_referral", sql: include_str!("referred.sql") },
    Migration { name: "0015_cases_glass", sql: include_str!("glass.sql") },
    selectors::MIGRATION,
    clocks::MIGRATION,
    alike::MIGRATION,
    announce::MIGRATION,
];

/// Writes what has happened into the tables of cases; a report that arrives joins the queue.
pub struct Keeping;

#[async_trait::async_trait]
impl Reaction for Keeping {
    async fn on(&self, tx: &mut Tx, entry: &Entry) -> Result<(), Fault> {
        match &entry.event {
            Event::Reports(event) => heard(tx, entry, event).await,
            Event::Cases(event) if entry.about::<kind::Report>().is_some() => triaged(tx, entry, event).await,
            Event::Cases(event) => worked(tx, entry, event).await,
            Event::Referrals(Referred::Drafted { draft }) => referred(tx, entry, draft.case).await,
            Event::Referrals(Referred::Sent { .. }) => owed::given(tx, entry).await,
            Event::Accounts(_) | Event::Referrals(_) | Event::Duty(_) | Event::Removal(_) => Ok(()),
        }
    }
}

async fn referred(tx: &mut Tx, entry: &Entry, case: CaseId) -> Result<(), Fault> {
    sql("-- cases.keeping.referred\nINSERT INTO cases_referral (referral, case_id) VALUES ($1, $2)")
        .bind(&entry.stream)
        .bind(case)
        .run(tx)
        .await
        .map(drop)
}

async fn heard(tx: &mut Tx, entry: &Entry, event: &Heard) -> Result<(), Fault> {
    match event {
        Heard::Received { receipt } => joins_queue(tx, entry, receipt).await,
        Heard::Weighed { before, after } => {
            sql("-- cases.keeping.weighed\nUPDATE cases_intake SET urgency = $2 WHERE report = $1")
                .bind(&entry.stream)
                .bind(after.urgency.rank())
                .run(tx)
                .await?;
            if after.urgency < before.urgency {
                raise::case_of(tx, &entry.stream, after.urgency).await?;
            }
            Ok(())
        }
        Heard::KeptFrom { account } => keep_from(tx, &entry.stream, &[*account]).await,
        Heard::Added { text, .. } => {
            alike::of_more(tx, &entry.stream, text).await?;
            raise::case_of(tx, &entry.stream, raise::weight(text, entry.at)).await
        }
        Heard::Replied { .. } | Heard::FileHandled { .. } => Ok(()),
    }
}

async fn joins_queue(tx: &mut Tx, entry: &Entry, receipt: &Receipt) -> Result<(), Fault> {
    sql("-- cases.keeping.joins_queue
        INSERT INTO cases_intake (report, organisation, reference, state, urgency, received_at)
        VALUES ($1, $2, $3, 'waiting', $4, $5)")
    .bind(&entry.stream)
    .bind(receipt.organisation)
    .bind(&receipt.reference)
    .bind(receipt.weighing.urgency.rank())
    .bind(entry.at)
    .run(tx)
    .await?;
    selectors::of_report(tx, &entry.stream, receipt.organisation, &receipt.report).await?;
    alike::of_report(tx, &entry.stream, receipt.organisation, &receipt.report).await?;
    keep_from(tx, &entry.stream, &receipt.kept_from).await
}

async fn keep_from(tx: &mut Tx, matter: &str, accounts: &[AccountId]) -> Result<(), Fault> {
    for account in accounts {
        sql("-- cases.keeping.keep_from
            INSERT INTO cases_kept_from (matter, account) VALUES ($1, $2) ON CONFLICT (matter, account) DO NOTHING")
        .bind(matter)
        .bind(*account)
        .run(tx)
        .await?;
    }
    Ok(())
}

async fn triaged(tx: &mut Tx, entry: &Entry, event: &Happened) -> Result<(), Fault> {
    if matches!(event, Happened::Erased { .. }) {
        selectors::forget(tx, &entry.stream).await?;
        alike::forget(tx, &entry.stream).await?;
        return sql("-- cases.keeping.erased\nUPDATE cases_intake SET state = 'erased' WHERE report = $1")
            .bind(&entry.stream)
            .run(tx)
            .await
            .map(drop);
    }
    if let Some(urgency) = weighed(event) {
        return sql(
            "-- cases.keeping.triaged_urgency\nUPDATE cases_intake SET urgency = $2 WHERE report = $1",
        )
        .bind(&entry.stream)
        .bind(urgency.rank())
        .run(tx)
        .await
        .map(drop);
    }
    let (state, case) = match triage::apply(Triage::Waiting, event) {
        Triage::InCase(case) => ("in_case", Some(case)),
        Triage::Closed => ("closed", None),
        Triage::Waiting => return Ok(()),
    };
    sql("-- cases.keeping.triaged\nUPDATE cases_intake SET state = $2, case_id = $3 WHERE report = $1")
        .bind(&entry.stream)
        .bind(state)
        .bind(case)
        .run(tx)
        .await
        .map(drop)
}

/// The urgency that something people said leaves it with.
const fn weighed(event: &Happened) -> Option<Urgency> {
    if let Happened::UrgencySet { after: urgency, .. }
    | Happened::UrgencyRaised { after: urgency, .. }
    | Happened::IndicatorAdded { urgency, .. }
    | Happened::IndicatorStruck { urgency, .. } = event
    {
        Some(*urgency)
    } else {
        None
    }
}

async fn worked(tx: &mut Tx, entry: &Entry, event: &Happened) -> Result<(), Fault> {
    let case = entry.stream.as_str();
    match event {
        Happened::Opened { opening } => opened(tx, entry, opening).await,
        Happened::ReportJoined { kept_from, .. } => {
            for account in kept_from {
                team_left(tx, case, *account).await?;
            }
            keep_from(tx, case, kept_from).await
        }
        Happened::KeptFrom { account } => {
            keep_from(tx, case, &[*account]).await?;
            team_left(tx, case, *account).await
        }
        Happened::GlassBroken { account, until, .. } => looks_in(tx, case, *account, *until).await,
        Happened::TeamJoined { account } => team_joined(tx, case, *account).await,
        Happened::TeamLeft { account } => team_left(tx, case, *account).await,
        Happened::UrgencySet { after: urgency, .. }
        | Happened::UrgencyRaised { after: urgency, .. }
        | Happened::IndicatorAdded { urgency, .. }
        | Happened::IndicatorStruck { urgency, .. } => urgency_set(tx, case, urgency.rank()).await,
        Happened::ClockStarted { clock } => {
            clocks::begins(tx, case, clock).await?;
            next_clock(tx, case).await
        }
        Happened::ClockStopped { clock } => {
            clocks::is_met(tx, *clock).await?;
            next_clock(tx, case).await
        }
        Happened::ClockWarned { clock, overdue, .. } => clocks::is_warned_of(tx, *clock, *overdue).await,
        Happened::SubjectNamed { subject_kind, name, .. } => {
            selectors::of_subject(tx, case, *subject_kind, name).await
        }
        Happened::Erased { .. } => erased(tx, case).await,
        Happened::Closed { .. } => closed(tx, case, true).await,
        Happened::Reopened { .. } => closed(tx, case, false).await,
        Happened::TakenOn { .. }
        | Happened::JoinedCase { .. }
        | Happened::ClosedAtTriage { .. }
        | Happened::NoteWritten { .. }
        | Happened::TaskGiven { .. }
        | Happened::TaskDone { .. }
        | Happened::Decided { .. }
        | Happened::CensusTold { .. }
        | Happened::FileAdded { .. }
        | Happened::ToolFilled { .. }
        | Happened::Categorised { .. }
        | Happened::ContextConference { .. }
        | Happened::FileHandled { .. }
        | Happened::Exported { .. }
        | Happened::Linked { .. }
        | Happened::Held { .. }
        | Happened::ReleaseAsked { .. }
        | Happened::Released { .. }
        | Happened::ErasureAsked { .. }
        | Happened::NotAgreed { .. } => Ok(()),
    }
}

async fn erased(tx: &mut Tx, case: &str) -> Result<(), Fault> {
    clocks::forget(tx, case).await?;
    selectors::forget(tx, case).await
}

async fn urgency_set(tx: &mut Tx, case: &str, rank: u8) -> Result<(), Fault> {
    sql("-- cases.keeping.urgency_set\nUPDATE cases_case SET urgency = $2 WHERE id = $1")
        .bind(case)
        .bind(rank)
        .run(tx)
        .await
        .map(drop)
}

async fn looks_in(tx: &mut Tx, case: &str, account: AccountId, until: Timestamp) -> Result<(), Fault> {
    sql("-- cases.keeping.looks_in
        INSERT INTO cases_glass (case_id, account, until) VALUES ($1, $2, $3)
        ON CONFLICT (case_id, account) DO UPDATE SET until = $3")
    .bind(case)
    .bind(account)
    .bind(until)
    .run(tx)
    .await
    .map(drop)
}

async fn opened(tx: &mut Tx, entry: &Entry, opening: &Opening) -> Result<(), Fault> {
    sql("-- cases.keeping.opened
        INSERT INTO cases_case (id, organisation, reference, harm, urgency, opened_at, closed)
        VALUES ($1, $2, $3, $4, $5, $6, 0)")
    .bind(&entry.stream)
    .bind(opening.organisation)
    .bind(&opening.reference)
    .bind(opening.harm.code())
    .bind(opening.urgency.rank())
    .bind(entry.at)
    .run(tx)
    .await?;
    keep_from(tx, &entry.stream, &opening.kept_from).await?;
    for account in &opening.team {
        team_joined(tx, &entry.stream, *account).await?;
    }
    for clock in &opening.clocks {
        clocks::begins(tx, &entry.stream, clock).await?;
    }
    next_clock(tx, &entry.stream).await
}

async fn team_joined(tx: &mut Tx, case: &str, account: AccountId) -> Result<(), Fault> {
    sql("-- cases.keeping.team_joined
        INSERT INTO cases_team (case_id, account) VALUES ($1, $2) ON CONFLICT (case_id, account) DO NOTHING")
    .bind(case)
    .bind(account)
    .run(tx)
    .await
    .map(drop)
}

async fn team_left(tx: &mut Tx, case: &str, account: AccountId) -> Result<(), Fault> {
    sql("-- cases.keeping.team_left\nDELETE FROM cases_team WHERE case_id = $1 AND account = $2")
        .bind(case)
        .bind(account)
        .run(tx)
        .await
        .map(drop)
}

/// The clock that ends first of those that run is the one that lists show.
async fn next_clock(tx: &mut Tx, case: &str) -> Result<(), Fault> {
    sql("-- cases.keeping.next_clock
        UPDATE cases_case SET
        started_at = (SELECT started_at FROM cases_clock WHERE case_id = $1 ORDER BY due_at, clock LIMIT 1),
        due_at = (SELECT due_at FROM cases_clock WHERE case_id = $1 ORDER BY due_at, clock LIMIT 1)
        WHERE id = $1")
    .bind(case)
    .run(tx)
    .await
    .map(drop)
}

async fn closed(tx: &mut Tx, case: &str, closed: bool) -> Result<(), Fault> {
    sql("-- cases.keeping.closed\nUPDATE cases_case SET closed = $2 WHERE id = $1")
        .bind(case)
        .bind(closed)
        .run(tx)
        .await
        .map(drop)
}
