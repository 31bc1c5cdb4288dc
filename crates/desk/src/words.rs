//! An entry of the journal in words: who, when, what it was before and after. Numbers of people are
//! masked, whatever their age.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::entry::{Actor, Birth, Change, Comment, Dot, Entry, Mode, Times};
use cacah_family::id::{DocumentId, FamilyId, InstanceId};
use cacah_family::merge::{DocumentState, History};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_form::{Choice, Question};
use cacah_store::Store;
use cacah_wire::command::{
    ByView, CommentView, ConfirmedView, Deed, HistoryRow, OtherFamily, Text, ValueView, WhenView,
    WorkMode,
};
use cacah_wire::error::Code;

use crate::back;
use crate::decode::mask;
use crate::error::DeskError;
use crate::form::{LoadedForm, text};
use crate::queue::rfc3339;

/// Clocks that differ by less are not worth a word.
const CLOCK_TOLERANCE: i64 = 5 * 60_000;
const MINUTE: u64 = 60_000;

/// Tells the entries of one document, or of the family itself.
pub(crate) struct Words<'a> {
    store: &'a Store,
    pub(crate) form: &'a LoadedForm,
    pub(crate) history: &'a History,
    pub(crate) document: Option<DocumentId>,
    /// What the entries amount to.
    pub(crate) state: DocumentState,
    /// What stands now.
    standing: BTreeSet<Dot>,
    /// What instances are called, those that left too.
    names: BTreeMap<InstanceId, String>,
}

impl<'a> Words<'a> {
    pub(crate) fn new(
        store: &'a Store,
        form: &'a LoadedForm,
        history: &'a History,
        document: Option<DocumentId>,
    ) -> Self {
        let state = document.map(|id| history.document(id)).unwrap_or_default();
        let there = |path: &Path| {
            !path.is_answer()
                || path.instance.is_none_or(|id| state.instances.iter().any(|m| m.instance == id))
        };
        let heads = history.heads(document).into_iter();
        let standing = heads.filter(|(path, heads)| there(path) && agree(heads));
        let standing = standing.flat_map(|(_, heads)| heads).map(|head| head.dot).collect();
        let names = names(history, form, document);
        Self { store, form, history, document, state, standing, names }
    }

    pub(crate) fn row(&self, entry: &Entry) -> HistoryRow {
        let replaced = self.history.before(entry);
        let (undo, restore) = back::ways(self, entry);
        let about = about(entry);
        let (number, label) = self.question(about);
        HistoryRow {
            entry: entry_name(entry.dot),
            path: about.to_string(),
            number,
            label,
            row: about.instance.map(|id| self.name(id)),
            deed: deed(entry, &replaced),
            before: replaced.iter().filter_map(|before| self.written(before)).collect(),
            after: self.written(entry),
            family: other_family(&entry.change).map(|other| self.family(other)),
            comments: comments(&entry.change),
            by: self.by(entry),
            at: when(&entry.at),
            stands: self.standing.contains(&entry.dot),
            undo,
            restore,
            keys: entry.effort.keys,
            active: entry.effort.active,
        }
    }

    /// True when the entry is what stands at its path.
    pub(crate) fn stands(&self, entry: &Entry) -> bool {
        self.standing.contains(&entry.dot)
    }

    /// True when a question can be written: of the document, or of an instance that is here.
    pub(crate) fn is_here(&self, path: &Path) -> bool {
        let here = |id| self.state.instances.iter().any(|m| m.instance == id);
        path.instance.is_none_or(here)
    }

    /// Number and text of a question.
    pub(crate) fn question(&self, path: &Path) -> (String, Text) {
        match self.form_question(path) {
            Some(question) => (question.number.clone().unwrap_or_default(), text(&question.label)),
            None => (String::new(), Text { id: String::new(), en: String::new() }),
        }
    }

    fn form_question(&self, path: &Path) -> Option<&Question> {
        self.form.form.question(path.name.as_deref()?)
    }

    /// What an instance is called.
    pub(crate) fn name(&self, id: InstanceId) -> String {
        self.names.get(&id).cloned().unwrap_or_default()
    }

    fn written(&self, entry: &Entry) -> Option<ValueView> {
        match &entry.change {
            Change::Slot(slot) => Some(self.value(&entry.path, slot)),
            Change::Family(birth) => {
                Some(ValueView { raw: birth_words(birth), ..ValueView::default() })
            }
            _ => None,
        }
    }

