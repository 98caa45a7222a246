//! Where a telephone, an account, a number plate or a name stands, without reading anything: by keyed digests.
//!
//! Equal ones have equal digests, and nothing else can be told from them without the key of the node. So two reports that
//! name the same telephone are known for that at once, however many lie between them. What was found is shown to whoever
//! can open it, and to nobody else.

use domain::cases::SubjectKind;
use domain::reports::Report;
use domain::selector::{self, Selector};
use kit::Fault;
use kit::store::{Migration, Reads, Row, Tx, sql};

/// The schema.
pub(crate) const MIGRATION: Migration =
    Migration { name: "0019_cases_selector", sql: include_str!("selectors.sql") };

const OF: &str = "selector";

/// Notes what a report names.
pub(crate) async fn of_report(tx: &mut Tx, matter: &str, report: &Report) -> Result<(), Fault> {
    note(tx, matter, selector::of_report(report)).await
}

/// Notes what a subject of a case is found by.
pub(crate) async fn of_subject(
    tx: &mut Tx,
    matter: &str,
    kind: SubjectKind,
    name: &str,
) -> Result<(), Fault> {
    let selector = match kind {
        SubjectKind::Child | SubjectKind::Suspect => Selector::name(name),
        SubjectKind::Account => Selector::handle(name),
        SubjectKind::PhoneLine => Selector::phone(name),
        SubjectKind::Vehicle => Selector::vehicle(name),
        SubjectKind::PeerGroup | SubjectKind::Place | SubjectKind::School => None,
    };
    note(tx, matter, selector.into_iter().collect()).await
}

async fn note(tx: &mut Tx, matter: &str, selectors: Vec<Selector>) -> Result<(), Fault> {
    for selector in selectors {
        sql("-- cases.selectors.note
            INSERT INTO cases_selector (token, matter) VALUES ($1, $2) ON CONFLICT (token, matter) DO NOTHING")
        .index(OF, selector.text())
        .bind(matter)
        .run(tx)
        .await?;
    }
    Ok(())
}

/// Forgets a matter that is erased.
pub(crate) async fn forget(tx: &mut Tx, matter: &str) -> Result<(), Fault> {
    sql("-- cases.selectors.forget\nDELETE FROM cases_selector WHERE matter = $1")
        .bind(matter)
        .run(tx)
        .await
        .map(drop)
}

/// The matters that hold what was typed, if it is one of these; the newest first.
pub(crate) async fn holding(from: &impl Reads, typed: &str) -> Result<Vec<String>, Fault> {
    let mut found: Vec<String> = Vec::new();
    for selector in Selector::guesses(typed) {
        let rows = sql("-- cases.selectors.holding
            SELECT matter FROM cases_selector WHERE token = $1 ORDER BY matter DESC LIMIT 100");
        let rows = rows.index(OF, selector.text()).all(from).await?;
        found.extend(matters(&rows)?);
    }
    found.sort_by(|one, other| other.get(4..).cmp(&one.get(4..)));
    found.dedup();
    Ok(found)
}

/// The other matters that hold something that this one holds.
pub(crate) async fn shared(from: &impl Reads, matter: &str) -> Result<Vec<String>, Fault> {
    let rows = sql("-- cases.selectors.shared
        SELECT DISTINCT other.matter FROM cases_selector own JOIN cases_selector other ON other.token = own.token
        WHERE own.matter = $1 AND other.matter <> $1 ORDER BY other.matter DESC LIMIT 25");
    matters(&rows.bind(matter).all(from).await?)
}

fn matters(rows: &[Row]) -> Result<Vec<String>, Fault> {
    rows.iter().map(|row| row.get("matter")).collect()
}
