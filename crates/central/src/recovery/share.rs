//! The recovery identity among keepers: any `need` of them make it whole, fewer know nothing of it
//! (Shamir 1979, over GF(256) byte by byte; ADR 0022).

use std::convert::Infallible;

use cacah_family::host::Host;
use cacah_family::radio::{self, Misread};
use rand_core::{TryCryptoRng, TryRng};
use vsss_rs::Gf256;
use zeroize::Zeroizing;

use super::RecoveryIdentity;

/// Keepers at most; a sheet of paper each.
pub const KEEPERS: u8 = 16;
/// Version of the layout of a share.
const VERSION: u8 = 1;
/// A point's place, then a byte for each of the identity.
const PIECE: usize = 1 + 32;
/// Version, need, of; set; key; piece; check.
const BYTES: usize = 3 + 4 + 8 + PIECE + 4;
const PURPOSE: &str = "share";
/// Groups in a line of a printed share.
const LINE: usize = 7;
/// Before each line of groups.
const MARK: char = '|';

/// What one keeper has.
#[derive(Clone, PartialEq, Eq)]
pub struct Share {
    /// So many make the identity whole.
    pub need: u8,
    /// Of so many.
    pub of: u8,
    /// Which splitting: shares of two do not mix.
    set: [u8; 4],
    /// Which identity.
    key: [u8; 8],
    piece: Zeroizing<[u8; PIECE]>,
}

/// Never prints the share.
impl std::fmt::Debug for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Share({} of {}, {} needed)", self.number(), self.of, self.need)
    }
}

/// Why shares do not make an identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    /// No such splitting.
    #[error(
        "perlu 2 sampai {KEEPERS} penjaga, dan tidak lebih yang diperlukan daripada penjaganya / 2 to {KEEPERS} keepers, and no more needed than there are"
    )]
    Numbers,
    /// A group of a share is not as it was printed.
    #[error(
        "bagian kunci: kelompok {0} salah; periksa kertasnya / key share: group {0} is wrong; look at the paper"
    )]
    Group(usize),
    /// Not a share, or one with groups missing.
    #[error(
        "bagian kunci tidak lengkap: perlu {} kelompok / key share: {} groups are needed",
        GROUPS,
        GROUPS
    )]
    Length,
    /// Its checksum does not hold, or a later program wrote it.
    #[error("bukan bagian kunci dari program ini / not a key share of this program")]
    Check,
    /// Of another splitting than the first.
    #[error(
        "bagian {0} berasal dari pembagian lain; pakai bagian dari pembagian yang sama / share {0} is of another splitting; take shares of one and the same"
    )]
    Mixed(u8),
    /// Not enough of them.
    #[error("baru {have} bagian kunci, perlu {need} / {have} key shares, {need} needed")]
    TooFew {
        /// Different ones that are there.
        have: usize,
        /// As many are needed.
        need: u8,
    },
    /// Together they are not the identity they say.
    #[error(
        "bagian-bagian ini tidak membentuk kunci yang disebutnya / these shares do not make the key they name"
    )]
    Broken,
}

const GROUPS: usize = (BYTES * 8).div_ceil(15);

/// Splits an identity among `of` keepers, so that any `need` of them make it whole.
///
/// # Errors
/// [`ShareError::Numbers`]; [`ShareError::Broken`] when what was split does not come back.
pub fn split(
    identity: &RecoveryIdentity,
    (need, of): (u8, u8),
    host: &dyn Host,
) -> Result<Vec<Share>, ShareError> {
    if need < 2 || of < need || of > KEEPERS {
        return Err(ShareError::Numbers);
    }
    let (mut set, secret) = ([0; 4], identity.to_bytes());
    host.fill(&mut set);
    let pieces = Gf256::split_bytes(usize::from(need), usize::from(of), &secret[..], Drawn(host))
        .map_err(|_| ShareError::Broken)?;
    let share = |piece: Vec<u8>| {
        let piece: Zeroizing<Vec<u8>> = Zeroizing::new(piece);
        let piece = piece[..].try_into().map(Zeroizing::new).map_err(|_| ShareError::Broken)?;
        Ok(Share { need, of, set, key: key(&identity.recipient()), piece })
    };
    pieces.into_iter().map(share).collect()
}

