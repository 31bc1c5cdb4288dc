//! Families, documents, segments, receipts: what is read before a batch is judged.

use cacah_family::area::District;
use cacah_family::entry::{Actor, Birth, FormVersion};
use cacah_family::id::{BatchId, DocumentId, FamilyId};
use cacah_wire::seal::Hash;
use rusqlite::{Connection, Row, params};

use super::moves;
use super::row::{actor, all, first, get, id, int, name, number, text};
use crate::storage::{
    Device, DocumentRow, FamilyRow, KnownFamily, MemberRow, NumberKind, NumberRow, Result,
    SegmentRow, StorageError, StoredReceipt,
};

pub const FAMILY: &str = "SELECT wil, family, round, idsubsls, building, number, head, address,
    found, received, status, finished, visits, revision, counted,
    record, listed, recap, approved, welfare, relisted FROM family";

pub const SEGMENT: &str = "SELECT wil, family, hash, batch, device, incarnation, officer, round,
    idsubsls, first, count, held, received, body, last FROM segment";

pub fn read_family(row: &Row<'_>) -> Result<FamilyRow> {
    let birth = Birth {
        home: text(row, 0, "family")?,
        round: id(row, 2)?,
        idsubsls: text(row, 3, "family")?,
        building: number(row, 4, "family")?,
        number: number(row, 5, "family")?,
        head: get(row, 6)?,
        address: get(row, 7)?,
        found: get(row, 8)?,
    };
    Ok(FamilyRow {
        family: id(row, 1)?,
        birth,
        received: number(row, 9, "family")?,
        status: name(row, 10, "family")?,
        finished: get(row, 11)?,
        visits: number(row, 12, "family")?,
        revision: number(row, 13, "family")?,
        counted: get(row, 14)?,
        record: get(row, 15)?,
        listed: name(row, 16, "family")?,
        recap: get(row, 17)?,
        approved: get(row, 18)?,
        welfare: get(row, 19)?,
        relisted: get(row, 20)?,
    })
}

pub fn read_segment(row: &Row<'_>) -> Result<SegmentRow> {
    Ok(SegmentRow {
        wil: text(row, 0, "segment")?,
        family: id(row, 1)?,
        hash: Hash(get(row, 2)?),
        batch: id(row, 3)?,
        actor: actor(row, 4)?,
        officer: id(row, 6)?,
        round: id(row, 7)?,
        idsubsls: text(row, 8, "segment")?,
        first: number(row, 9, "segment")?,
        count: number(row, 10, "segment")?,
        held: name(row, 11, "segment")?,
        received: get(row, 12)?,
        body: get(row, 13)?,
        last: number(row, 14, "segment")?,
    })
}

pub fn known(db: &Connection, wil: &District, family: FamilyId) -> Result<KnownFamily> {
    let key = params![wil.as_str(), family.0.into_bytes()];
    let row = first(db, &format!("{FAMILY} WHERE wil = $1 AND family = $2"), key, read_family)?;
    let order = "WHERE wil = $1 AND family = $2 ORDER BY received, hash";
    let segments = all(db, &format!("{SEGMENT} {order}"), key, read_segment)?;
    let moves = moves::of(db, wil, family)?;
    let elsewhere = moves::elsewhere(db, family)?;
    Ok(KnownFamily { row, segments, moves, elsewhere })
}

pub fn receipt(db: &Connection, device: &Device, batch: BatchId) -> Result<Option<StoredReceipt>> {
    let sql = "SELECT hash, receipt FROM batch WHERE wil = $1 AND device = $2 AND batch = $3";
    let key = params![device.wil.as_str(), device.id.0.into_bytes(), batch.0.into_bytes()];
    first(db, sql, key, |row| Ok(StoredReceipt { hash: Hash(get(row, 0)?), bytes: get(row, 1)? }))
}

pub fn receipts(
    db: &Connection,
    wil: &District,
    actor: Actor,
    after: u64,
    limit: u32,
) -> Result<Vec<Vec<u8>>> {
    let sql = "SELECT receipt FROM batch WHERE wil = $1 AND device = $2 AND incarnation = $3
               AND number > $4 ORDER BY number LIMIT $5";
    let device = actor.device.0.into_bytes();
    let key = params![wil.as_str(), device, actor.incarnation, int(after), limit];
    all(db, sql, key, |row| get(row, 0))
}

