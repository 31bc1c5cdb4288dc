//! The questionnaire of the practice round, compiled, and interviews in it.

use std::path::{Path as File, PathBuf};
use std::sync::Arc;

use cacah_form::{Answer, Form, Functions, Interview, Path, Sheets};
use uuid::Uuid;

use crate::ternate::FamilyAnswers;

/// Roster of the form.
pub const ROSTER: &str = "anggota";

/// The folder of a form in this repository.
#[must_use]
pub fn folder(form: &str) -> PathBuf {
    File::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/forms").join(form)
}

/// Files of a form: name and contents.
///
/// # Panics
/// When the folder cannot be read.
#[must_use]
pub fn files(form: &str) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder(form)).expect("the folder of the form");
    let paths = entries.flatten().map(|entry| entry.path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("a sheet"))
        })
        .collect()
}

/// Compiles the sheets of a form.
///
/// # Panics
/// When the form has an error.
#[must_use]
pub fn compile(files: &[(String, Vec<u8>)]) -> Form {
    let named: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let sheets = Sheets::from_csv(&named).expect("the sheets are read");
    Form::compile(&sheets).expect("the form compiles")
}

/// An interview with all of a family's answers, keyed one by one in paper order.
///
/// # Panics
/// When the form has no place for an answer, or does not ask for it.
#[must_use]
pub fn interview(
    form: &Arc<Form>,
    functions: Arc<dyn Functions>,
    answers: &FamilyAnswers,
) -> Interview {
    let mut interview = Interview::new(Arc::clone(form), functions);
    let set = |path: Path, raw: &str, interview: &mut Interview| {
        assert!(interview.relevant(&path), "{} is not asked", path.question);
        interview.set(&path, Answer::raw(raw)).expect("it takes an answer");
    };
    for answer in &answers.opening {
        set(Path::document(&answer.question), &answer.raw, &mut interview);
    }
    for (index, member) in answers.members.iter().enumerate() {
        let id = instance(index);
        interview.add(ROSTER, id, None, usize::MAX).expect("a new member");
        for answer in member {
            set(Path::of(id, &answer.question), &answer.raw, &mut interview);
        }
    }
    for answer in &answers.closing {
        set(Path::document(&answer.question), &answer.raw, &mut interview);
    }
    interview
}

/// A fixed instance id for the member at `index`.
#[must_use]
pub fn instance(index: usize) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(1, &[0; 10])
        .into_uuid()
        .as_u128()
        .checked_add(index as u128)
        .map_or(Uuid::nil(), Uuid::from_u128)
}

#[cfg(test)]
mod tests {
    use cacah_form::{NoFunctions, Owed};

    use super::*;
    use crate::ternate::families;

    #[test]
    fn every_synthetic_family_is_clean_and_complete() {
        let form = Arc::new(compile(&files("regsosek22-k")));
        for family in families(20_221_015, 200) {
            let mut interview = interview(&form, Arc::new(NoFunctions), &family.answers());
            interview.finish(Owed::Enumerator);
            let found = interview.findings();
            assert!(found.is_empty(), "family {}: {found:?}", family.number);
            let open = interview.open_questions();
            let owed = open.iter().find(|(_, owed)| *owed == Owed::Enumerator);
            assert_eq!(owed, None, "family {}", family.number);
        }
    }
}
