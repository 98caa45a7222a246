//! The store of keys: who has a pair, what is sealed to whom.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use domain::event::Actor;
use domain::id::{AccountId, KeyId, kind};
use domain::keys::{Holder, Opens};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;

use super::adding::{Added, Line};
use super::brought::Brought;
use super::change::{Change, name_of};
use super::envelope::Envelopes;
use super::holder::{self, Newest, by_root, ensure, newest};
use super::pair::Pair;
use super::ring::{BEARER, HOLD, Held, Ring, Who, bearer};
use super::shred::CUSTODIAN;
use super::{RootKey, Secret, Shut};
use crate::clock::Clock;
use crate::log::lock;
use crate::store::{Db, Migration, Row, Tx, sql};
use crate::{Fault, OrFault as _, chance, seal};

/// The schema of the store of keys.
pub const MIGRATIONS: [Migration; 3] = [
    Migration { name: "0001_kit_keys", sql: include_str!("keys.sql") },
    Migration { name: "0002_kit_custody", sql: include_str!("custody.sql") },
    Migration { name: "0003_kit_people", sql: include_str!("people.sql") },
];

/// Whoever leaves a desk, on another machine, has its ring here for so long at most.
const RINGS_LIVE: SignedDuration = SignedDuration::from_secs(60);

/// The rings of people, each by whose it is and what they brought; with when it was made.
type Rings = HashMap<(AccountId, Option<String>), (Timestamp, Arc<Ring>)>;

/// The keys of a house.
pub struct Keys {
    pub(super) db: Db,
    pub(super) root: RootKey,
    pub(super) service: Secret,
    pub(super) clock: Clock,
    /// The newest pair of each name, as it was last read.
    publics: Mutex<HashMap<String, (Timestamp, Newest)>>,
    rings: Mutex<Rings>,
    /// Whether people have the custody, as it was last read.
    pub(super) people: Mutex<Option<(Timestamp, bool)>>,
    pub(super) envelopes: Envelopes,
    pub(super) line: Line,
    /// How often something was taken from somebody: rings from before look again.
    pub(super) taken: AtomicU64,
}

/// A key that has been made and sealed, for a matter that is about to be.
#[derive(Debug, Clone)]
pub struct Fresh {
    pub id: KeyId,
    pub(crate) secret: Secret,
}

impl Keys {
    /// Opens the store of keys, and the root key in this folder; each is made if absent.
    pub async fn open(folder: &Path, address: Option<&str>, clock: Clock) -> Result<Arc<Self>, Fault> {
        let root = RootKey::open(folder)?;
        let db = Self::store(folder, address).await?;
        let service = service(&db, &root, clock.now()).await?;
        let (publics, rings, people) = (Mutex::default(), Mutex::default(), Mutex::default());
        let (envelopes, line, taken) = (Envelopes::default(), Line::default(), AtomicU64::default());
        let keys = Self { db, root, service, clock, publics, rings, people, envelopes, line, taken };
        let keys = Arc::new(keys);
        keys.from_root_to_custodian().await?;
        Ok(keys)
    }

    /// What nobody could open was once sealed with the root key itself: it is sealed to the custodian's pair instead.
    async fn from_root_to_custodian(self: &Arc<Self>) -> Result<(), Fault> {
        let rows =
            sql("-- kit.keys.by_root_alone\nSELECT matter, sealed FROM kit_seal WHERE holder = 'root'");
        for row in rows.all(&self.db).await? {
            let (id, sealed): (KeyId, String) = (row.get("matter")?, row.get("sealed")?);
            let secret = self.root.unwrap(&about(id, "root"), &sealed)?;
            let mut changes = self.to_custodian(&Fresh { id, secret }).await?;
            changes.push(Change::Unseal { matter: id, holder: "root".to_owned() });
            self.keep(changes).await?;
        }
        Ok(())
    }

    /// The store alone, for backups.
    pub async fn store(folder: &Path, address: Option<&str>) -> Result<Db, Fault> {
        let own = format!("sqlite://{}", folder.join("keys.db").display());
        let db = Db::open(address.unwrap_or(&own)).await?;
        db.migrate(MIGRATIONS.to_vec(), Timestamp::UNIX_EPOCH).await?;
        Ok(db)
    }

