//! The lists of hashes, as people of the service run them. An entry is known by its id; no hash is on any page.

use axum::extract::Path;
use axum::response::Redirect;
use domain::agency::AgencyKind;
use domain::event;
use domain::id::{ListId, ListedId, kind};
use domain::removal::entry::{self as ruling, Standing};
use domain::removal::list::{self as listing, Limits, List, ListKind, Refusal};
use kit::form::Fields;
use kit::page::{self, Answer, Button, Choice, Input, Radios, Shell, Textarea};
use kit::{Ctx, Failure, FieldErrors, chance, journal};
use maud::{Markup, html};

use crate::{enrolled, store, words};

/// The most entries on one page.
const SHOWN_MAX: u32 = 200;

/// The lists with their numbers.
pub async fn lists(ctx: Ctx) -> Result<Markup, Failure> {
    enrolled::service(&ctx)?;
    all(&ctx, &Fields::default(), &FieldErrors::default()).await
}

async fn all(ctx: &Ctx, typed: &Fields, errors: &FieldErrors) -> Result<Markup, Failure> {
    let lang = ctx.lang;
    let numbers = store::numbers(&ctx.db).await?;
    let number = |list: ListId, those: fn(Standing) -> bool| {
        numbers
            .iter()
            .filter(|(of, standing, _)| *of == list && those(*standing))
            .map(|(.., number)| number)
            .sum::<u64>()
    };
    let row = |(id, list): (ListId, List)| {
        vec![
            html! { a class="govuk-link" href={ "/hashes/lists/" (id) } { (list.name) } },
            html! { (words::kind(list.kind).of(lang)) },
            html! { (if list.limits.on { words::ON } else { words::OFF }.of(lang)) },
            html! { (number(id, Standing::counts)) },
            html! { (number(id, Standing::waits)) },
            html! { (number(id, |standing| standing == Standing::Withdrawn)) },
        ]
    };
    let heads =
        [words::LIST, words::KIND, words::STATE, words::COUNTING, words::WAITING_NUMBER, words::GONE_NUMBER];
    let rows = store::lists(&ctx.db).await?.into_iter().map(row).collect();
    let title = words::LISTS.of(lang);
    Ok(Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::LISTS_TEXT.of(lang)) }
        p class="govuk-body" {
            a class="govuk-link" href="/hashes/waiting" { (words::WAITING.of(lang)) } " · "
            a class="govuk-link" href="/hashes/platforms" { (words::PLATFORMS.of(lang)) }
        }
        (page::table(title, &heads.map(|head| head.of(lang)), rows))
        (new_list(ctx, typed, errors))
    }))
}

fn new_list(ctx: &Ctx, typed: &Fields, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let kinds = [ListKind::Partner, ListKind::Negative].map(|kind| Choice {
        value: kind.code(),
        text: words::kind(kind).of(lang),
        chosen: typed.get("kind") == Some(kind.code()),
        ..Choice::default()
    });
    html! {
        h2 class="govuk-heading-m" { (words::NEW_LIST.of(lang)) }
        form method="post" action="/hashes" novalidate {
            (Input { lang, id: "name", name: "name", label: words::NAME.of(lang), value: typed.get("name").unwrap_or_default(),
                error: errors.of("name"), ..Input::default() }.show())
            (Radios { lang, name: "kind", legend: words::KIND.of(lang), error: errors.of("kind"), choices: kinds.into(),
                ..Radios::default() }.show())
            (page::submit(Button::Primary, words::NEW_LIST.of(lang)))
        }
    }
}

