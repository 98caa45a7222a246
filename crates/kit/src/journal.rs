//! The journal: who did what, when, to what, and why. Only ever added to.
//!
//! Every matter (a report, a case, a referral, an account) is a stream of entries, numbered from 1. A
//! change is appended with the version it was decided on; if another came between, the append is a
//! conflict and nothing happens. Other systems react inside the same transaction.

use std::sync::Arc;

use domain::event::{Actor, Event};
use domain::id::{EntryId, Id, Kind};
use jiff::Timestamp;
use sea_orm::{SqlErr, Statement};
use serde::{Deserialize, Serialize};

use crate::keys::record::{self, Place, Under};
use crate::keys::{Secret, Shut};
use crate::log::{Bytes32, Opened, commit};
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
    /// What hides the digest of what was sent, in the entry's commitment.
    pub(crate) blind: Option<Bytes32>,
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

/// An entry as it lies in the store: what happened is sealed, that something did is not.
#[derive(Debug, Clone)]
pub(crate) struct Lying {
    pub(crate) id: String,
    pub(crate) at: Timestamp,
    pub(crate) stream: String,
    pub(crate) version: u32,
    pub(crate) kind: String,
    pub(crate) actor: String,
    /// In entries from before they were sealed; else it is inside.
    pub(crate) why: Option<String>,
    pub(crate) body: String,
}

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Told {
    event: Event,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    blind: Option<Bytes32>,
}

impl Lying {
    pub(crate) fn read(row: &Row) -> Result<Self, Fault> {
        Ok(Self {
            id: row.get("entry")?,
            at: row.get("at")?,
            stream: row.get("stream")?,
            version: row.get("version")?,
            kind: row.get("kind")?,
            actor: row.get("actor")?,
            why: row.maybe("why")?,
            body: row.get("body")?,
        })
    }

    fn place(&self) -> Place<'_> {
        let at = self.at.as_microsecond();
        let Self { id, stream, version, kind, actor, .. } = self;
        Place { entry: id, stream, version: *version, kind, at, actor }
    }

    /// The event of an entry that is not sealed.
    pub(crate) fn plain(&self) -> Option<Result<Event, Fault>> {
        let plain = record::under(&self.body).is_none();
        plain.then(|| serde_json::from_str(&self.body).or_fault("reading an event from the journal"))
    }

    /// Opens it with the keys of whoever reads.
    pub(crate) async fn opened(self, from: &impl Reads) -> Result<Entry, Shut> {
        if let Some(event) = self.plain() {
            let why = self.why.clone();
            return Ok(self.entry(Told { event: event?, why, blind: None })?);
        }
        let under = record::under(&self.body).ok_or("no key is named").or_fault("opening an entry")??;
        let secret = secret(from, under).await?;
        let text = record::open(&secret, under, &self.place(), &self.body);
        let text = text.ok_or("it was altered").or_fault("opening an entry of the journal")?;
        let told = serde_json::from_str(&text).or_fault("reading an event from the journal")?;
        Ok(self.entry(told)?)
    }

    fn entry(self, told: Told) -> Result<Entry, Fault> {
        Ok(Entry {
            id: self.id.parse().or_fault("reading the id of an entry")?,
            at: self.at,
            stream: self.stream,
            version: self.version,
            actor: self.actor.parse().or_fault("reading an actor from the journal")?,
            why: told.why,
            event: told.event,
            blind: told.blind,
        })
    }
}

