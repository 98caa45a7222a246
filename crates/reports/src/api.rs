//! Reports for programs: sent, with files, read, replied to.

use axum::extract::{Path, Request};
use axum::http::{StatusCode, header};
use axum::response::Response;
use domain::event::Event;
use domain::id::{Reference, ReportId, kind};
use domain::reports::course::Attachment;
use domain::reports::{Answers, course};
use domain::role::Act;
use domain::words::Lang;
use jiff::Timestamp;
use kit::api::{self, Problems, Query, Sent};
use kit::store::sql;
use kit::vault::{FILES_MAX, NotKept};
use kit::{Ctx, Failure, FieldErrors, chance, journal};
use serde::{Deserialize, Serialize};
use utoipa::openapi::Schema;
use utoipa::{IntoParams, ToSchema};

use crate::receive::{self, Arrived, NotTaken, Sending};
use crate::spool::{self, Spooled};
use crate::{draft, mine};

/// A report as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// The answers, by the id of the question: a text or code, a list of codes, or a list of rows.
    #[schema(value_type = Object, example = json!({"who": "me", "harm": "sextortion", "danger": "no",
        "happened": "He says he will send it to everyone.", "when": "today", "threat": "yes", "demand": "no",
        "staff": "no", "where": "SN3 1RA", "tell_school": "no", "evidence": "no", "reply": "code"}))]
    pub answers: Answers,
    /// The language in which the reporter is answered.
    #[schema(schema_with = languages, required = false)]
    #[serde(default)]
    pub lang: Option<Lang>,
    /// What `POST /api/v1/files` gave for the files that go with it.
    #[serde(default)]
    pub upload: Option<String>,
}

fn languages() -> Schema {
    api::one_of(Lang::ALL.iter().map(|lang| lang.code()))
}

/// What became of a report that was sent. It is durable, and in the signed log, when this is read.
#[derive(Debug, Serialize, ToSchema)]
pub struct Taken {
    #[schema(value_type = String)]
    pub report: ReportId,
    #[schema(value_type = String)]
    pub reference: Reference,
    /// With this the reporter comes back; for a report made without a key. Shown once.
    pub code: Option<String>,
    /// The receipt (C2SP tlog-proof): proves, without asking us, that the report is in our log. Keep it as a file that
    /// ends in `.tlog-proof`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// A report that is kept, sealed and durable, beside the store, which takes nothing right now. It goes into the store by
/// itself; sent again with the same idempotency key, it is answered with its receipt then.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptReport {
    #[schema(value_type = String)]
    pub report: ReportId,
    /// With this the reporter comes back, once the store has it; for a report made without a key. Shown once.
    pub code: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub kept_at: Timestamp,
}

/// Sends a report, with a key in one's role, without a key anonymously.
#[utoipa::path(post, path = "/api/v1/reports", tag = "reports", request_body = NewReport,
    security((), ("key" = [])), params(("Idempotency-Key" = Option<String>, Header, max_length = 200, pattern = "^[!-~]+$")),
    responses((status = 201, body = Taken), (status = 202, body = KeptReport), Problems))]
pub async fn create(ctx: Ctx, sent: Sent<NewReport>) -> Result<Response, Failure> {
    let reporter = reporter(&ctx)?;
    let sent = sent.read()?;
    let upload = sent.upload.as_deref();
    if let Some(kept) = spool::before(&ctx, upload)? {
        return kept_answer(&kept);
    }
    let files = match upload {
        Some(token) => draft::uploads(&ctx.db, &draft::find(&ctx, token).await?).await?,
        None => Vec::new(),
    };
    let (report, code) = (chance::id(ctx.now), reporter.is_none().then(chance::digits16));
    let lang = sent.lang.unwrap_or_default();
    let sending = Sending { report, answers: sent.answers, files, reporter, lang, code };
    loop {
        match receive_now(&ctx, sending.clone(), upload).await {
            Err(failure) if receive::clashed(&failure) => {}
            Err(failure) => return kept_answer(&spool::instead(&ctx, sending, upload, failure)?),
            answered => return answered,
        }
    }
}

