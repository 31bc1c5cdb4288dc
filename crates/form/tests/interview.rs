//! An interview over a small form: what an answer changes, and what it does not.

mod common;

use std::sync::Arc;

use cacah_form::{Answer, InterviewError, Language, Owed, Severity};
use common::*;

#[test]
fn a_skip_follows_its_answer_and_the_answer_behind_it_is_kept() {
    let mut interview = interview(&family());
    interview.add("anggota", id(1), None, 0).unwrap();
    let delta = set(&mut interview, "1.r404", "01");
    assert_eq!(all(&delta.shown), ["1.r407", "1.r409", "1.r411"]);
    assert_eq!(delta.next.as_ref().map(short).as_deref(), Some("1.r407"));
    set(&mut interview, "1.r407", "7");
    assert_eq!(shown(&interview, "tertua"), "7");
    let delta = set(&mut interview, "1.r404", "2");
    assert_eq!(all(&delta.hidden), ["1.r407", "1.r409", "1.r411", "1.r413", "1.kode"]);
    assert_eq!(shown(&interview, "1.r407"), "");
    assert_eq!(shown(&interview, "tertua"), "");
    assert_eq!(interview.answer(&path("1.r407")).unwrap().raw, "7");
    assert!(ids(&interview).contains(&"K002 1.r407".to_owned()));
    set(&mut interview, "1.r404", "1");
    assert_eq!(shown(&interview, "tertua"), "7");
    assert!(!ids(&interview).contains(&"K002 1.r407".to_owned()));
}

#[test]
fn a_block_hides_all_that_stands_in_it() {
    let mut interview = interview(&family());
    interview.add("anggota", id(1), None, 0).unwrap();
    set(&mut interview, "1.r404", "1");
    assert_eq!(shown(&interview, "hadir"), "1");
    let delta = set(&mut interview, "r205", "5");
    assert_eq!(all(&delta.hidden).len(), 7);
    assert_eq!(shown(&interview, "hadir"), "0");
    assert!(!interview.relevant(&path("1.r402")));
}

#[test]
fn aggregates_follow_every_member() {
    let mut interview = interview(&family());
    for (at, age) in ["40", "8", "12"].iter().enumerate() {
        let member = u128::try_from(at).unwrap() + 1;
        interview.add("anggota", id(member), None, at).unwrap();
        set(&mut interview, &format!("{member}.r404"), "1");
        let delta = set(&mut interview, &format!("{member}.r407"), age);
        assert!(delta.values.iter().any(|(path, _)| path.question == "tertua"));
    }
    assert_eq!(shown(&interview, "tertua"), "40");
    assert_eq!(shown(&interview, "hadir"), "3");
    assert!(interview.required(&path("catatan")));
    let delta = interview.remove(id(1)).unwrap();
    assert!(delta.instances_changed);
    assert_eq!(shown(&interview, "tertua"), "12");
    assert_eq!(shown(&interview, "2.r401"), "1");
    assert!(!interview.required(&path("catatan")));
    interview.move_to(id(3), 0).unwrap();
    assert_eq!(shown(&interview, "2.r401"), "2");
    assert_eq!(interview.instances("anggota"), [id(3), id(2)]);
}

#[test]
fn a_rule_stands_where_its_focus_says_and_goes_when_mended() {
    let mut interview = interview(&family());
    set(&mut interview, "r112", "1");
    assert_eq!(ids(&interview), ["K019 r112", "K028 r409"]);
    let delta = interview.add("anggota", id(1), None, 0).unwrap();
    assert_eq!(delta.cleared.len(), 1, "the finding moves to the first member");
    assert_eq!(ids(&interview), ["K019 r112", "K028 1.r409"]);
    set(&mut interview, "1.r404", "1");
    let delta = set(&mut interview, "1.r409", "1");
    assert_eq!(delta.cleared.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["K028"]);
    assert_eq!(ids(&interview), Vec::<String>::new());
}

#[test]
fn a_rule_over_an_empty_answer_rests() {
    let mut interview = interview(&family());
    for member in [1, 2] {
        interview.add("anggota", id(member), None, 9).unwrap();
        set(&mut interview, &format!("{member}.r404"), "1");
    }
    set(&mut interview, "1.r409", "1");
    set(&mut interview, "2.r409", "3");
    set(&mut interview, "2.r407", "20");
    assert_eq!(ids(&interview), Vec::<String>::new());
    set(&mut interview, "1.r407", "25");
    assert_eq!(ids(&interview), ["K045 2.r407"]);
}

