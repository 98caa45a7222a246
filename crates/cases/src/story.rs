//! What happened in a case, as a chronology: its own entries and those of its reports, the newest first.

use domain::cases::Event as Happened;
use domain::event::{Actor, Event};
use domain::referrals::Event as Referred;
use domain::reports::{Event as Heard, Urgency};
use domain::role::Act;
use domain::words::Lang;
use kit::journal::{self, Entry};
use kit::page::{self, Moment};
use kit::{Ctx, Failure, directory};
use maud::{Markup, html};

use crate::referred::Made;
use crate::store::{self, Opened};
use crate::{linked, words};

/// The chronology.
pub(crate) async fn tell(ctx: &Ctx, opened: &Opened, referrals: &[Made]) -> Result<Markup, Failure> {
    let mut histories = Vec::new();
    for report in &opened.state.reports {
        histories.extend(Failure::found(store::waiting(&ctx.db, *report).await)?);
    }
    let hidden = linked::hidden(ctx, opened).await?;
    let own = opened.history.iter().filter(|entry| !linked::tells_of(entry, &hidden));
    let mut entries: Vec<&Entry> = own.collect();
    entries.extend(histories.iter().flat_map(|report| report.history.iter()));
    entries.extend(referrals.iter().flat_map(|referral| referral.history.iter()));
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.id));
    let authors = directory::who(&ctx.house, entries.iter().map(|entry| entry.actor), ctx.lang).await?;
    let concerned = entries.iter().map(|entry| concerned(entry).unwrap_or(entry.actor));
    let concerned = directory::who(&ctx.house, concerned, ctx.lang).await?;
    let moments: Vec<Moment> = entries
        .iter()
        .zip(authors)
        .zip(&concerned)
        .map(|((entry, author), concerned)| Moment {
            when: domain::time::shown(entry.at),
            datetime: entry.at.to_string(),
            who: author,
            what: what(entry, concerned, ctx.lang),
        })
        .collect();
    Ok(html! {
        (page::chronology(&moments))
        @for report in &histories {
            (page::details(&format!("{} {}", words::REPORT.of(ctx.lang), report.state.receipt.reference), false,
                ctx.house.told.whole(&report.state, ctx.lang)))
        }
    })
}

/// Whom an entry is about, where that is not whoever did it.
fn concerned(entry: &Entry) -> Option<Actor> {
    let Event::Cases(event) = &entry.event else { return None };
    if let Happened::TeamJoined { account }
    | Happened::TeamLeft { account }
    | Happened::KeptFrom { account } = event
    {
        Some(Actor::Account(*account))
    } else {
        None
    }
}

fn what(entry: &Entry, concerned: &str, lang: Lang) -> Markup {
    match &entry.event {
        Event::Reports(Heard::Added { text, .. } | Heard::Replied { text }) => {
            html! { strong { (words::happened(&entry.event).of(lang)) } div class="hearken-told" { (text) } }
        }
        Event::Cases(event) => {
            html! { strong { (words::happened(&entry.event).of(lang)) } (detail(event, concerned, lang)) }
        }
        Event::Referrals(event) => {
            html! { strong { (words::happened(&entry.event).of(lang)) } (answered(event)) }
        }
        Event::Reports(_) | Event::Accounts(_) => {
            html! { strong { (words::happened(&entry.event).of(lang)) } }
        }
    }
}

fn answered(event: &Referred) -> Markup {
    match event {
        Referred::Drafted { draft } | Referred::Revised { draft } => {
            html! { ": " (draft.reference) ", " (draft.recipient.name) }
        }
        Referred::Acknowledged { by } => html! { ": " (by) },
        Referred::Accepted { by, note: text } | Referred::Declined { by, reason: text } => {
            html! { ": " (by) div class="hearken-told" { (text) } }
        }
        Referred::Withdrawn { reason } => html! { div class="hearken-told" { (reason) } },
        Referred::Sent { .. } | Referred::Opened | Referred::LinkRenewed | Referred::Reminded { .. } => {
            html! {}
        }
    }
}

fn detail(event: &Happened, concerned: &str, lang: Lang) -> Markup {
    let said = |text: &str| html! { div class="hearken-told" { (text) } };
    match event {
        Happened::NoteWritten { text }
        | Happened::TaskGiven { text, .. }
        | Happened::ClosedAtTriage { text, .. } => said(text),
        Happened::Decided { decision, reason } => {
            html! { ": " (words::decision(*decision).of(lang)) (said(reason)) }
        }
        Happened::SubjectNamed { subject_kind, name, .. } => {
            html! { ": " (name) " (" (domain::cases::words::subject(*subject_kind).of(lang)) ")" }
        }
        Happened::UrgencySet { before, after, reason } => {
            let word = |urgency: &Urgency| page::urgency(urgency.rank().into()).of(lang);
            html! { ": " (word(before)) " → " (word(after)) (said(reason)) }
        }
        Happened::GlassBroken { reason, .. }
        | Happened::Linked { reason, .. }
        | Happened::Closed { reason }
        | Happened::Reopened { reason }
        | Happened::Held { reason }
        | Happened::ReleaseAsked { reason, .. }
        | Happened::ErasureAsked { reason, .. }
        | Happened::NotAgreed { reason } => said(reason),
        Happened::ClockWarned { overdue, told, .. } => {
            html! { ": " (words::warned(*overdue).of(lang)) " (" (told.len()) ")" }
        }
        Happened::TeamJoined { .. } | Happened::TeamLeft { .. } | Happened::KeptFrom { .. } => {
            html! { ": " (concerned) }
        }
        Happened::FileAdded { file } => html! { ": " (file.name) },
        Happened::TakenOn { .. }
        | Happened::JoinedCase { .. }
        | Happened::Opened { .. }
        | Happened::ReportJoined { .. }
        | Happened::TaskDone { .. }
        | Happened::ClockStarted { .. }
        | Happened::ClockStopped { .. }
        | Happened::Released { .. }
        | Happened::Erased { .. } => html! {},
    }
}

/// Who has read the case, for those who may know.
pub(crate) async fn readers(ctx: &Ctx, opened: &Opened) -> Result<Markup, Failure> {
    if !ctx.could(Act::ReadAudit, &opened.matter(ctx.now)) {
        return Ok(html! {});
    }
    let readings = journal::readings(&ctx.db, &opened.id.to_string(), 50).await?;
    let names = directory::who(&ctx.house, readings.iter().map(|reading| reading.actor), ctx.lang).await?;
    let lines = readings.iter().zip(names).map(|(reading, name)| (domain::time::shown(reading.at), name));
    Ok(page::details(
        words::READERS.of(ctx.lang),
        false,
        html! { ul class="govuk-list" { @for (when, name) in lines { li { (when) " · " (name) } } } },
    ))
}
