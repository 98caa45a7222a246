//! Recording on an assessment: answers, beliefs and their end, notifications, and what somebody else did.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Redirect;
use domain::agency::Nation;
use domain::duty::{Answered, BeliefKind, Believed, ByAnother, Event, Means, Notice, Refusal, State, course};
use domain::id::AssessmentId;
use domain::reports::Known;
use domain::role::Act;
use domain::rules::rulebook;
use domain::rules::tables::Recipient;
use domain::time;
use jiff::Timestamp;
use kit::briefing::Brief;
use kit::form::Fields;
use kit::{Ctx, Failure, FieldErrors};
use maud::Markup;

use super::{brief, note_reading, page, words, written_down};
use crate::store::{self, Opened};

/// What was refused, with what was typed.
pub(super) struct Attempt<'a> {
    pub(super) act: &'a str,
    pub(super) fields: &'a Fields,
    pub(super) errors: FieldErrors,
}

/// The page of an assessment.
pub async fn show(ctx: Ctx, Path((case, assessment)): Path<(String, String)>) -> Result<Markup, Failure> {
    let brief = brief(&ctx, &case, Act::ReadCase).await?;
    let opened = of(&ctx, &brief, &assessment).await?;
    note_reading(&ctx, opened.id).await?;
    page::whole(&ctx, &brief, &opened, None).await
}

/// The assessment, if it is one of this case.
async fn of(ctx: &Ctx, brief: &Brief, assessment: &str) -> Result<Opened, Failure> {
    let id: AssessmentId = assessment.parse().map_err(|_| Failure::NotFound)?;
    let opened = store::opened(&ctx.db, id).await?;
    if opened.state.opening.case == brief.case { Ok(opened) } else { Err(Failure::NotFound) }
}

/// Records something. When the rules say no, the page comes back with the sentence and with what was typed.
pub async fn act(
    ctx: Ctx,
    Path((case, assessment, act)): Path<(String, String, String)>,
    fields: Fields,
) -> Result<Redirect, Failure> {
    let brief = brief(&ctx, &case, Act::WorkCase).await?;
    let opened = of(&ctx, &brief, &assessment).await?;
    linked(&ctx, &brief, &fields).await?;
    as_shown(&act, &opened, &fields)?;
    let decided =
        if brief.closed { Err(Refusal::CaseClosed) } else { decide(&act, &opened.state, &fields, ctx.now) };
    let why = match decided {
        Ok(event) => {
            let event = event.ok_or(Failure::NotFound)?;
            written_down(&ctx, &brief, (opened.id, opened.version), vec![event]).await?;
            return Ok(Redirect::to(&format!("/cases/{case}/duty/{assessment}")));
        }
        Err(why) => why,
    };
    refused(&ctx, &brief, &opened, (&act, &fields, why)).await
}

/// The form of all answers sends every one of them again: it counts only while they are still as it showed them, or it
/// would undo without a word what a colleague answered meanwhile.
fn as_shown(act: &str, opened: &Opened, fields: &Fields) -> Result<(), Failure> {
    let shown = fields.get("version").and_then(|version| version.parse().ok());
    if act == "answers" && shown != Some(opened.answers_version()) { Err(Failure::Conflict) } else { Ok(()) }
}

/// The assessment of somebody else that one refers to is on the same case.
async fn linked(ctx: &Ctx, brief: &Brief, fields: &Fields) -> Result<(), Failure> {
    match fields.get("assessment") {
        Some(other) => of(ctx, brief, other).await.map(drop),
        None => Ok(()),
    }
}

async fn refused(
    ctx: &Ctx,
    brief: &Brief,
    opened: &Opened,
    (act, fields, why): (&str, &Fields, Refusal),
) -> Result<Redirect, Failure> {
    let errors = FieldErrors::one(control(act, &why), words::refusal(&why, ctx.lang));
    let attempt = Attempt { act, fields, errors: errors.clone() };
    let again = page::whole(ctx, brief, opened, Some(&attempt)).await?;
    Err(Failure::Invalid(errors, Some(Box::new(again))))
}

