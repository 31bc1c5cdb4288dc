//! Paths as scripts write them: names joined by `/`, repeats with 1-based brackets, groups left
//! out: `r101`, `anggota[2]/r405`. The engine names instances by id, so a path is resolved
//! against the interview at the moment it is used.

use cacah_form::{Instance, Interview, Path};

/// Resolves a question's path. In a repeat of one instance the bracket may be left out.
///
/// # Errors
/// What the form knows instead, in English.
pub fn question(interview: &Interview, text: &str) -> Result<Path, String> {
    let (place, name) = match text.rsplit_once('/') {
        Some((place, name)) => (Some(place), name),
        None => (None, text),
    };
    let form = interview.form();
    let unknown = || format!("unknown path {text}");
    let repeat = form.question(name).ok_or_else(unknown)?.repeat.map(|id| &form.repeats()[id.0]);
    let instance = match (repeat, place) {
        (None, None) => None,
        (Some(repeat), Some(place)) => {
            let (named, at) = split(place).ok_or_else(unknown)?;
            (named == repeat.name).then_some(()).ok_or_else(unknown)?;
            Some(at_place(interview, named, at).ok_or_else(unknown)?)
        }
        (Some(repeat), None) => match interview.instances(&repeat.name).as_slice() {
            [only] => Some(*only),
            _ => return Err(format!("which instance? expected {}[…]/{name}", repeat.name)),
        },
        (None, Some(_)) => return Err(unknown()),
    };
    Ok(Path { instance, question: name.to_owned() })
}

/// Resolves an instance, such as `anggota[2]`.
///
/// # Errors
/// What is wrong with it, in English.
pub fn instance(interview: &Interview, text: &str) -> Result<Instance, String> {
    let found = split(text).and_then(|(repeat, at)| at_place(interview, repeat, at));
    found.ok_or_else(|| format!("unknown path {text}"))
}

/// The place of an instance or a question of it as scripts write it.
pub fn written(interview: &Interview, path: &Path) -> String {
    let Some(id) = path.instance else { return path.question.clone() };
    let places = interview.form().repeats().iter().find_map(|repeat| {
        let at = interview.instances(&repeat.name).iter().position(|other| *other == id)?;
        Some(format!("{}[{}]/{}", repeat.name, at + 1, path.question))
    });
    places.unwrap_or_else(|| path.question.clone())
}

fn split(place: &str) -> Option<(&str, usize)> {
    let (repeat, at) = place.strip_suffix(']')?.split_once('[')?;
    Some((repeat, at.parse().ok()?))
}

fn at_place(interview: &Interview, repeat: &str, at: usize) -> Option<Instance> {
    interview.instances(repeat).get(at.checked_sub(1)?).copied()
}
