//! Whom a laptop trusts and what it is told to do: typed tickets, certificates that change, policy,
//! orders. Over TLS, and by stick.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use cacah_central::folder::Folder;
use cacah_central::http::{Gate, router, serve};
use cacah_central::storage::sqlite::Sqlite;
use cacah_central::{Central, Change as Authority, NewPerson, Plan, PlanOfficer};
use cacah_family::entry::{Birth, Change, Effort, FormVersion, Mode, Visit};
use cacah_family::id::{FamilyId, OfficerId, RoundId};
use cacah_family::path;
use cacah_family::round::{Round, RoundKind};
use cacah_store::{Commit, NewEntry, RevokeOrder, Road, Store};
use cacah_sync::{
    Access, HttpTransport, Order, Report, SyncError, TransportError, enrol, introduced,
    read_answer, write_stick,
};
use cacah_testkit::host::FakeHost;
use cacah_testkit::questionnaire;
use cacah_wire::down::{Area, PrelistFamily, Ticket};
use cacah_wire::error::Code;
use cacah_wire::introduce::ShortTicket;
use cacah_wire::orders::Policy;
use cacah_wire::people;
use tempfile::TempDir;
use tokio::sync::oneshot;
use uuid::Uuid;

const HERE: &str = "8271021003000300";
const ADMIN: &str = "ADMIN";
const OFFICER: &str = "PPL 0123";

fn family() -> FamilyId {
    FamilyId(Uuid::from_u128(101))
}

fn plan() -> Plan {
    let files = questionnaire::files("toy").into_iter();
    let round = RoundId(Uuid::from_u128(1));
    let birth = Birth {
        round,
        home: "8271021".parse().unwrap(),
        idsubsls: HERE.parse().unwrap(),
        building: 1,
        number: 1,
        head: "KELUARGA LATIHAN".into(),
        address: "JL. LATIHAN".into(),
        found: false,
    };
    let (name, form) = ("Latihan".into(), "toy".into());
    Plan {
        round: Round { id: round, name, kind: RoundKind::Practice, form },
        form: files.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect(),
        form_dir: None,
        areas: vec![Area {
            idsubsls: HERE.parse().unwrap(),
            name: "RT 003".into(),
            village: "Gamalama".into(),
            district: "Ternate Tengah".into(),
        }],
        officers: vec![PlanOfficer {
            id: OfficerId(Uuid::from_u128(3)),
            code: OFFICER.into(),
            name: "PETUGAS LATIHAN".into(),
            areas: vec![HERE.into()],
            role: None,
            since: None,
            until: None,
        }],
        families: vec![PrelistFamily { family: family(), birth }],
    }
}

/// An endpoint that serves, can be stopped, and comes back at the same address.
struct Office {
    folder: TempDir,
    host: Arc<FakeHost>,
    address: SocketAddr,
    server: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Office {
    fn open(seed: u64) -> Self {
        let (folder, host) = (TempDir::new().unwrap(), Arc::new(FakeHost::new(seed)));
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut office = Self { folder, host, address, server: None };
        let central = office.central();
        central.add_person(None, &NewPerson::admin(ADMIN, "LATIHAN", &["82"])).unwrap();
        central.install(ADMIN, plan()).unwrap();
        office.start();
        office
    }

    fn data(&self) -> Folder {
        Folder::open(self.folder.path(), &*self.host).unwrap()
    }

    /// The endpoint as a command beside the server sees it.
    fn central(&self) -> Central<Sqlite> {
        self.data().central(self.host.clone()).unwrap()
    }

    fn start(&mut self) {
        let tls = self.data().tls(&["127.0.0.1".into()]).unwrap();
        let router = router(Arc::new(self.central()), Gate::new(4, 2));
        let listener = TcpListener::bind(self.address).unwrap();
        let (stop, stopped) = oneshot::channel();
        let server = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            let stopped = async { drop(stopped.await) };
            runtime.block_on(serve(router, listener, tls, stopped)).unwrap();
        });
        self.server = Some((stop, server));
    }

    fn stop(&mut self) {
        if let Some((stop, server)) = self.server.take() {
            drop(stop);
            server.join().unwrap();
        }
    }

    fn change(&mut self, change: Authority) {
        self.stop();
        self.data().change_authority(change, &*self.host).unwrap();
        self.start();
    }

    fn ticket(&self) -> Ticket {
        let url = format!("https://{}", self.address);
        self.central().ticket(ADMIN, OFFICER, &url, self.data().certificate()).unwrap()
    }

    fn revoke(&self, laptop: &Laptop, order: people::RevokeOrder) {
        let device = laptop.store.borrow().enrolment().device;
        self.central().revoke(ADMIN, device, Some(order), "hilang").unwrap();
    }

    /// Takes a file and answers it into the same folder.
    fn answers(&self, stick: &Path) -> PathBuf {
        let central = self.central();
        let brought = central.take_stick(File::open(stick).unwrap()).unwrap();
        assert!(brought.refused.is_empty(), "{brought}");
        central.answer_stick(&brought, stick.parent().unwrap()).unwrap().unwrap()
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        self.stop();
    }
}

