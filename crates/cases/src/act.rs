//! What is done to a case. Each act is asked for, decided by the law in `domain`, and written with its
//! reason.

use axum::extract::Path;
use axum::response::Redirect;
use domain::cases::{Decision, Event, Refusal, State, SubjectKind, course};
use domain::event;
use domain::role::Act;
use jiff::civil::Date;
use kit::form::Fields;
use kit::store::Tx;
use kit::{Ctx, Failure, chance};

use crate::store::{self, Opened};

/// Decides something on a case and writes what follows.
async fn change(
    ctx: &Ctx,
    case: &str,
    label: &'static str,
    decide: impl FnOnce(&State) -> Result<Vec<Event>, Refusal> + Send,
) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.house.db, case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    let events = decide(&opened.state).map_err(Failure::refused)?;
    written(ctx, &opened, label, &events).await?.commit().await?;
    Ok(Redirect::to(&format!("/cases/{}", opened.id)))
}

/// The transaction with these events written, yet to be made durable.
pub(crate) async fn written(
    ctx: &Ctx,
    opened: &Opened,
    label: &'static str,
    events: &[Event],
) -> Result<Tx, Failure> {
    let mut tx = ctx.begin(label).await?;
    for (version, event) in (opened.version..).zip(events) {
        tx.append(opened.id, version, event::Event::Cases(event.clone()), None).await?;
    }
    Ok(tx)
}

/// Writes a note in the chronology.
pub async fn note(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let text = fields.get("text").unwrap_or_default();
    change(&ctx, &case, "write a note", |state| Ok(vec![course::note(state, text)?])).await
}

/// Decides, with the reason: the decision not to refer too.
pub async fn decide(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let reason = fields.get("reason").unwrap_or_default();
    change(&ctx, &case, "decide on a case", |state| {
        let decision = fields.get("decision").and_then(Decision::from_code).ok_or(Refusal::Empty)?;
        course::decide(state, decision, reason)
    })
    .await
}

/// Names a subject.
pub async fn subject(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let (name, about) = (fields.get("name").unwrap_or_default(), fields.get("about").unwrap_or_default());
    let id = chance::id(ctx.now);
    change(&ctx, &case, "name a subject", |state| {
        let kind = fields.get("kind").and_then(SubjectKind::from_code).ok_or(Refusal::Empty)?;
        Ok(vec![course::name_subject(state, id, kind, name, about)?])
    })
    .await
}

/// Gives a task.
pub async fn task(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let text = fields.get("text").unwrap_or_default();
    let id = chance::id(ctx.now);
    change(&ctx, &case, "give a task", |state| {
        let due = fields.get("due").map(str::parse::<Date>).transpose().map_err(|_| Refusal::NotADate)?;
        Ok(vec![course::give_task(state, id, text, None, due)?])
    })
    .await
}

/// Does a task.
pub async fn task_done(ctx: Ctx, Path((case, task)): Path<(String, String)>) -> Result<Redirect, Failure> {
    change(&ctx, &case, "do a task", |state| {
        let task = task.parse().map_err(|_| Refusal::NoSuchTask)?;
        Ok(vec![course::do_task(state, task)?])
    })
    .await
}

/// Closes the case.
pub async fn close(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let reason = fields.get("reason").unwrap_or_default();
    change(&ctx, &case, "close a case", |state| Ok(vec![course::close(state, reason)?])).await
}

/// Opens it again.
pub async fn reopen(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let reason = fields.get("reason").unwrap_or_default();
    change(&ctx, &case, "open a case again", |state| Ok(vec![course::reopen(state, reason)?])).await
}
