//! Places for attached files.
//!
//! The one rule: the limits of a place are stated before a file is chosen and checked before it is kept.

use crate::check::type_fits;
use crate::component::{Component, Kind};
use crate::definition::{Definition, Env};
use crate::evaluate::Walk;
use crate::path;
use crate::present::{self, FileView};
use serde::Serialize;
use serde_json::Value;

/// A place for files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileSlot {
    /// Path of the answer.
    pub path: String,
    /// Label.
    pub label: String,
    /// Whether a file is demanded.
    pub required: bool,
    /// Whether several files may be attached.
    pub multiple: bool,
    /// Smallest size in bytes.
    pub bytes_min: u64,
    /// Largest size in bytes.
    pub bytes_max: u64,
    /// Endings and types that are accepted: `.pdf`, `image/*`. Empty: any.
    pub types: Vec<String>,
    /// Files attached so far.
    pub files: Vec<FileView>,
}

impl FileSlot {
    pub(crate) fn of(definition: &Definition, component: &Component, place: &str, value: Option<&Value>, language: &str) -> Self {
        let (types, bytes_min, bytes_max) = match &component.kind {
            Kind::File { types, bytes_min, bytes_max } => (types.clone(), *bytes_min, *bytes_max),
            _ => (Vec::new(), 0, 0),
        };
        Self {
            path: place.to_owned(),
            label: definition.text(&component.label, language).0,
            required: component.rules.required,
            multiple: component.multiple,
            bytes_min,
            bytes_max,
            types,
            files: value.map(|value| present::files(value, place)).unwrap_or_default(),
        }
    }

    /// Checks a file before it is kept; the error is the rule that it breaks: `file.type` or `file.size`.
    pub fn accepts(&self, name: &str, media_type: &str, bytes: u64) -> Result<(), &'static str> {
        if bytes > self.bytes_max || bytes < self.bytes_min {
            return Err("file.size");
        }
        if type_fits(&self.types, name, media_type) { Ok(()) } else { Err("file.type") }
    }

    /// Value of the attribute `accept`.
    pub fn accept(&self) -> String {
        self.types.join(",")
    }
}

impl Definition {
    /// Places for files that the answers so far open.
    pub fn attachments(&self, data: &Value, env: &Env) -> Vec<FileSlot> {
        let mut walk = Walk::settled(self, env, data);
        let mut out = Vec::new();
        walk.each_visible(&self.tree.components, &mut |walk, component| {
            if matches!(component.kind, Kind::File { .. }) {
                let value = path::get(&walk.data, &walk.path);
                out.push(FileSlot::of(self, component, &path::render(&walk.path), value, &env.language));
            }
        });
        out
    }

    /// Puts a file into its place: beside the others when several are allowed, else instead of the old one. The value is the
    /// file object of a submission: `{ref, sha256, size, type, originalName}`. Says whether the path is a place for files.
    pub fn file_put(&self, data: &mut Value, place: &str, file: Value) -> bool {
        let Some(segments) = path::parse(place) else { return false };
        let Some(component) = self.component_at(&segments).filter(|component| matches!(component.kind, Kind::File { .. })) else {
            return false;
        };
        match path::get_mut(data, &segments) {
            Some(Value::Array(files)) if component.multiple => {
                if files.len() >= kernel::limits::FILES_MAX {
                    return false;
                }
                files.push(file);
            }
            _ => path::set(data, &segments, Value::Array(vec![file])),
        }
        true
    }
}
