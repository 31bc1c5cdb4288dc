//! Every command before a keyer whose vault somebody shares who visits.

use cacah_wire::command::{COMMANDS, FamilyPage, LineView, QueueView};
use cacah_wire::people::OfficerRole;

use super::team::laptop_of;
use super::*;
use crate::sight::{Tells, tells};

/// What the visit of family 0 says, and nothing else does.
const SECRETS: [&str; 5] =
    ["PENGUNJUNG", "8271990101900000", "2022-10-20T16:00", "TETANGGANYA", "0812"];

/// Commands of the laptop itself, that end this session or need another.
const OF_THE_LAPTOP: [&str; 19] = [
    "enrol",
    "unlock",
    "lock",
    "cover",
    "lift",
    "set_pin",
    "change_password",
    "recover",
    "add_officer",
    "remove_officer",
    "enrol_from_stick",
    "restore_copy",
    "salvage",
    "read_newer",
    "export_newer",
    "begin_tour",
    "end_tour",
    "send",
    "set_protection",
];

/// Arguments that fit most commands: what one does not ask for it does not read.
fn any_args(folder: &str, document: &str) -> Value {
    let names = json!({
        "family": family_id(0).to_string(), "to": family_id(1).to_string(), "document": document,
        "idsubsls": area().idsubsls.to_string(), "code": area().idsubsls.to_string(),
        "folder": folder, "file": folder, "officer": OFFICER, "password": PASSWORD,
        "path": "r301a", "repeat": "anggota", "instance": "x", "member": "x", "entry": "x",
    });
    let words = json!({
        "raw": "1", "text": "x", "note": "x", "reason": "x", "search": "", "outcome": "not_home",
        "head": "X", "address": "", "finding": "K001", "presence": "found", "name": "x",
        "port": "x", "choice": "a", "kind": "x", "format": "csv", "area": "", "by": "day",
    });
    let counts = json!({
        "offset": 0, "limit": 100, "building": 1, "number": 1, "family_number": 1,
        "offset_minutes": 540, "handed": true, "approved": true, "copies": false, "clock": false,
        "dry": true, "done": true, "comments": [], "codes": [], "fields": [],
    });
    together([names, words, counts])
}

fn together(all: impl IntoIterator<Item = Value>) -> Value {
    let all = all.into_iter().flat_map(|value| value.as_object().unwrap().clone());
    Value::Object(all.collect())
}

/// The laptop of a keyer, on which a supervisor has met family 0 and found much.
fn shared() -> Laptop {
    let laptop = laptop_of(OfficerRole::Supervisor);
    let document = laptop.open(0).document;
    laptop.set(&document, "r108", "PENGUNJUNG");
    let member = laptop.member(&document, "ANAK PENGUNJUNG");
    laptop.set(&document, &format!("{member}/r404"), "8271990101900000");
    let visit = json!({ "family": family_id(0).to_string(), "outcome": "later",
        "note": "TETANGGANYA 0812", "appointment": "2022-10-20T16:00" });
    let _: Value = laptop.call("record_visit", visit);
    laptop.desk.with(|session| Ok(session.store.take_role("\"keyer\"")?)).unwrap();
    laptop
}

#[test]
fn no_command_tells_a_keyer_of_a_visit() {
    let laptop = shared();
    let folder = tempfile::tempdir().unwrap();
    let settings: Value = laptop.call("keying_settings", json!({}));
    for (name, ..) in COMMANDS.iter().filter(|(name, ..)| !OF_THE_LAPTOP.contains(name)) {
        // Closed or removed by the one before it is opened again.
        let view = laptop.paper();
        let args = any_args(folder.path().to_str().unwrap(), &view.document);
        let args = together([args, args_of(name), settings.clone()]);
        let command: Command = serde_json::from_value(json!({ "command": name, "args": args }))
            .unwrap_or_else(|error| panic!("{name} wants other arguments: {error}"));
        let visits = tells(&command) == Tells::Visits;
        let reply = laptop.desk.call(command).map(|reply| serde_json::to_string(&reply).unwrap());
        if visits {
            assert_eq!(reply.unwrap_err().code.as_str(), "NOT_ALLOWED", "{name}");
        } else if let Ok(reply) = reply {
            for secret in SECRETS {
                assert!(!reply.contains(secret), "{name} tells {secret}");
            }
        }
    }
}