fn compile(_: &BTreeMap<String, String>) -> Option<FormVersion> {
    Some(FormVersion { structure: "a".into(), rules: "b".into() })
}

struct Laptop {
    store: RefCell<Store>,
    host: Arc<FakeHost>,
    folder: TempDir,
}

impl Access for Laptop {
    fn with<R>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<R, SyncError>,
    ) -> Result<R, SyncError> {
        work(&mut self.store.borrow_mut())
    }
}

impl Laptop {
    fn enrolled(office: &Office, seed: u64) -> Self {
        let (folder, host) = (TempDir::new().unwrap(), Arc::new(FakeHost::new(seed)));
        let typed = ShortTicket::of(&office.ticket()).to_text().to_lowercase().replace('-', " ");
        let ticket = introduced(&typed, &*host).unwrap();
        let transport = HttpTransport::new(&ticket.url, &ticket.certificate, None).unwrap();
        let enrolment = enrol(&ticket, &transport, &*host).unwrap();
        let vault = folder.path().join("vault");
        let store = Store::create(&vault, &enrolment, "ombak biru teluk", host.clone()).unwrap();
        Self { store: RefCell::new(store), host, folder }
    }

    fn exchange(&self) -> Report {
        let transport = {
            let store = self.store.borrow();
            let known = store.enrolment();
            HttpTransport::new(&known.endpoint_url, &known.certificate, Some(&known.token)).unwrap()
        };
        let order = Order { by_hand: true, copies: true, hub: false, compile: &compile };
        cacah_sync::send(self, &transport, &*self.host, order)
    }

    fn reaches(&self) {
        let report = self.exchange();
        assert!(report.stopped.is_none(), "{:?}", report.stopped);
    }

    /// Asks by stick and takes the answer.
    fn carries(&self, office: &Office) {
        let written = write_stick(self, &*self.host, self.folder.path(), true).unwrap();
        read_answer(self, &office.answers(&written.path), &compile).unwrap();
    }

    fn trusts(&self) -> String {
        self.store.borrow().enrolment().certificate.clone()
    }

    fn order(&self) -> Option<RevokeOrder> {
        self.store.borrow().revocation().unwrap().and_then(|revocation| revocation.order)
    }

    fn visits(&self) {
        let visit = NewEntry {
            family: family(),
            document: None,
            path: path::Path::question(path::Path::VISIT),
            change: Change::Visit {
                outcome: Visit::NotHome,
                note: String::new(),
                appointment: None,
            },
            over: Vec::new(),
            mode: Mode::Visit,
            form: None,
            effort: Effort::default(),
        };
        let commit = Commit { entries: vec![visit], summary: None, stand: None };
        self.store.borrow_mut().append(commit).unwrap();
    }
}

fn refused(text: &str, host: &FakeHost) -> Code {
    match introduced(text, host).unwrap_err() {
        SyncError::Transport(TransportError::Refused(code)) => code,
        other => panic!("{other}"),
    }
}

#[test]
fn trust_a_typed_ticket_brings_the_certificate_once_and_from_its_own_office_only() {
    let (office, other) = (Office::open(1), Office::open(2));
    let host = FakeHost::new(3);
    let ticket = office.ticket();
    let short = ShortTicket::of(&ticket).to_text();
    assert_eq!(introduced(&short, &host).unwrap(), ticket, "as if it had been pasted");
    let elsewhere = short.replace(&office.address.to_string(), &other.address.to_string());
    assert_eq!(
        refused(&elsewhere, &host),
        Code::TicketSpent,
        "another endpoint knows no such code"
    );
    let transport = HttpTransport::new(&ticket.url, &ticket.certificate, None).unwrap();
    enrol(&ticket, &transport, &host).unwrap();
    assert_eq!(refused(&short, &host), Code::TicketSpent, "it was used");
    let late = office.ticket();
    office.host.pass(10 * 60 * 1000);
    let late = ShortTicket::of(&late).to_text();
    assert_eq!(refused(&late, &host), Code::TicketSpent, "ten minutes went by");
}

