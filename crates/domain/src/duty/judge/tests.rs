//! The duty to report as a lawyer would draw it: by the elements, in the seven days, met and missed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::SignedDuration;
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::super::ask::questions;
use super::super::course::{self, apply};
use super::super::{Answered, BeliefKind, Believed, ByAnother, Event, Means, Notice, Opening, Refusal};
use super::*;
use crate::agency::Nation;
use crate::event::Actor;
use crate::id::{CaseId, OrganisationId};
use crate::reports::Known;
use crate::rules::{FILES, rulebook};
use crate::time::start_of;

mod records;

/// The rulebook as it will be when the duty has begun, by a date in its rows and nothing else.
static BEGUN: LazyLock<Rulebook> = LazyLock::new(|| {
    let begun = "status = \"in_force\"\nenacted = \"2026-04-29\"\nin_force_from = \"2026-06-01\"";
    let now = |text: &str| text.replace("status = \"prospective\"\nenacted = \"2026-04-29\"", begun);
    let files: Vec<_> = FILES.iter().map(|(name, text)| (*name, &*now(text).leak())).collect();
    Rulebook::read(&files).unwrap()
});

/// Hours after reason to suspect was given: Wednesday 25 November 2026, midnight.
fn at(hours: i64) -> Timestamp {
    start_of(date(2026, 11, 25)) + SignedDuration::from_hours(hours)
}

const TEACHER: &[&str] =
    &["reporter_adult", "in_england", "relevant_activity", "sexual_offence_suspected", "told_or_witnessed"];

fn told(yes: &[&str], no: &[&str]) -> State {
    let said = |known: Known| move |id: &&str| ((*id).to_owned(), known);
    let answers = yes.iter().map(said(Known::Yes)).chain(no.iter().map(said(Known::No)));
    let opening = Opening {
        case: CaseId::from_uuid(Uuid::from_u128(1)),
        organisation: OrganisationId::from_uuid(Uuid::from_u128(2)),
        nation: Nation::England,
        whose: "The form tutor".to_owned(),
        since: at(0),
        answers: answers.collect(),
        age: Some(14),
    };
    let mut state = apply(None, course::begin(opening, at(0)).unwrap(), Actor::System, at(0)).unwrap();
    // As if a person had answered: what the case answers may follow the nation.
    state.answers.values_mut().for_each(|answer| answer.from_case = false);
    state
}

fn teacher() -> State {
    told(TEACHER, &["exception_applies"])
}

fn after(state: &State, event: Event, hours: i64) -> State {
    apply(Some(state.clone()), event, Actor::System, at(hours)).unwrap()
}

fn believes(state: &State, belief: BeliefKind, hours: i64) -> State {
    let belief = Believed { belief, from: at(hours), reason: "He said so".to_owned() };
    after(state, course::believe(state, belief, at(hours)).unwrap(), hours)
}

fn notice(to: Recipient, hours: i64) -> Notice {
    let (reference, said) = (String::new(), "Mr Dane and the girl; she told me".to_owned());
    Notice { to, whom: "The duty desk".to_owned(), at: at(hours), means: Means::Telephone, reference, said }
}

fn by_another(to: Recipient) -> ByAnother {
    ByAnother {
        by: "The nurse".to_owned(),
        to,
        whom: "The duty desk".to_owned(),
        at: at(1),
        means: Means::Telephone,
        why: "She showed the number".to_owned(),
        assessment: None,
    }
}

fn course(state: &State, book: &Rulebook, duty: &str, hours: i64) -> Course {
    let judged = judge(state, book, at(hours));
    judged.duties.iter().find(|one| one.assessed.duty.head.id == duty).map_or(Course::Free, |one| one.course)
}

fn under_85(state: &State, hours: i64) -> Course {
    course(state, &BEGUN, "DUTY-85", hours)
}

#[test]
fn it_binds_as_soon_as_practicable_and_is_late_after_seven_days() {
    let state = teacher();
    assert_eq!(under_85(&state, 1), Course::Due { at: Some(at(0)), late: false });
    assert_eq!(under_85(&state, 167), Course::Due { at: Some(at(0)), late: false });
    assert_eq!(under_85(&state, 168), Course::Due { at: Some(at(0)), late: true });
}

