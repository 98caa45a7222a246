//! From cases to a return.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{any_children, codes, demonstration, noon, year};
use crate::census::children::{Child, Header};
use crate::census::particulars::{Facts, Made, Particulars, Told, make, source};
use crate::census::rules::Weight;
use crate::census::{Year, check};
use crate::id::{CaseId, SubjectId};
use crate::reports::Harm;
use crate::reports::report::Teller;
use proptest::prelude::*;

/// The cases that a return could have been made from: one for each episode.
fn cases(children: &[Child]) -> Vec<Told> {
    let episodes =
        children.iter().flat_map(|child| child.episodes.iter().map(move |episode| (child, episode)));
    let told = |(at, (child, episode)): (u128, (&Child, &crate::census::children::Episode))| {
        let mut told = episode.clone();
        let received = told.referred.take().unwrap();
        let not_acted_on = told.no_further_action.take().as_deref() == Some("true");
        let closed = told.closed.take().or(not_acted_on.then_some(received));
        let facts = Facts { received, source: None, harm: Harm::NotSure, closed };
        let particulars = Particulars {
            identifiers: child.identifiers.clone(),
            characteristics: child.characteristics.clone(),
            episode: told,
        };
        Told { case: case(at), subject: subject(), facts, particulars }
    };
    (1..).zip(episodes).map(told).collect()
}

fn case(number: u128) -> CaseId {
    CaseId::from_uuid(Uuid::from_u128(number))
}

fn subject() -> SubjectId {
    SubjectId::from_uuid(Uuid::from_u128(1))
}

fn made(told: Vec<Told>, year: Year) -> Made {
    make(Header::of(year, "201", noon()), year, told)
}

#[test]
fn the_cases_of_the_demonstration_make_its_return() {
    let demonstration = demonstration();
    let mut made = made(cases(&demonstration.children), year()).census;
    made.children.sort_by_key(|child| child.identifiers.la_child_id.clone());
    assert_eq!(made, demonstration);
}

proptest! {
    /// In a later year what was left unfinished is rightly an error.
    #[test]
    fn no_lawful_case_makes_an_error_in_its_own_year_or_an_earlier((own, census) in any_children(), back in 0i16..4) {
        let year = Year::new((own.number() - back).max(Year::FIRST)).unwrap();
        let found = check(&made(cases(&census.children), year).census, year);
        let errors: Vec<_> = found.iter().filter(|one| one.rule.weight == Weight::Error).collect();
        prop_assert!(errors.is_empty(), "{year:?}: {errors:?}");
    }
}

#[test]
fn a_year_sees_neither_what_was_over_before_it_nor_what_came_after() {
    let mut told = cases(&demonstration().children);
    told.retain(|one| one.particulars.episode.closed_because.as_deref() == Some("RC7"));
    let closed = told[0].facts.closed.unwrap();
    assert_eq!(made(told.clone(), Year::new(2027).unwrap()).census.children, []);
    // The same case a year later: at the end of this year it had begun, and was not closed.
    let later = |day: &mut Option<Date>| *day = day.map(|day| day.saturating_add(300.days()));
    later(&mut told[0].facts.closed);
    told[0].particulars.episode.plans.iter_mut().for_each(|plan| later(&mut plan.ended));
    let census = made(told, year()).census;
    let episode = &census.children[0].episodes[0];
    assert!(closed < year().end() && episode.closed.is_none() && episode.closed_because.is_none());
    assert_eq!(episode.plans[0].ended, None);
}

#[test]
fn two_cases_of_one_child_are_two_episodes_and_a_finding_names_its_case() {
    let demonstration = demonstration();
    let child = demonstration.children.iter().find(|child| child.episodes.len() == 2).unwrap();
    let mut told = cases(std::slice::from_ref(child));
    told[1].particulars.episode.source = None;
    told.reverse();
    let made = made(told, year());
    assert_eq!(made.census.children.len(), 1);
    let found = check(&made.census, year());
    let source = found.iter().find(|one| one.rule.code == "8866").unwrap();
    assert_eq!(made.cases(source), [(case(2), subject())]);
    let whole = found.iter().find(|one| one.rule.code == "2887Q").unwrap();
    assert!(made.cases(whole).is_empty());
}

#[test]
fn a_case_of_which_nothing_was_told_is_in_the_return_and_refused_by_name() {
    let facts = Facts { received: date(2025, 6, 2), source: Some("2A"), harm: Harm::Neglect, closed: None };
    let case = case(1);
    let made =
        made(vec![Told { case, subject: subject(), facts, particulars: Particulars::default() }], year());
    assert_eq!(codes(&made.census, year()), ["4180", "4220", "8500", "2886Q", "2887Q", "8525Q"]);
    let closed = Facts { closed: Some(date(2025, 6, 3)), ..facts };
    let made = self::made(
        vec![Told { case, subject: subject(), facts: closed, particulars: Particulars::default() }],
        year(),
    );
    let episode = &made.census.children[0].episodes[0];
    assert_eq!((episode.no_further_action.as_deref(), episode.closed), (Some("true"), None));
}

#[test]
fn who_referred_is_as_far_known_as_the_report_says() {
    let cases = [
        (Teller::Me, false, Some("1C")),
        (Teller::Parent, true, Some("1A")),
        (Teller::Anyone, true, Some("1D")),
        (Teller::Anyone, false, Some("9")),
        (Teller::Professional, true, None),
    ];
    for (teller, named, expected) in cases {
        assert_eq!(source(teller, named), expected, "{teller:?}");
    }
}

#[test]
fn a_conference_is_due_fifteen_working_days_after_the_enquiry_began() {
    let mut told = cases(&demonstration().children);
    told.retain(|one| !one.particulars.episode.enquiries.is_empty());
    told.truncate(1);
    let enquiry = &mut told[0].particulars.episode.enquiries[0];
    (enquiry.target, enquiry.started, enquiry.not_needed) =
        (None, Some(date(2025, 12, 22)), Some("false".to_owned()));
    let made = made(told, year()).census;
    assert_eq!(made.children[0].episodes[0].enquiries[0].target, Some(date(2026, 1, 15)));
}
