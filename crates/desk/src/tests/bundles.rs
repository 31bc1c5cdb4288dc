//! Paper at the office, over a vault of a supervisor and a keyer.

use cacah_wire::command::{
    BalanceView, BundleFault, BundlePage, BundleStage, BundleView, ImportedBundles, StockView,
    TraceView, Written,
};
use cacah_wire::people::OfficerRole;

use super::team::laptop_of;
use super::*;

const KEYER: &str = "ENTRI 07";

/// A PC of the office with two officers: whoever was enrolled first supervises.
fn office() -> Laptop {
    let pc = laptop_of(OfficerRole::Supervisor);
    let keyer = Enrolment {
        officer: OfficerId(Uuid::from_u128(0x0FF7)),
        officer_code: KEYER.into(),
        officer_name: "RAHMA TEST".into(),
        device: DeviceId(Uuid::from_u128(0xDE77)),
        device_key: Zeroizing::new([0xDF; 32]),
        officer_key: Some(Zeroizing::new([0x1F; 32])),
        ..enrolment()
    };
    pc.desk.with(|session| Ok(session.store.add_officer(&keyer, PASSWORD)?)).unwrap();
    pc.sits(KEYER, OfficerRole::Keyer);
    pc.sits(OFFICER, OfficerRole::Supervisor);
    pc
}

impl Laptop {
    /// Somebody else sits down; the office said what they are.
    fn sits(&self, officer: &str, role: OfficerRole) {
        let _: Value = self.call("lock", json!({}));
        let _: Value = self.call("unlock", json!({ "officer": officer, "password": PASSWORD }));
        let text = serde_json::to_string(&role).unwrap();
        self.desk.with(|session| Ok(session.store.take_role(&text)?)).unwrap();
    }

    fn custody(&self, act: &Value) -> BundleView {
        self.host.pass(60_000);
        self.call("write_custody", json!({ "idsubsls": area().idsubsls, "act": act }))
    }

    fn no_custody(&self, act: &Value) -> String {
        self.refused("write_custody", json!({ "idsubsls": area().idsubsls, "act": act }))
    }
}

fn receive(listed: u16, counted: u16, note: &str) -> Value {
    json!({ "receive": { "kind": "k", "listed": listed, "counted": counted, "from": "PML 0012",
                         "letter": "12/ST", "note": note } })
}

fn number() -> String {
    format!("{}0001", area().idsubsls.as_str().get(..4).unwrap())
}

#[test]
fn a_box_goes_from_the_hand_over_list_to_a_keyer_and_back() {
    let pc = office();
    assert_eq!(pc.no_custody(&json!({ "box": { "number": "" } })), "PAPER_ELSEWHERE");
    assert_eq!(pc.no_custody(&receive(3, 2, " ")), "NOTE_WANTED");
    let view = pc.custody(&receive(3, 2, "satu set tertinggal"));
    assert_eq!(view.row.stage, BundleStage::Differs);
    let receipt = &view.receipts[0];
    assert_eq!((receipt.by.as_str(), receipt.listed, receipt.counted), (OFFICER, 3, 2));
    let settle = json!({ "settle": { "receipt": receipt.receipt, "note": "disusulkan besok" } });
    let view = pc.custody(&settle);
    assert_eq!(view.receipts[0].settled.as_ref().unwrap().by, OFFICER);
    assert_eq!(pc.no_custody(&settle), "NOTHING_WAITS");
    let view = pc.custody(&json!({ "box": { "number": "" } }));
    assert_eq!(view.row.number, number());
    let view = pc.custody(&json!({ "shelve": { "place": "Rak A-3" } }));
    assert_eq!((view.row.stage, view.row.place.as_str()), (BundleStage::Stored, "Rak A-3"));

    let give = json!({ "give": { "to": format!("  {} ", KEYER.to_lowercase()) } });
    let view = pc.custody(&give);
    let pending = view.row.pending.unwrap();
    assert_eq!((view.row.stage, pending.mine), (BundleStage::Underway, false));
    assert_eq!(pc.no_custody(&give), "PAPER_UNDERWAY");
    let take = json!({ "take": { "giving": pending.giving } });
    assert_eq!(pc.no_custody(&take), "NOT_ALLOWED");

    pc.sits(KEYER, OfficerRole::Keyer);
    assert_eq!(pc.no_custody(&receive(1, 1, "")), "NOT_ALLOWED");
    let view = pc.custody(&take);
    assert_eq!((view.row.stage, view.row.holder.as_str()), (BundleStage::Out, KEYER));
    let family = family_id(1).to_string();
    let park = json!({ "give": { "to": "", "documents": [family], "note": "basah" } });
    let view = pc.custody(&park);
    let giving = view.pending[0].giving.clone();
    assert_eq!((view.pending[0].documents, view.pending[0].from.as_str()), (1, KEYER));
    assert_eq!(pc.no_custody(&json!({ "give": { "to": OFFICER } })), "NOT_ALLOWED");

    pc.sits(OFFICER, OfficerRole::Supervisor);
    let view = pc.custody(&json!({ "take": { "giving": giving } }));
    let away: Vec<_> = view.documents.iter().filter(|document| document.away.is_some()).collect();
    assert_eq!((away.len(), away[0].number, away[0].note.as_str()), (1, 2, "basah"));
    assert_eq!((view.row.away, view.row.stage), (1, BundleStage::Out));
    let what: Vec<&str> = view.log.iter().map(|line| line.what.as_str()).collect();
    let expected = ["taken", "given", "taken", "given", "shelved", "boxed", "settled", "received"];
    assert_eq!(what, expected);
    assert!(view.log[1].confirmed && view.log[1].from == KEYER && view.log[1].to.is_empty());
}

