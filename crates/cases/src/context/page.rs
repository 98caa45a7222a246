//! The page of harm outside the home, and a conference as it is read and printed.

use domain::agency::Nation;
use domain::cases::{Category, Conference, Context, context};
use domain::role::Act;
use domain::rules::tables::{Recipient, Route};
use domain::rules::{known, rulebook};
use domain::time::day;
use domain::words::Lang;
use jiff::civil::Date;
use kit::Ctx;
use kit::FieldErrors;
use kit::form::Fields;
use kit::page::{self, Answer, Button, Checkboxes, Choice, Shell};
use maud::{Markup, html};

use super::{day_shown, words};
use crate::store::Opened;
use crate::typed::Typed;

/// Where the harm comes from, what follows, and the conferences.
pub(super) fn outside(ctx: &Ctx, opened: &Opened, (fields, errors): (&Fields, &FieldErrors)) -> Markup {
    let (lang, state) = (ctx.lang, &opened.state);
    let work = !state.closed && ctx.could(Act::WorkCase, &opened.matter(ctx.now));
    let title = format!("{} – {}", words::TITLE.of(lang), state.opening.reference);
    let shell = Shell::staff(ctx, &title).navigation(page::navigation(ctx)).errors(!errors.is_empty());
    let asked = state.category.as_ref().is_some_and(|(category, _)| category.outside());
    shell.show(html! {
        (page::back(lang, &format!("/cases/{}", opened.id)))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::TEXT.of(lang)) }
        (category(state.category.as_ref(), lang))
        @if asked { (pathway(state.opening.nation, day(ctx.now), lang)) }
        h2 class="govuk-heading-m" { (words::CONFERENCES.of(lang)) }
        @if state.conferences.is_empty() { p class="govuk-body" { (words::CONFERENCES_NONE.of(lang)) } }
        ul class="govuk-list govuk-list--bullet" {
            @for (number, held) in (1..).zip(&state.conferences) {
                li {
                    a class="govuk-link" href={ "/cases/" (opened.id) "/conferences/" (number) } { (words::CONFERENCE.of(lang)) ", " (day_shown(held.held)) }
                    " – " (words::REVIEW.of(lang)) " " (day_shown(held.review))
                }
            }
        }
        @if work && context::has_context(state) {
            p class="govuk-body" { a class="govuk-link" href={ "/cases/" (opened.id) "/conferences" } { (words::NEW.of(lang)) } }
        } @else if work { p class="govuk-body" { (words::NAME_FIRST.of(lang)) } }
        @if work { (form(&format!("/cases/{}/outside", opened.id), state.category.as_ref(), &Typed { lang, fields, errors })) }
    })
}

fn category(of: Option<&(Category, Vec<Context>)>, lang: Lang) -> Markup {
    html! {
        p class="govuk-body" {
            strong { (words::CATEGORY.of(lang)) } ": "
            @match of {
                None => (words::CATEGORY_NONE.of(lang)),
                Some((category, contexts)) => {
                    (words::category(*category).of(lang))
                    @for context in contexts { " · " (words::context(*context).of(lang)) }
                }
            }
        }
    }
}

/// What the rulebook says of harm outside the home there.
fn pathway(nation: Nation, on: Date, lang: Lang) -> Markup {
    let own = |route: &Route| matches!(route.to, Recipient::OutsideTheHome | Recipient::ContextConference);
    let steps: Vec<&Route> =
        known(&rulebook().routes, nation, on).map(|(route, _)| route).filter(|route| own(route)).collect();
    html! {
        h2 class="govuk-heading-m" { (words::PATHWAY.of(lang)) }
        @if steps.is_empty() { p class="govuk-body" { (words::PATHWAY_NONE.of(lang)) } }
        ol class="govuk-list govuk-list--number" {
            @for step in steps {
                li data-step=(step.head.id) {
                    (step.head.text_in(lang)) " (" a class="govuk-link" href={ "/rules?subject=routes&nation=" (nation.code()) "#" (step.head.id) } { (step.head.id) } ")"
                }
            }
        }
    }
}

