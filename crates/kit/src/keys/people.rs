//! Custody by people: what was told opens only while somebody is there who may read it.
//!
//! ```text
//! own pair of a person   private half wrapped by each way they have to it:
//!   password             Argon2id of it, with a salt of the account's own
//!   code                 136 random bits, printed
//!   passkey:<id>         what the passkey's PRF gives (WebAuthn level 3)
//!   session:<id>         what the browser's cookie holds and the store does not
//!   key:<id>             what a program's key holds and the store does not
//! wrap                   XChaCha20-Poly1305, about "hearken own/1 " way " " pair
//! ```
//!
//! With the root key in a file, it wraps every pair; nobody loses a record by forgetting a password, and whoever has the
//! file and the store reads everything. In the custody of people it wraps no desk's pair, and the pair of nobody who has
//! signed in since. Two of three shares still open everything: they must be there, and rehearsed, before.

use domain::id::{AccountId, SessionId};
use jiff::SignedDuration;

use super::brought::{Brought, PASSWORD};
use super::holder::{self, Newest, wrapped};
use super::pair::Pair;
use super::recovery::{NotRecovered, Recovered};
use super::ring::Ring;
use super::room::Keys;
use super::{RootKey, Secret, Share, waiting};
use crate::log::lock;
use crate::store::{Reads, Row, Tx, sql};
use crate::{Failure, Fault, seal};

/// For how long a request takes it as read who has the custody.
const LOOKED_AT_FOR: SignedDuration = SignedDuration::from_secs(1);

/// Who has the pairs in the custody of people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Custody {
    pub people: bool,
    /// People whose pair the root key still opens: they have not signed in since.
    pub by_root: u64,
    /// People whose pair it does not open.
    pub by_own: u64,
    /// Desks where somebody waits for the keys, and who.
    pub waiting: Vec<(String, AccountId)>,
}

/// Why the custody cannot be given to people.
#[derive(Debug, thiserror::Error)]
pub enum NotGiven {
    #[error(
        "no shares were made that two of three people could restore everything with: `hearken vault shares FOLDER`"
    )]
    NoShares,
    #[error("it was never rehearsed that two shares open everything: `hearken vault drill SHARE SHARE`")]
    NotRehearsed,
    #[error("{0}")]
    Fault(#[from] Fault),
}

/// Whether the custody is people's.
pub(super) async fn is(from: &impl Reads) -> Result<bool, Fault> {
    let row = sql("-- kit.people.is\nSELECT people FROM kit_custody WHERE id = 1").one(from).await?;
    let people: Option<i64> = row.map(|row| row.maybe("people")).transpose()?.flatten();
    Ok(people == Some(1))
}

/// How somebody stands to what they may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Open,
    /// Their own pair does not open by what they brought.
    Shut,
    /// It does, but a colleague must yet give them the keys of a desk.
    Waits,
}

impl Keys {
    /// Whether somebody's keys are open, for each of their requests.
    pub(crate) async fn access(&self, ring: &Ring, account: AccountId) -> Result<Access, Fault> {
        if !self.seem_peoples().await? {
            return Ok(Access::Open);
        }
        let own = self.newest(&account.to_string()).await?;
        let Some(pair) = ring.pair(&own.id).await? else { return Ok(Access::Shut) };
        if self.by_root(&own.id).await?.is_some() {
            self.keeps_up(&own.id, &pair, &ring.brought()).await?;
        }
        Ok(if self.waits(account).await? { Access::Waits } else { Access::Open })
    }

