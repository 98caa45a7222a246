//! The journal: who did what, when, to what, and why. Only ever added to.
//!
//! Every matter (a report, a case, a referral, an account) is a stream of entries, numbered from 1. A
//! change is appended with the version it was decided on; if another came between, the append is a
//! conflict and nothing happens. Other systems react inside the same transaction.

use std::sync::Arc;

use domain::event::{Actor, Event};
use domain::id::{EntryId, Id, Kind};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait as _, SqlErr, Statement};

use crate::log::{Opened, commit};
use crate::store::{Migration, Reads, Row, Tx, sql};
use crate::{Failure, Fault, OrFault as _, chance};

/// One entry.
#[derive(Debug, Clone)]
pub struct Entry {
    pub id: EntryId,
    pub at: Timestamp,
    /// The id of the matter, in its written form.
    pub stream: String,
    pub version: u32,
    pub actor: Actor,
    /// Why, in the words of whoever did it, where a reason was asked for.
    pub why: Option<String>,
    pub event: Event,
}

/// An entry that was appended, and what its leaf in the log is opened with.
pub struct Appended {
    pub entry: Entry,
    pub opened: Opened,
}

impl std::ops::Deref for Appended {
    type Target = Entry;

    fn deref(&self) -> &Entry {
        &self.entry
    }
}

impl Entry {
    /// The matter as an id of this kind, if it is one.
    pub fn about<K: Kind>(&self) -> Option<Id<K>> {
        self.stream.parse().ok()
    }
}

/// Something that happens because of an entry, in the same transaction.
#[async_trait::async_trait]
pub trait Reaction: Send + Sync {
    /// Called for every entry, in the order of registration. Must leave alone what is not its own.
    async fn on(&self, tx: &mut Tx, entry: &Entry) -> Result<(), Fault>;
}

/// All reactions of the house, in order.
pub type Reactions = Arc<Vec<Box<dyn Reaction>>>;

impl Tx {
    /// Appends an event to a matter that stood at `version` (0 for a new one).
    pub async fn append<K: Kind>(
        &mut self,
        matter: Id<K>,
        version: u32,
        event: Event,
        why: Option<&str>,
    ) -> Result<Appended, Failure> {
        if let Some(why) = &self.shut {
            return Err(Failure::Shut(why.to_string()));
        }
        let entry = Entry {
            id: chance::id(self.now),
            at: self.now,
            stream: matter.to_string(),
            version: version + 1,
            actor: self.actor,
            why: why.map(str::to_owned),
            event,
        };
        let opened = self.insert(&entry).await?;
        self.appended = true;
        let reactions = Arc::clone(&self.reactions);
        for reaction in reactions.iter() {
            reaction.on(self, &entry).await?;
        }
        Ok(Appended { entry, opened })
    }

    async fn insert(&mut self, entry: &Entry) -> Result<Opened, Failure> {
        let text = "-- kit.journal.append
            INSERT INTO kit_journal (entry, at, stream, version, kind, actor, why, body)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING position";
        let body = serde_json::to_string(&entry.event).or_fault("writing an event as JSON")?;
        let values = [
            entry.id.to_string().into(),
            entry.at.as_microsecond().into(),
            entry.stream.clone().into(),
            i64::from(entry.version).into(),
            entry.event.kind().into(),
            entry.actor.to_string().into(),
            entry.why.clone().into(),
            body.clone().into(),
        ];
        let statement = Statement::from_sql_and_values(self.engine().backend(), text, values);
        match self.connection().query_one_raw(statement).await {
            Ok(row) => {
                let position = row.map(|row| row.try_get("", "position")).transpose();
                let position = position.or_fault("appending to the journal")?.unwrap_or_default();
                Ok(commit::commit(self, position, entry, &body, None).await?)
            }
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
                Err(Failure::Conflict)
            }
            Err(error) => Err(Fault::because("appending to the journal", error).into()),
        }
    }
}

