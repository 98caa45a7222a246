//! Exactly what CI runs, in order, stopping at the first red.

use std::time::Instant;

use anyhow::{Context as _, Result};

use crate::postgres::Cluster;
use crate::shell::{must, program, root};
use crate::{assets, machine, run, tidy};

type Step = (&'static str, fn() -> Result<()>);

const STEPS: &[Step] = &[
    ("format", || must(&mut program("cargo", &["fmt", "--all", "--check"]))),
    ("styles and scripts", assets::build),
    ("lints", || {
        must(&mut program(
            "cargo",
            &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"],
        ))
    }),
    ("house rules", tidy::tidy),
    ("golden files", || run::golden(true)),
    ("dependencies", dependencies),
    ("documentation", documentation),
    ("browser", e2e),
    ("tests on SQLite", || tests("sqlite", None)),
    ("tests on PostgreSQL", on_postgres),
];

/// Runs every step.
pub(crate) fn test() -> Result<()> {
    machine::node()?;
    machine::tool("nextest", "cargo-nextest")?;
    machine::go();
    let started = Instant::now();
    let mut times = Vec::new();
    for (name, step) in STEPS {
        println!("\n== {name}");
        let began = Instant::now();
        step().with_context(|| format!("red: {name}"))?;
        times.push(format!("{name}: {} s", began.elapsed().as_secs()));
    }
    println!("\ngreen in {} s ({})", started.elapsed().as_secs(), times.join(", "));
    Ok(())
}

fn tests(store: &str, postgres: Option<&str>) -> Result<()> {
    let mut command =
        program("cargo", &["nextest", "run", "--workspace", "--status-level=fail", "--no-tests=fail"]);
    command.env("HEARKEN_TEST_STORE", store).env("INSTA_UPDATE", "no");
    if let Some(address) = postgres {
        // Only what meets a store runs again.
        command
            .args(["-E", "binary(store) or binary(log) or package(hearken)"])
            .env("HEARKEN_TEST_POSTGRES", address);
    }
    must(&mut command)
}

fn on_postgres() -> Result<()> {
    let cluster = Cluster::start()?;
    tests("postgres", Some(&cluster.address()))
}

/// What may be depended on (`deny.toml`), and that nothing is depended on in vain. Known weaknesses are not looked
/// up: their list is not on a registry, and a build must not depend on whether it can be reached.
fn dependencies() -> Result<()> {
    machine::tool("deny", "cargo-deny")?;
    machine::tool("machete", "cargo-machete")?;
    must(&mut program("cargo", &["deny", "--log-level", "error", "check", "bans", "licenses", "sources"]))?;
    // It takes this variable for a sign that it is itself being developed, and its own name for a folder.
    must(program("cargo", &["machete"]).env_remove("CARGO_PKG_NAME"))
}

fn documentation() -> Result<()> {
    let arguments = ["doc", "--workspace", "--no-deps", "--document-private-items", "--quiet"];
    must(program("cargo", &arguments).env("RUSTDOCFLAGS", "-D warnings"))
}

/// The browser tests: the real binary, the demonstration world, Chromium, axe on each page.
pub(crate) fn e2e() -> Result<()> {
    let chromium = machine::chromium()?;
    machine::unzip()?;
    let binary = run::binary()?;
    let folder = root().join("e2e");
    must(
        program("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])
            .current_dir(&folder),
    )?;
    must(
        program("node", &["--test", "proof.test.js", "deposit.test.js", "pdq.test.js"]).current_dir(&folder),
    )?;
    let archive = root().join("target/bundle");
    std::fs::create_dir_all(&archive)?;
    must(
        program("cargo", &["run", "--quiet", "--package", "bundle", "--example", "bundle", "--"])
            .arg(&archive),
    )?;
    must(
        program("node", &["--test", "bundle.test.js"])
            .current_dir(&folder)
            .env("HEARKEN_CHROMIUM", &chromium)
            .env("HEARKEN_BUNDLE", archive),
    )?;
    let mut tests = program("npx", &["playwright", "test"]);
    must(tests.current_dir(&folder).env("HEARKEN_CHROMIUM", chromium).env("HEARKEN_BINARY", binary))
}
