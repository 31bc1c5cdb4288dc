//! Paper keyed again, compared and decided, over a real vault. Others' work comes down as the office
//! tells it.

use cacah_family::entry::{Role, Source};
use cacah_family::id::InstanceId;
use cacah_family::order::OrderKey;
use cacah_family::paper::{Custody, Outcome, Right, Verified};
use cacah_keying::figures::{Verdict, judged};
use cacah_wire::command::{
    DisputeView, DisputesView, FileBytes, KeyingSettingsView, PagesAttached, VerifyDone,
    VerifyOutcome, VerifyQueue, VerifyStep, VerifyView,
};
use cacah_wire::people::OfficerRole;

use super::team::laptop_of;
use super::*;

pub(super) const PAPER: &str = "018f0000-0000-7000-8000-0000000000b0";
pub(super) const SECOND: &str = "018f0000-0000-7000-8000-0000000000b1";
pub(super) const FIRST_KEYER: u128 = 0xB0B;
pub(super) const SECOND_KEYER: u128 = 0xCA7;
const ME: u128 = 0x0FF1;
const STREET: &str = "JALAN RAHASIA 77";

/// What the first keyer read.
pub(super) const READ: [(&str, &str); 5] =
    [("r107", STREET), ("r301a", "1"), ("r302", "4567"), ("r303", "3"), ("r304", "2")];

impl Laptop {
    /// Entries of one officer in a document of family 0.
    pub(super) fn wrote(
        &self,
        (officer, mode): (u128, Mode),
        document: &str,
        changes: Vec<(Path, Change)>,
    ) {
        let actor = Actor { device: DeviceId(Uuid::from_u128(officer)), incarnation: 1 };
        let entries = changes.into_iter().map(|(path, change)| {
            let seq = self.elsewhere.get() + 1;
            self.elsewhere.set(seq);
            Entry {
                dot: Dot { actor, seq },
                family: family_id(0),
                document: Some(document.parse().unwrap()),
                path,
                change,
                over: Vec::new(),
                officer: OfficerId(Uuid::from_u128(officer)),
                mode,
                form: None,
                at: Times { wall: seq.try_into().unwrap(), mono: 5, endpoint: None, heard: None },
                effort: Effort::default(),
            }
        });
        let entries: Vec<Entry> = entries.collect();
        self.desk
            .with(|session| {
                let merged = session.store.merge_foreign(&birth(0), &entries)?;
                session.renew(&merged.documents)
            })
            .unwrap();
    }

    /// Somebody has keyed paper and finished it.
    pub(super) fn keyed(
        &self,
        officer: u128,
        document: &str,
        source: Source,
        answers: &[(&str, &str)],
    ) {
        let opened = (Path::question(Path::DOCUMENT), Change::Opened { source });
        let answers = answers.iter().map(|(path, raw)| (path.parse().unwrap(), slot(raw)));
        let finished = Change::Finished { role: Role::Enumerator };
        let finished = (Path::question(Path::STATE), finished);
        let all = std::iter::once(opened).chain(answers).chain([finished]);
        self.wrote((officer, Mode::Keying), document, all.collect());
    }

    /// Somebody has keyed it again, with these outcomes, and all of it.
    pub(super) fn verified(&self, officer: u128, found: &[(&str, Outcome, Option<&str>)]) {
        let verified = |question: Option<Path>, outcome, second: Option<&str>| {
            let second = second.map(|raw| Slot { raw: raw.into(), ..Slot::default() });
            let verified = Verified { question, outcome, second };
            (Path::question(Path::VERIFIED), Change::Verified(verified))
        };
        let fields = found.iter();
        let fields = fields
            .map(|(at, outcome, second)| verified(Some(at.parse().unwrap()), *outcome, *second));
        let all = fields.chain([verified(None, Outcome::Done, None)]).collect();
        self.wrote((officer, Mode::Verifying), PAPER, all);
    }

    fn key(&self, path: &str, raw: &str) -> VerifyStep {
        let reply: Value =
            self.call("verify_field", json!({ "document": PAPER, "path": path, "raw": raw }));
        silent(&reply);
        serde_json::from_value(reply).unwrap()
    }

