//! What the work-list is told of a document: its findings, and whose paper it was.

use cacah_family::entry::Source;
use cacah_form::{Finding, Severity};
use cacah_store::Found;

use super::{Document, from_engine};

impl Document {
    /// Findings in paper order; none before it is finished, while answers are still missing. What a
    /// second entry or a re-visit has wrong is mended nowhere.
    pub(super) fn found(&self) -> Vec<Found> {
        if !self.is_finished() || !matches!(self.source, Source::Visit | Source::Paper) {
            return Vec::new();
        }
        self.interview.findings().iter().map(|finding| self.found_one(finding)).collect()
    }

    /// Code of the field checker, as the document says (`checker.code`).
    pub(super) fn checker(&self) -> String {
        let checker = self.answers(|question| question.prefill.as_deref() == Some("checker.code"));
        { checker }.next().unwrap_or_default()
    }

    fn found_one(&self, finding: &Finding) -> Found {
        let path = from_engine(&finding.path);
        let row = path.instance.and_then(|id| self.member(id));
        let before = |row: &cacah_family::merge::Member| {
            let within = self.members(&row.repeat).filter(|other| other.parent == row.parent);
            within.take_while(|other| other.instance != row.instance).count()
        };
        let member = row.map_or(0, |row| before(row) + 1);
        Found {
            rule: finding.id.clone(),
            error: finding.severity == Severity::Error,
            member: u16::try_from(member).unwrap_or(u16::MAX),
            paper: finding.focus.iter().any(|at| self.slot(&from_engine(at)).paper),
            confirmed: finding.confirmed,
            released: finding.released,
            path,
        }
    }
}
