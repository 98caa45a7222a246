//! What is shown where a record was: that it was erased, when, on what ground, and by whom.

use domain::cases::Tombstone;
use domain::id::{CaseId, ReportId};
use domain::role::Act;
use domain::words::Words;
use jiff::Timestamp;
use kit::page::{self, Answer, Shell};
use kit::{Ctx, Failure};
use maud::{Markup, html};

use super::{left_of, name, words};
use crate::store;

/// The page in place of a case, if it was erased and the visitor might have read it.
pub(crate) async fn of_case(ctx: &Ctx, case: &str) -> Result<Option<Markup>, Failure> {
    let Some((at, tombstone)) = left_of(ctx, case).await? else { return Ok(None) };
    let case: CaseId = case.parse().map_err(|_| Failure::NotFound)?;
    let matter = store::matter(&ctx.db, case, ctx.now).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::ReadCase, &matter)?;
    shown(ctx, at, &tombstone).await.map(Some)
}

/// The same in place of a report in the queue.
pub(crate) async fn of_report(ctx: &Ctx, report: ReportId) -> Result<Option<Markup>, Failure> {
    let Some((at, tombstone)) = left_of(ctx, &report.to_string()).await? else { return Ok(None) };
    let matter = store::intake(&ctx.db, report).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::Triage, &matter)?;
    shown(ctx, at, &tombstone).await.map(Some)
}

async fn shown(ctx: &Ctx, at: Timestamp, tombstone: &Tombstone) -> Result<Markup, Failure> {
    let (lang, title) = (ctx.lang, words::ERASED_TITLE.of(ctx.lang));
    let (asked, agreed) = (name(ctx, tombstone.asked_by).await?, name(ctx, tombstone.agreed_by).await?);
    let (at, began) = (domain::time::shown(at), domain::time::shown(tombstone.began));
    let reference = tombstone.reference.to_string();
    let lines = [
        (words::REFERENCE, &*reference),
        (words::BEGAN, &began),
        (words::ERASED_AT, &at),
        (words::GROUND, words::ground(tombstone.ground).of(lang)),
        (words::ASKED_BY, &asked),
        (words::AGREED_BY, &agreed),
    ];
    let line = |(question, answer): (Words, &str)| Answer {
        question: question.of(lang),
        answer: html! { (answer) },
        change: None,
    };
    let lines: Vec<Answer<'_>> = lines.map(line).into();
    Ok(Shell::staff(ctx, title).navigation(page::navigation(ctx)).show(html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::ERASED_TEXT.of(lang)) }
        (page::summary_list(lang, &lines))
    }))
}
