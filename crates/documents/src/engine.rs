//! The engine: fonts loaded once, the template library compiled once, documents made on threads of their own and watched.
//!
//! The one rule: the same template, data and [`Meta`] give the same bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use typst::diag::Warned;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::syntax::Source;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::error::Error;
use crate::layout::Print;
use crate::limits;
use crate::problem::{self, Severity, TemplateProblem};
use crate::texts::{self, Language};
use crate::world::{Common, DocumentWorld, NAMES};

/// What is written into the document about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// Title: the kind of document and its number, shown by readers instead of the file name.
    pub title: String,
    /// The administration that issues it.
    pub author: String,
    /// The language it is written in.
    pub language: Language,
    /// When it was made; also what `datetime.today()` answers.
    pub created: jiff::Timestamp,
}

/// Makes documents. Cheap to clone and to share between threads.
#[derive(Clone)]
pub struct Engine {
    common: Arc<Common>,
    overdue: Arc<AtomicUsize>,
    time_max: Duration,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("overdue", &self.overdue).finish_non_exhaustive()
    }
}

impl Engine {
    /// Loads the fonts and the template library. Takes some milliseconds; make one and share it.
    pub fn new() -> Self {
        Self { common: Arc::new(Common::load()), overdue: Arc::new(AtomicUsize::new(0)), time_max: limits::COMPILE_TIME_MAX }
    }

    /// Makes the document of a service: `template` as in a kit, `data` as its `data.json` (see [`crate::outcome::Facts`]).
    ///
    /// Characters without a glyph are replaced first; [`Engine::unwritable`] tells which they are.
    pub fn outcome(&self, template: &str, data: &Value, meta: &Meta) -> Result<Vec<u8>, Error> {
        let made = self.make(template, data.clone(), meta, self.common.texts(meta.language))?;
        made.pdf
    }

    /// Makes a document of the template with sample data and tells what is wrong with it; empty when nothing is.
    pub fn check(&self, template: &str, sample: &Value) -> Vec<TemplateProblem> {
        let meta = Meta {
            title: "template".to_owned(),
            author: "gishe".to_owned(),
            language: Language::Bulgarian,
            created: jiff::Timestamp::UNIX_EPOCH,
        };
        match self.make(template, sample.clone(), &meta, self.common.texts(meta.language)) {
            Ok(Made { pdf: Ok(_), warnings }) => warnings,
            Ok(Made { pdf: Err(Error::Template { mut problems }), warnings }) => {
                problems.extend(warnings);
                problems
            }
            Ok(Made { pdf: Err(error), .. }) | Err(error) => {
                vec![TemplateProblem { line: 0, text: error.to_string(), severity: Severity::Error }]
            }
        }
    }