/// The key of this name, as far as whoever reads has it.
async fn secret(from: &impl Reads, under: Under) -> Result<Secret, Shut> {
    let ring = from.ring().ok_or("there are no keys here").or_fault("opening an entry")?;
    match under {
        Under::Node => Ok(ring.keys.node()),
        Under::Matter(key) => ring.matter(key).await,
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
            blind: event.sent().map(|_| Bytes32(chance::bytes())),
            event,
        };
        let under = self.key_for(&entry).await?;
        let opened = self.insert(&entry, under).await?;
        self.appended = true;
        let reactions = Arc::clone(&self.reactions);
        for reaction in reactions.iter() {
            reaction.on(self, &entry).await?;
        }
        Ok(Appended { entry, opened })
    }

    /// The entry as it will lie in the store.
    async fn sealed(&self, entry: &Entry, under: Under) -> Result<Lying, Failure> {
        let told = Told { event: entry.event.clone(), why: entry.why.clone(), blind: entry.blind };
        let text = serde_json::to_string(&told).or_fault("writing an event as JSON")?;
        let secret = secret(self, under).await?;
        let mut lying = Lying {
            id: entry.id.to_string(),
            at: entry.at,
            stream: entry.stream.clone(),
            version: entry.version,
            kind: entry.event.kind(),
            actor: entry.actor.to_string(),
            why: None,
            body: String::new(),
        };
        lying.body = record::close(&secret, under, &lying.place(), &text)?;
        Ok(lying)
    }

    async fn insert(&mut self, entry: &Entry, under: Under) -> Result<Opened, Failure> {
        let text = "-- kit.journal.append
            INSERT INTO kit_entry (entry, at, stream, version, kind, actor, body, salt, commitment, tenant, sent)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        let lying = self.sealed(entry, under).await?;
        let committed = commit::commit(self, &lying, entry).await?;
        let [salt, commitment, tenant, sent] = committed.columns;
        let values = [
            lying.id.into(),
            lying.at.as_microsecond().into(),
            lying.stream.into(),
            i64::from(lying.version).into(),
            lying.kind.into(),
            lying.actor.into(),
            lying.body.into(),
            salt.into(),
            commitment.into(),
            tenant.into(),
            sent.into(),
        ];
        let statement = Statement::from_sql_and_values(self.engine().backend(), text, values);
        match self.written(statement).await {
            Ok(_) => Ok(committed.opened),
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
                Err(Failure::Conflict)
            }
            Err(error) => Err(Fault::because("appending to the journal", error).into()),
        }
    }
}

/// The entries of a matter, oldest first. Not found, when whoever reads has no key to it.
pub async fn history(from: &impl Reads, stream: &str) -> Result<Vec<Entry>, Failure> {
    let rows = sql("-- kit.journal.history
        SELECT entry, at, stream, version, kind, actor, why, body FROM kit_journal
        WHERE stream = $1 ORDER BY version")
    .bind(stream)
    .all(from)
    .await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in &rows {
        entries.push(Lying::read(row)?.opened(from).await?);
    }
    Ok(entries)
}

/// One entry.
pub async fn entry(from: &impl Reads, id: EntryId) -> Result<Entry, Failure> {
    let row = sql("-- kit.journal.entry
        SELECT entry, at, stream, version, kind, actor, why, body FROM kit_journal WHERE entry = $1");
    let row = row.bind(id).one(from).await?.ok_or(Failure::NotFound)?;
    Ok(Lying::read(&row)?.opened(from).await?)
}

/// The newest entries of the whole house before a position newest first; no entry where whoever reads
/// has no key.
pub async fn latest(
    from: &impl Reads,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<(i64, Option<Entry>)>, Fault> {
    let rows = sql("-- kit.journal.latest
        SELECT position, entry, at, stream, version, kind, actor, why, body FROM kit_journal
        WHERE position < $1 ORDER BY position DESC LIMIT $2")
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit)
    .all(from)
    .await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in &rows {
        let entry = match Lying::read(row)?.opened(from).await {
            Ok(entry) => Some(entry),
            Err(Shut::Fault(fault)) => return Err(fault),
            Err(Shut::NotYours | Shut::Gone) => None,
        };
        entries.push((row.get("position")?, entry));
    }
    Ok(entries)
}

/// What is left of a matter, if it has ended: its last entry, which opens without the matter's key.
pub async fn tombstone(from: &impl Reads, stream: &str) -> Result<Option<Entry>, Failure> {
    let row = sql("-- kit.journal.tombstone
        SELECT entry, at, stream, version, kind, actor, why, body FROM kit_journal
        WHERE stream = $1 ORDER BY version DESC LIMIT 1");
    let Some(row) = row.bind(stream).one(from).await? else { return Ok(None) };
    let last = Lying::read(&row)?;
    if !matches!(record::under(&last.body), Some(Ok(Under::Node))) {
        return Ok(None);
    }
    Ok(Some(last.opened(from).await?).filter(|entry| entry.event.opens().ends))
}

/// How far the journal has come: changes when anything has happened.
pub async fn position(from: &impl Reads) -> Result<i64, Fault> {
    let row = sql("-- kit.journal.position\nSELECT COALESCE(MAX(position), 0) AS position FROM kit_journal");
    row.one(from).await?.map_or(Ok(0), |row| row.get("position"))
}

/// The matters that have had an entry since that position.
pub async fn changed_since(from: &impl Reads, position: i64) -> Result<Vec<String>, Fault> {
    let rows =
        sql("-- kit.journal.changed_since\nSELECT DISTINCT stream FROM kit_journal WHERE position > $1");
    rows.bind(position).all(from).await?.iter().map(|row| row.get("stream")).collect()
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
