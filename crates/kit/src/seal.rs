//! Sealing: XChaCha20-Poly1305 with a random nonce of 24 bytes, always bound to what it is about.
//!
//! ```text
//! sealed = nonce (24) || ciphertext || tag (16)                   as text: base64 without padding
//! ```
//!
//! What a sealed thing is about (the associated data) is not in it: whoever opens it says so, and what was put in
//! another's place does not open.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};

use crate::{Fault, OrFault as _, chance};

/// A key to seal with.
pub type Key = [u8; 32];

/// The length of a nonce, in bytes: long enough to be drawn at random for as long as a key lives.
pub(crate) const NONCE_BYTES: usize = 24;

/// SHA-256 of the parts, each with its length (eight bytes, big-endian) before it.
pub fn sum(parts: &[&[u8]]) -> Key {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}

/// A key of its own for one purpose, from another key (HKDF-SHA-256).
pub fn derived(key: &Key, purpose: &str) -> Key {
    let mut out = Key::default();
    let hkdf = hkdf::Hkdf::<Sha256>::new(None, key);
    hkdf.expand(purpose.as_bytes(), &mut out).expect("32 bytes are within the bounds of HKDF");
    out
}

/// Seals bytes that are about something.
pub(crate) fn lock(key: &Key, about: &[u8], bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let nonce = chance::bytes::<NONCE_BYTES>();
    let hidden = encrypt(key, &nonce, about, bytes).ok_or_else(|| Fault::new("sealing"))?;
    Ok([&nonce[..], &hidden].concat())
}

/// Opens them; nothing when the key is another, when they are about something else, or were altered.
pub(crate) fn unlock(key: &Key, about: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, hidden) = sealed.split_first_chunk::<NONCE_BYTES>()?;
    decrypt(key, nonce, about, hidden)
}

pub(crate) fn encrypt(key: &Key, nonce: &[u8; NONCE_BYTES], about: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let cipher = XChaCha20Poly1305::new(key.into());
    cipher.encrypt(&XNonce::from(*nonce), Payload { msg: bytes, aad: about }).ok()
}

pub(crate) fn decrypt(key: &Key, nonce: &[u8; NONCE_BYTES], about: &[u8], hidden: &[u8]) -> Option<Vec<u8>> {
    let cipher = XChaCha20Poly1305::new(key.into());
    cipher.decrypt(&XNonce::from(*nonce), Payload { msg: hidden, aad: about }).ok()
}

/// Seals a text.
pub fn close(key: &Key, about: &str, text: &str) -> Result<String, Fault> {
    Ok(STANDARD_NO_PAD.encode(lock(key, about.as_bytes(), text.as_bytes())?))
}

/// Opens what was sealed with the same key, about the same thing.
pub fn open(key: &Key, about: &str, sealed: &str) -> Result<String, Fault> {
    let bytes = STANDARD_NO_PAD.decode(sealed).or_fault("reading a sealed text")?;
    let text = unlock(key, about.as_bytes(), &bytes);
    let text = text.ok_or_else(|| Fault::new("a sealed text cannot be opened"))?;
    String::from_utf8(text).or_fault("reading an opened text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_with_its_own_key_and_for_what_it_is_about_and_no_other() {
        let key = sum(&[b"a", b"bc"]);
        let sealed = close(&key, "tea", "teapot").unwrap();
        assert!(!sealed.contains("teapot"));
        assert_eq!(open(&key, "tea", &sealed).unwrap(), "teapot");
        assert!(open(&sum(&[b"ab", b"c"]), "tea", &sealed).is_err(), "where a part ends is part of the key");
        assert!(open(&key, "coffee", &sealed).is_err());
        assert!(open(&key, "tea", "c2hvcnQ").is_err());
        assert_ne!(derived(&key, "one"), derived(&key, "other"));
    }
}
