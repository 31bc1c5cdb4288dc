//! The form of the round: compiled once a session, and as the window renders it.

use std::collections::BTreeMap;
use std::sync::Arc;

use cacah_family::across::question_of;
use cacah_family::entry::FormVersion;
use cacah_form::{Form, Kind as FormKind, Language, Owed, Question, Sheets};
use cacah_wire::command::{BlockView, ChoiceView, FormView, Kind, QuestionView, RepeatView, Text};

use crate::error::DeskError;
use crate::functions::Surroundings;

/// A compiled form with its two hashes as text.
#[derive(Debug, Clone)]
pub(crate) struct LoadedForm {
    pub(crate) form: Arc<Form>,
    pub(crate) version: FormVersion,
    /// What it finds around it.
    pub(crate) around: Arc<Surroundings>,
}

impl LoadedForm {
    /// Compiles a version that the vault keeps: what the endpoint calls it stays its name, should
    /// this program reckon another one.
    pub(crate) fn new(
        files: &BTreeMap<String, String>,
        version: FormVersion,
        around: Surroundings,
    ) -> Result<Self, DeskError> {
        let (form, _) = compile(files)?;
        Ok(Self { form: Arc::new(form), version, around: Arc::new(around) })
    }

    /// The question an instance of `repeat` is called by: the first that takes text.
    pub(crate) fn naming(&self, repeat: &str) -> Option<String> {
        let repeat = self.form.repeats().iter().position(|known| known.name == repeat)?;
        let inside = |q: &&Question| q.repeat.is_some_and(|id| id.0 == repeat);
        let mut questions = self.form.questions().iter().filter(inside);
        questions.find(|q| kind(q) == Kind::Text).map(|q| q.name.clone())
    }
}

/// Compiles the files of a package. An error names file, row and column.
pub(crate) fn compile(files: &BTreeMap<String, String>) -> Result<(Form, FormVersion), DeskError> {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let form = Sheets::from_csv(&files).and_then(|sheets| Form::compile(&sheets));
    let form = form.map_err(|errors| {
        let places = errors.iter().take(3).map(|e| format!("{}:{}:{}", e.file, e.row, e.column));
        DeskError::Form(places.collect::<Vec<_>>().join(", "))
    })?;
    let version =
        FormVersion { structure: hex(form.structure_hash()), rules: hex(form.rules_hash()) };
    Ok((form, version))
}

