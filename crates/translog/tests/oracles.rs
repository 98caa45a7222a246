//! Others read what we write: the crates `signed_note` and `tlog_tiles` (Cloudflare), and Go's `sumdb/note` and
//! `sumdb/tlog` where Debian's Go is installed (`cargo xtask test` sees to that).

#![expect(clippy::unwrap_used, reason = "what fails here is the test")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use signed_note::{Note as OtherNote, StandardVerifier, Verifier, VerifierList};
use tlog_tiles::tlog as other;
use translog::{Checkpoint, Hash, Kind, Log, Memory, Note, Proof, SigningKey, cosign, tile};

const ORIGIN: &str = "log.hearken.example/north";
const SIZE: u64 = 70_000;
const OLD: u64 = 46_667;

fn entry(number: u64) -> Vec<u8> {
    let mut entry = b"hearken/v1\n".to_vec();
    entry.extend(Hash::leaf(&number.to_be_bytes()).0);
    entry
}

/// Written in batches of uneven length, as a service writes.
fn log() -> Log<Memory> {
    let mut log = Log::open(Memory::default(), 0).unwrap();
    let mut from = 0;
    for batch in (1..=97).cycle() {
        let entries: Vec<_> = (from..SIZE.min(from + batch)).map(entry).collect();
        log.append(entries.iter().map(Vec::as_slice)).unwrap();
        from += batch;
        if from >= SIZE {
            return log;
        }
    }
    unreachable!("the batches never end")
}

fn key() -> SigningKey {
    SigningKey::new(ORIGIN, Kind::Log, [3; 32]).unwrap()
}

/// The checkpoint at a size, signed by the log and cosigned by a witness.
fn checkpoint(log: &Log<Memory>, size: u64) -> Note {
    let root = log.root_at(size).unwrap();
    let text = Checkpoint { origin: ORIGIN.to_owned(), size, root }.to_string();
    let witness = SigningKey::new("witness.example", Kind::Witness, [4; 32]).unwrap();
    Note { signatures: vec![key().sign(&text), cosign::cosign(&witness, &text, 1_790_000_000)], text }
}

fn theirs(hash: Hash) -> other::Hash {
    other::Hash(hash.0)
}

#[test]
fn another_crate_accepts_our_signatures_and_refuses_a_flipped_byte() {
    let note = checkpoint(&log(), SIZE).to_string();
    let verifier = StandardVerifier::new(&key().verifier().to_string()).unwrap();
    let verifiers = VerifierList::new(vec![Box::new(verifier) as Box<dyn Verifier>]);
    let read = OtherNote::from_bytes(note.as_bytes()).unwrap();
    let (ours, unknown) = read.verify(&verifiers).unwrap();
    assert_eq!(
        (ours.len(), unknown.len()),
        (1, 1),
        "the log's, and a cosignature that this crate does not know"
    );
    // Every byte of the text, and of the log's own signature line behind its name.
    let text = note.find("\n\n").unwrap();
    let cosignature = note.rfind('—').unwrap();
    for at in (0..text).chain(text + 2 + '—'.len_utf8() + 1..cosignature - 1) {
        let mut flipped = note.clone().into_bytes();
        flipped[at] ^= 1;
        let holds = OtherNote::from_bytes(&flipped).is_ok_and(|read| read.verify(&verifiers).is_ok());
        let spare = ends_in_spare_bits(&note, &flipped, at);
        assert!(!holds || spare, "byte {at} of {note}");
    }
}

/// Base64 has bits at its end that stand for nothing; a reader that looks away from them sees the same signature.
fn ends_in_spare_bits(note: &str, flipped: &[u8], at: usize) -> bool {
    note.as_bytes().get(at + 1) == Some(&b'=') && flipped[at].is_ascii_alphanumeric()
}

