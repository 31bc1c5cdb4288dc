//! Writing a judged batch.

use cacah_family::entry::Presence;
use cacah_family::trail::{Act, Deed, Subject};
use rusqlite::{Connection, params};

use super::row::{int, run, to_name};
use super::telling::log;
use super::{across, alias, moves, sls, supervising, trail};
use crate::storage::{
    AreaTotal, BatchRow, Changed, DocumentRow, FamilyRow, FamilyWrite, Ingest, Released, Result,
    SegmentRow, StorageError,
};

macro_rules! query {
    ($name:literal) => {
        include_str!(concat!("../../../../../schemas/sql/central/queries/", $name, ".sql"))
    };
}

pub fn ingest(db: &Connection, ingest: &Ingest) -> Result<()> {
    if let Some(word) = &ingest.word {
        supervising::put_word(db, word, &ingest.released)?;
    }
    for segment in &ingest.segments {
        put_segment(db, segment)?;
    }
    for segment in &ingest.released {
        release(db, segment)?;
    }
    for family in &ingest.families {
        put_family(db, family)?;
    }
    moves::settle(db, &ingest.families)?;
    for total in &ingest.totals {
        add_total(db, total)?;
    }
    alias::settle(db, &ingest.families)?;
    across::settle(db, &ingest.families, ingest.at)?;
    sls::settle(db, &ingest.families, ingest.at)?;
    ingest.batch.iter().try_for_each(|batch| put_batch(db, ingest.wil.as_str(), batch))?;
    ingest.batch.iter().try_for_each(|batch| received(db, batch))
}

/// A batch came: how many families it spoke of.
fn received(db: &Connection, batch: &BatchRow) -> Result<()> {
    let families = batch.verdicts.iter().map(|count| u64::from(*count)).sum();
    let deed = Deed::new(Act::Sent).on(Subject::Batch(batch.batch)).count(families);
    trail::append(db, (None, Some(batch.actor.device)), deed, batch.received)
}

fn release(db: &Connection, (wil, family, hash): &Released) -> Result<()> {
    let released = run(
        db,
        "UPDATE segment SET held = NULL
         WHERE wil = $1 AND family = $2 AND hash = $3 AND held IS NOT NULL",
        params![wil.as_str(), family.0.into_bytes(), hash.0],
    )?;
    if released != 1 {
        return Err(StorageError::Conflict);
    }
    log(db, wil.as_str(), &Changed::Segment(*family, *hash))
}

fn put_segment(db: &Connection, segment: &SegmentRow) -> Result<()> {
    run(
        db,
        query!("segment_put"),
        params![
            segment.wil.as_str(),
            segment.family.0.into_bytes(),
            segment.hash.0,
            segment.batch.0.into_bytes(),
            segment.actor.device.0.into_bytes(),
            segment.actor.incarnation,
            segment.officer.0.into_bytes(),
            segment.round.0.into_bytes(),
            segment.idsubsls.as_str(),
            int(segment.first),
            segment.count,
            segment.held.map(cacah_wire::error::Code::as_str),
            segment.received,
            segment.body,
            int(segment.last)
        ],
    )?;
    match segment.held {
        None => log(db, segment.wil.as_str(), &Changed::Segment(segment.family, segment.hash)),
        Some(_) => Ok(()),
    }
}

fn put_family(db: &Connection, family: &FamilyWrite) -> Result<()> {
    let FamilyRow { birth, .. } = &family.row;
    let (wil, id) = (birth.home.as_str(), family.row.family.0.into_bytes());
    let written = run(
        db,
        query!("family_put"),
        params![
            wil,
            id,
            birth.round.0.into_bytes(),
            birth.idsubsls.as_str(),
            birth.building,
            birth.number,
            birth.head,
            birth.address,
            birth.found,
            family.row.received,
            family.row.status.as_ref().and_then(to_name),
            family.row.finished,
            family.row.visits,
            int(family.row.revision),
            family.row.record,
            family.row.listed.map(Presence::as_str),
            family.row.recap,
            family.row.approved,
            family.row.welfare,
            family.row.relisted
        ],
    )?;
    if written != 1 {
        return Err(StorageError::Conflict);
    }
    for table in ["document", "member", "number_index"] {
        let sql = format!("DELETE FROM {table} WHERE wil = $1 AND family = $2");
        run(db, &sql, params![wil, id])?;
    }
    for chunk in &family.chunks {
        let sql = "INSERT INTO file_chunk (name, wil, family) VALUES ($1, $2, $3)
                   ON CONFLICT (name, wil, family) DO NOTHING";
        run(db, sql, params![chunk.0, wil, id])?;
    }
    family.documents.iter().try_for_each(|document| put_document(db, wil, document))
}

fn put_document(db: &Connection, wil: &str, row: &DocumentRow) -> Result<()> {
    let (family, document) = (row.family.0.into_bytes(), row.document.0.into_bytes());
    run(
        db,
        query!("document_put"),
        params![
            wil,
            family,
            document,
            row.source.as_ref().and_then(to_name),
            to_name(&row.status),
            row.finished.as_ref().and_then(to_name),
            row.answered,
            row.errors,
            row.warnings,
            row.undecided,
            row.form.structure,
            row.form.rules,
            row.findings,
            row.state
        ],
    )?;
    for member in &row.members {
        run(
            db,
            "INSERT INTO member (wil, family, document, person, repeat, position)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![
                wil,
                family,
                document,
                member.person.0.into_bytes(),
                member.repeat,
                member.position
            ],
        )?;
    }
    for number in &row.numbers {
        run(
            db,
            "INSERT INTO number_index (wil, family, document, path, kind, hash)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![
                wil,
                family,
                document,
                number.path.to_string(),
                number.kind.as_str(),
                number.hash.0
            ],
        )?;
    }
    Ok(())
}

pub fn add_total(db: &Connection, total: &AreaTotal) -> Result<()> {
    run(
        db,
        query!("total_add"),
        params![
            total.wil.as_str(),
            total.round.0.into_bytes(),
            total.idsubsls.as_str(),
            total.prelist,
            total.found,
            total.received,
            total.finished,
            total.blank,
            total.error,
            total.warning,
            total.clean,
            total.listed,
            total.verified,
            total.recap,
            total.approved
        ],
    )?;
    Ok(())
}

fn put_batch(db: &Connection, wil: &str, batch: &BatchRow) -> Result<()> {
    let device = batch.actor.device.0.into_bytes();
    run(
        db,
        "INSERT INTO incarnation (wil, device, incarnation, statement, received)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (wil, device, incarnation) DO NOTHING",
        params![wil, device, batch.actor.incarnation, batch.incarnation, batch.received],
    )?;
    let [stored, already, held, unreadable] = batch.verdicts;
    run(
        db,
        query!("batch_put"),
        params![
            wil,
            device,
            batch.batch.0.into_bytes(),
            batch.hash.0,
            batch.actor.incarnation,
            int(batch.number),
            batch.received,
            stored,
            already,
            held,
            unreadable,
            batch.receipt
        ],
    )?;
    Ok(())
}
