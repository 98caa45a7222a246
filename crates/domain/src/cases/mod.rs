//! Cases: triage, people, chronology, tasks, and decisions with reasons.
//!
//! [`triage`] decides what becomes of a report in the queue; [`course`] what happens to a case; [`weighing`] what people
//! may say of how urgent it is; [`tools`] what a screening tool says; [`context`] a conference about a place or a group;
//! [`ending`] whether a record may ever be erased.
//! No decision is without its reason, the decision *not* to refer least of all.

pub mod context;
pub mod course;
pub mod ending;
#[cfg(test)]
mod sample;
pub mod tools;
pub mod triage;
pub mod weighing;
pub mod words;

use serde::{Deserialize, Serialize};

use crate::agency::Nation;
use crate::census::particulars::Particulars;
use crate::events;
use crate::evidence::Handling;
use crate::id::{AccountId, CaseId, ClockId, FileId, OrganisationId, Reference, ReportId, SubjectId, TaskId};
use crate::reports::course::Attachment;
use crate::reports::{Harm, Urgency};
use crate::role::coded;

pub use context::{Category, Conference, Context};
pub use course::{State, apply};
pub use ending::{Ground, Tombstone};
pub use tools::Filled;

coded! {
    /// What a case is about. Not only children: a place or a telephone line has a case file too.
    SubjectKind {
        Child = "child",
        PeerGroup = "peer_group",
        Place = "place",
        School = "school",
        Account = "account",
        PhoneLine = "phone_line",
        Vehicle = "vehicle",
        Suspect = "suspect",
    }
}

coded! {
    /// What made a case more urgent.
    Raised {
        /// A report that joined it.
        Report = "report",
        /// What the reporter wrote later.
        Message = "message",
        /// A note of those who work on it.
        Note = "note",
    }
}

coded! {
    /// What was decided. Each is recorded with its reason.
    Decision {
        /// To refer to another agency.
        Refer = "refer",
        /// Not to refer: the decision that inquiries ask for years later.
        DoNotRefer = "do_not_refer",
        /// To hold a strategy discussion.
        StrategyDiscussion = "strategy_discussion",
        /// To offer early help.
        EarlyHelp = "early_help",
        /// To tell the parents or carers.
        TellParents = "tell_parents",
        /// Not to tell the parents or carers, because it could make things worse.
        DoNotTellParents = "do_not_tell_parents",
        /// To watch and look again.
        Monitor = "monitor",
        Other = "other",
    }
}

coded! {
    /// Why a report does not become a case.
    CloseReason {
        /// It tells of nothing that safeguarding acts on; said where it belongs instead.
        NotSafeguarding = "not_safeguarding",
        /// Somebody else is already acting; said who.
        OthersAct = "others_act",
        /// Advice was given and is enough.
        AdviceGiven = "advice_given",
        /// It is known to be a test or a mistake.
        Mistake = "mistake",
    }
}

/// A clock that runs on a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub clock: ClockId,
    /// The id of the rule of `data/rules/clocks.toml` that started it.
    pub rule: String,
    pub started: jiff::Timestamp,
    pub due: jiff::Timestamp,
}

/// All that is fixed when a case is opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    pub reference: Reference,
    pub organisation: OrganisationId,
    pub nation: Nation,
    pub report: ReportId,
    pub harm: Harm,
    pub urgency: Urgency,
    #[serde(default)]
    pub kept_from: Vec<AccountId>,
    /// Who opened it is the first of its team.
    pub team: Vec<AccountId>,
    #[serde(default)]
    pub clocks: Vec<Clock>,
}

/// What was handed over, to whom and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// What it is for.
    pub purpose: String,
    /// The law that allows or orders it.
    pub basis: String,
    /// Who handed it over.
    pub by: String,
    /// Who can open the archive, by name.
    pub recipients: Vec<String>,
    /// The files in it.
    pub files: Vec<FileId>,
    /// SHA-256 of the manifest of the archive, lower-case hex: told to the recipients by another way.
    pub manifest_sha256: String,
}

