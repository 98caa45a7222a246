//! The witness as a service: for a regulator, a partner, anybody who is not the one whose log it is.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use clap::Args;
use domain::reports::phrase;
use kit::clock::Clock;
use kit::log::witness::{NotCosigned, Witnessing};
use tokio::net::TcpListener;
use translog::witness::Refusal;

use crate::deposit::{self, Deposits};

/// No checkpoint with its proof is longer.
const REQUEST_BYTES_MAX: usize = 64 * 1024;

#[derive(Args)]
pub(crate) struct WitnessArgs {
    /// The witness's own folder: its key, and what it cosigned last.
    #[arg(long)]
    folder: PathBuf,
    /// Its name, for a witness that has no key yet: an address without its scheme, like `witness.example`.
    #[arg(long)]
    name: String,
    /// A policy (C2SP tlog-policy) whose `log` lines name the logs that it watches.
    #[arg(long)]
    logs: PathBuf,
    /// The address and port that it listens on.
    #[arg(long, default_value = "127.0.0.1:8430")]
    listen: std::net::SocketAddr,
    /// How many receipts it keeps for people who cannot keep files, each sealed with their code; 0 for none. One has 4 KiB.
    #[arg(long, default_value_t = 100_000)]
    deposits: u64,
}

type Shared = Arc<Mutex<Witnessing>>;

/// Witnesses until it is told to stop.
pub(crate) async fn run(args: WitnessArgs) -> Result<()> {
    let logs = std::fs::read_to_string(&args.logs)
        .with_context(|| format!("`--logs`: reading {}", args.logs.display()))?;
    let logs = logs.parse().with_context(|| format!("`--logs`: in {}", args.logs.display()))?;
    let witness = Witnessing::open(&args.folder, &args.name, logs)
        .with_context(|| format!("`--folder`: opening {}", args.folder.display()))?;
    let listener =
        TcpListener::bind(args.listen).await.with_context(|| format!("`--listen`: {}", args.listen))?;
    println!("{}", witness.verifier());
    let page = page(witness.policy());
    let mut all = router(witness);
    if args.deposits > 0 {
        let deposits = Deposits::open(args.folder.join("deposits"), args.deposits)
            .with_context(|| format!("`--folder`: opening the deposits in {}", args.folder.display()))?;
        all = all.merge(deposit::router(deposits)).merge(page);
    }
    Ok(axum::serve(listener, all).with_graceful_shutdown(crate::serve::told_to_stop()).await?)
}

pub(crate) fn router(witness: Witnessing) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add))
        .route("/{origin}/checkpoint", get(newest))
        .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX))
        .with_state(Arc::new(Mutex::new(witness)))
}

/// The page on which whoever has a code gets their receipt back, with what it needs: nothing of it comes from anywhere else.
fn page(policy: String) -> Router {
    let policy: Arc<str> = policy.into();
    let show = move |uri: Uri| async move { reports::proof::back(kit::ctx::lang_of(uri.query()), &policy) };
    Router::new()
        .route("/", get(show))
        .route("/assets/{name}", get(asset))
        .route("/words.txt", get(|| async { phrase::list().collect::<Vec<_>>().join("\n") }))
        .route("/leave", get(|| async { Redirect::to(reports::start::ELSEWHERE.0) }))
        .layer(axum::middleware::map_response(|mut response: Response| async {
            kit::answer::guard(response.headers_mut());
            response
        }))
}

async fn asset(Path(name): Path<String>) -> Response {
    match kit::page::assets::file(&name) {
        Some((bytes, kind)) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn add(State(witness): State<Shared>, request: String) -> Response {
    let now = Clock::Wall.now();
    let mut witness = witness.lock().unwrap_or_else(PoisonError::into_inner);
    match witness.add(&request, now) {
        Ok(line) => line.into_response(),
        Err(NotCosigned::Refused(Refusal::OtherSize(size))) => {
            (StatusCode::CONFLICT, [(header::CONTENT_TYPE, "text/x.tlog.size")], format!("{size}\n"))
                .into_response()
        }
        Err(NotCosigned::Refused(refusal)) => {
            let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST);
            (status, format!("{refusal}\n")).into_response()
        }
        Err(NotCosigned::Disk(error)) => failed(&error),
    }
}

async fn newest(State(witness): State<Shared>, Path(origin): Path<String>) -> Response {
    let witness = witness.lock().unwrap_or_else(PoisonError::into_inner);
    match witness.newest(&origin) {
        Ok(Some(note)) => ([(header::CACHE_CONTROL, "no-store")], note.to_string()).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

fn failed(error: &std::io::Error) -> Response {
    tracing::error!(%error, "the witness could not keep or read what it saw");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use domain::accounts::Event as Happened;
    use domain::event::{Actor, Event};
    use domain::id::AccountId;
    use kit::journal::Entry;
    use kit::log::{Log, Witnesses, receipt};
    use kit::store::Db;
    use kit::testing::{self, thursday};
    use kit::{chance, journal};
    use translog::{Kind, Policy, SigningKey};

    use super::*;

    async fn append(db: &Db) -> Entry {
        let mut tx = db.begin("append something", Actor::System, thursday(), &Arc::default()).await.unwrap();
        let somebody: AccountId = chance::id(thursday());
        let appended = tx.append(somebody, 0, Event::Accounts(Happened::Left), None).await.unwrap();
        tx.commit().await.unwrap();
        appended.entry
    }

    async fn witnessed(log: &Log, policy: &Policy, entry: &Entry) -> bool {
        let receipt = log.receipt(entry).await.unwrap().unwrap();
        receipt::check(&receipt.to_string(), policy, None).unwrap().witnessed
    }

    #[tokio::test]
    async fn without_a_witness_receipts_are_given_and_they_are_witnessed_when_it_is_back() {
        let folder = tempfile::tempdir().unwrap();
        let db = testing::empty_db(folder.path()).await;
        db.migrate([&[journal::MIGRATION][..], &kit::log::MIGRATIONS].concat(), thursday()).await.unwrap();
        let key = SigningKey::new("localhost/log", Kind::Log, [1; 32]).unwrap();
        std::fs::create_dir(folder.path().join("signer")).unwrap();
        std::fs::write(folder.path().join("signer/key"), key.reveal()).unwrap();
        let witness =
            Witnessing::open(&folder.path().join("witness"), "w.example", Policy::of_log(key.verifier()));
        let witness = witness.unwrap();
        let (log, vkey) = (key.verifier(), witness.verifier());
        let policy_at = |address: std::net::SocketAddr| -> Policy {
            format!("log {log}\nwitness w {vkey} http://{address}\nquorum w").parse().unwrap()
        };
        let at = |policy: &Policy| {
            let witnesses = Witnesses::new(policy.clone(), Duration::from_secs(20));
            testing::log_with(&db, &Clock::still_at(thursday()), folder.path(), witnesses)
        };

        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let policy = policy_at(nobody);
        let alone = at(&policy);
        let first = append(&db).await;
        assert!(alone.batch(false).await.unwrap());
        assert!(!witnessed(&alone, &policy, &first).await);

        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let policy = policy_at(listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, router(witness)).into_future());
        // The signer is held by one log at a time.
        drop(alone);
        let again = at(&policy);
        again.batch(false).await.unwrap();
        assert!(witnessed(&again, &policy, &first).await, "the same entry, with a receipt that is witnessed");
        let second = append(&db).await;
        assert!(again.batch(false).await.unwrap());
        assert!(witnessed(&again, &policy, &second).await);
    }
}
