//! A transparency log: entries that can be added, proved and witnessed, but never taken back unseen.
//!
//! Entries are hashed into a Merkle tree (RFC 6962, section 2.1, with SHA-256). The tree is kept as tiles of 256
//! hashes and served as C2SP's `tlog-tiles` says. Its size and root, with a name, are a [`Checkpoint`]; signed, it is
//! a [`Note`]. Others who watched the log grow, and saw that nothing changed, add their cosignatures
//! ([`witness`]). An inclusion proof with such a checkpoint is a [`Proof`]: a file that shows, without asking
//! anybody, that an entry was in the log by a certain time. Which signatures are enough is a [`Policy`].
//!
//! Read in this order: [`struct@Hash`], [`tree`], [`tile`], [`Log`], [`note`], [`checkpoint`](Checkpoint), [`cosign`],
//! [`witness`], [`proof`](Proof), [`policy`](Policy), [`check`], [`draw`].
//!
//! The crate is pure: it reads no clock, makes no randomness, opens no file. Where tiles live is a trait
//! ([`Storage`]); the time of a cosignature is passed in.
//!
//! Sources: RFC 6962; C2SP tlog-tiles 0.1.0, tlog-checkpoint 1.0.0, signed-note 1.0.0, tlog-cosignature 1.0.1,
//! tlog-witness 1.0.0, tlog-proof, tlog-policy (read on 25 November 2026).

pub mod check;
mod checkpoint;
pub mod cosign;
pub mod draw;
mod hash;
mod log;
mod nodes;
pub mod note;
mod policy;
mod proof;
mod storage;
pub mod tile;
pub mod tree;
pub mod witness;

pub use checkpoint::{Checkpoint, NotACheckpoint};
pub use hash::{Hash, NotAHash};
pub use log::{Broken, Log};
pub use note::{Kind, NotANote, Note, Signature, SigningKey, VerifierKey};
pub use policy::{Judged, NotAPolicy, Policy, Short};
pub use proof::{NotAProof, Proof};
pub use storage::{Memory, Part, Storage};
