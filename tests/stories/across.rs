//! One person registered on two laptops of two officers: neither can know, the office finds it, and
//! both are told. No document's status ever hears of it.

use cacah_family::across::Check;
use cacah_testkit::desk::Desk;
use cacah_tests::keying::{Interview, finish, open, set};
use cacah_tests::laptop::{Laptop, PASSWORD, row_of, send};
use cacah_tests::office::Office;
use cacah_wire::command::{
    AcrossArgs, AcrossRow, AcrossSide, AcrossView, Command, Delta, Families, FamilyPage, Status,
    Unlock,
};

const OTHER_OFFICER: &str = "PPL 0124";

/// Doubles of persons that a laptop lists.
fn doubles(desk: &mut Desk) -> Vec<AcrossRow> {
    let view: AcrossView = desk.call(&Command::Across(AcrossArgs::default())).expect("the list");
    let id = Check::SamePerson.rule().id;
    view.rows.into_iter().filter(|row| row.rule == id).collect()
}

fn status(desk: &mut Desk, family: &str) -> Status {
    let all = Families { limit: 1000, ..Families::default() };
    let page: FamilyPage = desk.call(&Command::Families(all)).expect("the list");
    page.rows.into_iter().find(|row| row.family == family).expect("listed").status
}

/// Keys a family of the prelist and finishes it; its id and the path of its first NIK.
fn keyed(desk: &mut Desk, office: &Office, at: usize) -> (String, String) {
    let family = &office.families()[at];
    let row = row_of(desk, family).family;
    let mut interview = Interview::open(desk, &row, &family.answers());
    assert_eq!(interview.key(desk, usize::MAX).expect("the answers are stored"), 0);
    let nik = interview.keyed().into_iter().find(|(path, _)| path.ends_with("/r403"));
    let _ = interview.finish(desk);
    (row, nik.expect("somebody has a NIK").0)
}

/// Answers a question anew and finishes.
fn answer(desk: &mut Desk, family: &str, path: &str, raw: &str) {
    let document = open(desk, family).document;
    let answer = Command::SetAnswer(set(document.clone(), path.into(), raw));
    let _: Delta = desk.call(&answer).expect("stored");
    let _ = finish(desk, &document);
}

#[test]
fn one_nik_on_two_laptops_is_found_at_the_office_and_told_to_both_until_it_is_corrected() {
    let office = Office::open(120);
    let hers = Laptop::enrolled(&office);
    let mut desk = hers.unlocked();
    let his = Laptop::default();
    let mut other = his.desk();
    let ticket = office.ticket(OTHER_OFFICER, office.address());
    his.enrol(&mut other, &ticket).expect("enrolled");
    let unlock = Unlock { officer: OTHER_OFFICER.into(), password: PASSWORD.into() };
    let _: serde_json::Value = other.call(&Command::Unlock(unlock)).expect("unlocked");
    let small = |area| {
        let mut all = office.families().iter();
        all.position(|family| family.area == area && family.members.len() <= 3).expect("a family")
    };
    // The first officer serves the first area, the second the third.
    let (a, b) = (small(0), small(2));
    let (her_family, _) = keyed(&mut desk, &office, a);
    let (his_family, path) = keyed(&mut other, &office, b);
    let nik = office.families()[a].members[0].nik.clone();
    let own = office.families()[b].members[0].nik.clone();
    answer(&mut other, &his_family, &path, &nik);
    assert!(doubles(&mut desk).is_empty() && doubles(&mut other).is_empty());
    let before = (status(&mut desk, &her_family), status(&mut other, &his_family));
    // The first who sends hears nothing yet; the second is told at once, and she when she asks again.
    assert!(send(&mut desk).stopped.is_none() && doubles(&mut desk).is_empty());
    assert!(send(&mut other).stopped.is_none());
    assert!(send(&mut other).stopped.is_none() && send(&mut desk).stopped.is_none());
    for (desk, family) in [(&mut desk, &her_family), (&mut other, &his_family)] {
        let told = doubles(desk);
        let [row] = &told[..] else { panic!("one finding: {}", told.len()) };
        assert_eq!((&row.family.family, &row.sides[..]), (family, &[AcrossSide::Endpoint][..]));
        assert!(row.others.is_empty() && row.elsewhere, "with whom nobody is told");
    }
    assert_eq!((status(&mut desk, &her_family), status(&mut other, &his_family)), before);
    answer(&mut other, &his_family, &path, &own);
    for _ in 0..2 {
        assert!(send(&mut other).stopped.is_none() && send(&mut desk).stopped.is_none());
    }
    assert!(doubles(&mut desk).is_empty() && doubles(&mut other).is_empty(), "gone");
}
