//! The spool: what is kept beside the store while the store takes nothing, sealed and durable.
//!
//! ```text
//! NAME.sp1 = "hearken spool/1\n" || nonce (24) || ciphertext || tag (16)     sealed with the node's key, about NAME
//! ```
//!
//! A file for each thing, written whole under another name first. So a file is there and whole, or it is not; what was
//! altered does not open, and is put aside for a person to look at, never taken for something else. Room for 256 of them
//! is taken up beforehand: when the disk is full they are written into it.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::keys::Keys;
use crate::{Fault, OrFault as _, seal};

const HEAD: &[u8] = b"hearken spool/1\n";
const KIND: &str = "sp1";
/// How many reports there is room for when the disk is full, and how long each may be: 8 MiB in all.
const SLOTS: usize = 256;
const SLOT_BYTES: usize = 32 * 1024;
/// Where what does not open is put aside.
const ASIDE: &str = "aside";

/// A spool in a folder. Put it on another disk than the store, and it takes over when that one is full.
pub struct Spool {
    folder: PathBuf,
    key: seal::Key,
    /// Whether something was kept since it was empty.
    used: AtomicBool,
}

impl Spool {
    /// Opens it; the folder is made if absent.
    pub fn open(folder: PathBuf, keys: &Keys) -> Result<Self, Fault> {
        let spool = Self { folder, key: keys.service("spool"), used: AtomicBool::default() };
        std::fs::create_dir_all(spool.folder.join(ASIDE)).or_fault("opening the spool")?;
        Ok(spool)
    }

    /// Takes up room on the disk, while there is some, for what must be kept when there is none.
    pub fn reserve(&self) {
        for number in 0..SLOTS {
            let slot = self.slot(number);
            if !slot.exists() && std::fs::write(&slot, vec![0; SLOT_BYTES]).is_err() {
                return;
            }
        }
    }

