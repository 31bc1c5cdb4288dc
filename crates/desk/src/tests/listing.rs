use cacah_wire::command::{FamilyPage, FamilyRow, Presence, Renumbered};

use super::*;

fn rows(laptop: &Laptop) -> Vec<FamilyRow> {
    let page: FamilyPage = laptop.call("families", json!({ "limit": 100 }));
    page.rows
}

fn row(laptop: &Laptop, n: u128) -> FamilyRow {
    let id = family_id(n).to_string();
    rows(laptop).into_iter().find(|row| row.family == id).unwrap()
}

fn walk(laptop: &Laptop) -> Vec<(u16, u16, String)> {
    rows(laptop).into_iter().map(|row| (row.building, row.number, row.head)).collect()
}

fn list(laptop: &Laptop, n: u128, presence: &str) -> FamilyRow {
    let args = json!({ "family": family_id(n).to_string(), "presence": presence, "welfare": 2 });
    laptop.call("list_family", args)
}

fn add(laptop: &Laptop, head: &str, before: Option<u128>) -> FamilyRow {
    let before = before.map(|n| family_id(n).to_string());
    let args = json!({
        "idsubsls": area().idsubsls, "head": head, "address": "", "before": before,
    });
    laptop.call("add_family", args)
}

#[test]
fn a_verified_family_says_so_and_its_welfare_is_prefilled() {
    let laptop = Laptop::new();
    list(&laptop, 0, "found");
    let field = row(&laptop, 0).field;
    assert_eq!((field.presence, field.welfare), (Some(Presence::Found), Some(2)));
    assert_eq!(raw(&laptop.open(0), "r111").as_deref(), Some("2"));
    // Whoever is gone has no welfare.
    list(&laptop, 0, "moved");
    laptop.restart();
    let field = row(&laptop, 0).field;
    assert_eq!((field.presence, field.welfare), (Some(Presence::Moved), None));
}

#[test]
fn a_family_with_a_document_may_be_gone_and_the_document_stays() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    laptop.set(&document, "r301a", "1");
    list(&laptop, 0, "died_out");
    assert_eq!(raw(&laptop.open(0), "r301a").as_deref(), Some("1"));
    list(&laptop, 0, "found");
    assert_eq!(row(&laptop, 0).field.presence, Some(Presence::Found));
}

#[test]
fn what_does_not_fit_the_list_is_refused() {
    let laptop = Laptop::new();
    let refused = |n: u128, more: Value| {
        let mut args = json!({ "family": family_id(n).to_string() });
        args.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        laptop.refused("list_family", args)
    };
    assert_eq!(refused(0, json!({ "presence": "new" })), "BAD_REQUEST", "of the prelist");
    assert_eq!(refused(0, json!({ "presence": "found", "welfare": 4 })), "BAD_REQUEST");
    assert_eq!(refused(0, json!({ "presence": "found", "members": 0 })), "BAD_REQUEST");
    assert_eq!(refused(0, json!({ "presence": "doubled" })), "BAD_REQUEST", "with whom");
    let own = json!({ "presence": "doubled", "with": family_id(0).to_string() });
    assert_eq!(refused(0, own), "BAD_REQUEST");
    let other = |n| json!({ "presence": "doubled", "with": family_id(n).to_string() });
    assert_eq!(refused(0, other(77)), "BAD_REQUEST");
    let args = json!({ "family": family_id(0).to_string(), "presence": "doubled",
                       "with": family_id(1).to_string() });
    let _: FamilyRow = laptop.call("list_family", args);
    assert_eq!(refused(1, other(0)), "BAD_REQUEST", "one of a pair is there");
    assert_eq!(refused(9, json!({ "presence": "found" })), "NOT_FOUND");
}

#[test]
fn a_family_found_in_the_field_is_new_and_may_stand_before_another() {
    let laptop = Laptop::new();
    let document = laptop.open(1).document;
    laptop.set(&document, "r301a", "1");
    let new = add(&laptop, "nurbaya", Some(1));
    assert_eq!((new.building, new.number, new.found), (1, 2, true));
    assert_eq!(
        walk(&laptop),
        [
            (1, 1, "SITI LAKORO".into()),
            (1, 2, "NURBAYA".into()),
            (1, 3, "WAHIDA UMAR".into()),
            (1, 4, "ABDUL KADIR".into())
        ]
    );
    assert_eq!(row(&laptop, 1).family, family_id(1).to_string());
    let new = rows(&laptop).into_iter().find(|row| row.family == new.family).unwrap();
    assert_eq!(new.field.presence, Some(Presence::New));
    // The open document goes along.
    assert_eq!(raw(&laptop.open(1), "r110").as_deref(), Some("3"));
    laptop.restart();
    assert_eq!(raw(&laptop.open(1), "r110").as_deref(), Some("3"));
}

