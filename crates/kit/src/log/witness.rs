//! The witness: somebody independent who cosigns a log only for as long as it does nothing but grow (C2SP
//! tlog-witness). It sees sizes and roots, and nothing of what is in the log.
//!
//! Its folder has its key, and for each log the newest checkpoint that it cosigned, in a file named by the SHA-256
//! of the log's name. That file is written before the cosignature is given.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use translog::witness::{Refusal, Request, Seen, recognise};
use translog::{Checkpoint, Kind, Note, Policy, VerifierKey, cosign};

use super::signer::{key, replace};
use crate::chance;

/// A witness, with its folder.
pub struct Witnessing {
    folder: PathBuf,
    key: translog::SigningKey,
    /// The logs that it watches.
    logs: Policy,
    _lock: File,
}

/// Why it does not cosign.
#[derive(Debug, thiserror::Error)]
pub enum NotCosigned {
    #[error("{0}")]
    Refused(#[from] Refusal),
    #[error("what would be cosigned could not be kept: {0}")]
    Disk(#[from] io::Error),
}

impl Witnessing {
    /// Opens the witness's folder. A new one gets a key with this name.
    pub fn open(folder: &Path, name: &str, logs: Policy) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let lock = OpenOptions::new().write(true).create(true).truncate(false).open(folder.join("lock"))?;
        lock.try_lock().map_err(|_| io::Error::other("another witness has this folder"))?;
        Ok(Self { folder: folder.to_owned(), key: key(folder, name, Kind::Witness)?, logs, _lock: lock })
    }

    /// The logs that it watches, and itself as the witness that is enough: whose signatures count for whoever trusts it.
    pub fn policy(&self) -> String {
        let logs = self.logs.to_string();
        let logs: Vec<&str> = logs.lines().filter(|line| line.starts_with("log ")).collect();
        format!("{}\nwitness w {}\nquorum w\n", logs.join("\n"), self.verifier())
    }

    /// Its public key, for policies.
    pub fn verifier(&self) -> VerifierKey {
        self.key.verifier()
    }

    /// Answers `add-checkpoint` at a time: the line with its cosignature.
    pub fn add(&mut self, request: &str, now: Timestamp) -> Result<String, NotCosigned> {
        let request: Request = request.parse()?;
        let checkpoint = recognise(&request, &self.logs)?;
        request.step(self.seen(&checkpoint.origin)?, &checkpoint)?;
        let at = u64::try_from(now.as_second()).unwrap_or(0);
        let signature = cosign::cosign(&self.key, &request.checkpoint.text, at);
        let mut note = request.checkpoint;
        // What others signed is theirs to tell.
        note.signatures.retain(|known| known.name == checkpoint.origin);
        note.add(signature.clone());
        replace(&self.folder, &file(&checkpoint.origin), &note.to_string())?;
        Ok(signature.to_string())
    }

    fn seen(&self, origin: &str) -> io::Result<Seen> {
        let Some(note) = self.newest(&file(origin))? else { return Ok(Seen::default()) };
        let known: Checkpoint = note.text.parse().map_err(io::Error::other)?;
        Ok(Seen { size: known.size, root: known.root })
    }

    /// The newest checkpoint of the log with this digest of its name, cosigned.
    pub fn newest(&self, digest: &str) -> io::Result<Option<Note>> {
        if digest.len() != 64 || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(None);
        }
        match std::fs::read_to_string(self.folder.join(digest)) {
            // A memory that cannot be read is no leave to cosign.
            Ok(text) => text.parse().map(Some).map_err(io::Error::other),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The file of a log: the SHA-256 of its name, in hex.
fn file(origin: &str) -> String {
    chance::hex(&chance::sha256(origin.as_bytes()))
}

#[cfg(test)]
mod tests {
    use translog::{Hash, Log, Memory, SigningKey};

    use super::*;

    fn key() -> SigningKey {
        SigningKey::new("log.example/one", Kind::Log, [5; 32]).unwrap()
    }

    fn request(log: &Log<Memory>, old: u64, size: u64) -> String {
        let root = log.root_at(size).unwrap();
        let text = Checkpoint { origin: "log.example/one".to_owned(), size, root }.to_string();
        let checkpoint = Note { signatures: vec![key().sign(&text)], text };
        Request { old, proof: log.consistency(old, size).unwrap(), checkpoint }.to_string()
    }

    fn log(size: u8, forged: Option<u8>) -> Log<Memory> {
        let mut log = Log::open(Memory::default(), 0).unwrap();
        for number in 0..size {
            log.append([&[if forged == Some(number) { 255 } else { number }][..]]).unwrap();
        }
        log
    }

    #[test]
    fn it_cosigns_what_grows_and_no_fork_and_remembers_across_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let logs = Policy::of_log(key().verifier());
        let (honest, forked, now) = (log(90, None), log(90, Some(3)), crate::testing::thursday());
        let mut witness = Witnessing::open(folder.path(), "witness.example", logs.clone()).unwrap();
        assert!(witness.add(&request(&honest, 0, 46), now).unwrap().starts_with("— witness.example "));
        drop(witness);
        let mut witness = Witnessing::open(folder.path(), "other.example", logs).unwrap();
        let status = |refused: Result<String, NotCosigned>| match refused.unwrap_err() {
            NotCosigned::Refused(refusal) => refusal.status(),
            NotCosigned::Disk(error) => panic!("{error}"),
        };
        assert_eq!(status(witness.add(&request(&forked, 46, 90), now)), 422);
        assert_eq!(status(witness.add(&request(&honest, 0, 46), now)), 409);
        assert!(witness.add(&request(&honest, 46, 90), now).unwrap().starts_with("— witness.example "));
        let newest = witness.newest(&file("log.example/one")).unwrap().unwrap();
        let policy: Policy =
            format!("log {}\nwitness w {}\nquorum w", key().verifier(), witness.verifier()).parse().unwrap();
        let judged = policy.judge(&newest).unwrap();
        assert_eq!(
            (judged.checkpoint.size, judged.seen),
            (90, vec![("w".to_owned(), u64::try_from(now.as_second()).unwrap())])
        );
        assert_eq!(witness.newest("../key").unwrap(), None);
        assert_ne!(Hash::empty(), judged.checkpoint.root);
    }

    #[test]
    fn a_memory_that_is_cut_short_is_no_leave_to_cosign() {
        let folder = tempfile::tempdir().unwrap();
        let (honest, now) = (log(90, None), crate::testing::thursday());
        let mut witness =
            Witnessing::open(folder.path(), "witness.example", Policy::of_log(key().verifier())).unwrap();
        witness.add(&request(&honest, 0, 46), now).unwrap();
        let path = folder.path().join(file("log.example/one"));
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            std::fs::write(&path, &whole[..at]).unwrap();
            for old in [0, 46] {
                let refused = witness.add(&request(&honest, old, 90), now).is_err();
                // Without its own line it still has what the log signed, and that is what it remembers.
                let remembers = old == 46 && String::from_utf8_lossy(&whole[..at]).parse::<Note>().is_ok();
                assert_eq!(refused, !remembers, "cut at {at}, from {old}");
                std::fs::write(&path, &whole[..at]).unwrap();
            }
        }
    }
}
