//! What every storage must do, whatever database stands behind it. SQLite runs it here; PostgreSQL
//! will run the same cases.

use std::path::Path;

use cacah_central::storage::sqlite::Sqlite;
use cacah_central::storage::{
    BatchRow, ChangeRow, Changed, ChunkRow, Device, DocumentRow, FamilyRow, FamilyWrite, FormRow,
    Ingest, MemberRow, NumberKind, NumberRow, Period, Place, Publication, Reader, Revocation,
    RoundPlan, SafeRow, SegmentRow, Serving, Storage, StorageError, TicketRow, View, Word,
};
use cacah_family::area::District;
use cacah_family::entry::{Actor, FormVersion, Source};
use cacah_family::host::Millis;
use cacah_family::id::{BatchId, DeviceId, DocumentId, InstanceId, OfficerId};
use cacah_family::merge::Moves;
use cacah_family::status::Status;
use cacah_wire::error::Code;
use cacah_wire::people::{OfficerRole, RevokeOrder};
use cacah_wire::seal::{Hash, PublicKey};
use tempfile::TempDir;
use uuid::Uuid;

use crate::office::{DISTRICT, HERE, birth, family, plan, round, toy};

/// A kind of storage that can be opened again on what it kept.
trait Engine: Storage + Sized {
    fn open(folder: &Path) -> Self;
}

impl Engine for Sqlite {
    fn open(folder: &Path) -> Self {
        Self::open(&folder.join("central.db")).unwrap()
    }
}

