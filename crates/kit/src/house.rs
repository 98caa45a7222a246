//! The house: everything that a request, a job or a command needs, made once at the start.

use std::sync::Arc;

use axum::http::HeaderMap;
use domain::event::Actor;
use domain::person::Private;
use jiff::Timestamp;

use crate::access::Policies;
use crate::briefing::Briefing;
use crate::clock::Clock;
use crate::directory::Directory;
use crate::evidence::Looks;
use crate::journal::Reactions;
use crate::keys::{Keys, Who, matter};
use crate::log::Log;
use crate::print::Print;
use crate::search::Shelves;
use crate::spool::Spool;
use crate::store::{Db, Tx};
use crate::told::Told;
use crate::vault::Vault;
use crate::{Failure, Fault, Visitor};

/// What the configuration decides, after it has been checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the service is reached, without a slash at the end: `https://hearken.example`.
    pub base_url: String,
    /// The address that mail comes from.
    pub mail_from: String,
    /// The secret that report codes are hashed with; lives in a file beside the data, never in it.
    pub pepper: Private<[u8; 32]>,
    /// Where browsers leave receipts with an independent body, without a slash at the end; nowhere without it.
    pub deposit: Option<String>,
    /// Whether the demonstration world is loaded: pages then say so.
    pub demo: bool,
}

impl Settings {
    /// Whether cookies may be marked for HTTPS only.
    pub fn secure(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// Says who is asking. Implemented by `accounts`, passed in by the binary.
#[async_trait::async_trait]
pub trait Doorkeeper: Send + Sync {
    /// A key that does not hold is refused: what it sends must not pass as somebody else's.
    async fn who(&self, house: &House, headers: &HeaderMap, now: Timestamp) -> Result<Visitor, Failure>;
}

/// The house.
pub struct House {
    /// The store, for what is no matter's: it opens none.
    pub db: Db,
    pub keys: Arc<Keys>,
    pub clock: Clock,
    pub log: Arc<Log>,
    pub vault: Vault,
    pub spool: Spool,
    pub policies: Policies,
    pub reactions: Reactions,
    pub door: Box<dyn Doorkeeper>,
    pub directory: Box<dyn Directory>,
    pub told: Box<dyn Told>,
    pub briefing: Box<dyn Briefing>,
    pub print: Arc<dyn Print>,
    pub looks: Box<dyn Looks>,
    pub settings: Settings,
    /// What those who search can open, as words, in memory alone.
    pub shelves: Shelves,
    /// As many permits as cores: a password hash takes a tenth of a second of one.
    pub hashing: Arc<tokio::sync::Semaphore>,
}

impl House {
    /// The store, with what somebody can open.
    pub fn seen_by(&self, who: Who) -> Db {
        self.db.with(self.keys.ring(who))
    }

    /// The store as the keeper of the root key opens it: for what the node does by itself, and at the terminal.
    pub fn as_custodian(&self) -> Db {
        self.seen_by(Who::Custodian)
    }

    /// Begins a named transaction in which `actor` does something at `now`, with what they can open.
    pub async fn begin(&self, label: &'static str, actor: Actor, now: Timestamp) -> Result<Tx, Fault> {
        self.begin_with(&self.seen_by(matter::who(actor)), label, actor, now).await
    }

    /// The same, with what this handle can open.
    pub async fn begin_with(
        &self,
        db: &Db,
        label: &'static str,
        actor: Actor,
        now: Timestamp,
    ) -> Result<Tx, Fault> {
        let mut tx = db.begin(label, actor, now, &self.reactions).await?;
        // Nothing can be acknowledged while the log is not signed, so nothing is taken either.
        tx.shut = self.log.refusal();
        Ok(tx)
    }

    /// Runs something that keeps a core busy, off the threads that answer requests, in its turn.
    pub async fn hash<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let permit =
            self.hashing.clone().acquire_owned().await.map_err(|_| Fault::new("hashing has been closed"))?;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        })
        .await
        .map_err(|error| Fault::because("hashing", error))
    }
}
