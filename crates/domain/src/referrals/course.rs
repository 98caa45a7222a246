//! The course of a referral: drafted, sent, answered; reminded of until then.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::nrm::{self, Made};
use super::{Consent, Draft, Event, Filled, RecipientKind, Refusal, Standing};
use crate::agency::Nation;
use crate::cases::{Clock, TEXT_CHARS_MAX};
use crate::id::AccountId;
use crate::reports::Answers;
use crate::reports::answers::{Row, field as told};
use crate::reports::course::Attachment;
use crate::rules::{self, tables};

/// A referral as its events have made it.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub draft: Draft,
    pub standing: Standing,
    pub sent_at: Option<Timestamp>,
    /// The clock that the law starts, if it starts one for this recipient.
    pub clock: Option<Clock>,
    /// People named in it who work at the recipient.
    pub kept_from: Vec<AccountId>,
    /// The files that went with it, as they were kept when it was sent.
    pub files: Vec<Attachment>,
    pub reminders: u32,
    pub reminded_at: Option<Timestamp>,
    /// Who answered, and what they wrote.
    pub answered_by: String,
    pub answer: String,
}

impl State {
    /// Whether an answer is still waited for. An acknowledgement is no answer where the law asks for a
    /// decision.
    pub const fn waits(&self) -> bool {
        match self.standing {
            Standing::Sent => true,
            Standing::Acknowledged => self.clock.is_some(),
            Standing::Drafted | Standing::Accepted | Standing::Declined | Standing::Withdrawn => false,
        }
    }

    const fn can_be_answered(&self) -> Result<(), Refusal> {
        match self.standing {
            Standing::Sent | Standing::Acknowledged => Ok(()),
            Standing::Drafted => Err(Refusal::NotSent),
            Standing::Accepted | Standing::Declined => Err(Refusal::AlreadyAnswered),
            Standing::Withdrawn => Err(Refusal::Withdrawn),
        }
    }

    const fn can_be_written(&self) -> Result<(), Refusal> {
        match self.standing {
            Standing::Drafted => Ok(()),
            Standing::Sent | Standing::Acknowledged | Standing::Accepted | Standing::Declined => {
                Err(Refusal::AlreadySent)
            }
            Standing::Withdrawn => Err(Refusal::Withdrawn),
        }
    }
}

/// Everything wrong with a draft at once, by the name of the field. What its form asks is not asked here again.
pub fn problems(draft: &Draft) -> Vec<(&'static str, Refusal)> {
    let long = |text: &str| text.chars().count() > TEXT_CHARS_MAX;
    let email = draft.recipient.email.as_deref();
    let plain = draft.form.is_none();
    let asks_consent = draft.questions().is_none_or(|form| !form.asks_consent);
    let unexplained = draft.consent != Consent::Given && draft.consent_why.trim().is_empty();
    let checks = [
        ("to", draft.recipient.kind == RecipientKind::Nrm && plain, Refusal::NeedsForm),
        ("name", draft.recipient.name.trim().is_empty(), Refusal::NoRecipient),
        ("email", email.is_some_and(|email| crate::accounts::email(email).is_err()), Refusal::NotAnEmail),
        ("concern", plain && draft.concern.trim().is_empty(), Refusal::NoConcern),
        ("concern", long(&draft.concern), Refusal::TooLong),
        ("asks", plain && draft.asks.trim().is_empty(), Refusal::NoAsks),
        ("asks", long(&draft.asks), Refusal::TooLong),
        ("consent_why", asks_consent && unexplained, Refusal::NoConsentWhy),
        ("consent_why", long(&draft.consent_why), Refusal::TooLong),
        ("reports", plain && draft.reports.is_empty() && draft.subjects.is_empty(), Refusal::NothingShared),
    ];
    checks.into_iter().filter(|(_, wrong, _)| *wrong).map(|(field, _, refusal)| (field, refusal)).collect()
}

/// Writes a draft anew.
pub fn revise(state: &State, draft: Draft) -> Result<Event, Refusal> {
    state.can_be_written()?;
    Ok(Event::Revised { draft: Box::new(draft) })
}

/// Takes answers of its form, and empties others.
pub fn fill(state: &State, given: Answers, emptied: Vec<String>) -> Result<Event, Refusal> {
    state.can_be_written()?;
    if state.draft.form.is_some() { Ok(Event::Filled { given, emptied }) } else { Err(Refusal::NoForm) }
}

/// The clock that sending it starts: children's services must decide and say so; a referral to the National Referral
/// Mechanism waits for the decision on reasonable grounds, and a notice that names nobody for none.
pub fn rule(draft: &Draft, nation: Nation, now: Timestamp) -> Option<&'static tables::Clock> {
    match draft.recipient.kind {
        RecipientKind::ChildrensServices => rules::clock::first_decision(nation, crate::time::day(now)),
        RecipientKind::Nrm => {
            let form = draft.form.as_ref().filter(|form| form.form == nrm::FORM).map(Filled::leaving);
            let referred = form.is_some_and(|form| Made::of(&form.typed) == Made::Referral);
            referred.then(|| rules::clock::with(REASONABLE_GROUNDS)).flatten()
        }
        RecipientKind::Police
        | RecipientKind::Ceop
        | RecipientKind::Platform
        | RecipientKind::Lado
        | RecipientKind::Regulator
        | RecipientKind::Other => None,
    }
}

/// The clock of the decision on reasonable grounds.
const REASONABLE_GROUNDS: &str = "NRM-C1";

