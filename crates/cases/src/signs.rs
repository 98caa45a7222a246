//! What the words of a report point to, beside the report: each indicator with the words, and the way on to who must be
//! told. It is worked out anew each time; a person decides.

use domain::reports::Report;
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
            p class="govuk-body" { a class="govuk-link" href={ "/who?nation=" (nation.code()) } { (words::SIGNS_WHO.of(lang)) } }
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
