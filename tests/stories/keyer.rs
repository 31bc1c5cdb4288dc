//! A keyer's day on three PCs of an office that hear of each other through the endpoint alone: a box
//! from hand-over to receipt, keyed, keyed again on another PC, decided by a third person.

use std::collections::BTreeMap;

use cacah_testkit::desk::Desk;
use cacah_testkit::ternate::{AREAS, Family, FamilyAnswers};
use cacah_tests::keyer::{
    Paper, at_work, bundle, custody, fix, give, hand_out, of_here, open, take,
};
use cacah_tests::keying::{finish, set};
use cacah_tests::laptop::{IPDS, KEYERS, Laptop, row_of, send};
use cacah_tests::office::Office;
use cacah_wire::command::{
    Adjudicate, BalanceArgs, BalanceRow, BalanceView, BundleStage, Choice, Command, DisputeArgs,
    DisputeView, DisputesArgs, DisputesView, Done, EntryArgs, EntryView, OpenVerify, Park,
    VerifyDone, VerifyField, VerifyOutcome, VerifyQueue, VerifyQueueArgs, VerifyStep, VerifyView,
};
use cacah_wire::error::Code;

pub const SLS: &str = AREAS[0].idsubsls;

/// Keys the paper of a family to the end; its id.
pub fn keyed(desk: &mut Desk, family: &Family, answers: FamilyAnswers) -> String {
    let row = row_of(desk, family);
    let mut paper = Paper::open(desk, &row.family, answers);
    assert!(!paper.key(desk, 2_000).expect("the answers are stored"), "the desk leads to the end");
    let _ = finish(desk, &paper.document);
    paper.document
}

/// Keys a document again as its paper says; how many fields differed twice.
pub fn again(desk: &mut Desk, document: &str, answers: &FamilyAnswers) -> u32 {
    let document = document.to_owned();
    let open = Command::OpenVerify(OpenVerify { document: document.clone() });
    let view: VerifyView = desk.call(&open).expect("somebody else keyed it");
    let members: BTreeMap<_, _> =
        view.instances.iter().map(|one| one.instance.clone()).zip(0_usize..).collect();
    let mut at = view.next;
    while let Some(path) = at {
        let (member, question) = match path.split_once('/') {
            Some((id, question)) => (members.get(id).copied(), question),
            None => (None, path.as_str()),
        };
        let raw = answers.find(member, question).unwrap_or_default().to_owned();
        let field = VerifyField {
            document: document.clone(),
            path: path.clone(),
            raw,
            missing: None,
            parked: false,
            keys: 0,
            active: 0,
        };
        let step: VerifyStep = desk.call(&Command::VerifyField(field)).expect("it is compared");
        assert_ne!(step.outcome, VerifyOutcome::Parked);
        at = step.next;
    }
    let done: VerifyDone =
        desk.call(&Command::FinishVerify(OpenVerify { document })).expect("all is done");
    done.disputed
}

fn balance(desk: &mut Desk) -> BalanceRow {
    let view: BalanceView =
        desk.call(&Command::Balance(BalanceArgs::default())).expect("the balance");
    view.rows.into_iter().find(|row| row.idsubsls == SLS).expect("the area")
}

/// Another code in a question of the family.
pub fn misread(mut answers: FamilyAnswers, question: &str, raw: &str) -> FamilyAnswers {
    let mut all = answers.opening.iter_mut().chain(&mut answers.closing);
    let answer = all.find(|answer| answer.question == question);
    let answer = answer.expect("it stands on the paper");
    assert_ne!(answer.raw, raw);
    answer.raw = raw.into();
    answers
}

#[test]
fn keyer_a_box_goes_from_hand_over_to_receipt_through_three_pcs() {
    let office = Office::open(18);
    let [ipds, first, second] =
        [IPDS, KEYERS[0], KEYERS[1]].map(|who| Laptop::enrolled_for(&office, who));
    let families = of_here(&office, 3);
    let mut supervisor = at_work(&ipds);
    hand_out(&mut supervisor, 3, KEYERS[0]);
    let _ = send(&mut supervisor);

    // The keyer confirms, keys three documents, one of them misread in a field.
    let mut keyer = at_work(&first);
    assert_eq!(bundle(&mut keyer, SLS).row.stage, BundleStage::Underway);
    assert_eq!(take(&mut keyer, SLS).row.holder, KEYERS[0]);
    let strange = custody(&mut keyer, SLS, give(KEYERS[1], Vec::new(), ""));
    assert_eq!(strange.expect_err("storage hands out").code, Code::NotAllowed);
    fix(&mut keyer, SLS);
    let mut documents = Vec::new();
    for (at, family) in families.iter().enumerate() {
        let paper = family.answers();
        let read = if at == 1 { misread(paper, "r506", "1") } else { paper };
        documents.push(keyed(&mut keyer, family, read));
    }
    custody(&mut keyer, SLS, give("", Vec::new(), "")).expect("back to storage");
    assert_eq!(send(&mut keyer).held, 0);

    // Somebody else keys all again, on another PC, from the same paper.
    let mut other = at_work(&second);
    let queue: VerifyQueue =
        other.call(&Command::VerifyQueue(VerifyQueueArgs {})).expect("the queue");
    assert_eq!(queue.documents.len(), 3, "who learns is keyed again whole");
    let disputed = documents
        .iter()
        .zip(&families)
        .map(|(document, family)| again(&mut other, document, &family.answers()));
    assert_eq!(disputed.collect::<Vec<_>>(), [0, 1, 0]);
    assert_eq!(send(&mut other).held, 0);

    // A third person sees both readings and decides; the paper is back.
    let _ = send(&mut supervisor);
    take(&mut supervisor, SLS);
    let waiting: DisputesView =
        supervisor.call(&Command::Disputes(DisputesArgs {})).expect("what waits");
    assert_eq!(waiting.documents.len(), 1);
    let document = waiting.documents[0].document.clone();
    let asked = Command::Dispute(DisputeArgs { document: document.clone() });
    let dispute: DisputeView = supervisor.call(&asked).expect("both readings");
    let field = dispute.fields.first().expect("one field");
    assert_eq!(field.path, "r506");
    let choice = if field.a == "2" { Choice::A } else { Choice::B };
    let (path, seen, raw) = (field.path.clone(), field.seen.clone(), String::new());
    let decide = Adjudicate { document, path, seen, choice, raw, missing: None };
    let left: DisputeView = supervisor.call(&Command::Adjudicate(decide)).expect("decided");
    assert!(left.fields.is_empty());
    assert_eq!(send(&mut supervisor).held, 0);
    let row = balance(&mut supervisor);
    assert_eq!((row.received, row.keyed, row.verified), (3, 3, 3));
    assert_eq!((row.clean, row.sent, row.receipted), (3, 3, 3));
    assert_eq!(bundle(&mut supervisor, SLS).row.stage, BundleStage::Stored);

    // Whoever keyed it sees what was decided.
    let _ = send(&mut keyer);
    let row = row_of(&mut keyer, &families[1]);
    let view = open(&mut keyer, &row.family);
    let slot = view.slots.iter().find(|slot| slot.path == "r506").expect("the slot");
    assert_eq!(slot.raw, "2");
}

