//! The page that makes hashes on the device, and what becomes of the form that it sends.

use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use domain::removal::asking::{self, AgeRange, Asking, Item, Made, PLACE_CHARS_MAX, Spread};
use domain::removal::ways;
use domain::words::Lang;
use kit::code::Purpose;
use kit::form::Fields;
use kit::page::{self, Button, Checkboxes, Choice, FileInput, Input, Radios, Select, Shell, assets};
use kit::{Ctx, Failure, FieldErrors, chance, code};
use maud::{Markup, html};

use super::only_form::OnlyForm;
use super::{done, store, words};

/// A token as `chance` makes it.
const TOKEN_CHARS: usize = 43;
const COUNTRIES: [&str; 3] = ["GB", "IE", ""];

/// The page.
pub async fn show(ctx: Ctx) -> Result<Response, Failure> {
    ctx.open_to_all();
    let lang = ctx.lang;
    let action = format!("/remove/device?lang={}", lang.code());
    let fields = html! {
        (page::hidden("token", &chance::token()))
        (about(lang))
    };
    Ok(hashing(&ctx, words::DEVICE_TITLE.of(lang), &action, &fields))
}

/// The form of the page.
pub async fn send(ctx: Ctx, OnlyForm(fields): OnlyForm) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let token = fields.get("token").filter(|token| token.len() == TOKEN_CHARS);
    let (Some(token), Ok(asking)) = (token, read(&ctx, &fields)) else { return Err(again(&ctx, &fields)) };
    let code = code::of_token(&ctx.house, Purpose::Removal, token);
    let proved = code::prove(&ctx.house, &code).await?;
    let count = asking.items.len();
    if !store::is_known(&ctx, &proved).await? {
        store::keep(&ctx, &proved, asking).await?;
    }
    Ok(done::page(&ctx, &code, count))
}

/// What was sent with "add more" or with the whole request, each with an id of its own.
pub(super) fn items(ctx: &Ctx, fields: &Fields) -> Result<Vec<Item>, asking::Refusal> {
    let made = asking::read(fields.raw("items").unwrap_or_default())?;
    let item = |Made { medium, fingerprints }| Item { id: chance::id(ctx.now), medium, fingerprints };
    Ok(made.into_iter().map(item).collect())
}

fn read(ctx: &Ctx, fields: &Fields) -> Result<Asking, FieldErrors> {
    let lang = ctx.lang;
    let mut errors = FieldErrors::default();
    let age = fields.get("age").and_then(AgeRange::from_code);
    let items = items(ctx, fields).map_err(|why| errors.add("items", words::refusal(why).of(lang))).ok();
    let other = fields.get("other").unwrap_or_default();
    if age.is_none() {
        errors.add("age", words::AGE_MISSING.of(lang));
    }
    if other.chars().count() > PLACE_CHARS_MAX {
        errors.add("other", words::OTHER_TOO_LONG.of(lang));
    }
    let (Some(age), Some(items), true) = (age, items, errors.is_empty()) else { return Err(errors) };
    let known = |code: &&str| ways::places().any(|(known, _)| known == *code);
    let chosen = fields.all("places").filter(known).chain(Some(other).filter(|other| !other.is_empty()));
    let mut places: Vec<String> = Vec::new();
    for place in chosen {
        if !places.iter().any(|known| known == place) {
            places.push(place.to_owned());
        }
    }
    let country = fields.get("country").filter(|country| COUNTRIES.contains(country)).unwrap_or_default();
    let spread = fields.get("spread").and_then(Spread::from_code).unwrap_or(Spread::NotSure);
    Ok(Asking { items, age, country: country.to_owned(), spread, places })
}

/// What is wrong, and the way back. The hashes are not on it: they are made anew.
fn again(ctx: &Ctx, fields: &Fields) -> Failure {
    let errors = read(ctx, fields).err().unwrap_or_else(|| {
        FieldErrors::one("items", words::refusal(asking::Refusal::Unreadable).of(ctx.lang))
    });
    wrong(ctx, errors, &format!("/remove/device?lang={}", ctx.lang.code()))
}

/// A page with the errors and the way to begin again.
pub(super) fn wrong(ctx: &Ctx, errors: FieldErrors, start: &str) -> Failure {
    let lang = ctx.lang;
    let title = words::AGAIN_TITLE.of(lang);
    let page = shell(ctx, title).errors(true).show(html! {
        h1 class="govuk-heading-l" { (title) }
        @for (_, message) in errors.iter() { p class="govuk-body govuk-error-message" { (message) } }
        p class="govuk-body" { (words::AGAIN_TEXT.of(lang)) }
        p class="govuk-body" { a class="govuk-link" href=(start) { (words::AGAIN_LINK.of(lang)) } }
    });
    Failure::Invalid(errors, Some(Box::new(page)))
}

pub(super) fn shell<'a>(ctx: &Ctx, title: &'a str) -> Shell<'a> {
    let leave = format!("/leave?lang={}", ctx.lang.code());
    Shell::public(ctx.lang, title).leave(leave).demo(ctx.house.settings.demo)
}

