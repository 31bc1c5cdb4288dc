use cacah_wire::command::DocumentView;
use serde_json::json;

use super::*;

/// A member of family 0 with two answers; document and id.
fn told() -> (Laptop, String, String) {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    let id = laptop.member(&document, "NURUL LAKORO");
    laptop.set(&document, &format!("{id}/r404"), "1");
    (laptop, document, id)
}

fn to(laptop: &Laptop, document: &str, id: &str, n: u128) -> DocumentView {
    let family = family_id(n).to_string();
    laptop.call("move_person", json!({ "document": document, "instance": id, "family": family }))
}

fn is_in(view: &DocumentView, id: &str) -> bool {
    view.instances.iter().any(|row| row.instance == id)
}

#[test]
fn a_person_moves_with_all_answers_and_both_families_say_so() {
    let (laptop, document, id) = told();
    let view = to(&laptop, &document, &id, 1);
    assert!(!is_in(&view, &id));
    assert_eq!(view.gone[0].row, "NURUL LAKORO");
    assert_eq!(view.gone[0].family.head, "WAHIDA UMAR");
    laptop.restart();
    let there = laptop.open(1);
    assert!(is_in(&there, &id));
    assert_eq!(raw(&there, &format!("{id}/r402")).as_deref(), Some("NURUL LAKORO"));
    assert_eq!(raw(&there, &format!("{id}/r404")).as_deref(), Some("1"));
    let row = there.instances.iter().find(|row| row.instance == id).unwrap();
    assert_eq!(row.came_from.as_ref().unwrap().head, "SITI LAKORO");
    assert_eq!(row.arriving.as_ref().map(|family| family.head.clone()), None);
    assert_eq!(there.instances.len(), 1, "no blank row before her");
}

#[test]
fn a_move_is_undone_and_done_again() {
    let (laptop, document, id) = told();
    let last = laptop.member(&document, "ALI LAKORO");
    to(&laptop, &document, &id, 1);
    let undone: Delta = laptop.call("undo", json!({ "document": document }));
    assert!(undone.renewed);
    let back = laptop.open(0);
    assert!(
        back.instances.iter().all(|row| row.came_from.is_none()),
        "who returned came from nowhere"
    );
    let rows: Vec<_> = back.instances.into_iter().map(|row| row.instance).collect();
    assert_eq!(rows[1..], [id.clone(), last], "she stands where she stood");
    assert_eq!(raw(&laptop.open(0), &format!("{id}/r404")).as_deref(), Some("1"));
    let _: Delta = laptop.call("redo", json!({ "document": document }));
    assert!(!is_in(&laptop.open(0), &id));
    assert!(is_in(&laptop.open(1), &id));
}

#[test]
fn the_receiving_family_gives_the_person_back_with_what_was_answered_there() {
    let (laptop, document, id) = told();
    to(&laptop, &document, &id, 1);
    let there = laptop.open(1).document;
    laptop.set(&there, &format!("{id}/r404"), "5");
    laptop.restart();
    let there = laptop.open(1).document;
    let rows = laptop.history(&there, Some(&id)).rows;
    let args = json!({ "document": there, "entry": rows[0].entry, "back": "undo" });
    let view: DocumentView = laptop.call("revert", args);
    assert!(!is_in(&view, &id));
    assert_eq!(raw(&laptop.open(0), &format!("{id}/r404")).as_deref(), Some("5"));
}

#[test]
fn nobody_moves_to_the_same_or_an_unknown_family() {
    let (laptop, document, id) = told();
    let family = |family: String| {
        let args = json!({ "document": document, "instance": id, "family": family });
        laptop.refused("move_person", args)
    };
    assert_eq!(family(family_id(0).to_string()), "BAD_REQUEST");
    assert_eq!(family(family_id(9).to_string()), "NOT_FOUND");
    assert_eq!(family("?".into()), "NOT_FOUND");
    let nobody = Uuid::from_u128(4).to_string();
    let target = family_id(1).to_string();
    let args = json!({ "document": document, "instance": nobody, "family": target });
    assert_eq!(laptop.refused("move_person", args), "NOT_FOUND");
    assert!(is_in(&laptop.open(0), &id));
}
