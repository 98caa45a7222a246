//! The page after sending: the code to come back with, to be written down or printed.

use domain::words::Lang;
use kit::page;
use kit::{Ctx, code};
use maud::{Markup, html};

use super::device::shell;
use super::words;

pub(super) fn page(ctx: &Ctx, code: &str, count: usize) -> Markup {
    let lang = ctx.lang;
    let title = words::DONE_TITLE.of(lang);
    shell(ctx, title).show(html! {
        (page::confirmation(title, html! { (words::done_count(count, lang)) }))
        p class="govuk-body-l" { (words::DONE_THANKS.of(lang)) }
        h2 class="govuk-heading-m" { (words::CODE_TITLE.of(lang)) }
        (code::card(code, lang))
        p class="govuk-body" { (words::CODE_TEXT.of(lang)) }
        (page::warning(lang, html! { (words::CODE_SAFE.of(lang)) }))
        h2 class="govuk-heading-m" { (words::NEXT_TITLE.of(lang)) }
        ol class="govuk-list govuk-list--number" {
            @for step in words::NEXT { li { (step.of(lang)) } }
        }
        (talk(lang))
    })
}

/// Whom to talk to.
pub(super) fn talk(lang: Lang) -> Markup {
    html! {
        h2 class="govuk-heading-m" { (words::TALK_TITLE.of(lang)) }
        p class="govuk-body" { (words::TALK.of(lang)) }
    }
}
