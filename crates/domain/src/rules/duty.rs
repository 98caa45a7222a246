//! Whether a duty binds somebody, by its elements, and what follows.
//!
//! A duty may wait only in a [`Window`]: while a recorded belief holds, and never longer than seven days from when
//! reason to suspect was given. A belief that nobody dated lets nothing wait.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::head::Force;
use super::route::Because;
use super::tables::{Clock, Duty, Element, ElementRole, Fact};
use super::when::When;
use super::{Rulebook, known};
use crate::agency::Nation;
use crate::reports::Known;

/// How a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It binds.
    Engaged,
    /// It binds, and may wait while a recorded belief holds.
    Paused,
    /// Nothing that is known rules it out.
    NotRuledOut,
    /// Somebody else's act has met it.
    Discharged,
    /// An exception applies.
    Excepted,
    /// One of its elements is missing.
    NotEngaged,
}

/// For how long a duty may wait at most, in days from when reason to suspect was given: Crime and Policing Act 2026
/// section 85(5), (6) and (11)(a). Elapsed time, so that no summer time makes it longer.
pub const PAUSE_DAYS: i64 = 7;

/// A belief on which a duty may wait: the fact that it is, and for how long it was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belief {
    /// The id of the fact, like `believes_notifying_endangers`.
    pub fact: String,
    /// The first moment at which it was held.
    pub from: Timestamp,
    /// The first moment at which it was held no more; none while it is held.
    pub until: Option<Timestamp>,
}

/// When reason to suspect was given, what has been believed since, and the moment that is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    pub since: Timestamp,
    pub beliefs: Vec<Belief>,
    pub now: Timestamp,
}

impl Window {
    /// As if reason to suspect were given at this moment, and whatever beliefs the facts tell began with it: for whoever
    /// asks without saying when.
    pub fn from_now(facts: &Facts, book: &Rulebook, now: Timestamp) -> Self {
        let held = book.beliefs().into_iter().filter(|id| facts.known(id, book) == Known::Yes);
        let beliefs = held.map(|id| Belief { fact: id.to_owned(), from: now, until: None });
        Self { since: now, beliefs: beliefs.collect(), now }
    }

    /// The first moment at which nothing may wait any more.
    pub fn ends(&self) -> Timestamp {
        self.since.checked_add(SignedDuration::from_hours(24 * PAUSE_DAYS)).unwrap_or(Timestamp::MAX)
    }

    /// Whether this is believed at a moment within the window.
    pub fn holds(&self, fact: &str, at: Timestamp) -> bool {
        let within = self.since <= at && at < self.ends();
        let held = |belief: &&Belief| belief.from <= at && belief.until.is_none_or(|until| at < until);
        within && self.beliefs.iter().filter(|belief| belief.fact == fact).any(|belief| held(&belief))
    }

    /// From a moment on, the first at which none of these beliefs is held.
    pub fn waits_until(&self, facts: &BTreeSet<&str>, from: Timestamp) -> Timestamp {
        let mut at = from;
        while facts.iter().any(|fact| self.holds(fact, at)) {
            let held = self.beliefs.iter().filter(|belief| {
                facts.contains(belief.fact.as_str())
                    && belief.from <= at
                    && belief.until.is_none_or(|until| at < until)
            });
            let ends = held.map(|belief| belief.until.unwrap_or(Timestamp::MAX)).max();
            at = ends.unwrap_or(Timestamp::MAX).min(self.ends());
        }
        at
    }
}

/// A duty, how it stands, and why.
#[derive(Debug, Clone)]
pub struct Assessed<'a> {
    pub duty: &'a Duty,
    pub force: Force,
    pub standing: Standing,
    pub because: Vec<Because<'a>>,
    /// The elements that made it stand so.
    pub elements: Vec<&'a Element>,
    /// What follows from it.
    pub says: Vec<&'a Element>,
    pub ask: Vec<&'a Fact>,
    pub clock: Option<&'a Clock>,
    /// Ids of the beliefs while which it may wait; empty where nothing lets it.
    pub may_wait_on: BTreeSet<&'a str>,
    /// Until when it waits if its belief holds: only while it is paused.
    pub until: Option<Timestamp>,
}

