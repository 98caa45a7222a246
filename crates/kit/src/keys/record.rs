//! How an entry of the journal lies in the store.
//!
//! ```text
//! body       = "s1." key "." base64( commitment (32) || nonce (24) || ciphertext || tag (16) )
//! key        = the id of the matter's key, or "node" for what the node itself must read
//! record key || commitment = HKDF-SHA-256(matter's key, "hearken entry/1 " stream " " version), 64 bytes
//! about      = "hearken entry/1\n" entry "\n" stream "\n" version "\n" kind "\n" microseconds "\n" actor "\n" key
//! ```
//!
//! Every record has a key of its own. The commitment is there because a ciphertext alone does not say which key it
//! belongs to: with it, nobody can write one record that says two things to two readers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::id::KeyId;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::Secret;
use crate::seal::{self, NONCE_BYTES};
use crate::{Fault, OrFault as _, chance};

/// What an entry's text is bound to: it opens in its own place only.
pub(crate) struct Place<'a> {
    pub(crate) entry: &'a str,
    pub(crate) stream: &'a str,
    pub(crate) version: u32,
    pub(crate) kind: &'a str,
    /// Microseconds since 1970.
    pub(crate) at: i64,
    pub(crate) actor: &'a str,
}

/// With which key a record is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Under {
    /// The node's own: it works without anybody being there.
    Node,
    Matter(KeyId),
}

const FORMAT: &str = "s1";
const NODE: &str = "node";

impl std::fmt::Display for Under {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Node => f.write_str(NODE),
            Self::Matter(key) => key.fmt(f),
        }
    }
}

/// With which key a body is sealed; nothing when it is not sealed.
pub(crate) fn under(body: &str) -> Option<Result<Under, Fault>> {
    let (key, _) = body.strip_prefix(FORMAT)?.strip_prefix('.')?.split_once('.')?;
    Some(match key {
        NODE => Ok(Under::Node),
        key => key.parse().map(Under::Matter).or_fault("reading which key an entry is sealed under"),
    })
}

fn derived(secret: &Secret, place: &Place<'_>) -> (Zeroizing<seal::Key>, [u8; 32]) {
    let mut out = Zeroizing::new([0; 64]);
    let info = format!("hearken entry/1 {} {}", place.stream, place.version);
    let hkdf = hkdf::Hkdf::<Sha256>::new(None, &secret[..]);
    hkdf.expand(info.as_bytes(), &mut out[..]).expect("64 bytes are within the bounds of HKDF");
    let (key, commitment) = out.split_first_chunk::<32>().expect("64 bytes are more than 32");
    (Zeroizing::new(*key), commitment.try_into().expect("64 less 32 bytes"))
}

fn about(place: &Place<'_>, under: Under) -> String {
    let Place { entry, stream, version, kind, at, actor } = place;
    format!("hearken entry/1\n{entry}\n{stream}\n{version}\n{kind}\n{at}\n{actor}\n{under}")
}

/// Seals the text of an entry.
pub(crate) fn close(secret: &Secret, under: Under, place: &Place<'_>, text: &str) -> Result<String, Fault> {
    let (key, commitment) = derived(secret, place);
    let nonce = chance::bytes::<NONCE_BYTES>();
    let hidden = seal::encrypt(&key, &nonce, about(place, under).as_bytes(), text.as_bytes());
    let hidden = hidden.ok_or_else(|| Fault::new("sealing an entry"))?;
    let bytes = STANDARD_NO_PAD.encode([&commitment[..], &nonce, &hidden].concat());
    Ok(format!("{FORMAT}.{under}.{bytes}"))
}

/// Opens the text of an entry; nothing when it is not what was sealed for this place with this key.
pub(crate) fn open(secret: &Secret, under: Under, place: &Place<'_>, body: &str) -> Option<String> {
    let bytes = STANDARD_NO_PAD.decode(body.rsplit('.').next()?).ok()?;
    let (commitment, rest) = bytes.split_first_chunk::<32>()?;
    let (nonce, hidden) = rest.split_first_chunk::<NONCE_BYTES>()?;
    let (key, committed) = derived(secret, place);
    if committed != *commitment {
        return None;
    }
    let text = seal::decrypt(&key, nonce, about(place, under).as_bytes(), hidden)?;
    String::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place {
        entry: "ent_1",
        stream: "rep_1",
        version: 2,
        kind: "reports.added",
        at: 7,
        actor: "reporter",
    };

    #[test]
    fn an_entry_opens_in_its_own_place_and_in_no_other() {
        let secret = Secret::new([1; 32]);
        let body = close(&secret, Under::Node, &PLACE, "teapot").unwrap();
        assert_eq!(under(&body).unwrap().unwrap(), Under::Node);
        assert_eq!(open(&secret, Under::Node, &PLACE, &body).as_deref(), Some("teapot"));
        let elsewhere = [
            Place { entry: "ent_2", ..PLACE },
            Place { stream: "rep_2", ..PLACE },
            Place { version: 3, ..PLACE },
            Place { kind: "reports.replied", ..PLACE },
            Place { at: 8, ..PLACE },
            Place { actor: "system", ..PLACE },
        ];
        for place in &elsewhere {
            assert_eq!(open(&secret, Under::Node, place, &body), None);
        }
        assert_eq!(open(&Secret::new([2; 32]), Under::Node, &PLACE, &body), None);
    }

    #[test]
    fn every_flipped_byte_is_noticed() {
        let secret = Secret::new([1; 32]);
        let body = close(&secret, Under::Node, &PLACE, "teapot").unwrap();
        let start = body.rfind('.').unwrap() + 1;
        let bytes = STANDARD_NO_PAD.decode(&body[start..]).unwrap();
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            let other = format!("{}{}", &body[..start], STANDARD_NO_PAD.encode(other));
            assert_eq!(open(&secret, Under::Node, &PLACE, &other), None, "byte {at}");
        }
    }
}
