//! What changes in the store of keys.

use std::collections::BTreeSet;

use domain::id::{AccountId, KeyId, OrganisationId};
use domain::keys::{Desk, Holder};
use jiff::Timestamp;

use super::envelope::Envelope;
use super::holder::{self, Newest, by_root, ensure};
use super::{RootKey, Secret, people, waiting};
use crate::Fault;
use crate::store::{Tx, sql};

/// One change.
pub(crate) enum Change {
    /// An envelope, sealed to a pair.
    Envelope {
        pair: String,
        envelope: Envelope,
        sealed: String,
    },
    Seal {
        matter: KeyId,
        holder: String,
        /// In which envelope, where it is to a pair.
        envelope: Option<String>,
        sealed: String,
    },
    Unseal {
        matter: KeyId,
        holder: String,
    },
    Never {
        matter: KeyId,
        account: AccountId,
    },
    /// Nothing of it may be destroyed; the seal of this holder is there already.
    Hold {
        matter: KeyId,
        holder: String,
    },
    Release {
        matter: KeyId,
    },
    Glass {
        matter: KeyId,
        account: AccountId,
        until: Timestamp,
    },
    /// Somebody works at these desks now, and at no other. In the custody of people whoever says so may have the keys of
    /// some, by the ids of their pairs.
    Works {
        account: AccountId,
        desks: Vec<(OrganisationId, Desk)>,
        opened: Vec<(String, Secret)>,
    },
    /// Somebody works nowhere any more, and comes back no more.
    Gone {
        account: AccountId,
    },
}

/// What a pair of keys is called, in all its epochs.
pub(super) fn name_of(holder: &Holder) -> String {
    match holder {
        Holder::Account(account) => account.to_string(),
        Holder::Desk(organisation, desk) | Holder::Glass(organisation, desk) => {
            format!("{organisation}/{}", desk.code())
        }
        Holder::Case(case) => case.to_string(),
    }
}

