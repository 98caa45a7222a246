//! The rulebook on a day, by nation and subject: what each rule says, since when, where it is read, whether somebody
//! read it there; and what is different from another day.

use domain::agency::Nation;
use domain::rules::compare::Changed;
use domain::rules::head::{Force, Head};
use domain::rules::tables::{Clock, Indicator};
use domain::rules::{Subject, rulebook};
use domain::time::day;
use domain::words::Lang;
use jiff::civil::Date;
use kit::api::Query;
use kit::page::{self, Button, Choice, Input, Select, Shell};
use kit::{Ctx, Failure};
use maud::{Markup, html};
use serde::Deserialize;

use crate::words;

/// What was chosen, as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    nation: String,
    on: String,
    against: String,
    subject: String,
}

impl Chosen {
    fn nation(&self) -> Nation {
        Nation::from_code(&self.nation).unwrap_or(Nation::England)
    }

    fn subject(&self) -> Option<Subject> {
        Subject::from_code(&self.subject)
    }

    /// The page with the same choice, for reading it in the other language. What is no day is left out.
    fn address(&self) -> String {
        let day = |text: &str| typed(text).ok().flatten().map(|day| day.to_string()).unwrap_or_default();
        let (on, against) = (day(&self.on), day(&self.against));
        let subject = self.subject().map_or("", Subject::code);
        format!("/rules?nation={}&subject={subject}&on={on}&against={against}", self.nation().code())
    }
}

/// A day that was typed; nothing where nothing was, the text where it is no day.
fn typed(text: &str) -> Result<Option<Date>, &str> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| text) }
}

/// The page.
pub async fn show(ctx: Ctx, Query(chosen): Query<Chosen>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let (lang, title) = (ctx.lang, words::BOOK_TITLE.of(ctx.lang));
    let (on, against) = (typed(&chosen.on), typed(&chosen.against));
    let wrong = on.is_err() || against.is_err();
    let day = on.ok().flatten().unwrap_or_else(|| day(ctx.now));
    let here = chosen.address();
    let page = Shell::public(lang, title).errors(wrong).here(&here);
    Ok(page.show(html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::BOOK_TEXT.of(lang)) }
        (form(lang, &chosen, on.is_err(), against.is_err()))
        @if !wrong {
            @match against.ok().flatten() {
                Some(other) => (different(lang, &chosen, (day, other))),
                None => (standing(lang, &chosen, day)),
            }
        }
    }))
}

fn form(lang: Lang, chosen: &Chosen, wrong_day: bool, wrong_other: bool) -> Markup {
    let nations = Nation::ALL.map(|nation| Choice {
        value: nation.code(),
        text: words::nation(nation).of(lang),
        chosen: chosen.nation() == nation,
        ..Choice::default()
    });
    let every = Choice { value: "", text: words::EVERY_SUBJECT.of(lang), ..Choice::default() };
    let subjects = Subject::ALL.map(|subject| Choice {
        value: subject.code(),
        text: words::subject(subject).of(lang),
        chosen: chosen.subject() == Some(subject),
        ..Choice::default()
    });
    let error = |wrong: bool| wrong.then(|| words::NOT_A_DATE.of(lang));
    let narrow = Some("govuk-input--width-10");
    html! {
        form method="get" action="/rules" novalidate {
            @if lang != Lang::En { (page::hidden("lang", lang.code())) }
            (Select { lang, id: "nation", name: "nation", label: words::NATION.of(lang), choices: nations.into(), ..Select::default() }.show())
            (Select { lang, id: "subject", name: "subject", label: words::SUBJECT.of(lang),
                choices: std::iter::once(every).chain(subjects).collect(), ..Select::default() }.show())
            (Input { lang, id: "on", name: "on", label: words::ON.of(lang), hint: Some(words::ON_HINT.of(lang)), value: &chosen.on,
                error: error(wrong_day), width: narrow, ..Input::default() }.show())
            (Input { lang, id: "against", name: "against", label: words::AGAINST.of(lang), hint: Some(words::AGAINST_HINT.of(lang)),
                value: &chosen.against, error: error(wrong_other), width: narrow, ..Input::default() }.show())
            (page::submit(Button::Primary, words::SHOW.of(lang)))
        }
    }
}

/// Everything that stands on a day.
fn standing(lang: Lang, chosen: &Chosen, on: Date) -> Markup {
    let wanted = |subject: Subject| chosen.subject().is_none_or(|only| only == subject);
    let rows: Vec<_> = rulebook()
        .on(chosen.nation(), on)
        .filter(|(subject, _, force)| wanted(*subject) && *force != Force::Repealed)
        .collect();
    let unverified = rows.iter().filter(|(_, head, _)| !head.verified).count();
    html! {
        p class="govuk-body-l" data-counted { (words::counted(lang, rows.len(), unverified)) }
        @for subject in Subject::ALL {
            @let of_subject: Vec<_> = rows.iter().filter(|row| row.0 == subject).collect();
            @if !of_subject.is_empty() {
                h2 class="govuk-heading-m" { (words::subject(subject).of(lang)) }
                @for (_, head, force) in of_subject { (row(lang, (subject, head), stands(lang, *force))) }
            }
        }
    }
}

