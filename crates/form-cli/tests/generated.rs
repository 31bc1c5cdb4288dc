//! What is written from code and from the forms is what these say.

mod aturan;

use std::path::{Path, PathBuf};

use cacah_form_cli::outcome::Outcome;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Compares a generated file with what it should be, or writes it when asked to.
fn is_current(file: &str, text: &str) {
    let path = root().join(file);
    if std::env::var_os("CACAH_GENERATE").is_some() {
        std::fs::write(path, text).expect("a folder to write to");
        return;
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(committed == text, "run `cargo xtask generate`: {file} is not current");
}

#[test]
fn the_committed_schema_is_what_the_type_says() {
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(Outcome<'_>)).unwrap();
    is_current("schemas/wire/v1/eval.json", &(schema + "\n"));
}

#[test]
fn the_page_of_rules_is_what_the_forms_say() {
    is_current("docs/aturan.md", &aturan::page(&root().join("schemas/forms")));
}
