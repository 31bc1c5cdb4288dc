//! From waiting entries to a signed batch.

use cacah_family::entry::Entry;
use cacah_family::host::Host;
use cacah_family::id::{BatchId, FamilyId, OfficerId};
use cacah_store::{ClaimedBatch, ClaimedSegment, PendingFamily, Store};
use cacah_wire::SigningKey;
use cacah_wire::batch::{BatchHeader, SealedBatch};
use cacah_wire::seal::{Hash, SealError, Sig, Signed};
use cacah_wire::segment::{Place, SealedSegment, Segment};

use crate::error::SyncError;

/// Puts families of one district into a batch, and says what the store is to claim for it.
pub(crate) fn build(
    store: &Store,
    host: &dyn Host,
    families: &[PendingFamily],
) -> Result<(SealedBatch, ClaimedBatch), SyncError> {
    let officer = store.officer_signer()?;
    let mut sealed = Vec::new();
    let mut claims = Vec::new();
    for family in families {
        let (line, claim) = segment(family, &officer)?;
        sealed.push(line);
        claims.push(claim);
    }
    let header = header(store, host, families)?;
    let batch = SealedBatch::seal(header, &sealed, &store.device_signer())?;
    let claimed = ClaimedBatch {
        id: batch.id,
        bytes: batch.bytes.clone(),
        hash: batch.hash.0,
        sig: batch.sig.0,
        segments: claims,
    };
    Ok((batch, claimed))
}

/// The batch as it was claimed: exact bytes, to be sent again.
pub(crate) fn stored(claimed: &ClaimedBatch) -> SealedBatch {
    SealedBatch {
        id: claimed.id,
        hash: Hash(claimed.hash),
        sig: Sig(claimed.sig),
        bytes: claimed.bytes.clone(),
    }
}

type Line = (FamilyId, OfficerId, SealedSegment);

fn segment(
    pending: &PendingFamily,
    officer: &SigningKey,
) -> Result<(Line, ClaimedSegment), SyncError> {
    let birth = &pending.birth;
    let place =
        Place { round: birth.round, home: birth.home.clone(), idsubsls: birth.idsubsls.clone() };
    let segment = Segment::of(&place, &pending.entries)?;
    let sealed = SealedSegment::seal(&segment, officer)?;
    let seq = |entry: Option<&Entry>| entry.map_or(0, |entry| entry.dot.seq);
    let claim = ClaimedSegment {
        hash: sealed.hash().0,
        family: pending.family,
        idsubsls: birth.idsubsls.clone(),
        first: seq(pending.entries.first()),
        last: seq(pending.entries.last()),
        count: segment.count,
    };
    Ok(((pending.family, segment.officer, sealed), claim))
}

fn header(
    store: &Store,
    host: &dyn Host,
    families: &[PendingFamily],
) -> Result<BatchHeader, SyncError> {
    let first = &families.first().ok_or(SyncError::Nothing)?.birth;
    let incarnation: Signed =
        serde_json::from_slice(&store.enrolment().incarnation).map_err(|_| SealError::Body)?;
    Ok(BatchHeader {
        v: 1,
        batch: BatchId(host.id()),
        round: first.round,
        home: first.home.clone(),
        actor: store.actor(),
        created: host.now(),
        receipt: store.newest_receipt()?,
        incarnation,
        segments: Vec::new(),
    })
}
