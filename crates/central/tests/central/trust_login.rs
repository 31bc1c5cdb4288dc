//! Who gets into the pages: invitations, passwords, second factors, guesses, sessions.

use std::net::IpAddr;

use cacah_central::account::Login;
use cacah_central::{CentralError, Entered, NewPerson};
use cacah_testkit::host::FakeHost;
use cacah_wire::error::Code;
use totp_rs::{Builder, Secret};

use crate::office::{A, ADMIN, B, Office};

pub const PASSWORD: &str = "layar angin cengkih 27";
const MINUTE: u32 = 60_000;
const HOME: [u8; 4] = [192, 0, 2, 1];

/// Somebody with a password, and the browser that set it.
fn account(office: &Office, officer: &str) -> Entered {
    let code = office.central.invite(ADMIN, officer).unwrap().code;
    office.central.accept_invitation(&code, PASSWORD).unwrap()
}

struct Try<'a> {
    name: &'a str,
    password: &'a str,
    code: Option<&'a str>,
    mark: Option<&'a str>,
    from: [u8; 4],
}

const RIGHT: Try<'static> = Try { name: A, password: PASSWORD, code: None, mark: None, from: HOME };
const WRONG: Try<'static> = Try { password: "lain sekali", ..RIGHT };

impl Try<'_> {
    fn go(&self, office: &Office) -> Result<Entered, CentralError> {
        let Self { name, password, code, mark, from } = *self;
        let address = IpAddr::from(from);
        office.central.log_in(&Login { name, password, code, mark, address })
    }

    /// Refused, and with the same work as any other.
    fn fails(&self, office: &Office) {
        let before = office.central.derivations();
        let Err(error) = self.go(office) else { panic!("let in") };
        assert_eq!(error.code(), Code::LoginFailed);
        assert_eq!(office.central.derivations() - before, 1, "one password derived");
    }
}

fn codes(secret: &str, host: &FakeHost) -> String {
    use cacah_family::host::Host as _;
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap());
    let seconds = host.now().unsigned_abs() / 1000;
    totp.build().unwrap().generate(seconds).to_string()
}

#[test]
fn trust_whatever_is_wrong_with_a_login_looks_alike() {
    let office = Office::new();
    account(&office, A);
    assert!(RIGHT.go(&office).is_ok());
    WRONG.fails(&office);
    Try { name: "NOBODY", ..RIGHT }.fails(&office);
    Try { name: B, ..RIGHT }.fails(&office);
    Try { password: "", ..RIGHT }.fails(&office);
    let long = "x".repeat(10_000);
    Try { password: &long, ..RIGHT }.fails(&office);
    // Too soon after wrong ones, also with the right password.
    (0..4).for_each(|_| WRONG.fails(&office));
    RIGHT.fails(&office);
}

#[test]
fn trust_strangers_who_guess_lock_nobody_out() {
    let office = Office::new();
    let owner = account(&office, A);
    (0..6).for_each(|_| WRONG.fails(&office));
    RIGHT.fails(&office);
    assert!(Try { mark: Some(&owner.mark), ..RIGHT }.go(&office).is_ok(), "the owner's browser");
    assert!(Try { from: [192, 0, 2, 2], ..RIGHT }.go(&office).is_ok(), "another address");
    let forged = format!("{}0", &owner.mark.chars().take(95).collect::<String>());
    Try { mark: Some(&forged), ..RIGHT }.fails(&office);
    office.host.pass(15 * MINUTE);
    assert!(RIGHT.go(&office).is_ok(), "a delay ends");
}

#[test]
fn trust_an_invitation_is_good_once_for_ten_minutes_and_asks_for_a_good_password() {
    let office = Office::new();
    let invite = || office.central.invite(ADMIN, A).unwrap().code;
    let accept = |code: &str, password: &str| {
        office.central.accept_invitation(code, password).map_err(|error| error.code())
    };
    let first = invite();
    assert_eq!(accept(&first, "password12").err(), Some(Code::WeakPassword));
    assert_eq!(accept(&first, "PPL A PPL A").err(), Some(Code::WeakPassword), "the own code");
    let second = invite();
    assert_eq!(accept(&first, PASSWORD).err(), Some(Code::TicketSpent), "a later one counts");
    let entered = accept(&second.to_lowercase().replace('-', " "), PASSWORD).unwrap();
    assert_eq!(accept(&second, PASSWORD).err(), Some(Code::TicketSpent), "once");
    assert_eq!(accept("", PASSWORD).err(), Some(Code::TicketSpent));
    let late = invite();
    office.host.pass(10 * MINUTE);
    assert_eq!(accept(&late, PASSWORD).err(), Some(Code::TicketSpent));
    assert!(office.central.session(&entered.token).is_ok(), "nothing happened to what stands");
    assert!(accept(&invite(), PASSWORD).is_ok());
    let ended = office.central.session(&entered.token).unwrap_err();
    assert_eq!(ended.code(), Code::SignedOut, "a new password ends sessions");
    for officer in [A, "NOBODY"] {
        let refused = office.central.invite(B, officer).err().unwrap();
        assert_eq!(refused.code(), Code::NotAllowed, "whoever may not invite learns no codes");
    }
}

