//! Texts in the languages of the interview.

/// A language of the interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Bahasa Indonesia.
    Id,
    /// English.
    En,
}

/// The language of a column, as `label::Bahasa Indonesia (id)` names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Tongue {
    /// Bahasa Indonesia.
    #[default]
    Id,
    /// English.
    En,
    /// Any other, by its code or name: shown only where it is the form's default.
    Other(String),
}

impl Tongue {
    /// Reads `English (en)`, `English` or `en`.
    pub fn of(language: &str) -> Self {
        let language = language.trim().to_lowercase();
        let inner = language.rsplit_once('(').and_then(|(_, code)| code.strip_suffix(')'));
        let code = inner.unwrap_or(&language).trim();
        let main = code.split(['-', '_']).next().unwrap_or(code);
        match main {
            "" | "id" | "in" | "ind" | "default" | "indonesia" | "indonesian"
            | "bahasa indonesia" => Self::Id,
            "en" | "eng" | "english" => Self::En,
            _ => Self::Other(code.to_owned()),
        }
    }

    /// How a column's key names it.
    pub fn code(&self) -> &str {
        match self {
            Self::Id => "id",
            Self::En => "en",
            Self::Other(code) => code,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_code_or_name() {
        for language in ["Bahasa Indonesia (id)", "id", "Indonesian", "default", "Bahasa (id-ID)"] {
            assert_eq!(Tongue::of(language), Tongue::Id, "{language}");
        }
        for language in ["English (en)", "English", "EN", "English (en_GB)"] {
            assert_eq!(Tongue::of(language), Tongue::En, "{language}");
        }
        assert_eq!(Tongue::of("Ternate (tft)"), Tongue::Other("tft".into()));
    }
}
