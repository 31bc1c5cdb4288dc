//! `test`: the saved scenarios of a form. Each is a script `examples/<name>.jsonl` with what it
//! must come to in `<name>.json`: an array of findings, or an object with any of the parts that
//! `eval` prints.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cacah_form::Form;
use serde_json::Value;

use crate::eval::eval;
use crate::failure::Failure;
use crate::report::Report;
use crate::source::{self, Source};
use crate::surroundings::Surroundings;

/// Name of the script that others go on from.
const BASE: &str = "family";

/// The parts of a finding that an expectation names.
const FINDING: [&str; 3] = ["id", "severity", "path"];

/// A script with its expectation.
struct Scenario {
    name: String,
    script: String,
    expected: PathBuf,
}

/// Runs every scenario of the form at `path`. With `update` the outcomes become the expectations.
///
/// # Errors
/// [`Failure::Form`] when the form does not compile, [`Failure::Path`] when it has no scenarios,
/// [`Failure::File`] when one cannot be read or written.
pub fn test(path: &Path, around: &Surroundings, update: bool) -> Result<Report, Failure> {
    let form = Source::read(path)?.form()?;
    let scenarios = scenarios(path)?;
    let (mut text, mut failed) = (String::new(), 0);
    for scenario in &scenarios {
        let complaint = scenario.run(&form, around, update)?;
        if !complaint.is_empty() {
            failed += 1;
            let _ = write!(text, "{}\n{complaint}", scenario.name);
        }
    }
    let done = if update { "written" } else { "passed" };
    let _ = write!(text, "{} {done}, {failed} failed", scenarios.len() - failed);
    Ok(Report { text, status: u8::from(failed > 0) })
}

/// The scenarios beside a form. One named `<rule>.<what>` goes on from `family`, or from the only
/// script without a point in its name; any other stands alone.
fn scenarios(form: &Path) -> Result<Vec<Scenario>, Failure> {
    let beside = if form.is_dir() { form } else { form.parent().unwrap_or(form) };
    let folder = beside.join("examples");
    let none = || Failure::Path { path: folder.clone(), expected: "scripts <name>.jsonl" };
    let entries = fs::read_dir(&folder).map_err(|_| none())?;
    let mut scripts = Vec::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.extension().is_some_and(|kind| kind == "jsonl") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            scripts.push((name, source::read_text(&path)?));
        }
    }
    scripts.sort();
    let mut alone = scripts.iter().filter(|(name, _)| !name.contains('.'));
    let only = alone.next().filter(|_| alone.next().is_none());
    let base = scripts.iter().find(|(name, _)| name == BASE).or(only);
    let before = base.map_or(String::new(), |(_, script)| script.trim_end().to_owned() + "\n");
    let scenario = |(name, script): &(String, String)| Scenario {
        script: if name.contains('.') { before.clone() + script } else { script.clone() },
        expected: folder.join(format!("{name}.json")),
        name: name.clone(),
    };
    if scripts.is_empty() { Err(none()) } else { Ok(scripts.iter().map(scenario).collect()) }
}

impl Scenario {
    /// Runs it and says line by line what is not as expected.
    fn run(
        &self,
        form: &Arc<Form>,
        around: &Surroundings,
        update: bool,
    ) -> Result<String, Failure> {
        let outcome = match eval(form, &self.script, around) {
            Ok(outcome) => outcome,
            Err(failure) => return Ok(format!("  ! {failure}\n")),
        };
        let outcome: Value = serde_json::from_str(&outcome).unwrap_or_default();
        let expected = match source::read_text(&self.expected) {
            Ok(text) => serde_json::from_str(&text).ok(),
            Err(_) => None,
        };
        if update {
            let text = written(&like(expected.as_ref(), &outcome));
            let failure = |error| Failure::file(&self.expected, error);
            return fs::write(&self.expected, text).map_err(failure).map(|()| String::new());
        }
        let Some(expected) = expected else {
            return Ok(format!("  ! {}: expected JSON\n", self.expected.display()));
        };
        Ok(difference(&facts(&expected), &facts(&like(Some(&expected), &outcome))))
    }
}

