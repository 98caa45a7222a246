//! The duties to report, assessed on a case and recorded: whose duty, since when, what is known, what is believed, who was
//! notified.
//!
//! The law is `domain::duty`. Here: the list of a case; `begin` (a new assessment, with the questions that could change the
//! answer), `page` (what follows, with the questions that are open, all on one page), `forms` (what can be recorded), `act` (recording it), `clocks` (those that
//! start on the case).

mod act;
mod begin;
mod clocks;
mod forms;
mod page;
mod routes;
pub(crate) mod words;

use axum::extract::Path;
use domain::duty::Event;
use domain::duty::known::Case;
use domain::event;
use domain::id::AssessmentId;
use domain::role::Act;
use domain::time;
use kit::briefing::Brief;
use kit::form::Fields;
use kit::page::{self as parts, Shell};
use kit::{Ctx, Failure, FieldErrors, journal};
use maud::{Markup, html};

pub use act::{act, show};
pub use begin::begin;
pub(crate) use page::next;

use crate::interfere;
use crate::store::{self, Opened, Recorded};

/// The case, for somebody who may do this on it.
pub(crate) async fn brief(ctx: &Ctx, case: &str, act: Act) -> Result<Brief, Failure> {
    let case = case.parse().map_err(|_| Failure::NotFound)?;
    let brief = ctx.house.briefing.brief(&ctx.db, &ctx.house, case).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(act, &brief.matter)?;
    Ok(brief)
}

/// What the case answers by itself.
fn known<'a>(ctx: &Ctx, brief: &'a Brief) -> Result<Case<'a>, Failure> {
    Ok(Case {
        nation: brief.nation,
        agency: ctx.person()?.agency,
        harm: brief.harm,
        subjects: brief.subjects.iter().map(|subject| subject.kind).collect(),
        reports: brief.reports.iter().map(|(.., report)| report).collect(),
    })
}

/// The assessments of a case, and a new one.
pub async fn list(ctx: Ctx, Path(case): Path<String>) -> Result<Markup, Failure> {
    let brief = brief(&ctx, &case, Act::ReadCase).await?;
    whole(&ctx, &brief, None, &FieldErrors::default()).await
}

/// The page; with what was typed into the form of a new assessment, where it was refused.
async fn whole(
    ctx: &Ctx,
    brief: &Brief,
    typed: Option<&Fields>,
    errors: &FieldErrors,
) -> Result<Markup, Failure> {
    let (lang, title) = (ctx.lang, words::TITLE.of(ctx.lang));
    let all = store::of_case(&ctx.db, &brief.case.to_string()).await?;
    let recorded = records(ctx, brief).await?;
    let work = !brief.closed && ctx.could(Act::WorkCase, &brief.matter);
    Ok(Shell::staff(ctx, title).navigation(parts::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (parts::back(lang, &format!("/cases/{}", brief.case)))
        (parts::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) " – " (brief.reference) }
        p class="govuk-body" { (words::TEXT.of(lang)) }
        @for one in &all { (card(ctx, one)) }
        @if all.is_empty() { p class="govuk-body" { (words::NONE.of(lang)) } }
        @if work && all.is_empty() { h2 class="govuk-heading-m" { (words::BEGIN_TITLE.of(lang)) } (begin::form(ctx, brief, typed, errors)?) }
        @if work && !all.is_empty() { (parts::details(words::BEGIN_TITLE.of(lang), !errors.is_empty(), begin::form(ctx, brief, typed, errors)?)) }
        (interfere::list(lang, &recorded))
        p class="govuk-body" {
            a class="govuk-link" href={ "/cases/" (brief.case) "/interference" } { (interfere::words::RECORD.of(lang)) }
        }
    }))
}

/// The records of interference about the case and its reports that the reader may know of.
pub(crate) async fn records(ctx: &Ctx, brief: &Brief) -> Result<Vec<Recorded>, Failure> {
    let mut matters = vec![brief.case.to_string()];
    matters.extend(brief.report_ids.iter().map(ToString::to_string));
    store::about(&ctx.db, &matters, ctx.person()?.account).await
}

fn card(ctx: &Ctx, one: &Opened) -> Markup {
    let (lang, at) = (ctx.lang, format!("/cases/{}/duty/{}", one.state.opening.case, one.id));
    let judged = domain::duty::judge::judge(&one.state, domain::rules::rulebook(), ctx.now);
    html! {
        section class="hearken-rule" {
            h2 class="govuk-heading-m govuk-!-margin-bottom-1" {
                a class="govuk-link" href=(at) { (one.state.opening.whose) }
            }
            p class="govuk-body govuk-!-margin-bottom-1" { (words::SINCE.of(lang)) " " (time::shown(one.state.since)) }
            ul class="govuk-list" {
                @for stands in judged.duties.iter().filter(|stands| page::is_shown(stands)) { li { (page::headline(lang, stands)) } }
            }
        }
    }
}

/// Writes events of an assessment, and the clocks that follow from them.
async fn written_down(
    ctx: &Ctx,
    brief: &Brief,
    (id, version): (AssessmentId, u32),
    events: Vec<Event>,
) -> Result<(), Failure> {
    let mut tx = ctx.begin("assess a duty to report").await?;
    for (version, event) in (version..).zip(events) {
        tx.append(id, version, event::Event::Duty(event), None).await?;
    }
    clocks::set(&mut tx, ctx.now, brief.case, id).await?;
    Ok(tx.commit().await?)
}

/// Notes that somebody read what is recorded on a case.
async fn note_reading(ctx: &Ctx, id: AssessmentId) -> Result<(), Failure> {
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &id.to_string(), "duty").await?;
    Ok(tx.commit().await?)
}
