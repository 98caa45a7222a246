//! Assessments and records of interference as they are read.

use domain::duty::{self, Interference, State};
use domain::event::Event;
use domain::id::{AccountId, AssessmentId, InterferenceId};
use jiff::Timestamp;
use kit::Failure;
use kit::journal::{self, Entry};
use kit::store::{Db, sql};

/// An assessment with its entries.
pub(crate) struct Opened {
    pub(crate) id: AssessmentId,
    pub(crate) state: State,
    pub(crate) version: u32,
    pub(crate) history: Vec<Entry>,
}

impl Opened {
    /// The version at which its questions were last answered: by it a form knows whether it shows them as they are.
    pub(crate) fn answers_version(&self) -> u32 {
        let answers = |entry: &&Entry| {
            matches!(&entry.event, Event::Duty(duty::Event::Begun { .. } | duty::Event::Answered { .. }))
        };
        self.history.iter().rev().find(answers).map_or(0, |entry| entry.version)
    }
}

/// An assessment from its entries.
pub(crate) async fn opened(from: &Db, id: AssessmentId) -> Result<Opened, Failure> {
    let history = journal::history(from, &id.to_string()).await?;
    let state = history.iter().fold(None, |state, entry| match &entry.event {
        Event::Duty(event) => duty::apply(state, event.clone(), entry.actor, entry.at),
        Event::Accounts(_)
        | Event::Reports(_)
        | Event::Cases(_)
        | Event::Referrals(_)
        | Event::Removal(_) => state,
    });
    let state = state.ok_or(Failure::NotFound)?;
    let version = history.last().map_or(0, |entry| entry.version);
    Ok(Opened { id, state, version, history })
}

/// The assessments of a case, the oldest first.
pub(crate) async fn of_case(from: &Db, case: &str) -> Result<Vec<Opened>, Failure> {
    let rows = sql("-- duty.store.of_case\nSELECT id FROM duty_assessment WHERE case_id = $1 ORDER BY id");
    let mut all = Vec::new();
    for row in rows.bind(case).all(from).await? {
        all.push(opened(from, row.get("id")?).await?);
    }
    Ok(all)
}

/// A record of interference.
pub(crate) struct Recorded {
    pub(crate) id: InterferenceId,
    pub(crate) at: Timestamp,
    pub(crate) record: Interference,
}

/// A record of interference; not found by whoever has no key to it.
pub(crate) async fn recorded(from: &Db, id: InterferenceId) -> Result<Recorded, Failure> {
    let history = journal::history(from, &id.to_string()).await?;
    let at = history.first().map(|entry| entry.at);
    let record = history.into_iter().fold(None, |before, entry| match entry.event {
        Event::Duty(event) => duty::interference::apply(before, event),
        Event::Accounts(_)
        | Event::Reports(_)
        | Event::Cases(_)
        | Event::Referrals(_)
        | Event::Removal(_) => before,
    });
    let (Some(at), Some(record)) = (at, record) else { return Err(Failure::NotFound) };
    Ok(Recorded { id, at, record })
}

/// By what a record of interference is found, as a keyed digest: the matter that it is about.
pub(crate) const MATTER: &str = "interference_matter";
/// By what is found from whom a record is kept, as a keyed digest: the record and the account together, so that nobody can
/// see from the table that two records name the same person.
pub(crate) const KEPT_FROM: &str = "interference_kept_from";

/// What stands for a person from whom a record is kept, before it is digested.
pub(crate) fn kept(record: &str, account: AccountId) -> String {
    format!("{record} {account}")
}

async fn is_kept_from(from: &Db, id: InterferenceId, reader: AccountId) -> Result<bool, Failure> {
    let row = sql("-- duty.store.is_kept_from
        SELECT 1 AS one FROM duty_kept_from WHERE interference = $1 AND account = $2");
    let row = row.bind(id).index(KEPT_FROM, kept(&id.to_string(), reader)).one(from).await?;
    Ok(row.is_some())
}

/// The records of interference about these matters that somebody may know of, the oldest first: neither those that name
/// them, nor those to which they have no key.
pub(crate) async fn about(
    from: &Db,
    matters: &[String],
    reader: AccountId,
) -> Result<Vec<Recorded>, Failure> {
    let mut all = Vec::new();
    for matter in matters {
        let rows = sql("-- duty.store.about
            SELECT id FROM duty_interference WHERE matter = $1 ORDER BY id");
        for row in rows.index(MATTER, matter).all(from).await? {
            let id: InterferenceId = row.get("id")?;
            if !is_kept_from(from, id, reader).await? {
                all.extend(Failure::found(recorded(from, id).await)?);
            }
        }
    }
    all.sort_by_key(|recorded| recorded.id);
    Ok(all)
}
