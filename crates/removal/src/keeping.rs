//! The tables of the hash service, kept up to date by the journal's events.
//!
//! Whatever changes what platforms get takes the next turn first. The row that counts turns stays locked until the
//! transaction is durable, so nobody ever sees a turn before an earlier one: who has pulled up to a turn has missed
//! nothing, on either database.

use domain::event::Event;
use domain::id::{Id, ListId};
use domain::removal::Event as Happened;
use domain::removal::asking::Item;
use domain::removal::entry::{Feedback, Outcome, Standing};
use domain::removal::fingerprint::Fingerprint;
use domain::removal::list::{self, Category, Confidence, Limits, List, ListKind, Listing};
use kit::journal::{Entry, Reaction};
use kit::store::{Migration, Tx, sql};
use kit::{Failure, Fault, House, OrFault as _};
use uuid::Uuid;

use crate::store;

/// The schema, step by step.
pub const MIGRATIONS: [Migration; 2] = [
    Migration { name: "0030_removal", sql: include_str!("schema.sql") },
    Migration { name: "0031_removal_young", sql: include_str!("young/schema.sql") },
];

/// The list of what young people asked for themselves: there is one in every house.
pub const OWN: ListId = Id::from_uuid(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));

/// By what the entries of a request are found, as a keyed digest.
pub(crate) const REQUEST: &str = "removal_request";

/// Writes what has happened into the tables of the hash service.
pub struct Keeping;

#[async_trait::async_trait]
impl Reaction for Keeping {
    async fn on(&self, tx: &mut Tx, entry: &Entry) -> Result<(), Fault> {
        let Event::Removal(event) = &entry.event else { return Ok(()) };
        let stream = &entry.stream;
        match event {
            Happened::Asked { asking } => asked(tx, stream, &asking.items).await,
            Happened::AskedMore { items } => asked(tx, stream, items).await,
            Happened::Withdrawn => withdrawn(tx, stream).await,
            Happened::ListMade { list } => made(tx, stream, list).await,
            Happened::ListChanged { limits } => changed(tx, stream, limits).await,
            Happened::Listed { entries } => listed(tx, stream, entries).await,
            Happened::FedBack { platform, feedback } => {
                fed_back(tx, stream, &platform.to_string(), feedback).await
            }
            Happened::Quarantined { .. } => stands(tx, stream, Standing::Quarantined).await,
            Happened::Confirmed { .. } => {
                overruled(tx, stream).await?;
                stands(tx, stream, Standing::Confirmed).await
            }
            Happened::Struck { .. } => stands(tx, stream, Standing::Withdrawn).await,
        }
    }
}

/// Makes the list of young people's own requests, if it is not there yet.
pub async fn fill(house: &House) -> Result<(), Fault> {
    let now = house.clock.now();
    let mut tx = house
        .begin("make the list of young people's own requests", domain::event::Actor::System, now)
        .await?;
    own(&mut tx).await?;
    tx.commit().await
}

async fn own(tx: &mut Tx) -> Result<List, Fault> {
    if let Some(list) = store::list(tx, OWN).await? {
        return Ok(list);
    }
    let doing = "making the list of young people's own requests";
    let made = list::make("Young people's own requests", ListKind::Own, Limits::default()).or_fault(doing)?;
    match tx.append(OWN, 0, Event::Removal(made), None).await {
        Ok(_) => {}
        Err(Failure::Fault(fault)) => return Err(fault),
        Err(_) => return Err(Fault::new(doing)),
    }
    store::list(tx, OWN).await?.ok_or("it is not there").or_fault(doing)
}