#[test]
fn an_enumerator_sees_nothing_of_paper() {
    let laptop = Laptop::new();
    for (command, args) in [
        ("bundles", json!({ "limit": 10 })),
        ("bundle", json!({ "idsubsls": area().idsubsls })),
        ("trace", json!({ "code": area().idsubsls })),
        ("balance", json!({})),
        ("import_bundles", json!({ "text": "idsubsls" })),
        ("take_stock", json!({ "place": "Rak A", "boxes": [] })),
    ] {
        assert_eq!(laptop.refused(command, args), "NOT_ALLOWED", "{command}");
    }
    assert_eq!(laptop.no_custody(&receive(3, 3, "")), "NOT_ALLOWED");
}

#[test]
fn a_box_is_found_by_scan_and_by_number_and_a_document_by_109_and_110() {
    let pc = office();
    pc.custody(&receive(3, 3, ""));
    pc.custody(&json!({ "box": { "number": "" } }));
    let label = cacah_keying::label::Label::Box(number().parse().unwrap()).to_string();
    for text in [label.clone(), label.to_lowercase(), number(), area().idsubsls.to_string()] {
        let page: BundlePage = pc.call("bundles", json!({ "text": text, "limit": 10 }));
        assert_eq!((page.total, page.rows[0].number.clone()), (1, number()), "{text}");
        let found: TraceView =
            pc.call("trace", json!({ "code": text, "building": 1, "number": 3 }));
        assert_eq!(found.document.unwrap().family, family_id(2).to_string());
        assert_eq!(found.bundle.documents.len(), 3);
    }
    let none: BundlePage = pc.call("bundles", json!({ "stage": "out", "limit": 10 }));
    assert_eq!(none.total, 0);
    let people: Vec<_> = none.people.iter().map(|one| (one.code.as_str(), one.role)).collect();
    assert!(people.contains(&(KEYER, Some(OfficerRole::Keyer))), "{people:?}");
    assert!(people.contains(&(OFFICER, Some(OfficerRole::Supervisor))), "{people:?}");
    assert!(none.next_box.ends_with("0002"));
    let wrong = json!({ "code": format!("{}A", number()) });
    assert_eq!(pc.refused("trace", wrong), "BAD_LABEL");
    let nobody = json!({ "code": number(), "building": 9, "number": 1 });
    assert_eq!(pc.refused("trace", nobody), "NOT_FOUND");
    let elsewhere = number().replacen(|c: char| c.is_ascii_digit(), "9", 1);
    let elsewhere = json!({ "box": { "number": elsewhere } });
    assert_eq!(pc.no_custody(&elsewhere), "BAD_LABEL");
}

