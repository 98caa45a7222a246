//! The commitment that an entry leaves, in the transaction that makes the entry; and how it is opened again.

use domain::id::EntryId;

use super::leaf::{self, Bytes32, Leaf, Opening};
use super::receipt::Opened;
use super::sequence::number;
use crate::journal::Entry;
use crate::store::{Db, Reads, Row, Tx, sql};
use crate::{Fault, OrFault as _, chance};

/// Commits to an entry that has just been written at this position.
pub(crate) async fn commit(
    tx: &mut Tx,
    position: i64,
    entry: &Entry,
    body: &str,
    salt: Option<[u8; 32]>,
) -> Result<Opened, Fault> {
    let before = match entry.version {
        1 => None,
        version => commitment(tx, &entry.stream, version - 1).await?,
    };
    let opened = open(entry, body, Bytes32(salt.unwrap_or_else(chance::bytes)), before)?;
    sql("-- kit.log.commit\nINSERT INTO kit_leaf (position, salt, commitment) VALUES ($1, $2, $3)")
        .bind(position)
        .bind(opened.leaf.salt.to_string())
        .bind(opened.leaf.commitment.to_string())
        .run(tx)
        .await?;
    Ok(opened)
}

/// What an entry's leaf is, by its salt and the commitment of the entry before it.
pub(super) fn open(
    entry: &Entry,
    body: &str,
    salt: Bytes32,
    before: Option<Bytes32>,
) -> Result<Opened, Fault> {
    let sent: Option<Bytes32> =
        entry.event.sent().map(str::parse).transpose().or_fault("reading the digest of what was sent")?;
    let kept = leaf::kept(&entry.id.to_string(), entry.actor, entry.why.as_deref(), body);
    let opening = Opening {
        case: entry.stream.starts_with("cas_").then(|| entry.stream.clone()),
        time: entry.at.as_microsecond(),
        kind: entry.event.kind(),
        record: entry.stream.clone(),
        tenant: entry.event.tenant().map(|id| id.to_string()),
        version: entry.version,
        prev_leaf: before,
        content_digest: leaf::content(sent.map(|sent| sent.0), kept),
    };
    Ok(Opened { leaf: Leaf::commit(salt, &opening), opening, sent, kept: Bytes32(kept) })
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

/// What an entry's leaf is opened with, as the store has it, and its place once it has one.
pub(super) async fn opened(db: &Db, entry: EntryId) -> Result<Option<(Opened, Option<u64>)>, Fault> {
    let row = sql("-- kit.log.opened
        SELECT l.salt, l.leaf, j.entry, j.at, j.stream, j.version, j.actor, j.why, j.body
        FROM kit_journal j JOIN kit_leaf l ON l.position = j.position WHERE j.entry = $1")
    .bind(entry)
    .one(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let known = crate::journal::read(&row)?;
    let before = match known.version {
        1 => None,
        version => commitment(db, &known.stream, version - 1).await?,
    };
    let opened = open(&known, &row.get::<String>("body")?, bytes(&row, "salt")?, before)?;
    Ok(Some((opened, row.maybe::<i64>("leaf")?.map(number))))
}

/// Commits to entries from before there was a log, once. How many there were.
pub(crate) async fn adopt(tx: &mut Tx) -> Result<u64, Fault> {
    let rows = sql("-- kit.log.adopt
        SELECT j.position, j.entry, j.at, j.stream, j.version, j.actor, j.why, j.body
        FROM kit_journal j LEFT JOIN kit_leaf l ON l.position = j.position
        WHERE l.position IS NULL ORDER BY j.position")
    .all(tx)
    .await?;
    for row in &rows {
        let entry = crate::journal::read(row)?;
        commit(tx, row.get("position")?, &entry, &row.get::<String>("body")?, None).await?;
    }
    Ok(rows.len() as u64)
}
