//! Mail that goes out: written to the outbox in the same transaction as what it tells of, sent later.
//!
//! A mail never carries what a report says, only that something waits: mail boxes are read by others.
//! Without a mail server it is put into a folder as `.eml` files, so that the service works alone.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use crate::store::{Reads, Tx, sql};
use crate::{Fault, House, OrFault as _, chance};

/// How mail leaves the house.
pub enum Post {
    /// A folder of `.eml` files.
    Folder(PathBuf),
    /// A mail server.
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
}

impl Post {
    /// A mail server from its address, `smtp://host:25` or `smtps://user:password@host`.
    pub fn smtp(address: &str) -> Result<Self, Fault> {
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(address)
            .or_fault("reading the mail server's address")?;
        Ok(Self::Smtp(Box::new(server.build())))
    }

    async fn send(&self, mail: Message) -> Result<(), Fault> {
        match self {
            Self::Folder(folder) => {
                let doing = "putting mail into the outbox folder";
                tokio::fs::create_dir_all(folder).await.or_fault(doing)?;
                let name = format!("{}.eml", chance::token());
                tokio::fs::write(folder.join(name), mail.formatted()).await.or_fault(doing)
            }
            Self::Smtp(server) => server.send(mail).await.map(drop).or_fault("sending mail"),
        }
    }
}

/// What the sealed columns are about.
const RECIPIENT: &str = "mail recipient";
const SUBJECT: &str = "mail subject";
const BODY: &str = "mail body";

/// Puts a mail into the outbox; it leaves when the transaction has been made durable.
pub async fn write(tx: &mut Tx, recipient: &str, subject: &str, body: &str) -> Result<(), Fault> {
    let now = tx.now;
    sql("-- kit.mail.write
        INSERT INTO kit_outbox (at, not_before, recipient, subject, body) VALUES ($1, $1, $2, $3, $4)")
    .bind(now)
    .hide(RECIPIENT, recipient)
    .hide(SUBJECT, subject)
    .hide(BODY, body)
    .run(tx)
    .await?;
    Ok(())
}

/// The most tries before a mail is given up; `doctor` names those.
const ATTEMPTS_MAX: u32 = 12;

/// Sends what waits. Sending twice is possible when the power goes at the wrong moment; losing is not.
pub async fn send_waiting(house: &House, post: &Post, now: Timestamp) -> Result<usize, Fault> {
    let waiting = sql("-- kit.mail.send_waiting
        SELECT id, recipient, subject, body, attempts FROM kit_outbox
        WHERE sent_at IS NULL AND not_before <= $1 AND attempts < $2 ORDER BY id LIMIT 50")
    .bind(now)
    .bind(ATTEMPTS_MAX)
    .all(&house.db)
    .await?;
    for row in &waiting {
        let (id, attempts): (i64, u32) = (row.get("id")?, row.get("attempts")?);
        let (recipient, subject, body): (String, String, String) =
            (row.shown(RECIPIENT, "recipient")?, row.shown(SUBJECT, "subject")?, row.shown(BODY, "body")?);
        let sent = match compose(&house.settings.mail_from, &recipient, &subject, body) {
            Ok(mail) => post.send(mail).await,
            Err(fault) => Err(fault),
        };
        // Never the recipient or the subject: logs are read by more people than mail is.
        if let Err(fault) = &sent {
            tracing::warn!(mail = id, attempts, reason = fault.chain(), "mail did not leave");
        }
        note(house, id, attempts, sent.is_ok(), now).await?;
    }
    Ok(waiting.len())
}

/// What the last mail to this address says, whether it has left or not: for tests.
#[cfg(feature = "testing")]
pub(crate) async fn last_to(from: &impl Reads, address: &str) -> Result<Option<String>, Fault> {
    let rows =
        sql("-- kit.mail.last_to\nSELECT recipient, body FROM kit_outbox ORDER BY id DESC").all(from).await?;
    for row in &rows {
        if row.shown(RECIPIENT, "recipient")? == address {
            return row.shown(BODY, "body").map(Some);
        }
    }
    Ok(None)
}

/// How many mails wait, and how many were given up.
pub async fn standing(from: &impl Reads) -> Result<(u64, u64), Fault> {
    let row = sql("-- kit.mail.standing
        SELECT COUNT(*) AS unsent, COALESCE(SUM(CASE WHEN attempts < $1 THEN 0 ELSE 1 END), 0) AS given_up
        FROM kit_outbox WHERE sent_at IS NULL")
    .bind(ATTEMPTS_MAX)
    .one(from)
    .await?;
    let Some(row) = row else { return Ok((0, 0)) };
    let (unsent, given_up): (u64, u64) = (row.get("unsent")?, row.get("given_up")?);
    Ok((unsent - given_up, given_up))
}

async fn note(house: &House, id: i64, attempts: u32, sent: bool, now: Timestamp) -> Result<(), Fault> {
    let mut tx = house.begin("note that mail left", domain::event::Actor::System, now).await?;
    let later = now + SignedDuration::from_secs(30 << attempts.min(8));
    sql("-- kit.mail.note
        UPDATE kit_outbox SET sent_at = $1, attempts = attempts + 1, not_before = $2 WHERE id = $3")
    .bind(sent.then_some(now))
    .bind(later)
    .bind(id)
    .run(&mut tx)
    .await?;
    tx.commit().await
}

fn compose(from: &str, to: &str, subject: &str, body: String) -> Result<Message, Fault> {
    let sender: Mailbox = from.parse().or_fault("reading the sender's address")?;
    let recipient: Mailbox = to.parse().or_fault("reading a recipient's address")?;
    let mail = Message::builder().from(sender).to(recipient).subject(subject).body(body);
    mail.or_fault("composing mail")
}
