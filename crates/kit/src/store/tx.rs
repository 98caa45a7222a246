//! A named transaction: all of it happens, with its entries in the journal, or none of it.

use std::sync::Arc;

use domain::event::Actor;
use domain::id::KeyId;
use jiff::Timestamp;
use sea_orm::{DbErr, QueryResult, Statement};
use tokio::sync::OnceCell;

use super::db::{Db, Engine};
use super::group::{Begun, Writer};
use super::sql::Reads;
use crate::journal::Reactions;
use crate::keys::{Change, Fresh, Ring};
use crate::{Fault, OrFault as _};

/// Tables that hold no matter of record: what somebody is still writing, who is signed in, what is
/// yet to be sent, who read what. They alone may be written without an event.
const NOT_OF_RECORD: &[&str] = &[
    "kit_outbox",
    "kit_job",
    "kit_reading",
    "kit_once",
    // The log's own: what they hold is worth what the log says of it.
    "kit_leaf",
    "kit_log",
    // The store of keys is another one.
    "kit_service",
    "kit_holder",
    "kit_wrap",
    "kit_envelope",
    "kit_seal",
    "kit_never",
    "kit_glass",
    "kit_custody",
    "kit_waiting",
    "kit_hold",
    "kit_shredded",
    // What is yet to be destroyed there.
    "kit_shred",
    // What can be told from the journal again.
    "cases_selector",
    "cases_fingerprint",
    "cases_clock",
    "cases_announced",
    "accounts_session",
    "accounts_attempt",
    "accounts_ceremony",
    "reports_draft",
    "reports_upload",
    "reports_visit",
    // How often, how far: what platforms asked, not what was told.
    "removal_found",
    "removal_use",
    "removal_pull",
    "removal_visit",
];

/// A transaction in which things change.
pub struct Tx {
    label: &'static str,
    engine: Engine,
    /// Begins with the first statement: what is sealed and reckoned before keeps nobody waiting for the writer.
    begun: OnceCell<Begun>,
    writer: Arc<Writer>,
    /// Who does it.
    pub actor: Actor,
    /// When it is done: one moment for the whole transaction.
    pub now: Timestamp,
    pub(crate) reactions: Reactions,
    wrote: bool,
    pub(crate) appended: bool,
    /// Why nothing can be appended now, if that is so.
    pub(crate) shut: Option<Arc<str>>,
    /// What whoever writes can open, and what was made here.
    ring: Option<Arc<Ring>>,
    /// What will change in the store of keys, before anything is made durable here.
    pub(crate) changes: Vec<Change>,
    /// Who comes back no more, once it is durable.
    pub(crate) gone: Vec<domain::id::AccountId>,
    /// The key of a matter that is about to be made.
    pub(crate) fresh: Option<Fresh>,
    /// The keys that are destroyed when this is durable, and not before: no record ends without its tombstone.
    pub(crate) ends: Vec<KeyId>,
}

impl Db {
    /// Begins a transaction. The label says what it does, in the logs.
    pub async fn begin(
        &self,
        label: &'static str,
        actor: Actor,
        now: Timestamp,
        reactions: &Reactions,
    ) -> Result<Tx, Fault> {
        let reactions = Arc::clone(reactions);
        Ok(Tx {
            label,
            engine: self.engine(),
            begun: OnceCell::new(),
            writer: Arc::clone(&self.writer),
            actor,
            now,
            reactions,
            wrote: false,
            appended: false,
            shut: None,
            ring: self.ring().map(Ring::child),
            changes: Vec::new(),
            gone: Vec::new(),
            fresh: None,
            ends: Vec::new(),
        })
    }
}

impl Tx {
    /// Makes it durable. Refused, as a fault of ours, when something of record changed and the journal
    /// does not say so.
    pub async fn commit(self) -> Result<(), Fault> {
        if self.wrote && !self.appended {
            return Err(Fault::new(format!("{} changed something of record without an event", self.label)));
        }
        // Keys first: a key without its matter opens nothing; a matter without its key would be lost.
        if let Some(ring) = &self.ring {
            ring.keys.keep(self.changes).await?;
        }
        let doing = format!("making durable: {}", self.label);
        if let Some(begun) = self.begun.into_inner() {
            begun.commit().await.or_fault(&doing)?;
        }
        if let Some(ring) = self.ring.as_ref().filter(|_| !self.gone.is_empty()) {
            let gone = self.gone.iter().map(|account| Change::Gone { account: *account }).collect();
            if let Err(fault) = ring.keys.keep(gone).await {
                tracing::error!(
                    reason = fault.chain(),
                    "ways to the keys of somebody who left are yet to be forgotten"
                );
            }
        }
        if let Some(ring) = self.ring.filter(|_| !self.ends.is_empty()) {
            // It is said for good that they are gone; a job sees to it, should this fail.
            if let Err(fault) = Box::pin(ring.keys.shred(&self.ends)).await {
                tracing::error!(reason = fault.chain(), "keys are yet to be destroyed; it is tried again");
            }
        }
        Ok(())
    }

    /// Undoes it.
    pub async fn rollback(self) -> Result<(), Fault> {
        let doing = format!("undoing: {}", self.label);
        match self.begun.into_inner() {
            Some(begun) => begun.rollback().await.or_fault(&doing),
            None => Ok(()),
        }
    }

    /// Uses a key that is durable already for the matter that is made here.
    pub fn expect(&mut self, fresh: Fresh) {
        self.fresh = Some(fresh);
    }

    pub(super) async fn write(&mut self, text: &str, statement: Statement) -> Result<u64, DbErr> {
        if !NOT_OF_RECORD.iter().any(|table| names(text, table)) {
            self.wrote = true;
        }
        self.written(statement).await
    }

    /// Writes something, whichever table it is in; how many rows.
    pub(crate) async fn written(&self, statement: Statement) -> Result<u64, DbErr> {
        self.begun().await?.execute(statement).await
    }

    async fn begun(&self) -> Result<&Begun, DbErr> {
        self.begun.get_or_try_init(|| self.writer.begin()).await
    }
}

/// Whether the statement writes to this table: the first word after INSERT INTO, UPDATE or DELETE FROM.
fn names(text: &str, table: &str) -> bool {
    let mut words = text.split_whitespace().skip_while(|word| !matches!(*word, "INTO" | "UPDATE" | "FROM"));
    words
        .nth(1)
        .is_some_and(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_') == table)
}

#[async_trait::async_trait]
impl Reads for Tx {
    fn engine(&self) -> Engine {
        self.engine
    }

    fn ring(&self) -> Option<&Arc<Ring>> {
        self.ring.as_ref()
    }

    async fn query(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.begun().await?.query(statement).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_that_a_statement_writes_to_is_known() {
        assert!(names("-- a.b\nDELETE FROM kit_job WHERE id = $1", "kit_job"));
        assert!(names("-- a.b\nINSERT INTO kit_outbox (id) VALUES ($1)", "kit_outbox"));
        assert!(!names(
            "-- a.b\nUPDATE cases_case SET x = 1 WHERE id IN (SELECT id FROM kit_job)",
            "kit_job"
        ));
    }
}
