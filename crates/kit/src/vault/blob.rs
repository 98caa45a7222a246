//! How a file lies in the vault: in pieces, each sealed, so that it can be read as a stream and cannot be cut short.
//!
//! ```text
//! piece  = ciphertext of 65,536 bytes (the last may have fewer) || tag (16)
//! nonce  = 15 zeros || number of the piece (8, big-endian) || 1 for the last, else 0
//! about  = "hearken blob/1 " file
//! ```
//!
//! XChaCha20-Poly1305, after the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) as `age` has it. The
//! key is drawn anew for each file, so a nonce never comes twice under it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bytes::Bytes;
use domain::id::FileId;
use domain::reports::course::FileKey;
use futures_util::{Stream, StreamExt as _};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::keys::Secret;
use crate::seal::{self, NONCE_BYTES};
use crate::{Fault, OrFault as _};

const PIECE: usize = 64 * 1024;
const TAG: usize = 16;

fn nonce(number: u64, last: bool) -> [u8; NONCE_BYTES] {
    let mut nonce = [0; NONCE_BYTES];
    nonce[15..23].copy_from_slice(&number.to_be_bytes());
    nonce[23] = u8::from(last);
    nonce
}

fn about(file: FileId) -> String {
    format!("hearken blob/1 {file}")
}

/// A key as it stands in the entry.
pub(super) fn written(key: &Secret) -> FileKey {
    FileKey(STANDARD_NO_PAD.encode(&key[..]))
}

/// The key from the entry; none for a file from before files were sealed.
pub(super) fn read(key: &FileKey) -> Result<Option<Secret>, Fault> {
    if key.is_none() {
        return Ok(None);
    }
    let bytes = STANDARD_NO_PAD.decode(&key.0).or_fault("reading the key of a file")?;
    let bytes = bytes.try_into().map_err(|_| Fault::new("the key of a file is not 32 bytes"))?;
    Ok(Some(Secret::new(bytes)))
}

/// Seals a stream of bytes on its way to the disk.
pub(super) struct Sealing {
    key: Secret,
    about: String,
    number: u64,
    waiting: Vec<u8>,
}

impl Sealing {
    pub(super) fn new(key: &Secret, file: FileId) -> Self {
        Self { key: key.clone(), about: about(file), number: 0, waiting: Vec::with_capacity(PIECE) }
    }

    /// Takes bytes, and writes every piece that is surely not the last.
    pub(super) async fn write(&mut self, mut bytes: &[u8], file: &mut File) -> Result<(), Fault> {
        while !bytes.is_empty() {
            if self.waiting.len() == PIECE {
                self.piece(false, file).await?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(PIECE - self.waiting.len()));
            self.waiting.extend(now);
            bytes = later;
        }
        Ok(())
    }

    /// Writes the last piece.
    pub(super) async fn finish(mut self, file: &mut File) -> Result<(), Fault> {
        self.piece(true, file).await
    }

    async fn piece(&mut self, last: bool, file: &mut File) -> Result<(), Fault> {
        let sealed =
            seal::encrypt(&self.key, &nonce(self.number, last), self.about.as_bytes(), &self.waiting);
        let sealed = sealed.ok_or_else(|| Fault::new("sealing a file"))?;
        file.write_all(&sealed).await.or_fault("writing a file in the vault")?;
        self.waiting.clear();
        self.number += 1;
        Ok(())
    }
}

struct Opening {
    file: File,
    key: Option<Secret>,
    about: String,
    number: u64,
    /// The piece after the one that is opened next: without one, that is the last.
    ahead: Vec<u8>,
    done: bool,
}

/// Opens a file, piece by piece; the stream ends in an error where it was altered or cut short.
pub(super) fn opened(
    file: File,
    key: Option<Secret>,
    id: FileId,
) -> impl Stream<Item = Result<Bytes, Fault>> + Send {
    let opening = Opening { file, key, about: about(id), number: 0, ahead: Vec::new(), done: false };
    let pieces = futures_util::stream::unfold(opening, |mut opening| async move {
        let piece = opening.next().await.transpose()?;
        opening.done |= piece.is_err();
        Some((piece, opening))
    });
    // Whoever packs it on its way asks once more after the end.
    pieces.fuse()
}

