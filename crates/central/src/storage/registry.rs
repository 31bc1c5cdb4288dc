//! Rows of families, documents, segments and batches.

use std::collections::BTreeMap;

use cacah_family::area::{District, Idsubsls};
use cacah_family::entry::{Actor, Birth, Entry, FormVersion, Presence, Role, SlsChange, Source};
use cacah_family::host::Millis;
use cacah_family::id::{BatchId, DeviceId, DocumentId, FamilyId, InstanceId, OfficerId, RoundId};
use cacah_family::merge::Moves;
use cacah_family::path::Path;
use cacah_family::status::Status;
use cacah_wire::error::Code;
use cacah_wire::pack::unpack;
use cacah_wire::seal::Hash;
use cacah_wire::segment::{MAX_BODY, SealedSegment};

use super::{AcrossFacts, AreaTotal};

/// A receipt as it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReceipt {
    /// BLAKE3 of the batch it answers.
    pub hash: Hash,
    /// The exact bytes.
    pub bytes: Vec<u8>,
}

/// The current state of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyRow {
    /// Its id.
    pub family: FamilyId,
    /// What is known of it; `birth.home` is its `wil`, `birth.found` says it is not of the prelist.
    pub birth: Birth,
    /// Segments in its state.
    pub received: u32,
    /// Status of the document that stands for it.
    pub status: Option<Status>,
    /// That document is finished.
    pub finished: bool,
    /// Visits without an answer.
    pub visits: u32,
    /// Counted in the totals: no other id of it is, and it is no record.
    pub counted: bool,
    /// The record of an SLS, which is no family.
    pub record: bool,
    /// What verifying the list found.
    pub listed: Option<Presence>,
    /// Welfare by the listing, code of the form.
    pub welfare: Option<u8>,
    /// An officer wrote the birth anew: number and head of the listing are these, not the prelist's.
    pub relisted: bool,
    /// Of a record: families verified, by the recap.
    pub recap: Option<u32>,
    /// Of a record: a supervisor approved the SLS.
    pub approved: bool,
    /// Rises with every write.
    pub revision: u64,
}

impl FamilyRow {
    /// A family of which nothing but its birth is known.
    #[must_use]
    pub fn born(family: FamilyId, birth: Birth) -> Self {
        let record = birth.is_sls(family);
        Self {
            family,
            birth,
            record,
            listed: None,
            welfare: None,
            relisted: false,
            recap: None,
            approved: false,
            received: 0,
            status: None,
            finished: false,
            visits: 0,
            counted: !record,
            revision: 0,
        }
    }

    /// What it adds to the totals of its area.
    #[must_use]
    pub fn total(&self) -> AreaTotal {
        let mut total = AreaTotal::of(&self.birth);
        if self.record {
            total.recap = self.recap.map_or(0, i64::from);
            total.approved = i64::from(self.approved);
        }
        if !self.counted {
            return total;
        }
        total.prelist = i64::from(!self.birth.found);
        total.found = i64::from(self.birth.found);
        total.received = i64::from(self.received > 0);
        total.finished = i64::from(self.finished);
        total.listed = i64::from(self.listed.is_some());
        total.verified = i64::from(self.listed.is_some_and(Presence::is_verified));
        match self.status {
            Some(Status::Blank) => total.blank = 1,
            Some(Status::Error) => total.error = 1,
            Some(Status::Warning) => total.warning = 1,
            Some(Status::Clean) => total.clean = 1,
            None => {}
        }
        total
    }
}

/// A document's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// Its family.
    pub family: FamilyId,
    /// Its id.
    pub document: DocumentId,
    /// Which observation it is; absent until that entry has arrived.
    pub source: Option<Source>,
    /// Status by the endpoint's own checks.
    pub status: Status,
    /// Who finished it.
    pub finished: Option<Role>,
    /// Questions answered.
    pub answered: u32,
    /// Errors.
    pub errors: u32,
    /// Unconfirmed warnings.
    pub warnings: u32,
    /// Paths whose heads differ.
    pub undecided: u32,
    /// The form it was checked with.
    pub form: FormVersion,
    /// Findings as JSON: rule, severity, path, confirmed; no answers.
    pub findings: String,
    /// Instances and slots as compressed JSON.
    pub state: Vec<u8>,
    /// Its members, in order.
    pub members: Vec<MemberRow>,
    /// Its identity numbers, by keyed hash.
    pub numbers: Vec<NumberRow>,
}

/// A repeat instance of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// The person.
    pub person: InstanceId,
    /// Name of the repeat.
    pub repeat: String,
    /// Place in it, from 1.
    pub position: u32,
}

/// Which register a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberKind {
    /// Of a person.
    Nik,
    /// Of a family card.
    Kk,
}

impl NumberKind {
    /// As stored, and as `bind::cacah:decode` writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nik => "nik",
            Self::Kk => "kk",
        }
    }
}

/// An identity number in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberRow {
    /// Where it was answered.
    pub path: Path,
    /// Its register.
    pub kind: NumberKind,
    /// Its hash under the round's key.
    pub hash: Hash,
}

