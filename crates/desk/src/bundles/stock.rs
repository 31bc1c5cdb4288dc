//! Boxes scanned at one place, beside the books.

use std::collections::BTreeSet;

use cacah_family::area::Idsubsls;
use cacah_family::paper::Custody;
use cacah_keying::custody::Stage;
use cacah_wire::command::{BundleRow, StockView, TakeStock};
use cacah_wire::error::Code;

use super::books::Books;
use super::view::Eyes;
use super::{supervisors_only, write};
use crate::error::DeskError;
use crate::session::Session;

/// Boxes of one stock-take.
const MOST: usize = 2_000;

/// Compares, and with `write` says that what was scanned was seen here.
pub(crate) fn take_stock(session: &mut Session, args: &TakeStock) -> Result<StockView, DeskError> {
    supervisors_only(&session.store)?;
    let place = args.place.trim().to_owned();
    if place.is_empty() || args.boxes.len() > MOST {
        return Err(DeskError::At(Code::BadRequest, "place".to_owned()));
    }
    let books = Books::read(&session.store)?;
    let (mut here, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    for scan in args.boxes.iter().map(|scan| scan.trim()).filter(|scan| !scan.is_empty()) {
        match books.named(scan) {
            Ok(sls) if books.paper.contains_key(&sls) => here.insert(sls),
            _ => unknown.insert(scan.to_owned()),
        };
    }
    let view = compare(session, &books, &place, (&here, unknown))?;
    if args.write {
        seen(session, &books, &place, &here)?;
    }
    Ok(view)
}

fn compare(
    session: &Session,
    books: &Books,
    place: &str,
    (here, unknown): (&BTreeSet<Idsubsls>, BTreeSet<String>),
) -> Result<StockView, DeskError> {
    let eyes = Eyes::new(session, books)?;
    let by_books = |sls: &Idsubsls| {
        // A box that is out is not missing from its shelf.
        let bundle = books.paper.get(sls);
        bundle.is_some_and(|bundle| bundle.place == place && in_storage(bundle.stage()))
    };
    let row = |sls: &Idsubsls| Ok(eyes.paper(books.area(sls)?, books.bundle(sls)?));
    let rows = |wanted: &dyn Fn(&Idsubsls) -> bool| {
        books.paper.keys().filter(|sls| wanted(sls)).map(row).collect()
    };
    let missing: Result<Vec<BundleRow>, DeskError> =
        rows(&|sls| by_books(sls) && !here.contains(sls));
    let surplus: Result<Vec<BundleRow>, DeskError> =
        rows(&|sls| !by_books(sls) && here.contains(sls));
    let right = here.iter().filter(|sls| by_books(sls)).count();
    Ok(StockView {
        right: u32::try_from(right).unwrap_or(u32::MAX),
        missing: missing?,
        surplus: surplus?,
        unknown: unknown.into_iter().collect(),
    })
}

fn in_storage(stage: Stage) -> bool {
    matches!(stage, Stage::Stored | Stage::Differs | Stage::Received)
}

fn seen(
    session: &mut Session,
    books: &Books,
    place: &str,
    here: &BTreeSet<Idsubsls>,
) -> Result<(), DeskError> {
    for sls in here.iter().filter(|sls| books.bundle(sls).is_ok_and(|b| !b.number.is_empty())) {
        let act = Custody::Seen { place: place.to_owned() };
        write::say(session, books.area(sls)?, vec![act])?;
    }
    Ok(())
}