#[test]
fn trust_certificates_change_and_nobody_is_enrolled_again() {
    let mut office = Office::open(1);
    let [near, away, far] = [2, 3, 4].map(|seed| Laptop::enrolled(&office, seed));
    for laptop in [&near, &away, &far] {
        laptop.reaches();
    }
    let first = near.trusts();
    office.change(Authority::Next);
    near.reaches();
    assert_eq!(near.trusts(), office.data().certificate(), "both, from a signed page");
    office.change(Authority::Switch);
    near.reaches();
    assert_eq!(away.trusts(), first, "it heard of nothing");
    away.reaches();
    assert_eq!(away.trusts(), near.trusts(), "the old one vouched for the new");
    office.change(Authority::Retire);
    for laptop in [&near, &away] {
        laptop.reaches();
        assert_eq!(laptop.trusts(), office.data().certificate());
        assert!(!laptop.trusts().contains(&first));
        laptop.reaches();
    }
    let stopped = far.exchange().stopped.unwrap();
    assert_eq!(stopped.code(), Some(Code::WrongCertificate), "away too long");
    far.visits();
    far.carries(&office);
    assert_eq!(far.trusts(), near.trusts(), "the same page, by stick");
    far.reaches();
    let new = Laptop::enrolled(&office, 5);
    new.reaches();
    assert_eq!(new.trusts(), near.trusts());
}

#[test]
fn trust_a_certificate_that_was_announced_long_ago_is_not_trusted_again() {
    let mut office = Office::open(1);
    let laptop = Laptop::enrolled(&office, 2);
    laptop.reaches();
    office.change(Authority::Next);
    let written = write_stick(&laptop, &*laptop.host, laptop.folder.path(), true).unwrap();
    let old = office.answers(&written.path);
    office.change(Authority::Switch);
    office.change(Authority::Retire);
    laptop.carries(&office);
    let trusted = laptop.trusts();
    read_answer(&laptop, &old, &compile).unwrap();
    assert_eq!(laptop.trusts(), trusted);
    laptop.reaches();
}

#[test]
fn trust_what_the_office_asks_comes_with_a_page_and_stands_against_older_ones() {
    let office = Office::open(1);
    let laptop = Laptop::enrolled(&office, 2);
    laptop.reaches();
    let asked = || laptop.store.borrow().asked().unwrap();
    assert_eq!(asked().contact_days(), 30, "where the office said nothing");
    let ask = |days| {
        let policy = Policy { contact_days: Some(days), ..Policy::default() };
        office.central().set_policy(ADMIN, &policy).unwrap();
    };
    ask(10);
    let written = write_stick(&laptop, &*laptop.host, laptop.folder.path(), true).unwrap();
    let old = office.answers(&written.path);
    ask(7);
    laptop.reaches();
    assert_eq!(asked().contact_days(), 7);
    read_answer(&laptop, &old, &compile).unwrap();
    assert_eq!(asked().contact_days(), 7, "an older answer takes nothing back");
    let many = Policy { contact_days: Some(1_000), ..Policy::default() };
    assert_eq!(office.central().set_policy(ADMIN, &many).unwrap_err().code(), Code::BadRequest);
    let officer = office.central().set_policy(OFFICER, &Policy::default());
    assert_eq!(officer.unwrap_err().code(), Code::NotAllowed);
}

#[test]
fn trust_a_revoked_laptop_sends_its_last_before_it_hears_the_order() {
    let office = Office::open(1);
    let laptop = Laptop::enrolled(&office, 2);
    laptop.reaches();
    laptop.visits();
    office.revoke(&laptop, people::RevokeOrder::Lock);
    assert_eq!(laptop.order(), None);
    laptop.reaches();
    assert_eq!(laptop.order(), Some(RevokeOrder::Lock));
    let roads: Vec<Road> =
        laptop.store.borrow().queue().unwrap().into_iter().map(|record| record.road).collect();
    assert!(matches!(roads[..], [Road::Held { .. }]), "{roads:?}");
    assert!(!laptop.store.borrow().has_unsent().unwrap());
    office.revoke(&laptop, people::RevokeOrder::Wipe);
    laptop.carries(&office);
    assert_eq!(laptop.order(), Some(RevokeOrder::Wipe), "by stick too, and the last one counts");
    laptop.store.into_inner().destroy().unwrap();
    assert!(!laptop.folder.path().join("vault").exists());
}

#[test]
fn trust_what_is_unsent_is_never_destroyed() {
    let office = Office::open(1);
    let laptop = Laptop::enrolled(&office, 2);
    laptop.reaches();
    office.revoke(&laptop, people::RevokeOrder::Wipe);
    laptop.carries(&office);
    laptop.visits();
    assert!(laptop.store.borrow().has_unsent().unwrap());
    assert!(laptop.store.into_inner().destroy().is_err());
    let vault = laptop.folder.path().join("vault");
    let store = Store::unlock(&vault, OFFICER, "ombak biru teluk", laptop.host).unwrap();
    assert!(store.has_unsent().unwrap());
}
