use std::fs;

use cacah_store::{Safe, Settlement, Store};
use cacah_wire::proof::SlsProof;
use cacah_wire::seal::Hash;
use serde_json::{Value, json};

use crate::field::{HERE, Laptop, Office, PASSWORD, shown};

fn verify(laptop: &Laptop) -> Value {
    laptop.call("verify_receipts", json!({}))
}

/// The vault itself, as an attacker or a fault would reach it.
fn store(laptop: &Laptop) -> Store {
    let vault = laptop.data.path().join("data/vaults/ppl-0123");
    let officer = Store::officers(&vault).unwrap().remove(0).code;
    Store::unlock(&vault, &officer, PASSWORD, laptop.host.clone()).unwrap()
}

#[test]
fn receipts_are_proven_against_the_journal_and_after_a_wipe_too() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, 2);
    assert_eq!(verify(&laptop)["receipts"], 0, "a vault without any is sound");
    laptop.visits(1);
    laptop.sends_by_stick(&office);
    laptop.visits(1);
    laptop.visits(2);
    laptop.sends_by_stick(&office);
    let proof = verify(&laptop);
    assert_eq!(proof["problems"], json!([]));
    assert_eq!((&proof["receipts"], &proof["rebuilt"]), (&json!(2), &json!(3)));
    let area = &proof["areas"][0];
    assert_eq!((&area["idsubsls"], &area["segments"]), (&json!(HERE), &json!(3)));

    laptop.lock();
    let mut store = store(&laptop);
    let newest = store.receipts(1).unwrap().remove(0);
    let safe = Safe { epoch: newest.epoch, actor: store.actor(), through: newest.number };
    assert_eq!(store.wipe(&[safe], i64::MAX, &[]).unwrap().families.len(), 2);
    drop(store);
    laptop.unlock().unwrap();
    let wiped = verify(&laptop);
    assert_eq!(wiped["problems"], json!([]));
    assert_eq!((&wiped["rebuilt"], &wiped["wiped"]), (&json!(0), &json!(3)));
    assert_eq!(wiped["areas"], proof["areas"], "the chain stays");
}

#[test]
fn a_forged_receipt_and_one_that_is_missing_are_told() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, 2);
    laptop.visits(1);
    laptop.sends_by_stick(&office);
    laptop.visits(2);
    let _: Value = laptop.call("write_stick", json!({ "folder": laptop.stick() }));
    laptop.lock();
    let mut store = store(&laptop);
    let batch = store.unconfirmed().unwrap().remove(0);
    let forged = Settlement {
        number: 3,
        batch: batch.id,
        hash: batch.hash,
        at: 0,
        epoch: store.receipts(1).unwrap()[0].epoch,
        safe_through: 0,
        raw: b"{}".to_vec(),
        verdicts: Vec::new(),
    };
    store.settle(&forged).unwrap();
    drop(store);
    laptop.unlock().unwrap();
    let problems = verify(&laptop)["problems"].clone();
    let faults: Vec<_> = problems.as_array().unwrap().iter().map(|p| &p["fault"]).collect();
    assert_eq!(faults, [&json!("signature"), &json!("gap")]);
    assert_eq!(problems[0]["receipt"], 3);
}

#[test]
fn the_receipt_of_an_sls_is_a_pdf_whose_proof_the_laptop_signed() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, 2);
    laptop.visits(1);
    laptop.sends_by_stick(&office);
    let folder = laptop.stick();
    let print = |idsubsls: &str, folder: &str| json!({ "idsubsls": idsubsls, "folder": folder, "offset_minutes": 540 });
    let written: Value = laptop.call("print_receipt", print(HERE, &folder));
    let path = written["path"].as_str().unwrap();
    assert!(path.ends_with(&format!("bukti-{HERE}-1.pdf")), "{path}");
    assert!(fs::read(path).unwrap().starts_with(b"%PDF-"));
    let again: Value = laptop.call("print_receipt", print(HERE, &folder));
    assert_ne!(again["path"], written["path"], "none is replaced");
    assert_eq!(laptop.refused("print_receipt", print("8271021003000399", &folder)), "NOT_FOUND");
    assert_eq!(laptop.refused("print_receipt", print("x", &folder)), "NOT_FOUND");
    let gone = shown(&laptop.data.path().join("gone"));
    assert_eq!(laptop.refused("print_receipt", print(HERE, &gone)), "STICK_LOST");
}

#[test]
fn the_text_of_a_printed_receipt_is_held_against_the_vault() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, 2);
    laptop.visits(1);
    laptop.sends_by_stick(&office);
    laptop.lock();
    let text = printed(&store(&laptop));
    laptop.unlock().unwrap();
    let held = |text: &str| -> Value {
        laptop.call::<Value>("verify_receipts", json!({ "paper": text }))["paper"].clone()
    };
    assert_eq!(held(&text), "holds");
    assert_eq!(held(&text.replace("\"entries\":1", "\"entries\":2")), "forged");
    assert_eq!(held(""), "forged");
    let other = Laptop::enrolled(&office, 3);
    let elsewhere: Value = other.call("verify_receipts", json!({ "paper": text }));
    assert_eq!(elsewhere["paper"], "forged");
    laptop.visits(2);
    laptop.sends_by_stick(&office);
    assert_eq!(held(&text), "older");
}

/// The proof as `print_receipt` puts it into the QR code.
fn printed(store: &Store) -> String {
    let tally = store.tally().unwrap().remove(0);
    let proof = SlsProof {
        v: 1,
        round: store.round().unwrap().unwrap().id,
        idsubsls: tally.idsubsls,
        device: store.enrolment().device,
        receipts: 1,
        newest: 1,
        epoch: store.epoch().unwrap(),
        segments: tally.segments,
        entries: tally.entries,
        hash: Hash(tally.hash),
        at: 0,
    };
    proof.to_text(&store.device_signer()).unwrap()
}