events! {
    /// What can happen in triage (on a report) and to a case.
    pub enum Event {
        /// A report became a case.
        TakenOn { case: CaseId } = "taken_on",
        /// A report joined a case that was open already.
        JoinedCase { case: CaseId } = "joined_case",
        /// A report was closed without a case.
        ClosedAtTriage { reason: CloseReason, text: String } = "closed_at_triage",
        /// A case was opened.
        Opened { opening: Box<Opening> } = "opened",
        /// Another report joined the case.
        ReportJoined { report: ReportId, kept_from: Vec<AccountId> } = "report_joined",
        /// A person, place or thing was named as a subject.
        SubjectNamed { subject: SubjectId, subject_kind: SubjectKind, name: String, about: String } = "subject_named",
        /// A note was written in the chronology.
        NoteWritten { text: String } = "note_written",
        /// A task was given.
        TaskGiven { task: TaskId, text: String, owner: Option<AccountId>, due: Option<jiff::civil::Date> } = "task_given",
        /// A task was done.
        TaskDone { task: TaskId } = "task_done",
        /// A decision was made; its reason is with it.
        Decided { decision: Decision, reason: String } = "decided",
        /// A file was added.
        FileAdded { file: Attachment } = "file_added",
        /// Somebody looked at a file of it, or took a copy.
        FileHandled { file: FileId, how: Handling } = "file_handled",
        /// The case was handed over, whole, in one sealed archive.
        Exported { export: Box<Export> } = "exported",
        /// Another case is connected with it.
        Linked { case: CaseId, reason: String } = "linked",
        /// Somebody joined the team.
        TeamJoined { account: AccountId } = "team_joined",
        /// Somebody left the team.
        TeamLeft { account: AccountId } = "team_left",
        /// Somebody outside the team opened it, with a reason; the lead was told.
        GlassBroken { account: AccountId, reason: String, until: jiff::Timestamp } = "glass_broken",
        /// A clock began.
        ClockStarted { clock: Clock } = "clock_started",
        /// A clock was stopped by what it waited for.
        ClockStopped { clock: ClockId } = "clock_stopped",
        /// A clock turned amber or overdue, and these were told.
        ClockWarned { clock: ClockId, overdue: bool, told: Vec<AccountId> } = "clock_warned",
        /// A person set another urgency, with a reason.
        UrgencySet {
            before: Urgency,
            after: Urgency,
            reason: String,
            /// The id of the floor that it goes below, where whoever set it said that they mean it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            below: Option<String>,
        } = "urgency_set",
        /// It became more urgent by what came to it; nobody set that.
        UrgencyRaised { before: Urgency, after: Urgency, by: Raised } = "urgency_raised",
        /// A person added an indicator, with the words or the reason; how urgent it is with that.
        IndicatorAdded { indicator: String, reason: String, urgency: Urgency } = "indicator_added",
        /// A person struck an indicator, with a reason; how urgent it is without it.
        IndicatorStruck { indicator: String, reason: String, urgency: Urgency } = "indicator_struck",
        /// A screening tool was filled in.
        ToolFilled { filled: Box<Filled> } = "tool_filled",
        /// It was said where the harm comes from, with the reason.
        Categorised { category: Category, contexts: Vec<Context>, reason: String } = "categorised",
        /// A conference was held about a place or a group; no child is named in it.
        ContextConference { conference: Box<Conference> } = "context_conference",
        /// An account was found to be that of a person named in it.
        KeptFrom { account: AccountId } = "kept_from",
        /// What the census asks about a child of the case was written down.
        CensusTold { subject: SubjectId, particulars: Box<Particulars> } = "census_told",
        /// The case was closed, with a reason.
        Closed { reason: String } = "closed",
        /// The case was opened again, with a reason.
        Reopened { reason: String } = "reopened",
        /// A legal hold was placed: nothing of it can be erased.
        Held { reason: String } = "held",
        /// Somebody asked for the hold to be lifted.
        ReleaseAsked { by: AccountId, reason: String, until: jiff::Timestamp } = "release_asked",
        /// Somebody else agreed: the hold was lifted.
        Released { asked_by: AccountId } = "released",
        /// Somebody asked for the record to be erased.
        ErasureAsked { by: AccountId, ground: Ground, reason: String, until: jiff::Timestamp } = "erasure_asked",
        /// What somebody asked was not agreed to, or taken back.
        NotAgreed { reason: String } = "not_agreed",
        /// Somebody else agreed: the record was erased, and this is what is left of it.
        Erased { tombstone: Box<Tombstone> } = "erased",
    }
}

