//! From the journal to the log: at fixed times, what is new gets its place, is hashed, signed and published.
//!
//! In this order, so that a fall at any point loses nothing and never makes two checkpoints of one size:
//!
//! 1. places are given out in the store (`kit_leaf.leaf`, `kit_log.size`), durably;
//! 2. the leaves are written to the files, durably; after a fall they are written again from the store;
//! 3. the signer signs, having kept what it signs; asked for the same again, it signs the same;
//! 4. the checkpoint is published, durably; only now is anybody told.
//!
//! One process keeps the log at a time: it holds a lock on the folder. Others look in the store and the files.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::event::Actor;
use domain::id::EntryId;
use jiff::Timestamp;
use translog::witness::{Request, Seen};
use translog::{Checkpoint, Note, Proof};

use super::ask::Said;
use super::files::{Files, Register};
use super::leaf::{self, Bytes32, Leaf};
use super::room::{Log, lock};
use super::signer::replace;
use crate::store::sql;
use crate::{Fault, OrFault as _};

/// A batch is padded to a power of two, and to no fewer than this.
const BATCH_MIN: u64 = 4;
/// The most entries of one batch.
const BATCH_MAX: u32 = 4096;
/// How long the log rests when nothing is written; then covers alone are added, so that growth tells nothing.
const HEARTBEAT: Duration = Duration::from_mins(10);
/// How long to wait before trying again what failed: at first, and at most. A database that changes hands is back soon.
const REST: Duration = Duration::from_millis(125);
const REST_MAX: Duration = Duration::from_secs(4);
/// How often it is looked for entries that nobody waits for.
const LOOK: Duration = Duration::from_millis(500);

/// The log, held by this process.
pub(super) struct Keeper {
    log: translog::Log<Files>,
    /// Up to where a checkpoint has been published here.
    published: u64,
    /// Whether enough witnesses have cosigned that.
    witnessed: bool,
    _lock: File,
}

/// An entry that has no place yet, or has just been given one.
struct New {
    position: u64,
    entry: EntryId,
    commitment: Bytes32,
    line: Register,
}

impl Log {
    /// Keeps the log for as long as the process lives.
    pub async fn run(self: Arc<Self>) {
        let (mut beat, mut tick) = (tokio::time::Instant::now(), tokio::time::interval(self.period));
        let mut rest = REST;
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        loop {
            let _ = tokio::time::timeout(LOOK, self.wake.notified()).await;
            tick.tick().await;
            let idle = beat.elapsed() >= HEARTBEAT;
            let done = self.batch(idle).await;
            if done.is_ok() {
                rest = REST;
            }
            match done {
                Ok(grown) if grown || idle => beat = tokio::time::Instant::now(),
                Ok(_) => {}
                Err(fault) => {
                    // A refusal has been logged once, and stands until somebody does something about it.
                    if self.refusal().is_none() {
                        let reason = fault.chain();
                        tracing::error!(reason, "the log could not be written; it is tried again");
                    }
                    tokio::time::sleep(rest).await;
                    rest = REST_MAX.min(rest * 2);
                }
            }
        }
    }

    /// One batch: whether the log has grown. Nothing when another process keeps the log.
    pub async fn batch(&self, though_empty: bool) -> Result<bool, Fault> {
        let mut keeper = self.keeper.lock().await;
        if keeper.is_none() {
            *keeper = self.take().await?;
        }
        let Some(keeper) = keeper.as_mut() else { return Ok(false) };
        if self.given().await? > keeper.log.size() {
            // An earlier batch got its places, and then the disk was full.
            self.catch_up(&mut keeper.log).await?;
        }
        let new = self.unplaced().await?;
        let size = keeper.log.size();
        if !new.is_empty() || though_empty {
            self.give_places(size, &new).await?;
            if let Err(fault) = self.write(&mut keeper.log, size, &new) {
                // The store has gone ahead of the files: open them again, from the store.
                tracing::error!(reason = fault.chain(), "the files of the log could not be written");
                self.catch_up(&mut keeper.log).await?;
            }
        }
        let grown = keeper.log.size() > keeper.published;
        let unseen = self.witnesses.policy().asks_for_witnesses() && !keeper.witnessed;
        if !(grown || unseen && self.witnesses.any_awake()) {
            return Ok(false);
        }
        let note = self.signed(&keeper.log).await?;
        let note = self.witnesses.cosign(&keeper.log, note, keeper.log.size()).await;
        self.publish(keeper, &note)?;
        self.tell(keeper, size, &new, &note)?;
        Ok(grown)
    }

