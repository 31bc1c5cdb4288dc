use cacah_family::entry::{Actor as Writer, Change, Effort, Entry, Mode, Times};
use cacah_family::id::DeviceId;
use cacah_family::paper::Custody;
use cacah_family::path::Path;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn officer(n: u128) -> OfficerId {
    OfficerId(Uuid::from_u128(n))
}

fn family(n: u128) -> FamilyId {
    FamilyId(Uuid::from_u128(n))
}

/// Office PCs that write one log, each over what it has seen.
#[derive(Default)]
struct Log {
    entries: Vec<Entry>,
}

impl Log {
    /// PC `n` writes, having seen all there is.
    fn says(&mut self, n: u128, act: Custody) -> Dot {
        let over = self.entries.iter().map(|entry| entry.dot).collect();
        self.blind(n, over, act)
    }

    /// PC `n` writes, having seen `over`.
    fn blind(&mut self, n: u128, over: Vec<Dot>, act: Custody) -> Dot {
        let actor = Writer { device: DeviceId(Uuid::from_u128(n)), incarnation: 1 };
        let seq = self.entries.len() as u64 + 1;
        let dot = Dot { actor, seq };
        self.entries.push(Entry {
            dot,
            family: family(0),
            document: None,
            path: Path::question(Path::CUSTODY),
            change: Change::Custody(act),
            over,
            officer: officer(n),
            mode: Mode::Keying,
            form: None,
            // Clocks that lie: each entry is older than the one before it.
            at: Times { wall: 1_000 - i64::try_from(seq).unwrap(), ..times() },
            effort: Effort::default(),
        });
        dot
    }

    fn state(&self) -> BundleState {
        fold(&self.entries)
    }
}

fn times() -> Times {
    Times { wall: 0, mono: 0, endpoint: None, heard: None }
}

fn received(listed: u16, counted: u16) -> Custody {
    Custody::Received {
        kind: Paper::K,
        listed,
        counted,
        from: "PML 0012".to_owned(),
        letter: "12/ST".to_owned(),
        note: if listed == counted { String::new() } else { "satu set tertinggal".to_owned() },
    }
}

fn boxed(number: &str) -> Custody {
    Custody::Boxed { number: number.to_owned() }
}

fn given(to: &str, documents: &[FamilyId]) -> Custody {
    Custody::Given {
        to: to.to_owned(),
        documents: documents.to_vec(),
        letter: String::new(),
        note: "tidak terbaca".to_owned(),
    }
}

#[test]
fn a_code_is_the_same_however_it_is_typed() {
    let mut log = Log::default();
    log.says(1, received(8, 8));
    // As an earlier build wrote it.
    let out = log.says(1, given(" entri  07 ", &[]));
    log.state().allows(&Custody::Taken { of: out }, KEYER).unwrap();
    let other = Actor { code: "ENTRI 08", ..KEYER };
    let taken = Custody::Taken { of: out };
    assert_eq!(log.state().allows(&taken, other), Err(Refusal::NotTheirs));
    log.says(2, taken);
    let typed = Actor { code: "Entri 07", ..KEYER };
    assert_eq!(log.state().holder.code(), "ENTRI 07");
    log.state().allows(&given("", &[]), typed).unwrap();
    assert_eq!(log.state().allows(&given("ENTRI 07", &[]), SUPERVISOR), Err(Refusal::Elsewhere));
}

proptest! {
    #[test]
    fn the_one_form_of_a_code_is_its_own(text in "\\PC{0,20}|[a-zßŉİ \t\u{a0}0-9]{0,20}") {
        let once = code(&text);
        prop_assert_eq!(&code(&once), &once);
        prop_assert!(Holder::of(&text) == Holder::Storage || Holder::of(&once).is(&text));
    }
}

const SUPERVISOR: Actor<'static> =
    Actor { officer: OfficerId(Uuid::from_u128(1)), code: "IPDS 01", supervises: true };
const KEYER: Actor<'static> =
    Actor { officer: OfficerId(Uuid::from_u128(2)), code: "ENTRI 07", supervises: false };
const OTHER: Actor<'static> =
    Actor { officer: OfficerId(Uuid::from_u128(3)), code: "ENTRI 08", supervises: false };

