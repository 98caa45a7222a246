//! The course of a case: a state, what may be decided on it, and what each event makes of it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{
    Category, Clock, Conference, Context, Decision, Event, Filled, Opening, Refusal, SubjectKind, said,
};
use crate::id::{AccountId, CaseId, ClockId, ReportId, SubjectId, TaskId};
use crate::reports::course::Attachment;

/// A subject of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    pub id: SubjectId,
    pub kind: SubjectKind,
    pub name: String,
    pub about: String,
}

/// A task on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub id: TaskId,
    pub text: String,
    pub owner: Option<AccountId>,
    pub due: Option<Date>,
    pub done: bool,
}

/// A clock and whether it still runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    pub clock: Clock,
    pub stopped: bool,
    /// Whether somebody was told that it is amber, and that it is overdue.
    pub warned: (bool, bool),
}

/// A case as its events have made it.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub opening: Opening,
    pub urgency: crate::reports::Urgency,
    pub reports: Vec<ReportId>,
    pub team: Vec<AccountId>,
    pub kept_from: Vec<AccountId>,
    pub subjects: Vec<Subject>,
    pub tasks: Vec<Task>,
    pub decisions: Vec<(Decision, String)>,
    pub files: Vec<Attachment>,
    pub links: Vec<CaseId>,
    pub clocks: Vec<Running>,
    /// Screening tools as they were filled in, the oldest first.
    pub filled: Vec<Filled>,
    /// Where the harm comes from, once somebody said so.
    pub category: Option<(Category, Vec<Context>)>,
    /// Conferences about places and groups, the oldest first.
    pub conferences: Vec<Conference>,
    /// Who broke the glass, and until when that holds.
    pub glass: Vec<(AccountId, Timestamp)>,
    pub closed: bool,
}

impl State {
    /// Who broke the glass and still may look at `now`.
    pub fn looking_in(&self, now: Timestamp) -> Vec<AccountId> {
        self.glass.iter().filter(|(_, until)| *until > now).map(|(account, _)| *account).collect()
    }

    /// Whether something can be done to it.
    pub(super) const fn open(&self) -> Result<(), Refusal> {
        if self.closed { Err(Refusal::Closed) } else { Ok(()) }
    }
}

/// Writes a note.
pub fn note(state: &State, text: &str) -> Result<Event, Refusal> {
    state.open()?;
    Ok(Event::NoteWritten { text: said(text, Refusal::Empty)? })
}

/// Names a subject.
pub fn name_subject(
    state: &State,
    subject: SubjectId,
    subject_kind: SubjectKind,
    name: &str,
    about: &str,
) -> Result<Event, Refusal> {
    state.open()?;
    let name = said(name, Refusal::Empty)?;
    Ok(Event::SubjectNamed { subject, subject_kind, name, about: about.trim().to_owned() })
}

/// Gives a task.
pub fn give_task(
    state: &State,
    task: TaskId,
    text: &str,
    owner: Option<AccountId>,
    due: Option<Date>,
) -> Result<Event, Refusal> {
    state.open()?;
    Ok(Event::TaskGiven { task, text: said(text, Refusal::Empty)?, owner, due })
}

/// Does a task.
pub fn do_task(state: &State, task: TaskId) -> Result<Event, Refusal> {
    state.open()?;
    let open = state.tasks.iter().any(|known| known.id == task && !known.done);
    if open { Ok(Event::TaskDone { task }) } else { Err(Refusal::NoSuchTask) }
}

/// Decides, with the reason. The clock of the first decision stops with it.
pub fn decide(state: &State, decision: Decision, reason: &str) -> Result<Vec<Event>, Refusal> {
    state.open()?;
    let mut events = vec![Event::Decided { decision, reason: said(reason, Refusal::NoReason)? }];
    let first = |running: &&Running| crate::rules::clock::is_first_decision(&running.clock.rule);
    let running = state.clocks.iter().filter(|running| !running.stopped).filter(first);
    events.extend(running.map(|running| Event::ClockStopped { clock: running.clock.clock }));
    Ok(events)
}