/// The parts of an outcome that an expectation names; without one, the findings.
fn like(expected: Option<&Value>, outcome: &Value) -> Value {
    let findings = || {
        let all = outcome["findings"].as_array().map_or(&[][..], Vec::as_slice);
        let brief = |finding: &Value| {
            FINDING.iter().map(|key| ((*key).to_owned(), finding[*key].clone())).collect()
        };
        Value::Array(all.iter().map(|finding| Value::Object(brief(finding))).collect())
    };
    match expected {
        Some(Value::Object(parts)) => {
            let part = |key: &String| match key.as_str() {
                "findings" => (key.clone(), findings()),
                _ => (key.clone(), outcome[key].clone()),
            };
            Value::Object(parts.keys().map(part).collect())
        }
        _ => findings(),
    }
}

/// Every single thing that an expectation or an outcome says.
fn facts(value: &Value) -> BTreeSet<String> {
    let finding = |one: &Value| {
        let words = FINDING.map(|key| one[key].as_str().unwrap_or_default().to_owned());
        format!("finding {}", words.join(" "))
    };
    let part = |(key, value): (&String, &Value)| match value {
        Value::Array(all) => all.iter().map(finding).collect::<Vec<_>>(),
        Value::Object(all) => {
            all.iter().map(|(path, one)| format!("{key} {path} = {one}")).collect()
        }
        other => vec![format!("{key} = {other}")],
    };
    match value {
        Value::Array(all) => all.iter().map(finding).collect(),
        Value::Object(parts) => parts.iter().flat_map(part).collect(),
        other => BTreeSet::from([other.to_string()]),
    }
}

fn difference(expected: &BTreeSet<String>, found: &BTreeSet<String>) -> String {
    let lost = expected.difference(found).map(|fact| format!("  - {fact}\n"));
    let new = found.difference(expected).map(|fact| format!("  + {fact}\n"));
    lost.chain(new).collect()
}

/// An expectation as its author writes it: one finding a line.
fn written(value: &Value) -> String {
    let list = |all: &[Value], indent: &str| {
        let lines: Vec<_> = all.iter().map(|one| format!("{indent}  {}", spaced(one))).collect();
        if lines.is_empty() {
            "[]".to_owned()
        } else {
            format!("[\n{}\n{indent}]", lines.join(",\n"))
        }
    };
    match value {
        Value::Array(all) => list(all, "") + "\n",
        Value::Object(parts) => {
            let part = |(key, value): (&String, &Value)| match value {
                Value::Array(all) => format!("  \"{key}\": {}", list(all, "  ")),
                other => format!("  \"{key}\": {}", indented(other)),
            };
            let parts: Vec<_> = parts.iter().map(part).collect();
            format!("{{\n{}\n}}\n", parts.join(",\n"))
        }
        other => format!("{other}\n"),
    }
}

/// A finding on one line, its parts in the order of [`FINDING`].
fn spaced(finding: &Value) -> String {
    let parts = FINDING.map(|key| format!("\"{key}\": {}", finding[key]));
    format!("{{{}}}", parts.join(", "))
}

fn indented(value: &Value) -> String {
    let pretty = serde_json::to_string_pretty(value).unwrap_or_default();
    pretty.replace('\n', "\n  ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn finding(id: &str) -> Value {
        json!({"id": id, "severity": "error", "path": "r1", "message": "…"})
    }

    #[test]
    fn an_expectation_is_compared_in_the_parts_that_it_names() {
        let outcome = json!({"values": {"r1": "2"}, "findings": [finding("K1")]});
        for (expected, complaint) in [
            (json!([finding("K1")]), ""),
            (json!([]), "  + finding K1 error r1\n"),
            (json!({"values": {"r1": "1"}}), "  - values r1 = \"1\"\n  + values r1 = \"2\"\n"),
        ] {
            let found = like(Some(&expected), &outcome);
            assert_eq!(difference(&facts(&expected), &facts(&found)), complaint);
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for value in [
            json!([]),
            json!([{"id": "K1", "severity": "error", "path": "a"}]),
            json!({"values": {"a": "1"}, "findings": []}),
        ] {
            let read: Value = serde_json::from_str(&written(&value)).expect("JSON");
            assert_eq!(read, value);
        }
    }
}
