//! The form to copy: clean, and its examples come to what is written beside them.

use crate::common::{form, run};

#[test]
fn it_has_no_fault_and_its_examples_come_to_what_is_written_beside_them() {
    let folder = form("contoh");
    for command in ["lint", "test"] {
        let output = run(&[command, folder.to_str().expect("a path")], "");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}
