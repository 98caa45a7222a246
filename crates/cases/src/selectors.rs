//! Where a telephone, an account, a number plate, a wallet, a postcode or a name stands, without reading anything: by keyed digests.
//!
//! Equal ones have equal digests, and nothing else can be told from them without the key of the node. So two reports that
//! name the same telephone are known for that at once, however many lie between them. Only matters of the reader's own
//! organisation are looked at, and none that they are kept from; what was found is then opened before it is shown.

use domain::cases::{Event as Happened, SubjectKind};
use domain::event::{Actor, Event};
use domain::id::OrganisationId;
use domain::reports::Report;
use domain::selector::{self, Selector};
use kit::ctx::Person;
use kit::store::{Db, Migration, Reads, Row, Tx, sql};
use kit::{Failure, Fault, House};

use crate::store;

/// The schema.
pub(crate) const MIGRATION: Migration =
    Migration { name: "0019_cases_selector", sql: include_str!("selectors.sql") };

const OF: &str = "selector";

/// Notes what a report names.
pub(crate) async fn of_report(
    tx: &mut Tx,
    matter: &str,
    organisation: OrganisationId,
    report: &Report,
) -> Result<(), Fault> {
    note(tx, matter, organisation, selector::of_report(report)).await
}

/// Notes what a subject of a case is found by.
pub(crate) async fn of_subject(tx: &mut Tx, case: &str, kind: SubjectKind, name: &str) -> Result<(), Fault> {
    let row = sql("-- cases.selectors.whose\nSELECT organisation FROM cases_case WHERE id = $1").bind(case);
    let Some(row) = row.one(tx).await? else { return Ok(()) };
    note(tx, case, row.get("organisation")?, subject(kind, name)).await
}

fn subject(kind: SubjectKind, name: &str) -> Vec<Selector> {
    let one = match kind {
        SubjectKind::Child | SubjectKind::Suspect => Selector::name(name),
        SubjectKind::Account => Selector::handle(name),
        SubjectKind::PhoneLine => Selector::phone(name),
        SubjectKind::Vehicle => Selector::vehicle(name),
        SubjectKind::PeerGroup | SubjectKind::Place | SubjectKind::School => return selector::of_place(name),
    };
    one.into_iter().collect()
}

async fn note(
    tx: &mut Tx,
    matter: &str,
    organisation: OrganisationId,
    selectors: Vec<Selector>,
) -> Result<(), Fault> {
    for selector in selectors {
        sql("-- cases.selectors.note
            INSERT INTO cases_selector (token, matter, organisation) VALUES ($1, $2, $3)
            ON CONFLICT (token, matter) DO NOTHING")
        .index(OF, selector.text())
        .bind(matter)
        .bind(organisation)
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
pub(crate) async fn holding(from: &impl Reads, person: &Person, typed: &str) -> Result<Vec<String>, Fault> {
    let mut found: Vec<String> = Vec::new();
    for selector in Selector::guesses(typed) {
        let rows = sql("-- cases.selectors.holding
            SELECT matter FROM cases_selector s WHERE token = $1 AND organisation = $2
            AND NOT EXISTS (SELECT 1 FROM cases_kept_from k WHERE k.matter = s.matter AND k.account = $3)
            ORDER BY substr(matter, 5) DESC LIMIT 500")
        .index(OF, selector.text())
        .bind(person.organisation)
        .bind(person.account)
        .all(from)
        .await?;
        found.extend(matters(&rows)?);
    }
    found.sort_by(|one, other| other.get(4..).cmp(&one.get(4..)));
    found.dedup();
    Ok(found)
}

/// The other matters that hold something that this one holds; the newest first.
pub(crate) async fn shared(from: &impl Reads, person: &Person, matter: &str) -> Result<Vec<String>, Fault> {
    let rows = sql("-- cases.selectors.shared
        SELECT DISTINCT other.matter, substr(other.matter, 5) AS age
        FROM cases_selector own JOIN cases_selector other ON other.token = own.token
        WHERE own.matter = $1 AND other.matter <> $1 AND other.organisation = $2
        AND NOT EXISTS (SELECT 1 FROM cases_kept_from k WHERE k.matter = other.matter AND k.account = $3)
        ORDER BY age DESC LIMIT 100");
    matters(&rows.bind(matter).bind(person.organisation).bind(person.account).all(from).await?)
}

fn matters(rows: &[Row]) -> Result<Vec<String>, Fault> {
    rows.iter().map(|row| row.get("matter")).collect()
}

/// What stands in the table once everything from before it is noted; with another name when more is noted of each than before.
const FILLED: &str = "filled with wallets and postcodes";

/// Notes what reports and cases name that came before anything was noted; once.
pub async fn fill(house: &House) -> Result<(), Fault> {
    let db = house.as_custodian();
    let row =
        sql("-- cases.selectors.filled\nSELECT 1 AS one FROM cases_selector WHERE token = $1").bind(FILLED);
    if row.one(&db).await?.is_some() {
        return Ok(());
    }
    let mut after = String::new();
    loop {
        let rows = sql("-- cases.selectors.yet
            SELECT matter FROM (SELECT report AS matter FROM cases_intake WHERE state <> 'erased'
                UNION ALL SELECT id AS matter FROM cases_case) every
            WHERE matter > $1 ORDER BY matter LIMIT 200");
        let yet = matters(&rows.bind(&after).all(&db).await?)?;
        let Some(last) = yet.last() else { break };
        after.clone_from(last);
        for matter in &yet {
            // One that was erased meanwhile has nothing to note; one that was altered must not keep the service shut.
            if let Err(Failure::Fault(fault)) = fill_one(house, &db, matter).await {
                tracing::warn!(matter, reason = fault.chain(), "what it names is not noted");
            }
        }
    }
    let mut tx = house.begin("note that all is noted", Actor::System, house.clock.now()).await?;
    // Other machines of the service may start in the same moment.
    sql("-- cases.selectors.is_filled
        INSERT INTO cases_selector (token, matter, organisation) VALUES ($1, $1, $1)
        ON CONFLICT (token, matter) DO NOTHING")
    .bind(FILLED)
    .run(&mut tx)
    .await?;
    tx.commit().await
}

async fn fill_one(house: &House, db: &Db, matter: &str) -> Result<(), Failure> {
    let mut tx = house.begin_with(db, "note what is named", Actor::System, house.clock.now()).await?;
    if let Ok(report) = matter.parse() {
        let receipt = store::waiting(db, report).await?.state.receipt;
        of_report(&mut tx, matter, receipt.organisation, &receipt.report).await?;
    } else {
        for entry in store::opened(db, matter).await?.history {
            if let Event::Cases(Happened::SubjectNamed { subject_kind, name, .. }) = &entry.event {
                of_subject(&mut tx, matter, *subject_kind, name).await?;
            }
        }
    }
    Ok(tx.commit().await?)
}
