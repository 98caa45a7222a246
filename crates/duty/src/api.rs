//! The duties of a case for programs: read, not written.

use axum::extract::Path;
use axum::response::Response;
use domain::duty::judge::{self, Course, Judged, Next, Routed, Stands, judge};
use domain::role::Act;
use domain::rules::head::Head;
use domain::rules::rulebook;
use kit::api::{self, Problems};
use kit::{Ctx, Failure, journal};
use serde_json::{Value, json};

use crate::assess;
use crate::store::{self, Opened, Recorded};

/// The assessments of a case with what follows from each now, and the records of interference that the key may read.
/// The reading is recorded.
#[utoipa::path(get, path = "/api/v1/cases/{case}/duty", tag = "cases", security(("key" = [])),
    params(("case" = String, Path)), responses((status = 200, body = Object), Problems))]
pub async fn read(ctx: Ctx, Path(case): Path<String>) -> Result<Response, Failure> {
    let brief = assess::brief(&ctx, &case, Act::ReadCase).await?;
    let all = store::of_case(&ctx.db, &case).await?;
    let records = assess::records(&ctx, &brief).await?;
    let mut tx = ctx.begin("note a reading").await?;
    for read in all.iter().map(|one| one.id.to_string()).chain(records.iter().map(|one| one.id.to_string())) {
        journal::record_reading(&mut tx, &read, "api").await?;
    }
    tx.commit().await?;
    api::shown(&json!({
        "assessments": all.iter().map(|one| assessment(&ctx, one)).collect::<Vec<_>>(),
        "interference": records.iter().map(record).collect::<Vec<_>>(),
    }))
}

fn assessment(ctx: &Ctx, one: &Opened) -> Value {
    let Judged { duties, routes, next } = judge(&one.state, rulebook(), ctx.now);
    json!({
        "assessment": one.id,
        "whose": one.state.opening.whose,
        "nation": one.state.nation,
        "since": one.state.since,
        "window_ends": one.state.window(ctx.now).ends(),
        "duties": duties.iter().map(duty).collect::<Vec<_>>(),
        "routes": routes.iter().map(route).collect::<Vec<_>>(),
        "next": next.iter().map(follows).collect::<Vec<_>>(),
        "clocks": one.state.clocks,
    })
}

fn duty(stands: &Stands<'_>) -> Value {
    let assessed = &stands.assessed;
    let (course, at) = match stands.course {
        Course::Free => ("free", None),
        Course::Open => ("not_ruled_out", None),
        Course::Waits { until } => ("waits", Some(until)),
        Course::Due { at, late: false } => ("due", at),
        Course::Due { at, late: true } => ("missed", at),
        Course::Unreckoned => ("due_unreckoned", None),
        Course::Notified { at } => ("notified", Some(at)),
        Course::MetByAnother => ("met_by_another", None),
    };
    json!({
        "duty": assessed.duty.head.id,
        "force": assessed.force,
        "standing": assessed.standing,
        "course": course,
        "at": at,
        "to": stands.to,
        "elements": assessed.elements.iter().map(|element| &element.head.id).collect::<Vec<_>>(),
        "ask": assessed.ask.iter().map(|fact| &fact.id).collect::<Vec<_>>(),
    })
}

fn route(one: &Routed<'_>) -> Value {
    let step = &one.step;
    json!({
        "route": step.route.head.id,
        "to": step.route.to,
        "channel": step.route.channel,
        "standing": step.standing,
        "force": step.force,
        "form": judge::form(step.route),
        "clock": step.clock.map(|clock| &clock.head.id),
        "due": one.due,
        "unreckoned": one.unreckoned,
        "told": one.told,
        "because": step.because.iter().map(|because| &because.fact.id).collect::<Vec<_>>(),
        "ask": step.ask.iter().map(|fact| &fact.id).collect::<Vec<_>>(),
    })
}

fn follows(one: &Next<'_>) -> Value {
    let rules = one.because.iter().map(|head: &&Head| &head.id).collect::<Vec<_>>();
    json!({ "to": one.to, "form": one.form, "force": one.force, "rules": rules })
}

fn record(one: &Recorded) -> Value {
    let Recorded { id, at, record } = one;
    json!({
        "interference": id,
        "recorded_at": at,
        "by": record.by,
        "who": record.who,
        "role": record.role,
        "said": record.said,
        "at": record.at,
        "means": record.means,
        "timing_only": record.timing_only,
        "did": record.did,
        "refers_to": record.refers_to,
    })
}
