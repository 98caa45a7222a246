//! What programs meet: JSON in, JSON out, every error as problem details (RFC 9457).
//!
//! A request that changes something may carry `Idempotency-Key`. The answer is kept with the key in the
//! same transaction as what it tells of, for two days: sent again, because the first answer was lost on
//! its way, the request changes nothing and is answered as before. The answer is sealed with the key itself,
//! of which only a digest is stored: the store alone does not tell what a reporter was answered.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::id::EntryId;
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{Content, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

mod sent;

pub use sent::Sent;

use crate::jobs::Job;
use crate::journal::Appended;
use crate::log::{Opened, Receipt};
use crate::store::{Migration, Tx, sql};
use crate::{Ctx, Failure, Fault, House, OrFault as _, chance, seal};

/// The longest JSON body, in bytes.
pub const BODY_BYTES_MAX: usize = 512 * 1024;
/// How long a key is remembered.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(48);
const KEY: &str = "idempotency-key";
const KEY_CHARS_MAX: usize = 200;

/// The table of keys.
pub const MIGRATION: Migration = Migration {
    name: "0007_kit_once",
    sql: "CREATE TABLE kit_once (
        key TEXT PRIMARY KEY,
        request TEXT NOT NULL,
        status BIGINT NOT NULL,
        body TEXT NOT NULL,
        at BIGINT NOT NULL
    );
    CREATE INDEX kit_once_at ON kit_once (at);",
};

/// Which entry an answer acknowledges: its receipt is put into the answer.
pub const MIGRATION_ENTRY: Migration =
    Migration { name: "0011_kit_once_entry", sql: "ALTER TABLE kit_once ADD COLUMN entry TEXT;" };

/// What stands in the address after the question mark.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        // As in a form: a NUL cannot be stored by every database.
        let uri = parts.uri.to_string().replace("%00", "");
        let uri = uri.parse().or_fault("reading an address without what cannot be stored")?;
        let read = axum::extract::Query::try_from_uri(&uri);
        let axum::extract::Query(read) = read.map_err(|refused| {
            Failure::Unreadable(StatusCode::BAD_REQUEST, format!("the address: {}", refused.body_text()))
        })?;
        Ok(Self(read))
    }
}

/// The schema of a text that is one of these codes.
pub fn one_of(codes: impl IntoIterator<Item = &'static str>) -> Schema {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes)).build().into()
}

/// Why a request did not do what it asked (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// `urn:hearken:problem:` and the kind.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// A sentence that says what to do.
    pub detail: String,
    /// Which fields are wrong, if it is the fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<FieldProblem>>,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    pub field: String,
    pub message: String,
}

/// Every problem that any request can meet, for the OpenAPI document.
pub struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let all = [
            ("400", "What was sent cannot be read"),
            ("401", "No key, or one that does not hold"),
            ("403", "Sent by another site"),
            ("404", "There is nothing here that this key can see"),
            ("405", "This address does not take this method"),
            ("409", "The rules say no, or it was changed meanwhile"),
            ("413", "Too long"),
            ("415", "Not the kind of body that is expected"),
            ("422", "Some fields are wrong"),
            ("429", "Too many tries"),
            ("500", "Our fault"),
            ("503", "Nothing can be taken right now"),
        ];
        let content = || Content::new(Some(Ref::from_schema_name("Problem")));
        all.into_iter()
            .map(|(status, text)| {
                let response =
                    ResponseBuilder::new().description(text).content("application/problem+json", content());
                (status.to_owned(), RefOr::T(response.build()))
            })
            .collect()
    }
}

/// The key of a request that is to be done once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Once {
    key: String,
    request: String,
    /// What the answer is sealed with: from the key as it was sent and the secret beside the data.
    seal: seal::Key,
}