/// The entries of a matter, oldest first.
pub async fn history(from: &impl Reads, stream: &str) -> Result<Vec<Entry>, Fault> {
    let rows = sql("-- kit.journal.history
        SELECT entry, at, stream, version, actor, why, body FROM kit_journal WHERE stream = $1 ORDER BY version")
        .bind(stream)
        .all(from)
        .await?;
    rows.iter().map(read).collect()
}

/// The newest entries of the whole house before a position, newest first: `(position, entry)`.
pub async fn latest(from: &impl Reads, before: Option<i64>, limit: u32) -> Result<Vec<(i64, Entry)>, Fault> {
    let rows = sql("-- kit.journal.latest
        SELECT position, entry, at, stream, version, actor, why, body FROM kit_journal
        WHERE position < $1 ORDER BY position DESC LIMIT $2")
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit)
    .all(from)
    .await?;
    rows.iter().map(|row| Ok((row.get("position")?, read(row)?))).collect()
}

/// How far the journal has come: changes when anything has happened.
pub async fn position(from: &impl Reads) -> Result<i64, Fault> {
    let row = sql("-- kit.journal.position\nSELECT COALESCE(MAX(position), 0) AS position FROM kit_journal");
    row.one(from).await?.map_or(Ok(0), |row| row.get("position"))
}

pub(crate) fn read(row: &Row) -> Result<Entry, Fault> {
    let (actor, body): (String, String) = (row.get("actor")?, row.get("body")?);
    Ok(Entry {
        id: row.get("entry")?,
        at: row.get("at")?,
        stream: row.get("stream")?,
        version: row.get("version")?,
        actor: actor.parse().or_fault("reading an actor from the journal")?,
        why: row.maybe("why")?,
        event: serde_json::from_str(&body).or_fault("reading an event from the journal")?,
    })
}

/// Notes that somebody opened a page about a matter. Kept for ever, beside the journal.
pub async fn record_reading(tx: &mut Tx, stream: &str, page: &'static str) -> Result<(), Fault> {
    let (actor, now) = (tx.actor.to_string(), tx.now);
    sql("-- kit.journal.record_reading
        INSERT INTO kit_reading (at, actor, stream, page) VALUES ($1, $2, $3, $4)")
    .bind(now)
    .bind(actor)
    .bind(stream)
    .bind(page)
    .run(tx)
    .await?;
    Ok(())
}

/// Who opened a page about a matter, and when.
#[derive(Debug, Clone)]
pub struct Reading {
    pub at: Timestamp,
    pub actor: Actor,
    pub page: String,
}

/// Who read it, newest first.
pub async fn readings(from: &impl Reads, stream: &str, limit: u32) -> Result<Vec<Reading>, Fault> {
    let rows = sql("-- kit.journal.readings
        SELECT at, actor, page FROM kit_reading WHERE stream = $1 ORDER BY id DESC LIMIT $2")
    .bind(stream)
    .bind(limit)
    .all(from)
    .await?;
    rows.iter()
        .map(|row| {
            let actor: String = row.get("actor")?;
            let actor = actor.parse().or_fault("reading an actor from the record of readings")?;
            Ok(Reading { at: row.get("at")?, actor, page: row.get("page")? })
        })
        .collect()
}

/// The journal's tables. Triggers refuse every change to what is there, also from a database console.
pub const MIGRATION: Migration = Migration { name: "0001_kit_journal", sql: include_str!("journal.sql") };

/// The version that a matter stands at; 0 when nothing has happened to it yet.
pub async fn version(from: &impl Reads, stream: &str) -> Result<u32, Fault> {
    let row = sql(
        "-- kit.journal.version\nSELECT COALESCE(MAX(version), 0) AS version FROM kit_journal WHERE stream = $1",
    );
    row.bind(stream).one(from).await?.map_or(Ok(0), |row| row.get("version"))
}
