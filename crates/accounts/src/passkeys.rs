//! Passkeys (`WebAuthn` level 3): signing in with the device's own lock instead of a password, safe against
//! imitated pages.
//!
//! A passkey checks the person itself (fingerprint, face or PIN), so it needs no second factor beside it. The
//! browser's script exchanges two messages with us each time; what is between them waits in `ceremony`.

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Redirect, Response};
use domain::accounts::{self, Event};
use domain::event;
use domain::id::{AccountId, PasskeyId, kind};
use domain::role::Act;
use kit::api::Sent;
use kit::keys::Brought;
use kit::page::assets;
use kit::store::{Reads, Row, Tx, sql};
use kit::{Ctx, Failure, Fault, House, OrFault as _, chance, journal};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    AuthenticationResult, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
    Url, Webauthn, WebauthnBuilder,
};

use crate::ceremony::{self, Kind};
use crate::sign_in::{self, Onward, With};
use crate::{custody, door, notify, store, words};

/// The service as passkeys know it: by the name in its address. An address that is a number has none.
fn relying_party(house: &House) -> Option<Webauthn> {
    let origin = Url::parse(&house.settings.base_url).ok()?;
    let name = origin.domain()?.to_owned();
    WebauthnBuilder::new(&name, &origin).ok()?.rp_name("Hearken").build().ok()
}

fn party(house: &House) -> Result<Webauthn, Failure> {
    relying_party(house).ok_or(Failure::NotFound)
}

/// A passkey of somebody's.
struct Kept {
    id: PasskeyId,
    name: String,
    passkey: Passkey,
}

async fn of(from: &impl Reads, account: AccountId) -> Result<Vec<Kept>, Fault> {
    let rows = sql("-- accounts.passkeys.of
        SELECT id, name, credential FROM accounts_passkey WHERE account = $1 ORDER BY made_at, id");
    let read = |row: &Row| -> Result<Kept, Fault> {
        let credential: String = row.get("credential")?;
        let passkey = serde_json::from_str(&credential).or_fault("reading a passkey")?;
        let id: PasskeyId = row.get("id")?;
        Ok(Kept { id, name: row.shown(id, "name")?, passkey })
    };
    rows.bind(account).all(from).await?.iter().map(read).collect()
}

/// What a browser is asked, and the token of what waits.
#[derive(Serialize)]
pub struct Asked {
    token: String,
    options: Value,
}

/// What the browser's script sends back.
#[derive(Deserialize)]
pub struct Answered<T> {
    token: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    to: Option<String>,
    /// What the passkey's PRF gives, where it has one: 32 bytes, base64url.
    #[serde(default)]
    prf: Option<String>,
    credential: T,
}

impl<T> Answered<T> {
    /// What the passkey gives of its owner's keys.
    fn brings(&self, passkey: PasskeyId) -> Option<Brought> {
        Brought::passkey(passkey, self.prf.as_deref()?)
    }
}

fn unreadable(why: &impl ToString) -> Failure {
    Failure::Unreadable(StatusCode::BAD_REQUEST, format!("the passkey was not taken: {}", why.to_string()))
}

/// Begins to make one.
pub async fn new(ctx: Ctx) -> Result<Json<Asked>, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    ctx.freshly_proved()?;
    let account = store::account_by_id(&ctx.db, person.account).await?.ok_or(Failure::NotFound)?;
    let others = of(&ctx.db, account.id).await?;
    let others = others.iter().map(|kept| kept.passkey.cred_id().clone()).collect();
    let party = party(&ctx.house)?;
    let begun =
        party.start_passkey_registration(account.id.uuid(), &account.email, &account.name, Some(others));
    let (options, state) = begun.or_fault("beginning to make a passkey")?;
    let mut options = serde_json::to_value(options).or_fault("writing what a passkey is asked")?;
    // The device must remember for whom it is: nobody types an address to sign in with a passkey.
    options["publicKey"]["authenticatorSelection"]["residentKey"] = json!("required");
    options["publicKey"]["authenticatorSelection"]["requireResidentKey"] = json!(true);
    wait(&ctx, Kind::PasskeyMade, &account.id.to_string(), &state, options).await
}

