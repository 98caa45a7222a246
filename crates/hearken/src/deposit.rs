//! The deposit box of a witness: receipts that browsers leave here, each sealed with a code that never comes here.
//!
//! ```text
//! PUT /deposit/{id}   the sealed receipt, at most 64 KiB; `id` is 64 hex digits     201, or 200 for the same again
//!                     (nonce of 12 bytes, whole blocks of 4 KiB, tag of 16 bytes)
//! GET /deposit/{id}   what was put there first                                      200, or 404
//! ```
//!
//! What was put first stays: nobody who comes later can change it. Nothing is let go by itself; the duty to report looks
//! back over years, and a sealed receipt says nothing about anybody.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path as Parameter, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use kit::chance;

const SEALED_BYTES_MAX: usize = 64 * 1024;
const ID_CHARS: usize = 64;
/// A receipt is padded to whole blocks.
const BLOCK_BYTES: usize = 4 * 1024;
/// Around them are the nonce and the tag.
const AROUND_BYTES: usize = 12 + 16;
/// So many are taken in one minute from everybody together.
const MINUTE_MAX: u32 = 600;

/// The box.
pub(crate) struct Deposits {
    folder: PathBuf,
    /// The most that it takes; none may be put into a full one.
    most: u64,
    state: Mutex<Counted>,
}

/// How many lie there, and how many came in this minute.
struct Counted {
    all: u64,
    minute: (Instant, u32),
}

/// What became of one that was put.
#[derive(Debug, PartialEq, Eq)]
enum Put {
    New,
    Known,
    Other,
    Full,
    TooMany,
}

impl Deposits {
    /// Opens the box in this folder, for at most so many.
    pub(crate) fn open(folder: PathBuf, most: u64) -> io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        let mut all = 0;
        for shelf in std::fs::read_dir(&folder)? {
            let shelf = shelf?.path();
            if shelf.is_dir() {
                all += std::fs::read_dir(shelf)?.count() as u64;
            }
        }
        Ok(Self { folder, most, state: Mutex::new(Counted { all, minute: (Instant::now(), 0) }) })
    }

    fn at(&self, id: &str) -> Option<PathBuf> {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let good = id.len() == ID_CHARS && id.bytes().all(hex);
        good.then(|| self.folder.join(&id[..2]).join(id))
    }

    /// Takes one place of this minute and of the box, if there is one.
    fn takes(&self, now: Instant) -> Result<(), Put> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if now.duration_since(state.minute.0) >= Duration::from_mins(1) {
            state.minute = (now, 0);
        }
        if state.minute.1 >= MINUTE_MAX {
            return Err(Put::TooMany);
        }
        if state.all >= self.most {
            return Err(Put::Full);
        }
        state.minute.1 += 1;
        state.all += 1;
        Ok(())
    }

    fn put(&self, at: &Path, sealed: &[u8], now: Instant) -> io::Result<Put> {
        if let Some(known) = self.known(at, sealed)? {
            return Ok(known);
        }
        if let Err(why) = self.takes(now) {
            return Ok(why);
        }
        match self.write(at, sealed) {
            Ok(()) => Ok(Put::New),
            Err(error) => {
                self.state.lock().unwrap_or_else(PoisonError::into_inner).all -= 1;
                // Somebody was there a moment before.
                if error.kind() == io::ErrorKind::AlreadyExists {
                    Ok(self.known(at, sealed)?.unwrap_or(Put::Other))
                } else {
                    Err(error)
                }
            }
        }
    }

    /// What this is to what lies there, if something does.
    fn known(&self, at: &Path, sealed: &[u8]) -> io::Result<Option<Put>> {
        match std::fs::read(at) {
            Ok(first) if first == sealed => {}
            Ok(_) => return Ok(Some(Put::Other)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        }
        // Whoever put it may have been told of no success: its name need not be durable yet.
        self.settle(at)?;
        Ok(Some(Put::Known))
    }

    /// Makes durable that it has its name.
    fn settle(&self, at: &Path) -> io::Result<()> {
        let shelf = at.parent().ok_or_else(|| io::Error::other("a place without a shelf"))?;
        std::fs::File::open(shelf)?.sync_all()?;
        std::fs::File::open(&self.folder)?.sync_all()
    }

    /// Durable when it returns; never over what is there.
    #[expect(clippy::disallowed_methods, reason = "the name under which it was written first")]
    fn write(&self, at: &Path, sealed: &[u8]) -> io::Result<()> {
        let shelf = at.parent().ok_or_else(|| io::Error::other("a place without a shelf"))?;
        std::fs::create_dir_all(shelf)?;
        let fresh = self.folder.join(format!(".{}", chance::hex(&chance::bytes::<8>())));
        let mut file = OpenOptions::new().write(true).create_new(true).open(&fresh)?;
        let written = file.write_all(sealed).and_then(|()| file.sync_all());
        let linked = written.and_then(|()| std::fs::hard_link(&fresh, at));
        std::fs::remove_file(&fresh)?;
        linked?;
        self.settle(at)
    }
}

/// Whether this can be a sealed receipt: so far as that can be told without the code.
fn is_sealed(bytes: &[u8]) -> bool {
    bytes.len().checked_sub(AROUND_BYTES).is_some_and(|padded| padded > 0 && padded % BLOCK_BYTES == 0)
}

type Shared = Arc<Deposits>;

/// The addresses of a box; any page may ask them, and none learns more than it sent.
pub(crate) fn router(deposits: Deposits) -> Router {
    Router::new()
        .route("/deposit/{id}", get(fetch).put(put))
        .layer(DefaultBodyLimit::max(SEALED_BYTES_MAX))
        .layer(middleware::from_fn(open_to_pages))
        .with_state(Arc::new(deposits))
}

