//! From what somebody knows to who must be told, by when, and why. A page that keeps nothing: what is said is in its
//! address, and the answer is worked out anew each time.

use std::collections::BTreeMap;

use domain::agency::Nation;
use domain::reports::Known;
use domain::rules::duty::{self, Assessed};
use domain::rules::facts::Facts;
use domain::rules::head::Force;
use domain::rules::route::{Because, Standing, Step};
use domain::rules::rulebook;
use domain::rules::tables::{Clock, Contact, Fact};
use domain::time::day;
use domain::words::Lang;
use kit::api::Query;
use kit::page::{self, Button, Choice, Input, Radios, Select, Shell};
use kit::{Ctx, Failure};
use maud::{Markup, html};

use crate::{book, words};

/// What the page asks at first; the rest is asked where it could change something.
const FIRST: [&str; 10] = [
    "danger_now",
    "significant_harm",
    "crime",
    "exploitation_suspected",
    "sexual_online",
    "blackmail",
    "own_image",
    "works_with_children",
    "sexual_offence_suspected",
    "relevant_activity",
];

/// How many questions more the page asks at once.
const MORE_MAX: usize = 8;

type Said = BTreeMap<String, String>;

/// The page.
pub async fn show(ctx: Ctx, Query(said): Query<Said>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let (lang, title) = (ctx.lang, words::GUIDE_TITLE.of(ctx.lang));
    let nation = said.get("nation").and_then(|code| Nation::from_code(code)).unwrap_or(Nation::England);
    let (facts, wrong_age) = read(&said);
    let on = day(ctx.now);
    let nothing = facts.age.is_none() && !rulebook().facts.iter().any(|fact| facts.told(&fact.id));
    let steps = if nothing { Vec::new() } else { rulebook().steps(&facts, nation, on) };
    let window = duty::Window::from_now(&facts, rulebook(), ctx.now);
    let duties = if nothing { Vec::new() } else { rulebook().duties(&facts, nation, on, &window) };
    let open = questions(&steps, &duties, &facts);
    Ok(Shell::public(lang, title).errors(wrong_age).here("/who").show(html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::GUIDE_TEXT.of(lang)) }
        form method="get" action="/who" novalidate {
            (place(lang, nation, said.get("age").map_or("", String::as_str), wrong_age))
            @for fact in open { (question(lang, fact, facts.known(&fact.id, rulebook()))) }
            (page::submit(Button::Primary, words::TELL.of(lang)))
        }
        (answers(lang, &steps))
        (bound(lang, &duties))
    }))
}

/// The facts that were said. What is no fact of ours is left alone: the address may carry a language, or be mistyped.
fn read(said: &Said) -> (Facts, bool) {
    let mut facts = Facts::default();
    for (id, value) in said {
        if rulebook().fact(id).is_some() {
            let known = match value.as_str() {
                "yes" => Known::Yes,
                "no" => Known::No,
                _ => Known::NotKnown,
            };
            facts = facts.with(id, known);
        }
    }
    let age = said.get("age").map(|age| age.trim()).filter(|age| !age.is_empty());
    match age.map(str::parse::<u8>) {
        Some(Ok(years)) if years <= 120 => (facts.aged(years), false),
        Some(_) => (facts, true),
        None => (facts, false),
    }
}

/// The first questions, what has been answered, and what could change something.
fn questions(steps: &[Step<'_>], duties: &[Assessed<'_>], facts: &Facts) -> Vec<&'static Fact> {
    let book = rulebook();
    let first = FIRST.iter().filter_map(|id| book.fact(id));
    let answered = book.facts.iter().filter(|fact| fact.from_age.is_none() && facts.told(&fact.id));
    let mut all: Vec<&'static Fact> = first.collect();
    all.extend(answered);
    let partly =
        duties.iter().filter(|duty| duty.standing == duty::Standing::NotRuledOut && !duty.because.is_empty());
    let asks = steps.iter().filter(|step| step.standing == Standing::NotRuledOut && !step.because.is_empty());
    let asks = asks.flat_map(|step| &step.ask).chain(partly.flat_map(|duty| &duty.ask));
    let asks = asks.filter(|fact| fact.from_age.is_none()).filter_map(|fact| book.fact(&fact.id));
    all.extend(asks.take(MORE_MAX));
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|fact| seen.insert(fact.id.as_str()));
    all
}

fn place(lang: Lang, nation: Nation, age: &str, wrong_age: bool) -> Markup {
    let nations = Nation::ALL.map(|one| Choice {
        value: one.code(),
        text: words::nation(one).of(lang),
        chosen: one == nation,
        ..Choice::default()
    });
    html! {
        (Select { lang, id: "nation", name: "nation", label: words::NATION.of(lang), choices: nations.into(), ..Select::default() }.show())
        (Input { lang, id: "age", name: "age", label: words::AGE.of(lang), hint: Some(words::AGE_HINT.of(lang)), value: age,
            error: wrong_age.then(|| words::NOT_AN_AGE.of(lang)), width: Some("govuk-input--width-3"), inputmode: Some("numeric"),
            ..Input::default() }.show())
    }
}

fn question(lang: Lang, fact: &Fact, is: Known) -> Markup {
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
        choices: choices.into(),
        ..Radios::default()
    }
    .show()
}

