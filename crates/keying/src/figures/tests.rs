use cacah_family::entry::{Actor, Change, Dot, Entry, Mode, Role, Times};
use cacah_family::id::{DeviceId, FamilyId};
use cacah_family::paper::{Attendance, Outcome, Presence, Right, Verified};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use uuid::Uuid;

use super::*;

const SECOND: Millis = 1_000;
const HOUR: Millis = 3_600 * SECOND;
const WIT: i32 = 9 * 3_600;
const SLS: &str = "8271010001000100";
const OTHER: &str = "8271010001000200";

fn officer(n: u128) -> OfficerId {
    OfficerId(Uuid::from_u128(n))
}

fn piece(n: u128, at: Millis, question: &'static str, keys: u32) -> Piece<'static> {
    let effort = Effort { keys, active: 2_000 };
    Piece { officer: officer(n), at, sls: SLS, question: Some(question), text: false, effort }
}

fn whole(n: u128) -> Row {
    Row { officer: Some(officer(n)), part: Part::Whole }
}

#[test]
fn keystrokes_per_hour_leave_text_apart() {
    let shifts = Shifts::default();
    let mut figures = Figures::new(By::Officer, 120, WIT, &shifts);
    figures.add(&piece(1, 10 * SECOND, "r407", 8));
    figures.add(&Piece { text: true, ..piece(1, 12 * SECOND, "r402", 30) });
    let tally = figures.rows()[&whole(1)];
    assert_eq!((tally.keys, tally.number_keys, tally.per_hour()), (38, 8, 14_400));
    assert_eq!((tally.active, tally.present, tally.errors_tenths()), (4_000, 4_000, None));
}

#[test]
fn a_pause_is_a_gap_over_the_setting_or_one_that_was_said() {
    let said = |at, act| (officer(1), at, Attendance { act, shift: 1 });
    let shifts: Shifts = [said(500 * SECOND, Presence::Pause)].into_iter().collect();
    let mut figures = Figures::new(By::Officer, 120, WIT, &shifts);
    for at in [10, 100, 300, 490, 510] {
        figures.add(&piece(1, at * SECOND, "r407", 1));
    }
    let tally = figures.rows()[&whole(1)];
    // 90 seconds go through; 200 and 190 are too long; 20 were said to be a pause.
    assert_eq!((tally.pauses, tally.present), (3, 98_000));
    assert_eq!(figures.run(), Some((508 * SECOND, 510 * SECOND)));
}

#[test]
fn the_night_and_going_home_are_no_pauses_and_a_clock_set_back_says_nothing() {
    let said = |at, act| (officer(1), at, Attendance { act, shift: 1 });
    let shifts: Shifts = [said(HOUR, Presence::End)].into_iter().collect();
    let mut figures = Figures::new(By::Day, 120, WIT, &shifts);
    for at in [HOUR - SECOND, 3 * HOUR, 2 * HOUR, 16 * HOUR] {
        figures.add(&piece(1, at, "r407", 1));
    }
    let days: Vec<_> = figures.rows().iter().map(|(row, t)| (&row.part, t.pauses)).collect();
    // 16:00 UTC is tomorrow in Ternate.
    assert_eq!(days, [(&Part::Day(0), 0), (&Part::Day(1), 0)]);
}

#[test]
fn a_shift_holds_until_its_end_or_half_a_day() {
    let said = |hour: Millis, act, shift| (officer(1), hour * HOUR, Attendance { act, shift });
    let all = [
        said(20, Presence::Begin, 3),
        said(8, Presence::End, 0),
        said(1, Presence::Begin, 2),
        said(4, Presence::Pause, 0),
    ];
    let shifts: Shifts = all.into_iter().collect();
    let at = |hour| shifts.at(officer(1), hour * HOUR);
    assert_eq!([0, 2, 5, 9, 21, 40].map(at), [None, Some(2), Some(2), None, Some(3), None]);
    assert!(shifts.pauses(officer(1), 5 * HOUR) && !shifts.pauses(officer(1), 9 * HOUR));
    let mut figures = Figures::new(By::Shift, 120, WIT, &shifts);
    figures.add(&piece(1, 2 * HOUR, "r407", 5));
    figures.add(&piece(1, 9 * HOUR, "r407", 1));
    let keys: Vec<_> = figures.rows().iter().map(|(row, t)| (&row.part, t.keys)).collect();
    assert_eq!(keys, [(&Part::Shift(None), 1), (&Part::Shift(Some(2)), 5)]);
}

#[test]
fn documents_count_for_who_finished_them_and_keyed_again_apart() {
    let finish = |n, by, again| Finish {
        document: DocumentId(Uuid::from_u128(n)),
        officer: officer(by),
        at: 20,
        sls: SLS.to_owned(),
        again,
    };
    let shifts = Shifts::default();
    let mut figures = Figures::new(By::Officer, 120, WIT, &shifts);
    for finish in [finish(1, 1, false), finish(2, 1, false), finish(1, 2, true)] {
        figures.finished(&finish);
    }
    let of = |n| figures.rows()[&whole(n)];
    assert_eq!([of(1).documents, of(1).again, of(2).documents, of(2).again], [2, 0, 0, 1]);
}

#[test]
fn rows_of_sls_and_field_are_of_everybody() {
    let shifts = Shifts::default();
    for (by, parts) in [
        (By::Sls, vec![Part::Sls(SLS.into()), Part::Sls(OTHER.into())]),
        (By::Field, vec![Part::Question("r402".into()), Part::Question("r407".into())]),
    ] {
        let mut figures = Figures::new(by, 120, WIT, &shifts);
        figures.add(&piece(1, 0, "r407", 1));
        figures.add(&Piece { sls: OTHER, ..piece(2, 0, "r402", 1) });
        figures.add(&Piece { question: None, ..piece(2, 0, "", 1) });
        let rows: Vec<_> = figures.rows().keys().cloned().collect();
        let wanted: Vec<_> = parts.into_iter().map(|part| Row { officer: None, part }).collect();
        assert_eq!(rows, wanted);
    }
}

fn entry(seq: u64, by: u128, mode: Mode, path: &Path, change: Change) -> Entry {
    let actor = Actor { device: DeviceId(Uuid::from_u128(by)), incarnation: 1 };
    Entry {
        dot: Dot { actor, seq },
        family: FamilyId(Uuid::from_u128(9)),
        document: Some(DocumentId(Uuid::from_u128(8))),
        path: path.clone(),
        change,
        over: Vec::new(),
        officer: officer(by),
        mode,
        form: None,
        at: Times { wall: Millis::try_from(seq).unwrap(), mono: 0, endpoint: None, heard: None },
        effort: Effort { keys: 3, active: 1_000 },
    }
}

#[test]
fn an_error_is_one_only_when_somebody_decided() {
    let at = |name| Path::question(name);
    let keyed = |seq, by, name| {
        entry(seq, by, Mode::Keying, &at(name), Change::Slot(Slot::keyed("1", None)))
    };
    let log = at(Path::VERIFIED);
    let verified = |seq, name, outcome| {
        let verified = Verified { question: Some(at(name)), outcome, second: None };
        entry(seq, 2, Mode::Verifying, &log, Change::Verified(verified))
    };
    let decided = |seq, name, right| {
        let change = Change::Adjudicated { question: at(name), right };
        entry(seq, 3, Mode::Supervising, &at(Path::ADJUDICATED), change)
    };
    let finished = Change::Finished { role: Role::Enumerator };
    let mut entries = vec![
        keyed(1, 1, "a"),
        keyed(2, 4, "b"),
        keyed(3, 1, "b"),
        keyed(4, 1, "c"),
        keyed(5, 1, "d"),
        entry(6, 5, Mode::Keying, &at(Path::STATE), finished),
        verified(7, "a", Outcome::Slip),
        verified(8, "b", Outcome::Disputed),
        verified(9, "c", Outcome::Parked),
        verified(10, "d", Outcome::Disputed),
        verified(11, "e", Outcome::Disputed),
        keyed(12, 4, "b"),
        decided(13, "b", Right::Second),
        decided(14, "d", Right::First),
        decided(15, "e", Right::Neither),
    ];
    entries.reverse();
    let found = judged(&entries);
    let found: Vec<_> =
        found.iter().map(|f| (f.question.to_string(), f.officer, f.keys, f.verdict)).collect();
    let field = |name: &str, by, keys, verdict| (name.to_owned(), officer(by), keys, verdict);
    assert_eq!(
        found,
        [
            field("a", 1, 3, Verdict::Right),
            field("b", 1, 3, Verdict::Wrong),
            field("c", 1, 3, Verdict::Suspected),
            field("d", 1, 3, Verdict::Right),
            field("e", 5, 0, Verdict::Wrong),
        ]
    );
    let shifts = Shifts::default();
    let mut figures = Figures::new(By::Officer, 120, WIT, &shifts);
    for field in &judged(&entries) {
        figures.judged(field, SLS);
    }
    let tally = figures.rows()[&whole(1)];
    assert_eq!((tally.checked, tally.wrong, tally.suspected), (4, 1, 1));
    assert_eq!(tally.errors_tenths(), Some(833));
}
