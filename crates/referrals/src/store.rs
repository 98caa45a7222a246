//! Referrals as they are read.

use domain::event::Event;
use domain::id::{AccountId, CaseId, OrganisationId, Reference, ReferralId};
use domain::referrals::{self, Standing, State, words as spoken};
use jiff::Timestamp;
use kit::access::Matter;
use kit::journal::{self, Entry};
use kit::store::{Db, Reads, Row, sql};
use kit::{Ctx, Failure, Fault, House, OrFault as _};

/// A referral with its entries, and who stands how to it.
pub(crate) struct Opened {
    pub(crate) id: ReferralId,
    pub(crate) state: State,
    pub(crate) version: u32,
    pub(crate) history: Vec<Entry>,
    pub(crate) matter: Matter,
}

/// What a mail about a referral needs to know: nothing of what is in it.
pub(crate) struct Notice {
    pub(crate) id: ReferralId,
    pub(crate) reference: Reference,
    pub(crate) sender: OrganisationId,
    /// Where it went: to an organisation here, or to an address.
    pub(crate) recipient: Option<OrganisationId>,
    pub(crate) email: Option<String>,
    /// The sender's people who work on the case.
    pub(crate) team: Vec<AccountId>,
    pub(crate) kept_from: Vec<AccountId>,
}

impl Opened {
    pub(crate) fn notice(&self) -> Notice {
        let draft = &self.state.draft;
        Notice {
            id: self.id,
            reference: draft.reference.clone(),
            sender: draft.organisation,
            recipient: draft.recipient.organisation,
            email: draft.recipient.email.clone(),
            team: self.matter.team.clone(),
            kept_from: self.matter.kept_from.clone(),
        }
    }
}

/// A referral from its entries; the id as it stands in the address.
pub(crate) async fn opened(from: &Db, house: &House, id: &str) -> Result<Opened, Failure> {
    let id: ReferralId = id.parse().map_err(|_| Failure::NotFound)?;
    let history = journal::history(from, &id.to_string()).await?;
    let state = history.iter().fold(None, |state, entry| match &entry.event {
        Event::Referrals(event) => referrals::apply(state, event.clone(), entry.at),
        Event::Accounts(_) | Event::Reports(_) | Event::Cases(_) | Event::Duty(_) | Event::Removal(_) => {
            state
        }
    });
    let state = state.ok_or(Failure::NotFound)?;
    let version = history.last().map_or(0, |entry| entry.version);
    let matter = matter(house, &state).await?;
    Ok(Opened { id, state, version, history, matter })
}

/// The sender's people stand to it as they stand to the case, now. The recipient's stand to it once it
/// has been sent.
async fn matter(house: &House, state: &State) -> Result<Matter, Failure> {
    let matter = house.briefing.matter(house, state.draft.case).await?;
    let mut matter = matter.ok_or(Failure::NotFound)?;
    if state.sent_at.is_some() {
        matter.recipients.extend(state.draft.recipient.organisation);
    }
    matter.kept_from.extend(&state.kept_from);
    Ok(matter)
}

/// A line of the list.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) id: ReferralId,
    pub(crate) reference: Reference,
    /// The other side's name; for one to us, the sender.
    pub(crate) other: Other,
    pub(crate) urgency: i64,
    pub(crate) standing: Standing,
    pub(crate) changed_at: Timestamp,
}

/// The other side of a referral.
#[derive(Debug, Clone)]
pub(crate) enum Other {
    Recipient(String),
    Sender(OrganisationId),
}

