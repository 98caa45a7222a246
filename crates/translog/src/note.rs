//! Signed notes (C2SP signed-note): a text, a blank line, and a line for each signature.
//!
//! ```text
//! example.com/log\n70000\nCsUY…=\n          the text, which ends in a newline
//! \n                                        the last blank line divides
//! — example.com/log Az3grl…=\n              em dash, name, base64(key id (4 bytes) || signature)
//! ```
//!
//! Key id: the first four bytes of `SHA-256(name || 0x0A || kind || public key)`. A verifier key is written
//! `name+hex(key id)+base64(kind || public key)`; a signing key, as Go's `sumdb/note` does,
//! `PRIVATE+KEY+name+hex(key id)+base64(kind || seed)`.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, VerifyingKey};
use sha2::{Digest as _, Sha256};

/// The most signatures that a note may have here; the specification asks for at least 16.
pub const SIGNATURES_MAX: usize = 64;
/// The longest note, in bytes.
pub const NOTE_BYTES_MAX: usize = 1_000_000;

/// What a key is for: the byte before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 0x01: a log signs its own checkpoints, Ed25519 over the text.
    Log,
    /// 0x04: a witness cosigns with the time, Ed25519.
    Witness,
    /// Any other, like 0x06 (ML-DSA-44 with the time): carried along, not checked.
    Other(u8),
}

impl Kind {
    pub const fn byte(self) -> u8 {
        match self {
            Self::Log => 1,
            Self::Witness => 4,
            Self::Other(byte) => byte,
        }
    }

    pub const fn from_byte(byte: u8) -> Self {
        match byte {
            1 => Self::Log,
            4 => Self::Witness,
            other => Self::Other(other),
        }
    }
}

/// A signature as it stands in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub name: String,
    pub key: [u8; 4],
    pub bytes: Vec<u8>,
}

/// A text with its signatures. That it was read says nothing about them: see [`crate::Policy`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Ends in a newline.
    pub text: String,
    pub signatures: Vec<Signature>,
}

/// A text that is not a note, or not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotANote {
    #[error("a note is a text, a blank line, and at least one signature line; it has no control characters")]
    Shape,
    #[error("a signature line is an em dash, a name, and the base64 of a key id and a signature")]
    Signature,
    #[error("a key is its name, key id and base64, with plus signs between; the id must fit the rest")]
    Key,
}

impl Note {
    /// What this key signed here, by name and id.
    pub fn signatures_of<'a>(&'a self, key: &'a VerifierKey) -> impl Iterator<Item = &'a Signature> {
        self.signatures.iter().filter(|signature| signature.key == key.id() && signature.name == key.name)
    }

    /// Adds a signature, unless one of this name and key is there.
    pub fn add(&mut self, signature: Signature) {
        let same = |known: &Signature| known.name == signature.name && known.key == signature.key;
        if !self.signatures.iter().any(same) {
            self.signatures.push(signature);
        }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "— {} {}", self.name, STANDARD.encode([&self.key[..], &self.bytes].concat()))
    }
}

impl FromStr for Signature {
    type Err = NotANote;

    /// One line, without its newline.
    fn from_str(line: &str) -> Result<Self, NotANote> {
        let (name, encoded) =
            line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or(NotANote::Signature)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| NotANote::Signature)?;
        let (key, bytes) = bytes.split_first_chunk::<4>().ok_or(NotANote::Signature)?;
        if !is_name(name) || bytes.is_empty() {
            return Err(NotANote::Signature);
        }
        Ok(Self { name: name.to_owned(), key: *key, bytes: bytes.to_owned() })
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains('+') && !name.chars().any(|c| c.is_whitespace() || c.is_control())
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| signature.fmt(f))
    }
}

impl FromStr for Note {
    type Err = NotANote;

    fn from_str(whole: &str) -> Result<Self, NotANote> {
        if whole.len() > NOTE_BYTES_MAX || whole.chars().any(|c| c.is_control() && c != '\n') {
            return Err(NotANote::Shape);
        }
        let middle = whole.rfind("\n\n").ok_or(NotANote::Shape)?;
        let (text, lines) = (&whole[..=middle], &whole[middle + 2..]);
        let lines = lines.strip_suffix('\n').ok_or(NotANote::Shape)?;
        if lines.split('\n').count() > SIGNATURES_MAX {
            return Err(NotANote::Shape);
        }
        let signatures = lines.split('\n').map(str::parse).collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), signatures })
    }
}

/// A public key with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    pub name: String,
    pub kind: Kind,
    /// 32 bytes for Ed25519.
    pub public: Vec<u8>,
}

impl VerifierKey {
    /// The four bytes that stand before its signatures.
    pub fn id(&self) -> [u8; 4] {
        id(&self.name, self.kind, &self.public)
    }

    /// Whether these bytes are an Ed25519 signature of the message by this key.
    pub(crate) fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let key = self.public.as_slice().try_into().ok().and_then(|key| VerifyingKey::from_bytes(key).ok());
        let signature = ed25519_dalek::Signature::from_slice(signature).ok();
        key.zip(signature).is_some_and(|(key, signature)| key.verify_strict(message, &signature).is_ok())
    }
}

fn id(name: &str, kind: Kind, public: &[u8]) -> [u8; 4] {
    let digest =
        Sha256::new_with_prefix(name).chain_update([b'\n', kind.byte()]).chain_update(public).finalize();
    [digest[0], digest[1], digest[2], digest[3]]
}

