//! The signer: a small process with the log's key and a memory of what it signed last.
//!
//! It signs a checkpoint only when it is proved to be what it signed before with more added, and keeps the new one
//! before it answers. So a node that was put back to an older backup, or whose log was rewritten, gets no
//! signature: there are never two checkpoints of one size.
//!
//! ```text
//! frame    = length (4 bytes, big-endian) || text                      both ways, over stdin and stdout or a socket
//! asked    = "last\n" | "key\n" | "old <size>\n" proof lines "\n" checkpoint
//! answered = "last <size> <root>\n" | "key <vkey>\n" | "— <name> <signature>\n" | "no <status> <why>\n"
//! ```

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use translog::witness::{Refusal, Request, Seen};
use translog::{Checkpoint, Hash, Kind, SigningKey};

use crate::chance;

/// No frame is longer.
const FRAME_BYTES_MAX: usize = 64 * 1024;

/// The signer, with its folder.
pub struct Signing {
    folder: PathBuf,
    key: SigningKey,
    seen: Seen,
    /// Held for as long as it lives: two signers with one memory would be none.
    _lock: File,
}

impl Signing {
    /// Opens the signer's folder; waits until no other has it. A new one gets a key for this origin.
    pub fn open(folder: &Path, origin: &str) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let lock = OpenOptions::new().write(true).create(true).truncate(false).open(folder.join("lock"))?;
        lock.lock()?;
        let key = key(folder, origin, Kind::Log)?;
        let seen = match std::fs::read_to_string(folder.join("last")) {
            Ok(text) => read(&text).ok_or_else(|| {
                wrong("what it signed last cannot be read; it signs nothing: restore `last`")
            })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Seen::default(),
            Err(error) => return Err(error),
        };
        Ok(Self { folder: folder.to_owned(), key, seen, _lock: lock })
    }

    /// Answers one request.
    pub fn answer(&mut self, asked: &str) -> String {
        match asked {
            "last\n" => format!("last {} {}\n", self.seen.size, self.seen.root),
            "key\n" => format!("key {}\n", self.key.verifier()),
            request => match self.sign(request) {
                Ok(signature) => signature,
                Err(Failed::Refused(refusal)) => format!("no {} {refusal}\n", refusal.status()),
                Err(Failed::Disk(error)) => {
                    format!("no 500 what would be signed could not be kept: {error}\n")
                }
            },
        }
    }

    fn sign(&mut self, request: &str) -> Result<String, Failed> {
        let request = Request::unsigned(request)?;
        let checkpoint: Checkpoint = request.checkpoint.text.parse().map_err(|_| Refusal::Malformed)?;
        if checkpoint.to_string() != request.checkpoint.text {
            return Err(Refusal::Malformed.into());
        }
        if checkpoint.origin != self.key.name() {
            return Err(Refusal::UnknownLog.into());
        }
        let new = request.step(self.seen, &checkpoint)?;
        if new != self.seen {
            replace(&self.folder, "last", &format!("{}\n{}\n", new.size, new.root)).map_err(Failed::Disk)?;
            self.seen = new;
        }
        Ok(self.key.sign(&request.checkpoint.text).to_string())
    }

    /// Answers until the other side goes away.
    pub fn serve(&mut self, mut from: impl Read, mut to: impl Write) -> io::Result<()> {
        while let Some(asked) = frame(&mut from)? {
            let answer = self.answer(&asked);
            to.write_all(&u32::try_from(answer.len()).map_err(io::Error::other)?.to_be_bytes())?;
            to.write_all(answer.as_bytes())?;
            to.flush()?;
        }
        Ok(())
    }
}

enum Failed {
    Refused(Refusal),
    Disk(io::Error),
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

fn wrong(text: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, text)
}

fn frame(from: &mut impl Read) -> io::Result<Option<String>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let length = u32::from_be_bytes(length) as usize;
    if length > FRAME_BYTES_MAX {
        return Err(wrong("a request is too long"));
    }
    let mut text = vec![0; length];
    from.read_exact(&mut text)?;
    String::from_utf8(text).map(Some).map_err(io::Error::other)
}

fn read(text: &str) -> Option<Seen> {
    let (size, root) = text.strip_suffix('\n')?.split_once('\n')?;
    let root: Hash = root.parse().ok()?;
    Some(Seen { size: size.parse().ok()?, root })
}

