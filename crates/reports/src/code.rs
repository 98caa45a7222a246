//! What the code of a report opens. The code itself, how it is shown, read and kept, is `kit`'s.

use domain::id::ReportId;
use kit::code::Purpose;
pub(crate) use kit::code::{Proved, card, mistyped, prove, typed};
use kit::keys::{Secret, Who};
use kit::store::{Db, sql};
use kit::{Failure, House, seal};

/// The code that belongs to a draft with this token.
pub(crate) fn of_draft(house: &House, token: &str) -> String {
    kit::code::of_token(house, Purpose::Report, token)
}

/// The store for whoever has the key of a report's code: it opens that report and nothing else.
pub(crate) async fn opened(house: &House, report: ReportId, key: &seal::Key) -> Result<Db, Failure> {
    let row = sql("-- reports.code.opened\nSELECT bearer FROM reports_report WHERE id = $1");
    let row = row.bind(report).one(&house.db).await?.ok_or(Failure::NotFound)?;
    let sealed: String = row.maybe("bearer")?.ok_or(Failure::NotFound)?;
    let bearer = Secret::opened(key, &report.to_string(), &sealed).ok_or(Failure::NotFound)?;
    Ok(house.seen_by(Who::Bearer(bearer)))
}
