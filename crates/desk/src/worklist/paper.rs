//! The work-list on paper, a file for each field checker.

use std::collections::BTreeMap;

use cacah_family::trail::{Act, Deed};
use cacah_print::{WorkLine, WorkList, work_list};
use cacah_store::{FindingQuery, FindingRecord};
use cacah_wire::command::{PrintWorkList, Written};

use super::{message, mine};
use crate::bundles::{of_the_office, office};
use crate::error::DeskError;
use crate::form::LoadedForm;
use crate::listing::bad;
use crate::outside::{self, shown};
use crate::session::Session;
use crate::work::zone;

/// Writes what stands open as `galat-<checker>.pdf`. Of several checkers the folder is told.
pub(crate) fn print(session: &mut Session, args: &PrintWorkList) -> Result<Written, DeskError> {
    of_the_office(&session.store)?;
    let folder = outside::folder(&args.folder)?;
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let sls = some(&args.idsubsls).map(|text| text.parse().map_err(|_| bad("idsubsls")));
    let sls = sls.transpose()?;
    let filter = sls.as_ref().map_or_else(|| "semua SLS".to_owned(), ToString::to_string);
    let query = FindingQuery { idsubsls: sls, checker: some(&args.checker), ..mine(session)? };
    let lists = lists(session, &query)?;
    let zone = zone(session)?.local_minus_utc() / 60;
    let office = office(session, zone)?;
    let single = lists.len() < 2;
    let mut written = Written { path: shown(&folder), bytes: 0 };
    for (checker, lines) in lists {
        let list = WorkList { checker: checker.clone(), filter: filter.clone(), lines };
        let pdf = work_list(&office, &list)?;
        let path = outside::save(&folder, &format!("galat-{}", stem(&checker)), "pdf", &pdf)?;
        written.bytes += pdf.len() as u64;
        if single {
            written.path = shown(&path);
        }
    }
    session.note(Deed::new(Act::Printed).kind("work_list"))?;
    Ok(written)
}

/// Lines by field checker; one empty list when nothing stands open.
fn lists(
    session: &mut Session,
    query: &FindingQuery,
) -> Result<BTreeMap<String, Vec<WorkLine>>, DeskError> {
    let form = session.form()?;
    let areas = session.store.areas()?.into_iter();
    let names: BTreeMap<_, _> = areas.map(|area| (area.idsubsls, area.name)).collect();
    let mut lists: BTreeMap<String, Vec<WorkLine>> = BTreeMap::new();
    for record in session.store.findings(query)? {
        let name = names.get(&record.idsubsls).cloned().unwrap_or_default();
        lists.entry(record.checker.clone()).or_default().push(line(&form, &record, name));
    }
    if lists.is_empty() {
        lists.insert(query.checker.clone().unwrap_or_default(), Vec::new());
    }
    Ok(lists)
}

fn line(form: &LoadedForm, record: &FindingRecord, sls_name: String) -> WorkLine {
    let found = &record.found;
    let name = found.path.name.as_deref().unwrap_or_default();
    let number = form.form.question(name).and_then(|question| question.number.clone());
    let number = number.unwrap_or_else(|| name.to_owned());
    WorkLine {
        idsubsls: record.idsubsls.to_string(),
        sls_name,
        building: record.building,
        number: record.number,
        question: match found.member {
            0 => number,
            member => format!("{number} · {member:02}"),
        },
        rule: found.rule.clone(),
        error: found.error,
        message: message(form, record).id,
        ticked: record.ticked,
        released: found.released,
    }
}

/// A code as part of a file's name.
fn stem(checker: &str) -> String {
    let stem: String = checker.chars().filter(char::is_ascii_alphanumeric).collect();
    if stem.is_empty() { "tanpa-pemeriksa".to_owned() } else { stem }
}
