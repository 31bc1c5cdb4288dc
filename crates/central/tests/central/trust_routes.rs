//! Every route for laptops and hubs, over TLS, asked by a laptop that may, by nobody, with another's
//! token, for another area, by a revoked laptop and after the period.

use std::collections::{BTreeMap, BTreeSet};

use cacah_central::NewPerson;
use cacah_central::http::{Gate, openapi};
use cacah_central::storage::sqlite::Sqlite;
use cacah_central::storage::{People as _, Period, Serving};
use cacah_family::entry::{Entry, Heard, Times};
use cacah_family::host::Host as _;
use cacah_family::id::BatchId;
use cacah_wire::batch::{HASH_HEADER, SIGNATURE_HEADER};
use cacah_wire::command::Failure;
use cacah_wire::down::{DownItem, DownPage, ReceiptList, TallyHashes, TallyList};
use cacah_wire::hub::DEVICE_HEADER;
use cacah_wire::people::OfficerRole;
use cacah_wire::receipt::Verdict;
use cacah_wire::seal::{Hash, Sig, Signed};
use reqwest::Method;
use reqwest::blocking::RequestBuilder;
use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;

use crate::down::photographed;
use crate::https::Served;
use crate::laptop::{Laptop, request};
use crate::office::{A, ADMIN, B, HERE, THERE, family, round};

/// What each route answers. `own`: a laptop that may, for what is its own. `none`: nobody. `other`:
/// another's token, for what is the first one's. `area`: the own token, for another area. A laptop
/// that is revoked sends, hears the receipts and counts of what it sent itself, and is told nothing.
const ANSWERS: &str = "
                               own     none         other         area                  revoked         expired
GET  /v1/hello                 open    open         open          open                  open            open
POST /v1/introduce             SPENT   SPENT        SPENT         SPENT                 SPENT           SPENT
POST /v1/enrol                 SPENT   SPENT        SPENT         SPENT                 SPENT           SPENT
PUT  /v1/batches/{id}          stored  UNAUTHORIZED BAD_SIGNATURE HELD:OUTSIDE_AREA     HELD:REVOKED    HELD:OUTSIDE_PERIOD
GET  /v1/receipts              own     UNAUTHORIZED own           own                   own             own
GET  /v1/down                  1,2     UNAUTHORIZED 3             1,2                   revoked         nothing
GET  /v1/tally                 own     UNAUTHORIZED own           own                   own             own
GET  /v1/tally/{idsubsls}      own     UNAUTHORIZED nothing       nothing               own             own
POST /v1/chunks/missing        known   UNAUTHORIZED known         known                 known           known
PUT  /v1/chunks/{name}         kept    UNAUTHORIZED kept          kept                  kept            kept
GET  /v1/chunks/{name}         bytes   UNAUTHORIZED NOT_FOUND     NOT_FOUND             UNAUTHORIZED    NOT_FOUND
POST /v1/hubs                  hub     hub          hub           hub                   hub             hub
GET  /v1/hubs/devices          hub     hub          hub           hub                   hub             hub
PUT  /v1/hubs/batches/{id}     hub     hub          hub           hub                   hub             hub
";

const SEALED: &[u8] = b"sealed";

/// A laptop as one column of the table asks.
struct Asker {
    laptop: Laptop,
    /// What is presented.
    token: Option<String>,
    /// The area asked for, and a piece of a photo in it.
    area: &'static str,
    chunk: Hash,
    /// A batch to send.
    entries: Vec<Entry>,
}

struct Stage {
    served: Served,
    seed: u64,
}

impl Stage {
    fn laptop(&mut self, officer: &str) -> Laptop {
        self.seed += 1;
        let central = &self.served.central;
        let ticket = central.ticket(ADMIN, officer, "https://localhost", "").unwrap();
        let (request, device, key) = request(self.seed, &ticket.code);
        let reply = central.enrol(&request).unwrap();
        Laptop::of(reply, device, key, self.seed)
    }

    /// A laptop that has sent one batch with a photo.
    fn at_work(&mut self, officer: &str, area: &'static str, chunk: Hash) -> Laptop {
        let mut laptop = self.laptop(officer);
        laptop.place.idsubsls = area.parse().unwrap();
        let mut visit = photographed(&mut laptop, chunk, SEALED);
        if area == THERE {
            visit.iter_mut().for_each(|entry| entry.family = family(3));
        }
        let batch = laptop.batch(&[laptop.segment(&visit)]);
        let (central, token) = (&self.served.central, &laptop.reply.token);
        central.put_chunk(token, chunk, Hash::of(SEALED), SEALED.to_vec()).unwrap();
        let receipt = central.put_batch(token, &batch).unwrap();
        assert_eq!(laptop.verdicts(&receipt), [Verdict::Stored]);
        laptop
    }

