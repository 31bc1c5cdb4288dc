//! Boxes and the balance as spreadsheets. They ask for no answer and no name of a person.

use cacah_family::paper::Paper;
use cacah_family::trail::{Act, Deed};
use cacah_wire::command::{BalanceArgs, BundleStage, ExportBundles, ExportWhat, Written};

use super::books::Books;
use super::view::Eyes;
use super::{balance, supervisors_only, view};
use crate::error::DeskError;
use crate::outside::{self, shown};
use crate::session::Session;
use crate::sheet::{Cell, Table};
use crate::{work, worklist};

/// As an import knows them, and what it passes over.
pub(super) const BUNDLES: &[&str] = &[
    "idsubsls",
    "nama_sls",
    "no_box",
    "rak",
    "k_daftar",
    "k_hitung",
    "xk_daftar",
    "xk_hitung",
    "vk",
    "psls",
    "dari",
    "surat",
    "catatan",
    "tahap",
    "pemegang",
    "di_luar",
    "terakhir",
];

const BALANCE: &[&str] = &[
    "idsubsls",
    "nama_sls",
    "prelist",
    "listing",
    "k_hitung",
    "xk_hitung",
    "dientri",
    "diverifikasi",
    "bersih",
    "dikirim",
    "berbukti",
    "selisih",
];

/// Writes `boks-…`, `neraca-…`, `kerja-…` or `galat-…` into a folder.
pub(crate) fn export(session: &mut Session, args: &ExportBundles) -> Result<Written, DeskError> {
    supervisors_only(&session.store)?;
    let folder = outside::folder(&args.folder)?;
    let (from, to) = (args.from.trim(), args.to.trim());
    let (name, kind, table) = match args.what {
        ExportWhat::Bundles => ("boks".into(), "bundles", bundles(session)?),
        ExportWhat::Balance => ("neraca".into(), "balance", balances(session)?),
        ExportWhat::Work => (pay(from, to), "work", work::table(session, from, to)?),
        ExportWhat::Findings => ("galat".into(), "findings", worklist::table(session)?),
    };
    let (bytes, extension) = table.write(args.format)?;
    session.note(Deed::new(Act::Exported).kind(kind))?;
    let path = outside::save(&folder, &name, extension, &bytes)?;
    Ok(Written { path: shown(&path), bytes: bytes.len() as u64 })
}

/// Name of the export for pay: it says of which days it is.
fn pay(from: &str, to: &str) -> String {
    let said = |word: &str, day: &str| {
        if day.is_empty() { String::new() } else { format!("-{word}-{day}") }
    };
    format!("kerja{}{}", said("dari", from), said("sampai", to))
}

fn bundles(session: &Session) -> Result<Table, DeskError> {
    let books = Books::read(&session.store)?;
    let eyes = Eyes::new(session, &books)?;
    let mut rows = Vec::new();
    for area in &books.areas {
        let bundle = books.bundle(&area.idsubsls)?;
        let row = eyes.paper(area, bundle);
        let last = bundle.receipts.last();
        let of = |text: fn(&cacah_keying::custody::Receipt) -> &String| {
            Cell::from(last.map(text).cloned().unwrap_or_default())
        };
        // What nobody counted is empty, not nought.
        let count = |kind: Paper, count: u32| {
            let counted = bundle.receipts.iter().any(|receipt| receipt.kind == kind);
            if counted { Cell::from(count) } else { Cell::Empty }
        };
        rows.push(vec![
            row.idsubsls.into(),
            row.name.into(),
            row.number.into(),
            row.place.into(),
            count(Paper::K, bundle.listed(Paper::K)),
            count(Paper::K, bundle.counted(Paper::K)),
            count(Paper::Xk, bundle.listed(Paper::Xk)),
            count(Paper::Xk, bundle.counted(Paper::Xk)),
            count(Paper::Vk, bundle.counted(Paper::Vk)),
            count(Paper::Psls, bundle.counted(Paper::Psls)),
            of(|receipt| &receipt.from),
            of(|receipt| &receipt.letter),
            of(|receipt| &receipt.note),
            stage(view::shown(bundle.stage())).into(),
            row.holder.into(),
            row.away.into(),
            row.at.unwrap_or_default().into(),
        ]);
    }
    Ok(Table { headings: BUNDLES, rows })
}

fn balances(session: &mut Session) -> Result<Table, DeskError> {
    let view = balance::view(session, &BalanceArgs::default())?;
    let rows = view.rows.iter().map(|row| {
        let gaps = view.gaps.iter().filter(|gap| gap.idsubsls == row.idsubsls);
        let gaps: Vec<String> = gaps
            .map(|gap| format!("{} {} {}", gap.column, gap.count, gap.owner).trim_end().to_owned())
            .collect();
        let texts = [&row.idsubsls, &row.name].map(|text| Cell::from(text.as_str()));
        let counts = [
            row.prelist,
            row.listed,
            row.received,
            row.special,
            row.keyed,
            row.verified,
            row.clean,
            row.sent,
            row.receipted,
        ];
        let counts = counts.into_iter().map(Cell::from);
        texts.into_iter().chain(counts).chain([gaps.join("; ").into()]).collect()
    });
    Ok(Table { headings: BALANCE, rows: rows.collect() })
}

/// A stage in words.
pub(super) fn stage(stage: BundleStage) -> &'static str {
    match stage {
        BundleStage::Expected => "di lapangan",
        BundleStage::Differs => "ada selisih",
        BundleStage::Received => "diterima",
        BundleStage::Stored => "di gudang",
        BundleStage::Underway => "dalam serah terima",
        BundleStage::Out => "dientri",
    }
}
