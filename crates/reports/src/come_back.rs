//! Coming back with the code: where it is now, our answers, and telling more.
//!
//! A right code opens a visit: a random address that is good for half an hour. The code itself is never
//! in an address.

use axum::extract::Path;
use axum::response::{Redirect, Response};
use domain::event::{Actor, Event};
use domain::id::ReportId;
use domain::reports::course::{self, Message};
use domain::reports::{Refusal, State};
use domain::words::Lang;
use jiff::SignedDuration;
use kit::form::Fields;
use kit::keys::{Secret, Who};
use kit::page::{self, Button, Input, Shell, Textarea};
use kit::store::{Db, sql};
use kit::{Ctx, Failure, FieldErrors, chance};
use maud::{Markup, html};

use crate::{code, draft, receive, words};

/// How long a visit is good for.
const VISIT: SignedDuration = SignedDuration::from_mins(30);

/// Asks for the code.
pub async fn show(ctx: Ctx) -> Result<Markup, Failure> {
    ctx.open_to_all();
    Ok(asking(&ctx, &FieldErrors::default()))
}

/// Opens a visit, or a saved draft.
pub async fn enter(ctx: Ctx, fields: Fields) -> Result<Redirect, Failure> {
    ctx.open_to_all();
    let wrong = |sentence: String| {
        let errors = FieldErrors::one("code", sentence);
        let page = asking(&ctx, &errors);
        Failure::Invalid(errors, Some(Box::new(page)))
    };
    let typed = code::typed(fields.get("code").unwrap_or_default());
    let typed = typed.map_err(|why| wrong(code::mistyped(&why, ctx.lang)))?;
    let proved = code::prove(&ctx.house, &typed).await?;
    let found = sql("-- reports.come_back.find\nSELECT id, bearer FROM reports_report WHERE code = $1");
    if let Some(row) = found.bind(&proved.hash).one(&ctx.db).await? {
        let report: ReportId = row.get("id")?;
        let sealed: String = row.get("bearer")?;
        let bearer = Secret::opened(&proved.key, &report.to_string(), &sealed).ok_or(Failure::NotFound)?;
        let token = open(&ctx, report, &bearer).await?;
        return Ok(Redirect::to(&format!("/v/{token}")));
    }
    match draft::reopen(&ctx, &proved).await? {
        Some(token) => Ok(Redirect::to(&format!("/r/{token}/check"))),
        None => Err(wrong(words::CODE_WRONG.of(ctx.lang).to_owned())),
    }
}

async fn open(ctx: &Ctx, report: ReportId, bearer: &Secret) -> Result<String, Failure> {
    let token = chance::token();
    let mut tx = ctx.begin("open a visit").await?;
    sql("-- reports.come_back.open\nINSERT INTO reports_visit (digest, report, expires_at, bearer) VALUES ($1, $2, $3, $4)")
        .bind(chance::token_digest(&token))
        .bind(report)
        .bind(ctx.now + VISIT)
        .bind(bearer.sealed(&chance::token_key(&token), &report.to_string())?)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(token)
}

/// The visit.
pub async fn visit(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let visited = match visited(&ctx, &token).await {
        Err(Failure::NotFound) if is_erased(&ctx, &token).await? => {
            let title = words::ERASED_TITLE.of(ctx.lang);
            return Ok(Shell::public(ctx.lang, title).show(crate::mine::was_erased(ctx.lang)));
        }
        visited => visited?,
    };
    Ok(page(&token, &visited, &FieldErrors::default(), ""))
}

/// The receipt, to be saved.
pub async fn receipt(ctx: Ctx, Path(token): Path<String>) -> Result<Response, Failure> {
    ctx.open_to_all();
    let visited = visited(&ctx, &token).await?;
    let receipt = receive::receipt(&visited.db, &ctx.house, visited.report).await?;
    Ok(crate::mine::to_save(&visited.state, &receipt))
}

/// The reporter writes more.
pub async fn add(ctx: Ctx, Path(token): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    ctx.open_to_all();
    let visited = visited(&ctx, &token).await?;
    let text = fields.raw("more").unwrap_or_default();
    let added = course::add(text, Vec::new()).map_err(|refusal| {
        let errors = FieldErrors::one("more", in_words(&refusal, visited.state.receipt.lang));
        let page = page(&token, &visited, &errors, text);
        Failure::Invalid(errors, Some(Box::new(page)))
    })?;
    let mut tx = ctx.house.begin_with(&visited.db, "add to a report", Actor::Reporter, ctx.now).await?;
    let again = weighed_again(&visited.state, &added);
    let appended = tx.append(visited.report, visited.version, Event::Reports(added), None).await?;
    if let Some(again) = again {
        tx.append(visited.report, visited.version + 1, Event::Reports(again), None).await?;
    }
    let waiting = ctx.house.log.expect(appended.id);
    tx.commit().await?;
    // Like a report, it is only said to be heard when it is in the signed log.
    waiting.receipt(&appended.opened).await?;
    Ok(Redirect::to(&format!("/v/{token}")))
}

