//! Fixed fields of a bundle: keyed once, in every document of it from then on.

use std::collections::BTreeMap;

use cacah_family::area::Idsubsls;
use cacah_form::Question;
use cacah_wire::command::{BundleArgs, BundleField, BundleFields};
use cacah_wire::error::Code;

use crate::error::DeskError;
use crate::interview::MAX_ANSWER;
use crate::listing::bad;
use crate::session::Session;

/// Every fixed question with what it holds: as it was keyed for the bundle, else as its area says.
pub(crate) fn fields(session: &mut Session, args: &BundleArgs) -> Result<BundleFields, DeskError> {
    let sls = session.area(&args.idsubsls)?.idsubsls;
    let known = known(session, &sls)?;
    let form = session.form()?;
    let fields = fixed(form.form.questions()).map(|question| BundleField {
        question: question.name.clone(),
        raw: known.get(&question.name).cloned().unwrap_or_default(),
    });
    Ok(BundleFields { idsubsls: sls.to_string(), fields: fields.collect() })
}

/// Remembers them; documents already begun keep what they hold.
pub(crate) fn set_fields(
    session: &mut Session,
    args: &BundleFields,
) -> Result<BundleFields, DeskError> {
    let sls = session.area(&args.idsubsls)?.idsubsls;
    let form = session.form()?;
    let mut kept = session.store.bundle_fields(&sls)?;
    for BundleField { question, raw } in &args.fields {
        if !fixed(form.form.questions()).any(|fixed| fixed.name == *question) {
            return Err(bad("fields"));
        }
        if raw.len() > MAX_ANSWER {
            return Err(DeskError::At(Code::AnswerTooLong, question.clone()));
        }
        kept.insert(question.clone(), raw.trim().to_owned());
    }
    session.store.set_bundle_fields(&sls, &kept)?;
    fields(session, &BundleArgs { idsubsls: args.idsubsls.clone() })
}

/// True once every fixed question of a bundle holds something.
pub(super) fn is_fixed(session: &mut Session, sls: &Idsubsls) -> Result<bool, DeskError> {
    let known = known(session, sls)?;
    let form = session.form()?;
    Ok(fixed(form.form.questions())
        .all(|question| known.get(&question.name).is_some_and(|raw| !raw.is_empty())))
}

fn fixed(questions: &[Question]) -> impl Iterator<Item = &Question> {
    questions.iter().filter(|question| question.bundled && question.repeat.is_none())
}

/// What is known of fixed questions, by name.
fn known(session: &mut Session, sls: &Idsubsls) -> Result<BTreeMap<String, String>, DeskError> {
    let form = session.form()?;
    let area = session.known_of_area(sls)?;
    let said = fixed(form.form.questions()).filter_map(|question| {
        let raw = area.get(question.prefill.as_deref()?)?;
        Some((question.name.clone(), raw.clone()))
    });
    let mut known: BTreeMap<String, String> = said.collect();
    known.extend(session.store.bundle_fields(sls)?);
    Ok(known)
}
