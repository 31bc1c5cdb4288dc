//! The stick at the desk: a sealed file for the endpoint, its answer, and a spare laptop's enrolment.

use std::fs;
use std::path::Path;

use cacah_family::trail::{Act, Deed};
use cacah_store::Store;
use cacah_wire::command::{
    AnswerRead, AnswersView, EnrolFromStick, FileArgs, FolderArgs, StateView, StickFile, Written,
};
use cacah_wire::error::Code;
use cacah_wire::stick::EXTENSION;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::outside::{self, shown};
use crate::passwords::strong;
use crate::sending::compile;
use crate::settings;

/// Files listed at once: a stick full of others' is no reason to fill the screen.
const MAX_FILES: usize = 200;

impl Desk {
    pub(crate) fn write_stick(&self, args: &FolderArgs) -> Result<StickFile, DeskError> {
        let folder = outside::folder(&args.folder)?;
        let Ok(_alone) = self.sending.try_lock() else {
            return Err(Code::Busy.into());
        };
        let copies = self.with(|session| settings::copies(&session.store))?;
        let written = cacah_sync::write_stick(self, &*self.host, &folder, copies)?;
        let receiver = self.with(|session| {
            settings::note_stick(&mut session.store, &shown(&folder))?;
            session.note(Deed::new(Act::Exported).kind("stick").count(written.families.into()))?;
            Ok(session.store.enrolment().endpoint_url.clone())
        })?;
        let name = written.path.file_name().unwrap_or_default();
        Ok(StickFile {
            name: name.to_string_lossy().into_owned(),
            path: shown(&written.path),
            bytes: written.bytes,
            families: written.families,
            batches: written.batches,
            chunks: written.chunks,
            refused: written.refused,
            number: written.number,
            receiver,
        })
    }

    pub(crate) fn read_answer(&self, args: &FileArgs) -> Result<AnswerRead, DeskError> {
        let path = outside::path(&args.path)?;
        let Ok(_alone) = self.sending.try_lock() else {
            return Err(Code::Busy.into());
        };
        let read = cacah_sync::read_answer(self, &path, &compile)?;
        self.renew(&read.brought)?;
        self.obey()?;
        self.with(|session| {
            if let Some(folder) = path.parent() {
                settings::note_stick(&mut session.store, &shown(folder))?;
            }
            Ok(AnswerRead {
                receipts: read.receipts,
                unknown: read.unknown,
                families: read.brought.families,
                entries: u32::try_from(read.brought.entries).unwrap_or(u32::MAX),
                waiting: session.store.counts()?.waiting,
            })
        })
    }

    pub(crate) fn enrol_from_stick(&self, args: &EnrolFromStick) -> Result<StateView, DeskError> {
        strong(&args.password, &[])?;
        let path = outside::path(&args.path)?;
        let spare = cacah_sync::enrol_from_stick(&path, &args.code, &*self.host)?;
        let vault = self.folder.new_vault(&spare.enrolment.officer_code)?;
        let mut store = Store::create(&vault, &spare.enrolment, &args.password, self.host.clone())?;
        spare.install(&mut store, &compile)?;
        self.open(store)?;
        self.with(|session| session.enter(Deed::new(Act::Enrolled)))?;
        self.state()
    }
}

/// The endpoint's answers in a folder: by their name alone, which officers see too.
pub(crate) fn answers(args: &FolderArgs) -> Result<AnswersView, DeskError> {
    let folder = outside::folder(&args.folder)?;
    let entries = fs::read_dir(&folder).map_err(|_| Code::StickLost)?;
    let paths = entries.flatten().map(|entry| entry.path()).filter(|path| is_answer(path));
    let mut files: Vec<Written> = paths.filter_map(|path| written(&path)).collect();
    files.sort_by(|a, b| b.path.cmp(&a.path));
    files.truncate(MAX_FILES);
    Ok(AnswersView { files })
}

fn is_answer(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.extension().is_some_and(|e| e == EXTENSION) && name.starts_with("jawaban-")
}

fn written(path: &Path) -> Option<Written> {
    let about = path.metadata().ok().filter(fs::Metadata::is_file)?;
    Some(Written { path: shown(path), bytes: about.len() })
}
