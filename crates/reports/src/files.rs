//! The files that came with a report: looked at, and copied, by whoever may read it.

use axum::extract::Path;
use axum::response::Response;
use domain::event::Event;
use domain::evidence::Handling;
use domain::id::{FileId, ReportId};
use domain::reports;
use domain::reports::course::Attachment;
use domain::role::Act;
use kit::evidence::{self, Exhibit};
use kit::store::sql;
use kit::{Ctx, Failure, journal};
use maud::Markup;

use crate::{mine, receive};

/// The page of a file.
pub async fn show(ctx: Ctx, Path(file): Path<String>) -> Result<Markup, Failure> {
    let (report, file) = found(&ctx, &file).await?;
    page(&ctx, report, &file, Handling::Glimpsed).await
}

/// The same, clear.
pub async fn clear(ctx: Ctx, Path(file): Path<String>) -> Result<Markup, Failure> {
    let (report, file) = found(&ctx, &file).await?;
    page(&ctx, report, &file, Handling::Seen).await
}

/// The file itself, to be saved.
pub async fn original(ctx: Ctx, Path(file): Path<String>) -> Result<Response, Failure> {
    let (report, file) = found(&ctx, &file).await?;
    record(&ctx, report, &file, Handling::Copied).await?;
    evidence::original(&ctx, &file).await
}

async fn page(ctx: &Ctx, report: ReportId, file: &Attachment, how: Handling) -> Result<Markup, Failure> {
    record(ctx, report, file, how).await?;
    let history = journal::history(&ctx.db, &report.to_string()).await?;
    let (at, back) = (format!("/files/{}", file.file), format!("/reports/{report}"));
    Exhibit { file, at, back, history: &history }.page(ctx, how == Handling::Seen).await
}

async fn record(ctx: &Ctx, report: ReportId, file: &Attachment, how: Handling) -> Result<(), Failure> {
    let handled = reports::Event::FileHandled { file: file.file, how };
    evidence::record(ctx, report, &Event::Reports(handled)).await
}

/// A file, for whoever may read its report.
async fn found(ctx: &Ctx, file: &str) -> Result<(ReportId, Attachment), Failure> {
    let file: FileId = file.parse().map_err(|_| Failure::NotFound)?;
    let row = sql("-- reports.files.found\nSELECT report FROM reports_file WHERE file = $1");
    let row = row.bind(file).one(&ctx.db).await?.ok_or(Failure::NotFound)?;
    let report: ReportId = row.get("report")?;
    let (state, _) = receive::load(&ctx.db, report).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::ReadReport, &mine::matter(&state))?;
    let kept = state.files().find(|kept| kept.file == file).ok_or(Failure::NotFound)?;
    Ok((report, kept.clone()))
}
