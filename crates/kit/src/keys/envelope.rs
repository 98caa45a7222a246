//! Envelopes: what is sealed to a pair within one minute shares one seal to it.
//!
//! ```text
//! envelope = 32 random bytes, sealed to the pair by HPKE (1,168 bytes), about its own id and the pair's
//! seal     = nonce (24) || matter's key under the envelope's (32) || tag (16)     about the matter and the pair
//! ```
//!
//! A seal to a pair costs 0.6 ms of a processor and its opening 1 ms; so every report a second would take more of them
//! than of anything else. An envelope's key is with the node for as long as it is used, which is no longer than the
//! matters' keys that it seals are.

use std::collections::HashMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

use super::change::Change;
use super::holder::Newest;
use super::room::about;
use super::{Fresh, Secret};
use crate::log::lock;
use crate::{Fault, chance};

/// How long what is sealed to a pair goes into the same envelope.
const LIVES: SignedDuration = SignedDuration::from_secs(60);

/// The envelope of a pair.
#[derive(Clone)]
pub(crate) struct Envelope {
    pub(super) id: String,
    secret: Secret,
}

/// The envelopes that are in use, by pair. Only those that are durable: nothing must be sealed into one that may yet
/// come to nothing.
#[derive(Default)]
pub(super) struct Envelopes(Mutex<HashMap<String, (Timestamp, Envelope)>>);

impl Envelopes {
    fn of(&self, pair: &str, now: Timestamp) -> Option<Envelope> {
        let mut all = lock(&self.0);
        all.retain(|_, (made, _)| now.duration_since(*made) < LIVES);
        all.get(pair).map(|(_, envelope)| envelope.clone())
    }

    /// Begins to use one, now that it is durable.
    pub(super) fn put(&self, pair: String, now: Timestamp, envelope: Envelope) {
        lock(&self.0).insert(pair, (now, envelope));
    }

    /// Seals a matter's key to a pair; with the envelope, where it is a new one.
    pub(super) fn seal(
        &self,
        now: Timestamp,
        to: &Newest,
        glass: &str,
        matter: &Fresh,
    ) -> Result<Vec<Change>, Fault> {
        let mut changes = Vec::new();
        let envelope = if let Some(envelope) = self.of(&to.id, now) {
            envelope
        } else {
            let (id, secret) = (chance::hex(&chance::bytes::<16>()), Secret::new(chance::bytes()));
            let sealed = to.public.seal(&named(&id, &to.id), &secret)?;
            let envelope = Envelope { id, secret };
            changes.push(Change::Envelope { pair: to.id.clone(), envelope: envelope.clone(), sealed });
            envelope
        };
        let holder = format!("{glass}{}", to.id);
        let sealed = matter.secret.sealed(&envelope.secret, &about(matter.id, &holder))?;
        changes.push(Change::Seal { matter: matter.id, holder, envelope: Some(envelope.id), sealed });
        Ok(changes)
    }
}

/// What the seal of an envelope to a pair is about.
pub(super) fn named(envelope: &str, pair: &str) -> String {
    format!("envelope {envelope} {pair}")
}
