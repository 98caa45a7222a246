//! A proof that stands alone (C2SP tlog-proof; files end in `.tlog-proof`).
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! extra <base64>              may be absent; not proved by anything
//! index 73894
//! gSKyXoYZUgZ6jduWYrkDO…=     the leaf's sibling first
//! …
//!                             a blank line
//! <the checkpoint, a signed note>
//! ```

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::tile::decimal;
use crate::{Hash, Judged, Note, Policy, Short, tree};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// More hashes than this no proof has: a tree of `u64` leaves is 64 high.
const HASHES_MAX: usize = 64;

/// A proof of inclusion, with the checkpoint that it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Whatever else its reader needs. Not proved by anything.
    pub extra: Option<Vec<u8>>,
    pub index: u64,
    pub hashes: Vec<Hash>,
    pub checkpoint: Note,
}

/// A text that is not a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a proof: {0}")]
pub struct NotAProof(pub &'static str);

impl Proof {
    /// Whether it proves this leaf, under a policy. When the hashes fit and only witnesses are missing, that is
    /// [`Short::Quorum`]; when the hashes do not fit there is nothing ([`None`]) to be had from any signature.
    pub fn check(&self, leaf: Hash, policy: &Policy) -> Option<Result<Judged, Short>> {
        let judged = policy.judge(&self.checkpoint);
        let checkpoint = match &judged {
            Ok(judged) | Err(Short::Quorum(judged)) => &judged.checkpoint,
            Err(_) => return Some(judged),
        };
        let root = tree::root_of_inclusion(leaf, self.index, checkpoint.size, &self.hashes);
        (root == Some(checkpoint.root)).then_some(judged)
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for Proof {
    type Err = NotAProof;

    fn from_str(text: &str) -> Result<Self, NotAProof> {
        let (head, checkpoint) =
            text.split_once("\n\n").ok_or(NotAProof("there is no blank line before a checkpoint"))?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FIRST_LINE) {
            return Err(NotAProof("the first line is not c2sp.org/tlog-proof@v1"));
        }
        let extra = match lines.peek().and_then(|line| line.strip_prefix("extra ")) {
            Some(encoded) => {
                lines.next();
                Some(STANDARD.decode(encoded).map_err(|_| NotAProof("`extra` is not base64"))?)
            }
            None => None,
        };
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).and_then(number);
        let index = index.ok_or(NotAProof("there is no `index` with a number"))?;
        let hashes: Vec<Hash> = lines
            .take(HASHES_MAX + 1)
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map_err(|_| NotAProof("a line is not a hash"))?;
        if hashes.len() > HASHES_MAX {
            return Err(NotAProof("it has more hashes than any tree is high"));
        }
        let checkpoint = checkpoint.parse().map_err(|_| NotAProof("the checkpoint is not a signed note"))?;
        Ok(Self { extra, index, hashes, checkpoint })
    }
}

fn number(text: &str) -> Option<u64> {
    decimal(text).filter(|number| number.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Checkpoint, Kind, Log, Memory, SigningKey};

    fn proof() -> (Proof, SigningKey) {
        let mut log = Log::open(Memory::default(), 0).unwrap();
        log.append([&b"a"[..], b"b", b"c"]).unwrap();
        let key = SigningKey::new("example.com/log", Kind::Log, [1; 32]).unwrap();
        let text = Checkpoint { origin: "example.com/log".to_owned(), size: 3, root: log.root().unwrap() }
            .to_string();
        let checkpoint = Note { signatures: vec![key.sign(&text)], text };
        let proof =
            Proof { extra: Some(b"x".to_vec()), index: 1, hashes: log.inclusion(1, 3).unwrap(), checkpoint };
        (proof, key)
    }

    #[test]
    fn a_proof_is_read_as_it_is_written_and_proves_its_own_leaf_alone() {
        let (proof, key) = proof();
        let read: Proof = proof.to_string().parse().unwrap();
        assert_eq!(read, proof);
        let policy = Policy::of_log(key.verifier());
        assert!(read.check(Hash::leaf(b"b"), &policy).unwrap().is_ok());
        assert!(read.check(Hash::leaf(b"a"), &policy).is_none());
        let moved = Proof { index: 0, ..read };
        assert!(moved.check(Hash::leaf(b"b"), &policy).is_none());
    }

    #[test]
    fn what_is_not_quite_a_proof_is_refused() {
        let text = proof().0.to_string();
        let wrong = [
            text.replace("@v1", "@v2"),
            text.replace("index 1", "index 01"),
            text.replace("index 1", "index -1"),
            text.replace("extra ", "extra !"),
            text.replace("index 1\n", "index 1\nAAAA\n"),
            text.replace("— ", "- "),
            text.replace("\n\n", "\n"),
            text.replace("index 1\n", &format!("index 1\n{}", format!("{}\n", Hash::empty()).repeat(65))),
        ];
        for text in wrong {
            assert!(text.parse::<Proof>().is_err(), "{text}");
        }
    }
}
