//! How urgent a report or a case is, and what people say of that: indicators with the words or the answers that show them,
//! added, struck, the floor that holds, and the urgency that somebody set. The law is `domain::weighing`.

mod page;
mod words;

use axum::extract::Path;
use axum::response::Redirect;
use domain::cases::weighing::{self, Open, Set, Weighing};
use domain::cases::{Event as Happened, Refusal};
use domain::event::{Actor, Event};
use domain::reports::{Event as Heard, Urgency};
use domain::role::Act;
use domain::weighing::{Origin, Told};
use domain::words::Lang;
use jiff::Timestamp;
use kit::form::Fields;
use kit::journal::{self, Entry};
use kit::{Ctx, Failure, FieldErrors};
use maud::Markup;

use self::page::{Page, control};
pub(crate) use self::page::{below, meant, summary};
use crate::queue::report_id;
use crate::store::{self, Opened, Waiting};
use crate::words::refusal;

/// A report in the queue, as it is weighed.
pub(crate) fn of_report(waiting: &Waiting) -> Weighing {
    let mut told = Told::default();
    tell(&mut told, waiting, waiting.received_at);
    let open = match waiting.triage {
        domain::cases::triage::Triage::Waiting => Open::Yes,
        domain::cases::triage::Triage::InCase(_) | domain::cases::triage::Triage::Closed => Open::Triaged,
    };
    let (hand, set) = weighing::by_hand(waiting.history.iter().filter_map(said));
    let urgency = urgency(waiting);
    Weighing { told, hand, urgency, set: set.filter(|set| set.urgency == urgency), open }
}

/// The urgency that a report has in the queue: as it arrived, was weighed again, or as a person set it, whichever was last.
pub(crate) fn urgency(waiting: &Waiting) -> Urgency {
    let mut urgency = waiting.state.receipt.weighing.urgency;
    for entry in &waiting.history {
        match &entry.event {
            Event::Reports(Heard::Weighed { after, .. }) => urgency = after.urgency,
            Event::Cases(
                Happened::UrgencySet { after, .. }
                | Happened::IndicatorAdded { urgency: after, .. }
                | Happened::IndicatorStruck { urgency: after, .. },
            ) => urgency = *after,
            Event::Reports(_)
            | Event::Cases(_)
            | Event::Accounts(_)
            | Event::Referrals(_)
            | Event::Duty(_) => {}
        }
    }
    urgency
}

/// Who set the urgency of a report that waits, if somebody did.
pub(crate) fn set_by_hand(waiting: &Waiting) -> Option<Set> {
    let (_, set) = weighing::by_hand(waiting.history.iter().filter_map(said));
    set.filter(|set| set.urgency == urgency(waiting))
}

/// A case with all its reports, as it is weighed. What was said of a report while it waited goes with it.
pub(crate) async fn of_case(ctx: &Ctx, opened: &Opened) -> Result<Weighing, Failure> {
    let mut told = Told::default();
    let mut entries: Vec<Entry> = opened.history.clone();
    for report in &opened.state.reports {
        let Some(waiting) = Failure::found(store::waiting(&ctx.db, *report).await)? else { continue };
        let joined = opened.history.iter().find(|entry| {
            matches!(&entry.event, Event::Cases(Happened::ReportJoined { report: joined, .. }) if joined == report)
        });
        tell(&mut told, &waiting, joined.map_or(waiting.received_at, |entry| entry.at));
        entries.extend(waiting.history);
    }
    for entry in &opened.history {
        if let Event::Cases(Happened::NoteWritten { text }) = &entry.event {
            told.text(Origin::Note, text, entry.at);
        }
    }
    entries.sort_by_key(|entry| entry.id);
    let (hand, set) = weighing::by_hand(entries.iter().filter_map(said));
    let urgency = opened.state.urgency;
    let open = if opened.state.closed { Open::Closed } else { Open::Yes };
    Ok(Weighing { told, hand, urgency, set: set.filter(|set| set.urgency == urgency), open })
}

/// A report and what its reporter wrote later; the report counts from when it came to those who weigh it.
fn tell(told: &mut Told, waiting: &Waiting, at: Timestamp) {
    told.report(&waiting.state.receipt.report, at);
    for entry in &waiting.history {
        if let Event::Reports(Heard::Added { text, .. }) = &entry.event {
            told.text(Origin::Message, text, entry.at.max(at));
        }
    }
}

