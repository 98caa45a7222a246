//! Writing the archive: a ZIP inside the seal, each file hashed on its way through.

use std::io::{self, Read, Write};

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::manifest::{self, Listed, Manifest, Proved};
use crate::name::Names;
use crate::seal::{self, Sealing};
use crate::{Custody, Document, Entry, Head, Original, Recipient, custody, jsonld, page, words};

/// How much of a file is in memory at once.
const PIECE_BYTES: usize = 64 * 1024;

/// Why there is no archive. What was written until then is not to be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("nobody is named who could open it: name at least one recipient with their key")]
    NoRecipient,
    #[error(
        "the key of {name} cannot be used: a key begins with `age1` and has 62 letters and digits; ask them for the line that `age-keygen` calls the public key"
    )]
    Key { name: String },
    #[error(
        "the file {path} is not what was received: its SHA-256 is {found}, and {kept} when it came; restore it from a backup"
    )]
    NotAsReceived { path: String, found: String, kept: String },
    #[error("the file {path} could not be read")]
    Read { path: String, source: io::Error },
    #[error("the archive could not be written")]
    Write(#[source] io::Error),
    #[error("the archive could not be put together")]
    Archive(#[from] zip::result::ZipError),
    #[error(
        "the script that checks proofs would end the page that it stands in: it has `</script` or `<!--` in it"
    )]
    Script,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub manifest: Manifest,
    /// The SHA-256 of `manifest.json` in hex, from which all else follows: to be put in the log and told to the
    /// recipient by another way.
    pub manifest_sha256: String,
}

/// Makes an archive, sealed to its recipients.
pub struct Writer<W: Write>(Packing<Sealing<W>>);

impl<W: Write> Writer<W> {
    /// Begins. A recipient whose key cannot be used is named in the error.
    pub fn new(out: W, head: Head, recipients: &[Recipient]) -> Result<Self, Error> {
        let names = recipients.iter().map(|recipient| recipient.name.clone()).collect();
        Ok(Self(Packing::new(seal::sealing(out, recipients)?, head, names)))
    }

    /// Adds a file as it was received; says its path in the archive.
    pub fn original(&mut self, original: &Original, content: impl Read) -> Result<String, Error> {
        self.0.original(original, content)
    }

    /// Adds a document; says its path in the archive.
    pub fn document(&mut self, document: &Document, content: impl Read) -> Result<String, Error> {
        self.0.document(document, content)
    }

    /// Adds an entry of the log with its receipt.
    pub fn entry(&mut self, entry: &Entry) -> Result<(), Error> {
        self.0.entry(entry)
    }

    /// Ends: writes the custody, `case.jsonld`, the page (with `proof.js` of `kit` in it), the manifest, the sums.
    pub fn finish(self, custody: &[Custody], proof_js: &str) -> Result<(W, Made), Error> {
        let (sealing, made) = self.0.finish(custody, proof_js)?;
        Ok((sealing.finish().map_err(Error::Write)?, made))
    }
}

/// The archive without its seal.
pub(crate) struct Packing<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    head: Head,
    recipients: Vec<String>,
    names: Names,
    files: Vec<Listed>,
    proofs: Vec<Proved>,
}

impl<W: Write> Packing<W> {
    pub(crate) fn new(out: W, head: Head, recipients: Vec<String>) -> Self {
        let zip = ZipWriter::new_stream(out);
        let (names, files, proofs) = (Names::default(), Vec::new(), Vec::new());
        Self { zip, head, recipients, names, files, proofs }
    }

    pub(crate) fn original(&mut self, original: &Original, content: impl Read) -> Result<String, Error> {
        let path = self.names.take("originals", &format!("{}-{}", original.id, original.name));
        let mut listed = self.add(&path, CompressionMethod::Stored, content)?;
        if let Some(kept) = original.sha256.as_ref().filter(|kept| !kept.eq_ignore_ascii_case(&listed.sha256))
        {
            return Err(Error::NotAsReceived { path, found: listed.sha256, kept: kept.clone() });
        }
        listed.media_type.clone_from(&original.media_type);
        listed.about.clone_from(&original.about);
        listed.id = Some(original.id.clone());
        listed.name = Some(original.name.clone());
        listed.exhibit.clone_from(&original.exhibit);
        self.files.push(listed);
        Ok(path)
    }

