//! Holding the store against the log: every record that was taken out, altered, moved in time or slipped in is named.

use jiff::Timestamp;
use translog::{Checkpoint, Short, Storage as _};

use super::commit::{self, Clear, bytes};
use super::files::{Files, Register};
use super::leaf::{self, Bytes32, Leaf};
use super::room::Log;
use super::sequence::number;
use crate::journal::Lying;
use crate::store::{Row, sql};
use crate::{Fault, OrFault as _};

/// How many leaves are held against the store at a time.
const ROWS: u64 = 1_000;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Leaves in the newest checkpoint; how many of them are entries and not covers.
    pub size: u64,
    pub entries: u64,
    pub findings: Vec<Finding>,
}

/// Something that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub trouble: Trouble,
    /// The record and its version, where they are known.
    pub record: Option<(String, u32)>,
    /// When the entry was made, as the log has it; for one that was slipped in, as the store has it.
    pub at: Option<Timestamp>,
    pub leaf: Option<u64>,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("was deleted")]
    Deleted,
    #[error("was altered")]
    Altered,
    /// The store has this moment instead.
    #[error("was moved in time: the store now says {0}")]
    Moved(Timestamp),
    #[error("is not in the log: it was slipped in")]
    SlippedIn,
    #[error("the files of the log were damaged")]
    Files,
    #[error("the checkpoint is not signed by the log, or is of another log")]
    Checkpoint,
}

/// Looks at the whole log, and at everything in the journal.
pub async fn verify(log: &Log) -> Result<Verified, Fault> {
    let doing = "verifying the log";
    let Some(note) = log.checkpoint()? else {
        return Ok(Verified { size: 0, entries: 0, findings: Vec::new() });
    };
    let checkpoint: Checkpoint = note.text.parse().or_fault(doing)?;
    let mut verified = Verified { size: checkpoint.size, entries: 0, findings: Vec::new() };
    let plain = |trouble| Finding { trouble, record: None, at: None, leaf: None };
    // How many witnesses have seen it is another question.
    if !matches!(log.policy()?.judge(&note), Ok(_) | Err(Short::Quorum(_))) {
        verified.findings.push(plain(Trouble::Checkpoint));
    }
    let files = Files::open(&log.folder).or_fault(doing)?;
    let whole = translog::check::whole(&files, checkpoint.size, |_, _| ()).or_fault(doing)?;
    if whole.root != checkpoint.root || !whole.broken.is_empty() {
        verified.findings.push(plain(Trouble::Files));
    }
    let mut from = 0;
    while from < checkpoint.size {
        let to = checkpoint.size.min(from + ROWS);
        stretch(log, &files, (from, to), &mut verified).await?;
        from = to;
    }
    verified.findings.extend(slipped_in(log).await?);
    Ok(verified)
}

/// Holds the leaves `from..to` against the store.
async fn stretch(
    log: &Log,
    files: &Files,
    (from, to): (u64, u64),
    verified: &mut Verified,
) -> Result<(), Fault> {
    let rows = sql("-- kit.verify.stretch
        SELECT l.leaf, l.salt, l.tenant, l.sent, j.entry, j.at, j.stream, j.version, j.kind, j.actor, j.why, j.body,
        b.commitment AS before
        FROM kit_leaf l JOIN kit_journal j ON j.position = l.position
        LEFT JOIN kit_journal p ON p.stream = j.stream AND p.version = j.version - 1
        LEFT JOIN kit_leaf b ON b.position = p.position
        WHERE l.leaf >= $1 AND l.leaf < $2 ORDER BY l.leaf")
    .bind(from)
    .bind(to)
    .all(&log.db)
    .await?;
    let mut rows = rows.iter().peekable();
    for place in from..to {
        let committed = committed(files, place)?;
        let line = files.registered(place);
        let row = rows.next_if(|row| row.get::<i64>("leaf").is_ok_and(|leaf| number(leaf) == place));
        let trouble = match row {
            Some(row) => judge(row, committed, line.as_ref())?,
            None if committed == Some(Leaf::cover(&log.secret, place).0.commitment) => continue,
            None => Some(Trouble::Deleted),
        };
        verified.entries += 1;
        verified.findings.extend(trouble.map(|trouble| finding(trouble, place, line, row)));
    }
    Ok(())
}

fn committed(files: &Files, place: u64) -> Result<Option<Bytes32>, Fault> {
    let part = translog::Part::Entries { index: place / translog::tile::WIDTH };
    let bundle = files.read(part).or_fault("reading a leaf")?;
    let within = usize::try_from(place % translog::tile::WIDTH).expect("below 256");
    let entry = translog::tile::entries(&bundle).nth(within).and_then(Result::ok);
    Ok(entry.and_then(|entry| entry.strip_prefix(leaf::PREFIX)?.try_into().ok()).map(Bytes32))
}

/// What is wrong with an entry that is there.
fn judge(row: &Row, committed: Option<Bytes32>, line: Option<&Register>) -> Result<Option<Trouble>, Fault> {
    // What cannot even be read any more was altered.
    let Ok(lying) = Lying::read(row) else { return Ok(Some(Trouble::Altered)) };
    let before = row.maybe::<String>("before")?.and_then(|text| text.parse().ok());
    let (Ok(clear), Ok(salt)) = (Clear::read(row, &lying), bytes(row, "salt")) else {
        return Ok(Some(Trouble::Altered));
    };
    let fits = |lying: &Lying| Some(commit::open(lying, &clear, salt, before).0.commitment) == committed;
    if fits(&lying) {
        return Ok(None);
    }
    let moved = line.filter(|line| line.at != lying.at).map(|line| Lying { at: line.at, ..lying.clone() });
    let only_moved = moved.is_some_and(|back| fits(&back));
    Ok(Some(if only_moved { Trouble::Moved(lying.at) } else { Trouble::Altered }))
}

fn finding(trouble: Trouble, place: u64, line: Option<Register>, row: Option<&Row>) -> Finding {
    let stored = row.and_then(|row| Some((row.get("stream").ok()?, row.get("version").ok()?)));
    let record = line.as_ref().and_then(|line| Some((line.record.clone()?, line.version))).or(stored);
    Finding { trouble, record, at: line.map(|line| line.at), leaf: Some(place) }
}

/// Entries that have no leaf, or whose leaf was never given a place although later ones were.
async fn slipped_in(log: &Log) -> Result<Vec<Finding>, Fault> {
    let rows = sql("-- kit.verify.slipped_in
        SELECT j.stream, j.version, j.at FROM kit_journal j LEFT JOIN kit_leaf l ON l.position = j.position
        WHERE l.position IS NULL ORDER BY j.position")
    .all(&log.db)
    .await?;
    let found = |row: &Row| {
        Ok(Finding {
            trouble: Trouble::SlippedIn,
            record: Some((row.get("stream")?, row.get("version")?)),
            at: Some(row.get("at")?),
            leaf: None,
        })
    };
    rows.iter().map(found).collect()
}
