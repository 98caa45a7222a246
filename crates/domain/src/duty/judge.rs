//! What follows from an assessment at a moment: each duty with its course, each route with when it is due, and the next
//! steps where nobody notified.
//!
//! A duty is judged by the law of the day on which reason to suspect was given, which is when it began to bind; whom to
//! tell, and how, by the law of today.

use jiff::Timestamp;
use jiff::civil::Date;

use super::course::{State, takes};
use crate::rules::duty::{Assessed, Standing, Window};
use crate::rules::head::{Force, Head};
use crate::rules::route::{self, Step};
use crate::rules::tables::{BarringPart, Clock, FormKind, Recipient, Route, Unit};
use crate::rules::{Rulebook, known};
use crate::time::days::{self, Division};
use crate::time::{day, start_of};

/// The duty to report of section 85 of the Crime and Policing Act 2026.
const SECTION_85: &str = "DUTY-85";

/// The course of a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// It does not bind, or an exception applies.
    Free,
    /// Nothing that is known rules it out.
    Open,
    /// It may wait while a belief is held: until this moment, and no longer.
    Waits { until: Timestamp },
    /// Nobody notified yet. `at`: when it was or will be due, where the law says.
    Due { at: Option<Timestamp>, late: bool },
    /// Nobody notified yet, and the day by which it is due cannot be reckoned: the holidays of that time are not known.
    Unreckoned,
    /// The person notified.
    Notified { at: Timestamp },
    /// Somebody else notified, and told the person.
    MetByAnother,
}

/// A duty with its course.
#[derive(Debug, Clone)]
pub struct Stands<'a> {
    pub assessed: Assessed<'a>,
    pub course: Course,
    /// Who may be notified, as the facts are.
    pub to: Vec<Recipient>,
}

/// A route, when its own clock ends, and whether they have been told.
#[derive(Debug, Clone)]
pub struct Routed<'a> {
    pub step: Step<'a>,
    /// When whoever tells must have told; none where the law gives no time, or the clock is the receiver's.
    pub due: Option<Timestamp>,
    /// Whether there is such a time, and its day cannot be reckoned: the holidays of that time are not known.
    pub unreckoned: bool,
    /// When they were told, by the person or by somebody else.
    pub told: Option<Timestamp>,
    /// Whether something beside the age speaks for it; else it is only not ruled out.
    pub shown: bool,
}

/// A step that follows where nobody notified, or where somebody tried to stop it, with the rules that lead to it.
#[derive(Debug, Clone)]
pub struct Next<'a> {
    pub to: Recipient,
    /// The form of the referral that it is made with.
    pub form: Option<&'static str>,
    pub force: Force,
    pub because: Vec<&'a Head>,
}

/// Everything that follows.
#[derive(Debug, Clone)]
pub struct Judged<'a> {
    pub duties: Vec<Stands<'a>>,
    pub routes: Vec<Routed<'a>>,
    pub next: Vec<Next<'a>>,
}

/// What follows at a moment.
pub fn judge<'a>(state: &State, book: &'a Rulebook, now: Timestamp) -> Judged<'a> {
    let (facts, window) = (state.facts(book), state.window(now));
    let assessed = book.duties(&facts, state.nation, day(state.since), &window);
    let duties: Vec<Stands<'a>> = assessed.into_iter().map(|one| stands(state, one, &window)).collect();
    let steps = book.steps(&facts, state.nation, day(now));
    let routes = steps.into_iter().map(|step| routed(state, step)).collect();
    let next = duties.iter().flat_map(|one| missed(state, book, one, now)).collect();
    Judged { duties, routes, next }
}

fn stands<'a>(state: &State, assessed: Assessed<'a>, window: &Window) -> Stands<'a> {
    // Section 85(3) and MR-5 are about that duty alone: whom another is owed to does not turn on where a child lives.
    let counts = |to: &Recipient| assessed.duty.head.id != SECTION_85 || takes(state, *to);
    let to: Vec<Recipient> = assessed.duty.to.iter().copied().filter(counts).collect();
    let notified = state.notified().filter(|notice| to.contains(&notice.to)).map(|notice| notice.at).min();
    let course = match (assessed.standing, notified) {
        (Standing::NotEngaged | Standing::Excepted, _) => Course::Free,
        (Standing::Discharged, _) => Course::MetByAnother,
        // What was notified may have been something else: whether it binds is still to be found out.
        (Standing::NotRuledOut, _) => Course::Open,
        (Standing::Paused | Standing::Engaged, Some(at)) => Course::Notified { at },
        (Standing::Paused, None) => Course::Waits { until: assessed.until.unwrap_or_else(|| window.ends()) },
        (Standing::Engaged, None) => due(state, &assessed, window),
    };
    Stands { assessed, course, to }
}

