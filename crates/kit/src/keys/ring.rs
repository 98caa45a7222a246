//! A ring: the keys that somebody can get at, opened when they are first needed.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use domain::id::{AccountId, KeyId};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use super::envelope::named;
use super::pair::Pair;
use super::recovery::Recovered;
use super::room::{Keys, about};
use super::{Brought, Change, Fresh, Secret, Shut};
use crate::log::lock;
use crate::store::{Row, sql};
use crate::{Fault, chance};

/// Whose ring it is.
#[derive(Debug, Clone)]
pub enum Who {
    /// Nobody: what the node needs for itself, no matter.
    Nobody,
    Account(AccountId),
    /// The same, looking through the glass: only for asking whether they may break it, and for breaking it.
    AtTheGlass(AccountId),
    /// Whoever has a code or a link, which open one matter.
    Bearer(Secret),
    /// The keeper of the root key: for recovery, for checks at the terminal, and for what the node does by itself.
    Custodian,
    /// Two of those who have shares, without the root key.
    Recovered(Arc<Recovered>),
}

/// The most keys of matters, and as many of envelopes, that a ring keeps open.
const OPEN_MAX: usize = 4_096;

/// The keys of one of these.
pub struct Ring {
    pub(crate) keys: Arc<Keys>,
    who: Who,
    /// Where to look first and to whom to leave what was found.
    parent: Option<Arc<Ring>>,
    open: Mutex<HashMap<KeyId, Secret>>,
    pairs: Mutex<HashMap<String, Arc<Pair>>>,
    /// What its person brought with a request: no way to their own pair is kept here for longer than the ring is.
    brought: Mutex<Vec<Brought>>,
    /// The keys of envelopes that it opened.
    envelopes: Mutex<HashMap<String, Secret>>,
    /// How much had been taken from anybody when these were opened.
    as_of: AtomicU64,
}

impl Ring {
    pub(super) fn new(keys: Arc<Keys>, who: Who) -> Arc<Self> {
        let (open, pairs, envelopes) = (Mutex::default(), Mutex::default(), Mutex::default());
        let (brought, as_of) = (Mutex::default(), AtomicU64::new(keys.taken.load(Ordering::SeqCst)));
        Arc::new(Self { keys, who, parent: None, open, pairs, brought, envelopes, as_of })
    }

    /// Takes what its person brings, for as long as the ring is there.
    pub fn bring(&self, brought: &Brought) {
        let mut all = lock(&self.brought);
        if !all.iter().any(|known| known.way == brought.way && *known.key == *brought.key) {
            all.push(brought.clone());
        }
    }

    /// A ring with what this one has, which keeps to itself what is yet to be made durable.
    pub(crate) fn child(self: &Arc<Self>) -> Arc<Self> {
        Arc::new(Self {
            keys: Arc::clone(&self.keys),
            who: self.who.clone(),
            parent: Some(Arc::clone(self)),
            open: Mutex::default(),
            pairs: Mutex::default(),
            brought: Mutex::default(),
            envelopes: Mutex::default(),
            as_of: AtomicU64::default(),
        })
    }

    pub(super) fn brought(&self) -> Vec<Brought> {
        lock(&self.brought).clone()
    }

    /// Puts a key on it that was made just now.
    pub(crate) fn put(&self, fresh: &Fresh) {
        lock(&self.open).insert(fresh.id, fresh.secret.clone());
    }

    /// Lets go of what it opened before something was taken from somebody. Not of what a transaction makes.
    fn look_again(&self) {
        let taken = self.keys.taken.load(Ordering::SeqCst);
        if self.parent.is_none() && self.as_of.swap(taken, Ordering::SeqCst) != taken {
            lock(&self.open).clear();
            lock(&self.pairs).clear();
            lock(&self.envelopes).clear();
        }
    }