    /// The root key, for whoever must be told where it is.
    pub const fn root(&self) -> &RootKey {
        &self.root
    }

    /// A key with which the node itself works, for one purpose.
    pub fn service(&self, purpose: &str) -> seal::Key {
        seal::derived(&self.service, purpose)
    }

    /// The key of columns that the node must read by itself: names, addresses, mail.
    pub(crate) fn columns(&self) -> seal::Key {
        self.service("columns")
    }

    /// What a row is found by: equal texts have equal digests, and nothing else can be told from them without the key.
    pub(crate) fn index(&self, of: &str, text: &str) -> String {
        let key = self.service("index");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length of key will do");
        mac.update(&seal::sum(&[of.as_bytes(), text.as_bytes()]));
        chance::hex(&mac.finalize().into_bytes())
    }

    pub(crate) fn node(&self) -> Secret {
        Secret::new(self.service("journal"))
    }

    /// What somebody can open.
    pub fn ring(self: &Arc<Self>, who: Who) -> Arc<Ring> {
        match who {
            Who::Account(account) => self.kept((account, None), None),
            Who::Nobody | Who::AtTheGlass(_) | Who::Bearer(_) | Who::Custodian | Who::Recovered(_) => {
                Ring::new(Arc::clone(self), who)
            }
        }
    }

    /// What somebody can open with what they bring: another browser of theirs may have brought nothing that opens.
    pub(crate) fn ring_by(self: &Arc<Self>, account: AccountId, brought: &Brought) -> Arc<Ring> {
        self.kept((account, Some(brought.way.clone())), Some(brought))
    }

    fn kept(self: &Arc<Self>, of: (AccountId, Option<String>), brought: Option<&Brought>) -> Arc<Ring> {
        let now = self.clock.now();
        let mut rings = lock(&self.rings);
        if let Some((_, ring)) = rings.get(&of).filter(|(made, _)| now.duration_since(*made) < RINGS_LIVE) {
            return Arc::clone(ring);
        }
        rings.retain(|_, (made, _)| now.duration_since(*made) < RINGS_LIVE);
        let ring = Ring::new(Arc::clone(self), Who::Account(of.0));
        if let Some(brought) = brought {
            ring.bring(brought);
        }
        rings.insert(of, (now, Arc::clone(&ring)));
        ring
    }

    /// Lets go of what somebody brought: they have signed out. What they bring with another request is taken again.
    pub fn let_go(&self, account: AccountId) {
        lock(&self.rings).retain(|(of, _), _| *of != account);
    }

    /// Makes a key for a new matter and seals it to whoever opens it. Durable when it returns; a key that then comes
    /// to nothing opens nothing.
    pub async fn fresh(self: &Arc<Self>, opens: &Opens) -> Result<Fresh, Fault> {
        let (fresh, changes) = self.made(opens).await?;
        self.keep(changes).await?;
        Ok(fresh)
    }

    /// The same, with a key for whoever will come back with a code.
    pub async fn fresh_with_bearer(self: &Arc<Self>, opens: &Opens) -> Result<(Fresh, Secret), Fault> {
        let (fresh, mut changes) = self.made(opens).await?;
        let (secret, change) = bearer(&fresh)?;
        changes.push(change);
        self.keep(changes).await?;
        Ok((fresh, secret))
    }

    /// The same, yet to be made durable.
    pub(crate) async fn made(self: &Arc<Self>, opens: &Opens) -> Result<(Fresh, Vec<Change>), Fault> {
        let fresh =
            Fresh { id: chance::id::<kind::Key>(self.clock.now()), secret: Secret::new(chance::bytes()) };
        let mut changes: Vec<Change> =
            opens.never.iter().map(|account| Change::Never { matter: fresh.id, account: *account }).collect();
        let (cases, pairs): (Vec<&Holder>, Vec<&Holder>) =
            opens.to.iter().partition(|holder| matches!(holder, Holder::Case(_)));
        for holder in pairs {
            changes.extend(self.seals(&fresh, holder, &opens.never).await?);
        }
        // Nobody is there who may open it: the keeper of the root key can, and let somebody in.
        if cases.is_empty() && !changes.iter().any(|change| matches!(change, Change::Seal { .. })) {
            changes.extend(self.to_custodian(&fresh).await?);
        }
        Ok((fresh, changes))
    }

