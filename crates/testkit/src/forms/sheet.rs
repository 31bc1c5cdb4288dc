//! A small questionnaire as rows of a survey, written for our engine and for pyxform.

use cacah_form::{Form, Sheets};
use serde_json::{Map, Value, json};

/// Codes of the one list of choices, `kode`; some look alike on purpose.
pub const CODES: [&str; 5] = ["1", "2", "3", "12", "98"];

/// A row of the sheet `survey`; what is empty is not written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Column `type`.
    pub kind: String,
    /// Column `name`; empty at an end.
    pub name: String,
    /// Column `relevant`.
    pub relevant: String,
    /// Column `required`.
    pub required: String,
    /// Column `constraint`.
    pub constraint: String,
    /// Column `calculation`.
    pub calculation: String,
}

/// Columns in the order of [`Row::cells`].
const COLUMNS: [&str; 7] = [
    "type",
    "name",
    "label::Bahasa Indonesia (id)",
    "relevant",
    "required",
    "constraint",
    "calculation",
];

impl Row {
    /// A row of this type and name.
    #[must_use]
    pub fn new(kind: &str, name: &str) -> Self {
        Self { kind: kind.into(), name: name.into(), ..Self::default() }
    }

    /// The first word of the type.
    #[must_use]
    pub fn word(&self) -> &str {
        self.kind.split(' ').next().unwrap_or_default()
    }

    /// Whether people answer it.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        !["begin_group", "end_group", "begin_repeat", "end_repeat", "calculate", "note"]
            .contains(&self.word())
    }

    fn cells(&self) -> [&str; 7] {
        let label = if self.name.is_empty() || self.kind == "calculate" { "" } else { &self.name };
        let Self { kind, name, relevant, required, constraint, calculation } = self;
        [kind, name, label, relevant, required, constraint, calculation]
    }
}

/// A questionnaire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Its rows, well nested.
    pub rows: Vec<Row>,
}

impl Survey {
    /// What our engine makes of it.
    ///
    /// # Errors
    /// The first mistake that the engine finds.
    pub fn compile(&self) -> Result<Form, String> {
        let files = [
            ("survey.csv", csv(self.rows.iter().map(Row::cells), COLUMNS)),
            ("choices.csv", csv(choices(), ["list_name", "name", COLUMNS[2]])),
            ("settings.csv", "form_id,form_title\nacak,acak\n".to_owned()),
        ];
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let sheets = Sheets::from_csv(&files);
        let form = sheets.and_then(|sheets| Form::compile(&sheets));
        form.map_err(|errors| errors.first().map(ToString::to_string).unwrap_or_default())
    }

    /// The same sheets as `tests/peers/pyxform/convert.py` reads them.
    #[must_use]
    pub fn json(&self) -> Value {
        let object = |header: &[&str], cells: &[&str]| -> Value {
            let filled = header.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
            filled
                .map(|(column, cell)| ((*column).to_owned(), json!(cell)))
                .collect::<Map<_, _>>()
                .into()
        };
        let survey: Vec<Value> =
            self.rows.iter().map(|row| object(&COLUMNS, &row.cells())).collect();
        let header = ["list_name", "name", COLUMNS[2]];
        let choices: Vec<Value> = choices().map(|cells| object(&header, &cells)).collect();
        json!({
            "survey": survey,
            "choices": choices,
            "settings": [{"form_id": "acak", "form_title": "acak"}],
        })
    }
}

fn choices() -> impl Iterator<Item = [&'static str; 3]> {
    CODES.iter().map(|code| ["kode", code, code])
}

/// Every cell in quotes, so that none needs a look.
fn csv<const N: usize>(
    rows: impl Iterator<Item = [impl AsRef<str>; N]>,
    header: [&str; N],
) -> String {
    let line = |cells: Vec<String>| cells.join(",") + "\n";
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let mut text = line(header.iter().map(|cell| quoted(cell)).collect());
    for row in rows {
        text += &line(row.iter().map(|cell| quoted(cell.as_ref())).collect());
    }
    text
}
