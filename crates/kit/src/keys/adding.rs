//! What is only added to the store of keys, as with every report: all who come while one transaction is being made
//! durable share the next.

use std::sync::{Arc, Mutex};

use domain::id::KeyId;
use tokio::sync::oneshot;

use super::change::Change;
use super::envelope::Envelope;
use super::room::Keys;
use crate::log::lock;
use crate::store::{Tx, sql};
use crate::{Fault, OrFault as _};

/// The most rows of one statement: a few lengths, so that the store need not read ever new statements.
const ROWS_MAX: usize = 32;

/// Those who wait, and who writes.
#[derive(Default)]
pub(super) struct Line {
    waiting: Mutex<Vec<Waiting>>,
    turn: tokio::sync::Mutex<()>,
}

struct Waiting {
    added: Added,
    done: oneshot::Sender<Result<(), Arc<str>>>,
}

/// What is added.
#[derive(Default)]
pub(super) struct Added {
    envelopes: Vec<(String, Envelope, String)>,
    seals: Vec<(KeyId, String, Option<String>, String)>,
}

impl Added {
    /// Only what is added and takes nothing from anybody; otherwise the changes as they came.
    pub(super) fn only(changes: Vec<Change>) -> Result<Self, Vec<Change>> {
        if !changes.iter().all(|change| matches!(change, Change::Envelope { .. } | Change::Seal { .. })) {
            return Err(changes);
        }
        let mut added = Self::default();
        for change in changes {
            match change {
                Change::Envelope { pair, envelope, sealed } => added.envelopes.push((pair, envelope, sealed)),
                Change::Seal { matter, holder, envelope, sealed } => {
                    added.seals.push((matter, holder, envelope, sealed));
                }
                Change::Unseal { .. }
                | Change::Never { .. }
                | Change::Hold { .. }
                | Change::Release { .. }
                | Change::Glass { .. }
                | Change::Works { .. }
                | Change::Gone { .. } => {}
            }
        }
        Ok(added)
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.envelopes.is_empty() && self.seals.is_empty()
    }

    async fn write(&self, tx: &mut Tx) -> Result<(), Fault> {
        for rows in self.envelopes.chunks(ROWS_MAX) {
            let into = "-- kit.keys.add_envelopes\nINSERT INTO kit_envelope (id, holder, sealed) VALUES";
            let mut statement = sql(format!("{into} {}", places(rows.len(), 3)));
            for (pair, envelope, sealed) in rows {
                statement = statement.bind(envelope.id.as_str()).bind(pair).bind(sealed);
            }
            statement.run(tx).await?;
        }
        for rows in self.seals.chunks(ROWS_MAX) {
            let into =
                "-- kit.keys.add_seals\nINSERT INTO kit_seal (matter, holder, envelope, sealed) VALUES";
            let once = "ON CONFLICT (matter, holder) DO NOTHING";
            let mut statement = sql(format!("{into} {} {once}", places(rows.len(), 4)));
            for (matter, holder, envelope, sealed) in rows {
                statement = statement.bind(*matter).bind(holder).bind(envelope.clone()).bind(sealed);
            }
            statement.run(tx).await?;
        }
        Ok(())
    }
}

impl Keys {
    /// Makes these durable.
    pub(super) async fn add(self: &Arc<Self>, added: Added) -> Result<(), Fault> {
        let (done, told) = oneshot::channel();
        lock(&self.line.waiting).push(Waiting { added, done });
        let keys = Arc::clone(self);
        // A task of its own: whoever writes for others and goes away must not take them along.
        tokio::spawn(async move {
            let _turn = keys.line.turn.lock().await;
            keys.add_all().await;
        });
        told.await.or_fault("keeping keys")?.map_err(|why| Fault::new(&*why))
    }

    /// Writes for all who wait now; there may be nobody left.
    async fn add_all(&self) {
        let waiting = std::mem::take(&mut *lock(&self.line.waiting));
        if waiting.is_empty() {
            return;
        }
        let mut all = Added::default();
        let mut tell = Vec::with_capacity(waiting.len());
        for Waiting { added, done } in waiting {
            all.envelopes.extend(added.envelopes);
            all.seals.extend(added.seals);
            tell.push(done);
        }
        let done = self.write(&all).await.map_err(|fault| Arc::from(fault.to_string()));
        if done.is_ok() {
            for (pair, envelope, _) in all.envelopes {
                self.envelopes.put(pair, self.clock.now(), envelope);
            }
        }
        for one in tell {
            // Whoever waited may have gone away.
            let _ = one.send(done.clone());
        }
    }

    async fn write(&self, added: &Added) -> Result<(), Fault> {
        let mut tx = self.begin("add keys").await?;
        added.write(&mut tx).await?;
        tx.commit().await
    }
}

/// `($1, $2), ($3, $4)`: so many rows of so many columns.
fn places(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> =
            (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}
