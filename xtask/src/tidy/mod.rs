//! The house rules. Each is a function from the tree to what it found wrong, and has a test that a
//! made-up offence is found.

mod floors;
mod purity;
mod size;
mod sql;
mod text;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use walkdir::WalkDir;

use crate::shell::root;

/// One file of ours.
pub(crate) struct Source {
    /// From the root: `crates/kit/src/lib.rs`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// The crate that it belongs to, if it is in one.
    fn krate(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// What comes before the tests.
    fn before_tests(&self) -> &str {
        self.text.split("#[cfg(test)]\nmod ").next().unwrap_or(&self.text)
    }
}

/// Every file with one of these endings that is ours, sorted.
pub(crate) fn sources(endings: &[&str]) -> Vec<Source> {
    let root = root();
    let ours = |path: &Path| {
        let skipped = ["target", "node_modules", "built", ".git", "test-results", "golden"];
        !path.file_name().is_some_and(|name| skipped.iter().any(|skip| name == *skip))
    };
    let mut paths: Vec<PathBuf> = WalkDir::new(&root)
        .into_iter()
        .filter_entry(|entry| ours(entry.path()))
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).ok()?;
        Some(Source { path: path.strip_prefix(&root).ok()?.display().to_string(), text })
    };
    paths.into_iter().filter_map(read).collect()
}

/// Runs every rule and fails with the list of findings.
pub(crate) fn tidy() -> Result<()> {
    let rust = sources(&["rs"]);
    let findings = [
        floors::check()?,
        purity::check(&rust),
        size::check(&rust)?,
        sql::check(&rust),
        text::check(&rust, &sources(&["md"])),
    ]
    .concat();
    if findings.is_empty() {
        return Ok(());
    }
    bail!("{} house rules broken:\n{}", findings.len(), findings.join("\n"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_house_is_tidy() {
        super::tidy().unwrap();
    }
}
