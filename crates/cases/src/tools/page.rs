//! The pages of screening tools: what there is and was filled in, and one tool to be filled in.

use domain::cases::tools::{self, Basis, Outcome};
use domain::cases::{Event as Happened, Filled, SubjectKind};
use domain::event::Event;
use domain::role::Act;
use domain::rules::rulebook;
use domain::rules::tables::Tool;
use domain::rules::tool::Item;
use domain::words::Lang;
use kit::form::Fields;
use kit::journal::Entry;
use kit::page::{self, Button, Shell};
use kit::{Ctx, Failure, FieldErrors, directory};
use maud::{Markup, html};

use super::chart::{self, Column};
use super::words;
use crate::store::Opened;
use crate::typed::Typed;

/// A tool as somebody filled it in: who, and when.
struct Filling<'a> {
    filled: &'a Filled,
    entry: &'a Entry,
    who: String,
    about: String,
}

/// What there is, and what was filled in.
pub(super) async fn list(ctx: &Ctx, opened: &Opened, there: &[&Tool]) -> Result<Markup, Failure> {
    let (lang, fillings) = (ctx.lang, fillings(ctx, opened).await?);
    let work = !opened.state.closed && ctx.could(Act::WorkCase, &opened.matter(ctx.now));
    let title = format!("{} – {}", words::TITLE.of(lang), opened.state.opening.reference);
    let older = fillings.iter().filter(|one| !there.iter().any(|tool| tool.head.id == one.filled.tool));
    let older: Vec<&Filling<'_>> = older.collect();
    Ok(Shell::staff(ctx, &title).navigation(page::navigation(ctx)).show(html! {
        (page::back(lang, &format!("/cases/{}", opened.id)))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::TEXT.of(lang)) }
        @for tool in there {
            section id=(tool.head.id) {
                h2 class="govuk-heading-m" { (tool.name_in(lang)) }
                (about(tool, lang))
                @let own: Vec<&Filling<'_>> = fillings.iter().filter(|one| one.filled.tool == tool.head.id).collect();
                @if own.is_empty() { p class="govuk-body" { (words::NEVER.of(lang)) } } @else { (kept(&own, lang)) }
                @if work {
                    p class="govuk-body" {
                        a class="govuk-link" href={ "/cases/" (opened.id) "/tools/" (tool.head.id) } {
                            (words::FILL.of(lang)) span class="govuk-visually-hidden" { ": " (tool.name_in(lang)) }
                        }
                    }
                }
            }
        }
        @if !older.is_empty() { p class="govuk-body" { (words::OLDER.of(lang)) } (kept(&older, lang)) }
    }))
}

fn about(tool: &Tool, lang: Lang) -> Markup {
    html! {
        @if !tool.head.verified { p class="govuk-body" { (page::tag(words::NOT_VERIFIED.of(lang), "govuk-tag--yellow")) } }
        (page::details(&format!("{} {}", words::VERSION.of(lang), tool.version), false, html! {
            p class="govuk-body" { (tool.head.text_in(lang)) }
            p class="govuk-body-s" { (words::AREA.of(lang)) " " (tool.area) }
            p class="govuk-body-s" { (words::SOURCE.of(lang)) " " (tool.head.source) }
        }))
    }
}

async fn fillings<'a>(ctx: &Ctx, opened: &'a Opened) -> Result<Vec<Filling<'a>>, Failure> {
    let entries: Vec<(&Entry, &Filled)> = opened
        .history
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::Cases(Happened::ToolFilled { filled }) => Some((entry, filled.as_ref())),
            Event::Cases(_)
            | Event::Accounts(_)
            | Event::Reports(_)
            | Event::Referrals(_)
            | Event::Duty(_)
            | Event::Removal(_) => None,
        })
        .collect();
    let names = directory::who(&ctx.house, entries.iter().map(|(entry, _)| entry.actor), ctx.lang).await?;
    let about = |filled: &Filled| {
        let subject = opened.state.subjects.iter().find(|subject| Some(subject.id) == filled.subject);
        subject.map_or_else(|| words::SUBJECT_NONE.of(ctx.lang).to_owned(), |subject| subject.name.clone())
    };
    let each = entries.into_iter().zip(names);
    Ok(each.map(|((entry, filled), who)| Filling { filled, entry, who, about: about(filled) }).collect())
}

