//! Forgotten passwords at the office: which laptop asks, who may answer, keepers and their shares.

use std::path::{Path, PathBuf};

use cacah_central::folder::Folder;
use cacah_central::recovery::{
    Question, RecoveryError, RecoveryIdentity, ShareError, Splitting, answer_alone, identity_of,
};
use cacah_central::storage::{People as _, Recovery as _, Storage as _, Trail as _};
use cacah_central::{CentralError, NewPerson};
use cacah_family::host::Host as _;
use cacah_family::recovery::{Challenge, answer, spell_answer};
use cacah_family::trail::{Act, Record};
use cacah_testkit::host::FakeHost;
use cacah_wire::down::EnrolReply;
use cacah_wire::people::OfficerRole;
use cacah_wire::seal::Hash;
use x25519_dalek::{PublicKey, StaticSecret};

use crate::laptop::request;
use crate::office::{A, ADMIN, B, Office};

/// A laptop as far as recovery goes.
struct Asking {
    private: StaticSecret,
    reply: EnrolReply,
}

impl Asking {
    fn enrolled(office: &Office, officer: &str, seed: u64) -> Self {
        let ticket = office.central.ticket(ADMIN, officer, "https://localhost", "").unwrap();
        let (mut request, _, _) = request(seed, &ticket.code);
        let private = StaticSecret::from([u8::try_from(seed).unwrap(); 32]);
        request.recovery_point = Some(Hash(PublicKey::from(&private).to_bytes()));
        let reply = office.central.enrol(&request).unwrap();
        let again = office.central.enrol(&request).unwrap();
        assert_eq!((again.device, &again.recovery), (reply.device, &reply.recovery));
        let other = Some(Hash([9; 32]));
        request.recovery_point = other;
        assert!(matches!(office.central.enrol(&request), Err(CentralError::TicketSpent)));
        Self { private, reply }
    }

    fn point(&self) -> [u8; 32] {
        PublicKey::from(&self.private).to_bytes()
    }

    fn challenge(&self, count: u32, short: bool) -> String {
        Challenge::new(&self.point(), count, short).to_text()
    }

    /// What opens its slot.
    fn opens(&self, count: u16) -> String {
        let (_, office) = bech32::decode(&self.reply.recovery).unwrap();
        let office: [u8; 32] = office.try_into().unwrap();
        let shared = self.private.diffie_hellman(&PublicKey::from(office)).to_bytes();
        spell_answer(&answer(&shared, &self.point(), &office, count)).to_string()
    }
}

fn folder(office: &Office) -> Folder {
    Folder::open(office.folder.path(), office.host.as_ref()).unwrap()
}

fn question(challenge: &str) -> Question<'_> {
    let (by, reason) = (ADMIN, "lupa kata sandi");
    Question { challenge, officer: None, by, reason, revoked_too: false }
}

fn answered(office: &Office, question: &Question<'_>) -> Result<String, RecoveryError> {
    let identity = folder(office).recovery_identity(&[])?;
    let answered = office.central.answer_challenge(question, &identity)?;
    Ok(answered.code.to_string())
}

fn split(office: &Office, identity: &RecoveryIdentity, to: &Path) -> Vec<PathBuf> {
    std::fs::create_dir_all(to).unwrap();
    let splitting = Splitting { need: 2, keepers: 3, to: to.to_owned() };
    folder(office).write_sheets(identity, &splitting, office.host.as_ref()).unwrap()
}

#[test]
fn trust_a_point_of_another_laptop_is_no_success() {
    let office = Office::new();
    let laptop = Asking::enrolled(&office, A, 7);
    let ticket = office.central.ticket(ADMIN, B, "https://localhost", "").unwrap();
    let (mut request, _, _) = request(8, &ticket.code);
    request.recovery_point = Some(Hash(laptop.point()));
    assert!(matches!(office.central.enrol(&request), Err(CentralError::TicketSpent)));
}

