//! Papers of storage. Numbers stand on them, no name of a person.

use cacah_family::paper::Paper;
use cacah_family::round::RoundKind;
use cacah_family::trail::{Act, Deed};
use cacah_keying::custody::{BundleState, Giving, Holder};
use cacah_keying::label::{BoxNumber, Label};
use cacah_print::{
    BalanceLine, BalanceSheet, BoxLabel, GapLine, HandOverLine, HandOverList, Office, ShelfLine,
    balance_sheet, box_labels, hand_over_list, shelf_list,
};
use cacah_store::AreaRecord;
use cacah_wire::command::{
    BalanceArgs, BalanceGap, BalanceRow, BundleDocument, BundlePaper, BundleStage, PrintBundles,
    Written,
};
use cacah_wire::error::Code;
use chrono::DateTime;

use super::books::Books;
use super::view::short;
use super::{balance, document, of_the_office, view};
use crate::error::DeskError;
use crate::outside::{self, shown};
use crate::session::Session;

/// Minutes east of UTC of the middle one of Indonesia's three zones.
const MIDDLE_ZONE: i32 = 480;

/// Writes the paper as a PDF into a folder.
pub(crate) fn print(session: &mut Session, args: &PrintBundles) -> Result<Written, DeskError> {
    of_the_office(&session.store)?;
    let folder = outside::folder(&args.folder)?;
    let books = Books::read(&session.store)?;
    let office = office(session, args.offset_minutes.unwrap_or(MIDDLE_ZONE))?;
    let areas = chosen(&books, &args.bundles)?;
    let (name, kind, pdf) = match args.paper {
        BundlePaper::Labels => {
            ("label-boks".to_owned(), "labels", labels(&office, &books, &areas)?)
        }
        BundlePaper::HandOver => {
            let [area] = areas.as_slice() else {
                return Err(DeskError::At(Code::BadRequest, "bundles".to_owned()));
            };
            let pdf = hand_over(session, &office, &books, area)?;
            (format!("serah-terima-bundel-{}", area.idsubsls), "hand_over", pdf)
        }
        BundlePaper::Balance => {
            let whole = args.bundles.is_empty();
            ("neraca".to_owned(), "balance", balances(session, &office, &areas, whole)?)
        }
        BundlePaper::Shelf => ("daftar-rak".to_owned(), "shelf", shelf(&office, &books, &areas)?),
    };
    session.note(Deed::new(Act::Printed).kind(kind))?;
    let path = outside::save(&folder, &name, "pdf", &pdf)?;
    Ok(Written { path: shown(&path), bytes: pdf.len() as u64 })
}

/// What every paper of this office says of itself.
pub(crate) fn office(session: &Session, offset_minutes: i32) -> Result<Office, DeskError> {
    let round = session.store.round()?.ok_or(Code::NotFound)?;
    let areas = session.store.areas()?;
    let regency = areas.first().map_or("", |area| super::books::regency(&area.idsubsls));
    Ok(Office {
        office: format!("BPS {regency}"),
        practice: round.kind == RoundKind::Practice,
        round: round.name,
        by: session.store.enrolment().officer_code.clone(),
        printed: session.host.now(),
        offset_minutes,
    })
}

/// The bundles that were asked for, or all.
fn chosen<'a>(books: &'a Books, named: &[String]) -> Result<Vec<&'a AreaRecord>, DeskError> {
    if named.is_empty() {
        return Ok(books.areas.iter().collect());
    }
    named.iter().map(|name| books.area(&books.named(name)?)).collect()
}

fn labels(office: &Office, books: &Books, areas: &[&AreaRecord]) -> Result<Vec<u8>, DeskError> {
    let label = |area: &&AreaRecord| {
        let bundle = books.bundle(&area.idsubsls)?;
        let number = bundle.number.parse::<BoxNumber>().ok();
        Ok(BoxLabel {
            number: bundle.number.clone(),
            box_code: number.map(|number| Label::Box(number).to_string()).unwrap_or_default(),
            bundle_code: Label::Bundle(area.idsubsls.clone()).to_string(),
            idsubsls: area.idsubsls.to_string(),
            sls_name: area.name.clone(),
            village: area.village.clone(),
            district: area.district.clone(),
            sets: sets(bundle),
            place: bundle.place.clone(),
        })
    };
    let labels = areas.iter().map(label).collect::<Result<Vec<_>, DeskError>>()?;
    Ok(box_labels(office, &labels)?)
}

const KINDS: [Paper; 4] = [Paper::K, Paper::Xk, Paper::Vk, Paper::Psls];

fn sets(bundle: &BundleState) -> String {
    let counted = |kind: &Paper| {
        let counted = bundle.counted(*kind);
        (counted > 0).then(|| format!("{} {counted}", short(*kind)))
    };
    KINDS.iter().filter_map(counted).collect::<Vec<_>>().join(" · ")
}

