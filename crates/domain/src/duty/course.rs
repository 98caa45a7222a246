//! The course of an assessment: its state, what may be done to it, and what each event makes of it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{
    Answered, BeliefKind, Believed, ByAnother, Event, LINE_CHARS_MAX, Notice, Opening, Refusal, said, short,
};
use crate::agency::Nation;
use crate::cases::{Clock, TEXT_CHARS_MAX};
use crate::event::Actor;
use crate::reports::Known;
use crate::rules::Rulebook;
use crate::rules::duty::{Belief, Window};
use crate::rules::facts::Facts;
use crate::rules::tables::Recipient;

/// What was answered to one question, by whom and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    pub known: Known,
    pub by: Actor,
    pub at: Timestamp,
    /// Whether the case answered it when the assessment began.
    pub from_case: bool,
}

/// A belief, and why it is held no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub belief: Believed,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// When it ended, with the reason.
    pub ended: Option<(Timestamp, String)>,
}

/// Somebody else's notification, and why it is believed no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub notice: ByAnother,
    pub recorded: Timestamp,
    pub doubted: Option<String>,
}

/// An assessment as its events have made it.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub opening: Opening,
    pub nation: Nation,
    pub since: Timestamp,
    pub age: Option<u8>,
    pub answers: BTreeMap<String, Answer>,
    pub beliefs: Vec<Held>,
    pub notices: Vec<Notice>,
    pub by_others: Vec<Told>,
    /// The clocks that run on the case because of it.
    pub clocks: Vec<Clock>,
}

impl State {
    /// What is known, as the rulebook asks about it.
    pub fn facts(&self, book: &Rulebook) -> Facts {
        let told =
            self.answers.iter().fold(Facts::default(), |facts, (id, answer)| facts.with(id, answer.known));
        let told = match self.age {
            Some(age) => told.aged(age),
            None => told,
        };
        let believed = self.by_others.iter().filter(|told| told.doubted.is_none());
        let met = believed.filter(|told| takes(self, told.notice.to)).count() > 0;
        let met = if met { Known::Yes } else { Known::NotKnown };
        book.discharges().into_iter().fold(told, |facts, id| facts.with(id, met))
    }

    /// The seven days and what is believed in them, at a moment.
    pub fn window(&self, now: Timestamp) -> Window {
        let belief = |held: &Held| Belief {
            fact: held.belief.belief.fact().to_owned(),
            from: held.belief.from,
            until: held.ended.as_ref().map(|(at, _)| *at),
        };
        Window { since: self.since, beliefs: self.beliefs.iter().map(belief).collect(), now }
    }
}

/// Whose duty is assessed, and since when; `answers` are the case's.
pub fn begin(opening: Opening, now: Timestamp) -> Result<Event, Refusal> {
    let whose = said(&opening.whose, LINE_CHARS_MAX, Refusal::NoName)?;
    been(opening.since, now)?;
    Ok(Event::Begun { opening: Box::new(Opening { whose, ..opening }) })
}

/// Answers questions: what is the same as before is left out. A fact that is recorded elsewhere (a belief, what somebody
/// else did) is no answer.
pub fn answer(state: &State, told: Answered, book: &Rulebook, now: Timestamp) -> Result<Event, Refusal> {
    been(told.since, now)?;
    if told.age.is_some_and(|age| age > 120) {
        return Err(Refusal::NotAnAge);
    }
    let recorded = |id: &str| book.beliefs().contains(id) || book.discharges().contains(id);
    let before = |id: &str| state.answers.get(id).map_or(Known::NotKnown, |answer| answer.known);
    let new = told.answers.into_iter().filter(|(id, known)| {
        book.fact(id).is_some_and(|fact| fact.from_age.is_none()) && !recorded(id) && before(id) != *known
    });
    let answers: BTreeMap<String, Known> = new.collect();
    let same = told.age == state.age && told.nation == state.nation && told.since == state.since;
    if answers.is_empty() && same {
        return Err(Refusal::NothingNew);
    }
    Ok(Event::Answered { answered: Box::new(Answered { answers, ..told }) })
}

/// Records a belief: with its beginning, within the seven days, and its reason.
pub fn believe(state: &State, belief: Believed, now: Timestamp) -> Result<Event, Refusal> {
    let reason = said(&belief.reason, TEXT_CHARS_MAX, Refusal::NoReason)?;
    been(belief.from, now)?;
    if belief.from < state.since {
        return Err(Refusal::BeforeTheSuspicion);
    }
    if now >= state.window(now).ends() {
        return Err(Refusal::TooLateToWait);
    }
    let held =
        |kind: BeliefKind| state.beliefs.iter().any(|one| one.belief.belief == kind && one.ended.is_none());
    if held(belief.belief) {
        return Err(Refusal::BelievedAlready);
    }
    Ok(Event::Believed { belief: Box::new(Believed { reason, ..belief }) })
}