#[test]
fn it_waits_while_a_belief_is_held_and_is_due_again_when_it_is_withdrawn() {
    // MR-9 and MR-10.
    for kind in BeliefKind::ALL {
        let state = believes(&teacher(), *kind, 0);
        assert_eq!(under_85(&state, 1), Course::Waits { until: at(168) }, "{kind:?}");
        assert_eq!(under_85(&state, 168), Course::Due { at: Some(at(168)), late: true }, "{kind:?}");
        let ended = after(&state, course::end_belief(&state, 0, "The door is locked", at(30)).unwrap(), 30);
        assert_eq!(under_85(&ended, 30), Course::Due { at: Some(at(30)), late: false }, "{kind:?}");
        assert_eq!(course::end_belief(&ended, 0, "again", at(31)), Err(Refusal::NoSuchBelief));
    }
}

#[test]
fn nothing_waits_after_the_seven_days_nor_before_the_suspicion() {
    let belief =
        |from: i64| Believed { belief: BeliefKind::Endangers, from: at(from), reason: "x".to_owned() };
    let state = teacher();
    assert_eq!(course::believe(&state, belief(168), at(168)), Err(Refusal::TooLateToWait));
    assert_eq!(course::believe(&state, belief(-1), at(1)), Err(Refusal::BeforeTheSuspicion));
    assert_eq!(course::believe(&state, belief(2), at(1)), Err(Refusal::InTheFuture));
    let held = believes(&state, BeliefKind::Endangers, 1);
    assert_eq!(course::believe(&held, belief(2), at(2)), Err(Refusal::BelievedAlready));
}

#[test]
fn a_notification_ends_it_if_it_went_to_one_of_those_who_count() {
    // MR-5: the police or the local authority; only the police where no such child lives in England or Wales.
    let abroad = told(TEACHER, &["exception_applies", "relevant_child_in_england_or_wales"]);
    let met = Course::Notified { at: at(2) };
    let due = Course::Due { at: Some(at(0)), late: false };
    for (state, to, expected) in [
        (teacher(), Recipient::Police, met),
        (teacher(), Recipient::ChildrensServices, met),
        (teacher(), Recipient::Ceop, due),
        (abroad.clone(), Recipient::Police, met),
        (abroad, Recipient::ChildrensServices, due),
    ] {
        let notified = after(&state, course::notify(&teacher(), notice(to, 2), at(2)).unwrap(), 2);
        assert_eq!(under_85(&notified, 3), expected, "{to:?}");
    }
}

#[test]
fn a_notification_meets_no_duty_of_which_nobody_knows_whether_it_binds() {
    let notified =
        after(&teacher(), course::notify(&teacher(), notice(Recipient::Police, 2), at(2)).unwrap(), 2);
    assert_eq!(course(&notified, &BEGUN, "DUTY-FGM", 3), Course::Open);
}

#[test]
fn where_a_child_lives_narrows_no_other_duty() {
    // Section 85(3) and MR-5 are of that section. In Wales the partners of an authority tell the authority (W130).
    let partner = ["relevant_partner", "child_at_risk"];
    let abroad = told(&partner, &["relevant_child_in_england_or_wales"]);
    let abroad = State { nation: Nation::Wales, ..abroad };
    let told =
        after(&abroad, course::notify(&abroad, notice(Recipient::ChildrensServices, 2), at(2)).unwrap(), 2);
    assert!(matches!(course(&abroad, &BEGUN, "DUTY-W130", 3), Course::Due { .. }));
    assert_eq!(course(&told, &BEGUN, "DUTY-W130", 3), Course::Notified { at: at(2) });
}

