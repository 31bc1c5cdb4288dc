//! Papers of one SLS: the hand-over of the officer's work, and the recap with the list.

use cacah_family::entry::Recap;
use cacah_family::round::RoundKind;
use cacah_family::trail::{Act, Deed, Subject};
use cacah_print::{
    ListLine, Missing, RecapCounts, RecapSheet, WorkCounts, WorkReceipt, recap_sheet, work_receipt,
};
use cacah_store::AreaRecord;
use cacah_wire::command::{Gap, GapReason, Presence, PrintSls, SlsPaper, SlsRow, Status, Written};
use cacah_wire::error::Code;

use crate::error::DeskError;
use crate::families::Line;
use crate::outside::{self, shown};
use crate::paper::receipt;
use crate::session::Session;
use crate::team;
use crate::{home, recap};

/// Writes a paper as `serah-terima-<idsubsls>.pdf` or `rekap-vk-<idsubsls>.pdf`.
pub(crate) fn print(session: &mut Session, args: &PrintSls) -> Result<Written, DeskError> {
    let folder = outside::folder(&args.folder)?;
    let area = session.area(&args.idsubsls)?;
    let sls = area.idsubsls.clone();
    let lines = home::all(&session.store, Some(&sls))?;
    let lines: Vec<&Line> = lines.iter().collect();
    let (name, kind, pdf) = match args.paper {
        SlsPaper::Work => {
            let work = work(session, area, &lines, args.offset_minutes)?;
            ("serah-terima", "work", work_receipt(&work)?)
        }
        SlsPaper::Recap => {
            let sheet = list(session, area, &lines, args.offset_minutes)?;
            ("rekap-vk", "recap", recap_sheet(&sheet)?)
        }
    };
    session.note(Deed::new(Act::Printed).kind(kind).on(Subject::Area(sls.to_string())))?;
    let path = outside::save(&folder, &format!("{name}-{sls}"), "pdf", &pdf)?;
    Ok(Written { path: shown(&path), bytes: pdf.len() as u64 })
}

fn work(
    session: &Session,
    area: AreaRecord,
    lines: &[&Line],
    offset_minutes: i32,
) -> Result<WorkReceipt, DeskError> {
    // It is for pay: a supervisor's laptop holds what others did.
    if team::supervises(&session.store)? {
        return Err(Code::NotAllowed.into());
    }
    let proven = receipt(session, &area.idsubsls, offset_minutes)?;
    let nonresponse = recap::count(lines).0.nonresponse;
    let record = session.store.history(home::record_of(&session.store, &area.idsubsls)?)?.state();
    let row = home::row(area, lines, &record, Vec::new());
    Ok(WorkReceipt {
        office: proven.office,
        round: proven.round,
        practice: proven.practice,
        idsubsls: proven.idsubsls,
        sls_name: proven.sls_name,
        village: proven.village,
        district: proven.district,
        officer: officer(session),
        device: proven.device,
        period: period(session, lines)?,
        printed: session.host.now(),
        counts: counts(&row, lines, nonresponse),
        missing: row.gaps.iter().map(missing).collect(),
        rows: proven.rows,
        proof: proven.proof,
        offset_minutes,
    })
}

fn officer(session: &Session) -> String {
    let enrolment = session.store.enrolment();
    format!("{} · {}", enrolment.officer_code, enrolment.officer_name)
}

fn counts(row: &SlsRow, lines: &[&Line], nonresponse: u32) -> WorkCounts {
    let finished = |status: Status| {
        lines.iter().filter(|line| line.record.finished && line.row.status == status).count() as u64
    };
    WorkCounts {
        prelist: row.prelist.into(),
        verified: row.verified.into(),
        new: row.found.into(),
        finished: row.finished.into(),
        clean: finished(Status::Clean),
        warning: finished(Status::Warning),
        error: finished(Status::Error),
        nonresponse: nonresponse.into(),
        receipted: row.receipted.into(),
    }
}

fn missing(gap: &Gap) -> Missing {
    let reason = match gap.reason {
        GapReason::NotListed => "Belum diverifikasi",
        GapReason::NotVisited => "Belum dikunjungi",
        GapReason::NotHome => "Tidak ada di rumah atau minta didatangi lagi",
        GapReason::Refused => "Menolak, belum diserahkan",
        GapReason::HandedOver => "Diserahkan kepada pengawas",
        GapReason::Unfinished => "Sudah mulai, belum selesai",
        GapReason::Error => "Selesai dengan galat",
        GapReason::Warning => "Selesai dengan peringatan",
        GapReason::Returned => "Dikembalikan pengawas",
        GapReason::Undecided => "Jawaban berbeda belum diputuskan",
        GapReason::NotReceipted => "Selesai, belum diterima pusat",
        GapReason::Sample => "Sampel, belum dikunjungi ulang",
    };
    Missing { reason: reason.to_owned(), families: gap.families.into() }
}

/// First and last entry of this officer in these families, by the laptop's clock.
fn period(session: &Session, lines: &[&Line]) -> Result<Option<(i64, i64)>, DeskError> {
    let officer = session.store.enrolment().officer;
    let mut period: Option<(i64, i64)> = None;
    for line in lines {
        let history = session.store.history(line.record.family)?;
        for at in history.entries().filter(|e| e.officer == officer).map(|e| e.at.wall) {
            let (from, to) = period.unwrap_or((at, at));
            period = Some((from.min(at), to.max(at)));
        }
    }
    Ok(period)
}

fn list(
    session: &Session,
    area: AreaRecord,
    lines: &[&Line],
    offset_minutes: i32,
) -> Result<RecapSheet, DeskError> {
    let round = session.store.round()?.ok_or(Code::NotFound)?;
    let written =
        session.store.history(home::record_of(&session.store, &area.idsubsls)?)?.state().recap;
    Ok(RecapSheet {
        office: format!("BPS {}", area.idsubsls.as_str().get(..4).unwrap_or_default()),
        practice: round.kind == RoundKind::Practice,
        round: round.name,
        idsubsls: area.idsubsls.to_string(),
        sls_name: area.name,
        village: area.village,
        district: area.district,
        officer: officer(session),
        printed: session.host.now(),
        counted: printed(recap::count(lines).0),
        written: written.map(printed),
        rows: lines.iter().map(|line| listed(line)).collect(),
        offset_minutes,
    })
}

fn printed(recap: Recap) -> RecapCounts {
    let Recap { verified, very_poor, poor, not_poor, nonresponse } = recap;
    RecapCounts { verified, very_poor, poor, not_poor, nonresponse }
}

fn listed(line: &Line) -> ListLine {
    let row = &line.row;
    let presence = match row.field.presence {
        Some(Presence::Found) => "Ditemukan",
        Some(Presence::New) => "Keluarga baru",
        Some(Presence::Moved) => "Pindah",
        Some(Presence::DiedOut) => "Meninggal/tidak ditemukan",
        Some(Presence::Doubled) => "Ganda",
        None => "Belum diverifikasi",
    };
    let welfare = match row.field.welfare {
        Some(1) => "Sangat miskin",
        Some(2) => "Miskin",
        Some(3) => "Tidak miskin",
        _ => "–",
    };
    ListLine {
        building: row.building,
        number: row.number,
        head: row.head.clone(),
        address: row.address.clone(),
        presence: presence.to_owned(),
        welfare: welfare.to_owned(),
        members: row.members.or(line.record.door.members.map(u16::from)),
    }
}
