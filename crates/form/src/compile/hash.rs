//! The two hashes of a form. What they are of must never change: documents in the field name them.

use std::collections::HashSet;

use super::written::{Line, Role, Written};

/// Columns that a stored document depends on.
const STRUCTURE: [&str; 5] = ["type", "name", "list_name", "calculation", "bind::cacah:sum"];

/// Hash of the structure, and hash of all the rest.
pub(super) fn hashes(written: &Written) -> ([u8; 32], [u8; 32]) {
    let mut hashes = Hashes { structure: blake3::Hasher::new(), rules: blake3::Hasher::new() };
    for line in &written.survey {
        hashes.row(line);
    }
    hashes.end();
    let stored = stored_lists(written);
    for line in &written.choices {
        // The titles of pages, and tables that rules look up, are in no document.
        match stored.contains(line.get("list_name")) {
            true => hashes.holding(line),
            false => put(&mut hashes.rules, line, |_| true),
        }
    }
    hashes.end();
    for sheet in [&written.settings, &written.checks] {
        for line in sheet {
            put(&mut hashes.rules, line, |_| true);
        }
        hashes.rules.update(b"\x00");
    }
    // Forms without them keep the hash they had.
    for line in &written.data {
        let name = line.get("file");
        let read = |list: &str| list == name || list.strip_suffix(".csv") == Some(name);
        if stored.iter().any(|list| read(list)) {
            field(&mut hashes.structure, line.get("codes"));
        }
    }
    for line in written.parameters.iter().chain(&written.data) {
        put(&mut hashes.rules, line, |_| true);
    }
    (*hashes.structure.finalize().as_bytes(), *hashes.rules.finalize().as_bytes())
}

/// Lists whose codes documents hold.
fn stored_lists(written: &Written) -> HashSet<&str> {
    let lists = written
        .survey
        .iter()
        .flat_map(|line| line.list().into_iter().chain([line.get("bind::cacah:special")]));
    lists.chain(["missing"]).collect()
}

struct Hashes {
    structure: blake3::Hasher,
    rules: blake3::Hasher,
}

impl Hashes {
    fn row(&mut self, line: &Line) {
        match line.role() {
            // They hold nothing: what they show and when is a rule.
            Role::BeginGroup | Role::EndGroup | Role::Note => put(&mut self.rules, line, |_| true),
            Role::EndRepeat => {
                field(&mut self.structure, "end_repeat");
                self.structure.update(b"\n");
            }
            Role::BeginRepeat | Role::Question => self.holding(line),
        }
    }

    /// A row whose key and kind documents depend on.
    fn holding(&mut self, line: &Line) {
        for (header, cell) in line.0.iter().filter(|(header, _)| in_structure(header)) {
            field(&mut self.structure, header);
            // A calculation is a rule, its presence is not.
            field(&mut self.structure, if header == "calculation" { "yes" } else { cell });
        }
        self.structure.update(b"\n");
        let key = |header: &str| matches!(header, "name" | "list_name" | "calculation");
        put(&mut self.rules, line, |header| key(header) || !in_structure(header));
    }

    fn end(&mut self) {
        self.structure.update(b"\x00");
        self.rules.update(b"\x00");
    }
}

fn in_structure(header: &str) -> bool {
    STRUCTURE.contains(&header)
}

fn put(hasher: &mut blake3::Hasher, line: &Line, wanted: impl Fn(&str) -> bool) {
    for (header, cell) in line.0.iter().filter(|(header, _)| wanted(header)) {
        field(hasher, header);
        field(hasher, cell);
    }
    hasher.update(b"\n");
}

/// Length first, so that no two different rows write the same bytes.
fn field(hasher: &mut blake3::Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}
