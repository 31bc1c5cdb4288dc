//! Figures of a keyer, shifts, and the error work-list, over a real vault.

use cacah_wire::command::{
    FiguresView, Finished, KeyingSettingsView, MyFigures, WorkPage, WorkRow, Written,
};
use cacah_wire::people::OfficerRole;

use super::team::laptop_of;
use super::*;

/// A keyer's PC with a finished document of paper: 305 has a code that there is none of.
fn keyed() -> (Laptop, String) {
    let laptop = laptop_of(OfficerRole::Keyer);
    let family = family_id(0).to_string();
    let view: DocumentView =
        laptop.call("open_document", json!({ "family": family, "source": "paper" }));
    let document = view.document;
    for (path, raw) in [("r204_kode", "012"), ("r301a", "9"), ("r107", "JALAN MELATI")] {
        laptop.host.pass(5_000);
        let set =
            json!({ "document": document, "path": path, "raw": raw, "keys": 4, "active": 2_000 });
        let _: Delta = laptop.call("set_answer", set);
    }
    let _: Finished = laptop.call("finish", json!({ "document": document }));
    (laptop, document)
}

fn become_of(laptop: &Laptop, role: OfficerRole) {
    let text = serde_json::to_string(&role).unwrap();
    laptop.desk.with(|session| Ok(session.store.take_role(&text)?)).unwrap();
}

fn listed(laptop: &Laptop, args: Value) -> WorkPage {
    laptop.call("work_list", args)
}

/// Today where the paper is keyed, by the figures of this day.
fn today(laptop: &Laptop) -> String {
    let view: FiguresView = laptop.call("work_figures", json!({ "by": "day" }));
    view.rows[0].of.clone()
}

fn of<'a>(page: &'a WorkPage, path: &str, rule: &str) -> Option<&'a WorkRow> {
    page.rows.iter().find(|row| row.path == path && row.rule == rule)
}

#[test]
fn a_keyer_sees_their_own_figures_and_a_supervisor_everybodys() {
    let (laptop, _) = keyed();
    let mine: MyFigures = laptop.call("my_figures", json!({}));
    // Two fields of codes, eight keys in four seconds; the street is text.
    assert_eq!((mine.documents, mine.per_hour, mine.errors_tenths), (1, 7_200, None));
    for by in ["officer", "day", "sls", "field", "shift"] {
        let view: FiguresView = laptop.call("work_figures", json!({ "by": by }));
        assert_eq!((view.total.keys, view.total.number_keys), (12, 8), "{by}");
        assert_eq!(view.total.documents, u32::from(by != "field"), "{by}");
    }
    let others =
        [json!({ "by": "day", "everybody": true }), json!({ "by": "day", "officer": "X 1" })];
    for args in others.clone() {
        assert_eq!(laptop.refused("work_figures", args), "NOT_ALLOWED");
    }
    become_of(&laptop, OfficerRole::Supervisor);
    let all: FiguresView = laptop.call("work_figures", others[0].clone());
    assert_eq!(all.rows[0].officer, OFFICER);
    assert_eq!(laptop.refused("work_figures", others[1].clone()), "NOT_FOUND");
    let never = json!({ "by": "day", "from": "2022-10-20", "to": "2022-10-19" });
    assert_eq!(laptop.refused("work_figures", never), "BAD_REQUEST");
}

#[test]
fn shifts_are_kept_where_the_office_keeps_them() {
    let laptop = laptop_of(OfficerRole::Supervisor);
    let begin = json!({ "act": "begin", "shift": 2 });
    assert_eq!(laptop.refused("attend", begin.clone()), "NOT_ALLOWED");
    let settings: KeyingSettingsView = laptop.call("keying_settings", json!({}));
    let settings = KeyingSettingsView { shifts: true, ..settings };
    let _: KeyingSettingsView =
        laptop.call("set_keying_settings", serde_json::to_value(settings).unwrap());
    for act in ["pause", "resume", "end"] {
        assert_eq!(laptop.refused("attend", json!({ "act": act })), "BAD_REQUEST", "{act}");
    }
    assert_eq!(laptop.refused("attend", json!({ "act": "begin" })), "BAD_REQUEST");
    become_of(&laptop, OfficerRole::Keyer);
    let there: MyFigures = laptop.call("attend", begin.clone());
    assert_eq!(there.shift, Some(2));
    assert_eq!(laptop.refused("attend", begin), "BAD_REQUEST");
    for (act, shift) in [("pause", Some(2)), ("resume", Some(2)), ("end", None)] {
        laptop.host.pass(60_000);
        let there: MyFigures = laptop.call("attend", json!({ "act": act }));
        assert_eq!(there.shift, shift, "{act}");
    }
}