#[test]
fn a_bundle_goes_from_the_field_to_a_keyer_and_back_and_both_sides_say_so() {
    let mut log = Log::default();
    assert_eq!(log.state().stage(), Stage::Expected);
    let receipt = log.says(1, received(85, 84));
    assert_eq!(log.state().stage(), Stage::Differs);
    log.says(1, Custody::Settled { of: receipt, note: "disusulkan".to_owned() });
    assert_eq!(log.state().stage(), Stage::Received);
    log.says(1, boxed("82710001"));
    log.says(1, Custody::Shelved { place: "Rak A-3".to_owned() });
    assert_eq!(log.state().stage(), Stage::Stored);
    let out = log.says(1, given("ENTRI 07", &[]));
    let state = log.state();
    assert_eq!((state.stage(), &state.holder), (Stage::Underway, &Holder::Storage));
    assert_eq!(state.allows(&given("ENTRI 08", &[]), SUPERVISOR), Err(Refusal::Underway));
    assert_eq!(state.allows(&Custody::Taken { of: out }, SUPERVISOR), Err(Refusal::NotTheirs));
    assert_eq!(state.allows(&Custody::Taken { of: out }, OTHER), Err(Refusal::NotTheirs));
    assert_eq!(state.allows(&Custody::Taken { of: out }, KEYER), Ok(()));
    log.says(2, Custody::Taken { of: out });
    let state = log.state();
    assert_eq!((state.stage(), state.holder.code()), (Stage::Out, "ENTRI 07"));
    assert_eq!(state.allows(&Custody::Taken { of: out }, KEYER), Err(Refusal::Answered));
    assert_eq!(state.allows(&given("", &[]), OTHER), Err(Refusal::Elsewhere));
    assert_eq!(state.allows(&given("ENTRI 08", &[]), KEYER), Err(Refusal::NotTheirs));
    let back = log.says(2, given("", &[]));
    log.says(1, Custody::Taken { of: back });
    let state = log.state();
    assert_eq!((state.stage(), state.number.as_str()), (Stage::Stored, "82710001"));
    assert_eq!((state.counted(Paper::K), state.listed(Paper::K)), (84, 85));
    assert!(state.pending().next().is_none() && state.findings.is_empty());
    assert_eq!(state.receipts[0].settled.as_ref().unwrap().note, "disusulkan");
}

#[test]
fn what_was_refused_is_where_it_was() {
    let mut log = Log::default();
    log.says(1, received(3, 3));
    let out = log.says(1, given("ENTRI 07", &[]));
    let no = Custody::Refused { of: out, note: "salah keranjang".to_owned() };
    assert_eq!(log.state().allows(&no, OTHER), Err(Refusal::NotTheirs));
    assert_eq!(log.state().allows(&no, KEYER), Ok(()), "whom it was given to");
    assert_eq!(log.state().allows(&no, SUPERVISOR), Ok(()));
    let silent = Custody::Refused { of: out, note: " ".to_owned() };
    assert_eq!(log.state().allows(&silent, SUPERVISOR), Err(Refusal::NoteWanted));
    log.says(1, no);
    assert_eq!((log.state().stage(), log.state().holder), (Stage::Received, Holder::Storage));
}

#[test]
fn a_document_leaves_and_returns_by_name_while_the_bundle_stays() {
    let mut log = Log::default();
    log.says(1, received(3, 3));
    let out = log.says(1, given("ENTRI 07", &[]));
    log.says(2, Custody::Taken { of: out });
    let parked = log.says(2, given("", &[family(5)]));
    let state = log.state();
    assert_eq!((state.stage(), state.pending().count()), (Stage::Out, 1));
    assert_eq!(state.allows(&given("", &[family(5)]), KEYER), Err(Refusal::Underway));
    log.says(1, Custody::Taken { of: parked });
    let state = log.state();
    assert_eq!(state.away[&family(5)].holder, Holder::Storage);
    assert_eq!(state.away[&family(5)].note, "tidak terbaca");
    assert_eq!(state.holder_of(family(6)).code(), "ENTRI 07");
    // The bundle comes back without it; then it is laid to the others again.
    let back = log.says(2, given("", &[]));
    log.says(1, Custody::Taken { of: back });
    assert_eq!(log.state().away.len(), 1);
    assert_eq!(log.state().allows(&given("", &[family(5)]), SUPERVISOR), Ok(()));
    assert_eq!(log.state().allows(&given("", &[family(6)]), SUPERVISOR), Err(Refusal::Elsewhere));
    let home = log.says(1, given("", &[family(5)]));
    log.says(1, Custody::Taken { of: home });
    assert!(log.state().away.is_empty());
}

#[test]
fn what_the_field_still_has_is_neither_boxed_nor_given() {
    let state = BundleState::default();
    for act in [boxed("82710001"), given("ENTRI 07", &[]), given("ENTRI 07", &[family(5)])] {
        assert_eq!(state.allows(&act, SUPERVISOR), Err(Refusal::Elsewhere), "{act:?}");
    }
    assert_eq!(state.allows(&received(2, 2), KEYER), Err(Refusal::NotTheirs));
    assert_eq!(state.allows(&received(9_999, 10_000), SUPERVISOR), Err(Refusal::Bad("counted")));
    let place = Custody::Shelved { place: "Rak A".to_owned() };
    assert_eq!(state.allows(&place, SUPERVISOR), Err(Refusal::Elsewhere));
    let mut log = Log::default();
    log.says(1, received(2, 2));
    assert_eq!(log.state().allows(&boxed("8271-1"), SUPERVISOR), Err(Refusal::BadBox));
    let Custody::Received { kind, from, letter, .. } = received(3, 3) else { panic!() };
    let note = String::new();
    let quiet = Custody::Received { kind, listed: 3, counted: 2, from, letter, note };
    assert_eq!(log.state().allows(&quiet, SUPERVISOR), Err(Refusal::NoteWanted));
}

