//! Asking the witnesses of the policy to cosign, without ever waiting long for them: what children tell is taken,
//! signed by the log alone, while no witness answers; the next receipt has the witnesses' cosignatures too.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use translog::witness::Request;
use translog::{Note, Policy, Signature};

use super::files::Files;
use super::room::lock;
use crate::{Fault, OrFault as _};

/// How long a witness that did not answer is left alone.
const REST: Duration = Duration::from_secs(10);
/// A cosignature is a line; nobody needs to send more.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;

/// The witnesses of a log.
pub struct Witnesses {
    policy: Policy,
    client: ureq::Agent,
    /// What each is known to have seen last, and until when it is left alone; by its name in the policy.
    known: Mutex<HashMap<String, Known>>,
}

#[derive(Clone, Copy, Default)]
struct Known {
    size: u64,
    rests_until: Option<Instant>,
}

enum Answer {
    Cosigned(Vec<Signature>),
    /// It saw this size last.
    Size(u64),
}

impl Witnesses {
    /// The witnesses of a policy, each waited for so long.
    pub fn new(policy: Policy, patience: Duration) -> Self {
        let config = ureq::Agent::config_builder().timeout_global(Some(patience)).http_status_as_error(false);
        Self { policy, client: config.build().into(), known: Mutex::default() }
    }

    /// No witnesses.
    pub fn none() -> Self {
        Self::new(Policy::none(), Duration::ZERO)
    }

    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether any of them may be asked now.
    pub(super) fn any_awake(&self) -> bool {
        let known = lock(&self.known);
        let awake = |name: &str| {
            known.get(name).and_then(|known| known.rests_until).is_none_or(|until| until <= Instant::now())
        };
        self.policy.witnesses.iter().any(|witness| witness.url.is_some() && awake(&witness.name))
    }

    /// The same checkpoint with the cosignatures that could be had.
    pub(super) async fn cosign(&self, log: &translog::Log<Files>, mut note: Note, size: u64) -> Note {
        for witness in &self.policy.witnesses {
            let Some(url) = &witness.url else { continue };
            let before = lock(&self.known).get(&witness.name).copied().unwrap_or_default();
            if before.rests_until.is_some_and(|until| until > Instant::now()) {
                continue;
            }
            let after = match self.ask(url, log, &note, (before.size, size)).await {
                Ok(signatures) => {
                    let theirs = |signature: &Signature| {
                        signature.key == witness.key.id() && signature.name == witness.key.name
                    };
                    signatures.into_iter().filter(theirs).for_each(|signature| note.add(signature));
                    Known { size, rests_until: None }
                }
                Err(fault) => {
                    tracing::warn!(
                        witness = witness.name,
                        reason = fault.chain(),
                        "a witness did not cosign"
                    );
                    Known { rests_until: Some(Instant::now() + REST), ..before }
                }
            };
            lock(&self.known).insert(witness.name.clone(), after);
        }
        note
    }

    async fn ask(
        &self,
        url: &str,
        log: &translog::Log<Files>,
        note: &Note,
        (seen, size): (u64, u64),
    ) -> Result<Vec<Signature>, Fault> {
        let mut old = seen;
        for _ in 0..2 {
            let proof = log.consistency(old, size).or_fault("proving that the log has grown")?;
            let request = Request { old, proof, checkpoint: note.clone() }.to_string();
            match self.post(format!("{}/add-checkpoint", url.trim_end_matches('/')), request).await? {
                Answer::Cosigned(signatures) => return Ok(signatures),
                Answer::Size(known) if known <= size => old = known,
                Answer::Size(known) => {
                    return Err(Fault::new(format!("it saw {known} entries, more than there are")));
                }
            }
        }
        Err(Fault::new("it saw another size each time"))
    }

    async fn post(&self, url: String, body: String) -> Result<Answer, Fault> {
        let client = self.client.clone();
        let asked = tokio::task::spawn_blocking(move || -> Result<(u16, String), ureq::Error> {
            let mut answer = client.post(&url).send(body)?;
            let text = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_string()?;
            Ok((answer.status().as_u16(), text))
        });
        let (status, text) = asked.await.or_fault("asking a witness")?.or_fault("asking a witness")?;
        match status {
            200 => text
                .lines()
                .map(str::parse)
                .collect::<Result<_, _>>()
                .map(Answer::Cosigned)
                .or_fault("reading a cosignature"),
            409 => text.trim_end().parse().map(Answer::Size).or_fault("reading what a witness saw"),
            status => Err(Fault::new(format!("it refuses ({status}): {}", text.trim_end()))),
        }
    }
}
