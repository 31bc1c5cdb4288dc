//! The notice to the respondent (UU 27/2022, article 21): what is asked, what for, under which law,
//! with which rights. Its words come with the form (`notice.csv`), since each round has its own; a
//! form without them has no notice.

use std::collections::BTreeMap;

use cacah_family::entry::{Change, NoticeWay as Way};
use cacah_family::merge::Noticed;
use cacah_family::path::Path;
use cacah_family::round::RoundKind;
use cacah_family::trail::{Act, Deed, Subject};
use cacah_print::{NoticeSection, NoticeSheet, notice_sheet};
use cacah_wire::command::{
    FolderArgs, GiveNotice, NoticeGiven, NoticePart, NoticeView, NoticeWay, Written,
};
use cacah_wire::error::Code;
use cacah_wire::seal::Hash;

use crate::error::DeskError;
use crate::outside::{self, shown};
use crate::queue::rfc3339;
use crate::session::Session;

/// The file of the form's package.
const FILE: &str = "notice.csv";
/// Its columns, in this order; other columns are passed over.
const COLUMNS: [&str; 5] = [
    "name",
    "heading::Bahasa Indonesia (id)",
    "text::Bahasa Indonesia (id)",
    "heading::English (en)",
    "text::English (en)",
];

/// The notice of the form in work.
pub(crate) fn show(session: &Session) -> Result<NoticeView, DeskError> {
    read(&session.store.form_files()?)
}

/// Writes down that it was given; twice is a second entry, for a second member who asked.
pub(crate) fn give(session: &mut Session, args: &GiveNotice) -> Result<NoticeGiven, DeskError> {
    let version = show(session)?.version;
    let way = match args.way {
        NoticeWay::Read => Way::Read,
        NoticeWay::Paper => Way::Paper,
    };
    let change = Change::Noticed { version: version.clone(), way };
    session.log(&args.document, Path::NOTICE, change)?;
    let given = Noticed { at: session.host.now(), way, version };
    session.noticed(&args.document, given.clone())?;
    let document = session.document(&args.document)?.id;
    session.note(Deed::new(Act::Noticed).on(Subject::Document(document)))?;
    Ok(given_view(&given))
}

/// Writes the notice as `pemberitahuan.pdf`.
pub(crate) fn print(session: &mut Session, args: &FolderArgs) -> Result<Written, DeskError> {
    let folder = outside::folder(&args.folder)?;
    let notice = show(session)?;
    let round = session.store.round()?.ok_or(Code::NotFound)?;
    let sections = notice.parts.into_iter().map(|part| NoticeSection {
        heading: part.heading,
        text: part.text,
        heading_en: part.heading_en,
        text_en: part.text_en,
    });
    let pdf = notice_sheet(&NoticeSheet {
        practice: round.kind == RoundKind::Practice,
        round: round.name,
        sections: sections.collect(),
        version: notice.version.chars().take(8).collect(),
    })?;
    session.note(Deed::new(Act::Printed).kind("notice"))?;
    let path = outside::save(&folder, "pemberitahuan", "pdf", &pdf)?;
    Ok(Written { path: shown(&path), bytes: pdf.len() as u64 })
}

pub(crate) fn given_view(given: &Noticed) -> NoticeGiven {
    let way = match given.way {
        Way::Read => NoticeWay::Read,
        Way::Paper => NoticeWay::Paper,
    };
    NoticeGiven { at: rfc3339(given.at), way, version: given.version.clone() }
}

fn read(files: &BTreeMap<String, String>) -> Result<NoticeView, DeskError> {
    let text = files.get(FILE).ok_or(Code::NotFound)?;
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let broken = |row: usize| DeskError::Form(format!("{FILE}:{row}:1"));
    let header = rows.headers().map_err(|_| broken(1))?.clone();
    let places = COLUMNS.map(|column| header.iter().position(|name| name == column));
    let [Some(name), Some(heading), Some(text_at), Some(heading_en), Some(text_en)] = places else {
        return Err(broken(1));
    };
    let part = |(at, row): (usize, csv::Result<csv::StringRecord>)| {
        let row = row.map_err(|_| broken(at + 2))?;
        let cell = |place: usize| row.get(place).unwrap_or_default().trim().to_owned();
        Ok(NoticePart {
            name: cell(name),
            heading: cell(heading),
            text: cell(text_at),
            heading_en: cell(heading_en),
            text_en: cell(text_en),
        })
    };
    let parts = rows.records().enumerate().map(part).collect::<Result<Vec<_>, DeskError>>()?;
    Ok(NoticeView { version: Hash::of(text.as_bytes()).to_string(), parts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notice_of_the_questionnaire_is_read_and_one_that_is_torn_says_where() {
        let whole = include_str!("../../../schemas/forms/regsosek22-k/notice.csv");
        let files = |text: &str| BTreeMap::from([(FILE.to_owned(), text.to_owned())]);
        let notice = read(&files(whole)).unwrap();
        let names: Vec<&str> = notice.parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["who", "purpose", "data", "law", "keep", "rights", "contact"]);
        assert!(notice.parts.iter().all(|part| !part.text.is_empty() && !part.text_en.is_empty()));
        assert!(matches!(read(&BTreeMap::new()), Err(DeskError::Code(Code::NotFound))));
        let torn = read(&files("name,heading\nwho,Siapa\n"));
        assert!(matches!(torn, Err(DeskError::Form(place)) if place == "notice.csv:1:1"));
        let short = whole.lines().next().unwrap().to_owned() + "\nwho\n";
        assert!(
            matches!(read(&files(&short)), Err(DeskError::Form(place)) if place == "notice.csv:2:1")
        );
    }
}
