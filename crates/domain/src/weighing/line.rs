//! One indicator, everything that shows it, and whether somebody struck it.

use super::fields::{self, Field};
use super::{Deed, Hand, Origin, Said, Since, Text, Told};
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
            lines.see(found.id, text.since, Seen::Words { origin: text.origin, quote, weak });
        }
    }
    for (since, report) in &told.reports {
        for field in fields::holding(report) {
            lines.see(&field.indicator, *since, Seen::Field(field));
        }
    }
    for (deed, said) in &hand.acts {
        match deed {
            Deed::Added => lines.see(&said.indicator, told.since(said), Seen::Added(said.clone())),
            Deed::Struck => lines.strike(said),
        }
    }
    let mut lines: Vec<Line> = lines.0.into_iter().map(|(line, _)| line).collect();
    let place = |line: &Line| rulebook().indicators.iter().position(|one| one == line.indicator);
    lines.sort_by_key(|line| (std::cmp::Reverse(line.level()), place(line)));
    lines
}

/// Lines, each with everything that shows it and is not struck.
#[derive(Default)]
struct Lines(Vec<(Line, Vec<Since>)>);

impl Lines {
    fn of(&mut self, id: &str) -> Option<&mut (Line, Vec<Since>)> {
        let known = self.0.iter().position(|(line, _)| line.indicator.head.id == id);
        let place = if let Some(place) = known {
            place
        } else {
            let line = Line { indicator: indicator(id)?, seen: Vec::new(), struck: None };
            self.0.push((line, Vec::new()));
            self.0.len() - 1
        };
        self.0.get_mut(place)
    }

    fn see(&mut self, id: &str, since: Since, seen: Seen) {
        let Some((line, open)) = self.of(id) else { return };
        line.struck = None;
        open.push(since);
        if !line.seen.contains(&seen) {
            line.seen.push(seen);
        }
    }

    /// What comes after somebody struck it is not struck by that, nor what they who struck it did not have.
    fn strike(&mut self, said: &Said) {
        let Some((line, open)) = self.of(&said.indicator) else { return };
        open.retain(|since| !is_struck(*since, said));
        if open.is_empty() {
            line.struck = Some(said.clone());
        }
    }
}

fn is_struck(since: Since, said: &Said) -> bool {
    match (said.of, since.before) {
        (None, _) => since.at <= said.at,
        (Some(of), Some((report, at))) => of == report && at <= said.at,
        (Some(_), None) => false,
    }
}

/// The indicator of the rulebook with this id.
pub(crate) fn indicator(id: &str) -> Option<&'static Indicator> {
    rulebook().indicators.iter().find(|indicator| indicator.head.id == id)
}
