use cacah_family::entry::Comment;
use cacah_wire::command::{DecisionsView, Disputed, FamilyPage, Finished};
use serde_json::json;

use super::*;

fn decisions(laptop: &Laptop) -> DecisionsView {
    laptop.call("decisions", json!({ "family": family_id(0).to_string() }))
}

fn decide(laptop: &Laptop, args: Value) -> DecisionsView {
    let Value::Object(mut args) = args else { panic!("arguments") };
    args.insert("family".into(), family_id(0).to_string().into());
    laptop.call("decide", Value::Object(args))
}

fn in_list(laptop: &Laptop) -> cacah_wire::command::FamilyRow {
    let page: FamilyPage = laptop.call("families", json!({ "limit": 10 }));
    page.rows.into_iter().find(|row| row.family == family_id(0).to_string()).unwrap()
}

/// The officer changed 301a from 1 to 2, the supervisor from 1 to 3.
fn disputed() -> (Laptop, String) {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    laptop.set(&document, "r301a", "1");
    let known = laptop.heads(0, &document, "r301a");
    laptop.set(&document, "r301a", "2");
    laptop.comes_down(0, Some(&document), "r301a", slot("3"), &known);
    (laptop, document)
}

#[test]
fn two_answers_stand_side_by_side_with_what_was_before() {
    let (laptop, document) = disputed();
    assert_eq!(laptop.open(0).undecided, ["r301a"]);
    assert!(in_list(&laptop).undecided);
    let rows = decisions(&laptop).rows;
    let [row] = rows.as_slice() else { panic!("one decision") };
    assert_eq!((row.disputed, row.number.as_str()), (Disputed::Answer, "301a"));
    assert_eq!(row.document.as_deref(), Some(&*document));
    assert!(row.sides[0].by.own && !row.sides[1].by.own);
    assert_eq!(row.sides[0].after.as_ref().unwrap().raw, "2");
    assert_eq!(row.sides[1].after.as_ref().unwrap().raw, "3");
    assert_eq!(row.before.as_ref().unwrap().raw, "1");
}

#[test]
fn a_decision_is_over_all_sides_and_stays_decided() {
    let (laptop, document) = disputed();
    let theirs = decisions(&laptop).rows[0].sides[1].entry.clone();
    let args = json!({ "document": document, "path": "r301a", "entry": theirs });
    assert!(decide(&laptop, args).rows.is_empty());
    assert_eq!(raw(&laptop.open(0), "r301a").as_deref(), Some("3"));
    laptop.restart();
    assert!(laptop.open(0).undecided.is_empty());
    assert!(!in_list(&laptop).undecided);
    assert_eq!(laptop.heads(0, &document, "r301a").len(), 1);
}

#[test]
fn an_answer_of_ones_own_decides_too_typed_here_or_at_the_question() {
    let (laptop, document) = disputed();
    let args = json!({ "document": document, "path": "r301a", "raw": "4" });
    assert!(decide(&laptop, args).rows.is_empty());
    assert_eq!(raw(&laptop.open(0), "r301a").as_deref(), Some("4"));
    let (laptop, document) = disputed();
    let document_again = laptop.open(0).document;
    assert_eq!(document, document_again);
    let delta = laptop.set(&document, "r301a", "4");
    assert!(delta.undecided.is_empty() && decisions(&laptop).rows.is_empty());
}

#[test]
fn a_keyer_at_the_same_vault_sees_and_decides_nothing_of_a_visit() {
    let (laptop, document) = disputed();
    let other = laptop.open(1).document;
    laptop.set(&other, "r301a", "1");
    laptop.call::<Value>("remove_document", json!({ "document": other }));
    let removed = || laptop.call::<Value>("removed", json!({ "family": family_id(1).to_string() }));
    let gone = removed()["documents"][0]["document"].clone();
    let entry = decisions(&laptop).rows[0].sides[1].entry.clone();
    laptop.desk.with(|session| Ok(session.store.take_role("\"keyer\"")?)).unwrap();
    let of_family = json!({ "family": family_id(0).to_string() });
    assert_eq!(laptop.refused("decisions", of_family), "NOT_ALLOWED");
    assert_eq!(removed()["documents"], json!([]));
    let family = family_id(0).to_string();
    let args = json!({ "family": family, "document": document, "path": "r301a", "entry": entry });
    assert_eq!(laptop.refused("decide", args), "NOT_ALLOWED");
    let args = json!({ "family": family_id(1).to_string(), "document": gone });
    assert_eq!(laptop.refused("restore_document", args), "NOT_ALLOWED");
}

