//! Who must be told, in order: each with the reason, how, by when, and the way to make the referral.

use domain::duty::judge::{self, Judged, Routed};
use domain::duty::words as spoken;
use domain::id::CaseId;
use domain::rules::route::Standing;
use domain::rules::rulebook;
use domain::rules::tables::Contact;
use domain::time::shown;
use domain::words::Lang;
use kit::page;
use maud::{Markup, html};

use super::page::reasons;
use super::words;
use crate::{book, words as common};

/// The list: what is required, then what is not ruled out and something speaks for.
pub(super) fn show(lang: Lang, case: CaseId, judged: &Judged<'_>) -> Markup {
    let of = |standing: Standing| {
        judged.routes.iter().filter(move |one| one.shown && one.step.standing == standing)
    };
    html! {
        h2 class="govuk-heading-m" { (words::ROUTES.of(lang)) }
        @if !judged.routes.iter().any(|one| one.shown) { p class="govuk-body" { (common::NOTHING_YET.of(lang)) } }
        @for standing in [Standing::Required, Standing::NotRuledOut] {
            @if of(standing).next().is_some() {
                h3 class="govuk-heading-s" { (common::sure(standing).of(lang)) }
                ol class="govuk-list" { @for one in of(standing) { (route(lang, case, one)) } }
            }
        }
        (unspoken(lang, judged))
    }
}

/// What nothing speaks for yet: in short, so that nothing is dropped.
fn unspoken(lang: Lang, judged: &Judged<'_>) -> Markup {
    html! {
        @if judged.routes.iter().any(|one| !one.shown) {
            (page::details(words::UNSPOKEN.of(lang), false, html! {
                ul class="govuk-list govuk-list--bullet" {
                    @for one in judged.routes.iter().filter(|one| !one.shown) {
                        li data-unspoken=(one.step.route.head.id) { (spoken::recipient(one.step.route.to).of(lang)) ": " (one.step.route.head.text_in(lang)) " (" (one.step.route.head.id) ")" }
                    }
                }
            }))
        }
    }
}

fn route(lang: Lang, case: CaseId, one: &Routed<'_>) -> Markup {
    let route = one.step.route;
    let contacts = route.contacts.iter().filter_map(|id| rulebook().contact(id));
    html! {
        li class="hearken-step" data-step=(route.head.id) {
            p class="govuk-body govuk-!-margin-bottom-1" {
                strong { (spoken::recipient(route.to).of(lang)) } " – " (common::channel(route.channel).of(lang)) ". "
                @if let Some(at) = one.told { (page::tag(words::TOLD.of(lang), "govuk-tag--green")) " " (shown(at)) }
            }
            p class="govuk-body govuk-!-margin-bottom-1" { (route.head.text_in(lang)) }
            (by_when(lang, one))
            @for contact in contacts { p class="govuk-body govuk-!-margin-bottom-1" { (common::CONTACT.of(lang)) ": " (reach(contact)) } }
            @if let Some(form) = judge::form(route) {
                p class="govuk-body govuk-!-margin-bottom-1" {
                    a class="govuk-link" href={ "/cases/" (case) "/refer?form=" (form) } {
                        (words::REFER.of(lang)) span class="govuk-visually-hidden" { ": " (spoken::recipient(route.to).of(lang)) }
                    }
                }
            }
            (page::details(common::WHY.of(lang), false, html! {
                (reasons(lang, &one.step.because))
                p class="govuk-body-s hearken-rule__source" { (route.head.id) ". " (book::source(lang, &route.head)) }
            }))
        }
    }
}

fn by_when(lang: Lang, one: &Routed<'_>) -> Markup {
    let Some(clock) = one.step.clock else { return html! {} };
    let theirs = !judge::is_the_tellers(clock);
    html! {
        p class="govuk-body govuk-!-margin-bottom-1" {
            @if let (Some(due), None) = (one.due, one.told) { (words::BY.of(lang)) " " strong data-due=(due) { (shown(due)) } ". " }
            @else if one.unreckoned && one.told.is_none() { strong { (words::UNRECKONED.of(lang)) } " " }
            @else if theirs { (common::THEN_WITHIN.of(lang)) ": " strong { (common::limit(lang, clock.limit, clock.unit)) } ". " }
            (clock.head.text_in(lang)) " (" (clock.head.id) ")."
        }
    }
}

fn reach(contact: &Contact) -> Markup {
    html! {
        (contact.name)
        @if let Some(phone) = &contact.phone { " " a class="govuk-link" href={ "tel:" (phone.replace(' ', "")) } { (phone) } }
        @if let Some(page) = &contact.page { " " a class="govuk-link" href=(page) rel="noreferrer" { (page) } }
    }
}