/// Connects it with another case.
pub fn link(state: &State, own: CaseId, case: CaseId, reason: &str) -> Result<Event, Refusal> {
    state.open()?;
    if own == case {
        return Err(Refusal::SameCase);
    }
    if state.links.contains(&case) {
        return Err(Refusal::LinkedAlready);
    }
    Ok(Event::Linked { case, reason: said(reason, Refusal::NoReason)? })
}

/// Adds a file that is in the vault.
pub fn add_file(state: &State, file: Attachment) -> Result<Event, Refusal> {
    state.open()?;
    Ok(Event::FileAdded { file })
}

/// Takes somebody of the organisation into the team; never somebody who is kept from the case.
pub fn join_team(state: &State, account: AccountId) -> Result<Event, Refusal> {
    state.open()?;
    if state.team.contains(&account) || state.kept_from.contains(&account) {
        return Err(Refusal::NotForTeam);
    }
    Ok(Event::TeamJoined { account })
}

/// Takes in another report of the same matter, and whoever it is kept from.
pub fn join_report(state: &State, report: ReportId, kept_from: &[AccountId]) -> Result<Event, Refusal> {
    state.open()?;
    Ok(Event::ReportJoined { report, kept_from: kept_from.to_vec() })
}

/// Takes somebody out of the team.
pub fn leave_team(state: &State, account: AccountId) -> Result<Event, Refusal> {
    state.open()?;
    if !state.team.contains(&account) {
        return Err(Refusal::NotInTeam);
    }
    if state.team == [account] { Err(Refusal::LastOfTeam) } else { Ok(Event::TeamLeft { account }) }
}

/// Keeps it from accounts that were found to be of somebody named in it; they leave the team with it.
pub fn keep_from(state: &State, accounts: &[AccountId]) -> Vec<Event> {
    let new = accounts.iter().filter(|account| !state.kept_from.contains(account));
    new.map(|account| Event::KeptFrom { account: *account }).collect()
}

/// How long broken glass stays open, in hours.
pub const GLASS_HOURS: i64 = 24;

/// Opens it to somebody outside the team, with a reason, for a day.
pub fn break_glass(account: AccountId, reason: &str, now: Timestamp) -> Result<Event, Refusal> {
    let until = now + jiff::SignedDuration::from_hours(GLASS_HOURS);
    Ok(Event::GlassBroken { account, reason: said(reason, Refusal::NoReason)?, until })
}

/// Closes it: only after a decision to refer or not to, and when no task is open.
pub fn close(state: &State, reason: &str) -> Result<Event, Refusal> {
    state.open()?;
    let reason = said(reason, Refusal::NoReason)?;
    if !state.decisions.iter().any(|(decision, _)| matches!(decision, Decision::Refer | Decision::DoNotRefer))
    {
        return Err(Refusal::NotDecided);
    }
    if state.tasks.iter().any(|task| !task.done) {
        return Err(Refusal::TasksOpen);
    }
    Ok(Event::Closed { reason })
}

/// Opens it again.
pub fn reopen(state: &State, reason: &str) -> Result<Event, Refusal> {
    if state.closed {
        Ok(Event::Reopened { reason: said(reason, Refusal::NoReason)? })
    } else {
        Err(Refusal::NotClosed)
    }
}

/// A case after one more event. The first must be `Opened`.
pub fn apply(state: Option<State>, event: Event) -> Option<State> {
    match (state, event) {
        (None, Event::Opened { opening }) => Some(opened(*opening)),
        (Some(mut state), event) => {
            change(&mut state, event);
            Some(state)
        }
        (None, _) => None,
    }
}

fn opened(opening: Opening) -> State {
    State {
        urgency: opening.urgency,
        reports: vec![opening.report],
        team: opening.team.clone(),
        kept_from: opening.kept_from.clone(),
        subjects: Vec::new(),
        tasks: Vec::new(),
        decisions: Vec::new(),
        files: Vec::new(),
        links: Vec::new(),
        clocks: opening.clocks.iter().cloned().map(running).collect(),
        filled: Vec::new(),
        category: None,
        conferences: Vec::new(),
        glass: Vec::new(),
        closed: false,
        opening,
    }
}

