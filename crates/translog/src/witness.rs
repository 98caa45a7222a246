//! The witness: it remembers the largest checkpoint of each log that it saw, and cosigns only what that one grew
//! into (C2SP tlog-witness). The same steps guard a log's own signer.
//!
//! ```text
//! old 46667\n                  the size that the witness saw last, as the log believes
//! PlRNCrwHpqhG…=\n             the consistency proof, at most 63 lines
//! \n
//! <the checkpoint, a signed note>
//! ```
//!
//! Whoever runs this keeps what [`Request::step`] gives before it answers, and lets no other step of the same log
//! come between reading and keeping.

use std::fmt;
use std::str::FromStr;

use crate::tile::decimal;
use crate::{Checkpoint, Hash, Note, Policy, Short, tree};

/// The most lines that a consistency proof may have.
pub const PROOF_LINES_MAX: usize = 63;

/// What a log asks of a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub old: u64,
    pub proof: Vec<Hash>,
    pub checkpoint: Note,
}

/// Size and root that were seen last. A log of which nothing was seen is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub size: u64,
    pub root: Hash,
}

impl Default for Seen {
    fn default() -> Self {
        Self { size: 0, root: Hash::empty() }
    }
}

/// Why it does not cosign; the numbers are those of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the request cannot be read, or goes from a larger size to a smaller")]
    Malformed,
    #[error("the log is not one of those that are witnessed here")]
    UnknownLog,
    #[error("the log has not signed this checkpoint")]
    NotSigned,
    /// The size that was seen last.
    #[error("what was seen last has {0} entries")]
    OtherSize(u64),
    #[error("this is not what was seen before, with more added")]
    Inconsistent,
}

impl Refusal {
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::UnknownLog => 404,
            Self::NotSigned => 403,
            Self::OtherSize(_) => 409,
            Self::Inconsistent => 422,
        }
    }
}

/// The log that signed this request, out of those that are witnessed: its checkpoint.
pub fn recognise(request: &Request, logs: &Policy) -> Result<Checkpoint, Refusal> {
    let checkpoint: Checkpoint = request.checkpoint.text.parse().map_err(|_| Refusal::Malformed)?;
    if !logs.logs.iter().any(|log| log.key.name == checkpoint.origin) {
        return Err(Refusal::UnknownLog);
    }
    match logs.judge(&request.checkpoint) {
        // How many others have cosigned does not matter to a witness.
        Ok(_) | Err(Short::Quorum(_)) => Ok(checkpoint),
        Err(Short::Checkpoint | Short::Log | Short::Forged(_)) => Err(Refusal::NotSigned),
    }
}

impl Request {
    /// One step: from what was seen last to what is to be kept now, before anything is signed.
    pub fn step(&self, seen: Seen, checkpoint: &Checkpoint) -> Result<Seen, Refusal> {
        let new = Seen { size: checkpoint.size, root: checkpoint.root };
        if self.old > new.size {
            return Err(Refusal::Malformed);
        }
        if self.old != seen.size {
            return Err(Refusal::OtherSize(seen.size));
        }
        let same = (seen.size, seen.root);
        let empty_is_empty = new.size > 0 || new.root == Hash::empty();
        if empty_is_empty && tree::is_consistent(same, (new.size, new.root), &self.proof) {
            Ok(new)
        } else {
            Err(Refusal::Inconsistent)
        }
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        if self.checkpoint.signatures.is_empty() {
            write!(f, "\n{}", self.checkpoint.text)
        } else {
            write!(f, "\n{}", self.checkpoint)
        }
    }
}

/// The size and the proof of a request, and the rest of it.
fn parts(text: &str) -> Result<(u64, Vec<Hash>, &str), Refusal> {
    let (head, checkpoint) = text.split_once("\n\n").ok_or(Refusal::Malformed)?;
    let mut lines = head.split('\n');
    let old = lines.next().and_then(|line| line.strip_prefix("old ")).ok_or(Refusal::Malformed)?;
    let size = decimal(old).filter(|size| size.to_string() == old).ok_or(Refusal::Malformed)?;
    let proof: Vec<Hash> = lines.map(str::parse).collect::<Result<_, _>>().map_err(|_| Refusal::Malformed)?;
    if proof.len() > PROOF_LINES_MAX { Err(Refusal::Malformed) } else { Ok((size, proof, checkpoint)) }
}

impl Request {
    /// Reads what a log asks of its own signer: the same, with a checkpoint that nobody has signed yet.
    pub fn unsigned(text: &str) -> Result<Self, Refusal> {
        let (old, proof, checkpoint) = parts(text)?;
        Ok(Self { old, proof, checkpoint: Note { text: checkpoint.to_owned(), signatures: Vec::new() } })
    }
}