async fn receive_now(ctx: &Ctx, sending: Sending, upload: Option<&str>) -> Result<Response, Failure> {
    let code = sending.code.clone();
    let prepared = receive::prepare(&ctx.house, sending).await.map_err(not_taken)?;
    let mut tx = ctx.begin("receive a report").await?;
    let arrived = receive::write(&mut tx, prepared).await?;
    if let Some(token) = upload {
        let draft = draft::find(ctx, token).await?;
        draft::lock(&mut tx, &draft).await?;
        draft::sent(&mut tx, &draft, arrived.report).await?;
    }
    api::acknowledged(ctx, tx, &taken(&arrived, code), &arrived.appended).await
}

/// The answer for a report that arrived.
pub(crate) fn taken(arrived: &Arrived, code: Option<String>) -> Taken {
    Taken { report: arrived.report, reference: arrived.reference.clone(), code, receipt: None }
}

fn kept_answer(kept: &Spooled) -> Result<Response, Failure> {
    let (report, code) = (kept.sending.report, kept.sending.code.clone());
    api::accepted(&KeptReport { report, code, kept_at: kept.at })
}

type Own = (domain::id::AccountId, domain::id::OrganisationId);

/// Without a key anybody may; with one, if it is good for it.
fn reporter(ctx: &Ctx) -> Result<Option<Own>, Failure> {
    ctx.open_to_all();
    if ctx.person().is_err() {
        return Ok(None);
    }
    let person = ctx.may(Act::Report)?;
    Ok(Some((person.account, person.organisation)))
}

fn not_taken(why: NotTaken) -> Failure {
    let problems = match why {
        NotTaken::Problems(problems) => problems,
        NotTaken::Failure(failure) => return failure,
    };
    let mut errors = FieldErrors::default();
    for problem in problems {
        errors.add(problem.question, problem.trouble.to_string());
    }
    Failure::Invalid(errors, None)
}

/// Where a file goes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Upload {
    /// The name that the device gave it.
    name: String,
    /// What the first file gave; none for the first.
    upload: Option<String>,
}

/// A file that was kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct Kept {
    /// Goes into the report, and with the next file. Good for an hour.
    pub upload: String,
    pub file: String,
    /// From the content, never from the name.
    pub kind: String,
    pub size_bytes: u64,
    /// SHA-256 of what was kept, in hex.
    pub sha256: String,
}

/// Sends a file that will go with a report: at most 50 MB, at most twenty.
#[utoipa::path(post, path = "/api/v1/files", tag = "reports", params(Upload), security((), ("key" = [])),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Kept), Problems))]
pub async fn file(ctx: Ctx, Query(to): Query<Upload>, request: Request) -> Result<Response, Failure> {
    reporter(&ctx)?;
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if kind != Some("application/octet-stream") {
        let fix = "send the bytes of the file as application/octet-stream".to_owned();
        return Err(Failure::Unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE, fix));
    }
    let draft = match &to.upload {
        Some(token) => draft::find(&ctx, token).await?,
        None => draft::begin(&ctx, &Answers::default(), Lang::En).await?,
    };
    if draft::uploads(&ctx.db, &draft).await?.len() >= FILES_MAX {
        return Err(Failure::Refused(format!("a report has at most {FILES_MAX} files")));
    }
    let id = chance::id::<kind::File>(ctx.now);
    let kept = ctx.house.vault.keep(id, &to.name, request.into_body().into_data_stream()).await?;
    let kept = kept.map_err(|why| not_kept(&why))?;
    draft::add_upload(&ctx, &draft, &kept).await?;
    let file = kept.file.to_string();
    let kept =
        Kept { upload: draft.token, file, kind: kept.kind, size_bytes: kept.size_bytes, sha256: kept.sha256 };
    let tx = ctx.begin("answer for a file").await?;
    api::done(&ctx, tx, StatusCode::CREATED, &kept).await
}

fn not_kept(why: &NotKept) -> Failure {
    let status = match why {
        NotKept::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        NotKept::Empty | NotKept::CutShort => StatusCode::BAD_REQUEST,
    };
    Failure::Unreadable(status, why.to_string())
}

