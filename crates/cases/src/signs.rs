//! What the words of a report point to, beside the report: each indicator with the words, and the way on to who must be
//! told. It is worked out anew each time; a person decides.

use domain::reports::{Known, Report};
use domain::rules::rulebook;
use domain::screen::{Found, screen};
use domain::words::Lang;
use kit::page;
use maud::{Markup, html};

use crate::words;

/// The part of the page.
pub(crate) fn show(lang: Lang, report: &Report, nation: domain::agency::Nation) -> Markup {
    let screened = screen(&report.happened);
    html! {
        section {
            h2 class="govuk-heading-m" { (words::SIGNS_TITLE.of(lang)) }
            @if screened.indicators.is_empty() { p class="govuk-body" { (words::SIGNS_NONE.of(lang)) } }
            @else {
                p class="govuk-body" { (words::SIGNS_TEXT.of(lang)) }
                ul class="govuk-list" { @for found in &screened.indicators { li { (one(lang, found)) } } }
            }
            p class="govuk-body" { a class="govuk-link" href=(who(report, nation)) { (words::SIGNS_WHO.of(lang)) } }
        }
    }
}

fn one(lang: Lang, found: &Found) -> Markup {
    let indicator = rulebook().indicators.iter().find(|indicator| indicator.head.id == found.id);
    html! {
        (page::tag(words::pointed_harm(found.harm).of(lang), "govuk-tag--orange")) " "
        @if let Some(indicator) = indicator { (indicator.head.text_in(lang)) }
        " (" a class="govuk-link" href={ "/rules?subject=indicators#" (found.id) } { (found.id) } ")"
        br; q class="hearken-told" { (found.quote) }
    }
}

/// The guide, with what the report tells already.
fn who(report: &Report, nation: domain::agency::Nation) -> String {
    let facts = [
        ("danger_now", report.danger_now),
        ("works_with_children", report.staff),
        ("blackmail", either(report.threat, report.demand)),
    ];
    let told = facts.iter().filter_map(|(id, known)| match known {
        Known::Yes => Some(format!("&{id}=yes")),
        Known::No => Some(format!("&{id}=no")),
        Known::NotKnown => None,
    });
    let age = report.child_age.map(|age| format!("&age={age}")).unwrap_or_default();
    format!("/who?nation={}{age}{}", nation.code(), told.collect::<String>())
}

const fn either(threat: Known, demand: Known) -> Known {
    match (threat, demand) {
        (Known::Yes, _) | (_, Known::Yes) => Known::Yes,
        (Known::No, Known::No) => Known::No,
        (Known::NotKnown, _) | (_, Known::NotKnown) => Known::NotKnown,
    }
}
