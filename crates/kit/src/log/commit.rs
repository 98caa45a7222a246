//! The commitment that an entry leaves, in the transaction that makes the entry; and how it is opened again.
//! Neither needs a key of the matter: it is to the entry as it lies in the store, sealed.

use domain::id::EntryId;

use super::leaf::{self, Bytes32, Leaf, Opening};
use super::receipt::Opened;
use super::sequence::number;
use crate::journal::{Entry, Lying};
use crate::store::{Reads, Row, Tx, sql};
use crate::{Fault, OrFault as _, chance};

/// What a commitment is to, beside the entry as it lies: what can be read without opening it.
#[derive(Debug, Clone, Default)]
pub(super) struct Clear {
    tenant: Option<String>,
    /// The digest of what was sent, hidden.
    sent: Option<Bytes32>,
}

impl Clear {
    fn of(entry: &Entry) -> Result<Self, Fault> {
        let sent: Option<Bytes32> =
            entry.event.sent().map(str::parse).transpose().or_fault("reading the digest of what was sent")?;
        let sent = sent.map(|sent| leaf::hidden(sent, entry.blind));
        Ok(Self { tenant: entry.event.tenant().map(|id| id.to_string()), sent })
    }

    /// As the store has it; for an entry that is not sealed, as the entry itself says.
    pub(super) fn read(row: &Row, lying: &Lying) -> Result<Self, Fault> {
        if let Some(event) = lying.plain() {
            let event = event?;
            let sent =
                event.sent().map(str::parse).transpose().or_fault("reading the digest of what was sent")?;
            return Ok(Self { tenant: event.tenant().map(|id| id.to_string()), sent });
        }
        let sent = row.maybe::<String>("sent")?.map(|text| text.parse()).transpose();
        Ok(Self { tenant: row.maybe("tenant")?, sent: sent.or_fault("reading the digest of what was sent")? })
    }
}

/// What an entry is written with: the columns `salt`, `commitment`, `tenant`, `sent`, and what opens them.
pub(crate) struct Committed {
    pub(crate) columns: [Option<String>; 4],
    pub(crate) opened: Opened,
}

/// Commits to an entry that is about to be written.
pub(crate) async fn commit(tx: &Tx, lying: &Lying, entry: &Entry) -> Result<Committed, Fault> {
    let clear = Clear::of(entry)?;
    let (leaf, opening) = open(lying, &clear, Bytes32(chance::bytes()), before(tx, lying).await?);
    let (salt, commitment) = (leaf.salt.to_string(), leaf.commitment.to_string());
    let columns = [Some(salt), Some(commitment), clear.tenant, clear.sent.map(|sent| sent.to_string())];
    Ok(Committed { columns, opened: opened_by(entry, leaf, opening, Bytes32(kept(lying)))? })
}

