//! The error work-list over all finished documents of this vault (screen Galat): what stands wrong is
//! looked at against the paper, mended, confirmed, or let stand by a supervisor.

mod paper;
mod release;
mod table;

pub(crate) use paper::print;
pub(crate) use release::release;
pub(crate) use table::table;

use cacah_family::entry::Change;
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::path::Path;
use cacah_store::{FindingQuery, FindingRecord};
use cacah_wire::command::{Counted, Severity, Text, Tick, WorkList, WorkPage, WorkRow};
use cacah_wire::error::Code;
use cacah_wire::people::OfficerRole;

use crate::bundles::of_the_office;
use crate::error::DeskError;
use crate::form::{LoadedForm, text};
use crate::interview::path;
use crate::listing::bad;
use crate::session::Session;
use crate::team;

/// Rows of a page at most.
const MOST: u32 = 1_000;

/// A page of it.
pub(crate) fn list(session: &mut Session, args: &WorkList) -> Result<WorkPage, DeskError> {
    of_the_office(&session.store)?;
    let form = session.form()?;
    let limit = if args.limit == 0 { MOST } else { args.limit.min(MOST) };
    let query = FindingQuery { limit, offset: args.offset, ..query(session, args)? };
    let totals = session.store.finding_totals(&query)?;
    let rows = session.store.findings(&query)?;
    Ok(WorkPage {
        rows: rows.into_iter().map(|record| row(&form, record)).collect(),
        total: totals.total,
        errors: totals.errors,
        warnings: totals.warnings,
        released: totals.released,
        rules: counted(totals.rules),
        checkers: counted(totals.checkers),
        slses: counted(totals.slses),
    })
}

/// What whoever sits here works on: a keyer on paper alone.
fn mine(session: &Session) -> Result<FindingQuery, DeskError> {
    let paper = team::role(&session.store)? == OfficerRole::Keyer;
    Ok(FindingQuery { paper, ..FindingQuery::default() })
}

fn query(session: &Session, args: &WorkList) -> Result<FindingQuery, DeskError> {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let idsubsls = some(&args.idsubsls).map(|text| text.parse().map_err(|_| bad("idsubsls")));
    Ok(FindingQuery {
        idsubsls: idsubsls.transpose()?,
        checker: some(&args.checker),
        rule: some(&args.rule),
        errors: args.errors,
        settled: args.settled,
        ..mine(session)?
    })
}

fn counted(of: Vec<(String, u32)>) -> Vec<Counted> {
    of.into_iter().map(|(name, count)| Counted { name, count }).collect()
}

fn row(form: &LoadedForm, record: FindingRecord) -> WorkRow {
    WorkRow {
        document: record.document.to_string(),
        family: record.family.to_string(),
        idsubsls: record.idsubsls.to_string(),
        building: record.building,
        number: record.number,
        member: record.found.member,
        message: message(form, &record),
        path: record.found.path.to_string(),
        rule: record.found.rule,
        severity: if record.found.error { Severity::Error } else { Severity::Warning },
        paper: record.found.paper,
        ticked: record.ticked,
        confirmed: record.found.confirmed,
        released: record.found.released,
    }
}

/// What the form in work says of it; of a rule that it no longer has, its id.
fn message(form: &LoadedForm, record: &FindingRecord) -> Text {
    let question = record.found.path.name.as_deref().unwrap_or_default();
    let rule = &record.found.rule;
    let unknown = || Text { id: rule.clone(), en: rule.clone() };
    form.form.message(rule, question).map_or_else(unknown, text)
}

/// Notes that a finding was looked at against the paper, or that it was not.
pub(crate) fn tick(session: &mut Session, args: &Tick) -> Result<WorkRow, DeskError> {
    of_the_office(&session.store)?;
    let (family, document) = place(session, &args.document)?;
    let question = path(&args.path)?;
    let before = find(session, (family, document), &question, &args.finding)?;
    if before.ticked != args.done {
        let finding = args.finding.clone();
        let change = Change::Ticked { question: question.clone(), finding, done: args.done };
        let step = vec![(Path::question(Path::TICKED), change)];
        session.write_over(family, Some(document), step)?;
    }
    find(session, (family, document), &question, &args.finding)
}

fn place(session: &Session, document: &str) -> Result<(FamilyId, DocumentId), DeskError> {
    let document: DocumentId = document.parse().map_err(|_| Code::NotFound)?;
    Ok((session.store.family_of(document)?.ok_or(Code::NotFound)?, document))
}

/// The row of one finding as it stands.
fn find(
    session: &mut Session,
    (family, document): (FamilyId, DocumentId),
    question: &Path,
    rule: &str,
) -> Result<WorkRow, DeskError> {
    let form = session.form()?;
    let query = FindingQuery {
        idsubsls: Some(session.family(family)?.birth.idsubsls),
        rule: Some(rule.to_owned()),
        settled: true,
        ..mine(session)?
    };
    let mut all = session.store.findings(&query)?.into_iter();
    let found = all.find(|record| record.document == document && record.found.path == *question);
    Ok(row(&form, found.ok_or_else(|| DeskError::At(Code::NotFound, "finding".into()))?))
}
