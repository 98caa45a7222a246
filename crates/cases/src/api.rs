//! The queue and the cases for programs.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::cases::{CloseReason, Decision, Event, Refusal, SubjectKind, course, triage, weighing as law};
use domain::event;
use domain::id::{CaseId, Reference, ReportId};
use domain::reports::Urgency;
use domain::role::{Act, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use kit::api::{self, Problems, Query, Sent};
use kit::store::Tx;
use kit::{Ctx, Failure, chance, journal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::Schema;

use crate::act::written;
use crate::queue::From;
use crate::store::{self, Opened, PAGE, Waiting};
use crate::{linked, team};

/// A line of the queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueLine {
    #[schema(value_type = String)]
    pub report: ReportId,
    #[schema(value_type = String)]
    pub reference: Reference,
    /// 0 is the most urgent.
    pub urgency: i64,
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
}

/// One page of the queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueuePage {
    pub lines: Vec<QueueLine>,
    /// The address of the next page, if there is one.
    pub next: Option<String>,
}

/// What waits, the most urgent first, then the oldest; 25 at a time.
#[utoipa::path(get, path = "/api/v1/queue", tag = "cases", params(From), security(("key" = [])),
    responses((status = 200, body = QueuePage), Problems))]
pub async fn queue(ctx: Ctx, Query(from): Query<From>) -> Result<Response, Failure> {
    let person = ctx.may(Act::SeeQueue)?;
    let mut lines = store::queue(&ctx.db, person.organisation, person.account, from.after()).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let next = lines.last().filter(|_| more).map(|last| format!("/api/v1{}", crate::queue::next_page(last)));
    let line = |line: store::Line| QueueLine {
        report: line.report,
        reference: line.reference,
        urgency: line.urgency,
        received_at: line.received_at,
    };
    api::shown(&QueuePage { lines: lines.into_iter().map(line).collect(), next })
}

/// What becomes of a report in the queue.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "decision", rename_all = "snake_case", deny_unknown_fields)]
pub enum Triaged {
    /// A case is made of it.
    Accept,
    /// It joins a case that is open.
    Join { case: String },
    /// It is closed with a reason.
    Close {
        #[schema(schema_with = close_reasons)]
        reason: CloseReason,
        text: String,
    },
}

fn close_reasons() -> Schema {
    api::one_of(CloseReason::ALL.iter().map(|reason| reason.code()))
}

fn decisions() -> Schema {
    api::one_of(Decision::ALL.iter().map(|decision| decision.code()))
}

fn urgencies() -> Schema {
    api::one_of(Urgency::ALL.iter().map(|urgency| urgency.code()))
}

fn subject_kinds() -> Schema {
    api::one_of(SubjectKind::ALL.iter().map(|kind| kind.code()))
}

/// Where the report is now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Placed {
    /// The case that it is part of, if it is part of one.
    #[schema(value_type = Option<String>)]
    pub case: Option<CaseId>,
}

/// Decides on a report in the queue. It happens once.
#[utoipa::path(post, path = "/api/v1/queue/{report}", tag = "cases", security(("key" = [])), request_body = Triaged,
    params(("report" = String, Path), ("Idempotency-Key" = Option<String>, Header, max_length = 200, pattern = "^[!-~]+$")),
    responses((status = 200, body = Placed), Problems))]
pub async fn decide(
    ctx: Ctx,
    Path(report): Path<String>,
    decision: Sent<Triaged>,
) -> Result<Response, Failure> {
    let report: ReportId = report.parse().map_err(|_| Failure::NotFound)?;
    let waiting = store::waiting(&ctx.db, report).await?;
    ctx.may_on(Act::Triage, &waiting.matter())?;
    let (tx, case) = match decision.read()? {
        Triaged::Accept => crate::triage::accepted(&ctx, &waiting).await?,
        Triaged::Join { case } => crate::triage::joined(&ctx, &waiting, &case).await?,
        Triaged::Close { reason, text } => return close(&ctx, &waiting, reason, &text).await,
    };
    api::done(&ctx, tx, StatusCode::OK, &Placed { case: Some(case) }).await
}

async fn close(ctx: &Ctx, waiting: &Waiting, reason: CloseReason, text: &str) -> Result<Response, Failure> {
    let closed = triage::close(waiting.triage, reason, text).map_err(Failure::refused)?;
    let mut tx = ctx.begin("close a report at triage").await?;
    tx.append(waiting.id, waiting.version, event::Event::Cases(closed), Some(text)).await?;
    api::done(ctx, tx, StatusCode::OK, &Placed { case: None }).await
}

/// A line of the list of cases.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseLine {
    #[schema(value_type = String)]
    pub case: CaseId,
    #[schema(value_type = String)]
    pub reference: Reference,
    pub urgency: i64,
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Timestamp,
    /// When the clock of the first decision runs out, if it runs.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Timestamp>,
}

/// The open cases that the holder of the key may read, the urgent first, at most 200.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", security(("key" = [])),
    responses((status = 200, body = Vec<CaseLine>), Problems))]
pub async fn list(ctx: Ctx) -> Result<Response, Failure> {
    let person = ctx.may(Act::SeeQueue)?;
    let all = person.roles.contains(&Role::Lead);
    let cards = store::open_cases(&ctx.db, person.organisation, person.account, all).await?;
    let card = |card: store::Card| CaseLine {
        case: card.id,
        reference: card.reference,
        urgency: card.urgency,
        opened_at: card.opened_at,
        due_at: card.due_at,
    };
    api::shown(&cards.into_iter().map(card).collect::<Vec<_>>())
}

