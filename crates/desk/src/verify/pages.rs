//! Images of the paper's pages: attached by box and number, looked at by the third person.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path as Place;

use cacah_family::area::Idsubsls;
use cacah_family::entry::Source;
use cacah_family::id::{DocumentId, FamilyId};
use cacah_keying::custody::fold;
use cacah_store::{PaperRecord, Reader};
use cacah_wire::command::{AttachPages, FileBytes, PageImage, PagesAttached};
use cacah_wire::error::Code;

use super::must_supervise;
use crate::error::DeskError;
use crate::session::Session;
use crate::{attach, outside};

/// What a page is kept as, by the ending of its name; its first bytes must say the same.
const MEDIA: [(&str, &str); 2] = [("pdf", "application/pdf"), ("png", "image/png")];

/// Boxes of the bundles; bundles without one are left out.
pub(super) fn boxes(reader: &Reader) -> Result<BTreeMap<Idsubsls, String>, DeskError> {
    let logs = reader.custodies()?.into_iter();
    let boxes = logs.map(|(area, log)| (area, fold(&log).number));
    Ok(boxes.filter(|(_, number)| !number.is_empty()).collect())
}

/// Attaches every page in a folder whose name says where it belongs.
pub(crate) fn attach(
    session: &mut Session,
    args: &AttachPages,
) -> Result<PagesAttached, DeskError> {
    must_supervise(&session.store)?;
    let folder = outside::folder(&args.folder)?;
    let listed = fs::read_dir(&folder).map_err(|_| Code::StickLost)?;
    let mut files: Vec<_> = listed.filter_map(Result::ok).map(|file| file.path()).collect();
    files.retain(|file| file.is_file());
    files.sort();
    let places = places(session)?;
    let (mut attached, mut left) = (0, Vec::new());
    for file in files {
        match page(session, &places, &file)? {
            true => attached += 1,
            false => left.push(name(&file)),
        }
    }
    Ok(PagesAttached { attached, left })
}

/// Paper documents by box, building and family number; two of one name are nobody's.
type Places = BTreeMap<(String, u16, u16), Option<(DocumentId, FamilyId)>>;

fn places(session: &Session) -> Result<Places, DeskError> {
    let boxes = boxes(&session.store)?;
    let paper = cacah_store::PaperQuery { source: Some(Source::Paper), ..Default::default() };
    let mut places = Places::new();
    for record in session.store.paper_documents(&paper)?.0 {
        let PaperRecord { document, family, building, number, .. } = record;
        let Some(label) = boxes.get(&record.idsubsls) else { continue };
        let place = places.entry((label.clone(), building, number));
        place.and_modify(|place| *place = None).or_insert(Some((document, family)));
    }
    Ok(places)
}

/// True when it was attached, or had been.
fn page(session: &mut Session, places: &Places, file: &Place) -> Result<bool, DeskError> {
    let place = named(file).and_then(|(place, media)| Some(((*places.get(&place)?)?, media)));
    let Some((place, media)) = place else { return Ok(false) };
    let plain = attach::read(file)?;
    if attach::media(&plain) != Some(media) {
        return Ok(false);
    }
    let size = u64::try_from(plain.len()).unwrap_or(u64::MAX);
    let files = session.store.history(place.1)?.document(place.0).files;
    let mut known = files.into_values().filter(|known| known.bytes == size && known.media == media);
    let is_same =
        |known| Ok::<_, DeskError>(attach::opened(session, &known)?.as_ref() == Some(&plain));
    if known.try_fold(false, |found, known| Ok::<_, DeskError>(found || is_same(known)?))? {
        return Ok(true);
    }
    match attach::seal(session, place, &plain, media) {
        Err(DeskError::Code(Code::FileTooLarge)) => Ok(false),
        sealed => sealed.map(|()| true),
    }
}

/// `<box>_<109>_<110>.<pdf or png>`.
fn named(file: &Place) -> Option<((String, u16, u16), &'static str)> {
    let ending = file.extension()?.to_str()?.to_ascii_lowercase();
    let (_, media) = MEDIA.iter().find(|(known, _)| *known == ending)?;
    let mut parts = file.file_stem()?.to_str()?.split('_');
    let (label, building, number) = (parts.next()?, parts.next()?, parts.next()?);
    let place = (label.to_owned(), building.parse().ok()?, number.parse().ok()?);
    parts.next().is_none().then_some((place, *media))
}

fn name(file: &Place) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Pages of a document.
pub(super) fn of(reader: &Reader, record: &PaperRecord) -> Result<Vec<PageImage>, DeskError> {
    let files = reader.history(record.family)?.document(record.document).files.into_iter();
    let pages = files.filter(|(_, file)| MEDIA.iter().any(|(_, media)| file.media == *media));
    Ok(pages.map(|(id, file)| PageImage { file: id.to_string(), media: file.media }).collect())
}

/// One of them.
pub(super) fn bytes(
    session: &Session,
    (document, family): (DocumentId, FamilyId),
    file: &str,
) -> Result<FileBytes, DeskError> {
    let files = session.store.history(family)?.document(document).files;
    let known = files.into_iter().find(|(id, _)| id.to_string() == file);
    let missing = || DeskError::At(Code::NotFound, "file".into());
    let (_, file) = known.ok_or_else(missing)?;
    let plain = attach::opened(session, &file)?.ok_or_else(missing)?;
    Ok(attach::shown(file.media, &plain))
}
