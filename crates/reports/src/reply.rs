//! Writing to the reporter.

use axum::extract::Path;
use axum::response::Redirect;
use domain::event::Event;
use domain::id::ReportId;
use domain::reports;
use domain::role::Act;
use kit::form::Fields;
use kit::{Ctx, Failure};

use crate::{mine, receive};

/// Sends a message to the reporter, who reads it with the code.
pub async fn reply(ctx: Ctx, Path(report): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let report: ReportId = report.parse().map_err(|_| Failure::NotFound)?;
    let (state, version) = receive::load(&ctx.db, report).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::Triage, &mine::matter(&state))?;
    let text = fields.get("text").unwrap_or_default();
    let replied = reports::course::reply(text).map_err(Failure::refused)?;
    let mut tx = ctx.begin("reply to a reporter").await?;
    tx.append(report, version, Event::Reports(replied), None).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/queue/{report}")))
}
