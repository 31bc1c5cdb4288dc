//! Photos and scans of a document: sealed, durable beside the vault, then named in the journal.

use std::fs::File as Disk;
use std::io::Read as _;
use std::path::Path as Place;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cacah_family::entry::{Change, File};
use cacah_family::id::{DocumentId, FamilyId, InstanceId};
use cacah_family::path::Path;
use cacah_wire::command::{Attach, AttachedFile, FileBytes, FileRow, FilesView, FilesWaiting};
use cacah_wire::error::Code;
use cacah_wire::file::{self, FileError, MAX_FILE};

use crate::error::DeskError;
use crate::outside;
use crate::photo;
use crate::session::Session;

/// What is taken, by its first bytes: a name proves nothing.
const MEDIA: [(&[u8], &str); 3] = [
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
];

pub(crate) fn attach(session: &mut Session, args: &Attach) -> Result<FilesView, DeskError> {
    session.document(&args.document)?;
    let plain = read(&outside::path(&args.path)?)?;
    let media = media(&plain).ok_or(DeskError::At(Code::BadRequest, "file".into()))?;
    keep(session, &args.document, &plain, media)
}

/// What a file is, by its first bytes; none when it is nothing that is taken.
pub(crate) fn media(plain: &[u8]) -> Option<&'static str> {
    MEDIA.iter().find(|(magic, _)| plain.starts_with(magic)).map(|(_, media)| *media)
}

/// Seals what is attached and names it in the open document.
pub(crate) fn keep(
    session: &mut Session,
    document: &str,
    plain: &[u8],
    media: &str,
) -> Result<FilesView, DeskError> {
    session.bear(document)?;
    let place = place(session, document)?;
    seal(session, place, plain, media)?;
    list(session, document)
}

/// Seals a file and names it in a document that is in the journal.
pub(crate) fn seal(
    session: &mut Session,
    (document, family): (DocumentId, FamilyId),
    plain: &[u8],
    media: &str,
) -> Result<(), DeskError> {
    let (file, chunks) = file::seal(plain, media, &*session.host).map_err(too_large)?;
    // Durable before the journal names them: an entry without its picture would be a promise broken.
    for (chunk, sealed) in file.chunks.iter().zip(&chunks) {
        session.store.put_chunk(&chunk.name, sealed)?;
    }
    let id = InstanceId(session.host.id());
    let named = vec![(Path::of(id, Path::FILE), Change::File(file))];
    session.write_over(family, Some(document), named)
}

/// Takes a photo out of the document; its pieces stay while the journal names them.
pub(crate) fn detach(session: &mut Session, args: &AttachedFile) -> Result<FilesView, DeskError> {
    let (id, _) = find(session, args)?;
    let (document, family) = place(session, &args.document)?;
    let gone = vec![(Path::of(id, Path::FILE), Change::NoFile {})];
    session.write_over(family, Some(document), gone)?;
    list(session, &args.document)
}

pub(crate) fn list(session: &mut Session, document: &str) -> Result<FilesView, DeskError> {
    let (id, family) = place(session, document)?;
    let state = session.store.history(family)?.document(id);
    let chunks = session.store.chunks(family)?;
    let mut files = Vec::new();
    for (id, file) in state.files {
        let receipted = file
            .chunks
            .iter()
            .all(|chunk| chunks.iter().any(|known| known.name == chunk.name && known.receipted));
        let here = sealed(session, &file)?.is_some();
        let (media, bytes) = (file.media, file.bytes);
        files.push(FileRow { file: id.to_string(), media, bytes, receipted, here });
    }
    Ok(FilesView { files, edge: photo::edge(&session.store)? })
}

pub(crate) fn bytes(session: &mut Session, args: &AttachedFile) -> Result<FileBytes, DeskError> {
    let missing = || DeskError::At(Code::NotFound, "file".into());
    let (_, file) = find(session, args)?;
    let plain = opened(session, &file)?.ok_or_else(missing)?;
    Ok(shown(file.media, &plain))
}

/// A file as it was attached; `None` when a piece of it does not lie here, or does not open.
pub(crate) fn opened(session: &Session, file: &File) -> Result<Option<Vec<u8>>, DeskError> {
    Ok(sealed(session, file)?.and_then(|sealed| file::open(file, &sealed).ok()))
}

/// As the window shows it.
pub(crate) fn shown(media: String, plain: &[u8]) -> FileBytes {
    FileBytes { media, base64: STANDARD.encode(plain) }
}

/// What waits of all photos.
pub(crate) fn waiting(session: &Session) -> Result<FilesWaiting, DeskError> {
    let chunks = session.store.chunks_to_send(u32::MAX as usize)?;
    Ok(FilesWaiting {
        chunks: u32::try_from(chunks.len()).unwrap_or(u32::MAX),
        bytes: chunks.iter().map(|chunk| u64::from(chunk.bytes)).sum(),
    })
}

fn place(session: &Session, document: &str) -> Result<(DocumentId, FamilyId), DeskError> {
    let document = session.document(document)?;
    Ok((document.id, document.family))
}

fn find(session: &Session, args: &AttachedFile) -> Result<(InstanceId, File), DeskError> {
    let (document, family) = place(session, &args.document)?;
    let missing = || DeskError::At(Code::NotFound, "file".into());
    let id: InstanceId = args.file.parse().map_err(|_| missing())?;
    let mut state = session.store.history(family)?.document(document);
    Ok((id, state.files.remove(&id).ok_or_else(missing)?))
}

/// Its sealed pieces; `None` when one does not lie here.
fn sealed(session: &Session, file: &File) -> Result<Option<Vec<Vec<u8>>>, DeskError> {
    let pieces = file.chunks.iter().map(|chunk| session.store.chunk_bytes(&chunk.name));
    Ok(pieces.collect::<Result<Option<_>, _>>()?)
}

pub(crate) fn read(path: &Place) -> Result<Vec<u8>, DeskError> {
    let gone = |_| DeskError::Code(Code::StickLost);
    let file = Disk::open(path).map_err(gone)?;
    let mut plain = Vec::new();
    file.take(MAX_FILE as u64 + 1).read_to_end(&mut plain).map_err(gone)?;
    Ok(plain)
}

fn too_large(_: FileError) -> DeskError {
    Code::FileTooLarge.into()
}
