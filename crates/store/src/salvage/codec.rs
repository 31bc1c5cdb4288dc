//! A page of SQLCipher 4 without SQLCipher: it gives up a whole file for one page that is not what was
//! written; a salvage asks page by page. AES-256-CBC, HMAC-SHA512 over ciphertext, nonce and number.

use aes::Aes256;
use aes::cipher::generic_array::GenericArray;
use aes::cipher::{BlockDecrypt as _, KeyInit as _};
use hmac::{Hmac, Mac};
use sha2::Sha512;
use zeroize::Zeroizing;

use crate::vault::Secret;

/// Bytes of a page on disk.
pub(crate) const PAGE: usize = 4096;
/// Bytes of a page that SQLite uses; behind them lie nonce and HMAC.
pub(crate) const USABLE: usize = PAGE - BLOCK - HMAC;
/// In the clear at the start of the file.
pub(crate) type Salt = [u8; 16];

const BLOCK: usize = 16;
const HMAC: usize = 64;
/// The HMAC's key comes from the raw key in this many rounds, under the salt masked with this byte.
const ROUNDS: u32 = 2;
const MASK: u8 = 0x3A;
/// What the first page has where its salt lies.
const MAGIC: &Salt = b"SQLite format 3\0";

/// Opens the pages of one file.
pub(crate) struct Codec {
    aes: Aes256,
    mac: Hmac<Sha512>,
}

impl Codec {
    pub(crate) fn new(key: &Secret, salt: Salt) -> Option<Self> {
        let mut mac = Zeroizing::new([0; 32]);
        pbkdf2::pbkdf2_hmac::<Sha512>(&**key, &salt.map(|byte| byte ^ MASK), ROUNDS, &mut *mac);
        let aes = Aes256::new_from_slice(&**key).ok()?;
        Some(Self { aes, mac: <Hmac<Sha512> as Mac>::new_from_slice(&*mac).ok()? })
    }

    /// The page in the clear, or `None` when it is not what was written.
    pub(crate) fn open(&self, number: u32, page: &[u8; PAGE]) -> Option<Vec<u8>> {
        let head = if number == 1 { MAGIC.len() } else { 0 };
        let (body, hmac) = page.get(head..)?.split_at_checked(USABLE + BLOCK - head)?;
        let mac = self.mac.clone().chain_update(body).chain_update(number.to_le_bytes());
        mac.verify_slice(hmac).ok()?;
        let (sealed, nonce) = body.split_last_chunk::<BLOCK>()?;
        let mut plain = page.get(..USABLE)?.to_vec();
        if head > 0 {
            plain.get_mut(..head)?.copy_from_slice(MAGIC);
        }
        let mut before = nonce;
        let blocks = plain.get_mut(head..)?.chunks_exact_mut(BLOCK);
        for (block, sealed) in blocks.zip(sealed.as_chunks::<BLOCK>().0) {
            self.aes.decrypt_block(GenericArray::from_mut_slice(block));
            block.iter_mut().zip(before).for_each(|(byte, mask)| *byte ^= mask);
            before = sealed;
        }
        Some(plain)
    }
}
