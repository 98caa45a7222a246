//! How urgent a report or a case is, and what people say of that: indicators with the words or the answers that show them,
//! added, struck, the floor that holds, and the urgency that somebody set. The law is `domain::weighing`.

mod page;
mod words;

use axum::extract::Path;
use axum::response::Redirect;
use domain::cases::weighing::{self, Open, Set, Weighing};
use domain::cases::{Event as Happened, Raised, Refusal};
use domain::event::Event;
use domain::id::ReportId;
use domain::reports::{Event as Heard, Urgency};
use domain::role::Act;
use domain::weighing::{Origin, Since, Told};
use jiff::Timestamp;
use kit::form::Fields;
use kit::journal::{self, Entry};
use kit::{Ctx, Failure, FieldErrors};
use maud::Markup;

use self::page::{Page, control};
pub(crate) use self::page::{below, meant, summary};
pub(crate) use self::words::raised_by;
use crate::queue::report_id;
use crate::store::{self, Opened, Waiting};
use crate::words::refusal;

/// A report in the queue, as it is weighed.
pub(crate) fn of_report(waiting: &Waiting) -> Weighing {
    let mut told = Told::default();
    tell(&mut told, waiting, None);
    let open = match waiting.triage {
        domain::cases::triage::Triage::Waiting => Open::Yes,
        domain::cases::triage::Triage::InCase(_) | domain::cases::triage::Triage::Closed => Open::Triaged,
    };
    let (hand, set) = weighing::by_hand(said(&waiting.history, None));
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
                | Happened::UrgencyRaised { after, .. }
                | Happened::IndicatorAdded { urgency: after, .. }
                | Happened::IndicatorStruck { urgency: after, .. },
            ) => urgency = *after,
            Event::Reports(_)
            | Event::Cases(_)
            | Event::Accounts(_)
            | Event::Referrals(_)
            | Event::Duty(_)
            | Event::Removal(_) => {}
        }
    }
    urgency
}

/// Who set the urgency of a report that waits, if somebody did.
pub(crate) fn set_by_hand(waiting: &Waiting) -> Option<Set> {
    let (_, set) = weighing::by_hand(said(&waiting.history, None));
    set.filter(|set| set.urgency == urgency(waiting))
}

/// A case with all its reports, as it is weighed. What was said of a report while it waited goes with it.
pub(crate) async fn of_case(ctx: &Ctx, opened: &Opened) -> Result<Weighing, Failure> {
    let mut told = Told::default();
    let mut entries: Vec<(Entry, Option<ReportId>)> =
        opened.history.iter().map(|entry| (entry.clone(), None)).collect();
    for report in &opened.state.reports {
        let Some(waiting) = Failure::found(store::waiting(&ctx.db, *report).await)? else { continue };
        let joined = opened.history.iter().find(|entry| {
            matches!(&entry.event, Event::Cases(Happened::ReportJoined { report: joined, .. }) if joined == report)
        });
        tell(&mut told, &waiting, joined.map(|entry| entry.at));
        let of = joined.map(|_| waiting.id);
        entries.extend(waiting.history.into_iter().map(|entry| (entry, of)));
    }
    for entry in &opened.history {
        if let Event::Cases(Happened::NoteWritten { text }) = &entry.event {
            told.text(Origin::Note, text, entry.at);
        }
    }
    // Within one record the order of its entries stands, also of those of one millisecond.
    entries.sort_by_key(|(entry, _)| entry.at);
    let (hand, set) = weighing::by_hand(entries.iter().flat_map(|(entry, of)| said([entry], *of)));
    let urgency = opened.state.urgency;
    let open = if opened.state.closed { Open::Closed } else { Open::Yes };
    Ok(Weighing { told, hand, urgency, set: set.filter(|set| set.urgency == urgency), open })
}

/// A report and what its reporter wrote later. Those who work on a case have it from when it joined.
fn tell(told: &mut Told, waiting: &Waiting, joined: Option<Timestamp>) {
    let since = |at: Timestamp| match joined {
        None => Since::from(at),
        Some(joined) => Since { at: at.max(joined), before: Some((waiting.id, at)) },
    };
    told.report(&waiting.state.receipt.report, since(waiting.received_at));
    for entry in &waiting.history {
        if let Event::Reports(Heard::Added { text, .. }) = &entry.event {
            told.text(Origin::Message, text, since(entry.at));
        }
    }
}

/// What happened to it as cases know it.
fn said<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    of: Option<ReportId>,
) -> impl Iterator<Item = weighing::Happened<'a>> {
    entries.into_iter().filter_map(move |entry| match &entry.event {
        Event::Cases(event) => Some(weighing::Happened { event, by: entry.actor, at: entry.at, of }),
        Event::Accounts(_) | Event::Reports(_) | Event::Referrals(_) | Event::Duty(_) | Event::Removal(_) => {
            None
        }
    })
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

/// What the case says when a report joins it with which it is more urgent.
pub(crate) async fn raised_by_report(
    ctx: &Ctx,
    opened: &Opened,
    waiting: &Waiting,
) -> Result<Option<Happened>, Failure> {
    let before = of_case(ctx, opened).await?;
    let mut told = before.told.clone();
    tell(&mut told, waiting, Some(ctx.now));
    let mut hand = before.hand.clone();
    said(&waiting.history, Some(waiting.id)).for_each(|happened| happened.on(&mut hand));
    Ok(weighing::raised(&before, &told, &hand, Raised::Report))
}

/// What the case says when notes are written with which it is more urgent.
pub(crate) async fn raised_by_notes(
    ctx: &Ctx,
    opened: &Opened,
    events: &[Happened],
) -> Result<Option<Happened>, Failure> {
    let notes = events.iter().filter_map(|event| {
        if let Happened::NoteWritten { text } = event { Some(text.as_str()) } else { None }
    });
    let notes: Vec<&str> = notes.collect();
    if notes.is_empty() {
        return Ok(None);
    }
    Ok(weighing::noted(&of_case(ctx, opened).await?, &notes, ctx.now))
}
