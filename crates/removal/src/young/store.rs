//! A request as it is kept: found by what follows from its code, opened by the code alone.

use domain::event::{Actor, Event};
use domain::id::RemovalId;
use domain::removal::Event as Happened;
use domain::removal::asking::{self, Asking, Request};
use jiff::SignedDuration;
use kit::code::Proved;
use kit::keys::{Secret, Who};
use kit::store::{Db, Reads, sql};
use kit::{Ctx, Failure, Fault, chance, journal};

/// How long a visit is good for.
const VISIT: SignedDuration = SignedDuration::from_mins(30);

/// Whether a request with this code is kept already: somebody pressed "send" again.
pub(super) async fn is_known(ctx: &Ctx, proved: &Proved) -> Result<bool, Fault> {
    let row = sql("-- removal.store.is_known\nSELECT 1 AS one FROM removal_code WHERE code = $1");
    Ok(row.bind(&proved.hash).one(&ctx.db).await?.is_some())
}

/// Keeps a request; it is only said to be kept when it is in the signed log.
pub(super) async fn keep(ctx: &Ctx, proved: &Proved, asking: Asking) -> Result<(), Failure> {
    let request: RemovalId = chance::id(ctx.now);
    let asked = Event::Removal(Happened::Asked { asking });
    let (fresh, bearer) = ctx.house.keys.fresh_with_bearer(&asked.opens()).await?;
    let mut tx = ctx.begin("ask for pictures to be taken down").await?;
    tx.expect(fresh);
    let appended = tx.append(request, 0, asked, None).await?;
    let written = sql("-- removal.store.keep
        INSERT INTO removal_code (request, code, bearer) VALUES ($1, $2, $3) ON CONFLICT (code) DO NOTHING")
    .bind(request)
    .bind(&proved.hash)
    .bind(bearer.sealed(&proved.key, &request.to_string())?)
    .run(&mut tx)
    .await?;
    // Two presses at once: the other one is kept, and this one was never there.
    if written == 0 {
        return Ok(());
    }
    let waiting = ctx.house.log.expect(appended.id);
    tx.commit().await?;
    waiting.receipt(&appended.opened).await?;
    Ok(())
}

/// Opens a visit for whoever has the code: a random address that is good for half an hour. None if there is no such code.
pub(super) async fn open(ctx: &Ctx, proved: &Proved) -> Result<Option<String>, Failure> {
    let row = sql("-- removal.store.find\nSELECT request, bearer FROM removal_code WHERE code = $1");
    let Some(row) = row.bind(&proved.hash).one(&ctx.db).await? else { return Ok(None) };
    let (request, sealed): (RemovalId, String) = (row.get("request")?, row.get("bearer")?);
    let bearer = Secret::opened(&proved.key, &request.to_string(), &sealed).ok_or(Failure::NotFound)?;
    let token = chance::token();
    let mut tx = ctx.begin("open a visit").await?;
    sql("-- removal.store.sweep\nDELETE FROM removal_visit WHERE expires_at <= $1")
        .bind(ctx.now)
        .run(&mut tx)
        .await?;
    sql("-- removal.store.open\nINSERT INTO removal_visit (digest, request, bearer, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(chance::token_digest(&token))
        .bind(request)
        .bind(bearer.sealed(&chance::token_key(&token), &request.to_string())?)
        .bind(ctx.now + VISIT)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// A request as somebody sees it who came back to it.
pub(super) struct Visited {
    pub(super) id: RemovalId,
    pub(super) request: Request,
    version: u32,
    /// The store, with the key of this request.
    db: Db,
}

/// The request of a visit; not found once its time is over.
pub(super) async fn visited(ctx: &Ctx, token: &str) -> Result<Visited, Failure> {
    let row = sql("-- removal.store.visited
        SELECT request, bearer FROM removal_visit WHERE digest = $1 AND expires_at > $2");
    let row = row.bind(chance::token_digest(token)).bind(ctx.now).one(&ctx.db).await?;
    let row = row.ok_or(Failure::NotFound)?;
    let (id, sealed): (RemovalId, String) = (row.get("request")?, row.get("bearer")?);
    let bearer = Secret::opened(&chance::token_key(token), &id.to_string(), &sealed);
    let db = ctx.house.seen_by(Who::Bearer(bearer.ok_or(Failure::NotFound)?));
    let (request, version) = load(&db, id).await?.ok_or(Failure::NotFound)?;
    Ok(Visited { id, request, version, db })
}

async fn load(from: &impl Reads, id: RemovalId) -> Result<Option<(Request, u32)>, Failure> {
    let history = journal::history(from, &id.to_string()).await?;
    let version = history.last().map_or(0, |entry| entry.version);
    let events = history.into_iter().filter_map(|entry| match entry.event {
        Event::Removal(event) => Some(event),
        Event::Accounts(_) | Event::Reports(_) | Event::Cases(_) | Event::Referrals(_) | Event::Duty(_) => {
            None
        }
    });
    Ok(events.fold(None, asking::apply).map(|request| (request, version)))
}

/// Writes what the young person decided.
pub(super) async fn happened(ctx: &Ctx, visited: &Visited, event: Happened) -> Result<(), Failure> {
    let mut tx = ctx.house.begin_with(&visited.db, "change a request", Actor::Reporter, ctx.now).await?;
    let appended = tx.append(visited.id, visited.version, Event::Removal(event), None).await?;
    let waiting = ctx.house.log.expect(appended.id);
    tx.commit().await?;
    waiting.receipt(&appended.opened).await?;
    Ok(())
}
