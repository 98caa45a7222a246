//! The form, the page and the list of records of interference.

use domain::duty::interference::About;
use domain::duty::{Means, words as spoken};
use domain::event::Actor;
use domain::reports::Known;
use domain::rules::head::Force;
use domain::rules::rulebook;
use domain::time::{day, shown};
use domain::words::{Lang, Words};
use kit::form::Fields;
use kit::page::{self, Answer, Button, Choice, Input, Radios, Select, Shell, Textarea};
use kit::{Ctx, Failure, FieldErrors, directory};
use maud::{Markup, html};

use super::{Place, words};
use crate::assess::{next, words as common};
use crate::store::{self, Recorded};
use crate::{book, words as of_rules};

/// What is chosen where it was a lead, and nobody knows which.
pub(super) const A_LEAD: &str = "a_lead";
/// What is chosen where the writer does not know whether they have an account.
pub(super) const UNKNOWN: &str = "unknown";
/// What is chosen where they are not of the writer's organisation.
pub(super) const OUTSIDE: &str = "outside";

/// The list on the page of a case: those that the reader may know of. Nothing at all where there is none.
pub(crate) fn list(lang: Lang, all: &[Recorded]) -> Markup {
    html! {
        h2 class="govuk-heading-m" { (words::TITLE.of(lang)) }
        @if !all.is_empty() { (records(all)) }
    }
}

fn records(all: &[Recorded]) -> Markup {
    html! {
        ul class="govuk-list" {
            @for one in all {
                li {
                    a class="govuk-link" href={ "/interference/" (one.id) } { (one.record.who) ", " (one.record.role) }
                    " – " (shown(one.record.at))
                }
            }
        }
    }
}

pub(super) async fn form(
    ctx: &Ctx,
    place: &Place,
    fields: &Fields,
    errors: &FieldErrors,
) -> Result<Markup, Failure> {
    let (lang, title) = (ctx.lang, words::TITLE.of(ctx.lang));
    let who = who(ctx, fields, errors).await?;
    let before = store::about(&ctx.db, &[place.about.matter()], ctx.person()?.account).await?;
    let hidden = |name: &str| page::hidden(name, fields.get(name).unwrap_or_default());
    Ok(Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::back(lang, &place.back))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) " – " (place.reference) }
        p class="govuk-body" { (words::TEXT.of(lang)) }
        (page::inset(html! { (words::ONCE.of(lang)) }))
        form method="post" action=(place.at) novalidate {
            (who)
            (what(lang, fields, errors))
            (hidden("assessment"))
            (hidden("earlier"))
            @if let Some(error) = errors.of("earlier") { p class="govuk-error-message" id="earlier" { (error) } }
            (page::submit(Button::Primary, words::SAVE.of(lang)))
        }
        @if !before.is_empty() { h2 class="govuk-heading-m" { (words::BEFORE.of(lang)) } (records(&before)) }
    }))
}

/// Who it was: as told, and which account that is.
async fn who(ctx: &Ctx, fields: &Fields, errors: &FieldErrors) -> Result<Markup, Failure> {
    let (lang, person) = (ctx.lang, ctx.person()?);
    let people = ctx.house.directory.people(&ctx.house, person.organisation).await?;
    let others = people.iter().filter(|one| one.account != person.account);
    let named: Vec<(String, &str)> = others.map(|one| (one.account.to_string(), one.name.as_str())).collect();
    let chosen = fields.get("account").unwrap_or_default();
    // Nothing is chosen beforehand: who is kept from the record must be somebody's decision.
    let fixed = [
        ("", common::CHOOSE),
        (A_LEAD, words::SOME_LEAD),
        (UNKNOWN, words::NOT_KNOWN),
        (OUTSIDE, words::NOT_HERE),
    ];
    let fixed = fixed.map(|(value, text)| Choice {
        value,
        text: text.of(lang),
        chosen: value == chosen,
        ..Choice::default()
    });
    let known = named.iter().map(|(value, text)| Choice {
        value,
        text,
        chosen: value == chosen,
        ..Choice::default()
    });
    let line = |name: &'static str, label: Words| {
        let (value, error) = (fields.get(name).unwrap_or_default(), errors.of(name));
        Input { lang, id: name, name, label: label.of(lang), value, error, ..Input::default() }.show()
    };
    Ok(html! {
        (line("who", words::WHO))
        (line("role", words::ROLE))
        (Select { lang, id: "account", name: "account", label: words::ACCOUNT.of(lang), hint: Some(words::ACCOUNT_HINT.of(lang)),
            error: errors.of("account"), choices: fixed.into_iter().chain(known).collect(), ..Select::default() }.show())
    })
}

