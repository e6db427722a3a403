//! Parameters and columns in the program's own types, so that no caller sees a driver.

use kernel::ids::AdministrationId;

use bytes::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::table::Kind;
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
                row.text(column)?.parse().map_err(|_| Error::Column { column })
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

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(v), &Type::BOOL) => (*v != 0).to_sql(ty, out),
            (Value::Int(v), &Type::INT8) => v.to_sql(ty, out),
            (Value::Int(v), &Type::INT4) => i32::try_from(*v)?.to_sql(ty, out),
            (Value::Text(v), _) if <&str as ToSql>::accepts(ty) => v.to_sql(ty, out),
            (Value::Bytes(v), &Type::BYTEA) => v.to_sql(ty, out),
            _ => Err(format!("a parameter of another type where the statement has {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// One column of many rows, as an array of PostgreSQL.
#[derive(Debug)]
pub(crate) struct Array<'r, R> {
    pub(crate) rows: &'r [R],
    pub(crate) column: usize,
    pub(crate) kind: Kind,
}

impl<R: AsRef<[Value]> + std::fmt::Debug + Sync> ToSql for Array<'_, R> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        let values = self.rows.iter().map(|row| &row.as_ref()[self.column]);
        match self.kind {
            Kind::Int => values.map(Value::as_int).collect::<Vec<_>>().to_sql(ty, out),
            Kind::Bool => values.map(|value| value.as_int().map(|number| number != 0)).collect::<Vec<_>>().to_sql(ty, out),
            Kind::Text => values.map(Value::as_text).collect::<Vec<_>>().to_sql(ty, out),
            Kind::Bytes => values.map(Value::as_bytes).collect::<Vec<_>>().to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl Value {
    fn as_int(&self) -> Option<i64> {
        if let Value::Int(value) = self { Some(*value) } else { None }
    }

    fn as_text(&self) -> Option<&str> {
        if let Value::Text(value) = self { Some(value) } else { None }
    }

    fn as_bytes(&self) -> Option<&[u8]> {
        if let Value::Bytes(value) = self { Some(value) } else { None }
    }
}

/// One row of an answer, of either database.
pub struct Row<'r>(Columns<'r>);

enum Columns<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

impl<'r> Row<'r> {
    pub(crate) fn sqlite(row: &'r rusqlite::Row<'r>) -> Self {
        Self(Columns::Sqlite(row))
    }

    pub(crate) fn postgres(row: &'r postgres::Row) -> Self {
        Self(Columns::Postgres(row))
    }

    /// Column `column` (from 0) as `T`.
    pub fn get<T: FromColumn>(&self, column: usize) -> Result<T> {
        T::from_column(self, column)
    }

    fn text(&self, column: usize) -> Result<&str> {
        match self.0 {
            Columns::Sqlite(row) => row.get_ref(column).ok().and_then(|value| value.as_str().ok()),
            Columns::Postgres(row) => row.try_get(column).ok(),
        }
        .ok_or(Error::Column { column })
    }

    fn bytes(&self, column: usize) -> Result<&[u8]> {
        match self.0 {
            Columns::Sqlite(row) => row.get_ref(column).ok().and_then(|value| value.as_blob().ok()),
            Columns::Postgres(row) => row.try_get(column).ok(),
        }
        .ok_or(Error::Column { column })
    }

    fn int(&self, column: usize) -> Result<i64> {
        match self.0 {
            Columns::Sqlite(row) => row.get(column).ok(),
            Columns::Postgres(row) => match row.columns().get(column).map(postgres::Column::type_) {
                Some(&Type::INT4) => row.try_get::<_, i32>(column).ok().map(i64::from),
                _ => row.try_get(column).ok(),
            },
        }
        .ok_or(Error::Column { column })
    }

    fn bool(&self, column: usize) -> Result<bool> {
        match self.0 {
            Columns::Postgres(row) if row.columns().get(column).is_some_and(|c| *c.type_() == Type::BOOL) => {
                row.try_get(column).map_err(|_| Error::Column { column })
            }
            _ => Ok(self.int(column)? != 0),
        }
    }

    fn is_null(&self, column: usize) -> Result<bool> {
        match self.0 {
            Columns::Sqlite(row) => row.get_ref(column).ok().map(|value| matches!(value, rusqlite::types::ValueRef::Null)),
            Columns::Postgres(row) => row.try_get::<_, Option<Ignored>>(column).ok().map(|value| value.is_none()),
        }
        .ok_or(Error::Column { column })
    }
}

/// A value of any type that nobody looks at.
struct Ignored;

impl<'a> postgres::types::FromSql<'a> for Ignored {
    fn from_sql(_: &Type, _: &'a [u8]) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Ignored)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A type that a column can be read as.
pub trait FromColumn: Sized {
    /// Reads column `column` of `row`.
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self>;
}

impl FromColumn for i64 {
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
        row.int(column)
    }
}

impl FromColumn for String {
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
        row.text(column).map(str::to_owned)
    }
}

impl FromColumn for Vec<u8> {
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
        row.bytes(column).map(<[u8]>::to_vec)
    }
}

impl FromColumn for bool {
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
        row.bool(column)
    }
}

impl FromColumn for AdministrationId {
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
        row.int(column).map(AdministrationId)
    }
}

impl FromColumn for jiff::civil::Date {
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
        row.text(column)?.parse().map_err(|_| Error::Column { column })
    }
}

impl FromColumn for serde_json::Value {
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
        Ok(serde_json::from_str(row.text(column)?)?)
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(row: &Row<'_>, column: usize) -> Result<Self> {
        if row.is_null(column)? { Ok(None) } else { T::from_column(row, column).map(Some) }
    }
}
