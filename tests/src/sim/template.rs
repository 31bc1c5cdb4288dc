//! What every world begins with, made once: an office with a round, a hub it knows, and enrolled
//! laptops that have taken their first pages. A world works on copies.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cacah_central::folder::Folder;
use cacah_central::{NewPerson, Plan, PlanOfficer};
use cacah_family::entry::{Birth, FormVersion};
use cacah_family::host::Host as _;
use cacah_family::id::{FamilyId, OfficerId, RoundId};
use cacah_family::round::{Round, RoundKind};
use cacah_store::Store;
use cacah_sync::{Order, send};
use cacah_testkit::host::FakeHost;
use cacah_testkit::questionnaire;
use cacah_wire::SigningKey;
use cacah_wire::down::{Area, PrelistFamily};
use cacah_wire::hub::HubRequest;
use cacah_wire::seal::PublicKey;
use tempfile::TempDir;
use uuid::Uuid;

use super::laptop::Vault;
use super::road::direct;

/// Of every vault.
pub const PASSWORD: &str = "ombak biru teluk";
/// The three SLS, in one district.
pub const AREAS: [&str; 3] = ["8271021003000300", "8271021003000400", "8271021003000500"];
/// Says what the office says.
pub const ADMIN: &str = "ADMIN";
/// Officers by code.
pub const OFFICERS: [&str; 3] = ["PPL A", "PPL B", "PPL C"];
/// Whose the laptops of the template are.
const LAPTOPS: [usize; 4] = [0, 1, 0, 2];
/// Families of the prelist.
const FAMILIES: u16 = 18;
/// Roster of the form.
pub const ROSTER: &str = "anggota";

/// An office, its hub and four laptops, ready to be copied.
#[derive(Debug)]
pub struct Template {
    root: TempDir,
    /// The form, its hashes.
    pub form: FormVersion,
    /// The round as it was installed.
    pub plan: Plan,
    /// The hub's bearer token at the endpoint.
    pub hub_token: String,
    /// Signs the hub's notes.
    pub hub_key: SigningKey,
}

impl Template {
    /// Makes it in memory where there is such a folder, else in a temporary one.
    pub fn new() -> Self {
        let root = folder();
        let host = Arc::new(FakeHost::new(0x51));
        let files = form();
        let version = version(&files);
        let plan = plan(&files);
        let data = root.path().join("office");
        let office = Folder::open(&data, host.as_ref()).expect("an office");
        let central = office.central(host).expect("an endpoint");
        let admin = NewPerson::admin(ADMIN, "KANTOR LATIHAN", &["82"]);
        central.add_person(None, &admin).expect("an administrator");
        central.install(ADMIN, plan.clone()).expect("the round");
        let hub_key = SigningKey::from_bytes(&[0x4B; 32]);
        let ticket = central.hub_ticket(ADMIN, "kantor", &[], ("", "")).expect("a ticket");
        let (code, key) = (ticket.code, PublicKey::of(&hub_key));
        let request = HubRequest { code, key, tls: String::new() };
        let reply = central.enrol_hub(&request, |_| Some(String::new())).expect("a hub");
        for (number, officer) in LAPTOPS.iter().enumerate() {
            let ticket = central.ticket(ADMIN, OFFICERS[*officer], "", "").expect("a ticket");
            let own = Arc::new(FakeHost::new(0x100 + number as u64));
            let link = direct(&central, "");
            let enrolment = cacah_sync::enrol(&ticket, &link, own.as_ref()).expect("enrolled");
            let dir = folder_of(root.path(), number);
            fs::create_dir_all(dir.parent().expect("a folder")).expect("a folder");
            let store = Store::create_cheaply(&dir, &enrolment, PASSWORD, own.clone());
            let vault = Vault::of(store.expect("a vault"));
            let form = version.clone();
            let compile = move |_: &_| Some(form.clone());
            let order = Order { by_hand: true, copies: true, hub: false, compile: &compile };
            let told = send(&vault, &direct(&central, &enrolment.token), own.as_ref(), order);
            assert!(told.stopped.is_none(), "the first pages: {:?}", told.stopped);
        }
        let hub_token = reply.token;
        Self { root, form: version, plan, hub_token, hub_key }
    }

