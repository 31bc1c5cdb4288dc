//! Files on sticks: taken as on the link, answered, and refused whole when anything is wrong.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;
use cacah_central::folder::Folder;
use cacah_central::stick::Brought;
use cacah_testkit::host::{FIELD_DAY, FakeHost};
use cacah_wire::batch::SealedBatch;
use cacah_wire::down::DownPage;
use cacah_wire::error::Code;
use cacah_wire::receipt::{ChunkReceipt, Receipt, Verdict};
use cacah_wire::seal::{Hash, PublicKey, Sig, Signed};
use cacah_wire::stick::{
    self, Carried, Have, Manifest, Part, Reading, Spare, SpareCode, Way, What,
};

use crate::laptop::{Laptop, request};
use crate::office::{A, ADMIN, B, Office, family};
use crate::program::{cacah_central, data, done};

pub fn manifest(laptop: &Laptop, parts: &[Carried]) -> Manifest {
    Manifest {
        v: 1,
        way: Way::Up,
        device: laptop.reply.device,
        endpoint: laptop.reply.endpoint_key,
        number: 1,
        created: FIELD_DAY,
        families: 1,
        answer_to: None,
        have: None,
        parts: parts.iter().map(|(part, _)| part.clone()).collect(),
    }
}

pub fn sealed(laptop: &Laptop, manifest: &Manifest, parts: &[Carried]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let bodies = parts.iter().map(|(_, bytes)| Ok(bytes.clone()));
    let to = laptop.reply.stick.as_ref().unwrap();
    stick::write(manifest, bodies, to, &laptop.device, &mut bytes).unwrap();
    bytes
}

pub fn file(laptop: &Laptop, batches: &[SealedBatch]) -> Vec<u8> {
    let parts: Vec<Carried> = batches.iter().map(Part::batch).collect();
    sealed(laptop, &manifest(laptop, &parts), &parts)
}

pub fn taken(office: &Office, bytes: &[u8]) -> Brought {
    office.central.take_stick(Cursor::new(bytes)).unwrap()
}

fn refused(office: &Office, bytes: &[u8]) -> Code {
    let rows = office.rows();
    let refused = office.central.take_stick(Cursor::new(bytes)).unwrap_err();
    assert_eq!(office.rows(), rows, "nothing is stored");
    refused.code()
}

fn batch(laptop: &mut Laptop, number: u16) -> SealedBatch {
    let visit = laptop.visit(family(number), "2");
    laptop.batch(&[laptop.segment(&visit)])
}

#[test]
fn it_brings_what_the_link_would_and_again_is_harmless() {
    let (office, linked) = (Office::new(), Office::new());
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let batches = [batch(&mut laptop, 1), batch(&mut laptop, 2)];
    let stick = file(&laptop, &batches);
    let brought = taken(&office, &stick);
    assert_eq!((brought.batches.len(), brought.verdicts), (2, [2, 0, 0, 0]));
    assert!(brought.to_string().contains("2 disimpan"), "{brought}");
    let rows = office.rows();
    assert_eq!(taken(&office, &stick).verdicts, [2, 0, 0, 0], "the same receipts");
    let reordered = [batches[1].clone(), batches[0].clone(), batches[1].clone()];
    assert_eq!(taken(&office, &file(&laptop, &reordered)).batches.len(), 3);
    assert_eq!(office.rows(), rows);
    // The same ids are drawn there: the offices are of one seed.
    let twin = Laptop::enrolled(&linked, A, 1);
    for batch in &batches {
        linked.central.put_batch(&twin.reply.token, batch).unwrap();
    }
    assert_eq!(linked.rows()["segment"], rows["segment"]);
    assert_eq!(linked.rows()["batch"], rows["batch"]);
}

#[test]
fn a_stick_and_the_link_give_the_same_receipt() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let batch = batch(&mut laptop, 1);
    taken(&office, &file(&laptop, std::slice::from_ref(&batch)));
    let rows = office.rows();
    let receipt = office.central.put_batch(&laptop.reply.token, &batch).unwrap();
    assert_eq!(laptop.verdicts(&receipt), [Verdict::Stored]);
    assert_eq!(office.rows(), rows);
}