/// Makes a list.
pub async fn make(ctx: Ctx, fields: Fields) -> Result<Redirect, Failure> {
    enrolled::service(&ctx)?;
    let kind = fields.get("kind").and_then(ListKind::from_code).filter(|kind| *kind != ListKind::Own);
    let made =
        kind.map(|kind| listing::make(fields.get("name").unwrap_or_default(), kind, Limits::default()));
    let wrong = match made {
        Some(Ok(made)) => {
            let id: ListId = chance::id(ctx.now);
            let mut tx = ctx.begin("make a list of hashes").await?;
            tx.append::<kind::List>(id, 0, event::Event::Removal(made), None).await?;
            tx.commit().await?;
            return Ok(Redirect::to(&format!("/hashes/lists/{id}")));
        }
        Some(Err(why)) => FieldErrors::one("name", words::refusal(&why, ctx.lang)),
        None => FieldErrors::one("kind", words::KIND.of(ctx.lang)),
    };
    let again = all(&ctx, &fields, &wrong).await?;
    Err(Failure::Invalid(wrong, Some(Box::new(again))))
}

async fn known(ctx: &Ctx, id: &str) -> Result<(ListId, List), Failure> {
    enrolled::service(ctx)?;
    let id: ListId = id.parse().map_err(|_| Failure::NotFound)?;
    Ok((id, store::list(&ctx.db, id).await?.ok_or(Failure::NotFound)?))
}

/// One list, and its limits.
pub async fn list(ctx: Ctx, Path(list): Path<String>) -> Result<Markup, Failure> {
    let (id, list) = known(&ctx, &list).await?;
    Ok(one(&ctx, id, &list, &FieldErrors::default()))
}

fn one(ctx: &Ctx, id: ListId, list: &List, errors: &FieldErrors) -> Markup {
    let (lang, limits) = (ctx.lang, list.limits);
    let number = |name: &'static str, label: domain::words::Words, value: String| {
        Input {
            lang,
            id: name,
            name,
            label: label.of(lang),
            value: &value,
            error: errors.of(name),
            inputmode: Some("numeric"),
            width: Some("govuk-input--width-5"),
            ..Input::default()
        }
        .show()
    };
    let states = [("on", words::ON, limits.on), ("off", words::OFF, !limits.on)]
        .map(|(value, text, chosen)| Choice { value, text: text.of(lang), chosen, ..Choice::default() });
    Shell::staff(ctx, &list.name).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::back(lang, "/hashes"))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (list.name) }
        p class="govuk-body" { (words::kind(list.kind).of(lang)) }
        h2 class="govuk-heading-m" { (words::LIMITS.of(lang)) }
        form method="post" action={ "/hashes/lists/" (id) } novalidate {
            (number("within", words::WITHIN, limits.within.to_string()))
            (number("quality", words::QUALITY, limits.quality_min.to_string()))
            (number("flood", words::FLOOD, limits.flood.to_string()))
            (Radios { lang, name: "on", legend: words::IS_ON.of(lang), choices: states.into(), ..Radios::default() }.show())
            (page::submit(Button::Primary, words::SAVE.of(lang)))
        }
    })
}

/// Changes the limits of a list.
pub async fn change(ctx: Ctx, Path(list): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let (id, list) = known(&ctx, &list).await?;
    let text = |name: &str| fields.get(name).unwrap_or_default().trim();
    let limits = match (text("within").parse(), text("quality").parse(), text("flood").parse()) {
        (Ok(within), Ok(quality_min), Ok(flood)) => {
            Ok(Limits { within, quality_min, flood, on: text("on") != "off" })
        }
        (Err(_), ..) => Err(Refusal::Within),
        (_, Err(_), _) => Err(Refusal::Quality),
        (.., Err(_)) => Err(Refusal::Flood),
    };
    match limits.and_then(|limits| listing::change(&list, limits)) {
        Ok(changed) => {
            let mut tx = ctx.begin("change the limits of a list").await?;
            let version = journal::version(&tx, &id.to_string()).await?;
            tx.append::<kind::List>(id, version, event::Event::Removal(changed), None).await?;
            tx.commit().await?;
            Ok(Redirect::to(&format!("/hashes/lists/{id}")))
        }
        Err(why) => Err(refused(&ctx, id, &list, &why)),
    }
}

