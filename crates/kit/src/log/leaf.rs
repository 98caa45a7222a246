//! What an entry leaves in the log, and how it is opened.
//!
//! ```text
//! leaf       = "hearken/v1\n" || commitment                                        43 bytes, always
//! commitment = HMAC-SHA-256(salt, CBOR of the opening)                             the salt is 32 bytes, always
//! opening    = { case, time, type, record, tenant, version, prev_leaf, content_digest }
//! content    = SHA-256("hearken content/v1\n" || hidden || digest of what is kept)
//! hidden     = HMAC-SHA-256(blind, digest of what was sent)                       32 zeros when nothing was sent
//! ```
//!
//! The CBOR is deterministic (RFC 8949, section 4.2.1): lengths and numbers as short as can be, keys in the order
//! of their bytes. `time` is in microseconds since 1970; `prev_leaf` the commitment of the record's entry before;
//! absent values are null. Without its salt a commitment says nothing, not even to somebody who guesses the
//! content; with it, nobody can find another content that fits.
//!
//! What was sent is hashed by whoever sends it too, from what they have themselves: so a receipt can be checked
//! without believing the one who gave it. What is kept is the entry as it lies in the journal, sealed: so anybody who
//! has the store can hold it against the log, and reads nothing. Only the digest of what was sent would tell
//! something to whoever guesses; so it is hidden by 32 bytes that are sealed with the entry and go with its key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::seal;

/// Every leaf begins so.
pub(crate) const PREFIX: &[u8] = b"hearken/v1\n";

/// 32 bytes; in JSON as base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bytes32(pub [u8; 32]);

impl std::fmt::Display for Bytes32 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl std::str::FromStr for Bytes32 {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let bytes = STANDARD.decode(text).map_err(|_| "not base64")?;
        bytes.try_into().map(Self).map_err(|_| "not 32 bytes")
    }
}

impl Serialize for Bytes32 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Bytes32 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What a commitment is to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    pub case: Option<String>,
    /// Microseconds since 1970.
    pub time: i64,
    #[serde(rename = "type")]
    pub kind: String,
    pub record: String,
    /// The organisation, where the entry says it.
    pub tenant: Option<String>,
    pub version: u32,
    /// The commitment of the entry before it of the same record.
    pub prev_leaf: Option<Bytes32>,
    pub content_digest: Bytes32,
}

/// A salt and what it makes of an opening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    pub salt: Bytes32,
    pub commitment: Bytes32,
}

impl Leaf {
    /// Commits to an opening.
    pub fn commit(salt: Bytes32, opening: &Opening) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(&salt.0).expect("any length of key will do");
        mac.update(&opening.cbor());
        Self { salt, commitment: Bytes32(mac.finalize().into_bytes().into()) }
    }

    /// A leaf that stands for nothing: its salt follows from the node's secret and its place, so that it can be
    /// opened as a cover, and nothing else can be passed off as one.
    pub fn cover(secret: &seal::Key, place: u64) -> (Self, Opening) {
        let salt = Bytes32(seal::sum(&[secret, b"cover", &place.to_be_bytes()]));
        let opening = Opening {
            case: None,
            time: 0,
            kind: "cover".to_owned(),
            record: place.to_string(),
            tenant: None,
            version: 0,
            prev_leaf: None,
            content_digest: Bytes32([0; 32]),
        };
        (Self::commit(salt, &opening), opening)
    }
}

/// The bytes of a leaf.
pub(crate) fn entry(commitment: Bytes32) -> Vec<u8> {
    [PREFIX, &commitment.0].concat()
}

/// The digest of the content, from what was sent, hidden, and what is kept.
pub(crate) fn content(hidden: Option<Bytes32>, kept: [u8; 32]) -> Bytes32 {
    let digest = Sha256::new_with_prefix("hearken content/v1\n");
    let hidden = hidden.map_or([0; 32], |hidden| hidden.0);
    Bytes32(digest.chain_update(hidden).chain_update(kept).finalize().into())
}

/// The digest of what was sent, hidden; as it is in entries from before they were sealed.
pub(crate) fn hidden(sent: Bytes32, blind: Option<Bytes32>) -> Bytes32 {
    let Some(blind) = blind else { return sent };
    let mut mac = Hmac::<Sha256>::new_from_slice(&blind.0).expect("any length of key will do");
    mac.update(&sent.0);
    Bytes32(mac.finalize().into_bytes().into())
}

/// The digest of an entry as it is kept.
pub(crate) fn kept(entry: &str, actor: &str, why: Option<&str>, body: &str) -> [u8; 32] {
    let reason = why.map_or([0_u8].as_slice(), |_| &[1]);
    let why = why.unwrap_or_default();
    seal::sum(&[entry.as_bytes(), actor.as_bytes(), reason, why.as_bytes(), body.as_bytes()])
}

