//! Paper keyed heads down, over a real vault.

use cacah_family::entry::{Role, Source};
use cacah_testkit::ternate::{FamilyAnswers, crowd, families};
use cacah_wire::command::{AskAt, BundleFields, EntryView, Finished, LineView, SheetProof, Status};
use cacah_wire::people::OfficerRole;

use super::team::{VISIT, laptop_of};
use super::*;

/// The officers of the bundle, fixed once.
const FIXED: [(&str, &str); 4] = [
    ("r202_nama", "LATIFA KAMARO"),
    ("r202_kode", "0123"),
    ("r204_nama", "IDRUS NOMOLE"),
    ("r204_kode", "003"),
];

impl Laptop {
    fn fix(&self) -> BundleFields {
        let field = |(question, raw): &(&str, &str)| json!({ "question": question, "raw": raw });
        let fields: Vec<Value> = FIXED.iter().map(field).collect();
        self.call("set_bundle_fields", json!({ "idsubsls": sls(), "fields": fields }))
    }

    fn open_paper(&self, n: u128, source: &str) -> DocumentView {
        let family = family_id(n).to_string();
        self.call("open_document", json!({ "family": family, "source": source }))
    }

    /// Keys what a family wrote until the engine sends no further; the fields visited.
    fn key_all(&self, view: &DocumentView, answers: &FamilyAnswers) -> (Vec<String>, Delta) {
        let mut members = members_of(&view.instances);
        let mut at = view.stand.clone().unwrap();
        let mut visited = Vec::new();
        loop {
            let (member, question) = match at.split_once('/') {
                Some((id, question)) => (members.iter().position(|m| m == id), question),
                None => (None, at.as_str()),
            };
            let raw = answers.find(member, question).unwrap_or_default().to_owned();
            let mut delta = self.set(&view.document, &at, &raw);
            if let Some(instances) = &delta.instances {
                members = members_of(instances);
            }
            visited.push(at.clone());
            for _ in 0..3 {
                // The paper says so: she keeps it.
                let Some(ask) = delta.asks.first().filter(|_| delta.next.as_ref() == Some(&at))
                else {
                    break;
                };
                delta = self.keep(&view.document, &ask.path.clone());
            }
            match &delta.next {
                Some(next) => at.clone_from(next),
                None => return (visited, delta),
            }
        }
    }

    fn keep(&self, document: &str, path: &str) -> Delta {
        let kept = json!({ "document": document, "path": path, "keep": true, "paper": true });
        self.call("set_answer", kept)
    }

    fn desk(&self) -> EntryView {
        self.call("entry", json!({}))
    }
}

fn members_of(instances: &[cacah_wire::command::InstanceView]) -> Vec<String> {
    instances.iter().map(|member| member.instance.clone()).collect()
}

fn sls() -> String {
    area().idsubsls.to_string()
}

/// What a family of seven wrote.
fn seven() -> FamilyAnswers {
    let mut all = families(7, 12);
    crowd(&mut all, 7);
    all.iter().find(|family| family.members.len() == 7).unwrap().answers()
}

fn keyer() -> Laptop {
    let laptop = laptop_of(OfficerRole::Keyer);
    laptop.fix();
    laptop
}

#[test]
fn a_family_of_seven_is_keyed_set_by_set_and_finished() {
    let laptop = keyer();
    let view = laptop.open_paper(0, "paper");
    assert_eq!(view.source, cacah_wire::command::DocumentSource::Paper);
    assert_eq!((view.sets, view.stand.as_deref()), (1, Some("r107")));
    assert_eq!(raw(&view, "r110").as_deref(), Some("1"));
    assert_eq!(raw(&view, "r202_kode").as_deref(), Some("0123"));
    assert_eq!((raw(&view, "r108"), raw(&view, "r111")), (None, None));
    let answers = seven();
    let (visited, last) = laptop.key_all(&view, &answers);
    let place = |path: &str| visited.iter().position(|at| at.ends_with(path)).unwrap();
    assert!(!visited.iter().any(|at| ["r101", "r109", "r202_kode"].contains(&at.as_str())));
    let view = laptop.open_paper(0, "paper");
    let members = members_of(&view.instances);
    assert_eq!(members.len(), 7);
    let name = |member: usize| place(&format!("{}/r402", members[member]));
    assert!(place("r112") < name(0) && name(4) < place(&format!("{}/r412", members[0])));
    assert!(place("catatan") < name(5) && name(5) < name(6));
    assert!(
        visited.iter().any(|at| at.ends_with("/r417")),
        "the field checker's codes are written"
    );
    assert!(last.next.is_none());
    let done: Finished = laptop.call("finish", json!({ "document": view.document }));
    assert!(done.owed_later.is_empty());
    assert_ne!(done.status, Status::Blank);
}

