//! Who may use the lists: platforms, by their moderators' keys; and how much each asked, for whoever answers for it.

use domain::agency::AgencyKind;
use domain::id::OrganisationId;
use domain::role::Act;
use jiff::Timestamp;
use kit::ctx::Person;
use kit::store::{Reads, Tx, sql};
use kit::{Ctx, Failure, Fault};

use crate::node::Node;

/// What a platform may ask in a minute with one key: hashes to match, pages of changes, things to tell.
pub(crate) const MATCHED_A_MINUTE: u32 = 60_000;
pub(crate) const PULLED_A_MINUTE: u32 = 300;
pub(crate) const TOLD_A_MINUTE: u32 = 3_000;

/// Asks for an act that only platforms have; for everybody else there is nothing here.
pub(crate) fn platform(ctx: &Ctx, act: Act) -> Result<&Person, Failure> {
    let person = ctx.may(act)?;
    if person.agency == AgencyKind::Platform { Ok(person) } else { Err(Failure::NotFound) }
}

/// Asks for the running of the lists, which only the safeguarding service has.
pub(crate) fn service(ctx: &Ctx) -> Result<&Person, Failure> {
    let person = ctx.may(Act::RunHashes)?;
    if person.agency == AgencyKind::SafeguardingService { Ok(person) } else { Err(Failure::NotFound) }
}

/// Takes so much of what this key may ask in a minute.
pub(crate) fn take(ctx: &Ctx, node: &Node, (act, most): (Act, u32), amount: usize) -> Result<(), Failure> {
    let amount = u32::try_from(amount).unwrap_or(u32::MAX);
    node.take((ctx.person()?.actor().to_string(), act.code()), amount, most, ctx.now)
}

/// Notes how much was asked: on each day one row a key.
pub(crate) async fn note(
    tx: &mut Tx,
    platform: OrganisationId,
    act: Act,
    hashes: usize,
) -> Result<(), Fault> {
    let (now, key) = (tx.now, tx.actor.to_string());
    sql("-- removal.enrolled.note
        INSERT INTO removal_use (platform, token, act, day, requests, hashes, last_at) VALUES ($1, $2, $3, $4, 1, $5, $6)
        ON CONFLICT (platform, token, act, day) DO UPDATE
        SET requests = removal_use.requests + 1, hashes = removal_use.hashes + $5, last_at = $6")
    .bind(platform)
    .bind(key)
    .bind(act.code())
    .bind(domain::time::day(now).to_string())
    .bind(hashes)
    .bind(now)
    .run(tx)
    .await
    .map(drop)
}

/// What a platform did.
pub(crate) struct Did {
    pub(crate) pulled_at: Option<Timestamp>,
    /// How many hashes it looked up today.
    pub(crate) looked_up: u64,
    /// Of how many entries it told what became of them.
    pub(crate) told: u64,
}

/// What a platform did.
pub(crate) async fn did(from: &impl Reads, platform: OrganisationId, now: Timestamp) -> Result<Did, Fault> {
    let row = sql("-- removal.enrolled.did
        SELECT (SELECT at FROM removal_pull WHERE platform = $1) AS pulled_at,
            (SELECT CAST(COALESCE(SUM(hashes), 0) AS BIGINT) FROM removal_use
                WHERE platform = $1 AND act = $2 AND day = $3) AS looked_up,
            (SELECT COUNT(*) FROM removal_feedback WHERE platform = $1) AS told");
    let row = row.bind(platform).bind(Act::MatchHashes.code()).bind(domain::time::day(now).to_string());
    let row = row.one(from).await?.ok_or_else(|| Fault::new("reading what a platform did"))?;
    Ok(Did { pulled_at: row.maybe("pulled_at")?, looked_up: row.get("looked_up")?, told: row.get("told")? })
}
