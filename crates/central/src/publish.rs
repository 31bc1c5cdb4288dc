//! Handing a version of the questionnaire out, and what that does to the documents that are there.

pub(crate) mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cacah_family::area::District;
use cacah_family::entry::FormVersion;
use cacah_family::host::Millis;
use cacah_family::id::{DocumentId, FamilyId, RoundId};
use cacah_family::merge::History;
use cacah_family::round::Round;
use cacah_family::trail::{Act, Deed, Subject};
use cacah_form::{Effect, Form, FormDiff, Severity, diff, impact, lint};

use crate::access::Action;
use crate::central::Central;
use crate::check::interview;
use crate::error::{CentralError, Result};
use crate::forms::{Forms, RoundForms, compile, sheets};
use crate::ingest::{Said, settled};
use crate::storage::{KnownFamily, Storage, StorageError};

/// Files of a version: name, text.
pub type FormFiles = BTreeMap<String, String>;

/// What a version would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormPreview {
    /// The version in force and this one, side by side.
    pub diff: FormDiff,
    /// Documents that are not finished.
    pub open: DocumentCount,
    /// Documents that are; they stay as they are until somebody goes on with them.
    pub finished: DocumentCount,
    /// Documents that something happens to.
    pub documents: Vec<DocumentImpact>,
}

/// Documents by what happens to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentCount {
    /// All.
    pub all: u32,
    /// Nothing is asked, hidden or judged otherwise.
    pub unchanged: u32,
    /// Documents by effect; one may have several.
    pub effects: BTreeMap<Effect, u32>,
}

/// A document that something happens to. No answer, no name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentImpact {
    /// Its family.
    pub family: FamilyId,
    /// It.
    pub document: DocumentId,
    /// Whether it is finished.
    pub finished: bool,
    /// What happens.
    pub effects: BTreeSet<Effect>,
}

/// A version that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormEdition {
    /// Its number within the round.
    pub number: u32,
    /// `version` of its settings.
    pub version: String,
    /// When it was handed out, each time.
    pub handed_out: Vec<Millis>,
    /// Whether it is the one in force.
    pub in_force: bool,
}

impl<S: Storage> Central<S> {
    /// The round of this name; without a name the only one there is.
    ///
    /// # Errors
    /// [`CentralError::NotFound`], also when there are several and none is named.
    pub fn named_round(&self, name: Option<&str>) -> Result<Round> {
        let mut rounds = self.storage.rounds()?;
        rounds.retain(|round| name.is_none_or(|name| round.name == name));
        match (rounds.pop(), rounds.is_empty()) {
            (Some(round), true) => Ok(round),
            _ => Err(CentralError::NotFound("round")),
        }
    }

    /// What handing these files out would do to every document of the round. Writes nothing.
    ///
    /// # Errors
    /// As [`Central::publish_form`].
    pub fn preview_form(&self, by: &str, round: RoundId, files: &FormFiles) -> Result<FormPreview> {
        self.allow(by, Action::PublishForm, "")?;
        let forms = Forms::of(&self.storage, round)?;
        let (new, _) = self.admissible(&forms, files)?;
        let new = Arc::new(new);
        let current = forms.in_force().ok_or(StorageError::Damaged("form"))?;
        let current = self.forms.form(&self.storage, round, current)?;
        let mut preview = FormPreview {
            diff: diff(&current, &new),
            open: DocumentCount::default(),
            finished: DocumentCount::default(),
            documents: Vec::new(),
        };
        for (wil, family) in self.storage.everyone()? {
            let known = self.storage.known(&wil, family)?;
            if known.row.as_ref().is_some_and(|row| row.birth.round == round) {
                self.weigh(&mut preview, (&wil, family, &known), &forms, &new)?;
            }
        }
        Ok(preview)
    }

