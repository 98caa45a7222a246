//! The same wording in other reports: whoever blackmails many children writes to each what he wrote to the last.
//!
//! What is stored are keyed digests of a few runs of words of each report (`domain::alike`): equal ones are equal, and
//! without the key of the node nothing can be told from them. They find candidates alone. What was found is opened with the
//! reader's own keys and compared exactly; what the reader may not read is left out, as if it were not there.

use domain::alike::{Alike, Worded, alike};
use domain::event::Actor;
use domain::id::{OrganisationId, ReportId};
use domain::reports::Report;
use domain::role::Act;
use kit::store::{Db, Migration, Row, Tx, sql};
use kit::{Ctx, Failure, Fault, House};
use maud::{Markup, html};

use crate::store::{self, Opened, Waiting};
use crate::words;

/// The schema.
pub(crate) const MIGRATION: Migration =
    Migration { name: "0026_cases_fingerprint", sql: include_str!("alike.sql") };

const OF: &str = "fingerprint";

/// Notes the wording of a report.
pub(crate) async fn of_report(
    tx: &mut Tx,
    matter: &str,
    organisation: OrganisationId,
    report: &Report,
) -> Result<(), Fault> {
    note(tx, matter, organisation, &report.happened).await
}

/// Notes the wording of what the reporter wrote later.
pub(crate) async fn of_more(tx: &mut Tx, matter: &str, text: &str) -> Result<(), Fault> {
    let row =
        sql("-- cases.alike.whose\nSELECT organisation FROM cases_intake WHERE report = $1").bind(matter);
    let Some(row) = row.one(tx).await? else { return Ok(()) };
    note(tx, matter, row.get("organisation")?, text).await
}

/// How many rows go with one statement.
const ROWS: usize = 50;

async fn note(tx: &mut Tx, matter: &str, organisation: OrganisationId, text: &str) -> Result<(), Fault> {
    for runs in Worded::new(text).fingerprints().chunks(ROWS) {
        let places =
            (0..runs.len()).map(|row| format!("(${}, $1, $2)", row + 3)).collect::<Vec<_>>().join(", ");
        let statement = format!(
            "-- cases.alike.note\nINSERT INTO cases_fingerprint (token, matter, organisation) VALUES {places}
            ON CONFLICT (token, matter) DO NOTHING"
        );
        let start = sql(statement).bind(matter).bind(organisation);
        runs.iter().fold(start, |statement, run| statement.index(OF, run.as_str())).run(tx).await?;
    }
    Ok(())
}

/// Forgets a report that is erased.
pub(crate) async fn forget(tx: &mut Tx, matter: &str) -> Result<(), Fault> {
    sql("-- cases.alike.forget\nDELETE FROM cases_fingerprint WHERE matter = $1")
        .bind(matter)
        .run(tx)
        .await
        .map(drop)
}

/// What stands in the table once everything from before it is noted.
const FILLED: &str = "filled";