const fn running(clock: Clock) -> Running {
    Running { clock, stopped: false, warned: (false, false) }
}

fn change(state: &mut State, event: Event) {
    match event {
        Event::ReportJoined { report, kept_from } => {
            state.reports.push(report);
            state.team.retain(|known| !kept_from.contains(known));
            state.kept_from.extend(kept_from);
        }
        Event::SubjectNamed { subject, subject_kind, name, about } => {
            state.subjects.push(Subject { id: subject, kind: subject_kind, name, about });
        }
        Event::TaskGiven { task, text, owner, due } => {
            state.tasks.push(Task { id: task, text, owner, due, done: false });
        }
        Event::TaskDone { task } => {
            state.tasks.iter_mut().filter(|known| known.id == task).for_each(|known| known.done = true);
        }
        Event::Decided { decision, reason } => state.decisions.push((decision, reason)),
        Event::FileAdded { file } => state.files.push(file),
        Event::Linked { case, .. } => state.links.push(case),
        Event::TeamJoined { account } if !state.team.contains(&account) => state.team.push(account),
        Event::TeamLeft { account } => state.team.retain(|known| *known != account),
        Event::GlassBroken { account, until, .. } => state.glass.push((account, until)),
        Event::ClockStarted { clock } => state.clocks.push(running(clock)),
        Event::ClockStopped { clock } => on_clock(state, clock, |running| running.stopped = true),
        Event::ClockWarned { clock, overdue, .. } => on_clock(state, clock, |running| {
            running.warned = (true, running.warned.1 || overdue);
        }),
        Event::UrgencySet { after: urgency, .. }
        | Event::UrgencyRaised { after: urgency, .. }
        | Event::IndicatorAdded { urgency, .. }
        | Event::IndicatorStruck { urgency, .. } => state.urgency = urgency,
        Event::ToolFilled { filled } => state.filled.push(*filled),
        Event::Categorised { category, contexts, .. } => state.category = Some((category, contexts)),
        Event::ContextConference { conference } => state.conferences.push(*conference),
        Event::KeptFrom { account } => {
            state.kept_from.push(account);
            state.team.retain(|known| *known != account);
        }
        Event::Closed { .. } => state.closed = true,
        Event::Reopened { .. } => state.closed = false,
        Event::NoteWritten { .. }
        // What the census asks changes nothing of the work.
        | Event::CensusTold { .. }
        | Event::FileHandled { .. }
        | Event::Exported { .. }
        | Event::TeamJoined { .. }
        | Event::Opened { .. }
        | Event::TakenOn { .. }
        | Event::JoinedCase { .. }
        | Event::ClosedAtTriage { .. }
        // Whether it may end is its standing in `ending`.
        | Event::Held { .. }
        | Event::ReleaseAsked { .. }
        | Event::Released { .. }
        | Event::ErasureAsked { .. }
        | Event::NotAgreed { .. }
        | Event::Erased { .. } => {}
    }
}

