//! What the caller gives. Plain: ids are texts that stay the same, since the ids in `case.jsonld` follow from them.

use domain::words::Lang;
use jiff::Timestamp;
use serde::Serialize;

use crate::words;

/// Somebody who made, touched or gets it. Only what stands here is told of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    pub id: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
}

/// Who can open it: one of those who are named, with the key that they gave (`age1…`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub name: String,
    pub key: String,
}

/// What the whole is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The id of the case.
    pub case: String,
    /// What people call it.
    pub reference: String,
    /// The name of the log that the proofs lead to.
    pub origin: String,
    pub made_at: Timestamp,
    pub made_by: Person,
    /// What it is handed over for.
    pub purpose: String,
    /// The law that allows or orders it.
    pub basis: String,
    /// The version of Hearken.
    pub version: String,
    /// Whose signatures count (C2SP tlog-policy): the keys of the log and of its witnesses.
    pub policy: String,
}

/// A file as it was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    pub id: String,
    /// Its name as received: any text at all.
    pub name: String,
    pub media_type: String,
    pub about: String,
    pub exhibit: Option<String>,
    /// The SHA-256, in hex, that it was kept with: when the bytes are others, there is no export.
    pub sha256: Option<String>,
}

/// A document that was written for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub name: String,
    pub media_type: String,
    pub about: String,
}

/// An entry of the log with its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: String,
    pub about: String,
    /// The text of the `.tlog-proof`.
    pub proof: String,
    /// What was sent, when the reader may see it: then the page holds it against the receipt, and the files against it.
    pub sent: Option<Sent>,
}

/// What a reporter sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// The answers by question.
    pub answers: serde_json::Value,
    /// The SHA-256 of each file in hex, in the order of sending.
    pub files: Vec<String>,
}

/// What was done with a file, or with the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    Received,
    Seen,
    Copied,
    Exported,
}

impl Act {
    pub const ALL: [Self; 4] = [Self::Received, Self::Seen, Self::Copied, Self::Exported];

    /// The word for it.
    pub const fn shown(self, lang: Lang) -> &'static str {
        match self {
            Self::Received => words::RECEIVED.of(lang),
            Self::Seen => words::SEEN.of(lang),
            Self::Copied => words::COPIED.of(lang),
            Self::Exported => words::EXPORTED.of(lang),
        }
    }
}

/// One link of the chain of custody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Custody {
    pub at: Timestamp,
    pub act: Act,
    /// None for what the service did by itself, and for a reporter who is not named.
    pub by: Option<Person>,
    /// The ids of the originals; empty for the case as a whole.
    pub originals: Vec<String>,
    pub note: String,
    /// The entry of the log that tells it.
    pub entry: String,
}