fn said(entry: &Entry) -> Option<(&Happened, Actor, Timestamp)> {
    match &entry.event {
        Event::Cases(event) => Some((event, entry.actor, entry.at)),
        Event::Accounts(_) | Event::Reports(_) | Event::Referrals(_) | Event::Duty(_) => None,
    }
}

/// The page of a report.
pub async fn report(ctx: Ctx, Path(report): Path<String>) -> Result<Markup, Failure> {
    let waiting = store::waiting(&ctx.db, report_id(&report)?).await?;
    ctx.may_on(Act::Triage, &waiting.matter())?;
    noted(&ctx, &report).await?;
    Page::of_report(&waiting).show(&ctx, None).await
}

/// The page of a case.
pub async fn case(ctx: Ctx, Path(case): Path<String>) -> Result<Markup, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::ReadCase, &opened.matter(ctx.now))?;
    noted(&ctx, &case).await?;
    Page::of_case(&ctx, &opened).await?.show(&ctx, None).await
}

async fn noted(ctx: &Ctx, matter: &str) -> Result<(), Failure> {
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, matter, "weighing").await?;
    Ok(tx.commit().await?)
}

/// Adds or strikes an indicator of a report that waits, or sets its urgency.
pub async fn report_act(
    ctx: Ctx,
    Path((report, act)): Path<(String, String)>,
    fields: Fields,
) -> Result<Redirect, Failure> {
    let waiting = store::waiting(&ctx.db, report_id(&report)?).await?;
    ctx.may_on(Act::Triage, &waiting.matter())?;
    let page = Page::of_report(&waiting);
    let event = decided(&ctx, &page, (&act, &fields)).await?;
    let mut tx = ctx.begin("weigh a report").await?;
    tx.append(waiting.id, waiting.version, Event::Cases(event), None).await?;
    tx.commit().await?;
    Ok(Redirect::to(&page.at))
}

/// The same of a case.
pub async fn case_act(
    ctx: Ctx,
    Path((case, act)): Path<(String, String)>,
    fields: Fields,
) -> Result<Redirect, Failure> {
    let opened = store::opened(&ctx.db, &case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    let page = Page::of_case(&ctx, &opened).await?;
    let event = decided(&ctx, &page, (&act, &fields)).await?;
    crate::act::written(&ctx, &opened, "weigh a case", &[event]).await?.commit().await?;
    Ok(Redirect::to(&page.at))
}

/// What an act comes to; the page again where the rules say no.
async fn decided(ctx: &Ctx, page: &Page, (act, fields): (&str, &Fields)) -> Result<Happened, Failure> {
    let why = match decide(ctx, &page.weighing, act, fields)? {
        Ok(event) => return Ok(event),
        Err(why @ (Refusal::AlreadyTriaged | Refusal::Closed)) => {
            return Err(crate::words::refused(ctx, &why));
        }
        Err(why) => why,
    };
    let errors = FieldErrors::one(control(act, &why), refusal(&why, ctx.lang));
    let again = page.show(ctx, Some((fields, &errors))).await?;
    Err(Failure::Invalid(errors, Some(Box::new(again))))
}

fn decide(
    ctx: &Ctx,
    of: &Weighing,
    act: &str,
    fields: &Fields,
) -> Result<Result<Happened, Refusal>, Failure> {
    let (by, now) = (ctx.person()?.actor(), ctx.now);
    let field = |name: &str| fields.get(name).unwrap_or_default();
    Ok(match act {
        "add" => weighing::add(of, field("add"), field("add-reason"), by, now),
        "strike" => weighing::strike(of, field("strike"), field("strike-reason"), by, now),
        "urgency" => {
            let after = fields.get("urgency").and_then(Urgency::from_code).ok_or(Refusal::NotAChoice);
            after.and_then(|after| {
                weighing::set_urgency(of, after, field("urgency-reason"), fields.has("meant"))
            })
        }
        _ => return Err(Failure::NotFound),
    })
}

/// What the case says when a more urgent report joins it.
pub(crate) fn raised_by_report(opened: &Opened, waiting: &Waiting, lang: Lang) -> Option<Happened> {
    let (before, after) = (opened.state.urgency, urgency(waiting));
    let reason = words::RAISED_BY_REPORT.of(lang).to_owned();
    (after < before).then_some(Happened::UrgencySet { before, after, reason, below: None })
}