/// A band in a few words.
pub(super) fn band<'a>(name: &'a str, tool: Option<&'a Tool>, lang: Lang) -> &'a str {
    let band = tool.and_then(|tool| tool.band.iter().find(|band| band.name == name));
    band.map_or(name, |band| band.short_in(lang))
}

/// Every filling of one tool: a drawing where there are several, a table, and what drove each.
fn kept(fillings: &[&Filling<'_>], lang: Lang) -> Markup {
    let rows = fillings.iter().map(|one| {
        let tool = tools::tool(&one.filled.tool);
        let total = words::total(one.filled.total, one.filled.unanswered > 0, lang);
        [domain::time::shown(one.entry.at), one.who.clone(), one.about.clone(), total]
            .into_iter()
            .map(|text| html! { (text) })
            .chain([html! { (band(one.filled.stands(), tool, lang)) }])
            .collect()
    });
    let caption = fillings
        .first()
        .map_or("", |one| tools::tool(&one.filled.tool).map_or("", |tool| tool.name_in(lang)));
    let heads = [words::WHEN, words::WHO, words::ABOUT, words::TOTAL, words::BAND].map(|head| head.of(lang));
    html! {
        (chart::draw(&columns(fillings), lang))
        (page::table(caption, &heads, rows.collect()))
        @for one in fillings {
            (page::details(&format!("{} – {}", words::DROVE.of(lang), domain::time::shown(one.entry.at)), false, drove(one.filled, lang)))
        }
    }
}

/// The fillings as they are drawn: the band that counts, of so many, and the total.
fn columns(fillings: &[&Filling<'_>]) -> Vec<Column> {
    let column = |one: &&Filling<'_>| {
        let tool = tools::tool(&one.filled.tool)?;
        let place = tool.band.iter().position(|band| band.name == one.filled.stands())?;
        let when = domain::time::shown(one.entry.at);
        let when = when.split_once(',').map_or(when.clone(), |(day, _)| day.to_owned());
        Some(Column { when, total: one.filled.total, band: place + 1, of: tool.band.len() })
    };
    fillings.iter().filter_map(column).collect()
}

/// What drove a filling, by the tool as it is now if it has that version, and else by its codes.
fn drove(filled: &Filled, lang: Lang) -> Markup {
    let tool = tools::tool(&filled.tool).filter(|tool| tool.version == filled.version);
    let outcome = tool.map(|tool| tools::outcome(tool, &filled.sheet));
    html! {
        p class="govuk-body" {
            (words::VERSION.of(lang)) " " (filled.version) ". " (words::unanswered(filled.unanswered, lang)) ". "
            (words::AS_ADDED_UP.of(lang)) " " (band(&filled.band, tool, lang))
        }
        @match &outcome {
            Some(outcome) => (reasons(outcome, filled, lang)),
            None => ul class="govuk-list govuk-list--bullet" {
                @for (id, answered) in &filled.sheet.answers { li { (id) ": " (words::answer(&answered.answer, lang)) } }
                @for rule in &filled.fired { li { (words::FIRED.of(lang)) " " (rule) } }
            },
        }
        @if let Some(departed) = &filled.departed {
            p class="govuk-body" { strong { (words::DEPARTED.of(lang)) } " " (band(&departed.band, tool, lang)) }
            div class="hearken-told" { (departed.reason) }
        }
    }
}

fn reasons(outcome: &Outcome<'_>, filled: &Filled, lang: Lang) -> Markup {
    let basis = |item: &Item| filled.sheet.answers.get(&item.id).and_then(|answered| answered.basis);
    html! {
        @for rule in &outcome.fired { p class="govuk-body" { strong { (words::FIRED.of(lang)) } " " (rule.text_in(lang)) } }
        @for rule in &outcome.undecided { p class="govuk-body" { (words::UNDECIDED.of(lang)) " " (rule.text_in(lang)) } }
        @if outcome.drove.is_empty() { p class="govuk-body" { (words::DROVE_NOTHING.of(lang)) } }
        ul class="govuk-list govuk-list--bullet" {
            @for (item, points) in &outcome.drove {
                li { (item.text_in(lang)) ": " (points) @if let Some(basis) = basis(item) { " (" (words::basis(basis).of(lang)) ")" } }
            }
        }
    }
}

/// A tool, to be filled in on one page; with what was sent, where it was refused.
pub(super) fn sheet(
    ctx: &Ctx,
    opened: &Opened,
    tool: &Tool,
    (fields, errors): (&Fields, &FieldErrors),
) -> Markup {
    let (lang, name) = (ctx.lang, tool.name_in(ctx.lang));
    let typed = Typed { lang, fields, errors };
    let shell = Shell::staff(ctx, name).navigation(page::navigation(ctx)).errors(!errors.is_empty());
    // In the order in which they first come; signs of one part may stand apart in the table.
    let mut domains: Vec<&str> = Vec::new();
    for item in &tool.item {
        if !domains.contains(&item.domain.as_str()) {
            domains.push(&item.domain);
        }
    }
    shell.show(html! {
        (page::back(lang, &format!("/cases/{}/tools", opened.id)))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (name) }
        (about(tool, lang))
        p class="govuk-body" { (words::LEFT_OPEN.of(lang)) }
        form method="post" action={ "/cases/" (opened.id) "/tools/" (tool.head.id) } novalidate {
            (typed.select("subject", words::SUBJECT.of(lang), &children(opened, lang)))
            @for domain in domains {
                h2 class="govuk-heading-m" { (words::domain(domain).of(lang)) }
                @for item in tool.item.iter().filter(|item| item.domain == domain) { (sign(&typed, item)) }
            }
            @if !tools::facts(tool).is_empty() {
                h2 class="govuk-heading-m" { (words::FACTS.of(lang)) }
                @for fact in tools::facts(tool) { (typed.select(&format!("f.{fact}"), question(fact, lang), &known(lang))) }
            }
            h2 class="govuk-heading-m" { (words::DEPART.of(lang)) }
            (typed.select("band", words::DEPART_BAND.of(lang), &bands(tool, lang)))
            (typed.text("band-reason", words::DEPART_REASON, None))
            (page::submit(Button::Primary, words::KEEP.of(lang)))
        }
    })
}

