//! The children of every case of an organisation, as the census asks for them.

use std::collections::BTreeMap;

use domain::cases::{Event as Happened, SubjectKind};
use domain::census::Year;
use domain::census::particulars::{Facts, Particulars, Told, source};
use domain::event::Event;
use domain::id::{AccountId, CaseId, OrganisationId, Reference, SubjectId};
use domain::reports::Report;
use domain::time::day;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kit::journal;
use kit::store::{Db, Reads, sql};
use kit::{Failure, Fault};

use crate::store::{self, Opened};

/// Whose cases, and who must not know of those that name them; nobody, at the terminal where the keys are.
#[derive(Clone, Copy)]
pub(super) struct Whose {
    pub(super) organisation: OrganisationId,
    pub(super) reader: Option<AccountId>,
}

/// What was found in the cases.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) told: Vec<Told>,
    pub(super) references: BTreeMap<CaseId, Reference>,
    /// Cases of the year that name no child.
    pub(super) childless: Vec<CaseId>,
    /// How many could not be opened with the keys of whoever asks: without them no return is whole.
    pub(super) shut: usize,
}

/// Every case that was opened by the end of the year.
pub(super) async fn all(from: &Db, whose: Whose, year: Year) -> Result<Gathered, Failure> {
    let mut gathered = Gathered::default();
    let after = domain::time::start_of(year.end().saturating_add(1.day()));
    for id in cases(from, whose, after).await? {
        match store::opened(from, &id.to_string()).await {
            Ok(opened) => add(&mut gathered, from, &opened, year.start()).await?,
            Err(Failure::NotFound) if journal::tombstone(from, &id.to_string()).await?.is_some() => {}
            Err(Failure::NotFound) => gathered.shut += 1,
            Err(other) => return Err(other),
        }
    }
    Ok(gathered)
}

async fn cases(from: &impl Reads, whose: Whose, before: Timestamp) -> Result<Vec<CaseId>, Fault> {
    let rows = sql("-- cases.census.cases
        SELECT id FROM cases_case WHERE organisation = $1 AND opened_at < $2
        AND NOT EXISTS (SELECT 1 FROM cases_kept_from k WHERE k.matter = cases_case.id AND k.account = $3)
        ORDER BY id")
    .bind(whose.organisation)
    .bind(before)
    .bind(whose.reader)
    .all(from)
    .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

async fn add(gathered: &mut Gathered, from: &Db, opened: &Opened, first: Date) -> Result<(), Failure> {
    let facts = facts(from, opened).await?;
    let mut children = opened.state.subjects.iter().filter(|one| one.kind == SubjectKind::Child).peekable();
    let seen = facts.closed.is_none_or(|closed| closed >= first);
    if children.peek().is_none() && seen {
        gathered.childless.push(opened.id);
    }
    for child in children {
        let particulars = particulars(opened, child.id).unwrap_or_default();
        gathered.told.push(Told { case: opened.id, subject: child.id, facts, particulars });
    }
    gathered.references.insert(opened.id, opened.state.opening.reference.clone());
    Ok(())
}

/// What was told last about a child.
pub(super) fn particulars(opened: &Opened, child: SubjectId) -> Option<Particulars> {
    opened.history.iter().rev().find_map(|entry| match &entry.event {
        Event::Cases(Happened::CensusTold { subject, particulars }) if *subject == child => {
            Some((**particulars).clone())
        }
        Event::Cases(_)
        | Event::Accounts(_)
        | Event::Reports(_)
        | Event::Referrals(_)
        | Event::Duty(_)
        | Event::Removal(_) => None,
    })
}

/// What the case says by itself; where its report is gone, the day on which it was opened stands.
pub(super) async fn facts(from: &Db, opened: &Opened) -> Result<Facts, Failure> {
    let report = Failure::found(store::waiting(from, opened.state.opening.report).await)?;
    let began = opened.history.first().map_or(Timestamp::UNIX_EPOCH, |entry| entry.at);
    let named = |report: &Report| report.contact.is_some();
    Ok(Facts {
        received: day(report.as_ref().map_or(began, |waiting| waiting.received_at)),
        source: report.as_ref().and_then(|waiting| {
            let told = &waiting.state.receipt.report;
            source(told.teller, named(told))
        }),
        harm: opened.state.opening.harm,
        closed: closed(opened),
    })
}

fn closed(opened: &Opened) -> Option<Date> {
    let mut closures =
        opened.history.iter().filter(|entry| matches!(&entry.event, Event::Cases(Happened::Closed { .. })));
    closures.next_back().filter(|_| opened.state.closed).map(|entry| day(entry.at))
}
