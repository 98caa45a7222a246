//! A checkpoint: the name of a log, how many entries it has, and the root over them (C2SP tlog-checkpoint).
//!
//! ```text
//! example.com/log            the origin: a URL without its scheme, no spaces, no plus
//! 70000                      the size
//! CsUYapGGPo4dkMgIAUqom…=    the root, base64
//! ```

use std::fmt;
use std::str::FromStr;

use crate::Hash;
use crate::tile::decimal;

/// Size and root of a log at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    pub origin: String,
    pub size: u64,
    pub root: Hash,
}

/// A text that is not a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a checkpoint is three lines: origin, size, and root in base64")]
pub struct NotACheckpoint;

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)
    }
}

impl FromStr for Checkpoint {
    type Err = NotACheckpoint;

    /// Lines after the third, which a log may add, are left out; they stay in the note that was signed.
    fn from_str(text: &str) -> Result<Self, NotACheckpoint> {
        let text = text.strip_suffix('\n').ok_or(NotACheckpoint)?;
        let mut lines = text.split('\n');
        let mut line = || lines.next().filter(|line| !line.is_empty()).ok_or(NotACheckpoint);
        let (origin, size, root) = (line()?, line()?, line()?);
        if size.len() > 1 && size.starts_with('0') {
            return Err(NotACheckpoint);
        }
        Ok(Self {
            origin: origin.to_owned(),
            size: decimal(size).ok_or(NotACheckpoint)?,
            root: root.parse().map_err(|_| NotACheckpoint)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_is_read_as_it_is_written() {
        let checkpoint = Checkpoint { origin: "example.com/log".to_owned(), size: 7, root: Hash::leaf(b"a") };
        assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint));
    }

    #[test]
    fn a_size_has_one_spelling() {
        let root = Hash::empty();
        for size in ["07", "+7", "", "-1", "18446744073709551616", "7 "] {
            assert_eq!(format!("a\n{size}\n{root}\n").parse::<Checkpoint>(), Err(NotACheckpoint), "{size}");
        }
        assert!(format!("a\n0\n{root}\n").parse::<Checkpoint>().is_ok());
        assert!(format!("a\n0\n{root}").parse::<Checkpoint>().is_err(), "it ends in a newline");
    }
}