/// Age, where they live, what happened, where: no name, and nothing else is asked.
fn about(lang: Lang) -> Markup {
    let ages = AgeRange::ALL.iter().map(|age| choice(age.code(), words::age(*age).of(lang))).collect();
    let spreads = Spread::ALL.iter().map(|one| choice(one.code(), words::spread(*one).of(lang))).collect();
    let countries = COUNTRIES.iter().zip(words::COUNTRIES).map(|(code, name)| choice(code, name.of(lang)));
    html! {
        (Radios { lang, name: "age", legend: words::AGE.of(lang), hint: Some(words::AGE_HINT.of(lang)), choices: ages, ..Radios::default() }.show())
        (Select { lang, id: "country", name: "country", label: words::COUNTRY.of(lang), choices: countries.collect(), ..Select::default() }.show())
        (Radios { lang, name: "spread", legend: words::SPREAD.of(lang), choices: spreads, ..Radios::default() }.show())
        (Checkboxes { lang, name: "places", legend: words::PLACES.of(lang), hint: Some(words::PLACES_HINT.of(lang)),
            choices: ways::places().map(|(code, name)| choice(code, name)).collect(), ..Checkboxes::default() }.show())
        (Input { lang, id: "other", name: "other", label: words::OTHER.of(lang), hint: Some(words::OTHER_HINT.of(lang)),
            autocomplete: Some("off"), ..Input::default() }.show())
    }
}

fn choice<'a>(value: &'a str, text: &'a str) -> Choice<'a> {
    Choice { value, text, ..Choice::default() }
}

/// The page, for a first request or for more of it. A video is read by the browser from the device, so this page alone
/// may play what is on it; nothing else is allowed that other pages may not.
pub(super) fn hashing(ctx: &Ctx, title: &str, action: &str, fields: &Markup) -> Response {
    let lang = ctx.lang;
    // The page in the other language is at the address that the form goes to.
    let here = action.split('?').next().unwrap_or_default();
    let page = shell(ctx, title).here(here).show(html! {
        (page::back(lang, &format!("/remove?lang={}", lang.code())))
        h1 class="govuk-heading-l" { (title) }
        (without(lang))
        (with_script(lang, action, fields))
        script type="module" src=(assets::href("removal.js")) {}
    });
    let policy = kit::answer::policy_with("media-src blob:");
    ([(header::CONTENT_SECURITY_POLICY, policy)], page).into_response()
}

/// What stands there when the script does not run.
fn without(lang: Lang) -> Markup {
    html! {
        div data-without {
            p class="govuk-body" { (words::NO_SCRIPT.of(lang)) }
            p class="govuk-body" { (words::NO_SCRIPT_WAYS.of(lang)) }
            ul class="govuk-list govuk-list--bullet" {
                @for way in ways::all() {
                    li { a class="govuk-link" rel="noreferrer" href=(way.href) { (words::who(way.who).of(lang)) } }
                }
            }
            p class="govuk-body" { (words::TALK.of(lang)) }
        }
    }
}

fn with_script(lang: Lang, action: &str, fields: &Markup) -> Markup {
    let of = |words: domain::words::Words| words.of(lang);
    html! {
        div data-device hidden data-picture=(of(words::JS_PICTURE)) data-video=(of(words::JS_VIDEO))
            data-working=(of(words::JS_WORKING)) data-done=(of(words::JS_DONE)) data-remove=(of(words::JS_REMOVE))
            data-unread=(of(words::JS_UNREAD)) data-large=(of(words::JS_LARGE)) data-canvas=(of(words::JS_CANVAS))
            data-other=(of(words::JS_OTHER)) data-failed=(of(words::JS_FAILED)) data-many=(of(words::JS_MANY))
            data-ready=(of(words::JS_READY)) data-cleared=(of(words::JS_CLEARED)) data-offline=(of(words::JS_OFFLINE))
            data-nothing=(of(words::JS_NOTHING)) data-made=(of(words::JS_MADE)) data-age=(of(words::AGE_MISSING)) {
            ol class="govuk-list govuk-list--number govuk-list--spaced" {
                @for step in words::STEPS { li { (step.of(lang)) } }
            }
            (FileInput { lang, id: "files", name: "files", label: of(words::CHOOSE), hint: Some(of(words::CHOOSE_HINT)), ..FileInput::default() }.show())
            p class="govuk-body" role="status" data-status {}
            ol class="govuk-list govuk-list--spaced" data-list {}
            p class="govuk-body" data-count {}
            (page::details(of(words::SHOWN), false, html! {
                p class="govuk-body" { (of(words::SHOWN_TEXT)) }
                pre class="hearken-excerpt" tabindex="0" data-shown {}
            }))
            form method="post" action=(action) novalidate autocomplete="off" {
                input type="hidden" name="items";
                (fields)
                (page::button(Button::Primary, of(words::SEND), "send", "yes"))
            }
        }
    }
}