fn sign(typed: &Typed<'_>, item: &Item) -> Markup {
    let (lang, text) = (typed.lang, item.text_in(typed.lang));
    let open = (String::new(), words::NOT_KNOWN.of(lang).to_owned());
    let mut answers: Vec<(&String, &u32)> = item.weights.iter().collect();
    answers.sort_by_key(|(_, points)| **points);
    let answers = answers.into_iter().map(|(code, _)| (code.clone(), words::answer(code, lang)));
    let answers: Vec<_> = std::iter::once(open).chain(answers).collect();
    let rests = (String::new(), words::SUBJECT_NONE.of(lang).to_owned());
    let bases = Basis::ALL.iter().map(|one| (one.code().to_owned(), words::basis(*one).of(lang).to_owned()));
    let bases: Vec<_> = std::iter::once(rests).chain(bases).collect();
    html! {
        // What an answer rests on is read aloud with the sign that it belongs to.
        fieldset class="govuk-fieldset govuk-grid-row" {
            legend class="govuk-visually-hidden" { (text) }
            div class="govuk-grid-column-two-thirds" { (typed.select(&format!("a.{}", item.id), text, &answers)) }
            div class="govuk-grid-column-one-third" {
                (typed.select(&format!("b.{}", item.id), words::BASIS.of(lang), &bases))
            }
        }
    }
}

/// The children of the case.
fn children(opened: &Opened, lang: Lang) -> Vec<(String, String)> {
    let named = opened.state.subjects.iter().filter(|subject| subject.kind == SubjectKind::Child);
    let named = named.map(|subject| (subject.id.to_string(), subject.name.clone()));
    std::iter::once((String::new(), words::SUBJECT_NONE.of(lang).to_owned())).chain(named).collect()
}

fn question(fact: &str, lang: Lang) -> &'static str {
    rulebook().fact(fact).map_or(words::MISSING_NOW.of(lang), |fact| fact.question_in(lang))
}

fn known(lang: Lang) -> Vec<(String, String)> {
    let each = [("", words::NOT_KNOWN), ("yes", words::YES), ("no", words::NO)];
    each.into_iter().map(|(code, text)| (code.to_owned(), text.of(lang).to_owned())).collect()
}

fn bands(tool: &Tool, lang: Lang) -> Vec<(String, String)> {
    let each = tool.band.iter().map(|band| (band.name.clone(), band.short_in(lang).to_owned()));
    std::iter::once((String::new(), words::DEPART_NONE.of(lang).to_owned())).chain(each).collect()
}