/// A case as it is read.
#[derive(Debug, Serialize, ToSchema)]
pub struct Case {
    #[schema(value_type = String)]
    pub case: CaseId,
    #[schema(value_type = String)]
    pub reference: Reference,
    pub urgency: &'static str,
    pub closed: bool,
    #[schema(value_type = Vec<String>)]
    pub reports: Vec<ReportId>,
    /// Everything that happened, the oldest first: `at`, `actor`, `event`.
    #[schema(value_type = Vec<Object>)]
    pub chronology: Vec<serde_json::Value>,
}

/// One case, for whoever may read it. The reading is recorded.
#[utoipa::path(get, path = "/api/v1/cases/{case}", tag = "cases", security(("key" = [])),
    params(("case" = String, Path)), responses((status = 200, body = Case), Problems))]
pub async fn read(ctx: Ctx, Path(case): Path<String>) -> Result<Response, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::ReadCase, &opened.matter(ctx.now))?;
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &case, "api").await?;
    let hidden = linked::hidden(&ctx, &opened).await?;
    let seen = opened.history.iter().filter(|entry| !linked::tells_of(entry, &hidden));
    let happened = seen.map(
        |entry| serde_json::json!({ "at": entry.at, "actor": entry.actor.to_string(), "event": entry.event }),
    );
    let read = Case {
        case: opened.id,
        reference: opened.state.opening.reference.clone(),
        urgency: opened.state.urgency.code(),
        closed: opened.state.closed,
        reports: opened.state.reports.clone(),
        chronology: happened.collect(),
    };
    api::done(&ctx, tx, StatusCode::OK, &read).await
}

/// Something that is done to a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum CaseAct {
    /// A note in the chronology.
    Note {
        text: String,
    },
    /// A decision, with its reason.
    Decide {
        #[schema(schema_with = decisions)]
        decision: Decision,
        reason: String,
    },
    /// A person, place or thing is named.
    Subject {
        #[schema(schema_with = subject_kinds)]
        kind: SubjectKind,
        name: String,
        #[serde(default)]
        about: String,
    },
    /// A task is given.
    Task {
        text: String,
        #[schema(value_type = Option<String>, format = Date, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
        #[serde(default)]
        due: Option<Date>,
        /// An account of the organisation.
        #[serde(default)]
        owner: Option<String>,
    },
    /// A task is done.
    TaskDone {
        task: String,
    },
    /// Another urgency is set, with the reason. Below a floor only with `below_floor`: that it is meant.
    Urgency {
        #[schema(schema_with = urgencies)]
        urgency: Urgency,
        reason: String,
        #[serde(default)]
        below_floor: bool,
    },
    /// Somebody of the organisation joins the team.
    TeamJoin {
        account: String,
    },
    /// Somebody leaves the team.
    TeamLeave {
        account: String,
    },
    /// Another case is connected with it, both ways: by its reference, with the reason.
    Link {
        reference: String,
        reason: String,
    },
    Close {
        reason: String,
    },
    Reopen {
        reason: String,
    },
}

/// What was written.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changed {
    /// How often the case has changed.
    pub version: u32,
}

/// Does something to a case.
#[utoipa::path(post, path = "/api/v1/cases/{case}/acts", tag = "cases", security(("key" = [])), request_body = CaseAct,
    params(("case" = String, Path), ("Idempotency-Key" = Option<String>, Header, max_length = 200, pattern = "^[!-~]+$")),
    responses((status = 201, body = Changed), Problems))]
pub async fn act(ctx: Ctx, Path(case): Path<String>, act: Sent<CaseAct>) -> Result<Response, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    let tx = done(&ctx, &opened, act.read()?).await?;
    let version = journal::version(&tx, &opened.id.to_string()).await?;
    api::done(&ctx, tx, StatusCode::CREATED, &Changed { version }).await
}

/// The transaction in which it is done, yet to be made durable.
async fn done(ctx: &Ctx, opened: &Opened, act: CaseAct) -> Result<Tx, Failure> {
    let (state, id) = (&opened.state, chance::id(ctx.now));
    let events = match act {
        CaseAct::TeamJoin { account } => {
            return team::taken_in(ctx, opened, &account).await?.map_err(Failure::refused);
        }
        CaseAct::Link { reference, reason } => {
            let linked = linked::joined_up(ctx, opened, &reference, &reason).await?;
            return linked.map_err(Failure::refused);
        }
        CaseAct::Subject { kind, name, about } => {
            let named = crate::act::named(ctx, Some(kind), &name).await?;
            let event = course::name_subject(state, chance::id(ctx.now), kind, &name, &about);
            event.map(|event| [vec![event], course::keep_from(state, &named)].concat())
        }
        CaseAct::Decide { decision, reason } => course::decide(state, decision, &reason),
        CaseAct::Note { text } => course::note(state, &text).map(one),
        CaseAct::Task { text, due, owner } => {
            let owner = crate::act::owner(ctx, owner.as_deref()).await?;
            owner.and_then(|owner| course::give_task(state, id, &text, owner, due)).map(one)
        }
        CaseAct::TaskDone { task } => {
            let task = task.parse().map_err(|_| Refusal::NoSuchTask);
            task.and_then(|task| course::do_task(state, task)).map(one)
        }
        CaseAct::Urgency { urgency, reason, below_floor } => {
            let of = crate::weighing::of_case(ctx, opened).await?;
            law::set_urgency(&of, urgency, &reason, below_floor).map(one)
        }
        CaseAct::TeamLeave { account } => {
            let account = account.parse().map_err(|_| Refusal::NotInTeam);
            account.and_then(|account| course::leave_team(state, account)).map(one)
        }
        CaseAct::Close { reason } => course::close(state, &reason).map(one),
        CaseAct::Reopen { reason } => course::reopen(state, &reason).map(one),
    };
    written(ctx, opened, "work on a case", &events.map_err(Failure::refused)?).await
}

fn one(event: Event) -> Vec<Event> {
    vec![event]
}