/// A line of one's own reports.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnReport {
    #[schema(value_type = String)]
    pub report: ReportId,
    #[schema(value_type = String)]
    pub reference: Reference,
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// `received`, `looked_at`, `worked_on` or `replied`.
    pub progress: String,
}

/// The newest reports that the holder of the key has made, at most a hundred.
#[utoipa::path(get, path = "/api/v1/reports", tag = "reports", security(("key" = [])),
    responses((status = 200, body = Vec<OwnReport>), Problems))]
pub async fn list(ctx: Ctx) -> Result<Response, Failure> {
    let person = ctx.may(Act::ReadOwnReports)?;
    let rows = sql("-- reports.api.list
        SELECT id, reference, received_at, progress FROM reports_report WHERE reporter = $1 ORDER BY received_at DESC LIMIT 100");
    let mut lines = Vec::new();
    for row in rows.bind(person.account).all(&ctx.db).await? {
        lines.push(OwnReport {
            report: row.get("id")?,
            reference: row.get("reference")?,
            received_at: row.get("received_at")?,
            progress: row.get("progress")?,
        });
    }
    api::shown(&lines)
}

/// A report as it is read.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportRead {
    #[schema(value_type = String)]
    pub report: ReportId,
    #[schema(value_type = String)]
    pub reference: Reference,
    /// Why it has its urgency.
    pub urgency: &'static str,
    pub reasons: Vec<&'static str>,
    /// What was told, field by field.
    #[schema(value_type = Object)]
    pub told: serde_json::Value,
    /// The same as questions and answers.
    #[schema(value_type = Vec<Object>)]
    pub answers: Vec<kit::told::Asked>,
    #[schema(value_type = Vec<Object>)]
    pub files: Vec<Attachment>,
}

/// One report, for whoever may read it. The reading is recorded.
#[utoipa::path(get, path = "/api/v1/reports/{report}", tag = "reports", security(("key" = [])),
    params(("report" = String, Path)), responses((status = 200, body = ReportRead), Problems))]
pub async fn read(ctx: Ctx, Path(report): Path<String>) -> Result<Response, Failure> {
    let id: ReportId = report.parse().map_err(|_| Failure::NotFound)?;
    let (state, _) = receive::load(&ctx.db, id).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::ReadReport, &mine::matter(&state))?;
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &report, "api").await?;
    let read = ReportRead {
        report: id,
        reference: state.receipt.reference.clone(),
        urgency: state.weighing.urgency.code(),
        reasons: ctx.house.told.reasons(&state, ctx.lang),
        told: serde_json::json!(state.receipt.report),
        answers: ctx.house.told.told(&state.receipt.report, ctx.lang),
        files: state.receipt.files.iter().map(Attachment::told).collect(),
    };
    api::done(&ctx, tx, StatusCode::OK, &read).await
}

/// A message to the reporter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    #[schema(min_length = 1, max_length = 15000)]
    pub text: String,
}

/// What was written.
#[derive(Debug, Serialize, ToSchema)]
pub struct Replied {
    /// How often the matter has changed.
    pub version: u32,
}

/// Writes to the reporter, who reads it with the code.
#[utoipa::path(post, path = "/api/v1/reports/{report}/replies", tag = "reports", security(("key" = [])),
    params(("report" = String, Path), ("Idempotency-Key" = Option<String>, Header, max_length = 200, pattern = "^[!-~]+$")),
    request_body = Reply, responses((status = 201, body = Replied), Problems))]
pub async fn reply(ctx: Ctx, Path(report): Path<String>, reply: Sent<Reply>) -> Result<Response, Failure> {
    let id: ReportId = report.parse().map_err(|_| Failure::NotFound)?;
    let (state, version) = receive::load(&ctx.db, id).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::Triage, &mine::matter(&state))?;
    let replied = course::reply(&reply.read()?.text).map_err(Failure::refused)?;
    let mut tx = ctx.begin("reply to a reporter").await?;
    let entry = tx.append(id, version, Event::Reports(replied), None).await?;
    api::done(&ctx, tx, StatusCode::CREATED, &Replied { version: entry.version }).await
}
