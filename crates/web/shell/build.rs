//! Builds again when a text or a static file was added, where they are compiled into the program.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_embedded = std::env::var("PROFILE").is_ok_and(|profile| profile == "release") || std::env::var("CARGO_FEATURE_EMBED").is_ok();
    if is_embedded {
        println!("cargo::rerun-if-changed=../../../locales");
        println!("cargo::rerun-if-changed=static");
    }
}