/// When it is due: as its clock says, later by the time that it waited; late when that is over. Where it must be done as
/// soon as practicable, it is late when the seven days are over if the duty may wait; the seven days are of section 85 and
/// lend no other duty any time, so one that may not wait is late at the end of the next working day, the shortest time
/// that the law gives anybody for a notification (FGM-1), or of the next day where the holidays are not known.
fn due(state: &State, assessed: &Assessed<'_>, window: &Window) -> Course {
    let Some(clock) = assessed.clock.filter(|clock| is_the_tellers(clock)) else {
        return Course::Due { at: None, late: false };
    };
    let Ok(first) = clock.due(state.nation, state.since) else { return Course::Unreckoned };
    let waits = &assessed.may_wait_on;
    let ended = window.beliefs.iter().filter(|belief| waits.contains(belief.fact.as_str()));
    let ended = ended.map(|belief| belief.until.map_or(window.ends(), |until| until.min(window.ends())));
    let at = ended.filter(|end| *end <= window.now).chain([window.waits_until(waits, first.at)]).max();
    let late_from = match clock.unit {
        Unit::AtOnce if waits.is_empty() => Some(end_of_next_working_day(state)),
        Unit::AtOnce => Some(window.ends()),
        Unit::Hours | Unit::WorkingDays | Unit::SchoolDays | Unit::CalendarDays | Unit::Months => at,
    };
    Course::Due { at, late: late_from.is_some_and(|from| window.now >= from) }
}

fn end_of_next_working_day(state: &State) -> Timestamp {
    let from = day(state.since);
    let next = days::add(from, 1, Division::of(state.nation)).or_else(|_| from.tomorrow());
    next.and_then(Date::tomorrow).map_or(state.since, start_of)
}

/// What starts a clock that the receiver must keep, and not whoever tells.
const OF_THE_RECEIVER: [&str; 3] = ["referral_received", "nrm_referred", "notification"];

/// Whether a clock is that of whoever tells, and not of whoever is told.
pub fn is_the_tellers(clock: &Clock) -> bool {
    !OF_THE_RECEIVER.contains(&clock.starts.as_str())
}

fn routed<'a>(state: &State, step: Step<'a>) -> Routed<'a> {
    let own = step.clock.filter(|clock| is_the_tellers(clock));
    let reckoned = own.map(|clock| clock.due(state.nation, state.since));
    let unreckoned = reckoned.as_ref().is_some_and(Result::is_err);
    let due = reckoned.and_then(Result::ok).map(|due| due.at);
    let to = step.route.to;
    let others = state
        .by_others
        .iter()
        .filter(|told| told.doubted.is_none())
        .map(|told| (told.notice.to, told.notice.at));
    let told = state.notified().map(|notice| (notice.to, notice.at)).chain(others);
    let told = told.filter(|(whom, _)| *whom == to).map(|(_, at)| at).min();
    // That somebody may be a child speaks for every step; whether somebody is in danger is always open.
    let said = step.because.iter().any(|because| !because.assumed && because.fact.from_age.is_none());
    let speaks = said || step.ask.iter().any(|fact| fact.id == "danger_now");
    let shown = speaks || step.standing == route::Standing::Required;
    Routed { step, due, unreckoned, told, shown }
}

/// The form of a referral that a step is made with, by the name of its page.
pub const fn form(route: &Route) -> Option<&'static str> {
    match (route.form, route.to) {
        (Some(FormKind::MultiAgency), _) | (None, Recipient::ChildrensServices) => Some("childrens_services"),
        (Some(FormKind::Unocini), _) => Some("unocini"),
        (Some(FormKind::Lado), _) => Some("lado"),
        (Some(FormKind::Ceop), _) => Some("ceop"),
        (Some(FormKind::Nrm), _) => Some("nrm"),
        (Some(FormKind::Dbs), _) => Some("dbs"),
        (Some(FormKind::TeachingRegulator), _) => Some("teacher_regulator"),
        (None, Recipient::Police) => Some("police"),
        (Some(FormKind::Removal) | None, _) => None,
    }
}

