//! What is found across families, of both sides, as the window lists it (ADR 0020).

use std::collections::BTreeMap;

use cacah_family::across::{Rule, Severity as RuleSeverity, Side};
use cacah_family::id::FamilyId;
use cacah_store::{AcrossRecord, Reader};
use cacah_wire::command::{
    AcrossArgs, AcrossFamilyView, AcrossRow, AcrossSide, AcrossView, Severity, Text,
};
use cacah_wire::error::Code;

use crate::error::DeskError;

/// A finding with all its families that are here, whoever found it.
#[derive(Default)]
struct Finding {
    families: Vec<AcrossRecord>,
    sides: Vec<AcrossSide>,
}

pub(crate) fn list(reader: &Reader, args: &AcrossArgs) -> Result<AcrossView, DeskError> {
    let of: Option<FamilyId> =
        args.family.as_deref().map(str::parse).transpose().map_err(|_| Code::NotFound)?;
    let mut rows = Vec::new();
    for finding in findings(reader.across(of)?) {
        let wanted = finding.families.iter().filter(|r| of.is_none_or(|of| of == r.family));
        rows.extend(wanted.map(|record| row(record, &finding)));
    }
    rows.sort_by(|a, b| {
        let key = |row: &AcrossRow| {
            let family = &row.family;
            let place = (family.idsubsls.clone(), family.building, family.number);
            (row.severity == Severity::Warning, row.rule.clone(), place)
        };
        key(a).cmp(&key(b))
    });
    Ok(AcrossView { rows })
}

/// Families of one finding together; what both sides found stands once.
fn findings(records: Vec<AcrossRecord>) -> Vec<Finding> {
    let mut told: BTreeMap<(bool, &str, String), Vec<AcrossRecord>> = BTreeMap::new();
    for record in records {
        let key = (record.side == Side::Endpoint, record.rule.id, record.finding.clone());
        told.entry(key).or_default().push(record);
    }
    let mut all: BTreeMap<(&str, Vec<FamilyId>, String), Finding> = BTreeMap::new();
    for ((at_endpoint, rule, name), records) in told {
        let mut families: Vec<FamilyId> = records.iter().map(|record| record.family).collect();
        families.sort();
        // Two findings of one side with the same families stay two.
        let taken = |finding: &Finding| finding.sides.contains(&side(at_endpoint));
        let same = (rule, families.clone(), String::new());
        let key = match all.get(&same).is_some_and(taken) {
            true => (rule, families, name),
            false => same,
        };
        let finding = all.entry(key).or_default();
        finding.sides.push(side(at_endpoint));
        unite(&mut finding.families, records);
    }
    all.into_values().collect()
}

fn side(at_endpoint: bool) -> AcrossSide {
    if at_endpoint { AcrossSide::Endpoint } else { AcrossSide::Laptop }
}

/// The same families as another side has them: earlier, and wider, is what both know.
fn unite(known: &mut Vec<AcrossRecord>, others: Vec<AcrossRecord>) {
    for other in others {
        match known.iter_mut().find(|record| record.family == other.family) {
            Some(record) => {
                record.elsewhere |= other.elsewhere;
                record.since = record.since.min(other.since);
            }
            None => known.push(other),
        }
    }
}

fn row(record: &AcrossRecord, finding: &Finding) -> AcrossRow {
    let rule = record.rule;
    let others = finding.families.iter().filter(|other| other.family != record.family);
    AcrossRow {
        rule: rule.id.to_owned(),
        severity: severity(rule),
        message: Text { id: rule.indonesian.to_owned(), en: rule.english.to_owned() },
        family: family(record),
        others: others.map(family).collect(),
        elsewhere: record.elsewhere,
        sides: finding.sides.clone(),
        since: record.since,
        question: rule.question().map(str::to_owned),
        confirmed: record.confirmed.clone(),
    }
}

fn severity(rule: &Rule) -> Severity {
    match rule.severity {
        RuleSeverity::Error => Severity::Error,
        RuleSeverity::Warning => Severity::Warning,
    }
}

fn family(record: &AcrossRecord) -> AcrossFamilyView {
    AcrossFamilyView {
        family: record.family.to_string(),
        idsubsls: record.idsubsls.to_string(),
        building: record.building,
        number: record.number,
        head: record.head.clone(),
    }
}

/// True of a question at which a warning across families is confirmed.
pub(crate) fn may_confirm(question: &str, rule: &str) -> bool {
    Rule::of(rule)
        .is_some_and(|rule| rule.severity == RuleSeverity::Warning && rule.looks_at(question))
}
