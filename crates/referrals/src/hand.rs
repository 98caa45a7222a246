//! A recipient without an account: a link that opens once, then a visit of a few hours.
//!
//! Following the link opens nothing by itself, since programs that check mail follow links too: a person
//! presses the button. A link that was used, or is old, offers a new one to the same address.

use axum::extract::Path;
use axum::http::Method;
use axum::response::{Redirect, Response};
use domain::event::{Actor, Event};
use domain::id::ReferralId;
use domain::referrals::{Event as Happened, Standing};
use domain::reports::course::Attachment;
use domain::words::Lang;
use jiff::SignedDuration;
use kit::form::Fields;
use kit::keys::{Secret, Who};
use kit::page::{self, Button, Shell};
use kit::store::{Db, Row, Tx, sql};
use kit::{Ctx, Failure, Fault, chance, journal};
use maud::{Markup, html};

use crate::store::{self, Opened};
use crate::{act, evidence, mails, paper, show, words};

/// How long a link can be used.
const LINK: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How long a visit is good for.
const VISIT: SignedDuration = SignedDuration::from_hours(8);

/// Keeps a link, by its digest alone.
pub(crate) async fn keep_link(tx: &mut Tx, referral: ReferralId, token: &str) -> Result<(), Failure> {
    let expires = tx.now + LINK;
    let bearer = tx.bearer(referral).await?.sealed(&chance::token_key(token), &referral.to_string())?;
    sql("-- referrals.hand.keep_link
        INSERT INTO referrals_link (digest, referral, expires_at, bearer) VALUES ($1, $2, $3, $4)")
    .bind(chance::token_digest(token))
    .bind(referral)
    .bind(expires)
    .bind(bearer)
    .run(tx)
    .await?;
    Ok(())
}

/// The key of one referral, by the token of a link or a visit; and the store, with it.
fn bearing(ctx: &Ctx, row: &Row, token: &str) -> Result<(ReferralId, Secret, Db), Failure> {
    let (referral, sealed): (ReferralId, String) = (row.get("referral")?, row.get("bearer")?);
    let bearer = Secret::opened(&chance::token_key(token), &referral.to_string(), &sealed);
    let bearer = bearer.ok_or(Failure::NotFound)?;
    let db = ctx.house.seen_by(Who::Bearer(bearer.clone()));
    Ok((referral, bearer, db))
}

async fn link(ctx: &Ctx, token: &str) -> Result<Row, Failure> {
    let row = sql("-- referrals.hand.link
        SELECT referral, bearer, expires_at, used_at FROM referrals_link WHERE digest = $1");
    row.bind(chance::token_digest(token)).one(&ctx.db).await?.ok_or(Failure::NotFound)
}

/// Says what waits behind the link, and asks for a press of the button.
pub async fn show(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let link = link(&ctx, &token).await?;
    let spent =
        link.maybe::<i64>("used_at")?.is_some() || link.get::<jiff::Timestamp>("expires_at")? <= ctx.now;
    let lang = Lang::En;
    let (title, text, button) = if spent {
        (words::LINK_SPENT, words::LINK_SPENT_TEXT, words::LINK_AGAIN)
    } else {
        (words::LINK, words::LINK_TEXT, words::LINK_OPEN)
    };
    let at = if spent { format!("/hand/{token}/again") } else { format!("/hand/{token}") };
    Ok(Shell::public(lang, title.of(lang)).show(html! {
        h1 class="govuk-heading-l" { (title.of(lang)) }
        p class="govuk-body" { (text.of(lang)) }
        form method="post" action=(at) { (page::submit(Button::Primary, button.of(lang))) }
    }))
}

/// Opens it, once.
pub async fn open(ctx: Ctx, Path(token): Path<String>) -> Result<Redirect, Failure> {
    ctx.open_to_all();
    let (referral, bearer, db) = bearing(&ctx, &link(&ctx, &token).await?, &token)?;
    let opened = store::opened(&db, &ctx.house, &referral.to_string()).await?;
    let visit = chance::token();
    let label = "open a referral by its link";
    let mut tx = ctx.house.begin_with(&db, label, Actor::LinkHolder, ctx.now).await?;
    if !spend(&mut tx, &token).await? {
        return Ok(Redirect::to(&format!("/hand/{token}")));
    }
    sql("-- referrals.hand.open
        INSERT INTO referrals_visit (digest, referral, expires_at, bearer) VALUES ($1, $2, $3, $4)")
    .bind(chance::token_digest(&visit))
    .bind(referral)
    .bind(ctx.now + VISIT)
    .bind(bearer.sealed(&chance::token_key(&visit), &referral.to_string())?)
    .run(&mut tx)
    .await?;
    tx.append(opened.id, opened.version, Event::Referrals(Happened::Opened), None).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/handed/{visit}")))
}

/// Marks a link as used; whether it could still be.
async fn spend(tx: &mut Tx, token: &str) -> Result<bool, Fault> {
    let now = tx.now;
    let spent = sql("-- referrals.hand.spend
        UPDATE referrals_link SET used_at = $2 WHERE digest = $1 AND used_at IS NULL AND expires_at > $2")
    .bind(chance::token_digest(token))
    .bind(now)
    .run(tx)
    .await?;
    Ok(spent == 1)
}

/// Sends a new link to the address that the referral went to.
pub async fn again(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let (referral, _, db) = bearing(&ctx, &link(&ctx, &token).await?, &token)?;
    let opened = store::opened(&db, &ctx.house, &referral.to_string()).await?;
    if opened.state.standing != Standing::Withdrawn {
        let mut tx = ctx.house.begin_with(&db, "send a link again", Actor::LinkHolder, ctx.now).await?;
        tx.append(opened.id, opened.version, Event::Referrals(Happened::LinkRenewed), None).await?;
        mails::to_recipient(&ctx.house, &mut tx, &opened.notice()).await?;
        tx.commit().await?;
    }
    let (lang, title) = (Lang::En, words::LINK_SENT.of(Lang::En));
    Ok(Shell::public(lang, title).show(html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::LINK_SENT_TEXT.of(lang)) }
    }))
}

async fn visited(ctx: &Ctx, token: &str) -> Result<(Opened, Db), Failure> {
    let row = sql("-- referrals.hand.visited
        SELECT referral, bearer FROM referrals_visit WHERE digest = $1 AND expires_at > $2")
    .bind(chance::token_digest(token))
    .bind(ctx.now)
    .one(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    let (referral, _, db) = bearing(ctx, &row, token)?;
    let opened = store::opened(&db, &ctx.house, &referral.to_string()).await?;
    // What the sender took back is no longer shown.
    if opened.state.standing == Standing::Withdrawn { Err(Failure::NotFound) } else { Ok((opened, db)) }
}

/// The visit.
pub async fn visit(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let (opened, _) = visited(&ctx, &token).await?;
    let lang = Lang::En;
    let title = format!("{} {}", words::REFERRAL.of(lang), opened.state.draft.reference);
    let at = format!("/handed/{token}");
    let contents = show::contents(&ctx.house, &opened, lang, None).await?;
    Ok(Shell::public(lang, &title).show(html! {
        h1 class="govuk-heading-l" { (title) }
        (show::standing(&opened, ctx.now, lang))
        (contents)
        (show::papers(&at, lang))
        (evidence::to_take(&opened, &at, lang))
        (show::answers(&opened, &at, true, lang))
    }))
}

/// The recipient answers.
pub async fn answer(
    ctx: Ctx,
    Path((token, answer)): Path<(String, String)>,
    fields: Fields,
) -> Result<Redirect, Failure> {
    ctx.open_to_all();
    let (opened, db) = visited(&ctx, &token).await?;
    let by = fields.get("by").unwrap_or_default();
    let answered = act::decide(&opened.state, &answer, by, &fields)?;
    let mut tx = ctx.house.begin_with(&db, "answer a referral", Actor::LinkHolder, ctx.now).await?;
    tx.append(opened.id, opened.version, Event::Referrals(answered), None).await?;
    mails::to_sender(&ctx.house, &mut tx, &opened.notice(), true).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/handed/{token}")))
}

/// The paper.
pub async fn pdf(ctx: Ctx, Path(token): Path<String>) -> Result<Response, Failure> {
    ctx.open_to_all();
    let (opened, _) = visited(&ctx, &token).await?;
    paper::printed(&ctx.house, &opened, Lang::En).await
}

/// The same for programs.
pub async fn json(ctx: Ctx, Path(token): Path<String>) -> Result<Response, Failure> {
    ctx.open_to_all();
    let (opened, _) = visited(&ctx, &token).await?;
    paper::written(&ctx.house, &opened, Lang::En).await
}

/// How often it is written again that a file was taken, when another was taken in the same moment.
const TRIES: usize = 5;

/// A file that went with it, to be saved.
pub async fn file(
    ctx: Ctx,
    method: Method,
    Path((token, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    ctx.open_to_all();
    let (opened, db) = visited(&ctx, &token).await?;
    let kept = evidence::went(&opened, &file)?;
    if !kit::evidence::only_asks(&method) {
        for _ in 1..TRIES {
            match taken(&ctx, &db, &opened, kept).await {
                Err(Failure::Conflict) => {}
                done => return done,
            }
        }
        return taken(&ctx, &db, &opened, kept).await;
    }
    kit::evidence::original(&ctx, kept).await
}

/// Writes that it was taken, and gives it.
async fn taken(ctx: &Ctx, db: &Db, opened: &Opened, kept: &Attachment) -> Result<Response, Failure> {
    let mut tx = ctx.house.begin_with(db, "take a file", Actor::LinkHolder, ctx.now).await?;
    let version = journal::version(&tx, &opened.id.to_string()).await?;
    let taken = Event::Referrals(Happened::FileTaken { file: kept.file });
    tx.append(opened.id, version, taken, None).await?;
    tx.commit().await?;
    kit::evidence::original(ctx, kept).await
}
