//! Who writes, and when it becomes durable.
//!
//! PostgreSQL has many writers and groups their commits itself. SQLite has one writer; a commit costs
//! one flush of the disk, so those who wait for the writer share it: each command runs inside a
//! savepoint of a transaction that is already open, and the last one in the line (or the 64th)
//! commits for all. Nobody is told "done" before that commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait as _,
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
    finished: Vec<oneshot::Sender<bool>>,
}

/// A transaction that has begun: its own, or a savepoint of a shared one.
pub(super) struct Begun {
    pub(super) inner: DatabaseTransaction,
    turn: Option<Turn>,
}

/// The writer, held. Dropping it unsettled leaves the shared transaction to the next in line.
struct Turn {
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
        let Some(line) = &self.line else {
            return Ok(Begun { inner: self.pool.begin().await?, turn: None });
        };
        let mut guard = {
            let _place = Place::take(&line.waiting);
            line.shared.clone().lock_owned().await
        };
        if guard.outer.is_none() {
            guard.outer = Some(self.pool.begin_with_options(immediately()).await?);
        }
        let outer = guard.outer.as_ref().expect("opened just above");
        let inner = outer.begin().await?;
        let (waiting, shared) = (line.waiting.clone(), line.shared.clone());
        Ok(Begun { inner, turn: Some(Turn { guard: Some(guard), waiting, shared }) })
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
    /// Makes it durable. Returns only when the disk has it.
    pub(super) async fn commit(self) -> Result<(), DbErr> {
        self.inner.commit().await?;
        match self.turn {
            Some(turn) => turn.settle().await,
            None => Ok(()),
        }
    }

    /// Undoes it. Dropping does the same, a little later.
    pub(super) async fn rollback(self) -> Result<(), DbErr> {
        self.inner.rollback().await
    }
}

impl Turn {
    async fn settle(mut self) -> Result<(), DbErr> {
        let mut guard = self.guard.take().expect("held until it is settled or dropped");
        if self.waiting.load(Ordering::SeqCst) == 0 || guard.finished.len() + 1 >= GROUP_MAX {
            return flush(&mut guard).await;
        }
        let (sender, mut receiver) = oneshot::channel();
        guard.finished.push(sender);
        drop(guard);
        loop {
            match tokio::time::timeout(PATIENCE, &mut receiver).await {
                Ok(Ok(true)) => return Ok(()),
                Ok(_) => return Err(DbErr::Custom("the shared commit failed".to_owned())),
                Err(_) => flush(&mut *self.shared.lock().await).await?,
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
            runtime.spawn(async move { flush(&mut *shared.lock().await).await });
        }
    }
}

async fn flush(shared: &mut Shared) -> Result<(), DbErr> {
    let Some(outer) = shared.outer.take() else { return Ok(()) };
    let done = outer.commit().await;
    for sender in shared.finished.drain(..) {
        let _ = sender.send(done.is_ok());
    }
    done
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
