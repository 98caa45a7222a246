//! How passwords and report codes are hashed: Argon2id, 19 MiB, two passes (0.1 s of one core), the
//! first choice of the OWASP password storage cheat sheet.

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use kit::{Fault, chance};

fn argon() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("parameters within the standard's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A password as it is stored, with its own salt.
pub fn hash(password: &str) -> Result<String, Fault> {
    let salt = chance::bytes::<16>();
    let hash = argon().hash_password_with_salt(password.as_bytes(), &salt);
    hash.map(|hash| hash.to_string()).map_err(|error| Fault::new(format!("hashing a password: {error}")))
}

/// The key that a password gives, for the pair of whoever has it: 32 bytes, with the account's own salt.
pub fn key(password: &str, salt: &[u8; 16]) -> Result<[u8; 32], Fault> {
    let mut key = [0; 32];
    let made = argon().hash_password_into(password.as_bytes(), salt, &mut key);
    made.map(|()| key).map_err(|error| Fault::new(format!("making a key of a password: {error}")))
}

/// Whether a password is the one that was stored.
pub fn matches(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|hash| argon().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_of_one_password_and_one_account_and_is_not_its_hash() {
        let made = key("teapot heron ladder", &[1; 16]).unwrap();
        assert_eq!(made, key("teapot heron ladder", &[1; 16]).unwrap());
        assert_ne!(made, key("teapot heron laddes", &[1; 16]).unwrap());
        assert_ne!(made, key("teapot heron ladder", &[2; 16]).unwrap());
    }

    #[test]
    fn a_password_matches_only_its_own_hash() {
        let stored = hash("teapot heron ladder").unwrap();
        assert!(matches("teapot heron ladder", &stored));
        assert!(!matches("teapot heron laddes", &stored));
        assert!(!matches("teapot heron ladder", "not a hash"));
        assert_ne!(hash("teapot heron ladder").unwrap(), stored, "each has its own salt");
    }
}
