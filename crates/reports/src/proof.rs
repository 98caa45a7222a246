//! Checking a receipt on the reader's own device, by a script of ours that asks nobody.
//!
//! Where it can, the page before sending holds what is about to be sent; the script works out its digest, sends it,
//! and goes on to the page that says "we have it" only when the receipt is for exactly that. Without the script, or in a
//! browser that cannot, everything works as it did. A server that lies could serve another script too: whoever must be
//! sure checks the file with a program of their own.

use domain::reports::Answers;
use domain::reports::course::Attachment;
use domain::words::Lang;
use kit::log::{Receipt, receipt};
use kit::page::{self, Button, Input, Shell, assets};
use kit::{Ctx, Failure};
use maud::{Markup, html};

use crate::words;

/// What is about to be sent, as its digest is made of it, for the script.
pub(crate) fn sending(answers: &Answers, files: &[Attachment]) -> String {
    receipt::sent_text(answers, files.iter().map(|file| file.sha256.as_str()))
}

/// Whether what is about to be stored is what the page showed, where a script has said what that was.
pub(crate) fn is_as_shown(answers: &Answers, files: &[Attachment], shown: Option<&str>) -> bool {
    let shown = shown.map(str::trim).filter(|shown| !shown.is_empty());
    shown.is_none_or(|shown| receipt::sent(answers, files).to_string() == shown)
}

/// Whose signatures count here; empty while there is no log yet.
fn policy(ctx: &Ctx) -> String {
    ctx.house.log.policy().map_or_else(|_| String::new(), |policy| policy.to_string())
}

/// Where the script says, while it sends, how it stands.
pub(crate) fn while_sending(lang: Lang) -> Markup {
    html! {
        div data-sending role="status" class="govuk-body" hidden
            data-now=(words::SENDING_NOW.of(lang)) data-unreached=(words::SENDING_UNREACHED.of(lang))
            data-unproved=(words::SENDING_UNPROVED.of(lang)) {}
        (script())
    }
}

/// The receipt, with a line above it in which the script says whether it holds.
pub(crate) fn with_receipt(ctx: &Ctx, lang: Lang, receipt: &Receipt) -> Markup {
    html! {
        p class="govuk-body" data-checked role="status" hidden
            data-holds=(words::PROOF_HOLDS.of(lang)) data-fails=(words::PROOF_FAILS.of(lang)) {}
        pre class="hearken-receipt" tabindex="0" data-receipt data-policy=(policy(ctx)) { (receipt) }
    }
}

/// Where the script says whether the receipt lies with the independent body too. Without the script nothing is left there,
/// and nothing is said of it.
pub(crate) fn left(ctx: &Ctx, lang: Lang, code: Option<&str>) -> Markup {
    html! {
        @if code.is_some() && let Some(at) = &ctx.house.settings.deposit {
            p class="govuk-body" data-left role="status" hidden data-at=(at) data-now=(words::LEFT_NOW.of(lang))
                data-kept=(words::left_there(at, lang)) data-not=(words::LEFT_NOT.of(lang)) {}
        }
        (script())
    }
}

/// The page of an independent body, on which whoever has a code gets the receipt back that was left for them.
pub fn back(lang: Lang, policy: &str) -> Markup {
    let title = words::BACK_TITLE.of(lang);
    Shell::public(lang, title).leave(format!("/leave?lang={}", lang.code())).here("/").show(html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::BACK_TEXT.of(lang)) }
        noscript { p class="govuk-body" { (words::BACK_NO_SCRIPT.of(lang)) } }
        div data-check hidden data-policy=(policy)
            data-holds=(words::BACK_HOLDS.of(lang)) data-alone=(words::BACK_ALONE.of(lang))
            data-fails=(words::PROOF_FAILS_FILE.of(lang)) data-foreign=(words::PROOF_FOREIGN.of(lang))
            data-unreadable=(words::PROOF_UNREADABLE.of(lang)) data-typed=(words::BACK_TYPED.of(lang))
            data-nothing=(words::BACK_NOTHING.of(lang)) data-unreached=(words::BACK_UNREACHED.of(lang)) data-now=(words::BACK_NOW.of(lang)) {
            form novalidate {
                (Input { lang, id: "code", name: "code", label: words::CODE_LABEL.of(lang), hint: Some(words::CODE_HINT.of(lang)),
                    autocomplete: Some("off"), ..Input::default() }.show())
                (page::submit(Button::Primary, words::BACK_BUTTON.of(lang)))
            }
            p class="govuk-body-l" data-checked role="status" {}
            (details(lang))
            p class="govuk-body" data-save hidden { a class="govuk-link" download="report.tlog-proof" { (words::BACK_SAVE.of(lang)) } }
        }
        (script())
    })
}

fn script() -> Markup {
    html! { script type="module" src=(assets::href("receipt.js")) {} }
}

/// The page on which anybody checks a receipt that they kept. Nothing is sent to us.
pub async fn show(ctx: Ctx) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let (lang, title) = (ctx.lang, words::PROOF_TITLE.of(ctx.lang));
    Ok(Shell::public(lang, title).show(html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::PROOF_TEXT.of(lang)) }
        noscript { p class="govuk-body" { (words::PROOF_NO_SCRIPT.of(lang)) } }
        div data-check hidden data-policy=(policy(&ctx))
            data-holds=(words::PROOF_HOLDS_FILE.of(lang)) data-alone=(words::PROOF_ALONE.of(lang))
            data-fails=(words::PROOF_FAILS_FILE.of(lang)) data-foreign=(words::PROOF_FOREIGN.of(lang))
            data-unreadable=(words::PROOF_UNREADABLE.of(lang)) {
            (file(lang))
            p class="govuk-body-l" data-checked role="status" {}
            (details(lang))
        }
        @if let Some(at) = &ctx.house.settings.deposit {
            p class="govuk-body" { a class="govuk-link" href=(at) { (words::PROOF_CODE_ONLY.of(lang)) } }
        }
        (script())
    }))
}

fn file(lang: Lang) -> Markup {
    html! {
        div class="govuk-form-group" {
            label class="govuk-label govuk-label--m" for="proof" { (words::PROOF_FILE.of(lang)) }
            div id="proof-hint" class="govuk-hint" { (words::PROOF_FILE_HINT.of(lang)) }
            input class="govuk-file-upload" id="proof" type="file" accept=".tlog-proof,text/plain" aria-describedby="proof-hint";
        }
    }
}

/// What a receipt that holds says, for the script to fill in.
fn details(lang: Lang) -> Markup {
    let rows = [
        ("kind", words::PROOF_KIND),
        ("record", words::PROOF_RECORD),
        ("time", words::PROOF_TIME),
        ("place", words::PROOF_PLACE),
        ("log", words::PROOF_LOG),
        ("witnesses", words::PROOF_WITNESSES),
    ];
    html! {
        dl class="govuk-summary-list" data-details hidden {
            @for (name, key) in rows {
                div class="govuk-summary-list__row" {
                    dt class="govuk-summary-list__key" { (key.of(lang)) }
                    dd class="govuk-summary-list__value" data-of=(name) {}
                }
            }
        }
    }
}
