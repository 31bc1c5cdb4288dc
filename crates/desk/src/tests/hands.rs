//! Who may have which part in one paper, when two set about it.

use cacah_family::entry::Source;
use cacah_family::paper::{Outcome, Verified};
use cacah_wire::command::{BalanceView, DisputeView, VerifyQueue, VerifyView};
use cacah_wire::people::OfficerRole;

use super::team::laptop_of;
use super::verify::{FIRST_KEYER, PAPER, READ, SECOND, SECOND_KEYER, disputed};
use super::*;

const THIRD_KEYER: u128 = 0xD0D;
const ME: u128 = 0x0FF1;

fn read_again(path: &str, outcome: Outcome, second: Option<&str>) -> (Path, Change) {
    let second = second.map(|raw| Slot { raw: raw.into(), ..Slot::default() });
    let question = Some(path.parse().unwrap());
    let verified = Verified { question, outcome, second };
    (Path::question(Path::VERIFIED), Change::Verified(verified))
}

fn done() -> (Path, Change) {
    let verified = Verified { question: None, outcome: Outcome::Done, second: None };
    (Path::question(Path::VERIFIED), Change::Verified(verified))
}

fn decide(laptop: &Laptop, view: &DisputeView, path: &str) -> Result<DisputeView, String> {
    let seen = &view.fields.iter().find(|field| field.path == path).unwrap().seen;
    let args = json!({ "document": PAPER, "path": path, "seen": seen, "choice": "a" });
    laptop.try_call("adjudicate", args).map_err(|failure| failure.code.to_string())
}

fn dispute(laptop: &Laptop) -> DisputeView {
    laptop.call("dispute", json!({ "document": PAPER }))
}

#[test]
fn a_decision_is_of_what_was_shown() {
    let laptop = disputed();
    let before = dispute(&laptop);
    // The first keyer mends it on another PC.
    let over = laptop.heads(0, PAPER, "r302");
    laptop.comes_down(0, Some(PAPER), "r302", slot("4568"), &over);
    let written = laptop.entries().len();
    assert_eq!(decide(&laptop, &before, "r302").unwrap_err(), "CHANGED_SINCE");
    assert_eq!(laptop.entries().len(), written, "nothing is written");
    // What did not change is decided by the old view as well.
    decide(&laptop, &before, "r107").unwrap();
    let now = dispute(&laptop);
    let field = now.fields.iter().find(|field| field.path == "r302").unwrap();
    assert!([Some("4568"), Some("99")].contains(&Some(field.a.as_str())));
    decide(&laptop, &now, "r302").unwrap();
    // Somebody decided before, here or elsewhere: told so, and nothing is written twice.
    assert_eq!(decide(&laptop, &now, "r302").unwrap_err(), "CHANGED_SINCE");
    decide(&laptop, &now, "r303").unwrap();
    assert_eq!(decide(&laptop, &now, "r303").unwrap_err(), "CHANGED_SINCE");
}

#[test]
fn a_missing_code_is_not_the_same_letters_as_an_answer() {
    let laptop = disputed();
    let before = dispute(&laptop);
    let over = laptop.heads(0, PAPER, "r303");
    let missing = Slot { missing: Some("3".into()), ..Slot::default() };
    laptop.comes_down(0, Some(PAPER), "r303", Change::Slot(missing), &over);
    let now = dispute(&laptop);
    let shown = |view: &DisputeView| {
        view.fields.iter().find(|field| field.path == "r303").map(|field| field.a.clone())
    };
    assert_eq!(shown(&before), shown(&now));
    assert_eq!(decide(&laptop, &before, "r303").unwrap_err(), "CHANGED_SINCE");
}

#[test]
fn whoever_keyed_it_again_does_not_open_it_once_it_is_reopened() {
    let laptop = laptop_of(OfficerRole::Keyer);
    laptop.keyed(FIRST_KEYER, PAPER, Source::Paper, &READ);
    laptop.wrote((ME, Mode::Verifying), PAPER, vec![read_again("r301a", Outcome::Same, None)]);
    let open = json!({ "family": family_id(0).to_string(), "source": "paper" });
    assert_eq!(laptop.refused("open_document", open.clone()), "NOT_ALLOWED");
    let over = laptop.heads(0, PAPER, "@state");
    laptop.comes_down(0, Some(PAPER), "@state", Change::Reopened {}, &over);
    assert_eq!(laptop.refused("open_document", open), "NOT_ALLOWED");
}