#[test]
fn a_confirmed_finding_says_so_and_forgets_with_the_next_answer() {
    let mut interview = interview(&family());
    for (member, name) in [(1, "ANI"), (2, "ANI")] {
        interview.add("anggota", id(member), None, 9).unwrap();
        set(&mut interview, &format!("{member}.r402"), name);
    }
    let confirm = Answer { confirmed: vec!["K010".into()], ..Answer::raw("ANI") };
    let delta = interview.set(&path("2.r402"), confirm).unwrap();
    assert_eq!(delta.findings.len(), 1);
    assert!(delta.findings[0].confirmed);
    let delta = set(&mut interview, "2.r402", "ANI");
    assert!(!delta.findings[0].confirmed);
    let delta = set(&mut interview, "2.r402", "BUDI");
    assert_eq!(delta.cleared.len(), 2);
}

#[test]
fn an_error_a_supervisor_let_stand_is_counted_apart_until_the_answer_changes() {
    let mut interview = interview(&family());
    interview.add("anggota", id(1), None, 0).unwrap();
    set(&mut interview, "1.r404", "1");
    set(&mut interview, "1.r407", "200");
    let open = interview.verdict();
    assert_eq!(open.released, 0);
    let release = Answer { released: vec!["K003".into()], ..Answer::raw("200") };
    let delta = interview.set(&path("1.r407"), release).unwrap();
    assert!(delta.findings.iter().any(|f| f.id == "K003" && f.released));
    for finding in interview.findings() {
        let words = interview.form().message(&finding.id, &finding.path.question);
        assert_eq!(words, Some(&finding.message), "{}", finding.id);
    }
    assert_eq!(interview.form().message("K999", "r407"), None);
    let let_stand = interview.verdict();
    assert_eq!((let_stand.errors, let_stand.released), (open.errors - 1, 1));
    set(&mut interview, "1.r407", "200");
    assert_eq!(interview.verdict(), open);
}

#[test]
fn a_bad_value_stays_with_its_finding() {
    let mut interview = interview(&family());
    interview.add("anggota", id(1), None, 0).unwrap();
    set(&mut interview, "1.r404", "1");
    for (raw, bad) in [("200", true), ("abc", true), ("98", false), ("40", false)] {
        set(&mut interview, "1.r407", raw);
        assert_eq!(interview.answer(&path("1.r407")).unwrap().raw, raw);
        assert_eq!(ids(&interview).contains(&"K003 1.r407".to_owned()), bad, "{raw}");
    }
    set(&mut interview, "1.r411", "8");
    assert!(ids(&interview).contains(&"K004 1.r411".to_owned()));
    set(&mut interview, "1.r411", "5");
    assert_eq!(number(&interview.value(&path("1.r411"))), 5.0);
    set(&mut interview, "1.r404", "7");
    assert!(ids(&interview).contains(&"K003 1.r404".to_owned()));
}

#[test]
fn a_reason_stands_for_an_answer() {
    let mut interview = interview(&family());
    interview.finish(Owed::Enumerator);
    assert!(ids(&interview).contains(&"K001 r114".to_owned()));
    interview.set(&path("r114"), Answer::missing("menolak")).unwrap();
    assert!(!ids(&interview).contains(&"K001 r114".to_owned()));
    interview.set(&path("r114"), Answer::missing("lupa")).unwrap();
    assert!(ids(&interview).contains(&"K003 r114".to_owned()));
    assert_eq!(shown(&interview, "r114"), "");
}

#[test]
fn a_row_may_speak_for_the_engine_or_wait_for_what_is_open() {
    let rows = "K016,error,keluarga,,K001,r114,later,Salin nomornya,Copy the number
K026,warning,keluarga,,${r205} = 1 and K001,r205,later,Belum lengkap,Not complete
";
    let form = compile(SURVEY, CHOICES, &format!("{CHECKS}{rows}")).expect("a form");
    let mut interview = interview(&Arc::new(form));
    interview.set(&path("r205"), Answer::raw("1")).unwrap();
    assert!(!ids(&interview).contains(&"K026 r205".to_owned()));
    interview.finish(Owed::Enumerator);
    let message = |at: &str| {
        let found = interview.findings().into_iter().find(|finding| finding.path == path(at));
        found.map(|finding| (finding.id, finding.message.get(Language::En).to_owned()))
    };
    assert_eq!(message("r112"), Some(("K001".into(), "Missing".into())));
    assert_eq!(message("r114"), Some(("K001".into(), "Copy the number".into())));
    assert_eq!(message("r205"), Some(("K026".into(), "Not complete".into())));
    for (at, raw) in [("r112", "1"), ("r114", "8271000000000000")] {
        assert!(ids(&interview).contains(&"K026 r205".to_owned()));
        interview.set(&path(at), Answer::raw(raw)).unwrap();
    }
    assert!(!ids(&interview).contains(&"K026 r205".to_owned()));
    interview.set(&path("r112"), Answer::default()).unwrap();
    assert!(ids(&interview).contains(&"K026 r205".to_owned()));
    interview.reopen();
    assert!(!ids(&interview).contains(&"K026 r205".to_owned()));
}

