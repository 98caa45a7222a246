//! The one place where randomness is made: ids, references, tokens, codes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::{Id, Kind, Reference};
use jiff::Timestamp;
use rand::Rng as _;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// Random bytes from the operating system's generator.
#[expect(clippy::disallowed_methods, reason = "the one place where randomness is made")]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// A new id. UUIDv7: the moment first, so that ids sort by time, then 74 random bits.
pub fn id<K: Kind>(now: Timestamp) -> Id<K> {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    let uuid: Uuid = Builder::from_unix_timestamp_millis(millis, &bytes()).into_uuid();
    Id::from_uuid(uuid)
}

/// A new reference to be read over a telephone.
pub fn reference() -> Reference {
    Reference::from_random(u64::from_le_bytes(bytes()))
}

/// A secret of 256 bits for an address or a cookie, in URL-safe base64 (43 characters).
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>())
}

/// How a token is stored: SHA-256 in lower-case hex. A token has 256 random bits, so a fast hash is
/// enough; what people choose or type (passwords, codes) gets Argon2id instead.
pub fn token_digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// What a token opens: a key that whoever has only the digest cannot work out.
pub fn token_key(token: &str) -> crate::seal::Key {
    crate::seal::sum(&[b"hearken token key/1", token.as_bytes()])
}

/// SHA-256.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Bytes in lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A code of 16 decimal digits (53 bits), each equally likely.
pub fn digits16() -> String {
    loop {
        let bits = u64::from_le_bytes(bytes());
        // 2^64 is not a multiple of 10^16: the last, partial stretch is thrown away so that no digit is favoured.
        if bits < u64::MAX - u64::MAX % 10_u64.pow(16) {
            return format!("{:016}", bits % 10_u64.pow(16));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_moment_they_were_made() {
        let early: domain::id::ReportId = id(Timestamp::from_second(1_000).unwrap());
        let late = id(Timestamp::from_second(2_000).unwrap());
        assert!(early < late);
    }

    #[test]
    fn a_code_has_sixteen_digits() {
        for _ in 0..100 {
            let code = digits16();
            assert_eq!((code.len(), code.bytes().all(|b| b.is_ascii_digit())), (16, true));
        }
    }
}