impl Change {
    pub(super) async fn write(self, tx: &mut Tx, root: &RootKey) -> Result<(), Fault> {
        let statement = match self {
            Self::Envelope { pair, envelope, sealed } => sql("-- kit.keys.envelope
                    INSERT INTO kit_envelope (id, holder, sealed) VALUES ($1, $2, $3)")
            .bind(envelope.id)
            .bind(pair)
            .bind(sealed),
            Self::Seal { matter, holder, envelope, sealed } => sql("-- kit.keys.seal
                    INSERT INTO kit_seal (matter, holder, envelope, sealed) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (matter, holder) DO NOTHING")
            .bind(matter)
            .bind(holder)
            .bind(envelope)
            .bind(sealed),
            Self::Unseal { matter, holder } => {
                sql("-- kit.keys.unseal\nDELETE FROM kit_seal WHERE matter = $1 AND holder = $2")
                    .bind(matter)
                    .bind(holder)
            }
            Self::Never { matter, account } => sql("-- kit.keys.keep_from
                    INSERT INTO kit_never (matter, account) VALUES ($1, $2) ON CONFLICT (matter, account) DO NOTHING")
            .bind(matter)
            .bind(account),
            Self::Hold { matter, holder } => sql("-- kit.keys.hold
                    INSERT INTO kit_hold (matter, holder, at) VALUES ($1, $2, $3) ON CONFLICT (matter) DO NOTHING")
            .bind(matter)
            .bind(holder)
            .bind(tx.now),
            Self::Release { matter } => {
                sql("-- kit.keys.release\nDELETE FROM kit_hold WHERE matter = $1").bind(matter).run(tx).await?;
                sql("-- kit.keys.release_seal\nDELETE FROM kit_seal WHERE matter = $1 AND holder LIKE 'hold:%'")
                    .bind(matter)
            }
            Self::Glass { matter, account, until } => sql("-- kit.keys.glass
                    INSERT INTO kit_glass (matter, account, until) VALUES ($1, $2, $3)
                    ON CONFLICT (matter, account) DO UPDATE SET until = $3")
            .bind(matter)
            .bind(account)
            .bind(until),
            Self::Works { account, desks, opened } => return works(tx, root, account, &desks, &opened).await,
            Self::Gone { account } => return gone(tx, account).await,
        };
        statement.run(tx).await.map(drop)
    }
}

/// Gives somebody the keys of their desks; where they leave one, it begins a new epoch.
async fn works(
    tx: &mut Tx,
    root: &RootKey,
    account: AccountId,
    desks: &[(OrganisationId, Desk)],
    opened: &[(String, Secret)],
) -> Result<(), Fault> {
    let me = ensure(tx, root, &account.to_string()).await?;
    let wanted: BTreeSet<String> =
        desks.iter().map(|(organisation, desk)| name_of(&Holder::Desk(*organisation, *desk))).collect();
    let rows = sql("-- kit.keys.works_now
        SELECT DISTINCT h.name FROM kit_wrap w JOIN kit_holder h ON h.id = w.holder
        JOIN kit_holder own ON own.id = w.wrapped_by WHERE own.name = $1 AND h.name <> $1
        UNION SELECT desk AS name FROM kit_waiting WHERE account = $1");
    let rows = rows.bind(account).all(tx).await?;
    let now = rows.iter().map(|row| row.get("name")).collect::<Result<BTreeSet<String>, _>>()?;
    for name in now.difference(&wanted) {
        waiting::waits_no_more(tx, name, account).await?;
        leaves(tx, root, account, name).await?;
    }
    for name in wanted.difference(&now) {
        joins(tx, root, (account, &me), name, opened).await?;
    }
    Ok(())
}

/// Gives somebody the keys of a desk: by the root key, or by whoever says so. Where neither has them, they wait for a
/// colleague; where no colleague has them either, the desk begins a new epoch with them.
async fn joins(
    tx: &mut Tx,
    root: &RootKey,
    (account, me): (AccountId, &Newest),
    name: &str,
    opened: &[(String, Secret)],
) -> Result<(), Fault> {
    ensure(tx, root, name).await?;
    let (mut shut, mut holds) = (false, false);
    for id in waiting::epochs(tx, name).await? {
        let known = match by_root(tx, root, &id).await? {
            Some(key) => Some(key.secret().clone()),
            None => opened.iter().find(|(known, _)| *known == id).map(|(_, secret)| secret.clone()),
        };
        if let Some(secret) = known {
            waiting::give(tx, &id, &secret, me, account).await?;
        } else {
            (shut, holds) = (true, holds || waiting::holds_something(tx, &id).await?);
        }
    }
    if !shut {
        return Ok(());
    }
    waiting::waits(tx, name, account).await?;
    let epoch = holder::epoch(tx, name).await?;
    if waiting::there(tx, name, epoch).await?.is_empty() {
        waiting::begins(tx, root, name).await?;
        // There is nothing from before to wait for.
        if !holds {
            waiting::waits_no_more(tx, name, account).await?;
        }
    }
    Ok(())
}

/// Takes the keys of a desk from somebody; what is told from now on is sealed to a pair that they never had.
async fn leaves(tx: &mut Tx, root: &RootKey, leaver: AccountId, name: &str) -> Result<(), Fault> {
    sql("-- kit.keys.leaves
        DELETE FROM kit_wrap WHERE wrapped_by IN (SELECT id FROM kit_holder WHERE name = $1)
        AND holder IN (SELECT id FROM kit_holder WHERE name = $2)")
    .bind(leaver)
    .bind(name)
    .run(tx)
    .await?;
    waiting::begins(tx, root, name).await
}

/// In the custody of people nothing is left that would open somebody's own pair when they are gone, but two shares.
async fn gone(tx: &mut Tx, account: AccountId) -> Result<(), Fault> {
    if !people::is(tx).await? {
        return Ok(());
    }
    sql("-- kit.keys.gone
        DELETE FROM kit_wrap WHERE holder IN (SELECT id FROM kit_holder WHERE name = $1)
        AND wrapped_by NOT IN (SELECT id FROM kit_holder)")
    .bind(account)
    .run(tx)
    .await
    .map(drop)
}
