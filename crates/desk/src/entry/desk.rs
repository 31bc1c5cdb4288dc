//! What lies on a keyer's desk, and which line of the listing a document is.

use cacah_family::area::Idsubsls;
use cacah_family::entry::Source;
use cacah_store::{PaperQuery, PaperRecord, PaperStage};
use cacah_wire::command::{
    BundleRow, EntryBundle, EntryView, LineView, OpenPaper, ParkedDocument, PickLine,
};

use super::bundle;
use crate::error::DeskError;
use crate::families::row;
use crate::queue::rfc3339;
use crate::session::Session;
use crate::{bundles, verify, work};

/// All of it.
pub(crate) fn view(session: &mut Session) -> Result<EntryView, DeskError> {
    let rows = bundles::mine(session)?.into_iter();
    let bundles = rows.map(|row| on_desk(session, row)).collect::<Result<_, _>>()?;
    Ok(EntryView {
        bundles,
        parked: parked(session)?,
        open: open(session)?,
        figures: work::mine(session)?,
        settings: verify::settings::view(session)?,
    })
}

fn on_desk(session: &mut Session, row: BundleRow) -> Result<EntryBundle, DeskError> {
    let sls = session.area(&row.idsubsls)?.idsubsls;
    let listed =
        || session.families_of(&sls).map(|all| u32::try_from(all.len()).unwrap_or(u32::MAX));
    let expected = match row.recap {
        Some(families) => families,
        None if row.counted > 0 => row.counted,
        None => listed()?,
    };
    Ok(EntryBundle {
        fixed: bundle::is_fixed(session, &sls)?,
        expected,
        recap: row.recap.is_some(),
        idsubsls: row.idsubsls,
        name: row.name,
        number: row.number,
        pending: row.pending.filter(|pending| pending.mine),
        keyed: row.keyed,
        begun: row.begun.saturating_sub(row.keyed),
        parked: row.parked,
        errors: row.errors,
    })
}

fn parked(session: &Session) -> Result<Vec<ParkedDocument>, DeskError> {
    let mine = PaperQuery {
        keyer: Some(session.store.enrolment().officer),
        stage: Some(PaperStage::Parked),
        ..PaperQuery::default()
    };
    let records = session.store.paper_documents(&mine)?.0.into_iter();
    Ok(records.filter_map(laid_aside).collect())
}

fn laid_aside(record: PaperRecord) -> Option<ParkedDocument> {
    let (reason, at) = record.parked?;
    Some(ParkedDocument {
        family: record.family.to_string(),
        idsubsls: record.idsubsls.to_string(),
        building: record.building,
        number: record.number,
        reason,
        at: rfc3339(at),
    })
}

fn open(session: &Session) -> Result<Option<OpenPaper>, DeskError> {
    let Some((family, second)) = session.store.open_paper()? else { return Ok(None) };
    let record = session.store.family(family)?;
    Ok(record.map(|record| OpenPaper {
        family: family.to_string(),
        idsubsls: record.birth.idsubsls.to_string(),
        second,
    }))
}

/// The line of the listing with these numbers; what it says is compared with the paper.
pub(crate) fn pick_line(session: &Session, args: &PickLine) -> Result<LineView, DeskError> {
    let sls: Idsubsls = session.area(&args.idsubsls)?.idsubsls;
    let picked = |birth: &cacah_family::entry::Birth| {
        (birth.building, birth.number) == (args.building, args.number)
    };
    let none = LineView { family: None, welfare: None, stage: "none".into(), keyer: String::new() };
    let line = session.families_of(&sls)?.into_iter().find(|record| picked(&record.birth));
    let Some(line) = line.filter(|_| args.number > 0) else { return Ok(none) };
    let paper = session.store.paper_document(line.family, Source::Paper)?;
    let people = bundles::Books::read(&session.store)?.people;
    let keyer = paper.as_ref().and_then(|paper| paper.keyer).map(|by| people.code(by));
    Ok(LineView {
        welfare: line.door.welfare,
        family: Some(row(&line)),
        stage: paper.as_ref().map_or("none", stage).to_owned(),
        keyer: keyer.unwrap_or_default(),
    })
}

fn stage(record: &PaperRecord) -> &'static str {
    match record.stage {
        PaperStage::Begun => "begun",
        PaperStage::Parked => "parked",
        PaperStage::Keyed => "keyed",
    }
}