    /// The characters of the data that no font of the documents has, in order of first appearance: worth a word to the clerk before issuing.
    pub fn unwritable(&self, data: &Value) -> Vec<char> {
        fn walk(value: &Value, found: &mut Vec<char>, covers: &dyn Fn(char) -> bool) {
            match value {
                Value::String(text) => {
                    for c in text.chars() {
                        if !covers(c) && !c.is_control() && !found.contains(&c) {
                            found.push(c);
                        }
                    }
                }
                Value::Array(items) => items.iter().for_each(|item| walk(item, found, covers)),
                Value::Object(fields) => fields.values().for_each(|field| walk(field, found, covers)),
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
        let mut found = Vec::new();
        walk(data, &mut found, &|c| self.common.fonts.covers(c));
        found
    }

    /// Makes one of the layouts of this crate.
    pub(crate) fn layout<T: Serialize>(
        &self,
        template: &'static str,
        content: &T,
        print: &Print,
        title_key: &str,
        number: &str,
    ) -> Result<Vec<u8>, Error> {
        let data = serde_json::to_value(content).expect("the layouts of this crate serialise to JSON");
        let texts = match &print.texts {
            None => self.common.texts(print.language),
            Some(replacements) => Bytes::from_string(texts::json(print.language, Some(replacements))),
        };
        let meta = Meta {
            title: texts::titled(print.language, print.texts.as_ref(), title_key, number),
            author: print.letterhead.administration.clone(),
            language: print.language,
            created: print.created,
        };
        self.make(template, data, &meta, texts)?.pdf
    }

    fn make(&self, template: &str, mut data: Value, meta: &Meta, texts: Bytes) -> Result<Made, Error> {
        if template.len() > limits::TEMPLATE_BYTES_MAX {
            return Err(Error::TemplateTooLong { bytes: template.len(), max: limits::TEMPLATE_BYTES_MAX });
        }
        self.common.fonts.make_writable(&mut data);
        let data = data.to_string();
        if data.len() > limits::DATA_BYTES_MAX {
            return Err(Error::DataTooLarge { bytes: data.len(), max: limits::DATA_BYTES_MAX });
        }
        let about = json!({
            "title": self.common.fonts.writable(&meta.title),
            "author": self.common.fonts.writable(&meta.author),
        });
        let date = kernel::clock::sofia_date(meta.created);
        let world = DocumentWorld {
            common: Arc::clone(&self.common),
            template: Source::new(NAMES.template, template.to_owned()),
            data: Bytes::from_string(data),
            meta: Bytes::from_string(about.to_string()),
            texts,
            today: Datetime::from_ymd(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs()),
        };
        let options = options(meta);
        self.watched(move || compiled(&world, &options))
    }

    /// Runs the compilation on its own thread, which has the stack it needs, and stops waiting when it takes too long.
    fn watched(&self, work: impl FnOnce() -> Made + Send + 'static) -> Result<Made, Error> {
        if self.overdue.load(Ordering::Acquire) >= limits::OVERDUE_MAX {
            return Err(Error::Busy);
        }
        let watch = Arc::new(Watch { state: AtomicU8::new(RUNNING), overdue: Arc::clone(&self.overdue) });
        let (done, result) = sync_channel(1);
        let ending = Ending(Arc::clone(&watch));
        std::thread::Builder::new()
            .name("document".to_owned())
            .stack_size(limits::STACK_BYTES)
            .spawn(move || {
                let _ending = ending;
                // Nobody receives when the caller stopped waiting; the document is dropped then.
                let _ = done.send(work());
            })
            .map_err(|_| Error::Busy)?;
        match result.recv_timeout(self.time_max) {
            Ok(made) => Ok(made),
            Err(RecvTimeoutError::Disconnected) => Err(Error::Failed),
            Err(RecvTimeoutError::Timeout) => {
                watch.abandon();
                Err(Error::TooSlow { seconds: self.time_max.as_secs() })
            }
        }
    }
}

const RUNNING: u8 = 0;
const ABANDONED: u8 = 1;
const ENDED: u8 = 2;

/// Counts a compilation as overdue from the moment its caller left until it ends.
struct Watch {
    state: AtomicU8,
    overdue: Arc<AtomicUsize>,
}

impl Watch {
    fn abandon(&self) {
        self.overdue.fetch_add(1, Ordering::AcqRel);
        if self.state.swap(ABANDONED, Ordering::AcqRel) == ENDED {
            self.overdue.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

/// Dropped at the end of the compilation, also when it panics.
struct Ending(Arc<Watch>);

impl Drop for Ending {
    fn drop(&mut self) {
        if self.0.state.swap(ENDED, Ordering::AcqRel) == ABANDONED {
            self.0.overdue.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

/// A finished compilation: the document or why there is none, and what the engine warned about.
struct Made {
    pdf: Result<Vec<u8>, Error>,
    warnings: Vec<TemplateProblem>,
}

fn compiled(world: &DocumentWorld, options: &PdfOptions) -> Made {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    let located = |diagnostics: &[typst::diag::SourceDiagnostic]| problem::problems(world, NAMES.template, diagnostics);
    let pdf = match output {
        Ok(document) if document.pages().len() > limits::PAGES_MAX => {
            Err(Error::TooManyPages { pages: document.pages().len(), max: limits::PAGES_MAX })
        }
        Ok(document) => typst_pdf::pdf(&document, options).map_err(|errors| Error::Template { problems: located(&errors) }),
        Err(errors) => Err(Error::Template { problems: located(&errors) }),
    };
    let made = Made { pdf, warnings: located(&warnings) };
    typst::comemo::evict(limits::CACHE_AGE_MAX);
    made
}

fn options(meta: &Meta) -> PdfOptions {
    let created = meta.created.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    let timestamp = Datetime::from_ymd_hms(
        created.year().into(),
        created.month().unsigned_abs(),
        created.day().unsigned_abs(),
        created.hour().unsigned_abs(),
        created.minute().unsigned_abs(),
        created.second().unsigned_abs(),
    )
    .expect("a timestamp has a date of the calendar and a time of the day");
    PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Gishe".to_owned())),
        timestamp: Some(Timestamp::new_utc(timestamp)),
        page_ranges: None,
        // LAW: documents are kept for decades and read by everybody: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1), `ux.md` §6.
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).expect("both standards are of PDF 1.7"),
        tagged: true,
        pretty: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_templates_are_given_up_and_the_engine_recovers() {
        let engine = Engine { time_max: Duration::from_millis(20), ..Engine::new() };
        let meta = Meta { title: "x".into(), author: "x".into(), language: Language::Bulgarian, created: jiff::Timestamp::UNIX_EPOCH };
        let slow = |n: usize| engine.outcome(&format!("#let n = {n}\n#for i in range(1500000) {{ n += 1 }}"), &json!({}), &meta);
        for n in 0..limits::OVERDUE_MAX {
            assert!(matches!(slow(n), Err(Error::TooSlow { .. })));
        }
        assert!(matches!(slow(9), Err(Error::Busy)));
        let patient = Engine { time_max: limits::COMPILE_TIME_MAX, ..engine.clone() };
        while engine.overdue.load(Ordering::Acquire) > 0 {
            std::thread::yield_now();
        }
        assert!(patient.outcome("= x", &json!({}), &meta).is_ok());
    }
}