#[test]
fn another_crate_accepts_our_inclusion_proofs_and_no_other() {
    let log = log();
    let root = theirs(log.root().unwrap());
    for index in [0, 1, 255, 256, 46_666, 65_535, 65_536, 69_887, 69_888, SIZE - 1] {
        let proof: Vec<_> = log.inclusion(index, SIZE).unwrap().into_iter().map(theirs).collect();
        let leaf = other::record_hash(&entry(index));
        assert!(other::check_record(&proof, SIZE, root, index, leaf).is_ok(), "{index}");
        assert!(other::check_record(&proof, SIZE, root, index ^ 1, leaf).is_err(), "{index} elsewhere");
        for at in 0..proof.len() * 32 {
            let mut flipped = proof.clone();
            flipped[at / 32].0[at % 32] ^= 1;
            assert!(other::check_record(&flipped, SIZE, root, index, leaf).is_err(), "{index}, byte {at}");
        }
    }
}

#[test]
fn another_crate_accepts_our_consistency_proofs_and_no_other() {
    let log = log();
    let root = theirs(log.root().unwrap());
    for old in [1, 2, 255, 256, 257, OLD, 65_536, SIZE - 1] {
        let proof: Vec<_> = log.consistency(old, SIZE).unwrap().into_iter().map(theirs).collect();
        let before = theirs(log.root_at(old).unwrap());
        assert!(other::check_tree(&proof, SIZE, root, old, before).is_ok(), "{old}");
        for at in 0..proof.len() * 32 {
            let mut flipped = proof.clone();
            flipped[at / 32].0[at % 32] ^= 1;
            assert!(other::check_tree(&flipped, SIZE, root, old, before).is_err(), "{old}, byte {at}");
        }
    }
}

/// Writes the log as it is served, with proofs and a list of what must hold and what must not.
fn publish(folder: &Path) {
    let log = log();
    for part in tile::all(SIZE) {
        let path = folder.join(part.to_string());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, translog::Storage::read(log.storage(), part.part).unwrap()).unwrap();
    }
    std::fs::write(folder.join("key"), key().verifier().to_string()).unwrap();
    std::fs::write(folder.join("checkpoint"), checkpoint(&log, SIZE).to_string()).unwrap();
    std::fs::write(folder.join("checkpoint.old"), checkpoint(&log, OLD).to_string()).unwrap();
    let hashes = |proof: Vec<Hash>| proof.iter().map(Hash::to_string).collect::<Vec<_>>().join("\n");
    std::fs::write(folder.join("consistency"), hashes(log.consistency(OLD, SIZE).unwrap())).unwrap();
    for index in [0, 255, 256, 65_536, SIZE - 1] {
        let hashes = log.inclusion(index, SIZE).unwrap();
        let proof = Proof { extra: None, index, hashes, checkpoint: checkpoint(&log, SIZE) };
        std::fs::write(folder.join(format!("{index}.tlog-proof")), proof.to_string()).unwrap();
    }
}

/// Debian's Go with its packaged `golang.org/x/mod`.
fn go() -> Option<PathBuf> {
    let source = Path::new("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog");
    let go = Path::new("/usr/bin/go");
    (source.exists() && go.exists()).then(|| go.to_owned())
}

#[test]
fn go_accepts_our_log_and_refuses_a_flipped_byte() {
    let Some(go) = go() else {
        let _ = writeln!(std::io::stderr(), "Debian's Go is not installed: not asked");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path());
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/main.go");
    let binary = folder.path().join("oracle");
    let built = Command::new(go)
        .args(["build", "-o"])
        .arg(&binary)
        .arg(program)
        .env("GO111MODULE", "off")
        .env("GOPATH", "/usr/share/gocode")
        .env("GOCACHE", folder.path().join("cache"))
        .env("GOFLAGS", "")
        .stderr(Stdio::inherit())
        .status()
        .unwrap();
    assert!(built.success());
    let said = Command::new(binary).arg(folder.path()).output().unwrap();
    let said = (
        said.status.success(),
        String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr),
    );
    assert!(said.0 && said.1.contains("accepted"), "{}", said.1);
}
