//! From facts to the ordered list of who must be told, with the reason for each.
//!
//! A step whose condition holds is *required*; one whose condition cannot be decided is *not ruled out*, with the
//! questions that would decide it. Knowing less therefore never removes a step.

use jiff::civil::Date;
use serde::Serialize;

use super::facts::Facts;
use super::head::Force;
use super::tables::{Clock, Fact, Route};
use super::when::When;
use super::{Rulebook, known};
use crate::agency::Nation;
use crate::reports::Known;

/// How sure a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Required,
    /// Nothing that is known rules it out.
    NotRuledOut,
}

/// One step, and why.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    pub route: &'a Route,
    pub force: Force,
    pub standing: Standing,
    /// What is known, or counts, that leads to it.
    pub because: Vec<Because<'a>>,
    /// What to ask: the answers could make it required, or rule it out.
    pub ask: Vec<&'a Fact>,
    /// What whoever tells must keep.
    pub clock: Option<&'a Clock>,
    /// What whoever is told must keep from then on.
    pub then_clock: Option<&'a Clock>,
}

/// A condition as the facts leave it.
pub(super) struct Weighed<'a> {
    pub(super) standing: Standing,
    pub(super) because: Vec<Because<'a>>,
    pub(super) ask: Vec<&'a Fact>,
}

/// A fact that led to an answer.
#[derive(Debug, Clone, Copy)]
pub struct Because<'a> {
    pub fact: &'a Fact,
    pub known: Known,
    /// Nobody knows it, and it counts as yes so that no child goes without protection.
    pub assumed: bool,
}

