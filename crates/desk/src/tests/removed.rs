use cacah_family::id::InstanceId;
use cacah_family::order::OrderKey;
use cacah_wire::command::{DocumentView, FamilyRow, RemovedView};
use serde_json::json;

use super::*;

fn removed(laptop: &Laptop, n: u128) -> RemovedView {
    laptop.call("removed", json!({ "family": family_id(n).to_string() }))
}

#[test]
fn a_removed_member_comes_back_with_her_answers_after_a_restart() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    let id = laptop.member(&document, "WAHIDA LAKORO");
    laptop.set(&document, &format!("{id}/r404"), "1");
    let gone = json!({ "document": document, "instance": id });
    let _: Delta = laptop.call("remove_instance", gone);
    laptop.restart();
    let document = laptop.open(0).document;
    let list = removed(&laptop, 0);
    let [member] = list.members.as_slice() else { panic!("one member") };
    assert_eq!((member.row.as_str(), member.answers), ("WAHIDA LAKORO", 2));
    let args = json!({ "document": document, "entry": member.entry, "back": "undo" });
    let view: DocumentView = laptop.call("revert", args);
    assert_eq!(raw(&view, &format!("{id}/r402")).as_deref(), Some("WAHIDA LAKORO"));
    assert_eq!(raw(&view, &format!("{id}/r404")).as_deref(), Some("1"));
    assert!(removed(&laptop, 0).members.is_empty());
    let _: Delta = laptop.call("undo", json!({ "document": document }));
    assert_eq!(removed(&laptop, 0).members.len(), 1);
}

#[test]
fn the_blank_row_of_a_roster_is_no_loss_to_list() {
    let laptop = Laptop::new();
    let view = laptop.open(0);
    let blank = view.instances[0].instance.clone();
    let gone = json!({ "document": view.document, "instance": blank });
    let _: Delta = laptop.call("remove_instance", gone);
    assert!(removed(&laptop, 0).members.is_empty());
}

#[test]
fn a_removed_document_comes_back_and_the_one_made_since_takes_its_place() {
    let laptop = Laptop::new();
    let first = laptop.open(0).document;
    laptop.set(&first, "r301a", "1");
    let row: FamilyRow = laptop.call("remove_document", json!({ "document": first }));
    assert_eq!(row.percent, 0);
    assert_eq!(laptop.refused("finish", json!({ "document": first })), "NOT_FOUND");
    laptop.restart();
    let second = laptop.open(0).document;
    assert_ne!(first, second);
    laptop.set(&second, "r301a", "2");
    let family = family_id(0).to_string();
    let back = |document: &str| -> FamilyRow {
        laptop.call("restore_document", json!({ "family": family, "document": document }))
    };
    back(&first);
    let view = laptop.open(0);
    assert_eq!((view.document.as_str(), raw(&view, "r301a").as_deref()), (&*first, Some("1")));
    let list = removed(&laptop, 0);
    assert_eq!(list.documents[0].document, second);
    assert!(list.documents[0].answers > 0);
    back(&second);
    assert_eq!(raw(&laptop.open(0), "r301a").as_deref(), Some("2"));
}

#[test]
fn what_is_not_removed_is_not_brought_back() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    assert_eq!(laptop.refused("remove_document", json!({ "document": document })), "NOT_FOUND");
    laptop.set(&document, "r301a", "1");
    let family = family_id(0).to_string();
    let args = json!({ "family": family, "document": document });
    assert_eq!(laptop.refused("restore_document", args), "NOT_FOUND");
    assert_eq!(laptop.refused("removed", json!({ "family": "?" })), "NOT_FOUND");
}

#[test]
fn instances_that_lie_in_each_other_hang_nothing() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    laptop.set(&document, "r301a", "1");
    let ids = [0xA, 0xB].map(|n| InstanceId(Uuid::from_u128(n + (7 << 76))));
    for (id, parent) in [(ids[0], ids[1]), (ids[1], ids[0])] {
        let join = Change::Join {
            repeat: "anggota".into(),
            order: OrderKey::between(None, None),
            parent: Some(parent),
            from: None,
        };
        laptop.comes_down(0, Some(&document), &Path::instance(id).to_string(), join, &[]);
    }
    let gone = json!({ "document": document, "instance": ids[0].to_string() });
    assert_eq!(laptop.refused("remove_instance", gone), "NOT_FOUND");
    assert_eq!(raw(&laptop.open(0), "r301a").as_deref(), Some("1"));
}
