//! The record of an SLS (ADR 0028): its recap, what became of it, its approval.

pub(crate) mod change;
pub(crate) mod paper;

use cacah_family::across::{Check, Severity as RuleSeverity};
use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, Change, Entry};
use cacah_family::merge::History;
use cacah_family::path::Path;
use cacah_wire::command::{
    ApprovalView, Severity, SlsChangeView, SlsFinding, SlsName, SlsView, SlsWord, Text,
};
use cacah_wire::error::Code;

use crate::error::DeskError;
use crate::families::Line;
use crate::session::Session;
use crate::words::{Words, when};
use crate::{home, recap, team};

/// Everything of one SLS.
pub(crate) fn view(session: &mut Session, idsubsls: &str) -> Result<SlsView, DeskError> {
    let area = session.area(idsubsls)?;
    let sls = area.idsubsls.clone();
    let lines = home::all(&session.store, Some(&sls))?;
    let lines: Vec<&Line> = lines.iter().collect();
    let (counted, unjudged) = recap::count(&lines);
    let form = session.form()?;
    let history = session.store.history(home::record_of(&session.store, &sls)?)?;
    let state = history.state();
    let lost = state.sls.as_ref().is_some_and(change::is_lost);
    let mut findings = recap::findings(session, state.recap.as_ref(), lost)?;
    findings.extend(across(session, &sls)?);
    let words = Words::new(&session.store, &form, &history, None);
    let said = Said { words: &words, history: &history };
    Ok(SlsView {
        row: home::row(area, &lines, &state, Vec::new()),
        counted: recap::shown(counted),
        unjudged,
        written: state.recap.map(recap::shown),
        written_by: said.last(Path::RECAP).map(|entry| said.word(entry)),
        findings,
        change: said.change(),
        from: came_of(session, &sls)?,
        approval: said.approval(),
        may_approve: team::coordinates(&session.store)?,
    })
}

/// Says something of an SLS; its record is begun when nobody has yet, in the same commit.
pub(crate) fn say(
    session: &mut Session,
    sls: &Idsubsls,
    path: &str,
    change: Change,
) -> Result<(), DeskError> {
    let round = session.store.round()?.ok_or(Code::NotFound)?.id;
    let record = home::record_of(&session.store, sls)?;
    let mut step = Vec::new();
    if session.store.history(record)?.state().birth.is_none() {
        let birth = Birth::of_sls(round, sls.clone());
        step.push((Path::question(Path::FAMILY), Change::Family(birth)));
    }
    step.push((Path::question(path), change));
    session.write_over(record, None, step)
}

/// What is found across the families of an SLS that concerns its recap.
fn across(session: &Session, sls: &Idsubsls) -> Result<Vec<SlsFinding>, DeskError> {
    let mut found: Vec<SlsFinding> = Vec::new();
    for record in session.store.across(None)? {
        let rule = record.rule;
        let concerns = matches!(rule.check, Check::Count | Check::ListedTwice);
        if !concerns || record.idsubsls != *sls || found.iter().any(|known| known.rule == rule.id) {
            continue;
        }
        found.push(SlsFinding {
            rule: rule.id.to_owned(),
            severity: match rule.severity {
                RuleSeverity::Error => Severity::Error,
                RuleSeverity::Warning => Severity::Warning,
            },
            message: Text { id: rule.indonesian.to_owned(), en: rule.english.to_owned() },
        });
    }
    Ok(found)
}

/// The areas of this laptop that a settled change made this one of.
fn came_of(session: &Session, sls: &Idsubsls) -> Result<Vec<String>, DeskError> {
    let mut from = Vec::new();
    for area in session.store.areas()?.into_iter().filter(|area| area.idsubsls != *sls) {
        let record = home::record_of(&session.store, &area.idsubsls)?;
        let change = session.store.history(record)?.state().sls.filter(|change| change.settled);
        if change.is_some_and(|change| change.into.iter().any(|new| new.idsubsls == *sls)) {
            from.push(area.idsubsls.to_string());
        }
    }
    Ok(from)
}

/// What was said in a record, and by whom.
struct Said<'a> {
    words: &'a Words<'a>,
    history: &'a History,
}

impl Said<'_> {
    /// What stands at a path; where writers differ, the highest dot's.
    fn last(&self, path: &str) -> Option<&Entry> {
        self.history.heads(None).get(&Path::question(path)).and_then(|heads| heads.last().copied())
    }

    fn word(&self, entry: &Entry) -> SlsWord {
        SlsWord { by: self.words.by(entry), at: when(&entry.at) }
    }

    fn change(&self) -> Option<SlsChangeView> {
        let entry = self.last(Path::SLS)?;
        let Change::Sls(change) = &entry.change else { return None };
        let name = |new: &cacah_family::entry::NewSls| SlsName {
            idsubsls: new.idsubsls.to_string(),
            name: new.name.clone(),
        };
        Some(SlsChangeView {
            kind: change::shown(change.kind),
            into: change.into.iter().map(name).collect(),
            note: change.note.clone(),
            settled: change.settled,
            word: self.word(entry),
        })
    }

    fn approval(&self) -> Option<ApprovalView> {
        let entry = self.last(Path::APPROVED)?;
        let (approved, reason) = match &entry.change {
            Change::Approved {} => (true, String::new()),
            Change::Disapproved { reason } => (false, reason.clone()),
            _ => return None,
        };
        Some(ApprovalView { approved, reason, word: self.word(entry) })
    }
}