#[test]
fn two_pcs_that_did_not_see_each_other_are_told_and_nothing_is_lost() {
    let mut log = Log::default();
    let came = log.says(1, received(3, 3));
    let one = log.blind(1, vec![came], boxed("82710001"));
    let two = log.blind(4, vec![came], boxed("82710002"));
    let state = log.state();
    assert_eq!(state.number, "82710002", "of the highest dot");
    let both = ["82710001", "82710002"].map(str::to_owned).to_vec();
    assert_eq!(state.findings, [Finding::Boxes(both)]);
    log.blind(1, vec![one, two], boxed("82710001"));
    assert_eq!((log.state().number.as_str(), log.state().findings.len()), ("82710001", 0));
    // Given to two: both take, and both are asked.
    let seen: Vec<Dot> = log.entries.iter().map(|entry| entry.dot).collect();
    let a = log.blind(1, seen.clone(), given("ENTRI 07", &[]));
    let b = log.blind(4, seen, given("ENTRI 08", &[]));
    log.blind(2, vec![a], Custody::Taken { of: a });
    log.blind(3, vec![b], Custody::Taken { of: b });
    let state = log.state();
    assert_eq!(state.holder.code(), "ENTRI 08");
    let both = ["ENTRI 07", "ENTRI 08"].map(str::to_owned).to_vec();
    assert_eq!(state.findings, [Finding::Holders(both)]);
}

#[test]
fn taken_and_refused_is_taken_and_told() {
    let mut log = Log::default();
    log.says(1, received(3, 3));
    let out = log.says(1, given("ENTRI 07", &[]));
    log.blind(1, vec![out], Custody::Refused { of: out, note: "belum diambil".to_owned() });
    log.blind(2, vec![out], Custody::Taken { of: out });
    let state = log.state();
    assert_eq!((state.holder.code(), state.findings), ("ENTRI 07", vec![Finding::Answered(out)]));
}

#[test]
fn two_bundles_that_claim_one_box_know_each_other() {
    let area = |n: u8| format!("82710300010001{n:02}").parse::<Idsubsls>().unwrap();
    let bundle = |number: &str| BundleState { number: number.to_owned(), ..BundleState::default() };
    let mut bundles: BTreeMap<_, _> = [
        (area(0), bundle("82710001")),
        (area(1), bundle("82710002")),
        (area(2), bundle("82710001")),
        (area(3), bundle("")),
        (area(4), bundle("")),
    ]
    .into();
    share(&mut bundles);
    assert_eq!(bundles[&area(0)].findings, [Finding::Shared(vec![area(2)])]);
    assert_eq!(bundles[&area(2)].findings, [Finding::Shared(vec![area(0)])]);
    assert!([1, 3, 4].iter().all(|n| bundles[&area(*n)].findings.is_empty()));
}

/// Any act, over a choice of what is there.
fn step() -> impl Strategy<Value = (u128, u8, u16, usize)> {
    (1_u128..4, 0_u8..8, any::<u16>(), 0_usize..6)
}

fn written(steps: &[(u128, u8, u16, usize)]) -> Log {
    let mut log = Log::default();
    for (pc, kind, seen, of) in steps {
        let dots: Vec<Dot> = log.entries.iter().map(|entry| entry.dot).collect();
        let over = dots.iter().enumerate().filter(|(at, _)| seen >> (at % 16) & 1 == 1);
        let over: Vec<Dot> = over.map(|(_, dot)| *dot).collect();
        let of = dots.get(*of).or(dots.last()).copied();
        let act = match (kind, of) {
            (1, _) => boxed(&format!("8271{:04}", seen % 3 + 1)),
            (2, _) => Custody::Shelved { place: format!("Rak {pc}") },
            (3, _) => given(&format!("ENTRI {pc}"), &[]),
            (4, _) => given("", &[family(u128::from(seen % 3))]),
            (5 | 6, Some(of)) => Custody::Taken { of },
            (7, Some(of)) => Custody::Refused { of, note: "batal".to_owned() },
            _ => received(seen % 5, seen % 4),
        };
        log.blind(*pc, over, act);
    }
    log
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_order_of_arrival_is_the_same_state(
        steps in proptest::collection::vec(step(), 0..20), keys in any::<[u64; 4]>()
    ) {
        let log = written(&steps);
        let state = log.state();
        for key in keys {
            let mut shuffled = log.entries.clone();
            shuffled.sort_by_key(|entry| (entry.dot.seq.wrapping_add(7)).wrapping_mul(key | 1).rotate_left(17));
            shuffled.extend_from_slice(&log.entries[..log.entries.len() / 2]);
            prop_assert_eq!(&fold(&shuffled), &state);
        }
        // Whatever is said of it, paper is at one place, and what is on its way is answered once.
        let dots: BTreeSet<Dot> = state.givings.iter().map(|giving| giving.dot).collect();
        prop_assert_eq!(dots.len(), state.givings.len());
    }
}