impl FromStr for Request {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let (old, proof, checkpoint) = parts(text)?;
        Ok(Self { old, proof, checkpoint: checkpoint.parse().map_err(|_| Refusal::Malformed)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Log, Memory, SigningKey};

    const ORIGIN: &str = "example.com/log";

    fn key() -> SigningKey {
        SigningKey::new(ORIGIN, Kind::Log, [1; 32]).unwrap()
    }

    /// A log of this many entries, the one numbered `other` forged.
    fn log(size: u64, other: Option<u64>) -> Log<Memory> {
        let mut log = Log::open(Memory::default(), 0).unwrap();
        for number in 0..size {
            let entry =
                if other == Some(number) { b"forged  ".to_vec() } else { number.to_be_bytes().to_vec() };
            log.append([entry.as_slice()]).unwrap();
        }
        log
    }

    fn request(log: &Log<Memory>, old: u64, size: u64) -> Request {
        let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size, root: log.root_at(size).unwrap() };
        let text = checkpoint.to_string();
        let proof = log.consistency(old.min(size), size).unwrap();
        Request { old, proof, checkpoint: Note { signatures: vec![key().sign(&text)], text } }
    }

    /// What the witness answers, as a number of HTTP.
    fn answer(seen: &mut Seen, request: &Request) -> u16 {
        let logs = Policy::of_log(key().verifier());
        let parsed: Result<Request, Refusal> = request.to_string().parse();
        let step = parsed
            .and_then(|read| recognise(&read, &logs).and_then(|checkpoint| read.step(*seen, &checkpoint)));
        match step {
            Ok(new) => {
                *seen = new;
                200
            }
            Err(refusal) => refusal.status(),
        }
    }

    #[test]
    fn a_log_that_only_grows_is_cosigned_and_a_fork_never() {
        let (honest, forked) = (log(700, None), log(700, Some(100)));
        let mut seen = Seen::default();
        assert_eq!(answer(&mut seen, &request(&honest, 0, 467)), 200);
        assert_eq!(answer(&mut seen, &request(&honest, 467, 700)), 200);
        assert_eq!(answer(&mut seen, &request(&honest, 467, 700)), 409, "sent again");
        assert_eq!(answer(&mut seen, &request(&honest, 700, 700)), 200, "the same once more");
        let before = seen;
        let mut same_size = request(&forked, 700, 700);
        same_size.proof.clear();
        assert_eq!(answer(&mut seen, &same_size), 422, "another root for the same size");
        assert_eq!(answer(&mut seen, &request(&honest, 701, 700)), 400);
        assert_eq!(answer(&mut seen, &request(&honest, 0, 700)), 409);
        assert_eq!(seen, before, "a refusal changes nothing");
        let mut seen = Seen { size: 467, root: honest.root_at(467).unwrap() };
        assert_eq!(answer(&mut seen, &request(&forked, 467, 700)), 422, "a fork with one entry replaced");
    }

    #[test]
    fn who_is_not_known_or_has_not_signed_is_told_so() {
        let honest = log(3, None);
        let mut seen = Seen::default();
        let mut unsigned = request(&honest, 0, 3);
        unsigned.checkpoint.signatures[0].bytes[3] ^= 1;
        assert_eq!(answer(&mut seen, &unsigned), 403);
        let stranger = SigningKey::new(ORIGIN, Kind::Log, [2; 32]).unwrap();
        unsigned.checkpoint.signatures = vec![stranger.sign(&unsigned.checkpoint.text)];
        assert_eq!(answer(&mut seen, &unsigned), 403);
        let mut elsewhere = request(&honest, 0, 3);
        elsewhere.checkpoint.text = elsewhere.checkpoint.text.replace("example.com", "example.org");
        assert_eq!(answer(&mut seen, &elsewhere), 404);
        assert_eq!(seen, Seen::default());
    }

    #[test]
    fn the_empty_tree_has_one_root_and_needs_no_proof() {
        let honest = log(3, None);
        let mut seen = Seen::default();
        let mut empty = request(&honest, 0, 0);
        assert_eq!(answer(&mut seen, &empty), 200);
        empty.checkpoint.text =
            empty.checkpoint.text.replace(&Hash::empty().to_string(), &Hash::leaf(b"").to_string());
        empty.checkpoint.signatures = vec![key().sign(&empty.checkpoint.text)];
        assert_eq!(answer(&mut seen, &empty), 422);
        let mut proved = request(&honest, 0, 3);
        proved.proof.push(Hash::empty());
        assert_eq!(answer(&mut seen, &proved), 422);
    }

    #[test]
    fn a_request_that_is_not_quite_one_is_malformed() {
        let text = request(&log(5, None), 3, 5).to_string();
        for wrong in [
            text.replace("old 3", "old 03"),
            text.replace("old", "Old"),
            text.replace("\n\n", "\n"),
            String::new(),
        ] {
            assert_eq!(wrong.parse::<Request>(), Err(Refusal::Malformed), "{wrong}");
        }
        let long = text.replace("old 3\n", &format!("old 3\n{}", format!("{}\n", Hash::empty()).repeat(64)));
        assert_eq!(long.parse::<Request>(), Err(Refusal::Malformed));
    }
}
