//! Cosignatures with the time (C2SP tlog-cosignature, kind 0x04).
//!
//! What is signed:
//!
//! ```text
//! cosignature/v1\n
//! time 1679315147\n
//! <the text of the checkpoint, as it stands>
//! ```
//!
//! What stands in the note: the time as eight bytes, big-endian, then the 64 bytes of the Ed25519 signature.
//! It says: as of this time, this is the largest consistent tree of this log that I saw.

use crate::{Signature, SigningKey, VerifierKey};

/// Cosigns the text of a checkpoint at a time, in seconds since 1970.
pub fn cosign(key: &SigningKey, text: &str, at: u64) -> Signature {
    let signed = key.sign_bytes(message(text, at).as_bytes());
    key.signature([&at.to_be_bytes()[..], &signed].concat())
}

/// The time that a cosignature says, in seconds since 1970; none when it is not one of this key over this text.
pub fn time_of(key: &VerifierKey, text: &str, bytes: &[u8]) -> Option<u64> {
    let (at, signature) = bytes.split_first_chunk::<8>()?;
    let at = u64::from_be_bytes(*at);
    // The specification keeps the highest bit free.
    (i64::try_from(at).is_ok() && key.signed(message(text, at).as_bytes(), signature)).then_some(at)
}

fn message(text: &str, at: u64) -> String {
    format!("cosignature/v1\ntime {at}\n{text}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    #[test]
    fn a_cosignature_holds_for_its_time_and_text_alone() {
        let key = SigningKey::new("witness.example", Kind::Witness, [1; 32]).unwrap();
        let mut bytes = cosign(&key, "a\n1\nb\n", 1_679_315_147).bytes;
        assert_eq!(time_of(&key.verifier(), "a\n1\nb\n", &bytes), Some(1_679_315_147));
        assert_eq!(time_of(&key.verifier(), "a\n2\nb\n", &bytes), None);
        bytes[7] ^= 1;
        assert_eq!(time_of(&key.verifier(), "a\n1\nb\n", &bytes), None, "another time");
    }
}
