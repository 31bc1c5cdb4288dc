//! The routes over TLS, in this process.

use std::net::TcpListener;
use std::sync::Arc;
use std::thread::JoinHandle;

use cacah_central::Central;
use cacah_central::folder::Folder;
use cacah_central::http::{Gate, router, serve};
use cacah_central::hub::office_router;
use cacah_central::storage::sqlite::Sqlite;
use cacah_testkit::host::FakeHost;
use cacah_wire::batch::{HASH_HEADER, MAX_BYTES, SIGNATURE_HEADER, SealedBatch};
use cacah_wire::command::Failure;
use cacah_wire::down::{DownPage, EnrolReply, Hello, ReceiptList, TallyHashes, TallyList};
use cacah_wire::error::Code;
use cacah_wire::receipt::{ChunkReceipt, Verdict};
use cacah_wire::seal::{Hash, Signed};
use reqwest::blocking::{Client, RequestBuilder};
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::laptop::{Laptop, request};
use crate::office::{A, ADMIN, Office, family};

/// An office that serves, and a client that trusts it.
pub struct Served {
    pub url: String,
    pub certificate: String,
    pub client: Client,
    pub central: Arc<Central<Sqlite>>,
    pub host: Arc<FakeHost>,
    code: String,
    _folder: TempDir,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

impl Served {
    pub fn new(gate: Gate) -> Self {
        let Office { folder, host, central } = Office::new();
        let data = Folder::open(folder.path(), host.as_ref()).unwrap();
        let tls = data.tls(&["localhost".into(), "127.0.0.1".into()]).unwrap();
        let code = central.ticket(ADMIN, A, "https://localhost", "").unwrap().code;
        let central = Arc::new(central);
        let certificate = data.certificate().to_owned();
        let hubs = office_router(Arc::clone(&central), Gate::new(4, 2), Arc::new(data));
        let router = router(Arc::clone(&central), gate).merge(hubs);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel();
        let server = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            let stopped = async { drop(stopped.await) };
            runtime.block_on(serve(router, listener, tls, stopped)).unwrap();
        });
        Self {
            client: client(&certificate),
            url,
            certificate,
            central,
            host,
            code,
            _folder: folder,
            stop: Some(stop),
            server: Some(server),
        }
    }

    pub fn enrol(&self) -> Laptop {
        let (request, device, officer) = request(1, &self.code);
        let body = serde_json::to_vec(&request).unwrap();
        let answer = self.client.post(self.at("/v1/enrol")).body(body).send().unwrap();
        let reply: EnrolReply = serde_json::from_slice(&answer.bytes().unwrap()).unwrap();
        Laptop::of(reply, device, officer, 1)
    }

    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    fn put(&self, token: &str, batch: &SealedBatch) -> RequestBuilder {
        self.client
            .put(self.at(&format!("/v1/batches/{}", batch.id)))
            .bearer_auth(token)
            .header(HASH_HEADER, batch.hash.to_string())
            .header(SIGNATURE_HEADER, batch.sig.to_string())
            .body(batch.bytes.clone())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.stop.take());
        let server = self.server.take().map(JoinHandle::join);
        assert!(server.is_none_or(|ended| ended.is_ok()), "the server ended in good order");
    }
}

pub fn client(certificate: &str) -> Client {
    // Whoever installed one first wins; it is the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let certificate = reqwest::Certificate::from_pem(certificate.as_bytes()).unwrap();
    Client::builder().tls_certs_only([certificate]).no_proxy().build().unwrap()
}

pub fn refused(request: RequestBuilder) -> (u16, Code) {
    let answer = request.send().unwrap();
    let status = answer.status().as_u16();
    let failure: Failure = serde_json::from_slice(&answer.bytes().unwrap()).unwrap();
    assert_eq!(failure.message, failure.code.indonesian());
    (status, failure.code)
}

