//! The zstd dictionary: how it is trained, that nobody changes it, and that frames name it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Actor, Entry, FormVersion};
use cacah_family::host::Host as _;
use cacah_family::id::{DeviceId, FamilyId, OfficerId, RoundId};
use cacah_testkit::history::{Writer, journal};
use cacah_testkit::host::FakeHost;
use cacah_testkit::ternate::{Family, city};
use cacah_wire::SigningKey;
use cacah_wire::pack::{DICTIONARIES, Pack, UnpackError, pack, unpack};
use cacah_wire::seal::Hash;
use cacah_wire::segment::{Place, SealedSegment, Segment};

/// Bytes of a dictionary at most.
const SIZE: usize = 64 << 10;

/// A day's lines of an officer: invented families, each whole or in two parts.
fn lines(seed: u64, count: usize) -> Vec<Vec<u8>> {
    let host = FakeHost::new(seed);
    let hash = || Hash::of(host.id().as_bytes()).to_string();
    let writer = Writer {
        actor: Actor { device: DeviceId(host.id()), incarnation: 1 },
        officer: OfficerId(host.id()),
        form: FormVersion { structure: hash(), rules: hash() },
    };
    let round = RoundId(host.id());
    let people = city(seed, count);
    let listed: Vec<(FamilyId, &Family)> =
        people.iter().map(|family| (FamilyId(host.id()), family)).collect();
    let mut entries: BTreeMap<FamilyId, Vec<Entry>> = BTreeMap::new();
    for entry in journal(&writer, &listed, seed) {
        entries.entry(entry.family).or_default().push(entry);
    }
    let key = SigningKey::from_bytes(&[1; 32]);
    let mut lines = Vec::new();
    for (at, (id, family)) in listed.iter().enumerate() {
        let idsubsls: Idsubsls = family.idsubsls.parse().unwrap();
        let place = Place { round, home: idsubsls.district(), idsubsls };
        let parts = if at % 5 == 0 { 2 } else { 1 };
        for part in entries[id].chunks(entries[id].len().div_ceil(parts)) {
            let segment = Segment::of(&place, part).unwrap();
            lines.push(serde_json::to_vec(&SealedSegment::seal(&segment, &key).unwrap()).unwrap());
        }
    }
    lines
}

/// Writes a dictionary anew: only for a new file with a new id, since what was packed with an old
/// one needs it for ever. `cargo test -p cacah-wire --test dictionary -- --ignored`.
#[test]
#[ignore = "writes a dictionary"]
fn train() {
    let samples: Vec<Vec<u8>> = (0..60).flat_map(|seed| lines(seed, 40)).collect();
    let mut bytes = zstd::dict::from_samples(&samples, SIZE).unwrap();
    let (id, _) = DICTIONARIES[DICTIONARIES.len() - 1];
    // The id stands behind the magic number (RFC 8878, section 5).
    bytes[4..8].copy_from_slice(&id.to_le_bytes());
    let name = format!("dictionary/{}.zdict", DICTIONARIES.len());
    std::fs::write(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name), bytes).unwrap();
}

#[test]
fn a_line_is_packed_small_names_its_dictionary_and_comes_back() {
    for line in lines(1000, 3) {
        let packed = pack(&line, Pack::Disk);
        let id = zstd::zstd_safe::get_dict_id_from_frame(&packed).unwrap().get();
        assert_eq!(id, DICTIONARIES[0].0);
        assert!(packed.len() * 3 < zstd::bulk::compress(&line, 19).unwrap().len() * 2);
        assert_eq!(unpack(&packed, line.len()).unwrap(), line);
        assert_eq!(unpack(&packed, line.len() - 1), Err(UnpackError::TooLarge));
    }
}

#[test]
fn what_was_packed_without_a_dictionary_is_read_and_an_unknown_one_is_refused() {
    let line = b"a line of an earlier build".repeat(9);
    let plain = zstd::bulk::compress(&line, 3).unwrap();
    assert_eq!(unpack(&plain, 1000).unwrap(), line);
    let mut other = DICTIONARIES[0].1.to_vec();
    other[4..8].copy_from_slice(&0xCAFE_u32.to_le_bytes());
    let foreign = zstd::bulk::Compressor::with_dictionary(3, &other).unwrap().compress(&line);
    assert_eq!(unpack(&foreign.unwrap(), 1000), Err(UnpackError::Format));
}

#[test]
fn dictionaries_are_kept_as_they_were() {
    for (id, bytes) in DICTIONARIES {
        assert!(bytes.len() <= SIZE);
        assert_eq!(bytes[4..8], id.to_le_bytes());
    }
    let hashes: Vec<String> =
        DICTIONARIES.iter().map(|(_, bytes)| Hash::of(bytes).to_string()).collect();
    assert_eq!(hashes, ["17dd064da86fb1ba7b1b686a2051ec7d78a183dae34e68ea8538b012c6b4e977"]);
}
