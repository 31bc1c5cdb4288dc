//! Hubs: signed bytes are kept and carried on unchanged; their word settles nothing.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use cacah_central::hub::{Hub, Told};
use cacah_central::storage::Storage as _;
use cacah_testkit::host::FakeHost;
use cacah_testkit::random::Random;
use cacah_wire::SigningKey;
use cacah_wire::batch::{HASH_HEADER, SIGNATURE_HEADER, SealedBatch};
use cacah_wire::command::Failure;
use cacah_wire::down::{Hello, ReceiptList};
use cacah_wire::error::Code;
use cacah_wire::hub::HubRequest;
use cacah_wire::receipt::{HubNote, Receipt, Verdict};
use cacah_wire::seal::{PublicKey, Sig, Signed};
use reqwest::StatusCode;
use reqwest::blocking::{Client, Response};
use tempfile::TempDir;

use crate::laptop::Laptop;
use crate::office::{A, ADMIN, B, Office, family};
use crate::program::{Program, cacah_central, client, data, done, enrol, kill_nine, ticket};
use crate::stick;

/// A hub in a throw-away folder, enrolled, that is called directly.
struct Kept {
    folder: TempDir,
    token: String,
    hub: Hub,
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[5; 32])
}

fn open(folder: &Path, endpoint: PublicKey, quota: u64) -> Hub {
    let host = Arc::new(FakeHost::new(77));
    Hub::open(&folder.join("hub.db"), host, (key(), endpoint), quota).unwrap()
}

fn asked(office: &Office) -> HubRequest {
    let ticket =
        office.central.hub_ticket(ADMIN, "Kecamatan", &["hub".into()], ("https://x", "")).unwrap();
    HubRequest { code: ticket.code, key: PublicKey::of(&key()), tls: String::new() }
}

impl Kept {
    fn new(office: &Office, quota: u64) -> Self {
        let folder = TempDir::new().unwrap();
        let certify = |hosts: &[String]| (hosts == ["hub"]).then(|| "PEM".to_owned());
        let reply = office.central.enrol_hub(&asked(office), certify).unwrap();
        let hub = open(folder.path(), reply.endpoint_key, quota);
        let kept = Self { folder, token: reply.token, hub };
        kept.learns(office);
        kept
    }

    fn learns(&self, office: &Office) {
        self.hub
            .learn(&office.central.devices_for_hub(&self.token, None).unwrap().devices)
            .unwrap();
    }

    fn put(&self, laptop: &Laptop, batch: &SealedBatch) -> Told {
        let device = self.hub.device(&laptop.reply.token).unwrap();
        self.hub.put(&device, batch).unwrap()
    }

    /// Carries on all that waits; how many batches.
    fn carries(&self, office: &Office) -> usize {
        let mut carried = 0;
        while let Some(waiting) = self.hub.next(0).unwrap() {
            let receipt = office.central.carry(&self.token, waiting.device, &waiting.batch);
            self.hub.settle(&waiting, &receipt.unwrap()).unwrap();
            carried += 1;
        }
        carried
    }
}

fn batch(laptop: &mut Laptop, number: u16) -> SealedBatch {
    let visit = laptop.visit(family(number), "2");
    laptop.batch(&[laptop.segment(&visit)])
}

const ROOM: u64 = 1 << 30;

#[test]
fn a_note_first_then_the_endpoints_own_receipt_also_after_a_restart() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let kept = Kept::new(&office, ROOM);
    let (first, second) = (batch(&mut laptop, 1), batch(&mut laptop, 2));
    for _ in 0..2 {
        let Told::Kept(note) = kept.put(&laptop, &first) else { panic!("no note") };
        let note: HubNote = note.open(&PublicKey::of(&key())).unwrap();
        assert_eq!((note.batch, note.hash), (first.id, first.hash));
    }
    kept.put(&laptop, &second);
    assert_eq!(office.rows()["batch"], 0);
    let kept = Kept { hub: open(kept.folder.path(), laptop.reply.endpoint_key, ROOM), ..kept };
    assert_eq!(kept.carries(&office), 2);
    let Told::Receipt(receipt) = kept.put(&laptop, &first) else { panic!("no receipt") };
    assert_eq!(receipt, office.central.put_batch(&laptop.reply.token, &first).unwrap());
    assert_eq!(laptop.verdicts(&receipt), [Verdict::Stored]);
    let device = laptop.reply.device;
    let listed = |after| kept.hub.receipts(device, None, after).unwrap().receipts.len();
    assert_eq!([0, 1, 2, u64::MAX].map(listed), [2, 1, 0, 0]);
    assert_eq!(kept.carries(&office), 0);
}

