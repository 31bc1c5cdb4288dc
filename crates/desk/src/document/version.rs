//! A document of one version of the form, worked on under another.

use cacah_family::entry::Change;
use cacah_family::path::Path;
use cacah_form::{Impact, impact};
use cacah_store::NewEntry;

use super::Document;

impl Document {
    /// What is written with the first change under another structure than the last: from then on
    /// the document is one of this version, until it is opened under another again. Only reading
    /// it writes nothing.
    pub(super) fn opening(&self) -> Option<NewEntry> {
        let here = &self.form.version;
        let known = self.under.is_empty()
            || self.under.iter().any(|version| version.structure == here.structure);
        (!known).then(|| {
            let path = Path::question(Path::FORM);
            // A log to whoever unites it, and yet the last opening is the one that counts.
            let over = self.heads.get(&path).cloned().unwrap_or_default();
            NewEntry { over, ..self.entry_over(path, Change::Form(here.clone())) }
        })
    }

    /// What it does to the document to be read as `other`, the same one under another version.
    pub(crate) fn impact(&self, other: &Self) -> Impact {
        impact(&self.interview, &other.interview)
    }
}