macro_rules! conformance {
    ($engine:ident, $module:ident: $($case:ident)*) => {
        mod $module {
            $(#[test] fn $case() { super::$case::<super::$engine>(); })*
        }
    };
}

conformance!(Sqlite, sqlite:
    the_first_epoch_stays
    a_round_installed_twice_is_one_round
    a_form_version_keeps_its_number_and_a_new_one_gets_the_next
    what_was_handed_out_last_is_in_force_also_a_former_version
    assignments_end_and_begin_again
    a_ticket_is_spent_once
    a_family_written_on_an_old_revision_changes_nothing
    receipt_numbers_and_batches_are_unique
    a_segment_is_kept_once
    a_held_segment_is_released_once
    what_was_ingested_is_read_back_after_opening_again
    prefixes_select_areas_and_prelist
    changes_are_logged_with_what_they_tell_of
    a_tally_is_of_one_device_and_area
    walks_go_on_where_they_stood
    a_word_on_an_old_number_changes_nothing
    services_end_and_devices_are_revoked_once
    what_is_safe_never_falls
    a_chunk_keeps_its_first_bytes_within_the_quota
    joined_families_are_counted_once
    the_two_halves_of_a_move_see_one_another
    a_piece_is_found_by_the_families_that_name_it
    everything_is_read_through_in_order
);

fn serving(area: &str) -> Serving {
    Serving { area: area.into(), period: Period::default() }
}

fn revoked(at: Millis) -> Revocation {
    let by = OfficerId(Uuid::from_u128(3));
    Revocation { at, order: Some(RevokeOrder::Lock), by, reason: "hilang".into() }
}

fn round_plan(files_version: u8) -> RoundPlan {
    let plan = plan(&toy());
    let hash = |rules: u8| format!("{rules:064}");
    RoundPlan {
        round: plan.round,
        form: FormVersion { structure: hash(0), rules: hash(files_version) },
        files: plan.form,
        areas: plan.areas,
        officers: plan
            .officers
            .into_iter()
            .map(|o| {
                let officer = cacah_wire::down::Officer {
                    id: o.id,
                    code: o.code,
                    name: o.name,
                    role: OfficerRole::Ppl,
                };
                (officer, o.areas.iter().map(|area| serving(area)).collect())
            })
            .collect(),
        families: plan.families,
    }
}

fn installed<S: Engine>() -> (TempDir, S) {
    let folder = TempDir::new().unwrap();
    let storage = S::open(folder.path());
    storage.install(&round_plan(1), 1).unwrap();
    (folder, storage)
}

fn home() -> District {
    DISTRICT.parse().unwrap()
}

fn actor() -> Actor {
    Actor { device: DeviceId(Uuid::from_u128(9)), incarnation: 1 }
}

fn device<S: Storage>(storage: &S) -> Device {
    Device {
        id: actor().device,
        wil: home(),
        officer: storage.officer("PPL A").unwrap().unwrap().id,
        token: Hash([3; 32]),
        device_key: PublicKey([1; 32]),
        officer_key: PublicKey([2; 32]),
        enrolled: 5,
        revoked: None,
        order: None,
        seen: None,
    }
}

fn segment(content: u8, held: Option<Code>) -> SegmentRow {
    SegmentRow {
        wil: home(),
        family: family(1),
        hash: Hash([content; 32]),
        batch: BatchId(Uuid::from_u128(u128::from(content))),
        actor: actor(),
        officer: Uuid::from_u128(8).into(),
        round: round(),
        idsubsls: HERE.parse().unwrap(),
        first: 1,
        count: 4,
        last: 4,
        held,
        received: i64::from(content),
        body: vec![content, 0, 255],
    }
}

fn document() -> DocumentRow {
    DocumentRow {
        family: family(1),
        document: DocumentId(Uuid::from_u128(6)),
        source: Some(Source::Visit),
        status: Status::Warning,
        finished: None,
        answered: 2,
        errors: 0,
        warnings: 1,
        undecided: 0,
        form: round_plan(1).form,
        findings: "[]".into(),
        state: vec![1, 2, 3],
        members: vec![MemberRow {
            person: InstanceId(Uuid::from_u128(4)),
            repeat: "anggota".into(),
            position: 1,
        }],
        numbers: vec![NumberRow {
            path: "r114".parse().unwrap(),
            kind: NumberKind::Kk,
            hash: Hash([5; 32]),
        }],
    }
}

fn write(row: FamilyRow) -> FamilyWrite {
    FamilyWrite {
        row,
        documents: vec![document()],
        aliases: Vec::new(),
        chunks: Vec::new(),
        moves: Moves::default(),
        answered: Moves::default(),
        across: None,
        sls: None,
    }
}

fn ingest(number: u64, revision: u64) -> Ingest {
    let content = u8::try_from(number).unwrap();
    let before = FamilyRow::born(family(1), birth(1, HERE));
    let row = FamilyRow { received: 1, status: Some(Status::Warning), revision, ..before };
    Ingest {
        at: 1,
        wil: home(),
        batch: Some(BatchRow {
            batch: BatchId(Uuid::from_u128(u128::from(number))),
            hash: Hash([content; 32]),
            actor: actor(),
            number,
            received: i64::from(content),
            verdicts: [1, 0, 0, 0],
            receipt: vec![content; 9],
            incarnation: vec![7],
        }),
        released: Vec::new(),
        segments: vec![segment(content, None)],
        totals: vec![row.total()],
        families: vec![write(row)],
        word: None,
    }
}

fn batch_of(ingest: &mut Ingest) -> &mut BatchRow {
    ingest.batch.as_mut().unwrap()
}

fn the_first_epoch_stays<S: Engine>() {
    let folder = TempDir::new().unwrap();
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    assert_eq!(S::open(folder.path()).begin(one, 1).unwrap(), one);
    assert_eq!(S::open(folder.path()).begin(two, 2).unwrap(), one);
}

fn a_round_installed_twice_is_one_round<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let (totals, families) = (storage.totals().unwrap(), storage.prelist(round(), "").unwrap());
    storage.install(&round_plan(1), 2).unwrap();
    assert_eq!(storage.totals().unwrap(), totals);
    assert_eq!(storage.prelist(round(), "").unwrap(), families);
    assert_eq!(storage.round(round()).unwrap().unwrap(), round_plan(1).round);
    assert_eq!(totals, storage.recount().unwrap());
    assert_eq!((totals.len(), totals[0].prelist, totals[1].prelist), (2, 2, 1));
}