/// The identity from its shares; more than are needed are all used, one given twice counts once.
///
/// # Errors
/// [`ShareError`]: too few, of different splittings, or changed.
pub fn combine(shares: &[Share]) -> Result<RecoveryIdentity, ShareError> {
    let mut pieces = Zeroizing::new(Vec::<Vec<u8>>::new());
    let first = shares.first().ok_or(ShareError::TooFew { have: 0, need: 2 })?;
    for share in shares {
        let same = |other: &Share| (other.set, other.key, other.need, other.of);
        if same(share) != same(first) {
            return Err(ShareError::Mixed(share.number()));
        }
        if !pieces.iter().any(|piece| piece[..1] == share.piece[..1]) {
            pieces.push(share.piece.to_vec());
        }
    }
    if pieces.len() < usize::from(first.need) {
        return Err(ShareError::TooFew { have: pieces.len(), need: first.need });
    }
    let secret = Gf256::combine_bytes(&*pieces).map_err(|_| ShareError::Broken)?;
    let secret = Zeroizing::new(secret);
    let secret = secret.first_chunk().ok_or(ShareError::Broken)?;
    let identity = RecoveryIdentity::from_bytes(secret);
    if key(&identity.recipient()) == first.key { Ok(identity) } else { Err(ShareError::Broken) }
}

impl Share {
    /// Its place among the shares, from 1.
    #[must_use]
    pub fn number(&self) -> u8 {
        self.piece[0]
    }

    /// True for a share of this recipient's identity.
    #[must_use]
    pub fn is_of(&self, recipient: &str) -> bool {
        self.key == key(recipient)
    }

    /// The lines of groups a keeper keeps.
    #[must_use]
    pub fn code(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(BYTES));
        bytes.extend([VERSION, self.need, self.of]);
        bytes.extend(self.set);
        bytes.extend(self.key);
        bytes.extend(&self.piece[..]);
        let check = check(&bytes);
        bytes.extend(check);
        let code = Zeroizing::new(radio::spell(PURPOSE, &bytes));
        let groups: Vec<&str> = code.split('-').collect();
        let line = |groups: &[&str]| format!("{MARK} {}\n", groups.join("-"));
        Zeroizing::new(groups.chunks(LINE).map(line).collect())
    }

    /// From a share's file, or its groups as they were typed.
    ///
    /// # Errors
    /// [`ShareError::Group`] with the group to look at, [`ShareError::Length`],
    /// [`ShareError::Check`].
    pub fn from_text(text: &str) -> Result<Self, ShareError> {
        let marked = |line: &&str| line.trim_start().starts_with(MARK);
        let lines: String = text.lines().filter(marked).collect();
        let lines = Zeroizing::new(lines);
        let typed = if lines.is_empty() { text } else { &lines };
        let bytes = radio::read(PURPOSE, typed, BYTES).map_err(|error| match error {
            Misread::Group(group) => ShareError::Group(group),
            Misread::Length { .. } => ShareError::Length,
        })?;
        Self::from_bytes(&Zeroizing::new(bytes)).ok_or(ShareError::Check)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (bytes, sum) = bytes.split_last_chunk()?;
        if check(bytes) != *sum {
            return None;
        }
        let (&[version, need, of], rest) = bytes.split_first_chunk()?;
        let (&set, rest) = rest.split_first_chunk()?;
        let (&key, rest) = rest.split_first_chunk()?;
        let piece = Zeroizing::new(*rest.first_chunk()?);
        (version == VERSION).then_some(Self { need, of, set, key, piece })
    }
}

fn check(bytes: &[u8]) -> [u8; 4] {
    let hash = blake3::derive_key("cacah 2026-11 check of a key share", bytes);
    hash.first_chunk().copied().unwrap_or_default()
}

/// Which identity a share is of.
fn key(recipient: &str) -> [u8; 8] {
    let hash = blake3::derive_key("cacah 2026-11 name of a recovery key", recipient.as_bytes());
    hash.first_chunk().copied().unwrap_or_default()
}