#[test]
fn keyer_nothing_is_lost_by_a_power_cut_in_a_column_and_a_parked_document_waits_with_its_paper() {
    let office = Office::open(12);
    let pc = Laptop::shared(&office, &[IPDS, KEYERS[0]]);
    let families = of_here(&office, 2);
    let mut desk = at_work(&pc);
    hand_out(&mut desk, 2, KEYERS[0]);
    assert!(desk.close().expect("the desk ends").success());
    let mut desk = pc.unlocked_by(KEYERS[0]);
    let _ = send(&mut desk);
    take(&mut desk, SLS);
    fix(&mut desk, SLS);
    let row = row_of(&mut desk, &families[0]);
    let mut paper = Paper::open(&mut desk, &row.family, families[0].answers());
    while !paper.at().is_some_and(|at| at.ends_with("/r409")) {
        assert!(paper.key(&mut desk, 1).expect("stored"), "a column comes");
    }
    let next = set(paper.document.clone(), paper.at().expect("a field").into(), "1");
    let request = serde_json::to_value(Command::SetAnswer(next)).expect("a command is JSON");
    desk.ask(request).expect("the last key");
    desk.lose_power().expect("the power fails");

    let mut desk = pc.unlocked_by(KEYERS[0]);
    let view: EntryView = desk.call(&Command::Entry(EntryArgs {})).expect("the desk of the keyer");
    assert_eq!(view.open.expect("it was open").family, row.family);
    let view = open(&mut desk, &row.family);
    for (path, raw) in paper.keyed() {
        let slot = view.slots.iter().find(|slot| slot.path == *path).expect("it was stored");
        // Of a number that is masked the beginning is shown.
        let shown = slot.raw.split(" •").next().unwrap_or_default();
        assert!(raw.starts_with(shown) && !shown.is_empty(), "{path}");
        assert!(shown == *raw || slot.raw.contains('•'), "{path}");
    }
    // A page is missing: the document waits, and the keyer goes on with the next.
    let reason = "lembar 2 tidak ada".to_owned();
    let park = Park { document: view.document, reason };
    let _: Done = desk.call(&Command::Park(park)).expect("laid aside");
    keyed(&mut desk, &families[1], families[1].answers());
    let view: EntryView = desk.call(&Command::Entry(EntryArgs {})).expect("the desk of the keyer");
    assert_eq!(view.parked.len(), 1);
    let bundle = &view.bundles[0];
    assert_eq!((bundle.keyed, bundle.parked), (1, 1));
    // It is found and taken up again.
    let answers = families[0].answers();
    keyed(&mut desk, &families[0], answers);
    let view: EntryView = desk.call(&Command::Entry(EntryArgs {})).expect("the desk of the keyer");
    assert_eq!((view.parked.len(), view.bundles[0].keyed), (0, 2));
}

/// The endpoint stands on a PC of the office (docs/kantor.md, an office without Internet).
#[test]
fn keyer_goes_on_while_the_pc_that_all_send_to_is_switched_off() {
    let mut office = Office::open(12);
    let [ipds, first] = [IPDS, KEYERS[0]].map(|who| Laptop::enrolled_for(&office, who));
    let families = of_here(&office, 2);
    let mut supervisor = at_work(&ipds);
    hand_out(&mut supervisor, 2, KEYERS[0]);
    let _ = send(&mut supervisor);
    let mut keyer = at_work(&first);
    take(&mut keyer, SLS);
    fix(&mut keyer, SLS);
    office.lose_power();
    for family in &families {
        keyed(&mut keyer, family, family.answers());
    }
    custody(&mut keyer, SLS, give("", Vec::new(), "")).expect("back to storage");
    let report = send(&mut keyer);
    assert!(report.stopped.is_some() && report.waiting > 0, "{report:?}");
    let row = balance(&mut keyer);
    assert_eq!((row.keyed, row.receipted), (2, 0));
    office.start();
    let report = send(&mut keyer);
    assert_eq!((report.waiting, report.held), (0, 0), "{report:?}");
    let _ = send(&mut supervisor);
    let row = balance(&mut supervisor);
    assert_eq!((row.keyed, row.sent, row.receipted), (2, 2, 2));
}