/// The newest referrals that an organisation made, without those that the reader is kept from.
pub(crate) async fn from_us(
    house: &House,
    own: OrganisationId,
    reader: AccountId,
) -> Result<Vec<Line>, Fault> {
    let rows = sql("-- referrals.store.from_us
        SELECT id, reference, recipient_name, organisation, urgency, standing, changed_at FROM referrals_referral
        WHERE organisation = $1
        AND NOT EXISTS (SELECT 1 FROM referrals_kept_from k WHERE k.referral = referrals_referral.id AND k.account = $2)
        ORDER BY changed_at DESC, id LIMIT 200")
    .bind(own)
    .bind(reader)
    .all(&house.db)
    .await?;
    let recipient = |row: &Row| row.shown(row.get::<ReferralId>("id")?, "recipient_name");
    rows.iter().map(|row| line(row, Other::Recipient(recipient(row)?))).collect()
}

/// The referrals that were sent from a case before, one line each: reference, to whom, where it stands. A notice that
/// names nobody is not among them: nothing may join it with whoever is named.
pub(crate) async fn earlier(ctx: &Ctx, case: CaseId) -> Result<Vec<String>, Failure> {
    let rows = sql("-- referrals.store.earlier
        SELECT id, changed_at FROM referrals_referral
        WHERE case_id = $1 AND standing <> 'drafted' ORDER BY changed_at, id LIMIT 200")
    .bind(case)
    .all(&ctx.db)
    .await?;
    let mut lines = Vec::new();
    for row in &rows {
        let id: ReferralId = row.get("id")?;
        let Some(opened) = Failure::found(opened(&ctx.db, &ctx.house, &id.to_string()).await)? else {
            continue;
        };
        let (state, draft) = (&opened.state, &opened.state.draft);
        if state.sent_at.is_some() && !draft.is_anonymous() {
            let changed: Timestamp = row.get("changed_at")?;
            let (standing, on) =
                (spoken::standing(state.standing).of(ctx.lang), domain::time::shown(changed));
            lines.push(format!("{}: {}. {standing}, {on}", draft.reference, draft.recipient.name));
        }
    }
    Ok(lines)
}

/// The newest referrals made to an organisation.
pub(crate) async fn to_us(house: &House, own: OrganisationId, reader: AccountId) -> Result<Vec<Line>, Fault> {
    let rows = sql("-- referrals.store.to_us
        SELECT id, reference, recipient_name, organisation, urgency, standing, changed_at FROM referrals_referral
        WHERE recipient = $1 AND standing <> 'drafted'
        AND NOT EXISTS (SELECT 1 FROM referrals_kept_from k WHERE k.referral = referrals_referral.id AND k.account = $2)
        ORDER BY changed_at DESC, id LIMIT 200")
    .bind(own)
    .bind(reader)
    .all(&house.db)
    .await?;
    rows.iter().map(|row| line(row, Other::Sender(row.get("organisation")?))).collect()
}

fn line(row: &Row, other: Other) -> Result<Line, Fault> {
    let standing: String = row.get("standing")?;
    Ok(Line {
        id: row.get("id")?,
        reference: row.get("reference")?,
        other,
        urgency: row.get("urgency")?,
        standing: Standing::from_code(&standing).ok_or("not a standing").or_fault("reading a referral")?,
        changed_at: row.get("changed_at")?,
    })
}

/// What the sealed address of a recipient is about.
pub(crate) fn reached(referral: impl std::fmt::Display) -> String {
    format!("{referral} email")
}

/// Referrals whose next reminder is due, and how many each has had: from the tables, since nobody has to be there who
/// could open them.
pub(crate) async fn to_chase(house: &House, now: Timestamp) -> Result<Vec<(Notice, u32)>, Fault> {
    let rows = sql("-- referrals.store.to_chase
        SELECT id, reference, organisation, recipient, recipient_email, case_id, reminders FROM referrals_referral
        WHERE due_at <= $1 AND reminders IS NOT NULL ORDER BY due_at LIMIT 200");
    let mut due = Vec::new();
    for row in rows.bind(now).all(&house.db).await? {
        let matter = house.briefing.matter(house, row.get("case_id")?).await?.unwrap_or_default();
        due.push((noticed(house, &row, matter).await?, row.get("reminders")?));
    }
    Ok(due)
}

/// Whether a reminder is still due, as the transaction sees it: an answer may have come since it was looked for.
pub(crate) async fn is_due(from: &impl Reads, referral: ReferralId, now: Timestamp) -> Result<bool, Fault> {
    let row = sql("-- referrals.store.is_due
        SELECT id FROM referrals_referral WHERE id = $1 AND due_at <= $2");
    Ok(row.bind(referral).bind(now).one(from).await?.is_some())
}

async fn noticed(house: &House, row: &Row, mut matter: Matter) -> Result<Notice, Fault> {
    let id: ReferralId = row.get("id")?;
    let kept =
        sql("-- referrals.store.kept_from\nSELECT account FROM referrals_kept_from WHERE referral = $1");
    for kept in kept.bind(id).all(&house.db).await? {
        matter.kept_from.push(kept.get("account")?);
    }
    let email = Some(row.shown(reached(id), "recipient_email")?).filter(|email| !email.is_empty());
    Ok(Notice {
        id,
        reference: row.get("reference")?,
        sender: row.get("organisation")?,
        recipient: row.maybe("recipient")?,
        email,
        team: matter.team,
        kept_from: matter.kept_from,
    })
}
