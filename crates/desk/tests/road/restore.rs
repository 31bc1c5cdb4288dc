use std::fs;
use std::os::unix::fs::FileExt as _;

use serde_json::{Value, json};

use crate::field::{Laptop, OFFICER, Office, PASSWORD, shown};

/// Turns the rolling copy on, into the stick.
fn with_safety(laptop: &Laptop) -> String {
    let folder = laptop.stick();
    let to = json!({ "copies": true, "clock": true, "safety": folder });
    let _: Value = laptop.call("set_road_settings", to);
    folder
}

fn copies(laptop: &Laptop, folder: &str) -> Vec<Value> {
    let found: Value = laptop.call("copies", json!({ "folder": folder }));
    found["copies"].as_array().unwrap().clone()
}

#[test]
fn settings_that_cannot_be_are_refused_and_change_nothing() {
    let laptop = Laptop::enrolled(&Office::new(), 2);
    let gone = shown(&laptop.data.path().join("gone"));
    let refused = |to| laptop.refused("set_road_settings", to);
    assert_eq!(refused(json!({ "copies": false, "clock": false, "safety": gone })), "STICK_LOST");
    let plain = json!({ "copies": false, "clock": false, "hub": "http://10.0.0.7" });
    assert_eq!(refused(plain), "BAD_REQUEST");
    let kept: Value = laptop.call("road_settings", json!({}));
    assert_eq!(kept, json!({ "copies": true, "clock": true }));
    let to = json!({ "copies": false, "clock": false, "hub": "https://10.0.0.7:8443" });
    let set: Value = laptop.call("set_road_settings", to.clone());
    assert_eq!(set, to);
}

#[test]
fn copies_are_made_when_something_changed_and_at_lock_and_a_pulled_stick_is_told() {
    let laptop = Laptop::enrolled(&Office::new(), 2);
    assert_eq!(laptop.truth()["safety"], Value::Null, "none is asked for");
    assert_eq!(laptop.refused("copy_now", json!({})), "NOT_FOUND");
    let folder = with_safety(&laptop);
    laptop.desk.tick_copy();
    assert_eq!(copies(&laptop, &folder).len(), 1);
    laptop.works(600_000);
    laptop.desk.tick_copy();
    assert_eq!(copies(&laptop, &folder).len(), 1, "nothing changed");
    laptop.visits(1);
    laptop.desk.tick_copy();
    assert_eq!(copies(&laptop, &folder).len(), 2);
    laptop.visits(1);
    laptop.desk.tick_copy();
    assert_eq!(copies(&laptop, &folder).len(), 2, "not every minute");
    laptop.lock();
    assert_eq!(copies(&laptop, &folder).len(), 3);

    laptop.unlock().unwrap();
    laptop.visits(2);
    let pulled = format!("{folder}.pulled");
    fs::rename(&folder, &pulled).unwrap();
    laptop.works(600_000);
    laptop.desk.tick_copy();
    let safety = laptop.truth()["safety"].clone();
    assert_eq!(safety["failure"], "STICK_LOST");
    assert!(safety["failing"].is_string() && safety["copied"].is_string(), "{safety}");
    assert_eq!(laptop.refused("copy_now", json!({})), "STICK_LOST");
    fs::rename(&pulled, &folder).unwrap();
    laptop.host.pass(60_000);
    laptop.desk.tick_copy();
    assert_eq!(laptop.truth()["safety"]["failing"], Value::Null);
    assert_eq!(copies(&laptop, &folder).len(), 3, "the oldest went");
}

