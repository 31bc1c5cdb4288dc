//! The words of the column `type` that make a question.

use super::choices::Lists;
use super::files;
use super::table::Cells;
use crate::error::{Fault, FormError, FormErrorCode};
use crate::model::{Kind, ListId, Media, Metadata};
use crate::slip::{self, instead};

const TYPES: &str = "text, integer, decimal, date, time, dateTime, select_one LIST, \
                     select_multiple LIST, select_one_from_file FILE, \
                     select_multiple_from_file FILE, csv-external, note, calculate, hidden, geopoint, image, audio, video, \
                     file, barcode, acknowledge, start, end, today, deviceid, username, \
                     begin_group, end_group, begin_repeat or end_repeat";

/// Kinds without a list, and the words for each, as pyxform takes them.
const PLAIN: [(Kind, &[&str]); 21] = [
    (Kind::Text, &["text", "string", "q string", "add text prompt"]),
    (Kind::Integer, &["integer", "int", "q int", "add integer prompt"]),
    (Kind::Decimal, &["decimal", "q decimal", "add decimal prompt"]),
    (Kind::Date, &["date", "q date", "add date prompt"]),
    (Kind::Time, &["time"]),
    (Kind::DateTime, DATE_TIME),
    (Kind::Geopoint, GEOPOINT),
    (Kind::Barcode, &["barcode", "q barcode", "add barcode prompt"]),
    (Kind::File(Media::Image), IMAGE),
    (Kind::File(Media::Audio), &["audio", "q audio", "add audio prompt"]),
    (Kind::File(Media::Video), &["video", "q video", "add video prompt"]),
    (Kind::File(Media::Any), &["file", "add file prompt"]),
    (Kind::Acknowledge, &["acknowledge", "trigger", "q acknowledge", "add acknowledge prompt"]),
    (Kind::Note, &["note", "q note", "add note prompt"]),
    (Kind::Calculate, &["calculate", "q calculate", "add calculate prompt"]),
    (Kind::Hidden, &["hidden"]),
    (Kind::Metadata(Metadata::Start), &["start", "start time", "get start time"]),
    (Kind::Metadata(Metadata::End), &["end", "end time", "get end time"]),
    (Kind::Metadata(Metadata::Today), &["today", "get today"]),
    (Kind::Metadata(Metadata::DeviceId), &["deviceid", "device id", "get device id", "imei"]),
    (Kind::Metadata(Metadata::Username), &["username"]),
];
const DATE_TIME: &[&str] = &[
    "dateTime",
    "datetime",
    "date time",
    "q date time",
    "q dateTime",
    "add date time prompt",
    "add dateTime prompt",
];
const GEOPOINT: &[&str] =
    &["geopoint", "gps", "location", "q geopoint", "q location", "add location prompt"];
const IMAGE: &[&str] =
    &["image", "photo", "q image", "q picture", "add image prompt", "add photo prompt"];

/// Words before the name of a list; those that begin with others come first.
const ONE: [&str; 5] =
    ["select_one", "select one from", "select one", "select1", "add select one prompt using"];
const MULTIPLE: [&str; 4] = [
    "select_multiple",
    "select all that apply from",
    "select all that apply",
    "add select multiple prompt using",
];

/// First words of types of XLSForm that this engine does not know.
const UNKNOWN: [&str; 33] = [
    "add",
    "audit",
    "background-audio",
    "background-geopoint",
    "begin",
    "csv-external",
    "email",
    "geoshape",
    "geotrace",
    "get",
    "loop",
    "number",
    "osm",
    "percentage",
    "phone",
    "phonenumber",
    "q",
    "range",
    "rank",
    "select",
    "select_one",
    "select_one_external",
    "select_one_from_file",
    "select_multiple",
    "select_multiple_from_file",
    "sim",
    "simserial",
    "start-geopoint",
    "subscriber",
    "subscriberid",
    "uri:deviceid",
    "uri:username",
    "xml-external",
];

/// What stands in for types that this engine does not know.
const INSTEAD: [(&str, &str); 9] = [
    ("or_other", "a code for others in the list, and a text question that is shown by it"),
    ("range", "integer or decimal with a constraint"),
    ("rank", "a select_one for each place"),
    ("select_one_external", "select_one_from_file FILE with a choice_filter"),
    ("geotrace", "geopoint"),
    ("geoshape", "geopoint"),
    ("number", "integer or decimal"),
    ("email", "text"),
    ("phonenumber", "text with a regex(…) as its constraint"),
];

