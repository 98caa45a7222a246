//! Who is asking: a browser with a session, or a program with a key ([`crate::keys`]).
//!
//! A session is a random token in a cookie; the store has only its digest. Everything about the person
//! (roles, organisation, whether active) is read anew at each request, so a change holds at once.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, header};
use domain::agency::{AgencyKind, Nation};
use domain::id::{AccountId, OrganisationId, SessionId};
use domain::words::Lang;
use jiff::{SignedDuration, Timestamp};
use kit::ctx::Person;
use kit::house::Doorkeeper;
use kit::jobs::Job;
use kit::keys::Brought;
use kit::store::{Row, Tx, sql};
use kit::{Failure, Fault, House, Visitor, chance};

use crate::keys;
use crate::store::{self, roles_from};

/// A browser that does nothing for this long is signed out.
const IDLE_MAX: SignedDuration = SignedDuration::from_mins(30);
/// A browser is signed out after this long, whatever it does: a working day.
const AGE_MAX: SignedDuration = SignedDuration::from_hours(12);
/// How often the last use of a session is noted.
const NOTE_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Opens to people with an account.
pub struct Door;

#[async_trait::async_trait]
impl Doorkeeper for Door {
    async fn who(&self, house: &House, headers: &HeaderMap, now: Timestamp) -> Result<Visitor, Failure> {
        if let Some(value) = headers.get(header::AUTHORIZATION) {
            return keys::holder(house, value, now).await;
        }
        let Some(token) = cookie(headers, name(house)) else { return Ok(Visitor::Nobody) };
        let row = sql("-- accounts.door.who
            SELECT s.id AS session, s.seen_at, s.proved_at, a.id AS account, a.organisation, a.name, a.roles, a.lang,
                o.name AS organisation_name, o.agency, o.nation
            FROM accounts_session s
            JOIN accounts_account a ON a.id = s.account
            JOIN accounts_organisation o ON o.id = a.organisation
            WHERE s.digest = $1 AND a.active = 1 AND s.seen_at > $2 AND s.made_at > $3")
        .bind(chance::token_digest(token))
        .bind(now - IDLE_MAX)
        .bind(now - AGE_MAX)
        .one(&house.db)
        .await?;
        let Some(row) = row else { return Ok(Visitor::Nobody) };
        let brings = Brought::session(row.get("session")?, token);
        if row.get::<Timestamp>("seen_at")? <= now - NOTE_EVERY {
            note(house, row.get("session")?, now).await?;
        }
        Ok(Visitor::Person(Arc::new(person(&row, brings)?)))
    }
}

/// The person that a row of session or key and account tells of.
pub(crate) fn person(row: &Row, brings: Brought) -> Result<Person, Fault> {
    let (roles, lang): (String, String) = (row.get("roles")?, row.get("lang")?);
    let (agency, nation): (String, String) = (row.get("agency")?, row.get("nation")?);
    let (account, organisation): (AccountId, OrganisationId) =
        (row.get("account")?, row.get("organisation")?);
    Ok(Person {
        account,
        organisation,
        organisation_name: row.shown(organisation, "organisation_name")?,
        agency: AgencyKind::from_code(&agency)
            .ok_or_else(|| Fault::new("an organisation of an unknown kind"))?,
        nation: Nation::from_code(&nation)
            .ok_or_else(|| Fault::new("an organisation in an unknown nation"))?,
        name: row.shown(store::named(account), "name")?,
        roles: roles_from(&roles),
        lang: Lang::from_code(&lang),
        session: row.maybe("session")?,
        token: None,
        scopes: None,
        proved_at: row.get("proved_at")?,
        brings: Some(brings),
    })
}

/// Lets go of what the cookies of sessions that are over would open. Safe to repeat.
pub struct ForgetSessions;

#[async_trait::async_trait]
impl Job for ForgetSessions {
    fn name(&self) -> &'static str {
        "accounts.forget_sessions"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_mins(10)
    }

    async fn run(&self, house: &House, now: Timestamp) -> Result<(), Fault> {
        let rows = sql(
            "-- accounts.door.alive\nSELECT id FROM accounts_session WHERE seen_at > $1 AND made_at > $2",
        );
        let rows = rows.bind(now - IDLE_MAX).bind(now - AGE_MAX).all(&house.db).await?;
        let alive = rows.iter().map(|row| row.get("id")).collect::<Result<Vec<_>, _>>()?;
        house.keys.only_sessions(&alive).await
    }
}

async fn note(house: &House, session: SessionId, now: Timestamp) -> Result<(), Fault> {
    let mut tx = house.begin("note that a session is in use", domain::event::Actor::System, now).await?;
    sql("-- accounts.door.note\nUPDATE accounts_session SET seen_at = $2 WHERE id = $1")
        .bind(session)
        .bind(now)
        .run(&mut tx)
        .await?;
    tx.commit().await
}

/// Signs a browser in: the cookie to send, and the key that only it holds.
pub(crate) async fn open(
    tx: &mut Tx,
    house: &House,
    account: AccountId,
    device: &str,
) -> Result<(HeaderValue, Brought), Fault> {
    let token = chance::token();
    let now = tx.now;
    let session: SessionId = chance::id(now);
    let device: String = device.chars().filter(|c| !c.is_control()).take(200).collect();
    sql("-- accounts.door.open
        INSERT INTO accounts_session (digest, id, account, made_at, seen_at, proved_at, device)
        VALUES ($1, $2, $3, $4, $4, $4, $5)")
    .bind(chance::token_digest(&token))
    .bind(session)
    .bind(account)
    .bind(now)
    .hide(session, device)
    .run(tx)
    .await?;
    Ok((written(house, &token, AGE_MAX.as_secs())?, Brought::session(session, &token)))
}

/// Signs a browser out: the cookie that takes the other one away.
pub(crate) async fn shut(tx: &mut Tx, house: &House, session: SessionId) -> Result<HeaderValue, Fault> {
    sql("-- accounts.door.shut\nDELETE FROM accounts_session WHERE id = $1").bind(session).run(tx).await?;
    written(house, "", 0)
}

fn written(house: &House, token: &str, age_s: i64) -> Result<HeaderValue, Fault> {
    let secure = if house.settings.secure() { "; Secure" } else { "" };
    let text = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age_s}{secure}", name(house));
    HeaderValue::from_str(&text).map_err(|error| Fault::because("writing a cookie", error))
}

/// With HTTPS the prefix makes browsers refuse the cookie from any other host.
fn name(house: &House) -> &'static str {
    if house.settings.secure() { "__Host-hearken" } else { "hearken" }
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value).filter(|value| !value.is_empty())
}

/// The device that a browser says it is, for the list of sessions.
pub(crate) fn device(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("")
}
