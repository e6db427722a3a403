//! QR and Code 128: machine-readable codes as vector pictures, for pages and for documents.
//!
//! The one rule: a code that would be too small or too dense to read is an error, never a picture (`ux.md` §8, `ejournal.md` §2.3).

mod code128;
mod qr;

pub use code128::{Barcode, code128, code128_svg};
pub use qr::{Qr, qr, qr_svg, short_address};

/// Why a text cannot become a code.
#[derive(Debug, thiserror::Error, Clone, Copy, PartialEq, Eq)]
pub enum CodeError {
    /// The text is empty.
    #[error("an empty text cannot become a code")]
    Empty,
    /// The text is longer than a scanner can be expected to read.
    #[error("the text is longer than {max} characters")]
    TooLong {
        /// The limit.
        max: usize,
    },
    /// The symbology has no sign for a character.
    #[error("a bar code holds printable Latin characters only")]
    Character,
}
