//! What somebody who is signed in has reported, and what became of it.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use domain::id::ReportId;
use domain::reports::State;
use domain::role::Act;
use domain::words::Lang;
use jiff::Timestamp;
use kit::access::Matter;
use kit::log::Receipt;
use kit::page::{self, Shell};
use kit::store::sql;
use kit::{Ctx, Failure};
use maud::{Markup, html};

use crate::{receive, words};

/// The list.
pub async fn list(ctx: Ctx) -> Result<Markup, Failure> {
    let person = ctx.may(Act::ReadOwnReports)?;
    let lang = ctx.lang;
    let rows = sql("-- reports.mine.list
        SELECT id, reference, received_at, progress FROM reports_report WHERE reporter = $1 ORDER BY received_at DESC LIMIT 100");
    let rows = rows.bind(person.account).all(&ctx.db).await?;
    let mut cells = Vec::new();
    for row in &rows {
        let (id, reference): (ReportId, domain::id::Reference) = (row.get("id")?, row.get("reference")?);
        let (at, progress): (Timestamp, String) = (row.get("received_at")?, row.get("progress")?);
        let link = html! { a class="govuk-link" href={ "/reports/" (id) } { (reference) } };
        cells.push(vec![link, html! { (domain::time::shown(at)) }, html! { (in_words(&progress).of(lang)) }]);
    }
    let title = words::MINE_TITLE.of(lang);
    let heads = [words::REFERENCE.of(lang), words::RECEIVED.of(lang), words::PROGRESS.of(lang)];
    Ok(Shell::staff(&ctx, title).navigation(page::navigation(&ctx)).show(html! {
        h1 class="govuk-heading-l" { (title) }
        @if cells.is_empty() { p class="govuk-body" { (words::MINE_NONE.of(lang)) } }
        @else { (page::table(title, &heads, cells)) }
    }))
}

/// The receipt of a report, to be saved.
pub async fn receipt(ctx: Ctx, Path(report): Path<String>) -> Result<Response, Failure> {
    let report: ReportId = report.parse().map_err(|_| Failure::NotFound)?;
    let (state, _) = receive::load(&ctx.db, report).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::ReadReport, &matter(&state))?;
    Ok(to_save(&state, &receive::receipt(&ctx.db, &ctx.house, report).await?))
}

/// A receipt as a file. Its name says nothing of what it is about.
pub(crate) fn to_save(state: &State, receipt: &Receipt) -> Response {
    let saved_as = format!("attachment; filename=\"{}.tlog-proof\"", state.receipt.reference.plain());
    let kind = (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned());
    ([kind, (header::CONTENT_DISPOSITION, saved_as)], receipt.to_string()).into_response()
}

/// One report, for whoever may read it.
pub async fn show(ctx: Ctx, Path(report): Path<String>) -> Result<Markup, Failure> {
    let report: ReportId = report.parse().map_err(|_| Failure::NotFound)?;
    let (state, _) = match receive::load(&ctx.db, report).await {
        Err(Failure::NotFound) => return erased(&ctx, report).await,
        loaded => loaded?.ok_or(Failure::NotFound)?,
    };
    ctx.may_on(Act::ReadReport, &matter(&state))?;
    let mut tx = ctx.begin("note a reading").await?;
    kit::journal::record_reading(&mut tx, &report.to_string(), "report").await?;
    tx.commit().await?;
    let lang = ctx.lang;
    let title = format!("{} {}", words::REPORT_TITLE.of(lang), state.receipt.reference);
    Ok(Shell::staff(&ctx, &title).navigation(page::navigation(&ctx)).show(html! {
        h1 class="govuk-heading-l" { (title) }
        (ctx.house.told.whole(&state, lang))
        p class="govuk-body" { a class="govuk-link" href={ "/reports/" (report) "/interference" } { (words::INTERFERENCE.of(lang)) } }
    }))
}

/// What stands in place of a report of one's own that was erased.
async fn erased(ctx: &Ctx, report: ReportId) -> Result<Markup, Failure> {
    let row = sql("-- reports.mine.erased
        SELECT reporter FROM reports_report WHERE id = $1 AND progress = 'erased' AND reporter IS NOT NULL");
    let row = row.bind(report).one(&ctx.db).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::ReadReport, &Matter { reporter: Some(row.get("reporter")?), ..Matter::default() })?;
    let title = words::ERASED_TITLE.of(ctx.lang);
    Ok(Shell::staff(ctx, title).navigation(page::navigation(ctx)).show(was_erased(ctx.lang)))
}

/// That it was erased, and what that means, for whoever made it.
pub(crate) fn was_erased(lang: Lang) -> Markup {
    html! {
        h1 class="govuk-heading-l" { (words::ERASED_TITLE.of(lang)) }
        p class="govuk-body" { (words::ERASED_TEXT.of(lang)) }
        p class="govuk-body" { a class="govuk-link" href="/report" { (words::ERASED_AGAIN.of(lang)) } }
    }
}

/// How people stand to a report.
pub(crate) fn matter(state: &State) -> Matter {
    Matter {
        organisation: Some(state.receipt.organisation),
        reporter: state.receipt.reporter,
        kept_from: state.kept_from.clone(),
        ..Matter::default()
    }
}

/// How far a report has come, in words.
pub(crate) fn in_words(progress: &str) -> domain::words::Words {
    match progress {
        "erased" => words::PROGRESS_ERASED,
        "replied" => words::PROGRESS_REPLIED,
        "worked_on" => words::PROGRESS_WORKED_ON,
        "looked_at" => words::PROGRESS_LOOKED_AT,
        _ => words::PROGRESS_RECEIVED,
    }
}
