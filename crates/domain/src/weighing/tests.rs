use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::*;
use crate::id::AccountId;
use crate::reports::Harm;

/// A report by a child that says the least, with one kind of harm.
pub(crate) fn told(harm: Harm) -> Report {
    let nothing = serde_json::json!({
        "teller": "anyone", "harm": harm, "danger_now": "no", "happened": "", "when": "today",
        "threat": "no", "demand": "no", "staff": "no", "evidence": "no",
    });
    serde_json::from_value(nothing).unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn said(indicator: &str, second: i64) -> Said {
    let by = Actor::Account(AccountId::from_uuid(Uuid::from_u128(1)));
    Said {
        indicator: indicator.to_owned(),
        reason: "seen at school".to_owned(),
        by,
        at: at(second),
        of: None,
    }
}

fn of(report: Report) -> Told {
    let mut told = Told::default();
    told.report(&report, at(0));
    told
}

fn joined(report: &Report, written: i64, joined: i64) -> Told {
    let mut told = of(told(Harm::Other));
    told.report(report, Since { at: at(joined), before: Some((report_id(1), at(written))) });
    told
}

fn report_id(id: u128) -> ReportId {
    ReportId::from_uuid(Uuid::from_u128(id))
}

#[test]
fn what_was_struck_in_a_report_stays_struck_when_that_joins_a_case() {
    let report = Report { happened: BLACKMAIL.to_owned(), ..told(Harm::Other) };
    let told = joined(&report, 1, 9);
    let struck = |of: Option<ReportId>, second: i64| {
        let mut hand = Hand::default();
        for id in ids(&weigh(&told, &Hand::default())) {
            hand.strike(Said { of, ..said(id, second) });
        }
        weigh(&told, &hand).urgency
    };
    assert_eq!(struck(Some(report_id(1)), 5), Urgency::Routine, "of the report, while it waited");
    assert_eq!(struck(None, 5), Urgency::Urgent, "of the case, before that joined");
    assert_eq!(struck(Some(report_id(2)), 5), Urgency::Urgent, "of another report");
    assert_eq!(struck(None, 10), Urgency::Routine, "of the case, with that in it");
}

#[test]
fn what_is_struck_in_a_report_still_stands_where_the_case_itself_shows_it() {
    let report = Report { happened: BLACKMAIL.to_owned(), ..told(Harm::Other) };
    let mut told = joined(&report, 1, 9);
    told.text(Origin::Note, BLACKMAIL, at(3));
    let mut hand = Hand::default();
    for id in ids(&weigh(&told, &Hand::default())) {
        hand.strike(Said { of: Some(report_id(1)), ..said(id, 5) });
    }
    assert_eq!(weigh(&told, &hand).urgency, Urgency::Urgent);
}

#[test]
fn what_was_added_to_a_report_is_not_struck_by_what_was_said_of_the_case_before_that_joined() {
    let report = told(Harm::Other);
    let told = joined(&report, 1, 9);
    let mut hand = Hand::default();
    hand.add(Said { of: Some(report_id(1)), ..said("I-19", 4) });
    hand.strike(said("I-19", 5));
    assert_eq!(ids(&weigh(&told, &hand)), ["I-19"]);
    hand.strike(said("I-19", 10));
    assert!(ids(&weigh(&told, &hand)).is_empty());
}

fn ids(weighed: &Weighed) -> Vec<&str> {
    weighed.standing().map(|line| line.indicator.head.id.as_str()).collect()
}

const BLACKMAIL: &str = "He says he will post my pics unless I pay him";

#[test]
fn each_floor_holds_whatever_the_indicators_say() {
    use Known::{No, NotKnown, Yes};
    use Urgency::{Immediate, Routine, Soon, Urgent};
    let base = |harm| told(harm);
    let demand = |what: &str| vec![[("what".to_owned(), what.to_owned())].into()];
    let cases: Vec<(Report, Urgency, Option<&str>)> = vec![
        (Report { teller: crate::reports::report::Teller::Me, ..base(Harm::Neglect) }, Soon, Some("F-1")),
        (base(Harm::Neglect), Routine, None),
        (Report { child_age: Some(13), ..base(Harm::Grooming) }, Urgent, Some("F-2")),
        (Report { child_age: Some(14), ..base(Harm::Grooming) }, Soon, None),
        (Report { child_age: Some(13), ..base(Harm::Neglect) }, Routine, None),
        (Report { threat: Yes, ..base(Harm::ChildOnChild) }, Urgent, Some("F-3")),
        (Report { threat: NotKnown, ..base(Harm::ChildOnChild) }, Routine, None),
        (Report { threat: NotKnown, ..base(Harm::Sextortion) }, Urgent, Some("F-3")),
        (base(Harm::SelfHarm), Urgent, Some("F-4")),
        (Report { demand: Yes, demands: demand("gift_card"), ..base(Harm::Images) }, Urgent, Some("F-5")),
        (Report { demand: Yes, demands: demand("errand"), ..base(Harm::Images) }, Urgent, None),
        (Report { danger_now: Yes, ..base(Harm::Other) }, Immediate, Some("F-6")),
        (Report { danger_now: No, ..base(Harm::Other) }, Routine, None),
    ];
    for (report, urgency, floor) in cases {
        let shown = format!("{:?} {:?} {:?}", report.harm, report.child_age, report.threat);
        let weighed = weigh(&of(report), &Hand::default());
        assert_eq!(weighed.urgency, urgency, "{shown}");
        assert_eq!(weighed.floors.first().map(|floor| floor.head.id.as_str()), floor, "{shown}");
    }
}

#[test]
fn the_floor_that_the_words_set_is_named() {
    let text = "my stepdad comes in my room and touches me. im 12".to_owned();
    let weighed = weigh(&of(Report { happened: text, ..told(Harm::Other) }), &Hand::default());
    assert_eq!(weighed.urgency, Urgency::Urgent);
    assert!(matches!(weighed.set_by, SetBy::Floor(floor) if floor.head.id == "F-2"), "{:?}", weighed.set_by);
}

#[test]
fn what_is_struck_stays_to_be_seen_and_counts_no_more() {
    let told = of(Report { happened: BLACKMAIL.to_owned(), ..told(Harm::Other) });
    let before = weigh(&told, &Hand::default());
    assert_eq!(before.urgency, Urgency::Urgent);
    let mut hand = Hand::default();
    for id in ids(&before) {
        hand.strike(said(id, 5));
    }
    let after = weigh(&told, &hand);
    assert_eq!((after.urgency, after.standing().count()), (Urgency::Routine, 0));
    assert_eq!(after.lines.len(), before.lines.len());
    assert!(after.lines.iter().all(|line| !line.seen.is_empty() && line.struck.is_some()));
    assert!(after.floors.is_empty() && after.ask.is_empty());
}

#[test]
fn what_was_answered_holds_its_floor_whatever_is_struck() {
    let told = of(Report { threat: Known::Yes, ..told(Harm::Sextortion) });
    let mut hand = Hand::default();
    for id in ids(&weigh(&told, &Hand::default())) {
        hand.strike(said(id, 5));
    }
    let after = weigh(&told, &hand);
    assert_eq!((after.urgency, after.standing().count()), (Urgency::Urgent, 0));
    assert_eq!(after.below(Urgency::Soon).map(|floor| floor.head.id.as_str()), Some("F-3"));
    assert_eq!(after.below(Urgency::Urgent), None);
}

#[test]
fn words_that_come_later_are_not_struck_by_what_somebody_said_before() {
    let mut told = of(Report { happened: BLACKMAIL.to_owned(), ..told(Harm::Other) });
    let mut hand = Hand::default();
    for id in ids(&weigh(&told, &Hand::default())) {
        hand.strike(said(id, 5));
    }
    told.text(Origin::Message, "Now he says he will send my nudes to everyone unless I pay", at(6));
    assert_eq!(weigh(&told, &hand).urgency, Urgency::Urgent);
}

#[test]
fn what_somebody_adds_says_who_and_counts_in_full() {
    let mut hand = Hand::default();
    hand.add(said("I-07", 5));
    let weighed = weigh(&of(told(Harm::Other)), &hand);
    assert_eq!((weighed.urgency, weighed.set_by), (Urgency::Soon, SetBy::Indicators));
    assert!(weighed.lines[0].added());
    hand.strike(said("I-07", 6));
    assert_eq!(weigh(&of(told(Harm::Other)), &hand).urgency, Urgency::Routine);
    hand.add(said("I-07", 7));
    let again = weigh(&of(told(Harm::Other)), &hand);
    assert_eq!((again.urgency, again.lines[0].seen.len()), (Urgency::Soon, 2), "it is taken back");
}

#[test]
fn a_high_indicator_of_a_young_child_that_somebody_adds_sets_the_floor() {
    let report = Report { child_age: Some(12), ..told(Harm::Other) };
    let mut hand = Hand::default();
    hand.add(said("I-07", 5));
    let weighed = weigh(&of(report), &hand);
    assert!(matches!(weighed.set_by, SetBy::Floor(floor) if floor.head.id == "F-2"));
}

#[test]
fn what_is_not_known_is_told_with_what_to_ask() {
    let report = Report {
        danger_now: Known::NotKnown,
        threat: Known::NotKnown,
        demand: Known::NotKnown,
        place: Some("SN3 1RA".to_owned()),
        ..told(Harm::Sextortion)
    };
    let weighed = weigh(&of(report), &Hand::default());
    assert_eq!(weighed.not_known, ["danger", "child", "threat", "demand"]);
    let ask: Vec<&str> = weighed.ask.iter().map(|fact| fact.id.as_str()).collect();
    assert_eq!(ask, ["child", "own_image", "danger_now"]);
}

#[test]
fn every_floor_asks_what_the_weighing_or_the_words_can_say() {
    let here = ["any_high", "told_harm", "threat_made", "blackmail", "life_risk", "money_demanded"];
    let answers = ["age_13_or_under", "danger_now"];
    for floor in &rulebook().floors {
        for fact in floor.when.facts() {
            assert!(here.contains(&fact) || answers.contains(&fact), "{}: {fact}", floor.head.id);
        }
    }
}

fn any_known() -> impl Strategy<Value = Known> {
    select(vec![Known::Yes, Known::No, Known::NotKnown])
}

fn any_report() -> impl Strategy<Value = Report> {
    let texts = vec!["", BLACKMAIL, "my stepdad touches me. im 12", "he carries a knife and is missing"];
    let known = (any_known(), any_known(), any_known());
    (select(Harm::ALL.to_vec()), known, prop::option::of(8u8..18), select(texts)).prop_map(
        |(harm, (danger_now, threat, demand), child_age, happened)| {
            let happened = happened.to_owned();
            Report { danger_now, happened, threat, demand, child_age, ..told(harm) }
        },
    )
}

proptest! {
    #[test]
    fn a_floor_is_never_undercut_whatever_people_add_and_strike(
        report in any_report(), acts in prop::collection::vec((any::<bool>(), 0usize..30), 0..8)
    ) {
        let indicators = &rulebook().indicators;
        let mut hand = Hand::default();
        for (second, (add, place)) in (1..).zip(acts) {
            let said = said(&indicators[place % indicators.len()].head.id, second);
            if add { hand.add(said) } else { hand.strike(said) }
        }
        let weighed = weigh(&of(report.clone()), &hand);
        for floor in &weighed.floors {
            prop_assert!(weighed.urgency <= at_least(floor), "{}", floor.head.id);
        }
        prop_assert!(weighed.urgency <= by_fields(&report).urgency, "what was answered is not struck");
        prop_assert!(weighed.below(weighed.urgency).is_none());
    }

    #[test]
    fn one_more_indicator_never_makes_it_less_urgent(report in any_report(), place in 0usize..60) {
        let indicators = &rulebook().indicators;
        let before = weigh(&of(report.clone()), &Hand::default());
        let mut hand = Hand::default();
        hand.add(said(&indicators[place % indicators.len()].head.id, 1));
        prop_assert!(weigh(&of(report), &hand).urgency <= before.urgency);
    }
}