fn refused(ctx: &Ctx, id: ListId, list: &List, why: &Refusal) -> Failure {
    let field = match why {
        Refusal::Quality => "quality",
        Refusal::Flood => "flood",
        Refusal::Within
        | Refusal::Name { .. }
        | Refusal::NothingNew
        | Refusal::OwnReportsOnly
        | Refusal::Category
        | Refusal::Entries
        | Refusal::NoFingerprint
        | Refusal::Unfit(_) => "within",
    };
    let errors = FieldErrors::one(field, words::refusal(why, ctx.lang));
    let again = one(ctx, id, list, &errors);
    Failure::Invalid(errors, Some(Box::new(again)))
}

/// Entries that wait for a decision.
pub async fn waiting(ctx: Ctx) -> Result<Markup, Failure> {
    enrolled::service(&ctx)?;
    let (lang, title) = (ctx.lang, words::WAITING.of(ctx.lang));
    let row = |entry: store::Listed| {
        vec![
            html! { a class="govuk-link" href={ "/hashes/entries/" (entry.id) } { (entry.id) } },
            html! { (words::standing(entry.standing).of(lang)) },
            html! { (words::category(entry.category).of(lang)) },
            html! { (domain::time::shown(entry.at)) },
        ]
    };
    let rows: Vec<_> = store::waiting(&ctx.db, SHOWN_MAX).await?.into_iter().map(row).collect();
    let heads = [words::ENTRY, words::STATE, words::CATEGORY, words::LISTED].map(|head| head.of(lang));
    Ok(Shell::staff(&ctx, title).navigation(page::navigation(&ctx)).show(html! {
        (page::back(lang, "/hashes"))
        h1 class="govuk-heading-l" { (title) }
        @if rows.is_empty() { p class="govuk-body" { (words::WAITING_NONE.of(lang)) } }
        @else { (page::table(title, &heads, rows)) }
    }))
}

/// Platforms, when they last pulled, and how much they asked and told.
pub async fn platforms(ctx: Ctx) -> Result<Markup, Failure> {
    enrolled::service(&ctx)?;
    let (lang, title) = (ctx.lang, words::PLATFORMS.of(ctx.lang));
    let mut rows = Vec::new();
    for platform in ctx.house.directory.listed(&ctx.house, AgencyKind::Platform).await? {
        let did = enrolled::did(&ctx.db, platform.id, ctx.now).await?;
        let pulled = did.pulled_at.map_or_else(|| words::NEVER.of(lang).to_owned(), domain::time::shown);
        rows.push(vec![
            html! { (platform.name) },
            html! { (pulled) },
            html! { (did.looked_up) },
            html! { (did.told) },
        ]);
    }
    let heads = [words::PLATFORM, words::PULLED, words::ASKED, words::TOLD_NUMBER].map(|head| head.of(lang));
    Ok(Shell::staff(&ctx, title).navigation(page::navigation(&ctx)).show(html! {
        (page::back(lang, "/hashes"))
        h1 class="govuk-heading-l" { (title) }
        @if rows.is_empty() { p class="govuk-body" { (words::PLATFORMS_NONE.of(lang)) } }
        @else { (page::table(title, &heads, rows)) }
    }))
}

async fn listed(ctx: &Ctx, id: &str) -> Result<store::Listed, Failure> {
    enrolled::service(ctx)?;
    let id: ListedId = id.parse().map_err(|_| Failure::NotFound)?;
    store::entry(&ctx.db, id).await?.ok_or(Failure::NotFound)
}

/// One entry: what platforms told, and the decision.
pub async fn entry(ctx: Ctx, Path(entry): Path<String>) -> Result<Markup, Failure> {
    let entry = listed(&ctx, &entry).await?;
    shown(&ctx, &entry, &Fields::default(), &FieldErrors::default()).await
}