impl Once {
    /// What it is known by: a digest of the key and of whoever sent it.
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// The layer that answers a request that was answered before.
pub async fn once(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !request.headers().contains_key(KEY) {
        return next.run(request).await;
    }
    match remembered(&house, request).await {
        Ok(Remembered::Answered(response)) => response,
        Ok(Remembered::New(request)) => next.run(*request).await,
        Err(failure) => failure.into_response(),
    }
}

/// What is remembered of an answer, sealed with the key of the request: its receipt can be made again by whoever sends
/// that, and the node needs no key of the matter for it.
#[derive(Serialize, Deserialize)]
struct Kept {
    answer: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    opened: Option<Opened>,
}

enum Remembered {
    Answered(Response),
    New(Box<Request>),
}

async fn remembered(house: &House, request: Request) -> Result<Remembered, Failure> {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_BYTES_MAX).await.map_err(|_| {
        let fix = format!("a request with `{KEY}` may have {BODY_BYTES_MAX} bytes at most");
        Failure::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, fix)
    })?;
    let typed = typed(&parts)?;
    let once = Once {
        key: key(&parts, &typed),
        request: digest(&[parts.uri.to_string().as_bytes(), &body]),
        seal: seal::sum(&[house.settings.pepper.reveal(), b"answer", typed.as_bytes()]),
    };
    let row = sql("-- kit.api.remembered\nSELECT request, status, body, entry FROM kit_once WHERE key = $1");
    if let Some(row) = row.bind(&once.key).one(&house.db).await? {
        if row.get::<String>("request")? != once.request {
            return Err(used_for_another());
        }
        let status = row.get::<u32>("status")?.try_into().unwrap_or(200_u16);
        let status = StatusCode::from_u16(status).or_fault("reading a remembered answer")?;
        let text = seal::open(&once.seal, "answer", &row.get::<String>("body")?)?;
        let kept: Kept = serde_json::from_str(&text).or_fault("reading a remembered answer")?;
        let mut body = kept.answer;
        if let Some((entry, opened)) = row.maybe::<EntryId>("entry")?.zip(kept.opened) {
            body = with_receipt(&body, &house.log.receipt_when_in(entry, &opened).await?)?;
        }
        return Ok(Remembered::Answered(json(status, body)));
    }
    parts.extensions.insert(once);
    Ok(Remembered::New(Box::new(Request::from_parts(parts, Body::from(body)))))
}

/// The answer to a key that was used for another request.
pub fn used_for_another() -> Failure {
    let fix = format!("this `{KEY}` was used for another request: make a new one");
    Failure::Unreadable(StatusCode::UNPROCESSABLE_ENTITY, fix)
}

