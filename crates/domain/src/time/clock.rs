//! How a clock that the law started stands. When it is due: see [`crate::rules::clock`].

use jiff::Timestamp;

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Running,
    /// The last quarter of the time has begun.
    Amber,
    Overdue,
}

/// How a clock stands at a moment.
pub fn standing(started: Timestamp, due: Timestamp, now: Timestamp) -> Standing {
    let whole = due.duration_since(started);
    if now >= due {
        Standing::Overdue
    } else if due.duration_since(now) * 4 <= whole {
        Standing::Amber
    } else {
        Standing::Running
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_clock_goes_from_running_to_amber_to_overdue_and_never_back(
            started in 1_700_000_000i64..1_800_000_000, hours in 1i64..500, steps in prop::collection::vec(0i64..600, 2..20)
        ) {
            let started = Timestamp::from_second(started).unwrap();
            let due = started + SignedDuration::from_hours(hours);
            let mut steps = steps;
            steps.sort_unstable();
            let order = |standing| match standing { Standing::Running => 0, Standing::Amber => 1, Standing::Overdue => 2 };
            let seen: Vec<_> = steps.iter()
                .map(|step| order(standing(started, due, started + SignedDuration::from_hours(*step)))).collect();
            prop_assert!(seen.is_sorted());
        }
    }
}
