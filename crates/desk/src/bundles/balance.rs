//! The balance of every SLS, per date and hour.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::area::Idsubsls;
use cacah_family::id::DocumentId;
use cacah_keying::balance::{Column, Document, Gap, Row, Sls, balance};
use cacah_store::{AreaRecord, PaperRecord};
use cacah_wire::command::{BalanceArgs, BalanceGap, BalanceRow, BalanceView, SilentDevice};
use cacah_wire::down::HeardDevice;

use super::books::Books;
use super::document;
use super::of_the_office;
use crate::error::DeskError;
use crate::families::Line;
use crate::queue::rfc3339;
use crate::session::Session;
use crate::{home, verify};

/// A PC that was not heard for so long is named.
const A_DAY: i64 = 24 * 60 * 60 * 1000;

/// The areas that begin so, with what does not balance in them.
pub(crate) fn view(session: &mut Session, args: &BalanceArgs) -> Result<BalanceView, DeskError> {
    of_the_office(&session.store)?;
    let books = Books::read(&session.store)?;
    let mut families: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for line in home::all(&session.store, None)? {
        families.entry(line.row.idsubsls.clone()).or_default().push(line);
    }
    let team = session.store.team()?;
    let keyed = document::keyed(&session.store, None)?;
    let owed = verify::owed(session)?;
    let mut view = BalanceView {
        at: rfc3339(session.host.now()),
        rows: Vec::new(),
        total: BalanceRow::default(),
        gaps: Vec::new(),
        silent: silent(session)?,
    };
    let mut total = Row::default();
    for area in books.areas.iter().filter(|area| area.idsubsls.within(args.area.trim())) {
        let sls = area.idsubsls.as_str();
        let lines: Vec<&Line> = families.get(sls).into_iter().flatten().collect();
        let field = team.get(sls).map(Vec::as_slice).unwrap_or_default();
        let keyed = keyed.get(&area.idsubsls).map(Vec::as_slice).unwrap_or_default();
        let (row, gaps) = of(session, &books, area, (&lines, keyed, &owed, checker(field)))?;
        total += row;
        view.rows.push(shown(area, row));
        view.gaps.extend(gaps.into_iter().map(|one| gap(&area.idsubsls, one)));
    }
    view.total = BalanceRow { idsubsls: String::new(), name: String::new(), ..line(total) };
    Ok(view)
}

/// PCs of the office that the endpoint did not hear for a day, the longest first.
fn silent(session: &Session) -> Result<Vec<SilentDevice>, DeskError> {
    let told = session.store.heard_of()?;
    let heard: Vec<HeardDevice> =
        told.and_then(|told| serde_json::from_str(&told).ok()).unwrap_or_default();
    let now = session.host.now();
    let mut silent: Vec<_> =
        heard.into_iter().filter(|pc| pc.at.is_none_or(|at| now - at > A_DAY)).collect();
    silent.sort_by_key(|pc| pc.at);
    let shown = |pc: HeardDevice| SilentDevice { name: pc.officer, last: pc.at.map(rfc3339) };
    Ok(silent.into_iter().map(shown).collect())
}

fn of(
    session: &Session,
    books: &Books,
    area: &AreaRecord,
    (lines, keyed, owed, field): (&[&Line], &[PaperRecord], &BTreeSet<DocumentId>, &str),
) -> Result<(Row, Vec<Gap>), DeskError> {
    let record = home::record_of(&session.store, &area.idsubsls)?;
    let state = session.store.history(record)?.state();
    let row = home::row(area.clone(), lines, &state, Vec::new());
    let code = |record: &PaperRecord| record.keyer.map(|by| books.people.code(by));
    let keyers: Vec<String> = keyed.iter().map(|one| code(one).unwrap_or_default()).collect();
    let counted = |(record, keyer): (&PaperRecord, _)| {
        document::counted(record, keyer, owed.contains(&record.document))
    };
    let documents: Vec<Document<'_>> =
        keyed.iter().zip(keyers.iter().map(String::as_str)).map(counted).collect();
    Ok(balance(&Sls {
        prelist: row.prelist,
        recap: state.recap.map(|recap| recap.verified),
        verified: row.verified,
        field,
        paper: Some(books.bundle(&area.idsubsls)?),
        documents: &documents,
    }))
}

/// Who answers for an SLS in the field: its field checker, else whoever works there.
fn checker(team: &[String]) -> &str {
    let checker = team.iter().find(|code| code.to_uppercase().contains("PML"));
    checker.or(team.first()).map_or("", String::as_str)
}

fn shown(area: &AreaRecord, row: Row) -> BalanceRow {
    BalanceRow { idsubsls: area.idsubsls.to_string(), name: area.name.clone(), ..line(row) }
}

fn line(row: Row) -> BalanceRow {
    let Row { prelist, listed, received, special, keyed, verified, clean, sent, receipted } = row;
    BalanceRow {
        idsubsls: String::new(),
        name: String::new(),
        prelist,
        listed,
        received,
        special,
        keyed,
        verified,
        clean,
        sent,
        receipted,
    }
}

fn gap(sls: &Idsubsls, gap: Gap) -> BalanceGap {
    let column = match gap.column {
        Column::Listed => "listed",
        Column::Received => "received",
        Column::Keyed => "keyed",
        Column::Verified => "verified",
        Column::Clean => "clean",
        Column::Sent => "sent",
        Column::Receipted => "receipted",
    };
    BalanceGap {
        idsubsls: sls.to_string(),
        column: column.to_owned(),
        count: gap.count,
        owner: gap.owner,
        since: gap.since.map(rfc3339),
    }
}
