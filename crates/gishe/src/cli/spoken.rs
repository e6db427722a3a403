//! The command line in the language spoken: its help, and what is wrong with what was typed.
//!
//! The one rule: the library says what it means by kinds and names, and every sentence comes from `locales/`.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};
use web::{Language, Texts};

use crate::words;

/// The words that were typed after the name of the program. A path need not be Unicode; its other bytes become `\u{FFFD}`.
pub(super) fn typed() -> impl Iterator<Item = String> {
    std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned())
}

/// The language asked for, before the command line is parsed: help and mistakes are told in it too.
pub(super) fn language_asked() -> Language {
    let mut arguments = typed();
    let mut asked = None;
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--lang") {
            Some("") => asked = arguments.next(),
            Some(rest) => asked = rest.strip_prefix('=').map(str::to_owned),
            None => {}
        }
    }
    asked.or_else(|| std::env::var("GISHE_LANG").ok()).as_deref().and_then(Language::from_code).unwrap_or_default()
}

/// The command line with its help in the language spoken: texts named `cli-help-<command>-<argument>`.
pub(super) fn spoken(mut command: Command, name: &str) -> Command {
    let texts = words::texts();
    if let Some(about) = texts.find(name) {
        let example = command.get_long_about().map(ToString::to_string).unwrap_or_default();
        let example = example.lines().find_map(|line| line.strip_prefix("Example: ").map(str::to_owned));
        command = command.about(about.to_string());
        command = match example {
            Some(example) => command.long_about(format!("{about}\n\n{}", texts.with1("cli-example", "line", example))),
            None => command.long_about(about.to_string()),
        };
    }
    command = command
        .help_template(format!("{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}", texts.get("cli-usage")))
        .subcommand_help_heading(texts.get("cli-commands").into_owned())
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help(texts.get("cli-flag-help").into_owned()));
    if command.get_version().is_some() {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
        command = command.disable_version_flag(true).arg(version.help(texts.get("cli-flag-version").into_owned()));
    }
    command = command.mut_args(|argument| explained(argument, name, &texts));
    let inner: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    for inner in inner {
        command = command.mut_subcommand(&inner, |command| spoken(command, &format!("{name}-{inner}")));
    }
    command
}

/// An argument with what it is for, what it may be, and what it is when nobody names it.
fn explained(argument: Arg, command: &str, texts: &Texts) -> Arg {
    let name = format!("{command}-{}", argument.get_id().as_str().replace('_', "-"));
    let mut help = texts.find(&name).map(String::from).or_else(|| argument.get_help().map(ToString::to_string)).unwrap_or_default();
    let heading = texts.get(if argument.is_positional() { "cli-arguments" } else { "cli-options" }).into_owned();
    let takes_values = argument.get_action().takes_values();
    if takes_values {
        let values: Vec<String> = argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        let otherwise: Vec<String> = argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
        for (key, values) in [("cli-values", values), ("cli-default", otherwise)] {
            if !values.is_empty() {
                help = format!("{help} {}", texts.with1(key, "values", values.join(", ")));
            }
        }
    }
    let argument = argument.help(help.clone()).long_help(help).help_heading(heading);
    // The library would tell both again in words of its own.
    if takes_values { argument.hide_possible_values(true).hide_default_value(true) } else { argument }
}

/// The command that was typed, as far as there is one.
fn named(typed: impl Iterator<Item = String>) -> String {
    let mut command = super::command();
    let mut name = command.get_name().to_owned();
    for word in typed {
        if let Some(inner) = command.find_subcommand(&word).cloned() {
            command = inner;
            name = format!("{name} {word}");
        }
    }
    name
}

/// What is wrong with the words that were typed, and where help is; none for what is no mistake: help and version.
pub(super) fn mistake(error: &clap::Error, typed: impl Iterator<Item = String>) -> Option<String> {
    let texts = words::texts();
    let said = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(all)) => all.join(", "),
        _ => String::new(),
    };
    let (argument, value, prior) = (said(ContextKind::InvalidArg), said(ContextKind::InvalidValue), said(ContextKind::PriorArg));
    let what = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::InvalidValue | ErrorKind::TooFewValues if value.is_empty() => texts.with1("cli-mistake-empty", "argument", argument),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => texts.with2("cli-mistake-value", "value", value, "argument", argument),
        ErrorKind::UnknownArgument => texts.with1("cli-mistake-argument", "argument", argument),
        ErrorKind::InvalidSubcommand => texts.with1("cli-mistake-command", "command", said(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => texts.with1("cli-mistake-missing", "arguments", argument),
        ErrorKind::ArgumentConflict if prior.is_empty() || prior == argument => texts.with1("cli-mistake-twice", "argument", argument),
        ErrorKind::ArgumentConflict => texts.with2("cli-mistake-together", "argument", argument, "other", prior),
        _ => texts.get("cli-mistake-other").into_owned(),
    };
    let mut lines = vec![what];
    let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue].map(said).concat();
    if !meant.is_empty() {
        lines.push(texts.with1("cli-mistake-meant", "name", meant));
    }
    let values = said(ContextKind::ValidValue);
    if !values.is_empty() {
        lines.push(texts.with1("cli-mistake-values", "values", values));
    }
    lines.push(texts.with1("cli-mistake-help", "command", named(typed)));
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::super::command;
    use super::*;

    fn words(line: &str) -> impl Iterator<Item = String> {
        line.split(' ').skip(1).map(str::to_owned)
    }

    fn refused(line: &str) -> clap::Error {
        command().try_get_matches_from(line.split(' ')).unwrap_err()
    }

    #[test]
    fn a_mistake_is_told_in_the_language_with_what_to_do() {
        for (line, told) in [
            ("gishe serv", "Няма команда „serv“.\nМоже би: serve\nПомощ: gishe --help"),
            ("gishe serve --lissten 1", "Няма аргумент „--lissten“.\nМоже би: --listen\nПомощ: gishe serve --help"),
            ("gishe serve --listen here", "„here“ не може да е стойност на --listen <LISTEN>.\nПомощ: gishe serve --help"),
            ("gishe serve --listen", "--listen <LISTEN> иска стойност.\nПомощ: gishe serve --help"),
            (
                "gishe bench stor",
                "„stor“ не може да е стойност на <NAME>.\nМоже би: store\nВъзможни: counter, store, journal, load\nПомощ: gishe bench --help",
            ),
            ("gishe bench", "Липсва: <NAME>.\nПомощ: gishe bench --help"),
            ("gishe serve --data a --data b", "--data <DATA> се задава веднъж.\nПомощ: gishe serve --help"),
        ] {
            assert_eq!(mistake(&refused(line), words(line)).as_deref(), Some(told), "{line}");
        }
        for line in ["gishe --help", "gishe", "gishe kit check --help", "gishe --version"] {
            assert_eq!(mistake(&refused(line), words(line)), None, "{line}");
        }
    }

    #[test]
    fn help_has_no_word_of_the_library() {
        fn every(command: &mut Command, found: &mut Vec<String>) {
            found.push(command.render_long_help().to_string());
            command.get_subcommands_mut().for_each(|inner| every(inner, found));
        }
        let (mut whole, mut pages) = (command(), Vec::new());
        every(&mut whole, &mut pages);
        assert!(pages.len() > 40, "{}", pages.len());
        for page in pages {
            for word in ["Usage", "Arguments:", "Options:", "Commands:", "Possible values", "default", "Print help"] {
                assert!(!page.contains(word), "{word}: {page}");
            }
        }
    }
}