    /// Writes a checkpoint where everybody finds it.
    fn publish(&self, keeper: &mut Keeper, note: &Note) -> Result<(), Fault> {
        let doing = "publishing a checkpoint";
        let policy = self.policy()?;
        keeper.witnessed = policy.asks_for_witnesses() && policy.judge(note).is_ok();
        replace(&self.folder, "checkpoint", &note.to_string()).or_fault(doing)?;
        if keeper.witnessed {
            replace(&self.folder, "witnessed", &note.to_string()).or_fault(doing)?;
        }
        keeper.published = keeper.log.size();
        Ok(())
    }

    /// Takes hold of the log, and looks whether it is what it was.
    async fn take(&self) -> Result<Option<Keeper>, Fault> {
        let doing = "opening the log";
        std::fs::create_dir_all(&self.folder).or_fault(doing)?;
        let held = OpenOptions::new().write(true).create(true).truncate(false).open(self.folder.join("lock"));
        let held = held.or_fault(doing)?;
        match held.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(Fault::because(doing, error)),
        }
        let last = self.signer.last().await?;
        let published = self.checkpoint()?.map(|note| note.text.parse::<Checkpoint>()).transpose();
        let published =
            published.or_fault("reading the checkpoint of the log")?.map_or(0, |known| known.size);
        let given = self.given().await?;
        let known = last.size.max(published);
        if given < known {
            let why = format!(
                "the database has {given} entries of the log, and {known} have been signed: it is an older backup, or \
                 entries were taken out of it. Restore the newest one; nothing is signed until then"
            );
            self.refuse(&why);
            return Err(Fault::new(why));
        }
        let files = || Files::open(&self.folder).or_fault(doing);
        let signed = translog::Log::open(files()?, last.size).ok();
        let signed = signed.filter(|log| log.root().is_ok_and(|root| root == last.root));
        let mut log = match signed {
            Some(log) => log,
            // Files that were cut short or garbled are made again from the store, but only when it has what was
            // signed: else they may be all that is left to tell what was done.
            None if self.store_has(last).await? => translog::Log::open(files()?, 0).or_fault(doing)?,
            None => {
                let why = format!(
                    "the first {} leaves are not those that were signed: the log was altered. `hearken log verify` says where",
                    last.size
                );
                self.refuse(&why);
                return Err(Fault::new(why));
            }
        };
        // What lies behind that was never signed, and is written again.
        self.catch_up(&mut log).await?;
        let key = self.signer.key().await?.to_string();
        replace(&self.folder, "key", &format!("{key}\n")).or_fault(doing)?;
        self.well_again();
        Ok(Some(Keeper { log, published, witnessed: false, _lock: held }))
    }

    /// Whether the store alone gives the log that was signed.
    async fn store_has(&self, last: Seen) -> Result<bool, Fault> {
        let doing = "working the log out from the store";
        let mut log = translog::Log::open(translog::Memory::default(), 0).or_fault(doing)?;
        while log.size() < last.size {
            let (from, to) = (log.size(), last.size.min(log.size() + u64::from(BATCH_MAX)));
            let (leaves, _) = self.leaves(from, to, self.placed(from, to).await?);
            log.append(leaves.iter().map(Vec::as_slice)).or_fault(doing)?;
        }
        Ok(log.root().or_fault(doing)? == last.root)
    }

    /// Writes the leaves that the store has given places to and the files do not have.
    async fn catch_up(&self, log: &mut translog::Log<Files>) -> Result<(), Fault> {
        let given = self.given().await?;
        while log.size() < given {
            let (from, to) = (log.size(), given.min(log.size() + u64::from(BATCH_MAX)));
            let placed = self.placed(from, to).await?;
            self.put(log, from, to, placed)?;
        }
        log.storage().sync().or_fault("making the files of the log durable")
    }

    async fn given(&self) -> Result<u64, Fault> {
        let row = sql("-- kit.log.given\nSELECT size FROM kit_log WHERE id = 1").one(&self.db).await?;
        row.map_or(Ok(0), |row| row.get::<i64>("size").map(|size| u64::try_from(size).unwrap_or(0)))
    }

    /// Entries that have no place, in order.
    async fn unplaced(&self) -> Result<Vec<New>, Fault> {
        let rows = sql("-- kit.log.unplaced
            SELECT l.position, l.commitment, l.leaf, j.entry, j.stream, j.version, j.at
            FROM kit_leaf l JOIN kit_journal j ON j.position = l.position
            WHERE l.leaf IS NULL ORDER BY l.position LIMIT $1")
        .bind(BATCH_MAX)
        .all(&self.db)
        .await?;
        rows.iter().map(New::read).collect()
    }

    /// Entries that have one of these places.
    async fn placed(&self, from: u64, to: u64) -> Result<Vec<(u64, New)>, Fault> {
        let rows = sql("-- kit.log.placed
            SELECT l.position, l.commitment, l.leaf, j.entry, j.stream, j.version, j.at
            FROM kit_leaf l JOIN kit_journal j ON j.position = l.position
            WHERE l.leaf >= $1 AND l.leaf < $2 ORDER BY l.leaf")
        .bind(from)
        .bind(to)
        .all(&self.db)
        .await?;
        let place = |row: &crate::store::Row| Ok((number(row.get("leaf")?), New::read(row)?));
        rows.iter().map(place).collect()
    }

    /// Gives places to entries, and to covers behind them.
    async fn give_places(&self, size: u64, new: &[New]) -> Result<(), Fault> {
        let reactions = Arc::default();
        let mut tx =
            self.db.begin("give places in the log", Actor::System, self.clock.now(), &reactions).await?;
        let moved = sql("-- kit.log.give\nUPDATE kit_log SET size = $2 WHERE id = 1 AND size = $1")
            .bind(size)
            .bind(size + padded(new.len() as u64))
            .run(&mut tx)
            .await?;
        let moved = match (moved, size) {
            (0, 0) => sql(
                "-- kit.log.begin\nINSERT INTO kit_log (id, size) VALUES (1, $1) ON CONFLICT (id) DO NOTHING",
            )
            .bind(padded(new.len() as u64))
            .run(&mut tx)
            .await?,
            _ => moved,
        };
        let mut placed = 0;
        // Positions that follow each other, which is nearly all, get their places with one statement.
        for run in new.chunk_by(|one, next| one.position + 1 == next.position) {
            let (first, last) = (run[0].position, run[run.len() - 1].position);
            placed += sql("-- kit.log.place
                UPDATE kit_leaf SET leaf = position - $1 + $2 WHERE position >= $1 AND position <= $3 AND leaf IS NULL")
            .bind(first)
            .bind(size + placed)
            .bind(last)
            .run(&mut tx)
            .await?;
        }
        if moved != 1 || placed != new.len() as u64 {
            tx.rollback().await?;
            return Err(Fault::new("somebody else gave out places in the log"));
        }
        tx.commit().await
    }

    /// Writes a batch to the files, durably.
    fn write(&self, log: &mut translog::Log<Files>, size: u64, new: &[New]) -> Result<(), Fault> {
        let placed = new.iter().enumerate().map(|(at, new)| (size + at as u64, new.again())).collect();
        self.put(log, size, size + padded(new.len() as u64), placed)?;
        log.storage().sync().or_fault("making the files of the log durable")
    }

    fn put(
        &self,
        log: &mut translog::Log<Files>,
        from: u64,
        to: u64,
        placed: Vec<(u64, New)>,
    ) -> Result<(), Fault> {
        let (leaves, lines) = self.leaves(from, to, placed);
        log.storage().note(from, &lines).or_fault("writing the register of the log")?;
        log.append(leaves.iter().map(Vec::as_slice)).or_fault("writing the files of the log")
    }

    /// The leaves of these places, and their lines in the register: entries, and covers where there is none.
    fn leaves(&self, from: u64, to: u64, placed: Vec<(u64, New)>) -> (Vec<Vec<u8>>, Vec<Register>) {
        let mut placed = placed.into_iter().peekable();
        let each = (from..to).map(|place| match placed.next_if(|(known, _)| *known == place) {
            Some((_, new)) => (leaf::entry(new.commitment), new.line),
            None => (leaf::entry(Leaf::cover(&self.secret, place).0.commitment), Register::cover()),
        });
        each.unzip()
    }

    /// Size and root, signed.
    async fn signed(&self, log: &translog::Log<Files>) -> Result<Note, Fault> {
        let doing = "asking for a signature";
        let key = self.signer.key().await?;
        let last = self.signer.last().await?;
        if last.size > log.size() {
            self.refuse("more was signed than the log has: it is an older one");
            return Err(Fault::new("the signer has signed more than there is"));
        }
        let root = log.root().or_fault(doing)?;
        let text = Checkpoint { origin: key.name, size: log.size(), root }.to_string();
        let proof = log.consistency(last.size, log.size()).or_fault(doing)?;
        let mut note = Note { text, signatures: Vec::new() };
        let request = Request { old: last.size, proof, checkpoint: note.clone() };
        match self.signer.sign(&request.to_string()).await? {
            Said::Signed(signature) => {
                note.signatures.push(signature);
                self.well_again();
                Ok(note)
            }
            // It has no room to remember what it would sign: nothing is wrong with the log.
            Said::Refused { status: 500, why } => Err(Fault::new(format!("the signer cannot sign: {why}"))),
            Said::Refused { status, why } => {
                self.refuse(&format!("the signer refuses ({status}): {why}"));
                Err(Fault::new(format!("the signer refuses: {why}")))
            }
        }
    }

    /// Tells those who wait for entries of this batch.
    fn tell(&self, keeper: &Keeper, size: u64, new: &[New], note: &Note) -> Result<(), Fault> {
        for (at, new) in new.iter().enumerate() {
            let Some(sender) = lock(&self.waiting).remove(&new.entry) else { continue };
            let index = size + at as u64;
            let hashes = keeper.log.inclusion(index, keeper.log.size()).or_fault("proving an entry")?;
            let _ = sender.send(Proof { extra: None, index, hashes, checkpoint: note.clone() });
        }
        Ok(())
    }
}

/// How many leaves a batch of so many entries has.
fn padded(entries: u64) -> u64 {
    entries.next_power_of_two().max(BATCH_MIN)
}

impl New {
    fn read(row: &crate::store::Row) -> Result<Self, Fault> {
        let commitment: String = row.get("commitment")?;
        Ok(Self {
            position: number(row.get("position")?),
            entry: row.get("entry")?,
            commitment: commitment.parse().or_fault("reading a commitment")?,
            line: Register {
                record: Some(row.get("stream")?),
                version: row.get("version")?,
                at: row.get::<Timestamp>("at")?,
            },
        })
    }

    fn again(&self) -> Self {
        Self { line: self.line.clone(), ..*self }
    }
}

pub(super) fn number(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(u64::MAX)
}

/// The proof of a place in the log as a checkpoint has it, from the files alone; none when it is not that long.
pub(super) fn proof(folder: &Path, index: u64, checkpoint: Note) -> Result<Option<Proof>, Fault> {
    let doing = "proving an entry";
    let size = checkpoint.text.parse::<Checkpoint>().or_fault(doing)?.size;
    if index >= size {
        return Ok(None);
    }
    let log = translog::Log::open(Files::open(folder).or_fault(doing)?, size).or_fault(doing)?;
    let hashes = log.inclusion(index, size).or_fault(doing)?;
    Ok(Some(Proof { extra: None, index, hashes, checkpoint }))
}
