//! JavaRosa, the engine of ODK Collect, put through the same steps as our form engine.
//!
//! pyxform makes its form from our questionnaire, `tests/peers/javarosa/Peer.java` says what it
//! times, and every failure on the way is text: it becomes the `peer_error` of a figure.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path as File, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use cacah_form::{Form, NoFunctions, Path};

use crate::bench::{Unit, in_unit};
use crate::questionnaire::{folder, instance, interview};
use crate::ternate::FamilyAnswers;

/// Prints where pyxform keeps ODK Validate, which is JavaRosa with a door.
const WHERE: &str = "from pyxform.validators import odk_validate as v; print(v.ODK_VALIDATE_PATH)";

/// What Peer.java can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Read the form and open an empty document.
    Load,
    /// Every answer of the last member, one by one, the others being complete.
    Set,
    /// One more member after all of the family.
    Add,
}

/// The other engine, with the questionnaire in its own language.
#[derive(Debug)]
pub struct JavaRosa {
    jar: String,
    form: PathBuf,
}

impl JavaRosa {
    /// Packs a form of this repository and turns it into an `XForm`, in `target/peers`.
    ///
    /// # Errors
    /// What the program that did not start or refused says.
    pub fn prepare(form: &str) -> Result<Self, String> {
        let target = root().join("target");
        let folder_of_peers = target.join("peers");
        std::fs::create_dir_all(&folder_of_peers).map_err(|error| error.to_string())?;
        let (workbook, xml) = (folder_of_peers.join("form.xlsx"), folder_of_peers.join("form.xml"));
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let pack = ["run", "--quiet", "--locked", "--package", "cacah-form-cli", "--", "pack"];
        let mut packing = Command::new(cargo);
        packing.args(pack).arg(folder(form)).arg("--output").arg(&workbook);
        output(&mut packing, "")?;
        let python = target.join("pyxform/bin/python");
        let mut converting = Command::new(&python);
        converting.args(["-m", "pyxform.xls2xform", "--skip_validate"]).arg(&workbook).arg(&xml);
        output(&mut converting, "")?;
        Ok(Self { jar: jar()?, form: xml })
    }

    /// Median of `runs` runs in `unit`; as many go before, uncounted, until the JVM is warm.
    ///
    /// # Errors
    /// What Java says when it does not start, or does not take the answers as ours did.
    pub fn median(&self, task: Task, runs: usize, unit: Unit, family: &str) -> Result<f64, String> {
        let task = match task {
            Task::Load => "load",
            Task::Set => "set",
            Task::Add => "add",
        };
        let mut java = Command::new("java");
        java.arg("-cp").arg(&self.jar).arg(root().join("tests/peers/javarosa/Peer.java"));
        java.arg(task).arg(&self.form).arg(runs.to_string());
        let printed = output(&mut java, family)?;
        let line: serde_json::Value =
            serde_json::from_str(printed.trim()).map_err(|_| format!("it printed {printed}"))?;
        let micros = line["median"].as_f64().ok_or_else(|| format!("no median in {printed}"))?;
        Ok(in_unit(Duration::from_secs_f64(micros / 1e6), unit))
    }
}

/// A family as Peer.java reads it: values as the form understands them, in the order of keying.
///
/// # Panics
/// When the form has no place for an answer.
#[must_use]
pub fn lines(form: &Arc<Form>, family: &FamilyAnswers) -> String {
    let interview = interview(form, Arc::new(NoFunctions), family);
    let mut lines = String::new();
    let mut write = |member: usize, path: &Path| {
        let value = interview.value(path);
        writeln!(lines, "{member}\t{}\t{}", path.question, value.string()).expect("into memory");
    };
    for answer in &family.opening {
        write(0, &Path::document(&answer.question));
    }
    for (index, member) in family.members.iter().enumerate() {
        for answer in member {
            write(index + 1, &Path::of(instance(index), &answer.question));
        }
    }
    for answer in &family.closing {
        write(0, &Path::document(&answer.question));
    }
    lines
}

/// The file of ODK Validate, with JavaRosa in it.
///
/// # Errors
/// Why pyxform, which brings it, is not there.
pub fn jar() -> Result<String, String> {
    let python = root().join("target/pyxform/bin/python");
    output(Command::new(python).args(["-c", WHERE]), "").map(|path| path.trim().to_owned())
}

/// Root of the repository.
pub(crate) fn root() -> PathBuf {
    File::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Hands `input` to a program; what it printed, or its last words.
fn output(command: &mut Command, input: &str) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let told = |error: std::io::Error| format!("{name}: {error}");
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().map_err(told)?;
    // A program that refuses before it reads closes the pipe; its own words tell more.
    let _ = child.stdin.take().map(|mut pipe| pipe.write_all(input.as_bytes()));
    let output = child.wait_with_output().map_err(told)?;
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
        let missing = output(&mut Command::new("no-such-engine"), "").unwrap_err();
        assert!(missing.starts_with("no-such-engine: "), "{missing}");
        let refused = output(Command::new(env!("CARGO")).arg("no-such-command"), "").unwrap_err();
        assert!(refused.contains("no such command"), "{refused}");
    }

    #[test]
    fn a_family_has_a_line_for_each_answer() {
        let form =
            Arc::new(crate::questionnaire::compile(&crate::questionnaire::files("regsosek22-k")));
        let family = crate::ternate::families(1, 1).remove(0).answers();
        let lines = lines(&form, &family);
        assert_eq!(lines.lines().count(), family.count());
        assert!(
            lines.lines().all(|line| line.split('\t').filter(|cell| !cell.is_empty()).count() == 3)
        );
    }
}