/// Why something cannot be done. The sentences are read by people at work.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this report has already been dealt with: look at what became of it")]
    AlreadyTriaged,
    #[error("give the reason: it will be asked for")]
    NoReason,
    #[error("write something before you save it")]
    Empty,
    #[error("that is too long: keep it under {chars_max} characters")]
    TooLong { chars_max: usize },
    #[error("this case is closed: open it again first, with a reason")]
    Closed,
    #[error("this case is open already")]
    NotClosed,
    #[error("this task is not open")]
    NoSuchTask,
    #[error("decide whether to refer, with the reason, before you close the case")]
    NotDecided,
    #[error("tasks are still open: do them or say in a note why not")]
    TasksOpen,
    #[error("a case cannot be linked with itself")]
    SameCase,
    #[error("this clock is not running")]
    NoSuchClock,
    #[error("write the date as year, month, day: 2026-12-31")]
    NotADate,
    #[error("the last one cannot leave the team: add somebody first")]
    LastOfTeam,
    #[error("choose somebody who can join the team")]
    NotForTeam,
    #[error("this person is not in the team")]
    NotInTeam,
    #[error("there is no case with this reference that you can see: check it")]
    NoSuchCase,
    #[error("these cases are linked already")]
    LinkedAlready,
    #[error("choose another urgency than it has")]
    SameUrgency,
    #[error("choose one from the list")]
    NotAChoice,
    #[error("this indicator stands already")]
    StandsAlready,
    #[error("this indicator does not stand: there is nothing to strike")]
    NotStanding,
    #[error("this is below the floor {floor}: tick that you mean it, and say why")]
    BelowFloor { floor: String },
    #[error("answer at least one question")]
    NothingAnswered,
    #[error("the result is this band already: choose another, or none")]
    SameBand,
    #[error("name the place or the group as a subject of the case first")]
    NoContext,
    #[error("`{word}` is part of the name of a child: a record about a place or a group names none")]
    NamesAChild { word: String },
    #[error("the day of the review comes after the day it was held")]
    ReviewFirst,
    #[error("choose a file first")]
    NoFile,
    #[error(
        "this record is under a legal hold: two people must lift the hold before anything of it is erased"
    )]
    UnderHold,
    #[error("this record is under a legal hold already")]
    HeldAlready,
    #[error("this record is not under a legal hold")]
    NotHeld,
    #[error("close it first, with the reason: only what is closed can be erased")]
    CloseFirst,
    #[error("somebody has asked already: agree, or say why not, before you ask for something else")]
    AskedAlready,
    #[error("nothing waits for your agreement: it was taken back, or 14 days have passed")]
    NothingAsked,
    #[error("you asked for this yourself: somebody else must agree")]
    NotAlone,
    #[error("a file was empty, larger than 50 MB or cut short: none was added")]
    FileNotKept,
}

/// The longest text of a note or a reason, in characters.
pub const TEXT_CHARS_MAX: usize = 15_000;

/// A text that must say something.
pub(crate) fn said(text: &str, empty: Refusal) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        Err(empty)
    } else if text.chars().count() > TEXT_CHARS_MAX {
        Err(Refusal::TooLong { chars_max: TEXT_CHARS_MAX })
    } else {
        Ok(text.to_owned())
    }
}
