//! Which fields of a paper document are keyed again, and how two readings of one compare.

use cacah_family::paper::Always;
use cacah_family::path::Path;
use cacah_form::{Form, Kind as FormKind, Question};
use cacah_keying::verify::Kind;

use crate::document::{Document, from_engine, is_of_line};

/// How much of a document is keyed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// What is always keyed again, of whomever.
    Always,
}

/// Fields that somebody keys from the paper, in its order: asked by what was keyed first, neither
/// fixed by the bundle nor picked with the line of the listing.
pub(super) fn of(document: &Document, extent: Extent, always: &Always) -> Vec<Path> {
    let form = &document.form.form;
    let keyed = |path: &cacah_form::Path| {
        form.question(&path.question).is_some_and(|question| {
            is_keyed(question) && (extent == Extent::Whole || is_always(form, question, always))
        })
    };
    let fields = document.interview.fields().into_iter();
    fields.filter(keyed).map(|path| from_engine(&path)).collect()
}

fn is_keyed(question: &Question) -> bool {
    let file = matches!(question.kind, FormKind::File(_));
    let picked = question.prefill.as_deref().is_some_and(is_of_line);
    !question.bundled && !picked && !question.readonly && !file
}

/// True of a question, or one of a block, that is keyed again whatever the sample says.
pub(super) fn is_always(form: &Form, question: &Question, always: &Always) -> bool {
    always.questions.contains(&question.name)
        || always.blocks.contains(&form.blocks()[question.block.0].name)
}

/// How readings of a question compare.
pub(super) fn kind(form: &Form, path: &Path) -> Kind {
    let Some(question) = path.name.as_deref().and_then(|name| form.question(name)) else {
        return Kind::Text;
    };
    let appearance = question.appearance.as_deref().unwrap_or_default();
    match question.kind {
        FormKind::Text if appearance.split(' ').any(|one| one == "numbers") => Kind::Digits,
        FormKind::Text => Kind::Text,
        FormKind::Barcode | FormKind::Date | FormKind::Time | FormKind::DateTime => Kind::Digits,
        _ => Kind::Code,
    }
}
