//! Parameters and columns in the program's own types, so that no caller sees a driver.

use kernel::ids::AdministrationId;

use crate::{Error, Result};

/// A parameter of a statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// SQL NULL.
    Null,
    /// An integer; booleans are 0 and 1.
    Int(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Value::Int(v)
    }
}
impl From<u32> for Value {
    fn from(v: u32) -> Self {
        Value::Int(i64::from(v))
    }
}
impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Value::Int(i64::from(v))
    }
}
impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Value::Text(v.to_owned())
    }
}
impl From<String> for Value {
    fn from(v: String) -> Self {
        Value::Text(v)
    }
}
impl From<&String> for Value {
    fn from(v: &String) -> Self {
        Value::Text(v.clone())
    }
}
impl From<Vec<u8>> for Value {
    fn from(v: Vec<u8>) -> Self {
        Value::Bytes(v)
    }
}
impl From<&[u8]> for Value {
    fn from(v: &[u8]) -> Self {
        Value::Bytes(v.to_vec())
    }
}
impl From<AdministrationId> for Value {
    fn from(v: AdministrationId) -> Self {
        Value::Int(v.0)
    }
}
impl From<jiff::civil::Date> for Value {
    fn from(v: jiff::civil::Date) -> Self {
        Value::Text(v.to_string())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Value::Null, Into::into)
    }
}

macro_rules! id_value {
    ($($name:ident)*) => {$(
        impl From<kernel::ids::$name> for Value {
            fn from(v: kernel::ids::$name) -> Self { Value::Text(v.to_string()) }
        }
        impl FromColumn for kernel::ids::$name {
            fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
                String::from_column(row, column)?.parse().map_err(|_| Error::Column { column })
            }
        }
    )*};
}
id_value! { CaseId DocumentId TaskId StaffId UnitId PositionId DraftId CommandId InstanceId MessageId DeliveryId ObligationId SessionId }

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(v) => ValueRef::Integer(*v),
            Value::Text(v) => ValueRef::Text(v.as_bytes()),
            Value::Bytes(v) => ValueRef::Blob(v),
        }))
    }
}

/// One row of an answer.
pub struct Row<'r>(pub(crate) &'r rusqlite::Row<'r>);

impl Row<'_> {
    /// Column `column` (from 0) as `T`.
    pub fn get<T: FromColumn>(&self, column: usize) -> Result<T> {
        T::from_column(self, column)
    }
}

/// A type that a column can be read as.
pub trait FromColumn: Sized {
    /// Reads column `column` of `row`.
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self>;
}

macro_rules! driver_column {
    ($($ty:ty)*) => {$(
        impl FromColumn for $ty {
            fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
                row.0.get(column).map_err(|_| Error::Column { column })
            }
        }
    )*};
}
driver_column! { i64 String Vec<u8> }

impl FromColumn for bool {
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
        Ok(i64::from_column(row, column)? != 0)
    }
}

impl FromColumn for AdministrationId {
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
        i64::from_column(row, column).map(AdministrationId)
    }
}

impl FromColumn for jiff::civil::Date {
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
        String::from_column(row, column)?.parse().map_err(|_| Error::Column { column })
    }
}

impl FromColumn for serde_json::Value {
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
        Ok(serde_json::from_str(&String::from_column(row, column)?)?)
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
        match row.0.get_ref(column).map_err(|_| Error::Column { column })? {
            rusqlite::types::ValueRef::Null => Ok(None),
            _ => T::from_column(row, column).map(Some),
        }
    }
}
