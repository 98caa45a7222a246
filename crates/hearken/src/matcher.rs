//! A matcher that a platform runs beside its uploads: it holds the lists, keeps them fresh, says of a file or of hashes
//! whether they are on one, and tells the service what became of it.
//!
//! It speaks to the platform's own programs on this machine, to the service, and to nobody else. No file that it is
//! asked about is kept or sent anywhere; hashes are in no log. What it holds is on disk only as the pages that were
//! pulled, readable by its own account, so that it answers right after a start, also when the service cannot be reached.
//!
//! ```text
//! POST /v1/match            a file as the body         → {"verdict", "matches", "harmless", "unread"?}
//! POST /v1/match/hashes     {"hashes": [{"kind", "hash", "quality"?}]}   → {"found": [the same for each]}
//! POST /v1/feedback         {"feedback": [{"entry", "outcome", "ground"?, "words"?}]}   → 202 once it is on disk
//! GET  /v1/lists            PUT /v1/lists/{list}  {"on": false}: a list that does not count here
//! GET  /v1/health           503 when the lists are older than a few minutes
//! ```

mod held;
mod queue;
mod source;

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path as Named, State};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use clap::Args;
use held::{Asked, HashText, Held, Page, Verdict};
use queue::Queue;
use serde::Deserialize;
use serde_json::{Value, json};
use source::Service;
use tokio::net::TcpListener;

/// The largest file that is asked about; of a larger one, send the hashes.
const FILE_BYTES_MAX: usize = 256 << 20;
/// The lists are stale after so many pulls that failed.
const STALE_PULLS: u32 = 60;

#[derive(Args)]
pub(crate) struct MatcherArgs {
    /// The address of the service, like `https://hearken.example`.
    #[arg(long)]
    pub(crate) service: String,
    /// A file with a key of the service that may pull hashes and tell what became of them.
    #[arg(long)]
    pub(crate) key_file: PathBuf,
    /// The matcher's own folder: the pages that it pulled, and what it has to tell.
    #[arg(long)]
    pub(crate) folder: PathBuf,
    /// The address and port that it listens on. Anybody who reaches it can ask: keep it on this machine.
    #[arg(long, default_value = "127.0.0.1:8431")]
    pub(crate) listen: SocketAddr,
    /// How often the lists are pulled, in seconds.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) every: u64,
    /// Tell the service of each entry that is matched here, once. Without it, only what you tell is told.
    #[arg(long)]
    pub(crate) tell_matches: bool,
}

pub(crate) struct Matcher {
    held: RwLock<Held>,
    queue: Mutex<Queue>,
    told: Mutex<BTreeSet<String>>,
    service: Service,
    folder: PathBuf,
    pulled: Mutex<Instant>,
    every: Duration,
    tell_matches: bool,
}

type Shared = State<Arc<Matcher>>;

/// Matches until it is told to stop.
pub(crate) async fn run(args: MatcherArgs) -> Result<()> {
    let matcher = Arc::new(Matcher::open(&args)?);
    let listener =
        TcpListener::bind(args.listen).await.with_context(|| format!("`--listen`: {}", args.listen))?;
    println!("http://{}", listener.local_addr()?);
    for work in [Matcher::pull as fn(&Matcher) -> Result<()>, Matcher::tell] {
        let matcher = Arc::clone(&matcher);
        tokio::spawn(async move {
            loop {
                let one = Arc::clone(&matcher);
                let done = tokio::task::spawn_blocking(move || work(&one)).await;
                if let Ok(Err(error)) = done {
                    tracing::warn!("{error:#}");
                }
                tokio::time::sleep(matcher.every).await;
            }
        });
    }
    axum::serve(listener, router(matcher)).await.context("serving")
}

pub(crate) fn router(matcher: Arc<Matcher>) -> Router {
    Router::new()
        .route("/v1/match", post(match_file))
        .route("/v1/match/hashes", post(match_hashes))
        .route("/v1/feedback", post(feedback))
        .route("/v1/lists", get(lists))
        .route("/v1/lists/{list}", put(turn))
        .route("/v1/health", get(health))
        .layer(DefaultBodyLimit::max(FILE_BYTES_MAX))
        .with_state(matcher)
}

