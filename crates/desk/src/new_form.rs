//! A newer version of the form: what it does to documents in work, and taking it between two of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use cacah_family::entry::Source;
use cacah_form::Effect;
use cacah_wire::command::{FormEffects, FormView, NewFormView, WaitingForm};
use cacah_wire::error::Code;

use crate::document::Document;
use crate::error::DeskError;
use crate::form::{self, LoadedForm};
use crate::session::Session;

impl Session {
    /// The form that waits, and what it does to the documents that are not finished.
    pub(crate) fn new_form(&mut self) -> Result<NewFormView, DeskError> {
        let Some(new) = self.waiting_form()? else { return Ok(NewFormView { waiting: None }) };
        let now = self.form()?;
        let mut effects = FormEffects::default();
        for family in self.store.open_families(Source::Visit)? {
            let before = Document::load(&mut self.store, family, &now)?;
            let after = Document::load(&mut self.store, family, &new)?;
            if let (Some((before, _)), Some((after, _))) = (before, after) {
                count(&mut effects, &before.impact(&after).effects());
            }
        }
        let version = new.form.version().to_owned();
        Ok(NewFormView { waiting: Some(WaitingForm { version, effects }) })
    }

    /// Works with the form that waits from now on; the form in work.
    pub(crate) fn take_form(&mut self) -> Result<FormView, DeskError> {
        if !self.documents.is_empty() {
            return Err(DeskError::At(Code::BadRequest, "document".into()));
        }
        self.adopt()?;
        Ok(form::view(&*self.form()?))
    }

    fn adopt(&mut self) -> Result<(), DeskError> {
        if self.waiting_form()?.is_some() && self.store.take_waiting_form()? {
            // The list says how they stand under it.
            for family in self.store.open_families(Source::Visit)? {
                self.renew_family(family)?;
            }
        }
        Ok(())
    }

    /// At the beginning of a session nobody is in the middle of anything, unless the last one ended
    /// there.
    pub(crate) fn begin_form(&mut self) {
        let between = matches!(self.store.last_open(), Ok(None));
        // A form that cannot be taken (it does not load, the disk is full) waits on, and the one in
        // work stays so: no reason to keep anybody out.
        if between && let Err(error) = self.adopt() {
            tracing::warn!(%error, "the new form waits on");
        }
    }

    fn waiting_form(&self) -> Result<Option<Arc<LoadedForm>>, DeskError> {
        self.store.waiting_form()?.map(|version| self.compiled(version)).transpose()
    }
}

fn count(effects: &mut FormEffects, of_one: &BTreeSet<Effect>) {
    effects.documents += 1;
    effects.unchanged += u32::from(of_one.is_empty());
    for effect in of_one {
        *match effect {
            Effect::NeedsAnswer => &mut effects.needs_answer,
            Effect::HidesAnswer => &mut effects.hides_answer,
            Effect::NoLongerFits => &mut effects.no_longer_fits,
            Effect::NoPlace => &mut effects.no_place,
            Effect::Recomputed => &mut effects.recomputed,
        } += 1;
    }
}
