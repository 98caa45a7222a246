//! A child of the return, made from a case.
//!
//! A case knows when the report came, from whom, what harm it told of and when the case was closed. All else that the
//! census asks is told once, on the case: the [`Particulars`]. What is told is the whole course; what goes into a return
//! is what a year saw of it: later days are not known yet, and what ended before the year was returned then.
//!
//! Two cases that name the same child by the authority's own number make one child with two episodes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Year;
use super::children::{
    Assessment, Census, Characteristics, Child, CinPlan, Enquiry, Episode, Header, Identifiers, Protection,
};
use super::rules::Finding;
use crate::cases::{Event, Refusal, State, SubjectKind};
use crate::id::{CaseId, SubjectId};
use crate::reports::Harm;
use crate::reports::report::Teller;
use crate::time::days::{self, Division};

/// What the census asks about a child of a case that nothing else of the case says. The dates of the referral and of the
/// closure, and whether it led to no further action, are left out of the episode: the case says them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Particulars {
    pub identifiers: Identifiers,
    pub characteristics: Characteristics,
    pub episode: Episode,
}

/// Writes them down. A closed case takes them too: the reason for closure is one of them.
pub fn tell(state: &State, subject: SubjectId, particulars: Particulars) -> Result<Event, Refusal> {
    let known = state.subjects.iter().find(|known| known.id == subject);
    if known.is_none_or(|known| known.kind != SubjectKind::Child) {
        return Err(Refusal::NotAChoice);
    }
    Ok(Event::CensusTold { subject, particulars: Box::new(particulars) })
}

/// What a case says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The day on which the first report came: the referral.
    pub received: Date,
    /// The code of who referred, as far as the report says (see [`source`]).
    pub source: Option<&'static str>,
    pub harm: Harm,
    /// The day on which it was closed, unless it was opened again.
    pub closed: Option<Date>,
}

/// The code of who referred. `named`: whether whoever told it left a way to be reached. Of which service a professional
/// is the report does not say in the Department's terms, so that is asked.
pub const fn source(teller: Teller, named: bool) -> Option<&'static str> {
    match teller {
        Teller::Me => Some("1C"),
        Teller::Friend => Some("1D"),
        Teller::Parent => Some("1A"),
        Teller::Anyone if named => Some("1D"),
        Teller::Anyone => Some("9"),
        Teller::Professional => None,
    }
}

/// The primary need that a kind of harm is: abuse or neglect (N1). What else it may be is asked.
pub const fn need(harm: Harm) -> Option<&'static str> {
    match harm {
        Harm::Sextortion
        | Harm::Images
        | Harm::Grooming
        | Harm::SexualAbuse
        | Harm::CriminalExploitation
        | Harm::PhysicalAbuse
        | Harm::Neglect
        | Harm::EmotionalAbuse
        | Harm::StaffConduct => Some("N1"),
        Harm::ChildOnChild | Harm::SelfHarm | Harm::Other | Harm::NotSure => None,
    }
}

/// The episode as a whole: what the case says, and what was told. What was told wins, where both say something.
pub fn episode(facts: &Facts, told: &Episode) -> Episode {
    let text = |code: &str| code.to_owned();
    let mut episode = told.clone();
    episode.referred = Some(facts.received);
    episode.source = episode.source.or(facts.source.map(text));
    episode.need = episode.need.or(need(facts.harm).map(text));
    // A referral was not acted on when the case was closed and nothing was done: it has no closure then.
    let not_acted_on = facts.closed.is_some() && told.closed_because.is_none() && !acted(told);
    episode.no_further_action = Some(text(if not_acted_on { "true" } else { "false" }));
    episode.closed = facts.closed.filter(|_| !not_acted_on);
    for enquiry in episode.enquiries.iter_mut().filter(|enquiry| !enquiry.needs_none()) {
        // EN: the initial conference is due 15 working days after the enquiry began.
        let due = |started| days::add(started, 15, Division::EnglandAndWales).ok();
        enquiry.target = enquiry.target.or(enquiry.started.and_then(due));
    }
    for plan in &mut episode.protection {
        plan.latest_category = plan.latest_category.take().or(plan.category.clone());
    }
    episode
}

