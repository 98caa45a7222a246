//! The parent's side: starts a child, feeds it, and believes nothing unchecked.

use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{ChildStdin, ChildStdout, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::answer::{self, ANSWER_BYTES_MAX, Unbelievable};
use crate::child::NOT_CONFINED;
use crate::{FILE_BYTES_MAX, Look};

/// From the first byte to the answer.
const WALL: Duration = Duration::from_secs(10);
/// For one of the children before it to end.
const PATIENCE: Duration = Duration::from_secs(30);
/// Children at once: each may take a core and half a gigabyte.
const AT_ONCE: usize = 2;

/// Looks at files, each in a process of its own.
#[derive(Debug)]
pub struct Glance {
    program: PathBuf,
    arguments: Vec<OsString>,
    wall: Duration,
    places: Semaphore,
}

/// Why there is no look. None of these says anything about the file being kept: it is.
#[derive(Debug, thiserror::Error)]
pub enum NoLook {
    #[error("the process that looks could not be started")]
    NotStarted(#[source] std::io::Error),
    #[error("the process that looks could not be confined, so it looked at nothing")]
    NotConfined,
    #[error("the file could not be read")]
    NotRead(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the file is larger than {FILE_BYTES_MAX} bytes")]
    TooLarge,
    #[error("too many files are being looked at: ask again in a minute")]
    Busy,
    #[error("looking took too long")]
    TooSlow,
    /// Out of memory or time, a forbidden call, or a panic.
    #[error("the process that looks came to an end over this file")]
    Ended { signal: Option<i32>, code: Option<i32> },
    #[error("the answer was not believed: {0}")]
    Unbelievable(Unbelievable),
}

impl NoLook {
    /// The name that stays: `too_slow` and so on.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotStarted(_) => "not_started",
            Self::NotConfined => "not_confined",
            Self::NotRead(_) => "not_read",
            Self::TooLarge => "too_large",
            Self::Busy => "busy",
            Self::TooSlow => "too_slow",
            Self::Ended { .. } => "ended",
            Self::Unbelievable(_) => "unbelievable",
        }
    }
}

impl Glance {
    /// `program` with these arguments must end up in [`crate::child()`].
    pub fn new(program: PathBuf, arguments: Vec<OsString>) -> Self {
        Self { program, arguments, wall: WALL, places: Semaphore::new(AT_ONCE) }
    }

    /// With another cap on the time from start to answer; it is ten seconds otherwise.
    #[must_use]
    pub fn within(self, wall: Duration) -> Self {
        Self { wall, ..self }
    }

    /// What can be seen of a file. Waits while others are looked at, up to half a minute, and then takes up to
    /// ten seconds; holds a piece of the file and the answer (4 MB) in memory, never the whole file. Pictures and
    /// excerpts are safe to show; kind, size and warnings are the child's word, which a file might forge.
    pub async fn look<S, E>(&self, file: S) -> Result<Look, NoLook>
    where
        S: Stream<Item = Result<Bytes, E>>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let waited = timeout(PATIENCE, self.places.acquire()).await.map_err(|_| NoLook::Busy)?;
        let _place = waited.map_err(|_| NoLook::Busy)?;
        // Dropping the child kills it, also when the caller gives up on this future.
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(NoLook::NotStarted)?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(NoLook::NotStarted(std::io::ErrorKind::BrokenPipe.into()));
        };
        let talk = async {
            let ((), answer) = tokio::try_join!(feed(stdin, file), hear(stdout))?;
            let status = child.wait().await.map_err(NoLook::NotStarted)?;
            Ok((status, answer))
        };
        let heard = timeout(self.wall, talk).await.unwrap_or(Err(NoLook::TooSlow));
        if heard.is_err() {
            // It may have ended by itself; then there is nothing to kill.
            let _gone = child.kill().await;
        }
        let (status, answer) = heard?;
        judge(status, &answer)
    }
}

/// Gives the child the file, piece by piece. A child that no longer listens has ended: its status says why.
async fn feed<S, E>(mut stdin: ChildStdin, file: S) -> Result<(), NoLook>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let mut file = std::pin::pin!(file);
    let mut fed = 0_usize;
    while let Some(piece) = file.next().await {
        let piece = piece.map_err(|error| NoLook::NotRead(error.into()))?;
        fed = fed.saturating_add(piece.len());
        if fed > FILE_BYTES_MAX {
            return Err(NoLook::TooLarge);
        }
        if stdin.write_all(&piece).await.is_err() {
            break;
        }
    }
    Ok(())
}

async fn hear(stdout: ChildStdout) -> Result<Vec<u8>, NoLook> {
    let mut answer = Vec::new();
    let most = ANSWER_BYTES_MAX as u64 + 1;
    stdout.take(most).read_to_end(&mut answer).await.map_err(|error| NoLook::NotRead(error.into()))?;
    if answer.len() > ANSWER_BYTES_MAX {
        return Err(NoLook::Unbelievable(Unbelievable::Frame));
    }
    Ok(answer)
}

fn judge(status: ExitStatus, answer: &[u8]) -> Result<Look, NoLook> {
    match status.code() {
        Some(0) => answer::read(answer).map_err(NoLook::Unbelievable),
        Some(code) if code == i32::from(NOT_CONFINED) => Err(NoLook::NotConfined),
        code => Err(NoLook::Ended { signal: status.signal(), code }),
    }
}