#[test]
fn a_duty_that_may_not_wait_is_late_after_the_next_working_day() {
    let state = State { nation: Nation::Wales, ..told(&["relevant_partner", "child_at_risk"], &[]) };
    // Thursday is the next working day.
    for (hours, late) in [(1, false), (47, false), (48, true), (100, true)] {
        let expected = Course::Due { at: Some(at(0)), late };
        assert_eq!(course(&state, &BEGUN, "DUTY-W130", hours), expected, "{hours}");
    }
}

#[test]
fn a_day_that_cannot_be_reckoned_is_said_to_be_so() {
    // FGM-1 counts working days, and no holidays are known that far away.
    let girl = told(&["fgm_known", "teacher_or_health_reporter", "works_with_children"], &[]);
    let far = start_of(date(2031, 3, 3));
    let girl = State { since: far, earliest: far, ..girl };
    let judged = judge(&girl, rulebook(), far);
    let fgm = judged.duties.iter().find(|one| one.assessed.duty.head.id == "DUTY-FGM").unwrap();
    assert_eq!(fgm.course, Course::Unreckoned);
    let lado = judged.routes.iter().find(|one| one.step.route.to == Recipient::Lado).unwrap();
    assert!(lado.unreckoned && lado.due.is_none());
    let known = judge(&State { since: at(0), ..girl }, rulebook(), at(1));
    assert!(known.routes.iter().all(|one| !one.unreckoned));
}

#[test]
fn somebody_elses_notification_meets_it_while_it_is_believed() {
    // MR-11. The duty about female genital mutilation is personal: nobody else's act meets it.
    let girl =
        told(&[TEACHER, &["fgm_known", "teacher_or_health_reporter"]].concat(), &["exception_applies"]);
    let met = after(&girl, course::met_by_another(by_another(Recipient::Police), at(2)).unwrap(), 2);
    assert_eq!(under_85(&met, 3), Course::MetByAnother);
    assert!(matches!(course(&met, &BEGUN, "DUTY-FGM", 3), Course::Due { .. }));
    let doubted = after(&met, course::doubt(&met, 0, "There was no such call").unwrap(), 4);
    assert!(matches!(under_85(&doubted, 5), Course::Due { .. }));
    assert_eq!(course::met_by_another(by_another(Recipient::Iwf), at(2)), Err(Refusal::NotAChoice));
}

#[test]
fn an_exception_or_an_element_that_is_missing_frees() {
    // MR-12; MR-1 to MR-4.
    assert_eq!(under_85(&told(&[TEACHER, &["exception_applies"]].concat(), &[]), 1), Course::Free);
    for missing in TEACHER {
        let others: Vec<&str> = TEACHER.iter().copied().filter(|id| id != missing).collect();
        assert_eq!(under_85(&told(&others, &[missing]), 1), Course::Free, "{missing}");
        assert_eq!(under_85(&told(&others, &[]), 1), Course::Open, "{missing}");
    }
}

#[test]
fn the_next_steps_of_a_missed_duty_name_their_rules() {
    let ids = |state: &State, book: &Rulebook, hours: i64| -> Vec<(Recipient, Force, Vec<String>)> {
        let next = judge(state, book, at(hours)).next;
        let heads = |one: &Next<'_>| one.because.iter().map(|head| head.id.clone()).collect();
        next.iter().map(|one| (one.to, one.force, heads(one))).collect()
    };
    // MR-20: the barring service and the regulator.
    let missed = ids(&teacher(), &BEGUN, 1);
    assert_eq!(missed.iter().map(|(to, ..)| *to).collect::<Vec<_>>(), [Recipient::Dbs, Recipient::Regulator]);
    let of_dbs = ["MR-20", "DUTY-DBS35", "BAR-C1", "BAR-C2A", "BAR-C2B", "BAR-C2C"];
    assert_eq!(missed[0].2, of_dbs);
    assert_eq!(missed[1].2, ["MR-20", "REG-TEACHER-E", "REG-SW-E"]);
    // Until it begins, they are shown as not begun.
    assert!(ids(&teacher(), rulebook(), 1).iter().all(|(_, force, _)| *force == Force::Prospective));
    // Nothing follows while it waits, or when somebody notified.
    assert!(ids(&believes(&teacher(), BeliefKind::AnotherWill, 0), &BEGUN, 1).is_empty());
    let notified =
        after(&teacher(), course::notify(&teacher(), notice(Recipient::Police, 0), at(0)).unwrap(), 0);
    assert!(ids(&notified, &BEGUN, 200).is_empty());
}

