//! The lottery: a checkpoint, which nobody could foresee, draws some places of the log, and whoever keeps the log must
//! open each of them. Whoever removed a fraction `f` of the records escapes `k` draws with the chance (1 − f)^k: of one
//! in a hundred, and a hundred draws a week, 37 % after a week and 2 % after four.
//!
//! What is opened is the salt and what was committed to: which record, what kind of entry, when. The content stays a
//! digest, so the auditor reads nothing that was told.

use serde::{Deserialize, Serialize};
use translog::{Hash, Note, Policy, Proof, Short};

use super::commit::{self, Clear, bytes};
use super::leaf::{self, Bytes32, Leaf, Opening};
use super::room::Log;
use super::sequence;
use crate::journal::Lying;
use crate::store::sql;
use crate::{Fault, OrFault as _};

/// What was drawn, opened. As JSON it is what is handed to the auditor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// The checkpoint that drew, a signed note.
    pub checkpoint: String,
    /// In the order in which they were drawn.
    pub drawn: Vec<Drawn>,
}

/// One place that was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    pub leaf: u64,
    /// What opens it; nothing when whoever keeps the log cannot: then a record is gone.
    pub opened: Option<Shown>,
}

/// What opens a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    pub salt: Bytes32,
    pub opening: Opening,
    /// That it is in the log of the checkpoint (C2SP tlog-proof).
    pub proof: String,
}

/// What an audit shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Shows {
    /// Entries that were opened, and places that stand for nothing.
    pub entries: u64,
    pub covers: u64,
    /// Places that were not opened, or whose opening does not hold.
    pub missing: Vec<u64>,
    /// Whether enough witnesses have seen the checkpoint.
    pub witnessed: bool,
}

/// Why an audit says nothing at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAudit {
    #[error("its checkpoint is no signed note: {0}")]
    Note(String),
    #[error("{0}")]
    Signature(Short),
    #[error("its checkpoint draws other places than these: it was made for another, or some were left out")]
    OtherPlaces,
}

/// Opens what the newest checkpoint draws.
pub async fn answer(log: &Log, count: u64) -> Result<Audit, Fault> {
    let doing = "answering the draw";
    let checkpoint = log.checkpoint()?.ok_or("the log has no checkpoint yet").or_fault(doing)?;
    let mut drawn = Vec::new();
    for leaf in translog::draw::draw(&checkpoint, count).or_fault(doing)? {
        drawn.push(Drawn { leaf, opened: open(log, leaf, &checkpoint).await? });
    }
    Ok(Audit { checkpoint: checkpoint.to_string(), drawn })
}

async fn open(log: &Log, place: u64, checkpoint: &Note) -> Result<Option<Shown>, Fault> {
    let Some(proof) = sequence::proof(&log.folder, place, checkpoint.clone())? else { return Ok(None) };
    let row = sql("-- kit.audit.open
        SELECT l.salt, l.tenant, l.sent, j.entry, j.at, j.stream, j.version, j.kind, j.actor, j.why, j.body
        FROM kit_leaf l JOIN kit_journal j ON j.position = l.position WHERE l.leaf = $1");
    let (leaf, opening) = match row.bind(place).one(&log.db).await? {
        Some(row) => {
            let lying = Lying::read(&row)?;
            let before = commit::before(&log.db, &lying).await?;
            commit::open(&lying, &Clear::read(&row, &lying)?, bytes(&row, "salt")?, before)
        }
        None => Leaf::cover(&log.secret, place),
    };
    Ok(Some(Shown { salt: leaf.salt, opening, proof: proof.to_string() }))
}

/// Checks an audit, under a policy, for a draw of so many. Needs nothing else.
pub fn check(audit: &Audit, policy: &Policy, count: u64) -> Result<Shows, NotAnAudit> {
    let note = |text: &str| text.parse::<Note>().map_err(|error| NotAnAudit::Note(error.to_string()));
    let checkpoint = note(&audit.checkpoint)?;
    let mut shows = Shows { witnessed: policy.asks_for_witnesses(), ..Shows::default() };
    match policy.judge(&checkpoint) {
        Ok(_) => {}
        Err(Short::Quorum(_)) => shows.witnessed = false,
        Err(short) => return Err(NotAnAudit::Signature(short)),
    }
    let places =
        translog::draw::draw(&checkpoint, count).map_err(|error| NotAnAudit::Note(error.to_string()))?;
    if !places.iter().eq(audit.drawn.iter().map(|drawn| &drawn.leaf)) {
        return Err(NotAnAudit::OtherPlaces);
    }
    for drawn in &audit.drawn {
        match drawn.opened.as_ref().filter(|shown| holds(shown, drawn.leaf, &audit.checkpoint, policy)) {
            Some(shown) if shown.opening.kind == COVER => shows.covers += 1,
            Some(_) => shows.entries += 1,
            None => shows.missing.push(drawn.leaf),
        }
    }
    Ok(shows)
}

/// The kind of a leaf that stands for nothing.
const COVER: &str = "cover";

fn holds(shown: &Shown, place: u64, checkpoint: &str, policy: &Policy) -> bool {
    let Ok(proof) = shown.proof.parse::<Proof>() else { return false };
    // What is opened as a cover must say its own place: no other leaf can be passed off as one.
    let cover = shown.opening.kind != COVER || shown.opening.record == place.to_string();
    let leaf = Leaf::commit(shown.salt, &shown.opening);
    let leaf = Hash::leaf(&leaf::entry(leaf.commitment));
    let fits = proof.index == place && proof.checkpoint.to_string() == checkpoint;
    cover && fits && matches!(proof.check(leaf, policy), Some(Ok(_) | Err(Short::Quorum(_))))
}