/// Keeps the passkey that was made.
pub async fn keep(
    ctx: Ctx,
    sent: Sent<Answered<RegisterPublicKeyCredential>>,
) -> Result<StatusCode, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    ctx.freshly_proved()?;
    let sent = sent.read()?;
    let account = store::account_by_id(&ctx.db, person.account).await?.ok_or(Failure::NotFound)?;
    let name = accounts::name(&sent.name).unwrap_or_else(|_| words::PASSKEY.of(ctx.lang).to_owned());
    let mut tx = ctx.begin("keep a passkey").await?;
    let waiting = ceremony::take(&mut tx, Kind::PasskeyMade, &sent.token).await?;
    if waiting.about != account.id.to_string() {
        return Err(Failure::NotFound);
    }
    let state: PasskeyRegistration = serde_json::from_str(&waiting.state).or_fault("reading what waits")?;
    let passkey = party(&ctx.house)?.finish_passkey_registration(&sent.credential, &state);
    let id = insert(&mut tx, account.id, &name, &passkey.map_err(|why| unreadable(&why))?).await?;
    told(&mut tx, account.id, Event::PasskeySet { name, on: true }).await?;
    notify::changed(&mut tx, &account, words::CHANGED_PASSKEY).await?;
    tx.commit().await?;
    if let Some(brings) = sent.brings(id).filter(|_| ctx.keys_are_open().is_ok()) {
        custody::add_way(&ctx, &brings).await?;
    }
    Ok(StatusCode::CREATED)
}

async fn insert(tx: &mut Tx, account: AccountId, name: &str, passkey: &Passkey) -> Result<PasskeyId, Fault> {
    let now = tx.now;
    let id = chance::id::<kind::Passkey>(now);
    sql("-- accounts.passkeys.insert
        INSERT INTO accounts_passkey (id, account, name, credential, made_at) VALUES ($1, $2, $3, $4, $5)")
    .bind(id)
    .bind(account)
    .hide(id, name)
    .bind(serde_json::to_string(passkey).or_fault("writing a passkey")?)
    .bind(now)
    .run(tx)
    .await?;
    Ok(id)
}

async fn told(tx: &mut Tx, account: AccountId, event: Event) -> Result<(), Failure> {
    let version = journal::version(tx, &account.to_string()).await?;
    tx.append(account, version, event::Event::Accounts(event), None).await.map(drop)
}

/// Takes one away.
pub async fn remove(ctx: Ctx, Path(passkey): Path<String>) -> Result<Redirect, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    ctx.freshly_proved()?;
    let id: PasskeyId = passkey.parse().map_err(|_| Failure::NotFound)?;
    let kept = of(&ctx.db, person.account).await?;
    let kept = kept.into_iter().find(|kept| kept.id == id).ok_or(Failure::NotFound)?;
    let mut tx = ctx.begin("take a passkey away").await?;
    sql("-- accounts.passkeys.remove\nDELETE FROM accounts_passkey WHERE id = $1")
        .bind(id)
        .run(&mut tx)
        .await?;
    told(&mut tx, person.account, Event::PasskeySet { name: kept.name, on: false }).await?;
    tx.commit().await?;
    ctx.house.keys.drop_way(person.account, &format!("passkey:{id}")).await?;
    Ok(Redirect::to("/account"))
}

/// Begins to sign in with one; whose it is, the device will say.
pub async fn ask(ctx: Ctx) -> Result<Json<Asked>, Failure> {
    ctx.open_to_all();
    let begun = party(&ctx.house)?.start_discoverable_authentication();
    let (options, state) = begun.or_fault("beginning to ask for a passkey")?;
    let options = serde_json::to_value(options).or_fault("writing what a passkey is asked")?;
    wait(&ctx, Kind::PasskeyAsked, "", &state, options).await
}

