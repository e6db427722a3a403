//! Turns the view model of a form into HTML: one renderer for the portal, for counter entry and for the tasks of clerks.
//!
//! The one rule: what is shown, required, hinted or wrong was decided by `forms`; here is only markup.

use askama::Template;
use forms::{FieldKind, FieldView, OptionView, PageView};

use crate::html::Html;
use crate::page::Page;

/// Name of the hidden input that carries the places of answers a page asked for, separated by spaces.
pub const ASKED: &str = "asked";

#[derive(Template)]
#[template(path = "fields.html")]
struct Fields<'a> {
    page: &'a Page,
    fields: &'a [FieldView],
    /// Makes the label of a lone question the heading of its page.
    is_heading: bool,
}

/// The fields of a page. Call it with [`PageView::nested`], so that fields which wait for an option stand under that option.
pub fn html(page: &Page, view: &PageView) -> Html {
    part(page, &view.fields, false)
}

/// The fields of a page that asks one question: its label or legend is the heading of the page.
pub fn html_with_heading(page: &Page, view: &PageView) -> Html {
    part(page, &view.fields, is_lone_question(view))
}

/// Whether the page asks one question, whose label can be the heading.
pub fn is_lone_question(view: &PageView) -> bool {
    matches!(view.fields.as_slice(), [only] if !only.label_hidden && !only.label.is_empty() && !matches!(
        only.kind,
        FieldKind::Group { .. } | FieldKind::Rows { .. } | FieldKind::Content { .. } | FieldKind::Static | FieldKind::Checkbox
    ))
}

/// The places of answers a page shows or folds away, for [`ASKED`]: what is not among them when the page comes back, nobody was asked yet.
pub fn asked(view: &PageView) -> Vec<String> {
    let mut places = Vec::new();
    collect(&view.fields, &mut places);
    places
}

fn collect(fields: &[FieldView], places: &mut Vec<String>) {
    for field in fields.iter().filter(|field| field.visible || field.conditional_on.is_some()) {
        match &field.kind {
            FieldKind::Content { .. } | FieldKind::Static => continue,
            FieldKind::Group { fields } | FieldKind::Fieldset { fields, .. } => {
                collect(fields, places);
                continue;
            }
            FieldKind::Rows { rows, .. } => rows.iter().for_each(|row| collect(&row.fields, places)),
            FieldKind::Radio { options } | FieldKind::SelectBoxes { options } => {
                options.iter().for_each(|option| collect(&option.reveals, places));
            }
            _ => {}
        }
        places.push(field.path.clone());
    }
}

fn part(page: &Page, fields: &[FieldView], is_heading: bool) -> Html {
    Html::part(&Fields { page, fields, is_heading })
}

impl Fields<'_> {
    fn inner(&self, fields: &[FieldView]) -> Html {
        part(self.page, fields, false)
    }

    /// What a field is recognised by when its page is shown anew: the place of its answer, or its key.
    fn place<'f>(&self, field: &'f FieldView) -> &'f str {
        if field.path.is_empty() { &field.key } else { &field.path }
    }

    fn raw(&self, html: &str) -> Html {
        // `forms` cleans the markup of authors with its allow-list before it gives it out.
        Html::trusted(html)
    }

    fn is_hidden(&self, field: &FieldView) -> bool {
        // Fields that wait for an answer of this page are shown without scripts; the script hides them.
        !field.visible && field.conditional_on.is_none()
    }

    /// `aria-describedby` and `aria-invalid` of an input, a fieldset or a group.
    fn described(&self, field: &FieldView) -> Html {
        let id = field.id();
        let mut ids = Vec::new();
        if field.hint.is_some() {
            ids.push(format!("{id}-hint"));
        }
        if field.format_hint.is_some() {
            ids.push(format!("{id}-format"));
        }
        if !field.errors.is_empty() {
            ids.push(format!("{id}-error"));
        }
        let mut out = String::new();
        if !ids.is_empty() {
            out.push_str(&format!(" aria-describedby=\"{}\"", crate::html::escape(&ids.join(" "))));
        }
        if !field.errors.is_empty() {
            out.push_str(" aria-invalid=\"true\"");
        }
        Html::trusted(out)
    }

    /// The class that hints at the usual length.
    fn width(&self, field: &FieldView) -> &'static str {
        match field.width {
            Some(0..=2) => "govuk-input--width-2",
            Some(3) => "govuk-input--width-3",
            Some(4) => "govuk-input--width-4",
            Some(5) => "govuk-input--width-5",
            Some(6..=12) => "govuk-input--width-10",
            Some(13..=24) => "govuk-input--width-20",
            Some(25..=40) => "govuk-input--width-30",
            _ => match field.kind {
                FieldKind::Number | FieldKind::Money { .. } => "govuk-input--width-10",
                FieldKind::Time => "govuk-input--width-5",
                FieldKind::Phone => "govuk-input--width-20",
                _ => "",
            },
        }
    }

    fn input_type(&self, field: &FieldView) -> &'static str {
        match field.kind {
            FieldKind::Email => "email",
            FieldKind::Phone => "tel",
            FieldKind::Url => "url",
            _ => "text",
        }
    }

    fn option_id(&self, field: &FieldView, index: &usize) -> String {
        if *index == 0 { field.id() } else { format!("{}-{}", field.id(), index + 1) }
    }

    /// Fields under an option: the reveal itself shows and hides them, so the wish is dropped here.
    fn revealed(&self, option: &OptionView) -> Html {
        let mut fields = option.reveals.clone();
        for field in &mut fields {
            field.conditional_on = None;
            field.visible = true;
        }
        part(self.page, &fields, false)
    }

    fn has_chosen(&self, options: &[OptionView]) -> bool {
        options.iter().any(|option| option.selected)
    }
}