#[test]
fn finishing_asks_each_role_for_its_own() {
    let mut interview = interview(&family());
    interview.add("anggota", id(1), None, 0).unwrap();
    for (at, raw) in [
        ("r112", "1"),
        ("r205", "1"),
        ("r114", "8271000000000000"),
        ("1.r402", "ANI"),
        ("1.r404", "1"),
        ("1.r407", "40"),
        ("1.r409", "1"),
        ("1.r411", "5"),
    ] {
        set(&mut interview, at, raw);
    }
    let open: Vec<_> = interview.open_questions().iter().map(|(p, o)| (short(p), *o)).collect();
    assert_eq!(open, [("1.kode".to_owned(), Owed::Coder)]);
    assert_eq!(interview.finish(Owed::Enumerator).findings, []);
    assert_eq!(interview.finish(Owed::Coder).findings.len(), 1);
    assert_eq!(interview.findings()[0].severity, Severity::Error);
    let delta = interview.reopen();
    assert_eq!((delta.cleared.len(), interview.finished()), (1, false));
    let progress = interview.progress();
    assert_eq!((progress.answered, progress.asked), (8, 9));
}

#[test]
fn fields_go_page_by_page_through_all_members() {
    let mut interview = interview(&family());
    for member in [1, 2] {
        interview.add("anggota", id(member), None, 9).unwrap();
        set(&mut interview, &format!("{member}.r404"), "1");
    }
    let fields = all(&interview.fields());
    assert_eq!(
        fields,
        [
            "r112", "r205", "r114", "1.r402", "1.r404", "1.r407", "1.r409", "2.r402", "2.r404",
            "2.r407", "2.r409", "1.r411", "2.r411", "catatan"
        ]
    );
    let mut walked = vec![interview.first().unwrap()];
    while let Some(next) = interview.next(&walked[walked.len() - 1]) {
        walked.push(next);
    }
    assert_eq!(walked, interview.fields());
    let mut back = vec![walked[walked.len() - 1].clone()];
    while let Some(previous) = interview.previous(&back[back.len() - 1]) {
        back.push(previous);
    }
    back.reverse();
    assert_eq!(back, walked);
}

#[test]
fn what_names_nothing_is_an_error_and_changes_nothing() {
    let mut interview = interview(&family());
    interview.add("anggota", id(1), None, 0).unwrap();
    let mut fails = |at: &str| interview.set(&path(at), Answer::raw("1")).expect_err(at);
    assert_eq!(fails("r999"), InterviewError::UnknownQuestion("r999".into()));
    assert_eq!(fails("r402").code(), "unknown_instance");
    assert_eq!(fails("2.r402").code(), "unknown_instance");
    assert_eq!(fails("1.r112").code(), "unknown_instance");
    assert_eq!(fails("hadir").code(), "takes_no_answer");
    assert_eq!(
        interview.add("anggota", id(1), None, 0).expect_err("known").code(),
        "known_instance"
    );
    assert_eq!(
        interview.add("rumah", id(2), None, 0).expect_err("repeat").code(),
        "unknown_repeat"
    );
    assert_eq!(interview.remove(id(2)).expect_err("unknown").code(), "unknown_instance");
}

#[test]
fn a_path_that_the_form_lacks_is_kept_aside() {
    let answers = [(path("r112"), Answer::raw("1")), (path("lama"), Answer::raw("x"))];
    let interview = cacah_form::Interview::load(
        family(),
        functions(),
        [("anggota", id(1), None), ("lama", id(2), None)].into_iter(),
        answers.clone().into_iter(),
    );
    assert_eq!(interview.unknown(), &answers[1..]);
    assert_eq!(interview.instances("anggota"), [id(1)]);
    assert_eq!(shown(&interview, "r112"), "1");
}

#[test]
fn in_an_interview_what_a_change_hides_is_folded_and_no_finding() {
    let mut interview = interview(&family()).folding();
    interview.add("anggota", id(1), None, 0).unwrap();
    set(&mut interview, "1.r404", "1");
    set(&mut interview, "1.r407", "7");
    let delta = set(&mut interview, "1.r404", "2");
    assert!(delta.findings.iter().all(|finding| finding.id != "K002"));
    assert_eq!(interview.answer(&path("1.r407")).unwrap().raw, "7");
    set(&mut interview, "1.r404", "1");
    assert_eq!(shown(&interview, "1.r407"), "7");
}

#[test]
fn what_the_enumerator_still_owes_is_an_error_before_and_after_finishing() {
    let mut interview = interview(&family());
    interview.add("anggota", id(1), None, 0).unwrap();
    set(&mut interview, "1.r404", "1");
    let open = interview.open_questions();
    let mine = open.iter().filter(|(_, owed)| *owed == Owed::Enumerator).count();
    assert!(mine > 0 && interview.verdict().errors >= mine);
    let before = interview.verdict();
    interview.finish(Owed::Enumerator);
    assert_eq!(interview.verdict(), before);
}
