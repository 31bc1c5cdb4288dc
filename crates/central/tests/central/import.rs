//! An office's spreadsheets, through the program: an office clerk's week, and what goes wrong.

use std::path::Path;
use std::process::{Command, Output};

use cacah_central::import::{File, Import, ImportError, Outcome, Problem, Tally};
use cacah_central::storage::Storage as _;
use cacah_family::round::RoundKind;
use cacah_wire::receipt::Verdict;
use rust_xlsxwriter::Workbook;
use tempfile::TempDir;

use crate::laptop::Laptop;
use crate::office::{A, ADMIN, DISTRICT, HERE, Office, THERE, toy};
use crate::program::founded;

const OFFICERS: &str = "kode;nama\nPPL A;PETUGAS SATU\nPPL B;PETUGAS DUA\n";
const AREAS: &str = "idsubsls,nama,kelurahan,kecamatan\n\
    8271021003000300,RT 003,Gamalama,Ternate Tengah\n8271021003000400,RT 004,Gamalama,Ternate Tengah\n";
const ASSIGNMENTS: &str =
    "kode_petugas,idsubsls,mulai\nPPL A,8271021003000300,15/10/2022\nPPL B,8271021003,\n";
const PRELIST: &str = "\u{feff}IDSUBSLS;No. Bangunan;no_keluarga;kepala_keluarga;alamat\r\n\
    8271021003000300;1;1;KEPALA SATU;JL. SATU\r\n8271021003000300;1;2;KEPALA DUA;\"JL. DUA; 2\"\r\n\
    8271021003000400;7;1;KEPALA TIGA;\r\n";

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> Option<File> {
    Some(File { name: name.into(), bytes: bytes.into() })
}

fn import() -> Import {
    Import {
        round: "Regsosek".into(),
        kind: RoundKind::Real,
        form: Some(toy()),
        officers: file("petugas.csv", OFFICERS),
        assignments: file("penugasan.csv", ASSIGNMENTS),
        areas: file("wilayah.csv", AREAS),
        prelist: file("prelist.csv", PRELIST),
        replace_assignments: false,
    }
}

fn all(import: &Import) -> Outcome {
    Office::empty().central.import(ADMIN, import).unwrap()
}

/// Row, column and problem of every fault; nothing must be written.
fn faults(office: &Office, import: &Import) -> Vec<(usize, String, Problem)> {
    let before = office.rows();
    let Err(ImportError::Faults(faults)) = office.central.import(ADMIN, import) else {
        panic!("taken")
    };
    assert_eq!(office.rows(), before);
    let kept = faults.kept().iter();
    kept.map(|fault| (fault.row, fault.column.clone(), fault.problem.clone())).collect()
}

fn prelist_fault(text: impl Into<Vec<u8>>) -> Vec<(usize, String, Problem)> {
    let mut import = import();
    import.prelist = file("prelist", text);
    faults(&Office::empty(), &import)
}