/// What failing leads to: the duty, the rule that says so, and whether to the barring service too. MR-20; for female
/// genital mutilation the sanction of its row is the profession's.
const FAILING: [(&str, &str, bool); 2] = [("DUTY-85", "MR-20", true), ("DUTY-FGM", "DUTY-FGM", false)];

fn missed<'a>(state: &State, book: &'a Rulebook, one: &Stands<'a>, now: Timestamp) -> Vec<Next<'a>> {
    let Course::Due { at, .. } = one.course else { return Vec::new() };
    let leads = FAILING.iter().find(|(duty, ..)| *duty == one.assessed.duty.head.id);
    let Some((_, rule, barring)) = leads.filter(|_| at.is_some_and(|at| at <= now)) else {
        return Vec::new();
    };
    let rule: Vec<&Head> = book.heads().map(|(_, head)| head).filter(|head| head.id == *rule).collect();
    let place = (state.nation, day(now));
    let mut next = vec![to_regulator(book, place, &rule, one.assessed.force)];
    if *barring {
        next.insert(0, to_barring(book, place, &rule, one.assessed.force));
    }
    next
}

/// Where the law is asked about.
type Place = (crate::agency::Nation, Date);

/// The barring service of a nation, with the duty to refer to it and the conditions that its rows name.
pub(super) fn to_barring<'a>(
    book: &'a Rulebook,
    (nation, on): Place,
    rule: &[&'a Head],
    force: Force,
) -> Next<'a> {
    let scotland = nation == crate::agency::Nation::Scotland;
    let to = if scotland { Recipient::DisclosureScotland } else { Recipient::Dbs };
    let conditions = known(&book.barring, nation, on).filter(|(row, _)| row.part == BarringPart::Condition);
    let duties = known(&book.duties, nation, on).filter(|(duty, _)| duty.to.contains(&to));
    let why = duties.map(|(duty, _)| &duty.head).chain(conditions.map(|(row, _)| &row.head));
    let because = rule.iter().copied().chain(why).collect();
    Next { to, form: Some("dbs"), force, because }
}

/// The regulators of a nation that take concerns about people who work with children.
pub(super) fn to_regulator<'a>(
    book: &'a Rulebook,
    (nation, on): Place,
    rule: &[&'a Head],
    force: Force,
) -> Next<'a> {
    let people = ["teacher", "social_worker"];
    let rows = known(&book.regulators, nation, on).filter(|(row, _)| people.contains(&row.person.as_str()));
    let because = rule.iter().copied().chain(rows.map(|(row, _)| &row.head)).collect();
    Next { to: Recipient::Regulator, form: Some("teacher_regulator"), force, because }
}

/// A clock that ought to run on the case: the rule, when it began, when it is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticks {
    pub rule: String,
    pub started: Timestamp,
    pub due: Timestamp,
}

impl Judged<'_> {
    /// The clocks of those who must tell: of duties in force that wait or are due, and of routes that are required and
    /// have a time. What must be done at once and by no duty has no clock to watch; the page says so.
    pub fn clocks(&self, state: &State) -> Vec<Ticks> {
        let mut all: Vec<Ticks> = Vec::new();
        let mut add = |rule: &Clock, due: Timestamp| {
            if !all.iter().any(|known| known.rule == rule.head.id) {
                all.push(Ticks { rule: rule.head.id.clone(), started: state.since, due });
            }
        };
        for one in self.duties.iter().filter(|one| one.assessed.force == Force::InForce) {
            let due = match one.course {
                Course::Waits { until } => Some(until),
                Course::Due { at, .. } => at,
                Course::Free
                | Course::Open
                | Course::Unreckoned
                | Course::Notified { .. }
                | Course::MetByAnother => None,
            };
            if let (Some(clock), Some(due)) = (one.assessed.clock, due) {
                add(clock, due);
            }
        }
        for one in self.routes.iter().filter(|one| one.told.is_none() && one.step.force == Force::InForce) {
            let required = one.step.standing == route::Standing::Required;
            let clock = one.step.clock.filter(|clock| required && clock.unit != Unit::AtOnce);
            if let (Some(clock), Some(due)) = (clock, one.due) {
                add(clock, due);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests;
