//! What is to be told to the service, on disk until it has it.
//!
//! One file for each thing, named by a number that only grows; what the service refuses for good goes into `refused`,
//! with the reason, for a person to look at.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::source::{Service, Told};

/// The queue.
pub(crate) struct Queue {
    folder: PathBuf,
    next: u64,
}

impl Queue {
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder.join("refused")).context("making the folder of what is to be told")?;
        let last = waiting(folder)?.last().map_or(0, |(number, _)| *number);
        Ok(Self { folder: folder.to_owned(), next: last + 1 })
    }

    /// Kept when this returns.
    pub(crate) fn add(&mut self, one: &Value) -> Result<()> {
        let fresh = self.folder.join("new");
        let mut file = fs::File::create(&fresh)?;
        file.write_all(one.to_string().as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, self.folder.join(format!("{:020}.json", self.next)))?;
        fs::File::open(&self.folder)?.sync_all()?;
        self.next += 1;
        Ok(())
    }

    pub(crate) fn len(&self) -> usize {
        waiting(&self.folder).map_or(0, |waiting| waiting.len())
    }
}

/// Number and file, in the order in which they came.
fn waiting(folder: &Path) -> Result<Vec<(u64, PathBuf)>> {
    let mut waiting = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let number = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".json")?.parse().ok());
        waiting.extend(number.map(|number| (number, path)));
    }
    waiting.sort();
    Ok(waiting)
}

/// Tells what waits, until there is nothing, or the service does not take it now.
pub(crate) fn deliver(folder: &Path, service: &Service) -> Result<usize> {
    let mut count = 0;
    for (number, file) in waiting(folder)? {
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error.into()),
        };
        let one: Value = serde_json::from_str(&text).context("a file of the queue was altered")?;
        if let Told::Refused(why) = service.tell(&one)? {
            let refused = folder.join("refused").join(format!("{number:020}.json"));
            fs::write(refused, json!({ "told": one, "why": why }).to_string())?;
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "it is told: the service has it, or it is kept as refused"
        )]
        fs::remove_file(&file)?;
        count += 1;
    }
    Ok(count)
}
