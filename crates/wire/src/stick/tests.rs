use age::secrecy::ExposeSecret as _;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn office() -> Identity {
    "AGE-SECRET-KEY-1QYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5Z5TPWXQERGD3C8G7RUSQGPQYEE".parse().unwrap()
}

fn device() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn file(parts: &[Carried]) -> Vec<u8> {
    let manifest = Manifest {
        v: 1,
        way: Way::Up,
        device: DeviceId(Uuid::from_u128(1)),
        endpoint: PublicKey::of(&SigningKey::from_bytes(&[9; 32])),
        number: 3,
        created: 1_666_224_000_000,
        families: 12,
        answer_to: None,
        have: None,
        parts: parts.iter().map(|(part, _)| part.clone()).collect(),
    };
    let mut bytes = Vec::new();
    let to = office().to_public().to_string();
    let bodies = parts.iter().map(|(_, bytes)| Ok(bytes.clone()));
    write(&manifest, bodies, &to, &device(), &mut bytes).unwrap();
    bytes
}

fn parts() -> Vec<Carried> {
    vec![
        Part::of(What::Page {}, b"satu".to_vec()),
        Part::of(What::Chunk { name: "ab".into() }, vec![5; 70_000]),
        Part::of(What::Receipt {}, Vec::new()),
    ]
}

fn read(bytes: &[u8], key: Option<PublicKey>) -> Result<Vec<Carried>, StickError> {
    let identity = office().to_string().expose_secret().to_owned();
    let mut reading = Reading::open(bytes, &identity, |_| key)?;
    let mut found = Vec::new();
    while let Some(part) = reading.part()? {
        found.push(part);
    }
    Ok(found)
}

fn sender() -> Option<PublicKey> {
    Some(PublicKey::of(&device()))
}

#[test]
fn what_was_written_is_read_in_order() {
    assert_eq!(read(&file(&parts()), sender()).unwrap(), parts());
    assert_eq!(read(&file(&[]), sender()).unwrap(), []);
}

#[test]
fn nothing_lies_on_the_stick_in_the_clear() {
    let bytes = file(&parts());
    assert!(!bytes.windows(4).any(|four| four == b"satu" || four == b"part"));
}

#[test]
fn another_receiver_or_sender_is_told_apart() {
    let bytes = file(&parts());
    let other = Identity::generate().to_string().expose_secret().to_owned();
    let opened = Reading::open(&*bytes, &other, |_| sender());
    assert!(matches!(opened, Err(StickError::NotForUs)));
    let stranger = Some(PublicKey::of(&SigningKey::from_bytes(&[8; 32])));
    assert!(matches!(read(&bytes, stranger), Err(StickError::Signature)));
    assert!(matches!(read(&bytes, None), Err(StickError::Sender)));
}

#[test]
fn a_file_cut_short_anywhere_is_broken() {
    let bytes = file(&parts());
    for length in (0..bytes.len()).step_by(3_001).chain([bytes.len() - 1]) {
        let cut = read(&bytes[..length], sender());
        assert!(matches!(cut, Err(StickError::Broken)), "{length} of {}", bytes.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_changed_byte_is_never_taken(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let mut bytes = file(&parts());
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        prop_assert!(read(&bytes, sender()).is_err());
    }

    #[test]
    fn what_is_no_stick_file_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(read(&bytes, sender()).is_err());
    }
}

fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("cacah-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_file_bears_its_name_once_it_is_whole_and_never_replaces_another() {
    let folder = folder("stick");
    let name = "cacah-PPL0123-20221020-3-12keluarga.cacah";
    let torn = save(&folder, name, |out| {
        out.write_all(b"half")?;
        Err(StickError::Io(io::Error::from(io::ErrorKind::StorageFull)))
    });
    assert!(matches!(torn, Err(StickError::Io(_))));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "no half file is left");
    let (path, bytes) = save(&folder, name, |out| Ok(out.write_all(b"whole")?)).unwrap();
    assert_eq!((&path, bytes), (&folder.join(name), 5));
    let (other, _) = save(&folder, name, |out| Ok(out.write_all(b"other")?)).unwrap();
    assert!(other.ends_with("cacah-PPL0123-20221020-3-12keluarga-2.cacah"), "{other:?}");
    assert_eq!(std::fs::read(&path).unwrap(), b"whole");
    assert!(save(&folder.join("pulled out"), name, |_| Ok(())).is_err());
    std::fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_on_a_stick_leads_to_no_file_of_this_computer() {
    let (home, stick) = (folder("link-home"), folder("link-stick"));
    let vault = home.join("vault.db");
    std::fs::write(&vault, b"answers").unwrap();
    for (link, name) in [("a.cacah.part", "a.cacah"), ("b.cacah", "b.cacah")] {
        std::os::unix::fs::symlink(&vault, stick.join(link)).unwrap();
        let (path, _) = save(&stick, name, |out| Ok(out.write_all(b"sealed")?)).unwrap();
        assert_eq!(std::fs::read(path).unwrap(), b"sealed");
        assert_eq!(std::fs::read(&vault).unwrap(), b"answers");
    }
}

#[test]
fn a_head_without_an_end_is_refused_before_it_costs_anything() {
    let mut file = b"age-encryption.org/v1\n".to_vec();
    let line = format!("-> X25519 {}\n{}\n", "A".repeat(43), "A".repeat(43));
    (0..20_000).for_each(|_| file.extend_from_slice(line.as_bytes()));
    assert!(matches!(read(&file, sender()), Err(StickError::Broken)));
    let code = SpareCode::from_text("0");
    assert!(matches!(Spare::read(file.as_slice(), &code), Err(StickError::Broken)));
}

#[test]
fn its_name_tells_officer_day_number_and_count() {
    let bytes = file(&parts());
    let identity = office().to_string().expose_secret().to_owned();
    let up = Reading::open(&*bytes, &identity, |_| sender()).unwrap().manifest().clone();
    assert_eq!(name(&up, "PPL 01/23"), "cacah-PPL0123-20221020-3-12keluarga.cacah");
    let down = Manifest { way: Way::Down, ..up };
    assert_eq!(name(&down, "PPL 01/23"), "jawaban-PPL0123-20221020-3.cacah");
}

/// What an earlier build wrote; `CACAH_GENERATE=1` makes a missing one (for a new layout only).
fn pinned(name: &str, made: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    if std::env::var_os("CACAH_GENERATE").is_some() && !folder.join(name).exists() {
        std::fs::write(folder.join(name), made()).unwrap();
    }
    std::fs::read(folder.join(name)).unwrap()
}

#[test]
fn a_file_of_an_earlier_build_still_opens() {
    let bytes = pinned("stick-1.cacah", || file(&parts()));
    assert_eq!(read(&bytes, sender()).unwrap(), parts());
}
