//! The store: SQLite for a school, PostgreSQL for a nation, one code for both.
//!
//! SQL stands beside the verb that needs it, begins with a comment that names its function (so that
//! the database's own log points to the source), and uses only what both databases read: `$1`
//! parameters, `TEXT`, `BIGINT` (times in microseconds since 1970, yes and no as 1 and 0) and bytes.
//! Reading needs a [`Db`] or a [`Tx`]; writing needs a [`Tx`], and a [`Tx`] that wrote but appended no
//! event to the journal cannot be committed.

pub mod copy;
mod db;
mod group;
mod migrate;
mod primary;
mod sql;
mod tx;

pub use copy::{Copied, Snapshot};
pub use db::{Db, Engine};
pub use migrate::Migration;
pub use sql::{Bind, Column, Reads, Row, Sql, sql};
pub use tx::Tx;
