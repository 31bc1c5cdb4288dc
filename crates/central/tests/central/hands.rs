//! Three people for one paper at the endpoint: who keys it, who keys it again, who decides; in
//! whatever order their batches come.

use cacah_central::storage::Storage as _;
use cacah_family::entry::{Change, Entry, Mode, Source};
use cacah_family::id::DocumentId;
use cacah_family::paper::{Outcome, Right, Verified};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_wire::error::Code;
use cacah_wire::receipt::Verdict;
use cacah_wire::seal::Hash;

use crate::laptop::{Laptop, Line};
use crate::office::{Office, family};
use crate::paper::{FIRST, IPDS, SECOND, THIRD, keyed, office};

const STORED: Verdict = Verdict::Stored;
const SAME_HANDS: Verdict = Verdict::Held(Code::SameHands);
const WAITS: Verdict = Verdict::Held(Code::WaitsForFirst);

/// A field of the paper keyed again, with what was read where it differs.
pub fn again(laptop: &mut Laptop, document: DocumentId, second: Option<&str>) -> Entry {
    let verified = Verified {
        question: Some(Path::question("cangkir")),
        outcome: second.map_or(Outcome::Same, |_| Outcome::Disputed),
        second: second.map(|raw| Slot::keyed(raw, None)),
    };
    let (path, change) = (Path::question(Path::VERIFIED), Change::Verified(verified));
    let mut entry = laptop.entry(family(1), Some(document), path, change);
    entry.mode = Mode::Verifying;
    entry
}

fn decided(laptop: &mut Laptop, document: DocumentId) -> Entry {
    let change = Change::Adjudicated { question: Path::question("cangkir"), right: Right::Second };
    let path = Path::question(Path::ADJUDICATED);
    let mut entry = laptop.entry(family(1), Some(document), path, change);
    entry.mode = Mode::Supervising;
    entry
}

/// Every order of so many things.
fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(count - 1);
    let insert = |order: &Vec<usize>| {
        let all = (0..count).map(|at| {
            let mut order = order.clone();
            order.insert(at, count - 1);
            order
        });
        all.collect::<Vec<_>>()
    };
    shorter.iter().flat_map(insert).collect()
}

/// What somebody sends, and whether it is part of the state when all has come.
struct Sent {
    by: &'static str,
    line: Line,
    enters: bool,
}

fn sent(laptop: &Laptop, by: &'static str, entries: &[Entry], enters: bool) -> Sent {
    Sent { by, line: laptop.segment(entries), enters }
}

/// The four who work at the paper, each on the own PC.
fn crew(office: &Office) -> Vec<(&'static str, Laptop)> {
    let codes = [FIRST, SECOND, THIRD, IPDS].into_iter().zip(1..);
    codes.map(|(code, seed)| (code, Laptop::enrolled(office, code, seed))).collect()
}