/// What a question of this type takes, and the list of its codes.
pub(super) fn read(
    row: Cells<'_>,
    words: &[&str],
    lists: &Lists,
) -> Result<(Kind, Option<ListId>), FormError> {
    let written = words.join(" ");
    let plain = PLAIN.iter().find(|(_, known)| known.contains(&written.as_str()));
    if let Some((kind, _)) = plain {
        return Ok((kind.clone(), None));
    }
    if let Some(name) = listed(&written, &ONE) {
        return Ok((Kind::SelectOne, Some(find_list(row, name, lists)?)));
    }
    if let Some(name) = listed(&written, &MULTIPLE) {
        let list = find_list(row, name, lists)?;
        return Ok((multiple(row, list, lists)?, Some(list)));
    }
    if let Some((one, file)) = files::named(words) {
        let kind = if one { Kind::SelectOne } else { Kind::SelectMultiple };
        return Ok((kind, Some(files::find(row, file, lists)?)));
    }
    let Some(first) = words.first() else {
        return Err(row.value_error("type", "the type is missing", TYPES));
    };
    let (code, message) = if UNKNOWN.contains(first) {
        (FormErrorCode::Unsupported, "is not supported")
    } else {
        (FormErrorCode::Value, "is no type")
    };
    let fault = Fault::new(code, format!("`{written}` {message}"), meant(words, lists));
    Err(row.error("type", fault))
}

/// What to write for a type that is none.
fn meant(words: &[&str], lists: &Lists) -> String {
    let (first, last) = (words.first().copied(), words.last().copied());
    let first = first.unwrap_or_default();
    let other = INSTEAD.iter().find(|(word, _)| first == *word || last == Some(word));
    if let Some((_, instead)) = other {
        return (*instead).to_owned();
    }
    if words.len() == 1 && lists.find(first).is_some() {
        return format!("`select_one {first}` or `select_multiple {first}`");
    }
    let rows = ["begin_group", "end_group", "begin_repeat", "end_repeat", "csv-external"];
    let selects = ["select_one", "select_multiple"];
    let files = ["select_one_from_file", "select_multiple_from_file"];
    let plain = PLAIN.iter().flat_map(|(_, words)| words.iter().copied());
    let known = slip::meant(first, plain.chain(rows).chain(selects).chain(files));
    let rest = || words.iter().skip(1).copied();
    known.map_or(TYPES.to_owned(), |known| {
        let whole: Vec<_> = std::iter::once(known).chain(rest()).collect();
        format!("`{}`", whole.join(" "))
    })
}

/// The one word that follows one of these.
fn listed<'a>(written: &'a str, commands: &[&str]) -> Option<&'a str> {
    let after = |command: &&str| written.strip_prefix(*command)?.strip_prefix(' ');
    commands.iter().find_map(after).filter(|name| !name.contains(' '))
}

fn find_list(row: Cells<'_>, name: &str, lists: &Lists) -> Result<ListId, FormError> {
    if name.starts_with("${") {
        let message = format!("choices from the answers of {name} are not supported");
        let fault = Fault::new(FormErrorCode::Unsupported, message, "a list of the sheet choices");
        return Err(row.error("type", fault));
    }
    lists.find(name).ok_or_else(|| {
        let names = lists.names.iter().map(String::as_str);
        let fault = Fault::new(
            FormErrorCode::Reference,
            format!("there is no list `{name}`"),
            instead(name, names, "a list_name of the sheet choices"),
        );
        row.error("type", fault)
    })
}

/// A select_multiple, or a sum of codes: `yes`, then the codes that stand alone.
fn multiple(row: Cells<'_>, list: ListId, lists: &Lists) -> Result<Kind, FormError> {
    const COLUMN: &str = "bind::cacah:sum";
    let words: Vec<_> = row.get(COLUMN).split_whitespace().map(str::to_owned).collect();
    let exclusive = match words.split_first() {
        None => return Ok(Kind::SelectMultiple),
        Some((yes, exclusive)) if yes == "yes" => exclusive.to_vec(),
        Some(_) => return Err(row.value_error(COLUMN, "no `yes`", "yes, then exclusive codes")),
    };
    if let Some(code) = exclusive.iter().find(|code| lists.codes(list).all(|known| known != *code))
    {
        return Err(row.value_error(COLUMN, &format!("`{code}` is not in the list"), "its codes"));
    }
    let power = |code: &str| code.parse::<u32>().is_ok_and(u32::is_power_of_two);
    let added = lists.codes(list).filter(|code| exclusive.iter().all(|alone| alone != code));
    if let Some(code) = added.into_iter().find(|code| !power(code)) {
        let message = format!("code `{code}` cannot be told apart in a sum");
        return Err(row.value_error(COLUMN, &message, "codes 1, 2, 4, 8 …, others named here"));
    }
    Ok(Kind::Sum { exclusive })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_named_in_many_ways() {
        for written in ["select_one desa", "select one from desa", "select1 desa"] {
            assert_eq!(listed(written, &ONE), Some("desa"), "{written}");
        }
        for written in ["select_one", "select_one a or_other", "select_one_from_file a.csv"] {
            assert_eq!(listed(written, &ONE), None, "{written}");
        }
        assert_eq!(listed("select all that apply from desa", &MULTIPLE), Some("desa"));
    }

    #[test]
    fn each_word_means_one_kind() {
        let mut words: Vec<_> = PLAIN.iter().flat_map(|(_, known)| known.iter()).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
        assert!(UNKNOWN.iter().all(|unknown| !words.contains(&unknown)));
    }
}
