//! A vault from a safety copy, from a damaged one, or of a newer version: before anybody is in.

use cacah_family::trail::{Act, Deed};
use cacah_store::{CopyFound, FamilyLoss, Salvaged, Store, copies, preview, restore, salvage};
use cacah_wire::command::{
    CopiesView, CopyArgs, CopyPreview, CopyRow, ExportNewer, FolderArgs, NewerFamilyRow, NewerView,
    RestoredView, SalvagedFamily, SalvagedView, VaultArgs, Written,
};
use cacah_wire::error::Code;
use chrono::NaiveDateTime;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::outside::{self, shown};
use crate::queue::rfc3339;

impl Desk {
    pub(crate) fn preview_copy(&self, args: &CopyArgs) -> Result<CopyPreview, DeskError> {
        let copy = one(&args.path)?;
        let seen = preview(&copy.path, &args.password)?;
        Ok(CopyPreview {
            families: seen.families,
            documents: seen.documents,
            entries: seen.entries,
            beyond: seen.entries_beyond,
            receipt: seen.newest_receipt,
            last: seen.last_entry_at.map(rfc3339),
            replaces: self.folder.new_vault(&copy.officer_code)?.exists(),
        })
    }

    pub(crate) fn restore_copy(&self, args: &CopyArgs) -> Result<RestoredView, DeskError> {
        let copy = one(&args.path)?;
        // Nobody is put out before the password is proven.
        preview(&copy.path, &args.password)?;
        self.close("restore");
        let dir = self.folder.new_vault(&copy.officer_code)?;
        let restored = restore(&copy.path, &dir, &args.password, self.host.clone())?;
        self.open(restored.store)?;
        self.with(|session| session.enter(Deed::new(Act::Unlocked).kind("restored")))?;
        let aside = restored.aside.as_deref().map(shown);
        Ok(RestoredView { state: self.state()?, aside })
    }

    pub(crate) fn salvage(&self, args: &VaultArgs) -> Result<SalvagedView, DeskError> {
        let dir = self.folder.vault(&args.officer).ok_or(Code::UnknownOfficer)?;
        self.close("salvage");
        let Salvaged { store, report } =
            salvage(&dir, &dir, (&args.officer, &args.password), self.host.clone())?;
        let elsewhere = report.elsewhere.iter().map(|loss| family(&store, loss));
        let elsewhere = elsewhere.collect::<Result<_, _>>()?;
        self.open(store)?;
        self.with(|session| session.enter(Deed::new(Act::Unlocked).kind("salvaged")))?;
        Ok(SalvagedView {
            state: self.state()?,
            families: report.families,
            documents: report.documents,
            entries: report.entries,
            lost: report.lost(),
            elsewhere,
            aside: shown(&report.aside),
        })
    }

    pub(crate) fn read_newer(&self, args: &VaultArgs) -> Result<NewerView, DeskError> {
        let families = self.newer(&args.officer, &args.password)?.families()?;
        let rows = families.into_iter().map(|family| NewerFamilyRow {
            family: family.family.to_string(),
            head: family.head,
            idsubsls: family.idsubsls,
            building: family.building,
            number: family.number,
            entries: family.entries,
        });
        Ok(NewerView { families: rows.collect() })
    }

    pub(crate) fn export_newer(&self, args: &ExportNewer) -> Result<Written, DeskError> {
        let folder = outside::folder(&args.folder)?;
        let made = self.newer(&args.officer, &args.password)?.export(&folder)?;
        Ok(Written { path: shown(&made.path), bytes: made.bytes })
    }

    fn newer(&self, officer: &str, password: &str) -> Result<cacah_store::Newer, DeskError> {
        let dir = self.folder.vault(officer).ok_or(Code::UnknownOfficer)?;
        Ok(Store::open_newer(&dir, officer, password, self.host.clone())?)
    }
}

/// The safety copies in a folder.
pub(crate) fn list(args: &FolderArgs) -> Result<CopiesView, DeskError> {
    let found = copies(&outside::folder(&args.folder)?)?;
    let rows = found.into_iter().map(|copy| CopyRow {
        path: shown(&copy.path),
        officer: copy.officer_code,
        number: copy.number,
        at: stamp(&copy.at),
    });
    Ok(CopiesView { copies: rows.collect() })
}

/// The one copy that is this folder.
fn one(typed: &str) -> Result<CopyFound, DeskError> {
    let folder = outside::folder(typed)?;
    let found = copies(&folder)?.into_iter().find(|copy| copy.path == folder);
    found.ok_or_else(|| Code::BadCopy.into())
}

/// `20221020T000000Z` as RFC 3339.
fn stamp(at: &str) -> String {
    let read = NaiveDateTime::parse_from_str(at, "%Y%m%dT%H%M%SZ");
    read.map(|at| rfc3339(at.and_utc().timestamp_millis())).unwrap_or_default()
}

fn family(store: &Store, loss: &FamilyLoss) -> Result<SalvagedFamily, DeskError> {
    let record = store.family(loss.family)?;
    Ok(SalvagedFamily {
        family: loss.family.to_string(),
        head: record.map(|record| record.head).unwrap_or_default(),
        entries: loss.entries,
        receipted: loss.receipted,
    })
}