pub fn incarnation(db: &Connection, device: &Device) -> Result<Option<u32>> {
    let sql = "SELECT incarnation FROM incarnation WHERE wil = $1 AND device = $2
               ORDER BY incarnation DESC LIMIT 1";
    let key = params![device.wil.as_str(), device.id.0.into_bytes()];
    first(db, sql, key, |row| number(row, 0, "incarnation"))
}

pub fn last_number(db: &Connection, wil: &District, actor: Actor) -> Result<u64> {
    let sql = "SELECT number FROM batch WHERE wil = $1 AND device = $2 AND incarnation = $3
               ORDER BY number DESC LIMIT 1";
    let key = params![wil.as_str(), actor.device.0.into_bytes(), actor.incarnation];
    Ok(first(db, sql, key, |row| number(row, 0, "batch"))?.unwrap_or(0))
}

pub fn documents(db: &Connection, wil: &District, family: FamilyId) -> Result<Vec<DocumentRow>> {
    let sql = "SELECT document, source, status, finished, answered, errors, warnings, undecided,
                   structure, rules, findings, state
               FROM document WHERE wil = $1 AND family = $2 ORDER BY document";
    all(db, sql, params![wil.as_str(), family.0.into_bytes()], |row| {
        let document = id(row, 0)?;
        Ok(DocumentRow {
            family,
            document,
            source: name(row, 1, "document")?,
            status: name(row, 2, "document")?.ok_or(StorageError::Damaged("document"))?,
            finished: name(row, 3, "document")?,
            answered: number(row, 4, "document")?,
            errors: number(row, 5, "document")?,
            warnings: number(row, 6, "document")?,
            undecided: number(row, 7, "document")?,
            form: FormVersion { structure: get(row, 8)?, rules: get(row, 9)? },
            findings: get(row, 10)?,
            state: get(row, 11)?,
            members: members(db, wil, family, document)?,
            numbers: numbers(db, wil, family, document)?,
        })
    })
}

fn members(
    db: &Connection,
    wil: &District,
    family: FamilyId,
    document: DocumentId,
) -> Result<Vec<MemberRow>> {
    let sql = "SELECT person, repeat, position FROM member
               WHERE wil = $1 AND family = $2 AND document = $3 ORDER BY repeat, position";
    let key = params![wil.as_str(), family.0.into_bytes(), document.0.into_bytes()];
    all(db, sql, key, |row| {
        let position = number(row, 2, "member")?;
        Ok(MemberRow { person: id(row, 0)?, repeat: get(row, 1)?, position })
    })
}

fn numbers(
    db: &Connection,
    wil: &District,
    family: FamilyId,
    document: DocumentId,
) -> Result<Vec<NumberRow>> {
    let sql = "SELECT path, kind, hash FROM number_index
               WHERE wil = $1 AND family = $2 AND document = $3 ORDER BY path";
    let key = params![wil.as_str(), family.0.into_bytes(), document.0.into_bytes()];
    all(db, sql, key, |row| {
        let kind: String = get(row, 1)?;
        let kinds = [NumberKind::Nik, NumberKind::Kk].into_iter();
        let kind = kinds.into_iter().find(|known| known.as_str() == kind);
        let kind = kind.ok_or(StorageError::Damaged("number_index"))?;
        Ok(NumberRow { path: text(row, 0, "number_index")?, kind, hash: Hash(get(row, 2)?) })
    })
}

pub fn numbered(
    db: &Connection,
    wil: &District,
    kind: NumberKind,
    hash: Hash,
) -> Result<Vec<FamilyId>> {
    let sql = "SELECT DISTINCT family FROM number_index
               WHERE wil = $1 AND hash = $2 AND kind = $3 ORDER BY family";
    all(db, sql, params![wil.as_str(), hash.0, kind.as_str()], |row| id(row, 0))
}