fn a_form_version_keeps_its_number_and_a_new_one_gets_the_next<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    storage.install(&round_plan(2), 2).unwrap();
    storage.install(&round_plan(1), 3).unwrap();
    assert_eq!(storage.forms(round()).unwrap(), [form_row(1, 1), form_row(2, 2)]);
    assert!(storage.form_files(round(), 2).unwrap().is_some());
    assert_eq!(storage.form_files(round(), 3).unwrap(), None);
}

fn form_row(number: u32, published: u32) -> FormRow {
    let version = round_plan(u8::try_from(number).unwrap()).form;
    FormRow { number, version, published }
}

fn what_was_handed_out_last_is_in_force_also_a_former_version<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let publish = |version: u8, now| {
        let plan = round_plan(version);
        storage.publish(round(), &plan.form, &plan.files, now).unwrap()
    };
    assert_eq!((publish(2, 5), publish(2, 6)), (2, 2));
    assert_eq!(storage.forms(round()).unwrap(), [form_row(1, 1), form_row(2, 2)]);
    assert_eq!(publish(1, 7), 1);
    assert_eq!(storage.forms(round()).unwrap(), [form_row(2, 2), form_row(1, 3)]);
    let past = |seq, version, at| Publication { seq, version, at };
    assert_eq!(
        storage.publications(round()).unwrap(),
        [past(1, 1, 1), past(2, 2, 5), past(3, 1, 7)]
    );
    // The plan that made the round does not take back what was published since.
    publish(2, 8);
    storage.install(&round_plan(1), 9).unwrap();
    assert_eq!(storage.forms(round()).unwrap().last(), Some(&form_row(2, 4)));
    assert_eq!(storage.rounds().unwrap(), [round_plan(1).round]);
}

fn assignments_end_and_begin_again<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let officer = storage.officer("PPL A").unwrap().unwrap();
    assert_eq!(storage.officer_by_id(officer.id).unwrap(), Some(officer.clone()));
    let mut moved = round_plan(1);
    moved.officers[0].1 = vec![serving("8271")];
    storage.install(&moved, 7).unwrap();
    let areas = || -> Vec<(String, Option<i64>)> {
        let assignments = storage.assignments(officer.id).unwrap();
        assignments.into_iter().map(|assignment| (assignment.area, assignment.ended)).collect()
    };
    assert_eq!(areas(), [("8271".into(), None), (HERE.into(), Some(7))]);
    storage.install(&round_plan(1), 8).unwrap();
    assert_eq!(areas(), [("8271".into(), Some(8)), (HERE.into(), None)]);
}

fn a_ticket_is_spent_once<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let device = device(&storage);
    let code = Hash([1; 32]);
    let ticket = TicketRow { code, officer: device.officer, until: 10, device: None };
    storage.put_ticket(&ticket).unwrap();
    assert_eq!(storage.ticket(code).unwrap(), Some(ticket.clone()));
    storage.enrol(code, &device).unwrap();
    let other =
        Device { id: DeviceId(Uuid::from_u128(10)), token: Hash([4; 32]), ..device.clone() };
    assert!(matches!(storage.enrol(code, &other), Err(StorageError::Conflict)));
    assert_eq!(storage.device(other.id).unwrap(), None);
    assert_eq!(storage.device_by_token(device.token).unwrap(), Some(device.clone()));
    assert_eq!(storage.device_by_token(other.token).unwrap(), None);
    let spent = TicketRow { device: Some(device.id), ..ticket };
    assert_eq!(storage.ticket(code).unwrap(), Some(spent));
}

fn a_family_written_on_an_old_revision_changes_nothing<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    storage.ingest(&ingest(1, 1)).unwrap();
    let known = storage.known(&home(), family(1)).unwrap();
    assert!(matches!(storage.ingest(&ingest(2, 1)), Err(StorageError::Conflict)));
    assert_eq!(storage.known(&home(), family(1)).unwrap(), known);
    assert_eq!(storage.last_number(&home(), actor()).unwrap(), 1);
    storage.ingest(&ingest(2, 2)).unwrap();
    assert_eq!(storage.known(&home(), family(1)).unwrap().segments.len(), 2);
}

