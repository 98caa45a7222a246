//! From what somebody knows to who must be told, by when, and why. A page that keeps nothing: what is said comes in the
//! body of a form, stands in no address and in no history, and the answer is worked out anew each time.

use domain::agency::Nation;
use domain::reports::Known;
use domain::rules::facts::{AGE_YEARS_MAX, Facts, Unreadable};
use domain::rules::rulebook;
use domain::rules::tables::Fact;
use domain::time::day;
use domain::words::Lang;
use kit::api::Query;
use kit::form::Fields;
use kit::page::{self, Button, Choice, Input, Radios, Select, Shell};
use kit::{Ctx, Failure, FieldErrors, Visitor};
use maud::{Markup, html};
use serde::Deserialize;

use crate::answers::{Answers, Questions};
use crate::words;

/// Where the form begins on a page with answers.
const FORM: &str = "say-more";

/// What a link to the page may say: where, and nothing of anybody.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Place {
    nation: String,
}

/// What was said.
struct Said {
    nation: Nation,
    /// The age as it was typed.
    age: String,
    facts: Facts,
    errors: FieldErrors,
}

/// The page before anything is said.
pub async fn show(ctx: Ctx, Query(place): Query<Place>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let said = read(ctx.lang, &Fields::from([("nation", place.nation.as_str())]));
    let questions = Questions::first(&said.facts);
    Ok(shell(&ctx, &said).here("/who").show(html! {
        (head(ctx.lang, &said))
        (form(&ctx, &said, &questions))
    }))
}

/// The page with what follows from what was said.
pub async fn answer(ctx: Ctx, fields: Fields) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let said = read(ctx.lang, &fields);
    let answers = Answers::of(ctx.lang, (said.nation, day(ctx.now)), &said.facts);
    let (questions, wrong) = (answers.questions(), !said.errors.is_empty());
    let page = shell(&ctx, &said).show(html! {
        (head(ctx.lang, &said))
        @if !wrong {
            p class="govuk-body" { a class="govuk-link" href={ "#" (FORM) } { (words::SAY_MORE.of(ctx.lang)) } }
            (answers.show())
            h2 class="govuk-heading-m" id=(FORM) { (words::SAY_MORE.of(ctx.lang)) }
        }
        (form(&ctx, &said, &questions))
    });
    if wrong { Err(Failure::Invalid(said.errors, Some(Box::new(page)))) } else { Ok(page) }
}

fn shell<'a>(ctx: &Ctx, said: &Said) -> Shell<'a> {
    Shell::public(ctx.lang, words::GUIDE_TITLE.of(ctx.lang)).errors(!said.errors.is_empty())
}

fn head(lang: Lang, said: &Said) -> Markup {
    html! {
        (page::error_summary(lang, &said.errors))
        h1 class="govuk-heading-l" { (words::GUIDE_TITLE.of(lang)) }
        p class="govuk-body" { (words::GUIDE_TEXT.of(lang)) }
    }
}

/// What was said, with what is wrong with it. What is no fact of ours is left alone.
fn read(lang: Lang, fields: &Fields) -> Said {
    let nation = fields.get("nation").and_then(Nation::from_code).unwrap_or(Nation::England);
    let told = fields.iter().filter_map(|(id, value)| Some((rulebook().fact(id)?, value)));
    let mut facts = told.fold(Facts::default(), |facts, (fact, value)| {
        let known = match value {
            "yes" => Known::Yes,
            "no" => Known::No,
            _ => Known::NotKnown,
        };
        facts.with(&fact.id, known)
    });
    let (age, mut errors) = (fields.get("age").unwrap_or_default().to_owned(), FieldErrors::default());
    match age.parse::<u8>() {
        Ok(years) if years <= AGE_YEARS_MAX => facts = facts.aged(years),
        Ok(_) | Err(_) if !age.is_empty() => errors.add("age", words::NOT_AN_AGE.of(lang)),
        Ok(_) | Err(_) => {}
    }
    if let Err(trouble) = facts.agree(rulebook()) {
        let (field, message) = contradiction(lang, &trouble, &age);
        errors.add(&field, message);
    }
    Said { nation, age, facts, errors }
}

