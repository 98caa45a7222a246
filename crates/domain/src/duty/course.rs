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

/// A notification that the person made, and why it counts no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub notice: Notice,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// Why it was taken back: it was not made, or was a mistake.
    pub taken_back: Option<String>,
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
    /// The earliest `since` that was ever recorded: the seven days count from it.
    pub earliest: Timestamp,
    pub age: Option<u8>,
    pub answers: BTreeMap<String, Answer>,
    pub beliefs: Vec<Held>,
    pub notices: Vec<Made>,
    pub by_others: Vec<Told>,
    /// The clocks that run on the case because of it.
    pub clocks: Vec<Clock>,
}

/// The fact that follows the nation of the assessment.
const IN_ENGLAND: &str = "in_england";

impl State {
    /// What is known of a question. Where it happened follows the nation of the assessment, which may change, until
    /// somebody answers it.
    pub fn known(&self, id: &str) -> Known {
        match self.answers.get(id) {
            Some(answer) if id == IN_ENGLAND && answer.from_case => {
                if self.nation == Nation::England {
                    Known::Yes
                } else {
                    Known::No
                }
            }
            Some(answer) => answer.known,
            None => Known::NotKnown,
        }
    }

    /// The notifications that count: those that were not taken back, and answer the suspicion, so none from before it.
    pub fn notified(&self) -> impl Iterator<Item = &Notice> {
        let counts = |made: &&Made| made.taken_back.is_none() && made.notice.at >= self.since;
        self.notices.iter().filter(counts).map(|made| &made.notice)
    }

    /// What is known, as the rulebook asks about it.
    pub fn facts(&self, book: &Rulebook) -> Facts {
        let told = self.answers.keys().fold(Facts::default(), |facts, id| facts.with(id, self.known(id)));
        let told = match self.age {
            Some(age) => told.aged(age),
            None => told,
        };
        let believed = self.by_others.iter().filter(|told| told.doubted.is_none());
        let met = believed.filter(|told| takes(self, told.notice.to)).count() > 0;
        let met = if met { Known::Yes } else { Known::NotKnown };
        book.discharges().into_iter().fold(told, |facts, id| facts.with(id, met))
    }

    /// The seven days and what is believed in them, at a moment. They count from the earliest time that was ever recorded:
    /// whoever dates the suspicion later gains no day by it.
    pub fn window(&self, now: Timestamp) -> Window {
        let belief = |held: &Held| Belief {
            fact: held.belief.belief.fact().to_owned(),
            from: held.belief.from,
            until: held.ended.as_ref().map(|(at, _)| *at),
        };
        Window { since: self.earliest, beliefs: self.beliefs.iter().map(belief).collect(), now }
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
    let new = told.answers.into_iter().filter(|(id, known)| {
        book.fact(id).is_some_and(|fact| fact.from_age.is_none())
            && !recorded(id)
            && state.known(id) != *known
    });
    let answers: BTreeMap<String, Known> = new.collect();
    let same = told.age == state.age && told.nation == state.nation && told.since == state.since;
    if answers.is_empty() && same {
        return Err(Refusal::NothingNew);
    }
    let reason = if told.since > state.since {
        said(&told.reason, TEXT_CHARS_MAX, Refusal::LaterWithoutReason)?
    } else {
        String::new()
    };
    Ok(Event::Answered { answered: Box::new(Answered { answers, reason, ..told }) })
}

/// Records a belief: with its beginning, within the seven days, and its reason.
pub fn believe(state: &State, belief: Believed, now: Timestamp) -> Result<Event, Refusal> {
    let reason = said(&belief.reason, TEXT_CHARS_MAX, Refusal::NoReason)?;
    been(belief.from, now)?;
    if belief.from < state.earliest {
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

/// Records that the person notified: after reason to suspect was given, and with what was told, which the law asks for
/// (section 85(2)(b), MR-6).
pub fn notify(state: &State, notice: Notice, now: Timestamp) -> Result<Event, Refusal> {
    been(notice.at, now)?;
    if notice.at < state.since {
        return Err(Refusal::NotifiedBefore);
    }
    Ok(Event::Notified {
        notice: Box::new(Notice {
            whom: said(&notice.whom, LINE_CHARS_MAX, Refusal::NoName)?,
            reference: short(&notice.reference, LINE_CHARS_MAX)?,
            said: said(&notice.said, TEXT_CHARS_MAX, Refusal::NotSaid)?,
            ..notice
        }),
    })
}

/// A notification that was recorded was not made, or was a mistake.
pub fn take_back(state: &State, notice: u32, reason: &str) -> Result<Event, Refusal> {
    let made = usize::try_from(notice).ok().and_then(|place| state.notices.get(place));
    if made.is_none_or(|made| made.taken_back.is_some()) {
        return Err(Refusal::NoSuchNotification);
    }
    Ok(Event::NoticeTakenBack { notice, reason: said(reason, TEXT_CHARS_MAX, Refusal::NoReason)? })
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
        earliest: opening.since,
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
            let Answered { answers, age, nation, since, reason: _ } = *answered;
            (state.age, state.nation, state.since) = (age, nation, since);
            state.earliest = state.earliest.min(since);
            state.answers.extend(
                answers.into_iter().map(|(id, known)| (id, Answer { known, by, at, from_case: false })),
            );
        }
        Event::Believed { belief } => {
            state.beliefs.push(Held { belief: *belief, recorded: at, ended: None });
        }
        Event::BeliefEnded { belief, at, reason } => {
            if let Some(held) = at_place(&mut state.beliefs, belief) {
                held.ended = Some((at, reason));
            }
        }
        Event::Notified { notice } => {
            state.notices.push(Made { notice: *notice, recorded: at, taken_back: None });
        }
        Event::NoticeTakenBack { notice, reason } => {
            if let Some(made) = at_place(&mut state.notices, notice) {
                made.taken_back = Some(reason);
            }
        }
        Event::MetByAnother { notice } => {
            state.by_others.push(Told { notice: *notice, recorded: at, doubted: None });
        }
        Event::Doubted { notice, reason } => {
            if let Some(told) = at_place(&mut state.by_others, notice) {
                told.doubted = Some(reason);
            }
        }
        Event::ClocksSet { clocks } => state.clocks = clocks,
        Event::Begun { .. } | Event::Interfered { .. } | Event::Erased => {}
    }
}

/// What an event speaks of by its place in a list.
fn at_place<T>(all: &mut [T], place: u32) -> Option<&mut T> {
    usize::try_from(place).ok().and_then(|place| all.get_mut(place))
}

/// Whether a notification to them can meet the duty of section 85: only the police, where no child who was harmed is believed to live in
/// England or Wales (section 85(3), MR-5).
pub(super) fn takes(state: &State, to: Recipient) -> bool {
    let lives_there = state.known("relevant_child_in_england_or_wales");
    lives_there != Known::No || to != Recipient::ChildrensServices
}
