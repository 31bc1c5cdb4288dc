//! What a command has to say when it could run.

/// The output of a command and the exit status it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// For standard output.
    pub text: String,
    /// 0, or 1 when the command looked for something wrong and found it.
    pub status: u8,
}

impl From<String> for Report {
    fn from(text: String) -> Self {
        Self { text, status: 0 }
    }
}
