//! Which way takes a picture down: ours, or that of others, by who somebody is and what they have.
//!
//! The table is `data/removal/ways.csv`, with its sources. Report Remove means that the picture goes to the Internet Watch
//! Foundation through Childline: only they may see it, so we send there and never take it ourselves.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::asking::{AgeRange, Spread};
use crate::role::coded;

coded! {
    /// Who takes it down, or whom to tell.
    Who {
        ReportRemove = "report_remove",
        Here = "here",
        TakeItDown = "take_it_down",
        StopNcii = "stopncii",
        Ceop = "ceop",
        Police = "police",
    }
}

coded! {
    /// Who sees the picture there.
    SeenBy {
        Nobody = "nobody",
        Analyst = "analyst",
        Police = "police",
    }
}

/// One line of the table.
#[derive(Debug)]
pub struct Way {
    pub who: Who,
    pub href: &'static str,
    now: Vec<AgeRange>,
    then_under_18: Option<bool>,
    uk: Option<bool>,
    needs_device: bool,
    takes_address: bool,
    pub seen_by: SeenBy,
    /// Whether it was read on the body's own page.
    pub verified: bool,
}

/// What somebody says of themselves and of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation {
    pub age: AgeRange,
    /// Whether they were under 18 in the picture; whoever is under 18 now was.
    pub then_under_18: bool,
    pub uk: bool,
    /// Whether they have the picture on the device where they read this.
    pub on_device: bool,
    pub spread: Spread,
}

static WAYS: LazyLock<Vec<Way>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../../../data/removal/ways.csv"));
    rows.map(|line| way(line).expect("the test reads every line")).collect()
});

/// Every way, in the table's order.
pub fn all() -> &'static [Way] {
    &WAYS
}

/// The ways for somebody, the best first. There may be none: whom to tell by telephone stands on every page.
pub fn which(situation: Situation) -> Vec<&'static Way> {
    WAYS.iter().filter(|way| way.fits(situation)).collect()
}

impl Way {
    fn fits(&self, situation: Situation) -> bool {
        let under_18 = situation.age != AgeRange::Over18 || situation.then_under_18;
        let agrees = |wanted: Option<bool>, is: bool| wanted.is_none_or(|wanted| wanted == is);
        self.now.contains(&situation.age)
            && agrees(self.then_under_18, under_18)
            && agrees(self.uk, situation.uk)
            // Nobody is to get a picture in order to have it taken down.
            && (!self.needs_device || situation.on_device)
    }

    /// Whether it takes the address where the picture was put, and there may be one.
    pub fn takes_address(&self, situation: Situation) -> bool {
        self.takes_address && situation.spread != Spread::Threatened
    }
}

fn way(line: &'static str) -> Option<Way> {
    let [who, href, now, then, uk, device, address, seen, verified] =
        line.split(',').collect::<Vec<_>>().try_into().ok()?;
    let yes = |cell: &str| (cell == "yes" || cell == "no").then_some(cell == "yes");
    let perhaps = |cell: &str| if cell == "any" { Some(None) } else { yes(cell).map(Some) };
    Some(Way {
        who: Who::from_code(who)?,
        href,
        now: now.split(' ').map(AgeRange::from_code).collect::<Option<_>>()?,
        then_under_18: perhaps(then)?,
        uk: perhaps(uk)?,
        needs_device: yes(device)?,
        takes_address: yes(address)?,
        seen_by: SeenBy::from_code(seen)?,
        verified: verified.parse().ok()?,
    })
}

/// Where a picture may be put: the code and the name of each place that can be chosen.
pub fn places() -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(include_str!("../../../../data/removal/places.csv")).filter_map(|line| line.split_once(','))
}

/// The rows of a table: without the notes before it, and without the names of its columns.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    let mut lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.next();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_a_name_and_is_there_once() {
        let codes: std::collections::BTreeSet<_> = places().map(|(code, _)| code).collect();
        assert_eq!(codes.len(), places().count());
        assert!(places().all(|(code, name)| !code.is_empty() && !name.is_empty()) && codes.len() > 5);
    }

    const CHILD: Situation = Situation {
        age: AgeRange::From13To15,
        then_under_18: true,
        uk: true,
        on_device: true,
        spread: Spread::Threatened,
    };

    fn ways(situation: Situation) -> Vec<Who> {
        which(situation).iter().map(|way| way.who).collect()
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let rows: Vec<_> = rows(include_str!("../../../../data/removal/ways.csv")).collect();
        assert_eq!(rows.iter().filter_map(|row| way(row)).count(), rows.len());
        assert_eq!(all().len(), Who::ALL.len());
    }

    #[test]
    fn each_is_sent_where_the_table_says() {
        use Who::{Ceop, Here, Police, ReportRemove, StopNcii, TakeItDown};
        let adult = Situation { age: AgeRange::Over18, then_under_18: false, ..CHILD };
        let cases = [
            (CHILD, vec![ReportRemove, Here, TakeItDown, Ceop]),
            (Situation { on_device: false, ..CHILD }, vec![ReportRemove, Ceop]),
            (Situation { uk: false, ..CHILD }, vec![Here, TakeItDown]),
            (Situation { then_under_18: true, ..adult }, vec![Here, TakeItDown, Police]),
            (adult, vec![StopNcii, Police]),
            (Situation { on_device: false, ..adult }, vec![Police]),
            // Whoever is under 18 now was then, whatever the form said.
            (Situation { then_under_18: false, ..CHILD }, vec![ReportRemove, Here, TakeItDown, Ceop]),
        ];
        for (situation, expected) in cases {
            assert_eq!(ways(situation), expected, "{situation:?}");
        }
    }

    #[test]
    fn only_where_nobody_sees_it_is_a_picture_hashed_here() {
        for way in all() {
            assert_eq!(way.needs_device, way.seen_by == SeenBy::Nobody, "{:?}", way.who);
        }
    }

    #[test]
    fn an_address_is_asked_for_only_where_there_may_be_one() {
        let takes = |spread| {
            let posted = Situation { spread, ..CHILD };
            which(posted)[0].takes_address(posted)
        };
        assert_eq!(
            (takes(Spread::Threatened), takes(Spread::Posted), takes(Spread::NotSure)),
            (false, true, true)
        );
    }
}
