//! The way of a request from a laptop to the endpoint or a hub, and all that happens to it there.

use std::cell::{Cell, RefCell};

use cacah_central::storage::sqlite::Sqlite;
use cacah_central::{Central, CentralError};
use cacah_family::area::Idsubsls;
use cacah_sync::{Answer, Transport, TransportError};
use cacah_testkit::random::Random;
use cacah_wire::batch::SealedBatch;
use cacah_wire::down::{EnrolReply, EnrolRequest, Hello, ReceiptList, TallyHashes, TallyList};
use cacah_wire::error::Code;
use cacah_wire::seal::{Hash, Signed};

use super::hub::HubPlace;
use super::laptop::Laptop;
use super::office::Office;

type Reply<T> = Result<T, TransportError>;

/// A request, by what it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    Hello,
    Enrol,
    Put,
    Receipts,
    Down,
    Tally,
    Chunk,
}

/// Where a laptop dies: at a request, before or after it was answered.
#[derive(Debug, Clone, Copy)]
pub struct Crash {
    pub call: Call,
    /// The endpoint did its work; else the request never left.
    pub answered: bool,
    /// So many of these requests pass before.
    pub passed: u32,
    /// So many accesses to the vault are still done after it: one settles.
    pub accesses: u32,
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Arrives,
    LostRequest,
    /// Done, and the connection closed before the answer.
    LostAnswer,
    Twice,
    Slow,
    Busy,
    /// The endpoint's disk is full, or its database refuses in the middle of the transaction.
    Fault,
    /// The endpoint's process ends before it has read the request.
    EndsBefore,
    /// The endpoint's process ends when its work is done and nothing was answered.
    EndsAfter,
}

const FATES: [Fate; 9] = [
    Fate::LostRequest,
    Fate::LostRequest,
    Fate::LostAnswer,
    Fate::LostAnswer,
    Fate::Twice,
    Fate::Slow,
    Fate::Busy,
    Fate::EndsBefore,
    Fate::EndsAfter,
];

/// Tables that refuse a row when the database faults.
const TABLES: [&str; 5] = ["segment", "family", "document", "incarnation", "batch"];

/// The network of a world.
pub struct Network {
    random: RefCell<Random>,
    /// Requests in a hundred that something happens to.
    trouble: u32,
    whole: Cell<bool>,
    /// Batches that are still somewhere and come again: with the token they bear.
    pub late: RefCell<Vec<(String, SealedBatch)>>,
    /// What happened, in the order of it.
    pub log: RefCell<Vec<String>>,
}

impl Network {
    pub fn new(seed: u64, trouble: u32) -> Self {
        let random = RefCell::new(Random::of(seed, 0x0E7));
        let (late, log) = Default::default();
        Self { random, trouble, whole: Cell::new(false), late, log }
    }

    /// Nothing happens to requests any more.
    pub fn heal(&self) {
        self.whole.set(true);
        self.late.borrow_mut().clear();
    }

    pub fn is_whole(&self) -> bool {
        self.whole.get()
    }

    pub fn note(&self, what: String) {
        self.log.borrow_mut().push(what);
    }

    fn fate(&self, call: Call) -> Fate {
        let mut random = self.random.borrow_mut();
        if self.is_whole() || !random.chance(self.trouble) {
            return Fate::Arrives;
        }
        if call == Call::Put && random.chance(25) { Fate::Fault } else { *random.pick(&FATES) }
    }

    /// A copy of the batch stays somewhere on the way.
    fn linger(&self, token: &str, batch: &SealedBatch) {
        if !self.is_whole() && self.random.borrow_mut().chance(self.trouble / 2) {
            self.late.borrow_mut().push((token.to_owned(), batch.clone()));
        }
    }

    fn between(&self, low: u32, high: u32) -> u32 {
        self.random.borrow_mut().between(low, high)
    }
}

/// A link on which nothing happens: straight into the use cases.
pub struct Direct<'a> {
    central: &'a Central<Sqlite>,
    token: &'a str,
}