fn receipt_numbers_and_batches_are_unique<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    storage.ingest(&ingest(1, 1)).unwrap();
    let mut same_number = ingest(2, 2);
    batch_of(&mut same_number).number = 1;
    assert!(matches!(storage.ingest(&same_number), Err(StorageError::Conflict)));
    let mut same_batch = ingest(2, 2);
    batch_of(&mut same_batch).batch = batch_of(&mut ingest(1, 1)).batch;
    assert!(matches!(storage.ingest(&same_batch), Err(StorageError::Conflict)));
    // Another incarnation counts for itself.
    let mut other = ingest(2, 2);
    let batch = batch_of(&mut other);
    (batch.number, batch.actor.incarnation) = (1, 2);
    storage.ingest(&other).unwrap();
    let device = device(&storage);
    assert_eq!(storage.incarnation(&device).unwrap(), Some(2));
}

fn a_segment_is_kept_once<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    storage.ingest(&ingest(1, 1)).unwrap();
    let mut again = ingest(2, 2);
    again.segments = vec![segment(1, None)];
    assert!(matches!(storage.ingest(&again), Err(StorageError::Conflict)));
    assert_eq!(storage.known(&home(), family(1)).unwrap().segments, [segment(1, None)]);
}

fn a_held_segment_is_released_once<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let mut held = ingest(1, 1);
    held.segments = vec![segment(1, Some(Code::UnknownForm))];
    storage.ingest(&held).unwrap();
    let mut release = ingest(2, 2);
    (release.batch, release.segments) = (None, Vec::new());
    release.released = vec![(home(), family(1), Hash([1; 32]))];
    storage.ingest(&release).unwrap();
    assert!(storage.held().unwrap().is_empty());
    assert_eq!(storage.known(&home(), family(1)).unwrap().segments, [segment(1, None)]);
    release.families[0].row.revision = 3;
    assert!(matches!(storage.ingest(&release), Err(StorageError::Conflict)));
}

fn what_was_ingested_is_read_back_after_opening_again<S: Engine>() {
    let (folder, storage) = installed::<S>();
    let device = device(&storage);
    let code = Hash([1; 32]);
    let ticket = TicketRow { code, officer: device.officer, until: 10, device: None };
    storage.put_ticket(&ticket).unwrap();
    storage.enrol(code, &device).unwrap();
    let mut batch = ingest(1, 1);
    batch.segments.push(segment(9, Some(Code::Fork)));
    storage.ingest(&batch).unwrap();
    drop(storage);
    let storage = S::open(folder.path());
    let known = storage.known(&home(), family(1)).unwrap();
    assert_eq!(known.row.as_ref(), Some(&batch.families[0].row));
    assert_eq!(known.segments, batch.segments);
    assert_eq!(storage.documents(&home(), family(1)).unwrap(), [document()]);
    assert_eq!(storage.numbered(&home(), NumberKind::Kk, Hash([5; 32])).unwrap(), [family(1)]);
    assert_eq!(storage.held().unwrap(), [segment(9, Some(Code::Fork))]);
    let row = batch_of(&mut batch);
    let stored = storage.receipt(&device, row.batch).unwrap().unwrap();
    assert_eq!((stored.hash, &stored.bytes), (row.hash, &row.receipt));
    assert_eq!(storage.receipts(&home(), actor(), 0, 10).unwrap(), [stored.bytes]);
    assert!(storage.receipts(&home(), actor(), 1, 10).unwrap().is_empty());
    let filed = storage.batches(10).unwrap();
    assert_eq!((filed[0].number, filed[0].officer.as_str()), (1, "PPL A"));
    let missing = storage.known(&"8271010".parse().unwrap(), family(1)).unwrap();
    assert_eq!((missing.row, missing.segments.len()), (None, 0));
}

fn prefixes_select_areas_and_prelist<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    for (prefix, areas, families) in [("8271", 2, 3), (HERE, 1, 2), ("8271010", 0, 0), ("", 2, 3)] {
        assert_eq!(storage.areas(round(), prefix).unwrap().len(), areas, "{prefix}");
        assert_eq!(storage.prelist(round(), prefix).unwrap().len(), families, "{prefix}");
    }
}