/// A workbook of texts, but the cells at these places numbers.
fn workbook(rows: &[&[&str]], numbers: &[(u32, u16)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            if numbers.contains(&(row, column)) {
                sheet.write_number(row, column, text.parse::<f64>().unwrap()).unwrap();
            } else {
                sheet.write_string(row, column, *text).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

const HEADER: &[&str] = &["idsubsls", "no_bangunan", "no_keluarga", "kepala_keluarga", "alamat"];

fn tally(new: usize, unchanged: usize, changed: usize) -> Tally {
    Tally { new, unchanged, changed }
}

#[test]
fn the_same_files_again_change_nothing() {
    let office = Office::empty();
    let outcome = office.central.import(ADMIN, &import()).unwrap();
    assert_eq!((outcome.officers, outcome.areas), (tally(2, 0, 0), tally(2, 0, 0)));
    assert_eq!((outcome.assignments, outcome.families), (tally(2, 0, 0), tally(3, 0, 0)));
    let dump = || {
        let database = office.database();
        let mut rows = Vec::new();
        for table in ["round", "form", "officer", "assignment", "area", "family", "prelist"] {
            let mut all =
                database.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2, 3")).unwrap();
            let columns = all.column_count();
            let row = all.query_map([], |row| {
                (0..columns)
                    .map(|at| row.get::<_, rusqlite::types::Value>(at))
                    .collect::<Result<Vec<_>, _>>()
            });
            rows.extend(row.unwrap().map(|row| format!("{table} {:?}", row.unwrap())));
        }
        rows
    };
    let before = dump();
    office.host.pass(60_000);
    let mut again = import();
    again.form = None;
    let outcome = office.central.import(ADMIN, &again).unwrap();
    assert_eq!((outcome.officers, outcome.areas), (tally(0, 2, 0), tally(0, 2, 0)));
    assert_eq!((outcome.assignments, outcome.families), (tally(0, 2, 0), tally(0, 3, 0)));
    assert_eq!(dump(), before);
    let storage = office.central.storage();
    assert_eq!(storage.totals().unwrap(), storage.recount().unwrap());
}

#[test]
fn what_the_field_has_begun_is_left_and_the_rest_is_corrected() {
    let office = Office::empty();
    office.central.import(ADMIN, &import()).unwrap();
    let storage = office.central.storage();
    let round = storage.round_named("Regsosek").unwrap().unwrap().id;
    let families = storage.prelist(round, HERE).unwrap();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    laptop.place.round = round;
    let visit = laptop.visit(families[0].family, "2");
    assert_eq!(laptop.send(&office, &[laptop.segment(&visit)]), [Verdict::Stored]);
    let mut import = import();
    import.prelist = file("prelist.csv", PRELIST.replace("KEPALA", "IBU"));
    for expected in [tally(0, 0, 2), tally(0, 2, 0)] {
        let outcome = office.central.import(ADMIN, &import).unwrap();
        assert_eq!((outcome.families, outcome.touched.as_slice()), (expected, &[2][..]));
    }
    let after = storage.prelist(round, "8271").unwrap();
    let ids = |list: &[cacah_wire::down::PrelistFamily]| -> Vec<_> {
        list.iter().map(|family| family.family).collect()
    };
    assert_eq!(ids(&after)[..2], ids(&families));
    assert_eq!(
        (after[1].birth.head.as_str(), after[2].birth.head.as_str()),
        ("IBU DUA", "IBU TIGA")
    );
    assert_ne!(after[0].birth.head, "IBU SATU");
    // A batch that was on its way meets the corrected row.
    let visit = laptop.visit(families[1].family, "3");
    assert_eq!(laptop.send(&office, &[laptop.segment(&visit)]), [Verdict::Stored]);
}

#[test]
fn a_code_names_a_family_whatever_its_number_becomes() {
    let coded = |rows: [&str; 2]| {
        let text = rows.map(|row| format!("{HERE},{row}\n")).concat();
        file("p.csv", format!("idsubsls,building,number,head,address,code\n{text}"))
    };
    let office = Office::empty();
    let mut import = import();
    import.prelist = coded(["1,1,SATU,,K1", "1,2,DUA,,K2"]);
    office.central.import(ADMIN, &import).unwrap();
    let round = office.central.storage().round_named("Regsosek").unwrap().unwrap().id;
    let first = |at: usize| office.central.storage().prelist(round, HERE).unwrap()[at].clone();
    let (one, two) = (first(0), first(1));
    import.prelist = coded(["1,2,SATU,,K1", "1,1,DUA,,K2"]);
    assert_eq!(office.central.import(ADMIN, &import).unwrap().families, tally(0, 0, 2));
    assert_eq!((first(0).family, first(1).family), (two.family, one.family));
    import.prelist = coded(["1,1,LAIN,,K3", "3,3,TIGA,,K1"]);
    let found = faults(&office, &import);
    assert_eq!(found, [(2, "C (number)".into(), Problem::Taken)]);
    import.prelist = coded(["1,1,DUA,,K2", "1,2,SATU,,"]);
    assert_eq!(
        office.central.import(ADMIN, &import).unwrap().families,
        tally(0, 2, 0),
        "K1 is kept"
    );
    import.prelist = coded(["1,2,SATU,,", "4,4,SATU,,K1"]);
    assert_eq!(faults(&office, &import), [(3, "C (number)".into(), Problem::Taken)]);
    let elsewhere = format!("idsubsls,building,number,head,address,code\n{THERE},3,3,SATU,,K1\n");
    import.prelist = file("p.csv", elsewhere);
    let found = faults(&office, &import);
    assert_eq!(found, [(2, "A (idsubsls)".into(), Problem::Moved)]);
}

#[test]
fn assignments_go_on_unless_they_are_replaced_and_are_never_deleted() {
    let office = Office::empty();
    let mut import = import();
    office.central.import(ADMIN, &import).unwrap();
    import.assignments = file("p.csv", format!("officer,area\nPPL B,{DISTRICT}\n"));
    let outcome = office.central.import(ADMIN, &import).unwrap();
    assert_eq!((outcome.assignments, outcome.ended), (tally(1, 0, 0), 0));
    import.replace_assignments = true;
    let outcome = office.central.import(ADMIN, &import).unwrap();
    assert_eq!((outcome.assignments, outcome.ended), (tally(0, 1, 0), 2));
    assert_eq!(office.central.import(ADMIN, &import).unwrap().ended, 0);
    let round = office.central.storage().round_named("Regsosek").unwrap().unwrap().id;
    let services = office.central.storage().services(round).unwrap();
    let active: Vec<_> = services.iter().map(|s| (s.area.as_str(), s.ended.is_none())).collect();
    assert_eq!(active, [(HERE, false), (DISTRICT, true), ("8271021003", false)]);
    let midnight = 1_665_792_000_000 - 9 * 3_600_000;
    assert_eq!(services[0].period.since, Some(midnight), "15 October 2022 in Ternate");
}

#[test]
fn a_workbook_says_the_same_as_csv() {
    let mut import = import();
    import.prelist =
        file("p.xlsx", workbook(&[HEADER, &[HERE, "1", "2", "SATU", "JL."]], &[(1, 1), (1, 2)]));
    assert_eq!(all(&import).families, tally(1, 0, 0));
}

#[test]
fn a_code_in_a_number_cell_is_never_guessed() {
    let mut import = import();
    import.prelist =
        file("p.xlsx", workbook(&[HEADER, &[HERE, "1", "1", "SATU", "12"]], &[(1, 0), (1, 4)]));
    import.officers = file("o.xlsx", workbook(&[&["kode", "nama"], &["123", "SATU"]], &[(1, 0)]));
    let found = faults(&Office::empty(), &import);
    let places: Vec<_> = found.iter().map(|(row, column, _)| (*row, column.as_str())).collect();
    assert_eq!(places, [(2, "A (kode)"), (2, "A (idsubsls)"), (2, "E (alamat)")]);
    assert!(found.iter().all(|fault| fault.2 == Problem::Numeric));
}

#[test]
fn every_fault_of_every_file_is_named_by_row_and_column() {
    let mut import = import();
    import.officers = file("o", "kode,nama\nPPL A,SATU\nPPL A,DUA\n,TIGA\n");
    import.areas = file("a", AREAS.replace("8271021003000400", "827102100300040"));
    import.assignments =
        file("t", format!("officer,area,since\nX,{HERE},besok\nX,{HERE}0,\nX,9,\n"));
    let long = "N".repeat(201);
    import.prelist = file(
        "p",
        format!(
            "idsubsls,building,number,head,address\n{HERE},0,1,A,\n{HERE},1,x,,{long}\n\
             {HERE},1,,A,\n{HERE},1,1,A,\n\n{HERE},1,1,A,\n82710A1003000300,70000,1,A,\n"
        ),
    );
    let found = faults(&Office::empty(), &import);
    let expected = [
        (3, "A (kode)", Problem::Doubled(2)),
        (4, "A (kode)", Problem::Empty),
        (2, "C (since)", Problem::Date),
        (3, "B (area)", Problem::Area(17)),
        (4, "B (area)", Problem::Area(1)),
        (3, "A (idsubsls)", Problem::Idsubsls(15)),
        (2, "B (building)", Problem::Count),
        (3, "C (number)", Problem::Count),
        (3, "D (head)", Problem::Empty),
        (3, "E (address)", Problem::TooLong),
        (4, "C (number)", Problem::Empty),
        (7, "C (number)", Problem::Doubled(5)),
        (8, "A (idsubsls)", Problem::Character),
        (8, "B (building)", Problem::Count),
    ];
    assert_eq!(found, expected.map(|(row, column, problem)| (row, column.to_owned(), problem)));
}

#[test]
fn officers_and_areas_that_are_in_no_list_are_named() {
    let mut import = import();
    import.assignments = file("t", format!("kode,idsubsls\nPPL Z,{HERE}\nPPL A,8272\n"));
    import.prelist = file("p", PRELIST.replace(THERE, "8271021003000500"));
    let found = faults(&Office::empty(), &import);
    let expected = [
        (2, "A (kode)", Problem::UnknownOfficer),
        (3, "B (idsubsls)", Problem::UnknownArea),
        (4, "A (IDSUBSLS)", Problem::UnknownArea),
    ];
    assert_eq!(found, expected.map(|(row, column, problem)| (row, column.to_owned(), problem)));
    let office = Office::empty();
    office.central.import(ADMIN, &self::import()).unwrap();
    import = self::import();
    (import.officers, import.areas) = (None, None);
    assert_eq!(office.central.import(ADMIN, &import).unwrap().assignments, tally(0, 2, 0));
}

#[test]
fn a_header_without_its_columns_says_which() {
    let found =
        prelist_fault("idsubsls,no_bangunan,nomor,kepala_keluarga,alamat,Alamat\nx,x,x,x,x,x\n");
    assert_eq!(found.len(), 2, "rows below a wrong header say nothing");
    assert!(matches!(found[0].2, Problem::MissingColumn(names) if names[0] == "no_keluarga"));
    assert_eq!((found[1].1.as_str(), &found[1].2), ("F (Alamat)", &Problem::DoubledColumn));
    assert_eq!(prelist_fault("")[0].2, Problem::NoHeader);
}

#[test]
fn what_is_no_spreadsheet_or_too_large_is_refused() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    assert_eq!(prelist_fault(*png)[0].2, Problem::NotSpreadsheet);
    assert_eq!(prelist_fault(*b"PK\x03\x04 and no more")[0].2, Problem::NotSpreadsheet);
    assert_eq!(prelist_fault(*b"idsubsls\n\xe9\n")[0], (2, String::new(), Problem::NotUtf8));
    assert_eq!(prelist_fault(vec![b'a'; (64 << 20) + 1])[0].2, Problem::TooLarge);
    assert_eq!(prelist_fault(vec![b'\n'; 2_000_002])[0].2, Problem::TooManyRows);
}

#[test]
fn faults_never_repeat_what_a_cell_holds() {
    let mut import = import();
    import.prelist = file(
        "p",
        format!("{}\n8271025503900000,8271025503900000,RAHASIA,,RAHASIA\n", HEADER.join(",")),
    );
    let Err(error) = Office::empty().central.import(ADMIN, &import) else { panic!("taken") };
    let words = error.to_string();
    assert!(!words.contains("8271025503900000") && !words.contains("RAHASIA"), "{words}");
}

#[test]
fn the_prelist_of_a_city_is_imported_whole() {
    let mut text = HEADER.join(",");
    for at in 0..55_000 {
        let area = if at % 2 == 0 { HERE } else { THERE };
        text.push_str(&format!(
            "\n{area},{},{},KEPALA LATIHAN,JL. LATIHAN {at}",
            1 + at / 60,
            1 + at % 60_000
        ));
    }
    let office = Office::empty();
    let mut import = import();
    import.prelist = file("p.csv", text);
    assert_eq!(office.central.import(ADMIN, &import).unwrap().families.new, 55_000);
    assert_eq!(office.central.import(ADMIN, &import).unwrap().families, tally(0, 55_000, 0));
    let storage = office.central.storage();
    assert_eq!(storage.totals().unwrap(), storage.recount().unwrap());
}

fn program(data: &Path, args: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_cacah-central"));
    program.arg("import").arg("--data").arg(data.join("data")).current_dir(data);
    program.args(["--by", ADMIN, "--round", "Latihan 1"]).args(args).output().unwrap()
}

#[test]
fn a_clerk_imports_four_spreadsheets_mends_one_and_cannot_change_the_kind() {
    let folder = TempDir::new().unwrap();
    let here = folder.path();
    founded(&here.join("data"));
    std::fs::create_dir(here.join("form")).unwrap();
    for (name, text) in toy() {
        std::fs::write(here.join("form").join(name), text).unwrap();
    }
    std::fs::write(here.join("petugas.csv"), OFFICERS).unwrap();
    std::fs::write(here.join("penugasan.csv"), ASSIGNMENTS).unwrap();
    std::fs::write(here.join("wilayah.csv"), AREAS).unwrap();
    let rows: &[&[&str]] = &[HEADER, &[HERE, "1", "1", "SATU", ""]];
    std::fs::write(here.join("prelist.xlsx"), workbook(rows, &[(1, 0)])).unwrap();
    let lists = [
        "--officers",
        "petugas.csv",
        "--assignments",
        "penugasan.csv",
        "--areas",
        "wilayah.csv",
        "--prelist",
        "prelist.xlsx",
    ];
    let said = |args: &[&str]| {
        let output = program(here, &[args, &lists[..]].concat());
        let (out, err) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        (output.status.success(), out, err)
    };
    let practice = ["--kind", "practice", "--form", "form"];
    let (ok, _, words) = said(&practice[..2]);
    assert!(!ok && words.contains("--form"), "{words}");
    let (ok, _, words) = said(&practice);
    let place = "prelist.xlsx, baris/row 2, kolom/column A (idsubsls): ";
    assert!(!ok && words.contains(place) && words.contains("simpan kolom sebagai teks"), "{words}");
    std::fs::write(here.join("prelist.xlsx"), workbook(rows, &[])).unwrap();
    let (ok, table, words) = said(&practice);
    assert!(ok, "{words}");
    let counts = |table: &str| -> Vec<Vec<String>> {
        let rows = table
            .lines()
            .skip(1)
            .map(|row| row.split_whitespace().skip(1).map(str::to_owned).collect());
        rows.collect()
    };
    assert_eq!(
        counts(&table),
        [["2", "0", "0", "0"], ["2", "0", "0", "0"], ["2", "0", "0", "0"], ["1", "0", "0", "0"]]
    );
    let (ok, table, _) = said(&practice[..2]);
    assert!(ok && counts(&table)[3] == ["0", "1", "0", "0"], "{table}");
    let (ok, _, words) = said(&["--kind", "real"]);
    assert!(!ok && words.contains("jenis tidak dapat diubah"), "{words}");
}
