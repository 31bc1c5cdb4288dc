//! A supervisor's own visit, the sample it is drawn for, and the approval of an SLS.

use std::collections::BTreeSet;

use cacah_family::order::OrderKey;
use cacah_wire::command::{
    CompareView, DocumentSource, FamilyPage, Finished, Sample, SessionView, StateView,
};
use cacah_wire::people::OfficerRole;
use serde_json::json;

use super::team::{VISIT, laptop_of};
use super::*;

const SITI: &str = "018f0000-0000-7000-8000-0000000000e1";
const ALI: &str = "018f0000-0000-7000-8000-0000000000e2";

fn family(n: u128) -> Value {
    json!({ "family": family_id(n).to_string() })
}

impl Laptop {
    fn re_visit(&self, n: u128) -> DocumentView {
        let args = json!({ "family": family_id(n).to_string(), "source": "re_visit" });
        self.call("open_document", args)
    }

    fn session(&self) -> SessionView {
        self.call::<StateView>("state", json!({})).session.unwrap()
    }

    fn joined_elsewhere(&self, id: &str, after: Option<&OrderKey>) -> OrderKey {
        let order = OrderKey::between(after, None);
        let repeat = "anggota".to_owned();
        let join = Change::Join { repeat, order: order.clone(), parent: None, from: None };
        self.comes_down(0, Some(VISIT), id, join, &[]);
        order
    }
}

/// A visit of two people, finished by another officer.
fn visited() -> Laptop {
    let laptop = laptop_of(OfficerRole::Pml);
    laptop.visited(0, VISIT, &[("r301a", "1"), ("r301b", "1")]);
    let first = laptop.joined_elsewhere(SITI, None);
    laptop.joined_elsewhere(ALI, Some(&first));
    for (path, raw) in [
        (format!("{SITI}/r402"), "SITI LAKORO"),
        (format!("{SITI}/r404"), "1"),
        (format!("{ALI}/r402"), "MOH. ALI LAKORO"),
        (format!("{ALI}/r404"), "1"),
    ] {
        laptop.comes_down(0, Some(VISIT), &path, slot(raw), &[]);
    }
    laptop.finished_elsewhere(0, VISIT);
    laptop
}

#[test]
fn a_re_visit_is_a_document_of_its_own_and_shows_nothing_of_the_visit() {
    let laptop = visited();
    let seen = laptop.open(0);
    let view = laptop.re_visit(0);
    assert!(view.source == DocumentSource::ReVisit && !view.checking && !view.finished);
    assert_ne!(view.document, VISIT);
    assert!(raw(&seen, "r301a").is_some() && raw(&view, "r301a").is_none());
    assert_eq!(raw(&view, "r108"), Some(birth(0).head));
    laptop.set(&view.document, "r301a", "3");
    laptop.restart();
    let session = laptop.session();
    assert_eq!(session.role, OfficerRole::Pml);
    assert_eq!(session.open_family, Some(family_id(0).to_string()));
    assert_eq!(session.open_source, DocumentSource::ReVisit);
    let again = laptop.re_visit(0);
    assert_eq!((&again.document, raw(&again, "r301a").as_deref()), (&view.document, Some("3")));
    assert!(laptop.modes(0, &view.document).iter().all(|(_, mode)| *mode == Mode::Visit));
    assert_eq!(raw(&laptop.open(0), "r301a").as_deref(), Some("1"));
    assert_eq!(laptop.session().open_source, DocumentSource::Visit);
}

#[test]
fn what_a_re_visit_says_is_not_what_the_family_is_searched_by() {
    let laptop = visited();
    let again = laptop.re_visit(0).document;
    let id = laptop.member(&again, "NURBAYA LAKORO");
    laptop.set(&again, &format!("{id}/r404"), "1");
    let search = |name: &str| -> u32 {
        let page: FamilyPage = laptop.call("families", json!({ "search": name, "limit": 10 }));
        page.total
    };
    assert_eq!(search("NURBAYA"), 0);
    laptop.open(0);
    laptop.set(VISIT, "r203", "20102022");
    assert_eq!(search("ALI"), 1);
}

