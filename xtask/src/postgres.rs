//! A throw-away `PostgreSQL` of our own, on a free port, gone when we are done.
#![expect(clippy::disallowed_methods, reason = "the cluster's folder is ours to remove")]

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use crate::machine;
use crate::shell::{must, read};

/// A running cluster.
pub(crate) struct Cluster {
    bin: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes and starts one. It does not flush to disk: tests of durability start their own.
    pub(crate) fn start() -> Result<Self> {
        let bin = machine::postgres()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let folder = std::env::temp_dir().join(format!("hearken-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let cluster = Self { bin, folder, port };
        if is_root()? {
            must(Command::new("chown").arg("postgres").arg(&cluster.folder))?;
        }
        let data = cluster.folder.join("data").display().to_string();
        must(
            cluster
                .tool("initdb")
                .args(["-D", &data, "-U", "hearken", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])
                .stdout(Stdio::null()),
        )?;
        let settings = format!(
            "-p {port} -k {} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=400",
            cluster.folder.display()
        );
        let log = cluster.folder.join("log").display().to_string();
        must(
            cluster
                .tool("pg_ctl")
                .args(["-D", &data, "-l", &log, "-o", &settings, "-w", "start"])
                .stdout(Stdio::null()),
        )
        .context("starting PostgreSQL")?;
        Ok(cluster)
    }

    /// The address of its first database.
    pub(crate) fn address(&self) -> String {
        format!("postgres://hearken@127.0.0.1:{}/postgres", self.port)
    }

    /// A tool of this version of `PostgreSQL`; it refuses to run as root, so then as `postgres`.
    fn tool(&self, name: &str) -> Command {
        let path = self.bin.join(name);
        let mut command = if is_root().unwrap_or(false) {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let _ = self
            .tool("pg_ctl")
            .arg("-D")
            .arg(data)
            .args(["-m", "immediate", "stop"])
            .stdout(Stdio::null())
            .status();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn is_root() -> Result<bool> {
    Ok(read(Command::new("id").arg("-u"))?.trim() == "0")
}
