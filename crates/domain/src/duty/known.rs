//! What a case answers by itself when an assessment begins, and what the words of its reports point to.
//!
//! Only what somebody told is an answer; it can be answered otherwise. What words *point to* is no answer: it is asked
//! first, and a person says.

use std::collections::{BTreeMap, BTreeSet};

use crate::agency::{AgencyKind, Nation};
use crate::cases::SubjectKind;
use crate::reports::{Harm, Known, Report};
use crate::rules::Rulebook;
use crate::screen::screen;

/// What is known of a case.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    pub nation: Nation,
    /// What the organisation is that works on it.
    pub agency: AgencyKind,
    pub harm: Harm,
    pub subjects: Vec<SubjectKind>,
    pub reports: Vec<&'a Report>,
}

impl Case<'_> {
    /// The facts that it answers.
    pub fn answers(&self) -> BTreeMap<String, Known> {
        let platform = if self.agency == AgencyKind::Platform { Known::Yes } else { Known::No };
        let england = if self.nation == Nation::England { Known::Yes } else { Known::No };
        let told = |read: fn(&Report) -> Known| together(self.reports.iter().map(|report| read(report)));
        let mut known = vec![
            ("platform", platform),
            ("in_england", england),
            ("danger_now", told(|report| report.danger_now)),
            ("blackmail", told(|report| report.threat)),
            ("works_with_children", told(|report| report.staff)),
        ];
        let of_harm = std::iter::once(self.harm).chain(self.reports.iter().map(|report| report.harm));
        known.extend(of_harm.flat_map(means).map(|fact| (*fact, Known::Yes)));
        if matches!(self.agency, AgencyKind::Police | AgencyKind::ChildrensServices) {
            known.push(("public_body", Known::Yes));
        }
        if self.subjects.iter().any(|kind| matches!(kind, SubjectKind::Place | SubjectKind::PeerGroup)) {
            known.push(("place_or_group", Known::Yes));
        }
        let said = known.into_iter().filter(|(_, known)| *known != Known::NotKnown);
        said.map(|(fact, known)| (fact.to_owned(), known)).collect()
    }

    /// The age of the child, where every report that tells one tells the same.
    pub fn age(&self) -> Option<u8> {
        let told: BTreeSet<u8> = self.reports.iter().filter_map(|report| report.child_age).collect();
        told.first().copied().filter(|_| told.len() == 1)
    }

    /// The facts that the words of its reports point to: ids.
    pub fn points_to<'a>(&self, book: &'a Rulebook) -> BTreeSet<&'a str> {
        let screened = self.reports.iter().map(|report| screen(&report.happened));
        let found: BTreeSet<&str> =
            screened.flat_map(|screened| screened.indicators).map(|found| found.id).collect();
        let seen = book.indicators.iter().filter(|indicator| found.contains(indicator.head.id.as_str()));
        seen.flat_map(|indicator| indicator.asks.iter().map(String::as_str)).collect()
    }
}

/// Yes where anybody says so; no only where everybody does.
fn together(told: impl Iterator<Item = Known>) -> Known {
    let told: Vec<Known> = told.collect();
    if told.contains(&Known::Yes) {
        Known::Yes
    } else if !told.is_empty() && told.iter().all(|known| *known == Known::No) {
        Known::No
    } else {
        Known::NotKnown
    }
}

/// What choosing this harm says by itself.
const fn means(harm: Harm) -> &'static [&'static str] {
    match harm {
        Harm::Sextortion => &["blackmail", "own_image"],
        Harm::Images => &["own_image"],
        Harm::Grooming => &["sexual_online"],
        Harm::SexualAbuse => &["sexual_offence_suspected"],
        Harm::CriminalExploitation => &["exploitation_suspected"],
        Harm::ChildOnChild => &["harmed_by_child"],
        Harm::StaffConduct => &["works_with_children"],
        Harm::PhysicalAbuse
        | Harm::Neglect
        | Harm::EmotionalAbuse
        | Harm::SelfHarm
        | Harm::Other
        | Harm::NotSure => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_report_that_says_yes_is_enough_and_one_that_says_no_is_not() {
        use Known::{No, NotKnown, Yes};
        for (told, expected) in [
            (vec![], NotKnown),
            (vec![No, Yes], Yes),
            (vec![No, No], No),
            (vec![No, NotKnown], NotKnown),
            (vec![NotKnown, Yes], Yes),
        ] {
            assert_eq!(together(told.clone().into_iter()), expected, "{told:?}");
        }
    }

    #[test]
    fn every_fact_that_a_case_answers_is_one_of_the_rulebook() {
        let book = crate::rules::rulebook();
        for harm in Harm::ALL {
            let (agency, subjects) = (AgencyKind::Police, vec![SubjectKind::Place]);
            let case = Case { nation: Nation::Wales, agency, harm: *harm, subjects, reports: Vec::new() };
            let answers = case.answers();
            assert!(answers.keys().all(|fact| book.fact(fact).is_some()), "{answers:?}");
            assert_eq!(answers["in_england"], Known::No);
        }
    }
}