    fn open_again(&self) -> VerifyView {
        let view: Value = self.call("open_verify", json!({ "document": PAPER }));
        silent(&view);
        serde_json::from_value(view).unwrap()
    }

    pub(super) fn entries(&self) -> Vec<Entry> {
        let all = |session: &mut crate::session::Session| {
            let history = session.store.history(family_id(0))?;
            Ok(history.entries().cloned().collect())
        };
        self.desk.with(all).unwrap()
    }
}

/// No answer is in a reply.
fn silent(reply: &Value) {
    let text = reply.to_string();
    for answer in [STREET, "4567", "RAHASIA"] {
        assert!(!text.contains(answer), "an answer shows");
    }
}

fn read(path: &str) -> &'static str {
    READ.iter().find(|(known, _)| *known == path).map_or("", |(_, raw)| raw)
}

#[test]
fn a_document_is_keyed_again_blind_and_goes_on_after_a_power_cut() {
    let laptop = laptop_of(OfficerRole::Keyer);
    laptop.keyed(FIRST_KEYER, PAPER, Source::Paper, &READ);
    let queue: VerifyQueue = laptop.call("verify_queue", json!({}));
    assert_eq!((queue.documents.len(), queue.disputes), (1, 0));
    assert_eq!(queue.documents[0].why, "learning");
    let view = laptop.open_again();
    assert_eq!(view.next, view.fields.first().cloned());
    assert!(view.done.is_empty());

    assert_eq!(laptop.key("r301a", "01").outcome, VerifyOutcome::Same);
    let again = laptop.key("r302", "4576");
    assert_eq!((again.outcome, again.next.as_deref()), (VerifyOutcome::Again, Some("r302")));
    assert_eq!(laptop.key("r302", "4567").outcome, VerifyOutcome::Slip);
    laptop.key("r107", "JALAN RAHASIA");
    assert_eq!(laptop.key("r107", "jalan  rahasia").outcome, VerifyOutcome::Disputed);
    laptop.key("r303", "1");
    assert_eq!(laptop.key("r303", "2").outcome, VerifyOutcome::Parked);
    let done = json!({ "document": PAPER, "path": "r303", "raw": "3" });
    assert_eq!(laptop.refused("verify_field", done), "NOT_FOUND");

    // The power goes between two tries: what is done stays, the field begins anew.
    assert_eq!(laptop.key("r304", "9").outcome, VerifyOutcome::Again);
    laptop.restart();
    assert_eq!(laptop.refused("finish_verify", json!({ "document": PAPER })), "NOT_FOUND");
    let view = laptop.open_again();
    assert_eq!(view.done.len(), 4);
    assert_eq!(laptop.key("r304", "2").outcome, VerifyOutcome::Same);
    assert_eq!(laptop.refused("finish_verify", json!({ "document": PAPER })), "NOT_FINISHED");

    let mut next = laptop.key("r305", "").next;
    while let Some(path) = next {
        next = laptop.key(&path, read(&path)).next;
    }
    let done: VerifyDone = laptop.call("finish_verify", json!({ "document": PAPER }));
    assert_eq!((done.slips, done.disputed), (1, 2));
    assert_eq!(done.fields as usize, view.fields.len());
    let queue: VerifyQueue = laptop.call("verify_queue", json!({}));
    assert!(queue.documents.is_empty());
    assert!(laptop.modes(0, PAPER).iter().all(|(_, mode)| *mode == Mode::Verifying));
}

#[test]
fn the_history_of_what_is_keyed_again_is_not_told() {
    let laptop = laptop_of(OfficerRole::Supervisor);
    laptop.keyed(FIRST_KEYER, PAPER, Source::Paper, &READ);
    let paper = json!({ "family": family_id(0).to_string(), "source": "paper" });
    let opened: Value = laptop.call("open_document", paper);
    assert_eq!(opened["document"], PAPER);
    let history = json!({ "document": PAPER, "path": "r107", "offset": 0, "limit": 9 });
    let told: Value = laptop.call("history", history.clone());
    assert!(told.to_string().contains(STREET));
    laptop.open_again();
    assert_eq!(laptop.refused("history", history), "NOT_ALLOWED");
}

