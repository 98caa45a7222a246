//! How soon somebody must look, from everything that speaks for it: the words, the fields, and what people say.
//!
//! An indicator is *found* in words (quoted) or in a field, *added* by a person with a reason, or *struck* by one, and is
//! never taken off the page. What stands is found − struck + added. How high that is gives the urgency; a *floor*
//! (`data/rules/indicators.toml`) sets the least that it is. Floors are asked of what stands and of what was answered,
//! so an answer that sets one holds it whatever is struck. What nobody knows is listed with what to ask next.
//!
//! Nothing here decides: it orders, and shows what it went by. What people may do is in `cases::weighing`.

pub mod fields;
mod line;
#[cfg(test)]
pub(crate) mod tests;

use jiff::Timestamp;

use crate::event::Actor;
use crate::id::ReportId;
use crate::reports::weigh::by_fields;
use crate::reports::{Known, Report, Urgency};
use crate::rules::rulebook;
use crate::rules::tables::{Fact, Floor};
use crate::screen::{Level, screen};

pub(crate) use line::indicator;
pub use line::{Line, Seen};

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// What happened, as the report tells it.
    Report,
    /// What the reporter wrote later.
    Message,
    /// A note of those who work on it.
    Note,
}

/// Since when people have something to weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// Those who weigh all of it.
    pub at: Timestamp,
    /// Of a report that joined a case later: which one, and since when those who weighed it by itself had it. What they
    /// said of it then is said of this alone.
    pub before: Option<(ReportId, Timestamp)>,
}

impl From<Timestamp> for Since {
    fn from(at: Timestamp) -> Self {
        Self { at, before: None }
    }
}

/// A text, and since when those who weigh it have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub origin: Origin,
    pub since: Since,
    pub text: String,
}

/// Everything that is weighed.
#[derive(Debug, Clone, Default)]
pub struct Told {
    reports: Vec<(Since, Report)>,
    texts: Vec<Text>,
}

impl Told {
    /// One more report, and since when those who weigh it have it.
    pub fn report(&mut self, report: &Report, since: impl Into<Since>) {
        let since = since.into();
        self.text(Origin::Report, &report.happened, since);
        self.reports.push((since, report.clone()));
    }

    /// One more text.
    pub fn text(&mut self, origin: Origin, text: &str, since: impl Into<Since>) {
        self.texts.push(Text { origin, since: since.into(), text: text.to_owned() });
    }

    /// Since when those who weigh all of it have what was said: of a report that joined, since that joined.
    fn since(&self, said: &Said) -> Since {
        let own = |since: &Since| since.before.is_some_and(|(report, _)| Some(report) == said.of);
        let joined = self.reports.iter().map(|(since, _)| since).find(|since| own(since));
        joined.map_or(said.at.into(), |since| Since {
            at: since.at.max(said.at),
            before: since.before.map(|(report, _)| (report, said.at)),
        })
    }

    fn answers(&self) -> impl Iterator<Item = &Report> + Clone {
        self.reports.iter().map(|(_, report)| report)
    }

    /// Yes if one report says yes; no if all say no.
    fn fact(&self, id: &str) -> Known {
        let known: Vec<Known> = self.answers().map(|report| fields::fact(report, id)).collect();
        if known.contains(&Known::Yes) {
            Known::Yes
        } else if known.is_empty() || known.contains(&Known::NotKnown) {
            Known::NotKnown
        } else {
            Known::No
        }
    }
}

/// What somebody said of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub indicator: String,
    pub reason: String,
    pub by: Actor,
    pub at: Timestamp,
    /// The report of which it was said before that joined the case; else it is said of everything there was.
    pub of: Option<ReportId>,
}

/// What people did, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hand {
    acts: Vec<(Deed, Said)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Added,
    Struck,
}

impl Hand {
    /// Somebody added an indicator, or took back that it was struck.
    pub fn add(&mut self, said: Said) {
        self.acts.push((Deed::Added, said));
    }

    /// Somebody struck an indicator.
    pub fn strike(&mut self, said: Said) {
        self.acts.push((Deed::Struck, said));
    }
}

/// What sets the urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetBy {
    Floor(&'static Floor),
    Indicators,
    /// What was answered, without an indicator.
    Answers,
}

/// What was weighed.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// Every indicator, also those that were struck; the highest first, then in the order of the rulebook.
    pub lines: Vec<Line>,
    pub urgency: Urgency,
    pub set_by: SetBy,
    /// Every floor that holds, the most urgent first.
    pub floors: Vec<&'static Floor>,
    /// What the reports leave open: codes of questions.
    pub not_known: Vec<&'static str>,
    /// What to ask next, what the highest indicator asks for first.
    pub ask: Vec<&'static Fact>,
}