/// Commits to an entry that was written at this position, before there was a log.
async fn keep(tx: &mut Tx, position: i64, lying: &Lying, clear: &Clear) -> Result<(), Fault> {
    let before = before(tx, lying).await?;
    let (leaf, _) = open(lying, clear, Bytes32(chance::bytes()), before);
    sql("-- kit.log.commit
        INSERT INTO kit_leaf (position, salt, commitment, tenant, sent) VALUES ($1, $2, $3, $4, $5)")
    .bind(position)
    .bind(leaf.salt.to_string())
    .bind(leaf.commitment.to_string())
    .bind(clear.tenant.clone())
    .bind(clear.sent.map(|sent| sent.to_string()))
    .run(tx)
    .await
    .map(drop)
}

fn kept(lying: &Lying) -> [u8; 32] {
    leaf::kept(&lying.id, &lying.actor, lying.why.as_deref(), &lying.body)
}

/// What an entry's leaf is, by its salt and the commitment of the entry before it. Needs no key: what is committed to
/// is the entry as it lies.
pub(super) fn open(lying: &Lying, clear: &Clear, salt: Bytes32, before: Option<Bytes32>) -> (Leaf, Opening) {
    let opening = Opening {
        case: lying.stream.starts_with("cas_").then(|| lying.stream.clone()),
        time: lying.at.as_microsecond(),
        kind: lying.kind.clone(),
        record: lying.stream.clone(),
        tenant: clear.tenant.clone(),
        version: lying.version,
        prev_leaf: before,
        content_digest: leaf::content(clear.sent, kept(lying)),
    };
    (Leaf::commit(salt, &opening), opening)
}

fn opened_by(entry: &Entry, leaf: Leaf, opening: Opening, kept: Bytes32) -> Result<Opened, Fault> {
    let sent = entry.event.sent().map(str::parse).transpose();
    let sent = sent.or_fault("reading the digest of what was sent")?;
    Ok(Opened { leaf, opening, sent, blind: entry.blind, kept })
}

pub(super) async fn before(from: &impl Reads, lying: &Lying) -> Result<Option<Bytes32>, Fault> {
    match lying.version {
        1 => Ok(None),
        version => commitment(from, &lying.stream, version - 1).await,
    }
}

async fn commitment(from: &impl Reads, stream: &str, version: u32) -> Result<Option<Bytes32>, Fault> {
    let row = sql("-- kit.log.commitment
        SELECT l.commitment FROM kit_leaf l JOIN kit_journal j ON j.position = l.position
        WHERE j.stream = $1 AND j.version = $2")
    .bind(stream)
    .bind(version)
    .one(from)
    .await?;
    row.map(|row| bytes(&row, "commitment")).transpose()
}

pub(super) fn bytes(row: &Row, column: &str) -> Result<Bytes32, Fault> {
    row.get::<String>(column)?.parse().or_fault(&format!("reading {column} of a leaf"))
}

/// The place of an entry's leaf, once it has one.
pub(super) async fn place(from: &impl Reads, entry: EntryId) -> Result<Option<u64>, Fault> {
    let row = sql("-- kit.log.place
        SELECT l.leaf FROM kit_journal j JOIN kit_leaf l ON l.position = j.position WHERE j.entry = $1");
    let row = row.bind(entry).one(from).await?;
    Ok(row.map(|row| row.maybe::<i64>("leaf")).transpose()?.flatten().map(number))
}

/// What an entry's leaf is opened with, as the store has it.
pub(super) async fn opened(from: &impl Reads, entry: &Entry) -> Result<Opened, Fault> {
    let row = sql("-- kit.log.opened
        SELECT l.salt, l.tenant, l.sent, j.entry, j.at, j.stream, j.version, j.kind, j.actor, j.why, j.body
        FROM kit_journal j JOIN kit_leaf l ON l.position = j.position WHERE j.entry = $1")
    .bind(entry.id)
    .one(from)
    .await?
    .ok_or("it has no leaf")
    .or_fault("opening the leaf of an entry")?;
    let lying = Lying::read(&row)?;
    let before = before(from, &lying).await?;
    let (leaf, opening) = open(&lying, &Clear::read(&row, &lying)?, bytes(&row, "salt")?, before);
    opened_by(entry, leaf, opening, Bytes32(kept(&lying)))
}

/// Commits to entries from before there was a log, once. How many there were.
pub(crate) async fn adopt(tx: &mut Tx) -> Result<u64, Fault> {
    let rows = sql("-- kit.log.adopt
        SELECT j.position, j.entry, j.at, j.stream, j.version, j.kind, j.actor, j.why, j.body,
        NULL AS tenant, NULL AS sent
        FROM kit_journal j LEFT JOIN kit_leaf l ON l.position = j.position
        WHERE l.position IS NULL ORDER BY j.position")
    .all(tx)
    .await?;
    for row in &rows {
        let lying = Lying::read(row)?;
        keep(tx, row.get("position")?, &lying, &Clear::read(row, &lying)?).await?;
    }
    Ok(rows.len() as u64)
}