#[test]
fn from_ticket_to_receipt_over_tls() {
    let served = Served::new(Gate::new(4, 2));
    let hello = served.client.get(served.at("/v1/hello")).send().unwrap();
    let hello: Hello = serde_json::from_slice(&hello.bytes().unwrap()).unwrap();
    assert_eq!((hello.v, hello.max_bytes as usize), (1, MAX_BYTES));
    let mut laptop = served.enrol();
    let token = laptop.reply.token.clone();
    let visit = laptop.visit(family(1), "2");
    let batch = laptop.batch(&[laptop.segment(&visit)]);
    let first = served.put(&token, &batch).send().unwrap().bytes().unwrap();
    let again = served.put(&token, &batch).send().unwrap().bytes().unwrap();
    assert_eq!(first, again);
    assert_eq!(laptop.verdicts(&first), [Verdict::Stored]);
    let list = served.at("/v1/receipts?after=0");
    let list = served.client.get(list).bearer_auth(&token).send().unwrap().bytes().unwrap();
    let list: ReceiptList = serde_json::from_slice(&list).unwrap();
    assert_eq!(serde_json::to_vec(&list.receipts[0]).unwrap(), first);
}

#[test]
fn a_client_with_another_certificate_refuses_the_server() {
    let served = Served::new(Gate::new(4, 2));
    let other = Served::new(Gate::new(4, 2));
    let stranger = client(&other.certificate);
    assert!(stranger.get(served.at("/v1/hello")).send().unwrap_err().is_connect());
    assert!(served.client.get(served.at("/v1/hello")).send().is_ok());
    assert!(stranger.get(other.at("/v1/hello")).send().is_ok(), "only the pin differs");
}

#[test]
fn refusals_are_failures_in_json_with_their_status() {
    let served = Served::new(Gate::new(4, 2));
    let mut laptop = served.enrol();
    let token = laptop.reply.token.clone();
    let visit = laptop.visit(family(1), "2");
    let batch = laptop.batch(&[laptop.segment(&visit)]);
    let get = |path: &str| served.client.get(served.at(path));
    assert_eq!(refused(get("/v1/down")), (401, Code::Unauthorized));
    assert_eq!(refused(get("/v1/down").bearer_auth("x")), (401, Code::Unauthorized));
    assert_eq!(refused(served.put("x", &batch)), (401, Code::Unauthorized));
    assert_eq!(refused(get("/v2/hello")), (400, Code::BadRequest));
    assert_eq!(refused(get("/v1/receipts?after=x").bearer_auth(&token)), (400, Code::BadRequest));
    assert_eq!(
        refused(served.client.post(served.at("/v1/enrol")).body("{}")),
        (400, Code::BadRequest)
    );
    let nameless = served.client.put(served.at("/v1/batches/x")).bearer_auth(&token);
    assert_eq!(refused(nameless), (400, Code::BadRequest));
    let unsigned = served.client.put(served.at(&format!("/v1/batches/{}", batch.id)));
    assert_eq!(refused(unsigned.bearer_auth(&token)), (400, Code::BadRequest));
    let torn = served.put(&token, &batch).body(batch.bytes[1..].to_vec());
    assert_eq!(refused(torn), (422, Code::BadHash));
    let enormous = served.put(&token, &batch).body(vec![0; MAX_BYTES + 1]);
    assert_eq!(refused(enormous), (413, Code::TooLarge));
    let (again, ..) = request(2, &served.code);
    let spent =
        served.client.post(served.at("/v1/enrol")).body(serde_json::to_vec(&again).unwrap());
    assert_eq!(refused(spent), (410, Code::TicketSpent));
}

#[test]
fn too_many_at_once_are_asked_to_come_back() {
    let served = Served::new(Gate::new(0, 2));
    let mut laptop = served.enrol();
    let visit = laptop.visit(family(1), "2");
    let batch = laptop.batch(&[laptop.segment(&visit)]);
    let answer = served.put(&laptop.reply.token, &batch).send().unwrap();
    assert_eq!(answer.status().as_u16(), 503);
    let seconds: u32 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((5..=30).contains(&seconds));
    let failure: Failure = serde_json::from_slice(&answer.bytes().unwrap()).unwrap();
    assert_eq!(failure.code, Code::Busy);
}