fn what(lang: Lang, fields: &Fields, errors: &FieldErrors) -> Markup {
    let typed = |name: &str| fields.get(name).unwrap_or_default();
    let choose = Choice { text: common::CHOOSE.of(lang), ..Choice::default() };
    let means = Means::ALL.iter().map(|one| Choice {
        value: one.code(),
        text: spoken::means(*one).of(lang),
        chosen: one.code() == typed("means"),
        ..Choice::default()
    });
    let timing =
        [("yes", Known::Yes), ("no", Known::No), ("not_known", Known::NotKnown)].map(|(value, known)| {
            Choice {
                value,
                text: of_rules::known(known).of(lang),
                chosen: typed("timing") == value || (typed("timing").is_empty() && known == Known::NotKnown),
                ..Choice::default()
            }
        });
    let text = |name: &'static str, label: Words| {
        let (value, error) = (typed(name), errors.of(name));
        Textarea {
            lang,
            id: name,
            name,
            label: label.of(lang),
            value,
            error,
            rows: Some(4),
            ..Textarea::default()
        }
        .show()
    };
    html! {
        (text("said", words::SAID))
        (Input { lang, id: "at", name: "at", label: common::WHEN.of(lang), value: typed("at"), error: errors.of("at"),
            kind: Some("datetime-local"), width: Some("govuk-input--width-20"), ..Input::default() }.show())
        (Select { lang, id: "means", name: "means", label: common::MEANS.of(lang), error: errors.of("means"),
            choices: std::iter::once(choose).chain(means).collect(), ..Select::default() }.show())
        (Radios { lang, name: "timing", legend: words::TIMING.of(lang), hint: Some(words::TIMING_HINT.of(lang)),
            choices: timing.into(), ..Radios::default() }.show())
        (text("did", words::DID))
    }
}

pub(super) async fn show(ctx: &Ctx, recorded: &Recorded) -> Result<Markup, Failure> {
    let (lang, record, on) = (ctx.lang, &recorded.record, day(ctx.now));
    let writer =
        directory::who(&ctx.house, [Actor::Account(record.by)], lang).await?.pop().unwrap_or_default();
    let title = format!("{}: {}", words::TITLE.of(lang), record.who);
    let (back, again, refer) = addresses(record.about);
    // A referral from the case is seen by whoever works on it, also by those from whom this is kept.
    let (refer, kept) = (refer.filter(|_| record.kept_from.is_empty()), !record.kept_from.is_empty());
    let law = ["MR-18", "MR-19"].into_iter().filter_map(|id| record.element(rulebook(), on, id));
    let law: Vec<_> = law.collect();
    Ok(Shell::staff(ctx, &title).navigation(page::navigation(ctx)).show(html! {
        (page::back(lang, &back))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::recorded(lang, &writer, recorded.at)) }
        (page::summary_list(lang, &rows(lang, recorded)))
        h2 class="govuk-heading-m" { (words::NEXT.of(lang)) }
        p class="govuk-body" { (words::NEXT_TEXT.of(lang)) @if kept { " " (words::NOT_FROM_CASE.of(lang)) } }
        ol class="govuk-list" { @for one in &record.next(rulebook(), on) { (next(lang, one, refer.as_deref())) } }
        @if !law.is_empty() {
            h2 class="govuk-heading-m" { (words::LAW.of(lang)) }
            @if law.iter().any(|(_, force)| *force == Force::Prospective) { p class="govuk-body" { (words::NOT_BEGUN.of(lang)) } }
            @for (head, force) in &law { (book::rule(lang, head, *force)) }
        }
        p class="govuk-body" { a class="govuk-link" href={ (again) "?earlier=" (recorded.id) } { (words::GO_ON.of(lang)) } }
    }))
}

/// The page of the matter, that of another record about it, and that of a referral from it.
fn addresses(about: About) -> (String, String, Option<String>) {
    match about {
        About::Case(case) => {
            let at = format!("/cases/{case}");
            (format!("{at}/duty"), format!("{at}/interference"), Some(format!("{at}/refer")))
        }
        About::Report(report) => {
            let at = format!("/reports/{report}");
            (at.clone(), format!("{at}/interference"), None)
        }
    }
}

fn rows(lang: Lang, recorded: &Recorded) -> Vec<Answer<'static>> {
    let record = &recorded.record;
    let row = |question: &'static str, answer: Markup| Answer { question, answer, change: None };
    let told = |text: &str| html! { div class="hearken-told" { (text) } };
    let mut rows = vec![
        row(words::WHO.of(lang), told(&record.who)),
        row(words::ROLE.of(lang), told(&record.role)),
        row(words::SAID.of(lang), told(&record.said)),
        row(common::WHEN.of(lang), html! { (shown(record.at)) }),
        row(common::MEANS.of(lang), html! { (spoken::means(record.means).of(lang)) }),
        row(words::TIMING.of(lang), html! { (of_rules::known(record.timing_only).of(lang)) }),
        row(words::DID.of(lang), told(&record.did)),
    ];
    if let Some(earlier) = record.refers_to {
        let link = html! { a class="govuk-link" href={ "/interference/" (earlier) } { (words::EARLIER_LINK.of(lang)) } };
        rows.push(row(words::EARLIER.of(lang), link));
    }
    rows
}