#[test]
fn what_is_not_signed_by_a_laptop_it_knows_is_not_kept() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let kept = Kept::new(&office, ROOM);
    // Ids are in the order of their milliseconds.
    office.host.pass(1);
    let late = Laptop::enrolled(&office, B, 2);
    assert_eq!(kept.hub.device(&late.reply.token).unwrap_err().code(), Code::Unauthorized);
    kept.learns(&office);
    let device = kept.hub.device(&laptop.reply.token).unwrap();
    assert_eq!(kept.hub.newest().unwrap(), Some(late.reply.device));
    let good = batch(&mut laptop, 1);
    let refused = |batch: &SealedBatch| kept.hub.put(&device, batch).unwrap_err().code();
    let mut changed = good.clone();
    changed.bytes[30] ^= 1;
    assert_eq!(refused(&changed), Code::BadHash);
    let forged = SealedBatch { sig: Sig::sign(&late.device, &good.bytes), ..good.clone() };
    assert_eq!(refused(&forged), Code::BadSignature);
    let enormous = SealedBatch { bytes: vec![0; (8 << 20) + 1], ..good };
    assert_eq!(refused(&enormous), Code::TooLarge);
    kept.put(&laptop, &good);
    let other = SealedBatch { id: good.id, ..batch(&mut laptop, 2) };
    assert_eq!(refused(&other), Code::BatchMismatch);
    assert_eq!(kept.carries(&office), 1);
}

#[test]
fn a_full_hub_says_so_and_has_room_again_once_it_has_carried_on() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let (first, second) = (batch(&mut laptop, 1), batch(&mut laptop, 2));
    let kept = Kept::new(&office, first.bytes.len() as u64 + 10);
    kept.put(&laptop, &first);
    let device = kept.hub.device(&laptop.reply.token).unwrap();
    assert_eq!(kept.hub.put(&device, &second).unwrap_err().code(), Code::Busy);
    assert!(matches!(kept.put(&laptop, &first), Told::Kept(_)), "again takes no room");
    kept.carries(&office);
    assert!(matches!(kept.put(&laptop, &second), Told::Kept(_)));
}

#[test]
fn one_laptop_cannot_take_the_room_of_the_others() {
    let office = Office::new();
    let mut hostile = Laptop::enrolled(&office, A, 1);
    let mut other = Laptop::enrolled(&office, B, 2);
    let batches: Vec<_> = (1..=8).map(|_| batch(&mut hostile, 1)).collect();
    let theirs = batch(&mut other, 2);
    let size = batches.iter().map(|batch| batch.bytes.len()).max().unwrap() as u64;
    let kept = Kept::new(&office, 8 * size);
    let device = kept.hub.device(&hostile.reply.token).unwrap();
    let taken = batches.iter().filter(|batch| kept.hub.put(&device, batch).is_ok()).count();
    assert_eq!(taken, 2);
    assert!(matches!(kept.put(&other, &theirs), Told::Kept(_)));
}

#[test]
fn a_forged_receipt_frees_nothing_and_a_refusal_for_good_is_told() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let kept = Kept::new(&office, ROOM);
    let (first, second) = (batch(&mut laptop, 1), batch(&mut laptop, 2));
    kept.put(&laptop, &first);
    kept.put(&laptop, &second);
    let waiting = kept.hub.next(0).unwrap().unwrap();
    let receipt = office.central.put_batch(&laptop.reply.token, &first).unwrap();
    let signed: Signed = serde_json::from_slice(&receipt).unwrap();
    let body: Receipt = signed.open(&laptop.reply.endpoint_key).unwrap();
    let forged = serde_json::to_vec(&Signed::seal(&body, &key()).unwrap()).unwrap();
    let next = kept.hub.next(waiting.place).unwrap().unwrap();
    assert!(kept.hub.settle(&waiting, &forged).is_err());
    assert!(kept.hub.settle(&next, &receipt).is_err(), "of another batch");
    assert!(kept.hub.settle(&waiting, b"{}").is_err());
    assert_eq!(kept.hub.next(0).unwrap().unwrap().batch, first);
    kept.hub.refuse(&next, Code::BadBatch).unwrap();
    assert!(matches!(kept.put(&laptop, &second), Told::Refused(Code::BadBatch)));
    assert_eq!(kept.carries(&office), 1);
}