/// Who must be told: what is required, then what is not ruled out and something speaks for.
fn answers(lang: Lang, steps: &[Step<'_>]) -> Markup {
    let shown =
        |standing: Standing| steps.iter().filter(move |step| step.standing == standing && is_shown(step));
    html! {
        @for standing in [Standing::Required, Standing::NotRuledOut] {
            @if shown(standing).next().is_some() {
                h2 class="govuk-heading-m" { (words::sure(standing).of(lang)) }
                ol class="govuk-list" { @for one in shown(standing) { li class="hearken-step" data-step=(one.route.head.id) { (step(lang, one)) } } }
            }
        }
        @if steps.is_empty() { p class="govuk-body" { (words::NOTHING_YET.of(lang)) } }
    }
}

/// What is required, and what is not ruled out and something speaks for; whether somebody is in danger is always open.
fn is_shown(step: &Step<'_>) -> bool {
    step.standing == Standing::Required
        || !step.because.is_empty()
        || step.ask.iter().any(|fact| fact.id == "danger_now")
}

fn step(lang: Lang, step: &Step<'_>) -> Markup {
    let contacts = step.route.contacts.iter().filter_map(|id| rulebook().contact(id));
    html! {
        p class="govuk-body govuk-!-margin-bottom-1" { strong { (words::channel(step.route.channel).of(lang)) } ". " (step.route.head.text_in(lang)) }
        @for contact in contacts { p class="govuk-body govuk-!-margin-bottom-1" { (words::CONTACT.of(lang)) ": " (reach(contact)) } }
        @if let Some(clock) = step.clock { (by_when(lang, clock)) }
        (reasons(lang, &step.because))
        (ask(lang, &step.ask))
        p class="govuk-body-s hearken-rule__source" { (step.route.head.id) ". " (book::source(lang, &step.route.head)) }
    }
}

fn reach(contact: &Contact) -> Markup {
    html! {
        (contact.name)
        @if let Some(phone) = &contact.phone { " " a class="govuk-link" href={ "tel:" (phone.replace(' ', "")) } { (phone) } }
        @if let Some(page) = &contact.page { " " a class="govuk-link" href=(page) rel="noreferrer" { (page) } }
    }
}

/// What starts a clock that the receiver must keep, and not whoever tells.
const OF_THE_RECEIVER: [&str; 3] = ["referral_received", "nrm_referred", "notification"];

fn by_when(lang: Lang, clock: &Clock) -> Markup {
    let whose =
        if OF_THE_RECEIVER.contains(&clock.starts.as_str()) { words::THEN_WITHIN } else { words::BY_WHEN };
    html! {
        p class="govuk-body govuk-!-margin-bottom-1" {
            (whose.of(lang)) ": " strong { (words::limit(lang, clock.limit, clock.unit)) } ". "
            (clock.head.text_in(lang)) " (" (clock.head.id) ")."
        }
    }
}

fn reasons(lang: Lang, because: &[Because<'_>]) -> Markup {
    html! {
        @if !because.is_empty() {
            p class="govuk-body-s govuk-!-margin-bottom-1" { (words::BECAUSE.of(lang)) ":" }
            ul class="govuk-list govuk-list--bullet govuk-body-s" {
                @for one in because {
                    li { (one.fact.question_in(lang)) " " strong { (words::known(one.known).of(lang)) }
                        @if one.assumed { " " (words::COUNTS_AS_YES.of(lang)) } }
                }
            }
        }
    }
}

fn ask(lang: Lang, facts: &[&Fact]) -> Markup {
    html! {
        @if !facts.is_empty() {
            p class="govuk-body-s govuk-!-margin-bottom-1" { (words::ASK.of(lang)) ":" }
            ul class="govuk-list govuk-list--bullet govuk-body-s" { @for fact in facts { li { (fact.question_in(lang)) } } }
        }
    }
}

/// The duties of which something is met.
fn bound(lang: Lang, duties: &[Assessed<'_>]) -> Markup {
    let shown = |one: &&Assessed<'_>| {
        one.standing != duty::Standing::NotEngaged
            && (one.standing != duty::Standing::NotRuledOut || !one.because.is_empty())
    };
    html! {
        @if duties.iter().any(|one| shown(&one)) {
            h2 class="govuk-heading-m" { (words::DUTIES.of(lang)) }
            @for one in duties.iter().filter(shown) { (assessed(lang, one)) }
        }
    }
}

fn assessed(lang: Lang, one: &Assessed<'_>) -> Markup {
    let duty = one.duty;
    let name = match lang {
        Lang::En => &duty.name,
        Lang::Cy => &duty.name_cy,
    };
    html! {
        section class="hearken-rule" data-duty=(duty.head.id) {
            h3 class="govuk-heading-s govuk-!-margin-bottom-1" {
                (name) " " (page::tag(words::duty(one.standing).of(lang), ""))
                @if one.force == Force::Prospective { " " (page::tag(words::NOT_BEGUN.of(lang), "govuk-tag--purple")) }
            }
            p class="govuk-body govuk-!-margin-bottom-1" { (duty.head.text_in(lang)) }
            @if let Some(clock) = one.clock { (by_when(lang, clock)) }
            (reasons(lang, &one.because))
            (ask(lang, &one.ask))
            (page::details(words::ELEMENTS.of(lang), false, html! { @for element in &one.elements { (book::rule(lang, &element.head, one.force)) } }))
            @if !one.says.is_empty() {
                (page::details(words::WHAT_FOLLOWS.of(lang), false, html! { @for element in &one.says { (book::rule(lang, &element.head, one.force)) } }))
            }
            p class="govuk-body-s" { (words::SANCTION.of(lang)) ": " (duty.sanction) ". " (book::source(lang, &duty.head)) }
        }
    }
}
