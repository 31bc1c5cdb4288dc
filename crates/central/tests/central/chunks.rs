//! Photos and scans in sealed pieces.

use cacah_wire::error::Code;
use cacah_wire::receipt::ChunkReceipt;
use cacah_wire::seal::Hash;

use crate::laptop::Laptop;
use crate::office::{A, Office};

fn put(office: &Office, laptop: &Laptop, name: Hash, bytes: &[u8]) -> Result<Hash, Code> {
    let token = &laptop.reply.token;
    let signed = office.central.put_chunk(token, name, Hash::of(bytes), bytes.to_vec());
    let signed = signed.map_err(|error| error.code())?;
    let receipt: ChunkReceipt = signed.open(&laptop.reply.endpoint_key).unwrap();
    assert_eq!((receipt.v, receipt.device), (1, laptop.reply.device));
    Ok(receipt.chunks[0])
}

#[test]
fn a_piece_is_kept_once_under_its_name_and_signed_for_each_time() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, A, 1);
    let (name, bytes) = (Hash([1; 32]), vec![7; 512 << 10]);
    let missing = |office: &Office| {
        let names = [name, Hash([2; 32])];
        office.central.missing_chunks(&laptop.reply.token, &names).unwrap()
    };
    assert_eq!(missing(&office).len(), 2);
    assert_eq!(put(&office, &laptop, name, &bytes), Ok(Hash::of(&bytes)));
    assert_eq!(put(&office, &laptop, name, &bytes), Ok(Hash::of(&bytes)));
    let office = office.restart();
    assert_eq!(missing(&office), [Hash([2; 32])]);
    assert_eq!(office.rows()["chunk"], 1);
}

#[test]
fn other_bytes_under_a_name_too_many_too_large_and_unnamed_are_refused() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, A, 1);
    let name = Hash([1; 32]);
    put(&office, &laptop, name, b"sealed").unwrap();
    assert_eq!(put(&office, &laptop, name, b"other"), Err(Code::BadChunk));
    assert_eq!(put(&office, &laptop, Hash([3; 32]), &[]), Err(Code::BadChunk));
    assert_eq!(put(&office, &laptop, Hash([3; 32]), &[0; (512 << 10) + 1]), Err(Code::TooLarge));
    let token = &laptop.reply.token;
    let torn = office.central.put_chunk(token, Hash([4; 32]), Hash([5; 32]), vec![1]);
    assert_eq!(torn.unwrap_err().code(), Code::BadChunk);
    let stranger = office.central.put_chunk("0", name, Hash::of(b"x"), b"x".to_vec());
    assert_eq!(stranger.unwrap_err().code(), Code::Unauthorized);
    let many = vec![name; 10_001];
    let many = office.central.missing_chunks(token, &many);
    assert_eq!(many.unwrap_err().code(), Code::BadRequest);
    assert_eq!(office.rows()["chunk"], 1);
}