    /// An answer in words.
    pub(crate) fn value(&self, path: &Path, slot: &Slot) -> ValueView {
        let question = self.form_question(path);
        let masked = question.is_some_and(|q| q.sensitive) && !slot.raw.is_empty();
        let choices = question.and_then(|q| q.choices).map(|list| self.form.form.choices(list));
        let code = slot.value.as_deref().filter(|_| !masked);
        let words = choices.zip(code).and_then(|(choices, code)| chosen(choices, code));
        let missing = slot.missing.as_deref().map(|code| {
            let known = labelled(self.form.form.missing(), code);
            known.unwrap_or_else(|| Text { id: code.to_owned(), en: code.to_owned() })
        });
        ValueView {
            raw: if masked { mask(&slot.raw) } else { slot.raw.clone() },
            words,
            missing,
            note: slot.note.clone(),
            confirmed: reasons(&slot.confirmed),
            released: reasons(&slot.released),
            masked,
        }
    }

    fn family(&self, family: FamilyId) -> OtherFamily {
        let known = self.store.family(family).ok().flatten();
        let head = known.map(|record| record.head).unwrap_or_default();
        OtherFamily { family: family.to_string(), head }
    }

    pub(crate) fn by(&self, entry: &Entry) -> ByView {
        let enrolment = self.store.enrolment();
        let own = entry.officer == enrolment.officer;
        let device = entry.dot.actor.device;
        ByView {
            officer: own.then(|| enrolment.officer_code.clone()),
            own,
            mode: match entry.mode {
                Mode::Visit => WorkMode::Visit,
                Mode::Keying => WorkMode::Keying,
                Mode::Verifying => WorkMode::Verifying,
                Mode::Supervising => WorkMode::Supervising,
                Mode::Import => WorkMode::Import,
            },
            device: (device != enrolment.device).then(|| {
                let id = device.0.simple().to_string();
                id.chars().skip(id.len() - 4).collect()
            }),
        }
    }
}

/// `device.incarnation.number`.
pub(crate) fn entry_name(dot: Dot) -> String {
    format!("{}.{}.{}", dot.actor.device, dot.actor.incarnation, dot.seq)
}

/// The dot of an entry's name.
pub(crate) fn dot_of(name: &str) -> Result<Dot, DeskError> {
    let bad = || DeskError::At(Code::BadRequest, "entry".into());
    let mut parts = name.splitn(3, '.');
    let mut part = || parts.next().ok_or_else(bad);
    let (device, incarnation, seq) = (part()?, part()?, part()?);
    let actor = Actor {
        device: device.parse().map_err(|_| bad())?,
        incarnation: incarnation.parse().map_err(|_| bad())?,
    };
    Ok(Dot { actor, seq: seq.parse().map_err(|_| bad())? })
}

/// Both clocks as they were; the laptop's is shown, and orders nothing.
pub(crate) fn when(at: &Times) -> WhenView {
    let reckoned = at.reckoned();
    let minutes = |millis: u64| u32::try_from(millis.div_ceil(MINUTE)).unwrap_or(u32::MAX);
    // When the office's time is only the earliest, a clock ahead of it may be right.
    let wrong = reckoned.is_some_and(|reckoned| {
        let off = at.wall.saturating_sub(reckoned.at);
        match reckoned.within {
            Some(within) => off.unsigned_abs() > CLOCK_TOLERANCE.unsigned_abs() + within,
            None => off < -CLOCK_TOLERANCE,
        }
    });
    WhenView {
        laptop: rfc3339(at.wall),
        office: reckoned.map(|reckoned| rfc3339(reckoned.at)),
        within_minutes: reckoned.and_then(|reckoned| reckoned.within).map(minutes),
        clock_wrong: wrong,
    }
}

fn agree(heads: &[&Entry]) -> bool {
    heads.windows(2).all(|pair| pair[0].change == pair[1].change)
}

fn names(
    history: &History,
    form: &LoadedForm,
    document: Option<DocumentId>,
) -> BTreeMap<InstanceId, String> {
    let repeats = form.form.repeats().iter();
    let naming: BTreeSet<String> = repeats.filter_map(|repeat| form.naming(&repeat.name)).collect();
    let mut names = BTreeMap::new();
    for entry in history.story(document) {
        if let (Some(id), Some(name), Change::Slot(slot)) =
            (entry.path.instance, &entry.path.name, &entry.change)
            && naming.contains(&**name)
            && !slot.raw.is_empty()
        {
            names.insert(id, slot.raw.clone());
        }
    }
    names
}

fn labelled(choices: &[Choice], code: &str) -> Option<Text> {
    choices.iter().find(|choice| choice.code == code).map(|choice| text(&choice.label))
}

