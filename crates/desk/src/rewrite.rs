//! Entries that a live interview cannot follow one by one: written over all that stands, after which
//! what is open of the family is loaded anew.

use std::collections::BTreeMap;

use cacah_family::entry::{Effort, Source};
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::slot::{Seen, Slot};
use cacah_form::Question;
use cacah_store::{Commit, FamilyRecord, NewEntry};

use crate::document::{Document, Step, Way, Work, is_of_line};
use crate::error::DeskError;
use crate::session::Session;

impl Session {
    /// Writes `step` over everything that stands there, and loads anew what is open.
    pub(crate) fn write_over(
        &mut self,
        family: FamilyId,
        document: Option<DocumentId>,
        step: Step,
    ) -> Result<(), DeskError> {
        let entries = self.over(family, document, step)?;
        self.write_all(family, entries)
    }

    /// The entries of `step`, each over all heads at its path, and below it for a removal.
    pub(crate) fn over(
        &mut self,
        family: FamilyId,
        document: Option<DocumentId>,
        step: Step,
    ) -> Result<Vec<NewEntry>, DeskError> {
        let form = self.form()?;
        let history = self.store.history(family)?;
        let mode = self.mode_of(family, document)?;
        let entries = step.into_iter().map(|(path, change)| NewEntry {
            family,
            document,
            over: history.over(document, &path, &change),
            path,
            change,
            mode,
            form: document.map(|_| form.version.clone()),
            effort: Effort::default(),
        });
        Ok(entries.collect())
    }

    /// Makes entries of one family durable in one commit.
    pub(crate) fn write_all(
        &mut self,
        family: FamilyId,
        entries: Vec<NewEntry>,
    ) -> Result<(), DeskError> {
        self.store.append(Commit { entries, summary: None, stand: None })?;
        self.saved = Some(self.host.now());
        self.renew_family(family)
    }

    /// Loads anew what is open of a family, and tells the list what it is like now.
    pub(crate) fn renew_family(&mut self, family: FamilyId) -> Result<(), DeskError> {
        let form = self.form()?;
        let facts = Some(!self.store.history(family)?.state().undecided.is_empty());
        let open = self.documents.values().find(|d| d.family == family).map(|d| d.id);
        if let Some(id) = open
            && !self.reload(id)?
        {
            self.documents.remove(&id);
            self.store.set_open(None)?;
        }
        for source in [Source::ReVisit, Source::Paper, Source::SecondEntry, Source::Visit] {
            let open = self.documents.values().find(|d| d.family == family && d.source == source);
            if let Some(id) = open.map(|document| document.id) {
                let document = self.documents.remove(&id);
                let told = self.tell((family, source), document.as_ref(), facts);
                self.documents.extend(document.map(|document| (id, document)));
                told?;
            } else {
                let found = Document::load_from(&mut self.store, (family, source), &form)?;
                self.tell((family, source), found.as_ref().map(|(found, _)| found), facts)?;
            }
        }
        Ok(())
    }

    fn reload(&mut self, id: DocumentId) -> Result<bool, DeskError> {
        match self.documents.get_mut(&id) {
            Some(document) => document.reload(&mut self.store),
            None => Ok(false),
        }
    }

    fn tell(
        &mut self,
        (family, source): (FamilyId, Source),
        document: Option<&Document>,
        facts: Option<bool>,
    ) -> Result<(), DeskError> {
        if let Some(document) = document.filter(|document| document.is_born()) {
            let summary = Some(document.summary());
            self.store.append(Commit { entries: Vec::new(), summary, stand: None })?;
        }
        match source {
            Source::Visit => self.note_marks(family, document, facts),
            _ => Ok(()),
        }
    }

    /// The document of a family that is in work, from one source.
    pub(crate) fn in_work(
        &mut self,
        family: FamilyId,
        source: Source,
    ) -> Result<Option<DocumentId>, DeskError> {
        let form = self.form()?;
        let found = Document::load_from(&mut self.store, (family, source), &form)?;
        Ok(found.map(|(document, _)| document.id))
    }

    /// A document that nobody has answered in, with what is known of the family.
    pub(crate) fn unborn(
        &mut self,
        record: &FamilyRecord,
        source: Source,
    ) -> Result<Document, DeskError> {
        let form = self.form()?;
        let known = self.known(record)?;
        let paper = !source.is_interview();
        let fixed = match paper {
            true => self.store.bundle_fields(&record.birth.idsubsls)?,
            false => BTreeMap::new(),
        };
        let known = |question: &Question| {
            let prefill = question.prefill.as_deref();
            // What else paper says is read from it.
            let name = prefill.filter(|name| !paper || is_of_line(name));
            let fixed = || fixed.get(&question.name).filter(|_| question.bundled);
            let said = name.and_then(|name| known.get(name)).map(|raw| (raw, Some(Seen::Prelist)));
            let (raw, seen) = said.or_else(|| fixed().map(|raw| (raw, None)))?;
            Some(Slot { raw: raw.clone(), seen, ..Slot::default() })
        };
        let work = Work::anew(&self.store, record.family, source)?;
        let of = (record.family, source, work);
        Document::unborn((&self.store, &*self.host), of, &form, known)
    }

    /// Remembers in an open document what takes an action back that was carried out here.
    pub(crate) fn note_undo(&mut self, document: DocumentId, inverse: Step) {
        if let Some(open) = self.documents.get_mut(&document) {
            open.note_undo(inverse);
        }
    }

    /// Undo or redo was carried out here; `inverse` leads back.
    pub(crate) fn stepped(&mut self, document: DocumentId, way: Way, inverse: Step) {
        if let Some(open) = self.documents.get_mut(&document) {
            open.stepped(way, inverse);
        }
    }
}