#[test]
fn cut_short_or_changed_anywhere_it_changes_nothing() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let batches = [batch(&mut laptop, 1), batch(&mut laptop, 2)];
    let whole = file(&laptop, &batches);
    for length in (0..whole.len()).step_by(701).chain([whole.len() - 1]) {
        assert_eq!(refused(&office, &whole[..length]), Code::BadStick, "{length}");
    }
    for at in (0..whole.len()).step_by(997).chain([whole.len() - 1]) {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        let code = refused(&office, &changed);
        assert!(matches!(code, Code::BadStick | Code::NotForUs), "{at} {code}");
    }
    assert_eq!(taken(&office, &whole).batches.len(), 2);
}

#[test]
fn of_another_endpoint_of_a_stranger_or_forged_it_is_refused_with_a_code() {
    let (office, other) = (Office::new(), Office::new());
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let mut stranger = Laptop::enrolled(&other, A, 9);
    let good = batch(&mut laptop, 1);
    let foreign = batch(&mut stranger, 1);
    assert_eq!(refused(&office, &file(&stranger, &[foreign])), Code::NotForUs);
    let parts = [Part::batch(&good)];
    let elsewhere =
        Manifest { endpoint: PublicKey::of(&stranger.device), ..manifest(&laptop, &parts) };
    assert_eq!(refused(&office, &sealed(&laptop, &elsewhere, &parts)), Code::NotForUs);
    let down = Manifest { way: Way::Down, ..manifest(&laptop, &parts) };
    assert_eq!(refused(&office, &sealed(&laptop, &down, &parts)), Code::NotForUs);
    let unknown = Manifest {
        device: cacah_family::id::DeviceId(uuid::Uuid::from_u128(404)),
        ..manifest(&laptop, &parts)
    };
    assert_eq!(refused(&office, &sealed(&laptop, &unknown, &parts)), Code::Unauthorized);
    let own = std::mem::replace(&mut laptop.device, stranger.device.clone());
    assert_eq!(refused(&office, &file(&laptop, std::slice::from_ref(&good))), Code::BadSignature);
    laptop.device = own;
    let newer = Manifest { v: 2, ..manifest(&laptop, &parts) };
    assert_eq!(refused(&office, &sealed(&laptop, &newer, &parts)), Code::BadStick);
    let page = [Part::of(What::Page {}, b"{}".to_vec())];
    assert_eq!(
        refused(&office, &sealed(&laptop, &manifest(&laptop, &page), &page)),
        Code::BadStick
    );
    assert_eq!(refused(&office, b""), Code::BadStick);
    assert_eq!(refused(&office, b"age-encryption.org/v1\n-> X25519 x\n"), Code::BadStick);
}

#[test]
fn a_forged_batch_in_it_costs_the_others_nothing() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let other = Laptop::enrolled(&office, B, 2);
    let good = batch(&mut laptop, 1);
    let mut forged = batch(&mut laptop, 2);
    forged.sig = Sig::sign(&other.device, &forged.bytes);
    let mut renamed = batch(&mut laptop, 2);
    renamed.id = good.id;
    let brought = taken(&office, &file(&laptop, &[forged.clone(), good.clone(), renamed.clone()]));
    assert_eq!(brought.batches, [good.id]);
    let what = |batch: &SealedBatch| Part::batch(batch).0.what;
    let expected = [(what(&forged), Code::BadSignature), (what(&renamed), Code::BatchMismatch)];
    assert_eq!(brought.refused, expected);
    assert!(brought.to_string().contains("BAD_SIGNATURE"));
    assert_eq!(office.rows()["batch"], 1);
}

