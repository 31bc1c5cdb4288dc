//! Texts in the languages of the interview.

/// A language of the interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Bahasa Indonesia.
    Id,
    /// English.
    En,
}

/// A text in both languages. Where the form gives one language only, both hold it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Bahasa Indonesia.
    pub id: String,
    /// English.
    pub en: String,
}

impl Text {
    pub(crate) fn new(id: &str, en: &str) -> Self {
        let (first, second) = match (id.is_empty(), en.is_empty()) {
            (true, _) => (en, en),
            (_, true) => (id, id),
            _ => (id, en),
        };
        Self { id: first.to_owned(), en: second.to_owned() }
    }

    /// The text in `language`.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Id => &self.id,
            Language::En => &self.en,
        }
    }

    /// Whether there is no text in any language.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty() && self.en.is_empty()
    }
}
