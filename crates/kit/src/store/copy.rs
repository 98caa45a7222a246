//! The whole store as lines of text, at one moment: for a backup that either database can read.
//!
//! A table is its rows in turn, each a JSON object of column and value. Tables are named in the order in
//! which the schema makes them, so that what refers to a row comes after it.

use futures_util::{StreamExt as _, TryStreamExt as _};
use sea_orm::{
    AccessMode, ConnectionTrait as _, DatabaseTransaction, IsolationLevel, QueryResult, Statement,
    StreamTrait as _, TransactionTrait as _, Value,
};
use serde_json::{Map, Value as Json};

use super::db::{Db, Engine};
use super::migrate::Migration;
use super::sql::Reads as _;
use crate::{Fault, OrFault as _};

/// One row, by the names of its columns.
pub type Copied = Map<String, Json>;

/// How many rows go in with one statement.
const ROWS: usize = 200;

/// Every table that these steps make, in the order in which they do.
pub fn tables(steps: &[Migration]) -> Vec<&'static str> {
    let mut steps: Vec<&Migration> = steps.iter().collect();
    steps.sort_by_key(|step| step.name);
    let words = steps.iter().flat_map(|step| step.sql.split("CREATE TABLE ").skip(1));
    words.filter_map(|rest| rest.split_whitespace().next()).collect()
}

/// The store as it is at one moment, however long it is read.
pub struct Snapshot {
    engine: Engine,
    tx: DatabaseTransaction,
}

impl Db {
    /// Holds a moment still, for reading. Nobody who writes waits for it.
    pub async fn snapshot(&self) -> Result<Snapshot, Fault> {
        let doing = "holding a moment of the store";
        let readers = self.readers();
        let tx = match self.engine() {
            // SQLite's transactions see one moment already.
            Engine::Sqlite => readers.begin().await.or_fault(doing)?,
            Engine::Postgres => {
                let isolation = Some(IsolationLevel::RepeatableRead);
                readers.begin_with_config(isolation, Some(AccessMode::ReadOnly)).await.or_fault(doing)?
            }
        };
        Ok(Snapshot { engine: self.engine(), tx })
    }

    /// Puts copied rows back, all or none. Each table must be empty.
    pub async fn put_back(&self, tables: &[(&str, Vec<Copied>)]) -> Result<(), Fault> {
        let tx = self.writer.connection().begin().await.or_fault("beginning to restore")?;
        for (table, rows) in tables {
            let doing = format!("restoring {table}");
            for some in rows.chunks(ROWS) {
                tx.execute_raw(insert(self.engine(), table, some)?).await.or_fault(&doing)?;
            }
            if self.engine() == Engine::Postgres {
                tx.execute_unprepared(&counter(table)).await.or_fault(&doing)?;
            }
        }
        tx.commit().await.or_fault("making a restored store durable")
    }

    /// Whether a table has no row.
    pub async fn is_empty(&self, table: &str) -> Result<bool, Fault> {
        let text = format!("-- kit.copy.is_empty\nSELECT 1 AS one FROM {table} LIMIT 1");
        Ok(super::sql(text).one(self).await?.is_none())
    }
}

impl Snapshot {
    /// Hands every row of a table to `each`, one at a time; how many there were.
    pub async fn read(
        &self,
        table: &str,
        mut each: impl FnMut(Copied) -> Result<(), Fault>,
    ) -> Result<u64, Fault> {
        let doing = format!("copying {table}");
        let text = format!("-- kit.copy.read\nSELECT * FROM {table}");
        let rows = self.tx.stream_raw(Statement::from_string(self.engine.backend(), text)).await;
        let mut rows = rows.or_fault(&doing)?.map(|row| row.or_fault(&doing));
        let mut count = 0;
        while let Some(row) = rows.try_next().await? {
            each(copied(&row)?)?;
            count += 1;
        }
        Ok(count)
    }
}

/// Columns hold text, whole numbers or nothing: see the head of [`super`].
fn copied(row: &QueryResult) -> Result<Copied, Fault> {
    let mut copied = Copied::new();
    for column in row.column_names() {
        let text = row.try_get::<Option<String>>("", &column).map(|text| text.map_or(Json::Null, Json::from));
        let number = || row.try_get::<Option<i64>>("", &column).map(|it| it.map_or(Json::Null, Json::from));
        let value = text.or_else(|_| number()).or_fault(&format!("copying column {column}"))?;
        copied.insert(column, value);
    }
    Ok(copied)
}

fn insert(engine: Engine, table: &str, rows: &[Copied]) -> Result<Statement, Fault> {
    let columns: Vec<&String> = rows.first().map(|row| row.keys().collect()).unwrap_or_default();
    let clean = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit())
    };
    if !columns.iter().all(|column| clean(column)) {
        return Err(Fault::new(format!("a column of {table} in the backup has no name of ours")));
    }
    let mut values = Vec::with_capacity(rows.len() * columns.len());
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        let mut place = Vec::with_capacity(columns.len());
        for column in &columns {
            values.push(bound(row.get(*column).unwrap_or(&Json::Null))?);
            place.push(match values.last() {
                // An untyped null fits a column of any kind.
                Some(Value::String(None)) => {
                    values.pop();
                    "NULL".to_owned()
                }
                Some(_) | None => format!("${}", values.len()),
            });
        }
        places.push(format!("({})", place.join(", ")));
    }
    let (names, places) =
        (columns.iter().map(|column| column.as_str()).collect::<Vec<_>>().join(", "), places.join(", "));
    let text = match engine {
        Engine::Sqlite => format!("-- kit.copy.insert\nINSERT INTO {table} ({names}) VALUES {places}"),
        // A number that the table gave itself comes back as it was.
        Engine::Postgres => format!(
            "-- kit.copy.insert\nINSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE VALUES {places}"
        ),
    };
    Ok(Statement::from_sql_and_values(engine.backend(), text, values))
}

fn bound(value: &Json) -> Result<Value, Fault> {
    match value {
        Json::Null => Ok(Value::String(None)),
        Json::String(text) => Ok(text.clone().into()),
        Json::Number(number) => {
            number.as_i64().map(Value::from).ok_or("no whole number").or_fault("reading a backup")
        }
        Json::Bool(_) | Json::Array(_) | Json::Object(_) => {
            Err(Fault::new("a backup holds text, whole numbers and nothing else"))
        }
    }
}

/// Sets the counter of a table that numbers its own rows behind the last of them.
fn counter(table: &str) -> String {
    let column = if table == "kit_journal" { "position" } else { "id" };
    format!(
        "DO $$ DECLARE counter text; BEGIN
            SELECT pg_get_serial_sequence('{table}', column_name) INTO counter FROM information_schema.columns
            WHERE table_name = '{table}' AND column_name = '{column}' AND is_identity = 'YES';
            IF counter IS NOT NULL THEN
                PERFORM setval(counter, (SELECT COALESCE(MAX({column}), 0) + 1 FROM {table}), false);
            END IF;
        END $$"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_come_in_the_order_in_which_the_schema_makes_them() {
        let late = Migration { name: "0002_b", sql: "CREATE TABLE b_child (\n id TEXT);" };
        let early = Migration { name: "0001_a", sql: "CREATE TABLE a (id TEXT);\nCREATE TABLE b (x TEXT);" };
        assert_eq!(tables(&[late, early]), ["a", "b", "b_child"]);
    }

    #[test]
    fn a_column_that_is_no_name_is_refused() {
        let row: Copied = [("id) VALUES (1); --".to_owned(), Json::from(1))].into_iter().collect();
        assert!(insert(Engine::Sqlite, "a", &[row]).is_err());
    }
}