impl Laptop {
    fn paper(&self) -> DocumentView {
        let family = family_id(0).to_string();
        self.call("open_document", json!({ "family": family, "source": "paper" }))
    }
}

/// What one command wants otherwise than most.
fn args_of(name: &str) -> Value {
    match name {
        "open_document" => json!({ "source": "paper" }),
        "set_preferences" => json!({ "interface": "id", "interview": "id", "theme": "light" }),
        "move_to_sls" => json!({ "families": [family_id(0).to_string()] }),
        "write_recap" => json!({ "recap": {
            "verified": 1, "very_poor": 1, "poor": 0, "not_poor": 0, "nonresponse": 0,
        } }),
        "change_sls" => json!({ "kind": "none", "into": [], "settle": false }),
        "print_sls" => json!({ "paper": "work" }),
        "give_notice" => json!({ "way": "read" }),
        "revert" => json!({ "back": "undo" }),
        "draw_sample" => json!({ "families": 1 }),
        "write_custody" => json!({ "act": { "shelve": { "place": "R1" } } }),
        "export_bundles" => json!({ "what": "bundles" }),
        "print_bundles" => json!({ "paper": "balance", "bundles": [] }),
        "take_stock" => json!({ "place": "R1", "boxes": [] }),
        "attend" => json!({ "act": "begin" }),
        "adjudicate" => json!({ "seen": "" }),
        _ => json!({}),
    }
}

#[test]
fn a_keyer_finds_lines_by_what_the_listing_says_of_them() {
    let laptop = shared();
    let found = |search: &str| {
        let args = json!({ "search": search, "offset": 0, "limit": 100 });
        laptop.call::<FamilyPage>("families", args)
    };
    for secret in ["pengunjung", "anak", "8271990101900000"] {
        assert_eq!(found(secret).total, 0, "{secret}");
    }
    assert_eq!((found("").total, found("siti percobaan").total, found("3").total), (3, 1, 1));
    let row = &found("lakoro").rows[0];
    assert_eq!((row.head.as_str(), row.visits, row.percent), ("SITI LAKORO", 0, 0));
    assert!(row.members.is_none() && row.field == Default::default());
    for way in [json!({ "status": "error" }), json!({ "gap": "not_home" })] {
        let all = json!({ "search": "", "offset": 0, "limit": 100 });
        assert_eq!(laptop.refused("families", together([all, way])), "NOT_ALLOWED");
    }
    let pick = json!({ "idsubsls": area().idsubsls.to_string(), "building": 1, "number": 1 });
    let line: LineView = laptop.call("pick_line", pick);
    let row = line.family.unwrap();
    assert_eq!((row.head.as_str(), row.field.appointment), ("SITI LAKORO", None));
    let queue: QueueView = laptop.call("queue", json!({}));
    assert_eq!(queue.rows[0].head, "SITI LAKORO");
}

#[test]
fn whoever_visits_is_told_of_visits_as_ever() {
    let laptop = shared();
    laptop.desk.with(|session| Ok(session.store.take_role("\"ppl\"")?)).unwrap();
    let page: FamilyPage =
        laptop.call("families", json!({ "search": "pengunjung", "offset": 0, "limit": 9 }));
    assert_eq!(page.rows[0].field.appointment.as_deref(), Some("2022-10-20T16:00"));
    assert_eq!(
        laptop.desk.state().unwrap().session.unwrap().open_family,
        Some(family_id(0).to_string())
    );
}
