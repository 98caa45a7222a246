//! Signing in with a password, and out again.
//!
//! Whether an address has an account is never told: a wrong password and an unknown address take the
//! same time and get the same sentence. After five wrong passwords the address rests for a while, known
//! or not, and the pause doubles. With a second factor the code is asked for next, in [`crate::code`].

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::accounts::{self, Event};
use domain::event;
use domain::id::AccountId;
use domain::words::Lang;
use jiff::{SignedDuration, Timestamp};
use kit::api::Query;
use kit::form::Fields;
use kit::keys::Brought;
use kit::page::{self, Button, Input, Shell};
use kit::store::{Tx, sql};
use kit::{Ctx, Failure, Fault, FieldErrors, House, OrFault as _, chance, journal};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ceremony::{self, Kind};
use crate::store::Account;
use crate::{custody, door, passkeys, password, store, words};

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
    /// Only a path of ours: never another site. Browsers take tabs and line breaks out of an address, and a
    /// backslash for a slash.
    pub(crate) fn path(&self) -> &str {
        let ours = |to: &&str| {
            to.starts_with('/')
                && !to.starts_with("//")
                && !to.contains(|c: char| c == '\\' || c.is_control())
        };
        self.to.as_deref().filter(ours).unwrap_or("/work")
    }

    /// The address of a form that goes on to there, in the language of its page.
    pub(crate) fn form(&self, at: &str, lang: Lang) -> String {
        let to = percent_encoding::utf8_percent_encode(self.path(), percent_encoding::NON_ALPHANUMERIC);
        format!("{at}?to={to}&lang={}", lang.code())
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
    let last = attempt(&ctx, &email).await?;
    let Some(account) = check(&ctx, &email, fields.raw("password").unwrap_or_default()).await? else {
        failed(&ctx, &email, last).await?;
        return Err(wrong());
    };
    let by = custody::by_password(&ctx, account.id, fields.raw("password").unwrap_or_default()).await?;
    if store::second_factor(&ctx.db, account.id).await?.is_some() {
        return Ok(halfway(&ctx, &account, &onward, by).await?.into_response());
    }
    let (tx, with) = (admission(&ctx, account.id).await?, With { proof: "password", keys: &by });
    Ok(admit(tx, &ctx.house, &account, with, door::device(&headers)).await?.goes_on(&onward))
}

/// What waits for a code: where to go on to, and the key of the password, sealed with what only the page's address has.
#[derive(Serialize, Deserialize)]
pub(crate) struct Halfway {
    to: String,
    key: Option<String>,
}

impl Halfway {
    /// Where to go on to, and the key, for whoever has the address.
    pub(crate) fn opened(text: &str, token: &str) -> Result<(Onward, Vec<Brought>), Fault> {
        let Self { to, key } = serde_json::from_str(text).or_fault("reading what waits for a code")?;
        let key = key.and_then(|key| Brought::sealed_password(&chance::token_key(token), &key));
        Ok((Onward { to: Some(to) }, key.into_iter().collect()))
    }
}

/// The password was right; the code is asked for next.
async fn halfway(
    ctx: &Ctx,
    account: &Account,
    onward: &Onward,
    by: Vec<Brought>,
) -> Result<Redirect, Failure> {
    let token = chance::token();
    let key = by.first().map(|by| by.sealed(&chance::token_key(&token))).transpose()?;
    let state = serde_json::to_string(&Halfway { to: onward.path().to_owned(), key });
    let state = state.or_fault("writing what waits for a code")?;
    let mut tx = admission(ctx, account.id).await?;
    ceremony::put(&mut tx, Kind::Code, &token, &account.id.to_string(), &state).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/sign-in/code/{token}?lang={}", ctx.lang.code())))
}

/// Signs this browser out, and asks it to forget what it has seen.
pub async fn leave(ctx: Ctx) -> Result<Response, Failure> {
    ctx.open_to_all();
    let Some(session) = ctx.person().ok().and_then(|person| person.session) else {
        return Ok(Redirect::to("/").into_response());
    };
    ctx.house.shelves.clear(ctx.person()?.account);
    let mut tx = ctx.begin("sign out").await?;
    let cookie = door::shut(&mut tx, &ctx.house, session).await?;
    tx.commit().await?;
    ctx.house.keys.let_go(ctx.person()?.account);
    let headers = [(header::SET_COOKIE, cookie), (header::HeaderName::from_static("clear-site-data"), CLEAR)];
    Ok((headers, Redirect::to("/")).into_response())
}

const CLEAR: HeaderValue = HeaderValue::from_static("\"cache\", \"storage\"");

