//! An endpoint in a throw-away folder, with a round of three families.

use std::collections::BTreeMap;
use std::sync::Arc;

use cacah_central::folder::Folder;
use cacah_central::storage::sqlite::Sqlite;
use cacah_central::{Central, NewPerson, Plan, PlanOfficer};
use cacah_family::entry::{Birth, FormVersion};
use cacah_family::host::Host as _;
use cacah_family::id::{FamilyId, OfficerId, RoundId};
use cacah_family::round::{Round, RoundKind};
use cacah_form::{Form, Sheets};
use cacah_testkit::host::FakeHost;
use cacah_wire::down::{Area, PrelistFamily};
use cacah_wire::people::OfficerRole;
use tempfile::TempDir;
use uuid::Uuid;

pub const DISTRICT: &str = "8271021";
/// The SLS of officer A.
pub const HERE: &str = "8271021003000300";
/// The SLS of officer B, in the same district.
pub const THERE: &str = "8271021003000400";
pub const A: &str = "PPL A";
pub const B: &str = "PPL B";
/// PML over both.
pub const PML: &str = "PML 1";
/// Koseka of the district.
pub const KOSEKA: &str = "KOS 1";
/// Administers everything.
pub const ADMIN: &str = "ADMIN";

pub struct Office {
    pub folder: TempDir,
    pub host: Arc<FakeHost>,
    pub central: Central<Sqlite>,
}

impl Office {
    /// With the toy form.
    pub fn new() -> Self {
        let office = Self::empty();
        office.central.install(ADMIN, plan(&toy())).unwrap();
        office
    }

    pub fn empty() -> Self {
        let folder = TempDir::new().unwrap();
        let host = Arc::new(FakeHost::new(42));
        let central = open(&folder, &host);
        let admin = NewPerson::admin(ADMIN, "PUSAT LATIHAN", &["82"]);
        let admin = NewPerson { role: OfficerRole::AdminCentre, ..admin };
        central.add_person(None, &admin).unwrap();
        Self { folder, host, central }
    }

    /// Ends the program and starts it again on the same folder.
    pub fn restart(self) -> Self {
        let Self { folder, host, central } = self;
        drop(central);
        let central = open(&folder, &host);
        Self { folder, host, central }
    }

    /// A connection beside the endpoint's own.
    pub fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.folder.path().join("central.db")).unwrap()
    }

    /// Rows of every table: equal counts mean that nothing was written.
    pub fn rows(&self) -> BTreeMap<String, i64> {
        self.rows_at("")
    }

    /// The same of a data folder inside.
    pub fn rows_at(&self, folder: &str) -> BTreeMap<String, i64> {
        let file = self.folder.path().join(folder).join("central.db");
        let database = rusqlite::Connection::open(file).unwrap();
        let mut tables =
            database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
        let names: Vec<String> =
            tables.query_map([], |row| row.get(0)).unwrap().flatten().collect();
        let count = |name: &String| {
            let sql = format!("SELECT count(*) FROM {name}");
            database.query_row(&sql, [], |row| row.get(0)).unwrap()
        };
        names.iter().map(|name| (name.clone(), count(name))).collect()
    }
}

fn open(folder: &TempDir, host: &Arc<FakeHost>) -> Central<Sqlite> {
    let data = Folder::open(folder.path(), host.as_ref()).unwrap();
    data.central(host.clone()).unwrap()
}

/// The plan with supervisors, and B in A's SLS too.
pub fn staffed() -> Plan {
    let mut plan = plan(&toy());
    plan.officers[1].areas.push(HERE.into());
    let ids = FakeHost::new(8);
    let staff =
        [(PML, OfficerRole::Pml, vec![HERE, THERE]), (KOSEKA, OfficerRole::Koseka, vec![DISTRICT])];
    plan.officers.extend(staff.into_iter().map(|(code, role, areas)| PlanOfficer {
        id: OfficerId(ids.id()),
        code: code.into(),
        name: "PENGAWAS LATIHAN".into(),
        areas: areas.into_iter().map(str::to_owned).collect(),
        role: Some(role),
        since: None,
        until: None,
    }));
    plan
}

pub fn form_files(form: &str) -> BTreeMap<String, String> {
    let files = cacah_testkit::questionnaire::files(form);
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

pub fn toy() -> BTreeMap<String, String> {
    form_files("toy")
}

pub fn version(files: &BTreeMap<String, String>) -> FormVersion {
    let sheets: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let form = Form::compile(&Sheets::from_csv(&sheets).unwrap()).unwrap();
    let hex = |hash: [u8; 32]| blake3::Hash::from_bytes(hash).to_hex().to_string();
    FormVersion { structure: hex(form.structure_hash()), rules: hex(form.rules_hash()) }
}

pub fn round() -> RoundId {
    RoundId(Uuid::from_u128(1))
}

/// Families 1 and 2 are in A's SLS, family 3 in B's.
pub fn family(number: u16) -> FamilyId {
    FamilyId(Uuid::from_u128(100 + u128::from(number)))
}

pub fn birth(number: u16, idsubsls: &str) -> Birth {
    Birth {
        round: round(),
        home: DISTRICT.parse().unwrap(),
        idsubsls: idsubsls.parse().unwrap(),
        building: number,
        number,
        head: "KELUARGA LATIHAN".into(),
        address: "JL. LATIHAN".into(),
        found: false,
    }
}

pub fn plan(form: &BTreeMap<String, String>) -> Plan {
    let ids = FakeHost::new(7);
    let area = |idsubsls: &str| Area {
        idsubsls: idsubsls.parse().unwrap(),
        name: "RT 003".into(),
        village: "Gamalama".into(),
        district: "Ternate Tengah".into(),
    };
    let officer = |code: &str, area: &str| PlanOfficer {
        id: OfficerId(ids.id()),
        code: code.into(),
        name: "PETUGAS LATIHAN".into(),
        areas: vec![area.into()],
        role: None,
        since: None,
        until: None,
    };
    let listed =
        |number, area| PrelistFamily { family: family(number), birth: birth(number, area) };
    Plan {
        round: Round {
            id: round(),
            name: "Latihan".into(),
            kind: RoundKind::Practice,
            form: "toy".into(),
        },
        form: form.clone(),
        form_dir: None,
        areas: vec![area(HERE), area(THERE)],
        officers: vec![officer(A, HERE), officer(B, THERE)],
        families: vec![listed(1, HERE), listed(2, HERE), listed(3, THERE)],
    }
}
