//! Recovery: whoever loses the root key loses every child's record, unless two of three people bring their shares.
//!
//! A pair of keys is made whose private half is nowhere but in three shares ([`Share`]). The service key, and every
//! other pair, is sealed to its public half: now, and whenever one is made. Two shares open it again; so the root key
//! can be made anew, and that they would can be rehearsed on any day, without anything being changed.

use std::sync::Arc;

use domain::event::Actor;
use domain::id::KeyId;
use jiff::{SignedDuration, Timestamp};

use super::holder::{self, Newest, announce, by_root, find, wrapped};
use super::pair::{Pair, Public};
use super::record::{self, Under};
use super::ring::{Ring, Who};
use super::room::Keys;
use super::share::{NoShare, Share, join, split};
use super::{RootKey, Secret, Shut};
use crate::Fault;
use crate::clock::Clock;
use crate::journal::Lying;
use crate::store::{Db, Engine, Reads, Row, Tx, sql};

/// How long a rehearsal is good for.
pub const DRILL_EVERY: SignedDuration = SignedDuration::from_hours(366 * 24);

/// The name of the pair.
const NAME: &str = "recovery";
/// The row of the service key that is sealed to it; the root key's is 1.
const SERVICE: i64 = 2;

/// The pair that two shares gave.
pub struct Recovered {
    id: String,
    pair: Pair,
}

/// Why two shares do not open this house.
#[derive(Debug, thiserror::Error)]
pub enum NotRecovered {
    #[error("{0}")]
    Share(#[from] NoShare),
    #[error("no shares were made here")]
    None,
    #[error(
        "these are shares of {of}, and this store of keys needs those of {now}: they were made again, or it is another store"
    )]
    Old { of: String, now: String },
    #[error("together they do not give the key: they are from two different makings, or of another house")]
    Other,
    #[error("the root key opens the keys: nothing has to be recovered")]
    Needless,
    #[error("the pair {holder} opens neither by the root key nor by these shares: nothing was changed")]
    Shut { holder: String },
    #[error(
        "the root key does not open the pair {holder}: the custody is people's, so give two of the shares from before"
    )]
    NeedsOld { holder: String },
    #[error("{0}")]
    Fault(#[from] Fault),
}

/// How the shares stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub of: String,
    pub made_at: Timestamp,
    pub drilled_at: Option<Timestamp>,
}

/// What a rehearsal found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drill {
    /// Pairs of people and desks that opened, and that did not.
    pub pairs: u64,
    pub pairs_shut: Vec<String>,
    /// Matters whose key opened with them, and that did not.
    pub matters: u64,
    pub matters_shut: Vec<KeyId>,
}

impl std::fmt::Debug for Recovered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.id)
    }
}

impl Recovered {
    /// Puts two shares together, and holds what they give against the pair that they are of.
    pub(super) async fn from(db: &Db, one: &Share, other: &Share) -> Result<Self, NotRecovered> {
        let secret = join(one, other)?;
        let newest = newest(db).await?.ok_or(NotRecovered::None)?;
        if newest.id != one.of {
            return Err(NotRecovered::Old { of: one.of.clone(), now: newest.id });
        }
        let pair = Pair::of(secret)?;
        if pair.public.text() != newest.public.text() {
            return Err(NotRecovered::Other);
        }
        Ok(Self { id: newest.id, pair })
    }

    /// The private half of another pair.
    pub(super) async fn opened(&self, from: &impl Reads, holder: &str) -> Result<Option<Pair>, Fault> {
        let wrap = sealed_to(from, holder, &self.id).await?;
        wrap.and_then(|wrap| self.pair.open(holder, &wrap)).map(Pair::of).transpose()
    }
}

