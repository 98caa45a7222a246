//! The vault: files kept as evidence, whole and unchanged.
//!
//! A file is streamed to a temporary name, hashed, sealed, flushed and only then given its own name
//! (`ab/fil_…`): one that has its name is whole. The bytes are never changed, not even their metadata,
//! since they are evidence. What kind of file it is comes from its bytes, never from its name.
//! They lie sealed (`vault/blob.rs`) under a key of the file's own, which stands in the entry that tells of it.

use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use domain::id::FileId;
use domain::reports::course::Attachment;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use sha2::{Digest as _, Sha256};
use tokio::fs::{self, File};

use crate::keys::Secret;
use crate::{Failure, Fault, OrFault as _, chance};

mod blob;
mod passing;

/// The largest file, in bytes (50 MB, binary).
pub const FILE_BYTES_MAX: u64 = 50 * 1024 * 1024;
/// The most files with one report.
pub const FILES_MAX: usize = 20;

/// A folder of files.
#[derive(Debug, Clone)]
pub struct Vault {
    folder: PathBuf,
}

/// Why a file was not kept.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    #[error("the file is larger than 50 MB")]
    TooLarge,
    #[error("the file is empty")]
    Empty,
    #[error("the file did not arrive whole: send it again")]
    CutShort,
}

/// What became of a file that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Whole,
    Missing,
    /// It has other bytes than those that were kept.
    Changed,
}

impl Vault {
    /// Opens a vault in a folder, which is made if absent.
    pub async fn open(folder: PathBuf) -> Result<Self, Fault> {
        fs::create_dir_all(folder.join("arriving")).await.or_fault("making the vault's folder")?;
        Ok(Self { folder })
    }

    /// Keeps a stream of bytes under a new id. Nothing half-written is ever seen under that id.
    pub async fn keep<S, E>(
        &self,
        file: FileId,
        name: &str,
        stream: S,
    ) -> Result<Result<Attachment, NotKept>, Fault>
    where
        S: Stream<Item = Result<bytes::Bytes, E>> + Unpin,
    {
        let arriving = self.folder.join("arriving").join(file.to_string());
        let key = Secret::new(chance::bytes());
        let written = write(&arriving, blob::Sealing::new(&key, file), stream).await?;
        let (size_bytes, sha256, kind) = match written {
            Ok(written) => written,
            Err(why) => {
                discard(&arriving).await?;
                return Ok(Err(why));
            }
        };
        let home = self.home(file);
        let folder = home.parent().expect("a file's home is in a folder").to_owned();
        fs::create_dir_all(&folder).await.or_fault("making a folder in the vault")?;
        fs::rename(&arriving, &home).await.or_fault("giving a file its name in the vault")?;
        // The name itself must survive the power going, or the report would point to nothing.
        flush_folder(&folder).await?;
        flush_folder(&self.folder).await?;
        Ok(Ok(Attachment { file, name: tidy_name(name), kind, size_bytes, sha256, key: blob::written(&key) }))
    }

    /// Opens a file to be read, piece by piece.
    pub async fn read(
        &self,
        kept: &Attachment,
    ) -> Result<impl Stream<Item = Result<bytes::Bytes, Fault>> + Send + use<>, Failure> {
        match File::open(self.home(kept.file)).await {
            Ok(opened) => Ok(blob::opened(opened, blob::read(&kept.key)?, kept.file)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Failure::NotFound),
            Err(error) => Err(Fault::because("opening a file in the vault", error).into()),
        }
    }

    /// A file in memory; none is larger than [`FILE_BYTES_MAX`].
    pub async fn whole(&self, kept: &Attachment) -> Result<Vec<u8>, Failure> {
        let pieces: Vec<bytes::Bytes> = self.read(kept).await?.try_collect().await?;
        Ok(pieces.concat())
    }

    /// A file to be saved, never to be shown in the page: what is in it is not ours to trust.
    pub async fn to_save(&self, kept: &Attachment) -> Result<Response, Failure> {
        let (opened, file) = (self.read(kept).await?, kept.file);
        let saved_as = HeaderValue::from_str(&format!("attachment; filename=\"{file}\""));
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
            (header::CONTENT_DISPOSITION, saved_as.or_fault("naming a file to be saved")?),
        ];
        Ok((headers, Body::from_stream(opened)).into_response())
    }

    /// Whether a file has the bytes that were kept.
    pub async fn check(&self, kept: &Attachment) -> Result<Found, Fault> {
        let mut pieces = match self.read(kept).await {
            Ok(pieces) => std::pin::pin!(pieces),
            Err(Failure::Fault(fault)) => return Err(fault),
            Err(_) => return Ok(Found::Missing),
        };
        let mut digest = Sha256::new();
        while let Some(piece) = pieces.next().await {
            // What does not open is not what was sealed.
            let Ok(piece) = piece else { return Ok(Found::Changed) };
            digest.update(&piece);
        }
        let same = chance::hex(&digest.finalize()) == kept.sha256;
        Ok(if same { Found::Whole } else { Found::Changed })
    }

    /// Takes back a file that was never part of a report: the reporter removed it, or left.
    pub async fn forget_unsent(&self, file: FileId) -> Result<(), Fault> {
        discard(&self.home(file)).await
    }

    /// Where a file lives: spread over 256 folders by the last two digits of its id, which are random.
    pub fn home(&self, file: FileId) -> PathBuf {
        let name = file.to_string();
        let spread = &name[name.len() - 2..];
        self.folder.join(spread).join(&name)
    }

    /// The folder itself, for backups.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

