//! What the window gets of a document: numbers masked, paths as text.

use std::collections::BTreeMap;

use cacah_family::entry::Source;
use cacah_family::path::Path;
use cacah_form::{AsksAt, Finding, Severity as EngineSeverity};
use cacah_wire::command::{
    BlockProgress, ClearedFinding, Delta, DocumentSource, DocumentView, FamilyRow, FindingView,
    InstanceView, OwedView, Progress, Severity, SlotView,
};

use super::merged::same;
use super::{Committed, Document, Work, from_engine, to_engine};
use crate::decode::{describe, mask};
use crate::form::{edition, owed, text};
use crate::notice::given_view;

impl Document {
    /// All of it, for the opening.
    pub(crate) fn view(&self, family: FamilyRow, stand: Option<&Path>) -> DocumentView {
        let paths = self.interview.paths();
        let hidden = paths.iter().filter(|path| !self.interview.relevant(path));
        let required = paths.iter().filter(|path| self.interview.required(path));
        let stand = stand
            .map(to_engine)
            .filter(|path| self.has(&from_engine(path)) && self.interview.relevant(path))
            .or_else(|| self.first_to_key());
        DocumentView {
            source: from_source(self.source),
            checking: self.work == Work::Checking,
            enumerator: self.enumerator(),
            document: self.id.to_string(),
            family,
            edition: edition(&self.form.version),
            instances: self.instances(),
            slots: self.all_slots(),
            hidden: hidden.map(ToString::to_string).collect(),
            required: required.map(ToString::to_string).collect(),
            findings: self.findings_to_show(),
            progress: self.progress(),
            asks: self.asks(stand.as_ref()),
            stand: stand.map(|path| path.to_string()),
            finished: self.is_done(),
            undo: self.undo_view(),
            undecided: self.disputed(),
            comments: self.merged.comment_views(),
            gone: self.merged.gone_views(),
            options: self.narrowed(&paths),
            sets: self.sets,
            noticed: self.noticed.as_ref().map(given_view),
        }
    }

    /// Whose visit a supervisor checks, as the document says.
    fn enumerator(&self) -> Option<String> {
        let said =
            |name: &'static str| self.answers(move |q| q.prefill.as_deref() == Some(name)).next();
        let named = [said("officer.code"), said("officer.name")].into_iter().flatten();
        let named = named.collect::<Vec<_>>().join(" · ");
        (self.work == Work::Checking && !named.is_empty()).then_some(named)
    }

    /// Where work begins: the first field nobody has answered, since much is filled in already.
    fn first_to_key(&self) -> Option<cacah_form::Path> {
        let fields = self.interview.fields();
        let question = |path: &cacah_form::Path| self.form.form.question(&path.question);
        let mine = |path: &cacah_form::Path| {
            self.is_paper() || question(path).is_some_and(|q| q.owed == self.work.owed())
        };
        let empty = |path: &cacah_form::Path| self.slot(&from_engine(path)).is_empty();
        fields.iter().find(|path| mine(path) && empty(path)).or(fields.first()).cloned()
    }

    /// What one action changed.
    pub(crate) fn delta(&self, done: &Committed, saved: String) -> Delta {
        let delta = &done.delta;
        let written = done.touched.iter().filter(|path| path.is_answer() && self.has(path));
        let mut slots: Vec<SlotView> = written.map(|path| self.slot_view(path)).collect();
        slots.extend(delta.values.iter().map(|(path, value)| computed(path, value)));
        let (required, optional): (Vec<_>, Vec<_>) =
            delta.required.iter().partition(|(_, required)| *required);
        let names = |list: Vec<&(cacah_form::Path, bool)>| {
            list.into_iter().map(|(path, _)| path.to_string()).collect()
        };
        let mut cleared: Vec<ClearedFinding> =
            delta.cleared.iter().map(|(id, path)| gone(id, path)).collect();
        let withheld = self.interview.findings().into_iter().filter(|f| !self.is_shown(f));
        cleared.extend(withheld.map(|finding| gone(&finding.id, &finding.path)));
        Delta {
            next: delta.next.as_ref().map(ToString::to_string),
            shown: delta.shown.iter().map(ToString::to_string).collect(),
            hidden: delta.hidden.iter().map(ToString::to_string).collect(),
            folded: self.folded(&delta.hidden),
            required: names(required),
            optional: names(optional),
            slots,
            findings: self.changed_findings(done),
            cleared,
            instances: delta.instances_changed.then(|| self.instances()),
            progress: self.progress(),
            undo: self.undo_view(),
            undecided: self.disputed(),
            comments: self.merged.comment_views(),
            options: self.offered(delta),
            asks: self.asks_after(done),
            renewed: done.renewed,
            saved,
        }
    }

