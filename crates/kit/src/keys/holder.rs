//! Pairs of keys in the store: of people, of desks, of the custodian; each name has its epochs.

use domain::id::AccountId;

use super::pair::{Pair, Public};
use super::{RootKey, people, recovery};
use crate::Fault;
use crate::store::{Reads, Row, Tx, sql};

/// The newest pair of a name, as others see it.
#[derive(Clone)]
pub(super) struct Newest {
    /// The name with its epoch.
    pub(super) id: String,
    pub(super) public: Public,
}

/// Reads one.
pub(super) fn newest(row: &Row) -> Result<Newest, Fault> {
    Ok(Newest { id: row.get("id")?, public: Public::read(&row.get::<String>("public")?)? })
}

/// The newest pair of a name, if there is one.
pub(super) async fn find(from: &impl Reads, name: &str) -> Result<Option<Newest>, Fault> {
    let row = sql("-- kit.keys.find
        SELECT id, public FROM kit_holder WHERE name = $1 ORDER BY epoch DESC LIMIT 1");
    row.bind(name).one(from).await?.as_ref().map(newest).transpose()
}

/// The newest pair of a name, made if there is none.
pub(super) async fn ensure(tx: &mut Tx, root: &RootKey, name: &str) -> Result<Newest, Fault> {
    match find(tx, name).await? {
        Some(newest) => Ok(newest),
        None => Box::pin(first(tx, root, name)).await,
    }
}

/// The first pair of a name: the one made here, or that of somebody who made one at the same moment.
async fn first(tx: &mut Tx, root: &RootKey, name: &str) -> Result<Newest, Fault> {
    match made(tx, root, name, 1).await? {
        Some((newest, _)) => Ok(newest),
        None => find(tx, name).await?.ok_or_else(|| Fault::new("finding the keys that somebody made")),
    }
}

/// The newest epoch of a name; 0 where there is none.
pub(super) async fn epoch(from: &impl Reads, name: &str) -> Result<i64, Fault> {
    let row = sql("-- kit.keys.epoch
        SELECT COALESCE(MAX(epoch), 0) AS epoch FROM kit_holder WHERE name = $1");
    row.bind(name).one(from).await?.map_or(Ok(0), |row| row.get("epoch"))
}

/// A new pair for a name.
pub(super) async fn pair(
    tx: &mut Tx,
    root: &RootKey,
    name: &str,
    epoch: i64,
) -> Result<(Newest, Pair), Fault> {
    let made = Box::pin(made(tx, root, name, epoch)).await?;
    made.ok_or_else(|| Fault::new("making keys that somebody else made at the same moment"))
}

/// A new pair for a name; none if there is one of this epoch already.
async fn made(tx: &mut Tx, root: &RootKey, name: &str, epoch: i64) -> Result<Option<(Newest, Pair)>, Fault> {
    let (id, pair) = (format!("{name}#{epoch}"), Pair::new());
    if !announce(tx, (&id, name, epoch), &pair.public).await? {
        return Ok(None);
    }
    // In the custody of people the root key wraps a person's pair until they sign in, and no other.
    if name.parse::<AccountId>().is_ok() || !people::is(tx).await? {
        wrapped(tx, &id, "root", &root.wrap(&id, pair.secret())?).await?;
    }
    recovery::also(tx, &id, &pair).await?;
    Ok(Some((Newest { id, public: pair.public.clone() }, pair)))
}

/// Keeps the public half of a pair, under its id, name and epoch; unless there is one, which it waits to know.
pub(super) async fn announce(tx: &mut Tx, called: (&str, &str, i64), public: &Public) -> Result<bool, Fault> {
    let ((id, name, epoch), now) = (called, tx.now);
    sql("-- kit.keys.pair
        INSERT INTO kit_holder (id, name, epoch, public, made_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (id) DO NOTHING")
    .bind(id)
    .bind(name)
    .bind(epoch)
    .bind(public.text())
    .bind(now)
    .run(tx)
    .await
    .map(|rows| rows == 1)
}

/// Keeps the private half of a pair as it is wrapped by somebody or something; an older wrap by the same is gone.
pub(super) async fn wrapped(tx: &mut Tx, holder: &str, by: &str, text: &str) -> Result<(), Fault> {
    sql("-- kit.keys.wrapped
        INSERT INTO kit_wrap (holder, wrapped_by, wrapped) VALUES ($1, $2, $3)
        ON CONFLICT (holder, wrapped_by) DO UPDATE SET wrapped = $3")
    .bind(holder)
    .bind(by)
    .bind(text)
    .run(tx)
    .await
    .map(drop)
}

/// The private half of a pair, if it is wrapped by the root key.
pub(super) async fn by_root(from: &impl Reads, root: &RootKey, holder: &str) -> Result<Option<Pair>, Fault> {
    let row = sql("-- kit.keys.by_root
        SELECT wrapped FROM kit_wrap WHERE holder = $1 AND wrapped_by = 'root'");
    let Some(row) = row.bind(holder).one(from).await? else { return Ok(None) };
    Pair::of(root.unwrap(holder, &row.get::<String>("wrapped")?)?).map(Some)
}