fn reader(officer: u128, device: u128, incarnation: u32) -> Reader {
    let device = DeviceId(Uuid::from_u128(device));
    Reader { officer: Uuid::from_u128(officer).into(), device, incarnation, view: View::Own }
}

fn changes_are_logged_with_what_they_tell_of<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let listed = storage.newest_change(&home()).unwrap();
    let all = storage.changes(&home(), 0, reader(1, 1, 1), 100).unwrap();
    assert_eq!((all.len() as u64, all.last().unwrap().seq), (listed, listed));
    assert!(all.contains(&ChangeRow { seq: listed, what: Changed::Family(family(3)) }));
    storage.install(&round_plan(1), 2).unwrap();
    assert_eq!(storage.newest_change(&home()).unwrap(), listed, "nothing was new");
    let mut batch = ingest(1, 1);
    batch.segments.push(segment(9, Some(Code::Fork)));
    storage.ingest(&batch).unwrap();
    let seen = |reader| storage.changes(&home(), listed, reader, 100).unwrap();
    let hash = |content: u8| Changed::Segment(family(1), Hash([content; 32]));
    assert!(seen(reader(8, 9, 1)).is_empty(), "the writer has it");
    assert!(seen(reader(7, 7, 1)).is_empty(), "another officer");
    let told = [ChangeRow { seq: listed + 1, what: hash(1) }];
    assert_eq!(seen(reader(8, 9, 2)), told, "a later incarnation");
    assert_eq!(seen(reader(8, 10, 1)), told, "another laptop");
    let mut release = ingest(2, 2);
    (release.batch, release.segments) = (None, Vec::new());
    release.released = vec![(home(), family(1), Hash([9; 32]))];
    storage.ingest(&release).unwrap();
    assert_eq!(seen(reader(8, 10, 1))[1].what, hash(9));
    assert_eq!(storage.changes(&home(), listed, reader(8, 10, 1), 1).unwrap(), told);
    assert_eq!(storage.newest_change(&"8271010".parse().unwrap()).unwrap(), 0);
}

fn a_tally_is_of_one_device_and_area<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let mut batch = ingest(1, 1);
    batch.segments.push(segment(9, Some(Code::Fork)));
    let other = Actor { device: DeviceId(Uuid::from_u128(10)), incarnation: 1 };
    batch.segments.push(SegmentRow { actor: other, ..segment(8, None) });
    storage.ingest(&batch).unwrap();
    let rows = storage.tally(actor().device).unwrap();
    let mut hashes: Vec<_> = rows.iter().map(|row| row.hash).collect();
    hashes.sort_unstable();
    assert_eq!(hashes, [Hash([1; 32]), Hash([9; 32])]);
    assert_eq!((rows[0].count, rows[0].last, rows[0].incarnation), (4, 4, 1));
    let here = HERE.parse().unwrap();
    assert_eq!(storage.tally_of(actor().device, &here, 10).unwrap().len(), 2);
    assert_eq!(storage.tally_of(actor().device, &here, 1).unwrap().len(), 1);
    let there = crate::office::THERE.parse().unwrap();
    assert!(storage.tally_of(actor().device, &there, 10).unwrap().is_empty());
}

fn walks_go_on_where_they_stood<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let walk = |prefix: &str, after: Option<&Place>, limit| -> Vec<Place> {
        let rows = storage.walk(&home(), round(), prefix, after, limit).unwrap();
        rows.into_iter().map(|row| (row.birth.idsubsls, row.family)).collect()
    };
    let all = walk("82", None, 10);
    assert_eq!(all.iter().map(|(_, id)| *id).collect::<Vec<_>>(), [1, 2, 3].map(family));
    assert_eq!(walk("82", None, 2), all[..2]);
    assert_eq!(walk("82", Some(&all[0]), 10), all[1..]);
    assert_eq!(walk(HERE, Some(&all[0]), 10), all[1..2]);
    assert_eq!(walk("82", Some(&all[2]), 10), []);
    assert_eq!(storage.districts(round(), "82").unwrap(), [home()]);
    assert_eq!(storage.districts(round(), "99").unwrap(), []);
}

