//! Whether a duty binds somebody, by its elements, and what follows.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::head::Force;
use super::route::Because;
use super::tables::{Clock, Duty, Element, ElementRole, Fact};
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
        let counts = |id: &str| facts.counts(id, self);
        let of = |role: ElementRole| {
            let elements = known(&self.elements, nation, on).map(|(element, _)| element);
            elements.filter(move |element| element.duty == duty.head.id && element.role == role)
        };
        let holding = |role: ElementRole, wanted: Known| {
            let holds = move |element: &&Element| {
                element.when.as_ref().is_some_and(|when| when.holds(&counts) == wanted)
            };
            of(role).filter(holds).collect::<Vec<_>>()
        };
        let (missing, open) =
            (holding(ElementRole::Needs, Known::No), holding(ElementRole::Needs, Known::NotKnown));
        let (excepts, discharges) =
            (holding(ElementRole::Excepts, Known::Yes), holding(ElementRole::Discharges, Known::Yes));
        let pauses = holding(ElementRole::Pauses, Known::Yes);
        let (standing, elements): (_, Vec<&Element>) = if !missing.is_empty() {
            (Standing::NotEngaged, missing)
        } else if !excepts.is_empty() {
            (Standing::Excepted, excepts)
        } else if !open.is_empty() {
            (Standing::NotRuledOut, open)
        } else if !discharges.is_empty() {
            (Standing::Discharged, discharges)
        } else if !pauses.is_empty() {
            (Standing::Paused, pauses)
        } else {
            (Standing::Engaged, of(ElementRole::Needs).collect())
        };
        let asked: Vec<&Element> = of(ElementRole::Needs).chain(of(ElementRole::Excepts)).collect();
        let conditions = |elements: &[&'a Element]| {
            elements
                .iter()
                .filter_map(|element| element.when.as_ref())
                .flat_map(super::when::When::facts)
                .collect::<Vec<_>>()
        };
        let ask = match standing {
            Standing::NotEngaged | Standing::Excepted => Vec::new(),
            Standing::Engaged | Standing::Paused | Standing::NotRuledOut | Standing::Discharged => {
                self.open(conditions(&asked), facts)
            }
        };
        Assessed {
            duty,
            force,
            standing,
            because: self.because(conditions(&elements), facts),
            says: of(ElementRole::Says).collect(),
            elements,
            ask,
            clock: duty.clock.as_deref().and_then(|id| self.clock(id, nation, on)),
        }
    }
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
