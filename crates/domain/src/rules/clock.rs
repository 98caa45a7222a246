//! When something is due: from a rule, a moment, and the nation's days.
//!
//! The day of the event is day 0. A limit in days or months ends when its last day ends in London; a limit in hours is
//! elapsed time. A rule may set the latest time after what starts it, the earliest, or the latest time before what it is
//! counted from: the same reckoning, and never the same meaning. Where a pause is allowed the clock runs on: a pause is a
//! belief that must still hold when it is asked about, see [`super::duty`].

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::head::Force;
use super::tables::{Clock, ClockKind, Unit};
use super::{known, rulebook};
use crate::agency::Nation;
use crate::time::days::{self, Division, Unknown};
use crate::time::{day, start_of};
use crate::words::Lang;

/// When it is due; for what may not come sooner, from when on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub kind: ClockKind,
    /// The first moment at which it is too late; of [`ClockKind::Earliest`] the first at which it is not too soon.
    pub at: Timestamp,
    /// The last working day of the division on which it can still be done, or the day it began if there is none after;
    /// of [`ClockKind::Earliest`] the first on which it may be done.
    pub working_day: Date,
}

impl Clock {
    /// When what it asks for is due, counted from a moment in a nation. Only for a nation that the rule names.
    pub fn due(&self, nation: Nation, from: Timestamp) -> Result<Due, Unknown> {
        let division = Division::of(nation);
        let at = match self.kind {
            ClockKind::Latest | ClockKind::Earliest => self.after(division, from)?,
            ClockKind::Before => self.before(division, from)?,
        };
        let working_day = match self.kind {
            ClockKind::Latest if at == from => day(from),
            ClockKind::Latest => working_on_or_before(last_day(at), Some(day(from)), division)?,
            ClockKind::Before => working_on_or_before(last_day(at), None, division)?,
            ClockKind::Earliest => working_on_or_after(day(at), division)?,
        };
        Ok(Due { kind: self.kind, at, working_day })
    }

    /// The moment at which the limit has run out after a moment.
    fn after(&self, division: Division, started: Timestamp) -> Result<Timestamp, Unknown> {
        let (from, limit) = (day(started), self.limit);
        let last = match self.unit {
            Unit::AtOnce => return Ok(started),
            Unit::Hours => return elapsed(started, i64::from(limit)),
            Unit::WorkingDays | Unit::SchoolDays => days::add(from, limit, division)?,
            Unit::CalendarDays => later(from, i64::from(limit).days())?,
            Unit::Months => later(from, i64::from(limit).months())?,
        };
        later(last, 1.day()).map(start_of)
    }

    /// The moment from which on less than the limit is left before a moment: the end of the last day that will do.
    fn before(&self, division: Division, what: Timestamp) -> Result<Timestamp, Unknown> {
        let (on, limit) = (day(what), i64::from(self.limit));
        let last = match self.unit {
            Unit::AtOnce => return Ok(what),
            Unit::Hours => return elapsed(what, -limit),
            Unit::WorkingDays | Unit::SchoolDays => working_days_before(on, self.limit, division)?,
            Unit::CalendarDays => later(on, (-limit).days())?,
            Unit::Months => later(on, (-limit).months())?,
        };
        later(last, 1.day()).map(start_of)
    }
}

fn elapsed(from: Timestamp, hours: i64) -> Result<Timestamp, Unknown> {
    from.checked_add(SignedDuration::from_hours(hours)).map_err(|_| Unknown { day: day(from) })
}

/// The day on which there is still time, if it is too late from a moment on.
fn last_day(at: Timestamp) -> Date {
    day(at - SignedDuration::from_nanos(1))
}

/// The clock for the first decision on a report, in this nation, on this day.
pub fn first_decision(nation: Nation, on: Date) -> Option<&'static Clock> {
    let holding = known(&rulebook().clocks, nation, on).filter(|(_, force)| *force == Force::InForce);
    holding.map(|(clock, _)| clock).find(|clock| clock.first_decision)
}