fn a_word_on_an_old_number_changes_nothing<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let desk = DeviceId(Uuid::from_u128(50));
    let said = |content: u8, revision| {
        let mut said = ingest(u64::from(content), revision);
        let actor = Actor { device: desk, incarnation: 1 };
        said.batch = None;
        said.segments = vec![SegmentRow { actor, ..segment(content, None) }];
        let officer = Uuid::from_u128(8).into();
        said.word = Some(Word {
            desk,
            after: 0,
            at: 9,
            officer,
            action: "decide",
            family: Uuid::from_u128(9).into(),
            reason: "x".into(),
        });
        said
    };
    storage.ingest(&said(1, 1)).unwrap();
    assert_eq!(storage.desks().unwrap(), [desk]);
    assert_eq!(storage.last_entry(desk).unwrap(), 4);
    assert!(matches!(storage.ingest(&said(2, 2)), Err(StorageError::Conflict)));
    assert_eq!(storage.known(&home(), family(1)).unwrap().segments.len(), 1);
    assert_eq!(storage.homes(family(1)).unwrap(), [home()]);
    assert_eq!(storage.homes(Uuid::nil().into()).unwrap(), []);
}

fn services_end_and_devices_are_revoked_once<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let device = device(&storage);
    let end = |area| storage.end_service(device.officer, round(), area, 7).unwrap();
    assert_eq!([end(HERE), end(HERE), end("82")], [true, false, false]);
    assert_eq!(storage.assignments(device.officer).unwrap()[0].ended, Some(7));
    assert!(!storage.revoke(device.id, &revoked(8)).unwrap());
    let code = Hash([1; 32]);
    let ticket = TicketRow { code, officer: device.officer, until: 10, device: None };
    storage.put_ticket(&ticket).unwrap();
    storage.enrol(code, &device).unwrap();
    assert!(
        storage.revoke(device.id, &revoked(8)).unwrap()
            && storage.revoke(device.id, &revoked(9)).unwrap()
    );
    let known = storage.device(device.id).unwrap().unwrap();
    assert_eq!((known.revoked, known.order), (Some(8), Some(RevokeOrder::Lock)));
    assert!(storage.end_person(device.officer, 5).unwrap());
    assert!(!storage.end_person(device.officer, 6).unwrap());
    assert_eq!(storage.assignments(device.officer).unwrap()[0].ended, Some(5), "the earlier end");
    assert_eq!(storage.extent().unwrap().as_deref(), Some("8271021003000"));
}

fn what_is_safe_never_falls<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let through = || storage.safe_through(&home(), actor()).unwrap();
    let put = |through| storage.put_safe(&[SafeRow { wil: home(), actor: actor(), through }]);
    assert_eq!(through(), 0);
    put(5).unwrap();
    put(3).unwrap();
    assert_eq!(through(), 5);
    let next = Actor { incarnation: 2, ..actor() };
    assert_eq!(storage.safe_through(&home(), next).unwrap(), 0);
}

fn a_chunk_keeps_its_first_bytes_within_the_quota<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let chunk = |name: u8, body: &[u8]| ChunkRow {
        wil: home(),
        name: Hash([name; 32]),
        device: actor().device,
        hash: Hash::of(body),
        received: 1,
        body: body.to_vec(),
    };
    let put = |name, body: &[u8]| storage.put_chunk(&chunk(name, body), 10).unwrap();
    assert_eq!(put(1, b"sealed"), Some(Hash::of(b"sealed")));
    assert_eq!(put(1, b"other"), Some(Hash::of(b"sealed")));
    assert_eq!(put(2, b"12345"), None);
    assert_eq!(put(2, b"1234"), Some(Hash::of(b"1234")));
    let names = [1, 3, 2, 4].map(|name| Hash([name; 32]));
    assert_eq!(storage.missing_chunks(&home(), &names).unwrap(), [names[1], names[3]]);
}