#[test]
fn trust_a_challenge_is_answered_for_its_laptop_and_recorded_with_who_and_why() {
    let office = Office::new();
    let laptop = Asking::enrolled(&office, A, 7);
    for (count, short) in [(0, true), (1, false), (1025, true)] {
        let challenge = laptop.challenge(count, short);
        let code = answered(&office, &question(&challenge)).unwrap();
        assert_eq!(code, laptop.opens(u16::try_from(count % 1024).unwrap()));
    }
    let rows = office.central.storage().answers(Hash(laptop.point())).unwrap();
    assert_eq!(rows.iter().map(|row| row.count).collect::<Vec<_>>(), [0, 1, 1]);
    assert!(rows.iter().all(|row| row.reason == "lupa kata sandi"));
    let lines = office.central.storage().trail(0, 1_000).unwrap();
    let records = lines.iter().map(|line| serde_json::from_str::<Record>(line).unwrap());
    let records: Vec<_> = records.filter(|r| r.deed.act == Act::RecoveryAnswered).collect();
    assert_eq!(records.len(), 3);
    assert!(records.iter().all(|r| r.device == Some(laptop.reply.device) && r.by.is_some()));
    assert!(!lines.concat().contains("lupa"), "words of a person stay out of the trail");
}

#[test]
fn trust_what_cannot_be_answered_says_why_and_leaves_no_answer() {
    let office = Office::new();
    let laptop = Asking::enrolled(&office, A, 7);
    let stranger = Challenge::new(&[5; 32], 0, true).to_text();
    let unknown = answered(&office, &question(&stranger));
    assert!(matches!(unknown, Err(RecoveryError::Unknown)));
    let mut challenge = laptop.challenge(0, true);
    let of_b = Question { officer: Some(B), ..question(&challenge) };
    let other = answered(&office, &of_b).unwrap_err();
    assert!(matches!(&other, RecoveryError::OtherOfficer(whose) if whose == A), "{other}");
    let of_a = Question { officer: Some(A), ..question(&challenge) };
    answered(&office, &of_a).unwrap();
    let slip = if challenge.as_bytes()[10] == b'A' { "B" } else { "A" };
    challenge.replace_range(10..11, slip);
    assert!(matches!(answered(&office, &question(&challenge)), Err(RecoveryError::Misread(3))));
    let cut = answered(&office, &question("7K3M-0Q9T"));
    assert!(matches!(cut, Err(RecoveryError::Length)));
    let none = Challenge::new(&[0; 32], 0, false).to_text();
    assert!(matches!(answered(&office, &question(&none)), Err(RecoveryError::NoPoint)));
    assert_eq!(office.central.storage().answers(Hash(laptop.point())).unwrap().len(), 1);
}

#[test]
fn trust_only_the_office_of_the_area_answers_and_a_revoked_laptop_only_on_purpose() {
    let office = Office::new();
    let laptop = Asking::enrolled(&office, A, 7);
    let challenge = laptop.challenge(0, true);
    let elsewhere = NewPerson::admin("ADMIN 8205", "KANTOR LAIN", &["8205"]);
    office.central.add_person(Some(ADMIN), &elsewhere).unwrap();
    let field = NewPerson { role: OfficerRole::Pml, ..NewPerson::admin("PML 1", "P", &["8271"]) };
    office.central.add_person(Some(ADMIN), &field).unwrap();
    for by in ["ADMIN 8205", "PML 1", A, "NOBODY"] {
        let refused = answered(&office, &Question { by, ..question(&challenge) });
        let refused = refused.unwrap_err();
        assert!(matches!(refused, RecoveryError::Central(CentralError::NotAllowed)), "{by}");
    }
    let revocation = cacah_central::storage::Revocation {
        at: office.host.now(),
        order: None,
        by: office.central.storage().officer(ADMIN).unwrap().unwrap().id,
        reason: "hilang".into(),
    };
    assert!(office.central.storage().revoke(laptop.reply.device, &revocation).unwrap());
    assert!(matches!(answered(&office, &question(&challenge)), Err(RecoveryError::Revoked)));
    let too = Question { revoked_too: true, ..question(&challenge) };
    assert_eq!(answered(&office, &too).unwrap(), laptop.opens(0));
}

#[test]
fn trust_a_challenge_that_was_answered_or_left_behind_is_told() {
    let office = Office::new();
    let laptop = Asking::enrolled(&office, A, 7);
    let identity = folder(&office).recovery_identity(&[]).unwrap();
    let asked = |count: u32| {
        let challenge = laptop.challenge(count, true);
        let told = office.central.answer_challenge(&question(&challenge), &identity).unwrap();
        (told.is_again(), told.is_late())
    };
    assert_eq!(asked(4), (false, false));
    assert_eq!(asked(4), (true, false));
    assert_eq!(asked(5), (false, false));
    assert_eq!(asked(4), (true, true), "a copy of the laptop may be asking");
    assert_eq!(asked(3), (false, true));
}