/// A calm link of the laptop with this token.
pub fn direct<'a>(central: &'a Central<Sqlite>, token: &'a str) -> Direct<'a> {
    Direct { central, token }
}

/// As the routes and `HttpTransport` turn it.
pub fn failed(error: &CentralError) -> TransportError {
    match error.code() {
        Code::Busy => TransportError::Busy(30),
        code => TransportError::Refused(code),
    }
}

/// The JSON of something signed.
pub fn signed(bytes: &[u8]) -> Reply<Signed> {
    serde_json::from_slice(bytes).map_err(|_| TransportError::Down)
}

fn name(text: &str) -> Reply<Hash> {
    text.parse().map_err(|_| TransportError::Refused(Code::BadRequest))
}

impl Transport for Direct<'_> {
    fn hello(&self) -> Reply<Hello> {
        Ok(self.central.hello())
    }

    fn enrol(&self, request: &EnrolRequest) -> Reply<EnrolReply> {
        self.central.enrol(request).map_err(|error| failed(&error))
    }

    fn put_batch(&self, batch: &SealedBatch) -> Reply<Answer> {
        let receipt = self.central.put_batch(self.token, batch).map_err(|error| failed(&error))?;
        Ok(Answer::Receipt(signed(&receipt)?))
    }

    fn receipts(&self, after: u64) -> Reply<ReceiptList> {
        self.central.receipts(self.token, None, after).map_err(|error| failed(&error))
    }

    fn down(&self, after: Option<&str>, incarnation: u32) -> Reply<Signed> {
        self.central.down(self.token, after, Some(incarnation)).map_err(|error| failed(&error))
    }

    fn tally(&self) -> Reply<TallyList> {
        self.central.tally(self.token).map_err(|error| failed(&error))
    }

    fn tally_hashes(&self, idsubsls: &Idsubsls) -> Reply<TallyHashes> {
        self.central.tally_of(self.token, idsubsls).map_err(|error| failed(&error))
    }

    fn missing_chunks(&self, names: &[String]) -> Reply<Vec<String>> {
        let names = names.iter().map(|text| name(text)).collect::<Reply<Vec<_>>>()?;
        let missing = self.central.missing_chunks(self.token, &names);
        Ok(missing.map_err(|error| failed(&error))?.iter().map(ToString::to_string).collect())
    }

    fn put_chunk(&self, chunk: &str, bytes: &[u8]) -> Reply<Signed> {
        let (chunk, hash) = (name(chunk)?, Hash::of(bytes));
        let put = self.central.put_chunk(self.token, chunk, hash, bytes.to_vec());
        put.map_err(|error| failed(&error))
    }

    fn chunk(&self, chunk: &str) -> Reply<Vec<u8>> {
        self.central.chunk(self.token, name(chunk)?).map_err(|error| failed(&error))
    }
}

/// A laptop's link with everything that happens on it; by the hub when there is one.
pub struct Road<'a> {
    pub office: &'a RefCell<Office>,
    pub network: &'a Network,
    pub laptop: &'a Laptop,
    /// The hub, and whether it reaches the endpoint.
    pub hub: Option<(&'a HubPlace, bool)>,
    /// The endpoint answers and forgets: a simulation that must fail.
    pub forgets: bool,
}

