//! When something is due: from a rule, a moment, and the nation's days.
//!
//! The day of the event is day 0. A limit in days or months ends when its last day ends in London; a limit in hours is
//! elapsed time. Where a pause is allowed the clock runs on: a pause is a belief that must still hold when it is asked
//! about, see [`super::duty`].

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::head::Force;
use super::tables::{Clock, Unit};
use super::{known, rulebook};
use crate::agency::Nation;
use crate::time::days::{self, Division, Unknown};
use crate::time::{day, start_of};
use crate::words::Lang;

/// When it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The first moment at which it is too late.
    pub at: Timestamp,
    /// The last working day of the division on which it can still be done; the day it began if there is none after.
    pub last_working_day: Date,
}

impl Clock {
    /// When what it asks for is due, if it began at a moment in a nation. Only for a nation that the rule names.
    pub fn due(&self, nation: Nation, started: Timestamp) -> Result<Due, Unknown> {
        let division = Division::of(nation);
        let at = self.too_late(division, started)?;
        let last = if at > started { day(at - SignedDuration::from_nanos(1)) } else { day(started) };
        Ok(Due { at, last_working_day: working_on_or_before(last, day(started), division)? })
    }

    fn too_late(&self, division: Division, started: Timestamp) -> Result<Timestamp, Unknown> {
        let (from, limit) = (day(started), self.limit);
        let last = match self.unit {
            Unit::AtOnce => return Ok(started),
            Unit::Hours => {
                let limit = SignedDuration::from_hours(i64::from(limit));
                return started.checked_add(limit).map_err(|_| Unknown { day: from });
            }
            Unit::WorkingDays | Unit::SchoolDays => days::add(from, limit, division)?,
            Unit::CalendarDays => later(from, i64::from(limit).days())?,
            Unit::Months => later(from, i64::from(limit).months())?,
        };
        later(last, 1.day()).map(start_of)
    }
}

/// The clock for the first decision on a report, in this nation, on this day.
pub fn first_decision(nation: Nation, on: Date) -> Option<&'static Clock> {
    let holding = known(&rulebook().clocks, nation, on).filter(|(_, force)| *force == Force::InForce);
    holding.map(|(clock, _)| clock).find(|clock| clock.first_decision)
}

/// The clock of this id, the newest row of it.
pub fn with(id: &str) -> Option<&'static Clock> {
    rulebook().clocks.iter().rfind(|clock| clock.head.id == id)
}

/// What the clock of this id asks for; empty where there is none.
pub fn asks(id: &str, lang: Lang) -> &'static str {
    with(id).map_or("", |rule| rule.head.text_in(lang))
}

fn later(from: Date, by: jiff::Span) -> Result<Date, Unknown> {
    from.checked_add(by).map_err(|_| Unknown { day: from })
}

