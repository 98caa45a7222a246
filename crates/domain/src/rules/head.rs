//! What every row says of itself: where and when it holds, what it says, and where that is read.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::agency::Nation;
use crate::role::coded;

coded! {
    /// Whether a rule binds, as its row says.
    Status {
        InForce = "in_force",
        /// Made, but not begun.
        Prospective = "prospective",
        Repealed = "repealed",
    }
}

/// How a rule stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    InForce,
    /// Made, but not begun on that day.
    Prospective,
    Repealed,
}

impl Force {
    /// The written form in answers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Prospective => "prospective",
            Self::Repealed => "repealed",
        }
    }
}

/// What every row says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Head {
    /// The same id may come again with another period: a later version of the same rule.
    pub id: String,
    pub nations: Vec<Nation>,
    pub status: Status,
    /// The day it was made; what is prospective is known from this day on.
    #[serde(default)]
    pub enacted: Option<Date>,
    /// The first day on which it holds.
    #[serde(default)]
    pub in_force_from: Option<Date>,
    /// The first day on which it holds no more.
    #[serde(default)]
    pub in_force_until: Option<Date>,
    /// Whether the dates were read in a source too. Without it they are the best that is known.
    #[serde(default)]
    pub dated: bool,
    pub text: String,
    /// The text in Welsh; empty where nobody has written it yet.
    #[serde(default)]
    pub cy: String,
    pub source: String,
    /// Where the source is read; empty if it is not public.
    pub address: String,
    /// Whether what it says was read in its source.
    pub verified: bool,
    /// When a person must look at it again.
    pub review_by: Date,
    /// Ids of rows that state the same in another table: they must be as verified as this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<String>,
}

impl Head {
    /// How it stands there on that day; nothing if it is not law there, or nobody knew of it yet.
    pub fn on(&self, nation: Nation, on: Date) -> Option<Force> {
        if !self.nations.contains(&nation) {
            return None;
        }
        if self.in_force_until.is_some_and(|until| until <= on) {
            return Some(Force::Repealed);
        }
        if self.in_force_from.is_some_and(|from| from <= on) {
            return Some(Force::InForce);
        }
        self.enacted.is_none_or(|enacted| enacted <= on).then_some(Force::Prospective).filter(|_| {
            // A rule with a first day and no day of making was not known before it.
            self.enacted.is_some() || self.in_force_from.is_none()
        })
    }

    /// The text in a language; English where there is no Welsh.
    pub fn text_in(&self, lang: crate::words::Lang) -> &str {
        match lang {
            crate::words::Lang::Cy if !self.cy.is_empty() => &self.cy,
            crate::words::Lang::Cy | crate::words::Lang::En => &self.text,
        }
    }

    /// Whether two rows can hold at once: same nation, periods that overlap.
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins = |head: &Self| head.in_force_from.unwrap_or(Date::MIN);
        let ends = |head: &Self| head.in_force_until.unwrap_or(Date::MAX);
        self.nations.iter().any(|nation| other.nations.contains(nation))
            && begins(self) < ends(other)
            && begins(other) < ends(self)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn head(status: Status, enacted: Option<Date>, from: Option<Date>, until: Option<Date>) -> Head {
        Head {
            id: "X".to_owned(),
            nations: vec![Nation::England],
            status,
            enacted,
            in_force_from: from,
            in_force_until: until,
            dated: true,
            text: "t".to_owned(),
            cy: String::new(),
            source: "s".to_owned(),
            address: String::new(),
            verified: true,
            review_by: date(2027, 1, 1),
            same_as: Vec::new(),
        }
    }

    #[test]
    fn a_rule_is_unknown_then_prospective_then_in_force_then_repealed() {
        let whole =
            head(Status::Repealed, Some(date(2026, 4, 29)), Some(date(2026, 6, 29)), Some(date(2026, 12, 1)));
        let cases = [
            (date(2026, 4, 28), None),
            (date(2026, 4, 29), Some(Force::Prospective)),
            (date(2026, 6, 28), Some(Force::Prospective)),
            (date(2026, 6, 29), Some(Force::InForce)),
            (date(2026, 11, 30), Some(Force::InForce)),
            (date(2026, 12, 1), Some(Force::Repealed)),
        ];
        for (on, expected) in cases {
            assert_eq!(whole.on(Nation::England, on), expected, "{on}");
            assert_eq!(whole.on(Nation::Wales, on), None);
        }
        let undated = head(Status::InForce, None, Some(date(2026, 4, 7)), None);
        assert_eq!(undated.on(Nation::England, date(2026, 4, 6)), None, "nobody knew of it");
        let never = head(Status::Prospective, Some(date(2026, 4, 29)), None, None);
        assert_eq!(never.on(Nation::England, date(2030, 1, 1)), Some(Force::Prospective));
    }

    #[test]
    fn versions_that_follow_each_other_do_not_overlap() {
        let (first, second) = (
            head(Status::Repealed, None, Some(date(2018, 1, 1)), Some(date(2026, 3, 18))),
            head(Status::InForce, None, Some(date(2026, 3, 18)), None),
        );
        assert!(!first.overlaps(&second) && !second.overlaps(&first));
        assert!(first.overlaps(&head(Status::InForce, None, Some(date(2026, 3, 17)), None)));
    }
}
