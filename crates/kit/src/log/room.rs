//! The log of a house: what has to be known of it to write to it, and to wait for it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::id::EntryId;
use tokio::sync::{Notify, oneshot};
use translog::{Note, Policy, Proof};

use super::ask::Signer;
use super::commit;
use super::receipt::{Opened, Receipt};
use super::sequence::{self, Keeper};
use super::witnesses::Witnesses;
use crate::clock::Clock;
use crate::journal::Entry;
use crate::store::{Db, sql};
use crate::{Failure, Fault, OrFault as _, seal};

/// How long an acknowledgement is waited for before the request fails; the report is kept all the same.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often somebody who waits looks whether another process has done it.
const LOOK: Duration = Duration::from_millis(250);

/// The log.
pub struct Log {
    pub(super) db: Db,
    pub(super) clock: Clock,
    /// `<folder>/log`.
    pub(super) folder: PathBuf,
    /// What covers are made from.
    pub(super) secret: seal::Key,
    /// The time from one batch to the next.
    pub(super) period: Duration,
    pub(super) signer: Signer,
    pub(super) witnesses: Witnesses,
    pub(super) keeper: tokio::sync::Mutex<Option<Keeper>>,
    pub(super) waiting: Mutex<HashMap<EntryId, oneshot::Sender<Proof>>>,
    pub(super) wake: Notify,
    /// Why nothing is signed any more, if that is so.
    refusal: Mutex<Option<Arc<str>>>,
}

/// Somebody who waits for an entry to be in the log.
pub struct Waiting<'a> {
    log: &'a Log,
    entry: EntryId,
    proof: oneshot::Receiver<Proof>,
}

impl Log {
    /// The log of a folder, kept by this signer, in batches at this period (at most 500 ms).
    pub fn new(
        (db, clock): (Db, Clock),
        folder: PathBuf,
        secret: seal::Key,
        (signer, witnesses): (Signer, Witnesses),
        period: Duration,
    ) -> Self {
        Self {
            db,
            clock,
            folder,
            secret,
            period,
            signer,
            witnesses,
            keeper: tokio::sync::Mutex::default(),
            waiting: Mutex::default(),
            wake: Notify::new(),
            refusal: Mutex::default(),
        }
    }

    /// Says that this entry's proof will be waited for. Before the transaction is made durable, so that it cannot
    /// be missed.
    pub fn expect(&self, entry: EntryId) -> Waiting<'_> {
        let (sender, proof) = oneshot::channel();
        lock(&self.waiting).insert(entry, sender);
        Waiting { log: self, entry, proof }
    }

    /// Why nothing is signed, and so nothing acknowledged, if that is so.
    pub fn refusal(&self) -> Option<Arc<str>> {
        lock(&self.refusal).clone()
    }

    pub(super) fn refuse(&self, why: &str) {
        let mut refusal = lock(&self.refusal);
        if refusal.as_deref() != Some(why) {
            tracing::error!(why, "the log is not signed any more: nothing is acknowledged");
            *refusal = Some(why.into());
        }
    }

    pub(super) fn well_again(&self) {
        *lock(&self.refusal) = None;
    }

    /// The newest checkpoint, as it was published.
    pub fn checkpoint(&self) -> Result<Option<Note>, Fault> {
        self.published("checkpoint")
    }

    fn published(&self, name: &str) -> Result<Option<Note>, Fault> {
        match std::fs::read_to_string(self.folder.join(name)) {
            Ok(text) => text.parse().map(Some).or_fault("reading the checkpoint of the log"),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Fault::because("reading the checkpoint of the log", error)),
        }
    }

    /// Whose signatures count: the log's own, and those of its witnesses.
    pub fn policy(&self) -> Result<Policy, Fault> {
        let key = std::fs::read_to_string(self.folder.join("key")).or_fault("reading the key of the log")?;
        Ok(self
            .witnesses
            .policy()
            .clone()
            .and_log(key.trim().parse().or_fault("reading the key of the log")?))
    }

    /// The proof that an entry is in the log; none when it is not there yet.
    async fn proof(&self, entry: EntryId) -> Result<Option<Proof>, Fault> {
        let Some(place) = commit::place(&self.db, entry).await? else { return Ok(None) };
        // Better an older checkpoint that witnesses have seen than a newer one that they have not.
        for name in ["witnessed", "checkpoint"] {
            let Some(checkpoint) = self.published(name)? else { continue };
            if let Some(proof) = sequence::proof(&self.folder, place, checkpoint)? {
                return Ok(Some(proof));
            }
        }
        Ok(None)
    }
}

