//! The log in files that only grow: see the head of [`super`] for which there are.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::Timestamp;
use translog::{Part, Storage, tile};

use super::leaf::PREFIX;

/// A leaf with its length before it.
const ENTRY_BYTES: u64 = 2 + PREFIX.len() as u64 + 32;
/// A line of the register.
const LINE_BYTES: u64 = 32;
/// A tree of 256^8 leaves has no more levels of tiles.
const LEVELS: usize = 8;

/// The files of a log.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    /// Opened when they are first written to; entries first, then a level each.
    open: Mutex<[Option<File>; LEVELS + 1]>,
    register: File,
}

/// Of which record a leaf is: kept on this machine only, so that whoever finds a leaf without its record can say
/// which one it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The id of the record; none for a cover.
    pub record: Option<String>,
    pub version: u32,
    pub at: Timestamp,
}

impl Files {
    /// Opens the files in a folder; they are made when they are first needed.
    pub fn open(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let register = writable(&folder.join("register"))?;
        Ok(Self { folder: folder.to_owned(), open: Mutex::default(), register })
    }

    fn with<T>(&self, slot: usize, does: impl FnOnce(&File) -> io::Result<T>) -> io::Result<T> {
        let mut open = self.open.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if open[slot].is_none() {
            open[slot] = Some(writable(&self.folder.join(name(slot)))?);
        }
        does(open[slot].as_ref().expect("opened just above"))
    }

    /// Writes lines of the register, from this leaf on.
    pub(super) fn note(&self, from: u64, lines: &[Register]) -> io::Result<()> {
        let bytes: Vec<u8> = lines.iter().flat_map(Register::to_bytes).collect();
        self.register.write_all_at(&bytes, from * LINE_BYTES)
    }

    /// The line of a leaf; none when it is missing or makes no sense.
    pub fn registered(&self, leaf: u64) -> Option<Register> {
        let mut bytes = [0; 32];
        self.register.read_exact_at(&mut bytes, leaf * LINE_BYTES).ok()?;
        Register::read(&bytes)
    }

    /// Makes everything that was written durable.
    pub(super) fn sync(&self) -> io::Result<()> {
        let open = self.open.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        open.iter().flatten().chain([&self.register]).try_for_each(File::sync_data)?;
        File::open(&self.folder)?.sync_all()
    }
}

fn name(slot: usize) -> String {
    if slot == 0 { "entries".to_owned() } else { format!("hashes-{}", slot - 1) }
}

fn writable(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

/// The file of a part, and where in it the part begins and ends.
fn place(part: Part) -> (usize, u64, u64) {
    let (slot, index, width) = match part {
        Part::Entries { index } => (0, index, ENTRY_BYTES),
        Part::Hashes { level, index } => (usize::from(level) + 1, index, tile::HASH_BYTES as u64),
    };
    (slot, index * tile::WIDTH * width, tile::WIDTH * width)
}

impl Storage for Files {
    type Error = io::Error;

    fn read(&self, part: Part) -> io::Result<Vec<u8>> {
        let (slot, from, length) = place(part);
        if slot > LEVELS {
            return Ok(Vec::new());
        }
        self.with(slot, |file| {
            let there = file.metadata()?.len().saturating_sub(from).min(length);
            let mut bytes = vec![0; usize::try_from(there).expect("a part is small")];
            file.read_exact_at(&mut bytes, from)?;
            Ok(bytes)
        })
    }

    fn write(&mut self, part: Part, at: usize, bytes: &[u8]) -> io::Result<()> {
        let (slot, from, length) = place(part);
        if at as u64 + bytes.len() as u64 > length || slot > LEVELS {
            return Err(io::Error::other("a leaf of the log has 43 bytes, and the log at most 256^8 leaves"));
        }
        self.with(slot, |file| file.write_all_at(bytes, from + at as u64))
    }
}

impl Register {
    /// The line of a leaf that stands for nothing.
    pub(super) fn cover() -> Self {
        Self { record: None, version: 0, at: Timestamp::UNIX_EPOCH }
    }

    /// `rep_` or its like (4 bytes), the id (16), version (4), time in microseconds (8), all big-endian.
    fn to_bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        if let Some((kind, id)) = self.record.as_deref().and_then(halves) {
            bytes[..4].copy_from_slice(kind);
            bytes[4..20].copy_from_slice(&id);
        }
        bytes[20..24].copy_from_slice(&self.version.to_be_bytes());
        bytes[24..].copy_from_slice(&self.at.as_microsecond().to_be_bytes());
        bytes
    }

    fn read(bytes: &[u8; 32]) -> Option<Self> {
        let (kind, rest) = bytes.split_first_chunk::<4>()?;
        let (id, rest) = rest.split_first_chunk::<16>()?;
        let (version, at) = rest.split_first_chunk::<4>()?;
        let record = match kind {
            [0, 0, 0, 0] => None,
            kind => {
                let id = uuid::Uuid::from_bytes(*id).simple();
                Some(format!("{}{id}", std::str::from_utf8(kind).ok()?))
            }
        };
        let at = Timestamp::from_microsecond(i64::from_be_bytes(at.try_into().ok()?)).ok()?;
        Some(Self { record, version: u32::from_be_bytes(*version), at })
    }
}

/// A written id in two: `rep_`, and its sixteen bytes.
fn halves(record: &str) -> Option<(&[u8], [u8; 16])> {
    let (kind, id) = record.split_at_checked(4)?;
    Some((kind.as_bytes(), uuid::Uuid::try_parse(id).ok()?.into_bytes()))
}

#[cfg(test)]
mod tests {
    use translog::Log;

    use super::*;

    fn entries(count: u64) -> Vec<Vec<u8>> {
        (0..count)
            .map(|number| {
                super::super::leaf::entry(super::super::leaf::Bytes32(
                    [u8::try_from(number % 251).unwrap(); 32],
                ))
            })
            .collect()
    }

    #[test]
    fn a_log_in_files_is_the_log_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let mut here = Log::open(Files::open(folder.path()).unwrap(), 0).unwrap();
        let mut memory = Log::open(translog::Memory::default(), 0).unwrap();
        for batch in entries(1_000).chunks(37) {
            here.append(batch.iter().map(Vec::as_slice)).unwrap();
            memory.append(batch.iter().map(Vec::as_slice)).unwrap();
        }
        assert_eq!(here.root().unwrap(), memory.root().unwrap());
        let again = Log::open(Files::open(folder.path()).unwrap(), 1_000).unwrap();
        assert_eq!(again.root().unwrap(), memory.root().unwrap());
        assert_eq!(again.inclusion(700, 900).unwrap(), memory.inclusion(700, 900).unwrap());
        for tile in translog::tile::all(1_000) {
            assert_eq!(here.storage().read(tile.part).unwrap(), memory.storage().read(tile.part).unwrap());
        }
    }

    #[test]
    fn a_line_of_the_register_is_read_as_it_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let at = Timestamp::from_microsecond(1_700_000_000_000_001).unwrap();
        let record: domain::id::ReportId = crate::chance::id(at);
        let line = Register { record: Some(record.to_string()), version: 3, at };
        let cover = Register::cover();
        files.note(5, &[line.clone(), cover.clone()]).unwrap();
        assert_eq!((files.registered(5), files.registered(6)), (Some(line), Some(cover)));
        assert_eq!(files.registered(7), None);
    }
}
