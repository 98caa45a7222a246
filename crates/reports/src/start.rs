//! The first page, the first question, and the way out.

use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::reports::form::{self, Shape};
use domain::reports::{Answer, Answers};
use domain::words::Lang;
use kit::api::Query;
use kit::form::Fields;
use kit::page::{self, Button, Choice, Radios, Shell};
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};
use serde::Deserialize;

use crate::form::{Speak, WHOLE, words as question_words};
use crate::{draft, words};

/// The first page of all.
pub async fn home(ctx: Ctx) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let lang = ctx.lang;
    let title = words::HOME_TITLE.of(lang);
    let report = format!("/report?lang={}", lang.code());
    Ok(Shell::public(lang, title).here("/").demo(ctx.house.settings.demo).show(html! {
        h1 class="govuk-heading-xl" { (title) }
        p class="govuk-body-l" { (words::HOME_TEXT.of(lang)) }
        (page::inset(html! { (words::HOME_NOT_FAULT.of(lang)) }))
        a class="govuk-button govuk-button--start" role="button" draggable="false" data-module="govuk-button" href=(report) {
            (words::START.of(lang))
        }
        p class="govuk-body" { a class="govuk-link" href={ "/report/professional?lang=" (lang.code()) } { (words::THROUGH_WORK.of(lang)) } }
        h2 class="govuk-heading-m" { a class="govuk-link" href={ "/remove?lang=" (lang.code()) } { (words::REMOVE.of(lang)) } }
        p class="govuk-body" { (words::REMOVE_HINT.of(lang)) }
        h2 class="govuk-heading-m" { a class="govuk-link" href={ "/back?lang=" (lang.code()) } { (words::COME_BACK.of(lang)) } }
        p class="govuk-body" { (words::COME_BACK_HINT.of(lang)) }
        h2 class="govuk-heading-m" { (words::TALK.of(lang)) }
        p class="govuk-body" { (words::TALK_CHILD.of(lang)) }
        p class="govuk-body" { (words::TALK_ADULT.of(lang)) }
        h2 class="govuk-heading-m" { (words::STAFF.of(lang)) }
        p class="govuk-body" { a class="govuk-link" href="/sign-in" { (words::STAFF_SIGN_IN.of(lang)) } }
    }))
}

/// The first question.
pub async fn who(ctx: Ctx) -> Result<Markup, Failure> {
    ctx.open_to_all();
    Ok(asking(&ctx, &FieldErrors::default()))
}

/// The first question, answered: a draft begins.
pub async fn begin(ctx: Ctx, fields: Fields) -> Result<Redirect, Failure> {
    ctx.open_to_all();
    let question = &form::QUESTIONS[0];
    let chosen = fields.get(question.id).map(|choice| Answer::One(choice.to_owned()));
    if form::check(question, chosen.as_ref()).is_err() {
        let errors = FieldErrors::one(question.id, question_words::MISSING_CHOICE.of(ctx.lang));
        let page = asking(&ctx, &errors);
        return Err(Failure::Invalid(errors, Some(Box::new(page))));
    }
    let mut answers = Answers::default();
    if let Some(chosen) = chosen {
        answers.set(question.id, chosen);
    }
    let draft = draft::begin(&ctx, &answers, ctx.lang).await?;
    let first = if form::is_through_work(&answers) { WHOLE } else { "harm" };
    Ok(Redirect::to(&draft.at(first)))
}

fn asking(ctx: &Ctx, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let question = &form::QUESTIONS[0];
    let Shape::Choice(codes) = question.shape else { return html! {} };
    let choice = |code: &&'static str| Choice {
        value: code,
        text: question_words::choice(question.id, code, Speak::Child).of(lang),
        ..Choice::default()
    };
    let title = question_words::title(question.id, Speak::Child).of(lang);
    Shell::public(lang, title).here("/report").errors(!errors.is_empty()).leave(format!("/leave?lang={}", lang.code())).show(html! {
        (page::back(lang, &format!("/?lang={}", lang.code())))
        (page::error_summary(lang, errors))
        form method="post" action={ "/report?lang=" (lang.code()) } novalidate {
            (Radios { lang, name: question.id, legend: title, heading: true, error: errors.of(question.id),
                choices: codes.iter().map(choice).collect(), ..Radios::default() }.show())
            (page::submit(Button::Primary, words::CONTINUE.of(lang)))
        }
    })
}

/// What the way out carries.
#[derive(Debug, Deserialize)]
pub struct Leaving {
    d: Option<String>,
    lang: Option<String>,
}

/// Somewhere that a great many people look at, where nobody is greeted by name; in English and in Welsh.
pub const ELSEWHERE: (&str, &str) = ("https://www.bbc.co.uk/weather", "https://www.bbc.co.uk/cymrufyw");

/// Leaves: what was being written is forgotten, the browser is asked to forget too, and goes elsewhere.
pub async fn leave(ctx: Ctx, Query(leaving): Query<Leaving>) -> Result<Response, Failure> {
    ctx.open_to_all();
    if let Some(token) = &leaving.d {
        draft::forget(&ctx, token).await?;
    }
    let elsewhere = match leaving.lang.as_deref().map_or(Lang::En, Lang::from_code) {
        Lang::En => ELSEWHERE.0,
        Lang::Cy => ELSEWHERE.1,
    };
    let clear = HeaderValue::from_static("\"cache\", \"storage\"");
    Ok(([(HeaderName::from_static("clear-site-data"), clear)], Redirect::to(elsewhere)).into_response())
}
