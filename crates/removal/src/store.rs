//! Lists and entries as they are read.

use domain::id::{ListId, ListedId, OrganisationId};
use domain::removal::entry::{Feedback, Ground, Outcome, Standing};
use domain::removal::fingerprint::{Fingerprint, Medium};
use domain::removal::list::{Category, Confidence, Limits, List, ListKind};
use jiff::Timestamp;
use kit::store::{Reads, Row, sql};
use kit::{Fault, OrFault as _};

/// What the provenance of an entry is sealed as.
pub(crate) fn provenance(entry: ListedId) -> String {
    format!("{entry} provenance")
}

/// Hashes as they lie, sealed, in one column.
pub(crate) fn written(prints: &[Fingerprint]) -> String {
    prints.iter().map(Fingerprint::written).collect::<Vec<_>>().join(" ")
}

/// The turn of the last change; nought before the first.
pub(crate) async fn turn(from: &impl Reads) -> Result<i64, Fault> {
    let row =
        sql("-- removal.store.turn\nSELECT last_turn FROM removal_turn WHERE only_one = 1").one(from).await?;
    row.map_or(Ok(0), |row| row.get("last_turn"))
}

/// A list.
pub(crate) async fn list(from: &impl Reads, id: ListId) -> Result<Option<List>, Fault> {
    let row = sql("-- removal.store.list
        SELECT id, kind, name, near_max, quality_min, is_on, flood FROM removal_list WHERE id = $1");
    row.bind(id).one(from).await?.as_ref().map(read_list).transpose()
}

/// Every list, the oldest first.
pub(crate) async fn lists(from: &impl Reads) -> Result<Vec<(ListId, List)>, Fault> {
    let rows = sql("-- removal.store.lists
        SELECT id, kind, name, near_max, quality_min, is_on, flood FROM removal_list ORDER BY made_at, id");
    rows.all(from).await?.iter().map(|row| Ok((row.get("id")?, read_list(row)?))).collect()
}

fn read_list(row: &Row) -> Result<List, Fault> {
    let small = |column: &str| {
        u8::try_from(row.get::<u32>(column)?).or_fault("reading a limit of a list that is too large")
    };
    let limits = Limits {
        within: small("near_max")?,
        quality_min: small("quality_min")?,
        on: row.get("is_on")?,
        flood: row.get("flood")?,
    };
    Ok(List { name: row.get("name")?, kind: coded(row, "kind", ListKind::from_code)?, limits })
}

fn coded<T>(row: &Row, column: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
    read(&row.get::<String>(column)?)
        .ok_or("it is no such code")
        .or_fault(&format!("reading column {column}"))
}

/// An entry as it is read.
pub(crate) struct Listed {
    pub(crate) id: ListedId,
    pub(crate) list: ListId,
    pub(crate) medium: Medium,
    pub(crate) category: Category,
    pub(crate) confidence: Confidence,
    /// Nothing where it is gone.
    pub(crate) prints: Vec<Fingerprint>,
    pub(crate) standing: Standing,
    pub(crate) turn: i64,
    /// When it was listed.
    pub(crate) at: Timestamp,
}

fn read(row: &Row) -> Result<Listed, Fault> {
    let id: ListedId = row.get("id")?;
    let sealed: String = row.get("prints")?;
    let text = if sealed.is_empty() { sealed } else { row.shown(id, "prints")? };
    let prints = text.split_whitespace().map(str::parse).collect::<Result<_, _>>();
    Ok(Listed {
        id,
        list: row.get("list")?,
        medium: coded(row, "medium", Medium::from_code)?,
        category: coded(row, "category", Category::from_code)?,
        confidence: coded(row, "confidence", Confidence::from_code)?,
        prints: prints.or_fault("reading the hashes of an entry")?,
        standing: coded(row, "standing", Standing::from_code)?,
        turn: row.get("turn")?,
        at: row.get("listed_at")?,
    })
}

/// An entry.
pub(crate) async fn entry(from: &impl Reads, id: ListedId) -> Result<Option<Listed>, Fault> {
    let row = sql("-- removal.store.entry
        SELECT id, list, medium, category, confidence, prints, standing, turn, listed_at
        FROM removal_entry WHERE id = $1");
    row.bind(id).one(from).await?.as_ref().map(read).transpose()
}

/// How far somebody has read: behind this entry of this turn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Cursor {
    pub(crate) turn: i64,
    pub(crate) entry: String,
}

impl Cursor {
    /// Reads the written form, `turn.entry`; nothing given is the beginning.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::default());
        }
        let (turn, entry) = text.split_once('.')?;
        let entry: ListedId = entry.parse().ok()?;
        Some(Self { turn: turn.parse().ok().filter(|turn| *turn >= 0)?, entry: entry.to_string() })
    }

    pub(crate) fn behind(entry: &Listed) -> Self {
        Self { turn: entry.turn, entry: entry.id.to_string() }
    }

    pub(crate) fn written(&self) -> String {
        if self.entry.is_empty() { String::new() } else { format!("{}.{}", self.turn, self.entry) }
    }
}

