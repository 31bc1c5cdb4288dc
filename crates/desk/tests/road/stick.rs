use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::field::{HERE, Laptop, OFFICER, Office, PASSWORD, family, shown};

#[test]
fn a_spare_laptop_is_enrolled_from_its_file_with_the_code_and_nothing_else() {
    let office = Office::new();
    let laptop = Laptop::bare(2);
    let (path, code) = office.spare(laptop.data.path(), "https://127.0.0.1:9");
    let path = shown(&path);
    let args = |path: &str, code: &str, password: &str| json!({ "path": path, "code": code, "password": password });
    let refused = |args| laptop.refused("enrol_from_stick", args);
    assert_eq!(refused(args(&path, "0000-0000-0000-0000", PASSWORD)), "WRONG_PASSWORD");
    assert_eq!(refused(args(&path, &code, "pendek")), "WEAK_PASSWORD");
    assert_eq!(refused(args("cadangan.cacah", &code, PASSWORD)), "BAD_REQUEST");
    assert_eq!(refused(args(&format!("{path}x"), &code, PASSWORD)), "STICK_LOST");
    let state: Value = laptop.call("state", json!({}));
    assert_eq!(state["officers"], json!([]), "nothing was left behind");
    let typed = args(&format!("\"{path}\""), &code.to_lowercase().replace('-', " "), PASSWORD);
    let state: Value = laptop.call("enrol_from_stick", typed);
    assert_eq!(state["session"]["areas"][0]["idsubsls"], HERE);
    assert_eq!(state["officers"], json!([OFFICER]));
    let page: Value = laptop.call("families", json!({ "limit": 10 }));
    assert_eq!(page["total"], 3);
}

#[test]
fn what_waits_goes_by_stick_and_its_answer_says_where_each_family_is() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, 2);
    laptop.visits(1);
    assert_eq!(laptop.whereabouts(1)["segments"], json!([]));
    assert_eq!(laptop.whereabouts(1)["entries"], 1);
    let folder = laptop.stick();
    let file: Value = laptop.call("write_stick", json!({ "folder": folder }));
    assert_eq!((&file["families"], &file["number"]), (&json!(1), &json!(1)));
    assert_eq!(file["receiver"], "https://127.0.0.1:9");
    let path = file["path"].as_str().unwrap();
    assert_eq!(file["bytes"], fs::metadata(path).unwrap().len());
    assert_eq!(laptop.whereabouts(1)["segments"][0]["fate"], "waiting", "it settles nothing");
    let listed: Value = laptop.call("answers", json!({ "folder": folder }));
    assert_eq!(listed["files"], json!([]), "its own file is no answer");

    let answer = office.answers(path);
    let listed: Value = laptop.call("answers", json!({ "folder": folder }));
    assert_eq!(listed["files"][0]["path"], answer);
    let read: Value = laptop.call("read_answer", json!({ "path": answer }));
    assert_eq!((&read["receipts"], &read["waiting"]), (&json!(1), &json!(0)));
    let where_ = laptop.whereabouts(1);
    assert_eq!(where_["road"], json!({ "state": "settled", "receipt": 1 }));
    let segment = &where_["segments"][0];
    assert_eq!((&segment["fate"], &segment["receipt"]["number"]), (&json!("stored"), &json!(1)));
    assert_eq!(segment["receipt"]["safe"], false, "no backup was proven");
    assert_eq!((&where_["entries"], &segment["entries"]), (&json!(0), &json!(1)));
    let settings: Value = laptop.call("road_settings", json!({}));
    assert_eq!(settings["stick"], folder, "the folder is remembered");
}

#[test]
fn a_wrong_folder_a_pulled_stick_and_anothers_answer_change_nothing() {
    let office = Office::new();
    let (laptop, other) = (Laptop::enrolled(&office, 2), Laptop::enrolled(&office, 3));
    laptop.visits(1);
    let gone = laptop.data.path().join("gone");
    for (folder, code) in [(shown(&gone), "STICK_LOST"), ("stick".into(), "BAD_REQUEST")] {
        for command in ["write_stick", "answers", "copies"] {
            assert_eq!(laptop.refused(command, json!({ "folder": folder })), code, "{command}");
        }
    }
    assert!(!Path::new(&gone).exists(), "no folder is made where the stick was");
    let file: Value = laptop.call("write_stick", json!({ "folder": laptop.stick() }));
    let answer = office.answers(file["path"].as_str().unwrap());
    assert_eq!(other.refused("read_answer", json!({ "path": answer })), "NOT_FOR_US");
    let own = json!({ "path": file["path"] });
    assert_eq!(laptop.refused("read_answer", own), "NOT_FOR_US");
    let torn = laptop.data.path().join("jawaban-torn.cacah");
    let bytes = fs::read(&answer).unwrap();
    fs::write(&torn, &bytes[..bytes.len() - 5]).unwrap();
    assert_eq!(laptop.refused("read_answer", json!({ "path": shown(&torn) })), "BAD_STICK");
    assert_eq!(laptop.whereabouts(1)["segments"][0]["fate"], "waiting");
    laptop.lock();
    assert_eq!(laptop.refused("write_stick", json!({ "folder": laptop.stick() })), "LOCKED");
}

#[test]
fn where_a_family_is_asks_for_a_family_of_this_laptop() {
    let laptop = Laptop::enrolled(&Office::new(), 2);
    for unknown in ["", "x", &family(99)] {
        assert_eq!(laptop.refused("whereabouts", json!({ "family": unknown })), "NOT_FOUND");
    }
}