fn hex(hash: [u8; 32]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A version in one word: the window asks for the form anew when it is another.
pub(crate) fn edition(version: &FormVersion) -> String {
    format!("{}:{}", version.structure, version.rules)
}

/// The form as the window renders it.
pub(crate) fn view(loaded: &LoadedForm) -> FormView {
    let form = &loaded.form;
    let lists = form.questions().iter().filter_map(|q| {
        let choices = form.choices(q.choices?).iter();
        Some((list_name(q)?, choices.map(|c| choice(&c.code, &c.label)).collect()))
    });
    FormView {
        id: form.id().to_owned(),
        title: Text {
            id: form.title(Language::Id).to_owned(),
            en: form.title(Language::En).to_owned(),
        },
        structure: loaded.version.structure.clone(),
        edition: edition(&loaded.version),
        blocks: form.blocks().iter().map(|block| block_view(form, block)).collect(),
        questions: form.questions().iter().map(|q| question(form, q)).collect(),
        lists: lists.chain([("page".to_owned(), page_titles(form))]).collect(),
        missing: form.missing().iter().map(|c| choice(&c.code, &c.label)).collect(),
        repeats: form.repeats().iter().map(|repeat| repeat_view(form, repeat)).collect(),
        columns: form.columns().unwrap_or_default(),
        relation: question_of("relation")
            .map(|(question, _)| question)
            .filter(|name| form.questions().iter().any(|q| q.name == *name))
            .map(ToOwned::to_owned),
    }
}

fn repeat_view(form: &Form, repeat: &cacah_form::Repeat) -> RepeatView {
    RepeatView {
        name: repeat.name.clone(),
        number: repeat.number.clone().unwrap_or_default(),
        title: text(&repeat.label),
        block: form.blocks()[repeat.block.0].name.clone(),
        within: repeat.parent.map(|around| form.repeats()[around.0].name.clone()),
        counted: repeat.counted,
        pages: repeat.pages.iter().map(|page| page.name.clone()).collect(),
    }
}

/// Titles of the pages inside repeats, as the list `page`.
fn page_titles(form: &Form) -> Vec<ChoiceView> {
    let pages = form.repeats().iter().flat_map(|repeat| &repeat.pages);
    pages
        .filter(|page| !page.label.is_empty())
        .map(|page| choice(&page.name, &page.label))
        .collect()
}

fn block_view(form: &Form, block: &cacah_form::Block) -> BlockView {
    let repeat = form.repeats().iter().find(|repeat| repeat.block == block.id);
    BlockView {
        name: block.name.clone(),
        number: block.number.clone().unwrap_or_default(),
        title: text(&block.label),
        repeat: repeat.map(|repeat| repeat.name.clone()),
        pages: repeat.map_or_else(Vec::new, |repeat| {
            repeat.pages.iter().map(|page| page.name.clone()).collect()
        }),
    }
}

fn question(form: &Form, q: &Question) -> QuestionView {
    QuestionView {
        name: q.name.clone(),
        number: q.number.clone().unwrap_or_default(),
        block: form.blocks()[q.block.0].name.clone(),
        repeat: q.repeat.map(|id| form.repeats()[id.0].name.clone()),
        page: q.page.clone(),
        kind: kind(q),
        label: text(&q.label),
        hint: (!q.hint.is_empty()).then(|| text(&q.hint)),
        guidance: (!q.guidance.is_empty()).then(|| text(&q.guidance)),
        asked_when: condition(form, q),
        list: list_name(q),
        width: q.width.map(u16::from),
        digits: q.digits.map(u16::from),
        missing: q.missing.clone(),
        owed: owed(q.owed).to_owned(),
        sensitive: q.sensitive,
        decode: q.decode.clone(),
        alike: crate::alike::is_asked(q),
        carried: crate::entry::is_repeated(q),
        bundled: q.bundled,
        capitals: q.capitals,
        readonly: q.readonly,
    }
}

/// Lists have an index in the form; the window only needs equal names for equal lists.
fn list_name(q: &Question) -> Option<String> {
    q.choices.map(|id| format!("list-{}", id.0))
}

/// True of a question that takes free text, and no code in boxes: its keystrokes are another work.
pub(crate) fn is_text(q: &Question) -> bool {
    matches!(kind(q), Kind::Text | Kind::LongText) && q.width.is_none()
}

fn kind(q: &Question) -> Kind {
    let appears = |word: &str| {
        q.appearance.as_deref().is_some_and(|all| all.split(' ').any(|one| one == word))
    };
    match &q.kind {
        _ if q.has_calculation => Kind::Computed,
        FormKind::Text if appears("multiline") => Kind::LongText,
        FormKind::Text if appears("numbers") => Kind::Digits,
        FormKind::Text => Kind::Text,
        FormKind::Integer => Kind::Integer,
        FormKind::Decimal => Kind::Decimal,
        FormKind::Date => Kind::Date,
        FormKind::Time => Kind::Time,
        FormKind::DateTime => Kind::DateTime,
        FormKind::Geopoint => Kind::Geopoint,
        FormKind::Barcode => Kind::Barcode,
        FormKind::File(_) => Kind::File,
        FormKind::Acknowledge => Kind::Acknowledge,
        FormKind::SelectOne => Kind::One,
        FormKind::SelectMultiple => Kind::Many,
        FormKind::Sum { .. } => Kind::Sum,
        FormKind::Note => Kind::Note,
        FormKind::Calculate | FormKind::Hidden | FormKind::Metadata(_) => Kind::Computed,
    }
}

pub(crate) fn owed(owed: Owed) -> &'static str {
    match owed {
        Owed::Enumerator => "enumerator",
        Owed::FieldChecker => "field_checker",
        Owed::Coder => "coder",
    }
}

pub(crate) fn text(text: &cacah_form::Text) -> Text {
    Text { id: text.get(Language::Id).to_owned(), en: text.get(Language::En).to_owned() }
}

fn choice(code: &str, label: &cacah_form::Text) -> ChoiceView {
    ChoiceView { code: code.to_owned(), label: text(label) }
}

/// Why a question may be skipped: its own condition, in the numbers of the paper (`301a = 1`).
fn condition(form: &Form, q: &Question) -> Option<String> {
    let mut words = q.relevant.clone()?;
    for other in form.questions() {
        let number = other.number.as_deref().unwrap_or(&other.name);
        words = words.replace(&format!("${{{}}}", other.name), number);
    }
    let plain = [("'", ""), (" or ", " atau "), (" and ", " dan "), ("not(", "bukan (")];
    Some(plain.into_iter().fold(words, |words, (from, to)| words.replace(from, to)))
}