#[test]
fn pages_tallies_and_pieces_over_tls() {
    let served = Served::new(Gate::new(4, 2));
    let mut laptop = served.enrol();
    let token = laptop.reply.token.clone();
    let get = |path: &str| served.client.get(served.at(path)).bearer_auth(&token);
    let page = get("/v1/down").send().unwrap().bytes().unwrap();
    let page: Signed = serde_json::from_slice(&page).unwrap();
    let page: DownPage = page.open(&laptop.reply.endpoint_key).unwrap();
    assert_eq!((page.items.len(), page.more), (6, false));
    let next = get(&format!("/v1/down?after={}&incarnation=1", page.next)).send().unwrap();
    let next: Signed = serde_json::from_slice(&next.bytes().unwrap()).unwrap();
    let next: DownPage = next.open(&laptop.reply.endpoint_key).unwrap();
    assert!(next.items.is_empty());
    assert_eq!(refused(get("/v1/down?after=x")), (400, Code::BadRequest));
    assert_eq!(refused(get("/v1/down?incarnation=x")), (400, Code::BadRequest));
    assert_eq!(refused(served.client.get(served.at("/v1/down"))), (401, Code::Unauthorized));
    let visit = laptop.visit(family(1), "2");
    let batch = laptop.batch(&[laptop.segment(&visit)]);
    served.put(&token, &batch).send().unwrap();
    let tally = get("/v1/tally").send().unwrap().bytes().unwrap();
    let tally: TallyList = serde_json::from_slice(&tally).unwrap();
    let area = &tally.areas[0];
    let named = get(&format!("/v1/tally/{}", area.idsubsls)).send().unwrap().bytes().unwrap();
    let named: TallyHashes = serde_json::from_slice(&named).unwrap();
    assert_eq!((named.hashes[0], area.segments), (area.hash, 1));
    assert_eq!(refused(get("/v1/tally/x")), (400, Code::BadRequest));
    pieces(&served, &laptop);
}

fn pieces(served: &Served, laptop: &Laptop) {
    let token = &laptop.reply.token;
    let name = Hash([7; 32]).to_string();
    let put = |name: &str, hash: Hash, bytes: &[u8]| {
        let put = served.client.put(served.at(&format!("/v1/chunks/{name}"))).bearer_auth(token);
        put.header(HASH_HEADER, hash.to_string()).body(bytes.to_vec())
    };
    let receipt = put(&name, Hash::of(b"sealed"), b"sealed").send().unwrap().bytes().unwrap();
    let receipt: Signed = serde_json::from_slice(&receipt).unwrap();
    let receipt: ChunkReceipt = receipt.open(&laptop.reply.endpoint_key).unwrap();
    assert_eq!(receipt.chunks, [Hash::of(b"sealed")]);
    assert_eq!(refused(put(&name, Hash::of(b"x"), b"x")), (422, Code::BadChunk));
    assert_eq!(refused(put(&name, Hash::of(b"x"), b"sealed")), (422, Code::BadChunk));
    let large = vec![0; (512 << 10) + 1];
    assert_eq!(refused(put(&name, Hash::of(&large), &large)), (413, Code::TooLarge));
    let long = "00".repeat(33);
    for name in ["..%2F..%2Fcentral.db", "x", "%00", long.as_str(), "%2e%2e", "missing%2f.."] {
        assert_eq!(refused(put(name, Hash::of(b"x"), b"x")), (400, Code::BadRequest), "{name}");
    }
    let ask = |body: String| {
        served.client.post(served.at("/v1/chunks/missing")).bearer_auth(token).body(body)
    };
    let other = Hash([8; 32]).to_string();
    let missing = ask(format!("[\"{name}\",\"{other}\"]")).send().unwrap().bytes().unwrap();
    let missing: Vec<String> = serde_json::from_slice(&missing).unwrap();
    assert_eq!(missing, [other]);
    assert_eq!(refused(ask("[\"../x\"]".into())), (400, Code::BadRequest));
    assert_eq!(refused(ask("[[[[".into())), (400, Code::BadRequest));
    assert_eq!(refused(ask("\"".repeat(2 << 20))), (413, Code::TooLarge));
}
