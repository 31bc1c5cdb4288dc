//! A new version of the questionnaire: tried, handed out, taken back.

use std::collections::BTreeMap;
use std::process::Command;

use cacah_central::storage::Storage as _;
use cacah_central::{CentralError, FormFiles};
use cacah_family::entry::{Change, FormVersion};
use cacah_family::id::DocumentId;
use cacah_family::path::Path;
use cacah_family::status::Status;
use cacah_form::Effect;
use cacah_wire::down::DownItem;
use cacah_wire::error::Code;
use cacah_wire::receipt::Verdict;

use crate::down::Listener;
use crate::laptop::Laptop;
use crate::office::{A, ADMIN, Office, family, form_files, round, toy, version};
use crate::program::{data, done};

/// The toy form with a new question and another version.
pub fn with_tea() -> FormFiles {
    let mut files = toy();
    let survey = files.get_mut("survey.csv").unwrap();
    let coffee = survey.lines().find(|line| line.contains(",minum_kopi,")).unwrap();
    let tea = coffee.replace(",minum_kopi,", ",minum_teh,");
    *survey = survey.replace(coffee, &format!("{coffee}\n{tea}"));
    named(files, "b")
}

/// The toy form with a stricter rule for the cups.
fn stricter() -> FormFiles {
    let mut files = toy();
    let survey = files.get_mut("survey.csv").unwrap();
    *survey = survey.replace(". <= 20", ". <= 1");
    assert_ne!(*survey, toy()["survey.csv"]);
    named(files, "c")
}

fn named(mut files: FormFiles, version: &str) -> FormFiles {
    let settings = files.get_mut("settings.csv").unwrap();
    let mut rows: Vec<Vec<String>> =
        settings.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    let at = rows[0].iter().position(|header| header == "version").unwrap();
    version.clone_into(&mut rows[1][at]);
    *settings = rows.iter().map(|row| row.join(",") + "\n").collect();
    files
}

fn told_forms(items: &[DownItem]) -> Vec<FormVersion> {
    let version = |item: &DownItem| match item {
        DownItem::Form { version, .. } => version.clone(),
        _ => None,
    };
    items.iter().filter_map(version).collect()
}

/// A visit that is not finished; its document.
fn half(laptop: &mut Laptop, office: &Office, number: u16) -> DocumentId {
    let mut visit = laptop.visit(family(number), "2");
    visit.pop();
    assert_eq!(laptop.send(office, &[laptop.segment(&visit)]), [Verdict::Stored]);
    visit[0].document.unwrap()
}

fn judged(office: &Office, laptop: &Laptop, number: u16) -> (Status, FormVersion) {
    let storage = office.central.storage();
    let document = storage.documents(&laptop.place.home, family(number)).unwrap().remove(0);
    assert_eq!(storage.totals().unwrap(), storage.recount().unwrap());
    assert_eq!(office.central.verify_receipts().unwrap().problems, 0);
    (document.status, document.form)
}

#[test]
fn a_dry_run_counts_what_happens_to_documents_and_writes_nothing() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let open = half(&mut laptop, &office, 1);
    let visit = laptop.visit(family(2), "2");
    laptop.send(&office, &[laptop.segment(&visit)]);
    let before = office.rows();
    let preview = office.central.preview_form(ADMIN, round(), &with_tea()).unwrap();
    assert_eq!(office.rows(), before);
    assert!(preview.diff.structure);
    let needs = BTreeMap::from([(Effect::NeedsAnswer, 1)]);
    assert_eq!((preview.open.all, preview.open.unchanged, &preview.open.effects), (1, 0, &needs));
    assert_eq!((preview.finished.all, &preview.finished.effects), (1, &needs));
    assert_eq!((preview.documents[0].family, preview.documents[0].document), (family(1), open));
    let same = office.central.preview_form(ADMIN, round(), &toy()).unwrap();
    assert!(same.diff.is_same() && same.documents.is_empty());
    let strict = office.central.preview_form(ADMIN, round(), &stricter()).unwrap();
    assert!(!strict.diff.structure && strict.diff.rules);
    assert_eq!(strict.open.effects, BTreeMap::from([(Effect::NoLongerFits, 1)]));
}

#[test]
fn what_is_no_new_version_of_the_rounds_form_is_refused_and_nothing_written() {
    let office = Office::new();
    let before = office.rows();
    let mut broken = toy();
    broken.get_mut("survey.csv").unwrap().push_str("integer,,Tanpa nama\n");
    let refused =
        |files: &FormFiles| office.central.publish_form(ADMIN, round(), files).unwrap_err();
    assert!(matches!(refused(&broken), CentralError::Form(_)));
    let mut silent = with_tea();
    silent.insert("settings.csv".into(), toy()["settings.csv"].clone());
    assert!(matches!(refused(&silent), CentralError::SameVersion(_)));
    assert!(matches!(refused(&form_files("regsosek22-k")), CentralError::OtherForm(_)));
    assert_eq!(office.rows(), before);
}

