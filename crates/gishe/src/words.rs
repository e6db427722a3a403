//! What the command line says to people: texts of `locales/`, in the language the person chose.
//!
//! The one rule: a reader that closes the pipe ends the output, not the program with a panic.

use std::io::Write;
use std::sync::OnceLock;

use web::{Language, Texts};

static SPOKEN: OnceLock<Language> = OnceLock::new();

/// Chooses the language for the rest of the program's life; the first choice stands.
pub fn speak(language: Language) {
    let _ = SPOKEN.set(language);
}

/// The chosen language; Bulgarian when nobody chose.
pub fn language() -> Language {
    SPOKEN.get().copied().unwrap_or_default()
}

/// The texts in the chosen language.
pub fn texts() -> Texts {
    Texts::new(language())
}

/// Writes a line to standard output. When nobody reads any more, the program has nothing left to say and ends.
pub fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{text}").and_then(|()| out.flush()).is_err() {
        #[expect(clippy::exit, reason = "a closed pipe is how `| head` says that it has read enough")]
        std::process::exit(0);
    }
}

/// A text of the catalogue with its places filled: `text!("cli-uncreated", path = path.display())`.
macro_rules! text {
    ($key:literal) => { $crate::words::texts().get($key).into_owned() };
    ($key:literal, $($name:ident = $value:expr),+) => {
        $crate::words::texts().with($key, &[$((stringify!($name), web::Arg::Text($value.to_string()))),+])
    };
}
pub(crate) use text;
