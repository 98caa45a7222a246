//! Choosing a new password: by whoever is signed in, or by a link that is mailed to whoever forgot theirs.
//!
//! Whether an address has an account is never told: the page says the same either way. A new password signs out
//! every other browser, and the person is told by mail.

use axum::extract::Path;
use axum::response::Redirect;
use domain::accounts::{self, Event};
use domain::event::{self, Actor};
use domain::role::Act;
use jiff::SignedDuration;
use kit::form::Fields;
use kit::page::{self, Button, Input, Shell};
use kit::store::{Tx, sql};
use kit::{Ctx, Failure, FieldErrors, journal, mail};
use maud::{Markup, html};

use crate::ceremony::{self, Kind};
use crate::store::{self, Account};
use crate::{custody, join, notify, password, sign_in, words};

/// How long until another link is mailed to the same address.
const ONE_LINK_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Asks for the address.
pub async fn forgot(ctx: Ctx) -> Result<Markup, Failure> {
    ctx.open_to_all();
    Ok(asking(&ctx, "", &FieldErrors::default()))
}

/// Mails the link, if there is such an account.
pub async fn mail_link(ctx: Ctx, fields: Fields) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let typed = fields.get("email").unwrap_or_default();
    let email = accounts::email(typed).map_err(|refusal| {
        let errors = FieldErrors::one("email", words::refusal(&refusal, ctx.lang));
        let form = asking(&ctx, typed, &errors);
        Failure::Invalid(errors, Some(Box::new(form)))
    })?;
    let recently = ctx.now - ONE_LINK_EVERY;
    let sent = ceremony::begun_since(&ctx.db, Kind::Reset, &email, recently).await?;
    if !sent {
        let account = store::account_by_email(&ctx.db, &email).await?;
        // For an address without an account the same is written, so that the time tells nothing.
        let of = account.as_ref().map(|account| account.id.to_string()).unwrap_or_default();
        let mut tx = ctx.begin("mail a link for a new password").await?;
        let token = ceremony::begin(&mut tx, Kind::Reset, &email, &of).await?;
        if let Some(account) = account {
            let link = format!("{}/forgot/{token}", ctx.house.settings.base_url);
            let (subject, body) = words::reset_mail(&link, account.lang);
            mail::write(&mut tx, &email, &subject, &body).await?;
        }
        tx.commit().await?;
    }
    Ok(page::said(&ctx, words::FORGOT_TITLE.of(ctx.lang), words::FORGOT_SENT.of(ctx.lang)))
}

/// The page behind the link.
pub async fn show(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    ceremony::find(&ctx.db, Kind::Reset, &token, ctx.now).await?;
    Ok(choosing(&ctx, &format!("/forgot/{token}"), &FieldErrors::default()))
}

/// The new password. Signing in comes after it, with the second factor where there is one.
pub async fn choose(ctx: Ctx, Path(token): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    ctx.open_to_all();
    let waiting = ceremony::find(&ctx.db, Kind::Reset, &token, ctx.now).await?;
    let account = waiting.state.parse().map_err(|_| Failure::NotFound)?;
    let account = store::account_by_id(&ctx.db, account).await?;
    let account = account.filter(|account| account.active).ok_or(Failure::NotFound)?;
    let hash = checked(&ctx, &account, &fields, &format!("/forgot/{token}")).await?;
    let label = "choose a new password by a link";
    let mut tx = ctx.house.begin(label, Actor::Account(account.id), ctx.now).await?;
    ceremony::take(&mut tx, Kind::Reset, &token).await?;
    set(&mut tx, &account, &hash, None).await?;
    tx.commit().await?;
    ctx.house.keys.forgets_password(account.id).await?;
    Ok(Redirect::to("/sign-in"))
}

/// Asks whoever is signed in for a new one.
pub async fn ask(ctx: Ctx) -> Result<Markup, Failure> {
    ctx.may(Act::UseOwnAccount)?;
    ctx.freshly_proved()?;
    Ok(choosing(&ctx, "/account/password", &FieldErrors::default()))
}

