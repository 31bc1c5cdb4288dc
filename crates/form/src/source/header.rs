//! Names of columns: the aliases that pyxform accepts, and texts in a language.

/// What a sheet calls its columns.
pub(crate) struct Known {
    /// Other names of a column, in lower case with `_` for spaces.
    aliases: &'static [(&'static str, &'static str)],
    /// Columns that are found whatever the case, and with spaces for `_`; none: all.
    columns: Option<&'static [&'static str]>,
}

pub(super) const SURVEY: Known = Known {
    aliases: &[
        ("relevance", "relevant"),
        ("calculate", "calculation"),
        ("readonly", "read_only"),
        ("caption", "label"),
        ("command", "type"),
        ("tag", "name"),
        ("value", "name"),
        ("count", "repeat_count"),
        ("jr:count", "repeat_count"),
        ("constraining_message", "constraint_message"),
        ("requiredmsg", "required_message"),
        ("bind::relevant", "relevant"),
        ("bind::required", "required"),
        ("bind::constraint", "constraint"),
        ("bind::calculate", "calculation"),
        ("bind::readonly", "read_only"),
        ("bind::jr:constraintmsg", "constraint_message"),
        ("bind::jr:requiredmsg", "required_message"),
        ("control::appearance", "appearance"),
        ("body::appearance", "appearance"),
        ("control::jr:count", "repeat_count"),
        ("body::jr:count", "repeat_count"),
    ],
    columns: None,
};

pub(super) const CHOICES: Known = Known {
    aliases: &[("value", "name"), ("caption", "label")],
    columns: Some(&["list_name", "name", "label"]),
};

pub(super) const SETTINGS: Known = Known {
    aliases: &[
        ("id_string", "form_id"),
        ("set_form_id", "form_id"),
        ("title", "form_title"),
        ("set_form_title", "form_title"),
    ],
    columns: None,
};

/// The sheets of our own.
pub(super) const OWN: Known = Known { aliases: &[], columns: None };

/// The name that a header stands for; the language behind it stays.
pub(super) fn canonical(header: &str, known: &Known) -> String {
    let parts: Vec<&str> = header.split("::").map(str::trim).collect();
    for length in (1..=parts.len().min(2)).rev() {
        let (name, language) = parts.split_at(length);
        let name = snake(&name.join("::"));
        let alias = known.aliases.iter().find(|(alias, _)| *alias == name);
        let found = match (alias, known.columns) {
            (Some((_, meant)), _) => *meant,
            (None, Some(columns)) if columns.contains(&name.as_str()) => &name,
            (None, None) if length == 1 => &name,
            _ => continue,
        };
        return [&[found], language].concat().join("::");
    }
    header.to_owned()
}

fn snake(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_one_name_whatever_it_is_called() {
        for (header, known, name) in [
            ("Relevance", &SURVEY, "relevant"),
            ("bind::calculate", &SURVEY, "calculation"),
            ("Choice Filter", &SURVEY, "choice_filter"),
            ("bind::cacah:width", &SURVEY, "bind::cacah:width"),
            ("Caption :: English (en)", &SURVEY, "label::English (en)"),
            ("bind::jr:constraintMsg::English (en)", &SURVEY, "constraint_message::English (en)"),
            ("list name", &CHOICES, "list_name"),
            ("value", &CHOICES, "name"),
            ("Tingkat", &CHOICES, "Tingkat"),
            ("id_string", &SETTINGS, "form_id"),
        ] {
            assert_eq!(canonical(header, known), name, "{header}");
        }
    }
}