#[test]
fn nobody_keys_again_what_they_keyed() {
    let laptop = laptop_of(OfficerRole::Keyer);
    laptop.keyed(ME, PAPER, Source::Paper, &READ);
    let queue: VerifyQueue = laptop.call("verify_queue", json!({}));
    assert!(queue.documents.is_empty());
    assert_eq!(laptop.refused("open_verify", json!({ "document": PAPER })), "NOT_ALLOWED");
    assert_eq!(laptop.refused("disputes", json!({})), "NOT_ALLOWED");
    let field = laptop_of(OfficerRole::Ppl);
    assert_eq!(field.refused("verify_queue", json!({})), "NOT_ALLOWED");
}

#[test]
fn other_members_than_the_first_keyer_has_are_parked_at_once() {
    let laptop = laptop_of(OfficerRole::Keyer);
    laptop.keyed(FIRST_KEYER, PAPER, Source::Paper, &READ);
    laptop.open_again();
    let args = json!({ "document": PAPER, "path": "r303", "parked": true });
    let step: VerifyStep = laptop.call("verify_field", args);
    assert_eq!(step.outcome, VerifyOutcome::Parked);
}

pub(super) fn disputed() -> Laptop {
    let laptop = laptop_of(OfficerRole::Supervisor);
    laptop.keyed(FIRST_KEYER, PAPER, Source::Paper, &READ);
    let found = [
        ("r301a", Outcome::Same, None),
        ("r107", Outcome::Disputed, Some("JALAN BENAR")),
        ("r302", Outcome::Disputed, Some("99")),
        ("r303", Outcome::Parked, None),
    ];
    laptop.verified(SECOND_KEYER, &found);
    laptop
}

/// The letter under which a reading stands.
fn letter(view: &DisputeView, path: &str, raw: &str) -> &'static str {
    let field = view.fields.iter().find(|field| field.path == path).unwrap();
    if field.a == raw { "a" } else { "b" }
}

#[test]
fn a_third_person_decides_without_names_and_who_was_right_is_kept() {
    let laptop = disputed();
    let waiting: DisputesView = laptop.call("disputes", json!({}));
    assert_eq!(waiting.documents.iter().map(|row| row.fields).collect::<Vec<_>>(), [3]);
    let view: DisputeView = laptop.call("dispute", json!({ "document": PAPER }));
    let text = serde_json::to_string(&view).unwrap();
    for officer in [FIRST_KEYER, SECOND_KEYER] {
        assert!(!text.contains(&Uuid::from_u128(officer).to_string()));
    }
    let paths: Vec<&str> = view.fields.iter().map(|field| field.path.as_str()).collect();
    assert_eq!(paths, ["r107", "r302", "r303"]);

    let decide = |path: &str, choice: &str, raw: &str| {
        let seen = &view.fields.iter().find(|field| field.path == path).unwrap().seen;
        let args = json!({
            "document": PAPER, "path": path, "seen": seen, "choice": choice, "raw": raw,
        });
        laptop.try_call::<DisputeView>("adjudicate", args)
    };
    // Of a parked field there is one reading.
    assert_eq!(decide("r303", "b", "").unwrap_err().code.to_string(), "BAD_REQUEST");
    decide("r107", letter(&view, "r107", "JALAN BENAR"), "").unwrap();
    decide("r302", letter(&view, "r302", "4567"), "").unwrap();
    let left = decide("r303", "neither", "5").unwrap();
    assert!(left.fields.is_empty());
    let waiting: DisputesView = laptop.call("disputes", json!({}));
    assert!(waiting.documents.is_empty());

    let entries = laptop.entries();
    let rights = entries.iter().filter_map(|entry| match &entry.change {
        Change::Adjudicated { question, right } => Some((question.to_string(), *right)),
        _ => None,
    });
    let rights: BTreeMap<String, Right> = rights.collect();
    let expected = [("r107", Right::Second), ("r302", Right::First), ("r303", Right::Neither)];
    assert!(expected.iter().all(|(path, right)| rights.get(*path) == Some(right)));
    let state =
        laptop.desk.with(|s| Ok(s.store.history(family_id(0))?.document(PAPER.parse().unwrap())));
    let slots = state.unwrap().slots;
    let says = |path: &str| slots[&path.parse::<Path>().unwrap()].raw.clone();
    assert_eq!([says("r107"), says("r302"), says("r303")], ["JALAN BENAR", "4567", "5"]);
    let wrong = judged(&entries).into_iter().filter(|judged| judged.verdict == Verdict::Wrong);
    assert!(wrong.clone().all(|judged| judged.officer.0.as_u128() == FIRST_KEYER));
    assert_eq!(wrong.count(), 2);
    assert!(laptop.modes(0, PAPER).iter().all(|(_, mode)| *mode == Mode::Supervising));
}