#[test]
fn more_than_the_prelist_is_only_more() {
    let laptop = Laptop::new();
    for n in 0..40 {
        add(&laptop, &format!("KELUARGA {n}"), None);
    }
    let renumbered: Renumbered = laptop.call("renumber", json!({ "idsubsls": area().idsubsls }));
    assert_eq!(renumbered.families, 40, "those of the prelist keep their numbers");
    let numbers: Vec<u16> = rows(&laptop).iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=43).collect::<Vec<u16>>());
}

#[test]
fn a_number_goes_with_the_answers_that_were_taken_from_it() {
    let laptop = Laptop::new();
    for n in 0..2 {
        let document = laptop.open(n).document;
        laptop.set(&document, "r301a", "1");
    }
    let own = laptop.open(1).document;
    laptop.set(&own, "r110", "77");
    let number = |n: u128, building: u16, number: u16, shift: bool| {
        json!({ "family": family_id(n).to_string(), "building": building, "number": number,
                "shift": shift })
    };
    assert_eq!(laptop.refused("number_family", number(2, 1, 1, false)), "NUMBER_TAKEN");
    assert_eq!(laptop.refused("number_family", number(2, 9, 1, true)), "OUT_OF_ORDER");
    let done: Renumbered = laptop.call("number_family", number(2, 1, 1, true));
    assert_eq!(done, Renumbered { families: 3, documents: 1 });
    assert_eq!(walk(&laptop)[0].2, "ABDUL KADIR");
    assert_eq!(raw(&laptop.open(0), "r110").as_deref(), Some("2"));
    assert_eq!(raw(&laptop.open(1), "r110").as_deref(), Some("77"), "the officer's own answer");
}

#[test]
fn a_finished_document_stays_finished_and_a_dry_run_writes_nothing() {
    let laptop = Laptop::new();
    let document = laptop.open(2).document;
    laptop.set(&document, "r301a", "1");
    let _: Value = laptop.call("finish", json!({ "document": document }));
    list(&laptop, 0, "moved");
    let args = |dry: bool| json!({ "idsubsls": area().idsubsls, "dry": dry });
    let dry: Renumbered = laptop.call("renumber", args(true));
    assert_eq!(dry, Renumbered { families: 3, documents: 1 });
    assert_eq!(row(&laptop, 2).number, 3);
    let done: Renumbered = laptop.call("renumber", args(false));
    assert_eq!(done, dry);
    assert_eq!((row(&laptop, 0).number, row(&laptop, 2).number), (0, 2));
    let view = laptop.open(2);
    assert_eq!((view.finished, raw(&view, "r110").as_deref()), (true, Some("2")));
    let again: Renumbered = laptop.call("renumber", args(false));
    assert_eq!(again, Renumbered { families: 0, documents: 0 });
}

#[test]
fn a_family_moves_to_another_sls_with_its_documents_place() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    laptop.set(&document, "r301a", "1");
    let to = other_area(&laptop);
    let args = json!({ "families": [family_id(0).to_string()], "idsubsls": to });
    let moved: Renumbered = laptop.call("move_to_sls", args.clone());
    assert_eq!(moved, Renumbered { families: 1, documents: 1 });
    assert_eq!(row(&laptop, 0).idsubsls, to);
    let code = to.get(10..14).unwrap();
    assert_eq!(raw(&laptop.open(0), "r105").as_deref(), Some(code));
    assert_eq!(laptop.refused("move_to_sls", args), "BAD_REQUEST", "it is there");
    let unknown = json!({ "families": [family_id(1).to_string()], "idsubsls": "8271010001999900" });
    assert_eq!(laptop.refused("move_to_sls", unknown), "BAD_REQUEST");
}

/// A second SLS of this laptop, in the same village.
fn other_area(laptop: &Laptop) -> String {
    let idsubsls: Idsubsls = "8271010001000900".parse().unwrap();
    let new = AreaRecord { idsubsls: idsubsls.clone(), name: "RT 009".into(), ..area() };
    laptop
        .desk
        .with(|session| {
            let version = session.store.form_version()?.unwrap();
            let files = session.store.form_files()?;
            Ok(session.store.install(&round(), &version, &files, &[area(), new], &[])?)
        })
        .unwrap();
    idsubsls.to_string()
}
