//! The world a template lives in: a handful of virtual files and the fonts.
//!
//! The one rule: there is no way out. No disk, no network, no packages; the date of today is the date of the document.

use std::sync::{Arc, LazyLock};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use crate::fonts::Fonts;
use crate::texts::Language;
use crate::{scope, texts};

/// The files that `json` opens: what the template is about, who issues it, and the texts of the language.
pub(crate) const DATA_FILES: [&str; 3] = ["data.json", "meta.json", "texts.json"];

/// The fixed names of all files a document has.
pub(crate) struct Names {
    pub(crate) main: FileId,
    pub(crate) template: FileId,
    gishe: FileId,
    data: FileId,
    meta: FileId,
    texts: FileId,
}

pub(crate) static NAMES: LazyLock<Names> = LazyLock::new(|| Names {
    main: named("main.typ"),
    template: named("template.typ"),
    gishe: named("gishe.typ"),
    data: named(DATA_FILES[0]),
    meta: named(DATA_FILES[1]),
    texts: named(DATA_FILES[2]),
});

fn named(name: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).expect("a plain file name is a path")).intern()
}

/// What all documents share.
pub(crate) struct Common {
    pub(crate) fonts: Fonts,
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    main: Source,
    gishe: Source,
    texts: [Bytes; 2],
}

impl Common {
    pub(crate) fn load() -> Self {
        let fonts = Fonts::load();
        Self {
            library: LazyHash::new(scope::library()),
            book: LazyHash::new(fonts.book.clone()),
            fonts,
            main: Source::new(NAMES.main, include_str!("typst/main.typ").to_owned()),
            gishe: Source::new(NAMES.gishe, include_str!("typst/gishe.typ").to_owned()),
            texts: Language::ALL.map(|language| Bytes::from_string(texts::json(language, None))),
        }
    }

    /// The texts of a language as the template library reads them.
    pub(crate) fn texts(&self, language: Language) -> Bytes {
        self.texts[match language {
            Language::Bulgarian => 0,
            Language::English => 1,
        }]
        .clone()
    }
}

/// One document being made.
pub(crate) struct DocumentWorld {
    pub(crate) common: Arc<Common>,
    pub(crate) template: Source,
    pub(crate) data: Bytes,
    pub(crate) meta: Bytes,
    pub(crate) texts: Bytes,
    pub(crate) today: Option<Datetime>,
}

impl World for DocumentWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.common.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.common.book
    }

    fn main(&self) -> FileId {
        NAMES.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let names = &*NAMES;
        match id {
            id if id == names.main => Ok(self.common.main.clone()),
            id if id == names.template => Ok(self.template.clone()),
            id if id == names.gishe => Ok(self.common.gishe.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let names = &*NAMES;
        match id {
            id if id == names.data => Ok(self.data.clone()),
            id if id == names.meta => Ok(self.meta.clone()),
            id if id == names.texts => Ok(self.texts.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.common.fonts.faces.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}
