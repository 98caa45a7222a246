//! The form of a context conference: rows of who was there and of what is done, and texts that name no child.

use domain::agency::Nation;
use domain::cases::context::{self, Action, Attendee, Problem};
use domain::cases::{Conference, Event, Refusal, State};
use domain::rules::tables::Power;
use domain::rules::{known, rulebook};
use domain::time::day;
use domain::words::Lang;
use jiff::civil::Date;
use kit::form::Fields;
use kit::page::{self, Button, Checkboxes, Choice, Shell};
use kit::{Ctx, FieldErrors};
use maud::{Markup, html};

use super::words;
use crate::store::Opened;
use crate::typed::Typed;
use crate::words::refusal;

/// How many rows the form has.
const ATTENDED: usize = 8;
const ACTIONS: usize = 6;

/// The powers that hold in a nation on a day.
pub(super) fn powers(nation: Nation, on: Date) -> Vec<&'static Power> {
    known(&rulebook().powers, nation, on).map(|(power, _)| power).collect()
}

/// A form as it was read: the conference, which rows of the form its rows were, and which dates could not be read.
pub(super) struct Read {
    conference: Conference,
    attended: Vec<usize>,
    actions: Vec<usize>,
    unreadable: Vec<String>,
}

/// Reads the form. Rows with nothing in them are left out.
pub(super) fn read(fields: &Fields, opened: &Opened, today: Date) -> Read {
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    let mut unreadable = Vec::new();
    let mut date = |name: &str, otherwise: Date| {
        fields.get(name).and_then(|day| day.parse().ok()).unwrap_or_else(|| {
            unreadable.push(name.to_owned());
            otherwise
        })
    };
    let held = date("held", today);
    let review = date("review", held.tomorrow().unwrap_or(held));
    let rows = |count: usize, part: &str, columns: [&str; 2]| -> Vec<usize> {
        let filled = |place: &usize| {
            columns.iter().any(|column| fields.get(&format!("{part}.{place}.{column}")).is_some())
        };
        (0..count).filter(filled).collect()
    };
    let (attended, actions) =
        (rows(ATTENDED, "attended", ["role", "agency"]), rows(ACTIONS, "action", ["text", "owner"]));
    let row = |part: &str, place: usize, column: &str| text(&format!("{part}.{place}.{column}"));
    let mut due = |place: usize| {
        let name = format!("action.{place}.due");
        let day = fields.get(&name)?.parse::<Date>();
        day.map_err(|_| unreadable.push(name)).ok()
    };
    let conference = Conference {
        held,
        review,
        attended: attended
            .iter()
            .map(|place| Attendee {
                role: row("attended", *place, "role"),
                agency: row("attended", *place, "agency"),
            })
            .collect(),
        context: text("context"),
        draws: text("draws"),
        guardians: text("guardians"),
        strengths: text("strengths"),
        actions: actions
            .iter()
            .map(|place| Action {
                text: row("action", *place, "text"),
                owner: row("action", *place, "owner"),
                due: due(*place),
            })
            .collect(),
        powers: chosen(fields, opened.state.opening.nation, today),
        powers_text: text("powers_text"),
    };
    Read { conference, attended, actions, unreadable }
}

/// The powers that were ticked, of those that hold there.
fn chosen(fields: &Fields, nation: Nation, today: Date) -> Vec<String> {
    let ticked: Vec<&str> = fields.all("powers").collect();
    let there = powers(nation, today).into_iter().map(|power| &power.head.id);
    there.filter(|id| ticked.contains(&id.as_str())).cloned().collect()
}

/// The event, or everything that is wrong, each at its field, in the order of the page.
pub(super) fn decided(
    state: &State,
    read: Read,
    children: &[String],
    lang: Lang,
) -> Result<Event, FieldErrors> {
    let Read { conference, attended, actions, unreadable } = read;
    let refused = context::confer(state, conference, children);
    let wrong_days: Vec<Problem> =
        unreadable.into_iter().map(|field| Problem { field, why: Refusal::NotADate }).collect();
    let problems = match refused {
        Ok(event) if wrong_days.is_empty() => return Ok(event),
        Ok(_) => Vec::new(),
        Err(problems) => problems,
    };
    let mut found: Vec<(String, String)> = wrong_days
        .into_iter()
        .chain(problems)
        .map(|problem| (on_the_page(&problem.field, &attended, &actions), refusal(&problem.why, lang)))
        .collect();
    found.sort_by_key(|(field, _)| order(field));
    let mut errors = FieldErrors::default();
    for (field, message) in found {
        errors.add(&field, message);
    }
    Err(errors)
}

