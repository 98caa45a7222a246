//! Programs of platforms tell what became of entries, and it comes back to whoever asked.
//!
//! Each thing that is told is written by itself: that one is refused keeps no other from being kept, and what is sent
//! again because an answer was lost changes nothing.

use axum::Extension;
use axum::response::Response;
use domain::event;
use domain::id::{ListedId, OrganisationId};
use domain::removal::entry::{self, Feedback, Ground, Known, Outcome, Refusal, Standing};
use domain::role::Act;
use kit::api::{self, Problems, Sent};
use kit::{Ctx, Failure, journal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::Schema;

use crate::api::wrong;
use crate::node::Node;
use crate::{enrolled, matching, store};

/// The most that is told at once.
const TOLD_MAX: usize = 100;
/// How often it is tried when others tell of the same entry at the same moment.
const TRIES: usize = 5;

/// What became of one entry.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Telling {
    entry: String,
    #[schema(schema_with = outcomes)]
    outcome: Outcome,
    /// Why it is disputed.
    #[serde(default)]
    #[schema(schema_with = grounds)]
    ground: Option<Ground>,
    /// More, in your own words: at most 500 characters, and no hash.
    #[serde(default)]
    words: String,
}

fn outcomes() -> Schema {
    api::one_of(Outcome::ALL.iter().map(|outcome| outcome.code()))
}

fn grounds() -> Schema {
    api::one_of(Ground::ALL.iter().map(|ground| ground.code()))
}

/// What became of entries.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllTold {
    /// 1 to 100.
    feedback: Vec<Telling>,
}

/// What was made of one thing that was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct Taken {
    /// Nothing where no id was sent.
    entry: String,
    /// Kept, now or before.
    kept: bool,
    /// Why it was not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
}

/// What was made of each thing that was told, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub struct AllTaken {
    taken: Vec<Taken>,
}

/// Tells what became of entries. The same sent again changes nothing.
#[utoipa::path(post, path = "/api/v1/hashes/feedback", tag = "hashes", security(("key" = [])), request_body = AllTold,
    responses((status = 200, body = AllTaken), Problems))]
pub async fn feedback(
    ctx: Ctx,
    Extension(node): Extension<Node>,
    told: Sent<AllTold>,
) -> Result<Response, Failure> {
    let platform = enrolled::platform(&ctx, Act::FeedBackHashes)?.organisation;
    let told = told.read()?.feedback;
    if !(1..=TOLD_MAX).contains(&told.len()) {
        return Err(wrong("feedback", "has 1 to 100 entries"));
    }
    enrolled::take(&ctx, &node, (Act::FeedBackHashes, enrolled::TOLD_A_MINUTE), told.len())?;
    let mut taken = Vec::with_capacity(told.len());
    for telling in told {
        let refused = Box::pin(take(&ctx, platform, &telling)).await?.err();
        // What is no id is not repeated: it may be a hash.
        let entry = telling.entry.parse::<ListedId>().map(|id| id.to_string()).unwrap_or_default();
        taken.push(Taken { entry, kept: refused.is_none(), refused });
    }
    api::shown(&AllTaken { taken })
}

async fn take(ctx: &Ctx, platform: OrganisationId, telling: &Telling) -> Result<Result<(), String>, Failure> {
    let unknown = || Ok(Err("there is no such entry".to_owned()));
    let Ok(id) = telling.entry.parse::<ListedId>() else { return unknown() };
    let (outcome, ground, words) = (telling.outcome, telling.ground, telling.words.trim().to_owned());
    for _ in 0..TRIES {
        let feedback = Feedback { outcome, ground, words: words.clone() };
        match keep(ctx, platform, id, feedback).await {
            Ok(done) => return Ok(done.map_err(|why| why.to_string())),
            Err(Failure::Conflict) => {}
            Err(Failure::NotFound) => return unknown(),
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Conflict)
}

async fn keep(
    ctx: &Ctx,
    platform: OrganisationId,
    id: ListedId,
    feedback: Feedback,
) -> Result<Result<(), Refusal>, Failure> {
    let mut tx = ctx.begin("keep what a platform told").await?;
    // The version first: whatever is told meanwhile makes this a conflict.
    let version = journal::version(&tx, &id.to_string()).await?;
    let listed = store::entry(&tx, id).await?.ok_or(Failure::NotFound)?;
    let told = store::told(&tx, id).await?;
    let last = told.iter().find(|told| told.platform == platform);
    let known = Known {
        standing: listed.standing,
        last: last.map(|told| &told.feedback),
        overruled: last.is_some_and(|told| told.overruled),
    };
    let counts = feedback.outcome == Outcome::Matched && listed.standing != Standing::Withdrawn;
    let event = match entry::feed_back(known, platform, feedback) {
        Ok(Some(event)) => event,
        Ok(None) => return Ok(Ok(())),
        Err(why) => return Ok(Err(why)),
    };
    tx.append(id, version, event::Event::Removal(event), None).await?;
    enrolled::note(&mut tx, platform, Act::FeedBackHashes, 1).await?;
    let times = if counts { matching::counted(&mut tx, id, 1).await? } else { 0 };
    tx.commit().await?;
    matching::found_often(ctx, id, times).await?;
    Ok(Ok(()))
}
