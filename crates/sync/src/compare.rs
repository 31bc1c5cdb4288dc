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
/// Marks there a count that only held more than this laptop knows, as after it was restored.
const MORE: &str = "more";

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
        let more = format!("{count} {MORE}");
        let stands = match before.get(our.idsubsls.as_str()).filter(|_| !by_hand) {
            Some(known) if *known == more => more,
            Some(known) if *known == count => {
                compared.differ.push(our.idsubsls.clone());
                count
            }
            _ => match missing(access, transport, &our.idsubsls)?.as_slice() {
                [] => more,
                missing => {
                    compared.offered += access.with(|store| Ok(store.reoffer(missing)?))?;
                    count
                }
            },
        };
        now.insert(our.idsubsls.to_string(), stands);
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
/// loss: a receipt may be on its way, or this laptop was restored.
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

/// Segments with a receipt here that the endpoint does not hold.
fn missing(
    access: &impl Access,
    transport: &impl Transport,
    idsubsls: &Idsubsls,
) -> Result<Vec<[u8; 32]>, SyncError> {
    let theirs = transport.tally_hashes(idsubsls)?.hashes;
    let theirs: BTreeSet<[u8; 32]> = theirs.into_iter().map(|hash| hash.0).collect();
    let ours = access.with(|store| Ok(store.tally_hashes(idsubsls)?))?;
    Ok(ours.into_iter().filter(|hash| !theirs.contains(hash)).collect())
}