#[test]
fn a_hubs_ticket_is_good_once_and_its_token_for_nothing_else() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, A, 1);
    let request = asked(&office);
    let certify = |_: &[String]| Some("PEM".to_owned());
    let token = office.central.enrol_hub(&request, certify).unwrap().token;
    assert_eq!(office.central.enrol_hub(&request, certify).unwrap().token, token, "an answer lost");
    let other = HubRequest { key: laptop.reply.endpoint_key, ..request };
    let spent = |request| office.central.enrol_hub(request, certify).unwrap_err().code();
    assert_eq!(spent(&other), Code::TicketSpent);
    let late = asked(&office);
    office.host.pass(60 * 60 * 1000);
    assert_eq!(spent(&late), Code::TicketSpent);
    assert_eq!(office.central.admit(&token).unwrap_err().code(), Code::Unauthorized);
    let laptops = office.central.devices_for_hub(&laptop.reply.token, None);
    assert_eq!(laptops.unwrap_err().code(), Code::Unauthorized);
    office.central.devices_for_hub(&token, None).unwrap();
    office.central.end_hub(ADMIN, "Kecamatan").unwrap();
    let ended = office.central.devices_for_hub(&token, None);
    assert_eq!(ended.unwrap_err().code(), Code::Unauthorized);
    assert_eq!(office.central.end_hub(ADMIN, "Kecamatan").unwrap_err().code(), Code::NotFound);
}

/// Everything that is said of the families, and what is held.
fn state(office: &Office) -> String {
    let storage = office.central.storage();
    let home = crate::office::DISTRICT.parse().unwrap();
    let documents: Vec<_> =
        (1..=3).map(|number| storage.documents(&home, family(number)).unwrap()).collect();
    let mut segments: Vec<_> = (1..=3)
        .flat_map(|number| storage.known(&home, family(number)).unwrap().segments)
        .map(|segment| (segment.hash, segment.held))
        .collect();
    segments.sort_unstable();
    format!("{documents:?} {segments:?} {:?}", storage.totals().unwrap())
}

#[test]
fn any_mix_of_roads_order_repetition_and_loss_ends_in_the_same_state() {
    for seed in 0..12 {
        let mut random = Random::new(seed);
        let offices = [Office::new(), Office::new()];
        let [mut laptops, twins] = offices.each_ref().map(|office| {
            [(A, 1), (A, 2), (B, 3)].map(|(officer, seed)| Laptop::enrolled(office, officer, seed))
        });
        let [mixed, plain] = offices;
        let kept = Kept::new(&mixed, ROOM);
        let mut batches = Vec::new();
        for _ in 0..8 {
            let at = random.between(0, 2) as usize;
            let family = u16::try_from(random.between(1, 3)).unwrap();
            batches.push((at, batch(&mut laptops[at], family)));
        }
        for (at, batch) in &batches {
            plain.central.put_batch(&twins[*at].reply.token, batch).unwrap();
        }
        // Lost on the way for as long as chance will have it, then each goes at least once more.
        for round in 0..40 {
            let (at, batch) = random.pick(&batches);
            travels(&mixed, &kept, &laptops[*at], batch, &mut random, round);
        }
        for (at, batch) in &batches {
            kept.put(&laptops[*at], batch);
        }
        kept.carries(&mixed);
        assert_eq!(state(&mixed), state(&plain), "seed {seed}");
        assert_eq!(mixed.rows()["batch"], plain.rows()["batch"], "seed {seed}");
    }
}

