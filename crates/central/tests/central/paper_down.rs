//! Who is told what of paper, and of those who key it.

use cacah_family::entry::{Birth, Change, Mode, Source};
use cacah_family::id::FamilyId;
use cacah_family::paper::Right;
use cacah_family::path::Path;
use cacah_wire::seal::Hash;
use uuid::Uuid;

use crate::down::{Listener, hashes, names, send, told};
use crate::laptop::Laptop;
use crate::office::{A, B, HERE, KOSEKA, PML, birth, family};
use crate::paper::{FIRST, IPDS, SECOND, THIRD, again, attended, keyed, of_office, office};

#[test]
fn every_role_is_told_its_part_of_paper() {
    let office = office();
    let enrolled = |code, seed| Laptop::enrolled(&office, code, seed);
    let (mut a, b, pml, koseka) =
        (enrolled(A, 1), enrolled(B, 2), enrolled(PML, 3), enrolled(KOSEKA, 4));
    let (mut first, mut second, third) =
        (enrolled(FIRST, 5), enrolled(SECOND, 6), enrolled(THIRD, 7));
    let mut ipds = enrolled(IPDS, 8);
    let visit = a.visit(family(1), "2");
    let visit = send(&office, &a, &visit);
    let keyed_first = keyed(&mut first, family(1), Source::Paper, "2");
    let document = keyed_first[0].document.unwrap();
    let paper = send(&office, &first, &keyed_first);
    let entry = again(&mut second, family(1), document);
    let verified = send(&office, &second, &[entry]);
    let entries = keyed(&mut second, family(1), Source::SecondEntry, "3");
    let twice = send(&office, &second, &entries);
    let change = Change::Adjudicated { question: Path::question("cangkir"), right: Right::First };
    let path = Path::question(Path::ADJUDICATED);
    let mut entry = ipds.entry(family(1), Some(document), path, change);
    entry.mode = Mode::Supervising;
    let decided = send(&office, &ipds, &[entry]);

    let all = |laptop: &Laptop| told(&Listener::new().all(&office, laptop));
    assert!(all(&b).is_empty(), "an enumerator: nothing of another");
    assert!(all(&a).is_empty(), "nor of the paper of the own families");
    for field in [&pml, &koseka] {
        let expected = hashes([&visit, &paper, &decided]);
        assert_eq!(all(field), expected, "a supervisor in the field: nothing keyed blind");
    }
    let expected = hashes([&paper, &verified, &decided]);
    assert_eq!(all(&third), expected, "a keyer: paper alone, and no second entry");
    let other = enrolled(IPDS, 9);
    let expected = hashes([&visit, &paper, &verified, &twice, &decided]);
    assert_eq!(all(&other), expected, "the office: all there is");
}

#[test]
fn a_keyer_is_told_by_the_log_too_and_no_word_that_stands_beside_an_answer() {
    let office = office();
    let mut a = Laptop::enrolled(&office, A, 1);
    let mut first = Laptop::enrolled(&office, FIRST, 2);
    let third = Laptop::enrolled(&office, THIRD, 3);
    let mut of_third = Listener::new();
    of_third.all(&office, &third);
    let entries = keyed(&mut first, family(1), Source::Paper, "2");
    let paper = send(&office, &first, &entries);
    let visit = a.visit(family(1), "2");
    // An enumerator who keys the rest of an interview from paper: one segment, and a visit in it.
    let mut both = keyed(&mut a, family(2), Source::Paper, "2");
    both.extend(a.visit(family(2), "3"));
    let lines = [visit, both].map(|entries| send(&office, &a, &entries));
    assert_eq!(told(&of_third.all(&office, &third)), hashes([&paper]), "by the log");
    assert_eq!(told(&Listener::new().all(&office, &third)), hashes([&paper]), "by the walk");
    let pml = Laptop::enrolled(&office, PML, 4);
    let whole = told(&Listener::new().all(&office, &pml));
    assert_eq!(whole, hashes([&paper, &lines[0], &lines[1]]));
}

