//! Asking the signer: one of our own in a child process, one that listens on a socket, or one in this process.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::process::{Child, Command};
use tokio::sync::Mutex;
use translog::witness::Seen;
use translog::{Signature, VerifierKey};

use super::signer::Signing;
use crate::{Fault, OrFault as _};

/// Where the signer is.
pub enum Signer {
    /// In this process: for tests, and for commands.
    Here(Box<Mutex<Signing>>),
    /// A process of our own, started when it is first needed and again when it has died.
    Own { program: PathBuf, arguments: Vec<String>, process: Box<Mutex<Option<Child>>> },
    /// Somebody else's, on a socket.
    Socket(PathBuf),
}

/// How long an answer of the signer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the signer said.
pub(super) enum Said {
    Signed(Signature),
    Refused { status: u16, why: String },
}

impl Signer {
    /// The signer as a child: this program with these arguments speaks over its standard input and output.
    pub fn own(program: PathBuf, arguments: Vec<String>) -> Self {
        Self::Own { program, arguments, process: Box::new(Mutex::new(None)) }
    }

    async fn ask(&self, text: &str) -> Result<String, Fault> {
        let answered = tokio::time::timeout(PATIENCE, self.answer(text)).await;
        answered.map_err(|_| Fault::new("the signer does not answer"))?
    }

    async fn answer(&self, text: &str) -> Result<String, Fault> {
        match self {
            Self::Here(signing) => Ok(signing.lock().await.answer(text)),
            Self::Socket(path) => {
                let doing = format!("reaching the signer at {}", path.display());
                let stream = UnixStream::connect(path).await.or_fault(&doing)?;
                let (mut from, mut to) = stream.into_split();
                speak(&mut from, &mut to, text).await.or_fault(&doing)
            }
            Self::Own { program, arguments, process } => {
                let mut process = process.lock().await;
                let running = process.take();
                let mut child = running.map_or_else(|| start(program, arguments), Ok)?;
                let (Some(to), Some(from)) = (child.stdin.as_mut(), child.stdout.as_mut()) else {
                    return Err(Fault::new("the signer has no way to be spoken to"));
                };
                let said = speak(from, to, text).await.or_fault("speaking to the signer");
                // One that failed is given up, and another is started for the next request.
                if said.is_ok() {
                    *process = Some(child);
                }
                said
            }
        }
    }

    /// What it signed last.
    pub(super) async fn last(&self) -> Result<Seen, Fault> {
        let said = self.ask("last\n").await?;
        let seen = said.strip_prefix("last ").and_then(|rest| rest.trim_end().split_once(' '));
        let seen =
            seen.and_then(|(size, root)| Some(Seen { size: size.parse().ok()?, root: root.parse().ok()? }));
        seen.ok_or_else(|| {
            Fault::new(format!("the signer does not say what it signed last: {}", said.trim_end()))
        })
    }

    /// Its public key.
    pub(super) async fn key(&self) -> Result<VerifierKey, Fault> {
        let said = self.ask("key\n").await?;
        said.strip_prefix("key ")
            .unwrap_or_default()
            .trim_end()
            .parse()
            .or_fault("reading the key of the log")
    }

    /// Asks for a signature.
    pub(super) async fn sign(&self, request: &str) -> Result<Said, Fault> {
        let said = self.ask(request).await?;
        if let Some((status, why)) = said.strip_prefix("no ").and_then(|rest| rest.trim_end().split_once(' '))
        {
            return Ok(Said::Refused { status: status.parse().unwrap_or(500), why: why.to_owned() });
        }
        said.trim_end().parse().map(Said::Signed).or_fault("reading what the signer signed")
    }
}

fn start(program: &PathBuf, arguments: &[String]) -> Result<Child, Fault> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
    command.spawn().or_fault("starting the signer")
}

async fn speak<R, W>(from: &mut R, to: &mut W, text: &str) -> std::io::Result<String>
where
    R: tokio::io::AsyncRead + Unpin,
    W: tokio::io::AsyncWrite + Unpin,
{
    to.write_u32(u32::try_from(text.len()).map_err(std::io::Error::other)?).await?;
    to.write_all(text.as_bytes()).await?;
    to.flush().await?;
    let length = from.read_u32().await?;
    let mut answer = vec![0; usize::try_from(length.min(1_000_000)).map_err(std::io::Error::other)?];
    from.read_exact(&mut answer).await?;
    String::from_utf8(answer).map_err(std::io::Error::other)
}
