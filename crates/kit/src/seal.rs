//! Sealing what must be read again but must not lie open in the store: remembered answers, the secrets of
//! second factors.
//!
//! The sealed form is base64 of a nonce of 12 bytes and the ciphertext (ChaCha20-Poly1305, RFC 8439).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::Aead as _;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit as _};
use sha2::{Digest as _, Sha256};

use crate::{Fault, OrFault as _, chance};

/// A key to seal with.
pub type Key = [u8; 32];

const NONCE_BYTES: usize = 12;

/// SHA-256 of the parts, each with its length (eight bytes, big-endian) before it.
pub fn sum(parts: &[&[u8]]) -> Key {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}

/// Seals a text.
pub fn close(key: &Key, text: &str) -> Result<String, Fault> {
    let nonce = chance::bytes::<NONCE_BYTES>();
    let hidden = ChaCha20Poly1305::new(key.into()).encrypt(&nonce.into(), text.as_bytes());
    let hidden = hidden.map_err(|_| Fault::new("sealing a text"))?;
    Ok(STANDARD_NO_PAD.encode([&nonce[..], &hidden].concat()))
}

/// Opens what was sealed with the same key.
pub fn open(key: &Key, sealed: &str) -> Result<String, Fault> {
    let bytes = STANDARD_NO_PAD.decode(sealed).or_fault("reading a sealed text")?;
    let broken = || Fault::new("a sealed text cannot be opened");
    let (nonce, hidden) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or_else(broken)?;
    let text = ChaCha20Poly1305::new(key.into()).decrypt(nonce.into(), hidden).map_err(|_| broken())?;
    String::from_utf8(text).or_fault("reading an opened text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_with_its_own_key_and_no_other() {
        let key = sum(&[b"a", b"bc"]);
        let sealed = close(&key, "teapot").unwrap();
        assert!(!sealed.contains("teapot"));
        assert_eq!(open(&key, &sealed).unwrap(), "teapot");
        assert!(open(&sum(&[b"ab", b"c"]), &sealed).is_err(), "where a part ends is part of the key");
        assert!(open(&key, "c2hvcnQ").is_err());
    }
}
