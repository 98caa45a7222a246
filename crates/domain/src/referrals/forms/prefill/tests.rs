//! A form is begun with what is known, in the shape of its questions, and with nothing of who told it.

use super::*;
use crate::id::Reference;
use crate::referrals::forms::{all, form};
use crate::reports::Report;
use crate::reports::report::Teller;

fn row(pairs: &[(&str, &str)]) -> Row {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// A report that tells much, with its teller's name and number in every place that is the teller's.
pub(crate) fn told() -> Report {
    let teller = row(&[("name", "Alex Teller"), ("phone", "07700 900777"), ("email", "alex@teller.example")]);
    Report {
        teller: Teller::Professional,
        harm: Harm::CriminalExploitation,
        danger_now: Said::No,
        happened: "He carries bags.".to_owned(),
        when: "week".to_owned(),
        threat: Said::NotKnown,
        demand: Said::NotKnown,
        demands: vec![],
        child_name: Some("Sam Lee Marsh".to_owned()),
        child_age: Some(14),
        child_school: Some("Ridgeway".to_owned()),
        staff: Said::No,
        post: None,
        people: vec![
            row(&[("name", "Uncle"), ("part", "suspect"), ("about", "a red coat")]),
            row(&[("name", "Mia"), ("part", "witness")]),
        ],
        accounts: vec![
            row(&[("handle", "@u"), ("platform", "Chirrup"), ("whose", "suspect")]),
            row(&[("handle", "@sam"), ("platform", "Chirrup"), ("whose", "child")]),
        ],
        phones: vec![
            row(&[("number", "07700 900456"), ("whose", "suspect")]),
            row(&[("number", "07700 900999"), ("whose", "child")]),
        ],
        vehicles: vec![row(&[("plate", "AB12 CDE"), ("about", "silver")])],
        places: vec![row(&[("place", "The flat")])],
        place: Some("SN3 1RA".to_owned()),
        school: None,
        evidence: Said::No,
        job: Some(teller.clone()),
        reply: Some("phone".to_owned()),
        contact: Some(teller),
    }
}

fn begun(id: &str, report: &Report) -> Answers {
    let shared = SharedReport::of(Reference::from_random(1), "2026-11-24T12:00:00Z".parse().unwrap(), report);
    let earlier = ["R1: the police. Sent".to_owned()];
    let known = Known { reports: &[shared], earlier: &earlier, ..nothing() };
    answers(form(id).unwrap(), &known)
}

/// Nothing known but who sends it.
pub(crate) fn nothing() -> Known<'static> {
    Known {
        nation: Nation::NorthernIreland,
        harm: Harm::CriminalExploitation,
        urgency: Urgency::Urgent,
        case_reference: "CASE-1",
        referral_reference: "REF-1",
        about: None,
        subjects: &[],
        reports: &[],
        organisation: "Kingsdown",
        person: "Joan Mary Pike",
        email: "joan@kingsdown.gov.uk",
        earlier: &[],
    }
}

#[test]
fn what_is_known_is_written_in_the_shape_of_the_question() {
    let nrm = begun("nrm", &told());
    let cases = [
        ("reference", "REF-1"),
        ("fr-location", "northern-ireland"),
        ("pv-under-age", "yes"),
        ("pv-name-first-name", "Sam Lee"),
        ("pv-name-last-name", "Marsh"),
        ("who-exploited-pv", "Uncle, a red coat"),
        ("fr-details-last-name", "Pike"),
        ("reported-to-police-police-forces", "Wiltshire Police"),
    ];
    for (field, text) in cases {
        assert_eq!(nrm.one(field), Some(text), "{field}");
    }
    assert_eq!(nrm.get("line-telephones"), Some(&Answer::Many(vec!["07700 900456".to_owned()])));
    assert_eq!(nrm.get("handles"), Some(&Answer::Many(vec!["@u, Chirrup".to_owned()])));
    let police = begun("police", &told());
    assert_eq!((police.one("others"), police.one("danger-now")), (Some("Mia"), Some("no")));
}

#[test]
fn nobody_is_said_to_have_been_contacted_or_to_live_anywhere_and_a_question_for_a_name_takes_the_name() {
    let authority = "local-authority-contacted-about-child-local-authority-name";
    assert_eq!(begun("nrm", &told()).one(authority), None);
    assert_eq!(begun("childrens_services", &told()).one("child-address"), None);
    assert_eq!(begun("lado", &told()).one("person-name"), Some("Uncle"));
}

#[test]
fn what_is_told_of_another_child_is_not_written_for_this_one() {
    let at = "2026-11-24T12:00:00Z".parse().unwrap();
    let other =
        Report { child_name: Some("Mia Hart".to_owned()), happened: "She was hit.".to_owned(), ..told() };
    let shared = [&other, &told()].map(|report| SharedReport::of(Reference::from_random(1), at, report));
    let known = Known { about: Some("Sam Lee Marsh"), reports: &shared, ..nothing() };
    let answers = answers(form("police").unwrap(), &known);
    assert_eq!(answers.one("happened"), Some("He carries bags."));
}

#[test]
fn an_age_that_was_not_told_is_not_taken_for_any() {
    let report = Report { child_age: None, danger_now: Said::NotKnown, ..told() };
    assert_eq!(begun("nrm", &report).one("pv-under-age"), None);
    assert_eq!(begun("police", &report).one("danger-now"), None);
}

#[test]
fn who_told_it_is_written_in_no_form() {
    for form in all() {
        let written = serde_json::to_string(&begun(&form.id, &told())).unwrap();
        for own in ["Teller", "900777", "alex@"] {
            assert!(!written.contains(own), "{}: {own} in {written}", form.id);
        }
    }
}