impl Opening {
    async fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        if self.done {
            return Ok(None);
        }
        if self.number == 0 {
            self.ahead = self.fill().await?;
        }
        let following = self.fill().await?;
        let piece = std::mem::replace(&mut self.ahead, following);
        self.done = self.ahead.is_empty();
        let Some(key) = &self.key else {
            self.number += 1;
            return Ok((!piece.is_empty()).then(|| piece.into()));
        };
        let opened = seal::decrypt(key, &nonce(self.number, self.done), self.about.as_bytes(), &piece);
        self.number += 1;
        opened.map(|opened| Some(opened.into())).ok_or_else(|| Fault::new("a file in the vault was altered"))
    }

    async fn fill(&mut self) -> Result<Vec<u8>, Fault> {
        let mut piece = Vec::with_capacity(PIECE + TAG);
        let most = (PIECE + TAG) as u64;
        let read = (&mut self.file).take(most).read_to_end(&mut piece).await;
        read.or_fault("reading a file in the vault")?;
        Ok(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn sealed(bytes: &[u8], key: &Secret, id: FileId) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("blob");
        let (mut sealing, mut file) = (Sealing::new(key, id), File::create(&path).await.unwrap());
        for some in bytes.chunks(10_007) {
            sealing.write(some, &mut file).await.unwrap();
        }
        sealing.finish(&mut file).await.unwrap();
        file.sync_all().await.unwrap();
        std::fs::read(path).unwrap()
    }

    async fn open(sealed: &[u8], key: &Secret, id: FileId) -> Option<Vec<u8>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("blob");
        std::fs::write(&path, sealed).unwrap();
        let file = File::open(path).await.unwrap();
        let pieces: Vec<_> = opened(file, Some(key.clone()), id).collect().await;
        let pieces: Option<Vec<Bytes>> = pieces.into_iter().map(Result::ok).collect();
        Some(pieces?.concat())
    }

    #[tokio::test]
    async fn after_the_end_there_is_nothing_however_often_somebody_asks() {
        let (key, id) = (Secret::new([5; 32]), crate::chance::id(jiff::Timestamp::UNIX_EPOCH));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("blob");
        std::fs::write(&path, sealed(b"a", &key, id).await).unwrap();
        let mut pieces = std::pin::pin!(opened(File::open(path).await.unwrap(), Some(key), id));
        assert!(pieces.next().await.is_some());
        for _ in 0..3 {
            assert!(pieces.next().await.is_none());
        }
    }

    #[tokio::test]
    async fn a_file_of_any_length_comes_back_and_none_that_was_cut_or_altered() {
        let (key, id) = (Secret::new([5; 32]), crate::chance::id(jiff::Timestamp::UNIX_EPOCH));
        for length in [1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7] {
            let bytes: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let lies = sealed(&bytes, &key, id).await;
            assert_eq!(lies.len(), length + length.div_ceil(PIECE) * TAG);
            assert_eq!(open(&lies, &key, id).await.as_deref(), Some(&bytes[..]), "{length}");
            for cut in [1, TAG, PIECE + TAG] {
                let short = &lies[..lies.len().saturating_sub(cut)];
                assert_eq!(open(short, &key, id).await, None, "{length} less {cut}");
            }
            let mut altered = lies.clone();
            *altered.last_mut().unwrap() ^= 1;
            assert_eq!(open(&altered, &key, id).await, None);
            let other = crate::chance::id(jiff::Timestamp::UNIX_EPOCH);
            assert_eq!(open(&lies, &key, other).await, None, "another file's place");
            assert_eq!(open(&[&lies[..], &[0; 40]].concat(), &key, id).await, None, "made longer");
        }
    }
}
