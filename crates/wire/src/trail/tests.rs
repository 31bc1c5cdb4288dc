use cacah_family::id::DocumentId;
use cacah_family::trail::{Act, Deed, Subject};

use super::*;

const RECORDS: u64 = 6;

fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

fn chain() -> Vec<String> {
    let mut head = Head::START;
    let lines = (0..RECORDS).map(|n| {
        let document = Subject::Document(DocumentId(Uuid::from_u128(n.into())));
        let line = head.next(1_000, (None, None), Deed::new(Act::Saw).on(document)).line().0;
        head.follow(&line).unwrap();
        line
    });
    lines.collect()
}

/// The export of all that is behind a number.
fn export(lines: &[String], after: usize) -> Vec<String> {
    let mut start = Head::START;
    lines.iter().take(after).for_each(|line| drop(start.follow(line).unwrap()));
    let mut writer = TrailWriter::new(Vec::new(), start);
    for line in lines.iter().skip(after) {
        writer.line(line).unwrap();
    }
    let of = TrailOf::Device(DeviceId(Uuid::from_u128(7)));
    let (bytes, records) = writer.finish(of, 2_000, &key(1)).unwrap();
    assert_eq!(records, (lines.len() - after) as u64);
    String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
}

/// What is wrong with a file: kind and number of the record.
fn wrong(lines: &[String]) -> Option<(&'static str, u64)> {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    match verify(&mut text.as_bytes(), &PublicKey::of(&key(1)), |_| ()) {
        Ok(_) => None,
        Err(TrailError::Broken { seq }) => Some(("broken", seq)),
        Err(TrailError::Cut { seq }) => Some(("cut", seq)),
        Err(TrailError::Signature(_)) => Some(("signature", 0)),
        Err(TrailError::Io(error)) => panic!("{error}"),
    }
}

#[test]
fn trust_a_whole_export_is_proven_and_so_is_one_that_goes_on() {
    let chain = chain();
    for after in 0..=chain.len() {
        let whole = export(&chain, after);
        assert_eq!(wrong(&whole), None, "after {after}");
        let text = whole.join("\n");
        let (mut seen, key) = (0, PublicKey::of(&key(1)));
        let head = verify(&mut text.as_bytes(), &key, |_| seen += 1).unwrap();
        assert_eq!((head.from, head.seq, seen), (after as u64 + 1, RECORDS, chain.len() - after));
    }
}

#[test]
fn trust_what_is_done_to_an_export_is_found_at_its_record() {
    for after in [0, 2] {
        let whole = export(&chain(), after);
        let (first, records) = (after as u64 + 1, whole.len() - 1);
        for n in 0..records {
            let seq = first + n as u64;
            let mut changed = whole.clone();
            changed[n] = changed[n].replace("\"at\":1000", "\"at\":1001");
            // A changed line is found where the next one does not follow; the last by its own hash.
            assert_eq!(wrong(&changed), Some(("broken", (seq + 1).min(RECORDS))), "changed {seq}");
            let mut missing = whole.clone();
            missing.remove(n);
            let found = if n + 1 == records { ("cut", seq) } else { ("broken", seq) };
            assert_eq!(wrong(&missing), Some(found), "missing {seq}");
            if n + 1 < records {
                let mut swapped = whole.clone();
                swapped.swap(n, n + 1);
                assert!(matches!(wrong(&swapped), Some(("broken", at)) if at <= seq + 2));
            }
            let cut: Vec<_> = whole.iter().take(n).cloned().collect();
            // The last record that is left stands where the signed end should.
            assert!(matches!(wrong(&cut), Some(("cut", at)) if at <= seq), "cut at {seq}");
        }
    }
}

#[test]
fn trust_an_export_of_another_key_or_with_a_changed_end_is_not_taken() {
    let whole = export(&chain(), 0);
    let text = whole.join("\n");
    let other = verify(&mut text.as_bytes(), &PublicKey::of(&key(2)), |_| ());
    assert!(matches!(other, Err(TrailError::Signature(_))));
    let mut changed = whole;
    let last = changed.last_mut().unwrap();
    *last = last.replace("\"at\":2000", "\"at\":2001");
    assert_eq!(wrong(&changed), Some(("signature", 0)));
    // Records behind the end that was signed.
    let mut longer = export(&chain()[..3], 0);
    longer.insert(3, chain()[3].clone());
    assert_eq!(wrong(&longer), Some(("broken", 4)));
    assert_eq!(wrong(&[]), Some(("cut", 1)));
}
