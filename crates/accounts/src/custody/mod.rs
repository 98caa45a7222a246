//! One's keys, where people have the custody of them: opened in a browser where they are shut, a printed code, and
//! colleagues who wait to be let in.
//!
//! Nobody at the service can give them: not whoever runs it, not whoever runs the accounts.

use axum::extract::Path;
use axum::response::Redirect;
use domain::accounts::{Event, Refusal};
use domain::event;
use domain::id::AccountId;
use domain::role::Act;
use domain::words::Words;
use kit::api::Query;
use kit::form::Fields;
use kit::keys::{Access, Brought, new_code};
use kit::page::{self, Button, Input, Shell};
use kit::{Ctx, Failure, Fault, FieldErrors, journal};
use maud::{Markup, html};

use crate::sign_in::{self, Onward};
use crate::store::{self, Account};
use crate::words::Given;
use crate::{notify, password, words as shared};

pub(crate) mod words;

/// What a password gives of its owner's keys; nothing where the root key has the custody.
pub(crate) async fn by_password(ctx: &Ctx, account: AccountId, typed: &str) -> Result<Vec<Brought>, Fault> {
    if !ctx.house.keys.are_peoples().await? {
        return Ok(Vec::new());
    }
    let (typed, salt) = (typed.to_owned(), ctx.house.keys.salt(account));
    let key = ctx.house.hash(move || password::key(&typed, &salt)).await??;
    Ok(vec![Brought::password(key)])
}

/// Gives whoever asks one more way to their keys, which must be open here.
pub(crate) async fn add_way(ctx: &Ctx, brought: &Brought) -> Result<(), Failure> {
    ctx.house.keys.add_way(ctx.ring(), ctx.person()?.account, brought).await
}

/// For whom a key for programs can be made: where people have the custody, only by themselves.
pub(crate) async fn check_holder(
    ctx: &Ctx,
    holder: Option<&Account>,
    errors: &mut FieldErrors,
) -> Result<(), Failure> {
    let own = ctx.person()?.account;
    match holder {
        None => errors.add("account", shared::refusal(&Refusal::NoHolder, ctx.lang)),
        Some(holder) if holder.id != own && ctx.house.keys.are_peoples().await? => {
            errors.add("account", words::KEY_OWN_ONLY.of(ctx.lang));
        }
        Some(_) => {}
    }
    Ok(())
}

/// The page where keys are opened that are shut in this browser.
pub async fn show(ctx: Ctx, Query(onward): Query<Onward>) -> Result<Markup, Failure> {
    ctx.may(Act::UseOwnAccount)?;
    Ok(form(&ctx, &onward, &FieldErrors::default()))
}

/// Opens them: with the password, else with a printed code, else anew.
pub async fn open(ctx: Ctx, Query(onward): Query<Onward>, fields: Fields) -> Result<Redirect, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    let Some(session) = person.brings.as_ref().filter(|_| ctx.keys == Access::Shut) else {
        return Ok(Redirect::to(onward.path()));
    };
    let account = store::account_by_id(&ctx.db, person.account).await?.ok_or(Failure::NotFound)?;
    match tried(&ctx, &account, session, &fields).await? {
        None => Ok(Redirect::to(onward.path())),
        Some((field, why)) => {
            let errors = FieldErrors::one(field, why.of(ctx.lang));
            let again = form(&ctx, &onward, &errors);
            Err(Failure::Invalid(errors, Some(Box::new(again))))
        }
    }
}

/// Tries to open somebody's keys; what was wrong with what they sent, and in which field.
async fn tried(
    ctx: &Ctx,
    account: &Account,
    session: &Brought,
    fields: &Fields,
) -> Result<Option<(&'static str, Words)>, Failure> {
    let typed = fields.raw("password").unwrap_or_default();
    let last = sign_in::attempt(ctx, &account.email).await?;
    if sign_in::check(ctx, &account.email, typed).await?.is_none() {
        sign_in::failed(ctx, &account.email, last).await?;
        return Ok(Some(("password", shared::PROVE_WRONG)));
    }
    let mut tx = ctx.begin("forget the attempts of somebody who opens their keys").await?;
    sign_in::forgive(&mut tx, &account.email).await?;
    tx.commit().await?;
    let mut by = by_password(ctx, account.id, typed).await?;
    if ctx.house.keys.signs_in(account.id, &by, session).await? {
        return Ok(None);
    }
    if let Some(code) = fields.get("code") {
        by.push(Brought::code(code));
        let opened = ctx.house.keys.signs_in(account.id, &by, session).await?;
        return Ok((!opened).then_some(("code", words::KEYS_CODE_WRONG)));
    }
    if fields.get("anew").is_none() {
        return Ok(Some(("code", words::KEYS_OTHER_PASSWORD)));
    }
    ctx.house.keys.begin_anew(account.id, &by, session).await?;
    note(ctx, account.id, Event::KeysBegunAnew).await?;
    tell_who_waits(ctx, account).await?;
    Ok(None)
}

async fn note(ctx: &Ctx, account: AccountId, happened: Event) -> Result<(), Failure> {
    let mut tx = ctx.begin("note what was done with somebody's keys").await?;
    let version = journal::version(&tx, &account.to_string()).await?;
    tx.append(account, version, event::Event::Accounts(happened), None).await?;
    Ok(tx.commit().await?)
}

