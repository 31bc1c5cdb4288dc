//! The schema of what `eval` prints is what its type says.

use cacah_form_cli::outcome::Outcome;

#[test]
fn the_committed_schema_is_what_the_type_says() {
    let file =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/wire/v1/eval.json");
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(Outcome<'_>)).unwrap();
    let schema = schema + "\n";
    if std::env::var_os("CACAH_GENERATE").is_some() {
        std::fs::write(&file, schema).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(committed == schema, "run `cargo xtask generate`: eval.json differs from the type");
}
