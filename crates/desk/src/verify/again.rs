//! Keying a document again, field by field and blind. What was tried once is kept nowhere: after a
//! power cut the field begins anew.

use std::collections::BTreeMap;

use cacah_family::entry::{Change, Effort, Mode, Source};
use cacah_family::id::DocumentId;
use cacah_family::paper::{Outcome, Verified};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_keying::verify::{Reading, judge};
use cacah_store::{Commit, NewEntry, PaperRecord};
use cacah_wire::command::{
    InstanceView, OpenVerify, Progress, VerifyDone, VerifyField, VerifyOutcome, VerifyStep,
    VerifyView,
};
use cacah_wire::error::Code;

use super::{Facts, fields, must_key, number, queue, settings, supervises, waits};
use crate::document::Document;
use crate::error::DeskError;
use crate::form::edition;
use crate::interview::{MAX_ANSWER, path};
use crate::session::Session;

/// The document that is keyed again. The first keying is in here and in no reply.
pub(crate) struct Again {
    document: Document,
    /// Fields to key, in paper order.
    fields: Vec<Path>,
    /// Fields that are done.
    done: BTreeMap<Path, Outcome>,
    /// Where the second keyer has tried once.
    tried: Option<Try>,
}

struct Try {
    at: Path,
    read: Slot,
    effort: Effort,
}

pub(crate) fn open(session: &mut Session, args: &OpenVerify) -> Result<VerifyView, DeskError> {
    begin(session, &args.document)?;
    let again = at_work(session, &args.document)?;
    let (form, family) = (again.document.form.clone(), again.document.family);
    let fields: Vec<String> = again.fields.iter().map(ToString::to_string).collect();
    let done = again.fields.iter().filter(|path| again.done.contains_key(path));
    let (done, next) = (done.map(ToString::to_string).collect(), again.after(None));
    let instances = instances(&again.document);
    let birth = session.family(family)?.birth;
    Ok(VerifyView {
        document: args.document.clone(),
        family: family.to_string(),
        idsubsls: birth.idsubsls.to_string(),
        building: birth.building,
        number: birth.number,
        edition: edition(&form.version),
        instances,
        fields,
        done,
        next,
    })
}

pub(crate) fn field(session: &mut Session, args: VerifyField) -> Result<VerifyStep, DeskError> {
    if args.raw.len() > MAX_ANSWER {
        return Err(DeskError::At(Code::AnswerTooLong, args.path));
    }
    let at = path(&args.path)?;
    let again = at_work(session, &args.document)?;
    if !again.fields.contains(&at) || again.done.contains_key(&at) {
        return Err(DeskError::At(Code::NotFound, args.path));
    }
    let read = Slot { raw: args.raw, missing: args.missing, ..Slot::default() };
    let mut effort = Effort { keys: args.keys, active: args.active };
    let before = again.tried.take().filter(|before| before.at == at);
    if let Some(before) = &before {
        effort.keys = effort.keys.saturating_add(before.effort.keys);
        effort.active = effort.active.saturating_add(before.effort.active);
    }
    let Some(outcome) = again.judge(&at, before.as_ref(), &read, args.parked) else {
        again.tried = Some(Try { at: at.clone(), read, effort });
        let (next, progress) = (Some(at.to_string()), again.progress());
        return Ok(VerifyStep { outcome: VerifyOutcome::Again, next, progress });
    };
    let second = (outcome == Outcome::Disputed).then_some(read);
    let verified = Verified { question: Some(at.clone()), outcome, second };
    let entry = again.entry(verified, effort);
    append(session, vec![entry])?;
    let again = at_work(session, &args.document)?;
    again.done.insert(at.clone(), outcome);
    let (next, progress) = (again.after(Some(&at)), again.progress());
    Ok(VerifyStep { outcome: shown(outcome), next, progress })
}

/// Says that all of it is done, once.
pub(crate) fn finish(session: &mut Session, args: &OpenVerify) -> Result<VerifyDone, DeskError> {
    let again = at_work(session, &args.document)?;
    if again.after(None).is_some() {
        return Err(Code::NotFinished.into());
    }
    let count = |wanted: fn(&Outcome) -> bool| {
        number(again.done.values().filter(|outcome| wanted(outcome)).count())
    };
    let done = VerifyDone {
        fields: number(again.done.len()),
        slips: count(|outcome| *outcome == Outcome::Slip),
        disputed: count(|outcome| waits(*outcome)),
    };
    let all = Verified { question: None, outcome: Outcome::Done, second: None };
    let (id, family) = (again.document.id, again.document.family);
    let entry = again.entry(all, Effort::default());
    if !Facts::of(&session.store.history(family)?, id).done {
        append(session, vec![entry])?;
    }
    session.verify.again = None;
    Ok(done)
}

