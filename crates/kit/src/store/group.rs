//! Who writes, and when it becomes durable.
//!
//! PostgreSQL has many writers and groups their commits itself. SQLite has one writer; a commit costs
//! one flush of the disk, so those who wait for the writer share it: each command runs inside a
//! savepoint of a transaction that is already open, and the last one in the line (or the 64th)
//! commits for all. Nobody is told "done" before that commit.
//!
//! What the writer does for one keeps all others waiting, so a command's savepoint is let go with the same statement
//! that makes the next one's.
//!
//! SQLite may end a transaction by itself when the disk is full. Whoever does not notice goes on in what they take for a
//! transaction, and is told "done" of what nobody ever sees; the pools that we use did. So the connection is ours, says
//! BEGIN and COMMIT itself, and is given up with the first of them that fails: a new one cannot be in any such state.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sea_orm::sea_query::Values;
use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbErr, QueryResult, RuntimeErr, Statement,
    TransactionTrait as _,
};
use sea_query_sqlx::SqlxValues;
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// The most commands that share one commit.
const GROUP_MAX: usize = 64;
/// How long a finished command waits for another to commit for it before it does so itself: those
/// ahead in the line may have gone away.
const PATIENCE: Duration = Duration::from_millis(5);

pub(super) struct Writer {
    /// For the schema, and for putting a backup back; on PostgreSQL for everything.
    pool: DatabaseConnection,
    line: Option<Line>,
}

struct Line {
    shared: Arc<Mutex<Shared>>,
    waiting: Arc<AtomicUsize>,
}

struct Shared {
    options: SqliteConnectOptions,
    /// Made when it is first needed, and again after it failed.
    connection: Mutex<Option<SqliteConnection>>,
    savepoint: Savepoint,
    /// The number of the savepoint. Each has its own: to go back to one that was never made must fail, and not undo what
    /// somebody else is about to be told of.
    number: u64,
    finished: Vec<oneshot::Sender<bool>>,
}

/// Where the shared transaction stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Savepoint {
    /// It has not begun.
    None,
    /// What was done in the savepoint stays.
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

    pub(super) fn one(pool: DatabaseConnection, options: SqliteConnectOptions) -> Self {
        let connection = Mutex::new(None);
        let (savepoint, finished) = (Savepoint::None, Vec::new());
        let shared = Shared { options, connection, savepoint, number: 0, finished };
        let line = Line { shared: Arc::new(Mutex::new(shared)), waiting: Arc::default() };
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
        turn.held().next().await?;
        Ok(Begun::Shared(turn))
    }
}

impl Begun {
    /// Runs a statement; how many rows it wrote.
    pub(super) async fn execute(&self, statement: Statement) -> Result<u64, DbErr> {
        match self {
            Self::Own(own) => Ok(own.execute_raw(statement).await?.rows_affected()),
            Self::Shared(turn) => {
                let mut held = turn.connection().await?;
                let connection = held.as_mut().ok_or_else(lost)?;
                Ok(bound(&statement).execute(connection).await.map_err(failed)?.rows_affected())
            }
        }
    }

    /// The rows of a statement.
    pub(super) async fn query(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Own(own) => own.query_all_raw(statement).await,
            Self::Shared(turn) => {
                let mut held = turn.connection().await?;
                let connection = held.as_mut().ok_or_else(lost)?;
                let rows = bound(&statement).fetch_all(connection).await.map_err(failed)?;
                Ok(rows.into_iter().map(QueryResult::from).collect())
            }
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

fn bound(statement: &Statement) -> Query<'_, Sqlite, SqlxValues> {
    let values = statement.values.clone().unwrap_or_else(|| Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

fn lost() -> DbErr {
    DbErr::Custom("the shared transaction is not open".to_owned())
}

impl Turn {
    fn held(&mut self) -> &mut Shared {
        self.guard.as_mut().expect("held until it is settled or dropped")
    }

    async fn connection(&self) -> Result<tokio::sync::MutexGuard<'_, Option<SqliteConnection>>, DbErr> {
        Ok(self.guard.as_ref().ok_or_else(lost)?.connection.lock().await)
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
    /// Makes a savepoint for the next command.
    async fn next(&mut self) -> Result<(), DbErr> {
        let before = std::mem::replace(&mut self.savepoint, Savepoint::Spoilt);
        let (last, next) = (self.number, self.number + 1);
        if before != Savepoint::Spoilt {
            self.number = next;
        }
        self.say(match before {
            Savepoint::None => format!("BEGIN IMMEDIATE; SAVEPOINT c{next}"),
            Savepoint::Done => format!("RELEASE c{last}; SAVEPOINT c{next}"),
            Savepoint::Spoilt => format!("ROLLBACK TO c{last}"),
        })
        .await
    }

    /// Commits what is done, without what is spoilt, and tells those who wait.
    async fn flush(&mut self) -> Result<(), DbErr> {
        let text = match std::mem::replace(&mut self.savepoint, Savepoint::None) {
            Savepoint::None => return Ok(()),
            Savepoint::Done => "COMMIT".to_owned(),
            Savepoint::Spoilt => format!("ROLLBACK TO c{}; COMMIT", self.number),
        };
        let finished = std::mem::take(&mut self.finished);
        let done = self.say(text).await;
        if done.is_err() {
            // Closing it undoes all that is not durable, and so does SQLite when it is opened again.
            if let Some(connection) = self.connection.get_mut().take() {
                let _ = connection.close_hard().await;
            }
        }
        for sender in finished {
            let _ = sender.send(done.is_ok());
        }
        done
    }

    /// Says something to the connection that has no values and no rows.
    async fn say(&mut self, text: String) -> Result<(), DbErr> {
        let connection = self.connection.get_mut();
        if connection.is_none() {
            *connection = Some(self.options.connect().await.map_err(failed)?);
        }
        let connection = connection.as_mut().ok_or_else(lost)?;
        sqlx::raw_sql(AssertSqlSafe(text)).execute(connection).await.map(drop).map_err(failed)
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