#[test]
fn a_masked_number_shown_to_the_third_person_is_written_down_once_for_each_opening() {
    let laptop = laptop_of(OfficerRole::Supervisor);
    let (first, second) = ("8271022501220000", "8271022601220000");
    let read = [("r107", STREET), ("r114", first)];
    laptop.keyed(FIRST_KEYER, PAPER, Source::Paper, &read);
    let doubts = [("r107", "JALAN BENAR"), ("r114", second)];
    let doubts = doubts.map(|(path, raw)| (path, Outcome::Disputed, Some(raw)));
    laptop.verified(SECOND_KEYER, &doubts);
    let looked = || {
        let entries = laptop.entries();
        let revealed = entries.iter().filter_map(|entry| match &entry.change {
            Change::Revealed { question } => Some(question.to_string()),
            _ => None,
        });
        let trail = laptop.desk.with(|session| Ok(session.store.trail(0, 1_000)?)).unwrap();
        let deeds = trail.iter().filter(|line| line.contains("unmasked"));
        assert!(!trail.iter().any(|line| line.contains(first) || line.contains(second)));
        (revealed.collect::<Vec<_>>(), deeds.count())
    };
    let view: DisputeView = laptop.call("dispute", json!({ "document": PAPER }));
    assert_eq!(looked(), (vec!["r114".to_owned()], 1));
    // What is left is shown again by a decision; it is the same opening.
    let seen = &view.fields.iter().find(|field| field.path == "r107").unwrap().seen;
    let decision = json!({ "document": PAPER, "path": "r107", "seen": seen, "choice": "a" });
    let left: DisputeView = laptop.call("adjudicate", decision);
    assert_eq!((left.fields.len(), looked().1), (1, 1));
    let _: DisputeView = laptop.call("dispute", json!({ "document": PAPER }));
    assert_eq!((looked().0.len(), looked().1), (2, 2));
}

#[test]
fn who_keyed_it_either_time_is_no_third_person() {
    let laptop = laptop_of(OfficerRole::Supervisor);
    laptop.keyed(FIRST_KEYER, PAPER, Source::Paper, &READ);
    laptop.verified(ME, &[("r107", Outcome::Disputed, Some("X"))]);
    let waiting: DisputesView = laptop.call("disputes", json!({}));
    assert!(waiting.documents.is_empty());
    assert_eq!(laptop.refused("dispute", json!({ "document": PAPER })), "NOT_FOUND");
}

#[test]
fn settings_are_a_supervisors_and_stay() {
    let keyer = laptop_of(OfficerRole::Keyer);
    let known: KeyingSettingsView = keyer.call("keying_settings", json!({}));
    assert_eq!((known.limit, known.mine), (10_000, false));
    let args = serde_json::to_value(&known).unwrap();
    assert_eq!(keyer.refused("set_keying_settings", args), "NOT_ALLOWED");

    let laptop = laptop_of(OfficerRole::Supervisor);
    let mut to: KeyingSettingsView = laptop.call("keying_settings", json!({}));
    to.limit = 5_000;
    to.questions = vec!["r302".into()];
    let set: KeyingSettingsView =
        laptop.call("set_keying_settings", serde_json::to_value(&to).unwrap());
    assert!(set == to && set.mine);
    laptop.restart();
    let known: KeyingSettingsView = laptop.call("keying_settings", json!({}));
    assert_eq!(known, to);
    let wrong = [
        KeyingSettingsView { limit: 0, ..to.clone() },
        KeyingSettingsView { confidence: 1_000, ..to.clone() },
        KeyingSettingsView { questions: vec!["r999".into()], ..to.clone() },
        KeyingSettingsView { blocks: vec!["r302".into()], ..to },
    ];
    for wrong in wrong {
        let wrong = serde_json::to_value(wrong).unwrap();
        assert_eq!(laptop.refused("set_keying_settings", wrong), "BAD_REQUEST");
    }
}

