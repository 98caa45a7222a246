//! The archive as a whole: what was written is opened again, by us and by tools of others.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::process::{Command, Stdio};

use crate::writer::Packing;
use crate::{Act, Custody, Document, Entry, Error, Head, Original, Person, Recipient, Writer};

const PROOF_JS: &str = include_str!("../../kit/assets/js/proof.js");

fn person() -> Person {
    let (role, organisation) = (Some("Lead".to_owned()), Some("A service".to_owned()));
    Person { id: "acc_1".into(), name: "Morgan Ellery".into(), role, organisation }
}

fn head() -> Head {
    Head {
        case: "cas_1".into(),
        reference: "H7K-42QD-9".into(),
        origin: "example.com/log".into(),
        made_at: "2026-11-26T10:00:01Z".parse().unwrap(),
        made_by: person(),
        purpose: "A trial".into(),
        basis: "An order".into(),
        version: "0.1.0".into(),
        policy: "quorum none\n".into(),
    }
}

fn original(id: &str, name: &str) -> Original {
    let (media_type, about) = ("text/plain".to_owned(), "A file".to_owned());
    Original {
        id: id.into(),
        name: name.into(),
        media_type,
        about,
        exhibit: Some("A/1".into()),
        sha256: None,
    }
}

fn custody() -> Vec<Custody> {
    let at = "2026-11-25T09:00:00Z".parse().unwrap();
    let (act, originals) = (Act::Received, vec!["fil_1".to_owned()]);
    vec![Custody { at, act, by: Some(person()), originals, note: String::new(), entry: "ent_1".into() }]
}

/// A small archive with files of these ids and names, without its seal.
fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut packing = Packing::new(Vec::new(), head(), vec!["A court".to_owned()]);
    for (id, name) in files {
        packing.original(&original(id, name), format!("content of {id}").as_bytes()).unwrap();
    }
    let document = Document {
        name: "summary.pdf".into(),
        media_type: "application/pdf".into(),
        about: "A summary".into(),
    };
    packing.document(&document, b"%PDF".as_slice()).unwrap();
    let entry = Entry { id: "ent_1".into(), about: "An arrival".into(), proof: "proof".into(), sent: None };
    packing.entry(&entry).unwrap();
    packing.finish(&custody(), PROOF_JS).unwrap().0
}

fn unpacked(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let each = (0..archive.len()).map(|number| {
        let mut file = archive.by_index(number).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    });
    each.collect()
}

/// Opens a seal with what everybody has.
fn opened(sealed: &[u8], key: &age::x25519::Identity) -> Vec<u8> {
    let mut opened = Vec::new();
    let decryptor = age::Decryptor::new(sealed).unwrap();
    decryptor.decrypt(std::iter::once(key as _)).unwrap().read_to_end(&mut opened).unwrap();
    opened
}

