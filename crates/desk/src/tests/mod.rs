//! The commands on what was done before, as the window calls them, over a real vault.

mod across;
mod alike;
mod bundles;
mod contoh;
mod decide;
mod devices;
mod entry;
mod fetched_back;
mod hands;
mod head;
mod history;
mod listing;
mod moved;
mod notice;
mod orders;
mod removed;
mod sight;
mod sls;
mod team;
mod team_revisit;
mod tour;
mod verify;
mod version;
mod visits;
mod watch;
mod work;

use std::collections::BTreeMap;
use std::sync::Arc;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Actor, Birth, Change, Dot, Effort, Entry, Mode, Times};
use cacah_family::id::{DeviceId, DocumentId, FamilyId, OfficerId, RoundId};
use cacah_family::path::Path;
use cacah_family::round::{Round, RoundKind};
use cacah_family::slot::Slot;
use cacah_store::{AreaRecord, Enrolment, Store};
use cacah_testkit::host::FakeHost;
use cacah_testkit::questionnaire::files;
use cacah_testkit::ternate;
use cacah_wire::command::{Command, Delta, DocumentView, Failure, HistoryPage};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::Desk;
use crate::vaults::DataFolder;

const OFFICER: &str = "PPL 0123";
const PASSWORD: &str = "ombak biru teluk";

/// A laptop with three families of one prelist.
struct Laptop {
    desk: Desk,
    host: Arc<FakeHost>,
    /// Entries that other laptops wrote so far.
    elsewhere: std::cell::Cell<u64>,
    _root: TempDir,
}

impl Laptop {
    fn new() -> Self {
        Self::over("regsosek22-k")
    }

    /// A round with another form.
    fn over(form: &str) -> Self {
        let (root, host) = (tempfile::tempdir().unwrap(), Arc::new(FakeHost::new(3)));
        let vault = DataFolder::new(root.path().to_owned()).new_vault(OFFICER).unwrap();
        let mut store = Store::create(&vault, &enrolment(), PASSWORD, host.clone()).unwrap();
        let form: BTreeMap<String, String> = files(form)
            .into_iter()
            .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
            .collect();
        let version = crate::sending::compile(&form).unwrap();
        let families: Vec<_> = (0..3).map(|n| (family_id(n), birth(n))).collect();
        store.install(&round(), &version, &form, &[area()], &families).unwrap();
        drop(store);
        let desk = Desk::new(root.path().to_owned(), host.clone());
        let laptop = Self { desk, host, elsewhere: 0.into(), _root: root };
        laptop.unlock();
        laptop
    }

    fn unlock(&self) {
        let _: Value = self.call("unlock", json!({ "officer": OFFICER, "password": PASSWORD }));
    }

    /// As after a restart of the app.
    fn restart(&self) {
        let _: Value = self.call("lock", json!({}));
        self.unlock();
    }

    /// A command as it comes over the wire.
    fn try_call<T: DeserializeOwned>(&self, command: &str, args: Value) -> Result<T, Failure> {
        let request = [("command".to_owned(), command.into()), ("args".to_owned(), args)];
        let command: Command =
            serde_json::from_value(Value::Object(request.into_iter().collect())).unwrap();
        let reply = self.desk.call(command)?;
        Ok(serde_json::from_value(serde_json::to_value(reply).unwrap()).unwrap())
    }

    fn call<T: DeserializeOwned>(&self, command: &str, args: Value) -> T {
        self.try_call(command, args).unwrap()
    }

    /// The code of what a command answers that cannot be done.
    fn refused(&self, command: &str, args: Value) -> String {
        self.try_call::<Value>(command, args).unwrap_err().code.to_string()
    }

    fn open(&self, n: u128) -> DocumentView {
        self.call("open_document", json!({ "family": family_id(n).to_string() }))
    }

    fn set(&self, document: &str, path: &str, raw: &str) -> Delta {
        self.host.pass(60_000);
        self.call("set_answer", json!({ "document": document, "path": path, "raw": raw }))
    }

    fn history(&self, document: &str, path: Option<&str>) -> HistoryPage {
        self.call("history", json!({ "document": document, "path": path, "limit": 100 }))
    }

