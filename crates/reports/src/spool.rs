//! When the store takes nothing (its disk is full, its server is gone): a report is kept in the spool, sealed and
//! durable, and goes into the store as soon as that takes it, with the moment at which it was told.
//!
//! Whoever tells it is told so, and has no receipt yet: that comes with the store. A report has its id from the
//! beginning, so that it is taken in once even when nobody knows whether the store had it already.

use domain::event::Actor;
use domain::id::ReportId;
use jiff::Timestamp;
use kit::api::Once;
use kit::{Ctx, Failure, Fault, House, OrFault as _, api, chance, journal};
use serde::{Deserialize, Serialize};

use crate::draft;
use crate::receive::{self, NotTaken, Sending};

/// A report as the spool keeps it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Spooled {
    pub(crate) at: Timestamp,
    pub(crate) sending: Sending,
    /// The address of the draft that it was written in.
    pub(crate) draft: Option<String>,
    /// The key of the request, that it is not taken twice when it is sent again.
    once: Option<Once>,
}

/// What it is kept under: the same when it is sent again.
fn name(draft: Option<&str>, once: Option<&Once>, report: ReportId) -> String {
    match (draft, once) {
        (Some(token), _) => format!("draft-{}", chance::token_digest(token)),
        (None, Some(once)) => format!("once-{}", once.key()),
        (None, None) => format!("report-{}", report.to_string().trim_start_matches("rep_")),
    }
}

/// What was kept when this was sent before, and is not in the store yet.
pub(crate) fn before(ctx: &Ctx, draft: Option<&str>) -> Result<Option<Spooled>, Failure> {
    if draft.is_none() && ctx.once().is_none() {
        return Ok(None);
    }
    let text = ctx.house.spool.read(&name(draft, ctx.once(), chance::id(ctx.now)))?;
    let kept: Option<Spooled> =
        text.map(|text| serde_json::from_str(&text)).transpose().or_fault("reading from the spool")?;
    let once = kept.as_ref().and_then(|kept| kept.once.as_ref()).zip(ctx.once());
    if once.is_some_and(|(kept, now)| kept != now) {
        return Err(api::used_for_another());
    }
    Ok(kept)
}

/// Keeps it, when the store failed; any other failure is the answer, and so is this one when nothing can be kept.
pub(crate) fn instead(
    ctx: &Ctx,
    sending: Sending,
    draft: Option<&str>,
    failure: Failure,
) -> Result<Spooled, Failure> {
    let reason = if let Failure::Fault(fault) = &failure {
        fault.chain()
    } else if let Failure::Shut(why) = &failure {
        why.clone()
    } else {
        return Err(failure);
    };
    let name = name(draft, ctx.once(), sending.report);
    let kept = Spooled { at: ctx.now, sending, draft: draft.map(str::to_owned), once: ctx.once().cloned() };
    let text = serde_json::to_string(&kept).or_fault("writing for the spool")?;
    match ctx.house.spool.keep(&name, &text) {
        Ok(first) => {
            if first {
                tracing::error!(reason, "the store takes nothing: reports are kept in the spool from now on");
            }
            Ok(kept)
        }
        Err(fault) => {
            tracing::error!(reason = fault.chain(), "nor can the spool keep a report: it was refused");
            Err(failure)
        }
    }
}

/// Takes everything into the store that the spool keeps; how many. Ends at the first that the store does not take.
pub async fn drain(house: &House) -> Result<usize, Fault> {
    let mut taken = 0;
    for name in house.spool.names()? {
        let Some(text) = house.spool.read(&name)? else { continue };
        let kept: Spooled = serde_json::from_str(&text).or_fault("reading from the spool")?;
        match take_in(house, &kept).await {
            Ok(()) => house.spool.done(&name)?,
            Err(NotTaken::Failure(Failure::Fault(fault))) => return Err(fault),
            Err(NotTaken::Failure(Failure::Shut(_))) => return Ok(taken),
            Err(NotTaken::Failure(_) | NotTaken::Problems(_)) => {
                tracing::error!(name, "a report in the spool is not taken by the rules; it is put aside");
                house.spool.put_aside(&name)?;
            }
        }
        taken += 1;
    }
    if taken > 0 {
        tracing::warn!(taken, "the spool is empty again");
        house.spool.emptied();
    }
    Ok(taken)
}

async fn take_in(house: &House, kept: &Spooled) -> Result<(), NotTaken> {
    let Spooled { at, sending, draft, once } = kept;
    // It got into the store after all, and only the answer failed.
    if journal::version(&house.db, &sending.report.to_string()).await? > 0 {
        return Ok(());
    }
    let actor = sending.reporter.map_or(Actor::Reporter, |(account, _)| Actor::Account(account));
    let prepared = receive::prepare(house, sending.clone()).await?;
    let mut tx = house.begin("take in a report that was kept", actor, *at).await?;
    let found = match draft {
        Some(token) => draft::find_any(&house.db, token, *at).await?,
        None => None,
    };
    if let Some(draft) = &found {
        match draft::lock(&mut tx, draft).await {
            // Another was sent from the same draft before: this is the same, sent twice.
            Err(Failure::Conflict) => return Ok(()),
            locked => locked?,
        }
        draft::release_code(&mut tx, draft).await?;
    }
    let arrived = receive::write(&mut tx, prepared).await?;
    if let Some(draft) = &found {
        draft::sent(&mut tx, draft, arrived.report).await?;
    }
    if let Some(once) = once {
        let taken = crate::api::taken(&arrived, sending.code.clone());
        api::remember(&mut tx, once, axum::http::StatusCode::CREATED, &taken, &arrived.appended).await?;
    }
    Ok(tx.commit().await?)
}
