//! Coming back with the code: what became of each picture, more of them, and taking it all back.

use axum::extract::Path;
use axum::response::{Redirect, Response};
use domain::removal::asking;
use domain::removal::asking::Item;
use domain::removal::fingerprint::Medium;
use domain::words::Lang;
use kit::page::{self, Button, Input};
use kit::{Ctx, Failure, FieldErrors, code};
use maud::{Markup, html};

use super::only_form::OnlyForm;
use super::store::Visited;
use super::{device, done, store, words};
use crate::Became;

/// Asks for the code.
pub async fn show(ctx: Ctx) -> Result<Markup, Failure> {
    ctx.open_to_all();
    Ok(asking_for_code(&ctx, &FieldErrors::default()))
}

/// Opens a visit.
pub async fn enter(ctx: Ctx, OnlyForm(fields): OnlyForm) -> Result<Redirect, Failure> {
    ctx.open_to_all();
    let wrong = |sentence: String| {
        let errors = FieldErrors::one("code", sentence);
        let page = asking_for_code(&ctx, &errors);
        Failure::Invalid(errors, Some(Box::new(page)))
    };
    let typed = code::typed(fields.get("code").unwrap_or_default());
    let typed = typed.map_err(|why| wrong(code::mistyped(&why, ctx.lang)))?;
    let proved = code::prove(&ctx.house, &typed).await?;
    match store::open(&ctx, &proved).await? {
        Some(token) => Ok(Redirect::to(&at(&token, "", ctx.lang))),
        None => Err(wrong(words::CODE_WRONG.of(ctx.lang).to_owned())),
    }
}

/// What became of each.
pub async fn visit(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let visited = store::visited(&ctx, &token).await?;
    let became = crate::became(&ctx.db, &ctx.house, visited.id).await?;
    Ok(page(&ctx, &token, &visited, &became))
}

/// The page that makes hashes, for more pictures.
pub async fn more(ctx: Ctx, Path(token): Path<String>) -> Result<Response, Failure> {
    ctx.open_to_all();
    let visited = store::visited(&ctx, &token).await?;
    if visited.request.withdrawn {
        return Err(Failure::NotFound);
    }
    let action = at(&token, "/more", ctx.lang);
    Ok(device::hashing(&ctx, words::MORE_TITLE.of(ctx.lang), &action, &html! {}))
}

/// More pictures.
pub async fn add(
    ctx: Ctx,
    Path(token): Path<String>,
    OnlyForm(fields): OnlyForm,
) -> Result<Redirect, Failure> {
    ctx.open_to_all();
    let visited = store::visited(&ctx, &token).await?;
    let added = device::items(&ctx, &fields).and_then(|items| asking::add(&visited.request, items));
    let added = added.map_err(|why| {
        let errors = FieldErrors::one("items", words::refusal(why).of(ctx.lang));
        device::wrong(&ctx, errors, &at(&token, "", ctx.lang))
    })?;
    store::happened(&ctx, &visited, added).await?;
    Ok(Redirect::to(&at(&token, "", ctx.lang)))
}

/// Takes it all back: it leaves every list.
pub async fn withdraw(ctx: Ctx, Path(token): Path<String>, _: OnlyForm) -> Result<Redirect, Failure> {
    ctx.open_to_all();
    let visited = store::visited(&ctx, &token).await?;
    // Pressed twice: it is done.
    if let Ok(withdrawn) = asking::withdraw(&visited.request) {
        store::happened(&ctx, &visited, withdrawn).await?;
    }
    Ok(Redirect::to(&at(&token, "", ctx.lang)))
}

fn at(token: &str, what: &str, lang: Lang) -> String {
    format!("/remove/v/{token}{what}?lang={}", lang.code())
}

fn asking_for_code(ctx: &Ctx, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let title = words::BACK_TITLE.of(lang);
    device::shell(ctx, title).here("/remove/back").errors(!errors.is_empty()).show(html! {
        (page::back(lang, &format!("/remove?lang={}", lang.code())))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        form method="post" action={ "/remove/back?lang=" (lang.code()) } novalidate {
            (Input { lang, id: "code", name: "code", label: words::CODE_LABEL.of(lang), hint: Some(words::CODE_HINT.of(lang)),
                error: errors.of("code"), inputmode: Some("text"), autocomplete: Some("off"),
                width: Some("govuk-input--width-30"), ..Input::default() }.show())
            (page::submit(Button::Primary, words::CONTINUE.of(lang)))
        }
    })
}

fn page(ctx: &Ctx, token: &str, visited: &Visited, all: &[Became]) -> Markup {
    let lang = ctx.lang;
    let request = &visited.request;
    let title = words::VISIT_TITLE.of(lang);
    let now = if request.withdrawn { words::TAKEN_BACK } else { words::VISIT_TEXT };
    device::shell(ctx, title).show(html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body-l" { (now.of(lang)) }
        @if !request.withdrawn {
            ol class="govuk-list govuk-list--number govuk-list--spaced" { @for item in &request.asking.items { li { (became(item, all, lang)) } } }
            p class="govuk-body" { a class="govuk-link" href=(at(token, "/more", lang)) { (words::MORE_TITLE.of(lang)) } }
            (page::details(words::WITHDRAW_TITLE.of(lang), false, html! {
                p class="govuk-body" { (words::WITHDRAW_TEXT.of(lang)) }
                form method="post" action=(at(token, "/withdraw", lang)) {
                    (page::submit(Button::Warning, words::WITHDRAW.of(lang)))
                }
            }))
        }
        (done::talk(lang))
    })
}

/// What became of one picture or video, which has no name and no look here.
fn became(item: &Item, all: &[Became], lang: Lang) -> Markup {
    let medium = match item.medium {
        Medium::Picture => words::A_PICTURE,
        Medium::Video => words::A_VIDEO,
    };
    let alike = item.fingerprints.iter().any(|print| print.quality().is_some());
    let how = if alike { words::FOUND_ALIKE } else { words::FOUND_SAME };
    let became = all.iter().find(|one| one.entry == item.id);
    html! {
        strong { (medium.of(lang)) } ": " (words::KEPT.of(lang)) " " (how.of(lang))
        @if let Some(one) = became {
            @if one.standing.waits() { br; (words::STOPPED.of(lang)) }
            @if one.shared > 0 { br; (words::shared(one.shared, lang)) }
            @if !one.matched.is_empty() { br; (words::FOUND_BY.of(lang)) " " (one.matched.join(", ")) }
            @if !one.removed.is_empty() { br; strong { (words::REMOVED_BY.of(lang)) } " " (one.removed.join(", ")) }
            @if !one.not_found.is_empty() { br; (words::NOT_FOUND_BY.of(lang)) " " (one.not_found.join(", ")) }
        }
    }
}
