//! Documents that are fetched back: a keyer's error rate rose after they were finished, and their
//! paper is still on somebody's table.

use cacah_family::entry::{Role, Source};
use cacah_family::paper::{Custody, Outcome, Paper, Verified};
use cacah_keying::sampling::drawn;
use cacah_wire::command::{KeyingSettingsView, VerifyQueue};
use cacah_wire::people::OfficerRole;

use super::team::laptop_of;
use super::*;

const KEYER: u128 = 0xB0B;
const VERIFIER: u128 = 0xCA7;

/// A laptop that others' entries come down to, each a millisecond after the one before.
struct Told {
    laptop: Laptop,
    at: i64,
}

impl Told {
    fn write(&mut self, birth: &Birth, family: FamilyId, by: u128, said: Said) -> Dot {
        self.at += 1;
        let (document, mode, path, change) = said;
        let actor = Actor { device: DeviceId(Uuid::from_u128(by)), incarnation: 1 };
        let dot = Dot { actor, seq: self.at.unsigned_abs() };
        let entry = Entry {
            dot,
            family,
            document,
            path: Path::question(path),
            change,
            over: Vec::new(),
            officer: OfficerId(Uuid::from_u128(by)),
            mode,
            form: None,
            at: Times { wall: self.at, mono: 5, endpoint: None, heard: None },
            effort: Effort::default(),
        };
        let come = |session: &mut crate::session::Session| {
            let merged = session.store.merge_foreign(birth, &[entry])?;
            session.renew(&merged.documents)
        };
        self.laptop.desk.with(come).unwrap();
        dot
    }

    /// The document of family `n`, keyed from paper and finished.
    fn keyed(&mut self, n: u128, document: DocumentId) {
        let mut say = |path, change| {
            self.write(
                &birth(n),
                family_id(n),
                KEYER,
                (Some(document), Mode::Keying, path, change),
            );
        };
        say(Path::DOCUMENT, Change::Opened { source: Source::Paper });
        say("r301a", slot("1"));
        say(Path::STATE, Change::Finished { role: Role::Enumerator });
    }

    /// Forty fields of it keyed again with this outcome.
    fn verified(&mut self, n: u128, document: DocumentId, outcome: Outcome) {
        let fields = (0..40).map(|n| (Some(Path::question(&format!("q{n}"))), outcome));
        for (question, outcome) in fields.chain([(None, Outcome::Done)]) {
            let change = Change::Verified(Verified { question, outcome, second: None });
            let said = (Some(document), Mode::Verifying, Path::VERIFIED, change);
            self.write(&birth(n), family_id(n), VERIFIER, said);
        }
    }

    fn custody(&mut self, custody: Custody) -> Dot {
        let area = area().idsubsls;
        let birth = Birth::of_sls(round().id, area.clone());
        let record = FamilyId::of_sls(round().id, &area);
        let said = (None, Mode::Supervising, Path::CUSTODY, Change::Custody(custody));
        self.write(&birth, record, VERIFIER, said)
    }

    /// The bundle goes to somebody, by code; empty: back to storage.
    fn given(&mut self, to: &str) {
        let (to, letter, note) = (to.to_owned(), String::new(), String::new());
        let of = self.custody(Custody::Given { to, documents: Vec::new(), letter, note });
        self.custody(Custody::Taken { of });
    }

    fn why(&self, document: DocumentId) -> Option<String> {
        let queue: VerifyQueue = self.laptop.call("verify_queue", json!({}));
        let row = queue.documents.into_iter().find(|row| row.document == document.to_string());
        row.map(|row| row.why)
    }
}

/// What is written: of which document, in which work, where.
type Said = (Option<DocumentId>, Mode, &'static str, Change);

/// When the bundle goes back to storage.
#[derive(PartialEq)]
enum Back {
    Never,
    BeforeTheRise,
    AfterTheRise,
}

/// Why the document in the middle is keyed again: after it the keyer's errors rose.
fn why_of_the_middle_one(back: &Back) -> Option<String> {
    let mut told = Told { laptop: laptop_of(OfficerRole::Supervisor), at: 0 };
    let mut settings: KeyingSettingsView = told.laptop.call("keying_settings", json!({}));
    (settings.limit, settings.least, settings.learning) = (200_000, 0, 1);
    let settings = serde_json::to_value(settings).unwrap();
    let _: KeyingSettingsView = told.laptop.call("set_keying_settings", settings);
    let document = |n: u128| DocumentId(Uuid::from_u128(n));
    let middle = (100..).map(document).find(|id| drawn(*id, 300)).unwrap();
    let (from, letter, note) = ("PPL 1".to_owned(), String::new(), String::new());
    told.custody(Custody::Received { kind: Paper::K, listed: 3, counted: 3, from, letter, note });
    told.given("OPR 1");
    told.keyed(0, document(1));
    told.verified(0, document(1), Outcome::Same);
    told.keyed(1, middle);
    assert_eq!(told.why(middle), None, "nothing is wrong, and nothing is drawn");
    if *back == Back::BeforeTheRise {
        told.given("");
    }
    told.keyed(2, document(2));
    told.verified(2, document(2), Outcome::Parked);
    if *back == Back::AfterTheRise {
        told.given("");
    }
    told.why(middle)
}

#[test]
fn what_was_finished_before_the_rise_is_due_while_its_paper_is_on_a_table() {
    let due = Some("fetched_back".to_owned());
    assert_eq!(why_of_the_middle_one(&Back::Never), due);
    assert_eq!(why_of_the_middle_one(&Back::AfterTheRise), due, "giving it back ends nothing");
    assert_eq!(why_of_the_middle_one(&Back::BeforeTheRise), None, "it was given on");
}