/// Receipts and pages of an answer.
pub fn read(laptop: &Laptop, identity: &Identity, path: &Path) -> (Vec<Receipt>, Vec<DownPage>) {
    let file = std::fs::File::open(path).unwrap();
    let key = laptop.reply.endpoint_key;
    let mut reading =
        Reading::open(file, identity.to_string().expose_secret(), |_| Some(key)).unwrap();
    assert_eq!(
        (reading.manifest().way, reading.manifest().device),
        (Way::Down, laptop.reply.device)
    );
    let (mut receipts, mut pages) = (Vec::new(), Vec::new());
    while let Some((part, bytes)) = reading.part().unwrap() {
        let signed: Signed = serde_json::from_slice(&bytes).unwrap();
        match part.what {
            What::Receipt {} => receipts.push(signed.open(&key).unwrap()),
            What::Page {} => pages.push(signed.open(&key).unwrap()),
            other => panic!("{other:?}"),
        }
    }
    (receipts, pages)
}

#[test]
fn the_answer_holds_the_receipts_the_laptop_lacks_and_what_is_new_for_it() {
    let (office, folder) = (Office::new(), tempfile::tempdir().unwrap());
    let mut laptop = Laptop::enrolled(&office, A, 1);
    for number in [1, 2] {
        let batch = batch(&mut laptop, number);
        office.central.put_batch(&laptop.reply.token, &batch).unwrap();
    }
    let identity = Identity::generate();
    let mut asked = |have: Option<Have>| {
        let parts = [Part::batch(&batch(&mut laptop, 1))];
        let asking = Manifest {
            answer_to: Some(identity.to_public().to_string()),
            have,
            ..manifest(&laptop, &parts)
        };
        let brought = taken(&office, &sealed(&laptop, &asking, &parts));
        let path = office.central.answer_stick(&brought, folder.path()).unwrap().unwrap();
        assert!(path.file_name().unwrap().to_str().unwrap().starts_with("jawaban-PPLA-20221020-1"));
        read(&laptop, &identity, &path)
    };
    let numbers = |receipts: &[Receipt]| receipts.iter().map(|r| r.number).collect::<Vec<_>>();
    let (receipts, pages) = asked(None);
    assert_eq!(numbers(&receipts), [3], "of its own batch at least");
    assert!(!pages.is_empty());
    let have =
        Have { incarnation: 1, receipt: 1, cursor: pages.last().map(|page| page.next.clone()) };
    let (receipts, pages) = asked(Some(have));
    assert_eq!(numbers(&receipts), [4, 2, 3]);
    assert!(pages.iter().all(|page| page.items.is_empty()), "nothing is new");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "none is replaced");
}

#[test]
fn without_a_key_to_answer_to_there_is_no_answer_and_a_lost_folder_is_said() {
    let (office, folder) = (Office::new(), tempfile::tempdir().unwrap());
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let batch = batch(&mut laptop, 1);
    let mut brought = taken(&office, &file(&laptop, &[batch]));
    assert_eq!(office.central.answer_stick(&brought, folder.path()).unwrap(), None);
    brought.manifest.answer_to = Some(Identity::generate().to_public().to_string());
    let lost = office.central.answer_stick(&brought, &folder.path().join("pulled out"));
    assert_eq!(lost.unwrap_err().code(), Code::StickLost);
}

#[test]
fn pieces_of_photos_ride_along_and_get_their_receipt() {
    let (office, folder) = (Office::new(), tempfile::tempdir().unwrap());
    let laptop = Laptop::enrolled(&office, A, 1);
    let identity = Identity::generate();
    let piece = |name: String, bytes: Vec<u8>| Part::of(What::Chunk { name }, bytes);
    let parts = [piece("ab".repeat(32), vec![7; 900]), piece("no name".into(), vec![8; 10])];
    let answer_to = Some(identity.to_public().to_string());
    let asking = Manifest { answer_to, ..manifest(&laptop, &parts) };
    let brought = taken(&office, &sealed(&laptop, &asking, &parts));
    assert_eq!(brought.chunks, [Hash::of(&[7; 900])]);
    assert_eq!(brought.refused, [(parts[1].0.what.clone(), Code::BadChunk)]);
    let path = office.central.answer_stick(&brought, folder.path()).unwrap().unwrap();
    let file = std::fs::File::open(path).unwrap();
    let key = laptop.reply.endpoint_key;
    let identity = identity.to_string();
    let mut reading = Reading::open(file, identity.expose_secret(), |_| Some(key)).unwrap();
    let (part, bytes) = reading.part().unwrap().unwrap();
    assert_eq!(part.what, What::Receipt {});
    let signed: Signed = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(signed.open::<ChunkReceipt>(&key).unwrap().chunks, brought.chunks);
}

