//! Files of forms and cases, kept by way of the shell's upload, in the shapes of form and case.

use cases::document::StoredFile;
use forms::{FieldKind, FieldView, PageView};
use web::PageError;
use web::upload::{Kept, Limits, SentFile, keep};

use crate::visitor::Visitor;

/// Checks a file and keeps it; the inner error is the sentence for the person.
pub async fn kept(visitor: &Visitor, file: &SentFile, limits: &Limits) -> Result<Result<Kept, String>, PageError> {
    keep(&visitor.app, visitor.t, file, limits).await
}

/// A kept file as a document of a case takes it.
pub fn stored(file: Kept) -> StoredFile {
    StoredFile { sha256: file.sha256, size: file.size, mime: file.mime, name: file.name }
}

/// Puts sentences about refused files, which the form itself does not know, at their fields.
pub fn with_refused(mut view: PageView, refused: &[(String, String)]) -> PageView {
    fn walk(fields: &mut [FieldView], refused: &[(String, String)]) {
        for field in fields {
            if matches!(field.kind, FieldKind::File { .. }) {
                let own = refused.iter().filter(|(path, _)| *path == field.path).map(|(_, sentence)| sentence.clone());
                field.errors.splice(0..0, own);
            }
            match &mut field.kind {
                FieldKind::Group { fields } | FieldKind::Fieldset { fields, .. } => walk(fields, refused),
                FieldKind::Rows { rows, .. } => rows.iter_mut().for_each(|row| walk(&mut row.fields, refused)),
                _ => {}
            }
        }
    }
    walk(&mut view.fields, refused);
    view
}

/// Whether a field is, or holds, a place for files, so that its form has to be sent in parts.
pub fn holds_files(field: &FieldView) -> bool {
    match &field.kind {
        FieldKind::File { .. } => true,
        FieldKind::Group { fields } | FieldKind::Fieldset { fields, .. } => fields.iter().any(holds_files),
        FieldKind::Rows { rows, .. } => rows.iter().any(|row| row.fields.iter().any(holds_files)),
        _ => false,
    }
}