fn working_on_or_before(last: Date, first: Date, division: Division) -> Result<Date, Unknown> {
    let mut at = last;
    while at > first && !days::is_working(at, division)? {
        at = at.yesterday().map_err(|_| Unknown { day: at })?;
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_nation_has_a_clock_for_the_first_decision() {
        for nation in Nation::ALL {
            assert!(first_decision(nation, date(2026, 11, 24)).is_some(), "{nation:?}");
        }
        assert!(first_decision(Nation::England, date(2001, 1, 1)).is_none());
    }

    fn due(id: &str, nation: Nation, started: &str) -> Due {
        let started: Timestamp = started.parse().unwrap();
        rulebook().clock(id, nation, day(started)).unwrap().due(nation, started).unwrap()
    }

    #[test]
    fn each_unit_ends_where_a_lawyer_would_say() {
        use Nation::{England, NorthernIreland, Scotland, Wales};
        let cases = [
            // A Friday afternoon: the whole of Monday.
            ("EN-1", England, "2026-11-20T16:30:00Z", "2026-11-24T00:00:00Z", date(2026, 11, 23)),
            // Half past midnight in London is still the day before in UTC, in summer.
            ("EN-1", England, "2026-07-01T23:30:00Z", "2026-07-03T23:00:00Z", date(2026, 7, 3)),
            // The Friday before the clocks go forward, and back.
            ("EN-1", England, "2026-03-27T12:00:00Z", "2026-03-30T23:00:00Z", date(2026, 3, 30)),
            ("EN-1", England, "2026-10-23T12:00:00Z", "2026-10-27T00:00:00Z", date(2026, 10, 26)),
            // Christmas Eve in Cardiff, Hogmanay in Edinburgh.
            ("WA-1", Wales, "2026-12-24T09:00:00Z", "2026-12-30T00:00:00Z", date(2026, 12, 29)),
            ("SC-2", Scotland, "2026-12-31T09:00:00Z", "2027-01-06T00:00:00Z", date(2027, 1, 5)),
            // Hours are elapsed hours when the clocks change.
            ("NI-1", NorthernIreland, "2026-03-28T18:00:00Z", "2026-03-29T18:00:00Z", date(2026, 3, 28)),
            ("NI-1", NorthernIreland, "2026-10-24T18:00:00Z", "2026-10-25T18:00:00Z", date(2026, 10, 24)),
            // Calendar days may end on a Sunday; the last working day is said beside it.
            ("SC-3", Scotland, "2026-11-01T10:00:00Z", "2026-11-30T00:00:00Z", date(2026, 11, 27)),
            // Three months from the last of November: the last day of February.
            ("EN-6", England, "2026-11-30T10:00:00Z", "2027-03-01T00:00:00Z", date(2027, 2, 26)),
            // The same day.
            ("EN-4", England, "2026-11-25T10:00:00Z", "2026-11-26T00:00:00Z", date(2026, 11, 25)),
            ("SC-1", Scotland, "2026-11-25T10:00:00Z", "2026-11-25T10:00:00Z", date(2026, 11, 25)),
        ];
        for (id, nation, started, at, last_working_day) in cases {
            let expected = Due { at: at.parse().unwrap(), last_working_day };
            assert_eq!(due(id, nation, started), expected, "{id} {started}");
        }
    }

    #[test]
    fn beyond_the_known_holidays_there_is_no_answer() {
        let started: Timestamp = "2028-12-29T12:00:00Z".parse().unwrap();
        let rule = rulebook().clock("EN-1", Nation::England, day(started)).unwrap();
        assert_eq!(rule.due(Nation::England, started), Err(Unknown { day: date(2029, 1, 1) }));
    }

    fn any_clock() -> impl Strategy<Value = (&'static Clock, Nation)> {
        let all: Vec<_> = rulebook()
            .clocks
            .iter()
            .flat_map(|clock| clock.head.nations.iter().map(move |nation| (clock, *nation)))
            .collect();
        prop::sample::select(all)
    }

    proptest! {
        #[test]
        fn no_clock_ends_on_a_day_off_of_its_division(
            (clock, nation) in any_clock(), started in 1_577_836_800i64..1_830_000_000
        ) {
            let started = Timestamp::from_second(started).unwrap();
            let (due, division) = (clock.due(nation, started).unwrap(), Division::of(nation));
            prop_assert!(due.at >= started);
            if due.last_working_day > day(started) {
                prop_assert_eq!(days::is_working(due.last_working_day, division), Ok(true));
            }
            if matches!(clock.unit, Unit::WorkingDays | Unit::SchoolDays) && clock.limit > 0 {
                let last = day(due.at - SignedDuration::from_nanos(1));
                prop_assert_eq!(days::is_working(last, division), Ok(true));
                prop_assert_eq!(last, due.last_working_day);
            }
        }

        #[test]
        fn starting_later_is_never_due_sooner(
            (clock, nation) in any_clock(), started in 1_577_836_800i64..1_830_000_000, later in 0i64..2_000_000
        ) {
            let (first, second) = (Timestamp::from_second(started).unwrap(), Timestamp::from_second(started + later).unwrap());
            prop_assert!(clock.due(nation, first).unwrap().at <= clock.due(nation, second).unwrap().at);
        }
    }
}