fn travels(
    office: &Office,
    kept: &Kept,
    laptop: &Laptop,
    batch: &SealedBatch,
    random: &mut Random,
    round: u32,
) {
    match random.between(0, 4) {
        0 => drop(office.central.put_batch(&laptop.reply.token, batch).unwrap()),
        1 => drop(kept.put(laptop, batch)),
        2 => {
            let stick = stick::file(laptop, &[batch.clone(), batch.clone()]);
            assert!(stick::taken(office, &stick).refused.is_empty());
        }
        3 if round.is_multiple_of(3) => drop(kept.carries(office)),
        _ => {}
    }
}

/// A request under a laptop's token.
fn get(client: &Client, url: &str, path: &str, token: &str) -> Response {
    client.get(format!("{url}{path}")).bearer_auth(token).send().unwrap()
}

fn put(client: &Client, url: &str, token: &str, batch: &SealedBatch) -> Response {
    let put = client.put(format!("{url}/v1/batches/{}", batch.id)).bearer_auth(token);
    let put = put.header(HASH_HEADER, batch.hash.to_string());
    let put = put.header(SIGNATURE_HEADER, batch.sig.to_string()).body(batch.bytes.clone());
    put.send().unwrap()
}

fn json<T: for<'a> serde::Deserialize<'a>>(answer: Response) -> T {
    serde_json::from_slice(&answer.bytes().unwrap()).unwrap()
}

#[test]
fn killed_and_cut_off_it_still_carries_everything_on() {
    let (central, hub) = (data(), TempDir::new().unwrap());
    let mut endpoint = Program::start(central.path());
    let listen = endpoint.1.strip_prefix("https://").unwrap().to_owned();
    let mut asked = cacah_central("hub-ticket", central.path());
    asked.args(["--name", "Kecamatan", "--host", "127.0.0.1", "--url", &endpoint.1]);
    let hub_ticket = done(&asked.output().unwrap());
    let laptop_ticket = ticket(central.path(), &endpoint.1);
    let client = client(&laptop_ticket);
    let mut laptop = enrol(&client, &laptop_ticket);
    let token = laptop.reply.token.clone();

    let unknown = cacah_central("serve", hub.path()).arg("--hub").stdout(Stdio::null()).output();
    assert!(!unknown.unwrap().status.success(), "no ticket, no hub");
    let args = ["--listen", "127.0.0.1:0", "--hub", "--ticket", hub_ticket.trim()];
    let first = Program::with(hub.path(), &args);
    let hello: Hello = json(get(&client, &first.1, "/v1/hello", &token));
    assert!(hello.hub);
    assert_eq!(get(&client, &first.1, "/v1/down", &token).status(), StatusCode::OK);
    let stranger = get(&client, &first.1, "/v1/down", "nobody");
    assert_eq!(stranger.status(), StatusCode::UNAUTHORIZED);

    kill_nine(&endpoint);
    endpoint.0.wait().unwrap();
    let visits = [laptop.visit(family(1), "2"), laptop.visit(family(2), "3")];
    let batches = visits.map(|visit| laptop.batch(&[laptop.segment(&visit)]));
    for batch in &batches {
        let kept = put(&client, &first.1, &token, batch);
        assert_eq!(kept.status(), StatusCode::ACCEPTED);
        let note: Signed = json(kept);
        assert_eq!(note.open::<HubNote>(&note.key).unwrap().hash, batch.hash);
    }
    let down = get(&client, &first.1, "/v1/down", &token);
    assert_eq!(down.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(down.headers().contains_key("retry-after"));
    assert_eq!(json::<Failure>(down).code, Code::Busy);
    let none: ReceiptList = json(get(&client, &first.1, "/v1/receipts", &token));
    assert!(none.receipts.is_empty());
    kill_nine(&first);
    drop(first);

    let _endpoint = Program::with(central.path(), &["--listen", &listen]);
    let again = Program::with(hub.path(), &["--listen", "127.0.0.1:0", "--hub"]);
    for batch in &batches {
        let receipt = loop {
            let answer = put(&client, &again.1, &token, batch);
            match answer.status() {
                StatusCode::OK => break answer.bytes().unwrap(),
                status => assert_eq!(status, StatusCode::ACCEPTED),
            }
            std::thread::yield_now();
        };
        assert_eq!(laptop.verdicts(&receipt), [Verdict::Stored]);
    }
    let all: ReceiptList = json(get(&client, &again.1, "/v1/receipts", &token));
    assert_eq!(all.receipts.len(), 2);
}
