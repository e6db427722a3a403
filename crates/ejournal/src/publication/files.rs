//! The files of a period: the same lines as CSV, JSON and Parquet, and what describes them.
//!
//! The one rule: the three forms are written from the same lines in the same pass.

use super::Publisher;
use super::describe::{About, datapackage, explained};
use super::lines::Line;
use super::parquet::Table;
use crate::statistics::Period;

/// Media type of the form as text.
pub const CSV: &str = "text/csv; charset=utf-8";
/// Media type of the form for programs.
pub const JSON: &str = "application/json";
/// Media type of the form for analysis.
pub const PARQUET: &str = "application/vnd.apache.parquet";

/// A form could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// As Parquet.
    #[error("the lines cannot be written as Parquet")]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// As CSV.
    #[error("the lines cannot be written as CSV")]
    Csv(#[from] ::csv::Error),
    /// As JSON.
    #[error("the lines cannot be written as JSON")]
    Json(#[from] serde_json::Error),
}

/// A file before it has its place.
#[derive(Debug, Clone)]
pub struct Content {
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The files of a period while lines come.
pub struct Files {
    publisher: Publisher,
    period: Period,
    now_ms: i64,
    csv: ::csv::Writer<Vec<u8>>,
    json: Vec<u8>,
    parquet: Table,
    lines: usize,
}

impl Files {
    /// The files of a period that is published now.
    pub fn new(publisher: &Publisher, period: Period, now_ms: i64) -> Result<Files, FormatError> {
        let about = About { publisher, period, now_ms };
        let mut json = serde_json::to_vec(&explained(Some(about)))?;
        // The lines become the last member.
        json.pop();
        json.extend_from_slice(b",\"rows\":[");
        let description = serde_json::to_string(&explained(Some(about)))?;
        let parquet = Table::new(&description)?;
        Ok(Files { publisher: publisher.clone(), period, now_ms, csv: csv_writer()?, json, parquet, lines: 0 })
    }

    /// Adds lines to each form.
    pub fn add(&mut self, lines: &[Line]) -> Result<(), FormatError> {
        for line in lines {
            self.csv.write_record(record(line))?;
            self.json.extend_from_slice(if self.lines == 0 { b"\n" } else { b",\n" });
            serde_json::to_writer(&mut self.json, line)?;
            self.lines += 1;
        }
        self.parquet.add(lines)
    }

    /// The finished files, and beside them their description.
    pub fn finish(mut self) -> Result<Vec<Content>, FormatError> {
        self.json.extend_from_slice(b"\n]}\n");
        let stem = self.publisher.stem(self.period);
        let content = |ending: &str, media_type, bytes| Content { name: format!("{stem}.{ending}"), media_type, bytes };
        let mut files = vec![
            content("csv", CSV, csv_bytes(self.csv)?),
            content("json", JSON, self.json),
            content("parquet", PARQUET, self.parquet.finish()?),
        ];
        let about = About { publisher: &self.publisher, period: self.period, now_ms: self.now_ms };
        let mut description = serde_json::to_vec_pretty(&datapackage(about, &files, self.lines))?;
        description.push(b'\n');
        files.push(content("datapackage.json", JSON, description));
        Ok(files)
    }
}

/// Names of the columns in every form.
pub(super) const COLUMNS: [&str; 7] = ["period", "administration", "service", "figure", "detail", "value", "hidden"];

fn csv_writer() -> Result<::csv::Writer<Vec<u8>>, FormatError> {
    let mut csv = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    csv.write_record(COLUMNS)?;
    Ok(csv)
}

fn csv_bytes(csv: ::csv::Writer<Vec<u8>>) -> Result<Vec<u8>, FormatError> {
    csv.into_inner().map_err(|error| FormatError::Csv(::csv::Error::from(error.into_error())))
}

fn record(line: &Line) -> [String; 7] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        text(&line.period),
        text(&line.administration),
        text(&line.service),
        line.figure.clone(),
        text(&line.detail),
        line.value.map(|value| value.to_string()).unwrap_or_default(),
        line.hidden.to_string(),
    ]
}

/// Lines as CSV by themselves.
pub fn csv(lines: &[Line]) -> Result<Vec<u8>, FormatError> {
    let mut csv = csv_writer()?;
    for line in lines {
        csv.write_record(record(line))?;
    }
    csv_bytes(csv)
}

/// Lines as JSON by themselves, with what the numbers mean.
pub fn json(lines: &[Line]) -> Result<Vec<u8>, FormatError> {
    let mut answer = explained(None);
    answer["rows"] = serde_json::to_value(lines)?;
    Ok(serde_json::to_vec(&answer)?)
}
