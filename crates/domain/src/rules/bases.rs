//! What else follows from the facts: which duty, power or exclusion of barring, and on which ground information may be
//! shared and within which limits.
//!
//! Answered as steps are: required where the condition holds, not ruled out where it cannot be decided. That a law
//! requires the sharing is not asked of anybody who told enough: it follows from the duties that bind on the day.

use jiff::civil::Date;

use super::duty::{self, Assessed, Window};
use super::facts::Facts;
use super::head::Force;
use super::route::{Because, Standing, Weighed};
use super::tables::{Barring, Duty, Element, Fact, Sharing};
use super::when::When;
use super::{Row, Rulebook, known};
use crate::agency::Nation;
use crate::reports::Known;
use crate::time::start_of;

/// The fact that says that a law requires it to be told.
const BY_LAW: &str = "duty_to_report_engaged";

/// A row that follows, or is not ruled out, and why.
#[derive(Debug, Clone)]
pub struct Follows<'a, R> {
    pub row: &'a R,
    pub force: Force,
    pub standing: Standing,
    pub because: Vec<Because<'a>>,
    /// What to ask: the answers could make it follow, or rule it out.
    pub ask: Vec<&'a Fact>,
    /// The duties in force that made a law require the sharing, where the row goes by that.
    pub duties: Vec<&'a Duty>,
}

impl Rulebook {
    /// What the law of barring says of the facts there on a day: what follows first.
    pub fn barring_of(&self, facts: &Facts, nation: Nation, on: Date) -> Vec<Follows<'_, Barring>> {
        self.follow(&self.barring, |row| row.when.as_ref(), facts, &[], (nation, on))
    }

    /// The grounds, duties and limits of sharing that follow from the facts there on a day: what follows first. Rows
    /// without a condition, such as the golden rules, always hold and are not among them.
    pub fn sharing_of(&self, facts: &Facts, nation: Nation, on: Date) -> Vec<Follows<'_, Sharing>> {
        let binding = self.binding(facts, nation, on);
        let by_law = !binding.is_empty() && !facts.told(BY_LAW);
        let facts = if by_law { facts.clone().with(BY_LAW, Known::Yes) } else { facts.clone() };
        let duties = if by_law { binding } else { Vec::new() };
        self.follow(&self.sharing, |row| row.when.as_ref(), &facts, &duties, (nation, on))
    }

    /// What follows from a duty, without what the facts rule out.
    pub fn says<'a>(&self, one: &Assessed<'a>, facts: &Facts) -> Vec<&'a Element> {
        let as_known = |id: &str| facts.known(id, self);
        let open =
            |element: &&Element| element.when.as_ref().is_none_or(|when| when.holds(&as_known) != Known::No);
        one.says.iter().copied().filter(open).collect()
    }

    /// The duties that are in force and bind.
    fn binding(&self, facts: &Facts, nation: Nation, on: Date) -> Vec<&Duty> {
        let binds = |one: &Assessed<'_>| {
            one.force == Force::InForce
                && matches!(one.standing, duty::Standing::Engaged | duty::Standing::Paused)
        };
        self.duties(facts, nation, on, &Window::from_now(facts, self, start_of(on)))
            .into_iter()
            .filter(binds)
            .map(|one| one.duty)
            .collect()
    }

    fn follow<'a, R: Row>(
        &'a self,
        rows: &'a [R],
        when: impl Fn(&'a R) -> Option<&'a When>,
        facts: &Facts,
        by_law: &[&'a Duty],
        (nation, on): (Nation, Date),
    ) -> Vec<Follows<'a, R>> {
        let mut all: Vec<Follows<'a, R>> = known(rows, nation, on)
            .filter_map(|(row, force)| {
                let when = when(row)?;
                let Weighed { standing, because, ask } = self.weigh(when, facts)?;
                let led = because.iter().any(|one| one.fact.id == BY_LAW);
                let duties = if led { by_law.to_vec() } else { Vec::new() };
                Some(Follows { row, force, standing, because, ask, duties })
            })
            .collect();
        all.sort_by_key(|one| one.standing);
        all
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::rulebook;
    use super::*;

    const ON: Date = date(2026, 11, 25);

    fn told(yes: &[&str]) -> Facts {
        yes.iter().fold(Facts::default(), |facts, id| facts.with(id, Known::Yes))
    }

    #[test]
    fn the_power_to_refer_needs_both_halves_of_its_test() {
        let half = ["register_keeper", "harm_test"];
        let stands = |facts: &Facts| {
            let all = rulebook().barring_of(facts, Nation::Wales, ON);
            all.iter().find(|one| one.row.head.id == "BAR-POWER").map(|one| one.standing)
        };
        assert_eq!(stands(&told(&half)), Some(Standing::NotRuledOut));
        let whole = told(&half).with("in_regulated_activity", Known::Yes).with("may_be_barred", Known::Yes);
        assert_eq!(stands(&whole), Some(Standing::Required));
        for missing in ["in_regulated_activity", "may_be_barred"] {
            assert_eq!(stands(&whole.clone().with(missing, Known::No)), None, "{missing}");
        }
    }

    #[test]
    fn a_duty_that_binds_is_the_legal_ground_and_is_named() {
        let facts = told(&["fgm_known", "teacher_or_health_reporter"]).aged(9);
        let all = rulebook().sharing_of(&facts, Nation::England, ON);
        let ground = all.iter().find(|one| one.row.head.id == "SH-B-61C").unwrap();
        assert_eq!(ground.standing, Standing::Required);
        assert_eq!(ground.duties.iter().map(|duty| duty.head.id.as_str()).collect::<Vec<_>>(), ["DUTY-FGM"]);
        // The duty of 2026 has not begun: it is no legal obligation yet.
        let prospective = [
            "reporter_adult",
            "in_england",
            "relevant_activity",
            "sexual_offence_suspected",
            "told_or_witnessed",
        ];
        let all = rulebook().sharing_of(&told(&prospective), Nation::England, ON);
        let ground = all.iter().find(|one| one.row.head.id == "SH-B-61C").unwrap();
        assert_eq!((ground.standing, ground.duties.len()), (Standing::NotRuledOut, 0));
    }

    #[test]
    fn to_notify_only_the_police_is_said_until_a_child_here_is_known_of() {
        let says = |facts: &Facts| {
            let all = rulebook().duties(
                facts,
                Nation::England,
                ON,
                &Window::from_now(facts, rulebook(), start_of(ON)),
            );
            let duty = all.iter().find(|one| one.duty.head.id == "DUTY-85").unwrap();
            rulebook().says(duty, facts).iter().any(|element| element.head.id == "MR-5-P")
        };
        let facts = Facts::default();
        assert!(says(&facts) && says(&facts.clone().with("relevant_child_in_england_or_wales", Known::No)));
        assert!(!says(&facts.with("relevant_child_in_england_or_wales", Known::Yes)));
    }
}
