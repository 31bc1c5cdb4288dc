//! The stick: all that waits as one sealed file, and the endpoint's answer (ADR 0014).
//!
//! Writing settles nothing: what lies on a stick is claimed and offered on every road until a
//! receipt names it.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _};
use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;
use cacah_family::host::Host;
use cacah_family::id::{BatchId, FamilyId};
use cacah_store::{Store, StoreError};
use cacah_wire::error::Code;
use cacah_wire::seal::{Hash, PublicKey, Signed};
use cacah_wire::stick::{self, Have, MAX_PARTS, Manifest, Part, Reading, StickError, Way, What};

use crate::build::stored;
use crate::chunks;
use crate::claim::claim;
use crate::down::{Brought, Compile, apply_page};
use crate::drive::{Access, STICK_RECIPIENT};
use crate::error::SyncError;
use crate::receipt::prove;

/// Setting: the age identity that opens answers.
const IDENTITY: &str = "stick_identity";
/// Setting: how many files were written.
const NUMBER: &str = "stick_number";
/// Families in a batch on a stick: nothing there is slow, and a broken batch costs little.
const FAMILIES: usize = 100;
/// Bytes of photos and scans after which a file takes no more: the sticks that are sold take no file of
/// 4 GiB, and the answers must not wait for a larger one.
const CHUNK_BYTES: u64 = 1 << 30;
/// How often a file is begun anew because a sending settled some of it meanwhile.
const ATTEMPTS: u32 = 3;

/// A file for the endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StickWritten {
    /// Where it is.
    pub path: PathBuf,
    /// Families in it.
    pub families: u32,
    /// Batches in it.
    pub batches: u32,
    /// Chunks of photos and scans in it.
    pub chunks: u32,
    /// Families stepped over: no batch could be made of them.
    pub refused: u32,
    /// Size.
    pub bytes: u64,
    /// Counts this laptop's files, from 1.
    pub number: u64,
}

/// What an answer brought.
#[derive(Debug, Clone, Default)]
pub struct StickRead {
    /// Receipts that settled something, or had before.
    pub receipts: u32,
    /// Receipts of what this vault does not know, as after it was restored.
    pub unknown: u32,
    /// What the pages brought.
    pub brought: Brought,
}

/// What a file holds, and where its bytes are.
#[derive(Default)]
struct Contents {
    parts: Vec<Part>,
    families: BTreeSet<FamilyId>,
    batches: u32,
    chunks: u32,
}

/// Writes every batch without a receipt, byte for byte, new batches of all that waits (`copies`:
/// unfinished documents too), and unsent chunks of files, into one file in `folder`. The claims are
/// durable before the file is.
///
/// # Errors
/// [`SyncError::NoRecipient`] before the endpoint ever told its key; [`SyncError::Stick`] when no
/// whole file could be written: then there is none, and everything waits as before.
pub fn write_stick(
    access: &impl Access,
    host: &dyn Host,
    folder: &Path,
    copies: bool,
) -> Result<StickWritten, SyncError> {
    let to = access.with(|store| store.setting(STICK_RECIPIENT).map_err(Into::into))?;
    let to = to.ok_or(SyncError::NoRecipient)?;
    let mut refused = 0;
    access.with(dissolve_damaged)?;
    while access.with(|store| claim(store, host, FAMILIES, copies, &mut refused))?.is_some() {}
    for _ in 0..ATTEMPTS {
        let contents = access.with(|store| contents(store))?;
        let manifest = access.with(|store| manifest(store, host, &contents))?;
        let (officer, key) = access
            .with(|store| Ok((store.enrolment().officer_code.clone(), store.device_signer())))?;
        let lost = Cell::new(None);
        let bodies = bodies(access, &manifest.parts, &lost);
        let name = stick::name(&manifest, &officer);
        match stick::save(folder, &name, |out| stick::write(&manifest, bodies, &to, &key, out)) {
            Ok((path, bytes)) => {
                let Contents { batches, chunks, .. } = contents;
                let (families, number) = (manifest.families, manifest.number);
                return Ok(StickWritten {
                    path,
                    families,
                    batches,
                    chunks,
                    refused,
                    bytes,
                    number,
                });
            }
            Err(error) => match lost.take() {
                Some(SyncError::Nothing) => {}
                Some(cause) => return Err(cause),
                None => return Err(error.into()),
            },
        }
    }
    Err(SyncError::Stick(StickError::Broken))
}

/// What the vault no longer holds as it was sealed can only be made anew.
fn dissolve_damaged(store: &mut Store) -> Result<(), SyncError> {
    let mut after = None;
    while let Some(claimed) = store.next_unconfirmed(after)? {
        after = Some(claimed.id);
        if Hash::of(&claimed.bytes).0 != claimed.hash {
            store.dissolve(claimed.id, Code::BadHash.as_str())?;
        }
    }
    Ok(())
}

fn contents(store: &Store) -> Result<Contents, SyncError> {
    let mut contents = Contents::default();
    let mut after = None;
    while let Some(claimed) = store.next_unconfirmed(after)?
        && contents.parts.len() < MAX_PARTS
    {
        after = Some(claimed.id);
        contents.families.extend(claimed.segments.iter().map(|segment| segment.family));
        contents.batches += 1;
        contents.parts.push(Part::batch(&stored(&claimed)).0);
    }
    let mut room = CHUNK_BYTES;
    for chunk in store.chunks_to_send(MAX_PARTS - contents.parts.len())? {
        let Some(left) = room.checked_sub(chunk.bytes.into()) else { break };
        room = left;
        // What no longer lies beside the vault, whole, is no part of it.
        let bytes = store.chunk_bytes(&chunk.name)?;
        if let Some(bytes) = bytes.filter(|bytes| Hash::of(bytes).0 == chunk.hash) {
            contents.chunks += 1;
            contents.parts.push(Part::of(What::Chunk { name: chunk.name }, bytes).0);
        }
    }
    Ok(contents)
}

