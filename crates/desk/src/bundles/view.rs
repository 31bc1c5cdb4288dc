//! Bundles as the window shows them.

use cacah_family::area::Idsubsls;
use cacah_family::entry::Entry;
use cacah_family::paper::{Custody, Paper};
use cacah_keying::custody::{self, BundleState, Finding, Giving, Holder, Stage};
use cacah_keying::label::Label;
use cacah_store::{AreaRecord, PaperCounts};
use cacah_wire::command::{
    BundleArgs, BundleFault, BundleFinding, BundlePage, BundleRow, BundleStage, BundleView,
    Bundles, CustodyLine, PaperKind, PaperReceipt, Pending, Settlement,
};

use super::books::Books;
use super::document;
use super::people::custodians;
use super::{of_the_office, supervises};
use crate::error::DeskError;
use crate::home;
use crate::queue::rfc3339;
use crate::session::Session;
use crate::words::entry_name;

const MAX_ROWS: u32 = 1_000;

/// Who looks at the rows.
pub(super) struct Eyes<'a> {
    pub(super) books: &'a Books,
    pub(super) code: String,
    pub(super) supervises: bool,
}

impl<'a> Eyes<'a> {
    pub(super) fn new(session: &Session, books: &'a Books) -> Result<Self, DeskError> {
        let code = session.store.enrolment().officer_code.clone();
        Ok(Self { books, code, supervises: supervises(&session.store)? })
    }
}

/// A page of the bundles.
pub(crate) fn list(session: &Session, args: &Bundles) -> Result<BundlePage, DeskError> {
    of_the_office(&session.store)?;
    let books = Books::read(&session.store)?;
    let eyes = Eyes::new(session, &books)?;
    let wanted = Wanted::new(&args.text);
    let mut found = Vec::new();
    for area in &books.areas {
        let bundle = books.bundle(&area.idsubsls)?;
        let stage = args.stage.is_none_or(|stage| stage == shown(bundle.stage()));
        if stage && wanted.fits(area, bundle) {
            found.push(area);
        }
    }
    let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let page = found.into_iter().skip(args.offset as usize);
    let (counts, mut rows) = (session.store.paper_counts()?, Vec::new());
    for area in page.take(args.limit.min(MAX_ROWS) as usize) {
        let counts = counts.get(&area.idsubsls).copied().unwrap_or_default();
        rows.push(eyes.row(session, area, counts)?);
    }
    let next = books.areas.first().and_then(|area| books.next_box(&area.idsubsls));
    let next_box = next.map(|next| next.to_string()).unwrap_or_default();
    Ok(BundlePage { rows, total, next_box, people: custodians(&session.store, &books)? })
}

/// The bundles with whoever is at work, and those that wait for their word.
pub(crate) fn mine(session: &Session) -> Result<Vec<BundleRow>, DeskError> {
    of_the_office(&session.store)?;
    let books = Books::read(&session.store)?;
    let eyes = Eyes::new(session, &books)?;
    let counts = session.store.paper_counts()?;
    let mut rows = Vec::new();
    for area in &books.areas {
        let bundle = books.bundle(&area.idsubsls)?;
        let waits = bundle.pending().any(|giving| eyes.pending(giving).mine);
        if bundle.holder.is(&eyes.code) || waits {
            let counts = counts.get(&area.idsubsls).copied().unwrap_or_default();
            rows.push(eyes.row(session, area, counts)?);
        }
    }
    Ok(rows)
}

/// One bundle.
pub(crate) fn bundle(session: &Session, args: &BundleArgs) -> Result<BundleView, DeskError> {
    of_the_office(&session.store)?;
    one(session, &session.area(&args.idsubsls)?)
}