#[test]
fn what_another_has_begun_to_key_again_is_refused_and_goes_to_a_supervisor() {
    let laptop = laptop_of(OfficerRole::Keyer);
    laptop.keyed(FIRST_KEYER, PAPER, Source::Paper, &READ);
    let begun = vec![read_again("r301a", Outcome::Same, None)];
    laptop.wrote((SECOND_KEYER, Mode::Verifying), PAPER, begun);
    let queue: VerifyQueue = laptop.call("verify_queue", json!({}));
    assert!(queue.documents.is_empty());
    let open = json!({ "document": PAPER });
    assert_eq!(laptop.refused("open_verify", open.clone()), "IN_OTHER_HANDS");

    laptop.desk.with(|session| Ok(session.store.take_role("\"supervisor\"")?)).unwrap();
    let queue: VerifyQueue = laptop.call("verify_queue", json!({}));
    assert_eq!(queue.documents.len(), 1);
    let view: VerifyView = laptop.call("open_verify", open.clone());
    assert_eq!(view.done, ["r301a"]);
    // Nobody keys again what is done.
    laptop.wrote((SECOND_KEYER, Mode::Verifying), PAPER, vec![done()]);
    assert_eq!(laptop.refused("open_verify", open), "IN_OTHER_HANDS");
}

#[test]
fn a_second_entry_is_one_persons() {
    let laptop = laptop_of(OfficerRole::Keyer);
    laptop.keyed(FIRST_KEYER, PAPER, Source::Paper, &READ);
    let opened = Change::Opened { source: Source::SecondEntry };
    let begun =
        vec![(Path::question(Path::DOCUMENT), opened), ("r301a".parse().unwrap(), slot("1"))];
    laptop.wrote((SECOND_KEYER, Mode::Keying), SECOND, begun);
    let open = json!({ "family": family_id(0).to_string(), "source": "second_entry" });
    assert_eq!(laptop.refused("open_document", open), "IN_OTHER_HANDS");
}

#[test]
fn what_is_drawn_and_nobody_has_begun_is_owed_since_it_was_finished() {
    let laptop = laptop_of(OfficerRole::Supervisor);
    laptop.keyed(FIRST_KEYER, PAPER, Source::Paper, &READ);
    let owed = || {
        let view: BalanceView = laptop.call("balance", json!({}));
        let gap = view.gaps.into_iter().find(|gap| gap.column == "verified");
        (view.total.verified, gap.map(|gap| (gap.count, gap.owner, gap.since.is_some())))
    };
    assert_eq!(owed(), (0, Some((1, String::new(), true))));
    let begun = vec![read_again("r301a", Outcome::Same, None)];
    laptop.wrote((SECOND_KEYER, Mode::Verifying), PAPER, begun);
    assert_eq!(owed(), (0, Some((1, String::new(), true))), "begun");
    laptop.wrote((SECOND_KEYER, Mode::Verifying), PAPER, vec![done()]);
    assert_eq!(owed(), (1, None));
}

#[test]
fn of_two_who_keyed_it_again_at_once_the_first_done_counts_and_no_doubt_is_lost() {
    // Each PC wrote its own; the later one came down first.
    let both = |laptop: &Laptop| {
        let of = |officer, said| laptop.wrote((officer, Mode::Verifying), PAPER, said);
        of(
            SECOND_KEYER,
            vec![
                read_again("r302", Outcome::Disputed, Some("11")),
                read_again("r303", Outcome::Same, None),
                read_again("r304", Outcome::Slip, None),
                done(),
            ],
        );
        of(
            THIRD_KEYER,
            vec![
                read_again("r302", Outcome::Disputed, Some("22")),
                read_again("r303", Outcome::Disputed, Some("9")),
                read_again("r304", Outcome::Same, None),
                done(),
            ],
        );
    };
    let laptop = laptop_of(OfficerRole::Supervisor);
    laptop.keyed(FIRST_KEYER, PAPER, Source::Paper, &READ);
    both(&laptop);
    let view = dispute(&laptop);
    let read: Vec<_> = view
        .fields
        .iter()
        .map(|field| {
            let mut both = [field.a.as_str(), field.b.as_deref().unwrap_or_default()];
            both.sort_unstable();
            (field.path.as_str(), both)
        })
        .collect();
    assert_eq!(read, [("r302", ["11", "4567"]), ("r303", ["3", "9"])]);
    let readings = laptop.entries().into_iter().filter(
        |entry| matches!(&entry.change, Change::Verified(verified) if verified.second.is_some()),
    );
    assert_eq!(readings.count(), 3, "what the later one read stays in the journal");
}