/// Notes the wording of reports that came before any was noted; once.
pub async fn fill(house: &House) -> Result<(), Fault> {
    let db = house.as_custodian();
    let row =
        sql("-- cases.alike.filled\nSELECT 1 AS one FROM cases_fingerprint WHERE token = $1").bind(FILLED);
    if row.one(&db).await?.is_some() {
        return Ok(());
    }
    let mut after = String::new();
    loop {
        let rows = sql("-- cases.alike.yet
            SELECT report AS matter FROM cases_intake WHERE state <> 'erased' AND report > $1 ORDER BY report LIMIT 200");
        let yet: Vec<String> = matters(&rows.bind(&after).all(&db).await?)?;
        let Some(last) = yet.last() else { break };
        after.clone_from(last);
        for matter in &yet {
            // One that was erased meanwhile has nothing to note; one that was altered must not keep the service shut.
            if let Err(Failure::Fault(fault)) = fill_one(house, &db, matter).await {
                tracing::warn!(matter, reason = fault.chain(), "its wording is not noted");
            }
        }
    }
    let mut tx = house.begin("note that all wording is noted", Actor::System, house.clock.now()).await?;
    // Other machines of the service may start in the same moment.
    sql("-- cases.alike.is_filled
        INSERT INTO cases_fingerprint (token, matter, organisation) VALUES ($1, $1, $1)
        ON CONFLICT (token, matter) DO NOTHING")
    .bind(FILLED)
    .run(&mut tx)
    .await?;
    tx.commit().await
}

async fn fill_one(house: &House, db: &Db, matter: &str) -> Result<(), Failure> {
    let Ok(report) = matter.parse::<ReportId>() else { return Ok(()) };
    let state = store::waiting(db, report).await?.state;
    let mut tx =
        house.begin_with(db, "note the wording of a report", Actor::System, house.clock.now()).await?;
    of_report(&mut tx, matter, state.receipt.organisation, &state.receipt.report).await?;
    for text in state.told_later() {
        note(&mut tx, matter, state.receipt.organisation, text).await?;
    }
    Ok(tx.commit().await?)
}

fn matters(rows: &[Row]) -> Result<Vec<String>, Fault> {
    rows.iter().map(|row| row.get("matter")).collect()
}

/// How many candidates are opened and compared.
const CANDIDATES_MAX: u32 = 20;
/// How many are shown.
const SHOWN_MAX: usize = 10;

/// Reports of the reader's organisation that share most fingerprints with this one; none that they are kept from.
async fn candidates(ctx: &Ctx, report: ReportId) -> Result<Vec<String>, Failure> {
    let person = ctx.person()?;
    let rows = sql("-- cases.alike.candidates
        SELECT other.matter, COUNT(*) AS shared
        FROM cases_fingerprint own JOIN cases_fingerprint other ON other.token = own.token
        WHERE own.matter = $1 AND other.matter <> $1 AND other.organisation = $2
        AND NOT EXISTS (SELECT 1 FROM cases_kept_from k WHERE k.matter = other.matter AND k.account = $3)
        GROUP BY other.matter ORDER BY shared DESC, other.matter DESC LIMIT $4");
    let rows = rows.bind(report).bind(person.organisation).bind(person.account).bind(CANDIDATES_MAX);
    Ok(matters(&rows.all(&ctx.db).await?)?)
}

/// The same wording elsewhere, beside a report.
pub(crate) async fn beside_report(ctx: &Ctx, waiting: &Waiting) -> Result<Markup, Failure> {
    let hits = hits(ctx, waiting, &[waiting.id]).await?;
    Ok(shown(ctx, hits))
}

/// The same wording elsewhere, in a case: of any of its reports, in any that is not one of them.
pub(crate) async fn beside_case(ctx: &Ctx, opened: &Opened) -> Result<Markup, Failure> {
    let mut all: Vec<Hit> = Vec::new();
    for report in &opened.state.reports {
        let Some(waiting) = Failure::found(store::waiting(&ctx.db, *report).await)? else { continue };
        for hit in hits(ctx, &waiting, &opened.state.reports).await? {
            match all.iter_mut().find(|known| known.report == hit.report) {
                Some(known) if known.alike.words >= hit.alike.words => {}
                Some(known) => *known = hit,
                None => all.push(hit),
            }
        }
    }
    Ok(shown(ctx, all))
}

/// A report with the same wording.
struct Hit {
    report: ReportId,
    reference: String,
    when: String,
    alike: Alike,
}

async fn hits(ctx: &Ctx, waiting: &Waiting, own: &[ReportId]) -> Result<Vec<Hit>, Failure> {
    let mut hits = Vec::new();
    for matter in candidates(ctx, waiting.id).await? {
        let Ok(report) = matter.parse::<ReportId>() else { continue };
        if own.contains(&report) {
            continue;
        }
        let other = Failure::found(store::waiting(&ctx.db, report).await)?;
        let Some(other) = other.filter(|other| ctx.could(Act::ReadReport, &other.matter())) else { continue };
        hits.extend(closest(waiting, &other).map(|alike| Hit {
            report,
            reference: other.state.receipt.reference.to_string(),
            when: domain::time::shown(other.received_at),
            alike,
        }));
    }
    Ok(hits)
}

/// How alike two reports are where they are most alike.
fn closest(one: &Waiting, other: &Waiting) -> Option<Alike> {
    let texts = |waiting: &Waiting| -> Vec<String> {
        let told = std::iter::once(waiting.state.receipt.report.happened.as_str());
        told.chain(waiting.state.told_later()).map(str::to_owned).collect()
    };
    let (ours, theirs) = (texts(one), texts(other));
    let pairs = ours.iter().flat_map(|own| theirs.iter().map(move |their| (own, their)));
    let each = pairs.filter_map(|(own, their)| alike(&Worded::new(own), &Worded::new(their)));
    each.max_by_key(|alike| alike.words)
}

fn shown(ctx: &Ctx, mut hits: Vec<Hit>) -> Markup {
    let lang = ctx.lang;
    hits.sort_by_key(|hit| std::cmp::Reverse((hit.alike.percent, hit.alike.words)));
    hits.truncate(SHOWN_MAX);
    html! {
        @if !hits.is_empty() {
            section data-alike {
                h2 class="govuk-heading-m" { (words::ALIKE.of(lang)) }
                p class="govuk-body" { (words::ALIKE_TEXT.of(lang)) }
                ul class="govuk-list" {
                    @for hit in &hits {
                        li {
                            a class="govuk-link" href={ "/reports/" (hit.report) } { (words::REPORT.of(lang)) " " (hit.reference) } " (" (hit.when) ")"
                            br; (words::how_alike(hit.alike.percent, hit.alike.words, lang)) " " q class="hearken-told" { (hit.alike.there) }
                        }
                    }
                }
            }
        }
    }
}
