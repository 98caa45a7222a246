//! Digests of a file's bytes: the same only for the same file.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

/// All three, as lists ask for them. `Debug` prints none of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digests {
    pub sha256: [u8; 32],
    pub sha1: [u8; 20],
    pub md5: [u8; 16],
}

impl Digests {
    /// Of a file that is in memory.
    pub fn of(bytes: &[u8]) -> Self {
        let mut digester = Digester::default();
        digester.take(bytes);
        digester.finish()
    }
}

impl std::fmt::Debug for Digests {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Digests(private)")
    }
}

/// Of a file that comes in pieces.
#[derive(Default)]
pub struct Digester {
    sha256: Sha256,
    sha1: Sha1,
    md5: Md5,
}

impl Digester {
    pub fn take(&mut self, piece: &[u8]) {
        self.sha256.update(piece);
        self.sha1.update(piece);
        self.md5.update(piece);
    }

    pub fn finish(self) -> Digests {
        Digests {
            sha256: self.sha256.finalize().into(),
            sha1: self.sha1.finalize().into(),
            md5: self.md5.finalize().into(),
        }
    }
}
