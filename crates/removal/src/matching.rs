//! Programs of platforms ask whether hashes are on a list.
//!
//! An answer names lists and entries, never whose request an entry came from. What is found is counted; an entry that is
//! found more often in a day than its list allows stops, until a person of the service has decided.

use std::collections::BTreeMap;

use axum::Extension;
use axum::response::Response;
use domain::event;
use domain::id::{ListId, ListedId, OrganisationId};
use domain::removal::entry;
use domain::removal::fingerprint::Fingerprint;
use domain::removal::list::Category;
use domain::role::Act;
use kit::api::{self, Problems, Sent};
use kit::store::{Tx, sql};
use kit::{Ctx, Failure, Fault, journal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::{HashText, wrong};
use crate::index::{self, Answer};
use crate::node::Node;
use crate::{enrolled, store};

/// The most hashes of one request.
const HASHES_MAX: usize = 1_000;

/// Hashes to look up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sought {
    /// 1 to 1,000.
    hashes: Vec<HashText>,
}

/// An entry that is near enough.
#[derive(Serialize, ToSchema)]
pub struct Match {
    #[schema(value_type = String)]
    entry: ListedId,
    #[schema(value_type = String)]
    list: ListId,
    #[schema(value_type = String)]
    category: Category,
    /// In how many bits of 256 it differs; 0 for files.
    distance: u32,
}

/// What there is of one hash.
#[derive(Serialize, ToSchema)]
pub struct Found {
    /// The nearest first.
    matches: Vec<Match>,
    /// It is near something that is known to be harmless, so nothing else counts.
    harmless: bool,
    /// Why it cannot be looked for, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    unfit: Option<String>,
}

/// What there is of each hash, in their order.
#[derive(Serialize, ToSchema)]
pub struct FoundAll {
    found: Vec<Found>,
}

/// Whether hashes are on a list. Nothing of them is kept.
#[utoipa::path(post, path = "/api/v1/hashes/match", tag = "hashes", security(("key" = [])), request_body = Sought,
    responses((status = 200, body = FoundAll), Problems))]
pub async fn matching(
    ctx: Ctx,
    Extension(node): Extension<Node>,
    sought: Sent<Sought>,
) -> Result<Response, Failure> {
    let platform = enrolled::platform(&ctx, Act::MatchHashes)?.organisation;
    let hashes = sought.read()?.hashes;
    if !(1..=HASHES_MAX).contains(&hashes.len()) {
        return Err(wrong("hashes", "are 1 to 1,000"));
    }
    enrolled::take(&ctx, &node, (Act::MatchHashes, enrolled::MATCHED_A_MINUTE), hashes.len())?;
    let read = hashes.iter().enumerate().map(|(at, hash)| hash.read(&format!("hashes.{at}")));
    let prints = read.collect::<Result<Vec<Fingerprint>, _>>()?;
    let answers = node.find(&ctx.house, prints).await?;
    let often = noted(&ctx, platform, &answers).await?;
    for (entry, times) in often {
        Box::pin(found_often(&ctx, entry, times)).await?;
    }
    api::shown(&FoundAll { found: answers.into_iter().map(shown).collect() })
}

fn shown(answer: Answer) -> Found {
    let of = |found: index::Match| {
        let index::Match { entry, list, category, distance } = found;
        Match { entry, list, category, distance }
    };
    match answer {
        Answer::Matches(matches) => {
            Found { matches: matches.into_iter().map(of).collect(), harmless: false, unfit: None }
        }
        Answer::Harmless => Found { matches: Vec::new(), harmless: true, unfit: None },
        Answer::Unfit(why) => Found { matches: Vec::new(), harmless: false, unfit: Some(why.to_string()) },
    }
}

/// Notes how much was asked and what was found; how often each entry was found today.
async fn noted(
    ctx: &Ctx,
    platform: OrganisationId,
    answers: &[Answer],
) -> Result<BTreeMap<ListedId, u32>, Failure> {
    // In the order of their ids: two requests that find the same never wait for each other in a ring.
    let mut times: BTreeMap<ListedId, u32> = BTreeMap::new();
    for answer in answers {
        if let Answer::Matches(matches) = answer {
            for found in matches {
                *times.entry(found.entry).or_default() += 1;
            }
        }
    }
    let mut tx = ctx.begin("note what a platform asked").await?;
    enrolled::note(&mut tx, platform, Act::MatchHashes, answers.len()).await?;
    for (entry, times) in &mut times {
        *times = counted(&mut tx, *entry, *times).await?;
    }
    tx.commit().await?;
    Ok(times)
}

/// Counts that an entry was found; how often that was today.
pub(crate) async fn counted(tx: &mut Tx, entry: ListedId, times: u32) -> Result<u32, Fault> {
    let day = domain::time::day(tx.now).to_string();
    sql("-- removal.matching.counted
        INSERT INTO removal_found (entry, day, times) VALUES ($1, $2, $3)
        ON CONFLICT (entry, day) DO UPDATE SET times = removal_found.times + $3")
    .bind(entry)
    .bind(&day)
    .bind(times)
    .run(tx)
    .await?;
    let row = sql("-- removal.matching.today\nSELECT times FROM removal_found WHERE entry = $1 AND day = $2");
    row.bind(entry).bind(&day).one(tx).await?.map_or(Ok(times), |row| row.get("times"))
}

/// Stops an entry that was found too often. Two at the same moment: one stops it, which is enough.
pub(crate) async fn found_often(ctx: &Ctx, id: ListedId, times: u32) -> Result<(), Failure> {
    let Some(listed) = store::entry(&ctx.db, id).await? else { return Ok(()) };
    let Some(list) = store::list(&ctx.db, listed.list).await? else { return Ok(()) };
    let Some(event) = entry::found(listed.standing, times, list.limits.flood) else { return Ok(()) };
    let mut tx = ctx.house.begin("stop what is found too often", event::Actor::System, ctx.now).await?;
    let version = journal::version(&tx, &id.to_string()).await?;
    match tx.append(id, version, event::Event::Removal(event), None).await {
        Ok(_) => Ok(tx.commit().await?),
        Err(Failure::Conflict) => Ok(tx.rollback().await?),
        Err(failure) => Err(failure),
    }
}
