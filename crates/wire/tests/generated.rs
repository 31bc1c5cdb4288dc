//! The committed TypeScript and JSON Schemas are what the Rust types say.

use std::path::Path;

#[test]
fn generated_files_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let write = std::env::var_os("CACAH_GENERATE").is_some();
    let mut drifted = Vec::new();
    for (path, contents) in cacah_wire::export::files() {
        let file = root.join(&path);
        if write {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, &contents).unwrap();
        } else if std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n")
            != contents
        {
            drifted.push(path);
        }
    }
    assert!(
        drifted.is_empty(),
        "run `cargo xtask generate`: {drifted:?} differ from the Rust types"
    );
}
