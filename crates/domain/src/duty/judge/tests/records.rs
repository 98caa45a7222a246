//! What is recorded and mended later: notifications, when the suspicion was, and where.

use super::*;

#[test]
fn a_notification_answers_the_suspicion_and_says_what_was_told() {
    // MR-6: who is believed to be involved, and why.
    let state = teacher();
    let early = course::notify(&state, notice(Recipient::Police, -1), at(2));
    assert_eq!(early, Err(Refusal::NotifiedBefore));
    let silent = Notice { said: " ".to_owned(), ..notice(Recipient::Police, 1) };
    assert_eq!(course::notify(&state, silent, at(2)), Err(Refusal::NotSaid));
    // One that was recorded before stands in the history and meets nothing, on a route as little as under the duty.
    let old = Event::Notified { notice: Box::new(notice(Recipient::Police, -1)) };
    let old = after(&state, old, 2);
    assert_eq!(under_85(&old, 3), Course::Due { at: Some(at(0)), late: false });
    assert!(judge(&old, &BEGUN, at(3)).routes.iter().all(|one| one.told.is_none()));
    assert!(!judge(&old, &BEGUN, at(3)).clocks(&old).is_empty());
}

#[test]
fn a_notification_that_was_not_made_is_taken_back_with_a_reason() {
    let state = teacher();
    let notified = after(&state, course::notify(&state, notice(Recipient::Police, 1), at(1)).unwrap(), 1);
    assert_eq!(course::take_back(&notified, 0, " "), Err(Refusal::NoReason));
    assert_eq!(course::take_back(&notified, 1, "x"), Err(Refusal::NoSuchNotification));
    let back = after(&notified, course::take_back(&notified, 0, "Nobody picked up").unwrap(), 2);
    assert_eq!(under_85(&back, 3), Course::Due { at: Some(at(0)), late: false });
    assert!(matches!(under_85(&back, 168), Course::Due { late: true, .. }));
    assert_eq!(course::take_back(&back, 0, "again"), Err(Refusal::NoSuchNotification));
    let again = after(&back, course::notify(&back, notice(Recipient::Police, 4), at(4)).unwrap(), 4);
    assert_eq!(under_85(&again, 5), Course::Notified { at: at(4) });
}

fn dated(state: &State, since: i64, reason: &str) -> Answered {
    let (age, nation) = (state.age, state.nation);
    Answered { answers: BTreeMap::new(), age, nation, since: at(since), reason: reason.to_owned() }
}

#[test]
fn dating_the_suspicion_later_needs_a_reason_and_gains_no_day() {
    let held = believes(&teacher(), BeliefKind::Endangers, 0);
    let silent = course::answer(&held, dated(&held, 160, " "), rulebook(), at(165));
    assert_eq!(silent, Err(Refusal::LaterWithoutReason));
    let later = course::answer(&held, dated(&held, 160, "She spoke on the last day"), rulebook(), at(165));
    let later = after(&held, later.unwrap(), 165);
    assert_eq!((later.since, later.earliest), (at(160), at(0)));
    assert_eq!(under_85(&later, 166), Course::Waits { until: at(168) });
    assert!(matches!(under_85(&later, 168), Course::Due { late: true, .. }));
    let belief = Believed { belief: BeliefKind::AnotherWill, from: at(168), reason: "x".to_owned() };
    assert_eq!(course::believe(&later, belief, at(168)), Err(Refusal::TooLateToWait));
    // Earlier needs none, and the days count from there.
    let earlier = course::answer(&teacher(), dated(&teacher(), -10, ""), rulebook(), at(1)).unwrap();
    assert_eq!(after(&teacher(), earlier, 1).window(at(1)).ends(), at(158));
}

#[test]
fn where_it_happened_follows_the_nation_until_somebody_answers_it() {
    let others: Vec<&str> = TEACHER.iter().copied().filter(|id| *id != "in_england").collect();
    let mut welsh = State { nation: Nation::Wales, ..told(&others, &["in_england", "exception_applies"]) };
    welsh.answers.get_mut("in_england").unwrap().from_case = true;
    assert_eq!(welsh.known("in_england"), Known::No);
    // The form sends the answer as it was shown, with the other nation.
    let answers = BTreeMap::from([("in_england".to_owned(), Known::No)]);
    let moved = Answered { answers, nation: Nation::England, ..dated(&welsh, 0, "") };
    let england = after(&welsh, course::answer(&welsh, moved, rulebook(), at(1)).unwrap(), 1);
    assert_eq!(england.known("in_england"), Known::Yes);
    assert!(matches!(under_85(&england, 1), Course::Due { .. }));
    let answers = BTreeMap::from([("in_england".to_owned(), Known::No)]);
    let said = Answered { answers, ..dated(&england, 0, "") };
    let said = after(&england, course::answer(&england, said, rulebook(), at(2)).unwrap(), 2);
    assert_eq!(under_85(&said, 2), Course::Free);
}
