//! One indicator, everything that shows it, and whether somebody struck it.

use jiff::Timestamp;

use super::fields::{self, Field};
use super::{Deed, Hand, Origin, Said, Text, Told};
use crate::rules::rulebook;
use crate::rules::tables::Indicator;
use crate::screen::{Level, Screened};

/// What shows an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// The words as they were written. A weak sign by itself names no harm and counts as medium at most.
    Words {
        origin: Origin,
        quote: String,
        weak: bool,
    },
    Field(&'static Field),
    Added(Said),
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub indicator: &'static Indicator,
    pub seen: Vec<Seen>,
    /// Who struck it, and why; it stays to be seen.
    pub struck: Option<Said>,
}

impl Line {
    /// Whether it counts.
    pub const fn stands(&self) -> bool {
        self.struck.is_none()
    }

    /// How high it is, as it was seen.
    pub fn level(&self) -> Level {
        let strong = self.seen.iter().any(|seen| !matches!(seen, Seen::Words { weak: true, .. }));
        if strong { self.indicator.level } else { self.indicator.level.min(Level::Medium) }
    }

    /// Whether somebody added it.
    pub fn added(&self) -> bool {
        self.seen.iter().any(|seen| matches!(seen, Seen::Added(_)))
    }

    /// Whether it says something that a floor asks.
    pub(super) fn implies(&self, fact: &str) -> bool {
        match (fact, self.indicator.head.id.as_str()) {
            ("blackmail", "I-18" | "I-19") | ("money_demanded", "I-19") | ("threat_made", "I-23") => {
                self.level() >= Level::High
            }
            // By words it is told apart from a change of wellbeing by the floor of the text.
            ("life_risk", "I-06") => self.added(),
            _ => false,
        }
    }
}

/// Every indicator that is seen or was struck.
pub(super) fn all(told: &Told, screened: &[(&Text, Screened)], hand: &Hand) -> Vec<Line> {
    let mut lines = Lines::default();
    for (text, screened) in screened {
        for found in &screened.indicators {
            let (quote, weak) = (found.quote.clone(), !screened.harms.contains(&found.harm));
            lines.see(found.id, text.at, Seen::Words { origin: text.origin, quote, weak });
        }
    }
    for (at, report) in &told.reports {
        for field in fields::holding(report) {
            lines.see(&field.indicator, *at, Seen::Field(field));
        }
    }
    for (deed, said) in &hand.acts {
        match deed {
            Deed::Added => lines.see(&said.indicator, said.at, Seen::Added(said.clone())),
            Deed::Struck => lines.strike(said),
        }
    }
    let mut lines: Vec<Line> = lines.0.into_iter().map(|(line, _)| line).collect();
    let place = |line: &Line| rulebook().indicators.iter().position(|one| one == line.indicator);
    lines.sort_by_key(|line| (std::cmp::Reverse(line.level()), place(line)));
    lines
}

/// Lines, each with when it was seen last.
#[derive(Default)]
struct Lines(Vec<(Line, Timestamp)>);

impl Lines {
    fn of(&mut self, id: &str, at: Timestamp) -> Option<&mut (Line, Timestamp)> {
        let known = self.0.iter().position(|(line, _)| line.indicator.head.id == id);
        let place = if let Some(place) = known {
            place
        } else {
            let line = Line { indicator: indicator(id)?, seen: Vec::new(), struck: None };
            self.0.push((line, at));
            self.0.len() - 1
        };
        self.0.get_mut(place)
    }

    fn see(&mut self, id: &str, at: Timestamp, seen: Seen) {
        let Some((line, last)) = self.of(id, at) else { return };
        if matches!(seen, Seen::Added(_)) {
            line.struck = None;
        }
        if !line.seen.contains(&seen) {
            line.seen.push(seen);
        }
        *last = (*last).max(at);
    }

    /// What comes after somebody struck it is not struck by that.
    fn strike(&mut self, said: &Said) {
        let Some((line, last)) = self.of(&said.indicator, said.at) else { return };
        if *last <= said.at {
            line.struck = Some(said.clone());
        }
    }
}

/// The indicator of the rulebook with this id.
pub(crate) fn indicator(id: &str) -> Option<&'static Indicator> {
    rulebook().indicators.iter().find(|indicator| indicator.head.id == id)
}
