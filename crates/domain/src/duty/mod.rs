//! The duty to report, assessed on a case and recorded; and what somebody did to stop a report.
//!
//! An *assessment* is about one person who was given reason to suspect: what is known (three-valued, with who said so
//! and when), what is believed and for how long, who was notified by whom. [`course`] is its state and what may be done
//! to it; [`judge`] asks the rulebook what follows at a moment; [`known`] is what the case answers by itself; [`ask`] is
//! what is still to be asked. An *interference* ([`interference`]) is a record of its own: written once, and kept from
//! whoever it names.

pub mod ask;
pub mod course;
pub mod interference;
pub mod judge;
pub mod known;
pub mod words;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::agency::Nation;
use crate::cases::Clock;
use crate::events;
use crate::id::{AssessmentId, CaseId, OrganisationId};
use crate::reports::Known;
use crate::role::coded;
use crate::rules::tables::Recipient;

pub use course::{State, apply};
pub use interference::Interference;

coded! {
    /// How something was said or told. The law takes a notification by word of mouth or in writing (section 85(2)(d)).
    Means {
        InPerson = "in_person",
        Telephone = "telephone",
        /// A letter or an email.
        Writing = "writing",
        /// The recipient's own form or page.
        Online = "online",
        /// A message on a telephone or in a chat.
        Message = "message",
    }
}

coded! {
    /// What is believed, on which the duty may wait.
    BeliefKind {
        /// That notifying would risk the life or safety of a child (section 85(5), MR-9).
        Endangers = "endangers",
        /// That somebody else will notify within the seven days (section 85(6), MR-10).
        AnotherWill = "another_will",
    }
}

impl BeliefKind {
    /// The fact of the rulebook that it is.
    pub const fn fact(self) -> &'static str {
        match self {
            Self::Endangers => "believes_notifying_endangers",
            Self::AnotherWill => "believes_another_will_notify",
        }
    }
}

/// All that an assessment begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub case: CaseId,
    pub organisation: OrganisationId,
    pub nation: Nation,
    /// Whose duty it is: a name or a post, as told.
    pub whose: String,
    /// When they were given reason to suspect: the start of the seven days (MR-14).
    pub since: Timestamp,
    /// What the case answers by itself.
    pub answers: BTreeMap<String, Known>,
    /// The age of whoever may be harmed, in years.
    #[serde(default)]
    pub age: Option<u8>,
}

/// What somebody answered: only what is different from before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub answers: BTreeMap<String, Known>,
    pub age: Option<u8>,
    pub nation: Nation,
    pub since: Timestamp,
    /// Why the suspicion is dated later than before; else nothing.
    #[serde(default)]
    pub reason: String,
}

/// A belief, with its beginning and its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Believed {
    pub belief: BeliefKind,
    pub from: Timestamp,
    pub reason: String,
}

/// A notification that the person made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub to: Recipient,
    /// Which force, authority or person there.
    pub whom: String,
    pub at: Timestamp,
    pub means: Means,
    /// What they gave in return, to find it again.
    #[serde(default)]
    pub reference: String,
    /// Who is believed to be involved, and why it was notified (section 85(2)(b), MR-6).
    #[serde(default)]
    pub said: String,
}

/// A notification that somebody else made, and told the person of (section 85(7) and (8), MR-11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByAnother {
    /// Who made it, and told.
    pub by: String,
    pub to: Recipient,
    pub whom: String,
    /// When they notified, as they told it.
    pub at: Timestamp,
    pub means: Means,
    /// Why it is believed.
    pub why: String,
    /// Their own assessment, where it is on this case too.
    #[serde(default)]
    pub assessment: Option<AssessmentId>,
}

events! {
    /// What can happen to an assessment, and to the record of an interference.
    pub enum Event {
        /// An assessment began, with what the case answers.
        Begun { opening: Box<Opening> } = "begun",
        /// Questions were answered, or answered otherwise.
        Answered { answered: Box<Answered> } = "answered",
        /// A belief was recorded, on which the duty may wait.
        Believed { belief: Box<Believed> } = "believed",
        /// A belief is held no more; the duty is due again.
        BeliefEnded { belief: u32, at: Timestamp, reason: String } = "belief_ended",
        /// The person notified.
        Notified { notice: Box<Notice> } = "notified",
        /// A notification that was recorded was not made, or was a mistake; the duty is due again.
        NoticeTakenBack { notice: u32, reason: String } = "notice_taken_back",
        /// Somebody else notified, and told the person.
        MetByAnother { notice: Box<ByAnother> } = "met_by_another",
        /// What somebody else told is believed no more; the duty is due again.
        Doubted { notice: u32, reason: String } = "doubted",
        /// These clocks run on the case because of it, and no other.
        ClocksSet { clocks: Vec<Clock> } = "clocks_set",
        /// Somebody tried to stop or delay a report.
        Interfered { record: Box<Interference> } = "interfered",
        /// The record of an interference was erased with the matter that it is about.
        Erased = "erased",
    }
}

/// Why something cannot be done. The sentences are read by people at work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("say who: a name or a post")]
    NoName,
    #[error("give the reason: it will be asked for")]
    NoReason,
    #[error("say what was said or done")]
    NotSaid,
    #[error("say what you did then, or that you did nothing yet")]
    NothingDone,
    #[error("that is too long: keep it under {chars_max} characters")]
    TooLong { chars_max: usize },
    #[error("give the day and the time, like 2026-11-25 09:30")]
    NoTime,
    #[error("that is yet to come: give a time that has been")]
    InTheFuture,
    #[error("that is before reason to suspect was given: a belief begins with it or later")]
    BeforeTheSuspicion,
    #[error(
        "give the reason why it is later than was recorded: the seven days still count from the first time"
    )]
    LaterWithoutReason,
    #[error("that is before reason to suspect was given: a notification answers it and comes after it")]
    NotifiedBefore,
    #[error("this notification is not recorded, or was taken back: look at the list")]
    NoSuchNotification,
    #[error("choose one from the list")]
    NotAChoice,
    #[error("write whole years, like 15")]
    NotAnAge,
    #[error("nothing was changed: answer at least one question")]
    NothingNew,
    #[error("this belief is not held: look at the list")]
    NoSuchBelief,
    #[error("it is believed already: end that belief before you record it again")]
    BelievedAlready,
    #[error("the seven days are over: nothing can wait any more")]
    TooLateToWait,
    #[error("this is not believed: look at the list")]
    NoSuchNotice,
    #[error("there is no earlier record of this that you can see: check it")]
    NoSuchRecord,
    #[error("this record is written once: make another that refers to it")]
    WrittenOnce,
    #[error("this case is closed: open it again first, with a reason")]
    CaseClosed,
}

/// The longest line (a name, a post, a reference), in characters.
pub const LINE_CHARS_MAX: usize = 300;

/// A text that must say something.
pub(crate) fn said(text: &str, chars_max: usize, empty: Refusal) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(empty);
    }
    short(text, chars_max)
}

/// A text that may be empty.
pub(crate) fn short(text: &str, chars_max: usize) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() > chars_max { Err(Refusal::TooLong { chars_max }) } else { Ok(text.to_owned()) }
}