/// The next turn, held until this is durable. The row is made with the first, so that a backup finds its place empty.
async fn turn(tx: &mut Tx) -> Result<i64, Fault> {
    sql("-- removal.keeping.turn
        INSERT INTO removal_turn (only_one, last_turn) VALUES (1, 1)
        ON CONFLICT (only_one) DO UPDATE SET last_turn = removal_turn.last_turn + 1")
    .run(tx)
    .await?;
    store::turn(tx).await
}

/// A young person's own: of the hashes only those that find what they should, and no more.
async fn asked(tx: &mut Tx, request: &str, items: &[Item]) -> Result<(), Fault> {
    let limits = own(tx).await?.limits;
    let turn = turn(tx).await?;
    for item in items {
        let prints: Vec<Fingerprint> = item
            .fingerprints
            .iter()
            .filter(|print| list::usable(print, limits.quality_min).is_ok())
            .copied()
            .collect();
        if prints.is_empty() {
            continue;
        }
        let now = tx.now;
        sql("-- removal.keeping.asked
            INSERT INTO removal_entry
                (id, list, request, medium, category, confidence, prints, provenance, standing, turn, listed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(item.id)
        .bind(OWN)
        .index(REQUEST, request)
        .bind(item.medium.code())
        .bind(Category::Unseen.code())
        .bind(Confidence::Medium.code())
        .hide(item.id, store::written(&prints))
        .hide(store::provenance(item.id), "")
        .bind(Standing::Unreviewed.code())
        .bind(turn)
        .bind(now)
        .run(tx)
        .await?;
    }
    Ok(())
}

/// What is taken back leaves a stone without a hash.
async fn withdrawn(tx: &mut Tx, request: &str) -> Result<(), Fault> {
    let turn = turn(tx).await?;
    sql("-- removal.keeping.withdrawn
        UPDATE removal_entry SET standing = 'withdrawn', prints = '', turn = $1
        WHERE request = $2 AND standing <> 'withdrawn'")
    .bind(turn)
    .index(REQUEST, request)
    .run(tx)
    .await
    .map(drop)
}

async fn made(tx: &mut Tx, id: &str, list: &List) -> Result<(), Fault> {
    let (now, limits) = (tx.now, list.limits);
    sql("-- removal.keeping.made
        INSERT INTO removal_list (id, kind, name, near_max, quality_min, is_on, flood, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(id)
    .bind(list.kind.code())
    .bind(&list.name)
    .bind(limits.within)
    .bind(limits.quality_min)
    .bind(limits.on)
    .bind(limits.flood)
    .bind(now)
    .run(tx)
    .await?;
    turn(tx).await.map(drop)
}

/// A list that is turned off, or on again, gives every entry of it a new turn: they leave, or come back, within one pull.
async fn changed(tx: &mut Tx, id: &str, limits: &Limits) -> Result<(), Fault> {
    let turn = turn(tx).await?;
    sql("-- removal.keeping.turned
        UPDATE removal_entry SET turn = $1 WHERE list = $2 AND standing <> 'withdrawn'
            AND EXISTS (SELECT 1 FROM removal_list WHERE id = $2 AND is_on <> $3)")
    .bind(turn)
    .bind(id)
    .bind(limits.on)
    .run(tx)
    .await?;
    sql("-- removal.keeping.changed
        UPDATE removal_list SET near_max = $2, quality_min = $3, is_on = $4, flood = $5 WHERE id = $1")
    .bind(id)
    .bind(limits.within)
    .bind(limits.quality_min)
    .bind(limits.on)
    .bind(limits.flood)
    .run(tx)
    .await
    .map(drop)
}

async fn listed(tx: &mut Tx, list: &str, entries: &[Listing]) -> Result<(), Fault> {
    let (turn, now) = (turn(tx).await?, tx.now);
    for entry in entries {
        let from = serde_json::to_string(&entry.from).or_fault("writing who listed an entry")?;
        sql("-- removal.keeping.listed
            INSERT INTO removal_entry
                (id, list, medium, category, confidence, prints, provenance, standing, turn, listed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(entry.id)
        .bind(list)
        .bind(entry.medium.code())
        .bind(entry.category.code())
        .bind(entry.confidence.code())
        .hide(entry.id, store::written(&entry.fingerprints))
        .hide(store::provenance(entry.id), from)
        .bind(Standing::Unreviewed.code())
        .bind(turn)
        .bind(now)
        .run(tx)
        .await?;
    }
    Ok(())
}

async fn fed_back(tx: &mut Tx, entry: &str, platform: &str, feedback: &Feedback) -> Result<(), Fault> {
    let now = tx.now;
    sql("-- removal.keeping.fed_back
        INSERT INTO removal_feedback (entry, platform, outcome, ground, words, overruled, at)
        VALUES ($1, $2, $3, $4, $5, 0, $6)
        ON CONFLICT (entry, platform) DO UPDATE SET outcome = $3, ground = $4, words = $5, at = $6")
    .bind(entry)
    .bind(platform)
    .bind(feedback.outcome.code())
    .bind(feedback.ground.map_or("", domain::removal::entry::Ground::code))
    .hide(format!("{entry} {platform}"), feedback.words.clone())
    .bind(now)
    .run(tx)
    .await?;
    match feedback.outcome {
        Outcome::Disputed => stands(tx, entry, Standing::Disputed).await,
        Outcome::Matched | Outcome::Removed | Outcome::NotFound => Ok(()),
    }
}

/// Who disputed it does not stop it again.
async fn overruled(tx: &mut Tx, entry: &str) -> Result<(), Fault> {
    sql("-- removal.keeping.overruled
        UPDATE removal_feedback SET overruled = 1 WHERE entry = $1 AND outcome = 'disputed'")
    .bind(entry)
    .run(tx)
    .await
    .map(drop)
}

/// What is gone stays gone, whoever decides what at the same moment; and a dispute weighs more than a flood.
async fn stands(tx: &mut Tx, entry: &str, standing: Standing) -> Result<(), Fault> {
    let turn = turn(tx).await?;
    let gone = standing == Standing::Withdrawn;
    let keeps = if standing == Standing::Quarantined { Standing::Disputed } else { Standing::Withdrawn };
    sql("-- removal.keeping.stands
        UPDATE removal_entry SET standing = $2, turn = $3, prints = CASE WHEN $4 = 1 THEN '' ELSE prints END
        WHERE id = $1 AND standing <> 'withdrawn' AND standing <> $5")
    .bind(entry)
    .bind(standing.code())
    .bind(turn)
    .bind(gone)
    .bind(keeps.code())
    .run(tx)
    .await
    .map(drop)
}
