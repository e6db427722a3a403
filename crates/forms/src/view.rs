//! The form as pages of fields, for a renderer that knows no form definition.
//!
//! The one rule: everything a page needs without scripts is decided here; the renderer only writes markup.

use crate::component::PrefillMode;
use crate::error::{FieldError, Param};
use crate::files::FileSlot;
use crate::present::DateView;
use serde::Serialize;

/// A page of the form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageView {
    /// Key, for addresses.
    pub key: String,
    /// Title.
    pub title: String,
    /// Title of the group of pages it belongs to.
    pub section: Option<String>,
    /// Whether the answers so far make it a page of this application.
    pub visible: bool,
    /// The plain answer that makes it a page of the application, for showing all pages at once.
    pub conditional_on: Option<ConditionalOn>,
    /// What stands on it. Fields that are not visible are here only when they wait for another field of the page.
    pub fields: Vec<FieldView>,
}

/// A field, or a group of fields.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldView {
    /// Path of the answer and name of the input. Empty for content and groups without data.
    pub path: String,
    /// Key of the component.
    pub key: String,
    /// What it is.
    pub kind: FieldKind,
    /// Label.
    pub label: String,
    /// Whether the label is for readers of the page only.
    pub label_hidden: bool,
    /// Hint of the author.
    pub hint: Option<String>,
    /// Hint about the format: an example of a date, limits of a file.
    pub format_hint: Option<String>,
    /// Whether an answer is demanded.
    pub required: bool,
    /// Whether to mark it „(по избор)“.
    pub optional: bool,
    /// Whether it is shown now.
    pub visible: bool,
    /// The answer, as typed.
    pub value: String,
    /// The answers, when there can be several.
    pub values: Vec<String>,
    /// Whether there can be several answers.
    pub multiple: bool,
    /// Usual length in symbols.
    pub width: Option<u32>,
    /// Longest answer in symbols.
    pub length_max: Option<u32>,
    /// `inputmode`.
    pub input_mode: Option<&'static str>,
    /// `autocomplete`.
    pub autocomplete: Option<String>,
    /// `spellcheck`.
    pub spellcheck: Option<bool>,
    /// Language of the label when it is not the one of the page.
    pub lang: Option<&'static str>,
    /// What stands before the input.
    pub prefix: Option<String>,
    /// What stands after the input.
    pub suffix: Option<String>,
    /// Sentences about what is wrong, in the language of the page.
    pub errors: Vec<String>,
    /// The answer on the same page that shows this field.
    pub conditional_on: Option<ConditionalOn>,
    /// Where the value can come from, and what the person may do with it.
    pub prefill: Option<(String, PrefillMode)>,
    /// Class of personal data.
    pub personal: Option<String>,
}

/// The answer that shows a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionalOn {
    /// Path of the other field, which is on the same page.
    pub path: String,
    /// Its value.
    pub value: String,
}

/// An option.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionView {
    /// Value of the input.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Whether it is chosen.
    pub selected: bool,
    /// Fields shown by this option; filled by [`PageView::nested`].
    pub reveals: Vec<FieldView>,
}

/// A row of a repeating group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowView {
    /// Number, from 0.
    pub index: usize,
    /// Path: `children[1]`.
    pub path: String,
    /// Title: „Деца 2“.
    pub title: String,
    /// Name of the button that removes it.
    pub remove_name: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
}

