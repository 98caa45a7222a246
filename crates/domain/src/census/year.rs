//! The year of a census, and the days that its rules count from.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use crate::time::days::{self, Division};

/// The year of a census, named by the year in which it ends: the census of 2026 is 1 April 2025 to 31 March 2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    end: Date,
    /// The reference date less 45 working days: an assessment that began before it should be finished (8670Q).
    pub(super) assessed_by: Date,
    /// The reference date less 15 working days: an enquiry that began before it should have had its conference (8675Q).
    pub(super) conference_by: Date,
    /// The first day less one working day: no referral without further action is older (8569Q).
    pub(super) referred_from: Date,
}

/// The rules are known, and the bank holidays that they count with, for some years only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the census of {0} cannot be checked: the rules are known from that of {first}, the bank holidays to that of {last}",
    first = Year::FIRST,
    last = Year::LAST
)]
pub struct NoSuchYear(pub i16);

impl Year {
    /// The first census whose rules are here: from that of 2024-25 a child has a sex and not a gender.
    pub const FIRST: i16 = 2025;
    /// The last census for which the bank holidays are known.
    pub const LAST: i16 = 2028;

    /// The census that ends on 31 March of this year.
    pub fn new(year: i16) -> Result<Self, NoSuchYear> {
        if !(Self::FIRST..=Self::LAST).contains(&year) {
            return Err(NoSuchYear(year));
        }
        let end = date(year, 3, 31);
        let back =
            |from, count| days::before(from, count, Division::EnglandAndWales).map_err(|_| NoSuchYear(year));
        Ok(Self {
            end,
            assessed_by: back(end, 45)?,
            conference_by: back(end, 15)?,
            referred_from: back(date(year - 1, 4, 1), 1)?,
        })
    }

    /// The census that a day falls into.
    pub fn of(day: Date) -> Result<Self, NoSuchYear> {
        Self::new(if day.month() > 3 { day.year().saturating_add(1) } else { day.year() })
    }

    /// The year that names it.
    pub fn number(self) -> i16 {
        self.end.year()
    }

    /// 1 April.
    pub fn start(self) -> Date {
        date(self.end.year() - 1, 4, 1)
    }

    /// 31 March: the reference date.
    pub const fn end(self) -> Date {
        self.end
    }

    /// Whether a day lies in it; both ends do.
    pub fn contains(self, day: Date) -> bool {
        (self.start()..=self.end).contains(&day)
    }

    /// The day so many years before the reference date.
    pub(super) fn end_less(self, years: i16) -> Date {
        self.end.saturating_sub(years.years())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_named_by_its_last_day_and_counts_working_days_back_from_it() {
        let year = Year::new(2026).unwrap();
        assert_eq!((year.start(), year.end()), (date(2025, 4, 1), date(2026, 3, 31)));
        // 31 March 2026 is a Tuesday; there is no bank holiday in the first three months but New Year's Day.
        assert_eq!(year.conference_by, date(2026, 3, 10));
        assert_eq!(year.assessed_by, date(2026, 1, 27));
        assert_eq!(year.referred_from, date(2025, 3, 31));
    }

    #[test]
    fn the_first_of_april_begins_another_census() {
        let of = |day| Year::of(day).map(Year::number);
        assert_eq!(of(date(2026, 3, 31)), Ok(2026));
        assert_eq!(of(date(2026, 4, 1)), Ok(2027));
    }

    #[test]
    fn a_year_whose_rules_or_holidays_are_not_known_is_refused_and_says_which_are() {
        for year in [i16::MIN, 2024, 2029, i16::MAX] {
            let refused = Year::new(year).unwrap_err().to_string();
            assert!(refused.contains("2025") && refused.contains("2028"), "{refused}");
        }
        assert!(Year::of(Date::MAX).is_err());
        assert_eq!(Year::LAST, days::KNOWN.1.year());
        assert!((Year::FIRST..=Year::LAST).all(|year| Year::new(year).is_ok()));
    }
}
