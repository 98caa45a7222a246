//! Whose the day is on which a plan ends: both sides of it, for each rule that asks.

use super::broken::{episode, moved, plan, protection};
use super::{codes, demonstration, year};
use crate::census::Census;
use crate::census::children::{CinPlan, Protection, Review};
use crate::census::demonstration::Story;

/// Spoils a year with a day so many days after another.
type Spoilt = fn(&mut Census, i32);

#[test]
fn the_day_on_which_a_plan_ends_is_its_own_for_another_plan_and_not_for_a_review() {
    // Days after the end of the one, and whether the rule is broken.
    let cases: [(&str, Spoilt, i32, bool); 6] = [
        ("4014", plan_after, 0, true),
        ("4014", plan_after, 1, false),
        ("8940", protection_after, 0, true),
        ("8940", protection_after, 1, false),
        ("4003", review_after, -1, true),
        ("4003", review_after, 0, false),
    ];
    for (code, spoil, days, broken) in cases {
        let mut census = demonstration();
        spoil(&mut census, days);
        let found = codes(&census, year());
        assert_eq!(found.contains(&code), broken, "{code}, {days} days after: {found:?}");
    }
}

fn plan_after(census: &mut Census, days: i32) {
    let started = moved(plan(census, Story::Helped).ended, days);
    episode(census, Story::Helped).plans.push(CinPlan { started, ended: moved(started, 5) });
}

fn protection_after(census: &mut Census, days: i32) {
    let first = protection(census, Story::SteppedDown).clone();
    let started = moved(first.ended, days);
    let second = Protection { started, ended: moved(started, 5), reviews: Vec::new(), ..first };
    episode(census, Story::SteppedDown).protection.push(second);
}

fn review_after(census: &mut Census, days: i32) {
    let ended = moved(plan(census, Story::SteppedDown).started, 20);
    plan(census, Story::SteppedDown).ended = ended;
    protection(census, Story::SteppedDown).reviews.push(Review { held: moved(ended, days) });
}