impl Rulebook {
    /// Who must be told there, as the law stands on a day: required steps first, each group in its sequence.
    pub fn steps(&self, facts: &Facts, nation: Nation, on: Date) -> Vec<Step<'_>> {
        let mut steps: Vec<Step<'_>> = known(&self.routes, nation, on)
            .filter_map(|(route, force)| self.step(route, force, facts, nation, on))
            .collect();
        steps.sort_by_key(|step| (step.standing, step.route.order));
        steps
    }

    fn step<'a>(
        &'a self,
        route: &'a Route,
        force: Force,
        facts: &Facts,
        nation: Nation,
        on: Date,
    ) -> Option<Step<'a>> {
        let Weighed { standing, because, ask } = self.weigh(&route.when, facts)?;
        let clock = |id: &Option<String>| id.as_deref().and_then(|id| self.clock(id, nation, on));
        let (clock, then_clock) = (clock(&route.clock), clock(&route.then_clock));
        Some(Step { route, force, standing, because, ask, clock, then_clock })
    }

    /// How a condition stands, what led to it, and what could change it; nothing where it is ruled out.
    pub(super) fn weigh<'a>(&'a self, when: &'a When, facts: &Facts) -> Option<Weighed<'a>> {
        let counts = |id: &str| facts.counts(id, self);
        let as_known = |id: &str| facts.known(id, self);
        let standing = match (when.holds(&counts), when.holds(&as_known)) {
            (Known::Yes, _) => Standing::Required,
            (Known::NotKnown, _) | (Known::No, Known::NotKnown | Known::Yes) => Standing::NotRuledOut,
            (Known::No, Known::No) => return None,
        };
        let led = match standing {
            Standing::Required => when.because(&counts),
            Standing::NotRuledOut => when.facts(),
        };
        // What is required could be ruled out only by what counts as yes and is not known.
        let undecided = match standing {
            Standing::Required => when.because(&counts),
            Standing::NotRuledOut => when.because(&as_known),
        };
        Some(Weighed { standing, because: self.because(led, facts), ask: self.open(undecided, facts) })
    }

    /// The facts of these that are known, or count.
    pub(super) fn because<'a>(
        &'a self,
        ids: impl IntoIterator<Item = &'a str>,
        facts: &Facts,
    ) -> Vec<Because<'a>> {
        let each = ids.into_iter().filter_map(|id| self.fact(id)).map(|fact| {
            let (known, counts) = (facts.known(&fact.id, self), facts.counts(&fact.id, self));
            Because { fact, known: counts, assumed: known != counts }
        });
        each.filter(|because| because.known != Known::NotKnown).collect()
    }

    /// The facts of these that nobody knows.
    pub(super) fn open<'a>(&'a self, ids: impl IntoIterator<Item = &'a str>, facts: &Facts) -> Vec<&'a Fact> {
        let open = ids.into_iter().filter(|id| facts.known(id, self) == Known::NotKnown);
        open.filter_map(|id| self.fact(id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::rulebook;
    use super::*;

    const ALL: [Known; 3] = [Known::Yes, Known::No, Known::NotKnown];

    fn ids(facts: &Facts, nation: Nation, only: Option<Standing>) -> BTreeSet<String> {
        let steps = rulebook().steps(facts, nation, date(2026, 11, 25));
        let wanted = steps.iter().filter(|step| only.is_none_or(|only| step.standing == only));
        wanted.map(|step| step.route.head.id.clone()).collect()
    }

    #[test]
    fn what_is_not_known_is_asked_and_not_dropped() {
        let facts = Facts::default().with("crime", Known::Yes);
        let steps = rulebook().steps(&facts, Nation::England, date(2026, 11, 25));
        let police = steps.iter().find(|step| step.route.head.id == "RT-2").unwrap();
        assert_eq!(police.standing, Standing::NotRuledOut);
        assert_eq!(police.ask.iter().map(|fact| fact.id.as_str()).collect::<Vec<_>>(), ["danger_now"]);
        let facts = facts.with("danger_now", Known::No);
        assert!(ids(&facts, Nation::England, Some(Standing::Required)).contains("RT-2"));
        assert!(!ids(&facts, Nation::England, None).contains("RT-1"));
    }

    #[test]
    fn an_age_that_nobody_knows_is_said_to_count_as_a_childs() {
        let facts = Facts::default().with("exploitation_suspected", Known::Yes);
        let steps = rulebook().steps(&facts, Nation::Wales, date(2026, 11, 25));
        let nrm = steps.iter().find(|step| step.route.head.id == "RT-11").unwrap();
        assert_eq!(nrm.standing, Standing::Required);
        assert!(nrm.because.iter().any(|because| because.fact.id == "child" && because.assumed));
        let adult = steps.iter().find(|step| step.route.head.id == "RT-11-A").unwrap();
        assert_eq!(adult.standing, Standing::NotRuledOut, "they may be an adult all the same");
    }

    fn any_facts() -> impl Strategy<Value = Facts> {
        let ids: Vec<String> = rulebook().facts.iter().map(|fact| fact.id.clone()).collect();
        let told =
            prop::collection::vec((prop::sample::select(ids), prop::sample::select(ALL.to_vec())), 0..40);
        told.prop_map(|told| {
            told.into_iter().fold(Facts::default(), |facts, (id, known)| facts.with(&id, known))
        })
    }

    proptest! {
        #[test]
        fn knowing_less_never_removes_a_required_step(
            facts in any_facts(), less in 0usize..69, nation in prop::sample::select(Nation::ALL.to_vec())
        ) {
            let id = &rulebook().facts[less % rulebook().facts.len()].id;
            let required = ids(&facts, nation, Some(Standing::Required));
            let fewer = facts.with(id, Known::NotKnown);
            let after = ids(&fewer, nation, None);
            prop_assert!(required.is_subset(&after), "without {}: {:?}", id, required.difference(&after));
        }

        #[test]
        fn every_step_says_why_or_what_to_ask(facts in any_facts(), nation in prop::sample::select(Nation::ALL.to_vec())) {
            for step in rulebook().steps(&facts, nation, date(2026, 11, 25)) {
                match step.standing {
                    Standing::Required => prop_assert!(!step.because.is_empty(), "{}", step.route.head.id),
                    Standing::NotRuledOut => prop_assert!(!step.ask.is_empty(), "{}", step.route.head.id),
                }
            }
        }
    }
}