    /// A copy of the office's folder.
    pub fn office(&self, to: &Path) {
        copy(&self.root.path().join("office"), to);
    }

    /// A copy of a laptop's vault.
    pub fn laptop(&self, number: usize, to: &Path) {
        copy(&folder_of(self.root.path(), number), to);
    }
}

/// Whose laptop this is.
pub fn officer_of(number: usize) -> &'static str {
    OFFICERS[LAPTOPS[number]]
}

/// A temporary folder; memory is quick, and syncs are the power cuts' business.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
    made.expect("a temporary folder")
}

/// Copies a folder; what is there before goes.
pub fn copy(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).expect("the folder goes");
    }
    fs::create_dir_all(to).expect("a folder");
    for file in fs::read_dir(from).expect("a folder").flatten() {
        let to = to.join(file.file_name());
        if file.path().is_dir() {
            copy(&file.path(), &to);
        } else {
            fs::copy(file.path(), to).expect("copied");
        }
    }
}

fn folder_of(root: &Path, number: usize) -> PathBuf {
    root.join(format!("laptop-{number}")).join("vault")
}

/// The toy form with a roster.
fn form() -> BTreeMap<String, String> {
    let files = questionnaire::files("toy");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    let mut files: BTreeMap<_, _> = files.into_iter().map(|(n, bytes)| (n, text(bytes))).collect();
    let survey = files.get_mut("survey.csv").expect("a survey");
    let columns = survey.lines().next().map_or(0, |head| head.split(',').count());
    for line in [
        format!("begin_repeat,{ROSTER},,Anggota,Member"),
        "integer,umur,3,Umur,Age,,,yes,,. >= 0 and . <= 120,Isi 0 sampai 120.,Enter 0 to 120.,,3,3"
            .to_owned(),
        format!("end_repeat,{ROSTER}"),
    ] {
        let missing = columns.saturating_sub(line.split(',').count());
        survey.push_str(&format!("{line}{}\n", ",".repeat(missing)));
    }
    files
}

fn version(files: &BTreeMap<String, String>) -> FormVersion {
    let bytes: Vec<_> =
        files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
    let form = questionnaire::compile(&bytes);
    let hex = |hash: [u8; 32]| blake3::Hash::from_bytes(hash).to_hex().to_string();
    FormVersion { structure: hex(form.structure_hash()), rules: hex(form.rules_hash()) }
}

fn plan(form: &BTreeMap<String, String>) -> Plan {
    let ids = FakeHost::new(7);
    let round = RoundId(Uuid::from_u128(1));
    let area = |idsubsls: &str| Area {
        idsubsls: idsubsls.parse().expect("an SLS"),
        name: "RT 003".into(),
        village: "Gamalama".into(),
        district: "Ternate Tengah".into(),
    };
    let served = [vec![AREAS[0]], vec![AREAS[1], AREAS[0]], vec![AREAS[2], AREAS[1]]];
    let officers = OFFICERS.iter().zip(served).map(|(code, areas)| PlanOfficer {
        id: OfficerId(ids.id()),
        code: (*code).into(),
        name: "PETUGAS LATIHAN".into(),
        areas: areas.into_iter().map(str::to_owned).collect(),
        role: None,
        since: None,
        until: None,
    });
    let listed = |number: u16| PrelistFamily {
        family: FamilyId(Uuid::from_u128(0xFA00 + u128::from(number))),
        birth: birth(round, AREAS[usize::from(number) % 3], number, false),
    };
    Plan {
        round: Round {
            id: round,
            name: "Latihan".into(),
            kind: RoundKind::Practice,
            form: "toy".into(),
        },
        form: form.clone(),
        form_dir: None,
        areas: AREAS.iter().map(|idsubsls| area(idsubsls)).collect(),
        officers: officers.collect(),
        families: (0..FAMILIES).map(listed).collect(),
    }
}

/// A family's birth in an SLS.
pub fn birth(round: RoundId, idsubsls: &str, number: u16, found: bool) -> Birth {
    let idsubsls: cacah_family::area::Idsubsls = idsubsls.parse().expect("an SLS");
    Birth {
        round,
        home: idsubsls.district(),
        idsubsls,
        building: number,
        number,
        head: "KELUARGA LATIHAN".into(),
        address: "JL. LATIHAN".into(),
        found,
    }
}
