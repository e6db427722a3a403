//! What a template can call: the language of the engine without everything that reads files, and the codes of this crate.
//!
//! The one rule: `json` opens the files of this document by their fixed names and nothing else can open anything.

use std::sync::LazyLock;

use typst::comemo::Tracked;
use typst::diag::{SourceResult, bail};
use typst::engine::Engine;
use typst::foundations::{
    Args, Binding, Bytes, CastInfo, Context, Dict, Func, IntoValue, NativeFuncData, NativeFuncPtr, Scope, Str, Value,
};
use typst::syntax::{RootedPath, VirtualPath, VirtualRoot};
use typst::{Library, LibraryExt, World};

use crate::codes;
use crate::world;

/// The library that templates are evaluated with.
pub(crate) fn library() -> Library {
    let mut library = Library::default();
    let scope = library.global.scope_mut();
    for name in ["read", "csv", "toml", "yaml", "cbor", "xml", "plugin", "bibliography", "path"] {
        scope.bind(name.into(), Binding::detached(Func::from(&REFUSED)));
    }
    scope.bind("json".into(), Binding::detached(Func::from(&JSON)));
    scope.bind("qr-picture".into(), Binding::detached(Func::from(&QR)));
    scope.bind("barcode-picture".into(), Binding::detached(Func::from(&BARCODE)));
    library.std = Binding::detached(library.global.clone());
    library
}

macro_rules! native {
    ($name:ident, $text:literal, $function:ident) => {
        static $name: NativeFuncData = NativeFuncData {
            function: NativeFuncPtr(&$function),
            name: $text,
            title: $text,
            docs: "",
            def_site: None,
            keywords: &[],
            contextual: false,
            scope: LazyLock::new(&|| Scope::new()),
            params: LazyLock::new(&|| Vec::new()),
            returns: LazyLock::new(&|| CastInfo::Any),
        };
    };
}

native!(REFUSED, "read", refused);
native!(JSON, "json", json);
native!(QR, "qr-picture", qr_picture);
native!(BARCODE, "barcode-picture", barcode_picture);

fn refused(_: &mut Engine, _: Tracked<Context>, args: &mut Args) -> SourceResult<Value> {
    bail!(args.span, "a template cannot open files; its data are in json(\"data.json\")")
}

/// `json("data.json")`: the data of this document.
fn json(engine: &mut Engine, _: Tracked<Context>, args: &mut Args) -> SourceResult<Value> {
    let span = args.span;
    let name: Str = args.expect("name")?;
    args.take().finish()?;
    if !world::DATA_FILES.contains(&name.as_str()) {
        bail!(span, "a template can open data.json only, not {name}");
    }
    let path = VirtualPath::new(name.as_str()).expect("the names of the data files are paths");
    let id = RootedPath::new(VirtualRoot::Project, path).intern();
    let bytes = match engine.world.file(id) {
        Ok(bytes) => bytes,
        Err(error) => bail!(span, "cannot open {name}: {error}"),
    };
    match serde_json::from_slice(&bytes) {
        Ok(value) => Ok(value),
        Err(error) => bail!(span, "cannot read {name}: {error}"),
    }
}

/// `qr-picture(text)`: the picture with its quiet zone, and how many modules the symbol has without it.
fn qr_picture(_: &mut Engine, _: Tracked<Context>, args: &mut Args) -> SourceResult<Value> {
    let span = args.span;
    let text: Str = args.expect("text")?;
    args.take().finish()?;
    match codes::qr(&text) {
        Ok(code) => Ok(picture(code.svg(), code.width())),
        Err(error) => bail!(span, "no QR code: {error}"),
    }
}

/// `barcode-picture(text, height)`: the picture with its quiet zones, `height` modules high, and its width in modules, quiet zones included.
fn barcode_picture(_: &mut Engine, _: Tracked<Context>, args: &mut Args) -> SourceResult<Value> {
    let span = args.span;
    let text: Str = args.expect("text")?;
    let height: f64 = args.expect("height")?;
    args.take().finish()?;
    if !(1.0..=400.0).contains(&height) {
        bail!(span, "a bar code is between 1 and 400 modules high");
    }
    match codes::code128(&text) {
        Ok(code) => Ok(picture(code.svg(height), code.width())),
        Err(error) => bail!(span, "no bar code: {error}"),
    }
}

fn picture(svg: String, modules: usize) -> Value {
    let mut dict = Dict::new();
    dict.insert("svg".into(), Bytes::from_string(svg).into_value());
    dict.insert("modules".into(), modules.into_value());
    dict.into_value()
}