    /// Codes of the questions whose filter leaves out some of their list.
    fn narrowed(&self, paths: &[cacah_form::Path]) -> BTreeMap<String, Vec<String>> {
        let all = |path: &cacah_form::Path| {
            let list = self.form.form.question(&path.question)?.choices?;
            Some(self.form.form.choices(list).len())
        };
        let fewer = |path: &&cacah_form::Path| {
            all(path).is_some_and(|all| self.interview.options(path).len() < all)
        };
        paths.iter().filter(fewer).map(|path| (path.to_string(), self.codes(path))).collect()
    }

    /// Codes of the questions that offer others than before, and of those now shown: an instance
    /// just added was never said to offer anything.
    fn offered(&self, delta: &cacah_form::Delta) -> BTreeMap<String, Vec<String>> {
        let changed = delta.options.iter().filter(|path| self.has(&from_engine(path)));
        let changed = changed.map(|path| (path.to_string(), self.codes(path)));
        self.narrowed(&delta.shown).into_iter().chain(changed).collect()
    }

    fn codes(&self, path: &cacah_form::Path) -> Vec<String> {
        self.interview.options(path).iter().map(|choice| choice.code.clone()).collect()
    }

    /// Findings that only a whole document can answer (one head, 112 against the roster) wait for
    /// Selesai: while members are still being added they would accuse everybody.
    fn is_shown(&self, finding: &Finding) -> bool {
        self.is_finished() || finding.asks_at != AsksAt::Document
    }

    fn findings_to_show(&self) -> Vec<FindingView> {
        self.interview
            .findings()
            .iter()
            .filter(|f| self.is_shown(f))
            .map(|f| self.finding(f))
            .collect()
    }

    /// Finishing and reopening change what is shown, not only what is found.
    fn changed_findings(&self, done: &Committed) -> Vec<FindingView> {
        let state = |path: &Path| path.name.as_deref() == Some(Path::STATE);
        if done.touched.iter().any(state) {
            return self.findings_to_show();
        }
        done.delta.findings.iter().filter(|f| self.is_shown(f)).map(|f| self.finding(f)).collect()
    }

    /// True of a live warning; an error is mended, or released by a supervisor.
    pub(crate) fn may_confirm(&self, path: &Path, id: &str) -> bool {
        let at = to_engine(path);
        let soft = |f: &Finding| f.severity == EngineSeverity::Warning;
        self.interview.findings().iter().any(|f| f.id == id && f.path == at && soft(f))
    }

    /// Answers among paths just hidden.
    fn folded(&self, hidden: &[cacah_form::Path]) -> u32 {
        let kept = hidden.iter().filter(|path| !self.slot(&from_engine(path)).is_empty());
        u32::try_from(kept.count()).unwrap_or(u32::MAX)
    }

    fn instances(&self) -> Vec<InstanceView> {
        let views = self.members.iter().map(|member| InstanceView {
            instance: member.instance.to_string(),
            repeat: member.repeat.clone(),
            within: member.parent.map(|parent| parent.to_string()),
            leaving: member.leaving.map(|to| self.merged.family(to)),
            arriving: member.arriving.map(|from| self.merged.family(from)),
            came_from: self.merged.came.get(&member.instance).map(|from| self.merged.family(*from)),
        });
        views.collect()
    }

