use cacah_family::across::Check;
use cacah_wire::command::{AcrossSide, AcrossView, FamilyPage, Status};

use super::*;

const NIK: &str = "8271021205900000";

fn rule(check: Check) -> &'static str {
    check.rule().id
}

fn across(laptop: &Laptop, n: Option<u128>) -> AcrossView {
    laptop.call("across", json!({ "family": n.map(|n| family_id(n).to_string()) }))
}

fn statuses(laptop: &Laptop) -> Vec<Status> {
    let page: FamilyPage = laptop.call("families", json!({ "limit": 10 }));
    page.rows.iter().map(|row| row.status).collect()
}

/// A member with this NIK; the path of it.
fn with_nik(laptop: &Laptop, n: u128) -> (String, String) {
    let document = laptop.open(n).document;
    let path = format!("{}/r403", laptop.member(&document, "ANGGOTA"));
    laptop.set(&document, &path, NIK);
    (document, path)
}

#[test]
fn a_nik_of_two_families_is_listed_for_both_with_each_other_and_no_status_changes() {
    let laptop = Laptop::new();
    with_nik(&laptop, 0);
    let before = statuses(&laptop);
    assert!(across(&laptop, None).rows.is_empty());
    let (document, path) = with_nik(&laptop, 1);
    let rows = across(&laptop, None).rows;
    assert_eq!(rows.len(), 2);
    for (row, n) in rows.iter().zip([0, 1]) {
        assert_eq!(
            (row.rule.as_str(), &row.sides[..]),
            (rule(Check::SamePerson), &[AcrossSide::Laptop][..])
        );
        assert_eq!(row.family.family, family_id(n).to_string());
        assert_eq!(row.others[0].family, family_id(1 - n).to_string());
        assert!(!row.elsewhere && row.question.as_deref() == Some("r403"));
    }
    assert_eq!(across(&laptop, Some(1)).rows.len(), 1, "of the open family");
    assert_eq!(statuses(&laptop)[0], before[0]);
    // Undo takes the number away, and the finding with it; redo brings both back.
    let _: Delta = laptop.call("undo", json!({ "document": document }));
    assert!(across(&laptop, None).rows.is_empty());
    let _: Delta = laptop.call("redo", json!({ "document": document }));
    assert_eq!(across(&laptop, None).rows.len(), 2);
    laptop.restart();
    assert_eq!(across(&laptop, None).rows.len(), 2);
    // Who does not live there any more is no double.
    let document = laptop.open(1).document;
    laptop.set(&document, &path.replace("r403", "r404"), "3");
    assert!(across(&laptop, None).rows.is_empty());
}

#[test]
fn a_warning_is_confirmed_at_its_question_with_a_reason_and_an_error_is_not() {
    let laptop = Laptop::new();
    with_nik(&laptop, 0);
    let (document, path) = with_nik(&laptop, 1);
    let confirm = |check: Check, path: &str| json!({ "document": document, "path": path, "finding": rule(check), "reason": "kembar" });
    let _: Delta = laptop.call("confirm_finding", confirm(Check::SamePerson, &path));
    let rows = across(&laptop, None).rows;
    let reasons: Vec<_> = rows.iter().map(|row| row.confirmed.as_deref()).collect();
    assert_eq!(reasons, [None, Some("kembar")]);
    let elsewhere = confirm(Check::SamePerson, "r301a");
    assert_eq!(laptop.refused("confirm_finding", elsewhere), "BAD_REQUEST");
    let error = confirm(Check::SameNumber, "r110");
    assert_eq!(laptop.refused("confirm_finding", error), "BAD_REQUEST");
    // Another answer is another matter.
    laptop.set(&document, &path, "8271021205910000");
    laptop.set(&document, &path, NIK);
    assert!(across(&laptop, None).rows.iter().all(|row| row.confirmed.is_none()));
}

#[test]
fn what_the_office_finds_too_is_listed_once() {
    let laptop = Laptop::new();
    with_nik(&laptop, 0);
    with_nik(&laptop, 1);
    let told = |n| {
        let rule = Check::SamePerson.rule();
        let theirs = |bucket: &str, elsewhere| cacah_store::TheirFinding {
            rule,
            bucket: bucket.into(),
            since: 5,
            elsewhere,
        };
        cacah_store::Told::Across(family_id(n), vec![theirs("one", false), theirs("two", true)])
    };
    let page = [told(0), told(1)];
    laptop.desk.with(|session| Ok(session.store.take(&page, "1")?)).unwrap();
    let rows = across(&laptop, Some(0)).rows;
    assert_eq!(rows.len(), 2);
    let both = rows.iter().find(|row| row.sides.len() == 2).unwrap();
    assert_eq!((both.since, both.others.len()), (5, 1));
}
