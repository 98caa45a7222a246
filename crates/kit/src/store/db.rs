//! Opening a database, of either kind, from its address.

use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DbBackend, DbErr, QueryResult, SqlxPostgresConnector,
    SqlxSqliteConnector, Statement,
};
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::group::Writer;
use super::{Reads, primary};
use crate::keys::Ring;
use crate::{Fault, OrFault as _};

/// Which database this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub(crate) const fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }
}

/// A database: many readers, and (on SQLite) one writer.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    readers: DatabaseConnection,
    pub(super) writer: Arc<Writer>,
    /// What whoever reads and writes by this handle can open.
    ring: Option<Arc<Ring>>,
}

/// How many connections read at once. The machine's cores are few; waiting costs less than thrashing.
const READERS: u32 = 8;
/// How many connections write at once on PostgreSQL.
const WRITERS: u32 = 16;
/// How long a request waits for a connection before it fails.
const WAIT: Duration = Duration::from_secs(30);
/// How long SQLite waits for whoever else writes, such as a command beside the service. Whoever tells something waits so
/// long before it is kept in the spool instead.
const BUSY: Duration = Duration::from_secs(10);

impl Db {
    /// Opens `sqlite://path` (made if absent), or `postgres://…`, of one server or several.
    pub async fn open(address: &str) -> Result<Self, Fault> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            Self::open_postgres(address).await
        } else if address.starts_with("sqlite:") {
            Self::open_sqlite(address).await
        } else {
            Err(Fault::new("a database address begins with sqlite:// or postgres://"))
        }
    }

    async fn open_sqlite(address: &str) -> Result<Self, Fault> {
        // FULL: an acknowledged report survives the power going, not only the process dying.
        let options = SqliteConnectOptions::from_str(address)
            .or_fault("reading the address of the SQLite database")?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .pragma("cache_size", "-65536")
            .pragma("temp_store", "memory")
            // What is deleted is overwritten: a draft that was left, a key that was destroyed.
            .pragma("secure_delete", "on")
            .statement_cache_capacity(512);
        let doing = "opening the SQLite database";
        let write = SqlitePoolOptions::new().max_connections(1).acquire_timeout(WAIT);
        let write = write.connect_with(options.clone()).await.or_fault(doing)?;
        let read = SqlitePoolOptions::new().max_connections(READERS).acquire_timeout(WAIT);
        let read = read.connect_with(options.clone()).await.or_fault(doing)?;
        Ok(Self {
            engine: Engine::Sqlite,
            readers: SqlxSqliteConnector::from_sqlx_sqlite_pool(read),
            writer: Arc::new(Writer::one(SqlxSqliteConnector::from_sqlx_sqlite_pool(write), options)),
            ring: None,
        })
    }

    async fn open_postgres(address: &str) -> Result<Self, Fault> {
        let servers = primary::servers(address)?;
        let pool = PgPoolOptions::new().max_connections(READERS + WRITERS).acquire_timeout(WAIT);
        let pool = pool.connect_with(primary::find(&servers).await?).await;
        let pool = pool.or_fault("opening the PostgreSQL database")?;
        primary::follow(pool.clone(), servers);
        let readers = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
        let writer = Arc::new(Writer::many(readers.clone()));
        Ok(Self { engine: Engine::Postgres, writer, readers, ring: None })
    }

    /// The same database, for whoever has this ring.
    #[must_use]
    pub fn with(&self, ring: Arc<Ring>) -> Self {
        Self { ring: Some(ring), ..self.clone() }
    }

    pub(super) const fn readers(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// Overwrites what was deleted, as far as the database lets us. SQLite does so in its pages at once, and keeps the
    /// old ones in its log until that is begun anew; in PostgreSQL it lies in the pages until they are used again.
    pub(crate) async fn scrub(&self) -> Result<(), Fault> {
        match self.engine {
            Engine::Sqlite => {
                let connection = self.writer.connection();
                let done = connection.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await;
                done.map(drop).or_fault("beginning the log of the database anew")
            }
            Engine::Postgres => Ok(()),
        }
    }

    /// Closes every connection, waiting for what is under way.
    pub async fn close(self) {
        let _ = self.readers.close().await;
    }
}

#[async_trait::async_trait]
impl Reads for Db {
    fn engine(&self) -> Engine {
        self.engine
    }

    fn ring(&self) -> Option<&Arc<Ring>> {
        self.ring.as_ref()
    }

    async fn query(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.readers.query_all_raw(statement).await
    }
}