#[test]
fn a_version_is_told_and_taken_back_by_handing_out_the_former_one() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, A, 1);
    let mut listener = Listener::new();
    assert_eq!(told_forms(&listener.all(&office, &laptop)), [version(&toy())]);
    assert_eq!(office.central.publish_form(ADMIN, round(), &with_tea()).unwrap(), 2);
    assert_eq!(told_forms(&listener.all(&office, &laptop)), [version(&with_tea())]);
    assert_eq!(
        office.central.publish_form(ADMIN, round(), &with_tea()).unwrap(),
        2,
        "again is nothing"
    );
    assert!(listener.all(&office, &laptop).is_empty());
    let former = office.central.former_form(round(), 1).unwrap();
    assert_eq!(former, toy());
    assert_eq!(office.central.publish_form(ADMIN, round(), &former).unwrap(), 1);
    assert_eq!(told_forms(&listener.all(&office, &laptop)), [version(&toy())]);
    let whole = told_forms(&Listener::new().all(&office, &laptop));
    assert_eq!(whole, [version(&with_tea()), version(&toy())], "the last one is in force");
    let editions = office.central.editions(round()).unwrap();
    let in_force: Vec<_> = editions.iter().map(|edition| edition.in_force).collect();
    assert_eq!((editions.len(), in_force), (2, vec![true, false]));
    assert_eq!(editions[0].handed_out.len(), 2);
    assert!(office.central.former_form(round(), 3).is_err());
}

#[test]
fn documents_of_every_version_are_taken_for_ever_and_an_unknown_one_waits_for_its_publication() {
    let office = Office::new();
    let mut late = Laptop::enrolled(&office, A, 1);
    let mut early = Laptop::enrolled(&office, A, 2);
    early.form = version(&with_tea());
    let visit = early.visit(family(1), "2");
    let line = early.segment(&visit);
    assert_eq!(early.send(&office, &[line]), [Verdict::Held(Code::UnknownForm)]);
    office.central.publish_form(ADMIN, round(), &with_tea()).unwrap();
    assert!(office.central.storage().held().unwrap().is_empty());
    assert_eq!(judged(&office, &early, 1), (Status::Error, version(&with_tea())));
    let office = office.restart();
    let visit = late.visit(family(2), "2");
    assert_eq!(late.send(&office, &[late.segment(&visit)]), [Verdict::Stored]);
    assert_eq!(judged(&office, &late, 2), (Status::Clean, version(&toy())));
}

#[test]
fn a_document_is_judged_under_the_version_it_was_opened_under_last() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let document = half(&mut laptop, &office, 1);
    office.central.publish_form(ADMIN, round(), &with_tea()).unwrap();
    assert_eq!(judged(&office, &laptop, 1), (Status::Clean, version(&toy())));
    let mut form_heads = Vec::new();
    let mut open_under = |laptop: &mut Laptop, form: FormVersion| {
        laptop.form = form.clone();
        let path = Path::question(Path::FORM);
        let mut opened = laptop.entry(family(1), Some(document), path, Change::Form(form));
        opened.over = std::mem::replace(&mut form_heads, vec![opened.dot]);
        let line = laptop.segment(&[opened]);
        assert_eq!(laptop.send(&office, &[line]), [Verdict::Stored]);
    };
    open_under(&mut laptop, version(&with_tea()));
    assert_eq!(judged(&office, &laptop, 1), (Status::Error, version(&with_tea())));
    // Taken back: the former version again, and what it has no place for stays in the journal.
    open_under(&mut laptop, version(&toy()));
    assert_eq!(judged(&office, &laptop, 1), (Status::Clean, version(&toy())));
    let mut unknown = version(&toy());
    unknown.structure = "f".repeat(64);
    let opened = Change::Form(unknown);
    let entry = laptop.entry(family(1), Some(document), Path::question(Path::FORM), opened);
    let line = laptop.segment(&[entry]);
    assert_eq!(laptop.send(&office, &[line]), [Verdict::Held(Code::UnknownForm)]);
}

#[test]
fn other_rules_find_anew_in_what_is_there() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let visit = laptop.visit(family(1), "2");
    laptop.send(&office, &[laptop.segment(&visit)]);
    assert_eq!(judged(&office, &laptop, 1), (Status::Clean, version(&toy())));
    office.central.publish_form(ADMIN, round(), &stricter()).unwrap();
    assert_eq!(judged(&office, &laptop, 1), (Status::Error, version(&stricter())));
    office.central.publish_form(ADMIN, round(), &toy()).unwrap();
    assert_eq!(judged(&office, &laptop, 1), (Status::Clean, version(&toy())));
}

#[test]
fn the_program_tries_hands_out_lists_and_restores() {
    let folder = data();
    let new = folder.path().join("b");
    std::fs::create_dir(&new).unwrap();
    for (name, text) in with_tea() {
        std::fs::write(new.join(name), text).unwrap();
    }
    let form = |args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_cacah-central"));
        program.arg("form").args(args).arg("--data").arg(folder.path());
        if args[0] != "list" {
            program.args(["--by", ADMIN]);
        }
        program.output().unwrap()
    };
    let path = new.to_str().unwrap();
    let tried = done(&form(&["publish", path, "--dry-run"]));
    assert!(tried.contains("`minum_teh` added"), "{tried}");
    assert!(!done(&form(&["list"])).contains("2 "), "nothing was handed out");
    let published = done(&form(&["publish", path]));
    assert!(published.contains("versi nomor 2 berlaku"), "{published}");
    let restored = done(&form(&["restore", "1"]));
    assert!(restored.contains("versi nomor 1 berlaku"), "{restored}");
    let list = done(&form(&["list"]));
    let in_force: Vec<&str> = list.lines().filter(|line| line.contains("in force")).collect();
    assert_eq!(in_force.len(), 1);
    assert!(in_force[0].trim_start().starts_with('1'), "{list}");
    let mut other = with_tea();
    other.insert("settings.csv".into(), toy()["settings.csv"].clone());
    std::fs::write(new.join("settings.csv"), &other["settings.csv"]).unwrap();
    assert!(!form(&["publish", path]).status.success());
}
