//! What leaves for a court, a police analyst or another authority: one archive, sealed to who may open it.
//!
//! ```text
//! manifest.json           what this is, for whom, under which law; each file with its SHA-256; whose keys count
//! case.jsonld             the same for programs: CASE/UCO 1.4
//! documents/…             what was written for the reader
//! originals/<id>-<name>   the files as they were received, byte for byte
//! proofs/….tlog-proof     receipts: that an entry has been in the log, and since when
//! custody.csv             who had what in hand, when
//! verify.html             checks all of it on the reader's own machine, without a network
//! README.txt, SHA256SUMS  the same with tools that everybody has
//! ```
//!
//! Data in, bytes out: no clock, no disk, no other crate than the words of `domain`. Randomness is in `age` alone, so the
//! archive inside the seal is the same for the same input. Files go through in pieces: memory does not grow with them.
//! Danger: whoever can alter the archive can alter the manifest with it. What they cannot alter is the log: so the
//! caller puts [`Made::manifest_sha256`] into the log, and the reader holds the keys against those that the service publishes.

mod custody;
mod given;
mod jsonld;
mod manifest;
mod name;
mod page;
mod seal;
mod words;
mod writer;

pub use given::{Act, Custody, Document, Entry, Head, Original, Person, Recipient, Sent};
pub use manifest::{FORMAT, Listed, Manifest, Proved};
pub use writer::{Error, Made, Writer};

#[cfg(test)]
mod tests;