pub(super) fn one(session: &Session, area: &AreaRecord) -> Result<BundleView, DeskError> {
    let books = Books::read(&session.store)?;
    let eyes = Eyes::new(session, &books)?;
    let bundle = books.bundle(&area.idsubsls)?;
    let counts = session.store.paper_counts()?.remove(&area.idsubsls).unwrap_or_default();
    let log = session.store.custody(&area.idsubsls)?;
    let lines = custody::events(&log).into_iter().rev();
    Ok(BundleView {
        row: eyes.row(session, area, counts)?,
        receipts: bundle.receipts.iter().map(|receipt| eyes.receipt(receipt)).collect(),
        log: lines.map(|(entry, act)| eyes.line(bundle, entry, act)).collect(),
        documents: document::of(&session.store, &books, &area.idsubsls)?,
        pending: bundle.pending().map(|giving| eyes.pending(giving)).collect(),
    })
}

/// What was typed or scanned.
struct Wanted {
    text: String,
    label: Option<Label>,
}

impl Wanted {
    fn new(text: &str) -> Self {
        Self { text: text.trim().to_lowercase(), label: Label::typed(text).ok() }
    }

    fn fits(&self, area: &AreaRecord, bundle: &BundleState) -> bool {
        match &self.label {
            Some(Label::Box(number)) => return bundle.number == number.as_str(),
            Some(Label::Bundle(sls)) => return area.idsubsls == *sls,
            None => {}
        }
        let sls = area.idsubsls.as_str();
        let texts = [sls, &area.name, &area.village, &bundle.number, &bundle.place];
        let texts = texts.into_iter().chain([bundle.holder.code()]);
        self.text.is_empty() || texts.into_iter().any(|t| t.to_lowercase().contains(&self.text))
    }
}

impl Eyes<'_> {
    pub(super) fn row(
        &self,
        session: &Session,
        area: &AreaRecord,
        counts: PaperCounts,
    ) -> Result<BundleRow, DeskError> {
        let bundle = self.books.bundle(&area.idsubsls)?;
        let record = home::record_of(&session.store, &area.idsubsls)?;
        let recap = session.store.history(record)?.state().recap;
        Ok(BundleRow {
            recap: recap.map(|recap| recap.verified),
            begun: counts.begun,
            keyed: counts.keyed,
            parked: counts.parked,
            verified: counts.verified,
            clean: counts.clean,
            errors: counts.errors,
            ..self.paper(area, bundle)
        })
    }

    /// What the log of custody says, without the documents.
    pub(super) fn paper(&self, area: &AreaRecord, bundle: &BundleState) -> BundleRow {
        let pending = bundle.underway().or_else(|| bundle.pending().next());
        BundleRow {
            idsubsls: area.idsubsls.to_string(),
            name: area.name.clone(),
            stage: shown(bundle.stage()),
            number: bundle.number.clone(),
            place: bundle.place.clone(),
            holder: bundle.holder.code().to_owned(),
            pending: pending.map(|giving| self.pending(giving)),
            listed: bundle.listed(Paper::K),
            counted: bundle.counted(Paper::K),
            special: bundle.counted(Paper::Xk),
            away: u32::try_from(bundle.away.len()).unwrap_or(u32::MAX),
            at: bundle.last.map(rfc3339),
            findings: bundle.findings.iter().map(finding).collect(),
            ..BundleRow::default()
        }
    }

    fn pending(&self, giving: &Giving) -> Pending {
        let mine = match &giving.to {
            to @ Holder::Officer(_) => to.is(&self.code),
            Holder::Storage | Holder::Field => self.supervises,
        };
        Pending {
            giving: entry_name(giving.dot),
            from: self.books.people.code(giving.by),
            to: giving.to.code().to_owned(),
            documents: u32::try_from(giving.documents.len()).unwrap_or(u32::MAX),
            mine,
            at: rfc3339(giving.at),
        }
    }

    fn receipt(&self, receipt: &custody::Receipt) -> PaperReceipt {
        PaperReceipt {
            receipt: entry_name(receipt.dot),
            kind: kind(receipt.kind),
            listed: receipt.listed.into(),
            counted: receipt.counted.into(),
            from: receipt.from.clone(),
            letter: receipt.letter.clone(),
            note: receipt.note.clone(),
            by: self.books.people.code(receipt.by),
            at: rfc3339(receipt.at),
            settled: receipt.settled.as_ref().map(|settled| Settlement {
                by: self.books.people.code(settled.by),
                note: settled.note.clone(),
                at: rfc3339(settled.at),
            }),
        }
    }

    fn line(&self, bundle: &BundleState, entry: &Entry, act: &Custody) -> CustodyLine {
        let line = CustodyLine {
            dot: entry_name(entry.dot),
            what: String::new(),
            by: self.books.people.code(entry.officer),
            at: rfc3339(entry.at.wall),
            from: String::new(),
            to: String::new(),
            detail: String::new(),
            letter: String::new(),
            note: String::new(),
            documents: 0,
            confirmed: false,
        };
        told(line, bundle, entry, act)
    }
}

