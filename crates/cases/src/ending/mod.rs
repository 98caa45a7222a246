//! Keeping and erasing: a record is held, or erased by two people; what is left is its tombstone.
//!
//! A record is a case with its reports, or a report that was closed without one. The law is `domain::cases::ending`;
//! the keys go by themselves, with the events.

use axum::extract::Path;
use axum::response::Redirect;
use domain::cases::ending::{self, Asking, Ground, Standing};
use domain::cases::{Event, Refusal, Tombstone, triage::Triage};
use domain::event;
use domain::id::{AccountId, CaseId, OrganisationId, Reference, ReportId};
use domain::role::Act;
use jiff::Timestamp;
use kit::access::Matter;
use kit::form::Fields;
use kit::journal::{self, Entry};
use kit::store::Tx;
use kit::{Ctx, Failure, FieldErrors, mail};
use maud::Markup;

use crate::queue::report_id;
use crate::store::{self, Opened, Waiting};

mod page;
pub(crate) mod tombstone;
pub(crate) mod words;

pub(crate) use words::link;

/// What may be held or erased.
pub(crate) enum Record {
    Case(Box<Opened>),
    Report(Box<Waiting>),
}

impl Record {
    async fn of_case(ctx: &Ctx, case: &str) -> Result<Self, Failure> {
        Self::asked_for(ctx, Self::Case(Box::new(store::opened(&ctx.db, case).await?)))
    }

    /// A report that is part of a case is held and erased with it.
    async fn of_report(ctx: &Ctx, report: &str) -> Result<Self, Failure> {
        let waiting = store::waiting(&ctx.db, report_id(report)?).await?;
        let alone = !matches!(waiting.triage, Triage::InCase(_));
        let record = Self::asked_for(ctx, Self::Report(Box::new(waiting)))?;
        if alone { Ok(record) } else { Err(Failure::NotFound) }
    }

    fn asked_for(ctx: &Ctx, record: Self) -> Result<Self, Failure> {
        ctx.may_on(Act::EndRecord, &record.matter(ctx.now))?;
        Ok(record)
    }

    fn matter(&self, now: Timestamp) -> Matter {
        match self {
            Self::Case(opened) => opened.matter(now),
            Self::Report(waiting) => waiting.matter(),
        }
    }

    fn history(&self) -> &[Entry] {
        match self {
            Self::Case(opened) => &opened.history,
            Self::Report(waiting) => &waiting.history,
        }
    }

    fn standing(&self) -> Standing {
        standing(self.history())
    }

    fn closed(&self) -> bool {
        match self {
            Self::Case(opened) => opened.state.closed,
            Self::Report(waiting) => waiting.triage == Triage::Closed,
        }
    }

    /// What a tombstone says of it.
    fn left(&self) -> (Reference, OrganisationId, Timestamp) {
        let (reference, organisation) = match self {
            Self::Case(opened) => (&opened.state.opening.reference, opened.state.opening.organisation),
            Self::Report(waiting) => {
                let receipt = &waiting.state.receipt;
                (&receipt.reference, receipt.organisation)
            }
        };
        let began = self.history().first().map_or(Timestamp::UNIX_EPOCH, |entry| entry.at);
        (reference.clone(), organisation, began)
    }

    /// Its own page.
    fn address(&self) -> String {
        match self {
            Self::Case(opened) => format!("/cases/{}", opened.id),
            Self::Report(waiting) => format!("/queue/{}", waiting.id),
        }
    }
}

/// Where a record stands, by what happened to it.
fn standing(history: &[Entry]) -> Standing {
    let own = history.iter().filter_map(|entry| match &entry.event {
        event::Event::Cases(event) => Some(event),
        event::Event::Accounts(_)
        | event::Event::Reports(_)
        | event::Event::Referrals(_)
        | event::Event::Duty(_)
        | event::Event::Removal(_) => None,
    });
    own.fold(Standing::default(), ending::apply)
}

/// The page for a case.
pub async fn case(ctx: Ctx, Path(case): Path<String>) -> Result<Markup, Failure> {
    page::show(&ctx, &Record::of_case(&ctx, &case).await?, &page::Attempt::default()).await
}

/// The page for a report without a case.
pub async fn report(ctx: Ctx, Path(report): Path<String>) -> Result<Markup, Failure> {
    page::show(&ctx, &Record::of_report(&ctx, &report).await?, &page::Attempt::default()).await
}

/// Does something to a case.
pub async fn case_act(
    ctx: Ctx,
    Path((case, act)): Path<(String, String)>,
    fields: Fields,
) -> Result<Redirect, Failure> {
    let record = Record::of_case(&ctx, &case).await?;
    change(&ctx, &record, &act, &fields).await
}

/// Does something to a report without a case.
pub async fn report_act(
    ctx: Ctx,
    Path((report, act)): Path<(String, String)>,
    fields: Fields,
) -> Result<Redirect, Failure> {
    let record = Record::of_report(&ctx, &report).await?;
    change(&ctx, &record, &act, &fields).await
}