    fn asker(&mut self, column: &str) -> Asker {
        let (mine, theirs) = (Hash([1; 32]), Hash([3; 32]));
        let mut laptop = match column {
            "expired" => self.expired(mine),
            _ => self.at_work(A, HERE, mine),
        };
        let stranger = self.at_work(B, THERE, theirs);
        let mut entries = laptop.visit(family(1), "3");
        let own = Some(laptop.reply.token.clone());
        let (mut area, mut chunk) = (HERE, mine);
        let token = match column {
            "none" => None,
            "other" => Some(stranger.reply.token),
            _ => own,
        };
        match column {
            "area" => {
                (area, chunk) = (THERE, theirs);
                laptop.place.idsubsls = THERE.parse().unwrap();
                entries = laptop.visit(family(3), "3");
            }
            "revoked" => {
                let central = &self.served.central;
                central.revoke(ADMIN, laptop.reply.device, None, "hilang").unwrap();
            }
            "expired" => {
                let now = self.served.host.now();
                for entry in &mut entries {
                    let heard = Some(Heard { mono: 1, trip: 0 });
                    entry.at = Times { endpoint: Some(now), heard, ..entry.at };
                }
            }
            _ => {}
        }
        Asker { laptop, token, area, chunk, entries }
    }

    /// Of an officer whose period ended after the first batch.
    fn expired(&mut self, chunk: Hash) -> Laptop {
        let code = "PPL C";
        let role = OfficerRole::Ppl;
        let person = NewPerson { role, ..NewPerson::admin(code, "LATIHAN", &[HERE]) };
        let officer = self.served.central.add_person(Some(ADMIN), &person).unwrap();
        let laptop = self.at_work(code, HERE, chunk);
        let now = self.served.host.now();
        let period = Period { since: None, until: Some(now) };
        let serving = Serving { area: HERE.into(), period };
        self.served.central.storage().serve(officer, round(), &serving, now).unwrap();
        laptop
    }

    /// What a route answers, in a word.
    fn answer(&self, route: &str, asker: &Asker) -> String {
        let (method, path) = route.split_once(' ').unwrap();
        let method: Method = method.parse().unwrap();
        let at = |path: &str| {
            let request = self.served.client.request(method.clone(), self.served.at(path));
            match &asker.token {
                Some(token) => request.bearer_auth(token),
                None => request,
            }
        };
        let laptop = &asker.laptop;
        match path {
            "/v1/hello" => word(at(path), |_: serde_json::Value| "open".into()),
            "/v1/introduce" | "/v1/enrol" => {
                word(spent(at(path), path), |_: serde_json::Value| "enrolled".into())
            }
            "/v1/batches/{id}" => {
                let batch = laptop.batch(&[laptop.segment(&asker.entries)]);
                let request = at(&path.replace("{id}", &batch.id.to_string()));
                let request = request.header(HASH_HEADER, batch.hash.to_string());
                let request = request.header(SIGNATURE_HEADER, batch.sig.to_string());
                word(request.body(batch.bytes), |signed: Signed| {
                    match laptop.verdicts(&serde_json::to_vec(&signed).unwrap())[..] {
                        [Verdict::Stored] => "stored".into(),
                        [Verdict::Held(code)] => format!("HELD:{code}"),
                        ref other => format!("{other:?}"),
                    }
                })
            }
            "/v1/receipts" => word(at(path), |list: ReceiptList| {
                let token = asker.token.as_ref().unwrap();
                let device = self.served.central.admit(token).unwrap();
                let own = |signed: &Signed| {
                    let receipt = serde_json::to_vec(signed).unwrap();
                    laptop.receipt(&receipt).actor.device == device
                };
                assert!(!list.receipts.is_empty());
                if list.receipts.iter().all(own) { "own".into() } else { "others".into() }
            }),
            "/v1/down" => word(at(path), |signed: Signed| {
                let page: DownPage = signed.open(&laptop.reply.endpoint_key).unwrap();
                told(&page.items)
            }),
            "/v1/tally" => word(at(path), |list: TallyList| {
                let areas: Vec<_> = list.areas.iter().map(|area| area.segments).collect();
                // The batch of this very table among them, where it got that far.
                if areas.iter().all(|segments| (1..=2).contains(segments)) {
                    "own".into()
                } else {
                    format!("{areas:?}")
                }
            }),
            "/v1/tally/{idsubsls}" => {
                let request = at(&path.replace("{idsubsls}", asker.area));
                word(
                    request,
                    |list: TallyHashes| {
                        if list.hashes.is_empty() { "nothing".into() } else { "own".into() }
                    },
                )
            }
            "/v1/chunks/missing" => {
                let names = json!([asker.chunk.to_string()]).to_string();
                word(at(path).body(names), |missing: Vec<Hash>| {
                    if missing.is_empty() { "known".into() } else { "missing".into() }
                })
            }
            "/v1/chunks/{name}" if method == Method::PUT => {
                let request = at(&path.replace("{name}", &asker.chunk.to_string()));
                let request = request.header(HASH_HEADER, Hash::of(SEALED).to_string());
                word(request.body(SEALED), |_: Signed| "kept".into())
            }
            "/v1/chunks/{name}" => {
                let answer = at(&path.replace("{name}", &asker.chunk.to_string())).send().unwrap();
                let (status, body) = (answer.status(), answer.bytes().unwrap());
                match status.is_success() {
                    true if body == SEALED => "bytes".into(),
                    true => "other bytes".into(),
                    false => failure(&body),
                }
            }
            _ => self.as_hub(path, asker),
        }
    }