/// A new password for whoever is signed in.
pub async fn change(ctx: Ctx, fields: Fields) -> Result<Redirect, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    ctx.freshly_proved()?;
    ctx.keys_are_open()?;
    let account = store::account_by_id(&ctx.db, person.account).await?.ok_or(Failure::NotFound)?;
    let hash = checked(&ctx, &account, &fields, "/account/password").await?;
    let mut tx = ctx.begin("choose a new password").await?;
    set(&mut tx, &account, &hash, person.session.map(|session| session.to_string())).await?;
    tx.commit().await?;
    let typed = fields.raw("password").unwrap_or_default();
    for brought in custody::by_password(&ctx, account.id, typed).await? {
        custody::add_way(&ctx, &brought).await?;
    }
    Ok(Redirect::to("/account"))
}

/// The hash of the password that was sent, if it will do; else the form at `at` again.
async fn checked(ctx: &Ctx, account: &Account, fields: &Fields, at: &str) -> Result<String, Failure> {
    let secret = fields.raw("password").unwrap_or_default().to_owned();
    accounts::password(&secret, &account.email).map_err(|refusal| {
        let errors = FieldErrors::one("password", words::refusal(&refusal, ctx.lang));
        let form = choosing(ctx, at, &errors);
        Failure::Invalid(errors, Some(Box::new(form)))
    })?;
    Ok(ctx.house.hash(move || password::hash(&secret)).await??)
}

/// Sets it; every browser but the one that is kept is signed out.
async fn set(tx: &mut Tx, account: &Account, hash: &str, kept: Option<String>) -> Result<(), Failure> {
    join::set_password(tx, account.id, hash).await?;
    let ended =
        sql("-- accounts.new_password.set\nDELETE FROM accounts_session WHERE account = $1 AND id <> $2")
            .bind(account.id)
            .bind(kept.unwrap_or_default())
            .run(tx)
            .await?;
    let version = journal::version(tx, &account.id.to_string()).await?;
    let ended = Event::SessionsEnded { count: u32::try_from(ended).unwrap_or(u32::MAX) };
    tx.append(account.id, version, event::Event::Accounts(ended), None).await?;
    // What was begun with the old one is over: codes, and links that were mailed before.
    ceremony::forget(tx, Kind::Code, &account.id.to_string()).await?;
    ceremony::forget(tx, Kind::Reset, &account.email).await?;
    sign_in::forgive(tx, &account.email).await?;
    Ok(notify::changed(tx, account, words::CHANGED_PASSWORD).await?)
}

fn asking(ctx: &Ctx, typed: &str, errors: &FieldErrors) -> Markup {
    let (lang, title) = (ctx.lang, words::FORGOT_TITLE.of(ctx.lang));
    Shell::public(lang, title).errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        form method="post" action={ "/forgot?lang=" (lang.code()) } novalidate {
            (Input { lang, id: "email", name: "email", label: words::EMAIL.of(lang), hint: Some(words::FORGOT_HINT.of(lang)), value: typed,
                error: errors.of("email"), kind: Some("email"), autocomplete: Some("username"), ..Input::default() }.show())
            (page::submit(Button::Primary, words::FORGOT_BUTTON.of(lang)))
        }
    })
}

fn choosing(ctx: &Ctx, at: &str, errors: &FieldErrors) -> Markup {
    let (lang, title) = (ctx.lang, words::NEW_PASSWORD.of(ctx.lang));
    let shell = if ctx.person().is_ok() {
        Shell::staff(ctx, title).navigation(page::navigation(ctx))
    } else {
        Shell::public(lang, title)
    };
    shell.errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        form method="post" action={ (at) "?lang=" (lang.code()) } novalidate {
            (password_input(lang, errors))
            (page::submit(Button::Primary, words::PASSWORD_CHANGE.of(lang)))
        }
    })
}

/// The field for a new password, wherever one is chosen.
pub(crate) fn password_input(lang: domain::words::Lang, errors: &FieldErrors) -> Markup {
    let short = accounts::Refusal::PasswordShort { chars_min: accounts::PASSWORD_CHARS_MIN };
    Input {
        lang,
        id: "password",
        name: "password",
        label: words::NEW_PASSWORD.of(lang),
        hint: Some(&words::refusal(&short, lang)),
        error: errors.of("password"),
        kind: Some("password"),
        autocomplete: Some("new-password"),
        ..Input::default()
    }
    .show()
}
