//! Both sides count what the endpoint holds of this laptop. A difference is offered again.

use std::collections::BTreeSet;

use cacah_family::area::Idsubsls;
use cacah_store::AreaTally;
use cacah_wire::down::{Tally, TallyList};
use cacah_wire::receipt::IncarnationReason;

use crate::drive::Access;
use crate::error::SyncError;
use crate::transport::Transport;

/// What a comparison found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Compared {
    /// Segments receipted here that the endpoint does not hold; they wait again.
    pub missing: usize,
    /// The endpoint knows numbers of this actor that this file never gave.
    pub ahead: Option<IncarnationReason>,
}

pub(crate) fn compare(
    access: &impl Access,
    transport: &impl Transport,
) -> Result<Compared, SyncError> {
    let theirs = transport.tally()?;
    let (ours, ahead) = access.with(|store| {
        let (actor, highest) = (store.actor(), store.highest()?);
        let known = theirs.highest.get(&actor.incarnation).copied().unwrap_or(0);
        let newer = theirs.highest.keys().any(|number| *number > actor.incarnation);
        let ahead = (known > highest || newer).then_some(IncarnationReason::Endpoint);
        Ok((store.tally()?, ahead))
    })?;
    let mut missing = 0;
    for idsubsls in differing(&ours, &theirs) {
        missing += offer_again(access, transport, &idsubsls)?;
    }
    Ok(Compared { missing, ahead })
}

/// SLS in which this side has anything that the other may lack. What only the other side has is no
/// loss: a receipt may still be on its way.
fn differing(ours: &[AreaTally], theirs: &TallyList) -> Vec<Idsubsls> {
    let same = |our: &AreaTally, their: &Tally| {
        our.idsubsls == their.idsubsls
            && (our.segments, our.entries, our.hash)
                == (their.segments, their.entries, their.hash.0)
    };
    let differ = ours.iter().filter(|our| !theirs.areas.iter().any(|their| same(our, their)));
    differ.map(|our| our.idsubsls.clone()).collect()
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
