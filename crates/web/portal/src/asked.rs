//! What a page of questions had asked when it was sent.
//!
//! The one rule: nobody is told of a mistake at a question they have not seen; an answer that opens a question brings the page back
//! with that question, and no error.

use forms::{FieldError, FieldView, PageView};
use web::fields::{ASKED, asked};
use web::{Notice, Pairs, Texts};

/// The questions that stood on a page when it was sent; nothing is known of a page that does not tell.
pub struct Asked(Option<Vec<String>>);

impl Asked {
    /// Reads what the page said of itself.
    pub fn of(pairs: &Pairs) -> Asked {
        Asked(pairs.has(ASKED).then(|| pairs.get(ASKED).split_whitespace().map(str::to_owned).collect()))
    }

    /// Whether a place stood on the page. An element of a list of files or values stands where its list stands.
    fn has(&self, path: &str) -> bool {
        let Some(places) = &self.0 else { return true };
        let list = path.strip_suffix(']').and_then(|path| path.rsplit_once('[')).map_or(path, |(list, _)| list);
        places.iter().any(|place| place == path || place == list)
    }

    /// The first question of the page as it is now that did not stand on it.
    pub fn opened(&self, view: &PageView) -> Option<String> {
        asked(view).into_iter().find(|path| !self.has(path))
    }

    /// The errors at questions that stood on the page.
    pub fn errors(&self, errors: Vec<FieldError>) -> Vec<FieldError> {
        errors.into_iter().filter(|error| self.has(&error.path)).collect()
    }
}

/// The field of a place, wherever in the groups of a page it stands.
pub fn find<'f>(fields: &'f mut [FieldView], path: &str) -> Option<&'f mut FieldView> {
    if path.is_empty() {
        return None;
    }
    for field in fields {
        if field.path == path {
            return Some(field);
        }
        let inner = match &mut field.kind {
            forms::FieldKind::Group { fields } | forms::FieldKind::Fieldset { fields, .. } => find(fields, path),
            forms::FieldKind::Rows { rows, .. } => rows.iter_mut().find_map(|row| find(&mut row.fields, path)),
            _ => None,
        };
        if inner.is_some() {
            return inner;
        }
    }
    None
}

/// Says at a field that an answer has opened it, and gives the notice that leads there.
pub fn announced(t: Texts, field: &mut FieldView) -> Notice {
    let hint = t.get("portal-question-opened-hint");
    field.hint = Some(field.hint.take().map_or_else(|| hint.to_string(), |own| format!("{own} {hint}")));
    Notice::info(t.get("portal-question-opened")).with_link(format!("#{}", target(field)), field.label.clone())
}

/// Identifier of the first input of a field, where an address or a link leads.
pub fn target(field: &FieldView) -> String {
    let part = if matches!(field.kind, forms::FieldKind::Date(_) | forms::FieldKind::DateTime(_)) { "-day" } else { "" };
    format!("{}{part}", field.id())
}
