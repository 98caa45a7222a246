//! Makes an archive of synthetic things in a folder, for `bench/case_jsonld.py` and `e2e/bundle.test.js`:
//! `case.zip.age`, the same opened as `case.zip`, and `key.txt`, which opens it.
//!
//!     cargo run -p bundle --example bundle -- FOLDER

use std::error::Error;
use std::io::Read as _;
use std::path::PathBuf;

use age::secrecy::ExposeSecret as _;
use bundle::{Act, Custody, Document, Entry, Head, Original, Person, Recipient, Sent, Writer};

const PROOF_JS: &str = include_str!("../../kit/assets/js/proof.js");
const POLICY: &str = include_str!("../../../e2e/vectors/policy");
const RECEIPT: &str = include_str!("../../../e2e/vectors/files.tlog-proof");
const SENT: &str = include_str!("../../../e2e/vectors/files.json");
const OTHER: &str = include_str!("../../../e2e/vectors/witnessed.tlog-proof");

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("say a folder")?);
    let key = age::x25519::Identity::generate();
    let recipients = [
        Recipient { name: "Avon Police, Digital Unit".into(), key: key.to_public().to_string() },
        Recipient {
            name: "Swindon Family Court".into(),
            key: age::x25519::Identity::generate().to_public().to_string(),
        },
    ];
    let sealed = sealed(&recipients)?;
    std::fs::write(folder.join("key.txt"), format!("{}\n", key.to_string().expose_secret()))?;
    let mut opened = Vec::new();
    age::Decryptor::new(sealed.as_slice())?
        .decrypt(std::iter::once(&key as &dyn age::Identity))?
        .read_to_end(&mut opened)?;
    std::fs::write(folder.join("case.zip"), opened)?;
    std::fs::write(folder.join("case.zip.age"), sealed)?;
    Ok(())
}

fn sealed(recipients: &[Recipient]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut writer = Writer::new(Vec::new(), head()?, recipients)?;
    let originals: [(&str, &str, &[u8]); 3] = [
        ("fil_01a215ac6a66784b97db90558b4fd301", "a.txt", b"synthetic one"),
        ("fil_01a215ac6a66784b97db90558b4fd302", "Siân \u{202e}gnp.<b>txt", b"synthetic two"),
        ("fil_01a215ac6a66784b97db90558b4fd303", "../../../a.txt", b"another"),
    ];
    for (number, (id, name, content)) in originals.into_iter().enumerate() {
        let original = Original {
            id: id.into(),
            name: name.into(),
            media_type: "text/plain".into(),
            about: "A file that came with the report".into(),
            exhibit: Some(format!("HRK/{}", number + 1)),
            sha256: None,
        };
        writer.original(&original, content)?;
    }
    let about = "What happened, in the order of time".into();
    let document = Document { name: "chronology.pdf".into(), media_type: "application/pdf".into(), about };
    writer.document(&document, b"%PDF-1.7 synthetic".as_slice())?;
    for entry in entries()? {
        writer.entry(&entry)?;
    }
    let links = originals.map(|(id, _, _)| id.to_owned());
    Ok(writer.finish(&custody(&links)?, PROOF_JS)?.0)
}

fn head() -> Result<Head, jiff::Error> {
    Ok(Head {
        case: "cas_01a215ac6a66784b97db90558b4fd3a4".into(),
        reference: "H7K-42QD-9".into(),
        origin: "localhost:8420/log".into(),
        made_at: "2026-11-26T10:00:00Z".parse()?,
        made_by: worker(),
        purpose: "Investigation of a threat against a child".into(),
        basis: "Data Protection Act 2018, Schedule 2, paragraph 2".into(),
        version: "0.1.0".into(),
        policy: POLICY.into(),
    })
}

fn worker() -> Person {
    Person {
        id: "acc_01a215ac6a66784b97db90558b4fd3b1".into(),
        name: "Priya Raman".into(),
        role: Some("Caseworker".into()),
        organisation: Some("Hearken Demonstration Service".into()),
    }
}

fn entries() -> Result<[Entry; 2], serde_json::Error> {
    let sent: serde_json::Value = serde_json::from_str(SENT)?;
    let sent =
        Sent { answers: sent["answers"].clone(), files: serde_json::from_value(sent["files"].clone())? };
    let (id, about) =
        ("ent_01a215ac6a66784b97db90558b4fd3c1".into(), "A report arrived, with two files".into());
    let with_files = Entry { id, about, proof: RECEIPT.into(), sent: Some(sent) };
    let (id, about) = ("ent_01a215ac6a66784b97db90558b4fd3c2".into(), "Another report arrived".into());
    Ok([with_files, Entry { id, about, proof: OTHER.into(), sent: None }])
}

fn custody(originals: &[String]) -> Result<Vec<Custody>, jiff::Error> {
    let link =
        |at: &str, act, by, originals: &[String], note: &str, entry: &str| -> Result<Custody, jiff::Error> {
            let (at, originals, note, entry) = (at.parse()?, originals.to_vec(), note.into(), entry.into());
            Ok(Custody { at, act, by, originals, note, entry })
        };
    let [one, two] = ["ent_01a215ac6a66784b97db90558b4fd3c1", "ent_01a215ac6a66784b97db90558b4fd3c3"];
    Ok(vec![
        link("2026-11-26T02:25:50Z", Act::Received, None, originals, "", one)?,
        link("2026-11-26T08:00:00Z", Act::Seen, Some(worker()), &originals[..1], "=SUM(1;1)", two)?,
        link("2026-11-26T09:00:00Z", Act::Copied, Some(worker()), &originals[..1], "For the referral", two)?,
        link("2026-11-26T10:00:00Z", Act::Exported, Some(worker()), &[], "", two)?,
    ])
}
