//! The journal as a log that nobody can rewrite unseen.
//!
//! Every entry of the journal leaves a commitment (`leaf.rs`) in the transaction that makes it. At fixed times the
//! commitments that are new become leaves of a transparency log (`sequence.rs`), padded with covers so that its
//! growth does not tell how much was written. A signer ([`signer`]), which remembers what it signed, signs size
//! and root; witnesses ([`witness`]) cosign. Only then is anything acknowledged: with a [`receipt`].
//!
//! ```text
//! <folder>/log/entries       the leaves, 45 bytes each: length (2), "hearken/v1\n" (11), commitment (32)
//! <folder>/log/hashes-N      the hashes of level N of the tree, 32 bytes each
//! <folder>/log/register      of which record each leaf is, 32 bytes each (never leaves the machine)
//! <folder>/log/checkpoint    the newest signed checkpoint
//! <folder>/log/witnessed     the newest checkpoint that enough witnesses have cosigned
//! <folder>/log/key           the public key of the log
//! <folder>/signer/           the signer's own: its key, and what it signed last
//! ```
//!
//! In the store: `kit_leaf` has the salt and the commitment of each entry, and its place in the log once it has
//! one; `kit_log` has how many leaves were given out.

mod ask;
pub mod audit;
pub(crate) mod commit;
mod files;
mod leaf;
pub mod receipt;
mod room;
mod sequence;
pub mod signer;
mod verify;
pub mod witness;
mod witnesses;

pub use ask::Signer;
pub use files::{Files, Register};
pub use leaf::{Bytes32, Leaf, Opening};
pub use receipt::{Opened, Receipt};
pub(crate) use room::lock;
pub use room::{Log, Waiting};
pub use verify::{Finding, Trouble, Verified, verify};
pub use witnesses::Witnesses;

use crate::store::Migration;

/// The tables.
pub const MIGRATIONS: [Migration; 3] = [
    Migration { name: "0010_kit_log", sql: include_str!("log.sql") },
    Migration { name: "0012_kit_log_sealed", sql: include_str!("sealed.sql") },
    Migration { name: "0018_kit_entry", sql: include_str!("entry.sql") },
];
