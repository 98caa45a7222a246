//! Signing in with a password, and out again.
//!
//! Whether an address has an account is never told: a wrong password and an unknown address take the
//! same time and get the same sentence. After five wrong passwords the address rests for a while, known
//! or not, and the pause doubles. With a second factor the code is asked for next, in [`crate::code`].

use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::accounts::{self, Event};
use domain::event;
use domain::id::AccountId;
use jiff::{SignedDuration, Timestamp};
use kit::form::Fields;
use kit::page::{self, Button, Input, Shell};
use kit::store::{Tx, sql};
use kit::{Ctx, Failure, Fault, FieldErrors, House, journal};
use maud::{Markup, html};
use serde::Deserialize;

use crate::ceremony::{self, Kind};
use crate::store::Account;
use crate::{door, passkeys, password, store, words};

/// Wrong passwords in a row before an address rests.
const FAILURES_MAX: u32 = 5;
/// The first pause; it doubles with each further wrong password, up to sixteen times.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
pub struct Onward {
    pub(crate) to: Option<String>,
}

impl Onward {
    /// Only a path of ours: never another site.
    pub(crate) fn path(&self) -> &str {
        let ours =
            |to: &&str| to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n']);
        self.to.as_deref().filter(ours).unwrap_or("/work")
    }
}

/// The page.
pub async fn show(ctx: Ctx, Query(onward): Query<Onward>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    Ok(form(&ctx, &onward, "", &FieldErrors::default()))
}

/// The form, sent.
pub async fn enter(
    ctx: Ctx,
    Query(onward): Query<Onward>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    ctx.open_to_all();
    let typed = fields.get("email").unwrap_or_default();
    let wrong = || {
        let errors = FieldErrors::one("email", words::WRONG.of(ctx.lang));
        Failure::Invalid(errors.clone(), Some(Box::new(form(&ctx, &onward, typed, &errors))))
    };
    let email = accounts::email(typed).map_err(|_| wrong())?;
    rest(&ctx, &email).await?;
    let Some(account) = check(&ctx, &email, fields.raw("password").unwrap_or_default()).await? else {
        count(&ctx, &email).await?;
        return Err(wrong());
    };
    if store::second_factor(&ctx.house.db, account.id).await?.is_some() {
        return Ok(halfway(&ctx, &account, &onward).await?.into_response());
    }
    let tx = admission(&ctx, account.id).await?;
    let cookie = admit(tx, &ctx.house, &account, "password", door::device(&headers)).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(onward.path())).into_response())
}

