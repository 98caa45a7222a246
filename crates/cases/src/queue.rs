//! The queue: what waits for somebody to look, the urgent first, then the oldest.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event as Message, KeepAlive, Sse};
use domain::id::ReportId;
use domain::role::Act;
use futures_util::Stream;
use jiff::Timestamp;
use kit::api::Query;
use kit::keys::Access;
use kit::page::{self, Shell};
use kit::{Ctx, Failure, journal};
use maud::{Markup, html};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::store::{self, After, Line, PAGE};
use crate::{weighing, words};

/// Where a page begins: after this line of the one before.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct From {
    urgency: Option<i64>,
    at: Option<i64>,
    report: Option<String>,
}

impl From {
    pub(crate) fn after(&self) -> Option<After> {
        let received_at = Timestamp::from_microsecond(self.at?).ok()?;
        Some(After { urgency: self.urgency?, received_at, report: self.report.clone()? })
    }
}

/// The page.
pub async fn show(ctx: Ctx, Query(from): Query<From>) -> Result<Markup, Failure> {
    let person = ctx.may(Act::SeeQueue)?;
    let after = from.after();
    let further = after.is_some();
    let mut lines = store::queue(&ctx.db, person.organisation, person.account, after).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let mut rows = Vec::with_capacity(lines.len());
    for line in &lines {
        // Somebody who came later has no key to a report that was sealed to each of the others.
        rows.extend(Failure::found(row(&ctx, line).await)?);
    }
    let next = lines.last().filter(|_| more).map(next_page);
    let (lang, title) = (ctx.lang, words::QUEUE.of(ctx.lang));
    Ok(Shell::staff(&ctx, title).navigation(page::navigation(&ctx)).show(html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::QUEUE_ORDER.of(lang)) }
        div data-live="/queue/live" {
            @if rows.is_empty() && ctx.keys != Access::Waits { p class="govuk-body" { (words::QUEUE_EMPTY.of(lang)) } }
            ul class="hearken-queue" { @for row in rows { (row) } }
        }
        @if let Some(next) = next { p class="govuk-body" { a class="govuk-link" rel="next" href=(next) { (words::QUEUE_NEXT.of(lang)) } } }
        @if further { p class="govuk-body" { a class="govuk-link" href="/queue" { (words::QUEUE_FIRST.of(lang)) } } }
    }))
}

async fn row(ctx: &Ctx, line: &Line) -> Result<Markup, Failure> {
    let (lang, told) = (ctx.lang, &ctx.house.told);
    let waiting = store::waiting(&ctx.db, line.report).await?;
    let state = &waiting.state;
    Ok(html! {
        li class="hearken-queue__row" {
            div { (page::urgency_tag(line.urgency, lang)) }
            div {
                a class="govuk-link govuk-!-font-weight-bold" id=(line.report) href={ "/queue/" (line.report) } {
                    (told.harm(state.receipt.report.harm, lang)) " – " (line.reference)
                }
                p class="hearken-queue__why" { (words::WHY.of(lang)) " " (told.reasons(state, lang).join("; ")) }
                @if let Some(set) = weighing::set_by_hand(&waiting) { p class="hearken-queue__why" { (words::SET_BY_HAND.of(lang)) " " (set.reason) } }
            }
            div class="govuk-body-s" {
                (domain::time::shown(line.received_at)) br;
                (words::ago(ctx.now.duration_since(line.received_at), lang))
            }
        }
    })
}

pub(crate) fn next_page(last: &Line) -> String {
    format!("/queue?urgency={}&at={}&report={}", last.urgency, last.received_at.as_microsecond(), last.report)
}

/// How often an open page asks whether anything has happened.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Tells an open page that something has happened; it fetches itself anew, with its own permissions.
pub async fn live(ctx: Ctx) -> Result<Sse<impl Stream<Item = Result<Message, Infallible>>>, Failure> {
    ctx.may(Act::SeeQueue)?;
    let house = ctx.house;
    let position = journal::position(&house.db).await?;
    let changes = futures_util::stream::unfold((house, position), |(house, seen)| async move {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let position = journal::position(&house.db).await.ok()?;
            if position != seen {
                return Some((Ok(Message::default().event("changed").data("")), (house, position)));
            }
        }
    });
    Ok(Sse::new(changes).keep_alive(KeepAlive::default()))
}

/// A report's id in an address.
pub(crate) fn report_id(text: &str) -> Result<ReportId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}
