//! What a page says to its reader, loudly or softly.

use domain::words::Lang;
use maud::{Markup, html};

use super::words;
use crate::FieldErrors;

/// The list of errors at the top of a form; each points to its field.
pub fn error_summary(lang: Lang, errors: &FieldErrors) -> Markup {
    if errors.is_empty() {
        return html! {};
    }
    html! {
        div class="govuk-error-summary" data-module="govuk-error-summary" { div role="alert" {
            h2 class="govuk-error-summary__title" { (words::PROBLEM.of(lang)) }
            div class="govuk-error-summary__body" {
                ul class="govuk-list govuk-error-summary__list" {
                    @for (field, message) in errors.iter() { li { a href={ "#" (field) } { (message) } } }
                }
            }
        } }
    }
}

/// The end of a journey: done, with the reference.
pub fn confirmation(title: &str, body: Markup) -> Markup {
    html! {
        div class="govuk-panel govuk-panel--confirmation" {
            h1 class="govuk-panel__title" { (title) }
            div class="govuk-panel__body" { (body) }
        }
    }
}

/// Something that must not be overlooked. Who cannot see the sign hears the word.
pub fn warning(lang: Lang, text: Markup) -> Markup {
    html! {
        div class="govuk-warning-text" {
            span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
            strong class="govuk-warning-text__text" {
                span class="govuk-visually-hidden" { (words::WARNING.of(lang)) } " " (text)
            }
        }
    }
}

/// Something set apart.
pub fn inset(text: Markup) -> Markup {
    html! { div class="govuk-inset-text" { (text) } }
}

/// More, for those who want it; open from the start or not.
pub fn details(summary: &str, open: bool, body: Markup) -> Markup {
    html! {
        details class="govuk-details" open[open] {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (summary) } }
            div class="govuk-details__text" { (body) }
        }
    }
}

/// What was just done went well.
pub fn success(title: &str, text: &str) -> Markup {
    html! {
        div class="govuk-notification-banner govuk-notification-banner--success" role="alert"
            aria-labelledby="govuk-notification-banner-title" data-module="govuk-notification-banner" {
            div class="govuk-notification-banner__header" {
                h2 class="govuk-notification-banner__title" id="govuk-notification-banner-title" { (title) }
            }
            div class="govuk-notification-banner__content" { p class="govuk-notification-banner__heading" { (text) } }
        }
    }
}
