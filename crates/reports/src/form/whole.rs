//! Every question on one page, for whoever reports through their work: they know what they want to tell, and have little
//! time.
//!
//! The same questions, checks and draft as one at a time. What hangs on a choice is asked under it; what is left (files, who
//! it is about when that is somebody who works with children) has its own page after.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::reports::form::{self, Question, Shape};
use domain::reports::{Answer, Answers};
use domain::words::{Lang, Words};
use kit::form::Fields;
use kit::page::{self, Button, Shell};
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};

use super::{Speak, ask, leave, next_open, saved, unsent, words, wrong};
use crate::draft::{self, Draft};
use crate::{advice, words as around};

/// The page of a draft that holds every question.
pub const WHOLE: &str = "whole";

/// The questions of the page, in parts; those that hang on a choice stand under it.
const PARTS: [(Words, &[&str]); 4] = [
    (words::PART_WHAT, &["harm", "danger", "happened", "when", "threat", "demand"]),
    (words::PART_WHO, &["child", "staff", "know"]),
    (words::PART_WHERE, &["where", "evidence"]),
    (words::PART_YOU, &["job"]),
];

/// Every question of the page, also those under a choice.
fn all() -> impl Iterator<Item = &'static Question> {
    let named = PARTS.iter().flat_map(|(_, ids)| ids.iter().filter_map(|id| form::question(id)));
    named.flat_map(|question| std::iter::once(question).chain(under(question)))
}