    /// Keeps something under a name, of letters, digits and dashes. Durable when it returns; says whether it is the
    /// first since the spool was emptied.
    pub fn keep(&self, name: &str, text: &str) -> Result<bool, Fault> {
        let sealed = seal::lock(&self.key, about(name).as_bytes(), text.as_bytes())?;
        let bytes = [HEAD, &sealed].concat();
        let kept = match self.put(name, &bytes) {
            Err(error) if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
                self.put_into_slot(name, &bytes, error)
            }
            kept => kept,
        };
        kept.or_fault("keeping something in the spool")?;
        Ok(!self.used.swap(true, Ordering::SeqCst))
    }

    /// Everything was taken into the store.
    pub fn emptied(&self) {
        self.used.store(false, Ordering::SeqCst);
        self.reserve();
    }

    fn put(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let new = self.folder.join(format!("{name}.new"));
        write(&new, bytes)?;
        std::fs::rename(&new, self.file(name))?;
        self.sync()
    }

    /// Writes it into room that was taken before. Nothing new is asked of the disk, so nobody else can have it first.
    fn put_into_slot(&self, name: &str, bytes: &[u8], full: io::Error) -> io::Result<()> {
        let new = self.folder.join(format!("{name}.new"));
        let taken = (0..SLOTS).any(|number| std::fs::rename(self.slot(number), &new).is_ok());
        if !taken || bytes.len() > SLOT_BYTES {
            return Err(full);
        }
        let mut file = OpenOptions::new().write(true).open(&new)?;
        file.write_all(bytes)?;
        file.set_len(bytes.len() as u64)?;
        file.sync_all()?;
        std::fs::rename(&new, self.file(name))?;
        self.sync()
    }

    fn slot(&self, number: usize) -> PathBuf {
        self.folder.join(format!("slot-{number}"))
    }

    /// The names of all that is kept, in order.
    pub fn names(&self) -> Result<Vec<String>, Fault> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.folder).or_fault("looking into the spool")? {
            let path = entry.or_fault("looking into the spool")?.path();
            if path.extension().is_some_and(|kind| kind == KIND) {
                names.extend(path.file_stem().and_then(|name| name.to_str()).map(str::to_owned));
            }
        }
        names.sort();
        Ok(names)
    }

    /// How many things were put aside because they do not open.
    pub fn aside(&self) -> Result<usize, Fault> {
        Ok(std::fs::read_dir(self.folder.join(ASIDE)).or_fault("looking into the spool")?.count())
    }

    /// What is kept under a name; nothing when there is none. What does not open is put aside.
    pub fn read(&self, name: &str) -> Result<Option<String>, Fault> {
        let bytes = match std::fs::read(self.file(name)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Fault::because("reading from the spool", error)),
        };
        let opened = bytes.strip_prefix(HEAD);
        let opened = opened.and_then(|sealed| seal::unlock(&self.key, about(name).as_bytes(), sealed));
        let text = opened.and_then(|text| String::from_utf8(text).ok());
        if text.is_none() {
            tracing::error!(name, "what the spool keeps was altered or cut short; it is put aside");
            self.put_aside(name)?;
        }
        Ok(text)
    }

    /// Puts something aside for a person to look at.
    pub fn put_aside(&self, name: &str) -> Result<(), Fault> {
        let to = self.folder.join(ASIDE).join(format!("{name}.{KIND}"));
        std::fs::rename(self.file(name), to).and_then(|()| self.sync()).or_fault("putting something aside")
    }

    /// Lets go of something that the store has now; overwritten first, since what the store has may be erased one day,
    /// and the node's key stays.
    #[expect(clippy::disallowed_methods, reason = "only what the store has made durable")]
    pub fn done(&self, name: &str) -> Result<(), Fault> {
        // Under another name: whoever finds it half overwritten after a fall must not take it for what was altered.
        let file = self.folder.join(format!("{name}.gone"));
        let gone = || {
            std::fs::rename(self.file(name), &file)?;
            self.sync()?;
            overwrite(&file)?;
            std::fs::remove_file(&file)
        };
        gone().or_fault("emptying the spool")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.{KIND}"))
    }

    fn sync(&self) -> io::Result<()> {
        File::open(&self.folder)?.sync_all()
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn overwrite(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
    file.write_all(&vec![0; length])?;
    file.sync_all()
}

fn about(name: &str) -> String {
    format!("hearken spool/1 {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spool(folder: &Path) -> Spool {
        std::fs::create_dir_all(folder.join(ASIDE)).unwrap();
        Spool { folder: folder.to_owned(), key: [7; 32], used: AtomicBool::default() }
    }

    #[test]
    fn what_is_kept_is_read_again_until_it_is_done_and_lies_sealed() {
        let folder = tempfile::tempdir().unwrap();
        let spool = spool(folder.path());
        spool.reserve();
        spool.keep("b", "teapot").unwrap();
        spool.keep("a", "kettle").unwrap();
        assert_eq!(spool.names().unwrap(), ["a", "b"], "the room for others is none of them");
        assert_eq!(spool.read("b").unwrap().as_deref(), Some("teapot"));
        let lies = std::fs::read(spool.file("b")).unwrap();
        assert!(!lies.windows(6).any(|six| six == b"teapot"));
        spool.done("b").unwrap();
        assert_eq!(spool.read("b").unwrap(), None);
        assert_eq!(spool.names().unwrap(), ["a"]);
    }

    #[test]
    fn cut_short_or_garbled_at_any_byte_it_is_put_aside_and_never_taken_for_something_else() {
        let folder = tempfile::tempdir().unwrap();
        let spool = spool(folder.path());
        spool.keep("a", "teapot").unwrap();
        let whole = std::fs::read(spool.file("a")).unwrap();
        let mut spoilt: Vec<Vec<u8>> = (0..whole.len()).map(|end| whole[..end].to_vec()).collect();
        spoilt.extend((0..whole.len()).map(|at| {
            let mut other = whole.clone();
            other[at] ^= 1;
            other
        }));
        spoilt.push([&whole[..], b"more"].concat());
        for bytes in &spoilt {
            std::fs::write(spool.file("a"), bytes).unwrap();
            assert_eq!(spool.read("a").unwrap(), None, "{} bytes", bytes.len());
            assert!(spool.names().unwrap().is_empty() && spool.aside().unwrap() == 1);
        }
        // Nor under another's name.
        std::fs::write(spool.file("b"), &whole).unwrap();
        assert_eq!(spool.read("b").unwrap(), None);
    }

    #[test]
    fn with_the_disk_full_what_was_taken_up_before_is_written_into() {
        let folder = tempfile::tempdir().unwrap();
        let spool = spool(folder.path());
        spool.reserve();
        let full = || io::Error::from(ErrorKind::StorageFull);
        let sealed = |name: &str| {
            [HEAD, &seal::lock(&spool.key, about(name).as_bytes(), name.as_bytes()).unwrap()].concat()
        };
        for number in 0..SLOTS {
            let name = format!("report-{number}");
            spool.put_into_slot(&name, &sealed(&name), full()).unwrap();
            assert_eq!(spool.read(&name).unwrap(), Some(name));
        }
        assert_eq!(
            spool.put_into_slot("more", &sealed("more"), full()).unwrap_err().kind(),
            ErrorKind::StorageFull
        );
        spool.emptied();
        spool.put_into_slot("more", &sealed("more"), full()).unwrap();
    }

    #[test]
    fn what_was_being_written_when_the_power_went_is_not_taken_for_whole() {
        let folder = tempfile::tempdir().unwrap();
        let spool = spool(folder.path());
        std::fs::write(folder.path().join("a.new"), b"half").unwrap();
        assert!(spool.names().unwrap().is_empty());
        spool.keep("a", "teapot").unwrap();
        assert_eq!(spool.read("a").unwrap().as_deref(), Some("teapot"));
    }
}