#[test]
fn a_stock_take_finds_what_the_books_say_otherwise() {
    let pc = office();
    pc.custody(&receive(3, 3, ""));
    pc.custody(&json!({ "box": { "number": "" } }));
    pc.custody(&json!({ "shelve": { "place": "Rak A" } }));
    let stock = |place: &str, boxes: &[&str], write: bool| -> StockView {
        pc.call("take_stock", json!({ "place": place, "boxes": boxes, "write": write }))
    };
    let own = number();
    let view = stock("Rak A", &[&own, "kabur"], false);
    assert_eq!((view.right, view.missing.len(), view.unknown), (1, 0, vec!["kabur".to_owned()]));
    assert_eq!(stock("Rak A", &[], false).missing.len(), 1);
    assert_eq!(stock("Rak B", &[&own], true).surplus.len(), 1);
    assert_eq!(stock("Rak B", &[&own], false).right, 1, "seen there is where it stands");
    assert_eq!(stock("Rak A", &[], false).missing.len(), 0);
}

#[test]
fn a_spreadsheet_is_taken_whole_or_not_at_all_and_twice_adds_nothing() {
    let pc = office();
    let sls = area().idsubsls;
    let import = |text: &str, dry: bool| -> ImportedBundles {
        pc.call("import_bundles", json!({ "text": text, "dry": dry }))
    };
    let faults = |text: &str| -> Vec<String> {
        let faults = import(text, false).faults.into_iter();
        faults.map(|fault| format!("{} {} {}", fault.row, fault.column, fault.fault)).collect()
    };
    let head = "idsubsls\tno_box\tk_daftar\tk_hitung\tvk\trak\tdari\tcatatan";
    let row = |rest: &str| format!("{head}\n{sls}\t{rest}");
    assert_eq!(faults("idsubsls,nik\nx,y"), ["1 nik unknown_column"]);
    assert_eq!(faults("rak\nA"), ["1 idsubsls missing"]);
    let short = sls.as_str().get(1..).unwrap();
    assert_eq!(
        faults(&format!("idsubsls\n{short}\n8,2E+15\nABC")),
        ["2 idsubsls number_cell", "3 idsubsls number_cell", "4 idsubsls bad_area"]
    );
    assert_eq!(faults("idsubsls\n9100000001000100"), ["2 idsubsls not_served"]);
    let wrong = row("\t4\t3\t1\tRak A\t\t");
    assert_eq!(faults(&wrong), ["2 dari missing", "2 no_box missing"]);
    let wrong = row("99990001\tx\t3\t1\tRak A\tPML 1\t");
    assert_eq!(faults(&wrong), ["2 k_daftar bad_number", "2 no_box bad_box"]);
    assert_eq!(faults(&row("\t4\t3\t1\t\tPML 1\t")), ["2 catatan missing"]);
    let page: BundlePage = pc.call("bundles", json!({ "stage": "expected", "limit": 10 }));
    assert_eq!(page.total, 1, "nothing of that was taken");

    let good = row(&format!("{}\t4\t3\t1\tRak A\tPML 0012\tsatu set tertinggal", number()));
    let dry = import(&good, true);
    assert_eq!((dry.rows, dry.taken, dry.known, dry.faults.len()), (1, 1, 0, 0));
    assert_eq!(import(&good, false).taken, 1);
    let view: BundleView = pc.call("bundle", json!({ "idsubsls": sls }));
    assert_eq!((view.row.listed, view.row.counted, view.receipts.len()), (4, 3, 2));
    assert_eq!((view.row.number, view.row.place.as_str()), (number(), "Rak A"));
    let again = import(&good, false);
    assert_eq!((again.taken, again.known), (0, 1));
    assert_eq!(faults(&good.replace("\t4\t3\t", "\t4\t4\t")), ["2 k_hitung counted"]);

    // What was exported is known, in both formats.
    let folder = tempfile::tempdir().unwrap();
    for format in ["csv", "xlsx"] {
        let args = json!({ "folder": folder.path(), "what": "bundles", "format": format });
        let written: Written = pc.call("export_bundles", args);
        let read: ImportedBundles = pc.call("import_bundles", json!({ "file": written.path }));
        assert_eq!((read.known, read.taken, read.faults.len()), (1, 0, 0), "{format}");
        let args = json!({ "folder": folder.path(), "what": "balance", "format": format });
        let _: Written = pc.call("export_bundles", args);
    }
    let none = folder.path().join("kosong.xlsx");
    std::fs::write(&none, b"PK").unwrap();
    assert_eq!(pc.refused("import_bundles", json!({ "file": none })), "BAD_SHEET");
}