#[test]
fn what_is_not_in_dispute_is_not_decided() {
    let (laptop, document) = disputed();
    let refused = |path: &str, entry: &str| {
        let family = family_id(0).to_string();
        let args = json!({ "family": family, "document": document, "path": path, "entry": entry });
        laptop.refused("decide", args)
    };
    let mine = decisions(&laptop).rows[0].sides[0].entry.clone();
    assert_eq!(refused("r301b", &mine), "NOT_FOUND");
    assert_eq!(refused("r301a", "nothing"), "BAD_REQUEST");
    let before = laptop.history(&document, Some("r301a")).rows.pop().unwrap().entry;
    assert_eq!(refused("r301a", &before), "NOT_FOUND");
    assert_eq!(decisions(&laptop).rows.len(), 1);
}

#[test]
fn a_member_removed_here_and_answered_there_is_one_decision() {
    for keep in [true, false] {
        let laptop = Laptop::new();
        let document = laptop.open(0).document;
        let id = laptop.member(&document, "NURUL LAKORO");
        let question = format!("{id}/r404");
        let _: Delta =
            laptop.call("remove_instance", json!({ "document": document, "instance": id }));
        laptop.comes_down(0, Some(&document), &question, slot("1"), &[]);
        let rows = decisions(&laptop).rows;
        let [row] = rows.as_slice() else { panic!("one decision, not {}", rows.len()) };
        assert_eq!((row.disputed, &row.path), (Disputed::Member, &id));
        assert_eq!(row.row.as_deref(), Some("NURUL LAKORO"));
        let side = row.sides.iter().find(|side| side.path == if keep { &*question } else { &*id });
        let args = json!({ "document": document, "path": id, "entry": side.unwrap().entry });
        assert!(decide(&laptop, args).rows.is_empty(), "keep: {keep}");
        let view = laptop.open(0);
        assert_eq!(view.instances.iter().any(|row| row.instance == id), keep);
        assert_eq!(raw(&view, &question).is_some(), keep);
    }
}

#[test]
fn an_error_that_only_the_merge_raised_is_a_decision_until_it_is_mended() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    laptop.set(&document, "r205", "1");
    let ids = [laptop.member(&document, "SITI LAKORO"), laptop.member(&document, "ALI LAKORO")];
    let [first, second] = ids.clone().map(|id| format!("{id}/r409"));
    for id in &ids {
        laptop.set(&document, &format!("{id}/r404"), "1");
    }
    laptop.set(&document, &first, "1");
    let base = laptop.heads(0, &document, &format!("{}/r404", ids[1]));
    laptop.comes_down(0, Some(&document), &format!("{}/r404", ids[1]), slot("1"), &base);
    laptop.comes_down(0, Some(&document), &second, slot("1"), &[]);
    let rows = decisions(&laptop).rows;
    let raised: Vec<_> = rows.iter().filter(|row| row.disputed == Disputed::Raised).collect();
    let rules: Vec<_> =
        raised.iter().map(|row| row.raised.as_ref().unwrap().rule.clone()).collect();
    assert!(rules.contains(&"K028".to_owned()), "{rules:?}");
    assert!(in_list(&laptop).undecided);
    laptop.open(0);
    laptop.set(&document, &second, "3");
    let left = decisions(&laptop).rows;
    assert!(left.iter().all(|row| row.raised.as_ref().is_none_or(|r| r.rule != "K028")));
}

#[test]
fn facts_of_the_family_that_differ_are_decided_too() {
    let laptop = Laptop::new();
    laptop.open(0);
    let moved = |address: &str| Change::Family(Birth { address: address.into(), ..birth(0) });
    laptop.comes_down(0, None, "@family", moved("JALAN SATU"), &[]);
    laptop.comes_down(0, None, "@family", moved("JALAN DUA"), &[]);
    let rows = decisions(&laptop).rows;
    let [row] = rows.as_slice() else { panic!("one decision") };
    assert_eq!(row.disputed, Disputed::Family);
    assert!(row.sides[0].after.as_ref().unwrap().raw.contains("JALAN SATU"));
    let args = json!({ "path": "@family", "entry": row.sides[0].entry });
    assert!(decide(&laptop, args).rows.is_empty());
    assert_eq!(in_list(&laptop).address, "JALAN SATU");
}

#[test]
fn a_returned_document_is_open_with_its_comments_until_it_is_finished_again() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    laptop.set(&document, "r301a", "1");
    let _: Finished = laptop.call("finish", json!({ "document": document }));
    let state = laptop.heads(0, &document, "@state");
    let at = Some(Path::question("r301a"));
    let comments = vec![Comment { path: at, text: "Tanyakan lagi.".into() }];
    laptop.comes_down(0, Some(&document), "@state", Change::Returned { comments }, &state);
    let view = laptop.open(0);
    assert!(!view.finished);
    assert_eq!(view.comments[0].path.as_deref(), Some("r301a"));
    assert!(in_list(&laptop).returned);
    let done: Finished = laptop.call("finish", json!({ "document": document }));
    assert!(done.delta.comments.is_empty());
    laptop.restart();
    assert!(laptop.open(0).finished && !in_list(&laptop).returned);
}
