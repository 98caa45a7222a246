//! What a new machine lacks: found, installed with apt when we may, named when we may not.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::shell::{must, read};

/// The folder with `initdb` and `pg_ctl` of `PostgreSQL` 15 or later.
pub(crate) fn postgres() -> Result<PathBuf> {
    if let Some(found) = postgres_here() {
        return Ok(found);
    }
    install(&["postgresql-15"])?;
    postgres_here().ok_or_else(|| {
        anyhow::anyhow!("PostgreSQL was installed but /usr/lib/postgresql/*/bin/initdb is not there")
    })
}

fn postgres_here() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            let bin = path.join("bin");
            (version >= 15 && bin.join("initdb").exists()).then_some((version, bin))
        })
        .collect();
    found.sort();
    found.into_iter().next().map(|(_, bin)| bin)
}

/// A Chromium, with a font to draw text with.
pub(crate) fn chromium() -> Result<PathBuf> {
    let places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let here = || places.iter().map(PathBuf::from).find(|path| path.exists());
    if !Path::new("/usr/share/fonts/truetype/liberation").exists() || here().is_none() {
        install(&["chromium", "fonts-liberation"])?;
    }
    here().ok_or_else(|| anyhow::anyhow!("Chromium was installed but none of {places:?} is there"))
}

/// `unzip`, with which a test opens an archive as others would.
pub(crate) fn unzip() -> Result<()> {
    if Path::new("/usr/bin/unzip").exists() { Ok(()) } else { install(&["unzip"]) }
}

/// Debian's Go with its `x/mod`, which reads our log as others do; where it cannot be had, that test says so.
pub(crate) fn go() {
    let there = ["/usr/bin/go", "/usr/share/gocode/src/golang.org/x/mod/sumdb"];
    if !there.iter().all(|path| Path::new(path).exists())
        && let Err(error) = install(&["golang-go", "golang-golang-x-mod-dev"])
    {
        println!("Go does not check the log: {error:#}");
    }
}

/// Node and npm, which a developer has.
pub(crate) fn node() -> Result<()> {
    for tool in ["node", "npm"] {
        if read(Command::new(tool).arg("--version")).is_err() {
            bail!("`{tool}` is missing: install Node.js 20 or later (it brings npm)");
        }
    }
    Ok(())
}

/// A tool that cargo finds by its name (`cargo NAME`), built from crates.io where it is not there.
pub(crate) fn tool(name: &str, package: &str) -> Result<()> {
    if read(Command::new("cargo").args([name, "--version"]).env_remove("CARGO_PKG_NAME")).is_ok() {
        return Ok(());
    }
    must(Command::new("cargo").args(["install", package, "--locked"]))
}

fn install(packages: &[&str]) -> Result<()> {
    let line = packages.join(" ");
    let is_root = read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !is_root || !Path::new("/usr/bin/apt-get").exists() {
        bail!("missing on this machine: {line}. Install with: sudo apt-get install {line}");
    }
    must(Command::new("apt-get").args(["update", "-qq"]))?;
    must(
        Command::new("apt-get")
            .args(["install", "-y", "-qq"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}
