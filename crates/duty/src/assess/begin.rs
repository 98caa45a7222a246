//! A new assessment: whose duties, since when, and the questions that could change what the case tells already.

use axum::extract::Path;
use axum::response::Redirect;
use domain::duty::ask::questions;
use domain::duty::judge::judge;
use domain::duty::{self, Answered, Event, Opening, Refusal, State, course};
use domain::id::kind;
use domain::role::Act;
use domain::rules::rulebook;
use domain::rules::tables::Fact;
use domain::time;
use jiff::Timestamp;
use kit::briefing::Brief;
use kit::form::Fields;
use kit::page::{self as parts, Button, Input};
use kit::{Ctx, Failure, FieldErrors, chance};
use maud::{Markup, html};

use super::act::answers;
use super::{brief, forms, known, whole, words, written_down};

/// The form; with what was typed into it, where it was refused.
pub(super) fn form(
    ctx: &Ctx,
    brief: &Brief,
    typed: Option<&Fields>,
    errors: &FieldErrors,
) -> Result<Markup, Failure> {
    let lang = ctx.lang;
    let (state, asks) = as_told(ctx, brief)?;
    let (first, others) = asks.split_at(asks.len().min(forms::FIRST_MAX));
    let question =
        |fact: &Fact| forms::question(lang, fact, &state, typed.and_then(|typed| typed.get(&fact.id)));
    let since = typed.map_or_else(|| time::field(state.since), |typed| text(typed, "since"));
    let whose = typed
        .map_or_else(|| ctx.person().map(|person| person.name.clone()), |typed| Ok(text(typed, "whose")))?;
    Ok(html! {
        form method="post" action={ "/cases/" (brief.case) "/duty" } novalidate {
            (Input { lang, id: "whose", name: "whose", label: words::WHOSE.of(lang), hint: Some(words::WHOSE_HINT.of(lang)),
                value: &whose, error: errors.of("whose"), ..Input::default() }.show())
            (Input { lang, id: "since", name: "since", label: words::SINCE.of(lang), hint: Some(words::SINCE_HINT.of(lang)),
                value: &since, error: errors.of("since"), kind: Some("datetime-local"),
                width: Some("govuk-input--width-20"), ..Input::default() }.show())
            @if !asks.is_empty() {
                p class="govuk-body" { (words::QUESTIONS_TEXT.of(lang)) }
                @for fact in first { (question(fact)) }
                @if !others.is_empty() { (parts::details(words::MORE_QUESTIONS.of(lang), false, html! { @for fact in others { (question(fact)) } })) }
            }
            (parts::submit(Button::Primary, words::BEGIN.of(lang)))
        }
    })
}

fn text(fields: &Fields, name: &str) -> String {
    fields.get(name).unwrap_or_default().to_owned()
}

/// An assessment as the case alone tells it, not recorded, and what it leads to ask first.
fn as_told(ctx: &Ctx, brief: &Brief) -> Result<(State, Vec<&'static Fact>), Failure> {
    let first_told = brief.reports.iter().map(|(_, at, _)| *at).min().unwrap_or(ctx.now);
    let opening = opening(ctx, brief, "", first_told)?;
    let begun = Event::Begun { opening: Box::new(opening) };
    let state = duty::apply(None, begun, ctx.person()?.actor(), ctx.now).ok_or(Failure::NotFound)?;
    let judged = judge(&state, rulebook(), ctx.now);
    let asks = questions(&state, &judged, &known(ctx, brief)?.points_to(rulebook()), rulebook());
    Ok((state, asks.first))
}

fn opening(ctx: &Ctx, brief: &Brief, whose: &str, since: Timestamp) -> Result<Opening, Failure> {
    let known = known(ctx, brief)?;
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

/// Begins one, with what the case tells and what was answered beside it.
pub async fn begin(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let brief = brief(&ctx, &case, Act::WorkCase).await?;
    if brief.closed {
        return Err(refused(&ctx, &brief, &fields, &Refusal::CaseClosed).await);
    }
    let decided = match time::typed(&text(&fields, "since")) {
        Some(since) => events(&ctx, opening(&ctx, &brief, &text(&fields, "whose"), since)?, &fields),
        None => Err(Refusal::NoTime),
    };
    match decided {
        Ok(events) => {
            let id = chance::id::<kind::Assessment>(ctx.now);
            written_down(&ctx, &brief, (id, 0), events).await?;
            Ok(Redirect::to(&format!("/cases/{case}/duty/{id}")))
        }
        Err(why) => Err(refused(&ctx, &brief, &fields, &why).await),
    }
}

/// What is recorded: the beginning, and what was answered otherwise than the case tells it.
fn events(ctx: &Ctx, opening: Opening, fields: &Fields) -> Result<Vec<Event>, Refusal> {
    let begun = course::begin(opening, ctx.now)?;
    let actor = ctx.person().map_err(|_| Refusal::NotAChoice)?.actor();
    let state = duty::apply(None, begun.clone(), actor, ctx.now).ok_or(Refusal::NotAChoice)?;
    let answered = Answered {
        answers: answers(fields),
        age: state.age,
        nation: state.nation,
        since: state.since,
        reason: String::new(),
    };
    match course::answer(&state, answered, rulebook(), ctx.now) {
        Ok(answered) => Ok(vec![begun, answered]),
        Err(Refusal::NothingNew) => Ok(vec![begun]),
        Err(why) => Err(why),
    }
}

/// The page again, with the sentence beside the field and with what was typed.
async fn refused(ctx: &Ctx, brief: &Brief, fields: &Fields, why: &Refusal) -> Failure {
    let field = if *why == Refusal::NoName { "whose" } else { "since" };
    let errors = FieldErrors::one(field, words::refusal(why, ctx.lang));
    match whole(ctx, brief, Some(fields), &errors).await {
        Ok(again) => Failure::Invalid(errors, Some(Box::new(again))),
        Err(failure) => failure,
    }
}
