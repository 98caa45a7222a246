//! One's own account: who one is here, how one signs in, the browsers that are signed in, and leaving.

use axum::extract::Path;
use axum::response::Redirect;
use domain::accounts::Event;
use domain::event;
use domain::id::SessionId;
use domain::role::Act;
use domain::words::{Lang, Words};
use jiff::Timestamp;
use kit::ctx::Person;
use kit::form::Fields;
use kit::page::{self, Answer, Button, Choice, Radios, Shell};
use kit::store::sql;
use kit::{Ctx, Failure, Fault, journal};
use maud::{Markup, html};

use crate::{custody, member, passkeys, store, words};

struct Session {
    id: SessionId,
    made_at: Timestamp,
    seen_at: Timestamp,
    device: String,
}

/// The page.
pub async fn show(ctx: Ctx) -> Result<Markup, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    let lang = ctx.lang;
    let second = store::second_factor(&ctx.db, person.account).await?.is_some();
    let (passkeys, sessions) = (passkeys::list(&ctx).await?, sessions(&ctx).await?);
    let keys = custody::section(&ctx).await?;
    Ok(Shell::staff(&ctx, words::OWN_ACCOUNT.of(lang)).navigation(kit::page::navigation(&ctx)).show(html! {
        h1 class="govuk-heading-l" { (words::OWN_ACCOUNT.of(lang)) }
        (page::summary_list(lang, &who(person, second, lang)))
        (keys)
        (passkeys)
        h2 class="govuk-heading-m" { (words::SESSIONS.of(lang)) }
        p class="govuk-body" { (words::SESSIONS_HINT.of(lang)) }
        (browsers(&ctx, &sessions))
        (language_and_leaving(lang))
    }))
}

fn who(person: &Person, second_factor: bool, lang: Lang) -> [Answer<'static>; 5] {
    let roles = words::roles(&person.roles, lang);
    let second_factor = if second_factor { words::ON } else { words::OFF };
    let row = |question: Words, answer: &str, change: Option<&str>| Answer {
        question: question.of(lang),
        answer: html! { (answer) },
        change: change.map(str::to_owned),
    };
    [
        row(words::NAME, &person.name, None),
        row(words::ORGANISATION, &person.organisation_name, None),
        row(words::ROLES, &roles, None),
        row(words::PASSWORD, "••••••••", Some("/account/password")),
        row(words::SECOND_FACTOR, second_factor.of(lang), Some("/account/second-factor")),
    ]
}

fn language_and_leaving(lang: Lang) -> Markup {
    let languages = [(Lang::En, words::ENGLISH), (Lang::Cy, words::WELSH)].map(|(one, name)| Choice {
        value: one.code(),
        text: name.of(lang),
        chosen: one == lang,
        ..Choice::default()
    });
    html! {
        form method="post" action="/account/language" {
            (Radios { lang, name: "language", legend: words::LANGUAGE.of(lang), choices: languages.to_vec(), ..Radios::default() }.show())
            (page::submit(Button::Secondary, words::LANGUAGE_SET.of(lang)))
        }
        h2 class="govuk-heading-m" { (words::LEAVE.of(lang)) }
        p class="govuk-body" { (words::LEAVE_TEXT.of(lang)) }
        form method="post" action="/account/leave" { (page::submit(Button::Warning, words::LEAVE_BUTTON.of(lang))) }
    }
}

/// Chooses the language of one's pages.
pub async fn language(ctx: Ctx, fields: Fields) -> Result<Redirect, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    let lang = Lang::from_code(fields.get("language").unwrap_or_default());
    let mut tx = ctx.begin("choose a language").await?;
    let version = journal::version(&tx, &person.account.to_string()).await?;
    let event = event::Event::Accounts(Event::LanguageSet { lang });
    tx.append(person.account, version, event, None).await?;
    tx.commit().await?;
    Ok(Redirect::to("/account"))
}

/// Leaves the organisation: the account is closed, its browsers are signed out; what was done stays.
pub async fn leave(ctx: Ctx) -> Result<Redirect, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    ctx.freshly_proved()?;
    let account = store::account_by_id(&ctx.db, person.account).await?.ok_or(Failure::NotFound)?;
    member::written(&ctx, &account, &[], Event::Left).await?.commit().await?;
    Ok(Redirect::to("/"))
}

fn browsers(ctx: &Ctx, sessions: &[Session]) -> Markup {
    let (lang, here) = (ctx.lang, ctx.person().ok().and_then(|person| person.session));
    html! {
        ul class="govuk-list" {
            @for session in sessions {
                li class="govuk-!-margin-bottom-4" {
                    div { (words::device(&session.device, lang)) @if Some(session.id) == here { " – " strong { (words::THIS_BROWSER.of(lang)) } } }
                    div class="govuk-hint govuk-!-margin-bottom-1" {
                        (domain::time::shown(session.made_at)) " – " (domain::time::shown(session.seen_at))
                    }
                    form method="post" action={ "/account/sessions/" (session.id) "/end" } {
                        (page::submit(Button::Secondary, words::END_SESSION.of(lang)))
                    }
                }
            }
        }
    }
}

/// Signs one of one's browsers out.
pub async fn end(ctx: Ctx, Path(session): Path<String>) -> Result<Redirect, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    let session: SessionId = session.parse().map_err(|_| Failure::NotFound)?;
    let mut tx = ctx.begin("end a session").await?;
    let ended = sql("-- accounts.own.end\nDELETE FROM accounts_session WHERE id = $1 AND account = $2")
        .bind(session)
        .bind(person.account)
        .run(&mut tx)
        .await?;
    if ended == 0 {
        return Err(Failure::NotFound);
    }
    let version = journal::version(&tx, &person.account.to_string()).await?;
    let event = event::Event::Accounts(Event::SessionsEnded { count: 1 });
    tx.append(person.account, version, event, None).await?;
    tx.commit().await?;
    Ok(Redirect::to("/account"))
}

async fn sessions(ctx: &Ctx) -> Result<Vec<Session>, Failure> {
    let rows = sql("-- accounts.own.sessions
        SELECT id, made_at, seen_at, device FROM accounts_session WHERE account = $1 ORDER BY seen_at DESC");
    let rows = rows.bind(ctx.person()?.account).all(&ctx.db).await?;
    let read = |row: &kit::store::Row| -> Result<Session, Fault> {
        let id: SessionId = row.get("id")?;
        Ok(Session {
            id,
            made_at: row.get("made_at")?,
            seen_at: row.get("seen_at")?,
            device: row.shown(id, "device")?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}
