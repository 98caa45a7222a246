//! The files that came with a report: looked at, and copied, by whoever may read it.

use axum::extract::Path;
use axum::http::Method;
use axum::response::Response;
use domain::event::Event;
use domain::evidence::Handling;
use domain::id::{FileId, ReportId};
use domain::reports;
use domain::reports::course::Attachment;
use domain::role::Act;
use kit::evidence::{self, Exhibit, Looked};
use kit::store::sql;
use kit::{Ctx, Failure, journal};
use maud::Markup;

use crate::{mine, receive};

/// The page of a file.
pub async fn show(ctx: Ctx, Path(file): Path<String>) -> Result<Markup, Failure> {
    page(&ctx, &found(&ctx, &file).await?, false).await
}

/// The same, clear.
pub async fn clear(ctx: Ctx, Path(file): Path<String>) -> Result<Markup, Failure> {
    page(&ctx, &found(&ctx, &file).await?, true).await
}

/// The file itself, to be saved.
pub async fn original(ctx: Ctx, method: Method, Path(file): Path<String>) -> Result<Response, Failure> {
    let found = found(&ctx, &file).await?;
    if !evidence::only_asks(&method) {
        record(&ctx, &found, Handling::Copied).await?;
    }
    evidence::original(&ctx, &found.file).await
}

/// A file, for whoever may read its report.
struct Found {
    report: ReportId,
    file: Attachment,
    /// Whether the reader works on reports: whoever sent it is not told who looked at it.
    works: bool,
}

async fn page(ctx: &Ctx, found: &Found, clear: bool) -> Result<Markup, Failure> {
    let looked = Looked::at(ctx, &found.file, clear).await?;
    record(ctx, found, looked.handling()).await?;
    let history = journal::history(&ctx.db, &found.report.to_string()).await?;
    let (file, with_custody) = (&found.file, found.works);
    let (at, back) = (format!("/files/{}", file.file), format!("/reports/{}", found.report));
    Exhibit { file, at, back, history: &history, with_custody }.page(ctx, &looked).await
}

async fn record(ctx: &Ctx, found: &Found, how: Handling) -> Result<(), Failure> {
    let handled = reports::Event::FileHandled { file: found.file.file, how };
    evidence::record(ctx, found.report, &Event::Reports(handled)).await
}

async fn found(ctx: &Ctx, file: &str) -> Result<Found, Failure> {
    let file: FileId = file.parse().map_err(|_| Failure::NotFound)?;
    let row = sql("-- reports.files.found\nSELECT report FROM reports_file WHERE file = $1");
    let row = row.bind(file).one(&ctx.db).await?.ok_or(Failure::NotFound)?;
    let report: ReportId = row.get("report")?;
    let (state, _) = receive::load(&ctx.db, report).await?.ok_or(Failure::NotFound)?;
    let matter = mine::matter(&state);
    ctx.may_on(Act::ReadReport, &matter)?;
    let kept = state.files().find(|kept| kept.file == file).ok_or(Failure::NotFound)?;
    Ok(Found { report, file: kept.clone(), works: ctx.could(Act::Triage, &matter) })
}