async fn open_to_pages(request: Request, next: Next) -> Response {
    let asks_first = request.method() == Method::OPTIONS;
    let mut response =
        if asks_first { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, PUT"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn put(State(deposits): State<Shared>, Parameter(id): Parameter<String>, sealed: Bytes) -> Response {
    let Some(at) = deposits.at(&id).filter(|_| is_sealed(&sealed)) else {
        return (
            StatusCode::BAD_REQUEST,
            "an id is 64 hex digits, and what is sealed has whole blocks of 4 KiB between nonce and tag\n",
        )
            .into_response();
    };
    let put = tokio::task::spawn_blocking(move || deposits.put(&at, &sealed, Instant::now())).await;
    match put.map_err(io::Error::other).flatten() {
        Ok(Put::New) => StatusCode::CREATED.into_response(),
        Ok(Put::Known) => StatusCode::OK.into_response(),
        Ok(Put::Other) => (StatusCode::CONFLICT, "something else lies there\n").into_response(),
        Ok(Put::Full) => {
            (StatusCode::INSUFFICIENT_STORAGE, "this box is full: nothing more can be left here\n")
                .into_response()
        }
        Ok(Put::TooMany) => (StatusCode::TOO_MANY_REQUESTS, "try again in a minute\n").into_response(),
        Err(error) => failed(&error),
    }
}

async fn fetch(State(deposits): State<Shared>, Parameter(id): Parameter<String>) -> Response {
    let Some(at) = deposits.at(&id) else { return StatusCode::NOT_FOUND.into_response() };
    match tokio::fs::read(at).await {
        Ok(sealed) => ([(header::CONTENT_TYPE, "application/octet-stream")], sealed).into_response(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

/// Neither the id nor whoever asked is named: together they would tell who reported something.
fn failed(error: &io::Error) -> Response {
    tracing::error!(%error, "the deposit box could not keep or read something");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt as _;

    use super::*;

    async fn ask(router: &Router, method: Method, path: &str, body: &[u8]) -> (StatusCode, Vec<u8>) {
        let request = Request::builder().method(method).uri(path).body(Body::from(body.to_vec())).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        let status = response.status();
        (status, to_bytes(response.into_body(), 1_000_000).await.unwrap().to_vec())
    }

    /// So long as a sealed receipt.
    fn sealed(what: u8) -> Vec<u8> {
        vec![what; AROUND_BYTES + BLOCK_BYTES]
    }

    fn place(number: u8) -> String {
        format!("/deposit/{number:064x}")
    }

    #[tokio::test]
    async fn what_was_left_first_stays_also_when_the_box_is_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let at = || router(Deposits::open(folder.path().join("box"), 2).unwrap());
        let (first, one, other) = (at(), sealed(1), sealed(2));
        assert_eq!(ask(&first, Method::GET, &place(1), b"").await.0, StatusCode::NOT_FOUND);
        assert_eq!(ask(&first, Method::PUT, &place(1), &one).await.0, StatusCode::CREATED);
        assert_eq!(ask(&first, Method::PUT, &place(1), &one).await.0, StatusCode::OK);
        assert_eq!(ask(&first, Method::PUT, &place(1), &other).await.0, StatusCode::CONFLICT);
        let again = at();
        assert_eq!(ask(&again, Method::GET, &place(1), b"").await, (StatusCode::OK, one.clone()));
        assert_eq!(ask(&again, Method::PUT, &place(2), &one).await.0, StatusCode::CREATED);
        assert_eq!(ask(&again, Method::PUT, &place(3), &one).await.0, StatusCode::INSUFFICIENT_STORAGE);
        assert_eq!(ask(&again, Method::OPTIONS, &place(3), b"").await.0, StatusCode::NO_CONTENT);
    }

    #[tokio::test]
    async fn what_is_no_deposit_is_refused_and_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let router = router(Deposits::open(folder.path().join("box"), 10).unwrap());
        for id in ["1", &"A".repeat(64), &"g".repeat(64), "..%2F..%2Fkey", &"0".repeat(65)] {
            let path = format!("/deposit/{id}");
            assert_eq!(ask(&router, Method::PUT, &path, &sealed(1)).await.0, StatusCode::BAD_REQUEST, "{id}");
            assert_eq!(ask(&router, Method::GET, &path, b"").await.0, StatusCode::NOT_FOUND, "{id}");
        }
        for length in [0, 1, AROUND_BYTES, BLOCK_BYTES, AROUND_BYTES + BLOCK_BYTES - 1] {
            let garbage = vec![7; length];
            assert_eq!(
                ask(&router, Method::PUT, &place(1), &garbage).await.0,
                StatusCode::BAD_REQUEST,
                "{length}"
            );
        }
        let large = vec![7; SEALED_BYTES_MAX + 1];
        assert_eq!(ask(&router, Method::PUT, &place(1), &large).await.0, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(std::fs::read_dir(folder.path().join("box")).unwrap().count(), 0);
    }

    #[test]
    fn a_minute_takes_so_many_and_the_next_takes_as_many_again() {
        let folder = tempfile::tempdir().unwrap();
        let deposits = Deposits::open(folder.path().to_owned(), u64::MAX).unwrap();
        let now = Instant::now();
        for _ in 0..MINUTE_MAX {
            deposits.takes(now).unwrap();
        }
        assert_eq!(deposits.takes(now), Err(Put::TooMany));
        deposits.takes(now + Duration::from_mins(1)).unwrap();
    }
}
