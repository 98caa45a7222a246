//! Versions of the schema: SQL that is only ever added to.

use sea_orm::{ConnectionTrait as _, Statement};

use super::db::{Db, Engine};
use super::sql::{Reads as _, sql};
use crate::{Fault, OrFault as _};

/// One step of the schema. Once it has landed it never changes; what it got wrong, a later one mends.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Like `0001_kit_journal`; steps run in the order of their names.
    pub name: &'static str,
    /// Portable SQL. `IDENTITY` stands for a number that grows by itself, `BYTES` for a column of bytes.
    /// A block between `-- only sqlite` or `-- only postgres` and `-- end` is for that database.
    pub sql: &'static str,
}

impl Db {
    /// Brings the schema up to date; the names of the steps that ran.
    pub async fn migrate(
        &self,
        mut steps: Vec<Migration>,
        now: jiff::Timestamp,
    ) -> Result<Vec<&'static str>, Fault> {
        steps.sort_by_key(|step| step.name);
        let connection = self.writer.connection();
        let made = "CREATE TABLE IF NOT EXISTS kit_migration (name TEXT PRIMARY KEY, at BIGINT NOT NULL)";
        connection.execute_unprepared(made).await.or_fault("making the list of schema steps")?;
        let done = sql("-- kit.migrate\nSELECT name FROM kit_migration").all(self).await?;
        let done: Vec<String> = done.iter().map(|row| row.get("name")).collect::<Result<_, _>>()?;
        if let Some(unknown) = done.iter().find(|name| !steps.iter().any(|step| step.name == *name)) {
            let why = format!(
                "the database has the schema step {unknown}, which this version does not know: it is newer"
            );
            return Err(Fault::new(why));
        }
        let mut ran = Vec::new();
        for step in steps.into_iter().filter(|step| !done.iter().any(|name| name == step.name)) {
            self.run_step(step, now).await?;
            ran.push(step.name);
        }
        Ok(ran)
    }

    async fn run_step(&self, step: Migration, now: jiff::Timestamp) -> Result<(), Fault> {
        use sea_orm::TransactionTrait as _;
        let doing = format!("running schema step {}", step.name);
        let tx = self.writer.connection().begin().await.or_fault(&doing)?;
        tx.execute_unprepared(&for_engine(step.sql, self.engine())).await.or_fault(&doing)?;
        let mark = "INSERT INTO kit_migration (name, at) VALUES ($1, $2)";
        let values = [step.name.into(), now.as_microsecond().into()];
        let mark = Statement::from_sql_and_values(self.engine().backend(), mark, values);
        tx.execute_raw(mark).await.or_fault(&doing)?;
        tx.commit().await.or_fault(&doing)
    }
}

/// The step in the words of one database.
pub(super) fn for_engine(sql: &str, engine: Engine) -> String {
    let (identity, bytes, other) = match engine {
        Engine::Sqlite => ("INTEGER PRIMARY KEY AUTOINCREMENT", "BLOB", "-- only postgres"),
        Engine::Postgres => ("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "BYTEA", "-- only sqlite"),
    };
    let mut skipping = false;
    let mut text = String::new();
    for line in sql.lines() {
        let mark = line.trim();
        skipping = (skipping || mark == other) && mark != "-- end";
        if !skipping && !mark.starts_with("-- only") && mark != "-- end" {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.replace("IDENTITY", identity).replace("BYTES", bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_speaks_to_each_database_in_its_own_words() {
        let step = "a IDENTITY\n-- only sqlite\nb\n-- end\n-- only postgres\nc BYTES\n-- end\nd";
        assert_eq!(for_engine(step, Engine::Sqlite), "a INTEGER PRIMARY KEY AUTOINCREMENT\nb\nd\n");
        assert!(for_engine(step, Engine::Postgres).ends_with("PRIMARY KEY\nc BYTEA\nd\n"));
    }
}
