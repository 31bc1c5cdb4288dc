//! Paths as scripts write them: names joined by `/`, repeats with 1-based brackets, groups left
//! out: `r101`, `anggota[2]/r405`, `anggota[2]/anak[1]/nama`. The engine names instances by id, so
//! a path is resolved against the interview at the moment it is used. While a repeat has just one
//! instance, its bracket or all its name may be left out.

use cacah_form::{Instance, Interview, Path, Repeat, RepeatId};

/// Resolves a question's path.
///
/// # Errors
/// What the form knows instead, in English.
pub fn question(interview: &Interview, text: &str) -> Result<Path, String> {
    let (around, name) = split(text);
    let found = interview.form().question(name);
    let found = found.ok_or_else(|| format!("{}: no question `{name}`", unknown(text)))?;
    let chain = chain(interview, found.repeat);
    let instance = resolve(interview, &chain, &around).map_err(|error| error.of(text))?;
    Ok(Path { instance, question: name.to_owned() })
}

/// Resolves an instance, such as `anggota[2]`.
///
/// # Errors
/// What is wrong with it, in English.
pub fn instance(interview: &Interview, text: &str) -> Result<Instance, String> {
    let (mut around, last) = split(text);
    around.push(last);
    let name = last.strip_suffix(']').and_then(|last| last.split_once('['));
    let repeat = name.and_then(|(name, _)| interview.form().repeat(name));
    let repeat = repeat.ok_or_else(|| unknown(text))?;
    let chain = chain(interview, Some(repeat.id));
    let found = resolve(interview, &chain, &around).map_err(|error| error.of(text))?;
    found.ok_or_else(|| unknown(text))
}

/// Resolves a repeat to add to, such as `anggota` or `anggota[2]/anak`: its name and the instance
/// around it.
///
/// # Errors
/// What is wrong with it, in English.
pub fn repeat<'a>(
    interview: &Interview,
    text: &'a str,
) -> Result<(&'a str, Option<Instance>), String> {
    let (around, name) = split(text);
    let repeat = interview.form().repeat(name).ok_or_else(|| unknown(text))?;
    let chain = chain(interview, repeat.parent);
    Ok((name, resolve(interview, &chain, &around).map_err(|error| error.of(text))?))
}

/// The place of a question as scripts write it.
pub fn written(interview: &Interview, path: &Path) -> String {
    let form = interview.form();
    let mut written = path.question.clone();
    let repeat = form.question(&path.question).and_then(|question| question.repeat);
    let mut id = path.instance;
    for repeat in chain(interview, repeat).into_iter().rev() {
        let Some(instance) = id else { break };
        id = interview.parent(instance);
        let all = interview.instances_of(&repeat.name, id);
        let at = all.iter().position(|other| *other == instance).unwrap_or_default();
        written = format!("{}[{}]/{written}", repeat.name, at + 1);
    }
    written
}

/// The repeats around something that stands in `repeat`, from the outside in.
fn chain(interview: &Interview, repeat: Option<RepeatId>) -> Vec<&Repeat> {
    let repeats = interview.form().repeats();
    let outward = std::iter::successors(repeat, |id| repeats[id.0].parent);
    let mut chain: Vec<_> = outward.map(|id| &repeats[id.0]).collect();
    chain.reverse();
    chain
}

/// The parts before the last `/`, and what stands behind it.
fn split(text: &str) -> (Vec<&str>, &str) {
    let mut parts: Vec<_> = text.split('/').collect();
    let last = parts.pop().unwrap_or_default();
    (parts, last)
}

fn unknown(text: &str) -> String {
    format!("unknown path {text}")
}

/// Why a path names no instance.
enum Lost {
    Unknown,
    /// This repeat has none or several, and the path does not say which.
    Which(String),
}

impl Lost {
    fn of(self, text: &str) -> String {
        match self {
            Self::Unknown => format!("{}: no such instance", unknown(text)),
            Self::Which(repeat) => format!("{text}: which instance? expected {repeat}[…]"),
        }
    }
}

/// Walks from the outermost repeat inwards.
fn resolve(
    interview: &Interview,
    chain: &[&Repeat],
    parts: &[&str],
) -> Result<Option<Instance>, Lost> {
    let mut parts = parts.iter().peekable();
    let mut instance = None;
    for repeat in chain {
        let all = interview.instances_of(&repeat.name, instance);
        let own = |part: &&&str| part.split('[').next() == Some(repeat.name.as_str());
        let bracket = parts.next_if(own).and_then(|part| part.split_once('['));
        instance = Some(match (bracket, all) {
            (Some((_, at)), all) => {
                let at = at.strip_suffix(']').and_then(|at| at.parse::<usize>().ok());
                let at = at.and_then(|at| at.checked_sub(1)).ok_or(Lost::Unknown)?;
                *all.get(at).ok_or(Lost::Unknown)?
            }
            (None, [only]) => *only,
            (None, _) => return Err(Lost::Which(repeat.name.clone())),
        });
    }
    if parts.next().is_some() { Err(Lost::Unknown) } else { Ok(instance) }
}
