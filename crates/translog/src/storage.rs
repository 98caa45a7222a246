//! Where tiles and bundles live: files, a database, memory.

use std::collections::BTreeMap;
use std::convert::Infallible;

/// A tile or a bundle, full or on its way to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Hashes of one level: 256 of 32 bytes when full.
    Hashes { level: u8, index: u64 },
    /// Entries, each with its length before it: 256 when full.
    Entries { index: u64 },
}

/// Somewhere to keep the parts. A part only ever grows; what is in it does not change.
pub trait Storage {
    type Error: std::fmt::Debug;

    /// What there is of a part: nothing when it was never written. May have more than the log has taken, when
    /// writing was cut short and the log never came to know it.
    fn read(&self, part: Part) -> Result<Vec<u8>, Self::Error>;

    /// Writes bytes into a part, from this place on. What lies before the place is left as it is.
    fn write(&mut self, part: Part, at: usize, bytes: &[u8]) -> Result<(), Self::Error>;
}

/// Parts in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory(pub BTreeMap<Part, Vec<u8>>);

impl Storage for Memory {
    type Error = Infallible;

    fn read(&self, part: Part) -> Result<Vec<u8>, Infallible> {
        Ok(self.0.get(&part).cloned().unwrap_or_default())
    }

    fn write(&mut self, part: Part, at: usize, bytes: &[u8]) -> Result<(), Infallible> {
        let kept = self.0.entry(part).or_default();
        kept.truncate(at);
        kept.extend(bytes);
        Ok(())
    }
}