impl Matcher {
    pub(crate) fn open(args: &MatcherArgs) -> Result<Self> {
        let key = fs::read_to_string(&args.key_file).context("`--key-file`")?;
        let service = Service::new(&args.service, &key)?;
        fs::create_dir_all(&args.folder).context("`--folder`")?;
        let mut held = Held::default();
        let lists = args.folder.join("lists.json");
        if lists.exists() {
            held.set_lists(serde_json::from_slice(&fs::read(&lists)?).context("`--folder`: lists.json")?);
        }
        for list in read_off(&args.folder) {
            held.turn(&list, false);
        }
        replay(&args.folder, &mut held)?;
        Ok(Self {
            held: RwLock::new(held),
            queue: Mutex::new(Queue::open(&args.folder.join("feedback"))?),
            told: Mutex::default(),
            service,
            folder: args.folder.clone(),
            pulled: Mutex::new(Instant::now()),
            every: Duration::from_secs(args.every),
            tell_matches: args.tell_matches,
        })
    }

    /// Pulls until there is no more now. A page is on disk before it counts.
    pub(crate) fn pull(&self) -> Result<()> {
        let lists = self.service.lists().context("pulling the lists")?;
        write_private(&self.folder.join("lists.json"), &serde_json::to_vec(&lists)?)?;
        self.write(|held| held.set_lists(lists));
        loop {
            let cursor = self.read(|held| held.cursor.clone());
            let page = self.service.changes(&cursor).context("pulling what changed")?;
            let more = page.more;
            if !page.changes.is_empty() {
                append_private(&self.folder.join("changes.jsonl"), &serde_json::to_vec(&page)?)?;
                let unread = self.write(|held| held.take(page));
                if unread > 0 {
                    tracing::warn!("{unread} hashes of the service cannot be read and are left out");
                }
            }
            if !more {
                *self.pulled.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
                return Ok(());
            }
        }
    }

    /// Tells the service what waits to be told.
    pub(crate) fn tell(&self) -> Result<()> {
        queue::deliver(&self.folder.join("feedback"), &self.service).map(drop)
    }