#[test]
fn two_entries_of_one_paper_are_compared_member_by_member() {
    let laptop = laptop_of(OfficerRole::Supervisor);
    let mut to: KeyingSettingsView = laptop.call("keying_settings", json!({}));
    to.independent = true;
    let _: KeyingSettingsView =
        laptop.call("set_keying_settings", serde_json::to_value(&to).unwrap());
    let member = |id| InstanceId(Uuid::from_u128(id));
    let join = |laptop: &Laptop, officer, document: &str, id| {
        let join = Change::Join {
            repeat: "anggota".into(),
            order: OrderKey::between(None, None),
            parent: None,
            from: None,
        };
        let name = (Path::of(member(id), "r402"), slot("SITI"));
        let place = (Path::instance(member(id)), join);
        laptop.wrote((officer, Mode::Keying), document, vec![place, name]);
    };
    laptop.keyed(FIRST_KEYER, PAPER, Source::Paper, &READ);
    join(&laptop, FIRST_KEYER, PAPER, 1);
    let queue: VerifyQueue = laptop.call("verify_queue", json!({}));
    assert!(queue.documents[0].independent);

    let theirs: Vec<_> = READ.into_iter().filter(|(path, _)| *path != "r303").collect();
    laptop.keyed(ME, SECOND, Source::SecondEntry, &theirs);
    join(&laptop, ME, SECOND, 2);
    let queue: VerifyQueue = laptop.call("verify_queue", json!({}));
    assert!(queue.documents.is_empty());
    let written = laptop.entries().len();
    let found = laptop.entries().into_iter().filter_map(|entry| match entry.change {
        Change::Verified(verified) => Some(verified),
        _ => None,
    });
    let found: Vec<Verified> = found.collect();
    let differs = found.iter().filter(|found| found.outcome == Outcome::Disputed);
    let differs: Vec<String> =
        differs.filter_map(|f| Some(f.question.as_ref()?.to_string())).collect();
    assert_eq!(differs, ["r303"]);
    let name = Some(Path::of(member(1), "r402"));
    assert!(found.iter().any(|f| f.question == name && f.outcome == Outcome::Same));
    assert!(found.iter().any(|f| f.outcome == Outcome::Done));
    // Once.
    let _: VerifyQueue = laptop.call("verify_queue", json!({}));
    assert_eq!(laptop.entries().len(), written);
}

#[test]
fn pages_go_to_the_document_their_name_says_and_only_real_ones() {
    let laptop = disputed();
    let boxed = Change::Custody(Custody::Boxed { number: "82710007".into() });
    laptop.desk.with(|s| crate::sls::say(s, &area().idsubsls, Path::CUSTODY, boxed)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let png = b"\x89PNG\r\n\x1a\nan image";
    let files: [(&str, &[u8]); 5] = [
        ("82710007_1_1.png", png),
        ("82710007_01_001.pdf", b"%PDF-1.7"),
        ("82710007_1_1.pdf", b"no page"),
        ("82710007_1_9.png", png),
        ("catatan.txt", b"x"),
    ];
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    for _ in 0..2 {
        let args = json!({ "folder": folder.path().to_str().unwrap() });
        let done: PagesAttached = laptop.call("attach_pages", args);
        assert_eq!(done.attached, 2);
        assert_eq!(done.left, ["82710007_1_1.pdf", "82710007_1_9.png", "catatan.txt"]);
    }
    let view: DisputeView = laptop.call("dispute", json!({ "document": PAPER }));
    assert_eq!((view.pages.len(), view.row.label.as_str()), (2, "82710007"));
    let page = view.pages.iter().find(|page| page.media == "image/png").unwrap();
    let bytes: FileBytes =
        laptop.call("page_bytes", json!({ "document": PAPER, "file": page.file }));
    assert_eq!(bytes.media, "image/png");
    assert!(!bytes.base64.is_empty());
}
