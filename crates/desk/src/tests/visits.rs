use cacah_wire::command::{FamilyRow, GapReason, HomeView, VisitOutcome, VisitsView};

use super::*;

fn visit(laptop: &Laptop, n: u128, outcome: &str) -> FamilyRow {
    laptop.host.pass(60_000);
    let args = json!({ "family": family_id(n).to_string(), "outcome": outcome, "note": outcome });
    laptop.call("record_visit", args)
}

fn visits(laptop: &Laptop, n: u128) -> VisitsView {
    laptop.call("visits", json!({ "family": family_id(n).to_string() }))
}

fn hand(laptop: &Laptop, n: u128, handed: bool) {
    let args = json!({ "family": family_id(n).to_string(), "handed": handed, "note": "menolak" });
    let _: FamilyRow = laptop.call("hand_over", args);
}

#[test]
fn attempts_count_to_three_and_stand_newest_first() {
    let laptop = Laptop::new();
    for outcome in ["not_home", "later", "on_paper", "refused"] {
        visit(&laptop, 0, outcome);
    }
    laptop.restart();
    let view = visits(&laptop, 0);
    assert_eq!((view.attempts, view.rows.len(), view.handed), (3, 4, false));
    assert_eq!(view.rows[0].outcome, VisitOutcome::Refused);
    assert!(view.rows[0].by.own);
}

#[test]
fn a_family_handed_over_stays_so_until_it_is_taken_back() {
    let laptop = Laptop::new();
    visit(&laptop, 0, "refused");
    hand(&laptop, 0, true);
    visit(&laptop, 0, "not_home");
    assert!(visits(&laptop, 0).handed);
    hand(&laptop, 0, false);
    assert!(!visits(&laptop, 0).handed);
}

#[test]
fn an_appointment_is_read_or_refused_and_leads_the_start_screen() {
    let laptop = Laptop::new();
    let args = |n: u128, at: &str| json!({ "family": family_id(n).to_string(), "outcome": "later", "appointment": at });
    for wrong in ["besok", "2022-10-20", "2022-13-20T16:00", "2022-10-20T16:00:00Z"] {
        assert_eq!(laptop.refused("record_visit", args(0, wrong)), "BAD_REQUEST", "{wrong}");
    }
    let _: FamilyRow = laptop.call("record_visit", args(0, "2022-10-21T16:00"));
    let _: FamilyRow = laptop.call("record_visit", args(1, "2022-10-20T09:30"));
    let home: HomeView = laptop.call("home", json!({ "offset_minutes": 540 }));
    let at: Vec<_> = home.appointments.iter().map(|row| row.at.as_str()).collect();
    assert_eq!(at, ["2022-10-20T09:30", "2022-10-21T16:00"]);
    assert_eq!(home.today.len(), 10);
    // A later visit without one takes its place.
    visit(&laptop, 1, "not_home");
    let home: HomeView = laptop.call("home", json!({}));
    assert_eq!(home.appointments.len(), 1);
}

#[test]
fn an_end_without_an_answer_is_prefilled_and_a_first_attempt_is_not() {
    let result = |outcomes: &[&str], handed: bool| {
        let laptop = Laptop::new();
        outcomes.iter().for_each(|outcome| {
            visit(&laptop, 0, outcome);
        });
        if handed {
            hand(&laptop, 0, true);
        }
        raw(&laptop.open(0), "r205")
    };
    assert_eq!(result(&["refused"], false), None);
    assert_eq!(result(&["refused"], true).as_deref(), Some("4"));
    assert_eq!(result(&["not_home", "not_home", "later"], false).as_deref(), Some("3"));
    assert_eq!(result(&["moved"], false).as_deref(), Some("5"));
    assert_eq!(result(&["refused", "refused", "on_paper"], true), None);
}

#[test]
fn the_start_screen_tells_what_is_still_to_do() {
    let laptop = Laptop::new();
    let list = |n: u128| {
        let args = json!({ "family": family_id(n).to_string(), "presence": "found" });
        let _: FamilyRow = laptop.call("list_family", args);
    };
    list(0);
    list(1);
    visit(&laptop, 1, "not_home");
    let home: HomeView = laptop.call("home", json!({}));
    let row = &home.sls[0];
    assert_eq!((row.prelist, row.listed, row.verified, row.visited), (3, 2, 2, 1));
    let gaps: Vec<_> = row.gaps.iter().map(|gap| (gap.reason, gap.families)).collect();
    let one = |reason| (reason, 1);
    let expected = [GapReason::NotListed, GapReason::NotVisited, GapReason::NotHome].map(one);
    assert_eq!(gaps, expected);
    let args = json!({ "limit": 10, "gap": "not_home" });
    let page: cacah_wire::command::FamilyPage = laptop.call("families", args);
    assert_eq!((page.total, page.rows[0].family.clone()), (1, family_id(1).to_string()));
    visit(&laptop, 0, "on_paper");
    let document = laptop.open(1).document;
    laptop.set(&document, "r301a", "1");
    let home: HomeView = laptop.call("home", json!({}));
    let begun = home.sls[0].gaps.iter().find(|gap| gap.reason == GapReason::Unfinished);
    assert_eq!(begun.map(|gap| gap.families), Some(2));
}