#[test]
fn a_copy_is_looked_into_and_made_the_vault_again() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, 2);
    laptop.visits(1);
    laptop.sends_by_stick(&office);
    laptop.visits(2);
    let folder = with_safety(&laptop);
    let made: Value = laptop.call("copy_now", json!({}));
    assert!(made["copied"].is_string());
    laptop.visits(3);
    laptop.lock();

    let copy = copies(&laptop, &folder).pop().unwrap();
    assert_eq!(copy["officer"], OFFICER);
    let args = |password: &str| json!({ "path": copy["path"], "password": password });
    for command in ["preview_copy", "restore_copy"] {
        assert_eq!(laptop.refused(command, args("bukan ini")), "WRONG_PASSWORD");
    }
    let no_copy = json!({ "path": folder, "password": PASSWORD });
    assert_eq!(laptop.refused("preview_copy", no_copy), "BAD_COPY");
    let seen: Value = laptop.call("preview_copy", args(PASSWORD));
    assert_eq!((&seen["families"], &seen["beyond"]), (&json!(3), &json!(1)));
    assert_eq!((&seen["receipt"], &seen["replaces"]), (&json!(1), &json!(true)));

    let restored: Value = laptop.call("restore_copy", args(PASSWORD));
    assert!(restored["aside"].as_str().unwrap().contains("set-aside"));
    assert_eq!(restored["state"]["session"]["officer"], OFFICER);
    // It writes on, under a new incarnation, and what it had not sent is sent.
    laptop.visits(3);
    laptop.sends_by_stick(&office);
    for number in 1..=3 {
        assert_eq!(laptop.whereabouts(number)["road"]["state"], "settled", "{number}");
    }
    let proof: Value = laptop.call("verify_receipts", json!({}));
    assert_eq!(proof["problems"], json!([]));

    let elsewhere = Laptop::bare(9);
    let seen: Value = elsewhere.call("preview_copy", args(PASSWORD));
    assert_eq!(seen["replaces"], false);
    let restored: Value = elsewhere.call("restore_copy", args(PASSWORD));
    assert_eq!(restored["aside"], Value::Null);
}

#[test]
fn a_copy_that_was_changed_replaces_nothing() {
    let laptop = Laptop::enrolled(&Office::new(), 2);
    laptop.visits(1);
    let folder = with_safety(&laptop);
    let _: Value = laptop.call("copy_now", json!({}));
    let copy = copies(&laptop, &folder).pop().unwrap();
    let path = format!("{}/vault.db", copy["path"].as_str().unwrap());
    let file = fs::File::options().write(true).open(path).unwrap();
    file.write_all_at(&[0xAB; 64], 4096 * 3 + 100).unwrap();
    let args = json!({ "path": copy["path"], "password": PASSWORD });
    assert_eq!(laptop.refused("preview_copy", args.clone()), "BAD_COPY");
    assert_eq!(laptop.refused("restore_copy", args), "BAD_COPY");
    assert_eq!(laptop.whereabouts(1)["entries"], 1, "nobody was put out");
}

#[test]
fn a_damaged_vault_is_salvaged_and_says_what_it_saved() {
    let laptop = Laptop::enrolled(&Office::new(), 2);
    laptop.visits(1);
    laptop.visits(2);
    laptop.lock();
    let vault = laptop.data.path().join("data/vaults/ppl-0123/vault.db");
    let file = fs::File::options().write(true).open(&vault).unwrap();
    file.write_all_at(&[0xAB; 4096], 0).unwrap();
    assert_eq!(laptop.unlock().unwrap_err().code.to_string(), "VAULT_DAMAGED");
    let args = |password: &str| json!({ "officer": OFFICER, "password": password });
    assert_eq!(laptop.refused("salvage", args("bukan ini")), "WRONG_PASSWORD");
    let saved: Value = laptop.call("salvage", args(PASSWORD));
    assert_eq!((&saved["families"], &saved["lost"]), (&json!(3), &json!(0)), "{saved}");
    assert!(saved["aside"].as_str().unwrap().contains("damaged"));
    laptop.visits(3);
    assert_eq!(laptop.whereabouts(1)["entries"], 1);
    let nobody = json!({ "officer": "PPL 9", "password": PASSWORD });
    assert_eq!(laptop.refused("salvage", nobody), "UNKNOWN_OFFICER");
}

#[test]
fn a_vault_is_looked_into_and_carried_out_without_writing_to_it() {
    let laptop = Laptop::enrolled(&Office::new(), 2);
    laptop.visits(1);
    laptop.lock();
    let args = |password: &str| json!({ "officer": OFFICER, "password": password });
    assert_eq!(laptop.refused("read_newer", args("bukan ini")), "WRONG_PASSWORD");
    let seen: Value = laptop.call("read_newer", args(PASSWORD));
    assert_eq!(seen["families"].as_array().unwrap().len(), 3);
    assert_eq!(seen["families"][0]["entries"], 1);
    let folder = laptop.stick();
    let export =
        |folder: &str| json!({ "officer": OFFICER, "password": PASSWORD, "folder": folder });
    let _: Value = laptop.call("export_newer", export(&folder));
    assert_eq!(copies(&laptop, &folder).len(), 1);
    assert_eq!(laptop.refused("export_newer", export("/gone")), "STICK_LOST");
    laptop.unlock().unwrap();
}
