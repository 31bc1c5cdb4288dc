//! What the endpoint asks of its database: use cases, not tables. SQLite stands behind it now,
//! PostgreSQL later; `tests/conformance.rs` holds both to the same behaviour.
//!
//! A batch is judged on what was read before, outside a transaction, and [`Storage::ingest`] fails
//! with [`StorageError::Conflict`] when that has changed meanwhile: the caller starts again.

mod accounts;
mod across;
mod audit;
mod chunks;
mod hubs;
mod office;
mod people;
mod policies;
mod publishing;
mod recovery;
mod registry;
mod safety;
pub mod sqlite;
mod supervising;
mod telling;
mod total;
mod trail;

use cacah_family::area::District;
use cacah_family::entry::Actor;
use cacah_family::host::Millis;
use cacah_family::id::{BatchId, DeviceId, FamilyId, OfficerId, RoundId};
use cacah_family::round::Round;
use cacah_wire::down::{Area, Officer, PrelistFamily};
use cacah_wire::seal::Hash;
use uuid::Uuid;

pub use accounts::{AccountRow, Accounts, SessionRow};
pub use across::{Across, AcrossFacts, AcrossPart, AcrossRow, AreaCount};
pub use audit::{Audit, ReceiptRow, Span};
pub use chunks::{ChunkRow, Chunks};
pub use hubs::{HubRow, Hubs};
pub use office::{Listing, OfficeChange, Service, Standing};
pub use people::{
    Assignment, Device, EVERY_ROUND, FormRow, People, Period, Person, Revocation, RoundPlan,
    Serving, TicketRow,
};
pub use policies::Policies;
pub use publishing::{Publication, Publishing};
pub use recovery::{AnswerRow, PointRow, Recovery};
pub use registry::{
    BatchRow, DocumentRow, FamilyRow, FamilyWrite, Filed, Ingest, KnownFamily, MemberRow,
    NumberKind, NumberRow, Released, SegmentRow, StoredReceipt, Word,
};
pub use safety::{SafeRow, Safety};
pub use supervising::{ReleaseRow, Supervising};
pub use telling::{ChangeRow, Changed, Place, Reader, TallyRow, Telling, View};
pub use total::AreaTotal;
pub use trail::Trail;

/// Why the database could not do it. Nothing of the call is written then.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// Somebody wrote meanwhile: read again, judge again.
    #[error("somebody else wrote meanwhile")]
    Conflict,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The file was written by a newer version of this program.
    #[error("the database is of a newer version")]
    TooNew,
    /// A row that this program cannot have written.
    #[error("a damaged row in {0}")]
    Damaged(&'static str),
    /// Anything else the database says.
    #[error("database: {0}")]
    Database(#[from] Box<dyn std::error::Error + Send + Sync>),
}

/// Result of the storage.
pub type Result<T> = std::result::Result<T, StorageError>;

/// The endpoint's database. Every method is one transaction, durable before it returns.
pub trait Storage:
    Accounts
    + Across
    + Audit
    + Chunks
    + Hubs
    + People
    + Policies
    + Publishing
    + Recovery
    + Safety
    + Telling
    + Supervising
    + Trail
    + Send
    + Sync
{
    /// Sets the life of the data, if it has none yet; the one that counts from now on.
    fn begin(&self, epoch: Uuid, since: Millis) -> Result<Uuid>;

    /// Installs a round: form, areas, officers, assignments, prelist. Idempotent; what the field
    /// sent stays, and assignments that are missing now are ended.
    fn install(&self, plan: &RoundPlan, now: Millis) -> Result<()>;
    /// A round.
    fn round(&self, round: RoundId) -> Result<Option<Round>>;
    /// Every version of a round's form, the one in force last, without its files.
    fn forms(&self, round: RoundId) -> Result<Vec<FormRow>>;
    /// The files of a version of a round's form, as they were installed.
    fn form_files(&self, round: RoundId, version: u32) -> Result<Option<Vec<u8>>>;

    /// The newest round of this name.
    fn round_named(&self, name: &str) -> Result<Option<Round>>;
    /// Who serves or served which area of a round, by code and area.
    fn services(&self, round: RoundId) -> Result<Vec<Service>>;
    /// The whole prelist of a round, as the office last gave it.
    fn listings(&self, round: RoundId) -> Result<Vec<Listing>>;
    /// Writes what an office's spreadsheets change; [`StorageError::Conflict`] when a family has
    /// changed since it was listed.
    fn import(&self, change: &OfficeChange, now: Millis) -> Result<()>;

    /// An officer, by code.
    fn officer(&self, code: &str) -> Result<Option<Officer>>;
    /// An officer, by id.
    fn officer_by_id(&self, officer: OfficerId) -> Result<Option<Officer>>;
    /// All an officer serves or served, newest first.
    fn assignments(&self, officer: OfficerId) -> Result<Vec<Assignment>>;
    /// Keeps a one-time code.
    fn put_ticket(&self, ticket: &TicketRow) -> Result<()>;
    /// A one-time code, by its hash.
    fn ticket(&self, code: Hash) -> Result<Option<TicketRow>>;
    /// Spends a ticket on a new device; [`StorageError::Conflict`] when it is spent already.
    fn enrol(&self, ticket: Hash, device: &Device) -> Result<()>;
    /// The device with this hash of a token.
    fn device_by_token(&self, token: Hash) -> Result<Option<Device>>;
    /// A device.
    fn device(&self, device: DeviceId) -> Result<Option<Device>>;

    /// Areas of a round under a prefix.
    fn areas(&self, round: RoundId, prefix: &str) -> Result<Vec<Area>>;
    /// Prelist of a round under a prefix, in walking order.
    fn prelist(&self, round: RoundId, prefix: &str) -> Result<Vec<PrelistFamily>>;

    /// The receipt of a batch and the hash it answered.
    fn receipt(&self, device: &Device, batch: BatchId) -> Result<Option<StoredReceipt>>;
    /// Receipts of an actor above a number, rising.
    fn receipts(
        &self,
        wil: &District,
        actor: Actor,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Vec<u8>>>;
    /// The newest incarnation heard of a device.
    fn incarnation(&self, device: &Device) -> Result<Option<u32>>;
    /// The highest receipt number of an actor, 0 before the first.
    fn last_number(&self, wil: &District, actor: Actor) -> Result<u64>;
    /// What is known of a family: its row and all its segments, held ones too.
    fn known(&self, wil: &District, family: FamilyId) -> Result<KnownFamily>;
    /// Writes a judged batch: segments, families, documents, members, numbers, totals, receipt.
    fn ingest(&self, ingest: &Ingest) -> Result<()>;

    /// Documents of a family with their members.
    fn documents(&self, wil: &District, family: FamilyId) -> Result<Vec<DocumentRow>>;
    /// Families of the index under this keyed hash of a number.
    fn numbered(&self, wil: &District, kind: NumberKind, hash: Hash) -> Result<Vec<FamilyId>>;
    /// Totals of every area, as kept in the transactions of the batches.
    fn totals(&self) -> Result<Vec<AreaTotal>>;
    /// The same totals counted anew from the families: they must agree.
    fn recount(&self) -> Result<Vec<AreaTotal>>;
    /// Segments kept aside, oldest first.
    fn held(&self) -> Result<Vec<SegmentRow>>;
    /// Batches received, newest first.
    fn batches(&self, limit: u32) -> Result<Vec<Filed>>;
}