#[test]
fn what_stands_wrong_is_listed_ticked_mended_or_let_stand() {
    let (laptop, document) = keyed();
    let open = listed(&laptop, json!({}));
    let row = of(&open, "r301a", "K003").unwrap();
    assert!(open.errors > 1 && !row.ticked && !row.released && row.message.id != row.rule);
    assert_eq!(open.checkers.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["012"]);
    let narrow = listed(&laptop, json!({ "rule": "K003", "checker": "012", "errors": true }));
    assert_eq!(narrow.total, narrow.rules[0].count);
    let this = json!({ "document": document, "path": "r301a", "finding": "K003" });
    let with = |more: Value| {
        let mut all = this.clone();
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let ticked: WorkRow = laptop.call("tick", with(json!({ "done": true })));
    assert!(ticked.ticked);
    assert!(of(&listed(&laptop, json!({})), "r301a", "K003").is_none());
    assert!(of(&listed(&laptop, json!({ "settled": true })), "r301a", "K003").is_some());
    let back: WorkRow = laptop.call("tick", with(json!({ "done": false })));
    assert!(!back.ticked);

    let release = with(json!({ "reason": "Begitu di kertas." }));
    assert_eq!(laptop.refused("release", release.clone()), "NOT_ALLOWED");
    become_of(&laptop, OfficerRole::Supervisor);
    let row: WorkRow = laptop.call("release", release);
    assert!(row.released);
    let after = listed(&laptop, json!({}));
    assert_eq!((after.errors, after.released), (open.errors - 1, 1));
    let mode = laptop.modes(0, &document).pop().unwrap();
    assert_eq!(mode, ("r301a".to_owned(), Mode::Supervising));
    let warning = with(json!({ "finding": "K999", "reason": "x" }));
    assert_eq!(laptop.refused("release", warning), "BAD_REQUEST");
    let row: WorkRow = laptop.call("release", with(json!({ "reason": "" })));
    assert!(!row.released);

    become_of(&laptop, OfficerRole::Keyer);
    laptop.restart();
    let family = family_id(0).to_string();
    let _: DocumentView =
        laptop.call("open_document", json!({ "family": family, "source": "paper" }));
    laptop.set(&document, "r301a", "1");
    assert!(of(&listed(&laptop, json!({ "settled": true })), "r301a", "K003").is_none());
}

#[test]
fn the_list_is_printed_and_exported_without_answers() {
    let (laptop, _) = keyed();
    become_of(&laptop, OfficerRole::Supervisor);
    let folder = tempfile::tempdir().unwrap();
    let paper: Written = laptop.call("print_work_list", json!({ "folder": folder.path() }));
    assert!(paper.path.ends_with("galat-012.pdf") && paper.bytes > 0, "{}", paper.path);
    for (what, word) in [("work", OFFICER), ("findings", "K003")] {
        let export = json!({ "folder": folder.path(), "what": what, "format": "csv" });
        let sheet: Written = laptop.call("export_bundles", export);
        let text = std::fs::read_to_string(sheet.path).unwrap();
        assert!(text.contains(word) && !text.contains("MELATI"), "{text}");
    }
    let pay = |laptop: &Laptop, from: &str, to: &str| -> (String, String) {
        let export = json!({ "folder": folder.path(), "what": "work", "format": "csv", "from": from, "to": to });
        let sheet: Written = laptop.call("export_bundles", export);
        let text = std::fs::read_to_string(&sheet.path).unwrap();
        (sheet.path, text)
    };
    let day = today(&laptop);
    let (path, text) = pay(&laptop, &day, &day);
    assert!(path.ends_with(&format!("kerja-dari-{day}-sampai-{day}.csv")), "{path}");
    assert!(text.contains(OFFICER) && text.contains(&format!("{day},{day}")), "{text}");
    assert!(!pay(&laptop, "", "2020-01-01").1.contains(OFFICER));
    assert!(!pay(&laptop, "2031-01-01", "").1.contains(OFFICER));
    let never = json!({ "folder": folder.path(), "what": "work", "format": "csv", "from": "2022-10-20", "to": "2022-10-19" });
    assert_eq!(laptop.refused("export_bundles", never), "BAD_REQUEST");
    become_of(&laptop, OfficerRole::Ppl);
    assert_eq!(laptop.refused("work_list", json!({})), "NOT_ALLOWED");
}
