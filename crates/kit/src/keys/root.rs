//! The root key: who has it and the store of keys can open everything; without it nothing opens.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::Secret;
use crate::{Fault, OrFault as _, chance};

/// A root key in a file.
pub struct RootKey {
    secret: Secret,
    /// Where it is, and whether it was made just now: then somebody must be told.
    pub file: PathBuf,
    pub new: bool,
}

const HEAD: &str = "hearken root key/1";

impl RootKey {
    /// Reads the key in this folder, or makes one there, readable by us alone.
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        let (file, doing) = (folder.join("root.key"), "opening the root key");
        match std::fs::read_to_string(&file) {
            Ok(text) => {
                let wrong = || {
                    let text = format!("{} is no root key: restore it from its backup", file.display());
                    Fault::new(text)
                };
                let bytes = text.strip_prefix(HEAD).ok_or_else(wrong)?.trim();
                let bytes = STANDARD_NO_PAD.decode(bytes).ok().and_then(|bytes| bytes.try_into().ok());
                Ok(Self { secret: Secret::new(bytes.ok_or_else(wrong)?), file, new: false })
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                std::fs::create_dir_all(folder).or_fault(doing)?;
                let secret = Secret::new(chance::bytes());
                let mut options = std::fs::OpenOptions::new();
                let made = options.write(true).create_new(true).mode(0o600).open(&file);
                let mut made = made.or_fault(doing)?;
                writeln!(made, "{HEAD} {}", STANDARD_NO_PAD.encode(&secret[..])).or_fault(doing)?;
                made.sync_all().or_fault(doing)?;
                std::fs::File::open(folder).and_then(|folder| folder.sync_all()).or_fault(doing)?;
                Ok(Self { secret, file, new: true })
            }
            Err(error) => Err(Fault::because(doing, error)),
        }
    }

    /// Wraps a key that is for something.
    pub(crate) fn wrap(&self, about: &str, secret: &Secret) -> Result<String, Fault> {
        let about = format!("hearken wrap/1 {about}");
        secret.sealed(&self.secret, &about)
    }

    /// Opens it again.
    pub(crate) fn unwrap(&self, about: &str, wrapped: &str) -> Result<Secret, Fault> {
        let about = format!("hearken wrap/1 {about}");
        let other = "the root key is not the one that the store of keys was made with";
        Secret::opened(&self.secret, &about, wrapped).ok_or_else(|| Fault::new(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_again_and_a_broken_file_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let made = RootKey::open(folder.path()).unwrap();
        let wrapped = made.wrap("a", &Secret::new([3; 32])).unwrap();
        let read = RootKey::open(folder.path()).unwrap();
        assert_eq!((made.new, read.new), (true, false));
        assert_eq!(*read.unwrap("a", &wrapped).unwrap(), [3; 32]);
        assert!(read.unwrap("b", &wrapped).is_err());
        std::fs::write(&made.file, "hearken root key/1 c2hvcnQ").unwrap();
        assert!(RootKey::open(folder.path()).is_err());
    }
}