/// Makes ready a document that this officer may key again.
fn begin(session: &mut Session, document: &str) -> Result<(), DeskError> {
    session.verify.again = None;
    must_key(&session.store)?;
    let id: DocumentId = document.parse().map_err(|_| Code::NotFound)?;
    let chosen = queue::known(session, id)?.ok_or(Code::NotFound)?;
    let form = session.form()?;
    let paper = (chosen.record.family, Source::Paper);
    let loaded = Document::load_from(&mut session.store, paper, &form)?;
    let (document, _) = loaded.filter(|(found, _)| found.id == id).ok_or(Code::NotFound)?;
    if !document.is_finished() {
        return Err(Code::NotFinished.into());
    }
    let facts = Facts::of(&session.store.history(chosen.record.family)?, id);
    if facts.keyers.contains(&session.store.enrolment().officer) {
        return Err(Code::NotAllowed.into());
    }
    // Somebody may have begun since the queue was made.
    let known = session.store.paper_document(chosen.record.family, Source::Paper)?;
    must_be_free(session, &known.ok_or(Code::NotFound)?)?;
    let always = settings::read(&session.store)?.always;
    let fields = fields::of(&document, chosen.extent, &always);
    let done = facts.fields.into_iter().map(|(path, (outcome, _))| (path, outcome));
    let done = done.filter(|(path, _)| fields.contains(path)).collect();
    session.verify.again = Some(Again { document, fields, done, tried: None });
    Ok(())
}

/// One person keys a document again. A supervisor goes on with what somebody left.
pub(super) fn must_be_free(session: &Session, record: &PaperRecord) -> Result<(), DeskError> {
    let me = session.store.enrolment().officer;
    let others = record.verifier.is_some_and(|by| by != me);
    match others && (record.done.is_some() || !supervises(&session.store)?) {
        true => Err(Code::InOtherHands.into()),
        false => Ok(()),
    }
}

/// True while this document is open to be keyed again.
pub(crate) fn is_keyed_again(session: &Session, document: DocumentId) -> bool {
    session.verify.again.as_ref().is_some_and(|again| again.document.id == document)
}

fn at_work<'s>(session: &'s mut Session, document: &str) -> Result<&'s mut Again, DeskError> {
    let again =
        session.verify.again.as_mut().filter(|again| again.document.id.to_string() == document);
    Ok(again.ok_or(Code::NotFound)?)
}

impl Again {
    fn judge(&self, at: &Path, before: Option<&Try>, read: &Slot, parked: bool) -> Option<Outcome> {
        if parked {
            return Some(Outcome::Parked);
        }
        let first = self.document.slot(at);
        let kind = fields::kind(&self.document.form.form, at);
        let before = before.map(|before| Reading::from(&before.read));
        judge(Reading::from(&first), before, Reading::from(read), kind)
    }

    /// The first field behind `at` that is not done, else the first of all.
    fn after(&self, at: Option<&Path>) -> Option<String> {
        let from = at.and_then(|at| self.fields.iter().position(|path| path == at)).unwrap_or(0);
        let (before, behind) = self.fields.split_at(from);
        let open = |path: &&Path| !self.done.contains_key(path);
        behind.iter().chain(before).find(open).map(ToString::to_string)
    }

    fn progress(&self) -> Progress {
        let (answered, asked) = (number(self.done.len()), number(self.fields.len()));
        Progress { answered, asked, blocks: Vec::new() }
    }

    fn entry(&self, verified: Verified, effort: Effort) -> NewEntry {
        verified_entry(&self.document, verified, effort)
    }
}

/// An entry of keying again.
pub(super) fn verified_entry(document: &Document, verified: Verified, effort: Effort) -> NewEntry {
    NewEntry {
        family: document.family,
        document: Some(document.id),
        path: Path::question(Path::VERIFIED),
        change: Change::Verified(verified),
        over: Vec::new(),
        mode: Mode::Verifying,
        form: Some(document.form.version.clone()),
        effort,
    }
}

pub(super) fn append(session: &mut Session, entries: Vec<NewEntry>) -> Result<(), DeskError> {
    session.store.append(Commit { entries, summary: None, stand: None })?;
    session.saved = Some(session.host.now());
    Ok(())
}

/// The columns of the first keyer, without a word about who stands in them.
fn instances(document: &Document) -> Vec<InstanceView> {
    let repeats = document.form.form.repeats().iter();
    let members = repeats.flat_map(|repeat| document.members(&repeat.name));
    let views = members.map(|member| InstanceView {
        instance: member.instance.to_string(),
        repeat: member.repeat.clone(),
        within: member.parent.map(|parent| parent.to_string()),
        leaving: None,
        arriving: None,
        came_from: None,
    });
    views.collect()
}

fn shown(outcome: Outcome) -> VerifyOutcome {
    match outcome {
        Outcome::Same | Outcome::Done => VerifyOutcome::Same,
        Outcome::Slip => VerifyOutcome::Slip,
        Outcome::Disputed => VerifyOutcome::Disputed,
        Outcome::Parked => VerifyOutcome::Parked,
    }
}
