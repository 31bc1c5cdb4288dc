//! The registry in one SQLite file: WAL, `synchronous=FULL`, one writer, reads beside it.

mod accounts;
mod across;
mod alias;
mod audit;
mod backup;
mod chunks;
mod down;
mod hubs;
mod ingest;
mod moves;
mod office;
mod people;
mod plan;
mod policies;
mod publishing;
mod recovery;
mod registry;
mod report;
mod row;
mod sls;
mod supervising;
mod telling;
mod trail;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cacah_family::area::District;
use cacah_family::entry::Actor;
use cacah_family::host::Millis;
use cacah_family::id::{BatchId, DeviceId, FamilyId, OfficerId, RoundId};
use cacah_family::round::Round;
use cacah_wire::down::{Area, Officer, PrelistFamily};
use cacah_wire::seal::Hash;
use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use super::{
    AreaTotal, Assignment, Device, DocumentRow, Filed, FormRow, Ingest, KnownFamily, Listing,
    NumberKind, OfficeChange, Result, RoundPlan, SegmentRow, Service, Storage, StorageError,
    StoredReceipt, TicketRow,
};

pub(crate) use backup::{begin_anew, secrets};

mod migrations {
    refinery::embed_migrations!("../../schemas/sql/central/sqlite");
}

/// How long a write waits for another process (`practice`, `ticket`) to finish.
const BUSY: Duration = Duration::from_secs(20);

/// The registry in a SQLite file.
#[derive(Debug)]
pub struct Sqlite {
    file: PathBuf,
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
}

impl Sqlite {
    /// Opens the file, or makes it, and brings its tables up to date.
    ///
    /// # Errors
    /// [`StorageError::TooNew`] for a file of a newer program, which is not touched.
    pub fn open(file: &Path) -> Result<Self> {
        let mut writer = connect(file)?;
        migrations::migrations::runner().set_grouped(true).run(&mut writer).map_err(migration)?;
        let file = file.to_owned();
        let reader = Mutex::new(connect(&file)?);
        Ok(Self { file, writer: Mutex::new(writer), reader })
    }

    fn read<T>(&self, query: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut connection = lock(&self.reader);
        // One snapshot for all its statements.
        let transaction = connection.transaction()?;
        let answer = query(&transaction)?;
        transaction.finish()?;
        Ok(answer)
    }

    fn write<T>(&self, change: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut connection = lock(&self.writer);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let answer = change(&transaction)?;
        transaction.commit()?;
        Ok(answer)
    }
}

/// A transaction left by a panic was rolled back when it was dropped: the connection is good.
pub(crate) fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn connect(file: &Path) -> Result<Connection> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => Self::Conflict,
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Database(Box::new(error)),
        }
    }
}

fn migration(error: refinery::Error) -> StorageError {
    match error.kind() {
        refinery::error::Kind::MissingVersion(_) | refinery::error::Kind::DivergentVersion(..) => {
            StorageError::TooNew
        }
        _ => StorageError::Database(Box::new(error)),
    }
}

impl Storage for Sqlite {
    fn begin(&self, epoch: Uuid, since: Millis) -> Result<Uuid> {
        self.write(|db| plan::begin(db, epoch, since))
    }
    fn install(&self, plan: &RoundPlan, now: Millis) -> Result<()> {
        self.write(|db| plan::install(db, plan, now))
    }
    fn round(&self, round: RoundId) -> Result<Option<Round>> {
        self.read(|db| plan::round(db, round))
    }
    fn forms(&self, round: RoundId) -> Result<Vec<FormRow>> {
        self.read(|db| publishing::versions(db, round))
    }
    fn form_files(&self, round: RoundId, version: u32) -> Result<Option<Vec<u8>>> {
        self.read(|db| plan::form_files(db, round, version))
    }
    fn round_named(&self, name: &str) -> Result<Option<Round>> {
        self.read(|db| office::round_named(db, name))
    }
    fn services(&self, round: RoundId) -> Result<Vec<Service>> {
        self.read(|db| office::services(db, round))
    }
    fn listings(&self, round: RoundId) -> Result<Vec<Listing>> {
        self.read(|db| office::listings(db, round))
    }
    fn import(&self, change: &OfficeChange, now: Millis) -> Result<()> {
        self.write(|db| office::import(db, change, now))
    }
    fn officer(&self, code: &str) -> Result<Option<Officer>> {
        self.read(|db| people::officer(db, code))
    }
    fn officer_by_id(&self, officer: OfficerId) -> Result<Option<Officer>> {
        self.read(|db| people::officer_by_id(db, officer))
    }
    fn assignments(&self, officer: OfficerId) -> Result<Vec<Assignment>> {
        self.read(|db| people::assignments(db, officer))
    }
    fn put_ticket(&self, ticket: &TicketRow) -> Result<()> {
        self.write(|db| people::put_ticket(db, ticket))
    }
    fn ticket(&self, code: Hash) -> Result<Option<TicketRow>> {
        self.read(|db| people::ticket(db, code))
    }
    fn enrol(&self, ticket: Hash, device: &Device) -> Result<()> {
        self.write(|db| people::enrol(db, ticket, device))
    }
    fn device_by_token(&self, token: Hash) -> Result<Option<Device>> {
        self.read(|db| people::device_by_token(db, token))
    }
    fn device(&self, device: DeviceId) -> Result<Option<Device>> {
        self.read(|db| people::device(db, device))
    }
    fn areas(&self, round: RoundId, prefix: &str) -> Result<Vec<Area>> {
        self.read(|db| down::areas(db, round, prefix))
    }
    fn prelist(&self, round: RoundId, prefix: &str) -> Result<Vec<PrelistFamily>> {
        self.read(|db| down::prelist(db, round, prefix))
    }
    fn receipt(&self, device: &Device, batch: BatchId) -> Result<Option<StoredReceipt>> {
        self.read(|db| registry::receipt(db, device, batch))
    }
    fn receipts(
        &self,
        wil: &District,
        actor: Actor,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Vec<u8>>> {
        self.read(|db| registry::receipts(db, wil, actor, after, limit))
    }
    fn incarnation(&self, device: &Device) -> Result<Option<u32>> {
        self.read(|db| registry::incarnation(db, device))
    }
    fn last_number(&self, wil: &District, actor: Actor) -> Result<u64> {
        self.read(|db| registry::last_number(db, wil, actor))
    }
    fn known(&self, wil: &District, family: FamilyId) -> Result<KnownFamily> {
        self.read(|db| registry::known(db, wil, family))
    }
    fn ingest(&self, ingest: &Ingest) -> Result<()> {
        self.write(|db| ingest::ingest(db, ingest))
    }
    fn documents(&self, wil: &District, family: FamilyId) -> Result<Vec<DocumentRow>> {
        self.read(|db| registry::documents(db, wil, family))
    }
    fn numbered(&self, wil: &District, kind: NumberKind, hash: Hash) -> Result<Vec<FamilyId>> {
        self.read(|db| registry::numbered(db, wil, kind, hash))
    }
    fn totals(&self) -> Result<Vec<AreaTotal>> {
        self.read(report::totals)
    }
    fn recount(&self) -> Result<Vec<AreaTotal>> {
        self.read(report::recount)
    }
    fn held(&self) -> Result<Vec<SegmentRow>> {
        self.read(report::held)
    }
    fn batches(&self, limit: u32) -> Result<Vec<Filed>> {
        self.read(|db| report::batches(db, limit))
    }
}