#[test]
fn the_balance_names_who_owes_each_gap() {
    let pc = office();
    let recap =
        json!({ "verified": 3, "very_poor": 0, "poor": 0, "not_poor": 3, "nonresponse": 0 });
    let args = json!({ "idsubsls": area().idsubsls, "recap": recap });
    let _: Value = pc.call("write_recap", args);
    pc.custody(&receive(2, 2, ""));
    let view: BalanceView = pc.call("balance", json!({}));
    let row = &view.rows[0];
    assert_eq!((row.prelist, row.listed, row.received, row.keyed), (3, 3, 2, 0));
    let gaps: Vec<_> =
        view.gaps.iter().map(|gap| (gap.column.as_str(), gap.count, gap.owner.as_str())).collect();
    assert_eq!(gaps, [("received", 1, "PML 0012"), ("keyed", 2, "")]);
    assert!(view.gaps.iter().all(|gap| gap.since.is_some()));
    assert_eq!((view.total.listed, view.total.received), (3, 2));
    let elsewhere: BalanceView = pc.call("balance", json!({ "area": "9999" }));
    assert!(elsewhere.rows.is_empty() && elsewhere.total.prelist == 0);
}

#[test]
fn all_papers_of_storage_are_written_and_hold_no_name() {
    let pc = office();
    pc.custody(&receive(3, 3, ""));
    pc.custody(&json!({ "box": { "number": "" } }));
    let folder = tempfile::tempdir().unwrap();
    for (paper, name) in [
        ("labels", "label-boks"),
        ("hand_over", "serah-terima-bundel"),
        ("balance", "neraca"),
        ("shelf", "daftar-rak"),
    ] {
        let args = json!({ "folder": folder.path(), "paper": paper,
                           "bundles": [area().idsubsls], "offset_minutes": 540 });
        let written: Written = pc.call("print_bundles", args);
        assert!(written.path.contains(name), "{}", written.path);
        let pdf = std::fs::read(&written.path).unwrap();
        assert!(pdf.starts_with(b"%PDF") && pdf.len() as u64 == written.bytes);
    }
}

#[test]
fn another_pc_s_box_is_told_and_neither_is_lost() {
    let pc = office();
    pc.custody(&receive(3, 3, ""));
    pc.custody(&json!({ "box": { "number": "" } }));
    let other = format!("{}0009", number().get(..4).unwrap());
    let boxed = cacah_family::paper::Custody::Boxed { number: other.clone() };
    pc.of_the_record(Change::Custody(boxed));
    let page: BundlePage = pc.call("bundles", json!({ "limit": 10 }));
    let finding = &page.rows[0].findings[0];
    assert_eq!(finding.fault, BundleFault::Boxes);
    assert_eq!(finding.with.len(), 2);
    assert!(finding.with.contains(&other) && finding.with.contains(&number()));
    let view = pc.custody(&json!({ "box": { "number": number() } }));
    assert_eq!((view.row.number, view.row.findings.len()), (number(), 0));
}

impl Laptop {
    /// Another PC of the office writes on the record of the SLS, having seen nothing of ours.
    fn of_the_record(&self, change: Change) {
        let seq = self.elsewhere.get() + 1;
        self.elsewhere.set(seq);
        let actor = Actor { device: DeviceId(Uuid::from_u128(0xBEE)), incarnation: 1 };
        let sls = area().idsubsls;
        let entry = Entry {
            dot: Dot { actor, seq },
            family: FamilyId::of_sls(round().id, &sls),
            document: None,
            path: Path::question(Path::CUSTODY),
            change,
            over: Vec::new(),
            officer: OfficerId(Uuid::from_u128(0x0FF2)),
            mode: Mode::Supervising,
            form: None,
            at: Times { wall: 0, mono: 5, endpoint: None, heard: None },
            effort: Effort::default(),
        };
        let birth = Birth::of_sls(round().id, sls);
        self.desk.with(|session| Ok(session.store.merge_foreign(&birth, &[entry])?)).unwrap();
    }
}
