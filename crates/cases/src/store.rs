//! Cases and reports as they are read.

use domain::cases::{self, triage::Triage};
use domain::event::Event;
use domain::id::{AccountId, CaseId, OrganisationId, Reference, ReportId};
use domain::reports;
use jiff::Timestamp;
use kit::access::Matter;
use kit::journal::{self, Entry};
use kit::store::{Reads, Row, sql};
use kit::{Failure, Fault};

/// A report with where it stands in triage.
pub(crate) struct Waiting {
    pub(crate) id: ReportId,
    pub(crate) state: reports::State,
    pub(crate) triage: Triage,
    pub(crate) version: u32,
    pub(crate) received_at: Timestamp,
    pub(crate) history: Vec<Entry>,
}

impl Waiting {
    pub(crate) fn matter(&self) -> Matter {
        Matter {
            organisation: Some(self.state.receipt.organisation),
            reporter: self.state.receipt.reporter,
            kept_from: self.state.kept_from.clone(),
            ..Matter::default()
        }
    }
}

/// A report from its entries.
pub(crate) async fn waiting(from: &impl Reads, id: ReportId) -> Result<Waiting, Failure> {
    let history = journal::history(from, &id.to_string()).await?;
    let (mut state, mut triage) = (None, Triage::default());
    for entry in &history {
        match &entry.event {
            Event::Reports(event) => state = reports::course::apply(state, event.clone()),
            Event::Cases(event) => triage = cases::triage::apply(triage, event),
            Event::Accounts(_) | Event::Referrals(_) | Event::Duty(_) | Event::Removal(_) => {}
        }
    }
    let (Some(state), Some(first), Some(last)) = (state, history.first(), history.last()) else {
        return Err(Failure::NotFound);
    };
    let (received_at, version) = (first.at, last.version);
    Ok(Waiting { id, state, triage, version, received_at, history })
}

/// A case with its entries.
pub(crate) struct Opened {
    pub(crate) id: CaseId,
    pub(crate) state: cases::State,
    pub(crate) version: u32,
    pub(crate) history: Vec<Entry>,
}

impl Opened {
    pub(crate) fn matter(&self, now: Timestamp) -> Matter {
        Matter {
            organisation: Some(self.state.opening.organisation),
            team: self.state.team.clone(),
            broke_glass: self.state.looking_in(now),
            kept_from: self.state.kept_from.clone(),
            ..Matter::default()
        }
    }
}

/// A case from its entries; the id as it stands in the address.
pub(crate) async fn opened(from: &impl Reads, id: &str) -> Result<Opened, Failure> {
    let id: CaseId = id.parse().map_err(|_| Failure::NotFound)?;
    let history = journal::history(from, &id.to_string()).await?;
    let events = history.iter().filter_map(|entry| match &entry.event {
        Event::Cases(event) => Some(event.clone()),
        Event::Accounts(_) | Event::Reports(_) | Event::Referrals(_) | Event::Duty(_) | Event::Removal(_) => {
            None
        }
    });
    let state = events.fold(None, cases::apply).ok_or(Failure::NotFound)?;
    let version = history.last().map_or(0, |entry| entry.version);
    Ok(Opened { id, state, version, history })
}

/// How people stand to a case, from the tables.
pub(crate) async fn matter(from: &impl Reads, case: CaseId, now: Timestamp) -> Result<Option<Matter>, Fault> {
    let row = sql("-- cases.store.matter\nSELECT organisation FROM cases_case WHERE id = $1");
    let Some(row) = row.bind(case).one(from).await? else { return Ok(None) };
    let accounts = |rows: Vec<Row>| rows.iter().map(|row| row.get("account")).collect::<Result<Vec<_>, _>>();
    let team = sql("-- cases.store.team\nSELECT account FROM cases_team WHERE case_id = $1").bind(case);
    let kept_from =
        sql("-- cases.store.kept_from\nSELECT account FROM cases_kept_from WHERE matter = $1").bind(case);
    let glass =
        sql("-- cases.store.glass\nSELECT account FROM cases_glass WHERE case_id = $1 AND until > $2");
    Ok(Some(Matter {
        organisation: Some(row.get("organisation")?),
        team: accounts(team.all(from).await?)?,
        kept_from: accounts(kept_from.all(from).await?)?,
        broke_glass: accounts(glass.bind(case).bind(now).all(from).await?)?,
        ..Matter::default()
    }))
}

