//! What the reference engines need of this repository: where they are, and the questionnaires and
//! families of ours in their language. Every failure on the way is text.

use std::path::{Path as File, PathBuf};
use std::process::Command;
use std::sync::Arc;

use cacah_form::{Form, Interview, Kind, NoFunctions, Path};

use crate::forms::Step;
use crate::questionnaire::{ROSTER, folder, instance, interview};
use crate::ternate::FamilyAnswers;

/// Prints where pyxform keeps ODK Validate, which is JavaRosa with a door.
const WHERE: &str = "from pyxform.validators import odk_validate as v; print(v.ODK_VALIDATE_PATH)";

/// The `XForm` that pyxform makes of a form of this repository, packed as a workbook.
///
/// # Errors
/// What the program that did not start or refused says.
pub fn xform(form: &str) -> Result<String, String> {
    let target = root().join("target");
    let peers = target.join("peers");
    std::fs::create_dir_all(&peers).map_err(|error| error.to_string())?;
    let (workbook, xml) = (peers.join("form.xlsx"), peers.join("form.xml"));
    // A workbook is overwritten by nobody unasked.
    let _ = std::fs::remove_file(&workbook);
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let pack = ["run", "--quiet", "--locked", "--package", "cacah-form-cli", "--", "pack"];
    output(Command::new(cargo).args(pack).arg(folder(form)).arg("--output").arg(&workbook))?;
    let mut converting = Command::new(target.join("pyxform/bin/python"));
    converting.args(["-m", "pyxform.xls2xform", "--skip_validate"]).arg(&workbook).arg(&xml);
    output(&mut converting)?;
    std::fs::read_to_string(&xml).map_err(|error| error.to_string())
}

/// The file of ODK Validate, with JavaRosa in it.
///
/// # Errors
/// Why pyxform, which brings it, is not there.
pub fn jar() -> Result<String, String> {
    let python = root().join("target/pyxform/bin/python");
    output(Command::new(python).args(["-c", WHERE])).map(|path| path.trim().to_owned())
}

/// A family as steps on a new document, which has one member already: values as the form
/// understands them, in the order of keying; of a sum its codes.
///
/// # Panics
/// When the form has no place for an answer.
#[must_use]
pub fn steps(form: &Arc<Form>, family: &FamilyAnswers) -> Vec<Step> {
    let interview = interview(form, Arc::new(NoFunctions), family);
    let set = |prefix: &str, path: &Path| Step::Set {
        set: format!("{prefix}{}", path.question),
        value: codes(&interview, path),
    };
    let document = |question: &String| set("", &Path::document(question));
    let mut steps: Vec<Step> =
        family.opening.iter().map(|answer| document(&answer.question)).collect();
    for (index, member) in family.members.iter().enumerate() {
        if index > 0 {
            steps.push(Step::Add { add: ROSTER.into() });
        }
        let prefix = format!("{ROSTER}[{}]/", index + 1);
        let of = |question: &String| set(&prefix, &Path::of(instance(index), question));
        steps.extend(member.iter().map(|answer| of(&answer.question)));
    }
    steps.extend(family.closing.iter().map(|answer| document(&answer.question)));
    steps
}

/// The value at `path`; of a sum the codes that it consists of.
fn codes(interview: &Interview, path: &Path) -> String {
    let value = interview.value(path).string().into_owned();
    let form = interview.form();
    let question = form.question(&path.question).expect("a question");
    let (Kind::Sum { exclusive }, Some(list)) = (&question.kind, question.choices) else {
        return value;
    };
    if exclusive.contains(&value) {
        return value;
    }
    let sum: u32 = value.parse().unwrap_or_default();
    let within = |code: &&str| code.parse::<u32>().is_ok_and(|bit| sum & bit == bit);
    let all = form.choices(list).iter().map(|choice| choice.code.as_str());
    let added = all.filter(|code| !exclusive.iter().any(|alone| alone == code)).filter(within);
    added.collect::<Vec<_>>().join(" ")
}

/// Root of the repository.
pub(crate) fn root() -> PathBuf {
    File::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What a program printed, or its last words.
fn output(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let first = words.lines().find(|line| !line.trim().is_empty()).unwrap_or("no word of why");
    Err(format!("{name}: {}: {first}", output.status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_missing_or_refuses_is_named_with_its_reason() {
        let missing = output(&mut Command::new("no-such-engine")).unwrap_err();
        assert!(missing.starts_with("no-such-engine: "), "{missing}");
        let refused = output(Command::new(env!("CARGO")).arg("no-such-command")).unwrap_err();
        assert!(refused.contains("no such command"), "{refused}");
    }

    #[test]
    fn a_family_has_a_step_for_each_answer_and_each_further_member() {
        let form =
            Arc::new(crate::questionnaire::compile(&crate::questionnaire::files("regsosek22-k")));
        let family = crate::ternate::families(1, 1).remove(0).answers();
        let steps = steps(&form, &family);
        assert_eq!(steps.len(), family.count() + family.members.len() - 1);
        assert!(
            !steps.iter().any(|step| matches!(step, Step::Set { value, .. } if value.is_empty()))
        );
    }
}