/// Whether the clock of this id is for the first decision on a report.
pub fn is_first_decision(id: &str) -> bool {
    rulebook().clocks.iter().any(|clock| clock.head.id == id && clock.first_decision)
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

/// The last working day up to a day, but none before `first`.
fn working_on_or_before(last: Date, first: Option<Date>, division: Division) -> Result<Date, Unknown> {
    let mut at = last;
    while first.is_none_or(|first| at > first) && !days::is_working(at, division)? {
        at = at.yesterday().map_err(|_| Unknown { day: at })?;
    }
    Ok(at)
}

fn working_on_or_after(first: Date, division: Division) -> Result<Date, Unknown> {
    let mut at = first;
    while !days::is_working(at, division)? {
        at = at.tomorrow().map_err(|_| Unknown { day: at })?;
    }
    Ok(at)
}

/// The working day that is `count` working days before a day, which is day 0 whether it works or not.
fn working_days_before(on: Date, count: u32, division: Division) -> Result<Date, Unknown> {
    let (mut at, mut left) = (on, count);
    while left > 0 {
        at = at.yesterday().map_err(|_| Unknown { day: at })?;
        left -= u32::from(days::is_working(at, division)?);
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
        for (id, nation, started, at, working_day) in cases {
            let expected = Due { kind: ClockKind::Latest, at: at.parse().unwrap(), working_day };
            assert_eq!(due(id, nation, started), expected, "{id} {started}");
        }
    }

    #[test]
    fn a_least_time_and_a_notice_before_are_no_deadlines_after() {
        use ClockKind::{Before, Earliest};
        let cases = [
            // Thirty days must have passed: the 31st day is a Thursday, and then a Saturday.
            ("NRM-C2", Earliest, "2026-11-02T10:00:00Z", "2026-12-03T00:00:00Z", date(2026, 12, 3)),
            ("NRM-C2", Earliest, "2026-11-04T10:00:00Z", "2026-12-05T00:00:00Z", date(2026, 12, 7)),
            // A meeting on a Wednesday: notice by the end of the Friday before; on a Friday, by that of the Sunday before,
            // whose last working day is another Friday.
            ("SC-4", Before, "2026-11-25T10:00:00Z", "2026-11-21T00:00:00Z", date(2026, 11, 20)),
            ("SC-4", Before, "2026-11-27T10:00:00Z", "2026-11-23T00:00:00Z", date(2026, 11, 20)),
        ];
        for (id, kind, from, at, working_day) in cases {
            let expected = Due { kind, at: at.parse().unwrap(), working_day };
            assert_eq!(due(id, Nation::Scotland, from), expected, "{id} {from}");
        }
    }

    #[test]
    fn every_unit_is_counted_backwards_as_forwards() {
        let rule = rulebook().clock("SC-4", Nation::Scotland, date(2026, 11, 25)).unwrap();
        let meeting: Timestamp = "2026-12-30T10:00:00Z".parse().unwrap();
        let cases = [
            (Unit::AtOnce, 0, "2026-12-30T10:00:00Z"),
            (Unit::Hours, 24, "2026-12-29T10:00:00Z"),
            // The 25th and the 28th are bank holidays in Scotland, the 26th and 27th a weekend.
            (Unit::WorkingDays, 2, "2026-12-25T00:00:00Z"),
            (Unit::CalendarDays, 2, "2026-12-29T00:00:00Z"),
            (Unit::Months, 1, "2026-12-01T00:00:00Z"),
        ];
        for (unit, limit, at) in cases {
            let rule = Clock { limit, unit, ..rule.clone() };
            let due = rule.due(Nation::Scotland, meeting).unwrap();
            assert_eq!(due.at, at.parse::<Timestamp>().unwrap(), "{unit:?}");
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
            (clock, nation) in any_clock(), from in 1_577_836_800i64..1_830_000_000
        ) {
            let from = Timestamp::from_second(from).unwrap();
            let (due, division) = (clock.due(nation, from).unwrap(), Division::of(nation));
            match due.kind {
                ClockKind::Latest | ClockKind::Earliest => prop_assert!(due.at >= from),
                ClockKind::Before => prop_assert!(due.at <= from),
            }
            if due.working_day != day(from) {
                prop_assert_eq!(days::is_working(due.working_day, division), Ok(true));
            }
            if matches!(clock.unit, Unit::WorkingDays | Unit::SchoolDays) && clock.limit > 0 {
                prop_assert_eq!(days::is_working(last_day(due.at), division), Ok(true));
                if due.kind != ClockKind::Earliest {
                    prop_assert_eq!(last_day(due.at), due.working_day);
                }
            }
        }

        #[test]
        fn a_clock_of_working_days_ends_on_one_whatever_its_kind(
            limit in 1u32..60, kind in prop::sample::select(ClockKind::ALL.to_vec()),
            nation in prop::sample::select(Nation::ALL.to_vec()), from in 1_577_836_800i64..1_830_000_000
        ) {
            let some = rulebook().clocks[0].clone();
            let clock = Clock { kind, limit, unit: Unit::WorkingDays, ..some };
            let due = clock.due(nation, Timestamp::from_second(from).unwrap()).unwrap();
            let division = Division::of(nation);
            prop_assert_eq!(days::is_working(last_day(due.at), division), Ok(true));
            prop_assert_eq!(days::is_working(due.working_day, division), Ok(true));
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
