//! The census as a whole: the demonstration year passes, each broken one is refused by the right rule, and what is written
//! is read back.

mod broken;
mod last_days;
mod made;
mod reading;

use jiff::civil::{DateTime, date};
use proptest::prelude::*;

use super::demonstration::{self, FIRST_DAY_MAX, Story};
use super::rules::{self, Weight};
use super::{Census, Year, check};

fn noon() -> DateTime {
    date(2026, 5, 1).at(12, 0, 0, 0)
}

fn year() -> Year {
    Year::new(2026).unwrap()
}

fn demonstration() -> Census {
    demonstration::census(year(), "201", noon())
}

fn codes(census: &Census, year: Year) -> Vec<&'static str> {
    let mut codes: Vec<_> = check(census, year).iter().map(|finding| finding.rule.code.as_str()).collect();
    codes.dedup();
    codes
}

#[test]
fn the_demonstration_of_every_year_breaks_no_rule_and_raises_no_query() {
    for number in Year::FIRST..=Year::LAST {
        let year = Year::new(number).unwrap();
        let census = demonstration::census(year, "201", noon());
        assert_eq!(census.children.len(), 17);
        assert_eq!(codes(&census, year), [""; 0], "{number}");
    }
}

#[test]
fn an_empty_return_is_refused_and_does_not_pass_for_want_of_children() {
    assert_eq!(codes(&Census::default(), year()), ["100", "2887Q"]);
}

#[test]
fn errors_come_first_and_each_says_where() {
    let mut census = demonstration();
    let child = census.children.iter_mut().find(|child| child.identifiers.died.is_some()).unwrap();
    child.identifiers.died = None;
    child.episodes[0].assessments[0].factors.clear();
    child.episodes[0].source = None;
    let found = check(&census, year());
    let said: Vec<_> = found.iter().map(|one| (one.rule.code.as_str(), one.spot.to_string())).collect();
    let expected = [
        ("8866", "Child 13, CINdetails 1"),
        ("8585Q", "Child 13, CINdetails 1"),
        ("8897Q", "Child 13, CINdetails 1, Assessments 1"),
    ];
    assert_eq!(said, expected.map(|(code, spot)| (code, spot.to_owned())));
    assert!(rules::refused(&found));
    assert!(!rules::refused(&found[1..]), "queries go with the return");
}

/// Any children, each of any story that begins on any day.
fn any_children() -> impl Strategy<Value = (Year, Census)> {
    let stories =
        prop::collection::vec((prop::sample::select(Story::ALL.to_vec()), 0..=FIRST_DAY_MAX), 0..40);
    (Year::FIRST..=Year::LAST, stories).prop_map(|(number, stories)| {
        let year = Year::new(number).unwrap();
        let mut census = demonstration::census(year, "201", noon());
        let children = stories.iter().zip(1u32..);
        census.children =
            children.map(|((story, day), number)| demonstration::child(*story, number, *day, year)).collect();
        (year, census)
    })
}

proptest! {
    #[test]
    fn no_lawful_year_is_refused((year, census) in any_children()) {
        let errors: Vec<_> = check(&census, year).into_iter().filter(|one| one.rule.weight == Weight::Error).collect();
        prop_assert!(errors.is_empty(), "{errors:?}");
    }

    #[test]
    fn the_order_of_the_children_changes_no_rule((year, census) in any_children()) {
        let mut turned = census.clone();
        turned.children.reverse();
        turned.children.iter_mut().for_each(|child| child.identifiers.sex = None);
        let mut census = census;
        census.children.iter_mut().for_each(|child| child.identifiers.sex = None);
        prop_assert_eq!(codes(&census, year), codes(&turned, year));
    }
}