/// Kind of a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    Textarea {
        /// Height.
        lines: u32,
    },
    /// A number; comma and point are accepted.
    Number,
    /// An amount.
    Money {
        /// Sign of the currency.
        sign: String,
    },
    /// An address of electronic mail.
    Email,
    /// A telephone number.
    Phone,
    /// An address of a page.
    Url,
    /// A time of day.
    Time,
    /// A date in three inputs: `path-day`, `path-month`, `path-year`.
    Date(DateView),
    /// A date with a fourth input `path-time`.
    DateTime(DateView),
    /// One box; checked when the value is `true`. Posted value: `true`.
    Checkbox,
    /// One of several.
    Radio {
        /// Options.
        options: Vec<OptionView>,
    },
    /// One (or several) of many.
    Select {
        /// Options.
        options: Vec<OptionView>,
    },
    /// Several boxes; each posts its value under the same name.
    SelectBoxes {
        /// Options.
        options: Vec<OptionView>,
    },
    /// Files.
    File {
        /// What may be attached and what is.
        slot: FileSlot,
    },
    /// Fields that belong together, without a legend.
    Group {
        /// Fields.
        fields: Vec<FieldView>,
    },
    /// Fields that belong together under a legend.
    Fieldset {
        /// Legend.
        legend: String,
        /// Fields.
        fields: Vec<FieldView>,
    },
    /// A repeating group.
    Rows {
        /// Rows.
        rows: Vec<RowView>,
        /// Whether a row may be added.
        can_add: bool,
        /// Whether a row may be removed.
        can_remove: bool,
        /// Label of the button that adds a row.
        add_label: String,
        /// Name of that button.
        add_name: String,
        /// Name of the hidden input that carries the number of rows, so that rows without an answer count too.
        count_name: String,
    },
    /// Text of the form, safe markup.
    Content {
        /// Markup.
        html: String,
    },
    /// A value that cannot be changed: calculated, locked, or of a component this release does not serve.
    Static,
}

/// Identifier of the first input of a field, for links of the error summary.
pub fn field_id(path: &str) -> String {
    path.chars().filter(|c| *c != ']').map(|c| if c == '.' || c == '[' { '-' } else { c }).collect()
}

/// A line of the error summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorLink {
    /// Identifier of the input it leads to.
    pub target: String,
    /// Sentence.
    pub text: String,
}

/// Lines of the error summary: one per answer.
pub fn error_links(errors: &[FieldError], language: &str) -> Vec<ErrorLink> {
    crate::errors_shown(errors)
        .into_iter()
        .map(|error| {
            let base = match error.params.get("kind") {
                Some(Param::Text(kind)) if kind == "file" => {
                    error.path.trim_end_matches(|c: char| c == ']' || c.is_ascii_digit()).trim_end_matches('[')
                }
                _ => &error.path,
            };
            let part = if error.params.get("kind") == Some(&Param::from("date")) { "-day" } else { "" };
            ErrorLink { target: format!("{}{part}", field_id(base)), text: error.sentence(language) }
        })
        .collect()
}

impl FieldView {
    /// Identifier of the first input.
    pub fn id(&self) -> String {
        field_id(&self.path)
    }

    /// Fields inside this one, when it is a group.
    pub fn fields(&self) -> &[FieldView] {
        match &self.kind {
            FieldKind::Group { fields } | FieldKind::Fieldset { fields, .. } => fields,
            _ => &[],
        }
    }
}

impl PageView {
    /// The page with fields that wait for an option of a radio or of boxes moved under that option, for a conditional reveal.
    /// What waits for another kind of field stays in its place.
    #[must_use]
    pub fn nested(mut self) -> Self {
        self.fields = nest(self.fields);
        self
    }
}

fn nest(fields: Vec<FieldView>) -> Vec<FieldView> {
    let mut out: Vec<FieldView> = Vec::with_capacity(fields.len());
    for mut field in fields {
        match &mut field.kind {
            FieldKind::Group { fields } | FieldKind::Fieldset { fields, .. } => *fields = nest(std::mem::take(fields)),
            FieldKind::Rows { rows, .. } => {
                for row in rows {
                    row.fields = nest(std::mem::take(&mut row.fields));
                }
            }
            _ => {}
        }
        let place = field.conditional_on.as_ref().and_then(|on| option_of(&mut out, on));
        match place {
            Some(option) => option.reveals.push(field),
            None => out.push(field),
        }
    }
    out
}

fn option_of<'f>(fields: &'f mut [FieldView], on: &ConditionalOn) -> Option<&'f mut OptionView> {
    for field in fields {
        let is_target = field.path == on.path;
        if let FieldKind::Radio { options } | FieldKind::SelectBoxes { options } = &mut field.kind {
            for option in options {
                if is_target && option.value == on.value {
                    return Some(option);
                }
                if let Some(found) = option_of(&mut option.reveals, on) {
                    return Some(found);
                }
            }
        }
    }
    None
}