/// Lets whoever has it in: the answer says where to go on to.
pub async fn enter(
    ctx: Ctx,
    headers: HeaderMap,
    sent: Sent<Answered<PublicKeyCredential>>,
) -> Result<Response, Failure> {
    ctx.open_to_all();
    let sent = sent.read()?;
    let party = party(&ctx.house)?;
    let said = party.identify_discoverable_authentication(&sent.credential);
    let (owner, id) = said.map_err(|why| unreadable(&why))?;
    let account = store::account_by_id(&ctx.db, AccountId::from_uuid(owner)).await?;
    let account = account.filter(|account| account.active).ok_or(Failure::NotFound)?;
    let mut tx = sign_in::admission(&ctx, account.id).await?;
    let waiting = ceremony::take(&mut tx, Kind::PasskeyAsked, &sent.token).await?;
    let kept = of(&tx, account.id).await?;
    let mut used = kept.into_iter().filter(|kept| kept.passkey.cred_id().as_slice() == id);
    let used = used.next().ok_or(Failure::NotFound)?;
    let by: Vec<Brought> = sent.brings(used.id).into_iter().collect();
    let state = serde_json::from_str(&waiting.state).or_fault("reading what waits")?;
    let result = party.finish_discoverable_authentication_v2(&sent.credential, state, &used.passkey);
    note_use(&mut tx, used, &result.map_err(|why| unreadable(&why))?).await?;
    let with = With { proof: "passkey", keys: &by };
    let admitted = sign_in::admit(tx, &ctx.house, &account, with, door::device(&headers)).await?;
    Ok(admitted.told_where(&Onward { to: sent.to }))
}

/// Keeps the counter by which a copied passkey is noticed, and when it was used.
async fn note_use(tx: &mut Tx, mut used: Kept, result: &AuthenticationResult) -> Result<(), Fault> {
    used.passkey.update_credential(result);
    let now = tx.now;
    sql("-- accounts.passkeys.note_use
        UPDATE accounts_passkey SET credential = $2, used_at = $3 WHERE id = $1")
    .bind(used.id)
    .bind(serde_json::to_string(&used.passkey).or_fault("writing a passkey")?)
    .bind(now)
    .run(tx)
    .await
    .map(drop)
}

async fn wait(
    ctx: &Ctx,
    kind: Kind,
    about: &str,
    state: &impl Serialize,
    options: Value,
) -> Result<Json<Asked>, Failure> {
    let state = serde_json::to_string(state).or_fault("writing what waits for a passkey")?;
    let mut tx = ctx.begin("wait for a passkey").await?;
    let token = ceremony::begin(&mut tx, kind, about, &state).await?;
    tx.commit().await?;
    Ok(Json(Asked { token, options }))
}

/// The part of one's own account: the passkeys there are, and a button for another.
pub(crate) async fn list(ctx: &Ctx) -> Result<Markup, Failure> {
    let lang = ctx.lang;
    let kept = of(&ctx.db, ctx.person()?.account).await?;
    let possible = relying_party(&ctx.house).is_some();
    Ok(html! {
        h2 class="govuk-heading-m" { (words::PASSKEYS.of(lang)) }
        p class="govuk-body" { (words::PASSKEYS_HINT.of(lang)) }
        ul class="govuk-list" {
            @for kept in &kept {
                li {
                    (kept.name) " "
                    form method="post" action={ "/account/passkeys/" (kept.id) "/remove" } {
                        button class="hearken-plain-button" type="submit" {
                            (words::PASSKEY_REMOVE.of(lang)) span class="govuk-visually-hidden" { " " (kept.name) }
                        }
                    }
                }
            }
        }
        @if possible { (button("make", words::PASSKEY_MAKE.of(lang), "/account", ctx)) }
    })
}

/// The button on the page for signing in.
pub(crate) fn sign_in_button(ctx: &Ctx, to: &str) -> Markup {
    if relying_party(&ctx.house).is_none() {
        return html! {};
    }
    button("use", words::PASSKEY_USE.of(ctx.lang), to, ctx)
}

/// A button that the script shows where the browser can do it: it needs JavaScript, and so is never the only way.
fn button(what: &str, text: &str, to: &str, ctx: &Ctx) -> Markup {
    html! {
        div data-passkey=(what) data-to=(to) hidden {
            button type="button" class="govuk-button govuk-button--secondary" { (text) }
            p class="govuk-error-message" role="alert" hidden { (words::PASSKEY_FAILED.of(ctx.lang)) }
        }
        script type="module" src=(assets::href("passkey.js")) {}
    }
}