    /// The seals that let a holder open a matter; for a desk of which somebody must never know, one for each other.
    pub(crate) async fn seals(
        &self,
        matter: &Fresh,
        holder: &Holder,
        never: &[AccountId],
    ) -> Result<Vec<Change>, Fault> {
        let name = name_of(holder);
        let glass = if matches!(holder, Holder::Glass(..)) { "glass:" } else { "" };
        let newest = match holder {
            Holder::Account(account) if never.contains(account) => return Ok(Vec::new()),
            Holder::Case(_) => return Err(Fault::new("a case is no pair of keys")),
            Holder::Account(_) | Holder::Desk(..) | Holder::Glass(..) => self.newest(&name).await?,
        };
        let mut to = vec![newest];
        if !matches!(holder, Holder::Account(_)) && !never.is_empty() {
            let members = self.members(&to[0].id).await?;
            if members.iter().any(|(account, _)| never.contains(account)) {
                let others = members.into_iter().filter(|(account, _)| !never.contains(account));
                to = others.map(|(_, newest)| newest).collect();
            }
        }
        let mut changes = Vec::new();
        for newest in to {
            changes.extend(self.envelopes.seal(self.clock.now(), &newest, glass, matter)?);
        }
        Ok(changes)
    }

    /// The changes that take a matter from some people: their own seals, and those of desks where one of `never` works,
    /// which are replaced by one for each other person there. Where nobody is left, the keeper of the root key is.
    pub(crate) async fn without(
        &self,
        matter: &Fresh,
        out: &[AccountId],
        never: &[AccountId],
    ) -> Result<Vec<Change>, Fault> {
        let (mut changes, mut left) = (Vec::new(), false);
        let held = match self.seals_of(matter.id).await {
            Ok(held) => held,
            Err(Shut::Fault(fault)) => return Err(fault),
            Err(Shut::NotYours | Shut::Gone) => return Ok(changes),
        };
        for Held { holder, .. } in held {
            let (glass, id) = match holder.strip_prefix("glass:") {
                Some(id) => ("glass:", id),
                None => ("", holder.as_str()),
            };
            let own = |account: &AccountId| {
                id.strip_prefix(&account.to_string()).is_some_and(|rest| rest.starts_with('#'))
            };
            let members = self.members(id).await?;
            if members.iter().any(|(account, _)| never.contains(account)) {
                for (_, newest) in members.into_iter().filter(|(account, _)| !never.contains(account)) {
                    changes.extend(self.envelopes.seal(self.clock.now(), &newest, glass, matter)?);
                    left = true;
                }
            } else if !out.iter().any(own) {
                // A code, a link or a hold is no one who works on it.
                left |= !(holder.starts_with(BEARER) || holder.starts_with(HOLD));
                continue;
            }
            changes.push(Change::Unseal { matter: matter.id, holder });
        }
        if !left {
            changes.extend(self.to_custodian(matter).await?);
        }
        Ok(changes)
    }

    /// The seal to the custodian alone: where nobody else may open it, and somebody must.
    async fn to_custodian(&self, matter: &Fresh) -> Result<Vec<Change>, Fault> {
        let custodian = self.newest(CUSTODIAN).await?;
        self.envelopes.seal(self.clock.now(), &custodian, "", matter)
    }