    /// Hands a version out: laptops are told of it with the next page. Documents keyed under every
    /// earlier version are taken for ever. What only the rules say is found anew at once.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`] but to who may in all areas of the endpoint;
    /// [`CentralError::Form`] and [`CentralError::Lint`] for one with errors; [`CentralError::SameVersion`] and
    /// [`CentralError::OtherForm`] for one that is not another version of the round's form. Nothing
    /// is written then.
    pub fn publish_form(&self, by: &str, round: RoundId, files: &FormFiles) -> Result<u32> {
        let by = self.allow(by, Action::PublishForm, "")?;
        let forms = Forms::of(&self.storage, round)?;
        let (_, version) = self.admissible(&forms, files)?;
        let number = self.storage.publish(round, &version, files, self.host.now())?;
        let deed = Deed::new(Act::Published).on(Subject::Form(version));
        self.storage.note(Some(by), None, deed, self.host.now())?;
        let released = self.reconsider()?;
        let judged = self.judge_anew(round)?;
        tracing::info!(%round, number, released, judged, "form handed out");
        Ok(number)
    }

    /// The files of a version that is kept, to be handed out again: so one is taken back.
    ///
    /// # Errors
    /// [`CentralError::NotFound`] for a number that no version has.
    pub fn former_form(&self, round: RoundId, number: u32) -> Result<FormFiles> {
        let forms = Forms::of(&self.storage, round)?;
        let known = forms.versions().iter().any(|row| row.number == number);
        if known {
            self.forms.files(&self.storage, round, number)
        } else {
            Err(CentralError::NotFound("form"))
        }
    }

    /// Every version of the round, by number.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn editions(&self, round: RoundId) -> Result<Vec<FormEdition>> {
        let forms = Forms::of(&self.storage, round)?;
        let publications = self.storage.publications(round)?;
        let in_force = forms.in_force().map(|row| row.number);
        let editions = forms.versions().iter().map(|row| {
            let form = self.forms.form(&self.storage, round, row)?;
            let times = publications.iter().filter(|past| past.version == row.number);
            Ok(FormEdition {
                number: row.number,
                version: form.version().to_owned(),
                handed_out: times.map(|past| past.at).collect(),
                in_force: in_force == Some(row.number),
            })
        });
        let mut editions: Vec<_> = editions.collect::<Result<_>>()?;
        editions.sort_by_key(|edition| edition.number);
        Ok(editions)
    }

    /// Compiles files that are to be a version of the round's form. One that was changed must say so
    /// in its `version`: two forms under one name cannot be told apart in the field.
    fn admissible(&self, forms: &RoundForms, files: &FormFiles) -> Result<(Form, FormVersion)> {
        let (new, version) = compile(files)?;
        let mut wrong = lint(&sheets(files)?);
        wrong.retain(|found| found.severity == Severity::Error);
        if !wrong.is_empty() {
            return Err(CentralError::Lint(wrong));
        }
        for row in forms.versions() {
            let known = self.forms.form(&self.storage, forms.round(), row)?;
            if known.id() != new.id() {
                return Err(CentralError::OtherForm(known.id().to_owned()));
            }
            if known.version() == new.version() && row.version != version {
                return Err(CentralError::SameVersion(new.version().to_owned()));
            }
        }
        Ok((new, version))
    }

    fn weigh(
        &self,
        preview: &mut FormPreview,
        (wil, family, known): (&District, FamilyId, &KnownFamily),
        forms: &RoundForms,
        new: &Arc<Form>,
    ) -> Result<()> {
        let mut history = History::default();
        let stored = known.segments.iter().filter(|segment| segment.held.is_none());
        stored.filter_map(|segment| segment.entries()).flatten().for_each(|entry| {
            history.insert(entry);
        });
        let elsewhere = Said::default().of(family, &known.elsewhere, wil);
        for (document, state) in settled(&history, &elsewhere).documents {
            if state.removed {
                continue;
            }
            let row = forms.for_document(&state.forms).ok_or(StorageError::Damaged("form"))?;
            let old = self.forms.form(&self.storage, forms.round(), row)?;
            let effects = impact(&interview(&old, &state), &interview(new, &state)).effects();
            let finished = state.finished.is_some();
            let count = if finished { &mut preview.finished } else { &mut preview.open };
            count.add(&effects);
            if !effects.is_empty() {
                preview.documents.push(DocumentImpact { family, document, finished, effects });
            }
        }
        Ok(())
    }
}

impl DocumentCount {
    fn add(&mut self, effects: &BTreeSet<Effect>) {
        self.all += 1;
        self.unchanged += u32::from(effects.is_empty());
        for effect in effects {
            *self.effects.entry(*effect).or_default() += 1;
        }
    }
}
