//! The form: one question a page, or all on one for whoever reports through their work; answers checked, changed, and sent.

mod ask;
mod files;
mod send;
mod whole;
pub(crate) mod words;

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::agency::AgencyKind;
use domain::reports::form::{self, Question, Shape};
use domain::reports::{Answer, Answers, Harm};
use domain::words::Lang;
use kit::form::Fields;
use kit::page::{self, Button, Shell};
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};

use crate::draft::{self, Draft};
use crate::{advice, code};

pub(crate) use files::size;
pub use files::{add, take_back};
pub(crate) use send::{Line, given, lines};
pub use send::{check, send};
pub use whole::{WHOLE, answer_whole, begin_whole, new_whole, show_whole};

/// To whom the words speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speak {
    Child,
    Adult,
}

impl Speak {
    pub(crate) fn to(answers: &domain::reports::Answers) -> Self {
        if answers.chose("who", "me") || answers.chose("who", "friend") { Self::Child } else { Self::Adult }
    }
}

/// A question's page.
pub async fn show(ctx: Ctx, Path((token, id)): Path<(String, String)>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let draft = unsent(&ctx, &token).await?;
    let question = on_path(&draft, &id)?;
    page(&ctx, &draft, question, &FieldErrors::default(), 1).await
}

/// A question's page, sent.
pub async fn answer(
    ctx: Ctx,
    Path((token, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Failure> {
    ctx.open_to_all();
    let mut draft = unsent(&ctx, &token).await?;
    let question = on_path(&draft, &id)?;
    match ask::sent(question, &fields, false) {
        Some(answer) => draft.answers.set(question.id, answer),
        None => draft.answers.remove(question.id),
    }
    let adding = fields.has("another");
    if let Some(errors) = (!adding).then(|| errors(&draft, question)).flatten() {
        let page = page(&ctx, &draft, question, &errors, 1).await?;
        return Err(Failure::Invalid(errors, Some(Box::new(page))));
    }
    draft::keep(&ctx, &draft).await?;
    if fields.has("save") {
        return Ok(saved(&ctx, &draft).await?.into_response());
    }
    let onward = if adding { draft.at(question.id) } else { next(&draft, question) };
    Ok(Redirect::to(&onward).into_response())
}

/// Advice for what is happening, before any more is asked.
pub async fn advise(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let draft = unsent(&ctx, &token).await?;
    let harm = draft.answers.one("harm").and_then(Harm::from_code).ok_or(Failure::NotFound)?;
    let lang = draft.lang;
    let speak = Speak::to(&draft.answers);
    let professional = form::is_through_work(&draft.answers);
    Ok(shell(&draft, advice::title(lang)).show(html! {
        (page::back(lang, &draft.at("harm")))
        (advice::page(harm, speak, lang))
        @if professional { (advice::law(lang)) }
        a class="govuk-button" role="button" draggable="false" data-module="govuk-button" href=(draft.at("danger")) {
            (crate::words::CONTINUE.of(lang))
        }
    }))
}

/// Saves the draft: the code with which to come back, shown once.
pub async fn save(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let draft = unsent(&ctx, &token).await?;
    saved(&ctx, &draft).await
}

async fn saved(ctx: &Ctx, draft: &Draft) -> Result<Markup, Failure> {
    let code = code::of_draft(&ctx.house, &draft.token);
    draft::save(ctx, draft, &code::prove(&ctx.house, &code).await?).await?;
    let lang = draft.lang;
    Ok(shell(draft, crate::words::SAVED_TITLE.of(lang)).show(html! {
        h1 class="govuk-heading-l" { (crate::words::SAVED_TITLE.of(lang)) }
        p class="govuk-body" { (crate::words::SAVED_TEXT.of(lang)) }
        (code::card(&code, lang))
        p class="govuk-body" { (crate::words::CODE_SAFE.of(lang)) }
        p class="govuk-body" { a class="govuk-link" href=(draft.at("check")) { (crate::words::GO_ON.of(lang)) } }
    }))
}

async fn unsent(ctx: &Ctx, token: &str) -> Result<Draft, Failure> {
    let draft = draft::find(ctx, token).await?;
    if draft.sent_as.is_some() { Err(Failure::NotFound) } else { Ok(draft) }
}

fn on_path(draft: &Draft, id: &str) -> Result<&'static Question, Failure> {
    form::path(&draft.answers).into_iter().find(|question| question.id == id).ok_or(Failure::NotFound)
}

fn errors(draft: &Draft, question: &Question) -> Option<FieldErrors> {
    wrong(&draft.answers, draft.lang, question).map(|text| FieldErrors::one(question.id, text))
}

/// What is wrong with the answer to a question, in words.
fn wrong(answers: &Answers, lang: Lang, question: &Question) -> Option<&'static str> {
    let mut given = answers.get(question.id);
    // A required row with nothing in it is no answer.
    if question.required && matches!(given, Some(Answer::Rows(rows)) if rows.is_empty()) {
        given = None;
    }
    let trouble = form::check(question, given).err()?;
    Some(ask::wrong(question, &trouble).of(lang))
}

/// Where to go after a question: its advice, the next question that has no answer yet, or the check.
fn next(draft: &Draft, question: &Question) -> String {
    if question.id == "harm" {
        return draft.at("advice");
    }
    let path = form::path(&draft.answers);
    let here = path.iter().position(|known| known.id == question.id);
    next_open(draft, here.map(|here| path[here + 1..].to_vec()).unwrap_or_default())
}

/// The first of these questions that has no answer yet, or the check: somebody who changes one answer is not asked
/// everything again.
fn next_open(draft: &Draft, questions: Vec<&'static Question>) -> String {
    let open = questions.into_iter().find(|question| draft.answers.get(question.id).is_none());
    draft.at(open.map_or("check", |question| question.id))
}

fn shell<'a>(draft: &Draft, title: &'a str) -> Shell<'a> {
    Shell::public(draft.lang, title).leave(leave(&draft.token, draft.lang))
}

fn leave(token: &str, lang: Lang) -> String {
    format!("/leave?d={token}&lang={}", lang.code())
}

async fn page(
    ctx: &Ctx,
    draft: &Draft,
    question: &Question,
    errors: &FieldErrors,
    blanks: usize,
) -> Result<Markup, Failure> {
    let lang = draft.lang;
    let schools = if question.shape == Shape::School {
        ctx.house.directory.listed(&ctx.house, AgencyKind::School).await?
    } else {
        Vec::new()
    };
    let speak = Speak::to(&draft.answers);
    let asking = ask::Asking {
        question,
        answers: &draft.answers,
        lang,
        speak,
        errors,
        schools: &schools,
        blanks,
        together: false,
    };
    let back = form::before(&draft.answers, question.id).map(|before| draft.at(before.id));
    let title = words::title(question.id, speak).of(lang);
    let files = if question.shape == Shape::Files {
        files::list(ctx, draft, errors).await?
    } else {
        html! {}
    };
    Ok(shell(draft, title).errors(!errors.is_empty()).show(html! {
        @if let Some(back) = back { (page::back(lang, &back)) }
        (page::error_summary(lang, errors))
        (files)
        form method="post" action=(draft.at(question.id)) novalidate {
            (asking.controls())
            div class="govuk-button-group" {
                (page::submit(Button::Primary, crate::words::CONTINUE.of(lang)))
                (page::button(Button::Secondary, crate::words::SAVE.of(lang), "save", "yes"))
            }
        }
    }))
}