#[test]
fn a_number_opens_columns_and_an_empty_name_ends_the_roster() {
    let laptop = keyer();
    let DocumentView { document, instances, .. } = laptop.open_paper(0, "paper");
    assert_eq!(instances.len(), 1);
    let opened = laptop.set(&document, "r112", "3");
    assert_eq!(opened.next.as_deref(), Some("r113"));
    let members = members_of(&opened.instances.unwrap());
    assert_eq!(members.len(), 3);
    let back: Delta = laptop.call("undo", json!({ "document": document }));
    assert_eq!(back.instances.unwrap().len(), 1);
    let again: Delta = laptop.call("redo", json!({ "document": document }));
    let members = members_of(&again.instances.unwrap());
    laptop.set(&document, "r205", "1");
    laptop.set(&document, &format!("{}/r402", members[0]), "SITI");
    let ended = laptop.set(&document, &format!("{}/r402", members[1]), "");
    assert_eq!(ended.instances.unwrap().len(), 1);
    // Nobody else stands on the page, and of the only member nothing more is asked.
    assert_eq!(ended.next.as_deref(), Some("r501a"));
    let done: Finished = laptop.call("finish", json!({ "document": document }));
    assert!(done.delta.findings.iter().any(|finding| finding.id == "K019"), "told, no dead end");
    let fewer = laptop.set(&document, "r112", "1");
    assert_eq!(fewer.instances, None);
}

#[test]
fn a_bad_value_shuts_its_field_until_it_is_kept_as_on_paper() {
    let laptop = keyer();
    let document = laptop.open_paper(0, "paper").document;
    let shut = laptop.set(&document, "r115", "9");
    assert_eq!(shut.next.as_deref(), Some("r115"));
    assert_eq!(
        shut.asks.iter().map(|ask| (ask.id.as_str(), ask.at)).collect::<Vec<_>>(),
        [("K003", AskAt::Field)]
    );
    let view = laptop.open_paper(0, "paper");
    assert_eq!((view.stand.as_deref(), view.asks.len()), (Some("r115"), 1));
    let kept = laptop.keep(&document, "r115");
    assert_eq!(kept.next.as_deref(), Some("r201"));
    assert!(kept.asks.is_empty());
    let view = laptop.open_paper(0, "paper");
    assert!(view.findings.iter().any(|finding| finding.id == "K003"), "it stands all the same");
    let unread: Delta = laptop.call(
        "set_answer",
        json!({ "document": document, "path": "r107", "missing": "tidak_terbaca" }),
    );
    assert!(unread.asks.is_empty());
}

#[test]
fn what_is_written_where_nothing_belongs_is_an_error() {
    let laptop = keyer();
    let document = laptop.open_paper(0, "paper").document;
    laptop.set(&document, "r205", "1");
    laptop.set(&document, "r301a", "2");
    let hidden = laptop.set(&document, "r301b", "1");
    assert!(hidden.findings.iter().any(|finding| finding.id == "K002" || finding.id == "K112"));
    assert_eq!(hidden.next.as_deref(), Some("r302"));
}

#[test]
fn the_desk_knows_numbers_what_is_parked_and_what_was_open() {
    let laptop = keyer();
    let line = |number: u16| -> LineView {
        laptop.call("pick_line", json!({ "idsubsls": sls(), "building": 1, "number": number }))
    };
    let picked = line(2);
    assert_eq!(picked.family.unwrap().head, "WAHIDA UMAR");
    assert_eq!(picked.stage, "none");
    assert!(line(77).family.is_none());
    let document = laptop.open_paper(1, "paper").document;
    laptop.set(&document, "r107", "JALAN BARU 3");
    assert_eq!(line(2).stage, "begun");
    // The power goes.
    laptop.restart();
    let open = laptop.desk().open.unwrap();
    assert_eq!((open.family, open.second), (family_id(1).to_string(), false));
    let view = laptop.open_paper(1, "paper");
    assert_eq!(view.stand.as_deref(), Some("r108"));
    assert_eq!(
        laptop.refused("park", json!({ "document": document, "reason": " " })),
        "BAD_REQUEST"
    );
    let _: Value = laptop.call("park", json!({ "document": document, "reason": "basah" }));
    let desk = laptop.desk();
    assert_eq!(desk.open.map(|open| open.family), None);
    assert_eq!(
        desk.parked.iter().map(|parked| parked.reason.as_str()).collect::<Vec<_>>(),
        ["basah"]
    );
    assert_eq!(line(2).stage, "parked");
    assert_eq!(laptop.open_paper(1, "paper").stand.as_deref(), Some("r108"));
    assert_eq!(line(2).stage, "begun");
    assert!(laptop.desk().parked.is_empty());
}