fn acted(told: &Episode) -> bool {
    !(told.assessments.is_empty()
        && told.enquiries.is_empty()
        && told.plans.is_empty()
        && told.protection.is_empty()
        && told.proceedings.is_empty()
        && told.conference.is_none())
}

/// What a year saw of an episode; none when it was over before, or not there yet.
pub fn seen(mut episode: Episode, year: Year) -> Option<Episode> {
    let by = |day: Date| day <= year.end();
    let not_over = |ended: Option<Date>| ended.is_none_or(|day| day >= year.start());
    let first = if episode.not_acted_on() { year.referred_from } else { Date::MIN };
    if episode.referred.is_none_or(|day| !by(day) || day < first) || !not_over(episode.closed) {
        return None;
    }
    if !episode.closed.is_none_or(by) {
        (episode.closed, episode.closed_because) = (None, None);
    }
    episode.conference = episode.conference.filter(|day| year.contains(*day));
    let started = |day: Option<Date>| day.is_none_or(by);
    episode.assessments.retain(|one: &Assessment| started(one.started) && not_over(one.authorised));
    for one in episode.assessments.iter_mut().filter(|one| !one.authorised.is_none_or(by)) {
        (one.authorised, one.factors) = (None, Vec::new());
    }
    let done = |one: &Enquiry| one.conference.or(one.started.filter(|_| one.needs_none()));
    episode.enquiries.retain(|one| started(one.started) && not_over(done(one)));
    for one in &mut episode.enquiries {
        one.conference = one.conference.filter(|day| by(*day));
    }
    episode.plans.retain(|one: &CinPlan| started(one.started) && not_over(one.ended));
    for one in &mut episode.plans {
        one.ended = one.ended.filter(|day| by(*day));
    }
    episode.protection.retain(|one: &Protection| started(one.started) && not_over(one.ended));
    for one in &mut episode.protection {
        one.ended = one.ended.filter(|day| by(*day));
        one.reviews.retain(|review| review.held.is_none_or(by));
    }
    Some(episode)
}

/// A child of a case, with what the case says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub case: CaseId,
    pub subject: SubjectId,
    pub facts: Facts,
    pub particulars: Particulars,
}

/// Where a child of a case is worked on.
pub type Place = (CaseId, SubjectId);

/// A return, and the cases that each child of it was made from, in the order of the episodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub census: Census,
    cases: Vec<Vec<Place>>,
}

impl Made {
    /// The cases in which a finding is put right; none when it is about the return as a whole.
    pub fn cases(&self, finding: &Finding) -> &[Place] {
        let all = finding.spot.child.and_then(|child| self.cases.get(child)).map(Vec::as_slice);
        let all = all.unwrap_or_default();
        finding.spot.episode.and_then(|episode| all.get(episode..=episode)).unwrap_or(all)
    }
}

/// Makes the return of a year from every child of every case.
pub fn make(header: Header, year: Year, mut told: Vec<Told>) -> Made {
    told.sort_by_key(|one| (one.facts.received, one.case));
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let (mut children, mut cases): (Vec<Child>, Vec<Vec<Place>>) = (Vec::new(), Vec::new());
    for Told { case, subject, facts, particulars } in told {
        let Some(episode) = seen(episode(&facts, &particulars.episode), year) else { continue };
        let number = particulars.identifiers.la_child_id.clone();
        let at = number.as_ref().and_then(|number| known.get(number)).copied().unwrap_or_else(|| {
            children.push(Child::default());
            cases.push(Vec::new());
            children.len() - 1
        });
        known.extend(number.map(|number| (number, at)));
        // The latest case knows the child best.
        children[at].identifiers = particulars.identifiers;
        children[at].identifiers.died = children[at].identifiers.died.filter(|day| *day <= year.end());
        children[at].characteristics = particulars.characteristics;
        children[at].episodes.push(episode);
        cases[at].push((case, subject));
    }
    Made { census: Census { header, children }, cases }
}
