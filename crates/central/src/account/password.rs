//! Passwords at rest: Argon2id (RFC 9106), 64 MiB and three passes, as PHC strings.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use cacah_family::host::Host;
use zxcvbn::Score;

use crate::error::{CentralError, Result};

const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 3;
/// Longest password that is hashed, in bytes.
pub(super) const LONGEST: usize = 256;
/// Shortest, in characters.
const SHORTEST: usize = 10;

/// What is checked where there is no password: the same work, and nothing fits it.
const NOBODY: &str = "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The PHC string of a new password.
pub(super) fn hash(host: &dyn Host, password: &str) -> Result<String> {
    let mut salt = [0; 16];
    host.fill(&mut salt);
    let hashed = argon2().and_then(|argon2| {
        argon2.hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| REFUSED)
    });
    Ok(hashed?.to_string())
}

/// Whether `password` is that of `phc`. Without a PHC string the same work is done for nobody.
pub(super) fn fits(phc: Option<&str>, password: &str) -> Result<bool> {
    let phc = PasswordHash::new(phc.unwrap_or(NOBODY)).map_err(|_| REFUSED)?;
    Ok(argon2()?.verify_password(password.as_bytes(), &phc).is_ok())
}

/// Takes a password only if it is not easily guessed; `own` are words the guesser knows.
pub(super) fn weigh(password: &str, own: &[&str]) -> Result<()> {
    let long = password.len() <= LONGEST && password.chars().count() >= SHORTEST;
    let good = |text: &str| zxcvbn::zxcvbn(text, own).score() >= Score::Three;
    if long && good(password) && good(&without(password, own)) {
        return Ok(());
    }
    Err(CentralError::WeakPassword)
}

/// What is left of a password without the words everybody knows of its owner.
fn without(password: &str, own: &[&str]) -> String {
    let words = own.iter().flat_map(|own| std::iter::once(*own).chain(own.split_whitespace()));
    words
        .filter(|word| word.chars().count() > 2)
        .fold(password.to_lowercase(), |left, word| left.replace(&word.to_lowercase(), ""))
}

/// Argon2 refuses only what no password of this program is: too long, or another salt.
const REFUSED: CentralError = CentralError::Request("a password Argon2 does not take");

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|_| REFUSED)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use cacah_testkit::host::FakeHost;

    use super::*;

    #[test]
    fn a_password_fits_itself_and_nothing_fits_nobody() {
        let phc = hash(&FakeHost::new(1), "empat kata di pulau").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{phc}");
        assert!(fits(Some(&phc), "empat kata di pulau").unwrap());
        assert!(!fits(Some(&phc), "empat kata di pulau ").unwrap());
        assert!(!fits(None, "").unwrap());
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for weak in ["password12", "1234567890", "pendek", "PML 07 PML 07"] {
            assert!(weigh(weak, &["PML 07"]).is_err(), "{weak}");
        }
        assert!(weigh(&"x7Kq".repeat(100), &[]).is_err(), "longer than is hashed");
        assert!(weigh("layar angin cengkih 27", &["PML 07"]).is_ok());
    }
}