fn typed(parts: &Parts) -> Result<String, Failure> {
    let typed = text(&parts.headers, header::HeaderName::from_static(KEY));
    if typed.is_empty() || typed.len() > KEY_CHARS_MAX || !typed.bytes().all(|byte| byte.is_ascii_graphic()) {
        let fix = format!("`{KEY}` is 1 to {KEY_CHARS_MAX} visible ASCII characters");
        return Err(Failure::Unreadable(StatusCode::BAD_REQUEST, fix));
    }
    Ok(typed)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// A key holds for whoever sends it alone: two callers may choose the same.
fn key(parts: &Parts, typed: &str) -> String {
    let who = [text(&parts.headers, header::AUTHORIZATION), text(&parts.headers, header::COOKIE)];
    digest(&[who[0].as_bytes(), who[1].as_bytes(), parts.uri.path().as_bytes(), typed.as_bytes()])
}

fn digest(parts: &[&[u8]]) -> String {
    chance::hex(&seal::sum(parts))
}

/// Makes a transaction durable and answers with what came of it; with a key, the answer is remembered.
pub async fn done(ctx: &Ctx, tx: Tx, status: StatusCode, view: &impl Serialize) -> Result<Response, Failure> {
    let body = written(ctx, tx, status, view, None).await?;
    Ok(json(status, body))
}

/// As [`done`], and answers only when the entry is in the signed log: the answer has its receipt.
pub async fn acknowledged(
    ctx: &Ctx,
    tx: Tx,
    view: &impl Serialize,
    appended: &Appended,
) -> Result<Response, Failure> {
    let waiting = ctx.house.log.expect(appended.id);
    let body = written(ctx, tx, StatusCode::CREATED, view, Some(appended)).await?;
    let receipt = waiting.receipt(&appended.opened).await?;
    Ok(json(StatusCode::CREATED, with_receipt(&body, &receipt)?))
}

fn with_receipt(body: &str, receipt: &Receipt) -> Result<String, Fault> {
    let doing = "putting a receipt into an answer";
    let mut body: serde_json::Map<String, Value> = serde_json::from_str(body).or_fault(doing)?;
    body.insert("receipt".to_owned(), Value::String(receipt.to_string()));
    serde_json::to_string(&body).or_fault(doing)
}

async fn written(
    ctx: &Ctx,
    mut tx: Tx,
    status: StatusCode,
    view: &impl Serialize,
    appended: Option<&Appended>,
) -> Result<String, Failure> {
    let body = serde_json::to_string(view).or_fault("writing an answer as JSON")?;
    if let Some(once) = &ctx.once {
        keep(&mut tx, once, status, &body, appended).await?;
    }
    tx.commit().await?;
    Ok(body)
}

/// Remembers the answer to a request that was answered before it could be done: sent again, it is answered with this,
/// and with the receipt of the entry.
pub async fn remember(
    tx: &mut Tx,
    once: &Once,
    status: StatusCode,
    view: &impl Serialize,
    appended: &Appended,
) -> Result<(), Failure> {
    let body = serde_json::to_string(view).or_fault("writing an answer as JSON")?;
    keep(tx, once, status, &body, Some(appended)).await
}

async fn keep(
    tx: &mut Tx,
    once: &Once,
    status: StatusCode,
    body: &str,
    appended: Option<&Appended>,
) -> Result<(), Failure> {
    let (now, opened) = (tx.now, appended.map(|appended| appended.opened.clone()));
    let text = serde_json::to_string(&Kept { answer: body.to_owned(), opened });
    let text = text.or_fault("writing an answer to remember")?;
    let kept = sql("-- kit.api.done
        INSERT INTO kit_once (key, request, status, body, at, entry) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (key) DO NOTHING")
    .bind(&once.key)
    .bind(&once.request)
    .bind(u32::from(status.as_u16()))
    .bind(seal::close(&once.seal, "answer", &text)?)
    .bind(now)
    .bind(appended.map(|appended| appended.id))
    .run(tx)
    .await?;
    // None: the same request is being done this moment; sent again, it finds the answer.
    if kept == 0 { Err(Failure::Conflict) } else { Ok(()) }
}

/// An answer of JSON for what is kept, and yet to be done.
pub fn accepted(view: &impl Serialize) -> Result<Response, Failure> {
    let body = serde_json::to_string(view).or_fault("writing an answer as JSON")?;
    Ok(json(StatusCode::ACCEPTED, body))
}

/// An answer of JSON.
pub fn shown(view: &impl Serialize) -> Result<Response, Failure> {
    let body = serde_json::to_string(view).or_fault("writing an answer as JSON")?;
    Ok(json(StatusCode::OK, body))
}

fn json(status: StatusCode, body: String) -> Response {
    let kind = HeaderValue::from_static("application/json");
    (status, [(header::CONTENT_TYPE, kind)], body).into_response()
}

/// Forgets keys that are older than anybody would send again.
pub struct ForgetKeys;

#[async_trait::async_trait]
impl Job for ForgetKeys {
    fn name(&self) -> &'static str {
        "kit.forget_keys"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_hours(1)
    }

    async fn run(&self, house: &House, now: Timestamp) -> Result<(), Fault> {
        let mut tx = house.begin("forget old keys", domain::event::Actor::System, now).await?;
        sql("-- kit.api.forget\nDELETE FROM kit_once WHERE at < $1")
            .bind(now - REMEMBERED)
            .run(&mut tx)
            .await?;
        tx.commit().await
    }
}
