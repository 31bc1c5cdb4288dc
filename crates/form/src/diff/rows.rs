//! The rows of a sheet with what tells them apart and where they stand.

use std::collections::{BTreeMap, HashMap};

use crate::compile::{Line, Role, Written};

/// A row under its name.
pub(super) struct Row<'a> {
    pub name: String,
    pub line: &'a Line,
    /// Groups and repeats around it, from outside, joined by `/`.
    pub groups: String,
    /// Repeats around it: where its answers are stored.
    pub repeats: String,
}

/// A sheet as rows by name, in order.
pub(super) struct Rows<'a> {
    pub sheet: &'static str,
    pub rows: Vec<Row<'a>>,
    at: HashMap<String, usize>,
}

impl<'a> Rows<'a> {
    fn new(sheet: &'static str, mut rows: Vec<Row<'a>>) -> Self {
        // A check may stand in several rows: the second is another one than the first.
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for row in &mut rows {
            let count = seen.entry(row.name.clone()).or_default();
            *count += 1;
            if *count > 1 {
                row.name = format!("{} ({count})", row.name);
            }
        }
        let at = rows.iter().enumerate().map(|(at, row)| (row.name.clone(), at)).collect();
        Self { sheet, rows, at }
    }

    pub fn find(&self, name: &str) -> Option<&Row<'a>> {
        self.at.get(name).map(|at| &self.rows[*at])
    }
}

/// Every sheet of a form.
pub(super) fn sheets(written: &Written) -> Vec<Rows<'_>> {
    vec![
        Rows::new("settings", plain(&written.settings, |_| "settings".to_owned())),
        Rows::new(
            "choices",
            plain(&written.choices, |line| {
                format!("{}/{}", line.get("list_name"), line.get("name"))
            }),
        ),
        Rows::new("survey", survey(&written.survey)),
        Rows::new("checks", plain(&written.checks, |line| line.get("id").to_owned())),
        Rows::new("parameters", plain(&written.parameters, |line| line.get("name").to_owned())),
        Rows::new("data", plain(&written.data, |line| line.get("file").to_owned())),
    ]
}

fn plain(lines: &[Line], name: impl Fn(&Line) -> String) -> Vec<Row<'_>> {
    let row = |line| Row { name: name(line), line, groups: String::new(), repeats: String::new() };
    lines.iter().map(row).collect()
}

fn survey(lines: &[Line]) -> Vec<Row<'_>> {
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut rows = Vec::new();
    for line in lines {
        let (name, role) = (line.get("name"), line.role());
        if matches!(role, Role::EndGroup | Role::EndRepeat) {
            open.pop();
            continue;
        }
        let joined = |all: bool| {
            let around = open.iter().filter(|(_, repeat)| all || *repeat);
            around.map(|(name, _)| *name).collect::<Vec<_>>().join("/")
        };
        rows.push(Row {
            name: name.to_owned(),
            line,
            groups: joined(true),
            repeats: joined(false),
        });
        if matches!(role, Role::BeginGroup | Role::BeginRepeat) {
            open.push((name, role == Role::BeginRepeat));
        }
    }
    rows
}