    /// While the root key still opens somebody's pair, browsers and programs that they use already get a way of their
    /// own to it, so that none of them stops when they next sign in.
    async fn keeps_up(&self, own: &str, pair: &Pair, brought: &[Brought]) -> Result<(), Fault> {
        for way in brought {
            if self.by_ways(own, std::slice::from_ref(way)).await?.is_none() {
                let mut tx = self.begin("give a browser or a program its way").await?;
                put(&mut tx, own, pair, way).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    /// Whether what was told opens only while somebody is there who may read it.
    pub async fn are_peoples(&self) -> Result<bool, Fault> {
        is(&self.db).await
    }

    /// The same as it was at most a second ago: every request asks. Only for where being wrong for that long takes nothing
    /// from anybody: the command line may have changed it.
    pub(super) async fn seem_peoples(&self) -> Result<bool, Fault> {
        let now = self.clock.now();
        let read = *lock(&self.people);
        if let Some((_, people)) =
            read.filter(|(at, _)| *at <= now && now.duration_since(*at) < LOOKED_AT_FOR)
        {
            return Ok(people);
        }
        let people = self.are_peoples().await?;
        *lock(&self.people) = Some((now, people));
        Ok(people)
    }

    /// The salt of somebody's password, for the key that is made of it: no two accounts have the same.
    pub fn salt(&self, account: AccountId) -> [u8; 16] {
        let sum = seal::sum(&[&self.service("salt of a password"), account.to_string().as_bytes()]);
        *sum.first_chunk().expect("32 bytes are more than 16")
    }

    /// Somebody has proved who they are by `by` and signs in: their pair is wrapped for the session, and by `by`; the
    /// root key opens it no more. Whether it opened; always, where the root key has the custody.
    pub async fn signs_in(
        &self,
        account: AccountId,
        by: &[Brought],
        session: &Brought,
    ) -> Result<bool, Fault> {
        if !self.are_peoples().await? {
            return Ok(true);
        }
        let mut tx = self.begin("open a person's pair").await?;
        let own = holder::ensure(&mut tx, &self.root, &account.to_string()).await?;
        let Some(pair) = own_pair(&tx, &self.root, &own.id, by).await? else { return Ok(false) };
        for way in by.iter().chain([session]) {
            put(&mut tx, &own.id, &pair, way).await?;
        }
        // Not by a passkey alone: whoever then loses the device could not come back with the right password.
        let freed = by.iter().any(Brought::is_password) && unroot(&mut tx, &own.id).await?;
        if freed {
            Box::pin(older_through(&mut tx, &self.root, &own, account)).await?;
        }
        tx.commit().await?;
        if freed {
            self.forget();
            self.db.scrub().await?;
        }
        Ok(true)
    }

    /// Gives somebody one more way to their pair, which their ring must open; an old one of the same kind is gone.
    pub async fn add_way(&self, ring: &Ring, account: AccountId, way: &Brought) -> Result<(), Failure> {
        if !self.are_peoples().await? {
            return Ok(());
        }
        let own = self.newest(&account.to_string()).await?;
        let pair = ring.pair(&own.id).await?.ok_or(Failure::NotFound)?;
        let mut tx = self.begin("add a way to a person's pair").await?;
        put(&mut tx, &own.id, &pair, way).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a way to somebody's pair away: a passkey, a program's key.
    pub async fn drop_way(&self, account: AccountId, way: &str) -> Result<(), Fault> {
        let mut tx = self.begin("take a way to a person's pair away").await?;
        sql("-- kit.people.drop_way
            DELETE FROM kit_wrap WHERE wrapped_by = $2 AND holder IN (SELECT id FROM kit_holder WHERE name = $1)")
        .bind(account)
        .bind(way)
        .run(&mut tx)
        .await?;
        tx.commit().await?;
        self.forget();
        Ok(())
    }

    /// The password of an account is another now, and nobody showed the old one: what was wrapped by that is shut, until
    /// a printed code, a passkey or a colleague opens it.
    pub async fn forgets_password(&self, account: AccountId) -> Result<(), Fault> {
        self.drop_way(account, PASSWORD).await
    }

    /// Forgets the wraps of sessions that are over; those in `alive` are not.
    pub async fn only_sessions(&self, alive: &[SessionId]) -> Result<(), Fault> {
        let alive: Vec<String> = alive.iter().map(|session| format!("session:{session}")).collect();
        let rows = sql("-- kit.people.sessions
            SELECT DISTINCT wrapped_by FROM kit_wrap WHERE wrapped_by LIKE 'session:%'");
        let mut over: Vec<String> = Vec::new();
        for row in rows.all(&self.db).await? {
            let way: String = row.get("wrapped_by")?;
            if !alive.contains(&way) {
                over.push(way);
            }
        }
        if over.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin("forget sessions that are over").await?;
        for way in over {
            sql("-- kit.people.over\nDELETE FROM kit_wrap WHERE wrapped_by = $1")
                .bind(way)
                .run(&mut tx)
                .await?;
        }
        tx.commit().await
    }

    /// Gives the custody to people: the root key opens no desk's pair any more, nor the custodian's, nor that of anybody
    /// who is not in `active`; those in it are freed when they next sign in.
    pub async fn to_people(&self, active: &[AccountId]) -> Result<(), NotGiven> {
        let shares = self.shares().await?.ok_or(NotGiven::NoShares)?;
        shares.drilled_at.ok_or(NotGiven::NotRehearsed)?;
        let active: Vec<String> = active.iter().map(ToString::to_string).collect();
        let mut tx = self.begin("give the custody to people").await?;
        sql("-- kit.people.give\nUPDATE kit_custody SET people = 1 WHERE id = 1").run(&mut tx).await?;
        let rows = sql("-- kit.people.by_root
            SELECT h.id, h.name FROM kit_wrap w JOIN kit_holder h ON h.id = w.holder WHERE w.wrapped_by = 'root'");
        for row in rows.all(&tx).await? {
            let (id, name): (String, String) = (row.get("id")?, row.get("name")?);
            if !active.contains(&name) {
                unroot(&mut tx, &id).await?;
            }
        }
        tx.commit().await?;
        self.forget();
        Ok(self.db.scrub().await?)
    }

    /// Gives the custody back to the root key, with two shares: how many pairs it opens again.
    pub async fn to_root(&self, two: (&Share, &Share)) -> Result<u64, NotRecovered> {
        let recovered = Recovered::from(&self.db, two.0, two.1).await?;
        let mut tx = self.begin("give the custody to the root key").await?;
        sql("-- kit.people.give_back\nUPDATE kit_custody SET people = 0 WHERE id = 1").run(&mut tx).await?;
        let rows = sql("-- kit.people.not_by_root
            SELECT id FROM kit_holder h WHERE name <> 'recovery'
            AND NOT EXISTS (SELECT 1 FROM kit_wrap w WHERE w.holder = h.id AND w.wrapped_by = 'root')");
        let mut pairs = 0;
        for row in rows.all(&tx).await? {
            let id: String = row.get("id")?;
            let opened =
                recovered.opened(&tx, &id).await?.ok_or_else(|| NotRecovered::Shut { holder: id.clone() })?;
            wrapped(&mut tx, &id, "root", &self.root.wrap(&id, opened.secret())?).await?;
            pairs += 1;
        }
        Box::pin(waiting::let_all_in(&mut tx, &self.root)).await?;
        tx.commit().await?;
        self.forget();
        Ok(pairs)
    }

    /// How the custody stands.
    pub async fn custody(&self) -> Result<Custody, Fault> {
        let row = sql("-- kit.people.standing
            SELECT COUNT(*) AS everyone, COUNT(w.holder) AS by_root FROM kit_holder h
            LEFT JOIN kit_wrap w ON w.holder = h.id AND w.wrapped_by = 'root' WHERE substr(h.name, 1, 4) = 'acc_'");
        let row = row.one(&self.db).await?.ok_or_else(|| Fault::new("counting pairs"))?;
        let (everyone, by_root): (u64, u64) = (row.get("everyone")?, row.get("by_root")?);
        let rows = sql("-- kit.people.waiting\nSELECT desk, account FROM kit_waiting ORDER BY desk, account");
        let read = |row: &Row| Ok((row.get("desk")?, row.get("account")?));
        let waiting = rows.all(&self.db).await?.iter().map(read).collect::<Result<_, Fault>>()?;
        Ok(Custody { people: self.are_peoples().await?, by_root, by_own: everyone - by_root, waiting })
    }

    /// The private half of a pair, by a way to it that was brought.
    pub(super) async fn by_ways(&self, pair: &str, brought: &[Brought]) -> Result<Option<Pair>, Fault> {
        by_ways(&self.db, pair, brought).await
    }
}

async fn own_pair(
    from: &impl Reads,
    root: &RootKey,
    pair: &str,
    brought: &[Brought],
) -> Result<Option<Pair>, Fault> {
    match holder::by_root(from, root, pair).await? {
        Some(own) => Ok(Some(own)),
        None => by_ways(from, pair, brought).await,
    }
}

async fn by_ways(from: &impl Reads, pair: &str, brought: &[Brought]) -> Result<Option<Pair>, Fault> {
    for way in brought {
        let row =
            sql("-- kit.people.by_way\nSELECT wrapped FROM kit_wrap WHERE holder = $1 AND wrapped_by = $2");
        let Some(row) = row.bind(pair).bind(&way.way).one(from).await? else { continue };
        if let Some(secret) = Secret::opened(&way.key, &way.about(pair), &row.get::<String>("wrapped")?) {
            return Pair::of(secret).map(Some);
        }
    }
    Ok(None)
}

pub(super) async fn put(tx: &mut Tx, id: &str, pair: &Pair, way: &Brought) -> Result<(), Fault> {
    wrapped(tx, id, &way.way, &pair.secret().sealed(&way.key, &way.about(id))?).await
}

/// Pairs from before somebody began anew, which the root key still opens: through their newest from now on.
async fn older_through(tx: &mut Tx, root: &RootKey, own: &Newest, account: AccountId) -> Result<(), Fault> {
    for id in waiting::epochs(tx, &account.to_string()).await? {
        if let Some(older) = holder::by_root(tx, root, &id).await? {
            waiting::give(tx, &id, older.secret(), own, account).await?;
            unroot(tx, &id).await?;
        }
    }
    Ok(())
}

/// The root key opens this pair no more; whether it did.
pub(super) async fn unroot(tx: &mut Tx, id: &str) -> Result<bool, Fault> {
    let gone = sql("-- kit.people.unroot\nDELETE FROM kit_wrap WHERE holder = $1 AND wrapped_by = 'root'");
    Ok(gone.bind(id).run(tx).await? > 0)
}