/// The name of a field on the page, where rows that were left empty count too.
fn on_the_page(field: &str, attended: &[usize], actions: &[usize]) -> String {
    let mut parts = field.split('.');
    let (part, place, column) = (parts.next(), parts.next(), parts.next());
    let rows = if part == Some("attended") { attended } else { actions };
    match (part, place.and_then(|place| place.parse::<usize>().ok()), column) {
        (Some(part), Some(place), Some(column)) if column != "due" => {
            format!("{part}.{}.{column}", rows.get(place).copied().unwrap_or(place))
        }
        _ => field.to_owned(),
    }
}

/// The place of a field on the page.
fn order(field: &str) -> usize {
    let parts = [
        "held",
        "attended",
        "context",
        "draws",
        "guardians",
        "strengths",
        "action",
        "powers",
        "powers_text",
        "review",
    ];
    let part = field.split('.').next().unwrap_or_default();
    parts.iter().position(|known| *known == part).unwrap_or(parts.len())
}

/// The form; with what was sent and what is wrong with it, where it was refused.
pub(super) fn show(ctx: &Ctx, opened: &Opened, (fields, errors): (&Fields, &FieldErrors)) -> Markup {
    let (lang, title) = (ctx.lang, words::NEW.of(ctx.lang));
    let typed = Typed { lang, fields, errors };
    let shell = Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty());
    shell.show(html! {
        (page::back(lang, &format!("/cases/{}/outside", opened.id)))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        (page::warning(lang, html! { (words::NO_NAMES.of(lang)) }))
        form method="post" action={ "/cases/" (opened.id) "/conferences" } novalidate {
            (typed.line("held", words::HELD.of(lang), Some("date")))
            h2 class="govuk-heading-m" { (words::ATTENDED.of(lang)) }
            p class="govuk-body" { (words::ATTENDED_TEXT.of(lang)) }
            @for place in 0..ATTENDED { (row(&typed, "attended", place, &[("role", words::ROLE, None), ("agency", words::AGENCY, None)])) }
            (typed.text("context", words::CONTEXT, Some(words::CONTEXT_HINT)))
            (typed.text("draws", words::DRAWS, Some(words::DRAWS_HINT)))
            (typed.text("guardians", words::GUARDIANS, Some(words::GUARDIANS_HINT)))
            (typed.text("strengths", words::STRENGTHS, None))
            h2 class="govuk-heading-m" { (words::PLAN.of(lang)) }
            @for place in 0..ACTIONS {
                (row(&typed, "action", place, &[("text", words::ACTION, None), ("owner", words::OWNER, None), ("due", words::DUE, Some("date"))]))
            }
            (power_choices(ctx, opened, &typed))
            (typed.text("powers_text", words::POWERS_TEXT, None))
            (typed.line("review", words::REVIEW.of(lang), Some("date")))
            (page::submit(Button::Primary, words::KEEP.of(lang)))
        }
    })
}

/// A column of a row: the last part of its name, its label, and its kind as in HTML.
type Column = (&'static str, domain::words::Words, Option<&'static str>);

fn row(typed: &Typed<'_>, part: &str, place: usize, columns: &[Column]) -> Markup {
    let width = if columns.len() > 2 { "govuk-grid-column-one-third" } else { "govuk-grid-column-one-half" };
    html! {
        div class="govuk-grid-row" {
            @for (column, label, kind) in columns {
                div class=(width) {
                    (typed.line(&format!("{part}.{place}.{column}"), &format!("{} {}", label.of(typed.lang), place + 1), *kind))
                }
            }
        }
    }
}

fn power_choices(ctx: &Ctx, opened: &Opened, typed: &Typed<'_>) -> Markup {
    let lang = typed.lang;
    let there = powers(opened.state.opening.nation, day(ctx.now));
    let ticked: Vec<&str> = typed.fields.all("powers").collect();
    let choices = there.iter().map(|power| Choice {
        value: &power.head.id,
        text: lang.pick(&power.power, &power.head.id),
        hint: Some(power.head.text_in(lang)),
        chosen: ticked.contains(&power.head.id.as_str()),
        reveals: None,
    });
    html! {
        @if there.is_empty() { p class="govuk-body" { (words::POWERS_NONE.of(lang)) } } @else {
            (Checkboxes { lang, name: "powers", legend: words::POWERS.of(lang), hint: Some(words::POWERS_HINT.of(lang)),
                error: typed.errors.of("powers"), choices: choices.collect(), ..Checkboxes::default() }.show())
        }
    }
}