#[test]
fn trust_a_second_factor_is_asked_each_code_once_and_lost_ones_are_stood_in_for() {
    let office = Office::new();
    let owner = account(&office, A);
    let session = &owner.session;
    let wrong = office.central.begin_second(session, "lain sekali").err().unwrap();
    assert_eq!(wrong.code(), Code::LoginFailed);
    let begun = office.central.begin_second(session, PASSWORD).unwrap();
    assert!(RIGHT.go(&office).is_ok(), "not in force before its first code");
    assert!(office.central.confirm_second(session, "000000").is_err());
    let now = codes(&begun.secret, &office.host);
    let spares = office.central.confirm_second(session, &now).unwrap();
    assert!(office.central.has_second(session).unwrap());
    let another = office.central.begin_second(session, PASSWORD).err().unwrap();
    assert_eq!(another.code(), Code::BadRequest, "it would switch the first off");
    assert!(office.central.has_second(session).unwrap());
    RIGHT.fails(&office);
    Try { code: Some(&now), ..RIGHT }.fails(&office);
    office.host.pass(MINUTE / 2);
    let next = codes(&begun.secret, &office.host);
    assert!(Try { code: Some(&next), ..RIGHT }.go(&office).is_ok());
    Try { code: Some(&next), ..RIGHT }.fails(&office);
    assert!(Try { code: Some(&spares[0]), ..RIGHT }.go(&office).is_ok());
    Try { code: Some(&spares[0]), ..RIGHT }.fails(&office);
    let secret: Vec<u8> = Secret::try_from_base32(&begun.secret).unwrap().as_ref().to_vec();
    let database = std::fs::read(office.folder.path().join("central.db")).unwrap();
    let log = std::fs::read(office.folder.path().join("central.db-wal")).unwrap();
    for file in [database, log] {
        assert!(!file.windows(secret.len()).any(|bytes| bytes == secret), "sealed at rest");
    }
    office.central.end_second(session, PASSWORD).unwrap();
    assert!(RIGHT.go(&office).is_ok());
}

#[test]
fn trust_a_session_ends_by_itself_by_its_owner_and_with_the_office_of_its_owner() {
    let office = Office::new();
    let signed_out = |token: &str| {
        office.central.session(token).err().map(|error| error.code()) == Some(Code::SignedOut)
    };
    let idle = account(&office, A);
    assert!(signed_out("x"));
    office.host.pass(29 * MINUTE);
    assert!(!signed_out(&idle.token));
    office.host.pass(29 * MINUTE);
    assert!(!signed_out(&idle.token), "used in between");
    office.host.pass(30 * MINUTE);
    assert!(signed_out(&idle.token), "idle");
    let long = RIGHT.go(&office).unwrap();
    (0..35).for_each(|_| {
        office.host.pass(20 * MINUTE);
        assert!(!signed_out(&long.token));
    });
    office.host.pass(20 * MINUTE);
    assert!(signed_out(&long.token), "twelve hours");
    let [one, two] = [RIGHT.go(&office).unwrap(), RIGHT.go(&office).unwrap()];
    office.central.log_out(&one.session).unwrap();
    assert!(signed_out(&one.token) && !signed_out(&two.token), "logged out");
    let new = "cengkih pala kenari 83";
    let changed = office.central.change_password(&two.session, PASSWORD, new).unwrap();
    assert!(signed_out(&two.token), "another password");
    RIGHT.fails(&office);
    let supervisor = NewPerson::admin("KEPALA", "KEPALA LATIHAN", &["82"]);
    office.central.add_person(Some(ADMIN), &supervisor).unwrap();
    office.central.end_officer("KEPALA", A).unwrap();
    assert!(signed_out(&changed.token), "ended");
    Try { password: new, ..RIGHT }.fails(&office);
}

#[test]
fn trust_nothing_of_a_login_lies_in_the_clear() {
    let office = Office::new();
    let code = office.central.invite(ADMIN, A).unwrap().code;
    let waiting = everything(&office);
    let owner = office.central.accept_invitation(&code, PASSWORD).unwrap();
    let files = [waiting, everything(&office)].concat();
    let bare = code.replace('-', "");
    for secret in [PASSWORD, &code, &bare, &owner.token, &owner.mark] {
        let found = files.windows(secret.len()).any(|bytes| bytes == secret.as_bytes());
        assert!(!found, "a secret lies in the data folder");
    }
}

fn everything(office: &Office) -> Vec<u8> {
    let files = std::fs::read_dir(office.folder.path()).unwrap().flatten();
    files.flat_map(|file| std::fs::read(file.path()).unwrap_or_default()).collect()
}