    /// A member with a name; its id.
    fn member(&self, document: &str, name: &str) -> String {
        let delta: Delta =
            self.call("add_instance", json!({ "document": document, "repeat": "anggota" }));
        let id = delta.instances.unwrap().last().unwrap().instance.clone();
        self.set(document, &format!("{id}/r402"), name);
        id
    }

    /// What another laptop wrote over `over`, told by the office.
    fn comes_down(
        &self,
        n: u128,
        document: Option<&str>,
        path: &str,
        change: Change,
        over: &[Dot],
    ) {
        let seq = self.elsewhere.get() + 1;
        self.elsewhere.set(seq);
        let actor = Actor { device: DeviceId(Uuid::from_u128(0xBEE)), incarnation: 1 };
        let entry = Entry {
            dot: Dot { actor, seq },
            family: family_id(n),
            document: document.map(|id| id.parse::<DocumentId>().unwrap()),
            path: path.parse().unwrap(),
            change,
            over: over.to_vec(),
            officer: OfficerId(Uuid::from_u128(0x0FF2)),
            mode: Mode::Supervising,
            form: None,
            at: Times { wall: 0, mono: 5, endpoint: None, heard: None },
            effort: Effort::default(),
        };
        self.desk
            .with(|session| {
                let merged = session.store.merge_foreign(&birth(n), &[entry])?;
                session.renew(&merged.documents)
            })
            .unwrap();
    }

    /// The dots that stand at a path.
    fn heads(&self, n: u128, document: &str, path: &str) -> Vec<Dot> {
        let document: DocumentId = document.parse().unwrap();
        let path: Path = path.parse().unwrap();
        self.desk
            .with(|session| {
                let history = session.store.history(family_id(n))?;
                let heads = history.heads(Some(document));
                Ok(heads.get(&path).into_iter().flatten().map(|head| head.dot).collect())
            })
            .unwrap()
    }
}

fn slot(raw: &str) -> Change {
    Change::Slot(Slot { raw: raw.into(), value: Some(raw.into()), ..Slot::default() })
}

/// What a document holds at a path.
fn raw(view: &DocumentView, path: &str) -> Option<String> {
    view.slots.iter().find(|slot| slot.path == path).map(|slot| slot.raw.clone())
}

fn family_id(n: u128) -> FamilyId {
    FamilyId(Uuid::from_u128(0xFA00 + n))
}

fn area() -> AreaRecord {
    let sls = &ternate::AREAS[0];
    AreaRecord {
        idsubsls: sls.idsubsls.parse().unwrap(),
        name: sls.name.into(),
        village: sls.village.into(),
        district: sls.district.into(),
    }
}

fn birth(n: u128) -> Birth {
    let idsubsls: Idsubsls = ternate::AREAS[0].idsubsls.parse().unwrap();
    Birth {
        round: round().id,
        home: idsubsls.district(),
        idsubsls,
        building: 1,
        number: u16::try_from(n).unwrap() + 1,
        head: ["SITI LAKORO", "WAHIDA UMAR", "ABDUL KADIR"][usize::try_from(n).unwrap()].into(),
        address: "JALAN PERCOBAAN".into(),
        found: false,
    }
}

fn round() -> Round {
    Round {
        id: RoundId(Uuid::from_u128(0x2022)),
        name: "Latihan".into(),
        kind: RoundKind::Practice,
        form: "regsosek22-k".into(),
    }
}

fn enrolment() -> Enrolment {
    Enrolment {
        officer: OfficerId(Uuid::from_u128(0x0FF1)),
        officer_code: OFFICER.into(),
        officer_name: "LATIFA KAMARO".into(),
        device: DeviceId(Uuid::from_u128(0xDE71)),
        incarnation: b"signed elsewhere".to_vec(),
        device_key: Zeroizing::new([0xDE; 32]),
        officer_key: Some(Zeroizing::new([0x0F; 32])),
        endpoint_url: "https://127.0.0.1:8443".into(),
        certificate: "-----BEGIN CERTIFICATE-----".into(),
        token: Zeroizing::new("00".repeat(32)),
        endpoint_key: [0xE0; 32],
        recovery: "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p".into(),
        recovery_seed: None,
    }
}
