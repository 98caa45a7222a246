//! The keys: what is told is sealed under the key of its matter, and that key to those who may open it.
//!
//! ```text
//! root key                32 bytes in a file: kept and backed up apart from everything else
//!  └ service key          wrapped by the root key: names, addresses, mail, what the node must read by itself
//!  └ pairs of people      private half wrapped by the root key; in the custody of people by what only they have
//!     └ pairs of desks    private half sealed to each person at the desk; a new epoch when somebody leaves
//!        └ envelope       sealed to a desk or a person: 1,168 bytes, one a minute at most
//!           └ matter's key sealed into envelopes (see domain::keys), 72 bytes each
//!              └ record key by HKDF, for one entry of the journal
//! ```
//!
//! Against the loss of the root key, the service key and every pair is also sealed to a pair whose private half exists
//! in three shares only, any two of which give it back (`recovery`).
//!
//! The store of keys is a database of its own, so that data can be backed up for years and keys for thirty days:
//! a matter whose seals are gone is gone from every backup of the data too.

use std::ops::Deref;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use zeroize::Zeroize;

use crate::{Failure, Fault, seal};

mod adding;
mod brought;
mod change;
mod envelope;
mod holder;
pub(crate) mod matter;
mod pair;
mod people;
pub(crate) mod record;
pub mod recovery;
mod ring;
mod room;
mod root;
mod share;
pub mod shred;
mod waiting;

pub use brought::{Brought, new_code};
pub(crate) use change::Change;
pub use people::{Access, Custody, NotGiven};
pub use ring::{Ring, Who};
pub use room::{Fresh, Keys, MIGRATIONS};
pub use root::RootKey;
pub use share::{NoShare, Share};

/// A key of 32 bytes; wiped when it is let go, and never printed.
#[derive(Clone)]
pub struct Secret(Arc<Bytes>);

struct Bytes([u8; 32]);

impl Secret {
    /// Keeps these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Arc::new(Bytes(bytes)))
    }
}

impl Secret {
    /// Seals it with another key, for something.
    pub fn sealed(&self, key: &seal::Key, about: &str) -> Result<String, Fault> {
        Ok(STANDARD_NO_PAD.encode(seal::lock(key, about.as_bytes(), &self[..])?))
    }

    /// Opens one that was sealed so; nothing when it does not open.
    pub fn opened(key: &seal::Key, about: &str, sealed: &str) -> Option<Self> {
        let bytes = STANDARD_NO_PAD.decode(sealed).ok()?;
        Some(Self::new(seal::unlock(key, about.as_bytes(), &bytes)?.try_into().ok()?))
    }
}

impl Deref for Secret {
    type Target = [u8; 32];

    fn deref(&self) -> &[u8; 32] {
        &self.0.0
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Why a matter cannot be opened.
#[derive(Debug)]
pub(crate) enum Shut {
    /// Its key is not sealed to whoever asks.
    NotYours,
    /// Its key was destroyed, by law.
    Gone,
    Fault(Fault),
}

impl From<Fault> for Shut {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Shut> for Failure {
    /// Who has no key is told what a stranger is told: that there is nothing.
    fn from(shut: Shut) -> Self {
        match shut {
            Shut::NotYours | Shut::Gone => Self::NotFound,
            Shut::Fault(fault) => fault.into(),
        }
    }
}