    fn all_slots(&self) -> Vec<SlotView> {
        let answered = self.slots.keys().filter(|path| path.is_answer() && self.has(path));
        // Opened anew, a masked number says nothing; the words under it are for whoever keys it.
        let quiet = |view: SlotView| match view.masked {
            true => SlotView { decoded: None, ..view },
            false => view,
        };
        let mut slots: Vec<SlotView> = answered.map(|path| quiet(self.slot_view(path))).collect();
        let computed_paths = self.interview.paths().into_iter().filter(|path| {
            self.form.form.question(&path.question).is_some_and(|q| q.has_calculation)
        });
        slots.extend(computed_paths.filter_map(|path| {
            let value = self.interview.value(&path).string().into_owned();
            (!value.is_empty()).then(|| computed(&path, &value))
        }));
        slots
    }

    /// A slot as shown: a sensitive number masked, with words under it.
    pub(crate) fn slot_view(&self, path: &Path) -> SlotView {
        let slot = self.slot(path);
        let question = path.name.as_deref().and_then(|name| self.form.form.question(name));
        let masked = question.is_some_and(|q| q.sensitive) && !slot.raw.is_empty();
        let hide = |text: &str| if masked { mask(text) } else { text.to_owned() };
        let decoder = question.and_then(|q| q.decode.as_deref());
        SlotView {
            path: path.to_string(),
            raw: hide(&slot.raw),
            value: hide(slot.value.as_deref().unwrap_or_default()),
            missing: slot.missing.clone(),
            note: slot.note.clone(),
            decoded: decoder
                .and_then(|decoder| describe(&self.form.around.places, decoder, &slot.raw)),
            masked,
            paper: slot.paper,
        }
    }

    fn progress(&self) -> Progress {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let all = self.interview.progress();
        let blocks = self.form.form.blocks().iter().map(|block| {
            let part = self.interview.progress_of_block(block.id);
            BlockProgress {
                block: block.name.clone(),
                answered: count(part.answered),
                asked: count(part.asked),
            }
        });
        Progress {
            answered: count(all.answered),
            asked: count(all.asked),
            blocks: blocks.collect(),
        }
    }

    /// Open questions: those of whoever has it open, and those others owe. What paper leaves open is
    /// all the keyer's.
    pub(crate) fn owed(&self) -> (Vec<String>, Vec<OwedView>) {
        let open = self.interview.open_questions();
        let (here, later): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|(_, who)| self.is_paper() || *who == self.work.owed());
        let later = later
            .into_iter()
            .map(|(path, who)| OwedView { path: path.to_string(), owed: owed(who).to_owned() });
        (here.into_iter().map(|(path, _)| path.to_string()).collect(), later.collect())
    }

    fn finding(&self, finding: &Finding) -> FindingView {
        FindingView {
            id: finding.id.clone(),
            severity: match finding.severity {
                EngineSeverity::Error => Severity::Error,
                EngineSeverity::Warning => Severity::Warning,
            },
            path: finding.path.to_string(),
            message: text(&finding.message),
            confirmed: finding.confirmed,
            released: finding.released,
            focus: finding.focus.iter().map(ToString::to_string).collect(),
            raised: self.merged.raised.iter().any(|raised| same(raised, finding)),
        }
    }
}

/// A source as the window names it.
pub(crate) fn from_source(source: Source) -> DocumentSource {
    match source {
        Source::Visit => DocumentSource::Visit,
        Source::ReVisit => DocumentSource::ReVisit,
        Source::Paper => DocumentSource::Paper,
        Source::SecondEntry => DocumentSource::SecondEntry,
    }
}

fn gone(id: &str, path: &cacah_form::Path) -> ClearedFinding {
    ClearedFinding { id: id.to_owned(), path: path.to_string() }
}

fn computed(path: &cacah_form::Path, value: &str) -> SlotView {
    SlotView {
        path: path.to_string(),
        raw: value.to_owned(),
        value: value.to_owned(),
        missing: None,
        note: None,
        decoded: None,
        masked: false,
        paper: false,
    }
}