fn the_two_halves_of_a_move_see_one_another<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let person = InstanceId(Uuid::from_u128(8));
    let one = |end| Moves { gave: [(person, end)].into(), ..Moves::default() };
    let other = |end| Moves { took: [(person, end)].into(), ..Moves::default() };
    let half = |n: u16, moves: &Moves, answered: &Moves| {
        let mut ingest = ingest(n.into(), 1);
        let row = FamilyRow { revision: 1, ..FamilyRow::born(family(n), birth(n, HERE)) };
        ingest.segments.clear();
        ingest.totals.clear();
        let (moves, answered) = (moves.clone(), answered.clone());
        let documents = Vec::new();
        ingest.families = vec![FamilyWrite { documents, moves, answered, ..write(row) }];
        ingest
    };
    let none = Moves::default();
    let giving = one(family(2));
    storage.ingest(&half(1, &giving, &none)).unwrap();
    let home: District = DISTRICT.parse().unwrap();
    let known = storage.known(&home, family(2)).unwrap();
    assert_eq!((known.moves, &known.elsewhere[&home]), (none.clone(), &one(family(1))));
    // Judged before the other half came.
    let late = storage.ingest(&half(2, &other(family(1)), &none));
    assert!(matches!(late, Err(StorageError::Conflict)));
    assert!(storage.known(&home, family(1)).unwrap().elsewhere.is_empty());
    storage.ingest(&half(2, &other(family(1)), &one(family(1)))).unwrap();
    let known = storage.known(&home, family(1)).unwrap();
    assert_eq!((known.moves, &known.elsewhere[&home]), (giving, &other(family(2))));
}

fn a_piece_is_found_by_the_families_that_name_it<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let (name, hash) = (Hash([1; 32]), Hash([2; 32]));
    let home: District = DISTRICT.parse().unwrap();
    assert!(storage.filed(name).unwrap().is_empty());
    let mut ingest = ingest(1, 1);
    ingest.families[0].chunks = vec![name, name];
    storage.ingest(&ingest).unwrap();
    assert_eq!(storage.filed(name).unwrap(), [(home.clone(), family(1))]);
    let (device, body) = (DeviceId(Uuid::from_u128(3)), vec![7]);
    let chunk = ChunkRow { wil: home, name, device, hash, received: 1, body };
    storage.put_chunk(&chunk, 10).unwrap();
    assert_eq!(storage.chunk(name, hash).unwrap(), Some(vec![7]));
    assert_eq!(storage.chunk(name, Hash([3; 32])).unwrap(), None);
}

fn joined_families_are_counted_once<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    let mut joined = ingest(1, 1);
    let before = FamilyRow::born(family(1), birth(1, HERE));
    joined.totals.push(before.total().negative());
    joined.families[0].aliases = vec![family(2), family(9)];
    storage.ingest(&joined).unwrap();
    let totals = || {
        assert_eq!(storage.totals().unwrap(), storage.recount().unwrap());
        storage.totals().unwrap().into_iter().map(|total| total.prelist).collect::<Vec<_>>()
    };
    assert_eq!(totals(), [1, 1]);
    let counted =
        |number| storage.known(&home(), family(number)).unwrap().row.map(|row| row.counted);
    assert_eq!([counted(1), counted(2), counted(3)], [Some(true), Some(false), Some(true)]);
}

fn everything_is_read_through_in_order<S: Engine>() {
    let (_folder, storage) = installed::<S>();
    for number in 1..=3 {
        storage.ingest(&ingest(number, number)).unwrap();
    }
    let receipts = storage.receipts_behind(None, 2).unwrap();
    assert_eq!(receipts.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2]);
    let rest = storage.receipts_behind(Some((actor(), 2)), 2).unwrap();
    assert_eq!((rest.len(), rest[0].number, rest[0].actor), (1, 3, actor()));
    assert_eq!(storage.spans().unwrap().len(), 3);
    assert_eq!(storage.everyone().unwrap().len(), 3);
}