    /// The key of a matter.
    pub(crate) fn matter(&self, matter: KeyId) -> BoxFuture<'_, Result<Secret, Shut>> {
        async move {
            self.look_again();
            let own = lock(&self.open).get(&matter).cloned();
            if let Some(secret) = own {
                return Ok(secret);
            }
            if let Some(parent) = &self.parent {
                return parent.matter(matter).await;
            }
            let secret = self.opened(matter).await?;
            remember(&self.open, matter, &secret);
            Ok(secret)
        }
        .boxed()
    }

    async fn opened(&self, matter: KeyId) -> Result<Secret, Shut> {
        // Who came to a desk after it was told has its key, and must not use it for what names them.
        if let Who::Account(account) | Who::AtTheGlass(account) = &self.who
            && self.keys.never(matter).await?.contains(account)
        {
            return Err(Shut::NotYours);
        }
        let seals = self.keys.seals_of(matter).await?;
        for held in &seals {
            if let Some(secret) = self.try_seal(matter, held).await? {
                return Ok(secret);
            }
        }
        Err(Shut::NotYours)
    }

    async fn try_seal(&self, matter: KeyId, held: &Held) -> Result<Option<Secret>, Shut> {
        let Held { holder, sealed, .. } = held;
        if let Some(other) = holder.strip_prefix("matter:") {
            let Ok(other) = other.parse() else { return Ok(None) };
            return match self.matter(other).await {
                Ok(secret) => Ok(symmetric(&secret, matter, sealed)),
                Err(Shut::Fault(fault)) => Err(Shut::Fault(fault)),
                Err(Shut::NotYours | Shut::Gone) => Ok(None),
            };
        }
        if let Who::Bearer(secret) = &self.who {
            return Ok(holder.starts_with(BEARER).then(|| symmetric(secret, matter, sealed)).flatten());
        }
        if holder.starts_with(BEARER) {
            return Ok(None);
        }
        let (glass, name) = match holder.strip_prefix("glass:") {
            Some(name) => (true, name),
            None => (false, holder.strip_prefix(HOLD).unwrap_or(holder)),
        };
        if glass && !self.may_look(matter).await? {
            return Ok(None);
        }
        let Some(envelope) = &held.envelope else { return Ok(None) };
        let opened = self.envelope(name, envelope).await?;
        Ok(opened.and_then(|key| Secret::opened(&key, &about(matter, holder), sealed)))
    }

    /// The key of an envelope, if it is sealed to a pair of this ring's.
    async fn envelope(&self, pair: &str, (id, sealed): &(String, String)) -> Result<Option<Secret>, Fault> {
        if let Some(secret) = lock(&self.envelopes).get(id).cloned() {
            return Ok(Some(secret));
        }
        let opened = self.pair(pair).await?.and_then(|own| own.open(&named(id, pair), sealed));
        if let Some(secret) = &opened {
            remember(&self.envelopes, id.clone(), secret);
        }
        Ok(opened)
    }

    /// Whether the glass is broken for this ring.
    async fn may_look(&self, matter: KeyId) -> Result<bool, Fault> {
        let account = match &self.who {
            Who::Custodian | Who::Recovered(_) => return Ok(true),
            Who::Account(account) | Who::AtTheGlass(account) => *account,
            Who::Nobody | Who::Bearer(_) => return Ok(false),
        };
        if matches!(self.who, Who::AtTheGlass(_)) {
            return Ok(!self.keys.never(matter).await?.contains(&account));
        }
        let row = sql("-- kit.keys.may_look
            SELECT 1 AS one FROM kit_glass WHERE matter = $1 AND account = $2 AND until > $3")
        .bind(matter)
        .bind(account)
        .bind(self.keys.clock.now());
        Ok(row.one(&self.keys.db).await?.is_some())
    }

    /// The pair of a holder, if it is this ring's: one's own, or that of a desk where one works.
    pub(super) fn pair<'a>(&'a self, holder: &'a str) -> BoxFuture<'a, Result<Option<Arc<Pair>>, Fault>> {
        self.look_for_pair(holder).boxed()
    }

    async fn look_for_pair(&self, holder: &str) -> Result<Option<Arc<Pair>>, Fault> {
        if let Some(parent) = &self.parent {
            return parent.pair(holder).await;
        }
        if let Some(pair) = lock(&self.pairs).get(holder).cloned() {
            return Ok(Some(pair));
        }
        let pair = match &self.who {
            Who::Nobody | Who::Bearer(_) => None,
            Who::Custodian => self.keys.by_root(holder).await?,
            Who::Recovered(recovered) => recovered.opened(&self.keys.db, holder).await?,
            Who::Account(account) | Who::AtTheGlass(account) => {
                let own = holder.strip_prefix(&account.to_string()).is_some_and(|rest| rest.starts_with('#'));
                let direct = if own { self.own(holder).await? } else { None };
                match direct {
                    Some(pair) => Some(pair),
                    None => self.through_own(*account, holder).await?,
                }
            }
        };
        let Some(pair) = pair.map(Arc::new) else { return Ok(None) };
        lock(&self.pairs).insert(holder.to_owned(), Arc::clone(&pair));
        Ok(Some(pair))
    }

    /// One's own pair: by the root key, where that has the custody, or by what was brought.
    async fn own(&self, pair: &str) -> Result<Option<Pair>, Fault> {
        if let Some(own) = self.keys.by_root(pair).await? {
            return Ok(Some(own));
        }
        self.keys.by_ways(pair, &self.brought()).await
    }

    /// The pair of a desk, by the seal of it to somebody who works there; or an own pair from before one began anew.
    async fn through_own(&self, account: AccountId, holder: &str) -> Result<Option<Pair>, Fault> {
        let rows = sql("-- kit.keys.through_own
            SELECT w.wrapped_by, w.wrapped FROM kit_wrap w JOIN kit_holder h ON h.id = w.wrapped_by
            WHERE w.holder = $1 AND h.name = $2");
        for row in rows.bind(holder).bind(account.to_string()).all(&self.keys.db).await? {
            let (own, wrap): (String, String) = (row.get("wrapped_by")?, row.get("wrapped")?);
            let own = self.pair(&own).await?;
            if let Some(secret) = own.as_ref().and_then(|own| own.open(holder, &wrap)) {
                return Pair::of(secret).map(Some);
            }
        }
        Ok(None)
    }
}

/// A seal of a matter, as it lies.
pub(super) struct Held {
    pub(super) holder: String,
    pub(super) sealed: String,
    /// The envelope that it is in, and the seal of that to the holder; none for codes, links, other matters, the root key.
    pub(super) envelope: Option<(String, String)>,
}

impl Held {
    fn read(row: &Row) -> Result<Self, Fault> {
        let envelope = row.maybe("envelope")?.zip(row.maybe("outer_seal")?);
        Ok(Self { holder: row.get("holder")?, sealed: row.get("sealed")?, envelope })
    }
}

impl Keys {
    /// Who has a seal of a matter, and the seal.
    pub(super) async fn seals_of(&self, matter: KeyId) -> Result<Vec<Held>, Shut> {
        let rows = sql("-- kit.keys.seals_of
            SELECT s.holder, s.sealed, s.envelope, e.sealed AS outer_seal
            FROM kit_seal s LEFT JOIN kit_envelope e ON e.id = s.envelope WHERE s.matter = $1");
        let rows = rows.bind(matter).all(&self.db).await?;
        if rows.is_empty() {
            return Err(Shut::Gone);
        }
        rows.iter().map(|row| Ok(Held::read(row)?)).collect()
    }
}

fn remember<K: Eq + std::hash::Hash>(all: &Mutex<HashMap<K, Secret>>, key: K, secret: &Secret) {
    let mut all = lock(all);
    if all.len() >= OPEN_MAX {
        all.clear();
    }
    all.insert(key, secret.clone());
}

/// How the holder of a hold begins.
pub(super) const HOLD: &str = "hold:";

/// How the holders begin that are codes and links; each has a number drawn at random.
pub(super) const BEARER: &str = "bearer:";

/// A key for whoever has a code or a link, and the seal that it opens.
pub(crate) fn bearer(matter: &Fresh) -> Result<(Secret, Change), Fault> {
    let bearer = Secret::new(chance::bytes());
    let sealed = to_key(&bearer, matter, &format!("{BEARER}{}", chance::hex(&chance::bytes::<8>())))?;
    Ok((bearer, sealed))
}

/// The seal with which whoever can open one matter can open another.
pub(crate) fn to_matter(other: (KeyId, &Secret), matter: &Fresh) -> Result<Change, Fault> {
    to_key(other.1, matter, &format!("matter:{}", other.0))
}

fn to_key(key: &Secret, matter: &Fresh, holder: &str) -> Result<Change, Fault> {
    let sealed = matter.secret.sealed(key, &symmetric_about(matter.id))?;
    Ok(Change::Seal { matter: matter.id, holder: holder.to_owned(), envelope: None, sealed })
}

fn symmetric_about(matter: KeyId) -> String {
    format!("hearken matter/1 {matter}")
}

fn symmetric(key: &Secret, matter: KeyId, sealed: &str) -> Option<Secret> {
    Secret::opened(key, &symmetric_about(matter), sealed)
}
