//! What to do now, and which way: said before anything is asked. What is answered is worked out anew each time and kept
//! nowhere: it comes in the body of a form, and stands in no address and in no history.

use domain::removal::asking::{AgeRange, Spread};
use domain::removal::ways::{self, SeenBy, Situation, Way, Who};
use domain::words::Lang;
use kit::form::Fields;
use kit::page::{self, Button, Choice, Radios};
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};

use super::only_form::OnlyForm;
use super::{device, done, words};

/// The advice, and the questions.
pub async fn show(ctx: Ctx) -> Result<Markup, Failure> {
    ctx.open_to_all();
    Ok(page(&ctx, &Fields::default(), &FieldErrors::default()))
}

/// Which way.
pub async fn which(ctx: Ctx, OnlyForm(fields): OnlyForm) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let lang = ctx.lang;
    let situation = match read(&fields, lang) {
        Ok(situation) => situation,
        Err(errors) => {
            let page = page(&ctx, &fields, &errors);
            return Err(Failure::Invalid(errors, Some(Box::new(page))));
        }
    };
    let title = words::WHICH_TITLE.of(lang);
    let found = ways::which(situation);
    Ok(device::shell(&ctx, title).show(html! {
        (page::back(lang, &format!("/remove?lang={}", lang.code())))
        h1 class="govuk-heading-l" { (title) }
        @if !situation.on_device { p class="govuk-body" { (words::DO_NOT_FETCH.of(lang)) } }
        @if found.is_empty() { p class="govuk-body" { (words::NO_WAY.of(lang)) } }
        @else { p class="govuk-body" { (words::WHICH_TEXT.of(lang)) } }
        @for way in &found { (one(way, situation, lang)) }
        (done::talk(lang))
    }))
}

fn read(fields: &Fields, lang: Lang) -> Result<Situation, FieldErrors> {
    let mut errors = FieldErrors::default();
    let age = fields.get("age").and_then(AgeRange::from_code);
    if age.is_none() {
        errors.add("age", words::AGE_MISSING.of(lang));
    }
    let mut yes_or_no = |name: &'static str| {
        let answer = fields.get(name).filter(|answer| ["yes", "no"].contains(answer));
        if answer.is_none() {
            errors.add(name, words::CHOOSE_ONE.of(lang));
        }
        answer == Some("yes")
    };
    let (uk, on_device) = (yes_or_no("uk"), yes_or_no("device"));
    let spread = fields.get("spread").and_then(Spread::from_code).unwrap_or(Spread::NotSure);
    match age {
        Some(age) if errors.is_empty() => {
            // Whoever does not say counts as a child then: what is for children is never kept from one.
            let then_under_18 = fields.get("then") != Some("no");
            Ok(Situation { age, then_under_18, uk, on_device, spread })
        }
        Some(_) | None => Err(errors),
    }
}

fn one(way: &Way, situation: Situation, lang: Lang) -> Markup {
    let here = way.who == Who::Here;
    let href = if here { format!("{}?lang={}", way.href, lang.code()) } else { way.href.to_owned() };
    let seen = match way.seen_by {
        SeenBy::Nobody => words::SEEN_NOBODY,
        SeenBy::Analyst => words::SEEN_ANALYST,
        SeenBy::Police => words::SEEN_POLICE,
    };
    html! {
        section class="hearken-step" {
            h2 class="govuk-heading-m" { a class="govuk-link" href=(href) rel="noreferrer" { (words::who(way.who).of(lang)) } }
            p class="govuk-body" { (words::about(way.who).of(lang)) }
            p class="govuk-body" { (seen.of(lang)) }
            @if way.takes_address(situation) { p class="govuk-body" { (words::TAKES_ADDRESS.of(lang)) } }
            @if !way.verified { p class="govuk-hint" { (words::NOT_VERIFIED.of(lang)) } }
        }
    }
}

fn page(ctx: &Ctx, fields: &Fields, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let title = words::TITLE.of(lang);
    device::shell(ctx, title).here("/remove").errors(!errors.is_empty()).show(html! {
        (page::back(lang, &format!("/?lang={}", lang.code())))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        ol class="govuk-list govuk-list--number govuk-list--spaced" {
            @for step in words::ADVICE { li { (step.of(lang)) } }
        }
        p class="govuk-body" { a class="govuk-link" href={ "/remove/back?lang=" (lang.code()) } { (words::HAVE_CODE.of(lang)) } }
        h2 class="govuk-heading-m" { (words::QUESTIONS_TITLE.of(lang)) }
        form method="post" action={ "/remove?lang=" (lang.code()) } novalidate {
            (questions(fields, errors, lang))
            (page::submit(Button::Primary, words::CONTINUE.of(lang)))
        }
        (done::talk(lang))
    })
}

fn questions(fields: &Fields, errors: &FieldErrors, lang: Lang) -> Markup {
    let choice = |name: &str, value: &'static str, text: &'static str| Choice {
        value,
        text,
        chosen: fields.get(name) == Some(value),
        ..Choice::default()
    };
    let yes_no = |name: &'static str| {
        vec![choice(name, "yes", words::YES.of(lang)), choice(name, "no", words::NO.of(lang))]
    };
    let ages: Vec<Choice<'_>> =
        AgeRange::ALL.iter().map(|age| choice("age", age.code(), words::age(*age).of(lang))).collect();
    let spreads = Spread::ALL.iter().map(|one| choice("spread", one.code(), words::spread(*one).of(lang)));
    let radios = |name: &'static str, legend: domain::words::Words, choices| Radios {
        lang,
        name,
        legend: legend.of(lang),
        error: errors.of(name),
        choices,
        ..Radios::default()
    };
    html! {
        (radios("age", words::AGE, ages).show())
        (Radios { hint: Some(words::THEN_HINT.of(lang)), ..radios("then", words::THEN, yes_no("then")) }.show())
        (radios("uk", words::UK, yes_no("uk")).show())
        (radios("device", words::ON_DEVICE, yes_no("device")).show())
        (radios("spread", words::SPREAD, spreads.collect()).show())
    }
}
