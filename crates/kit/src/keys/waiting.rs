//! Desks where somebody waits for the keys: whoever joins, or begins anew after a forgotten password, is let in by a
//! colleague who has them. Only a person can: the node has none.

use std::sync::Arc;

use domain::id::{AccountId, OrganisationId};
use domain::keys::{Desk, Holder};

use super::brought::Brought;
use super::change::name_of;
use super::holder::{self, Newest};
use super::people::{put, unroot};
use super::recovery::{NotRecovered, Recovered};
use super::ring::Ring;
use super::room::Keys;
use super::{RootKey, Secret, Share};
use crate::Fault;
use crate::store::{Reads, Tx, sql};

impl Keys {
    /// A new pair for somebody who can open the old one by no way: they begin anew, and wait at each of their desks for
    /// a colleague. What was sealed to them alone opens again only with two shares.
    pub async fn begin_anew(
        &self,
        account: AccountId,
        by: &[Brought],
        session: &Brought,
    ) -> Result<(), Fault> {
        let name = account.to_string();
        let mut tx = self.begin("begin a person's pair anew").await?;
        let epoch = holder::epoch(&tx, &name).await? + 1;
        let (own, pair) = holder::pair(&mut tx, &self.root, &name, epoch).await?;
        for way in by.iter().chain([session]) {
            put(&mut tx, &own.id, &pair, way).await?;
        }
        unroot(&mut tx, &own.id).await?;
        sql("-- kit.people.waits_at_each
            INSERT INTO kit_waiting (desk, account)
            SELECT DISTINCT d.name, $1 FROM kit_wrap w JOIN kit_holder d ON d.id = w.holder
            JOIN kit_holder own ON own.id = w.wrapped_by WHERE own.name = $1 AND d.name <> $1
            ON CONFLICT (desk, account) DO NOTHING")
        .bind(&name)
        .run(&mut tx)
        .await?;
        for desk in where_waits(&tx, account).await? {
            begins_if_nobody_is_there(&mut tx, &self.root, &desk).await?;
        }
        tx.commit().await?;
        self.forget();
        Ok(())
    }

    /// Whether somebody can open what is told to a desk now: whoever waits for its keys cannot.
    pub async fn opens(
        &self,
        account: AccountId,
        organisation: OrganisationId,
        desk: Desk,
    ) -> Result<bool, Fault> {
        if !self.seem_peoples().await? {
            return Ok(true);
        }
        let name = name_of(&Holder::Desk(organisation, desk));
        let epoch = holder::epoch(&self.db, &name).await?;
        let there = there(&self.db, &name, epoch).await?;
        let own = holder::find(&self.db, &account.to_string()).await?;
        Ok(own.is_some_and(|own| there.iter().any(|one| one.id == own.id)))
    }

    /// Desks to which something is sealed that nobody at them opens, by their names.
    pub async fn deserted(&self) -> Result<Vec<String>, Fault> {
        let rows = sql("-- kit.people.deserted
            SELECT d.name, d.epoch FROM kit_holder d WHERE d.name LIKE '%/%'
            AND d.epoch = (SELECT MAX(n.epoch) FROM kit_holder n WHERE n.name = d.name)
            AND EXISTS (SELECT 1 FROM kit_envelope e WHERE e.holder = d.id) ORDER BY d.name");
        let mut deserted = Vec::new();
        for row in rows.all(&self.db).await? {
            let name: String = row.get("name")?;
            if there(&self.db, &name, row.get("epoch")?).await?.is_empty() {
                deserted.push(name);
            }
        }
        Ok(deserted)
    }

    /// The pairs of these desks that a ring opens, where the root key does not: whoever lets somebody in at their own
    /// desk gives them its keys.
    pub(super) async fn opened_by(
        &self,
        ring: &Ring,
        desks: &[(OrganisationId, Desk)],
    ) -> Result<Vec<(String, Secret)>, Fault> {
        let mut opened = Vec::new();
        if !self.are_peoples().await? {
            return Ok(opened);
        }
        for (organisation, desk) in desks {
            for id in epochs(&self.db, &name_of(&Holder::Desk(*organisation, *desk))).await? {
                if let Some(pair) = ring.pair(&id).await? {
                    opened.push((id, pair.secret().clone()));
                }
            }
        }
        Ok(opened)
    }

    /// Whether somebody waits at a desk for its keys.
    pub async fn waits(&self, account: AccountId) -> Result<bool, Fault> {
        let row = sql("-- kit.people.waits\nSELECT 1 AS one FROM kit_waiting WHERE account = $1 LIMIT 1");
        Ok(row.bind(account).one(&self.db).await?.is_some())
    }

    /// Who waits at the desks whose keys somebody has.
    pub async fn waiting_for(&self, account: AccountId) -> Result<Vec<AccountId>, Fault> {
        let rows = sql("-- kit.people.waiting_for
            SELECT DISTINCT q.account FROM kit_waiting q JOIN kit_holder d ON d.name = q.desk
            JOIN kit_wrap w ON w.holder = d.id JOIN kit_holder own ON own.id = w.wrapped_by
            WHERE own.name = $1 AND q.account <> $1 ORDER BY q.account");
        rows.bind(account).all(&self.db).await?.iter().map(|row| row.get("account")).collect()
    }

    /// Gives somebody who waits the keys of those desks whose keys the ring opens; at how many.
    pub async fn let_in(&self, ring: &Ring, account: AccountId) -> Result<u64, Fault> {
        let mut opened = Vec::new();
        for desk in where_waits(&self.db, account).await? {
            let mut pairs = Vec::new();
            for id in epochs(&self.db, &desk).await? {
                if let Some(pair) = ring.pair(&id).await? {
                    pairs.push((id, pair.secret().clone()));
                }
            }
            if !pairs.is_empty() {
                opened.push((desk, pairs));
            }
        }
        let mut tx = self.begin("let somebody in at a desk").await?;
        let own = holder::ensure(&mut tx, &self.root, &account.to_string()).await?;
        let mut desks = 0;
        for (desk, pairs) in opened {
            for (id, secret) in pairs {
                give(&mut tx, &id, &secret, &own, account).await?;
            }
            waits_no_more(&mut tx, &desk, account).await?;
            desks += 1;
        }
        tx.commit().await?;
        self.forget();
        Ok(desks)
    }

    /// With two shares: what was sealed to somebody before they began anew opens to them again, and they have the keys
    /// of the desks where they wait.
    pub async fn admit(
        self: &Arc<Self>,
        two: (&Share, &Share),
        account: AccountId,
    ) -> Result<u64, NotRecovered> {
        let recovered = Recovered::from(&self.db, two.0, two.1).await?;
        let mut tx = self.begin("admit somebody with two shares").await?;
        let own = holder::ensure(&mut tx, &self.root, &account.to_string()).await?;
        let mut pairs = 0;
        for id in epochs(&tx, &account.to_string()).await? {
            if id == own.id {
                continue;
            }
            let opened =
                recovered.opened(&tx, &id).await?.ok_or_else(|| NotRecovered::Shut { holder: id.clone() })?;
            give(&mut tx, &id, opened.secret(), &own, account).await?;
            pairs += 1;
        }
        let rows = sql("-- kit.people.admitted_where
            SELECT desk FROM kit_waiting WHERE account = $1 UNION SELECT d.name AS desk FROM kit_wrap w
            JOIN kit_holder d ON d.id = w.holder JOIN kit_holder own ON own.id = w.wrapped_by
            WHERE own.name = $1 AND d.name <> $1");
        for row in rows.bind(account).all(&tx).await? {
            let desk: String = row.get("desk")?;
            for id in epochs(&tx, &desk).await? {
                let opened = recovered
                    .opened(&tx, &id)
                    .await?
                    .ok_or_else(|| NotRecovered::Shut { holder: id.clone() })?;
                give(&mut tx, &id, opened.secret(), &own, account).await?;
                pairs += 1;
            }
            waits_no_more(&mut tx, &desk, account).await?;
        }
        tx.commit().await?;
        self.forget();
        Ok(pairs)
    }
}

/// At which desks somebody waits.
async fn where_waits(from: &impl Reads, account: AccountId) -> Result<Vec<String>, Fault> {
    let rows = sql("-- kit.people.waits_where\nSELECT desk FROM kit_waiting WHERE account = $1");
    rows.bind(account).all(from).await?.iter().map(|row| row.get("desk")).collect()
}

/// Who can open an epoch of a desk: by their newest pair, since an older one may be lost.
pub(super) async fn there(from: &impl Reads, name: &str, epoch: i64) -> Result<Vec<Newest>, Fault> {
    let rows = sql("-- kit.people.there
        SELECT m.id, m.public FROM kit_wrap w JOIN kit_holder h ON h.id = w.holder
        JOIN kit_holder m ON m.id = w.wrapped_by WHERE h.name = $1 AND h.epoch = $2 AND m.name <> 'recovery'
        AND m.epoch = (SELECT MAX(n.epoch) FROM kit_holder n WHERE n.name = m.name)");
    rows.bind(name).bind(epoch).all(from).await?.iter().map(holder::newest).collect()
}

/// A new epoch of a desk. Those who are there have its keys; where nobody is, those who wait do, or what is told from now
/// on would be read by nobody. What was told before stays shut to them.
pub(super) async fn begins(tx: &mut Tx, root: &RootKey, name: &str) -> Result<(), Fault> {
    let epoch = holder::epoch(tx, name).await?;
    let mut to = there(tx, name, epoch).await?;
    if to.is_empty() {
        let rows = sql("-- kit.people.who_waits\nSELECT account FROM kit_waiting WHERE desk = $1");
        for row in rows.bind(name).all(tx).await? {
            to.extend(holder::find(tx, &row.get::<String>("account")?).await?);
        }
    }
    let (desk, key) = holder::pair(tx, root, name, epoch + 1).await?;
    for one in to {
        holder::wrapped(tx, &desk.id, &one.id, &one.public.seal(&desk.id, key.secret())?).await?;
    }
    Ok(())
}

/// The same, where nobody can open the one that is.
pub(super) async fn begins_if_nobody_is_there(tx: &mut Tx, root: &RootKey, name: &str) -> Result<(), Fault> {
    let epoch = holder::epoch(tx, name).await?;
    if there(tx, name, epoch).await?.is_empty() { begins(tx, root, name).await } else { Ok(()) }
}

/// The root key has the custody again: whoever waits at a desk is given its keys.
pub(super) async fn let_all_in(tx: &mut Tx, root: &RootKey) -> Result<(), Fault> {
    let rows =
        sql("-- kit.people.everybody_who_waits\nSELECT desk, account FROM kit_waiting").all(tx).await?;
    for row in rows {
        let (desk, account): (String, AccountId) = (row.get("desk")?, row.get("account")?);
        let own = holder::ensure(tx, root, &account.to_string()).await?;
        for id in epochs(tx, &desk).await? {
            if let Some(pair) = holder::by_root(tx, root, &id).await? {
                give(tx, &id, pair.secret(), &own, account).await?;
            }
        }
        waits_no_more(tx, &desk, account).await?;
    }
    Ok(())
}

/// Whether something is sealed to a pair.
pub(super) async fn holds_something(from: &impl Reads, pair: &str) -> Result<bool, Fault> {
    let row =
        sql("-- kit.people.holds_something\nSELECT 1 AS one FROM kit_envelope WHERE holder = $1 LIMIT 1");
    Ok(row.bind(pair).one(from).await?.is_some())
}

/// Every epoch of a name.
pub(super) async fn epochs(from: &impl Reads, name: &str) -> Result<Vec<String>, Fault> {
    let rows =
        sql("-- kit.people.epochs\nSELECT id FROM kit_holder WHERE name = $1 ORDER BY epoch").bind(name);
    rows.all(from).await?.iter().map(|row| row.get("id")).collect()
}

/// Seals a pair to somebody's newest own one; the seals to their older ones are needed no more.
pub(super) async fn give(
    tx: &mut Tx,
    pair: &str,
    secret: &Secret,
    own: &Newest,
    account: AccountId,
) -> Result<(), Fault> {
    holder::wrapped(tx, pair, &own.id, &own.public.seal(pair, secret)?).await?;
    sql("-- kit.people.older
        DELETE FROM kit_wrap WHERE holder = $1 AND wrapped_by <> $2
        AND wrapped_by IN (SELECT id FROM kit_holder WHERE name = $3)")
    .bind(pair)
    .bind(&own.id)
    .bind(account)
    .run(tx)
    .await
    .map(drop)
}

/// Somebody works at a desk and has no key of it.
pub(super) async fn waits(tx: &mut Tx, desk: &str, account: AccountId) -> Result<(), Fault> {
    sql("-- kit.people.waits_at
        INSERT INTO kit_waiting (desk, account) VALUES ($1, $2) ON CONFLICT (desk, account) DO NOTHING")
    .bind(desk)
    .bind(account)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn waits_no_more(tx: &mut Tx, desk: &str, account: AccountId) -> Result<(), Fault> {
    sql("-- kit.people.waits_no_more\nDELETE FROM kit_waiting WHERE desk = $1 AND account = $2")
        .bind(desk)
        .bind(account)
        .run(tx)
        .await
        .map(drop)
}
