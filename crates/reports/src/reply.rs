//! Writing to the reporter, and opening the files that came with a report.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::event::Event;
use domain::id::{FileId, ReportId};
use domain::reports;
use domain::role::Act;
use kit::form::Fields;
use kit::store::sql;
use kit::{Ctx, Failure, OrFault as _, journal};
use tokio_util::io::ReaderStream;

use crate::{mine, receive};

/// Sends a message to the reporter, who reads it with the code.
pub async fn reply(ctx: Ctx, Path(report): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let report: ReportId = report.parse().map_err(|_| Failure::NotFound)?;
    let (state, version) = receive::load(&ctx.house.db, report).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::Triage, &mine::matter(&state))?;
    let text = fields.get("text").unwrap_or_default();
    let replied = reports::course::reply(text).map_err(Failure::refused)?;
    let mut tx = ctx.begin("reply to a reporter").await?;
    tx.append(report, version, Event::Reports(replied), None).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/queue/{report}")))
}

/// Sends a file to be saved, never to be shown in the page: what is in it is not ours to trust.
pub async fn file(ctx: Ctx, Path(file): Path<String>) -> Result<Response, Failure> {
    let file: FileId = file.parse().map_err(|_| Failure::NotFound)?;
    let row = sql("-- reports.reply.file\nSELECT report FROM reports_file WHERE file = $1");
    let row = row.bind(file).one(&ctx.house.db).await?.ok_or(Failure::NotFound)?;
    let report: ReportId = row.get("report")?;
    let (state, _) = receive::load(&ctx.house.db, report).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::ReadReport, &mine::matter(&state))?;
    let opened = ctx.house.vault.read(file).await?;
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &report.to_string(), "file").await?;
    tx.commit().await?;
    let saved_as = format!("attachment; filename=\"{file}\"");
    let saved_as = HeaderValue::from_str(&saved_as).or_fault("naming a file to be saved")?;
    let kind = HeaderValue::from_static("application/octet-stream");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, saved_as)];
    Ok((headers, Body::from_stream(ReaderStream::new(opened))).into_response())
}