/// Sends it, on a day, with those of the kept files that its form chooses: not while an answer is missing or wrong.
pub fn send(
    state: &State,
    clock: Option<Clock>,
    kept_from: Vec<AccountId>,
    kept: &[Attachment],
    today: Date,
) -> Result<Event, Refusal> {
    state.can_be_written()?;
    if state.draft.recipient.kind == RecipientKind::Nrm && state.draft.form.is_none() {
        return Err(Refusal::NeedsForm);
    }
    let problems = state.draft.form.as_ref().map_or(0, |form| form.problems(today).len());
    if problems > 0 {
        return Err(Refusal::FormUnfinished(problems));
    }
    let files = state.draft.form.as_ref().map(Filled::files).unwrap_or_default();
    let same = |row: &Row| {
        kept.iter().find(|file| {
            told(row, "file") == Some(file.file.to_string().as_str())
                && told(row, "sha256") == Some(file.sha256.as_str())
        })
    };
    let files: Option<Vec<Attachment>> = files.iter().map(|row| same(row).cloned()).collect();
    Ok(Event::Sent { clock, kept_from, files: files.ok_or(Refusal::NoSuchFile)? })
}

/// The recipient has it.
pub fn acknowledge(state: &State, by: &str) -> Result<Event, Refusal> {
    state.can_be_answered()?;
    if state.standing == Standing::Acknowledged {
        return Err(Refusal::AlreadyAnswered);
    }
    Ok(Event::Acknowledged { by: name(by)? })
}

/// The recipient acts on it.
pub fn accept(state: &State, by: &str, note: &str) -> Result<Event, Refusal> {
    state.can_be_answered()?;
    Ok(Event::Accepted { by: name(by)?, note: within(note)? })
}

/// The recipient does not act on it.
pub fn decline(state: &State, by: &str, reason: &str) -> Result<Event, Refusal> {
    state.can_be_answered()?;
    Ok(Event::Declined { by: name(by)?, reason: given(reason)? })
}

/// The sender takes it back.
pub fn withdraw(state: &State, reason: &str) -> Result<Event, Refusal> {
    if state.standing != Standing::Drafted {
        state.can_be_answered()?;
    }
    Ok(Event::Withdrawn { reason: given(reason)? })
}

/// How long after a reminder the next one goes, and how long after sending where no law sets a time.
const REMIND_EVERY: SignedDuration = SignedDuration::from_hours(24);
/// After so many reminders somebody must pick up the telephone; the page says so.
pub const REMINDERS_MAX: u32 = 10;

/// When the next reminder is due, if an answer is waited for.
pub fn next_reminder(state: &State) -> Option<Timestamp> {
    if !state.waits() {
        return None;
    }
    match (state.reminded_at, &state.clock) {
        (Some(last), _) => reminder_after(state.reminders, last),
        (None, Some(clock)) => Some(clock.due),
        (None, None) => state.sent_at.map(|sent| sent + REMIND_EVERY),
    }
}

/// When the next reminder is due after so many, the last of them at `last`, while an answer is waited for.
pub fn reminder_after(reminders: u32, last: Timestamp) -> Option<Timestamp> {
    (reminders < REMINDERS_MAX).then_some(last + REMIND_EVERY)
}

fn name(by: &str) -> Result<String, Refusal> {
    let by = by.trim();
    if by.is_empty() { Err(Refusal::NobodyNamed) } else { within(by) }
}

fn given(reason: &str) -> Result<String, Refusal> {
    if reason.trim().is_empty() { Err(Refusal::NoReason) } else { within(reason) }
}

fn within(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() > TEXT_CHARS_MAX { Err(Refusal::TooLong) } else { Ok(text.to_owned()) }
}

/// A referral after one more event, which happened `at`. The first must be `Drafted`.
pub fn apply(state: Option<State>, event: Event, at: Timestamp) -> Option<State> {
    match (state, event) {
        (None, Event::Drafted { draft }) => Some(State {
            draft: *draft,
            standing: Standing::Drafted,
            sent_at: None,
            clock: None,
            kept_from: Vec::new(),
            files: Vec::new(),
            reminders: 0,
            reminded_at: None,
            answered_by: String::new(),
            answer: String::new(),
        }),
        (Some(state), event) => Some(change(state, event, at)),
        (None, _) => None,
    }
}

fn change(state: State, event: Event, at: Timestamp) -> State {
    match event {
        Event::Drafted { .. } | Event::Opened | Event::LinkRenewed | Event::FileTaken { .. } => state,
        Event::Revised { draft } => State { draft: *draft, ..state },
        Event::Filled { given, emptied } => {
            let form = state.draft.form.map(|form| form.with(&given, &emptied));
            State { draft: Draft { form, ..state.draft }, ..state }
        }
        // What was sent is what may leave: an answer that went stale before is not in it, ever.
        Event::Sent { clock, kept_from, files } => {
            let draft = state.draft.leaving();
            State { draft, standing: Standing::Sent, sent_at: Some(at), clock, kept_from, files, ..state }
        }
        Event::Reminded { times, .. } => State { reminders: times, reminded_at: Some(at), ..state },
        Event::Acknowledged { by } => State { standing: Standing::Acknowledged, answered_by: by, ..state },
        Event::Accepted { by, note } => {
            State { standing: Standing::Accepted, answered_by: by, answer: note, ..state }
        }
        Event::Declined { by, reason } => {
            State { standing: Standing::Declined, answered_by: by, answer: reason, ..state }
        }
        Event::Withdrawn { reason } => State { standing: Standing::Withdrawn, answer: reason, ..state },
    }
}

#[cfg(test)]
mod tests;