#[test]
fn at_a_terminal_each_file_is_said_in_words_and_a_bad_one_ends_with_a_status() {
    let (data, folder) = (data(), tempfile::tempdir().unwrap());
    let central = Folder::open(data.path(), &FakeHost::new(1)).unwrap();
    let central = central.central(Arc::new(FakeHost::new(2))).unwrap();
    let ticket = central.ticket(ADMIN, A, "https://localhost", "").unwrap();
    let (request, device, officer) = request(1, &ticket.code);
    let mut laptop = Laptop::of(central.enrol(&request).unwrap(), device, officer, 1);
    drop(central);
    let batch = batch(&mut laptop, 1);
    let parts = [Part::batch(&batch)];
    let answer_to = Some(Identity::generate().to_public().to_string());
    let asking = Manifest { answer_to, ..manifest(&laptop, &parts) };
    let [good, bad] = ["good.cacah", "bad.cacah"].map(|name| folder.path().join(name));
    std::fs::write(&good, sealed(&laptop, &asking, &parts)).unwrap();
    std::fs::write(&bad, b"no such file").unwrap();
    let import = |files: &[&Path]| {
        let mut import = cacah_central("import-stick", data.path());
        import.args(files).arg("--answer").arg(folder.path()).output().unwrap()
    };
    let words = done(&import(&[&good]));
    assert!(words.contains("1 disimpan") && words.contains("jawaban-PPLA-"), "{words}");
    let output = import(&[&bad, &good]);
    assert!(!output.status.success());
    let words = String::from_utf8(output.stdout).unwrap();
    assert!(words.contains("BAD_STICK") && words.contains("1 disimpan"), "{words}");
    assert!(!words.contains("LATIHAN"));
}

#[test]
fn a_spare_laptop_is_made_at_a_terminal_and_its_keys_stay_nowhere_else() {
    let (data, folder) = (data(), tempfile::tempdir().unwrap());
    let mut spare = cacah_central("spare", data.path());
    spare.args(["--officer", A, "--url", "https://localhost:8271", "--to"]).arg(folder.path());
    let words = done(&spare.output().unwrap());
    let code = words.lines().find_map(|line| line.strip_prefix("Kode / code: ")).unwrap();
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    assert!(words.contains(&file.display().to_string()), "{words}");
    let read =
        |code: &str| Spare::read(std::fs::File::open(&file).unwrap(), &SpareCode::from_text(code));
    let made = read(code).unwrap();
    assert_eq!(
        (made.reply.officer.code.as_str(), made.url.as_str()),
        (A, "https://localhost:8271")
    );
    assert!(!made.pages.is_empty());
    assert!(read("0000-0000-0000-0000").is_err());
    let (device, officer) = made.keys();
    for seed in [device.to_bytes(), officer.to_bytes()] {
        let hex = Hash(seed).to_string();
        for entry in std::fs::read_dir(data.path()).unwrap().flatten() {
            let bytes = std::fs::read(entry.path()).unwrap();
            let kept = bytes.windows(32).any(|part| part == seed)
                || bytes.windows(64).any(|part| part == hex.as_bytes());
            assert!(!kept, "{:?}", entry.file_name());
        }
    }
    let mut nobody = cacah_central("spare", data.path());
    nobody.args(["--officer", "PPL Z", "--url", "https://x", "--to"]).arg(folder.path());
    assert!(!nobody.output().unwrap().status.success());
}