    /// The people at a desk, in this epoch.
    async fn members(&self, desk: &str) -> Result<Vec<(AccountId, Newest)>, Fault> {
        let rows = sql("-- kit.keys.members
            SELECT h.name, h.id, h.public FROM kit_wrap w JOIN kit_holder h ON h.id = w.wrapped_by
            WHERE w.holder = $1 AND h.name <> 'recovery'");
        let read = |row: &Row| Ok((row.get("name")?, newest(row)?));
        rows.bind(desk).all(&self.db).await?.iter().map(read).collect()
    }

    /// The newest pair of a name; made if there is none yet.
    pub(super) async fn newest(&self, name: &str) -> Result<Newest, Fault> {
        let now = self.clock.now();
        let known = lock(&self.publics).get(name).cloned();
        if let Some((_, newest)) = known.filter(|(read, _)| now.duration_since(*read) < RINGS_LIVE) {
            return Ok(newest);
        }
        let newest = if let Some(newest) = holder::find(&self.db, name).await? {
            newest
        } else {
            let mut tx = self.begin("make a pair of keys").await?;
            let made = ensure(&mut tx, &self.root, name).await?;
            tx.commit().await?;
            made
        };
        lock(&self.publics).insert(name.to_owned(), (now, newest.clone()));
        Ok(newest)
    }

    pub(super) async fn begin(&self, label: &'static str) -> Result<Tx, Fault> {
        self.db.begin(label, Actor::System, self.clock.now(), &Arc::default()).await
    }

    /// Makes changes durable, all or none.
    pub(crate) fn keep(self: &Arc<Self>, changes: Vec<Change>) -> BoxFuture<'_, Result<(), Fault>> {
        async move {
            match Added::only(changes) {
                Ok(added) if added.is_empty() => Ok(()),
                Ok(added) => self.add(added).await,
                Err(changes) => self.change(changes).await,
            }
        }
        .boxed()
    }

    async fn change(&self, changes: Vec<Change>) -> Result<(), Fault> {
        let (mut tx, mut made) = (self.begin("keep keys").await?, Vec::new());
        for change in changes {
            if let Change::Envelope { pair, envelope, .. } = &change {
                made.push((pair.clone(), envelope.clone()));
            }
            change.write(&mut tx, &self.root).await?;
        }
        tx.commit().await?;
        for (pair, envelope) in made {
            self.envelopes.put(pair, self.clock.now(), envelope);
        }
        self.forget();
        Ok(())
    }

    /// Lets go of what was read: somebody may know less than before.
    pub(super) fn forget(&self) {
        self.taken.fetch_add(1, Ordering::SeqCst);
        lock(&self.publics).clear();
        lock(&self.rings).clear();
        *lock(&self.people) = None;
    }

    /// Who must never open a matter.
    pub(crate) async fn never(&self, matter: KeyId) -> Result<Vec<AccountId>, Fault> {
        let rows = sql("-- kit.keys.never\nSELECT account FROM kit_never WHERE matter = $1");
        rows.bind(matter).all(&self.db).await?.iter().map(|row| row.get("account")).collect()
    }

    /// The private half of a holder, by the root key, if it is wrapped with that.
    pub(super) async fn by_root(&self, holder: &str) -> Result<Option<Pair>, Fault> {
        by_root(&self.db, &self.root, holder).await
    }
}

/// What a seal is about.
pub(super) fn about(matter: KeyId, holder: &str) -> String {
    format!("{matter} {holder}")
}

/// The key with which the node works, unwrapped; made once.
async fn service(db: &Db, root: &RootKey, now: Timestamp) -> Result<Secret, Fault> {
    let read = || async {
        let row = sql("-- kit.keys.service\nSELECT wrapped FROM kit_service WHERE id = 1").one(db).await?;
        row.map(|row| root.unwrap("service", &row.get::<String>("wrapped")?)).transpose()
    };
    if let Some(service) = read().await? {
        return Ok(service);
    }
    let mut tx = db.begin("make the service key", Actor::System, now, &Arc::default()).await?;
    let wrapped = root.wrap("service", &Secret::new(chance::bytes()))?;
    sql("-- kit.keys.make_service\nINSERT INTO kit_service (id, wrapped) VALUES (1, $1) ON CONFLICT (id) DO NOTHING")
        .bind(wrapped)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    read().await?.ok_or("it is not there").or_fault("making the service key")
}