/// The password was right; the code is asked for next.
async fn halfway(ctx: &Ctx, account: &Account, onward: &Onward) -> Result<Redirect, Failure> {
    let mut tx = admission(ctx, account.id).await?;
    let token = ceremony::begin(&mut tx, Kind::Code, &account.id.to_string(), onward.path()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/sign-in/code/{token}")))
}

/// Signs this browser out, and asks it to forget what it has seen.
pub async fn leave(ctx: Ctx) -> Result<Response, Failure> {
    ctx.open_to_all();
    let Some(session) = ctx.person().ok().and_then(|person| person.session) else {
        return Ok(Redirect::to("/").into_response());
    };
    let mut tx = ctx.begin("sign out").await?;
    let cookie = door::shut(&mut tx, &ctx.house, session).await?;
    tx.commit().await?;
    let headers = [(header::SET_COOKIE, cookie), (header::HeaderName::from_static("clear-site-data"), CLEAR)];
    Ok((headers, Redirect::to("/")).into_response())
}

const CLEAR: HeaderValue = HeaderValue::from_static("\"cache\", \"storage\"");

/// The account, if the password is its own.
pub(crate) async fn check(ctx: &Ctx, email: &str, typed: &str) -> Result<Option<Account>, Fault> {
    let account = store::account_by_email(&ctx.house.db, email).await?.filter(|account| account.active);
    let stored = match &account {
        Some(account) => store::password_hash(&ctx.house.db, account.id).await?,
        None => None,
    };
    let typed = typed.to_owned();
    // Without an account the work is done all the same, so that the time tells nothing.
    let matches = ctx
        .house
        .hash(move || match stored {
            Some(stored) => password::matches(&typed, &stored),
            None => password::hash(&typed).is_err(),
        })
        .await?;
    Ok(account.filter(|_| matches))
}

/// Refuses while the address rests.
pub(crate) async fn rest(ctx: &Ctx, email: &str) -> Result<(), Failure> {
    let row = sql("-- accounts.sign_in.rest\nSELECT locked_until FROM accounts_attempt WHERE email = $1");
    let until: Option<Timestamp> =
        row.bind(email).one(&ctx.house.db).await?.map(|row| row.get("locked_until")).transpose()?;
    match until.filter(|until| *until > ctx.now) {
        Some(until) => {
            let left = until.duration_since(ctx.now).as_secs();
            Err(Failure::TooMany { retry_after_s: u32::try_from(left).unwrap_or(u32::MAX) })
        }
        None => Ok(()),
    }
}

/// Counts a wrong password against the address, known or not.
pub(crate) async fn count(ctx: &Ctx, email: &str) -> Result<(), Failure> {
    let known = store::account_by_email(&ctx.house.db, email).await?;
    let mut tx = ctx.begin("count a wrong password").await?;
    sql("-- accounts.sign_in.count
        INSERT INTO accounts_attempt (email, failures, locked_until) VALUES ($1, 1, 0)
        ON CONFLICT (email) DO UPDATE SET failures = accounts_attempt.failures + 1")
    .bind(email)
    .run(&mut tx)
    .await?;
    let row = sql("-- accounts.sign_in.counted\nSELECT failures FROM accounts_attempt WHERE email = $1")
        .bind(email);
    let failures: u32 = row.one(&tx).await?.map_or(Ok(0), |row| row.get("failures"))?;
    if failures >= FAILURES_MAX {
        let doubled = 1 << (failures - FAILURES_MAX).min(4);
        sql("-- accounts.sign_in.lock\nUPDATE accounts_attempt SET locked_until = $2 WHERE email = $1")
            .bind(email)
            .bind(ctx.now + PAUSE * doubled)
            .run(&mut tx)
            .await?;
        if let Some(account) = known {
            let version = journal::version(&tx, &account.id.to_string()).await?;
            tx.append(account.id, version, event::Event::Accounts(Event::LockedOut), None).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// The transaction in which somebody is let in.
pub(crate) async fn admission(ctx: &Ctx, account: AccountId) -> Result<Tx, Fault> {
    ctx.house.begin("sign in", event::Actor::Account(account), ctx.now).await
}

/// Lets a browser in for this account: the cookie.
pub(crate) async fn admit(
    mut tx: Tx,
    house: &House,
    account: &Account,
    with: &str,
    device: &str,
) -> Result<HeaderValue, Failure> {
    sql("-- accounts.sign_in.forgive\nDELETE FROM accounts_attempt WHERE email = $1")
        .bind(&account.email)
        .run(&mut tx)
        .await?;
    let cookie = door::open(&mut tx, house, account.id, device).await?;
    let version = journal::version(&tx, &account.id.to_string()).await?;
    let signed_in = Event::SignedIn { with: with.to_owned() };
    tx.append(account.id, version, event::Event::Accounts(signed_in), None).await?;
    tx.commit().await?;
    Ok(cookie)
}

fn form(ctx: &Ctx, onward: &Onward, email: &str, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let title = words::SIGN_IN.of(lang);
    let action = format!("/sign-in?to={}", onward.path());
    Shell::public(lang, title).errors(!errors.is_empty()).demo(ctx.house.settings.demo).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        form method="post" action=(action) novalidate {
            (Input { lang, id: "email", name: "email", label: words::EMAIL.of(lang), value: email,
                error: errors.of("email"), kind: Some("email"), autocomplete: Some("username"), ..Input::default() }.show())
            (Input { lang, id: "password", name: "password", label: words::PASSWORD.of(lang),
                kind: Some("password"), autocomplete: Some("current-password"), ..Input::default() }.show())
            (page::submit(Button::Primary, words::SIGN_IN_BUTTON.of(lang)))
        }
        (passkeys::sign_in_button(ctx, onward.path()))
        p class="govuk-body" { a class="govuk-link" href="/forgot" { (words::FORGOT.of(lang)) } }
        p class="govuk-body" { (words::SIGN_IN_NOT_NEEDED.of(lang)) " " a class="govuk-link" href="/" { (words::REPORT_LINK.of(lang)) } }
    })
}
