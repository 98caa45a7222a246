//! What is done with a file that is kept as evidence. Each look and each copy is an entry of its matter, and so a leaf of
//! the log: the chain of custody is in the same order, and as hard to rewrite, as everything else.

use serde::{Deserialize, Serialize};

/// What somebody did with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handling {
    /// Saw its facts, and a preview in which nobody can be made out.
    Glimpsed,
    /// Saw a clear preview, or the beginning of its text.
    Seen,
    /// Took a copy, whole and unchanged.
    Copied,
    /// Sent it, whole and unchanged, with a referral.
    Referred,
}
