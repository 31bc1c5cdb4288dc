//! Every receipt held against the journal: its signature, its number, and each segment it names made
//! again from the entries.

use std::collections::BTreeMap;

use cacah_family::entry::Actor;
use cacah_store::{Proof, SentSegment, Store};
use cacah_wire::SigningKey;
use cacah_wire::command::{AreaProof, Fault, PaperProof, ProofProblem, ProofView};
use cacah_wire::proof::SlsProof;
use cacah_wire::receipt::{Receipt, Verdict};
use cacah_wire::seal::{Hash, PublicKey, Signed};
use cacah_wire::segment::{Place, SealedSegment, Segment};
use uuid::Uuid;

use crate::error::DeskError;

/// Proves all receipts of a vault.
pub(crate) fn verify(store: &Store, paper: Option<&str>) -> Result<ProofView, DeskError> {
    let proofs = store.prove()?;
    let mut verifier = Verifier {
        store,
        officer: store.officer_signer()?,
        endpoint: PublicKey(store.enrolment().endpoint_key),
        own: store.incarnations()?.into_iter().map(|own| own.actor).collect(),
        view: ProofView::default(),
    };
    for proof in &proofs {
        verifier.receipt(proof)?;
    }
    verifier.numbers(&proofs);
    let areas = store.tally()?.into_iter().map(|area| AreaProof {
        idsubsls: area.idsubsls.to_string(),
        segments: area.segments,
        entries: area.entries,
        hash: Hash(area.hash).to_string(),
    });
    verifier.view.areas = areas.collect();
    verifier.view.paper = paper.map(|text| on_paper(store, text, &verifier.view.areas));
    Ok(verifier.view)
}

/// Holds the text of a QR code against the vault that is said to have printed it.
fn on_paper(store: &Store, text: &str, areas: &[AreaProof]) -> PaperProof {
    let device = PublicKey::of(&store.device_signer());
    let Ok(proof) = SlsProof::from_text(text, &device) else { return PaperProof::Forged };
    let now = areas.iter().find(|area| area.idsubsls == proof.idsubsls.as_str());
    let same = match now {
        Some(now) => {
            (now.segments, now.entries, &now.hash)
                == (proof.segments, proof.entries, &proof.hash.to_string())
        }
        None => proof.segments == 0,
    };
    if same { PaperProof::Holds } else { PaperProof::Older }
}

struct Verifier<'a> {
    store: &'a Store,
    officer: SigningKey,
    endpoint: PublicKey,
    own: Vec<Actor>,
    view: ProofView,
}

impl Verifier<'_> {
    fn receipt(&mut self, proof: &Proof) -> Result<(), DeskError> {
        let signed: Option<Signed> = serde_json::from_slice(&proof.raw).ok();
        let receipt = signed.and_then(|signed| signed.open::<Receipt>(&self.endpoint).ok());
        let Some(receipt) = receipt.filter(|receipt| receipt.v == 1) else {
            self.problem(proof, Fault::Signature, None);
            return Ok(());
        };
        self.view.receipts += 1;
        if !(says(&receipt, proof) && self.own.contains(&receipt.actor)) {
            self.problem(proof, Fault::Differs, None);
        }
        for verdict in &receipt.verdicts {
            let named = |sent: &&SentSegment| {
                sent.hash == verdict.segment.0 && sent.family == verdict.family
            };
            match proof.segments.iter().find(named) {
                None => self.problem(proof, Fault::Unknown, Some(verdict.family.to_string())),
                Some(sent) => self.segment(proof, sent, verdict.verdict)?,
            }
        }
        for sent in &proof.segments {
            if !receipt.verdicts.iter().any(|verdict| verdict.segment.0 == sent.hash) {
                self.problem(proof, Fault::Silent, Some(sent.family.to_string()));
            }
        }
        Ok(())
    }

    fn segment(
        &mut self,
        proof: &Proof,
        sent: &SentSegment,
        verdict: Verdict,
    ) -> Result<(), DeskError> {
        if sent.wiped {
            self.view.wiped += 1;
        } else if self.again(&sent.hash)? {
            self.view.rebuilt += 1;
        } else if !matches!(verdict, Verdict::Unreadable(_)) {
            self.problem(proof, Fault::Journal, Some(sent.family.to_string()));
        }
        Ok(())
    }

    /// True when the entries that are here give exactly the segment that was sent.
    fn again(&self, hash: &[u8; 32]) -> Result<bool, DeskError> {
        let Some(family) = self.store.entries_of_segment(hash)? else { return Ok(false) };
        let birth = family.birth;
        let place = Place { round: birth.round, home: birth.home, idsubsls: birth.idsubsls };
        let made = Segment::of(&place, &family.entries)
            .and_then(|segment| SealedSegment::seal(&segment, &self.officer));
        Ok(made.is_ok_and(|made| made.hash().0 == *hash))
    }

    /// Numbers run without a gap for each actor; an endpoint restored from a backup numbers on.
    fn numbers(&mut self, proofs: &[Proof]) {
        let mut lives: BTreeMap<(Actor, Uuid), Vec<&Proof>> = BTreeMap::new();
        for proof in proofs {
            lives.entry((proof.actor, proof.epoch)).or_default().push(proof);
        }
        for ((actor, epoch), mut life) in lives {
            life.sort_by_key(|proof| proof.number);
            let elsewhere =
                proofs.iter().filter(|p| p.actor == actor && p.epoch != epoch).map(|p| p.number);
            let elsewhere: Vec<u64> = elsewhere.collect();
            let mut before = 0;
            for (at, proof) in life.into_iter().enumerate() {
                let continued = at == 0 && elsewhere.contains(&(proof.number - 1));
                if proof.number != before + 1 && !continued {
                    self.problem(proof, Fault::Gap, None);
                }
                before = proof.number;
            }
        }
    }

    fn problem(&mut self, proof: &Proof, fault: Fault, family: Option<String>) {
        let (receipt, epoch) = (proof.number, proof.epoch.to_string());
        self.view.problems.push(ProofProblem { fault, receipt, epoch, family });
    }
}

/// True when the signed words are those that were kept beside them.
fn says(receipt: &Receipt, proof: &Proof) -> bool {
    let kept = (proof.number, proof.epoch, proof.actor, proof.batch, proof.hash);
    (receipt.number, receipt.epoch, receipt.actor, receipt.batch, receipt.hash.0) == kept
}