/// The account, if the password is its own.
pub(crate) async fn check(ctx: &Ctx, email: &str, typed: &str) -> Result<Option<Account>, Fault> {
    let account = store::account_by_email(&ctx.db, email).await?.filter(|account| account.active);
    let stored = match &account {
        Some(account) => store::password_hash(&ctx.db, account.id).await?,
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

/// The store does not have the address, only what finds it again.
const ATTEMPT: &str = "attempt";

/// Whether an attempt was the last before the address rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Last(bool);

/// Counts an attempt before it is looked at, so that many at once are not each the first; refuses while the
/// address rests, known or not. Whoever proves who they are is forgiven ([`forgive`]).
pub(crate) async fn attempt(ctx: &Ctx, email: &str) -> Result<Last, Failure> {
    let mut tx = ctx.begin("count an attempt").await?;
    sql("-- accounts.sign_in.attempt
        INSERT INTO accounts_attempt (email, failures, locked_until) VALUES ($1, 1, 0)
        ON CONFLICT (email) DO UPDATE SET failures = accounts_attempt.failures + 1")
    .index(ATTEMPT, email)
    .run(&mut tx)
    .await?;
    let row = sql(
        "-- accounts.sign_in.attempted\nSELECT failures, locked_until FROM accounts_attempt WHERE email = $1",
    );
    let row =
        row.index(ATTEMPT, email).one(&tx).await?.ok_or_else(|| Fault::new("an attempt was not counted"))?;
    let (failures, until): (u32, Timestamp) = (row.get("failures")?, row.get("locked_until")?);
    if until > ctx.now {
        tx.commit().await?;
        let left = until.duration_since(ctx.now).as_secs();
        return Err(Failure::TooMany { retry_after_s: u32::try_from(left).unwrap_or(u32::MAX) });
    }
    let last = failures >= FAILURES_MAX;
    if last {
        let doubled = 1 << (failures - FAILURES_MAX).min(4);
        sql("-- accounts.sign_in.lock\nUPDATE accounts_attempt SET locked_until = $2 WHERE email = $1")
            .index(ATTEMPT, email)
            .bind(ctx.now + PAUSE * doubled)
            .run(&mut tx)
            .await?;
    }
    tx.commit().await?;
    Ok(Last(last))
}

/// The attempt was wrong. When it was the last, the journal of the account says so.
pub(crate) async fn failed(ctx: &Ctx, email: &str, last: Last) -> Result<(), Failure> {
    let Some(account) = store::account_by_email(&ctx.db, email).await?.filter(|_| last.0) else {
        return Ok(());
    };
    let mut tx = ctx.begin("note that an account rests").await?;
    let version = journal::version(&tx, &account.id.to_string()).await?;
    tx.append(account.id, version, event::Event::Accounts(Event::LockedOut), None).await?;
    Ok(tx.commit().await?)
}

/// Forgets the attempts of an address whose owner has proved who they are.
pub(crate) async fn forgive(tx: &mut Tx, email: &str) -> Result<(), Fault> {
    sql("-- accounts.sign_in.forgive\nDELETE FROM accounts_attempt WHERE email = $1")
        .index(ATTEMPT, email)
        .run(tx)
        .await
        .map(drop)
}

/// The transaction in which somebody is let in.
pub(crate) async fn admission(ctx: &Ctx, account: AccountId) -> Result<Tx, Fault> {
    ctx.house.begin("sign in", event::Actor::Account(account), ctx.now).await
}

/// With what somebody signs in: what the journal says of it, and what it gives of their keys.
pub(crate) struct With<'a> {
    pub(crate) proof: &'a str,
    pub(crate) keys: &'a [Brought],
}

/// A browser that was let in.
pub(crate) struct Admitted {
    pub(crate) cookie: HeaderValue,
    /// Whether the person's keys are open in it.
    pub(crate) open: bool,
}

impl Admitted {
    /// Where it goes on to: where the keys are not open, they are opened first.
    pub(crate) fn to(&self, onward: &Onward) -> String {
        if self.open { onward.path().to_owned() } else { onward.form("/account/open", Lang::En) }
    }

    /// Tells the page's script where.
    pub(crate) fn told_where(self, onward: &Onward) -> Response {
        let to = self.to(onward);
        ([(header::SET_COOKIE, self.cookie)], Json(json!({ "to": to }))).into_response()
    }

    /// Sends it there.
    pub(crate) fn goes_on(self, onward: &Onward) -> Response {
        let to = Redirect::to(&self.to(onward));
        ([(header::SET_COOKIE, self.cookie)], to).into_response()
    }
}

/// Lets a browser in for this account.
pub(crate) async fn admit(
    mut tx: Tx,
    house: &House,
    account: &Account,
    with: With<'_>,
    device: &str,
) -> Result<Admitted, Failure> {
    forgive(&mut tx, &account.email).await?;
    let (cookie, session) = door::open(&mut tx, house, account.id, device).await?;
    let version = journal::version(&tx, &account.id.to_string()).await?;
    let signed_in = Event::SignedIn { with: with.proof.to_owned() };
    tx.append(account.id, version, event::Event::Accounts(signed_in), None).await?;
    tx.commit().await?;
    let open = house.keys.signs_in(account.id, with.keys, &session).await?;
    Ok(Admitted { cookie, open })
}

fn form(ctx: &Ctx, onward: &Onward, email: &str, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let title = words::SIGN_IN.of(lang);
    let action = onward.form("/sign-in", lang);
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
        p class="govuk-body" { a class="govuk-link" href={ "/forgot?lang=" (lang.code()) } { (words::FORGOT.of(lang)) } }
        p class="govuk-body" { a class="govuk-link" href={ "/register?lang=" (lang.code()) } { (words::REGISTER.of(lang)) } }
        p class="govuk-body" { (words::SIGN_IN_NOT_NEEDED.of(lang)) " " a class="govuk-link" href="/" { (words::REPORT_LINK.of(lang)) } }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_on_only_to_a_path_of_ours() {
        for elsewhere in
            ["//evil.example", "/\t/evil.example", "/\\evil.example", "https://evil.example", "/a\nb"]
        {
            assert_eq!(Onward { to: Some(elsewhere.to_owned()) }.path(), "/work", "{elsewhere:?}");
        }
        let ours = Onward { to: Some("/queue?a=b&c=d".to_owned()) };
        assert_eq!(ours.path(), "/queue?a=b&c=d");
        assert_eq!(ours.form("/prove", Lang::En), "/prove?to=%2Fqueue%3Fa%3Db%26c%3Dd&lang=en");
    }
}