fn on_clock(state: &mut State, clock: ClockId, change: impl Fn(&mut Running)) {
    state.clocks.iter_mut().filter(|running| running.clock.clock == clock).for_each(change);
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::sample::{after, case};
    use super::*;

    #[test]
    fn a_case_is_not_closed_before_somebody_decided_whether_to_refer() {
        assert_eq!(close(&case(), "done"), Err(Refusal::NotDecided));
        let monitored = after(case(), decide(&case(), Decision::Monitor, "wait").unwrap());
        assert_eq!(close(&monitored, "done"), Err(Refusal::NotDecided));
        let decided = after(case(), decide(&case(), Decision::DoNotRefer, "the family has help").unwrap());
        assert!(close(&decided, "done").is_ok());
    }

    #[test]
    fn a_decision_needs_its_reason_and_stops_the_clock() {
        assert_eq!(decide(&case(), Decision::DoNotRefer, " "), Err(Refusal::NoReason));
        let decided = after(case(), decide(&case(), Decision::Refer, "at risk").unwrap());
        assert!(decided.clocks[0].stopped);
    }

    #[test]
    fn a_decision_does_not_stop_the_clock_of_a_duty() {
        let id = ClockId::from_uuid(Uuid::from_u128(7));
        let clock = Clock { clock: id, rule: "FGM-1".to_owned(), ..case().clocks[0].clock.clone() };
        let state = after(case(), vec![Event::ClockStarted { clock }]);
        let decided = after(state.clone(), decide(&state, Decision::Monitor, "wait").unwrap());
        let stopped: Vec<bool> = decided.clocks.iter().map(|running| running.stopped).collect();
        assert_eq!(stopped, [true, false]);
    }

    #[test]
    fn an_open_task_keeps_a_case_open() {
        let task = TaskId::from_uuid(Uuid::from_u128(9));
        let given = give_task(&case(), task, "Ring the school", None, None).unwrap();
        let mut decided = decide(&case(), Decision::Refer, "at risk").unwrap();
        decided.push(given);
        let busy = after(case(), decided);
        assert_eq!(close(&busy, "done"), Err(Refusal::TasksOpen));
        let done = after(busy.clone(), vec![do_task(&busy, task).unwrap()]);
        assert!(close(&done, "done").is_ok());
    }

    #[test]
    fn nothing_is_written_in_a_closed_case() {
        let closed = after(case(), vec![Event::Closed { reason: "done".to_owned() }]);
        assert_eq!(note(&closed, "one more thing"), Err(Refusal::Closed));
        assert!(reopen(&closed, "there is more").is_ok());
    }

    #[test]
    fn broken_glass_mends_after_a_day() {
        let account = AccountId::from_uuid(Uuid::from_u128(5));
        let now = Timestamp::UNIX_EPOCH;
        let broken = after(case(), vec![break_glass(account, "the duty desk asked", now).unwrap()]);
        assert_eq!(broken.looking_in(now), [account]);
        assert!(broken.looking_in(now + jiff::SignedDuration::from_hours(24)).is_empty());
    }

    #[test]
    fn the_last_of_a_team_cannot_leave() {
        assert_eq!(leave_team(&case(), case().team[0]), Err(Refusal::LastOfTeam));
        let stranger = AccountId::from_uuid(Uuid::from_u128(8));
        assert_eq!(leave_team(&case(), stranger), Err(Refusal::NotInTeam));
        let two = after(case(), vec![join_team(&case(), stranger).unwrap()]);
        assert!(leave_team(&two, stranger).is_ok());
        assert_eq!(join_team(&two, stranger), Err(Refusal::NotForTeam));
    }

    #[test]
    fn somebody_found_to_be_named_leaves_the_team_and_cannot_come_back() {
        let named = AccountId::from_uuid(Uuid::from_u128(8));
        let team = after(case(), vec![join_team(&case(), named).unwrap()]);
        let kept = after(team.clone(), keep_from(&team, &[named]));
        assert!(!kept.team.contains(&named));
        assert_eq!(join_team(&kept, named), Err(Refusal::NotForTeam));
        assert!(keep_from(&kept, &[named]).is_empty(), "it is said once");
    }

    #[test]
    fn a_report_does_not_vanish_into_a_closed_case() {
        let closed = after(case(), vec![Event::Closed { reason: "done".to_owned() }]);
        assert_eq!(join_report(&closed, ReportId::from_uuid(Uuid::from_u128(4)), &[]), Err(Refusal::Closed));
    }

    #[test]
    fn whoever_another_report_names_leaves_the_team_when_it_joins() {
        let named = case().team[0];
        let grown = join_report(&case(), ReportId::from_uuid(Uuid::from_u128(4)), &[named]).unwrap();
        let grown = after(case(), vec![grown]);
        assert!(grown.team.is_empty() && grown.kept_from == [named]);
    }

    #[test]
    fn a_case_is_linked_once_and_not_with_itself() {
        let (own, other) = (CaseId::from_uuid(Uuid::from_u128(1)), CaseId::from_uuid(Uuid::from_u128(2)));
        assert_eq!(link(&case(), own, own, "the same telephone"), Err(Refusal::SameCase));
        let linked = after(case(), vec![link(&case(), own, other, "the same telephone").unwrap()]);
        assert_eq!(link(&linked, own, other, "again"), Err(Refusal::LinkedAlready));
    }
}
