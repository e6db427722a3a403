//! A table as a file that spreadsheets with Bulgarian settings open without questions.
//!
//! The one rule: no cell is taken for a formula.

use axum::response::Response;
use sha2::{Digest, Sha256};
use web::PageError;
use web::download::{Disposition, file};

/// A finished file.
#[derive(Debug, Clone)]
pub struct CsvFile {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes in hexadecimal.
    pub hash: String,
}

/// A cell that a spreadsheet does not take for a formula.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// Writes a table: a semicolon between cells, a byte-order mark in front.
pub fn write(columns: &[String], rows: &[Vec<String>]) -> Result<CsvFile, PageError> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(columns).map_err(PageError::failure)?;
    for row in rows {
        writer.write_record(row.iter().map(|text| cell(text))).map_err(PageError::failure)?;
    }
    let bytes = writer.into_inner().map_err(|error| PageError::failure(error.into_error()))?;
    let hash = kernel::secret::hex(&Sha256::digest(&bytes));
    Ok(CsvFile { bytes, hash })
}

impl CsvFile {
    /// The answer with the file; its name carries the beginning of its hash, so that file and record find each other.
    pub fn answer(self, name: &str) -> Response {
        let name = format!("{name}-{}.csv", &self.hash[..12]);
        file(self.bytes, "text/csv; charset=utf-8", &name, Disposition::Attachment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_the_hash_is_that_of_the_file() {
        let file = write(&["a".to_owned()], &[vec!["=cmd()".to_owned()], vec!["x;y".to_owned()]]).unwrap();
        assert_eq!(String::from_utf8(file.bytes.clone()).unwrap(), "\u{feff}a\n'=cmd()\n\"x;y\"\n");
        assert_eq!(file.hash, kernel::secret::hex(&Sha256::digest(&file.bytes)));
    }
}
