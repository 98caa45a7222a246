//! Clocks that the law starts: what must happen, by when, and how it stands.
//!
//! A limit in working days ends when that working day ends in London; a limit in hours is elapsed time,
//! whatever the clocks on the wall do in March and October.

use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use super::days::{self, Division, Unknown};
use super::{day, start_of};
use crate::agency::Nation;

/// One rule of `data/clocks.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub id: String,
    pub nation: Nation,
    pub starts: String,
    pub must_happen: String,
    pub limit: u32,
    pub unit: Unit,
    pub source: String,
    /// Whether the value was read in its source.
    pub verified: bool,
    pub in_force_from: Date,
    #[serde(default)]
    pub in_force_until: Option<Date>,
}

/// What a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Hours,
    WorkingDays,
}

#[derive(Deserialize)]
struct Table {
    clock: Vec<Rule>,
}

fn read(text: &str) -> Result<Vec<Rule>, toml::de::Error> {
    toml::from_str::<Table>(text).map(|table| table.clock)
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    read(include_str!("../../../../data/clocks.toml"))
        .expect("data/clocks.toml is read by a test of this file")
});

/// The clock for the first decision on a report, in this nation, on this day.
pub fn first_decision(nation: Nation, on: Date) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.nation == nation && rule.in_force_on(on))
}

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

impl Rule {
    /// Whether it is the law on a day.
    pub fn in_force_on(&self, on: Date) -> bool {
        self.in_force_from <= on && self.in_force_until.is_none_or(|until| on < until)
    }

    /// When it is due: the first moment at which it is too late.
    pub fn due(&self, started: Timestamp) -> Result<Timestamp, Unknown> {
        match self.unit {
            Unit::Hours => Ok(started + SignedDuration::from_hours(i64::from(self.limit))),
            Unit::WorkingDays => {
                let last = days::add(day(started), self.limit, Division::of(self.nation))?;
                last.checked_add(1.day()).map(start_of).map_err(|_| Unknown { day: last })
            }
        }
    }
}

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
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn every_nation_has_a_clock_for_the_first_decision() {
        for nation in Nation::ALL {
            assert!(first_decision(nation, jiff::civil::date(2026, 11, 24)).is_some(), "{nation:?}");
        }
        assert!(first_decision(Nation::England, jiff::civil::date(2001, 1, 1)).is_none());
    }

    #[test]
    fn a_wrong_key_in_the_table_is_named() {
        let error = read("[[clock]]\nid = \"X\"\nlimits = 1").unwrap_err().to_string();
        assert!(error.contains("limits"), "{error}");
    }

    #[test]
    fn a_working_day_ends_when_the_day_ends_in_london() {
        let cases = [
            // A Friday afternoon: the whole of Monday.
            ("EN-1", "2026-11-20T16:30:00Z", "2026-11-24T00:00:00Z"),
            // Half past midnight in London is still the day before in UTC, in summer.
            ("EN-1", "2026-07-01T23:30:00Z", "2026-07-03T23:00:00Z"),
            // The Friday before the clocks go forward, and back.
            ("EN-1", "2026-03-27T12:00:00Z", "2026-03-30T23:00:00Z"),
            ("EN-1", "2026-10-23T12:00:00Z", "2026-10-27T00:00:00Z"),
            // Christmas Eve in Cardiff, Hogmanay in Scotland.
            ("WA-1", "2026-12-24T09:00:00Z", "2026-12-30T00:00:00Z"),
            ("SC-2", "2026-12-31T09:00:00Z", "2027-01-06T00:00:00Z"),
        ];
        for (id, started, due) in cases {
            assert_eq!(rule(id).unwrap().due(at(started)), Ok(at(due)), "{id} {started}");
        }
    }

    #[test]
    fn hours_are_elapsed_hours_when_the_clocks_change() {
        let rule = rule("NI-1").unwrap();
        for started in ["2026-03-28T18:00:00Z", "2026-10-24T18:00:00Z"] {
            assert_eq!(
                rule.due(at(started)).unwrap().duration_since(at(started)),
                SignedDuration::from_hours(24)
            );
        }
    }

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