/// What the report weighs with what was just written, if that is another weight.
fn weighed_again(state: &State, added: &course::Event) -> Option<course::Event> {
    let after = course::apply(Some(state.clone()), added.clone())?;
    course::weigh_again(&after)
}

/// A report as somebody sees it who came back to it.
struct Visited {
    report: ReportId,
    state: State,
    progress: String,
    version: u32,
    /// The store, with the key of this report.
    db: Db,
}

async fn visited(ctx: &Ctx, token: &str) -> Result<Visited, Failure> {
    let row = sql("-- reports.come_back.visited
        SELECT r.id, r.progress, v.bearer FROM reports_visit v JOIN reports_report r ON r.id = v.report
        WHERE v.digest = $1 AND v.expires_at > $2")
    .bind(chance::token_digest(token))
    .bind(ctx.now)
    .one(&ctx.db)
    .await?
    .ok_or(Failure::NotFound)?;
    let report: ReportId = row.get("id")?;
    let bearer =
        Secret::opened(&chance::token_key(token), &report.to_string(), &row.get::<String>("bearer")?);
    let db = ctx.house.seen_by(Who::Bearer(bearer.ok_or(Failure::NotFound)?));
    let (state, version) = receive::load(&db, report).await?.ok_or(Failure::NotFound)?;
    Ok(Visited { report, state, progress: row.get("progress")?, version, db })
}

/// Whether the report of a visit was erased: then there is nothing to open.
async fn is_erased(ctx: &Ctx, token: &str) -> Result<bool, Failure> {
    let row = sql("-- reports.come_back.is_erased
        SELECT 1 AS one FROM reports_visit v JOIN reports_report r ON r.id = v.report
        WHERE v.digest = $1 AND v.expires_at > $2 AND r.progress = 'erased'");
    let row = row.bind(chance::token_digest(token)).bind(ctx.now).one(&ctx.db).await?;
    Ok(row.is_some())
}

fn in_words(refusal: &Refusal, lang: Lang) -> &'static str {
    match refusal {
        Refusal::Empty => crate::form::words::MISSING_TEXT.of(lang),
        Refusal::TooLong { .. } => crate::form::words::TOO_LONG.of(lang),
    }
}

fn asking(ctx: &Ctx, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let title = words::COME_BACK.of(lang);
    Shell::public(lang, title).here("/back").errors(!errors.is_empty()).show(html! {
        (page::back(lang, &format!("/?lang={}", lang.code())))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        form method="post" action={ "/back?lang=" (lang.code()) } novalidate {
            (Input { lang, id: "code", name: "code", label: words::CODE_LABEL.of(lang), hint: Some(words::CODE_HINT.of(lang)),
                error: errors.of("code"), inputmode: Some("text"), autocomplete: Some("off"),
                width: Some("govuk-input--width-30"), ..Input::default() }.show())
            (page::submit(Button::Primary, words::CONTINUE.of(lang)))
        }
    })
}

fn page(token: &str, visited: &Visited, errors: &FieldErrors, typed: &str) -> Markup {
    let state = &visited.state;
    let lang = state.receipt.lang;
    let now = crate::mine::in_words(&visited.progress);
    let title = words::PROGRESS.of(lang);
    Shell::public(lang, title).errors(!errors.is_empty()).leave(format!("/leave?lang={}", lang.code())).show(
        html! {
            (page::error_summary(lang, errors))
            h1 class="govuk-heading-l" { (title) }
            p class="govuk-body-l" { (now.of(lang)) }
            p class="govuk-body" { (words::REFERENCE.of(lang)) " " strong { (state.receipt.reference) } }
            p class="govuk-body" { a class="govuk-link" href={ "/v/" (token) "/receipt" } { (words::RECEIPT_SAVE.of(lang)) } }
            h2 class="govuk-heading-m" { (words::MESSAGES.of(lang)) }
            @if state.messages.is_empty() { p class="govuk-body" { (words::NO_MESSAGES.of(lang)) } }
            @for message in &state.messages {
                @match message {
                    Message::FromReporter { text, .. } => (said(words::FROM_YOU.of(lang), text)),
                    Message::ToReporter { text } => (said(words::FROM_US.of(lang), text)),
                }
            }
            form method="post" action={ "/v/" (token) } novalidate {
                (Textarea { lang, id: "more", name: "more", label: words::WRITE_MORE.of(lang), value: typed,
                    error: errors.of("more"), ..Textarea::default() }.show())
                (page::submit(Button::Primary, words::WRITE_MORE_BUTTON.of(lang)))
            }
        },
    )
}

pub(crate) fn said(who: &str, text: &str) -> Markup {
    page::inset(html! { h3 class="govuk-heading-s" { (who) } p class="govuk-body hearken-told" { (text) } })
}
