//! Both sides count what the endpoint holds of this laptop. A difference is offered again.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::area::Idsubsls;
use cacah_store::{AreaTally, Store};
use cacah_wire::down::{Tally, TallyList};
use cacah_wire::receipt::IncarnationReason;

use crate::drive::Access;
use crate::error::SyncError;
use crate::transport::Transport;

/// Setting: SLS whose difference was offered again, with what the endpoint counted then.
const OFFERED: &str = "tally_offered";

/// What a comparison found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Compared {
    /// Segments receipted here that the endpoint does not hold and that wait again.
    pub offered: usize,
    /// SLS that still differ after what was missing was offered before: a person must look.
    pub differ: Vec<Idsubsls>,
    /// The endpoint knows numbers of this actor that this file never gave.
    pub ahead: Option<IncarnationReason>,
}

/// Compares, and offers again what is missing. What was offered once for this very count of the
/// endpoint's is only offered again `by_hand`: two sides that disagree for ever must not send for ever.
pub(crate) fn compare(
    access: &impl Access,
    transport: &impl Transport,
    by_hand: bool,
) -> Result<Compared, SyncError> {
    let theirs = transport.tally()?;
    access.with(|store| Ok(store.hear_safe(theirs.epoch, &theirs.safe)?))?;
    let (ours, ahead, before) =
        access.with(|store| Ok((store.tally()?, ahead(store, &theirs)?, offered(store)?)))?;
    let mut compared = Compared { ahead, ..Compared::default() };
    let mut now = BTreeMap::new();
    for our in differing(&ours, &theirs) {
        let count = counted(&theirs, &our.idsubsls);
        let again = by_hand || before.get(our.idsubsls.as_str()) != Some(&count);
        now.insert(our.idsubsls.to_string(), count);
        if again {
            compared.offered += offer_again(access, transport, &our.idsubsls)?;
        } else {
            compared.differ.push(our.idsubsls.clone());
        }
    }
    if now != before {
        let text = serde_json::to_string(&now).unwrap_or_default();
        access.with(|store| Ok(store.set_setting(OFFERED, &text)?))?;
    }
    Ok(compared)
}

fn ahead(store: &Store, theirs: &TallyList) -> Result<Option<IncarnationReason>, SyncError> {
    let incarnation = store.actor().incarnation;
    let known = theirs.highest.get(&incarnation).copied().unwrap_or(0);
    let newer = theirs.highest.keys().any(|number| *number > incarnation);
    Ok((known > store.highest()? || newer).then_some(IncarnationReason::Endpoint))
}

fn offered(store: &Store) -> Result<BTreeMap<String, String>, SyncError> {
    let text = store.setting(OFFERED)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// SLS in which this side has anything that the other may lack. What only the other side has is no
/// loss: a receipt may still be on its way.
fn differing<'a>(ours: &'a [AreaTally], theirs: &TallyList) -> Vec<&'a AreaTally> {
    let same = |our: &AreaTally, their: &Tally| {
        our.idsubsls == their.idsubsls
            && (our.segments, our.entries, our.hash)
                == (their.segments, their.entries, their.hash.0)
    };
    ours.iter().filter(|our| !theirs.areas.iter().any(|their| same(our, their))).collect()
}

/// What the endpoint counts of an SLS, to know it again.
fn counted(theirs: &TallyList, idsubsls: &Idsubsls) -> String {
    let their = theirs.areas.iter().find(|their| their.idsubsls == *idsubsls);
    their.map_or_else(String::new, |their| format!("{} {}", their.segments, their.hash))
}

fn offer_again(
    access: &impl Access,
    transport: &impl Transport,
    idsubsls: &Idsubsls,
) -> Result<usize, SyncError> {
    let theirs = transport.tally_hashes(idsubsls)?.hashes;
    let theirs: BTreeSet<[u8; 32]> = theirs.into_iter().map(|hash| hash.0).collect();
    access.with(|store| {
        let ours = store.tally_hashes(idsubsls)?;
        let missing: Vec<_> = ours.into_iter().filter(|hash| !theirs.contains(hash)).collect();
        Ok(if missing.is_empty() { 0 } else { store.reoffer(&missing)? })
    })
}