/// Where somebody waits for the keys of a desk, the leads are told: one of them must let them in.
pub(crate) async fn tell_who_waits(ctx: &Ctx, account: &Account) -> Result<(), Failure> {
    if !ctx.house.keys.waits(account.id).await? {
        return Ok(());
    }
    let mut tx = ctx.begin("tell the leads that somebody waits").await?;
    notify::of_joiner(&mut tx, ctx, account).await?;
    Ok(tx.commit().await?)
}

/// Prints a code that opens one's keys when a password is forgotten: shown this once.
pub async fn print(ctx: Ctx) -> Result<Markup, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    ctx.freshly_proved()?;
    ctx.keys_are_open()?;
    if !ctx.house.keys.are_peoples().await? {
        return Err(Failure::NotFound);
    }
    let code = new_code();
    add_way(&ctx, &Brought::code(&code)).await?;
    note(&ctx, person.account, Event::CodePrinted).await?;
    let (lang, title) = (ctx.lang, words::KEYS_CODE.of(ctx.lang));
    Ok(Shell::staff(&ctx, title).navigation(page::navigation(&ctx)).show(html! {
        h1 class="govuk-heading-l" { (title) }
        (page::warning(lang, html! { (words::KEYS_CODE_ONCE.of(lang)) }))
        p class="govuk-body hearken-key" { code { (code) } }
        p class="govuk-body" { a class="govuk-link" href="/account" { (shared::OWN_ACCOUNT.of(lang)) } }
    }))
}

/// Gives a colleague who waits the keys of the desks where both work.
pub async fn let_in(ctx: Ctx, Path(account): Path<String>) -> Result<Redirect, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    ctx.freshly_proved()?;
    ctx.keys_are_open()?;
    let account: AccountId = account.parse().map_err(|_| Failure::NotFound)?;
    let waiting = waiting(&ctx).await?;
    let colleague = waiting.iter().find(|one| one.id == account).ok_or(Failure::NotFound)?;
    let desks = ctx.house.keys.let_in(ctx.ring(), account).await?;
    if desks == 0 {
        return Err(Failure::NotFound);
    }
    note(&ctx, account, Event::KeysGiven { desks }).await?;
    let mut tx = ctx.begin("tell who was let in").await?;
    let given = Given::Keys(&colleague.name, &person.name);
    notify::given(&mut tx, &ctx, colleague.organisation, Some(account), &given).await?;
    tx.commit().await?;
    Ok(Redirect::to("/account"))
}

/// The active colleagues who wait at one's own desks.
async fn waiting(ctx: &Ctx) -> Result<Vec<Account>, Failure> {
    let person = ctx.person()?;
    let mut all = Vec::new();
    for account in ctx.house.keys.waiting_for(person.account).await? {
        let known = store::account_by_id(&ctx.db, account).await?;
        all.extend(known.filter(|one| one.active && one.organisation == person.organisation));
    }
    Ok(all)
}

/// The part of one's own account: who waits, and the printed code.
pub(crate) async fn section(ctx: &Ctx) -> Result<Markup, Failure> {
    if !ctx.house.keys.are_peoples().await? {
        return Ok(html! {});
    }
    let (lang, waiting) = (ctx.lang, waiting(ctx).await?);
    Ok(html! {
        h2 class="govuk-heading-m" { (words::KEYS_TITLE.of(lang)) }
        p class="govuk-body" { (words::KEYS_HINT.of(lang)) }
        @if ctx.keys == Access::Shut {
            p class="govuk-body" { a class="govuk-link" href="/account/open?to=%2Faccount" { (words::KEYS_OPEN.of(lang)) } }
        } @else {
            @for one in &waiting {
                section class="hearken-asking" {
                    h3 class="govuk-heading-s" { (one.name) }
                    p class="govuk-body" { (one.email) ", " (shared::roles(&one.roles, lang)) ". " (words::KEYS_LET_IN_HINT.of(lang)) }
                    form method="post" action={ "/account/let-in/" (one.id) } {
                        (page::submit(Button::Primary, &words::let_in_button(&one.name, lang)))
                    }
                }
            }
            form method="post" action="/account/code" { (page::submit(Button::Secondary, words::KEYS_CODE_PRINT.of(lang))) }
        }
    })
}

fn form(ctx: &Ctx, onward: &Onward, errors: &FieldErrors) -> Markup {
    let (lang, title) = (ctx.lang, words::KEYS_OPEN.of(ctx.lang));
    Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::KEYS_SHUT.of(lang)) }
        form method="post" action=(onward.form("/account/open", lang)) novalidate {
            (Input { lang, id: "password", name: "password", label: shared::PASSWORD.of(lang), kind: Some("password"),
                error: errors.of("password"), autocomplete: Some("current-password"), ..Input::default() }.show())
            (Input { lang, id: "code", name: "code", label: words::KEYS_CODE.of(lang), hint: Some(words::KEYS_CODE_HINT.of(lang)),
                error: errors.of("code"), autocomplete: Some("off"), ..Input::default() }.show())
            (page::submit(Button::Primary, words::KEYS_OPEN_BUTTON.of(lang)))
            @if errors.of("code").is_some() {
                h2 class="govuk-heading-m" { (words::KEYS_ANEW_TITLE.of(lang)) }
                p class="govuk-body" { (words::KEYS_ANEW_TEXT.of(lang)) }
                button type="submit" name="anew" value="yes" class="govuk-button govuk-button--warning" data-module="govuk-button" { (words::KEYS_ANEW_BUTTON.of(lang)) }
            }
        }
    })
}
