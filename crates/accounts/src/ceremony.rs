//! What is half done: a password that was right while its code is yet to come, a passkey that is being made,
//! a link that was mailed.
//!
//! Each waits under the digest of a random token for a few minutes, is good once, and is then forgotten. None is
//! of record: what comes of it is.

use jiff::{SignedDuration, Timestamp};
use kit::jobs::Job;
use kit::store::{Reads, Tx, sql};
use kit::{Failure, Fault, House, OrFault as _, chance};

/// What kind of thing waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The password was right; the code of the second factor is yet to come. About an account.
    Code,
    /// A secret for a second factor, not yet confirmed with a code. About an account.
    SecondFactor,
    /// A code that was used, so that it is not used again. About an account.
    Used,
    /// A passkey is being made. About an account.
    PasskeyMade,
    /// A passkey is being asked for. About nobody yet.
    PasskeyAsked,
    /// A link to choose a new password. About an address.
    Reset,
    /// A link to confirm the address of somebody who registers an organisation. About an address.
    Register,
}

impl Kind {
    const fn code(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::SecondFactor => "second_factor",
            Self::Used => "used",
            Self::PasskeyMade => "passkey_made",
            Self::PasskeyAsked => "passkey_asked",
            Self::Reset => "reset",
            Self::Register => "register",
        }
    }

    /// How long it waits.
    pub(crate) const fn good_for(self) -> SignedDuration {
        match self {
            Self::Code | Self::PasskeyMade | Self::PasskeyAsked => SignedDuration::from_mins(10),
            Self::SecondFactor => SignedDuration::from_mins(30),
            Self::Used => SignedDuration::from_mins(5),
            Self::Reset => SignedDuration::from_hours(1),
            Self::Register => SignedDuration::from_hours(24),
        }
    }
}

/// What waits under a token.
pub(crate) struct Waiting {
    pub(crate) about: String,
    pub(crate) state: String,
}

/// Whom it is about may be an address: the store has only what finds it again.
const ABOUT: &str = "ceremony";

fn written(about: &str, state: &str) -> Result<String, Fault> {
    serde_json::to_string(&(about, state)).or_fault("writing what waits")
}

/// Lets something wait; the token under which it is found.
pub(crate) async fn begin(tx: &mut Tx, kind: Kind, about: &str, state: &str) -> Result<String, Fault> {
    let token = chance::token();
    put(tx, kind, &token, about, state).await?;
    Ok(token)
}

/// Lets something wait under a token of the caller's; whether the token was new.
pub(crate) async fn put(
    tx: &mut Tx,
    kind: Kind,
    token: &str,
    about: &str,
    state: &str,
) -> Result<bool, Fault> {
    let now = tx.now;
    let put = sql("-- accounts.ceremony.put
        INSERT INTO accounts_ceremony (digest, kind, about, state, made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (digest) DO NOTHING")
    .bind(chance::token_digest(token))
    .bind(kind.code())
    .index(ABOUT, about)
    .hide(chance::token_digest(token), written(about, state)?)
    .bind(now)
    .bind(now + kind.good_for())
    .run(tx)
    .await?;
    Ok(put == 1)
}

/// What waits under a token, if its time is not up.
pub(crate) async fn find(
    from: &impl Reads,
    kind: Kind,
    token: &str,
    now: Timestamp,
) -> Result<Waiting, Failure> {
    let row = sql("-- accounts.ceremony.find
        SELECT state FROM accounts_ceremony WHERE digest = $1 AND kind = $2 AND expires_at > $3")
    .bind(chance::token_digest(token))
    .bind(kind.code())
    .bind(now)
    .one(from)
    .await?
    .ok_or(Failure::NotFound)?;
    let text = row.shown(chance::token_digest(token), "state")?;
    let (about, state) = serde_json::from_str(&text).or_fault("reading what waits")?;
    Ok(Waiting { about, state })
}

/// Takes what waits under a token: nobody else will find it there.
pub(crate) async fn take(tx: &mut Tx, kind: Kind, token: &str) -> Result<Waiting, Failure> {
    let waiting = find(tx, kind, token, tx.now).await?;
    let taken = sql("-- accounts.ceremony.take\nDELETE FROM accounts_ceremony WHERE digest = $1")
        .bind(chance::token_digest(token))
        .run(tx)
        .await?;
    if taken == 1 { Ok(waiting) } else { Err(Failure::NotFound) }
}

/// Whether one of this kind was begun for the same address since `since`: so that nobody's mail box is filled.
pub(crate) async fn begun_since(
    from: &impl Reads,
    kind: Kind,
    about: &str,
    since: Timestamp,
) -> Result<bool, Fault> {
    let row = sql("-- accounts.ceremony.begun_since
        SELECT digest FROM accounts_ceremony WHERE kind = $1 AND about = $2 AND made_at > $3 LIMIT 1");
    Ok(row.bind(kind.code()).index(ABOUT, about).bind(since).one(from).await?.is_some())
}

/// Forgets everything of this kind about somebody.
pub(crate) async fn forget(tx: &mut Tx, kind: Kind, about: &str) -> Result<(), Fault> {
    sql("-- accounts.ceremony.forget\nDELETE FROM accounts_ceremony WHERE kind = $1 AND about = $2")
        .bind(kind.code())
        .index(ABOUT, about)
        .run(tx)
        .await
        .map(drop)
}

/// Forgets what nobody came back for. Safe to repeat.
pub struct ForgetCeremonies;

#[async_trait::async_trait]
impl Job for ForgetCeremonies {
    fn name(&self) -> &'static str {
        "accounts.forget_ceremonies"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_mins(10)
    }

    async fn run(&self, house: &House, now: Timestamp) -> Result<(), Fault> {
        let mut tx = house.begin("forget what was left half done", domain::event::Actor::System, now).await?;
        sql("-- accounts.ceremony.expired\nDELETE FROM accounts_ceremony WHERE expires_at <= $1")
            .bind(now)
            .run(&mut tx)
            .await?;
        tx.commit().await
    }
}