fn hex(id: [u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(id))
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = STANDARD.encode([&[self.kind.byte()], self.public.as_slice()].concat());
        write!(f, "{}+{}+{key}", self.name, hex(self.id()))
    }
}

impl FromStr for VerifierKey {
    type Err = NotANote;

    fn from_str(text: &str) -> Result<Self, NotANote> {
        let mut parts = text.splitn(3, '+');
        let (name, known, key) = match (parts.next(), parts.next(), parts.next()) {
            (Some(name), Some(id), Some(key)) if is_name(name) => (name, id, key),
            _ => return Err(NotANote::Key),
        };
        let bytes = STANDARD.decode(key).map_err(|_| NotANote::Key)?;
        let (kind, public) = bytes.split_first().ok_or(NotANote::Key)?;
        let read = Self { name: name.to_owned(), kind: Kind::from_byte(*kind), public: public.to_owned() };
        let ed25519 = matches!(read.kind, Kind::Log | Kind::Witness);
        if hex(read.id()) != known || (ed25519 && read.public.len() != 32) {
            return Err(NotANote::Key);
        }
        Ok(read)
    }
}

/// A private key with its name. `Debug` shows the name alone.
#[derive(Clone)]
pub struct SigningKey {
    name: String,
    kind: Kind,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// An Ed25519 key from 32 random bytes. None when the name cannot be in a note.
    pub fn new(name: &str, kind: Kind, seed: [u8; 32]) -> Option<Self> {
        let known = matches!(kind, Kind::Log | Kind::Witness);
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        (known && is_name(name)).then(|| Self { name: name.to_owned(), kind, key })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public half.
    pub fn verifier(&self) -> VerifierKey {
        let public = self.key.verifying_key().to_bytes().to_vec();
        VerifierKey { name: self.name.clone(), kind: self.kind, public }
    }

    /// Signs the text of a note as a log does: the text itself, without the time.
    pub fn sign(&self, text: &str) -> Signature {
        self.signature(self.key.sign(text.as_bytes()).to_bytes().to_vec())
    }

    pub(crate) fn sign_bytes(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    pub(crate) fn signature(&self, bytes: Vec<u8>) -> Signature {
        Signature { name: self.name.clone(), key: self.verifier().id(), bytes }
    }

    /// As it is written in a file that nobody else may read.
    pub fn reveal(&self) -> String {
        let seed = STANDARD.encode([&[self.kind.byte()], &self.key.to_bytes()[..]].concat());
        format!("PRIVATE+KEY+{}+{}+{seed}", self.name, hex(self.verifier().id()))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.name)
    }
}

impl FromStr for SigningKey {
    type Err = NotANote;

    fn from_str(text: &str) -> Result<Self, NotANote> {
        let rest = text.strip_prefix("PRIVATE+KEY+").ok_or(NotANote::Key)?;
        let mut parts = rest.splitn(3, '+');
        let (Some(name), Some(known), Some(seed)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NotANote::Key);
        };
        let bytes = STANDARD.decode(seed).map_err(|_| NotANote::Key)?;
        let (kind, seed) = bytes.split_first().ok_or(NotANote::Key)?;
        let seed = seed.try_into().map_err(|_| NotANote::Key)?;
        let key = Self::new(name, Kind::from_byte(*kind), seed).ok_or(NotANote::Key)?;
        if hex(key.verifier().id()) == known { Ok(key) } else { Err(NotANote::Key) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_the_specification_is_read() {
        let text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
        let key: VerifierKey = text.parse().unwrap();
        assert_eq!((key.name.as_str(), key.kind), ("example.com/foo", Kind::Log));
        assert_eq!(key.to_string(), text);
        assert_eq!(text.replace("530d903a", "530d903b").parse::<VerifierKey>(), Err(NotANote::Key));
    }

    #[test]
    fn a_note_is_read_as_it_is_written_and_divides_at_its_last_blank_line() {
        let key = SigningKey::new("example.com/log", Kind::Log, [7; 32]).unwrap();
        let text = "one\n\ntwo\n";
        let note = Note { text: text.to_owned(), signatures: vec![key.sign(text)] };
        assert_eq!(note.to_string().parse(), Ok(note.clone()));
        let verifier = key.verifier();
        let signature = note.signatures_of(&verifier).next().unwrap();
        assert!(verifier.signed(text.as_bytes(), &signature.bytes));
        assert!(!verifier.signed(b"one\n", &signature.bytes));
    }

    #[test]
    fn what_is_not_quite_a_note_is_refused() {
        for text in [
            "",
            "a\n",
            "a\n\n",
            "a\n\n— b AAAA\n",
            "a\n\n- b AAAAAAA=\n",
            "a\n\n— b AAAAAAA=",
            "a\r\n\n— b AAAAAAA=\n",
        ] {
            assert!(text.parse::<Note>().is_err(), "{text:?}");
        }
        assert!("a\n\n— b AAAAAAA=\n".parse::<Note>().is_ok());
    }

    #[test]
    fn a_private_key_is_read_as_it_is_written_and_never_shown_by_accident() {
        let key = SigningKey::new("example.com/log", Kind::Witness, [9; 32]).unwrap();
        let read: SigningKey = key.reveal().parse().unwrap();
        assert_eq!(read.verifier(), key.verifier());
        assert_eq!(format!("{key:?}"), "SigningKey(example.com/log)");
        assert!(SigningKey::new("a b", Kind::Log, [0; 32]).is_none());
    }
}