impl Keys {
    /// Makes the shares, and hands them to `kept` before anything is sealed to them: if they are not safe, nothing is
    /// changed. From then on these open everything. Those from before open what backups of the keys from before hold.
    ///
    /// In the custody of people it needs two of the shares from before: the root key opens nothing that they do.
    pub async fn make_shares<E: From<NotRecovered>>(
        &self,
        old: Option<(&Share, &Share)>,
        kept: impl FnOnce(&[Share; 3]) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let old = match old {
            Some((one, other)) => Some(Recovered::from(&self.db, one, other).await?),
            None => None,
        };
        let (tx, shares) = self.sealed_to_shares(old.as_ref()).await?;
        kept(&shares)?;
        tx.commit().await.map_err(NotRecovered::from)?;
        self.db.scrub().await.map_err(|fault| NotRecovered::from(fault).into())
    }

    async fn sealed_to_shares(&self, old: Option<&Recovered>) -> Result<(Tx, [Share; 3]), NotRecovered> {
        let mut tx = self.begin("make shares").await?;
        let (epoch, pair) = (holder::epoch(&tx, NAME).await? + 1, Pair::new());
        let id = format!("{NAME}#{epoch}");
        if tx.engine() == Engine::Postgres {
            // Whoever makes a pair meanwhile waits, and finds the new shares.
            sql("-- kit.recovery.alone\nLOCK TABLE kit_holder IN SHARE ROW EXCLUSIVE MODE").all(&tx).await?;
        }
        let now = tx.now;
        if !announce(&mut tx, (&id, NAME, epoch), &pair.public).await? {
            return Err(Fault::new("making shares while somebody else makes them").into());
        }
        let rows =
            sql("-- kit.recovery.all\nSELECT id FROM kit_holder WHERE name <> 'recovery'").all(&tx).await?;
        for row in &rows {
            let holder: String = row.get("id")?;
            let known = match (by_root(&tx, &self.root, &holder).await?, old) {
                (Some(known), _) => Some(known),
                (None, Some(old)) => old.opened(&tx, &holder).await?,
                (None, None) => None,
            };
            let known = known.ok_or(NotRecovered::NeedsOld { holder: holder.clone() })?;
            wrapped(&mut tx, &holder, &id, &pair.public.seal(&holder, known.secret())?).await?;
        }
        sql("-- kit.recovery.forget_last
            DELETE FROM kit_wrap WHERE wrapped_by LIKE 'recovery#%' AND wrapped_by <> $1")
        .bind(&id)
        .run(&mut tx)
        .await?;
        sql("-- kit.recovery.service
            INSERT INTO kit_service (id, wrapped) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET wrapped = $2")
        .bind(SERVICE)
        .bind(pair.public.seal("service", &self.service)?)
        .run(&mut tx)
        .await?;
        sql("-- kit.recovery.made
            INSERT INTO kit_custody (id, recovery, made_at) VALUES (1, $1, $2)
            ON CONFLICT (id) DO UPDATE SET recovery = $1, made_at = $2, drilled_at = NULL")
        .bind(&id)
        .bind(now)
        .run(&mut tx)
        .await?;
        let shares = split(pair.secret(), &id);
        Ok((tx, shares))
    }

    /// Whether there are shares, and when it was last rehearsed that they open everything.
    pub async fn shares(&self) -> Result<Option<Standing>, Fault> {
        let row = sql(
            "-- kit.recovery.standing\nSELECT recovery, made_at, drilled_at FROM kit_custody WHERE id = 1",
        );
        let read = |row: Row| {
            Ok(Standing {
                of: row.get("recovery")?,
                made_at: row.get("made_at")?,
                drilled_at: row.maybe("drilled_at")?,
            })
        };
        row.one(&self.db).await?.map(read).transpose()
    }

    /// What two shares open: the same as the root key, but by no way of the root key's.
    pub async fn recovered(self: &Arc<Self>, one: &Share, other: &Share) -> Result<Arc<Ring>, NotRecovered> {
        let recovered = Recovered::from(&self.db, one, other).await?;
        Ok(self.ring(Who::Recovered(Arc::new(recovered))))
    }

    /// Rehearses the loss of the root key: opens every pair, and the key of every matter, with two shares alone. Changes
    /// nothing; whoever finds that all is well says so with [`Keys::drilled`].
    pub async fn drill(self: &Arc<Self>, one: &Share, other: &Share) -> Result<Drill, NotRecovered> {
        let recovered = Arc::new(Recovered::from(&self.db, one, other).await?);
        let mut found = Drill::default();
        if opened_service(&self.db, &recovered).await?.is_none_or(|service| *service != *self.service) {
            found.pairs_shut.push("service".to_owned());
        }
        let rows = sql(
            "-- kit.recovery.pairs\nSELECT id, public FROM kit_holder WHERE name <> 'recovery' ORDER BY id",
        );
        for row in rows.all(&self.db).await? {
            let (holder, public): (String, String) = (row.get("id")?, row.get("public")?);
            match recovered.opened(&self.db, &holder).await? {
                Some(pair) if pair.public.text() == public => found.pairs += 1,
                Some(_) | None => found.pairs_shut.push(holder),
            }
        }
        self.drill_matters(&self.ring(Who::Recovered(recovered)), &mut found).await?;
        Ok(found)
    }

    /// Notes that a rehearsal found everything.
    pub async fn drilled(&self) -> Result<(), Fault> {
        let mut tx = self.begin("note a rehearsal").await?;
        let now = tx.now;
        sql("-- kit.recovery.drilled\nUPDATE kit_custody SET drilled_at = $1 WHERE id = 1")
            .bind(now)
            .run(&mut tx)
            .await?;
        tx.commit().await
    }

    /// Whether the key of this matter was destroyed, by law.
    pub(crate) async fn is_shredded(&self, matter: KeyId) -> Result<bool, Fault> {
        let row = sql("-- kit.recovery.is_shredded\nSELECT 1 AS one FROM kit_shredded WHERE matter = $1");
        Ok(row.bind(matter).one(&self.db).await?.is_some())
    }

    async fn drill_matters(&self, ring: &Arc<Ring>, found: &mut Drill) -> Result<(), Fault> {
        let mut after = String::new();
        loop {
            let rows = sql("-- kit.recovery.matters
                SELECT DISTINCT matter FROM kit_seal WHERE matter > $1 ORDER BY matter LIMIT 500")
            .bind(after)
            .all(&self.db)
            .await?;
            let matters = rows.iter().map(|row| row.get("matter")).collect::<Result<Vec<KeyId>, _>>()?;
            let Some(last) = matters.last() else { return Ok(()) };
            after = last.to_string();
            for matter in matters {
                match ring.matter(matter).await {
                    Ok(_) => found.matters += 1,
                    Err(Shut::NotYours) => found.matters_shut.push(matter),
                    // Erased between the two questions.
                    Err(Shut::Gone) => {}
                    Err(Shut::Fault(fault)) => return Err(fault),
                }
            }
        }
    }
}

/// Makes the root key anew from two shares, where it is lost: in this folder, for this store of keys; how many pairs it
/// opens again. If a file is there that does not open the store, that key is used; nothing else is known to be sealed
/// with it. A service that still runs with the old key goes on sealing with that: stop every one first; if one did, this
/// can be done again.
pub async fn recover(
    folder: &std::path::Path,
    address: Option<&str>,
    clock: &Clock,
    shares: (&Share, &Share),
) -> Result<u64, NotRecovered> {
    let db = Keys::store(folder, address).await?;
    let recovered = Recovered::from(&db, shares.0, shares.1).await?;
    let root = RootKey::open(folder)?;
    let mut tx = db.begin("recover the root key", Actor::System, clock.now(), &Arc::default()).await?;
    let service = again_service(&mut tx, &root, &recovered).await?;
    let rows =
        sql("-- kit.recovery.by_root_before\nSELECT holder, wrapped FROM kit_wrap WHERE wrapped_by = 'root'");
    let mut pairs = 0;
    for row in rows.all(&tx).await? {
        let (holder, wrap): (String, String) = (row.get("holder")?, row.get("wrapped")?);
        if root.unwrap(&holder, &wrap).is_ok() {
            continue;
        }
        // Nothing is changed when something would be left that opens to nobody.
        let pair = recovered
            .opened(&tx, &holder)
            .await?
            .ok_or_else(|| NotRecovered::Shut { holder: holder.clone() })?;
        sql("-- kit.recovery.wrap_again
            UPDATE kit_wrap SET wrapped = $2 WHERE holder = $1 AND wrapped_by = 'root'")
        .bind(&holder)
        .bind(root.wrap(&holder, pair.secret())?)
        .run(&mut tx)
        .await?;
        pairs += 1;
    }
    if !service && pairs == 0 {
        return Err(NotRecovered::Needless);
    }
    tx.commit().await?;
    Ok(pairs)
}

/// Wraps the service key with the root key again, if that does not open it; whether it had to.
async fn again_service(tx: &mut Tx, root: &RootKey, recovered: &Recovered) -> Result<bool, NotRecovered> {
    let row = sql("-- kit.recovery.by_root\nSELECT wrapped FROM kit_service WHERE id = 1").one(tx).await?;
    let row = row.ok_or_else(|| Fault::new("the store of keys has no service key"))?;
    if root.unwrap("service", &row.get::<String>("wrapped")?).is_ok() {
        return Ok(false);
    }
    let service = opened_service(tx, recovered).await?.ok_or(NotRecovered::Other)?;
    sql("-- kit.recovery.service_again\nUPDATE kit_service SET wrapped = $1 WHERE id = 1")
        .bind(root.wrap("service", &service)?)
        .run(tx)
        .await?;
    Ok(true)
}

/// Entries of the journal: how many these keys open, how many are of erased matters, and how many do not open although
/// they should.
pub async fn entries(seen: &Db, keys: &Keys) -> Result<(u64, u64, u64), Fault> {
    let (mut opened, mut erased, mut shut, mut after) = (0, 0, 0, 0_i64);
    loop {
        let rows = sql("-- kit.recovery.entries
            SELECT position, entry, at, stream, version, kind, actor, why, body FROM kit_journal
            WHERE position > $1 ORDER BY position LIMIT 500");
        let rows = rows.bind(after).all(seen).await?;
        let Some(last) = rows.last() else { return Ok((opened, erased, shut)) };
        after = last.get("position")?;
        for row in &rows {
            let lying = Lying::read(row)?;
            let under = record::under(&lying.body).transpose()?;
            match (lying.opened(seen).await, under) {
                (Ok(_), _) => opened += 1,
                (Err(Shut::Fault(fault)), _) => return Err(fault),
                (Err(_), Some(Under::Matter(matter))) if keys.is_shredded(matter).await? => erased += 1,
                (Err(_), _) => shut += 1,
            }
        }
    }
}

/// Whether it was ever shown, in this store of keys, that two shares open everything.
pub async fn is_rehearsed(db: &Db) -> Result<bool, Fault> {
    let row =
        sql("-- kit.recovery.is_rehearsed\nSELECT drilled_at FROM kit_custody WHERE id = 1").one(db).await?;
    Ok(row.map(|row| row.maybe::<Timestamp>("drilled_at")).transpose()?.flatten().is_some())
}

/// The pair that the shares are of, if there is one.
pub(super) async fn newest(from: &impl Reads) -> Result<Option<Newest>, Fault> {
    find(from, NAME).await
}

/// Seals a pair that was made just now to the shares' too.
pub(super) async fn also(tx: &mut Tx, holder: &str, pair: &Pair) -> Result<(), Fault> {
    let Some(Newest { id, public }) = newest(tx).await? else { return Ok(()) };
    wrapped(tx, holder, &id, &Public::seal(&public, holder, pair.secret())?).await
}

async fn sealed_to(from: &impl Reads, holder: &str, by: &str) -> Result<Option<String>, Fault> {
    let row = sql("-- kit.recovery.wrap\nSELECT wrapped FROM kit_wrap WHERE holder = $1 AND wrapped_by = $2");
    row.bind(holder).bind(by).one(from).await?.map(|row| row.get("wrapped")).transpose()
}

async fn opened_service(from: &impl Reads, recovered: &Recovered) -> Result<Option<Secret>, Fault> {
    let row =
        sql("-- kit.recovery.service_wrap\nSELECT wrapped FROM kit_service WHERE id = $1").bind(SERVICE);
    let wrap: Option<String> = row.one(from).await?.map(|row| row.get("wrapped")).transpose()?;
    Ok(wrap.and_then(|wrap| recovered.pair.open("service", &wrap)))
}

impl From<Shut> for NotRecovered {
    fn from(shut: Shut) -> Self {
        match shut {
            Shut::Fault(fault) => Self::Fault(fault),
            Shut::NotYours | Shut::Gone => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::id::{AccountId, kind};
    use domain::keys::{Holder, Opens};

    use super::*;
    use crate::chance;
    use crate::testing::thursday;

    fn opens(account: AccountId) -> Opens {
        Opens { to: vec![Holder::Account(account)], ..Opens::default() }
    }

    async fn house_of_keys(folder: &std::path::Path) -> Arc<Keys> {
        Keys::open(folder, None, Clock::still_at(thursday())).await.unwrap()
    }

    async fn made(keys: &Keys) -> [Share; 3] {
        let mut shares = None;
        keys.make_shares(None, |made| {
            shares = Some(made.clone());
            Ok::<(), NotRecovered>(())
        })
        .await
        .unwrap();
        shares.unwrap()
    }

    #[tokio::test]
    async fn shares_that_could_not_be_kept_change_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let keys = house_of_keys(folder.path()).await;
        let [one, two, _] = made(&keys).await;
        let lost = keys.make_shares(None, |_| Err(NotRecovered::from(Fault::new("the disk is full")))).await;
        assert!(lost.is_err());
        assert_eq!(keys.shares().await.unwrap().unwrap().of, "recovery#1");
        keys.drill(&one, &two).await.unwrap();
    }

    #[tokio::test]
    async fn two_shares_open_what_was_sealed_before_and_after_they_were_made_and_to_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let keys = house_of_keys(folder.path()).await;
        let [early, late]: [AccountId; 2] = std::array::from_fn(|_| chance::id::<kind::Account>(thursday()));
        let before = keys.fresh(&opens(early)).await.unwrap();
        let [one, two, three] = made(&keys).await;
        let after = keys.fresh(&opens(late)).await.unwrap();
        let nobodys = keys.fresh(&Opens::default()).await.unwrap();
        for (a, b) in [(&one, &two), (&three, &one), (&two, &three)] {
            let found = keys.drill(a, b).await.unwrap();
            assert_eq!((found.pairs, found.matters), (3, 3), "{found:?}");
            assert!(found.pairs_shut.is_empty() && found.matters_shut.is_empty());
            let ring = keys.recovered(a, b).await.unwrap();
            for fresh in [&before, &after, &nobodys] {
                assert_eq!(*ring.matter(fresh.id).await.unwrap(), *fresh.secret);
            }
        }
        assert_eq!(keys.shares().await.unwrap().unwrap().drilled_at, None);
        keys.drilled().await.unwrap();
        assert_eq!(keys.shares().await.unwrap().unwrap().drilled_at, Some(thursday()));
    }

    #[tokio::test]
    async fn shares_from_before_and_one_share_twice_open_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let keys = house_of_keys(folder.path()).await;
        let [old, ..] = made(&keys).await;
        keys.drill(&old, &old).await.unwrap_err();
        let [one, two, _] = made(&keys).await;
        let aged = Share { of: old.of.clone(), ..two.clone() };
        assert!(matches!(keys.drill(&old, &aged).await, Err(NotRecovered::Old { .. })));
        let forged = Share { of: one.of.clone(), ..old };
        assert!(matches!(keys.drill(&forged, &two).await, Err(NotRecovered::Other)));
        assert_eq!(keys.shares().await.unwrap().unwrap().drilled_at, None);
    }

    #[tokio::test]
    async fn a_drill_names_what_does_not_open_and_is_not_noted_as_passed() {
        let folder = tempfile::tempdir().unwrap();
        let keys = house_of_keys(folder.path()).await;
        let account = chance::id::<kind::Account>(thursday());
        let fresh = keys.fresh(&opens(account)).await.unwrap();
        let [one, two, _] = made(&keys).await;
        let mut tx = keys.begin("lose a seal").await.unwrap();
        sql("-- kit.test\nDELETE FROM kit_wrap WHERE wrapped_by = 'recovery#1'").run(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let found = keys.drill(&one, &two).await.unwrap();
        assert_eq!(found.pairs_shut, [format!("{account}#1")]);
        assert_eq!(found.matters_shut, [fresh.id]);
        assert_eq!(keys.shares().await.unwrap().unwrap().drilled_at, None);
    }

    #[tokio::test]
    async fn a_lost_root_key_is_made_anew_with_two_shares_and_opens_everything() {
        let folder = tempfile::tempdir().unwrap();
        let keys = house_of_keys(folder.path()).await;
        let account = chance::id::<kind::Account>(thursday());
        let fresh = keys.fresh(&opens(account)).await.unwrap();
        let service = keys.service("a");
        let [_, two, three] = made(&keys).await;
        let clock = Clock::still_at(thursday());
        let needless = recover(folder.path(), None, &clock, (&two, &three)).await;
        assert!(matches!(needless, Err(NotRecovered::Needless)));
        drop(keys);
        std::fs::rename(folder.path().join("root.key"), folder.path().join("lost")).unwrap();
        assert!(
            Keys::open(folder.path(), None, clock.clone()).await.is_err(),
            "a key that was made by mistake"
        );
        assert_eq!(recover(folder.path(), None, &clock, (&two, &three)).await.unwrap(), 1);
        let again = house_of_keys(folder.path()).await;
        assert_eq!(again.service("a"), service);
        assert_eq!(*again.ring(Who::Account(account)).matter(fresh.id).await.unwrap(), *fresh.secret);
        assert_eq!(*again.ring(Who::Custodian).matter(fresh.id).await.unwrap(), *fresh.secret);
        // A service that went on with the old key has sealed a pair with it: that is mended too.
        let mut tx = again.begin("seal with another key").await.unwrap();
        sql("-- kit.test\nUPDATE kit_wrap SET wrapped = 'AAAA' WHERE wrapped_by = 'root'")
            .run(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(recover(folder.path(), None, &clock, (&two, &three)).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn nothing_is_recovered_when_something_would_be_left_that_opens_to_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let keys = house_of_keys(folder.path()).await;
        keys.fresh(&opens(chance::id::<kind::Account>(thursday()))).await.unwrap();
        let [_, two, three] = made(&keys).await;
        let mut tx = keys.begin("lose a seal").await.unwrap();
        sql("-- kit.test\nDELETE FROM kit_wrap WHERE wrapped_by = 'recovery#1'").run(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        drop(keys);
        std::fs::rename(folder.path().join("root.key"), folder.path().join("lost")).unwrap();
        let clock = Clock::still_at(thursday());
        let refused = recover(folder.path(), None, &clock, (&two, &three)).await;
        assert!(matches!(refused, Err(NotRecovered::Shut { .. })), "{refused:?}");
    }

    #[tokio::test]
    async fn what_was_once_sealed_with_the_root_key_itself_is_the_custodians_now() {
        let folder = tempfile::tempdir().unwrap();
        let keys = house_of_keys(folder.path()).await;
        let (id, secret) = (chance::id::<kind::Key>(thursday()), Secret::new([9; 32]));
        let sealed = keys.root.wrap(&format!("{id} root"), &secret).unwrap();
        let mut tx = keys.begin("seal as before").await.unwrap();
        sql("-- kit.test\nINSERT INTO kit_seal (matter, holder, sealed) VALUES ($1, 'root', $2)")
            .bind(id)
            .bind(sealed)
            .run(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        drop(keys);
        let again = house_of_keys(folder.path()).await;
        assert_eq!(*again.ring(Who::Custodian).matter(id).await.unwrap(), *secret);
    }
}