/// A code, or several with a space between, in words.
fn chosen(choices: &[Choice], codes: &str) -> Option<Text> {
    let all: Option<Vec<Text>> = codes.split(' ').map(|code| labelled(choices, code)).collect();
    let all = all.filter(|all| !all.is_empty())?;
    let joined = |of: fn(&Text) -> &str| all.iter().map(of).collect::<Vec<_>>().join(", ");
    Some(Text { id: joined(|words| &words.id), en: joined(|words| &words.en) })
}

fn birth_words(birth: &Birth) -> String {
    let number = |number: u16| if number == 0 { "–".to_owned() } else { number.to_string() };
    let (building, family) = (number(birth.building), number(birth.number));
    format!("{} · {building} · {family} · {}", birth.head, birth.address)
}

fn deed(entry: &Entry, before: &[&Entry]) -> Deed {
    match &entry.change {
        Change::Slot(slot) => match before {
            [only]
                if same_answer(&only.change, slot)
                    && released(&only.change) != Some(&slot.released) =>
            {
                Deed::Released
            }
            [only] if same_answer(&only.change, slot) => Deed::Remarked,
            _ => Deed::Answered,
        },
        Change::Join { from: Some(_), .. } => Deed::CameFrom,
        Change::Join { .. } => {
            let there = before.iter().any(|before| matches!(before.change, Change::Join { .. }));
            if there { Deed::Placed } else { Deed::Joined }
        }
        Change::Leave { to: None } => Deed::Left,
        Change::Leave { to: Some(_) } => Deed::WentTo,
        Change::Opened { .. } => Deed::Opened,
        Change::Finished { .. } => Deed::Finished,
        Change::Reopened {} => Deed::Reopened,
        Change::Returned { .. } => Deed::Returned,
        Change::Removed {} => Deed::Removed,
        Change::Restored {} => Deed::Restored,
        Change::Revealed { .. } => Deed::Revealed,
        Change::Noticed { .. } => Deed::Noticed,
        Change::Form(_) => Deed::Form,
        Change::File(_) => Deed::File,
        Change::NoFile {} => Deed::NoFile,
        Change::Custody(_) => Deed::Custody,
        Change::Keying(_) => Deed::Keying,
        Change::Attendance(_) => Deed::Attended,
        Change::Parked { .. } => Deed::Parked,
        Change::Unparked {} => Deed::Unparked,
        Change::Sheet { .. } => Deed::Sheet,
        Change::Verified(_) => Deed::Verified,
        Change::Adjudicated { .. } => Deed::Adjudicated,
        Change::Ticked { .. } => Deed::Ticked,
        Change::Family(_)
        | Change::Visit { .. }
        | Change::Alias { .. }
        | Change::Accepted { .. }
        | Change::Listed(_)
        | Change::Position(_)
        | Change::HandedOver { .. }
        | Change::TakenBack {}
        | Change::Sampled {}
        | Change::Sls(_)
        | Change::Recap(_)
        | Change::Approved {}
        | Change::Disapproved { .. } => Deed::Family,
    }
}

/// The question an entry of a log is about; otherwise what it writes.
fn about(entry: &Entry) -> &Path {
    match &entry.change {
        Change::Adjudicated { question, .. } | Change::Ticked { question, .. } => question,
        Change::Verified(verified) => verified.question.as_ref().unwrap_or(&entry.path),
        _ => &entry.path,
    }
}

fn reasons(by_rule: &BTreeMap<String, String>) -> Vec<ConfirmedView> {
    let reasons = by_rule.iter();
    reasons
        .map(|(rule, reason)| ConfirmedView { rule: rule.clone(), reason: reason.clone() })
        .collect()
}

fn released(change: &Change) -> Option<&BTreeMap<String, String>> {
    match change {
        Change::Slot(slot) => Some(&slot.released),
        _ => None,
    }
}

fn same_answer(change: &Change, slot: &Slot) -> bool {
    matches!(change, Change::Slot(before) if before.raw == slot.raw && before.missing == slot.missing)
}

fn other_family(change: &Change) -> Option<FamilyId> {
    match change {
        Change::Join { from, .. } => *from,
        Change::Leave { to } => *to,
        Change::Alias { family } => Some(*family),
        _ => None,
    }
}

fn comments(change: &Change) -> Vec<CommentView> {
    let view = |comment: &Comment| CommentView {
        path: comment.path.as_ref().map(ToString::to_string),
        text: comment.text.clone(),
    };
    match change {
        Change::Returned { comments } => comments.iter().map(view).collect(),
        _ => Vec::new(),
    }
}