/// Ends a belief, now.
pub fn end_belief(state: &State, belief: u32, reason: &str, now: Timestamp) -> Result<Event, Refusal> {
    let held = usize::try_from(belief).ok().and_then(|place| state.beliefs.get(place));
    if held.is_none_or(|held| held.ended.is_some()) {
        return Err(Refusal::NoSuchBelief);
    }
    Ok(Event::BeliefEnded { belief, at: now, reason: said(reason, TEXT_CHARS_MAX, Refusal::NoReason)? })
}

/// Records that the person notified.
pub fn notify(notice: Notice, now: Timestamp) -> Result<Event, Refusal> {
    been(notice.at, now)?;
    Ok(Event::Notified {
        notice: Box::new(Notice {
            whom: said(&notice.whom, LINE_CHARS_MAX, Refusal::NoName)?,
            reference: short(&notice.reference, LINE_CHARS_MAX)?,
            said: short(&notice.said, TEXT_CHARS_MAX)?,
            ..notice
        }),
    })
}

/// Records that somebody else notified, and why that is believed.
pub fn met_by_another(notice: ByAnother, now: Timestamp) -> Result<Event, Refusal> {
    been(notice.at, now)?;
    if !matches!(notice.to, Recipient::Police | Recipient::ChildrensServices) {
        return Err(Refusal::NotAChoice);
    }
    Ok(Event::MetByAnother {
        notice: Box::new(ByAnother {
            by: said(&notice.by, LINE_CHARS_MAX, Refusal::NoName)?,
            whom: said(&notice.whom, LINE_CHARS_MAX, Refusal::NoName)?,
            why: said(&notice.why, TEXT_CHARS_MAX, Refusal::NoReason)?,
            ..notice
        }),
    })
}

/// What somebody else told is believed no more.
pub fn doubt(state: &State, notice: u32, reason: &str) -> Result<Event, Refusal> {
    let told = usize::try_from(notice).ok().and_then(|place| state.by_others.get(place));
    if told.is_none_or(|told| told.doubted.is_some()) {
        return Err(Refusal::NoSuchNotice);
    }
    Ok(Event::Doubted { notice, reason: said(reason, TEXT_CHARS_MAX, Refusal::NoReason)? })
}

/// A moment that has been.
pub(super) fn been(at: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    if at > now { Err(Refusal::InTheFuture) } else { Ok(()) }
}

/// An assessment after one more event, by somebody, at a moment. The first must be `Begun`.
pub fn apply(state: Option<State>, event: Event, by: Actor, at: Timestamp) -> Option<State> {
    match (state, event) {
        (None, Event::Begun { opening }) => Some(begun(*opening, by, at)),
        (Some(mut state), event) => {
            change(&mut state, event, by, at);
            Some(state)
        }
        (None, _) => None,
    }
}

fn begun(opening: Opening, by: Actor, at: Timestamp) -> State {
    let answer = |known: &Known| Answer { known: *known, by, at, from_case: true };
    State {
        nation: opening.nation,
        since: opening.since,
        age: opening.age,
        answers: opening.answers.iter().map(|(id, known)| (id.clone(), answer(known))).collect(),
        beliefs: Vec::new(),
        notices: Vec::new(),
        by_others: Vec::new(),
        clocks: Vec::new(),
        opening,
    }
}

fn change(state: &mut State, event: Event, by: Actor, at: Timestamp) {
    match event {
        Event::Answered { answered } => {
            let Answered { answers, age, nation, since } = *answered;
            (state.age, state.nation, state.since) = (age, nation, since);
            state.answers.extend(
                answers.into_iter().map(|(id, known)| (id, Answer { known, by, at, from_case: false })),
            );
        }
        Event::Believed { belief } => {
            state.beliefs.push(Held { belief: *belief, recorded: at, ended: None });
        }
        Event::BeliefEnded { belief, at, reason } => {
            let place = usize::try_from(belief).unwrap_or(usize::MAX);
            state
                .beliefs
                .iter_mut()
                .skip(place)
                .take(1)
                .for_each(|held| held.ended = Some((at, reason.clone())));
        }
        Event::Notified { notice } => state.notices.push(*notice),
        Event::MetByAnother { notice } => {
            state.by_others.push(Told { notice: *notice, recorded: at, doubted: None });
        }
        Event::Doubted { notice, reason } => {
            let place = usize::try_from(notice).unwrap_or(usize::MAX);
            state
                .by_others
                .iter_mut()
                .skip(place)
                .take(1)
                .for_each(|told| told.doubted = Some(reason.clone()));
        }
        Event::ClocksSet { clocks } => state.clocks = clocks,
        Event::Begun { .. } | Event::Interfered { .. } | Event::Erased => {}
    }
}

/// Whether a notification to them can meet the duty: only the police, where no child who was harmed is believed to live in
/// England or Wales (section 85(3), MR-5).
pub(super) fn takes(state: &State, to: Recipient) -> bool {
    let lives_there = state.answers.get("relevant_child_in_england_or_wales").map(|answer| answer.known);
    lives_there != Some(Known::No) || to != Recipient::ChildrensServices
}
