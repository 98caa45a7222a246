//! The receipt: a file that proves, without asking anybody, that an entry is in the log.
//!
//! It is a `.tlog-proof` (C2SP); its `extra` is JSON with the salt and the opening of the leaf, so that whoever
//! holds it can work out the leaf, and with what they sent, the digest of the content.

use domain::reports::Answers;
use domain::reports::course::Attachment;
use serde::{Deserialize, Serialize};
use translog::{Hash, Judged, Policy, Proof, Short};

use super::leaf::{self, Bytes32, Leaf, Opening};
use crate::chance;

/// What an entry's leaf is opened with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub leaf: Leaf,
    pub opening: Opening,
    /// The digest of what was sent, when somebody sent it.
    pub sent: Option<Bytes32>,
    /// What hides it in the commitment.
    pub blind: Option<Bytes32>,
    /// The digest of the entry as it is kept.
    pub kept: Bytes32,
}

/// What stands in the `extra` of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extra {
    pub salt: Bytes32,
    pub opening: Opening,
    pub sent: Option<Bytes32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blind: Option<Bytes32>,
    pub kept: Bytes32,
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt(pub Proof);

/// A receipt that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub extra: Extra,
    /// The checkpoint, and who has witnessed it.
    pub judged: Judged,
    /// Whether enough witnesses have, for the policy that it was checked under.
    pub witnessed: bool,
}

/// Why a receipt does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAReceipt {
    #[error("{0}")]
    Proof(#[from] translog::NotAProof),
    #[error("its `extra` does not have the salt and the opening of a leaf: {0}")]
    Extra(String),
    #[error("its leaf is not in the log that the checkpoint tells of: it was altered")]
    Elsewhere,
    #[error("{0}")]
    Signature(Short),
    #[error("its digests do not fit: the content was altered")]
    Digests,
    #[error("it is for other content than this")]
    OtherContent,
}

impl Receipt {
    /// Puts a receipt together.
    pub(super) fn of(opened: &Opened, mut proof: Proof) -> Self {
        let extra = Extra {
            salt: opened.leaf.salt,
            opening: opened.opening.clone(),
            sent: opened.sent,
            blind: opened.blind,
            kept: opened.kept,
        };
        proof.extra = Some(serde_json::to_vec(&extra).expect("texts and numbers are JSON"));
        Self(proof)
    }
}

impl std::fmt::Display for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Checks a receipt, under a policy, and against what was sent when that is given. Needs nothing else.
pub fn check(text: &str, policy: &Policy, sent: Option<Bytes32>) -> Result<Checked, NotAReceipt> {
    let proof: Proof = text.parse()?;
    let extra = proof.extra.as_deref().unwrap_or_default();
    let extra: Extra =
        serde_json::from_slice(extra).map_err(|error| NotAReceipt::Extra(error.to_string()))?;
    let hidden = extra.sent.map(|sent| leaf::hidden(sent, extra.blind));
    if leaf::content(hidden, extra.kept.0) != extra.opening.content_digest {
        return Err(NotAReceipt::Digests);
    }
    if sent.is_some() && sent != extra.sent {
        return Err(NotAReceipt::OtherContent);
    }
    let leaf = Leaf::commit(extra.salt, &extra.opening);
    let judged =
        proof.check(Hash::leaf(&leaf::entry(leaf.commitment)), policy).ok_or(NotAReceipt::Elsewhere)?;
    match judged {
        Ok(judged) => Ok(Checked { extra, judged, witnessed: policy.asks_for_witnesses() }),
        Err(Short::Quorum(judged)) => Ok(Checked { extra, judged, witnessed: false }),
        Err(short) => Err(NotAReceipt::Signature(short)),
    }
}

/// The digest of what a reporter sends: SHA-256 of a JSON text in one form (RFC 8785), with the answers and the
/// digests of the files.
///
/// ```text
/// {"answers":{"happened":"…","harm":"sextortion",…},"files":["<sha256 in hex>",…]}
/// ```
pub fn sent(answers: &Answers, files: &[Attachment]) -> Bytes32 {
    sent_of(answers, files.iter().map(|file| file.sha256.as_str()))
}

/// The same, from the digests of the files.
pub fn sent_of<'a>(answers: &'a Answers, files: impl Iterator<Item = &'a str>) -> Bytes32 {
    Bytes32(chance::sha256(sent_text(answers, files).as_bytes()))
}

/// The text that this is the digest of.
pub fn sent_text<'a>(answers: &'a Answers, files: impl Iterator<Item = &'a str>) -> String {
    #[derive(Serialize)]
    struct Sent<'a> {
        answers: &'a Answers,
        files: Vec<&'a str>,
    }
    // Keys are sorted, since answers and rows are kept so; there are no numbers; texts are escaped as RFC 8785 asks.
    serde_json::to_string(&Sent { answers, files: files.collect() }).expect("texts are JSON")
}
