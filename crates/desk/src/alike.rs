//! The duplicate finder at the doorstep (ADR 0029): who else it could be that is keyed just now, in the
//! prelist and among the families of this laptop. What is sought is read from the open document; the
//! search runs beside the session and holds up no answer.

use std::collections::BTreeMap;

use cacah_family::alike::{Birthday, ENOUGH, Judgement, Known, Naming, Person, fact, judge, known};
use cacah_family::area::Idsubsls;
use cacah_family::id::FamilyId;
use cacah_family::number::{KkNumber, Nik};
use cacah_family::path::Path;
use cacah_form::Question;
use cacah_store::{FamilyQuery, FamilyRecord, Reader};
use cacah_wire::command::{AcrossFamilyView, Alike, AlikeReason, AlikeRow, AlikeView, Text};

use crate::document::{Document, to_engine};
use crate::error::DeskError;
use crate::interview::path;
use crate::session::Session;

/// Rows an officer is shown.
const ROWS: usize = 5;
/// Families of one SLS that are compared.
const SLS: u32 = 1_000;

/// What is sought.
pub(crate) struct Sought {
    family: FamilyId,
    idsubsls: Idsubsls,
    who: Who,
    /// The question, where the stored answer is meant: the office may have found something.
    stored: Option<String>,
}

enum Who {
    Number(AlikeReason, String),
    Person(Known),
}

/// True of a question that tells who somebody is.
pub(crate) fn is_asked(question: &Question) -> bool {
    reason(question).is_some() || fact(&question.name).is_some()
}

/// By its decoder: the number of a person, or of a card.
fn reason(question: &Question) -> Option<AlikeReason> {
    match question.decode.as_deref()? {
        "nik" => Some(AlikeReason::SameNik),
        "kk" => Some(AlikeReason::SameKk),
        _ => None,
    }
}

/// What the question asks after; `None` while nothing sure is typed.
pub(crate) fn sought(session: &mut Session, args: &Alike) -> Result<Option<Sought>, DeskError> {
    let at = path(&args.path)?;
    let document = session.document(&args.document)?;
    let name = at.name.clone().unwrap_or_default();
    let Some(question) = document.form.form.question(&name).filter(|_| document.has(&at)) else {
        return Ok(None);
    };
    let raw = args.raw.clone().unwrap_or_else(|| document.slot(&at).raw);
    let who = match reason(question) {
        Some(reason) => number(reason, &raw).map(|digits| Who::Number(reason, digits)),
        None => person(document, &at, raw).map(Who::Person),
    };
    let family = document.family;
    let stored = args.raw.is_none().then(|| name.to_string());
    let idsubsls = session.family(family)?.birth.idsubsls;
    Ok(who.map(|who| Sought { family, idsubsls, who, stored }))
}

/// Sixteen digits, and only a number that is one.
fn number(reason: AlikeReason, raw: &str) -> Option<String> {
    match reason {
        AlikeReason::SameKk => raw.parse().ok().map(|card: KkNumber| card.digits()),
        _ => raw.parse().ok().map(|nik: Nik| nik.digits()),
    }
}

/// The person of the row, with what is typed in place of what is stored.
fn person(document: &Document, at: &Path, raw: String) -> Option<Known> {
    fact(at.name.as_deref()?)?;
    let instance = at.instance?;
    let answers = document.answers_of(instance);
    let mut slots: BTreeMap<_, _> =
        answers.map(|(path, slot)| (path.clone(), slot.clone())).collect();
    let slot = slots.entry(at.clone()).or_default();
    (slot.raw, slot.missing) = (raw, None);
    let stands = |path: &Path| document.interview.relevant(&to_engine(path));
    known(&slots, stands).remove(&instance)
}

/// Looks for it in the families of this laptop.
pub(crate) fn find(reader: &Reader, sought: &Sought) -> Result<AlikeView, DeskError> {
    let mut rows = match &sought.who {
        Who::Number(reason, digits) => same_number(reader, *reason, digits)?,
        Who::Person(who) => persons_alike(reader, sought, who)?,
    };
    rows.retain(|row| row.family.family != sought.family.to_string());
    rows.sort_by_key(|row| std::cmp::Reverse(row.score));
    rows.truncate(ROWS);
    Ok(AlikeView { rows, elsewhere: elsewhere(reader, sought)? })
}