    fn read<T>(&self, does: impl FnOnce(&Held) -> T) -> T {
        does(&self.held.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, does: impl FnOnce(&mut Held) -> T) -> T {
        does(&mut self.held.write().unwrap_or_else(PoisonError::into_inner))
    }

    fn verdict(&self, asked: &Asked) -> Verdict {
        let verdict = self.read(|held| held.verdict(asked));
        if self.tell_matches {
            for found in &verdict.matches {
                self.tell_once(&found.entry);
            }
        }
        verdict
    }

    fn tell_once(&self, entry: &str) {
        let fresh = self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(entry.to_owned());
        let one = json!({ "entry": entry, "outcome": "matched" });
        if fresh && let Err(error) = self.queue.lock().unwrap_or_else(PoisonError::into_inner).add(&one) {
            tracing::error!("what was matched cannot be kept to be told: {error:#}");
        }
    }
}

async fn match_file(State(matcher): Shared, file: Bytes) -> Result<Json<Value>, StatusCode> {
    let work = move || {
        let (asked, unread) = Asked::of_file(&file);
        let mut said = said(matcher.verdict(&asked));
        said["unread"] = unread.map(|why| why.to_string()).into();
        said
    };
    tokio::task::spawn_blocking(work).await.map(Json).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

fn said(verdict: Verdict) -> Value {
    let word = if verdict.matches.is_empty() { "none" } else { "match" };
    json!({ "verdict": word, "matches": verdict.matches, "harmless": verdict.harmless })
}

#[derive(Deserialize)]
struct Hashes {
    hashes: Vec<HashText>,
}

async fn match_hashes(
    State(matcher): Shared,
    Json(sent): Json<Hashes>,
) -> Result<Json<Value>, (StatusCode, String)> {
    let mut found = Vec::new();
    for (at, text) in sent.hashes.iter().enumerate() {
        let asked =
            asked(text).map_err(|why| (StatusCode::UNPROCESSABLE_ENTITY, format!("hashes.{at}: {why}")))?;
        found.push(said(matcher.verdict(&asked)));
    }
    Ok(Json(json!({ "found": found })))
}

fn asked(text: &HashText) -> Result<Asked, String> {
    match text.kind.as_str() {
        "pdq" => {
            let hash = text.hash.parse().map_err(|why: pdq::NotAHash| why.to_string())?;
            Ok(Asked { looks: vec![(hash, text.quality.unwrap_or(100), "hash")], digests: Vec::new() })
        }
        "sha256" => Ok(digest("sha256", text)),
        "sha1" => Ok(digest("sha1", text)),
        "md5" => Ok(digest("md5", text)),
        _ => Err("`kind` is `pdq`, `sha256`, `sha1` or `md5`".to_owned()),
    }
}

fn digest(kind: &'static str, text: &HashText) -> Asked {
    Asked { looks: Vec::new(), digests: vec![(kind, text.hash.to_lowercase())] }
}

#[derive(Deserialize)]
struct Feedback {
    feedback: Vec<Value>,
}

async fn feedback(
    State(matcher): Shared,
    Json(sent): Json<Feedback>,
) -> Result<StatusCode, (StatusCode, String)> {
    let whole = |one: &Value| one["entry"].is_string() && one["outcome"].is_string();
    if !sent.feedback.iter().all(whole) {
        let fix = "each of `feedback` has an `entry` and an `outcome`".to_owned();
        return Err((StatusCode::UNPROCESSABLE_ENTITY, fix));
    }
    let mut queue = matcher.queue.lock().unwrap_or_else(PoisonError::into_inner);
    for one in &sent.feedback {
        queue
            .add(one)
            .map_err(|error| (StatusCode::INSUFFICIENT_STORAGE, format!("it cannot be kept: {error:#}")))?;
    }
    Ok(StatusCode::ACCEPTED)
}

async fn lists(State(matcher): Shared) -> Json<Value> {
    let lists = matcher.read(Held::lists);
    let shown = lists.into_iter().map(|(list, counts, entries)| {
        json!({ "list": list.id, "name": list.name, "kind": list.kind, "within": list.within, "on": counts, "entries": entries })
    });
    Json(shown.collect())
}

#[derive(Deserialize)]
struct Turn {
    on: bool,
}

async fn turn(State(matcher): Shared, Named(list): Named<String>, Json(turn): Json<Turn>) -> StatusCode {
    let (known, off) = matcher.write(|held| (held.turn(&list, turn.on), held.off().clone()));
    let written = serde_json::to_vec(&off)
        .map_err(Into::into)
        .and_then(|off| write_private(&matcher.folder.join("off.json"), &off));
    match (known, written) {
        (false, _) => StatusCode::NOT_FOUND,
        (true, Ok(())) => StatusCode::NO_CONTENT,
        (true, Err(_)) => StatusCode::INSUFFICIENT_STORAGE,
    }
}

async fn health(State(matcher): Shared) -> (StatusCode, Json<Value>) {
    let age = matcher.pulled.lock().unwrap_or_else(PoisonError::into_inner).elapsed();
    let waiting = matcher.queue.lock().unwrap_or_else(PoisonError::into_inner).len();
    let status =
        if age > matcher.every * STALE_PULLS { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    let entries = matcher.read(Held::len);
    (status, Json(json!({ "entries": entries, "pulled_seconds_ago": age.as_secs(), "to_be_told": waiting })))
}

fn read_off(folder: &Path) -> BTreeSet<String> {
    fs::read(folder.join("off.json"))
        .ok()
        .and_then(|off| serde_json::from_slice(&off).ok())
        .unwrap_or_default()
}

/// What was pulled before. A last line that was cut short is pulled again.
fn replay(folder: &Path, held: &mut Held) -> Result<()> {
    let path = folder.join("changes.jsonl");
    if !path.exists() {
        return Ok(());
    }
    let mut whole = 0;
    let mut lines = BufReader::new(fs::File::open(&path)?);
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        let Ok(page) = serde_json::from_str::<Page>(&line) else { break };
        held.take(page);
        whole += line.len() as u64;
        line.clear();
    }
    OpenOptions::new().write(true).open(&path)?.set_len(whole)?;
    Ok(())
}

fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let fresh = path.with_extension("new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, path).context("putting a file in its place")
}

fn append_private(path: &Path, line: &[u8]) -> Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
    file.write_all(&[line, b"\n"].concat()).context("keeping what was pulled")
}