/// One rule, of which only its text is needed.
pub(crate) fn rule(lang: Lang, head: &Head, force: Force) -> Markup {
    article(lang, head, stands(lang, force), html! {})
}

/// One rule of a table, with what that table says beside the text.
fn row(lang: Lang, (subject, head): (Subject, &Head), stands: Markup) -> Markup {
    let book = rulebook();
    let beside = match subject {
        Subject::Clocks => {
            book.clocks.iter().find(|clock| clock.head == *head).map(|clock| timed(lang, clock))
        }
        Subject::Indicators => {
            book.indicators.iter().find(|sign| sign.head == *head).map(|sign| levelled(lang, sign))
        }
        Subject::Definitions
        | Subject::Routes
        | Subject::Duties
        | Subject::Barring
        | Subject::Regulators
        | Subject::Sharing
        | Subject::Retention
        | Subject::Disruption
        | Subject::Tools
        | Subject::Contacts => None,
    };
    article(lang, head, stands, beside.unwrap_or_default())
}

fn timed(lang: Lang, clock: &Clock) -> Markup {
    html! {
        p class="govuk-body govuk-!-margin-bottom-1" data-kind=(clock.kind.code()) {
            strong { (words::span(lang, clock)) } ". " (words::COUNTED_FROM.of(lang)) ": " (words::moment(lang, clock)) "."
        }
    }
}

fn levelled(lang: Lang, indicator: &Indicator) -> Markup {
    html! {
        p class="govuk-body govuk-!-margin-bottom-1" { (words::LEVEL.of(lang)) ": " (words::levels(lang, indicator)) "." }
    }
}

fn article(lang: Lang, head: &Head, stands: Markup, beside: Markup) -> Markup {
    html! {
        article class="hearken-rule" id=(head.id) data-verified=(head.verified) {
            h3 class="govuk-heading-s govuk-!-margin-bottom-1" { (head.id) " " (stands) " " (verified(lang, head)) }
            p class="govuk-body govuk-!-margin-bottom-1" lang=(spoken(lang, head)) { (head.text_in(lang)) }
            (beside)
            p class="govuk-body-s hearken-rule__source" { (source(lang, head)) " " (dates(lang, head)) }
        }
    }
}

/// The language that the text of a rule is in.
fn spoken(lang: Lang, head: &Head) -> &'static str {
    if head.cy.is_empty() { Lang::En.code() } else { lang.code() }
}

fn stands(lang: Lang, force: Force) -> Markup {
    match force {
        Force::InForce => html! {},
        Force::Prospective => page::tag(words::force(force).of(lang), "govuk-tag--purple"),
        Force::Repealed => page::tag(words::force(force).of(lang), "govuk-tag--grey"),
    }
}

fn verified(lang: Lang, head: &Head) -> Markup {
    if head.verified {
        html! {}
    } else {
        page::tag(words::NOT_VERIFIED.of(lang), "govuk-tag--yellow")
    }
}

/// Where a rule is read.
pub(crate) fn source(lang: Lang, head: &Head) -> Markup {
    html! {
        (words::SOURCE.of(lang)) ": "
        @if head.address.is_empty() { (head.source) " (" (words::NO_ADDRESS.of(lang)) ")" }
        @else { a class="govuk-link" href=(head.address) rel="noreferrer" { (head.source) } }
        "."
    }
}

fn dates(lang: Lang, head: &Head) -> Markup {
    html! {
        @match head.in_force_from {
            Some(from) => {
                (words::SINCE.of(lang)) " " (from)
                @if !head.dated { " " (words::DATE_NOT_CHECKED.of(lang)) }
                "."
            }
            None => { (words::NOT_BEGUN.of(lang)) "." }
        }
        @if let Some(until) = head.in_force_until { " " (words::UNTIL.of(lang)) " " (until) "." }
        " " (words::REVIEW_BY.of(lang)) " " (head.review_by) "."
    }
}

/// What stands otherwise on one day than on the other: from the earlier to the later, in whichever order they came.
fn different(lang: Lang, chosen: &Chosen, (one, other): (Date, Date)) -> Markup {
    let (from, to) = (one.min(other), one.max(other));
    let wanted = |change: &Changed<'_>| chosen.subject().is_none_or(|only| only == change.subject);
    let changes = rulebook().changed(chosen.nation(), from, to);
    let changes: Vec<_> = changes.into_iter().filter(wanted).collect();
    let told = |force: Option<Force>| force.map_or(words::NOT_KNOWN_OF, words::force).of(lang);
    html! {
        h2 class="govuk-heading-m" { (words::changed(lang, from, to)) }
        @if changes.is_empty() { p class="govuk-body" { (words::NO_CHANGE.of(lang)) } }
        @for change in &changes {
            p class="govuk-body govuk-!-margin-bottom-1" data-change=(change.head.id) {
                strong { (told(change.before)) " → " (told(change.after)) }
            }
            (row(lang, (change.subject, change.head), change.after.map_or_else(Markup::default, |force| stands(lang, force))))
        }
    }
}