/// A signed segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentRow {
    /// District of the assignment.
    pub wil: District,
    /// Its family.
    pub family: FamilyId,
    /// BLAKE3 of its body.
    pub hash: Hash,
    /// The batch it came in.
    pub batch: BatchId,
    /// Who wrote it.
    pub actor: Actor,
    /// Who signed it.
    pub officer: OfficerId,
    /// Its round.
    pub round: RoundId,
    /// SLS, as the laptop claims.
    pub idsubsls: Idsubsls,
    /// Number of its first entry.
    pub first: u64,
    /// Entries in it.
    pub count: u32,
    /// Number of its last entry.
    pub last: u64,
    /// Why it is kept aside; absent when it is part of the state.
    pub held: Option<Code>,
    /// When it came.
    pub received: Millis,
    /// zstd of the signed line.
    pub body: Vec<u8>,
}

impl SegmentRow {
    /// The signed line as it came.
    #[must_use]
    pub fn sealed(&self) -> Option<SealedSegment> {
        serde_json::from_slice(&unpack(&self.body, 2 * MAX_BODY).ok()?).ok()
    }

    /// Its entries; they were proven when it came.
    #[must_use]
    pub fn entries(&self) -> Option<Vec<Entry>> {
        self.sealed()?.read().ok()?.entries().ok()
    }
}

/// What is known of a family.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownFamily {
    /// Its state, when it is registered.
    pub row: Option<FamilyRow>,
    /// Its segments, in order of arrival, held ones too.
    pub segments: Vec<SegmentRow>,
    /// Persons who came and went, as its own entries have it.
    pub moves: Moves,
    /// Persons whom other families gave to it or took from it, as theirs have it, by district.
    pub elsewhere: BTreeMap<District, Moves>,
}

/// What a family is to be from now on.
#[derive(Debug, Clone)]
pub struct FamilyWrite {
    /// Its state; the revision is one higher than the one read.
    pub row: FamilyRow,
    /// All its documents.
    pub documents: Vec<DocumentRow>,
    /// Its other ids. Of families joined by them, in one district, one is counted.
    pub aliases: Vec<FamilyId>,
    /// Names of the pieces of files its entries speak of. None is ever taken away.
    pub chunks: Vec<Hash>,
    /// Persons who came and went, as its own entries have it.
    pub moves: Moves,
    /// What other families say of these very persons, as it was taken into account;
    /// [`StorageError::Conflict`](super::StorageError::Conflict) when they say something else once
    /// the whole transaction is written.
    pub answered: Moves,
    /// What its standing document says to other families; absent without one.
    pub across: Option<AcrossFacts>,
    /// Of a record: what became of the SLS, once a coordinator settled it.
    pub sls: Option<SlsChange>,
}

/// The row of a batch.
#[derive(Debug, Clone)]
pub struct BatchRow {
    /// The batch.
    pub batch: BatchId,
    /// BLAKE3 of its bytes.
    pub hash: Hash,
    /// Who sent it.
    pub actor: Actor,
    /// Number of its receipt.
    pub number: u64,
    /// When it came.
    pub received: Millis,
    /// Segments by verdict: stored, already, held, unreadable.
    pub verdicts: [u32; 4],
    /// The receipt, exact bytes.
    pub receipt: Vec<u8>,
    /// The signed statement of the actor's incarnation.
    pub incarnation: Vec<u8>,
}

/// A segment that was held and is part of the state from now on: home, family, hash.
pub type Released = (District, FamilyId, Hash);

/// A judged batch, to be written in one transaction.
#[derive(Debug, Clone)]
pub struct Ingest {
    /// Now.
    pub at: Millis,
    /// Where the batch row goes: the `wil` of the device.
    pub wil: District,
    /// The batch and its receipt; absent when only what was held is released.
    pub batch: Option<BatchRow>,
    /// New segments.
    pub segments: Vec<SegmentRow>,
    /// Segments no longer held.
    pub released: Vec<Released>,
    /// Families that change.
    pub families: Vec<FamilyWrite>,
    /// What the totals change by.
    pub totals: Vec<AreaTotal>,
    /// What the office itself says in it.
    pub word: Option<Word>,
}

/// The office's own word.
#[derive(Debug, Clone)]
pub struct Word {
    /// The office as a writer of entries, in this life of the data.
    pub desk: DeviceId,
    /// Number of its last entry before; [`StorageError::Conflict`](super::StorageError::Conflict)
    /// when it has given more since.
    pub after: u64,
    /// By the endpoint's clock.
    pub at: Millis,
    /// Whose word it is.
    pub officer: OfficerId,
    /// What is done, as the trail names it.
    pub action: &'static str,
    /// To which family.
    pub family: FamilyId,
    /// Why what was held is let in.
    pub reason: String,
}

/// A batch as the list of receipts shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Code of the officer.
    pub officer: String,
    /// Who sent it.
    pub actor: Actor,
    /// The batch.
    pub batch: BatchId,
    /// Number of its receipt.
    pub number: u64,
    /// When it came.
    pub received: Millis,
    /// Segments by verdict: stored, already, held, unreadable.
    pub verdicts: [u32; 4],
}