/// What a line says beside who wrote it and when.
fn told(line: CustodyLine, bundle: &BundleState, entry: &Entry, act: &Custody) -> CustodyLine {
    let what = |what: &str| what.to_owned();
    let of_giving = |dot| bundle.givings.iter().find(|giving| giving.dot == dot);
    let answer = |line: CustodyLine, name: &str, dot| match of_giving(dot) {
        Some(giving) => CustodyLine {
            what: what(name),
            from: giving.from.code().to_owned(),
            to: giving.to.code().to_owned(),
            documents: u32::try_from(giving.documents.len()).unwrap_or(u32::MAX),
            ..line
        },
        None => CustodyLine { what: what(name), ..line },
    };
    match act {
        Custody::Received { kind, listed, counted, from, letter, note } => CustodyLine {
            what: what("received"),
            from: from.clone(),
            detail: format!("{} {counted}/{listed}", short(*kind)),
            letter: letter.clone(),
            note: note.clone(),
            ..line
        },
        Custody::Settled { note, .. } => {
            CustodyLine { what: what("settled"), note: note.clone(), ..line }
        }
        Custody::Boxed { number } => {
            CustodyLine { what: what("boxed"), detail: number.clone(), ..line }
        }
        Custody::Shelved { place } => {
            CustodyLine { what: what("shelved"), detail: place.clone(), ..line }
        }
        Custody::Seen { place } => {
            CustodyLine { what: what("seen"), detail: place.clone(), ..line }
        }
        Custody::Given { letter, note, .. } => {
            let line = answer(line, "given", entry.dot);
            let confirmed = of_giving(entry.dot).is_some_and(|giving| giving.taken);
            CustodyLine { letter: letter.clone(), note: note.clone(), confirmed, ..line }
        }
        Custody::Taken { of } => answer(line, "taken", *of),
        Custody::Refused { of, note } => {
            CustodyLine { note: note.clone(), ..answer(line, "refused", *of) }
        }
    }
}

fn finding(finding: &Finding) -> BundleFinding {
    let (fault, with) = match finding {
        Finding::Boxes(numbers) => (BundleFault::Boxes, numbers.clone()),
        Finding::Holders(codes) => (BundleFault::Holders, codes.clone()),
        Finding::Answered(dot) => (BundleFault::Answered, vec![entry_name(*dot)]),
        Finding::Shared(others) => {
            (BundleFault::Shared, others.iter().map(Idsubsls::to_string).collect())
        }
    };
    BundleFinding { fault, with }
}

pub(super) fn shown(stage: Stage) -> BundleStage {
    match stage {
        Stage::Expected => BundleStage::Expected,
        Stage::Differs => BundleStage::Differs,
        Stage::Received => BundleStage::Received,
        Stage::Stored => BundleStage::Stored,
        Stage::Underway => BundleStage::Underway,
        Stage::Out => BundleStage::Out,
    }
}

fn kind(kind: Paper) -> PaperKind {
    match kind {
        Paper::Vk => PaperKind::Vk,
        Paper::K => PaperKind::K,
        Paper::Xk => PaperKind::Xk,
        Paper::Psls => PaperKind::Psls,
    }
}

/// Name of a questionnaire on paper, without its series.
pub(super) fn short(kind: Paper) -> &'static str {
    match kind {
        Paper::Vk => "VK",
        Paper::K => "K",
        Paper::Xk => "XK",
        Paper::Psls => "PSLS",
    }
}