fn under(question: &'static Question) -> Vec<&'static Question> {
    let codes = match question.shape {
        Shape::Choice(codes) | Shape::Choices(codes) => codes,
        Shape::Text | Shape::Fields(_) | Shape::Rows(_) | Shape::Place | Shape::School | Shape::Files => &[],
    };
    codes.iter().filter_map(|code| form::under(question.id, code)).collect()
}

/// The page, before anything is kept.
pub async fn new_whole(ctx: Ctx) -> Result<Markup, Failure> {
    ctx.open_to_all();
    Ok(page(ctx.lang, &begun(&ctx), &FieldErrors::default(), None))
}

/// The page, sent: a draft begins with what it says.
pub async fn begin_whole(ctx: Ctx, fields: Fields) -> Result<Response, Failure> {
    ctx.open_to_all();
    let answers = with(begun(&ctx), &fields);
    checked(ctx.lang, &answers, &fields, None)?;
    let draft = draft::begin(&ctx, &answers, ctx.lang).await?;
    onward(&ctx, &draft, &fields).await
}

/// The page of a draft.
pub async fn show_whole(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let draft = through_work(&ctx, &token).await?;
    Ok(page(draft.lang, &draft.answers, &FieldErrors::default(), Some(&draft)))
}

/// The page of a draft, sent.
pub async fn answer_whole(ctx: Ctx, Path(token): Path<String>, fields: Fields) -> Result<Response, Failure> {
    ctx.open_to_all();
    let mut draft = through_work(&ctx, &token).await?;
    draft.answers = with(draft.answers, &fields);
    checked(draft.lang, &draft.answers, &fields, Some(&draft))?;
    draft::keep(&ctx, &draft).await?;
    onward(&ctx, &draft, &fields).await
}

/// What is known before anything is answered: that it is told through work, and by whom, where somebody is signed in.
fn begun(ctx: &Ctx) -> Answers {
    let mut answers = Answers::default();
    answers.set("who", Answer::One("professional".to_owned()));
    if let Ok(person) = ctx.person() {
        let known = [("name", &person.name), ("organisation", &person.organisation_name)];
        let row = known.map(|(field, text)| (field.to_owned(), text.clone()));
        answers.set("job", Answer::Rows(vec![row.into()]));
    }
    answers
}

async fn through_work(ctx: &Ctx, token: &str) -> Result<Draft, Failure> {
    let mut draft = unsent(ctx, token).await?;
    if !form::is_through_work(&draft.answers) {
        return Err(Failure::NotFound);
    }
    if draft.answers.get("job").is_none()
        && let Some(job) = begun(ctx).get("job")
    {
        draft.answers.set("job", job.clone());
    }
    Ok(draft)
}

fn with(mut answers: Answers, fields: &Fields) -> Answers {
    for question in all() {
        match ask::sent(question, fields, true) {
            Some(answer) => answers.set(question.id, answer),
            None => answers.remove(question.id),
        }
    }
    answers
}

/// Everything that is wrong, at once. What is saved for later need not be right yet.
fn checked(lang: Lang, answers: &Answers, fields: &Fields, draft: Option<&Draft>) -> Result<(), Failure> {
    let mut errors = FieldErrors::default();
    let path = form::path(answers);
    let asked = all().filter(|question| path.iter().any(|one| one.id == question.id));
    for question in asked.filter(|_| !fields.has("save")) {
        if let Some(text) = wrong(answers, lang, question) {
            errors.add(question.id, words::which(words::title(question.id, Speak::Adult), text, lang));
        }
    }
    if errors.is_empty() {
        return Ok(());
    }
    let again = page(lang, answers, &errors, draft);
    Err(Failure::Invalid(errors, Some(Box::new(again))))
}

async fn onward(ctx: &Ctx, draft: &Draft, fields: &Fields) -> Result<Response, Failure> {
    if fields.has("save") {
        return Ok(saved(ctx, draft).await?.into_response());
    }
    Ok(Redirect::to(&next_open(draft, form::path(&draft.answers))).into_response())
}

fn page(lang: Lang, answers: &Answers, errors: &FieldErrors, draft: Option<&Draft>) -> Markup {
    let title = words::WHOLE_TITLE.of(lang);
    let at =
        draft.map_or_else(|| format!("/report/professional?lang={}", lang.code()), |draft| draft.at(WHOLE));
    let out = draft.map_or_else(|| format!("/leave?lang={}", lang.code()), |draft| leave(&draft.token, lang));
    let shell = Shell::public(lang, title).leave(out).errors(!errors.is_empty());
    let shell = if draft.is_none() { shell.here("/report/professional") } else { shell };
    let asking = |question| ask::Asking {
        question,
        answers,
        lang,
        speak: Speak::Adult,
        errors,
        schools: &[],
        blanks: 1,
        together: true,
    };
    shell.show(html! {
        (page::back(lang, &format!("/?lang={}", lang.code())))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        (page::warning(lang, html! { (words::WHOLE_DANGER.of(lang)) }))
        (page::details(words::WHOLE_LEARN.of(lang), false, advice::law(lang)))
        form method="post" action=(at) novalidate {
            @for (part, ids) in &PARTS {
                section {
                    h2 class="govuk-heading-m" { (part.of(lang)) }
                    @for question in ids.iter().filter_map(|id| form::question(id)) { (asking(question).controls()) }
                }
            }
            div class="govuk-button-group" {
                (page::submit(Button::Primary, around::CONTINUE.of(lang)))
                (page::button(Button::Secondary, around::SAVE.of(lang), "save", "yes"))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_asks_all_that_somebody_at_work_can_be_asked_but_who_it_is_and_for_files() {
        let known = ["who", "files"].into_iter();
        let mut asked: Vec<&str> = all().map(|question| question.id).chain(known).collect();
        let mut answers = begun_by_nobody();
        for (question, choice) in [("demand", "yes"), ("staff", "yes"), ("evidence", "yes")] {
            answers.set(question, Answer::One(choice.to_owned()));
        }
        let know = ["people", "accounts", "phones", "vehicles", "places"].map(str::to_owned);
        answers.set("know", Answer::Many(know.into()));
        let mut path: Vec<&str> = form::path(&answers).iter().map(|question| question.id).collect();
        asked.sort_unstable();
        path.sort_unstable();
        assert_eq!(asked, path);
    }

    fn begun_by_nobody() -> Answers {
        let mut answers = Answers::default();
        answers.set("who", Answer::One("professional".to_owned()));
        answers
    }
}