#[test]
fn a_family_nobody_listed_is_added_by_whoever_keys_it() {
    let laptop = keyer();
    let added: Value = laptop.call(
        "add_family",
        json!({ "idsubsls": sls(), "building": 4, "number": 9, "head": "HASNA TOMAGOLA", "address": "" }),
    );
    let family = added["family"].as_str().unwrap();
    let view: DocumentView =
        laptop.call("open_document", json!({ "family": family, "source": "paper" }));
    assert_eq!(
        (raw(&view, "r109").as_deref(), raw(&view, "r110").as_deref()),
        (Some("4"), Some("9"))
    );
}

#[test]
fn an_extra_sheet_proves_that_it_belongs() {
    let laptop = keyer();
    let document = laptop.open_paper(0, "paper").document;
    laptop.set(&document, "r107", "JALAN BARU 3");
    let prove = |building: u16| -> SheetProof {
        let args = json!({ "document": document, "number": 2, "of": 2, "building": building, "family_number": 1 });
        laptop.call("prove_sheet", args)
    };
    let other = prove(3);
    assert_eq!((other.belongs, other.differs), (false, vec!["r109".to_owned()]));
    assert_eq!(laptop.open_paper(0, "paper").sets, 1);
    assert!(prove(1).belongs);
    assert_eq!(laptop.open_paper(0, "paper").sets, 2);
}

#[test]
fn the_document_before_says_what_may_be_repeated() {
    let laptop = keyer();
    let document = laptop.open_paper(0, "paper").document;
    let repeat = |path: &str, document: &str| json!({ "document": document, "path": path });
    assert_eq!(laptop.refused("repeat_answer", repeat("r201", &document)), "NOT_FOUND");
    laptop.set(&document, "r201", "20-10-2022");
    laptop.set(&document, "r114", "8271000000000000");
    let _: Finished = laptop.call("finish", json!({ "document": document }));
    let next = laptop.open_paper(1, "paper").document;
    let copied: Delta = laptop.call("repeat_answer", repeat("r201", &next));
    assert_eq!(copied.slots[0].raw, "20-10-2022");
    assert_eq!(laptop.refused("repeat_answer", repeat("r114", &next)), "BAD_REQUEST");
    // 108 stood on the line of the listing, beside the number.
    let compared: Delta = laptop.call("repeat_answer", repeat("r108", &next));
    assert!(compared.slots.iter().any(|slot| slot.path == "r108" && slot.raw == "WAHIDA UMAR"));
}

#[test]
fn who_keys_sees_no_visit_and_who_keys_again_not_the_first() {
    let laptop = keyer();
    laptop.visited(0, VISIT, &[("r107", "JALAN RAHASIA")]);
    let family = family_id(0).to_string();
    let open = |source: &str| json!({ "family": family, "source": source });
    assert_eq!(laptop.refused("open_document", open("visit")), "NOT_ALLOWED");
    let view = laptop.open_paper(0, "paper");
    assert_eq!(raw(&view, "r107"), None);
    laptop.set(&view.document, "r107", "JALAN BARU");
    assert_eq!(laptop.refused("open_document", open("second_entry")), "NOT_ALLOWED");
    // Somebody else's finished paper is not shown to who may key it again.
    let other = "018f0000-0000-7000-8000-0000000000c4";
    laptop.comes_down(1, Some(other), "@document", Change::Opened { source: Source::Paper }, &[]);
    laptop.comes_down(1, Some(other), "r107", slot("JALAN RAHASIA"), &[]);
    laptop.comes_down(1, Some(other), "@state", Change::Finished { role: Role::Enumerator }, &[]);
    let family = family_id(1).to_string();
    let open = |source: &str| json!({ "family": family, "source": source });
    assert_eq!(laptop.refused("open_document", open("paper")), "NOT_ALLOWED");
    let second: DocumentView = laptop.call("open_document", open("second_entry"));
    assert_eq!(raw(&second, "r107"), None);
    let enumerator = Laptop::new();
    let paper = json!({ "family": family_id(0).to_string(), "source": "paper" });
    assert_eq!(enumerator.refused("open_document", paper), "NOT_ALLOWED");
}
