use cacah_wire::command::{FamilyPage, FamilyRow, RecapView, SlsKind, SlsView};

use super::*;

fn sls(laptop: &Laptop) -> SlsView {
    laptop.call("sls", json!({ "idsubsls": area().idsubsls }))
}

fn list(laptop: &Laptop, n: u128, presence: &str, welfare: Option<u8>) {
    let args =
        json!({ "family": family_id(n).to_string(), "presence": presence, "welfare": welfare });
    let _: FamilyRow = laptop.call("list_family", args);
}

fn write(laptop: &Laptop, recap: RecapView) -> SlsView {
    laptop.call("write_recap", json!({ "idsubsls": area().idsubsls, "recap": recap }))
}

fn rules(view: &SlsView) -> Vec<&str> {
    view.findings.iter().map(|finding| finding.rule.as_str()).collect()
}

#[test]
fn the_recap_is_counted_written_and_judged_by_the_questionnaires_own_rules() {
    let laptop = Laptop::new();
    list(&laptop, 0, "found", Some(1));
    list(&laptop, 1, "found", Some(3));
    list(&laptop, 2, "moved", None);
    let before = sls(&laptop);
    let counted = RecapView { verified: 2, very_poor: 1, poor: 0, not_poor: 1, nonresponse: 0 };
    assert_eq!((before.counted, before.unjudged, before.written), (counted, 0, None));
    assert_eq!(rules(&before), ["V002"], "not written yet");
    let wrong = write(&laptop, RecapView { verified: 5, ..counted });
    assert_eq!(rules(&wrong), ["V001"]);
    assert!(!wrong.row.recap);
    let right = write(&laptop, counted);
    assert!(right.findings.is_empty() && right.row.recap);
    assert!(right.written_by.unwrap().by.own);
    // A family that is judged anew, and the recap is no longer what the families say.
    list(&laptop, 1, "found", Some(2));
    laptop.restart();
    let after = sls(&laptop);
    assert_eq!((after.written, after.row.recap), (Some(counted), false));
}

#[test]
fn nobody_answered_where_the_document_says_so_or_the_family_was_handed_over_without_one() {
    let laptop = Laptop::new();
    (0..3).for_each(|n| list(&laptop, n, "found", Some(2)));
    let document = laptop.open(0).document;
    laptop.set(&document, "r205", "4");
    let args = json!({ "family": family_id(1).to_string(), "handed": true });
    let _: FamilyRow = laptop.call("hand_over", args);
    assert_eq!(sls(&laptop).counted.nonresponse, 2);
    let document = laptop.open(0).document;
    laptop.set(&document, "r205", "1");
    assert_eq!(sls(&laptop).counted.nonresponse, 1);
}

#[test]
fn the_record_of_an_sls_is_no_family() {
    let laptop = Laptop::new();
    write(&laptop, RecapView::default());
    let page: FamilyPage = laptop.call("families", json!({ "limit": 10 }));
    assert_eq!((page.total, page.rows.len()), (3, 3));
}

#[test]
fn an_officer_reports_what_became_of_an_sls_and_does_not_settle_it() {
    let laptop = Laptop::new();
    let change = |kind: &str, into: &[(&str, &str)], settle: bool| {
        let into: Vec<Value> =
            into.iter().map(|(id, name)| json!({ "idsubsls": id, "name": name })).collect();
        json!({ "idsubsls": area().idsubsls, "kind": kind, "into": into, "settle": settle,
                "note": "kata ketua RT" })
    };
    let own = area().idsubsls.to_string();
    let new = format!("{}990100", own.get(..10).unwrap());
    let both = [(own.as_str(), "RT 001"), (new.as_str(), "RT 991")];
    assert_eq!(laptop.refused("change_sls", change("split", &both, true)), "NOT_ALLOWED");
    let view: SlsView = laptop.call("change_sls", change("split", &both, false));
    let said = view.change.unwrap();
    assert_eq!((said.kind, said.settled, said.into.len()), (SlsKind::Split, false, 2));
    assert!(!view.may_approve);
    for wrong in [
        change("split", &both[..1], false),
        change("merge", &both[..1], false),
        change("rename", &both[1..], false),
        change("not_found", &both, false),
        change("split", &[both[0], both[0]], false),
        change("rename", &[(own.as_str(), " ")], false),
        change("merge", &[("9100000001000100", "RT LAIN")], false),
    ] {
        assert_eq!(laptop.refused("change_sls", wrong.clone()), "BAD_REQUEST", "{wrong}");
    }
    // Nobody finds it: there is no recap to ask for. And that is taken back.
    let view: SlsView = laptop.call("change_sls", change("not_found", &[], false));
    assert!(view.findings.is_empty());
    let view: SlsView = laptop.call("change_sls", change("none", &[], false));
    assert_eq!(rules(&view), ["V002"]);
}

#[test]
fn both_papers_are_written_and_the_hand_over_carries_the_proof() {
    let laptop = Laptop::new();
    list(&laptop, 0, "found", Some(1));
    let document = laptop.open(0).document;
    laptop.set(&document, "r301a", "1");
    let folder = tempfile::tempdir().unwrap();
    for (paper, name) in [("work", "serah-terima"), ("recap", "rekap-vk")] {
        let args = json!({ "idsubsls": area().idsubsls, "paper": paper,
                           "folder": folder.path(), "offset_minutes": 540 });
        let written: cacah_wire::command::Written = laptop.call("print_sls", args);
        assert!(written.path.contains(name), "{}", written.path);
        let pdf = std::fs::read(&written.path).unwrap();
        assert!(pdf.starts_with(b"%PDF") && pdf.len() as u64 == written.bytes);
    }
    let elsewhere = json!({ "idsubsls": "8271010001999900", "paper": "work",
                            "folder": folder.path(), "offset_minutes": 540 });
    assert_eq!(laptop.refused("print_sls", elsewhere), "BAD_REQUEST");
}