type Written = (u64, String, String);

async fn write<S, E>(
    path: &Path,
    mut sealing: blob::Sealing,
    mut stream: S,
) -> Result<Result<Written, NotKept>, Fault>
where
    S: Stream<Item = Result<bytes::Bytes, E>> + Unpin,
{
    let mut file = File::create(path).await.or_fault("making a file in the vault")?;
    let (mut digest, mut size, mut head) = (Sha256::new(), 0_u64, Vec::new());
    let mut passing = passing::Passing::default();
    while let Some(chunk) = stream.next().await {
        let Ok(chunk) = chunk else { return Ok(Err(NotKept::CutShort)) };
        size += chunk.len() as u64;
        if size > FILE_BYTES_MAX {
            return Ok(Err(NotKept::TooLarge));
        }
        head.extend(chunk.iter().take(HEAD_BYTES.saturating_sub(head.len())));
        passing.see(&head, &chunk);
        digest.update(&chunk);
        sealing.write(&chunk, &mut file).await?;
    }
    if size == 0 {
        return Ok(Err(NotKept::Empty));
    }
    sealing.finish(&mut file).await?;
    file.sync_all().await.or_fault("making a file in the vault durable")?;
    let kind = passing.kind(sniff(&head));
    Ok(Ok((size, chance::hex(&digest.finalize()), kind.to_owned())))
}

/// How many of the first bytes are looked at to tell what a file is.
const HEAD_BYTES: usize = 8_192;

/// What a file is, from its first bytes.
pub fn sniff(head: &[u8]) -> &'static str {
    if let Some(kind) = infer::get(head) {
        return kind.mime_type();
    }
    let is_text =
        std::str::from_utf8(head).map_or_else(|error| error.valid_up_to() + 4 > head.len(), |_| true);
    if is_text && !head.contains(&0) { "text/plain" } else { "application/octet-stream" }
}

/// A file's name as shown: no path, no control characters, at most 120 characters.
fn tidy_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    if clean.trim().is_empty() { "file".to_owned() } else { clean.trim().to_owned() }
}

#[expect(clippy::disallowed_methods, reason = "only files that are not yet part of any report")]
async fn discard(path: &Path) -> Result<(), Fault> {
    match fs::remove_file(path).await {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Fault::because("discarding a file that was not kept", error)),
    }
}

async fn flush_folder(folder: &Path) -> Result<(), Fault> {
    let opened = File::open(folder).await.or_fault("opening a folder of the vault")?;
    opened.sync_all().await.or_fault("making a folder of the vault durable")
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use jiff::Timestamp;

    use super::*;

    async fn keep(
        bytes: &'static [u8],
        name: &str,
    ) -> (tempfile::TempDir, Vault, Result<Attachment, NotKept>) {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(folder.path().to_owned()).await.unwrap();
        let chunks = stream::iter(
            bytes.chunks(7).map(|chunk| Ok::<_, std::io::Error>(bytes::Bytes::from_static(chunk))),
        );
        let kept = vault.keep(chance::id(Timestamp::UNIX_EPOCH), name, chunks).await.unwrap();
        (folder, vault, kept)
    }

    #[tokio::test]
    async fn a_file_is_what_its_bytes_say_not_what_its_name_says() {
        let (_folder, vault, kept) = keep(b"\x89PNG\r\n\x1a\n rest", "C:\\pictures\\note.txt").await;
        let kept = kept.unwrap();
        assert_eq!((kept.kind.as_str(), kept.name.as_str(), kept.size_bytes), ("image/png", "note.txt", 13));
        assert!(vault.read(&kept).await.is_ok());
    }

    #[tokio::test]
    async fn a_file_that_was_changed_or_is_gone_is_noticed() {
        let (_folder, vault, kept) = keep(b"as it was", "a").await;
        let kept = kept.unwrap();
        assert_eq!(vault.check(&kept).await.unwrap(), Found::Whole);
        std::fs::write(vault.home(kept.file), b"as it is not").unwrap();
        assert_eq!(vault.check(&kept).await.unwrap(), Found::Changed);
        vault.forget_unsent(kept.file).await.unwrap();
        assert_eq!(vault.check(&kept).await.unwrap(), Found::Missing);
    }

    #[tokio::test]
    async fn an_empty_file_is_refused_and_leaves_nothing() {
        let (folder, _vault, kept) = keep(b"", "a").await;
        assert_eq!(kept, Err(NotKept::Empty));
        assert_eq!(std::fs::read_dir(folder.path().join("arriving")).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn an_upload_cut_short_is_refused_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(folder.path().to_owned()).await.unwrap();
        let cut = stream::iter([Ok(bytes::Bytes::from_static(b"half")), Err(std::io::Error::other("gone"))]);
        let kept = vault.keep(chance::id(Timestamp::UNIX_EPOCH), "a", cut).await.unwrap();
        assert_eq!(kept, Err(NotKept::CutShort));
        assert_eq!(std::fs::read_dir(folder.path().join("arriving")).unwrap().count(), 0);
    }
}
