//! One statement with its values, and the rows that come back.

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::Arc;

use domain::id::{Id, Kind, Reference};
use jiff::Timestamp;
use sea_orm::{DbErr, QueryResult, Statement, Value};

use super::{Engine, Tx};
use crate::keys::{Keys, Ring};
use crate::{Fault, OrFault as _, seal};

/// A statement. Begins with `-- crate.function` on a line of its own.
#[derive(Debug, Clone)]
pub struct Sql {
    text: Cow<'static, str>,
    values: Vec<Bound>,
}

#[derive(Debug, Clone)]
enum Bound {
    Plain(Value),
    /// A text that is sealed before it goes into the store: what it is about, and the text.
    Hidden(String, String),
    /// A text by which a row is found: a keyed digest goes into the store.
    Index(&'static str, String),
}

/// A statement without values yet.
pub fn sql(text: impl Into<Cow<'static, str>>) -> Sql {
    Sql { text: text.into(), values: Vec::new() }
}

/// Something that can be asked: the database, or a transaction in it.
#[async_trait::async_trait]
pub trait Reads: Send + Sync {
    fn engine(&self) -> Engine;
    /// What whoever reads can open; nothing where no keys are.
    fn ring(&self) -> Option<&Arc<Ring>>;
    async fn query(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr>;
}

impl Sql {
    /// The value of the next parameter: the first call is `$1`.
    #[must_use]
    pub fn bind(mut self, value: impl Bind) -> Self {
        self.values.push(Bound::Plain(value.into_value()));
        self
    }

    /// The same for a text that must not lie open in the store. `about` says which row it belongs to: in another's
    /// place it does not open.
    #[must_use]
    pub fn hide(mut self, about: impl ToString, text: impl Into<String>) -> Self {
        self.values.push(Bound::Hidden(about.to_string(), text.into()));
        self
    }

    /// The same for a text by which the row is found, and nothing else: equal texts are equal, no more.
    #[must_use]
    pub fn index(mut self, of: &'static str, text: impl Into<String>) -> Self {
        self.values.push(Bound::Index(of, text.into()));
        self
    }

    /// Every row.
    pub async fn all(self, from: &impl Reads) -> Result<Vec<Row>, Fault> {
        let label = self.label();
        let keys = from.ring().map(|ring| Arc::clone(&ring.keys));
        let rows = from.query(self.statement(from.engine(), keys.as_deref())?).await.or_fault(&label)?;
        Ok(rows.into_iter().map(|row| Row(row, keys.clone())).collect())
    }

    /// The first row, if there is one.
    pub async fn one(self, from: &impl Reads) -> Result<Option<Row>, Fault> {
        Ok(self.all(from).await?.into_iter().next())
    }

    /// Writes; how many rows it touched.
    pub async fn run(self, tx: &mut Tx) -> Result<u64, Fault> {
        let label = self.label();
        let keys = tx.ring().map(|ring| Arc::clone(&ring.keys));
        let text = self.text.clone();
        let statement = self.statement(tx.engine(), keys.as_deref())?;
        tx.write(&text, statement).await.or_fault(&label)
    }

    fn statement(self, engine: Engine, keys: Option<&Keys>) -> Result<Statement, Fault> {
        let keys = || keys.ok_or("there are no keys here").or_fault("sealing a column");
        let value = |bound| match bound {
            Bound::Plain(value) => Ok(value),
            Bound::Hidden(about, text) => Ok(Value::from(seal::close(&keys()?.columns(), &about, &text)?)),
            Bound::Index(of, text) => Ok(Value::from(keys()?.index(of, &text))),
        };
        let values = self.values.into_iter().map(value).collect::<Result<Vec<_>, Fault>>()?;
        Ok(Statement::from_sql_and_values(engine.backend(), self.text, values))
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
pub struct Row(QueryResult, Option<Arc<Keys>>);

impl Row {
    /// A column that must be there.
    pub fn get<T: Column>(&self, column: &str) -> Result<T, Fault> {
        T::read(&self.0, column)?.ok_or_else(|| Fault::new(format!("column {column} is empty")))
    }

    /// A column that may be null.
    pub fn maybe<T: Column>(&self, column: &str) -> Result<Option<T>, Fault> {
        T::read(&self.0, column)
    }

    /// A text that was hidden in its row.
    pub fn shown(&self, about: impl ToString, column: &str) -> Result<String, Fault> {
        let keys = self.1.as_ref().ok_or("there are no keys here").or_fault("opening a column")?;
        seal::open(&keys.columns(), &about.to_string(), &self.get::<String>(column)?)
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