fn hand_over(
    session: &Session,
    office: &Office,
    books: &Books,
    area: &AreaRecord,
) -> Result<Vec<u8>, DeskError> {
    let bundle = books.bundle(&area.idsubsls)?;
    // The hand-over that waits, else the last one there was.
    let giving = bundle.underway().or(bundle.givings.iter().rfind(|one| one.documents.is_empty()));
    let side =
        |of: fn(&Giving) -> &Holder| giving.map_or("", |giving| of(giving).code()).to_owned();
    let holder = |side: String| match (giving, side.is_empty()) {
        (Some(_), true) => "Gudang".to_owned(),
        _ => side,
    };
    let of_kind = |kind: &Paper| {
        let name = format!("REGSOSEK22-{}", short(*kind));
        (name, bundle.listed(*kind), bundle.counted(*kind))
    };
    let documents = document::of(&session.store, books, &area.idsubsls)?;
    Ok(hand_over_list(
        office,
        &HandOverList {
            idsubsls: area.idsubsls.to_string(),
            sls_name: area.name.clone(),
            village: area.village.clone(),
            district: area.district.clone(),
            number: bundle.number.clone(),
            place: bundle.place.clone(),
            from: holder(side(|giving| &giving.from)),
            to: holder(side(|giving| &giving.to)),
            letter: giving.map(|giving| giving.letter.clone()).unwrap_or_default(),
            sets: KINDS.iter().map(of_kind).collect(),
            documents: documents.iter().map(handed).collect(),
        },
    )?)
}

fn handed(document: &BundleDocument) -> HandOverLine {
    let away = document.away.as_ref();
    HandOverLine {
        building: document.building,
        number: document.number,
        stage: stage(&document.stage).to_owned(),
        away: away.map_or("", |code| if code.is_empty() { "Gudang" } else { code }).to_owned(),
    }
}

fn stage(stage: &str) -> &'static str {
    match stage {
        "begun" => "Sedang dientri",
        "parked" => "Diparkir",
        "keyed" => "Dientri",
        "verifying" => "Sedang diverifikasi",
        "disputed" => "Menunggu keputusan",
        "verified" => "Diverifikasi",
        _ => "Belum dientri",
    }
}

fn balances(
    session: &mut Session,
    office: &Office,
    areas: &[&AreaRecord],
    whole: bool,
) -> Result<Vec<u8>, DeskError> {
    let view = balance::view(session, &BalanceArgs::default())?;
    let name = |sls: &str| {
        let area = areas.iter().find(|area| area.idsubsls.as_str() == sls)?;
        Some(format!("{} {sls}", area.name))
    };
    let line = |row: &BalanceRow, sls: String| BalanceLine {
        sls,
        counts: [
            row.prelist,
            row.listed,
            row.received,
            row.special,
            row.keyed,
            row.verified,
            row.clean,
            row.sent,
            row.receipted,
        ],
    };
    let rows: Vec<BalanceLine> =
        view.rows.iter().filter_map(|row| Some(line(row, name(&row.idsubsls)?))).collect();
    let mut total = BalanceLine { sls: "Jumlah".to_owned(), ..BalanceLine::default() };
    for row in &rows {
        total.counts.iter_mut().zip(row.counts).for_each(|(sum, count)| *sum += count);
    }
    let gap = |gap: &BalanceGap| {
        let (what, nobody) = owed(&gap.column);
        let since = gap.since.as_deref().and_then(|at| DateTime::parse_from_rfc3339(at).ok());
        Some(GapLine {
            sls: name(&gap.idsubsls)?,
            what: what.to_owned(),
            count: gap.count,
            owner: if gap.owner.is_empty() { nobody } else { &gap.owner }.to_owned(),
            since: since.map(|at| at.timestamp_millis()),
        })
    };
    let heard = |last: &String| Some(DateTime::parse_from_rfc3339(last).ok()?.timestamp_millis());
    let silent = view.silent.iter().filter(|_| whole);
    let silent = silent.map(|one| (one.name.clone(), one.last.as_ref().and_then(heard)));
    let gaps = view.gaps.iter().filter_map(gap).collect();
    Ok(balance_sheet(office, &BalanceSheet { rows, total, gaps, silent: silent.collect() })?)
}

/// A column in words, and whose the gap is when nobody is named.
fn owed(column: &str) -> (&'static str, &'static str) {
    match column {
        "listed" => ("Rekap VK belum dientri", "Lapangan"),
        "received" => ("Belum diterima", "Lapangan"),
        "keyed" => ("Belum dientri", "Gudang"),
        "verified" => ("Belum diverifikasi", "Pengawas"),
        "clean" => ("Masih galat", "Pengawas"),
        "sent" => ("Belum dikirim", "Entri"),
        _ => ("Belum ada bukti", "Pusat"),
    }
}

fn shelf(office: &Office, books: &Books, areas: &[&AreaRecord]) -> Result<Vec<u8>, DeskError> {
    let mut lines = Vec::new();
    for area in areas {
        let bundle = books.bundle(&area.idsubsls)?;
        if bundle.receipts.is_empty() {
            continue;
        }
        let out = match view::shown(bundle.stage()) {
            BundleStage::Out => bundle.holder.code().to_owned(),
            BundleStage::Underway => "dalam serah terima".to_owned(),
            BundleStage::Differs => "ada selisih".to_owned(),
            _ => String::new(),
        };
        lines.push(ShelfLine {
            place: bundle.place.clone(),
            number: bundle.number.clone(),
            idsubsls: area.idsubsls.to_string(),
            sls_name: area.name.clone(),
            out,
        });
    }
    lines.sort_by(|a, b| (&a.place, &a.number).cmp(&(&b.place, &b.number)));
    Ok(shelf_list(office, &lines)?)
}
