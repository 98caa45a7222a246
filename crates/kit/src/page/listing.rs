//! Things in rows: answers, tables, chronologies.

use domain::words::Lang;
use maud::{Markup, html};

use super::words;

/// One answer in a list of answers.
pub struct Answer<'a> {
    pub question: &'a str,
    pub answer: Markup,
    /// Where it can be changed, if it can.
    pub change: Option<String>,
}

/// What stands where nothing was answered.
pub fn not_given(lang: Lang) -> &'static str {
    words::NOT_GIVEN.of(lang)
}

/// Answers one under the other, with links to change them. A row without a link among rows with links says
/// so, that its line reaches as far as theirs.
pub fn summary_list(lang: Lang, answers: &[Answer<'_>]) -> Markup {
    let some_change = answers.iter().any(|row| row.change.is_some());
    html! {
        dl class="govuk-summary-list" {
            @for row in answers {
                div class={ "govuk-summary-list__row" @if some_change && row.change.is_none() { " govuk-summary-list__row--no-actions" } } {
                    dt class="govuk-summary-list__key" { (row.question) }
                    dd class="govuk-summary-list__value" { (row.answer) }
                    @if let Some(href) = &row.change {
                        dd class="govuk-summary-list__actions" {
                            a class="govuk-link" href=(href) {
                                (words::CHANGE.of(lang)) span class="govuk-visually-hidden" { " " (row.question) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A table with a caption; each row has as many cells as there are heads.
pub fn table(caption: &str, heads: &[&str], rows: Vec<Vec<Markup>>) -> Markup {
    html! {
        table class="govuk-table" {
            caption class="govuk-table__caption govuk-table__caption--m" { (caption) }
            thead class="govuk-table__head" { tr class="govuk-table__row" {
                @for head in heads { th scope="col" class="govuk-table__header" { (head) } }
            } }
            tbody class="govuk-table__body" {
                @for row in rows { tr class="govuk-table__row" {
                    @for cell in row { td class="govuk-table__cell" { (cell) } }
                } }
            }
        }
    }
}

/// A small label; `colour` is a class such as `govuk-tag--grey`, or nothing for blue.
pub fn tag(text: &str, colour: &str) -> Markup {
    html! { strong class={ "govuk-tag" @if !colour.is_empty() { " " (colour) } } { (text) } }
}

/// One line of a chronology.
pub struct Moment {
    /// When, as people write it.
    pub when: String,
    /// The same for machines.
    pub datetime: String,
    pub who: String,
    pub what: Markup,
}

/// What happened, one under the other.
pub fn chronology(moments: &[Moment]) -> Markup {
    html! {
        ol class="hearken-chronology" {
            @for moment in moments {
                li class="hearken-chronology__entry" {
                    div class="hearken-chronology__when govuk-body-s govuk-!-margin-bottom-1" {
                        time datetime=(moment.datetime) { (moment.when) } " · " (moment.who)
                    }
                    div { (moment.what) }
                }
            }
        }
    }
}