impl Opening {
    /// The bytes that are committed to.
    pub fn cbor(&self) -> Vec<u8> {
        let mut out = vec![0xa8];
        let bytes = |out: &mut Vec<u8>, value: &Bytes32| {
            head(out, 2, 32);
            out.extend(value.0);
        };
        text(&mut out, "case");
        maybe(&mut out, self.case.as_deref(), text);
        text(&mut out, "time");
        match u64::try_from(self.time) {
            Ok(time) => head(&mut out, 0, time),
            Err(_) => head(&mut out, 1, self.time.unsigned_abs() - 1),
        }
        text(&mut out, "type");
        text(&mut out, &self.kind);
        text(&mut out, "record");
        text(&mut out, &self.record);
        text(&mut out, "tenant");
        maybe(&mut out, self.tenant.as_deref(), text);
        text(&mut out, "version");
        head(&mut out, 0, u64::from(self.version));
        text(&mut out, "prev_leaf");
        maybe(&mut out, self.prev_leaf.as_ref(), bytes);
        text(&mut out, "content_digest");
        bytes(&mut out, &self.content_digest);
        out
    }
}

/// The first bytes of a value: its major type and its number or length, as short as can be.
fn head(out: &mut Vec<u8>, major: u8, number: u64) {
    let major = major << 5;
    let bytes = number.to_be_bytes();
    match number {
        0..24 => out.push(major | bytes[7]),
        24..0x100 => out.extend([major | 0x18, bytes[7]]),
        0x100..0x1_0000 => {
            out.push(major | 0x19);
            out.extend(&bytes[6..]);
        }
        0x1_0000..0x1_0000_0000 => {
            out.push(major | 0x1a);
            out.extend(&bytes[4..]);
        }
        _ => {
            out.push(major | 0x1b);
            out.extend(bytes);
        }
    }
}

fn text(out: &mut Vec<u8>, value: &str) {
    head(out, 3, value.len() as u64);
    out.extend(value.as_bytes());
}

fn maybe<T: ?Sized>(out: &mut Vec<u8>, value: Option<&T>, write: impl Fn(&mut Vec<u8>, &T)) {
    match value {
        Some(value) => write(out, value),
        None => out.push(0xf6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance;

    fn opening() -> Opening {
        Opening {
            case: None,
            time: 1_000_000_000_000,
            kind: "reports.received".to_owned(),
            record: "rep_1".to_owned(),
            tenant: Some("org_1".to_owned()),
            version: 1,
            prev_leaf: None,
            content_digest: Bytes32([7; 32]),
        }
    }

    #[test]
    fn the_bytes_are_those_of_the_standard() {
        let hex = chance::hex(&opening().cbor());
        let expected = [
            "a8",
            "6463617365f6",                                 // "case": null
            "6474696d651b000000e8d4a51000", // "time": 1000000000000, as in the standard's examples
            "6474797065707265706f7274732e7265636569766564", // "type": "reports.received"
            "667265636f7264657265705f31",   // "record": "rep_1"
            "6674656e616e74656f72675f31",   // "tenant": "org_1"
            "6776657273696f6e01",           // "version": 1
            "69707265765f6c656166f6",       // "prev_leaf": null
            "6e636f6e74656e745f646967657374", // "content_digest"
            "5820",
            &"07".repeat(32),
        ];
        assert_eq!(hex, expected.concat());
    }

    #[test]
    fn numbers_are_as_short_as_can_be() {
        let cases: [(u64, &str); 7] = [
            (0, "00"),
            (23, "17"),
            (24, "1818"),
            (100, "1864"),
            (1000, "1903e8"),
            (1_000_000, "1a000f4240"),
            (u64::MAX, "1bffffffffffffffff"),
        ];
        for (number, hex) in cases {
            let mut out = Vec::new();
            head(&mut out, 0, number);
            assert_eq!(chance::hex(&out), hex);
        }
    }

    #[test]
    fn another_salt_or_another_opening_is_another_commitment() {
        let one = Leaf::commit(Bytes32([1; 32]), &opening());
        assert_eq!(one, Leaf::commit(Bytes32([1; 32]), &opening()));
        assert_ne!(one.commitment, Leaf::commit(Bytes32([2; 32]), &opening()).commitment);
        let later = Opening { time: 1_000_000_000_001, ..opening() };
        assert_ne!(one.commitment, Leaf::commit(Bytes32([1; 32]), &later).commitment);
    }

    #[test]
    fn what_is_kept_tells_no_reason_from_an_empty_one() {
        assert_ne!(kept("e", "system", None, "b"), kept("e", "system", Some(""), "b"));
    }

    #[test]
    fn a_cover_belongs_to_its_place_and_its_node() {
        let (cover, _) = Leaf::cover(&[1; 32], 7);
        assert_ne!(cover, Leaf::cover(&[1; 32], 8).0);
        assert_ne!(cover, Leaf::cover(&[2; 32], 7).0);
    }
}