#[test]
fn the_two_are_compared_once_the_re_visit_is_finished_and_people_find_each_other() {
    let laptop = visited();
    assert_eq!(laptop.refused("compare_visits", family(0)), "NOT_FOUND");
    let again = laptop.re_visit(0).document;
    laptop.set(&again, "r301a", "1");
    laptop.set(&again, "r301b", "2");
    let ali = laptop.member(&again, "ALI LAKORO");
    laptop.set(&again, &format!("{ali}/r404"), "2");
    let nurbaya = laptop.member(&again, "NURBAYA HAFEL");
    assert_eq!(laptop.refused("compare_visits", family(0)), "NOT_FINISHED");
    let _: Finished = laptop.call("finish", json!({ "document": again }));
    let view: CompareView = laptop.call("compare_visits", family(0));
    let rows: BTreeSet<(&str, Option<&str>)> =
        view.rows.iter().map(|row| (row.path.as_str(), row.row.as_deref())).collect();
    let has = |path: &str, row: Option<&str>| rows.contains(&(path, row));
    assert!(has("r301b", None) && !has("r301a", None), "{rows:?}");
    assert!(has(&format!("{ALI}/r404"), Some("MOH. ALI LAKORO")), "{rows:?}");
    assert!(has(&format!("{SITI}/r402"), Some("SITI LAKORO")), "{rows:?}");
    assert!(has(&format!("{nurbaya}/r402"), Some("NURBAYA HAFEL")), "{rows:?}");
    let differs = view.rows.iter().find(|row| row.path == "r301b").unwrap();
    let raws = [&differs.visit, &differs.re_visit].map(|said| said.as_ref().unwrap().raw.as_str());
    assert_eq!(raws, ["1", "2"]);
    assert!(view.compared >= 4);
}

#[test]
fn a_person_is_not_moved_out_of_a_re_visit() {
    let laptop = visited();
    let again = laptop.re_visit(0).document;
    let id = laptop.member(&again, "NURBAYA HAFEL");
    let to = family_id(1).to_string();
    let args = json!({ "document": again, "instance": id, "family": to });
    assert_eq!(laptop.refused("move_person", args), "BAD_REQUEST");
}

#[test]
fn a_sample_is_drawn_among_what_others_have_finished_and_never_twice() {
    let laptop = visited();
    let documents =
        ["018f0000-0000-7000-8000-0000000000d1", "018f0000-0000-7000-8000-0000000000d2"];
    laptop.visited(1, documents[0], &[("r301a", "1")]);
    laptop.finished_elsewhere(1, documents[0]);
    laptop.visited(2, documents[1], &[("r301a", "1")]);
    let draw = |families: u32| -> Sample {
        let args = json!({ "idsubsls": area().idsubsls.to_string(), "families": families });
        laptop.call("draw_sample", args)
    };
    let first = draw(1);
    assert_eq!((first.families.len(), first.of), (1, 2));
    let second = draw(5);
    assert_eq!((second.families.len(), second.of), (1, 1));
    assert_ne!(first.families[0].family, second.families[0].family);
    assert_eq!(draw(3).of, 0);
    let elsewhere = json!({ "idsubsls": "8271010001009900", "families": 1 });
    assert_eq!(laptop.refused("draw_sample", elsewhere), "BAD_REQUEST");
}

#[test]
fn a_coordinator_approves_an_sls_and_takes_it_back_with_a_reason() {
    let approve = |approved: bool, reason: &str| {
        let sls = area().idsubsls.to_string();
        json!({ "idsubsls": sls, "approved": approved, "reason": reason })
    };
    let state = |laptop: &Laptop| {
        let record = FamilyId::of_sls(round().id, &area().idsubsls);
        laptop.desk.with(|session| Ok(session.store.history(record)?.state())).unwrap()
    };
    let laptop = laptop_of(OfficerRole::Pml);
    assert_eq!(laptop.refused("approve_sls", approve(true, "")), "NOT_ALLOWED");
    assert!(state(&laptop).birth.is_none());
    let laptop = laptop_of(OfficerRole::Koseka);
    let _: Value = laptop.call("approve_sls", approve(true, ""));
    let said = state(&laptop);
    assert!(said.approved && said.birth.is_some_and(|b| b.idsubsls == area().idsubsls));
    assert_eq!(laptop.refused("approve_sls", approve(false, " ")), "BAD_REQUEST");
    let _: Value = laptop.call("approve_sls", approve(false, "Dua keluarga belum didata."));
    let said = state(&laptop);
    assert!(!said.approved && said.undecided.is_empty());
}