fn form(at: &str, of: Option<&(Category, Vec<Context>)>, typed: &Typed<'_>) -> Markup {
    let lang = typed.lang;
    let sent = typed.fields.has("reason");
    let ticked = |context: Context| {
        if sent {
            typed.fields.all("contexts").any(|code| code == context.code())
        } else {
            of.is_some_and(|(_, contexts)| contexts.contains(&context))
        }
    };
    let contexts = Context::ALL.iter().map(|one| Choice {
        value: one.code(),
        text: words::context(*one).of(lang),
        chosen: ticked(*one),
        ..Choice::default()
    });
    let categories: Vec<(String, String)> =
        std::iter::once((String::new(), words::CHOOSE.of(lang).to_owned()))
            .chain(
                Category::ALL
                    .iter()
                    .map(|one| (one.code().to_owned(), words::category(*one).of(lang).to_owned())),
            )
            .collect();
    html! {
        section {
            h2 class="govuk-heading-m" { (words::CATEGORISE.of(lang)) }
            form method="post" action=(at) novalidate {
                (typed.select("category", words::CATEGORY.of(lang), &categories))
                (Checkboxes { lang, name: "contexts", legend: words::CONTEXTS.of(lang), choices: contexts.collect(), ..Checkboxes::default() }.show())
                (typed.text("reason", crate::words::REASON, None))
                (page::submit(Button::Secondary, words::CATEGORISE.of(lang)))
            }
        }
    }
}

/// A conference.
pub(super) fn conference(
    ctx: &Ctx,
    opened: &Opened,
    (number, held): (&str, &Conference),
    named: &[String],
) -> Markup {
    let lang = ctx.lang;
    let title = format!("{}, {}", words::CONFERENCE.of(lang), day_shown(held.held));
    Shell::staff(ctx, &title).navigation(page::navigation(ctx)).show(html! {
        (page::back(lang, &format!("/cases/{}/outside", opened.id)))
        h1 class="govuk-heading-l" { (title) }
        @if named.is_empty() {
            p class="govuk-body" { a class="govuk-link" href={ "/cases/" (opened.id) "/conferences/" (number) "/print" } { (words::PRINT.of(lang)) } }
        } @else { (page::warning(lang, html! { (words::names_now(named, lang)) })) }
        (record(held, named, lang))
    })
}

/// The same without the ways around it.
pub(super) fn print(ctx: &Ctx, opened: &Opened, held: &Conference, named: &[String]) -> Markup {
    let lang = ctx.lang;
    let title = format!("{}, {}", words::CONFERENCE.of(lang), day_shown(held.held));
    Shell::staff(ctx, &title).show(html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { strong { (crate::words::PAPER_CONFIDENTIAL.of(lang)) } " · " (words::REFERENCE.of(lang)) " " (opened.state.opening.reference) }
        @if named.is_empty() { (record(held, named, lang)) } @else { p class="govuk-body" { (words::NOT_PRINTED.of(lang)) } }
    })
}

fn record(held: &Conference, named: &[String], lang: Lang) -> Markup {
    let text = |question: domain::words::Words, text: &str| Answer {
        question: question.of(lang),
        answer: html! { div class="hearken-told" { (text) } },
        change: None,
    };
    let mut answers = vec![
        text(words::CONTEXT, &held.context),
        text(words::DRAWS, &held.draws),
        text(words::GUARDIANS, &held.guardians),
    ];
    answers.extend((!held.strengths.is_empty()).then(|| text(words::STRENGTHS, &held.strengths)));
    answers.extend((!held.powers.is_empty()).then(|| Answer {
        question: words::POWERS.of(lang),
        answer: html! { ul class="govuk-list govuk-list--bullet" { @for id in &held.powers { li { (power(id, lang)) } } } },
        change: None,
    }));
    answers.extend((!held.powers_text.is_empty()).then(|| text(words::POWERS_TEXT, &held.powers_text)));
    answers.push(text(words::REVIEW, &day_shown(held.review)));
    let attended =
        held.attended.iter().map(|one| vec![html! { (one.role) }, html! { (one.agency) }]).collect();
    let actions = held.actions.iter().map(|one| {
        vec![
            html! { (one.text) },
            html! { (one.owner) },
            html! { @if let Some(due) = one.due { (day_shown(due)) } },
        ]
    });
    html! {
        @if named.is_empty() { p class="govuk-body" { (words::NAMES_NONE.of(lang)) } }
        (page::summary_list(lang, &answers))
        (page::table(words::ATTENDED.of(lang), &[words::ROLE.of(lang), words::AGENCY.of(lang)], attended))
        @if !held.actions.is_empty() {
            (page::table(words::PLAN.of(lang), &[words::ACTION.of(lang), words::OWNER.of(lang), words::DUE.of(lang)], actions.collect()))
        }
    }
}

/// A power by its name, as the rulebook has it now; what is no longer there by its id.
fn power(id: &str, lang: Lang) -> String {
    let power = rulebook().powers.iter().find(|power| power.head.id == id);
    power.map_or_else(|| id.to_owned(), |power| format!("{} – {}", power.power, power.head.text_in(lang)))
}
