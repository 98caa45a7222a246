//! The tables of referrals, kept up to date by the journal's events.

use domain::cases::Event as Worked;
use domain::event::{Actor, Event};
use domain::referrals::{self, Draft, Event as Happened, Standing, course};
use kit::journal::{self, Entry, Reaction};
use kit::store::{Migration, Tx, sql};
use kit::{Failure, Fault, House};

use crate::store;

/// The schema, step by step.
pub const MIGRATIONS: [Migration; 3] = [
    Migration { name: "0005_referrals", sql: include_str!("schema.sql") },
    Migration { name: "0016_referrals_sealed", sql: include_str!("sealed.sql") },
    Migration { name: "0021_referrals_chased", sql: include_str!("chased.sql") },
];

/// Writes what has happened into the tables of referrals.
pub struct Keeping;

#[async_trait::async_trait]
impl Reaction for Keeping {
    async fn on(&self, tx: &mut Tx, entry: &Entry) -> Result<(), Fault> {
        match &entry.event {
            Event::Referrals(event) => kept(tx, entry, event).await,
            Event::Cases(Worked::Erased { .. }) => forgotten(tx, &entry.stream).await,
            Event::Accounts(_) | Event::Reports(_) | Event::Cases(_) | Event::Duty(_) | Event::Removal(_) => {
                Ok(())
            }
        }
    }
}

/// The case of some referrals is erased, and their keys with it: nobody is reminded of them any more.
async fn forgotten(tx: &mut Tx, case: &str) -> Result<(), Fault> {
    sql("-- referrals.keeping.forgotten
        UPDATE referrals_referral SET due_at = NULL, recipient_email = NULL, reminders = NULL WHERE case_id = $1")
    .bind(case)
    .run(tx)
    .await
    .map(drop)
}

async fn kept(tx: &mut Tx, entry: &Entry, event: &Happened) -> Result<(), Fault> {
    match event {
        Happened::Drafted { draft } => drafted(tx, entry, draft).await?,
        Happened::Revised { draft } => revised(tx, entry, draft).await?,
        Happened::Sent { kept_from, .. } => {
            for account in kept_from {
                sql("-- referrals.keeping.kept_from
                    INSERT INTO referrals_kept_from (referral, account) VALUES ($1, $2)
                    ON CONFLICT (referral, account) DO NOTHING")
                .bind(&entry.stream)
                .bind(*account)
                .run(tx)
                .await?;
            }
        }
        // Whoever reminds has no key: nothing else can be told from it.
        Happened::Reminded { times, .. } => return reminded(tx, entry, *times).await,
        Happened::Filled { .. }
        | Happened::Opened
        | Happened::LinkRenewed
        | Happened::FileTaken { .. }
        | Happened::Acknowledged { .. }
        | Happened::Accepted { .. }
        | Happened::Declined { .. }
        | Happened::Withdrawn { .. } => {}
    }
    stands(tx, entry).await
}

async fn drafted(tx: &mut Tx, entry: &Entry, draft: &Draft) -> Result<(), Fault> {
    sql("-- referrals.keeping.drafted
        INSERT INTO referrals_referral
        (id, reference, organisation, recipient, recipient_name, case_id, urgency, standing, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(&entry.stream)
    .bind(&draft.reference)
    .bind(draft.organisation)
    .bind(draft.recipient.organisation)
    .hide(&entry.stream, &draft.recipient.name)
    .bind(draft.case)
    .bind(draft.urgency.rank())
    .bind(Standing::Drafted.code())
    .bind(entry.at)
    .run(tx)
    .await
    .map(drop)
}

async fn revised(tx: &mut Tx, entry: &Entry, draft: &Draft) -> Result<(), Fault> {
    sql("-- referrals.keeping.revised
        UPDATE referrals_referral SET recipient = $2, recipient_name = $3 WHERE id = $1")
    .bind(&entry.stream)
    .bind(draft.recipient.organisation)
    .hide(&entry.stream, &draft.recipient.name)
    .run(tx)
    .await
    .map(drop)
}

/// The recipient's address as it is kept: empty where there is none.
fn email(draft: &Draft) -> &str {
    draft.recipient.email.as_deref().unwrap_or_default()
}

async fn reminded(tx: &mut Tx, entry: &Entry, times: u32) -> Result<(), Fault> {
    sql("-- referrals.keeping.reminded
        UPDATE referrals_referral SET reminders = $2, due_at = $3, changed_at = $4 WHERE id = $1")
    .bind(&entry.stream)
    .bind(times)
    .bind(course::reminder_after(times, entry.at))
    .bind(entry.at)
    .run(tx)
    .await
    .map(drop)
}

/// Where it stands now, and when the next reminder is due: from its whole course, so that the rule has
/// one home.
async fn stands(tx: &mut Tx, entry: &Entry) -> Result<(), Fault> {
    let history = match journal::history(tx, &entry.stream).await {
        Ok(history) => history,
        Err(Failure::Fault(fault)) => return Err(fault),
        Err(_) => return Err(Fault::new("whoever changes a referral has no key to it")),
    };
    let state = history.into_iter().fold(None, |state, entry| match entry.event {
        Event::Referrals(event) => referrals::apply(state, event, entry.at),
        Event::Accounts(_) | Event::Reports(_) | Event::Cases(_) | Event::Duty(_) | Event::Removal(_) => {
            state
        }
    });
    let Some(state) = state else { return Ok(()) };
    sql("-- referrals.keeping.stands
        UPDATE referrals_referral SET standing = $2, changed_at = $3, due_at = $4, reminders = $5,
        recipient_email = $6 WHERE id = $1")
    .bind(&entry.stream)
    .bind(state.standing.code())
    .bind(entry.at)
    .bind(course::next_reminder(&state))
    .bind(state.reminders)
    .hide(store::reached(&entry.stream), email(&state.draft))
    .run(tx)
    .await
    .map(drop)
}

/// Notes what reminders need of referrals from before that was noted.
pub async fn fill(house: &House) -> Result<(), Fault> {
    let db = house.as_custodian();
    let rows = sql(
        "-- referrals.keeping.yet\nSELECT id FROM referrals_referral WHERE reminders IS NULL AND due_at IS NOT NULL",
    );
    for row in rows.all(&db).await? {
        let referral: String = row.get("id")?;
        let state = match store::opened(&db, house, &referral).await {
            Ok(opened) => opened.state,
            Err(Failure::Fault(fault)) => return Err(fault),
            // Only its own people can open it; they see on its page that an answer is waited for.
            Err(_) => continue,
        };
        let mut tx = house.begin("note what reminders need", Actor::System, house.clock.now()).await?;
        sql("-- referrals.keeping.fill
            UPDATE referrals_referral SET reminders = $2, recipient_email = $3 WHERE id = $1")
        .bind(&referral)
        .bind(state.reminders)
        .hide(store::reached(&referral), email(&state.draft))
        .run(&mut tx)
        .await?;
        tx.commit().await?;
    }
    Ok(())
}
