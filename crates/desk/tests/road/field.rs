//! An office and laptops that know each other by stick alone.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cacah_central::folder::Folder;
use cacah_central::storage::sqlite::Sqlite;
use cacah_central::{Central, NewPerson, Plan, PlanOfficer};
use cacah_desk::{Command, Desk, Failure};
use cacah_family::entry::Birth;
use cacah_family::id::{FamilyId, OfficerId, RoundId};
use cacah_family::round::{Round, RoundKind};
use cacah_testkit::host::FakeHost;
use cacah_testkit::questionnaire;
use cacah_wire::down::{Area, PrelistFamily};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

pub const HERE: &str = "8271021003000300";
pub const OFFICER: &str = "PPL 0123";
pub const PASSWORD: &str = "ombak biru teluk Gamalama";

pub fn family(number: u16) -> String {
    family_id(number).to_string()
}

fn family_id(number: u16) -> FamilyId {
    FamilyId(Uuid::from_u128(100 + u128::from(number)))
}

fn plan() -> Plan {
    let files = questionnaire::files("regsosek22-k").into_iter();
    let round = RoundId(Uuid::from_u128(1));
    let birth = |number| Birth {
        round,
        home: "8271021".parse().unwrap(),
        idsubsls: HERE.parse().unwrap(),
        building: number,
        number,
        head: format!("KELUARGA LATIHAN {number}"),
        address: "JL. LATIHAN".into(),
        found: false,
    };
    Plan {
        round: Round {
            id: round,
            name: "Latihan".into(),
            kind: RoundKind::Practice,
            form: "regsosek22-k".into(),
        },
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
        families: (1..=3)
            .map(|number| PrelistFamily { family: family_id(number), birth: birth(number) })
            .collect(),
    }
}

pub struct Office {
    _folder: TempDir,
    certificate: String,
    pub central: Central<Sqlite>,
}

impl Office {
    pub fn new() -> Self {
        let (folder, host) = (TempDir::new().unwrap(), Arc::new(FakeHost::new(1)));
        let data = Folder::open(folder.path(), &*host).unwrap();
        let (central, certificate) = (data.central(host).unwrap(), data.certificate().to_owned());
        central.add_person(None, &NewPerson::admin("ADMIN", "LATIHAN", &["82"])).unwrap();
        central.install("ADMIN", plan()).unwrap();
        Self { _folder: folder, certificate, central }
    }

    /// The file of a spare laptop in `folder`, and its code.
    pub fn spare(&self, folder: &Path, url: &str) -> (PathBuf, String) {
        let made = self.central.spare("ADMIN", OFFICER, (url, &self.certificate), folder).unwrap();
        (made.path, made.code.to_text())
    }

    /// Takes a file and answers it into the same folder.
    pub fn answers(&self, stick: &str) -> String {
        let brought = self.central.take_stick(File::open(stick).unwrap()).unwrap();
        assert!(brought.refused.is_empty(), "{brought}");
        let folder = Path::new(stick).parent().unwrap();
        shown(&self.central.answer_stick(&brought, folder).unwrap().unwrap())
    }
}

pub fn shown(path: &Path) -> String {
    path.display().to_string()
}

pub struct Laptop {
    pub desk: Desk,
    pub host: Arc<FakeHost>,
    pub data: TempDir,
}

impl Laptop {
    /// With nobody on it.
    pub fn bare(seed: u64) -> Self {
        let (data, host) = (TempDir::new().unwrap(), Arc::new(FakeHost::new(seed)));
        Self { desk: Desk::new(data.path().join("data"), host.clone()), host, data }
    }

    pub fn enrolled(office: &Office, seed: u64) -> Self {
        // Nobody listens there.
        Self::enrolled_at(office, seed, "https://127.0.0.1:9")
    }

    pub fn enrolled_at(office: &Office, seed: u64, url: &str) -> Self {
        let laptop = Self::bare(seed);
        let (path, code) = office.spare(laptop.data.path(), url);
        let _: Value = laptop.call(
            "enrol_from_stick",
            json!({ "path": shown(&path), "code": code, "password": PASSWORD }),
        );
        laptop
    }

    /// A folder beside the data: a stick.
    pub fn stick(&self) -> String {
        let stick = self.data.path().join("stick");
        std::fs::create_dir_all(&stick).unwrap();
        shown(&stick)
    }

    pub fn unlock(&self) -> Result<Value, Failure> {
        self.try_call("unlock", json!({ "officer": OFFICER, "password": PASSWORD }))
    }

    pub fn lock(&self) {
        let _: Value = self.call("lock", json!({}));
    }

    /// So many milliseconds go by while somebody types: no curtain falls.
    pub fn works(&self, millis: u64) {
        for _ in 0..millis / 60_000 {
            self.host.pass(60_000);
            let _: Value = self.call("touch", json!({}));
        }
    }

    /// A command as it comes over the wire.
    pub fn try_call<T: DeserializeOwned>(&self, name: &str, args: Value) -> Result<T, Failure> {
        let request = Value::from_iter([("command", Value::from(name)), ("args", args)]);
        let command: Command = serde_json::from_value(request).unwrap();
        let reply = self.desk.call(command)?;
        Ok(serde_json::from_value(serde_json::to_value(reply).unwrap()).unwrap())
    }

    pub fn call<T: DeserializeOwned>(&self, name: &str, args: Value) -> T {
        self.try_call(name, args).unwrap()
    }

    /// The code of what cannot be done.
    pub fn refused(&self, name: &str, args: Value) -> String {
        self.try_call::<Value>(name, args).unwrap_err().code.to_string()
    }

    /// Work that is finished by itself.
    pub fn visits(&self, number: u16) {
        self.host.pass(60_000);
        let visit = json!({ "family": family(number), "outcome": "not_home" });
        let _: Value = self.call("record_visit", visit);
    }

    pub fn truth(&self) -> Value {
        self.call("truth", json!({}))
    }

    pub fn whereabouts(&self, number: u16) -> Value {
        self.call("whereabouts", json!({ "family": family(number) }))
    }

    /// Writes a stick, has it answered, and reads the answer.
    pub fn sends_by_stick(&self, office: &Office) -> Value {
        let file: Value = self.call("write_stick", json!({ "folder": self.stick() }));
        let answer = office.answers(file["path"].as_str().unwrap());
        self.call("read_answer", json!({ "path": answer }))
    }
}
