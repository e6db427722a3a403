//! Lines as Apache Parquet.
//!
//! The one rule: the columns are those of the other forms, in their order, under their names.

use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::files::FormatError;
use super::lines::Line;

const SCHEMA: &str = "message figures {
    OPTIONAL BYTE_ARRAY period (UTF8);
    OPTIONAL BYTE_ARRAY administration (UTF8);
    OPTIONAL BYTE_ARRAY service (UTF8);
    OPTIONAL BYTE_ARRAY figure (UTF8);
    OPTIONAL BYTE_ARRAY detail (UTF8);
    OPTIONAL INT64 value;
    OPTIONAL INT64 hidden;
}";

/// A table on its way into the form.
pub(super) struct Table(SerializedFileWriter<Vec<u8>>);

impl Table {
    /// An empty table; `description` travels with it.
    pub(super) fn new(description: &str) -> Result<Table, FormatError> {
        let about = KeyValue::new("description".to_owned(), description.to_owned());
        let properties = WriterProperties::builder().set_key_value_metadata(Some(vec![about])).build();
        Ok(Table(SerializedFileWriter::new(Vec::new(), Arc::new(parse_message_type(SCHEMA)?), Arc::new(properties))?))
    }

    /// Adds lines, as a group of their own.
    pub(super) fn add(&mut self, lines: &[Line]) -> Result<(), FormatError> {
        let mut group = self.0.next_row_group()?;
        let texts: [fn(&Line) -> Option<&String>; 5] = [
            |line| line.period.as_ref(),
            |line| line.administration.as_ref(),
            |line| line.service.as_ref(),
            |line| Some(&line.figure),
            |line| line.detail.as_ref(),
        ];
        for of in texts {
            column::<ByteArrayType>(&mut group, lines.iter().map(|line| of(line).map(|text| ByteArray::from(text.as_bytes().to_vec()))))?;
        }
        column::<Int64Type>(&mut group, lines.iter().map(|line| line.value))?;
        column::<Int64Type>(&mut group, lines.iter().map(|line| Some(line.hidden)))?;
        group.close()?;
        Ok(())
    }

    /// The whole file.
    pub(super) fn finish(self) -> Result<Vec<u8>, FormatError> {
        Ok(self.0.into_inner()?)
    }
}

/// Writes the next column of a group.
fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: impl Iterator<Item = Option<T::T>>,
) -> Result<(), FormatError> {
    let values: Vec<Option<T::T>> = values.collect();
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let present: Vec<T::T> = values.into_iter().flatten().collect();
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(&present, Some(&levels), None)?;
        column.close()?;
    }
    Ok(())
}

/// Lines as a file by themselves.
pub fn parquet(lines: &[Line], description: &str) -> Result<Vec<u8>, FormatError> {
    let mut table = Table::new(description)?;
    table.add(lines)?;
    table.finish()
}