/// Sends it all in every order to an office of its own: the same is in the state, the same is held,
/// and nothing is lost.
fn in_every_order(work: impl Fn(&mut [(&'static str, Laptop)]) -> Vec<Sent>) {
    each_order(work, |_| {});
}

/// The same, with what else holds of every such office.
fn each_order(work: impl Fn(&mut [(&'static str, Laptop)]) -> Vec<Sent>, holds: impl Fn(&Office)) {
    let count = work(&mut crew(&office())).len();
    for order in orders(count) {
        let office = office();
        let mut crew = crew(&office);
        let work = work(&mut crew);
        for at in &order {
            let Sent { by, line, .. } = &work[*at];
            let (_, laptop) = crew.iter().find(|(code, _)| code == by).unwrap();
            let verdicts = laptop.send(&office, std::slice::from_ref(line));
            assert!(!verdicts.iter().any(|it| matches!(it, Verdict::Unreadable(_))), "{order:?}");
        }
        let home = "8271021".parse().unwrap();
        let known = office.central.storage().known(&home, family(1)).unwrap();
        for sent in &work {
            let hash = sent.line.2.hash();
            let row = known.segments.iter().find(|row| row.hash == hash);
            let row = row.unwrap_or_else(|| panic!("{order:?}: lost of {}", sent.by));
            assert_eq!(row.held.is_none(), sent.enters, "{order:?}: {}", sent.by);
        }
        holds(&office);
    }
}

fn of<'a>(crew: &'a mut [(&'static str, Laptop)], code: &str) -> &'a mut Laptop {
    &mut crew.iter_mut().find(|(known, _)| *known == code).unwrap().1
}

/// The paper as the first keyer sends it; its document.
fn paper(crew: &mut [(&'static str, Laptop)]) -> (DocumentId, Sent) {
    let first = of(crew, FIRST);
    let entries = keyed(first, family(1), Source::Paper, "2");
    (entries[0].document.unwrap(), sent(first, FIRST, &entries, true))
}

#[test]
fn nobody_keys_again_what_the_same_hands_keyed_whichever_comes_first() {
    in_every_order(|crew| {
        let (document, paper) = paper(crew);
        let first = of(crew, FIRST);
        let own = [again(first, document, None)];
        let own = sent(first, FIRST, &own, false);
        let second = of(crew, SECOND);
        let others = [again(second, document, Some("3"))];
        let others = sent(second, SECOND, &others, true);
        vec![paper, own, others]
    });
}

#[test]
fn a_second_entry_by_the_same_hands_stays_aside_whichever_comes_first() {
    in_every_order(|crew| {
        let (_, paper) = paper(crew);
        let first = of(crew, FIRST);
        let own = keyed(first, family(1), Source::SecondEntry, "2");
        let own = sent(first, FIRST, &own, false);
        let second = of(crew, SECOND);
        let others = keyed(second, family(1), Source::SecondEntry, "3");
        let others = sent(second, SECOND, &others, true);
        vec![paper, own, others]
    });
}

#[test]
fn who_keyed_or_verified_decides_nothing_whichever_comes_first() {
    in_every_order(|crew| {
        let (document, paper) = paper(crew);
        let second = of(crew, SECOND);
        let verified = [again(second, document, Some("3"))];
        let verified = sent(second, SECOND, &verified, true);
        let ipds = of(crew, IPDS);
        let decided = [decided(ipds, document)];
        let decided = sent(ipds, IPDS, &decided, true);
        vec![paper, verified, decided]
    });
    // A supervisor who keyed it, who keyed it again, or who keyed the second entry.
    in_every_order(|crew| {
        let ipds = of(crew, IPDS);
        let entries = keyed(ipds, family(1), Source::Paper, "2");
        let document = entries[0].document.unwrap();
        let paper = sent(ipds, IPDS, &entries, true);
        let own = [decided(ipds, document)];
        let own = sent(ipds, IPDS, &own, false);
        let second = of(crew, SECOND);
        let verified = [again(second, document, Some("3"))];
        vec![paper, own, sent(second, SECOND, &verified, true)]
    });
    in_every_order(|crew| {
        let (document, paper) = paper(crew);
        let ipds = of(crew, IPDS);
        let verified = [again(ipds, document, Some("3"))];
        let verified = sent(ipds, IPDS, &verified, true);
        let own = [decided(ipds, document)];
        vec![paper, verified, sent(ipds, IPDS, &own, false)]
    });
    in_every_order(|crew| {
        let (document, paper) = paper(crew);
        let ipds = of(crew, IPDS);
        let entries = keyed(ipds, family(1), Source::SecondEntry, "3");
        let entry = sent(ipds, IPDS, &entries, true);
        let own = [again(ipds, document, Some("3")), decided(ipds, document)];
        vec![paper, entry, sent(ipds, IPDS, &own, false)]
    });
}

#[test]
fn what_comes_before_the_first_keying_waits_for_it_and_says_so() {
    let office = office();
    let mut crew = crew(&office);
    let (document, paper) = paper(&mut crew);
    let second = of(&mut crew, SECOND);
    let early = keyed(second, family(1), Source::SecondEntry, "3");
    assert_eq!(second.send(&office, &[second.segment(&early)]), [WAITS]);
    let verified = [again(second, document, Some("3"))];
    assert_eq!(second.send(&office, &[second.segment(&verified)]), [WAITS]);
    let ipds = of(&mut crew, IPDS);
    let decision = [decided(ipds, document)];
    assert_eq!(ipds.send(&office, &[ipds.segment(&decision)]), [WAITS]);
    let first = of(&mut crew, FIRST);
    assert_eq!(first.send(&office, &[paper.line]), [STORED]);
    assert!(office.central.storage().held().unwrap().is_empty(), "all of it entered");
    let own = [again(first, document, None)];
    assert_eq!(first.send(&office, &[first.segment(&own)]), [SAME_HANDS]);
    let hashes: Vec<Hash> =
        office.central.storage().held().unwrap().iter().map(|row| row.hash).collect();
    assert_eq!(hashes, [first.segment(&own).2.hash()]);
}

/// What the endpoint found in the paper of the family: rules and places.
fn found(office: &Office) -> Vec<(String, String)> {
    let home = "8271021".parse().unwrap();
    let rows = office.central.storage().documents(&home, family(1)).unwrap();
    let paper = rows.iter().find(|row| row.source == Some(Source::Paper)).unwrap();
    let found: Vec<serde_json::Value> = serde_json::from_str(&paper.findings).unwrap();
    let text = |found: &serde_json::Value, name: &str| found[name].as_str().unwrap().to_owned();
    found.iter().map(|found| (text(found, "rule"), text(found, "path"))).collect()
}

#[test]
fn of_two_who_keyed_it_again_at_once_both_are_kept_and_where_they_differ_it_is_found() {
    let readings = [
        (None, None, false),
        (None, Some("3"), true),
        (Some("3"), Some("3"), false),
        (Some("3"), Some("4"), true),
    ];
    for (of_second, of_third, differ) in readings {
        let doubt = (Path::VERIFIED.to_owned(), "cangkir".to_owned());
        let expected = Vec::from_iter(differ.then_some(doubt));
        let twice = |crew: &mut [(&'static str, Laptop)]| {
            let (document, paper) = paper(crew);
            let mut sent = vec![paper];
            for (code, reading) in [(SECOND, of_second), (THIRD, of_third)] {
                let laptop = of(crew, code);
                let entry = again(laptop, document, reading);
                sent.push(self::sent(laptop, code, &[entry], true));
            }
            (document, sent)
        };
        each_order(|crew| twice(crew).1, |office| assert_eq!(found(office), expected));
        let and_decided = |crew: &mut [(&'static str, Laptop)]| {
            let (document, mut sent) = twice(crew);
            let ipds = of(crew, IPDS);
            let decided = decided(ipds, document);
            sent.push(self::sent(ipds, IPDS, &[decided], true));
            sent
        };
        each_order(and_decided, |office| assert_eq!(found(office), [], "decided"));
    }
}