async fn change(ctx: &Ctx, record: &Record, act: &str, fields: &Fields) -> Result<Redirect, Failure> {
    let asked = record.standing().asked;
    let event = match decided(ctx, record, act, fields)? {
        Ok(event) => event,
        Err(why) => {
            let errors = FieldErrors::one(page::control(act, &why), crate::words::refusal(&why, ctx.lang));
            let attempt = page::Attempt { errors: errors.clone(), act, fields: Some(fields) };
            let page = page::show(ctx, record, &attempt).await?;
            return Err(Failure::Invalid(errors, Some(Box::new(page))));
        }
    };
    let erased = matches!(event, Event::Erased { .. });
    if erased || asked.as_ref().is_some_and(|_| matches!(event, Event::Released { .. })) {
        ctx.freshly_proved()?;
    }
    let mut tx = written(ctx, record, &event).await?;
    if matches!(event, Event::ErasureAsked { .. } | Event::ReleaseAsked { .. }) {
        tell_the_others(ctx, &mut tx, record).await?;
    }
    tx.commit().await?;
    let room = if erased { "" } else { "/record" };
    Ok(Redirect::to(&format!("{}{room}", record.address())))
}

fn decided(
    ctx: &Ctx,
    record: &Record,
    act: &str,
    fields: &Fields,
) -> Result<Result<Event, Refusal>, Failure> {
    let (by, now) = (ctx.person()?.account, ctx.now);
    let (standing, reason) = (record.standing(), fields.get("reason").unwrap_or_default());
    Ok(match act {
        "hold" => ending::hold(&standing, reason),
        "release" => ending::ask_release(&standing, by, reason, now),
        "erase" => match fields.get("ground").and_then(Ground::from_code) {
            Some(ground) => ending::ask_erasure((&standing, record.closed()), by, ground, reason, now),
            None => Err(Refusal::NotAChoice),
        },
        "agree" => ending::agree(&standing, by, record.left(), now),
        "not-agree" => ending::not_agree(&standing, reason, now),
        _ => return Err(Failure::NotFound),
    })
}

/// The transaction in which it happens, to the record and all that is part of it; yet to be made durable.
async fn written(ctx: &Ctx, record: &Record, event: &Event) -> Result<Tx, Failure> {
    let mut tx = ctx.begin("keep or erase a record").await?;
    match record {
        Record::Report(waiting) => {
            tx.append(waiting.id, waiting.version, event::Event::Cases(event.clone()), None).await?;
        }
        Record::Case(opened) => {
            tx.append(opened.id, opened.version, event::Event::Cases(event.clone()), None).await?;
            for report in &opened.state.reports {
                of_report(&mut tx, *report, event).await?;
            }
        }
    }
    Ok(tx)
}

/// What happens to a report with its case. Asking does nothing to it.
async fn of_report(tx: &mut Tx, report: ReportId, event: &Event) -> Result<(), Failure> {
    let waiting = store::waiting(tx, report).await?;
    let held = standing(&waiting.history).held.is_some();
    let own = if let Event::Erased { tombstone } = event {
        let (reference, began) = (waiting.state.receipt.reference.clone(), waiting.received_at);
        Event::Erased { tombstone: Box::new(Tombstone { reference, began, ..(**tombstone).clone() }) }
    } else if matches!(event, Event::Held { .. }) && !held || matches!(event, Event::Released { .. }) {
        event.clone()
    } else {
        return Ok(());
    };
    tx.append(report, waiting.version, event::Event::Cases(own), None).await.map(drop)
}

/// A hold on any of them is a hold on all, when reports and a case become one record.
pub(crate) async fn carry(
    tx: &mut Tx,
    case: CaseId,
    reports: &[ReportId],
    histories: &[&[Entry]],
) -> Result<(), Failure> {
    let Some(reason) = histories.iter().find_map(|history| standing(history).held) else { return Ok(()) };
    let held = Event::Held { reason };
    let opened = store::opened(tx, &case.to_string()).await?;
    if standing(&opened.history).held.is_none() {
        tx.append(case, opened.version, event::Event::Cases(held.clone()), None).await?;
    }
    for report in reports {
        of_report(tx, *report, &held).await?;
    }
    Ok(())
}

/// The other leads learn that something waits for one of them; nothing of what it is about.
async fn tell_the_others(ctx: &Ctx, tx: &mut Tx, record: &Record) -> Result<(), Failure> {
    let (own, matter) = (ctx.person()?.account, record.matter(ctx.now));
    let (reference, organisation, _) = record.left();
    let leads = ctx.house.directory.leads(&ctx.house, organisation).await?;
    let others = leads.iter().filter(|lead| lead.account != own && !matter.kept_from.contains(&lead.account));
    let address = format!("{}{}/record", ctx.house.settings.base_url, record.address());
    for lead in others {
        let (subject, body) = words::asked_mail(&reference, &address, lead.lang);
        mail::write(tx, &lead.email, &subject, &body).await?;
    }
    Ok(())
}

/// Who they are, as people read it.
async fn name(ctx: &Ctx, account: AccountId) -> Result<String, Failure> {
    let names = ctx.house.directory.names(&ctx.house, &[account]).await?;
    Ok(names.into_iter().flatten().next().unwrap_or_else(|| words::SOMEBODY.of(ctx.lang).to_owned()))
}

/// What is left of a matter, if it has ended.
async fn left_of(ctx: &Ctx, stream: &str) -> Result<Option<(Timestamp, Tombstone)>, Failure> {
    let Some(entry) = journal::tombstone(&ctx.db, stream).await? else { return Ok(None) };
    let event::Event::Cases(Event::Erased { tombstone }) = entry.event else { return Ok(None) };
    Ok(Some((entry.at, *tombstone)))
}

/// What waits for somebody's agreement.
fn asking(what: Asking) -> domain::words::Words {
    match what {
        Asking::Release => words::ASKED_RELEASE,
        Asking::Erase => words::ASKED_ERASE,
    }
}