impl Weighed {
    /// The floor that an urgency would go below, if it does.
    pub fn below(&self, urgency: Urgency) -> Option<&'static Floor> {
        self.floors.first().copied().filter(|floor| urgency > at_least(floor))
    }

    /// Those that stand.
    pub fn standing(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.stands())
    }
}

/// The least urgency that a floor sets.
pub const fn at_least(floor: &Floor) -> Urgency {
    if floor.at_once { Urgency::Immediate } else { Urgency::of(floor.at_least) }
}

/// Weighs everything. Pure: the same always weighs the same.
pub fn weigh(told: &Told, hand: &Hand) -> Weighed {
    let screened: Vec<_> = told.texts.iter().map(|text| (text, screen(&text.text))).collect();
    let lines = line::all(told, &screened, hand);
    let of_words: Vec<&str> = screened
        .iter()
        .filter(|(_, screened)| {
            // A text sets a floor as long as something that was found in it stands.
            let stands = |id: &str| lines.iter().any(|line| line.stands() && line.indicator.head.id == id);
            screened.indicators.iter().any(|found| stands(found.id))
        })
        .filter_map(|(_, screened)| screened.floor)
        .collect();
    let floors = floors(told, &lines, &of_words);
    let level = lines.iter().filter(|line| line.stands()).map(Line::level).max();
    let of_indicators = level.map_or(Urgency::Routine, Urgency::of);
    let of_answers = told.answers().map(|report| by_fields(report).urgency).min();
    let of_answers = of_answers.unwrap_or(Urgency::Routine);
    let alone = of_indicators.min(of_answers);
    let (urgency, set_by) = match floors.first() {
        Some(floor) if at_least(floor) <= alone => (at_least(floor), SetBy::Floor(floor)),
        _ if of_answers < of_indicators || lines.iter().all(|line| !line.stands()) => (alone, SetBy::Answers),
        _ => (alone, SetBy::Indicators),
    };
    let (not_known, ask) = (not_known(told), ask(told, &lines));
    Weighed { lines, urgency, set_by, floors, not_known, ask }
}

fn floors(told: &Told, lines: &[Line], of_words: &[&str]) -> Vec<&'static Floor> {
    let standing = || lines.iter().filter(|line| line.stands());
    let fact = |id: &str| {
        let seen = match id {
            "any_high" => standing().any(|line| line.level() >= Level::High),
            "told_harm" => standing().next().is_some() && told.fact("told_by_child") == Known::Yes,
            "threat_made" => told.fact("threat") == Known::Yes,
            "money_demanded" => told.fact("asked_money") == Known::Yes,
            "life_risk" => told.fact("self_harm") == Known::Yes,
            _ => false,
        };
        if seen || standing().any(|line| line.implies(id)) { Known::Yes } else { told.fact(id) }
    };
    let mut floors: Vec<&'static Floor> = rulebook()
        .floors
        .iter()
        .filter(|floor| of_words.contains(&floor.head.id.as_str()) || floor.when.holds(&fact) == Known::Yes)
        .collect();
    floors.sort_by_key(|floor| at_least(floor));
    floors
}

/// What the reports leave open.
fn not_known(told: &Told) -> Vec<&'static str> {
    let open = |known: fn(&Report) -> bool| told.answers().any(known);
    let age = told.answers().all(|report| report.child_age.is_none());
    let questions = [
        ("danger", open(|report| report.danger_now == Known::NotKnown)),
        ("child", age),
        ("threat", open(|report| report.harm.may_involve_threat() && report.threat == Known::NotKnown)),
        ("demand", open(|report| report.harm.may_involve_demand() && report.demand == Known::NotKnown)),
        ("staff", open(|report| report.staff == Known::NotKnown)),
        ("where", open(|report| report.place.is_none())),
    ];
    questions.into_iter().filter(|(_, open)| *open && !told.reports.is_empty()).map(|(id, _)| id).collect()
}

fn ask(told: &Told, lines: &[Line]) -> Vec<&'static Fact> {
    let known = |id: &str| match id {
        "child" | "age_13_or_under" | "under_13" => told.answers().any(|one| one.child_age.is_some()),
        "works_with_children" => told.answers().any(|one| one.staff != Known::NotKnown),
        id => told.fact(id) != Known::NotKnown,
    };
    let mut ask: Vec<&'static Fact> = Vec::new();
    for line in lines.iter().filter(|line| line.stands()) {
        for fact in line.indicator.asks.iter().filter_map(|id| rulebook().fact(id)) {
            if !known(&fact.id) && !ask.contains(&fact) {
                ask.push(fact);
            }
        }
    }
    ask
}