/// How people stand to a report, from the tables.
pub(crate) async fn intake(from: &impl Reads, report: ReportId) -> Result<Option<Matter>, Fault> {
    let row = sql("-- cases.store.intake\nSELECT organisation FROM cases_intake WHERE report = $1");
    let Some(row) = row.bind(report).one(from).await? else { return Ok(None) };
    let kept_from =
        sql("-- cases.store.intake_kept_from\nSELECT account FROM cases_kept_from WHERE matter = $1");
    let kept_from = kept_from.bind(report).all(from).await?;
    let kept_from = kept_from.iter().map(|row| row.get("account")).collect::<Result<_, _>>()?;
    Ok(Some(Matter { organisation: Some(row.get("organisation")?), kept_from, ..Matter::default() }))
}

/// A line of the queue.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) report: ReportId,
    pub(crate) reference: Reference,
    pub(crate) urgency: i64,
    pub(crate) received_at: Timestamp,
}

/// Where a page of the queue ended.
#[derive(Debug, Clone)]
pub(crate) struct After {
    pub(crate) urgency: i64,
    pub(crate) received_at: Timestamp,
    /// The id as it is written; empty for the beginning.
    pub(crate) report: String,
}

/// How many lines a page has.
pub(crate) const PAGE: usize = 25;

/// One page of the queue, one line more than a page if there is more. The cost does not grow with the
/// queue: the page is read from where the last one ended, along an index.
pub(crate) async fn queue(
    from: &impl Reads,
    organisation: OrganisationId,
    reader: AccountId,
    after: Option<After>,
) -> Result<Vec<Line>, Fault> {
    let beginning = || After { urgency: -1, received_at: Timestamp::UNIX_EPOCH, report: String::new() };
    let after = after.unwrap_or_else(beginning);
    let rows = sql("-- cases.store.queue
        SELECT report, reference, urgency, received_at FROM cases_intake
        WHERE organisation = $1 AND state = 'waiting' AND (urgency, received_at, report) > ($2, $3, $4)
        AND NOT EXISTS (SELECT 1 FROM cases_kept_from k WHERE k.matter = cases_intake.report AND k.account = $5)
        ORDER BY urgency, received_at, report LIMIT $6")
    .bind(organisation)
    .bind(after.urgency)
    .bind(after.received_at)
    .bind(after.report)
    .bind(reader)
    .bind(PAGE + 1)
    .all(from)
    .await?;
    rows.iter().map(line).collect()
}

fn line(row: &Row) -> Result<Line, Fault> {
    Ok(Line {
        report: row.get("report")?,
        reference: row.get("reference")?,
        urgency: row.get("urgency")?,
        received_at: row.get("received_at")?,
    })
}

/// A line of the list of cases.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) id: CaseId,
    pub(crate) reference: Reference,
    pub(crate) urgency: i64,
    pub(crate) opened_at: Timestamp,
    pub(crate) started_at: Option<Timestamp>,
    pub(crate) due_at: Option<Timestamp>,
}

/// Open cases that this person may read: all of the organisation's for a lead, else those of their teams.
pub(crate) async fn open_cases(
    from: &impl Reads,
    organisation: OrganisationId,
    reader: AccountId,
    all: bool,
) -> Result<Vec<Card>, Fault> {
    let rows = sql("-- cases.store.open_cases
        SELECT id, reference, urgency, opened_at, started_at, due_at FROM cases_case
        WHERE organisation = $1 AND closed = 0
        AND ($3 = 1 OR EXISTS (SELECT 1 FROM cases_team t WHERE t.case_id = cases_case.id AND t.account = $2))
        AND NOT EXISTS (SELECT 1 FROM cases_kept_from k WHERE k.matter = cases_case.id AND k.account = $2)
        ORDER BY urgency, opened_at, id LIMIT 200")
    .bind(organisation)
    .bind(reader)
    .bind(all)
    .all(from)
    .await?;
    rows.iter().map(card).collect()
}

fn card(row: &Row) -> Result<Card, Fault> {
    Ok(Card {
        id: row.get("id")?,
        reference: row.get("reference")?,
        urgency: row.get("urgency")?,
        opened_at: row.get("opened_at")?,
        started_at: row.maybe("started_at")?,
        due_at: row.maybe("due_at")?,
    })
}
