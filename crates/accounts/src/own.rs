//! One's own account: who one is here, and the browsers that are signed in.

use axum::extract::Path;
use axum::response::Redirect;
use domain::accounts::Event;
use domain::event;
use domain::id::SessionId;
use domain::role::Act;
use jiff::Timestamp;
use kit::page::{self, Answer, Button, Shell};
use kit::store::sql;
use kit::{Ctx, Failure, Fault, journal};
use maud::{Markup, html};

use crate::words;

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
    let sessions = sessions(&ctx).await?;
    let roles = person.roles.iter().map(|role| words::role(*role).of(lang)).collect::<Vec<_>>().join(", ");
    let row = |question, answer: &str| Answer { question, answer: html! { (answer) }, change: None };
    let answers = [
        row(words::NAME.of(lang), &person.name),
        row(words::ORGANISATION.of(lang), &person.organisation_name),
        row(words::ROLES.of(lang), &roles),
    ];
    Ok(Shell::staff(&ctx, words::OWN_ACCOUNT.of(lang)).navigation(kit::page::navigation(&ctx)).show(html! {
        h1 class="govuk-heading-l" { (words::OWN_ACCOUNT.of(lang)) }
        (page::summary_list(lang, &answers))
        h2 class="govuk-heading-m" { (words::SESSIONS.of(lang)) }
        p class="govuk-body" { (words::SESSIONS_HINT.of(lang)) }
        (browsers(&ctx, &sessions))
    }))
}

fn browsers(ctx: &Ctx, sessions: &[Session]) -> Markup {
    let (lang, here) = (ctx.lang, ctx.person().ok().and_then(|person| person.session));
    html! {
        ul class="govuk-list" {
            @for session in sessions {
                li class="govuk-!-margin-bottom-4" {
                    div { (session.device) @if Some(session.id) == here { " – " strong { (words::THIS_BROWSER.of(lang)) } } }
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
    let rows = rows.bind(ctx.person()?.account).all(&ctx.house.db).await?;
    let read = |row: &kit::store::Row| -> Result<Session, Fault> {
        Ok(Session {
            id: row.get("id")?,
            made_at: row.get("made_at")?,
            seen_at: row.get("seen_at")?,
            device: row.get("device")?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}
