//! The duties to report, assessed on a case and recorded: whose duty, since when, what is known, what is believed, who was
//! notified.
//!
//! The law is `domain::duty`. Here: the list of a case and a new assessment; `page` (what follows, with the questions
//! that could change it, all on one page), `forms` (what can be recorded), `act` (recording it), `clocks` (those that
//! start on the case).

mod act;
mod clocks;
mod forms;
mod page;
mod routes;
pub(crate) mod words;

use axum::extract::Path;
use axum::response::Redirect;
use domain::duty::known::Case;
use domain::duty::{Event, Opening, course};
use domain::event;
use domain::id::{AssessmentId, kind};
use domain::role::Act;
use domain::time;
use jiff::Timestamp;
use kit::briefing::Brief;
use kit::form::Fields;
use kit::page::{self as parts, Button, Input, Shell};
use kit::{Ctx, Failure, FieldErrors, chance, journal};
use maud::{Markup, html};

pub use act::{act, show};
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
    let written =
        Written { whose: ctx.person()?.name.clone(), since: time::field(first_told(&brief, ctx.now)) };
    whole(&ctx, &brief, &written, &FieldErrors::default()).await
}

/// When the first of its reports arrived.
fn first_told(brief: &Brief, now: Timestamp) -> Timestamp {
    brief.reports.iter().map(|(_, at, _)| *at).min().unwrap_or(now)
}

/// The form for a new one, as it is filled in.
struct Written {
    whose: String,
    since: String,
}

async fn whole(ctx: &Ctx, brief: &Brief, written: &Written, errors: &FieldErrors) -> Result<Markup, Failure> {
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
        @if work { (begin_form(ctx, brief, written, errors)) }
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

fn begin_form(ctx: &Ctx, brief: &Brief, written: &Written, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    html! {
        section {
            h2 class="govuk-heading-m" { (words::BEGIN_TITLE.of(lang)) }
            form method="post" action={ "/cases/" (brief.case) "/duty" } novalidate {
                (Input { lang, id: "whose", name: "whose", label: words::WHOSE.of(lang), hint: Some(words::WHOSE_HINT.of(lang)),
                    value: &written.whose, error: errors.of("whose"), ..Input::default() }.show())
                (Input { lang, id: "since", name: "since", label: words::SINCE.of(lang), hint: Some(words::SINCE_HINT.of(lang)),
                    value: &written.since, error: errors.of("since"), kind: Some("datetime-local"),
                    width: Some("govuk-input--width-20"), ..Input::default() }.show())
                (parts::submit(Button::Primary, words::BEGIN.of(lang)))
            }
        }
    }
}

/// Begins one, with what the case answers.
pub async fn begin(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let brief = brief(&ctx, &case, Act::WorkCase).await?;
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    let written = Written { whose: text("whose"), since: text("since") };
    let since = time::typed(&written.since).ok_or(domain::duty::Refusal::NoTime);
    let begun = since.and_then(|since| course::begin(opening(&ctx, &brief, &written.whose, since)?, ctx.now));
    match begun {
        Ok(event) => {
            let id = chance::id::<kind::Assessment>(ctx.now);
            written_down(&ctx, &brief, (id, 0), event).await?;
            Ok(Redirect::to(&format!("/cases/{case}/duty/{id}")))
        }
        Err(why) => {
            let field = if why == domain::duty::Refusal::NoName { "whose" } else { "since" };
            let errors = FieldErrors::one(field, words::refusal(&why, ctx.lang));
            let again = whole(&ctx, &brief, &written, &errors).await?;
            Err(Failure::Invalid(errors, Some(Box::new(again))))
        }
    }
}

fn opening(
    ctx: &Ctx,
    brief: &Brief,
    whose: &str,
    since: Timestamp,
) -> Result<Opening, domain::duty::Refusal> {
    if brief.closed {
        return Err(domain::duty::Refusal::CaseClosed);
    }
    let known = known(ctx, brief).map_err(|_| domain::duty::Refusal::NotAChoice)?;
    Ok(Opening {
        case: brief.case,
        organisation: brief.organisation,
        nation: brief.nation,
        whose: whose.to_owned(),
        since,
        answers: known.answers(),
        age: known.age(),
    })
}

/// Writes an event of an assessment, and the clocks that follow from it.
async fn written_down(
    ctx: &Ctx,
    brief: &Brief,
    (id, version): (AssessmentId, u32),
    event: Event,
) -> Result<(), Failure> {
    let mut tx = ctx.begin("assess a duty to report").await?;
    tx.append(id, version, event::Event::Duty(event), None).await?;
    clocks::set(&mut tx, ctx.now, brief.case, id).await?;
    Ok(tx.commit().await?)
}

/// Notes that somebody read what is recorded on a case.
async fn note_reading(ctx: &Ctx, id: AssessmentId) -> Result<(), Failure> {
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &id.to_string(), "duty").await?;
    Ok(tx.commit().await?)
}
