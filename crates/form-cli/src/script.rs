//! The script of `eval`: one JSON object a line.

use serde::Deserialize;

use crate::failure::Failure;

/// What one line of a script does. Paths are as [`crate::path`] writes them.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Step {
    /// Answers a question; an empty value clears it.
    Value {
        /// Path of the question.
        set: String,
        /// The answer as keyed.
        value: String,
    },
    /// Gives the reason why a question has no answer.
    Missing {
        /// Path of the question.
        set: String,
        /// The reason, such as `belum_punya`.
        missing: String,
    },
    /// Appends an instance to a repeat.
    Add {
        /// Name of the repeat.
        add: String,
    },
    /// Removes an instance.
    Remove {
        /// Path of the instance.
        remove: String,
    },
    /// Declares the document done, or opens it again.
    Finish {
        /// Whether it is done.
        finish: bool,
    },
}

/// Reads a script into its steps, each with its line from 1. Blank lines are skipped.
///
/// # Errors
/// [`Failure::Script`] at the first line that is no step.
pub fn parse(text: &str) -> Result<Vec<(usize, Step)>, Failure> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let steps = lines.map(|(line, text)| match serde_json::from_str(text) {
        Ok(step) => Ok((line, step)),
        Err(error) => Err(Failure::Script { line, message: explain(&error) }),
    });
    steps.collect()
}

fn explain(error: &serde_json::Error) -> String {
    if error.is_data() {
        r#"expected {"set":…,"value":…}, {"set":…,"missing":…}, {"add":…}, {"remove":…} or {"finish":true}"#
            .to_owned()
    } else {
        format!("not JSON: {error}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_kind_of_line_and_counts_blank_ones() {
        let text = "{\"set\":\"a\",\"value\":\"1\"}\n\n{\"set\":\"a\",\"missing\":\"menolak\"}\n\
                    {\"add\":\"anggota\"}\n{\"remove\":\"anggota[2]\"}\n{\"finish\":true}\n";
        let steps = parse(text).unwrap();
        let (a, menolak) = ("a".to_owned(), "menolak".to_owned());
        assert_eq!(steps[1], (3, Step::Missing { set: a, missing: menolak }));
        assert_eq!(steps[3], (5, Step::Remove { remove: "anggota[2]".to_owned() }));
        assert_eq!(steps.len(), 5);
    }

    #[test]
    fn a_wrong_line_is_named() {
        for text in [
            "{}",
            "{\"set\":\"a\"}",
            "{",
            "{\"set\":\"a\",\"value\":1}",
            "1 2",
            "{\"set\":\"a\",\"value\":\"1\",\"more\":\"2\"}",
        ] {
            let failure = parse(&format!("{{\"finish\":true}}\n{text}")).expect_err(text);
            assert!(matches!(failure, Failure::Script { line: 2, .. }), "{text}: {failure}");
        }
    }
}