#[test]
fn what_comes_out_is_what_went_in_and_the_manifest_lists_it() {
    let files = unpacked(&packed(&[("fil_1", "a.txt"), ("fil_2", "b.txt")]));
    assert_eq!(files["originals/fil_2-b.txt"], b"content of fil_2");
    assert_eq!(files["documents/summary.pdf"], b"%PDF");
    assert_eq!(files["proofs/ent_1.tlog-proof"], b"proof");
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let mut listed: Vec<_> =
        manifest["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    listed.extend(["manifest.json", "SHA256SUMS"]);
    listed.sort_unstable();
    assert_eq!(listed, files.keys().collect::<Vec<_>>());
}

#[test]
fn the_same_input_is_the_same_archive() {
    let files = [("fil_1", "a.txt"), ("fil_2", "b.txt")];
    assert_eq!(packed(&files), packed(&files));
}

#[test]
fn hostile_names_stay_inside_the_folder_and_apart() {
    let long = "x".repeat(300);
    let names = [
        "../../x",
        "CON",
        "a\nb",
        "gnp\u{202e}.exe",
        &long,
        "same.txt",
        "SAME.txt",
        "",
        "a\\b",
        "/etc/passwd",
    ];
    let files: Vec<_> =
        names.iter().map(|name| ("fil_1", *name)).chain([("../../..", "x"), ("", "")]).collect();
    let unpacked = unpacked(&packed(&files));
    let originals: Vec<_> = unpacked.keys().filter_map(|path| path.strip_prefix("originals/")).collect();
    assert_eq!(originals.len(), files.len(), "{originals:?}");
    for name in originals {
        assert!(
            !name.contains(['/', '\\', '\n', '\u{202e}']) && !name.starts_with('.') && name.len() < 130,
            "{name}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    zip::ZipArchive::new(Cursor::new(packed(&files))).unwrap().extract(folder.path()).unwrap();
    assert!(sums_hold(folder.path()));
}

fn sums_hold(folder: &std::path::Path) -> bool {
    let mut command = Command::new("sha256sum");
    command
        .args(["--check", "--strict", "SHA256SUMS"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().unwrap().success()
}

#[test]
fn sha256sum_holds_until_a_byte_is_flipped() {
    let folder = tempfile::tempdir().unwrap();
    zip::ZipArchive::new(Cursor::new(packed(&[("fil_1", "a.txt")]))).unwrap().extract(folder.path()).unwrap();
    assert!(sums_hold(folder.path()));
    std::fs::write(folder.path().join("originals/fil_1-a.txt"), "content of fil_2").unwrap();
    assert!(!sums_hold(folder.path()));
}

#[test]
fn each_recipient_opens_it_and_nobody_else() {
    let [one, two, other] = [(), (), ()].map(|()| age::x25519::Identity::generate());
    let to = |name: &str, key: &age::x25519::Identity| Recipient {
        name: name.into(),
        key: key.to_public().to_string(),
    };
    let recipients = [to("A court", &one), to("The police", &two)];
    let (sealed, made) =
        Writer::new(Vec::new(), head(), &recipients).unwrap().finish(&custody(), PROOF_JS).unwrap();
    assert_eq!(made.manifest.recipients, ["A court", "The police"]);
    let files = unpacked(&opened(&sealed, &one));
    assert_eq!(files, unpacked(&opened(&sealed, &two)));
    assert!(String::from_utf8_lossy(&files["SHA256SUMS"]).contains(&made.manifest_sha256));
    let decryptor = age::Decryptor::new(sealed.as_slice()).unwrap();
    assert!(decryptor.decrypt(std::iter::once(&other as _)).is_err());
}

#[test]
fn a_file_that_is_not_what_was_received_is_not_handed_over() {
    let mut packing = Packing::new(Vec::new(), head(), Vec::new());
    let kept = Original { sha256: Some("00".repeat(32)), ..original("fil_1", "a.txt") };
    let refused = packing.original(&kept, b"rotten".as_slice()).unwrap_err();
    assert!(matches!(refused, Error::NotAsReceived { path, .. } if path == "originals/fil_1-a.txt"));
}

/// Content of any length that was never in memory.
fn long(bytes: u64) -> impl Read {
    std::io::repeat(0x5a).take(bytes)
}

/// Counts what is written and remembers the largest piece.
#[derive(Default)]
struct Counting {
    bytes: u64,
    largest: usize,
}

impl Write for Counting {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        self.bytes += piece.len() as u64;
        self.largest = self.largest.max(piece.len());
        Ok(piece.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_long_file_goes_through_in_pieces() {
    let mut packing = Packing::new(Counting::default(), head(), Vec::new());
    packing.original(&original("fil_1", "a.mp4"), long(50_000_000)).unwrap();
    let (out, made) = packing.finish(&[], PROOF_JS).unwrap();
    assert_eq!(made.manifest.files[0].bytes, 50_000_000);
    assert!(out.bytes > 50_000_000 && out.largest <= 128 * 1024, "{} {}", out.bytes, out.largest);
}

#[test]
fn the_graph_names_each_thing_once_and_nothing_that_is_not_there() {
    let files = unpacked(&packed(&[("fil_1", "a.txt"), ("fil_2", "b.txt")]));
    let graph: serde_json::Value = serde_json::from_slice(&files["case.jsonld"]).unwrap();
    let things: Vec<_> =
        graph["@graph"].as_array().unwrap().iter().map(|thing| thing["@id"].as_str().unwrap()).collect();
    let mut once = things.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), things.len());
    let text = String::from_utf8(files["case.jsonld"].clone()).unwrap();
    let before = "\"@id\": \"";
    let after = text.match_indices(before).map(|(at, _)| &text[at + before.len()..]);
    for named in after.map(|rest| rest.split('"').next().unwrap()) {
        let inner = ["facet", "hash"].iter().any(|kind| named.contains(kind));
        assert!(inner || things.contains(&named), "{named} is nowhere");
    }
}
