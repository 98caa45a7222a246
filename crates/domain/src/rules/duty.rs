//! Whether a duty binds somebody, by its elements, and what follows.

use jiff::civil::Date;
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
}

impl Rulebook {
    /// Every duty that is known of there on a day: those that bind first.
    pub fn duties(&self, facts: &Facts, nation: Nation, on: Date) -> Vec<Assessed<'_>> {
        let mut all: Vec<Assessed<'_>> = known(&self.duties, nation, on)
            .map(|(duty, force)| self.assess(duty, force, facts, nation, on))
            .collect();
        all.sort_by_key(|one| one.standing);
        all
    }

    fn assess<'a>(
        &'a self,
        duty: &'a Duty,
        force: Force,
        facts: &Facts,
        nation: Nation,
        on: Date,
    ) -> Assessed<'a> {
        let all: Vec<&Element> = known(&self.elements, nation, on).map(|(element, _)| element).collect();
        let elements =
            Elements { all: all.into_iter().filter(|element| element.duty == duty.head.id).collect() };
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
        }
    }
}

/// The elements of one duty.
struct Elements<'a> {
    all: Vec<&'a Element>,
}

impl<'a> Elements<'a> {
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

    use super::super::rulebook;
    use super::*;

    fn told(yes: &[&str], no: &[&str]) -> Facts {
        let facts = yes.iter().fold(Facts::default(), |facts, id| facts.with(id, Known::Yes));
        no.iter().fold(facts, |facts, id| facts.with(id, Known::No))
    }

    fn stands(facts: &Facts, id: &str, nation: Nation, on: Date) -> Option<(Standing, Force)> {
        let all = rulebook().duties(facts, nation, on);
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
        let all = rulebook().duties(&facts, Nation::England, date(2026, 11, 25));
        let duty = &all[0];
        assert_eq!(duty.duty.head.id, "DUTY-85");
        assert_eq!(duty.elements.len(), 4);
        assert!(duty.says.iter().any(|element| element.head.id == "MR-18"));
        assert_eq!(duty.clock.unwrap().head.id, "EN-15");
        assert!(duty.ask.is_empty() && duty.because.len() == 5);
    }
}