/// The key, made at the first start and readable by its owner alone.
pub(super) fn key(folder: &Path, name: &str, kind: Kind) -> io::Result<SigningKey> {
    let path = folder.join("key");
    match std::fs::read_to_string(&path) {
        Ok(text) => return text.trim().parse().map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let key = SigningKey::new(name, kind, chance::bytes())
        .ok_or_else(|| wrong("the name of a key has no spaces and no plus signs"))?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    writeln!(file, "{}", key.reveal())?;
    file.sync_all()?;
    File::open(folder)?.sync_all()?;
    Ok(key)
}

/// Puts a whole new file in the place of the old, durably: there is always one of the two.
pub(super) fn replace(folder: &Path, name: &str, content: &str) -> io::Result<()> {
    let new = folder.join(format!("{name}.new"));
    let mut file = File::create(&new)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&new, folder.join(name))?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use translog::{Log, Memory, Signature};

    use super::*;

    const ORIGIN: &str = "log.example/one";

    fn log(size: u64, forged: Option<u64>) -> Log<Memory> {
        let mut log = Log::open(Memory::default(), 0).unwrap();
        for number in 0..size {
            log.append([&[u8::from(forged == Some(number)), 7, 7][..]]).unwrap();
        }
        log
    }

    fn request(log: &Log<Memory>, old: u64, size: u64) -> String {
        let text =
            Checkpoint { origin: ORIGIN.to_owned(), size, root: log.root_at(size).unwrap() }.to_string();
        let proof = log.consistency(old, size).unwrap();
        Request { old, proof, checkpoint: translog::Note { text, signatures: Vec::new() } }.to_string()
    }

    fn signed(answer: &str) -> bool {
        answer.strip_suffix('\n').is_some_and(|line| line.parse::<Signature>().is_ok())
    }

    #[test]
    fn it_signs_what_grows_and_remembers_it_across_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let (honest, forked) = (log(50, None), log(50, Some(3)));
        let mut signer = Signing::open(folder.path(), ORIGIN).unwrap();
        assert!(signed(&signer.answer(&request(&honest, 0, 20))));
        assert!(signed(&signer.answer(&request(&honest, 20, 40))));
        let key = signer.answer("key\n");
        drop(signer);
        let mut signer = Signing::open(folder.path(), "log.example/other").unwrap();
        assert_eq!(signer.answer("key\n"), key, "the key keeps its name");
        assert_eq!(signer.answer("last\n"), format!("last 40 {}\n", honest.root_at(40).unwrap()));
        assert!(signed(&signer.answer(&request(&honest, 40, 40))), "the same once more");
        assert!(signer.answer(&request(&honest, 20, 30)).starts_with("no 409 "), "an older backup");
        assert!(signer.answer(&request(&forked, 40, 50)).starts_with("no 422 "), "another history");
        assert!(signer.answer(&request(&forked, 40, 40)).starts_with("no 422 "), "two roots of one size");
        assert_eq!(signer.answer("last\n"), format!("last 40 {}\n", honest.root_at(40).unwrap()));
    }

    #[test]
    fn a_memory_that_is_cut_short_or_garbled_is_no_leave_to_sign() {
        let folder = tempfile::tempdir().unwrap();
        let mut signer = Signing::open(folder.path(), ORIGIN).unwrap();
        signer.answer(&request(&log(20, None), 0, 20));
        drop(signer);
        let good = std::fs::read(folder.path().join("last")).unwrap();
        for at in 0..good.len() {
            std::fs::write(folder.path().join("last"), &good[..at]).unwrap();
            assert!(Signing::open(folder.path(), ORIGIN).is_err(), "cut at {at}");
            let mut garbled = good.clone();
            garbled[at] ^= 0x55;
            std::fs::write(folder.path().join("last"), &garbled).unwrap();
            // A garbled number or root may still be one: then nothing is consistent with it.
            if let Ok(mut signer) = Signing::open(folder.path(), ORIGIN) {
                let honest = log(30, None);
                for old in [0, 20] {
                    assert!(signer.answer(&request(&honest, old, 30)).starts_with("no "), "garbled at {at}");
                }
            }
        }
    }

    #[test]
    fn it_answers_over_a_pipe_and_refuses_what_it_cannot_read() {
        let folder = tempfile::tempdir().unwrap();
        let mut signer = Signing::open(folder.path(), ORIGIN).unwrap();
        let (mut asked, mut answered) = (Vec::new(), Vec::new());
        for text in ["last\n", "nonsense"] {
            asked.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
            asked.extend(text.as_bytes());
        }
        signer.serve(asked.as_slice(), &mut answered).unwrap();
        let said = String::from_utf8_lossy(&answered);
        assert!(said.contains("last 0 ") && said.contains("no 400 "), "{said}");
        assert!(signer.serve(&[0xff, 0xff, 0xff, 0xff][..], &mut answered).is_err());
    }
}
