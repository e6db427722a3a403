//! Completeness: every SQL text prepares, every error code has a page.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use store::{Options, Store};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn every_statement_prepares() {
    let folder = tempfile::tempdir().unwrap();
    prepare_all(&Store::open(&Options::new(folder.path())).unwrap());
}

/// Prepares every statement of the program.
pub fn prepare_all(store: &Store) {
    let of_store = [
        store::blob::STATEMENTS,
        store::command::STATEMENTS,
        store::history::STATEMENTS,
        store::lease::STATEMENTS,
        store::outbox::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied();
    let of_store = of_store.chain(store::log::statements());
    let all: Vec<&str> = of_store
        .chain(identity::statements())
        .chain(services::statements())
        .chain(cases::statements())
        .chain(ejournal::client::statements())
        .chain(ejournal::journal::statements())
        .chain(ejournal::publication::statements())
        .collect();
    assert!(all.len() > 80, "only {} statements are listed", all.len());
    for statement in all {
        assert_eq!(store::routing::unbound(statement), None, "{statement}");
        store
            .read_blocking(|tx| tx.prepares(statement))
            .unwrap_or_else(|error| panic!("{error}: {:?}\n{statement}", std::error::Error::source(&error).map(ToString::to_string)));
    }
    store.close();
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Codes such as `CASE-0003` that stand as texts in the sources of the product.
fn codes() -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(&root().join("crates"), &mut files);
    let mut codes = BTreeSet::new();
    for file in files.iter().filter(|file| !file.to_string_lossy().contains("/tests")) {
        for text in std::fs::read_to_string(file).unwrap().split('"').skip(1).step_by(1) {
            let is_code = text.split_once('-').is_some_and(|(area, number)| {
                (3..=4).contains(&area.len())
                    && area.bytes().all(|b| b.is_ascii_uppercase())
                    && number.len() == 4
                    && number.bytes().all(|b| b.is_ascii_digit())
            });
            if is_code {
                // Numbers from 9000 on are examples in unit tests.
                if !number_of(text).starts_with('9') {
                    codes.insert(text.to_owned());
                }
            }
        }
    }
    codes
}

fn number_of(code: &str) -> &str {
    code.split_once('-').map_or("", |(_, number)| number)
}

#[test]
fn every_error_code_has_a_page() {
    let codes = codes();
    assert!(codes.len() > 40, "only {} codes were found", codes.len());
    let missing: Vec<&String> = codes.iter().filter(|code| !root().join("docs/errors").join(format!("{code}.md")).is_file()).collect();
    assert!(missing.is_empty(), "codes without a page in docs/errors: {missing:?}");
}

/// Names of the texts that explain a command, its arguments and the commands below it.
fn explained(command: &clap::Command, name: &str, found: &mut Vec<String>) {
    found.push(name.to_owned());
    for argument in command.get_arguments().filter(|argument| !["help", "version"].contains(&argument.get_id().as_str())) {
        let argument = argument.get_id().as_str().replace('_', "-");
        if argument != "lang" || name == "cli-help" {
            found.push(format!("{name}-{argument}"));
        }
    }
    for inner in command.get_subcommands() {
        explained(inner, &format!("{name}-{}", inner.get_name()), found);
    }
}

#[test]
fn every_command_and_argument_is_explained_in_every_language_and_nothing_else_is() {
    let mut names = Vec::new();
    explained(&gishe::cli::command(), "cli-help", &mut names);
    let names: BTreeSet<String> = names.into_iter().collect();
    assert!(names.len() > 50, "only {} texts are asked for", names.len());
    for language in web::Language::ALL {
        let written: BTreeSet<String> = web::texts::keys(language).into_iter().filter(|key| key.starts_with("cli-help")).collect();
        assert_eq!(names, written, "{language}");
    }
}

#[test]
fn nothing_is_linked_that_the_design_bans() {
    let lock: toml::Table = std::fs::read_to_string(root().join("Cargo.lock")).unwrap().parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let name = |package: &toml::Value| package["name"].as_str().unwrap().to_owned();
    let users = |of: &str| -> BTreeSet<String> {
        let needs = |package: &&toml::Value| {
            let dependencies = package.get("dependencies").and_then(toml::Value::as_array).into_iter().flatten();
            dependencies.filter_map(toml::Value::as_str).any(|needed| needed.split(' ').next() == Some(of))
        };
        packages.iter().filter(needs).map(name).collect()
    };
    for banned in ["openssl-sys", "native-tls"] {
        assert_eq!(users(banned), BTreeSet::new(), "{banned}");
    }
    let readers_of_yaml = BTreeSet::from(["hayagriva".to_owned(), "typst-library".to_owned()]);
    assert!(users("serde_yaml").is_subset(&readers_of_yaml), "only the PDF engine may use serde_yaml: {:?}", users("serde_yaml"));
}
