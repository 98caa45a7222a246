//! The end of a key, and what it cannot pass.
//!
//! Whoever destroys the seals of a matter's key has destroyed the matter, in the store and in every backup of it,
//! however old; in backups of the keys it lives until they are let go. A hold is one seal more, to the keeper of the
//! root key, which the schema does not let go while the hold stands.

use std::sync::Arc;

use domain::id::KeyId;
use jiff::{SignedDuration, Timestamp};

use super::Fresh;
use super::change::Change;
use super::ring::HOLD;
use super::room::Keys;
use crate::jobs::Job;
use crate::store::{Migration, Tx, sql};
use crate::{Fault, House};

/// Which keys are to be destroyed, beside the tombstones that say so.
pub const MIGRATION: Migration = Migration { name: "0017_kit_shred", sql: include_str!("shred.sql") };

/// The pair that what is held, and what nobody else may open, is sealed to.
pub(super) const CUSTODIAN: &str = "custodian";

impl Keys {
    /// The seal of a hold, and the hold.
    pub(super) async fn hold(self: &Arc<Self>, matter: &Fresh) -> Result<Vec<Change>, Fault> {
        let custodian = self.newest(CUSTODIAN).await?;
        let holder = format!("{HOLD}{}", custodian.id);
        let mut changes = self.envelopes.seal(self.clock.now(), &custodian, HOLD, matter)?;
        changes.push(Change::Hold { matter: matter.id, holder });
        Ok(changes)
    }

    /// Whether a matter is held.
    pub(super) async fn is_held(&self, matter: KeyId) -> Result<bool, Fault> {
        let row = sql("-- kit.shred.is_held\nSELECT 1 AS one FROM kit_hold WHERE matter = $1").bind(matter);
        Ok(row.one(&self.db).await?.is_some())
    }

    /// Destroys these keys, all or none; refused by the store of keys when one is held. Harmless to repeat.
    pub(crate) async fn shred(&self, matters: &[KeyId]) -> Result<(), Fault> {
        let mut tx = self.begin("destroy keys").await?;
        for matter in matters {
            let now = tx.now;
            sql("-- kit.shred.mark
                INSERT INTO kit_shredded (matter, at) VALUES ($1, $2) ON CONFLICT (matter) DO NOTHING")
            .bind(*matter)
            .bind(now)
            .run(&mut tx)
            .await?;
            for of in ["kit_seal", "kit_never", "kit_glass"] {
                let statement = format!("-- kit.shred.destroy\nDELETE FROM {of} WHERE matter = $1");
                sql(statement).bind(*matter).run(&mut tx).await?;
            }
        }
        tx.commit().await?;
        self.forget();
        self.db.scrub().await
    }
}

/// Notes in the transaction of a tombstone which key goes with it.
pub(super) async fn expect(tx: &mut Tx, matter: KeyId) -> Result<(), Fault> {
    let now = tx.now;
    sql("-- kit.shred.expect
        INSERT INTO kit_shred (matter, at, done) VALUES ($1, $2, 0) ON CONFLICT (matter) DO NOTHING")
    .bind(matter)
    .bind(now)
    .run(tx)
    .await
    .map(drop)
}

/// How many keys are destroyed in one go.
const AT_A_TIME: usize = 500;

/// Destroys whatever keys the tombstones name. At the start all of them, since an older backup of the keys may have been
/// restored; later those that are yet to be.
pub async fn finish(house: &House, all: bool) -> Result<(), Fault> {
    let mut after = String::new();
    loop {
        let rows = sql(
            "-- kit.shred.yet
            SELECT matter FROM kit_shred WHERE matter > $1 AND (done = 0 OR $2 = 1) ORDER BY matter LIMIT $3",
        )
        .bind(after)
        .bind(all)
        .bind(AT_A_TIME)
        .all(&house.db)
        .await?;
        let matters = rows.iter().map(|row| row.get("matter")).collect::<Result<Vec<KeyId>, _>>()?;
        let Some(last) = matters.last() else { return Ok(()) };
        house.keys.shred(&matters).await?;
        after = last.to_string();
        let mut tx = house
            .begin("note that keys are destroyed", domain::event::Actor::System, house.clock.now())
            .await?;
        for matter in &matters {
            sql("-- kit.shred.done\nUPDATE kit_shred SET done = 1 WHERE matter = $1")
                .bind(*matter)
                .run(&mut tx)
                .await?;
        }
        tx.commit().await?;
    }
}

/// Destroys what could not be when its tombstone was written.
pub struct Finish;

#[async_trait::async_trait]
impl Job for Finish {
    fn name(&self) -> &'static str {
        "kit.shred"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_mins(1)
    }

    async fn run(&self, house: &House, _: Timestamp) -> Result<(), Fault> {
        finish(house, false).await
    }
}