/// Where the law is asked about: a nation and a day.
pub type Where = (Nation, Date);

impl Rulebook {
    /// Every duty that is known of there on a day: those that bind first.
    pub fn duties(&self, facts: &Facts, nation: Nation, on: Date, window: &Window) -> Vec<Assessed<'_>> {
        let mut all: Vec<Assessed<'_>> = known(&self.duties, nation, on)
            .map(|(duty, force)| self.assess((duty, force), facts, (nation, on), window))
            .collect();
        all.sort_by_key(|one| one.standing);
        all
    }

    /// The facts that are beliefs, on which a duty may wait: ids.
    pub fn beliefs(&self) -> BTreeSet<&str> {
        let pauses = self.elements.iter().filter(|element| element.role == ElementRole::Pauses);
        pauses.filter_map(|element| element.when.as_ref()).flat_map(When::facts).collect()
    }

    /// The facts that are somebody else's act, by which a duty is met: ids.
    pub fn discharges(&self) -> BTreeSet<&str> {
        let meets = self.elements.iter().filter(|element| element.role == ElementRole::Discharges);
        meets.filter_map(|element| element.when.as_ref()).flat_map(When::facts).collect()
    }

    fn assess<'a>(
        &'a self,
        (duty, force): (&'a Duty, Force),
        facts: &Facts,
        (nation, on): Where,
        window: &Window,
    ) -> Assessed<'a> {
        let all: Vec<&Element> = known(&self.elements, nation, on).map(|(element, _)| element).collect();
        let elements =
            Elements { all: all.into_iter().filter(|element| element.duty == duty.head.id).collect() };
        let may_wait_on = elements.beliefs();
        // What is believed is what was recorded, with its time; that somebody once said so is not enough.
        let facts = &may_wait_on.iter().fold(facts.clone(), |facts, id| {
            facts.with(id, if window.holds(id, window.now) { Known::Yes } else { Known::No })
        });
        let counts = |id: &str| facts.counts(id, self);
        let (standing, led) = elements.standing(&counts);
        let settled = matches!(standing, Standing::NotEngaged | Standing::Excepted);
        let asked: Vec<&Element> = elements
            .of(ElementRole::Needs)
            .chain(elements.of(ElementRole::Excepts))
            .filter(|_| !settled)
            .collect();
        Assessed {
            duty,
            force,
            standing,
            because: self
                .because(conditions(if standing == Standing::NotRuledOut { &asked } else { &led }), facts),
            says: elements.of(ElementRole::Says).collect(),
            elements: led,
            ask: self.open(conditions(&asked), facts),
            clock: duty.clock.as_deref().and_then(|id| self.clock(id, nation, on)),
            until: (standing == Standing::Paused).then(|| window.waits_until(&may_wait_on, window.now)),
            may_wait_on,
        }
    }
}

/// The elements of one duty.
struct Elements<'a> {
    all: Vec<&'a Element>,
}

impl<'a> Elements<'a> {
    /// The beliefs while which it may wait.
    fn beliefs(&self) -> BTreeSet<&'a str> {
        self.of(ElementRole::Pauses)
            .filter_map(|element| element.when.as_ref())
            .flat_map(When::facts)
            .collect()
    }

    fn of(&self, role: ElementRole) -> impl Iterator<Item = &'a Element> {
        self.all.iter().copied().filter(move |element| element.role == role)
    }

    /// Those of a role whose condition is so.
    fn that(&self, role: ElementRole, is: Known, of: &impl Fn(&str) -> Known) -> Vec<&'a Element> {
        let holds = |element: &&Element| element.when.as_ref().is_some_and(|when| when.holds(of) == is);
        self.of(role).filter(holds).collect()
    }

    /// How the duty stands, and the elements that make it stand so: the first that decides.
    fn standing(&self, of: &impl Fn(&str) -> Known) -> (Standing, Vec<&'a Element>) {
        let deciding = [
            (Standing::NotEngaged, ElementRole::Needs, Known::No),
            (Standing::Excepted, ElementRole::Excepts, Known::Yes),
            (Standing::NotRuledOut, ElementRole::Needs, Known::NotKnown),
            (Standing::Discharged, ElementRole::Discharges, Known::Yes),
            (Standing::Paused, ElementRole::Pauses, Known::Yes),
        ];
        let each = deciding.into_iter().map(|(standing, role, is)| (standing, self.that(role, is, of)));
        let decided = each.into_iter().find(|(_, elements)| !elements.is_empty());
        decided.unwrap_or_else(|| (Standing::Engaged, self.of(ElementRole::Needs).collect()))
    }
}