fn same_number(
    reader: &Reader,
    reason: AlikeReason,
    digits: &str,
) -> Result<Vec<AlikeRow>, DeskError> {
    let limit = u32::try_from(ROWS).unwrap_or(u32::MAX) + 1;
    let query = FamilyQuery { search: digits.to_owned(), limit, ..FamilyQuery::default() };
    let (records, _) = reader.families(&query)?;
    let words = match reason {
        AlikeReason::SameKk => ("nomor KK sama", "same KK number"),
        _ => ("NIK sama", "same NIK"),
    };
    let row = |record: &FamilyRecord| AlikeRow {
        family: family(record),
        member: None,
        reason,
        score: 100,
        words: said(&[words]),
    };
    Ok(records.iter().map(row).collect())
}

/// Members of all families here, and heads of the same SLS that only the list names; of each family
/// the likeliest.
fn persons_alike(
    reader: &Reader,
    sought: &Sought,
    who: &Known,
) -> Result<Vec<AlikeRow>, DeskError> {
    let place = sought.idsubsls.as_str();
    let mut rows = BTreeMap::new();
    for candidate in reader.alike(who, sought.family)? {
        let Some(record) = reader.family(candidate.family)? else { continue };
        let theirs = candidate.known.at(Some(record.birth.idsubsls.as_str()));
        if let Some(judged) = enough(&who.at(Some(place)), &theirs) {
            put(&mut rows, likely(&record, Some(candidate.known.name.clone()), judged));
        }
    }
    let idsubsls = Some(sought.idsubsls.clone());
    let query = FamilyQuery { idsubsls, limit: SLS, ..FamilyQuery::default() };
    for record in reader.families(&query)?.0 {
        let head = Person { name: &record.head, place: Some(place), ..Person::default() };
        // What is known of the members tells more than a head's bare name.
        if record.members.is_none()
            && let Some(judged) = enough(&who.at(Some(place)), &head)
        {
            put(&mut rows, likely(&record, None, judged));
        }
    }
    Ok(rows.into_values().collect())
}

fn enough(one: &Person, other: &Person) -> Option<Judgement> {
    judge(one, other).filter(|judged| judged.score >= ENOUGH)
}

fn put(rows: &mut BTreeMap<String, AlikeRow>, row: AlikeRow) {
    let known = rows.get(&row.family.family).map_or(0, |known| known.score);
    if row.score > known {
        rows.insert(row.family.family.clone(), row);
    }
}

fn likely(record: &FamilyRecord, member: Option<String>, judged: Judgement) -> AlikeRow {
    let parts: Vec<_> =
        [Some(names(judged.naming)), judged.birthday.map(births)].into_iter().flatten().collect();
    AlikeRow {
        family: family(record),
        member,
        reason: AlikeReason::SamePerson,
        score: judged.score,
        words: said(&parts),
    }
}

fn names(naming: Naming) -> (&'static str, &'static str) {
    match naming {
        Naming::Same => ("nama sama", "same name"),
        Naming::Similar => ("nama mirip", "similar name"),
        Naming::Initial => ("nama disingkat", "name abbreviated"),
        Naming::Other => ("sebagian nama sama", "part of the name the same"),
    }
}

fn births(birthday: Birthday) -> (&'static str, &'static str) {
    match birthday {
        Birthday::Equal | Birthday::Guessed => ("tanggal lahir sama", "same birth date"),
        Birthday::Swapped => ("hari dan bulan lahir tertukar", "day and month of birth swapped"),
        Birthday::OneOff => ("tanggal lahir beda satu angka", "birth date one digit off"),
        Birthday::Year => ("tahun lahir sama", "same year of birth"),
        Birthday::OtherDay => ("tahun lahir sama, harinya lain", "same year of birth, another day"),
        Birthday::Other => ("tanggal lahir lain", "another birth date"),
    }
}

fn said(parts: &[(&'static str, &'static str)]) -> Text {
    let join = |part: fn(&(&'static str, &'static str)) -> &'static str| {
        parts.iter().map(part).collect::<Vec<_>>().join(", ")
    };
    Text { id: join(|part| part.0), en: join(|part| part.1) }
}

fn family(record: &FamilyRecord) -> AcrossFamilyView {
    let birth = &record.birth;
    AcrossFamilyView {
        family: record.family.to_string(),
        idsubsls: birth.idsubsls.to_string(),
        building: birth.building,
        number: birth.number,
        head: record.head.clone(),
    }
}

/// What came down as a finding about this question.
fn elsewhere(reader: &Reader, sought: &Sought) -> Result<Vec<Text>, DeskError> {
    let Some(question) = sought.stored.as_deref() else { return Ok(Vec::new()) };
    let records = reader.across(Some(sought.family))?;
    let here = records.iter().filter(|record| {
        record.family == sought.family && record.elsewhere && record.rule.looks_at(question)
    });
    let words = |text: &str| text.to_owned();
    Ok(here.map(|r| Text { id: words(r.rule.indonesian), en: words(r.rule.english) }).collect())
}
