//! Who writes, and when it becomes durable.
//!
//! PostgreSQL has many writers and groups their commits itself. SQLite has one writer; a commit costs
//! one flush of the disk, so those who wait for the writer share it: each command runs inside a
//! savepoint of a transaction that is already open, and the last one in the line (or the 64th)
//! commits for all. Nobody is told "done" before that commit.
//!
//! What the writer does for one keeps all others waiting, so a command's savepoint is let go with the same statement
//! that makes the next one's.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait as _,
};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// The most commands that share one commit.
const GROUP_MAX: usize = 64;
/// How long a finished command waits for another to commit for it before it does so itself: those
/// ahead in the line may have gone away.
const PATIENCE: Duration = Duration::from_millis(5);

pub(super) struct Writer {
    pool: DatabaseConnection,
    line: Option<Line>,
}

struct Line {
    shared: Arc<Mutex<Shared>>,
    waiting: Arc<AtomicUsize>,
}

#[derive(Default)]
struct Shared {
    outer: Option<DatabaseTransaction>,
    savepoint: Savepoint,
    finished: Vec<oneshot::Sender<bool>>,
}

/// Where the savepoint stands that a command of the open transaction ran in.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Savepoint {
    /// There is none yet.
    #[default]
    None,
    /// What was done in it stays.
    Done,
    /// What was done in it must go: the command failed, or went away.
    Spoilt,
}

/// A transaction that has begun: its own, or a savepoint of a shared one.
pub(super) enum Begun {
    Own(DatabaseTransaction),
    Shared(Turn),
}

/// The writer, held. Dropping it unsettled undoes what was done, and leaves the shared transaction to the next in line.
pub(super) struct Turn {
    guard: Option<OwnedMutexGuard<Shared>>,
    waiting: Arc<AtomicUsize>,
    shared: Arc<Mutex<Shared>>,
}

impl Writer {
    pub(super) const fn many(pool: DatabaseConnection) -> Self {
        Self { pool, line: None }
    }

    pub(super) fn one(pool: DatabaseConnection) -> Self {
        let line = Line { shared: Arc::default(), waiting: Arc::default() };
        Self { pool, line: Some(line) }
    }

    /// The pool itself, for the schema.
    pub(super) const fn connection(&self) -> &DatabaseConnection {
        &self.pool
    }

    pub(super) async fn begin(&self) -> Result<Begun, DbErr> {
        let Some(line) = &self.line else { return Ok(Begun::Own(self.pool.begin().await?)) };
        let guard = {
            let _place = Place::take(&line.waiting);
            line.shared.clone().lock_owned().await
        };
        let (waiting, shared) = (line.waiting.clone(), line.shared.clone());
        // From here on whatever goes wrong, or goes away, is undone when this is dropped.
        let mut turn = Turn { guard: Some(guard), waiting, shared };
        let shared = turn.held();
        let outer = match &shared.outer {
            Some(outer) => outer,
            None => shared.outer.insert(self.pool.begin_with_options(immediately()).await?),
        };
        let before = std::mem::replace(&mut shared.savepoint, Savepoint::Spoilt);
        outer.execute_unprepared(before.next()).await?;
        Ok(Begun::Shared(turn))
    }
}

impl Savepoint {
    /// What leads from it to a new one.
    const fn next(self) -> &'static str {
        match self {
            Self::None => "SAVEPOINT command",
            Self::Done => "RELEASE command; SAVEPOINT command",
            Self::Spoilt => "ROLLBACK TO command",
        }
    }
}

fn immediately() -> TransactionOptions {
    TransactionOptions {
        isolation_level: None,
        access_mode: None,
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
    }
}

impl Begun {
    /// What statements are sent to.
    pub(super) fn connection(&self) -> Result<&DatabaseTransaction, DbErr> {
        let lost = || DbErr::Custom("the shared transaction is not open".to_owned());
        match self {
            Self::Own(own) => Ok(own),
            Self::Shared(turn) => turn.guard.as_ref().and_then(|held| held.outer.as_ref()).ok_or_else(lost),
        }
    }

    /// Makes it durable. Returns only when the disk has it.
    pub(super) async fn commit(self) -> Result<(), DbErr> {
        match self {
            Self::Own(own) => own.commit().await,
            Self::Shared(turn) => turn.settle().await,
        }
    }

    /// Undoes it. Dropping does the same, a little later.
    pub(super) async fn rollback(self) -> Result<(), DbErr> {
        match self {
            Self::Own(own) => own.rollback().await,
            Self::Shared(mut turn) => flush(turn.guard.take()).await,
        }
    }
}

impl Turn {
    fn held(&mut self) -> &mut Shared {
        self.guard.as_mut().expect("held until it is settled or dropped")
    }

    async fn settle(mut self) -> Result<(), DbErr> {
        let mut guard = self.guard.take().expect("held until it is settled or dropped");
        guard.savepoint = Savepoint::Done;
        if self.waiting.load(Ordering::SeqCst) == 0 || guard.finished.len() + 1 >= GROUP_MAX {
            return flush(Some(guard)).await;
        }
        let (sender, mut receiver) = oneshot::channel();
        guard.finished.push(sender);
        drop(guard);
        loop {
            match tokio::time::timeout(PATIENCE, &mut receiver).await {
                Ok(Ok(true)) => return Ok(()),
                Ok(_) => return Err(DbErr::Custom("the shared commit failed".to_owned())),
                Err(_) => flush(Some(self.shared.clone().lock_owned().await)).await?,
            }
        }
    }
}

impl Drop for Turn {
    /// An undone command must not leave the shared transaction open for other programs to wait on.
    fn drop(&mut self) {
        if self.guard.take().is_some()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let shared = self.shared.clone();
            runtime.spawn(async move { shared.lock().await.flush().await });
        }
    }
}

/// Commits for all, in a task of its own: whoever commits for others and goes away must not take them along.
async fn flush(held: Option<OwnedMutexGuard<Shared>>) -> Result<(), DbErr> {
    let Some(mut shared) = held else { return Ok(()) };
    let done = tokio::spawn(async move { shared.flush().await }).await;
    done.unwrap_or_else(|_| Err(DbErr::Custom("the shared commit was broken off".to_owned())))
}

impl Shared {
    /// Commits what is done, without what is spoilt, and tells those who wait.
    async fn flush(&mut self) -> Result<(), DbErr> {
        let savepoint = std::mem::take(&mut self.savepoint);
        let Some(outer) = self.outer.take() else { return Ok(()) };
        let finished = std::mem::take(&mut self.finished);
        let done = async {
            if savepoint == Savepoint::Spoilt {
                outer.execute_unprepared(savepoint.next()).await?;
            }
            outer.commit().await
        };
        let done = done.await;
        for sender in finished {
            let _ = sender.send(done.is_ok());
        }
        done
    }
}

/// A place in the line, given up on every way out, also when the request goes away.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(waiting: &Arc<AtomicUsize>) -> Self {
        waiting.fetch_add(1, Ordering::SeqCst);
        Self(waiting.clone())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
