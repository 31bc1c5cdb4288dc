use cacah_family::entry::{Change, Mode};

use super::*;
use crate::fixture::{Laptop, Work, entry, summary};
use crate::{Commit, NewEntry, Summary};

fn found(n: usize) -> Found {
    Found {
        path: Path::question(&format!("r{n:03}")),
        rule: if n.is_multiple_of(2) { "K001" } else { "W007" }.into(),
        error: n.is_multiple_of(2),
        member: 0,
        paper: false,
        confirmed: false,
        released: false,
    }
}

fn told(laptop: &mut Laptop, work: Work, checker: &str, findings: Vec<Found>) {
    let known =
        Summary { checker: Some(checker.into()), findings: Some(findings), ..summary(work) };
    let commit = Commit { summary: Some(known), ..Commit::default() };
    laptop.store.append(commit).unwrap();
}

fn tick(laptop: &mut Laptop, work: Work, of: &Found, done: bool) {
    let question = of.path.clone();
    let change = Change::Ticked { question, finding: of.rule.clone(), done };
    let new = entry(work, Path::question(Path::TICKED), change, vec![]);
    let entries = vec![NewEntry { mode: Mode::Keying, ..new }];
    laptop.store.append(Commit { entries, ..Commit::default() }).unwrap();
}

#[test]
fn findings_follow_the_summary_and_are_narrowed() {
    let mut laptop = Laptop::new();
    let (first, second) = (laptop.visit(0), laptop.visit(1));
    told(&mut laptop, first, "PML 01", (0..4).map(found).collect());
    told(&mut laptop, second, "PML 02", (0..2).map(found).collect());
    let all = FindingQuery::default();
    let totals = laptop.store.finding_totals(&all).unwrap();
    assert_eq!((totals.total, totals.errors, totals.warnings, totals.released), (6, 3, 3, 0));
    assert_eq!(totals.rules, [("K001".to_owned(), 3), ("W007".to_owned(), 3)]);
    assert_eq!(totals.checkers, [("PML 01".to_owned(), 4), ("PML 02".to_owned(), 2)]);

    // One is settled, one is gone.
    let released = Found { released: true, ..found(0) };
    told(&mut laptop, first, "PML 01", vec![released.clone(), found(1), found(2)]);
    let of_first = FindingQuery { checker: Some("PML 01".into()), ..all };
    let listed = laptop.store.findings(&of_first).unwrap();
    assert_eq!(listed.iter().map(|r| r.found.clone()).collect::<Vec<_>>(), [found(1), found(2)]);
    assert_eq!(laptop.store.finding_totals(&of_first).unwrap().released, 1);
    let whole = FindingQuery { settled: true, ..of_first.clone() };
    assert_eq!(laptop.store.findings(&whole).unwrap()[0].found, released);
    let errors = FindingQuery { errors: true, rule: Some("K001".into()), ..of_first };
    assert_eq!(laptop.store.findings(&errors).unwrap().len(), 1);
}

#[test]
fn a_tick_stays_with_its_finding_though_it_goes_and_comes_again() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    told(&mut laptop, work, "", vec![found(0), found(1)]);
    tick(&mut laptop, work, &found(1), true);
    let open = FindingQuery::default();
    assert_eq!(laptop.store.findings(&open).unwrap().len(), 1);
    told(&mut laptop, work, "", vec![found(0)]);
    told(&mut laptop, work, "", vec![found(0), found(1)]);
    assert_eq!(laptop.store.findings(&open).unwrap().len(), 1);
    laptop.host.pass(1_000);
    tick(&mut laptop, work, &found(1), false);
    assert_eq!(laptop.store.findings(&open).unwrap().len(), 2);
}

#[test]
fn a_page_of_five_thousand_is_in_order_and_found_by_an_index() {
    let mut laptop = Laptop::new();
    let works: Vec<Work> = (0..10).map(|n| laptop.visit(n)).collect();
    for (n, work) in works.iter().enumerate() {
        let checker = if n < 5 { "PML 01" } else { "PML 02" };
        told(&mut laptop, *work, checker, (0..500).map(found).collect());
    }
    let query = FindingQuery { offset: 4_900, limit: 50, ..FindingQuery::default() };
    assert_eq!(laptop.store.finding_totals(&query).unwrap().total, 5_000);
    let page = laptop.store.findings(&query).unwrap();
    let whole = laptop.store.findings(&FindingQuery::default()).unwrap();
    assert_eq!(page, whole[4_900..4_950]);
    let place = |r: &FindingRecord| (r.idsubsls.clone(), r.building, r.number);
    assert!(whole.is_sorted_by_key(place));

    for query in [
        FindingQuery { idsubsls: Some(page[0].idsubsls.clone()), ..query.clone() },
        FindingQuery { checker: Some("PML 01".into()), ..query.clone() },
        FindingQuery { rule: Some("K001".into()), ..query },
    ] {
        let mut conditions = conditions(&query, false);
        conditions.bound.extend([50.into(), 0.into()]);
        let sql = format!("EXPLAIN QUERY PLAN {}", super::page(&conditions));
        let mut plan = laptop.store.connection.prepare(&sql).unwrap();
        let plan = plan.query_map(params_from_iter(&conditions.bound), |row| row.get(3)).unwrap();
        let plan: Vec<String> = plan.collect::<Result<_, _>>().unwrap();
        assert!(!plan.iter().any(|step| step.starts_with("SCAN n")), "{plan:?}");
    }
}

#[test]
fn what_is_removed_is_on_no_list() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    told(&mut laptop, work, "", vec![found(0)]);
    let removed = Change::Removed {};
    laptop.write(work, Path::question(Path::REMOVED), removed, vec![]).unwrap();
    assert!(laptop.store.findings(&FindingQuery::default()).unwrap().is_empty());
}
