//! What became of what a young person asked for: for the page that their code opens, and for nobody else.
//!
//! Platforms are named with what they told of an entry, and with nothing else: not when, not how often, not why they
//! dispute one.

use domain::agency::AgencyKind;
use domain::id::{ListedId, OrganisationId, RemovalId};
use domain::removal::entry::{Outcome, Standing};
use domain::removal::fingerprint::Medium;
use kit::store::{Reads, sql};
use kit::{Fault, House};

use crate::keeping::REQUEST;
use crate::store;

/// What became of one picture or video.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Became {
    pub entry: ListedId,
    pub medium: Medium,
    pub standing: Standing,
    /// With how many platforms it was shared: they took it, or told of it.
    pub shared: usize,
    /// The names of the platforms that told so last.
    pub matched: Vec<String>,
    pub removed: Vec<String>,
    pub not_found: Vec<String>,
}

/// What became of everything that this request is about, in the order in which it was asked.
pub async fn became(from: &impl Reads, house: &House, request: RemovalId) -> Result<Vec<Became>, Fault> {
    let names: Vec<(OrganisationId, String)> = house
        .directory
        .listed(house, AgencyKind::Platform)
        .await?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    let rows = sql("-- removal.became.entries\nSELECT id FROM removal_entry WHERE request = $1 ORDER BY id");
    let mut all = Vec::new();
    for row in rows.index(REQUEST, request.to_string()).all(from).await? {
        all.extend(one(from, row.get("id")?, &names).await?);
    }
    Ok(all)
}

async fn one(
    from: &impl Reads,
    id: ListedId,
    names: &[(OrganisationId, String)],
) -> Result<Option<Became>, Fault> {
    let Some(entry) = store::entry(from, id).await? else { return Ok(None) };
    let told = store::told(from, id).await?;
    let mut sharing = took(from, entry.turn).await?;
    sharing.extend(told.iter().map(|told| told.platform));
    sharing.sort_unstable();
    sharing.dedup();
    let by = |outcome: Outcome| {
        let those = told.iter().filter(|told| told.feedback.outcome == outcome);
        let named = those.filter_map(|told| names.iter().find(|(id, _)| *id == told.platform));
        named.map(|(_, name)| name.clone()).collect::<Vec<_>>()
    };
    Ok(Some(Became {
        entry: id,
        medium: entry.medium,
        standing: entry.standing,
        shared: sharing.len(),
        matched: by(Outcome::Matched),
        removed: by(Outcome::Removed),
        not_found: by(Outcome::NotFound),
    }))
}

/// Who has pulled up to this turn.
async fn took(from: &impl Reads, turn: i64) -> Result<Vec<OrganisationId>, Fault> {
    let rows = sql("-- removal.became.took\nSELECT platform FROM removal_pull WHERE turn >= $1");
    rows.bind(turn).all(from).await?.iter().map(|row| row.get("platform")).collect()
}