    /// A laptop's token is none of a hub's, whoever it is.
    fn as_hub(&self, path: &str, asker: &Asker) -> String {
        let central = &self.served.central;
        let token = asker.token.as_deref().unwrap_or_default();
        let refused = match path {
            "/v1/hubs" => {
                let key = asker.laptop.reply_key();
                let request =
                    cacah_wire::hub::HubRequest { code: "0".repeat(64), key, tls: String::new() };
                central.enrol_hub(&request, |_| Some(String::new())).map(drop)
            }
            "/v1/hubs/devices" => central.devices_for_hub(token, None).map(drop),
            _ => {
                let batch = asker.laptop.batch(&[asker.laptop.segment(&asker.entries)]);
                central.carry(token, asker.laptop.reply.device, &batch).map(drop)
            }
        };
        match refused.unwrap_err().code().as_str() {
            "UNAUTHORIZED" | "TICKET_SPENT" => "hub".into(),
            other => other.to_owned(),
        }
    }
}

/// A request with a code that nobody has.
fn spent(builder: RequestBuilder, path: &str) -> RequestBuilder {
    let (request, ..) = request(7, &"0".repeat(32));
    match path {
        "/v1/enrol" => builder.body(serde_json::to_vec(&request).unwrap()),
        _ => builder.body(json!({ "id": "0".repeat(64), "nonce": "0".repeat(64) }).to_string()),
    }
}

fn told(items: &[DownItem]) -> String {
    if matches!(items, [DownItem::Revoked { .. }]) {
        return "revoked".into();
    }
    let named: BTreeSet<_> = items
        .iter()
        .filter_map(|item| match item {
            DownItem::Family { family } => Some(family.family),
            DownItem::Entries { key, segment, .. } => Some(segment.open(key).unwrap().family),
            _ => None,
        })
        .collect();
    let numbers: Vec<_> = (1..=3).filter(|at| named.contains(&family(*at))).collect();
    assert_eq!(numbers.len(), named.len(), "no other family");
    match numbers.is_empty() {
        true => "nothing".into(),
        false => numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
    }
}

/// The answer in a word, or its code.
fn word<T: DeserializeOwned>(request: RequestBuilder, read: impl FnOnce(T) -> String) -> String {
    let answer = request.send().unwrap();
    let (status, body) = (answer.status(), answer.bytes().unwrap());
    match status.is_success() {
        true => read(serde_json::from_slice(&body).unwrap()),
        false => failure(&body),
    }
}

fn failure(body: &[u8]) -> String {
    let failure: Failure = serde_json::from_slice(body).unwrap();
    match failure.code.as_str() {
        "TICKET_SPENT" => "SPENT".into(),
        code => code.to_owned(),
    }
}

#[test]
fn trust_every_route_of_laptops_answers_each_as_the_table_says() {
    let mut lines = ANSWERS.lines().filter(|line| !line.trim().is_empty());
    let columns: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
    let mut table: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for line in lines {
        let mut words = line.split_whitespace();
        let route = format!("{} {}", words.next().unwrap(), words.next().unwrap());
        let answers: Vec<&str> = words.collect();
        assert_eq!(answers.len(), columns.len(), "{route}");
        table.insert(route, answers);
    }
    let described = openapi::<Sqlite>();
    let mut routes = BTreeSet::new();
    for (path, methods) in described["paths"].as_object().unwrap() {
        let methods = methods.as_object().unwrap().keys();
        routes.extend(methods.map(|method| format!("{} {path}", method.to_uppercase())));
    }
    routes.retain(|route| route.contains(" /v1/"));
    assert_eq!(routes, table.keys().cloned().collect(), "every route is in the table");
    for (at, column) in columns.iter().enumerate() {
        // An endpoint of its own for each, so that what one asks changes nothing for the next.
        let mut stage = Stage { served: Served::new(Gate::new(8, 2)), seed: 100 };
        let asker = stage.asker(column);
        for (route, answers) in &table {
            assert_eq!(stage.answer(route, &asker), answers[at], "{route}, {column}");
        }
    }
}

#[test]
fn trust_a_batch_is_the_devices_own_whoever_holds_a_token() {
    let mut stage = Stage { served: Served::new(Gate::new(8, 2)), seed: 100 };
    let asker = stage.asker("own");
    let mut batch = asker.laptop.batch(&[asker.laptop.segment(&asker.entries)]);
    batch.sig = Sig::sign(&asker.laptop.officer, &batch.bytes);
    let forged = stage.served.central.put_batch(&asker.laptop.reply.token, &batch).unwrap_err();
    assert_eq!(forged.code().as_str(), "BAD_SIGNATURE");
    let nowhere = BatchId(Uuid::nil());
    let unsigned = stage.served.client.put(stage.served.at(&format!("/v1/batches/{nowhere}")));
    let unsigned = unsigned.bearer_auth(&asker.laptop.reply.token).header(DEVICE_HEADER, "x");
    assert_eq!(word(unsigned, |_: Signed| "taken".into()), "BAD_REQUEST");
}