/// The field that cannot be so, and how to mend it.
fn contradiction(lang: Lang, trouble: &Unreadable, age: &str) -> (String, String) {
    let question = |id: &str| rulebook().fact(id).map_or(words::AGE.of(lang), |fact| fact.question_in(lang));
    match trouble {
        Unreadable::AgainstAge(id) => (id.clone(), words::against_age(lang, question(id), age)),
        Unreadable::Apart(id, other) => (id.clone(), words::apart(lang, question(id), question(other))),
        Unreadable::NotAnObject
        | Unreadable::Unknown(_)
        | Unreadable::NotAnAnswer(_)
        | Unreadable::NotAnAge => ("age".to_owned(), words::NOT_AN_AGE.of(lang).to_owned()),
    }
}

/// The form: where, the age, what would change most, and in closed parts the rest and what was said, so that all of it
/// is sent again.
fn form(ctx: &Ctx, said: &Said, questions: &Questions) -> Markup {
    let lang = ctx.lang;
    let ask = |facts: &[&'static Fact]| html! { @for fact in facts { (question(lang, fact, said)) } };
    html! {
        form method="post" action=(address(lang)) novalidate {
            (place(lang, said))
            (ask(&questions.next))
            @if !questions.more.is_empty() {
                (page::details(&words::more_questions(lang, questions.more.len()), false, ask(&questions.more)))
            }
            @if !questions.said.is_empty() {
                (page::details(&words::what_you_said(lang, questions.said.len()), !said.errors.is_empty(), ask(&questions.said)))
            }
            (page::submit(Button::Primary, words::TELL.of(lang)))
            @if matches!(ctx.who, Visitor::Nobody) { " " (other_language(lang)) }
        }
    }
}

/// The address of the page in a language: nothing that was said is ever part of it.
const fn address(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "/who",
        Lang::Cy => "/who?lang=cy",
    }
}

/// Sends the same answers to the page in the other language. After the button that most people want: it is the first
/// one that the enter key presses.
fn other_language(lang: Lang) -> Markup {
    let other = match lang {
        Lang::En => Lang::Cy,
        Lang::Cy => Lang::En,
    };
    html! {
        button type="submit" class="govuk-button govuk-button--secondary" formaction=(address(other)) lang=(other.code()) {
            (words::OTHER_LANGUAGE.of(lang))
        }
    }
}

fn place(lang: Lang, said: &Said) -> Markup {
    let nations = Nation::ALL.map(|one| Choice {
        value: one.code(),
        text: words::nation(one).of(lang),
        chosen: one == said.nation,
        ..Choice::default()
    });
    html! {
        (Select { lang, id: "nation", name: "nation", label: words::NATION.of(lang), choices: nations.into(), ..Select::default() }.show())
        (Input { lang, id: "age", name: "age", label: words::AGE.of(lang), hint: Some(words::AGE_HINT.of(lang)), value: &said.age,
            error: said.errors.of("age"), width: Some("govuk-input--width-3"), inputmode: Some("numeric"), autocomplete: Some("off"),
            ..Input::default() }.show())
    }
}

fn question(lang: Lang, fact: &Fact, said: &Said) -> Markup {
    // The age answers some questions by itself: only what was said stands in the form.
    let is = if said.facts.told(&fact.id) { said.facts.known(&fact.id, rulebook()) } else { Known::NotKnown };
    let choices = [("yes", Known::Yes), ("no", Known::No), ("not_known", Known::NotKnown)];
    let choices = choices.map(|(value, known)| Choice {
        value,
        text: words::known(known).of(lang),
        chosen: known == is,
        ..Choice::default()
    });
    Radios {
        lang,
        name: &fact.id,
        legend: fact.question_in(lang),
        error: said.errors.of(&fact.id),
        choices: choices.into(),
        ..Radios::default()
    }
    .show()
}