#[test]
fn a_duty_is_judged_by_the_law_of_the_day_of_the_suspicion() {
    let before = |since: Timestamp| State { since, ..teacher() };
    let force = |state: &State| {
        let judged = judge(state, &BEGUN, at(1));
        judged.duties.iter().find(|one| one.assessed.duty.head.id == "DUTY-85").map(|one| one.assessed.force)
    };
    assert_eq!(force(&before(start_of(date(2026, 4, 28)))), None, "nobody knew of it");
    assert_eq!(force(&before(start_of(date(2026, 5, 31)))), Some(Force::Prospective));
    assert_eq!(force(&before(start_of(date(2026, 6, 1)))), Some(Force::InForce));
}

#[test]
fn the_clocks_are_those_of_whoever_must_tell() {
    let rules = |state: &State, book: &Rulebook| -> Vec<(String, Timestamp)> {
        let clocks = judge(state, book, at(1)).clocks(state);
        clocks.into_iter().map(|ticks| (ticks.rule, ticks.due)).collect()
    };
    // FGM-1: the close of the next working day. EN-8: one working day. EN-1 is the authority's.
    let yes = ["fgm_known", "teacher_or_health_reporter", "works_with_children", "significant_harm"];
    let girl = told(&yes, &[]);
    let end = start_of(date(2026, 11, 27));
    assert_eq!(rules(&girl, rulebook()), [("FGM-1".to_owned(), end), ("EN-8".to_owned(), end)]);
    let lado = after(&girl, course::notify(&teacher(), notice(Recipient::Lado, 1), at(1)).unwrap(), 1);
    assert_eq!(rules(&lado, rulebook()), [("FGM-1".to_owned(), end)]);
    // EN-15 has no clock before the duty begins; then it runs to the end of the pause.
    assert_eq!(rules(&teacher(), rulebook()), []);
    assert_eq!(rules(&teacher(), &BEGUN), [("EN-15".to_owned(), at(0))]);
    let waits = believes(&teacher(), BeliefKind::Endangers, 0);
    assert_eq!(rules(&waits, &BEGUN), [("EN-15".to_owned(), at(168))]);
}

#[test]
fn only_what_could_change_the_answer_is_asked() {
    let asked = |state: &State, points: &[&str]| -> (Vec<String>, Vec<String>) {
        let judged = judge(state, rulebook(), at(1));
        let asks = questions(state, &judged, &points.iter().copied().collect(), rulebook());
        let ids = |facts: &[&crate::rules::tables::Fact]| facts.iter().map(|fact| fact.id.clone()).collect();
        (ids(&asks.first), ids(&asks.rest))
    };
    let (first, rest) = asked(&told(&TEACHER[..2], &["danger_now"]), &["missing"]);
    assert!(first.contains(&"relevant_activity".to_owned()) && first.contains(&"missing".to_owned()));
    for never in
        ["child", "believes_another_will_notify", "notified_by_another", "reporter_adult", "danger_now"]
    {
        assert!(!first.iter().chain(&rest).any(|id| id == never), "{never}");
    }
    // Once an element is missing, the others of its duty are asked no more.
    let (first, rest) = asked(&told(&[], &["relevant_activity"]), &[]);
    assert!(!first.iter().chain(&rest).any(|id| id == "told_or_witnessed"));
}

