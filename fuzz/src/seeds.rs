//! What mutation starts from: the real forms of the repository and their scripts.

use std::fs;
use std::path::{Path, PathBuf};

use cacah_family::recovery::{self, Challenge};
use cacah_family::trail::{Act, Deed, Head};

use crate::target::BETWEEN;

/// The folders of the real forms.
fn forms() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/forms");
    let mut forms: Vec<_> = fs::read_dir(folder)
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default();
    forms.retain(|path: &PathBuf| path.is_dir());
    forms.sort();
    forms
}

/// Starting points of the target of this name.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let sheet = |form: &PathBuf, name: &str| fs::read(form.join(name)).unwrap_or_default();
    let sheets = |name: &'static str| forms().iter().map(|form| sheet(form, name)).collect();
    let seeds: Vec<Vec<u8>> = match target {
        "expression" => expressions(),
        "csv" => ["survey.csv", "choices.csv", "checks.csv"]
            .into_iter()
            .flat_map(|name| -> Vec<Vec<u8>> { sheets(name) })
            .collect(),
        "xlsx" => vec![SHEET.as_bytes().to_vec(), crate::target::workbook(SHEET.as_bytes())],
        "form" => forms()
            .iter()
            .map(|form| {
                let names = ["survey.csv", "choices.csv", "checks.csv", "parameters.csv"];
                names.map(|name| sheet(form, name)).join(&BETWEEN)
            })
            .collect(),
        "code" => codes(),
        "segment" => segments(),
        _ => SCRIPTS.iter().map(|script| script.as_bytes().to_vec()).collect(),
    };
    seeds.into_iter().filter(|seed| !seed.is_empty()).collect()
}

/// A challenge of each length, an answer, a short trail.
fn codes() -> Vec<Vec<u8>> {
    let challenges = [true, false].map(|short| Challenge::new(&[5; 32], 3, short).to_text());
    let answer = recovery::spell_answer(&recovery::Answer::new([9; recovery::ANSWER]));
    let mut head = Head::START;
    let lines = [Act::Unlocked, Act::Printed, Act::Locked].map(|act| {
        let (line, _) = head.next(1, (None, None), Deed::new(act).kind("receipt")).line();
        head.follow(&line).expect("it follows");
        line
    });
    let texts = challenges.into_iter().chain([answer.to_string(), lines.join("\n")]);
    texts.map(String::into_bytes).collect()
}

/// Segments that were sent, as the fixtures pin them.
fn segments() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default();
    files.sort();
    files.iter().filter(|path| path.is_file()).filter_map(|path| fs::read(path).ok()).collect()
}

/// Every cell of the real forms that calls a function or names a question.
fn expressions() -> Vec<Vec<u8>> {
    let files = forms().into_iter().flat_map(|form| {
        ["survey.csv", "checks.csv"].map(|name| fs::read_to_string(form.join(name)))
    });
    let cells = files.flatten().flat_map(|text| {
        let cells = text.split([',', '"', '\n']).map(str::to_owned).collect::<Vec<_>>();
        cells.into_iter().filter(|cell| cell.contains("${") || cell.contains('('))
    });
    let mut seeds: Vec<_> = cells.map(String::into_bytes).collect();
    seeds.extend([b"count(${r}[c = '1']) > 1".to_vec(), b"${a} div 2 + -(3 * ${a})".to_vec()]);
    seeds.sort();
    seeds.dedup();
    seeds
}

const SHEET: &str = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
    <sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>type</t></is></c>\
    <c r=\"B1\" t=\"inlineStr\"><is><t>name</t></is></c></row><row r=\"2\">\
    <c r=\"A2\" t=\"str\"><v>text</v></c><c r=\"B2\" t=\"b\"><v>1</v></c>\
    <c r=\"C2\"><f>1+1</f><v>2.5</v></c><c r=\"D2\" t=\"e\"><v>#N/A</v></c></row>\
    </sheetData></worksheet>";

const SCRIPTS: [&str; 2] = [
    "{\"set\":\"a\",\"value\":\"1\"}\n{\"set\":\"n\",\"value\":\"7\"}\n{\"add\":\"r\"}\n\
     {\"set\":\"r[2]/t\",\"value\":\"x\"}\n{\"set\":\"r[2]/s\",\"value\":\"5\"}\n{\"finish\":true}\n",
    "{\"set\":\"r[1]/d\",\"value\":\"15-10-2022\"}\n{\"set\":\"n\",\"missing\":\"menolak\"}\n\
     {\"remove\":\"r[1]\"}\n{\"add\":\"r\"}\n{\"finish\":false}\n",
];
