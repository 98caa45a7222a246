//! `manifest.json` and `SHA256SUMS`: what is in the archive.

use jiff::Timestamp;
use serde::Serialize;

use crate::{Head, Person, Sent};

/// The version of this form.
pub const FORMAT: &str = "hearken.bundle/1";

/// A file of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    pub path: String,
    pub bytes: u64,
    /// In hex.
    pub sha256: String,
    pub media_type: String,
    /// What it is, in a sentence.
    pub about: String,
    /// Of an original: its id, and its name as received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exhibit: Option<String>,
}

/// An entry of the log, and where its receipt is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proved {
    pub path: String,
    pub entry: String,
    pub about: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent: Option<Sent>,
}

/// The manifest. It lists each file but itself and `SHA256SUMS`, which lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manifest {
    pub format: String,
    pub case: String,
    pub reference: String,
    /// The log that the proofs lead to.
    pub origin: String,
    pub made_at: Timestamp,
    pub made_by: Person,
    pub made_with: String,
    pub purpose: String,
    pub basis: String,
    /// Who can open it, by name.
    pub recipients: Vec<String>,
    pub policy: String,
    pub files: Vec<Listed>,
    pub proofs: Vec<Proved>,
}

impl Manifest {
    pub(crate) fn of(head: &Head, recipients: Vec<String>, files: Vec<Listed>, proofs: Vec<Proved>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            case: head.case.clone(),
            reference: head.reference.clone(),
            origin: head.origin.clone(),
            made_at: head.made_at,
            made_by: head.made_by.clone(),
            made_with: format!("Hearken {}", head.version),
            purpose: head.purpose.clone(),
            basis: head.basis.clone(),
            recipients,
            policy: head.policy.clone(),
            files,
            proofs,
        }
    }
}

/// The lines of `sha256sum`. Paths have no line breaks and no backslashes: `name.rs` sees to it.
pub(crate) fn sums(files: &[Listed]) -> String {
    let lines: Vec<String> = files.iter().map(|file| format!("{}  {}\n", file.sha256, file.path)).collect();
    lines.concat()
}