impl Road<'_> {
    fn call<T>(&self, call: Call, request: impl Fn(&Direct<'_>) -> Reply<T>) -> Reply<T> {
        if self.laptop.vault.meet(call, false) {
            return Err(TransportError::Down);
        }
        let fate = self.network.fate(call);
        if fate != Fate::Arrives {
            self.network.note(format!("{call:?}: {fate:?}"));
        }
        let answer = self.suffer(fate, &request);
        if self.laptop.vault.meet(call, true) {
            self.network.note(format!("laptop {} dies at {call:?}", self.laptop.number));
        }
        answer
    }

    fn suffer<T>(&self, fate: Fate, request: &impl Fn(&Direct<'_>) -> Reply<T>) -> Reply<T> {
        match fate {
            Fate::Arrives => self.arrive(request),
            Fate::LostRequest => Err(TransportError::Down),
            Fate::LostAnswer => {
                let _ = self.arrive(request);
                Err(TransportError::Down)
            }
            Fate::Twice => {
                let _ = self.arrive(request);
                self.arrive(request)
            }
            Fate::Slow => {
                let millis = self.network.between(1_000, 600_000);
                self.laptop.host.pass(millis);
                self.office.borrow().host.pass(millis);
                self.arrive(request)
            }
            Fate::Busy => Err(TransportError::Busy(self.network.between(1, 120))),
            Fate::Fault => {
                let table = TABLES[self.network.between(0, 4) as usize];
                self.office.borrow().refusing(table, || self.arrive(request))
            }
            Fate::EndsBefore => {
                self.office.borrow_mut().restart();
                Err(TransportError::Down)
            }
            Fate::EndsAfter => {
                let _ = self.arrive(request);
                self.office.borrow_mut().restart();
                Err(TransportError::Down)
            }
        }
    }

    fn arrive<T>(&self, request: impl Fn(&Direct<'_>) -> Reply<T>) -> Reply<T> {
        let office = self.office.borrow();
        request(&direct(office.central(), &self.laptop.token))
    }

    /// What only the endpoint can answer.
    fn onwards<T>(&self, call: Call, request: impl Fn(&Direct<'_>) -> Reply<T>) -> Reply<T> {
        match self.hub {
            Some((_, false)) => Err(TransportError::Busy(60)),
            _ => self.call(call, request),
        }
    }
}

impl Transport for Road<'_> {
    fn hello(&self) -> Reply<Hello> {
        match self.hub {
            Some((hub, _)) => self.call(Call::Hello, |_| Ok(hub.hello())),
            None => self.call(Call::Hello, |link| link.hello()),
        }
    }

    fn enrol(&self, request: &EnrolRequest) -> Reply<EnrolReply> {
        self.onwards(Call::Enrol, |link| link.enrol(request))
    }

    fn put_batch(&self, batch: &SealedBatch) -> Reply<Answer> {
        self.network.linger(&self.laptop.token, batch);
        match self.hub {
            Some((hub, _)) => self.call(Call::Put, |link| hub.put(link.token, batch)),
            None if self.forgets => {
                let before = self.office.borrow().copied();
                let answer = self.call(Call::Put, |link| link.put_batch(batch));
                self.office.borrow_mut().forget(&before);
                answer
            }
            None => self.call(Call::Put, |link| link.put_batch(batch)),
        }
    }

    fn receipts(&self, after: u64) -> Reply<ReceiptList> {
        match self.hub {
            Some((hub, false)) => self.call(Call::Receipts, |link| hub.receipts(link.token, after)),
            _ => self.call(Call::Receipts, |link| link.receipts(after)),
        }
    }

    fn down(&self, after: Option<&str>, incarnation: u32) -> Reply<Signed> {
        self.onwards(Call::Down, |link| link.down(after, incarnation))
    }

    fn tally(&self) -> Reply<TallyList> {
        self.onwards(Call::Tally, |link| link.tally())
    }

    fn tally_hashes(&self, idsubsls: &Idsubsls) -> Reply<TallyHashes> {
        self.onwards(Call::Tally, |link| link.tally_hashes(idsubsls))
    }

    fn missing_chunks(&self, names: &[String]) -> Reply<Vec<String>> {
        self.onwards(Call::Chunk, |link| link.missing_chunks(names))
    }

    fn put_chunk(&self, name: &str, bytes: &[u8]) -> Reply<Signed> {
        self.onwards(Call::Chunk, |link| link.put_chunk(name, bytes))
    }

    fn chunk(&self, name: &str) -> Reply<Vec<u8>> {
        self.onwards(Call::Chunk, |link| link.chunk(name))
    }
}