fn manifest(
    store: &mut Store,
    host: &dyn Host,
    contents: &Contents,
) -> Result<Manifest, SyncError> {
    let number = store.setting(NUMBER)?.and_then(|text| text.parse::<u64>().ok()).unwrap_or(0) + 1;
    store.set_setting(NUMBER, &number.to_string())?;
    let gap = store.receipt_gaps()?.first().map(|missing| missing - 1);
    let receipt = gap.map_or_else(|| store.newest_receipt(), Ok)?;
    let incarnation = store.actor().incarnation;
    Ok(Manifest {
        v: 1,
        way: Way::Up,
        device: store.enrolment().device,
        endpoint: PublicKey(store.enrolment().endpoint_key),
        number,
        created: host.now(),
        families: u32::try_from(contents.families.len()).unwrap_or(u32::MAX),
        answer_to: Some(identity(store)?.to_public().to_string()),
        have: Some(Have { incarnation, receipt, cursor: store.down_cursor()? }),
        parts: contents.parts.clone(),
    })
}

/// The key that answers are sealed to. It lies in the vault, so that nobody else reads them.
fn identity(store: &mut Store) -> Result<Identity, SyncError> {
    if let Some(text) = store.setting(IDENTITY)? {
        return text.parse().map_err(|_| SyncError::Stick(StickError::Key));
    }
    // age draws its identity from the system itself.
    let identity = Identity::generate();
    store.set_setting(IDENTITY, identity.to_string().expose_secret())?;
    Ok(identity)
}

/// The bytes of the parts, one at a time. Why one could not be had is left in `lost`:
/// [`SyncError::Nothing`] when it is no longer there.
fn bodies<'a>(
    access: &'a impl Access,
    parts: &'a [Part],
    lost: &'a Cell<Option<SyncError>>,
) -> impl Iterator<Item = io::Result<Vec<u8>>> + 'a {
    let mut after: Option<BatchId> = None;
    parts.iter().map(move |part| {
        let bytes = access.with(|store| {
            Ok(match &part.what {
                What::Batch { batch, .. } => {
                    let next = store.next_unconfirmed(after)?;
                    after = Some(*batch);
                    next.filter(|claimed| claimed.id == *batch).map(|claimed| claimed.bytes)
                }
                What::Chunk { name } => store.chunk_bytes(name)?,
                What::Receipt {} | What::Page {} => None,
            })
        });
        bytes.and_then(|bytes| bytes.ok_or(SyncError::Nothing)).map_err(|cause| {
            lost.set(Some(cause));
            io::Error::from(io::ErrorKind::NotFound)
        })
    })
}

/// Takes the endpoint's answer: receipts settle, pages are taken. One that is not whole or not for
/// this laptop changes nothing; the same one again, or an old one, is harmless.
///
/// # Errors
/// [`SyncError::Stick`]; [`SyncError::Page`] for a page that does not prove itself.
pub fn read_answer(
    access: &impl Access,
    path: &Path,
    compile: Compile<'_>,
) -> Result<StickRead, SyncError> {
    let mut file = BufReader::new(File::open(path).map_err(StickError::Io)?);
    let mut proof = open(access, &mut file)?;
    while proof.part()?.is_some() {}
    drop(proof);
    file.rewind().map_err(StickError::Io)?;
    let mut reading = open(access, file)?;
    let mut read = StickRead::default();
    while let Some((part, bytes)) = reading.part()? {
        let signed = || serde_json::from_slice(&bytes).map_err(|_| StickError::Broken);
        match part.what {
            What::Receipt {} => {
                let signed: Signed = signed()?;
                match access.with(|store| settle(store, &signed))? {
                    true => read.receipts += 1,
                    false => read.unknown += 1,
                }
            }
            What::Page {} => {
                let signed: Signed = signed()?;
                access.with(|store| apply_page(store, &signed, compile, &mut read.brought))?;
            }
            What::Batch { .. } | What::Chunk { .. } => return Err(StickError::Broken.into()),
        }
    }
    Ok(read)
}

fn open<'a>(access: &impl Access, file: impl Read + 'a) -> Result<Reading<'a>, SyncError> {
    let (identity, device, endpoint) = access.with(|store| {
        let enrolment = store.enrolment();
        let (device, endpoint) = (enrolment.device, PublicKey(enrolment.endpoint_key));
        Ok((identity(store)?, device, endpoint))
    })?;
    let reading = Reading::open(file, identity.to_string().expose_secret(), |_| Some(endpoint))?;
    let manifest = reading.manifest();
    if manifest.way == Way::Down && manifest.device == device {
        Ok(reading)
    } else {
        Err(StickError::NotForUs.into())
    }
}

/// False for a receipt of what this vault does not know.
fn settle(store: &mut Store, signed: &Signed) -> Result<bool, SyncError> {
    let settled = match prove(store, signed) {
        Ok(settlement) => store.settle(&settlement).map_err(SyncError::from),
        Err(_) => chunks::settle(store, signed),
    };
    match settled {
        Ok(()) => Ok(true),
        Err(SyncError::Receipt | SyncError::Store(StoreError::ReceiptUnknown)) => Ok(false),
        Err(error) => Err(error),
    }
}