/// What changed behind the cursor, in the order of the changes: each entry once, as it is now.
pub(crate) async fn since(from: &impl Reads, after: &Cursor, limit: u32) -> Result<Vec<Listed>, Fault> {
    let rows = sql("-- removal.store.since
        SELECT id, list, medium, category, confidence, prints, standing, turn, listed_at FROM removal_entry
        WHERE turn > $1 OR (turn = $1 AND id > $2) ORDER BY turn, id LIMIT $3")
    .bind(after.turn)
    .bind(&after.entry)
    .bind(limit)
    .all(from)
    .await?;
    rows.iter().map(read).collect()
}

/// Entries that wait for a decision, the longest waiting first.
pub(crate) async fn waiting(from: &impl Reads, limit: u32) -> Result<Vec<Listed>, Fault> {
    let rows = sql("-- removal.store.waiting
        SELECT id, list, medium, category, confidence, '' AS prints, standing, turn, listed_at FROM removal_entry
        WHERE standing IN ('disputed', 'quarantined') ORDER BY turn LIMIT $1");
    rows.bind(limit).all(from).await?.iter().map(read).collect()
}

/// How many entries of each standing each list has.
pub(crate) async fn numbers(from: &impl Reads) -> Result<Vec<(ListId, Standing, u64)>, Fault> {
    let rows = sql("-- removal.store.numbers
        SELECT list, standing, COUNT(*) AS number FROM removal_entry GROUP BY list, standing");
    let read =
        |row: &Row| Ok((row.get("list")?, coded(row, "standing", Standing::from_code)?, row.get("number")?));
    rows.all(from).await?.iter().map(read).collect()
}

/// What a platform told last of an entry.
pub(crate) struct Told {
    pub(crate) platform: OrganisationId,
    pub(crate) feedback: Feedback,
    pub(crate) overruled: bool,
    pub(crate) at: Timestamp,
}

/// What platforms told of an entry, each its last, the earliest first.
pub(crate) async fn told(from: &impl Reads, entry: ListedId) -> Result<Vec<Told>, Fault> {
    let rows = sql("-- removal.store.told
        SELECT platform, outcome, ground, words, overruled, at FROM removal_feedback WHERE entry = $1 ORDER BY at, platform");
    let read = |row: &Row| {
        let platform: OrganisationId = row.get("platform")?;
        let feedback = Feedback {
            outcome: coded(row, "outcome", Outcome::from_code)?,
            ground: Ground::from_code(&row.get::<String>("ground")?),
            words: row.shown(format!("{entry} {platform}"), "words")?,
        };
        Ok(Told { platform, feedback, overruled: row.get("overruled")?, at: row.get("at")? })
    };
    rows.bind(entry).all(from).await?.iter().map(read).collect()
}
