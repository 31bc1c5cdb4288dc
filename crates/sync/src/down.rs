//! What comes down: pages of rounds, forms, areas, families, and entries of others.

use std::collections::BTreeMap;

use cacah_family::across::Rule;
use cacah_family::entry::FormVersion;
use cacah_family::id::DocumentId;
use cacah_store::{AreaRecord, Asked, RevokeOrder, Store, StoreError, TheirFinding, Told};
use cacah_wire::down::{AcrossFamily, AcrossFinding, Area, DownItem, DownPage};
use cacah_wire::orders::{Authority, Policy};
use cacah_wire::people::{self as wire, OfficerRole};
use cacah_wire::seal::{PublicKey, Signed};

use crate::error::SyncError;
use crate::http::is_certificate;

/// Tells the version of a form that loads; `None` of one that does not. The engine is the desk's.
pub type Compile<'a> = &'a dyn Fn(&BTreeMap<String, String>) -> Option<FormVersion>;

/// What pages brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brought {
    /// Pages taken.
    pub pages: u32,
    /// Areas and families told.
    pub families: u32,
    /// Entries of others that were new here.
    pub entries: usize,
    /// Segments that no vault can keep: stepped over, the endpoint has them.
    pub broken_entries: u32,
    /// The documents they belong to: what is open of them is to be loaded again.
    pub documents: Vec<DocumentId>,
    /// Forms that do not load: the one there was stays in work.
    pub broken_forms: u32,
    /// A round or form came: what is compiled is out of date.
    pub form: bool,
    /// The endpoint says that this laptop is revoked.
    pub revoked: bool,
    /// There is more to ask for.
    pub more: bool,
}

/// Proves a page and takes it in. Again is harmless.
///
/// # Errors
/// [`SyncError::Page`] when it does not prove itself or is for another laptop; nothing of it is
/// taken then.
pub fn apply_page(
    store: &mut Store,
    signed: &Signed,
    compile: Compile<'_>,
    brought: &mut Brought,
) -> Result<(), SyncError> {
    let key = PublicKey(store.enrolment().endpoint_key);
    let page: DownPage = signed.open(&key).map_err(|_| SyncError::Page)?;
    if page.v != 1 || page.device != store.enrolment().device {
        return Err(SyncError::Page);
    }
    if let Some(authority) = page.authority {
        trust(store, &authority)?;
    }
    if let Some(policy) = page.policy {
        store.take_asked(policy.number, asked(&policy))?;
    }
    if let Some(officer) = page.officer.filter(|officer| officer.id == store.enrolment().officer) {
        store.take_role(&serde_json::to_string(&officer.role).map_err(|_| SyncError::Page)?)?;
    }
    if let Some(heard) = page.heard {
        store.take_heard(&serde_json::to_string(&heard).map_err(|_| SyncError::Page)?)?;
    }
    let across = page.across.into_iter().map(theirs).collect::<Vec<_>>();
    let mut told = Vec::new();
    let mut entries = Vec::new();
    for item in page.items {
        match item {
            DownItem::Round { round } => {
                brought.form = true;
                told.push(Told::Round(round));
            }
            DownItem::Form { round, version, files } => match compile(&files) {
                // What the endpoint calls it is its name, should this program reckon another one.
                Some(own) => {
                    let version = version.unwrap_or(own);
                    brought.form = true;
                    told.push(Told::Form { round, version, files });
                }
                None => brought.broken_forms += 1,
            },
            DownItem::Area { round, area } => told.push(Told::Area(round, record(area))),
            DownItem::AreaEnded { round, idsubsls } => told.push(Told::AreaEnded(round, idsubsls)),
            DownItem::Family { family } => {
                brought.families += 1;
                told.push(Told::Family(family.family, family.birth));
            }
            DownItem::Team { round, idsubsls, officers } => {
                let all = officers.iter();
                told.extend(all.map(|known| Told::Colleague(known.id, known.code.clone())));
                // Who visits: those above are known by their office.
                let codes = officers.into_iter().filter(|officer| officer.role == OfficerRole::Ppl);
                told.push(Told::Team(round, idsubsls, codes.map(|officer| officer.code).collect()));
            }
            DownItem::Entries { birth, key, segment } => {
                let segment = segment.open(&key).map_err(|_| SyncError::Page)?;
                entries.push((birth, segment.entries()?));
            }
            DownItem::Revoked { at, order } => {
                brought.revoked = true;
                store.take_revocation(at, order.map(ordered))?;
            }
        }
    }
    // The cursor goes on last: taking a page again is harmless, a cursor past it would lose it.
    let here = store.down_cursor()?.unwrap_or_default();
    store.take(&told, &here)?;
    for (birth, entries) in entries {
        let merged = match store.merge_foreign(&birth, &entries) {
            // What one laptop wrote must not stop what is told of all others. A round that is not
            // here yet may come: its page waits.
            Err(StoreError::NotFound(what)) if what != "round" => {
                brought.broken_entries += 1;
                continue;
            }
            merged => merged?,
        };
        brought.entries += merged.new;
        brought.documents.extend(merged.documents);
    }
    // After the entries, which may bring the families concerned.
    store.take(&across, &page.next)?;
    brought.pages += 1;
    brought.more = page.more;
    Ok(())
}

/// Trusts what the page says, if it is what a client can trust: one that is not must not lock this
/// laptop out.
fn trust(store: &mut Store, authority: &Authority) -> Result<(), SyncError> {
    let certificates = authority.certificates.concat();
    let is_one = |certificate: &String| is_certificate(certificate);
    if authority.certificates.is_empty() || !authority.certificates.iter().all(is_one) {
        return Err(SyncError::Page);
    }
    store.trust(authority.number, &certificates)?;
    Ok(())
}

fn asked(policy: &Policy) -> Asked {
    Asked {
        contact_days: policy.contact_days,
        keep_days: policy.keep_days,
        curtain_minutes: policy.curtain_minutes,
        lock_minutes: policy.lock_minutes,
    }
}

fn ordered(order: wire::RevokeOrder) -> RevokeOrder {
    match order {
        wire::RevokeOrder::Lock => RevokeOrder::Lock,
        wire::RevokeOrder::Wipe => RevokeOrder::Wipe,
    }
}

/// What the endpoint found of a family. A rule that this version does not know it cannot explain.
fn theirs(told: AcrossFamily) -> Told {
    let findings = told.findings.into_iter().filter_map(|finding| {
        let AcrossFinding { rule, bucket, since, elsewhere } = finding;
        Some(TheirFinding { rule: Rule::of(&rule)?, bucket, since, elsewhere })
    });
    Told::Across(told.family, findings.collect())
}

fn record(area: Area) -> AreaRecord {
    AreaRecord {
        idsubsls: area.idsubsls,
        name: area.name,
        village: area.village,
        district: area.district,
    }
}