#[test]
fn trust_two_of_three_keepers_answer_and_one_of_them_does_not() {
    let office = Office::new();
    let laptop = Asking::enrolled(&office, A, 7);
    let to = office.folder.path().join("sheets");
    let whole = folder(&office).recovery_identity(&[]).unwrap();
    let sheets = split(&office, &whole, &to);
    folder(&office).forget_recovery_key().unwrap();
    assert!(!office.folder.path().join("recovery.key").exists());
    let office = office.restart();
    assert_eq!(office.central.recovery_recipient(), whole.recipient());
    assert!(matches!(folder(&office).recovery_identity(&[]), Err(RecoveryError::NoKey)));

    let challenge = laptop.challenge(0, true);
    for pair in [[0, 1], [1, 2], [2, 0]] {
        let keepers = pair.map(|at: usize| sheets[at].clone());
        let identity = folder(&office).recovery_identity(&keepers).unwrap();
        let told = office.central.answer_challenge(&question(&challenge), &identity).unwrap();
        assert_eq!(*told.code, laptop.opens(0));
        let alone = answer_alone(&laptop.challenge(3, false), &identity).unwrap();
        assert_eq!(*alone, laptop.opens(3));
        let short = answer_alone(&challenge, &identity);
        assert!(matches!(short, Err(RecoveryError::LongOnly)));
    }
    let one = identity_of(&sheets[..1]).unwrap_err();
    let few = ShareError::TooFew { have: 1, need: 2 };
    assert!(matches!(one, RecoveryError::Shares(error) if error == few));
    let again = split(&office, &whole, &to.join("again"));
    let mixed = identity_of(&[sheets[0].clone(), again[1].clone()]).unwrap_err();
    assert!(matches!(mixed, RecoveryError::Shares(ShareError::Mixed(2))));
    let written = std::fs::read_to_string(&sheets[1]).unwrap();
    assert!(written.contains(&whole.recipient()) && written.contains("Bagian 2 dari 3; perlu 2"));
    let over = Splitting { need: 2, keepers: 3, to };
    let fixed = FakeHost::new(1);
    let kept = folder(&office).write_sheets(&whole, &over, &fixed);
    assert!(matches!(kept, Err(RecoveryError::Io { .. })), "no sheet is overwritten");
}

#[test]
fn trust_a_new_key_serves_new_laptops_and_the_old_one_those_before() {
    let office = Office::new();
    let first = Asking::enrolled(&office, A, 7);
    let to = office.folder.path().join("sheets");
    let old = folder(&office).recovery_identity(&[]).unwrap();
    let new = RecoveryIdentity::draw(office.host.as_ref());
    let early = folder(&office).renew_recovery(&new);
    assert!(matches!(early, Err(RecoveryError::SplitFirst)), "the old key would be lost");
    let old_sheets = split(&office, &old, &to);
    folder(&office).forget_recovery_key().unwrap();
    let new_sheets = split(&office, &new, &to);
    folder(&office).renew_recovery(&new).unwrap();
    let office = office.restart();
    let known = folder(&office).recovery_recipients().unwrap();
    assert_eq!(known, [new.recipient(), old.recipient()]);

    let second = Asking::enrolled(&office, B, 8);
    assert_eq!(first.reply.recovery, old.recipient());
    assert_eq!(second.reply.recovery, new.recipient());
    let (old, new) = (identity_of(&old_sheets[1..]).unwrap(), identity_of(&new_sheets).unwrap());
    for (laptop, right, wrong) in [(&first, &old, &new), (&second, &new, &old)] {
        let challenge = laptop.challenge(0, true);
        let question = question(&challenge);
        let refused = office.central.answer_challenge(&question, wrong).unwrap_err();
        assert!(matches!(&refused, RecoveryError::OtherKey(key) if *key == right.recipient()));
        let told = office.central.answer_challenge(&question, right).unwrap();
        assert_eq!(*told.code, laptop.opens(0));
    }
}
