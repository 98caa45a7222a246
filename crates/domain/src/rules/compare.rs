//! What is different in the law between two days.

use jiff::civil::Date;

use super::head::{Force, Head};
use super::{Rulebook, Subject};
use crate::agency::Nation;

/// A row that does not stand on one day as on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed<'a> {
    pub subject: Subject,
    pub head: &'a Head,
    /// Nothing: it was not known of.
    pub before: Option<Force>,
    pub after: Option<Force>,
}

impl Rulebook {
    /// What is known of there on a day, with its subject.
    pub fn on(&self, nation: Nation, on: Date) -> impl Iterator<Item = (Subject, &Head, Force)> {
        self.heads().filter_map(move |(subject, head)| Some((subject, head, head.on(nation, on)?)))
    }

    /// The rows that stand otherwise on one day than on the other, there: from the earlier to the later, in whichever
    /// order the days are given.
    pub fn changed(&self, nation: Nation, one: Date, other: Date) -> Vec<Changed<'_>> {
        let (from, to) = (one.min(other), one.max(other));
        let each = self.heads().map(|(subject, head)| Changed {
            subject,
            head,
            before: head.on(nation, from),
            after: head.on(nation, to),
        });
        each.filter(|change| change.before != change.after).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::rulebook;
    use super::*;

    #[test]
    fn a_day_in_june_brought_the_forty_eight_hours() {
        let changed = rulebook().changed(Nation::England, date(2026, 6, 28), date(2026, 6, 29));
        let ids: Vec<&str> = changed.iter().map(|change| change.head.id.as_str()).collect();
        assert!(ids.contains(&"EN-18") && ids.contains(&"DUTY-OSA10"), "{ids:?}");
        assert!(changed.iter().all(|change| change.after == Some(Force::InForce)), "{changed:?}");
    }

    #[test]
    fn two_days_are_compared_from_the_earlier_to_the_later_whichever_is_named_first() {
        let (june, november) = (date(2026, 6, 28), date(2026, 11, 25));
        for nation in Nation::ALL {
            let backwards = rulebook().changed(nation, november, june);
            assert_eq!(backwards, rulebook().changed(nation, june, november));
            assert!(!backwards.is_empty() && backwards.iter().all(|change| change.after.is_some()));
        }
    }

    #[test]
    fn a_day_is_not_different_from_itself() {
        for nation in Nation::ALL {
            assert_eq!(rulebook().changed(nation, date(2026, 11, 25), date(2026, 11, 25)), []);
        }
    }
}
