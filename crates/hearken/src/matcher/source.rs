//! The service that the lists come from: pulled by cursor, told what became of entries.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde::de::DeserializeOwned;

use super::held::{List, Page};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
const ANSWER_BYTES_MAX: u64 = 64 << 20;

/// A service, and our key to it.
#[derive(Clone)]
pub(crate) struct Service {
    address: String,
    key: String,
    client: ureq::Agent,
}

/// What came of telling.
pub(crate) enum Told {
    /// It has it, now or before.
    Taken,
    /// It will never take it, for this reason.
    Refused(String),
}

impl Service {
    /// At an address that is https, or on this machine: the key goes with every request.
    pub(crate) fn new(address: &str, key: &str) -> Result<Self> {
        let address = address.trim_end_matches('/').to_owned();
        let here = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
        let safe = address.starts_with("https://") || here.iter().any(|here| address.starts_with(here));
        ensure!(
            safe,
            "`--service` must be https, unless it is this machine: the key goes with every request"
        );
        ensure!(!key.trim().is_empty(), "`--key-file` is empty: make a key for programs on the service");
        let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false);
        Ok(Self { address, key: key.trim().to_owned(), client: config.build().into() })
    }

    pub(crate) fn lists(&self) -> Result<Vec<List>> {
        self.get("/api/v1/hashes/lists")
    }

    /// What changed since a cursor.
    pub(crate) fn changes(&self, after: &str) -> Result<Page> {
        self.get(&format!("/api/v1/hashes/changes?limit=1000&after={after}"))
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let request = self.client.get(format!("{}{path}", self.address));
        let answer = request.header("Authorization", format!("Bearer {}", self.key)).call();
        let mut answer = answer.context("asking the service")?;
        ensure!(
            answer.status() == 200,
            "the service answers {}: does the key have the scope?",
            answer.status()
        );
        let body =
            answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_vec().context("reading")?;
        // What the parser says may repeat a part of what it read.
        serde_json::from_slice(&body).map_err(|_| anyhow::anyhow!("the service answers something else"))
    }

    /// Tells one thing: `{"entry", "outcome", …}`.
    pub(crate) fn tell(&self, one: &serde_json::Value) -> Result<Told> {
        let request = self.client.post(format!("{}/api/v1/hashes/feedback", self.address));
        let request = request.header("Authorization", format!("Bearer {}", self.key));
        let request = request.header("Content-Type", "application/json");
        let body = serde_json::json!({ "feedback": [one] }).to_string();
        let mut answer = request.send(body.as_bytes()).context("telling the service")?;
        let status = answer.status().as_u16();
        let said = answer.body_mut().read_to_string().context("reading")?;
        match status {
            200 => {
                let said: serde_json::Value = serde_json::from_str(&said).context("reading")?;
                let taken = &said["taken"][0];
                let refused = taken["refused"].as_str().map(str::to_owned);
                Ok(refused.map_or(Told::Taken, Told::Refused))
            }
            // Too much at once, or it is not well: later.
            408 | 429 | 500..=599 => anyhow::bail!("the service answers {status}"),
            _ => Ok(Told::Refused(format!("the service answers {status}"))),
        }
    }
}
