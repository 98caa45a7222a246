//! One statement with its values, and the rows that come back.

use std::borrow::Cow;
use std::str::FromStr;

use domain::id::{Id, Kind, Reference};
use jiff::Timestamp;
use sea_orm::{DbErr, QueryResult, Statement, Value};

use super::{Engine, Tx};
use crate::{Fault, OrFault as _};

/// A statement. Begins with `-- crate.function` on a line of its own.
#[derive(Debug, Clone)]
pub struct Sql {
    text: Cow<'static, str>,
    values: Vec<Value>,
}

/// A statement without values yet.
pub fn sql(text: impl Into<Cow<'static, str>>) -> Sql {
    Sql { text: text.into(), values: Vec::new() }
}

/// Something that can be asked: the database, or a transaction in it.
#[async_trait::async_trait]
pub trait Reads: Send + Sync {
    fn engine(&self) -> Engine;
    async fn query(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr>;
}

impl Sql {
    /// The value of the next parameter: the first call is `$1`.
    #[must_use]
    pub fn bind(mut self, value: impl Bind) -> Self {
        self.values.push(value.into_value());
        self
    }

    /// Every row.
    pub async fn all(self, from: &impl Reads) -> Result<Vec<Row>, Fault> {
        let label = self.label();
        let rows = from.query(self.statement(from.engine())).await.or_fault(&label)?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// The first row, if there is one.
    pub async fn one(self, from: &impl Reads) -> Result<Option<Row>, Fault> {
        Ok(self.all(from).await?.into_iter().next())
    }

    /// Writes; how many rows it touched.
    pub async fn run(self, tx: &mut Tx) -> Result<u64, Fault> {
        let label = self.label();
        tx.write(self).await.or_fault(&label)
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn statement(self, engine: Engine) -> Statement {
        Statement::from_sql_and_values(engine.backend(), self.text, self.values)
    }

    fn label(&self) -> String {
        self.text.lines().next().unwrap_or_default().trim_start_matches("--").trim().to_owned()
    }
}

/// Something that a statement can carry.
pub trait Bind {
    fn into_value(self) -> Value;
}

macro_rules! bind {
    ($($type:ty: $value:ident => $made:expr;)*) => {
        $(impl Bind for $type {
            fn into_value(self) -> Value {
                let $value = self;
                $made
            }
        })*
    };
}

bind! {
    &str: text => Value::from(text.to_owned());
    String: text => Value::from(text);
    &String: text => Value::from(text.clone());
    i64: number => Value::from(number);
    u32: number => Value::from(i64::from(number));
    u64: number => Value::from(i64::try_from(number).unwrap_or(i64::MAX));
    usize: number => Value::from(i64::try_from(number).unwrap_or(i64::MAX));
    u8: number => Value::from(i64::from(number));
    bool: yes => Value::from(i64::from(yes));
    Vec<u8>: bytes => Value::from(bytes);
    Timestamp: moment => Value::from(moment.as_microsecond());
    &Reference: reference => Value::from(reference.plain().to_owned());
}

impl<K: Kind> Bind for Id<K> {
    fn into_value(self) -> Value {
        Value::from(self.to_string())
    }
}

impl<T: Bind + Nullable> Bind for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(T::NULL, Bind::into_value)
    }
}

/// The null of a type, since PostgreSQL wants to know of which.
pub trait Nullable {
    const NULL: Value;
}

macro_rules! nullable {
    ($($type:ty => $null:expr;)*) => { $(impl Nullable for $type { const NULL: Value = $null; })* };
}

nullable! {
    &str => Value::String(None);
    String => Value::String(None);
    i64 => Value::BigInt(None);
    u32 => Value::BigInt(None);
    u64 => Value::BigInt(None);
    Timestamp => Value::BigInt(None);
}

impl<K: Kind> Nullable for Id<K> {
    const NULL: Value = Value::String(None);
}

/// One row of an answer.
pub struct Row(QueryResult);

impl Row {
    /// A column that must be there.
    pub fn get<T: Column>(&self, column: &str) -> Result<T, Fault> {
        T::read(&self.0, column)?.ok_or_else(|| Fault::new(format!("column {column} is empty")))
    }

    /// A column that may be null.
    pub fn maybe<T: Column>(&self, column: &str) -> Result<Option<T>, Fault> {
        T::read(&self.0, column)
    }
}

/// Something that a column can hold.
pub trait Column: Sized {
    fn read(row: &QueryResult, column: &str) -> Result<Option<Self>, Fault>;
}

macro_rules! column {
    ($($type:ty, $stored:ty: $value:ident => $made:expr;)*) => {
        $(impl Column for $type {
            fn read(row: &QueryResult, column: &str) -> Result<Option<Self>, Fault> {
                let stored: Option<$stored> =
                    row.try_get("", column).or_fault(&format!("reading column {column}"))?;
                stored.map(|$value| $made).transpose()
            }
        })*
    };
}

column! {
    String, String: text => Ok(text);
    i64, i64: number => Ok(number);
    u32, i64: number => u32::try_from(number).or_fault("reading a number that is too large");
    u64, i64: number => u64::try_from(number).or_fault("reading a number below nought");
    bool, i64: number => Ok(number != 0);
    Vec<u8>, Vec<u8>: bytes => Ok(bytes);
    Timestamp, i64: micros => Timestamp::from_microsecond(micros).or_fault("reading a moment");
    Reference, String: text => Reference::from_str(&text).or_fault("reading a reference");
}

impl<K: Kind> Column for Id<K> {
    fn read(row: &QueryResult, column: &str) -> Result<Option<Self>, Fault> {
        let Some(text) = String::read(row, column)? else { return Ok(None) };
        text.parse().or_fault(&format!("reading the id in {column}")).map(Some)
    }
}
