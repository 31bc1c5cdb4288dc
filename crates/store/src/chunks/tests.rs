use cacah_family::entry::{Change, Chunk};
use cacah_family::id::InstanceId;
use cacah_family::path::Path;

use super::*;
use crate::fixture::{Laptop, Work};

fn hash(n: u8) -> [u8; 32] {
    [n; 32]
}

fn photo(laptop: &mut Laptop, work: Work) {
    let chunk = |n: u8| Chunk {
        name: format!("{n:064}"),
        hash: blake3::Hash::from(hash(n)).to_hex().to_string(),
        bytes: 1_000,
    };
    let chunks = vec![chunk(1), chunk(2)];
    let file = File { media: "image/jpeg".into(), bytes: 1_960, key: "00".repeat(32), chunks };
    let path = Path::of(InstanceId(Uuid::from_u128(0xF)), Path::FILE);
    laptop.write(work, path, Change::File(file), vec![]).unwrap();
}

fn receipt(epoch: u128, chunks: &[[u8; 32]]) -> ChunkSettlement {
    let raw = format!("{epoch} {chunks:?}").into_bytes();
    ChunkSettlement { epoch: Uuid::from_u128(epoch), at: 5, raw, chunks: chunks.to_vec() }
}

#[test]
fn the_chunks_of_a_photo_wait_until_a_receipt_names_them() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    photo(&mut laptop, work);
    assert_eq!(laptop.store.chunks_to_send(1).unwrap()[0].hash, hash(1));
    let unknown = laptop.store.settle_chunks(&receipt(1, &[hash(1), hash(9)]));
    assert!(matches!(unknown, Err(StoreError::ReceiptUnknown)));
    assert_eq!(laptop.store.chunks_to_send(9).unwrap().len(), 2);
    let first = receipt(1, &[hash(1)]);
    laptop.store.settle_chunks(&first).unwrap();
    laptop.store.settle_chunks(&first).unwrap();
    let mut laptop = laptop.reopened();
    let waits = laptop.store.chunks_to_send(9).unwrap();
    assert_eq!(waits.iter().map(|chunk| chunk.hash).collect::<Vec<_>>(), [hash(2)]);
    let all = laptop.store.chunks(work.family).unwrap();
    assert_eq!(all.iter().map(|chunk| chunk.receipted).collect::<Vec<_>>(), [true, false]);
    // What the endpoint lost waits again.
    laptop.store.hear_epoch(Uuid::from_u128(1)).unwrap();
    laptop.store.hear_epoch(Uuid::from_u128(2)).unwrap();
    assert_eq!(laptop.store.chunks_to_send(9).unwrap().len(), 2);
    laptop.store.settle_chunks(&receipt(1, &[hash(2)])).unwrap();
    assert_eq!(laptop.store.chunks_to_send(9).unwrap().len(), 2);
}
