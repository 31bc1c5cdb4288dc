//! Batches of a given size, sealed as a laptop seals them.

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Actor, Entry, FormVersion};
use cacah_family::host::Host as _;
use cacah_family::id::{BatchId, DeviceId, FamilyId, OfficerId, RoundId};
use cacah_testkit::history::{Writer, journal};
use cacah_testkit::host::{FIELD_DAY, FakeHost};
use cacah_testkit::ternate::Family;
use cacah_wire::SigningKey;
use cacah_wire::batch::{BatchHeader, SealedBatch};
use cacah_wire::receipt::{Incarnation, IncarnationReason};
use cacah_wire::seal::{Hash, PublicKey, Signed};
use cacah_wire::segment::{Place, SealedSegment, Segment};

/// An officer's laptop as far as a batch shows it.
pub struct Sealer {
    host: FakeHost,
    key: SigningKey,
    writer: Writer,
    round: RoundId,
}

impl Sealer {
    /// With ids and keys of a seed.
    pub fn new() -> Self {
        let host = FakeHost::new(5);
        let hex = |text: &str| Hash::of(text.as_bytes()).to_string();
        let writer = Writer {
            actor: Actor { device: DeviceId(host.id()), incarnation: 1 },
            officer: OfficerId(host.id()),
            form: FormVersion { structure: hex("structure"), rules: hex("rules") },
        };
        let round = RoundId(host.id());
        Self { host, key: SigningKey::from_bytes(&[5; 32]), writer, round }
    }

    /// Everything of these families, and the bytes of it per family in batches of each of `sizes`.
    pub fn bytes(&self, families: &[(FamilyId, &Family)], sizes: &[usize]) -> Vec<f64> {
        let entries = journal(&self.writer, families, 5);
        let lines: Vec<_> =
            families.iter().map(|(id, family)| self.segment(*id, family, &entries)).collect();
        let total = |size: &usize| -> usize {
            lines.chunks(*size).map(|lines| self.batch(lines).bytes.len()).sum()
        };
        sizes.iter().map(|size| total(size) as f64 / families.len() as f64).collect()
    }

    fn segment(&self, id: FamilyId, family: &Family, entries: &[Entry]) -> Line {
        let own: Vec<Entry> = entries.iter().filter(|entry| entry.family == id).cloned().collect();
        let idsubsls: Idsubsls = family.idsubsls.parse().expect("an SLS");
        let place = Place { round: self.round, home: idsubsls.district(), idsubsls };
        let segment = Segment::of(&place, &own).expect("entries of one family");
        let sealed = SealedSegment::seal(&segment, &self.key).expect("a segment");
        (id, self.writer.officer, sealed)
    }

    fn batch(&self, lines: &[Line]) -> SealedBatch {
        let actor = self.writer.actor;
        let begun = Incarnation {
            v: 1,
            actor,
            device_key: PublicKey::of(&self.key),
            at: FIELD_DAY,
            reason: IncarnationReason::Enrolled,
        };
        let home = lines.first().expect("a line").2.read().expect("a segment").home;
        let header = BatchHeader {
            v: 1,
            batch: BatchId(self.host.id()),
            round: self.round,
            home,
            actor,
            created: FIELD_DAY,
            receipt: 0,
            incarnation: Signed::seal(&begun, &self.key).expect("a statement"),
            segments: Vec::new(),
        };
        SealedBatch::seal(header, lines, &self.key).expect("a batch")
    }
}

type Line = (FamilyId, OfficerId, SealedSegment);
