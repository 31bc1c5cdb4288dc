//! Where an answer lies.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

/// Id of an instance of a repeat.
pub type Instance = uuid::Uuid;

/// Where an answer lies: `r101`, or `<instance>/r405` inside a repeat.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path {
    /// The instance, if the question stands in a repeat.
    pub instance: Option<Instance>,
    /// Name of the question.
    pub question: String,
}

impl Path {
    /// The path of a question of the document.
    pub fn document(question: impl Into<String>) -> Self {
        Self { instance: None, question: question.into() }
    }

    /// The path of a question of an instance.
    pub fn of(instance: Instance, question: impl Into<String>) -> Self {
        Self { instance: Some(instance), question: question.into() }
    }
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.instance {
            Some(instance) => write!(f, "{instance}/{}", self.question),
            None => f.write_str(&self.question),
        }
    }
}

/// A text that is no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a path: expected `question` or `instance-id/question`")]
pub struct PathError;

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let (instance, question) = match text.split_once('/') {
            None => (None, text),
            Some((id, question)) => {
                // Only the form that `Display` writes: another would name the same place twice.
                let instance = Instance::try_parse(id).map_err(|_| PathError)?;
                if instance.to_string() != id {
                    return Err(PathError);
                }
                (Some(instance), question)
            }
        };
        if question.is_empty() || question.contains('/') {
            return Err(PathError);
        }
        Ok(Self { instance, question: question.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_one_way_to_write_a_path() {
        let id = "0192f0c1-2b3c-7d4e-8f50-61728394a5b6";
        assert_eq!(format!("{id}/r405").parse::<Path>().unwrap().question, "r405");
        for bad in ["", "/", "a/b", &id.to_uppercase(), &format!("{id}/")] {
            assert!(format!("{bad}/x").parse::<Path>().is_err() || bad.is_empty(), "{bad}");
        }
        assert!("/r1".parse::<Path>().is_err());
        assert!(format!("{id}/a/b").parse::<Path>().is_err());
    }

    proptest! {
        #[test]
        fn never_panics_and_round_trips(text in "([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/)?\\PC{0,8}") {
            if let Ok(path) = text.parse::<Path>() {
                prop_assert_eq!(path.to_string(), text);
            }
        }
    }
}