fn conditions<'a>(elements: &[&'a Element]) -> Vec<&'a str> {
    elements.iter().filter_map(|element| element.when.as_ref()).flat_map(When::facts).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::rulebook;
    use super::*;
    use crate::time::start_of;

    fn told(yes: &[&str], no: &[&str]) -> Facts {
        let facts = yes.iter().fold(Facts::default(), |facts, id| facts.with(id, Known::Yes));
        no.iter().fold(facts, |facts, id| facts.with(id, Known::No))
    }

    fn stands(facts: &Facts, id: &str, nation: Nation, on: Date) -> Option<(Standing, Force)> {
        let window = Window::from_now(facts, rulebook(), start_of(on));
        let all = rulebook().duties(facts, nation, on, &window);
        all.iter().find(|one| one.duty.head.id == id).map(|one| (one.standing, one.force))
    }

    const TEACHER: &[&str] = &[
        "reporter_adult",
        "in_england",
        "relevant_activity",
        "sexual_offence_suspected",
        "told_or_witnessed",
    ];

    #[test]
    fn the_duty_to_report_stands_by_its_elements() {
        let on = date(2026, 11, 25);
        let cases: &[(&[&str], &[&str], Standing)] = &[
            (&[], &["exception_applies"], Standing::Engaged),
            (&["believes_notifying_endangers"], &[], Standing::Paused),
            (&["believes_another_will_notify"], &[], Standing::Paused),
            (&["notified_by_another"], &[], Standing::Discharged),
            (&["exception_applies"], &[], Standing::Excepted),
        ];
        for (yes, no, expected) in cases {
            let facts = told(&[TEACHER, yes].concat(), no);
            assert_eq!(
                stands(&facts, "DUTY-85", Nation::England, on),
                Some((*expected, Force::Prospective)),
                "{yes:?}"
            );
        }
        for missing in TEACHER {
            let others: Vec<&str> = TEACHER.iter().copied().filter(|id| id != missing).collect();
            let (no, unknown) = (told(&others, &[missing]), told(&others, &[]));
            assert_eq!(
                stands(&no, "DUTY-85", Nation::England, on).unwrap().0,
                Standing::NotEngaged,
                "{missing}"
            );
            assert_eq!(
                stands(&unknown, "DUTY-85", Nation::England, on).unwrap().0,
                Standing::NotRuledOut,
                "{missing}"
            );
        }
    }

    #[test]
    fn nobody_knew_of_it_before_it_was_made_and_it_is_no_law_elsewhere() {
        let facts = told(TEACHER, &[]);
        assert_eq!(stands(&facts, "DUTY-85", Nation::England, date(2026, 4, 28)), None);
        assert!(stands(&facts, "DUTY-85", Nation::England, date(2026, 4, 29)).is_some());
        assert_eq!(stands(&facts, "DUTY-85", Nation::Wales, date(2026, 11, 25)), None);
    }

    #[test]
    fn what_is_engaged_says_what_follows_and_by_which_elements() {
        let facts = told(TEACHER, &["exception_applies"]);
        let on = date(2026, 11, 25);
        let window = Window::from_now(&facts, rulebook(), start_of(on));
        let all = rulebook().duties(&facts, Nation::England, on, &window);
        let duty = &all[0];
        assert_eq!(duty.duty.head.id, "DUTY-85");
        assert_eq!(duty.elements.len(), 4);
        assert!(duty.says.iter().any(|element| element.head.id == "MR-18"));
        assert_eq!(duty.clock.unwrap().head.id, "EN-15");
        assert!(duty.ask.is_empty() && duty.because.len() == 5);
    }

    /// Hours after reason to suspect was given.
    fn at(hours: i64) -> Timestamp {
        start_of(date(2026, 11, 25)) + SignedDuration::from_hours(hours)
    }

    fn believed(beliefs: &[(&str, i64, Option<i64>)], now: i64) -> Window {
        let one = |(fact, from, until): &(&str, i64, Option<i64>)| Belief {
            fact: (*fact).to_owned(),
            from: at(*from),
            until: until.map(at),
        };
        Window { since: at(0), beliefs: beliefs.iter().map(one).collect(), now: at(now) }
    }

    fn under_section_85(window: &Window) -> (Standing, Option<Timestamp>) {
        let facts = told(TEACHER, &["exception_applies"]);
        let all = rulebook().duties(&facts, Nation::England, date(2026, 11, 25), window);
        let duty = all.iter().find(|one| one.duty.head.id == "DUTY-85").unwrap();
        (duty.standing, duty.until)
    }

    const ENDANGERS: &str = "believes_notifying_endangers";
    const ANOTHER: &str = "believes_another_will_notify";

    #[test]
    fn a_pause_lives_no_longer_than_its_belief_and_the_seven_days() {
        type Case<'a> = (&'a [(&'a str, i64, Option<i64>)], i64, Option<i64>);
        let cases: &[Case<'_>] = &[
            // MR-9, MR-10: from its first hour to the last of the seven days, which MR-14 counts from the suspicion.
            (&[(ENDANGERS, 0, None)], 0, Some(168)),
            (&[(ANOTHER, 100, None)], 167, Some(168)),
            (&[(ANOTHER, 100, None)], 168, None),
            // A belief on day 30 lets nothing wait.
            (&[(ENDANGERS, 720, None)], 720, None),
            // Before it was held, and after it was withdrawn.
            (&[(ENDANGERS, 10, Some(20))], 9, None),
            (&[(ENDANGERS, 10, Some(20))], 19, Some(20)),
            (&[(ENDANGERS, 10, Some(20))], 20, None),
            // One belief after the other, without a gap; and with one.
            (&[(ENDANGERS, 0, Some(20)), (ANOTHER, 20, Some(30))], 5, Some(30)),
            (&[(ENDANGERS, 0, Some(20)), (ANOTHER, 21, Some(30))], 5, Some(20)),
        ];
        for (beliefs, now, until) in cases {
            let expected =
                until.map_or((Standing::Engaged, None), |until| (Standing::Paused, Some(at(until))));
            assert_eq!(under_section_85(&believed(beliefs, *now)), expected, "{beliefs:?} at {now}");
        }
    }

    #[test]
    fn a_belief_that_nobody_dated_lets_nothing_wait() {
        let facts = told(&[TEACHER, &[ENDANGERS]].concat(), &["exception_applies"]);
        let window = Window { since: at(0), beliefs: Vec::new(), now: at(1) };
        let all = rulebook().duties(&facts, Nation::England, date(2026, 11, 25), &window);
        assert_eq!(all[0].standing, Standing::Engaged);
    }

    proptest! {
        #[test]
        fn no_pause_outlives_the_seven_days_or_its_beliefs(
            all in prop::collection::vec((prop::bool::ANY, 0i64..400, prop::option::of(0i64..400)), 0..6), now in 0i64..900
        ) {
            let beliefs: Vec<_> = all.iter()
                .map(|(one, from, long)| (if *one { ENDANGERS } else { ANOTHER }, *from, long.map(|long| from + long)))
                .collect();
            let (standing, until) = under_section_85(&believed(&beliefs, now));
            let held = beliefs.iter().any(|(_, from, until)| *from <= now && until.is_none_or(|until| now < until));
            prop_assert_eq!(standing == Standing::Paused, held && now < 168);
            if let Some(until) = until {
                prop_assert!(at(now) < until && until <= at(168));
                let (after, _) = under_section_85(&Window { now: until, ..believed(&beliefs, now) });
                prop_assert_eq!(after, Standing::Engaged, "it is due the moment the pause ends");
            }
        }
    }
}