/// The event of an act; nothing where there is no such act.
fn decide(act: &str, state: &State, fields: &Fields, now: Timestamp) -> Result<Option<Event>, Refusal> {
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    let place = |name: &str, none: Refusal| text(name).parse::<u32>().map_err(|_| none);
    let event = match act {
        "answers" => course::answer(state, answered(state, fields)?, rulebook(), now),
        "believe" => {
            let belief = BeliefKind::from_code(&text("belief")).ok_or(Refusal::NotAChoice)?;
            course::believe(
                state,
                Believed { belief, from: when(fields, "from")?, reason: text("reason") },
                now,
            )
        }
        "believe-no-more" => {
            course::end_belief(state, place("belief", Refusal::NoSuchBelief)?, &text("reason"), now)
        }
        "notified" => course::notify(state, notice(fields)?, now),
        "take-back" => {
            course::take_back(state, place("notice", Refusal::NoSuchNotification)?, &text("reason"))
        }
        "by-another" => course::met_by_another(by_another(fields)?, now),
        "doubt" => course::doubt(state, place("notice", Refusal::NoSuchNotice)?, &text("reason")),
        _ => return Ok(None),
    };
    event.map(Some)
}

fn when(fields: &Fields, name: &str) -> Result<Timestamp, Refusal> {
    time::typed(fields.get(name).unwrap_or_default()).ok_or(Refusal::NoTime)
}

/// The answers to questions of the rulebook that a form sends.
pub(super) fn answers(fields: &Fields) -> BTreeMap<String, Known> {
    let known = |value: &str| match value {
        "yes" => Some(Known::Yes),
        "no" => Some(Known::No),
        "not_known" => Some(Known::NotKnown),
        _ => None,
    };
    fields
        .iter()
        .filter(|(name, _)| rulebook().fact(name).is_some())
        .filter_map(|(name, value)| Some((name.to_owned(), known(value)?)))
        .collect()
}

fn answered(state: &State, fields: &Fields) -> Result<Answered, Refusal> {
    let age = fields.get("age").map(str::parse::<u8>).transpose().map_err(|_| Refusal::NotAnAge)?;
    let nation = fields.get("nation").and_then(Nation::from_code).ok_or(Refusal::NotAChoice)?;
    // The field has no seconds: what it showed is no change.
    let same = fields.get("since").is_some_and(|typed| typed == time::field(state.since));
    let since = if same { state.since } else { when(fields, "since")? };
    let reason = fields.get("since-reason").unwrap_or_default().to_owned();
    Ok(Answered { answers: answers(fields), age, nation, since, reason })
}

fn notice(fields: &Fields) -> Result<Notice, Refusal> {
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    Ok(Notice {
        to: Recipient::from_code(&text("to")).ok_or(Refusal::NotAChoice)?,
        whom: text("whom"),
        at: when(fields, "at")?,
        means: Means::from_code(&text("means")).ok_or(Refusal::NotAChoice)?,
        reference: text("reference"),
        said: text("said"),
    })
}

fn by_another(fields: &Fields) -> Result<ByAnother, Refusal> {
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    let linked = fields.get("assessment").map(str::parse).transpose().map_err(|_| Refusal::NotAChoice)?;
    Ok(ByAnother {
        by: text("by"),
        to: Recipient::from_code(&text("to")).ok_or(Refusal::NotAChoice)?,
        whom: text("whom"),
        at: when(fields, "at")?,
        means: Means::from_code(&text("means")).ok_or(Refusal::NotAChoice)?,
        why: text("why"),
        assessment: linked,
    })
}

/// The control that a refusal belongs to.
fn control(act: &str, why: &Refusal) -> &'static str {
    let time = matches!(
        why,
        Refusal::NoTime | Refusal::InTheFuture | Refusal::BeforeTheSuspicion | Refusal::NotifiedBefore
    );
    match (act, why) {
        ("answers", Refusal::NotAnAge) => "age",
        ("answers", Refusal::NotAChoice) => "nation",
        ("answers", _) if time => "since",
        ("answers", Refusal::LaterWithoutReason | Refusal::TooLong { .. }) => "since-reason",
        ("answers", _) => "answers",
        ("believe", Refusal::NotAChoice | Refusal::BelievedAlready | Refusal::TooLateToWait) => "belief",
        ("believe", _) if time => "belief-from",
        ("believe", _) => "belief-reason",
        ("believe-no-more" | "doubt" | "take-back", _) => "records",
        ("notified", Refusal::NotAChoice) => "notified-to",
        ("notified", Refusal::NoName) => "notified-whom",
        ("notified", _) if time => "notified-at",
        ("notified", _) => "notified-said",
        ("by-another", Refusal::NotAChoice) => "another-to",
        ("by-another", Refusal::NoName) => "another-by",
        ("by-another", _) if time => "another-at",
        (_, _) => "another-why",
    }
}
