//! Working days: not Saturday, not Sunday, not a bank holiday of the division.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};

use crate::agency::Nation;

/// Where bank holidays are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Division {
    EnglandAndWales,
    Scotland,
    NorthernIreland,
}

impl Division {
    pub const ALL: [Self; 3] = [Self::EnglandAndWales, Self::Scotland, Self::NorthernIreland];

    const fn code(self) -> &'static str {
        match self {
            Self::EnglandAndWales => "england-and-wales",
            Self::Scotland => "scotland",
            Self::NorthernIreland => "northern-ireland",
        }
    }

    /// The division that a nation is in.
    pub const fn of(nation: Nation) -> Self {
        match nation {
            Nation::England | Nation::Wales => Self::EnglandAndWales,
            Nation::Scotland => Self::Scotland,
            Nation::NorthernIreland => Self::NorthernIreland,
        }
    }
}

/// The first and last day for which the bank holidays are known.
pub const KNOWN: (Date, Date) = (date(2012, 1, 1), date(2028, 12, 31));

/// The day asked about lies outside the bank holidays that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("bank holidays are known from {} to {} only, not for {day}", KNOWN.0, KNOWN.1)]
pub struct Unknown {
    pub day: Date,
}

static HOLIDAYS: LazyLock<BTreeSet<(&'static str, Date)>> = LazyLock::new(|| {
    let rows = include_str!("../../../../data/bank-holidays.csv").lines();
    rows.filter(|row| !row.starts_with('#'))
        .filter_map(|row| row.split_once(','))
        .filter_map(|(division, day)| Some((division, day.parse().ok()?)))
        .collect()
});

/// Whether it is a working day there.
pub fn is_working(day: Date, division: Division) -> Result<bool, Unknown> {
    if day < KNOWN.0 || day > KNOWN.1 {
        return Err(Unknown { day });
    }
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    Ok(!weekend && !HOLIDAYS.contains(&(division.code(), day)))
}

/// The working day that is `count` working days after a day, which is day 0 whether it works or not.
pub fn add(from: Date, count: u32, division: Division) -> Result<Date, Unknown> {
    let (mut day, mut left) = (from, count);
    while left > 0 {
        day = day.checked_add(1.day()).map_err(|_| Unknown { day })?;
        left -= u32::from(is_working(day, division)?);
    }
    Ok(day)
}

/// The working day that is `count` working days before a day, which is day 0 whether it works or not.
pub fn before(until: Date, count: u32, division: Division) -> Result<Date, Unknown> {
    let (mut day, mut left) = (until, count);
    while left > 0 {
        day = day.checked_sub(1.day()).map_err(|_| Unknown { day })?;
        left -= u32::from(is_working(day, division)?);
    }
    Ok(day)
}

/// How many working days there are after `from`, up to and with `until`.
pub fn between(from: Date, until: Date, division: Division) -> Result<u32, Unknown> {
    let (mut day, mut count) = (from, 0);
    while day < until {
        day = day.checked_add(1.day()).map_err(|_| Unknown { day })?;
        count += u32::from(is_working(day, division)?);
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(HOLIDAYS.len(), include_str!("../../../../data/bank-holidays.csv").lines().count() - 3);
        for division in Division::ALL {
            assert!(HOLIDAYS.contains(&(division.code(), date(2026, 12, 25))), "{division:?}");
        }
    }

    #[test]
    fn a_working_day_later_steps_over_weekends_and_each_divisions_holidays() {
        use Division::{EnglandAndWales, NorthernIreland, Scotland};
        let cases = [
            (date(2026, 11, 19), EnglandAndWales, date(2026, 11, 20)),
            (date(2026, 11, 20), EnglandAndWales, date(2026, 11, 23)),
            (date(2026, 11, 21), EnglandAndWales, date(2026, 11, 23)),
            (date(2026, 12, 24), EnglandAndWales, date(2026, 12, 29)),
            (date(2026, 12, 31), EnglandAndWales, date(2027, 1, 4)),
            (date(2026, 12, 31), Scotland, date(2027, 1, 5)),
            (date(2026, 4, 2), EnglandAndWales, date(2026, 4, 7)),
            (date(2026, 4, 2), Scotland, date(2026, 4, 6)),
            (date(2026, 7, 10), EnglandAndWales, date(2026, 7, 13)),
            (date(2026, 7, 10), NorthernIreland, date(2026, 7, 14)),
            (date(2026, 3, 16), NorthernIreland, date(2026, 3, 18)),
            (date(2026, 11, 27), Scotland, date(2026, 12, 1)),
        ];
        for (from, division, expected) in cases {
            assert_eq!(add(from, 1, division), Ok(expected), "{from} {division:?}");
        }
    }

    #[test]
    fn beyond_the_known_holidays_there_is_no_answer() {
        assert_eq!(add(date(2028, 12, 29), 1, Division::Scotland), Err(Unknown { day: date(2029, 1, 1) }));
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (0i32..5_800).prop_map(|days| date(2012, 1, 1).checked_add(days.days()).unwrap())
    }
    fn any_division() -> impl Strategy<Value = Division> {
        prop::sample::select(Division::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn adding_and_counting_agree(from in any_day(), count in 0u32..60, division in any_division()) {
            let until = add(from, count, division).unwrap();
            prop_assert_eq!(between(from, until, division), Ok(count));
        }

        #[test]
        fn counting_back_is_counting_forward_from_there(until in any_day(), count in 1u32..60, division in any_division()) {
            prop_assume!(until > date(2012, 6, 1) && is_working(until, division) == Ok(true));
            prop_assert_eq!(add(before(until, count, division).unwrap(), count, division), Ok(until));
        }

        #[test]
        fn a_limit_never_ends_on_a_day_off(from in any_day(), count in 1u32..60, division in any_division()) {
            prop_assert_eq!(is_working(add(from, count, division).unwrap(), division), Ok(true));
        }

        #[test]
        fn later_starts_and_longer_limits_never_end_sooner(from in any_day(), count in 0u32..40, division in any_division()) {
            let next = from.checked_add(1.day()).unwrap();
            prop_assert!(add(next, count, division).unwrap() >= add(from, count, division).unwrap());
            prop_assert!(add(from, count + 1, division).unwrap() > add(from, count, division).unwrap());
        }
    }
}