    pub(crate) fn document(&mut self, document: &Document, content: impl Read) -> Result<String, Error> {
        let path = self.names.take("documents", &document.name);
        self.put(&path, &document.media_type, &document.about, content)?;
        Ok(path)
    }

    pub(crate) fn entry(&mut self, entry: &Entry) -> Result<(), Error> {
        let path = self.names.take("proofs", &format!("{}.tlog-proof", entry.id));
        self.put(&path, "text/plain", &entry.about, entry.proof.as_bytes())?;
        let (entry, about, sent) = (entry.id.clone(), entry.about.clone(), entry.sent.clone());
        self.proofs.push(Proved { path, entry, about, sent });
        Ok(())
    }

    pub(crate) fn finish(mut self, custody: &[Custody], proof_js: &str) -> Result<(W, Made), Error> {
        let english = |words: domain::words::Words| words.of(domain::words::Lang::En);
        let table = custody::table(custody, &self.files);
        self.put("custody.csv", "text/csv", english(words::ABOUT_CUSTODY), table.as_slice())?;
        let graph = written(&jsonld::graph(&self.head, &self.recipients, &self.files, custody));
        self.put("case.jsonld", "application/ld+json", english(words::ABOUT_GRAPH), graph.as_slice())?;
        let page = page::html(proof_js)?;
        self.put("verify.html", "text/html", english(words::ABOUT_PAGE), page.as_bytes())?;
        let readme = words::readme(&self.head);
        self.put("README.txt", "text/plain", english(words::ABOUT_README), readme.as_bytes())?;
        let Self { head, recipients, files, proofs, .. } = &mut self;
        let manifest =
            Manifest::of(head, std::mem::take(recipients), std::mem::take(files), std::mem::take(proofs));
        let listed = self.add("manifest.json", CompressionMethod::Deflated, written(&manifest).as_slice())?;
        let manifest_sha256 = listed.sha256.clone();
        let sums = manifest::sums(&[manifest.files.as_slice(), &[listed]].concat());
        self.add("SHA256SUMS", CompressionMethod::Deflated, sums.as_bytes())?;
        Ok((self.zip.finish()?.into_inner(), Made { manifest, manifest_sha256 }))
    }

    fn put(&mut self, path: &str, media_type: &str, about: &str, content: impl Read) -> Result<(), Error> {
        let mut listed = self.add(path, CompressionMethod::Deflated, content)?;
        media_type.clone_into(&mut listed.media_type);
        about.clone_into(&mut listed.about);
        self.files.push(listed);
        Ok(())
    }

    fn add(
        &mut self,
        path: &str,
        method: CompressionMethod,
        mut content: impl Read,
    ) -> Result<Listed, Error> {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(self.time())
            .unix_permissions(0o644);
        self.zip.start_file(path, options)?;
        let (mut digest, mut bytes, mut piece) = (Sha256::new(), 0, vec![0; PIECE_BYTES]);
        loop {
            let read = match content.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => &piece[..read],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(source) => return Err(Error::Read { path: path.to_owned(), source }),
            };
            digest.update(read);
            bytes += read.len() as u64;
            self.zip.write_all(read).map_err(Error::Write)?;
        }
        let sha256 = hex(&digest.finalize());
        let (media_type, about) = (String::new(), String::new());
        Ok(Listed {
            path: path.to_owned(),
            bytes,
            sha256,
            media_type,
            about,
            id: None,
            name: None,
            exhibit: None,
        })
    }

    /// When it was made, in UTC, as a ZIP can say it.
    fn time(&self) -> DateTime {
        let at = jiff::tz::Offset::UTC.to_datetime(self.head.made_at);
        let small = |number: i8| u8::try_from(number).unwrap_or_default();
        let year = u16::try_from(at.year()).unwrap_or_default();
        let (hour, minute, second) = (small(at.hour()), small(at.minute()), small(at.second()));
        DateTime::from_date_and_time(year, small(at.month()), small(at.day()), hour, minute, second)
            .unwrap_or_default()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|half| char::from_digit(half.into(), 16))
        .collect()
}

fn written(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).expect("texts, numbers and lists are JSON");
    text.push(b'\n');
    text
}
