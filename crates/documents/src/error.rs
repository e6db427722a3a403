//! Why a document could not be made.

use kernel::error::{Code, Coded};

use crate::codes::CodeError;
use crate::problem::TemplateProblem;

/// A document that could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The template is longer than [`crate::limits::TEMPLATE_BYTES_MAX`].
    #[error("the template has {bytes} bytes, more than {max}")]
    TemplateTooLong {
        /// Its length.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// The data are larger than [`crate::limits::DATA_BYTES_MAX`].
    #[error("the data of the document have {bytes} bytes, more than {max}")]
    DataTooLarge {
        /// Their size as JSON.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// The document has more pages than [`crate::limits::PAGES_MAX`].
    #[error("the document has {pages} pages, more than {max}")]
    TooManyPages {
        /// Its pages.
        pages: usize,
        /// The limit.
        max: usize,
    },
    /// The template does not compile with these data.
    #[error("the template has {} problem(s), the first one in line {}: {}", problems.len(), first_line(problems), first_text(problems))]
    Template {
        /// What is wrong and where; never empty.
        problems: Vec<TemplateProblem>,
    },
    /// The document was not ready within [`crate::limits::COMPILE_TIME_MAX`].
    #[error("the document was not ready within {seconds} s")]
    TooSlow {
        /// The limit.
        seconds: u64,
    },
    /// Too many documents ran out of time and are still being computed.
    #[error("earlier documents still keep the engine busy")]
    Busy,
    /// The engine failed inside itself on this document.
    #[error("the engine failed on this document")]
    Failed,
    /// A text could not become a bar code or a QR code.
    #[error("a code of the document cannot be drawn")]
    Code(#[from] CodeError),
}

impl Coded for Error {
    fn code(&self) -> Code {
        Code(match self {
            Self::TemplateTooLong { .. } => "DOC-0001",
            Self::DataTooLarge { .. } => "DOC-0002",
            Self::TooManyPages { .. } => "DOC-0003",
            Self::Template { .. } => "DOC-0004",
            Self::TooSlow { .. } => "DOC-0005",
            Self::Busy => "DOC-0006",
            Self::Failed => "DOC-0007",
            Self::Code(_) => "DOC-0008",
        })
    }
}

fn first_line(problems: &[TemplateProblem]) -> u32 {
    problems.first().map_or(0, |problem| problem.line)
}

fn first_text(problems: &[TemplateProblem]) -> &str {
    problems.first().map_or("", |problem| problem.text.as_str())
}
