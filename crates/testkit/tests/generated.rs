//! The committed schema of a bench line is what the Rust type says.

use std::path::Path;

use cacah_testkit::bench::Figure;

#[test]
fn the_schema_of_a_figure_is_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/wire/v1/bench.json");
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(Figure)).unwrap() + "\n";
    if std::env::var_os("CACAH_GENERATE").is_some() {
        std::fs::write(&file, schema).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        committed == schema,
        "run `cargo xtask generate`: bench.json differs from the Rust type"
    );
}
