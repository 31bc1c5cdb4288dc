//! A rule of the book is written in its form and nowhere in code: only the lists of checks across
//! families and over the sets of one paper, which no form can hold, name ids, and the engine the four
//! it raises itself.

use std::fs;
use std::path::{Path, PathBuf};

/// The named lists: across families, and over the sets of one paper.
const LISTS: [&str; 2] = ["crates/family/src/across/rules.rs", "crates/keying/src/sheets.rs"];
/// Raised by the engine: required, hidden, out of codes, no sum.
const ENGINE: [&str; 4] = ["K001", "K002", "K003", "K004"];

#[test]
fn rule_ids_stand_in_no_code_but_the_list_of_checks_across_families() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let crates = fs::read_dir(root.join("crates")).unwrap();
    // testkit is what tests are made of: it names the rules it compares.
    let crates = crates.map(|folder| folder.unwrap().path());
    let crates = crates.filter(|folder| !folder.ends_with("testkit"));
    let mut folders: Vec<PathBuf> = crates.map(|folder| folder.join("src")).collect();
    folders.extend(["ui/src", "src-tauri/src"].map(|folder| root.join(folder)));
    let mut files = Vec::new();
    folders.iter().for_each(|folder| sources(folder, &mut files));
    assert!(files.len() > 200, "the sources are found: {}", files.len());
    let (mut strays, mut listed) = (Vec::new(), 0);
    for file in files {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&file).unwrap();
        for (line, id) in ids(&text) {
            let engine = name.starts_with("crates/form/src/") && ENGINE.contains(&id.as_str());
            if LISTS.contains(&name.as_str()) {
                listed += 1;
            } else if !engine {
                strays.push(format!("{name}:{line}: {id}"));
            }
        }
    }
    assert_eq!(listed, 10, "the lists themselves");
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn an_id_in_code_is_seen_and_one_in_a_comment_or_a_test_is_not() {
    let text = "let a = \"K011\";\n// K012\n/// K013 of\n * K014\nlet b = AK015;\n#[cfg(test)]\nmod tests {\n\"V003\"";
    assert_eq!(ids(text), [(1, "K011".to_owned())]);
}

/// Rust, TypeScript and Svelte that is neither a test nor generated.
fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["tests", "test", "generated"].contains(&name.as_str()) {
                sources(&path, files);
            }
        } else if [".rs", ".ts", ".svelte"].iter().any(|end| name.ends_with(end))
            && name != "tests.rs"
            && !name.ends_with(".test.ts")
        {
            files.push(path);
        }
    }
}

/// Ids with the number of their line, up to the tests at the end of a file, comments left out.
fn ids(text: &str) -> Vec<(usize, String)> {
    let before = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut found = Vec::new();
    for (at, line) in before.lines().enumerate() {
        let comment = ["//", "*", "/*", "<!--"].iter().any(|mark| line.trim().starts_with(mark));
        if comment {
            continue;
        }
        let words = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        found.extend(words.filter(|word| is_id(word)).map(|word| (at + 1, word.to_owned())));
    }
    found
}

fn is_id(word: &str) -> bool {
    let Some(digits) = word.strip_prefix(['K', 'V']) else { return false };
    digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
}
