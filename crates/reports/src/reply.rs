//! Writing to the reporter, and opening the files that came with a report.

use axum::extract::Path;
use axum::response::{Redirect, Response};
use domain::event::Event;
use domain::id::{FileId, ReportId};
use domain::reports;
use domain::role::Act;
use kit::form::Fields;
use kit::store::sql;
use kit::{Ctx, Failure, journal};

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

/// A file that came with a report, for whoever may read the report. The reading is recorded.
pub async fn file(ctx: Ctx, Path(file): Path<String>) -> Result<Response, Failure> {
    let file: FileId = file.parse().map_err(|_| Failure::NotFound)?;
    let row = sql("-- reports.reply.file\nSELECT report FROM reports_file WHERE file = $1");
    let row = row.bind(file).one(&ctx.db).await?.ok_or(Failure::NotFound)?;
    let report: ReportId = row.get("report")?;
    let (state, _) = receive::load(&ctx.db, report).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::ReadReport, &mine::matter(&state))?;
    let kept = state.files().find(|kept| kept.file == file).ok_or(Failure::NotFound)?;
    let answer = ctx.house.vault.to_save(kept).await?;
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &report.to_string(), "file").await?;
    tx.commit().await?;
    Ok(answer)
}