async fn shown(
    ctx: &Ctx,
    entry: &store::Listed,
    typed: &Fields,
    errors: &FieldErrors,
) -> Result<Markup, Failure> {
    let (lang, title) = (ctx.lang, entry.id.to_string());
    let told = told(ctx, entry.id).await?;
    let list = store::list(&ctx.db, entry.list).await?.map(|list| list.name).unwrap_or_default();
    let rows = [
        (words::LIST, list),
        (words::STATE, words::standing(entry.standing).of(lang).to_owned()),
        (words::MEDIUM, words::medium(entry.medium).of(lang).to_owned()),
        (words::CATEGORY, words::category(entry.category).of(lang).to_owned()),
        (words::LISTED, domain::time::shown(entry.at)),
    ];
    let rows =
        rows.map(|(name, value)| Answer { question: name.of(lang), answer: html! { (value) }, change: None });
    Ok(Shell::staff(ctx, &title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::back(lang, "/hashes/waiting"))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (words::ENTRY.of(lang)) " " (title) }
        (page::summary_list(lang, &rows))
        (told)
        @if entry.standing.waits() { (decision(ctx, entry.id, typed, errors)) }
    }))
}

async fn told(ctx: &Ctx, id: ListedId) -> Result<Markup, Failure> {
    let lang = ctx.lang;
    let mut rows = Vec::new();
    for told in store::told(&ctx.db, id).await? {
        let platform = ctx.house.directory.organisation(&ctx.house, told.platform).await?;
        let ground = told.feedback.ground.map(|ground| words::ground(ground).of(lang));
        rows.push(vec![
            html! { (platform.map(|platform| platform.name).unwrap_or_default()) },
            html! { (words::outcome(told.feedback.outcome).of(lang)) },
            html! { (ground.unwrap_or_default()) @if !told.feedback.words.is_empty() { br; (told.feedback.words) } },
            html! { (domain::time::shown(told.at)) },
        ]);
    }
    let heads = [words::PLATFORM, words::OUTCOME, words::REASON_GIVEN, words::WHEN].map(|head| head.of(lang));
    Ok(html! {
        @if rows.is_empty() { p class="govuk-body" { (words::TOLD_NONE.of(lang)) } }
        @else { (page::table(words::TOLD.of(lang), &heads, rows)) }
    })
}

fn decision(ctx: &Ctx, id: ListedId, typed: &Fields, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let choices = [("confirm", words::CONFIRM), ("strike", words::STRIKE)].map(|(value, text)| Choice {
        value,
        text: text.of(lang),
        chosen: typed.get("decision") == Some(value),
        ..Choice::default()
    });
    html! {
        form method="post" action={ "/hashes/entries/" (id) } novalidate {
            (Radios { lang, name: "decision", legend: words::DECISION.of(lang), error: errors.of("decision"),
                choices: choices.into(), ..Radios::default() }.show())
            (Textarea { lang, id: "reason", name: "reason", label: words::REASON.of(lang),
                value: typed.get("reason").unwrap_or_default(), error: errors.of("reason"), ..Textarea::default() }.show())
            (page::submit(Button::Primary, words::DECIDE.of(lang)))
        }
    }
}

/// Decides whether an entry counts.
pub async fn decide(ctx: Ctx, Path(entry): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let entry = listed(&ctx, &entry).await?;
    let reason = fields.get("reason").unwrap_or_default();
    let decided =
        fields.get("decision").map(|decision| ruling::decide(entry.standing, decision == "confirm", reason));
    let errors = match decided {
        Some(Ok(event)) => {
            let mut tx = ctx.begin("decide about an entry").await?;
            let version = journal::version(&tx, &entry.id.to_string()).await?;
            tx.append::<kind::Listed>(entry.id, version, event::Event::Removal(event), None).await?;
            tx.commit().await?;
            return Ok(Redirect::to("/hashes/waiting"));
        }
        Some(Err(why @ ruling::Refusal::NothingToDecide)) => {
            return Err(Failure::refused(words::not_decided(&why, ctx.lang)));
        }
        Some(Err(why)) => FieldErrors::one("reason", words::not_decided(&why, ctx.lang)),
        None => FieldErrors::one("decision", words::CHOOSE.of(ctx.lang)),
    };
    let again = shown(&ctx, &entry, &fields, &errors).await?;
    Err(Failure::Invalid(errors, Some(Box::new(again))))
}