#[test]
fn an_answer_says_who_gave_it_and_the_same_answer_is_none() {
    let state = teacher();
    let (nation, since) = (state.nation, state.since);
    let answered = |id: &str, known: Known| {
        let answers = BTreeMap::from([(id.to_owned(), known)]);
        Answered { answers, age: Some(14), nation, since, reason: String::new() }
    };
    let same = course::answer(&state, answered("reporter_adult", Known::Yes), rulebook(), at(1));
    assert_eq!(same, Err(Refusal::NothingNew));
    for never in ["notified_by_another", "believes_notifying_endangers", "child", "no_such_fact"] {
        let none = course::answer(&state, answered(never, Known::Yes), rulebook(), at(1));
        assert_eq!(none, Err(Refusal::NothingNew), "{never}");
    }
    let event =
        course::answer(&state, answered("reporter_adult", Known::NotKnown), rulebook(), at(1)).unwrap();
    let after = after(&state, event, 1);
    let answer = after.answers["reporter_adult"];
    assert_eq!((answer.known, answer.at, answer.from_case), (Known::NotKnown, at(1), false));
    assert_eq!(under_85(&after, 1), Course::Open);
}

/// What must be done, or is not ruled out: duties and routes by their ids; the required ones alone if asked.
fn actions(state: &State, hours: i64, required: bool) -> BTreeSet<String> {
    let judged = judge(state, &BEGUN, at(hours));
    let duties = judged.duties.iter().filter(|one| match one.course {
        Course::Due { .. } | Course::Unreckoned | Course::Waits { .. } => true,
        Course::Open => !required,
        Course::Free | Course::Notified { .. } | Course::MetByAnother => false,
    });
    let routes = judged
        .routes
        .iter()
        .filter(|one| !required || one.step.standing == route::Standing::Required)
        .map(|one| one.step.route.head.id.clone());
    duties.map(|one| one.assessed.duty.head.id.clone()).chain(routes).collect()
}

fn any_state() -> impl Strategy<Value = State> {
    let ids: Vec<String> = rulebook().facts.iter().map(|fact| fact.id.clone()).collect();
    let known = prop::sample::select(vec![Known::Yes, Known::Yes, Known::No, Known::NotKnown]);
    let extra = prop::collection::vec((prop::sample::select(ids), known), 0..20);
    (extra, prop::bool::ANY, 0i64..200).prop_map(|(extra, waits, from)| {
        let mut state = teacher();
        for (id, known) in extra {
            let answer = course::Answer { known, by: Actor::System, at: at(0), from_case: false };
            state.answers.insert(id, answer);
        }
        if waits { believes(&state, BeliefKind::Endangers, from.min(167)) } else { state }
    })
}

proptest! {
    #[test]
    fn not_knowing_never_removes_a_required_action(state in any_state(), less in 0usize..200, hours in 0i64..300) {
        let id = &rulebook().facts[less % rulebook().facts.len()].id;
        let mut fewer = state.clone();
        if let Some(answer) = fewer.answers.get_mut(id) {
            answer.known = Known::NotKnown;
        }
        let (required, left) = (actions(&state, hours, true), actions(&fewer, hours, false));
        prop_assert!(required.is_subset(&left), "without {}: {:?}", id, required.difference(&left));
    }

    #[test]
    fn a_duty_that_waits_is_due_when_its_belief_is_withdrawn(state in any_state(), from in 0i64..168, long in 0i64..168) {
        let now = (from + long).min(167);
        let held = if state.beliefs.is_empty() { believes(&state, BeliefKind::Endangers, from) } else { state };
        let from = held.beliefs[0].belief.from;
        let now = at(now).max(from);
        let hours = now.duration_since(at(0)).as_hours();
        let ended = after(&held, course::end_belief(&held, 0, "x", now).unwrap(), hours);
        for one in judge(&ended, &BEGUN, now).duties {
            prop_assert!(!matches!(one.course, Course::Waits { .. }), "{:?}", one.course);
        }
        if matches!(under_85(&held, hours), Course::Waits { .. }) {
            let due = matches!(under_85(&ended, hours), Course::Due { at: Some(due), .. } if due <= now);
            prop_assert!(due);
        }
    }

    #[test]
    fn nothing_waits_past_the_seven_days(state in any_state(), hours in 0i64..1000) {
        for one in judge(&state, &BEGUN, at(hours)).duties {
            if let Course::Waits { until } = one.course {
                prop_assert!(hours < 168 && until <= at(168));
            }
        }
    }
}
