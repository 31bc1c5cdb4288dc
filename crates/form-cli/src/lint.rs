//! `lint`: does the form load and compile?

use crate::failure::Failure;
use crate::source::Source;

/// Compiles the form and says what it holds.
///
/// # Errors
/// [`Failure::Form`] with every error found.
pub fn lint(source: &Source) -> Result<String, Failure> {
    let form = source.form()?;
    let (questions, checks) = (form.questions().len(), form.checks().len());
    Ok(format!("{}: {questions} questions, {checks} checks, no errors", form.id()))
}
