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
use crate::{context, linked, tools, weighing, words};

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
    // Who looked at which file is told on its own page, and so is each page of a form that was saved.
    entries.retain(|entry| !is_handling(&entry.event) && !is_filling(&entry.event));
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
            what: told(entry, concerned, ctx.lang).markup(),
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

pub(crate) fn is_handling(event: &Event) -> bool {
    matches!(event, Event::Reports(Heard::FileHandled { .. }) | Event::Cases(Happened::FileHandled { .. }))
}

fn is_filling(event: &Event) -> bool {
    matches!(event, Event::Referrals(Referred::Filled { .. }))
}

/// Whom an entry is about, where that is not whoever did it.
pub(crate) fn concerned(entry: &Entry) -> Option<Actor> {
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

/// What an entry tells, in words: what happened, more of it in the same line, and what somebody wrote.
pub(crate) struct Told {
    pub(crate) happened: &'static str,
    pub(crate) more: String,
    pub(crate) said: String,
}

impl Told {
    fn markup(&self) -> Markup {
        html! {
            strong { (self.happened) }
            @if !self.more.is_empty() { ": " (self.more) }
            @if !self.said.is_empty() { div class="hearken-told" { (self.said) } }
        }
    }
}

/// What an entry tells; `concerned` is the name of whom it is about.
pub(crate) fn told(entry: &Entry, concerned: &str, lang: Lang) -> Told {
    let (more, said) = match &entry.event {
        Event::Reports(Heard::Added { text, .. } | Heard::Replied { text }) => (String::new(), text.clone()),
        Event::Cases(event) => detail(event, concerned, lang),
        Event::Referrals(event) => answered(event),
        Event::Reports(_) | Event::Accounts(_) | Event::Duty(_) | Event::Removal(_) => Default::default(),
    };
    Told { happened: words::happened(&entry.event).of(lang), more, said }
}

fn answered(event: &Referred) -> (String, String) {
    match event {
        Referred::Drafted { draft } | Referred::Revised { draft } => {
            (format!("{}, {}", draft.reference, draft.recipient.name), String::new())
        }
        Referred::Acknowledged { by } => (by.clone(), String::new()),
        Referred::Accepted { by, note: text } | Referred::Declined { by, reason: text } => {
            (by.clone(), text.clone())
        }
        Referred::Withdrawn { reason } => (String::new(), reason.clone()),
        Referred::Filled { .. }
        | Referred::Sent { .. }
        | Referred::Opened
        | Referred::LinkRenewed
        | Referred::FileTaken { .. }
        | Referred::Reminded { .. } => Default::default(),
    }
}

/// From one urgency to another.
fn step((before, after): (Urgency, Urgency), lang: Lang) -> String {
    let word = |urgency: Urgency| page::urgency(urgency.rank().into()).of(lang);
    format!("{} → {}", word(before), word(after))
}

fn detail(event: &Happened, concerned: &str, lang: Lang) -> (String, String) {
    match event {
        Happened::NoteWritten { text }
        | Happened::TaskGiven { text, .. }
        | Happened::ClosedAtTriage { text, .. } => (String::new(), text.clone()),
        Happened::Decided { decision, reason } => {
            (words::decision(*decision).of(lang).to_owned(), reason.clone())
        }
        Happened::SubjectNamed { subject_kind, name, .. } => {
            let kind = domain::cases::words::subject(*subject_kind).of(lang);
            (format!("{name} ({kind})"), String::new())
        }
        Happened::UrgencySet { before, after, reason, below } => {
            let below = below.as_ref().map(|floor| format!(". {}", weighing::below(floor, lang)));
            (format!("{}{}", step((*before, *after), lang), below.unwrap_or_default()), reason.clone())
        }
        Happened::UrgencyRaised { before, after, by } => {
            let by = weighing::raised_by(*by).of(lang);
            (format!("{}. {by}", step((*before, *after), lang)), String::new())
        }
        Happened::IndicatorAdded { indicator, reason, .. }
        | Happened::IndicatorStruck { indicator, reason, .. } => (indicator.clone(), reason.clone()),
        Happened::ToolFilled { filled } => (tools::in_short(filled, lang), String::new()),
        Happened::Categorised { category, reason, .. } => {
            (context::category(*category).of(lang).to_owned(), reason.clone())
        }
        Happened::ContextConference { conference } => {
            (context::day_shown(conference.held), conference.context.clone())
        }
        Happened::GlassBroken { reason, .. }
        | Happened::Linked { reason, .. }
        | Happened::Closed { reason }
        | Happened::Reopened { reason }
        | Happened::Held { reason }
        | Happened::ReleaseAsked { reason, .. }
        | Happened::ErasureAsked { reason, .. }
        | Happened::NotAgreed { reason } => (String::new(), reason.clone()),
        Happened::ClockWarned { overdue, told, .. } => {
            (format!("{} ({})", words::warned(*overdue).of(lang), told.len()), String::new())
        }
        Happened::TeamJoined { .. } | Happened::TeamLeft { .. } | Happened::KeptFrom { .. } => {
            (concerned.to_owned(), String::new())
        }
        Happened::FileAdded { file } => (file.name.clone(), String::new()),
        Happened::Exported { export } => {
            (export.recipients.join(", "), format!("{} ({}): {}", export.purpose, export.basis, export.by))
        }
        Happened::TakenOn { .. }
        | Happened::JoinedCase { .. }
        | Happened::Opened { .. }
        | Happened::ReportJoined { .. }
        | Happened::TaskDone { .. }
        | Happened::CensusTold { .. }
        | Happened::ClockStarted { .. }
        | Happened::ClockStopped { .. }
        | Happened::Released { .. }
        | Happened::FileHandled { .. }
        | Happened::Erased { .. } => Default::default(),
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
