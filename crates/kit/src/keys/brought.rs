//! What somebody brings with which their own pair is opened: it is nowhere else.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::{ApiTokenId, PasskeyId, SessionId};

use super::Secret;
use crate::{Fault, chance, seal};

/// A way to one's own pair, and the key that it gives.
#[derive(Debug, Clone)]
pub struct Brought {
    pub(super) way: String,
    pub(super) key: Secret,
}

pub(super) const PASSWORD: &str = "password";
const CODE: &str = "code";

impl Brought {
    /// By a password: what was made of it, with the salt of [`super::Keys::salt`].
    pub fn password(key: [u8; 32]) -> Self {
        Self { way: PASSWORD.to_owned(), key: Secret::new(key) }
    }

    /// The key again, sealed for something that waits a few minutes.
    pub fn sealed(&self, key: &seal::Key) -> Result<String, Fault> {
        self.key.sealed(key, &self.way)
    }

    /// By a password whose key was sealed so.
    pub fn sealed_password(key: &seal::Key, sealed: &str) -> Option<Self> {
        Some(Self { way: PASSWORD.to_owned(), key: Secret::opened(key, PASSWORD, sealed)? })
    }

    /// By a printed code, however it was typed.
    pub fn code(typed: &str) -> Self {
        let symbols = typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase());
        let symbols: String = symbols.collect();
        Self::drawn(CODE.to_owned(), symbols.as_bytes())
    }

    /// By the token in a browser's cookie.
    pub fn session(session: SessionId, token: &str) -> Self {
        Self::drawn(format!("session:{session}"), token.as_bytes())
    }

    /// By a program's key.
    pub fn program(id: ApiTokenId, key: &str) -> Self {
        Self::drawn(format!("key:{id}"), key.as_bytes())
    }

    /// By what a passkey's PRF gave: 32 bytes, in base64url; nothing when it is not that.
    pub fn passkey(id: PasskeyId, output: &str) -> Option<Self> {
        let output = URL_SAFE_NO_PAD.decode(output).ok().filter(|output| output.len() == 32)?;
        Some(Self::drawn(format!("passkey:{id}"), &output))
    }

    /// What gives it was drawn at random, so it needs no slow hash.
    fn drawn(way: String, from: &[u8]) -> Self {
        let key = Secret::new(seal::sum(&[b"hearken way/1", way.as_bytes(), from]));
        Self { way, key }
    }

    /// Whether it is the password: the way that everybody has.
    pub(super) fn is_password(&self) -> bool {
        self.way == PASSWORD
    }

    pub(super) fn about(&self, pair: &str) -> String {
        format!("hearken own/1 {} {pair}", self.way)
    }
}

/// A printed code: shown once.
pub fn new_code() -> String {
    let symbols: String = (0..4).map(|_| chance::reference().plain().to_owned()).collect();
    symbols.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}
