//! Running our own binary: the service for a person, the golden files for review.

use std::os::unix::process::CommandExt as _;

use anyhow::{Result, bail};

use crate::shell::{must, program, root};
use crate::{assets, machine};

/// Builds the binary; where it is.
pub(crate) fn binary() -> Result<std::path::PathBuf> {
    machine::node()?;
    assets::build()?;
    must(&mut program("cargo", &["build", "--quiet", "--package", "hearken"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    Ok(target.join("debug/hearken"))
}

/// Starts the service with the demonstration world; returns only if it cannot.
pub(crate) fn run(listen: &str) -> Result<()> {
    let binary = binary()?;
    let mut service = program(&binary.display().to_string(), &["serve", "--demo", "--listen", listen]);
    Err(service.exec().into())
}

/// Writes the golden files; when only checking, fails if that changed any.
pub(crate) fn golden(check: bool) -> Result<()> {
    let binary = binary()?.display().to_string();
    if !check {
        return must(&mut program(&binary, &["golden", "golden"]));
    }
    let fresh = std::env::temp_dir().join(format!("hearken-golden-{}", std::process::id()));
    must(program(&binary, &["golden"]).arg(&fresh))?;
    let same = program("diff", &["-ru", "golden"]).arg(&fresh).status()?.success();
    #[expect(clippy::disallowed_methods, reason = "a folder of ours in the temporary folder")]
    std::fs::remove_dir_all(&fresh)?;
    if same {
        Ok(())
    } else {
        bail!("the golden files are stale: run `cargo xtask gen`, read the difference, commit it")
    }
}