/// The host's randomness as vsss-rs asks for it.
struct Drawn<'a>(&'a dyn Host);

impl TryRng for Drawn<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Drawn<'_> {}

#[cfg(test)]
mod tests {
    use cacah_family::host::SystemHost;
    use proptest::prelude::*;

    use super::*;

    fn shares(secret: [u8; 32], need: u8, of: u8) -> Vec<Share> {
        split(&RecoveryIdentity::from_bytes(&secret), (need, of), &SystemHost::default()).unwrap()
    }

    proptest! {
        #[test]
        fn enough_keepers_make_it_whole_in_any_order(
            secret: [u8; 32],
            need in 2..6_u8,
            more in 0..4_u8,
            from in 0..9_usize,
        ) {
            let mut shares = shares(secret, need, need + more);
            shares.rotate_left(from % usize::from(need + more));
            shares.truncate(usize::from(need));
            let paper: Vec<_> = shares.iter().map(|s| Share::from_text(&s.code()).unwrap()).collect();
            prop_assert_eq!(*combine(&paper).unwrap().to_bytes(), secret);
            let twice = [&paper[1..], &paper[1..2]].concat();
            let few = ShareError::TooFew { have: usize::from(need) - 1, need };
            prop_assert_eq!(combine(&twice).unwrap_err(), few);
        }

        #[test]
        fn no_text_breaks_it(text in any::<String>()) {
            let _ = Share::from_text(&text);
        }
    }

    #[test]
    fn a_share_is_read_from_its_sheet_or_as_it_was_typed_and_slips_are_named() {
        let share = &shares([3; 32], 2, 3)[1];
        let code = share.code();
        let sheet = format!("BAGIAN 2 DARI 3\nage1… 2026-11-22\n\n{}\nSimpan.\n", *code);
        let typed = code.replace(['|', '\n'], " ").to_lowercase().replace('-', " ");
        for text in [&sheet, &typed] {
            assert_eq!(Share::from_text(text).as_ref(), Ok(share));
        }
        assert_eq!(code.lines().map(str::len).collect::<Vec<_>>(), [36; 4]);
        let cut: String = code.lines().take(3).collect();
        assert_eq!(Share::from_text(&cut), Err(ShareError::Length));
        let mut slip = code.to_string();
        let digit = if slip.as_bytes()[7] == b'A' { "B" } else { "A" };
        slip.replace_range(7..8, digit);
        assert_eq!(Share::from_text(&slip), Err(ShareError::Group(2)));
    }

    #[test]
    fn shares_of_two_splittings_do_not_mix_and_a_changed_one_is_told() {
        let (one, two) = (shares([3; 32], 2, 3), shares([3; 32], 2, 3));
        let mixed = [one[0].clone(), two[1].clone()];
        assert_eq!(combine(&mixed).unwrap_err(), ShareError::Mixed(2));
        let mut changed = [one[0].clone(), one[1].clone()];
        changed[1].piece[5] ^= 1;
        assert_eq!(combine(&changed).unwrap_err(), ShareError::Broken);
        assert!(!format!("{:?}", one[0]).contains(&format!("{:?}", one[0].piece[1])));
    }

    #[test]
    fn one_keeper_more_than_there_are_or_one_alone_is_no_splitting() {
        let identity = RecoveryIdentity::from_bytes(&[3; 32]);
        for numbers in [(1, 3), (4, 3), (2, KEEPERS + 1), (0, 0)] {
            let refused = split(&identity, numbers, &SystemHost::default());
            assert_eq!(refused.unwrap_err(), ShareError::Numbers);
        }
    }

    /// A single share is uniform: what one keeper holds of the same secret changes every time, zero
    /// among its values (the fault of `sharks`, RUSTSEC-2024-0398, was that it never was the secret).
    #[test]
    fn a_share_alone_may_be_any_byte() {
        let mut seen = [false; 256];
        for _ in 0..300 {
            let share = &shares([3; 32], 2, 2)[0];
            share.piece[1..].iter().for_each(|byte| seen[usize::from(*byte)] = true);
        }
        assert!(seen.iter().all(|seen| *seen));
    }
}