impl Log {
    /// The receipt of an entry that is in the log; none when it is not there yet.
    pub async fn receipt(&self, entry: &Entry) -> Result<Option<Receipt>, Fault> {
        let Some(proof) = self.proof(entry.id).await? else { return Ok(None) };
        Ok(Some(Receipt::of(&commit::opened(&self.db, entry).await?, proof)))
    }

    /// The receipt of an entry that may not be in the log yet; waits until it is.
    pub async fn receipt_of(&self, entry: &Entry) -> Result<Receipt, Failure> {
        let opened = commit::opened(&self.db, entry).await?;
        self.receipt_when_in(entry.id, &opened).await
    }

    /// The same, by what its leaf is opened with: for whoever has no key to the entry.
    pub(crate) async fn receipt_when_in(&self, entry: EntryId, opened: &Opened) -> Result<Receipt, Failure> {
        self.wake.notify_one();
        let found = async {
            loop {
                if let Some(proof) = self.proof(entry).await? {
                    return Ok(Receipt::of(opened, proof));
                }
                if let Some(why) = self.refusal() {
                    return Err(Failure::Shut(why.to_string()));
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, found).await;
        waited.map_err(|_| Fault::new("waiting for the log to take an entry"))?
    }

    /// Commits to entries from before there was a log, once: never again, or what was slipped in would pass.
    pub async fn adopt(&self) -> Result<u64, Fault> {
        let any = sql("-- kit.log.any\nSELECT 1 AS one FROM kit_leaf LIMIT 1").one(&self.db).await?;
        if any.is_some() {
            return Ok(0);
        }
        let reactions = Arc::default();
        let (now, doing) = (self.clock.now(), "commit to what was there before the log");
        let mut tx = self.db.begin(doing, domain::event::Actor::System, now, &reactions).await?;
        let adopted = commit::adopt(&mut tx).await?;
        tx.commit().await?;
        Ok(adopted)
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Waiting<'_> {
    /// The receipt, once the entry is in a signed checkpoint. The transaction must have been made durable.
    pub async fn receipt(mut self, opened: &Opened) -> Result<Receipt, Failure> {
        self.log.wake.notify_one();
        let proof = tokio::time::timeout(PATIENCE, self.proof()).await;
        let proof = proof.map_err(|_| Fault::new("waiting for the log to take an entry"))??;
        Ok(Receipt::of(opened, proof))
    }

    async fn proof(&mut self) -> Result<Proof, Failure> {
        loop {
            if self.proof.is_terminated() {
                tokio::time::sleep(LOOK).await;
            } else if let Ok(Ok(proof)) = tokio::time::timeout(LOOK, &mut self.proof).await {
                return Ok(proof);
            }
            if let Some(why) = self.log.refusal() {
                return Err(Failure::Shut(why.to_string()));
            }
            // Another process may keep the log: then it is in the store, and in the files.
            if let Some(proof) = self.log.proof(self.entry).await? {
                return Ok(proof);
            }
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        lock(&self.log.waiting).remove(&self.entry);
    }
}

impl Log {
    /// How many entries have no place in the log yet.
    pub async fn behind(&self) -> Result<u64, Fault> {
        let row = sql("-- kit.log.behind\nSELECT COUNT(*) AS behind FROM kit_leaf WHERE leaf IS NULL");
        row.one(&self.db).await?.map_or(Ok(0), |row| row.get("behind"))
    }
}