#[test]
fn a_visit_that_somebody_calls_paper_is_no_paper() {
    let office = office();
    let mut a = Laptop::enrolled(&office, A, 1);
    let mut first = Laptop::enrolled(&office, FIRST, 2);
    let third = Laptop::enrolled(&office, THIRD, 3);
    let entries = a.visit(family(1), "2");
    let document = entries[0].document.unwrap();
    let visit = send(&office, &a, &entries);
    // Whoever has heard of its id opens it as paper, to be told of it.
    let opened = Change::Opened { source: Source::Paper };
    let path = Path::question(Path::DOCUMENT);
    let mut entry = first.entry(family(1), Some(document), path, opened);
    entry.mode = Mode::Keying;
    send(&office, &first, &[entry]);
    // Its own enumerator calls it paper too.
    let mut both = a.visit(family(2), "3");
    let twice = a.entry(
        family(2),
        both[0].document,
        Path::question(Path::DOCUMENT),
        Change::Opened { source: Source::Paper },
    );
    both.push(twice);
    let own = send(&office, &a, &both);
    for keyer in [&first, &third] {
        assert!(told(&Listener::new().all(&office, keyer)).is_empty());
    }
    let pml = Laptop::enrolled(&office, PML, 4);
    let seen = told(&Listener::new().all(&office, &pml));
    let all = hashes([&visit, &own]);
    assert!(all.iter().all(|hash| seen.contains(hash)), "the field loses nothing of it");
}

#[test]
fn a_family_found_in_the_field_is_told_to_keyers_by_its_birth_alone() {
    let office = office();
    let mut a = Laptop::enrolled(&office, A, 1);
    let first = Laptop::enrolled(&office, FIRST, 2);
    let mut of_first = Listener::new();
    of_first.all(&office, &first);
    let new = FamilyId(Uuid::from_u128(110));
    let mut entries = vec![a.born(new, Birth { found: true, ..birth(10, HERE) })];
    entries.extend(a.visit(new, "2"));
    send(&office, &a, &entries);
    assert_eq!(names(&of_first.all(&office, &first)), ["family 10"], "by the log");
    let whole = names(&Listener::new().all(&office, &first));
    assert!(whole.contains(&"family 10".into()) && !whole.contains(&"entries".into()));
}

#[test]
fn the_record_of_the_office_is_told_to_who_works_there() {
    let office = office();
    let mut first = Laptop::enrolled(&office, FIRST, 1);
    let others: Vec<_> = [SECOND, IPDS, A, PML, KOSEKA]
        .iter()
        .zip(2..)
        .map(|(code, seed)| Laptop::enrolled(&office, code, seed))
        .collect();
    let mut listeners: Vec<_> = others.iter().map(|_| Listener::new()).collect();
    for (listener, laptop) in listeners.iter_mut().zip(&others) {
        listener.all(&office, laptop);
    }
    let entries = of_office(&mut first, "8271", Path::ATTENDANCE, attended());
    let line = send(&office, &first, &entries);
    for (at, (listener, laptop)) in listeners.iter_mut().zip(&others).enumerate() {
        let expected: Vec<Hash> = if at < 2 { hashes([&line]) } else { Vec::new() };
        assert_eq!(told(&listener.all(&office, laptop)), expected, "by the log: {at}");
        let whole = told(&Listener::new().all(&office, laptop));
        assert_eq!(whole, expected, "by the walk: {at}");
    }
}

#[test]
fn the_office_is_told_when_the_pcs_of_keyers_were_heard() {
    let office = office();
    let laptops = [FIRST, SECOND, IPDS, A, PML];
    let laptops: Vec<_> =
        laptops.iter().zip(1..).map(|(code, n)| Laptop::enrolled(&office, code, n)).collect();
    Listener::new().all(&office, &laptops[0]);
    let mut of_ipds = Listener::new();
    let heard = of_ipds.page(&office, &laptops[2]).heard.unwrap();
    let known: Vec<_> = heard.iter().map(|it| (it.officer.as_str(), it.at.is_some())).collect();
    assert_eq!(known, [(IPDS, true), (FIRST, true), (SECOND, false)]);
    assert!(of_ipds.page(&office, &laptops[2]).heard.is_none(), "nothing new within the hour");
    Listener::new().all(&office, &laptops[1]);
    let heard = of_ipds.page(&office, &laptops[2]).heard.unwrap();
    assert!(heard.iter().all(|it| it.at.is_some()));
    for other in [0, 3, 4] {
        assert!(Listener::new().page(&office, &laptops[other]).heard.is_none());
    }
}
