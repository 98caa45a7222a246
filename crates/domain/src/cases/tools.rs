//! Screening tools (`data/rules/tools.toml`): what the answers add up to, in which band that is, and which rules set the
//! band whatever the total.
//!
//! Not answered is not known: the total then says *at least*, and a rule that cannot be decided is told. A practitioner may
//! depart from the band with a reason. A score is never told alone: what drove it stands with it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::course::State;
use super::{Event, Refusal, said};
use crate::id::SubjectId;
use crate::reports::Known;
use crate::role::coded;
use crate::rules::rulebook;
use crate::rules::tables::Tool;
use crate::rules::tool::{Band, Item, Override};

coded! {
    /// What an answer rests on.
    Basis {
        /// Seen, or proved.
        Fact = "fact",
        /// Somebody said so.
        Reported = "reported",
        /// The judgement of a professional.
        Judgement = "judgement",
    }
}

/// One answer, as its code in the tool, and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub answer: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
}

/// What a practitioner answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// By the id of the sign; what is not in it is not known.
    pub answers: BTreeMap<String, Answered>,
    /// Facts that the rules of the tool ask for, by their ids.
    pub facts: BTreeMap<String, Known>,
}

/// A tool as it was filled in. It is kept as it was, with the version, whatever becomes of the tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    pub tool: String,
    pub version: String,
    /// Whom it is about, if that was said.
    #[serde(default)]
    pub subject: Option<SubjectId>,
    pub sheet: Sheet,
    /// At least so many points.
    pub total: u32,
    /// How many signs were not answered.
    pub unanswered: usize,
    /// The band of the total.
    pub band: String,
    /// The band with the rules that held.
    pub result: String,
    /// The rules that held.
    #[serde(default)]
    pub fired: Vec<String>,
    /// Another band that the practitioner chose, and why.
    #[serde(default)]
    pub departed: Option<Departed>,
}

/// A band that somebody chose instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departed {
    pub band: String,
    pub reason: String,
}

impl Filled {
    /// The band that counts.
    pub fn stands(&self) -> &str {
        self.departed.as_ref().map_or(&self.result, |departed| &departed.band)
    }
}

/// What a sheet adds up to.
#[derive(Debug, Clone)]
pub struct Outcome<'a> {
    /// At least so many points; exactly, where nothing is unanswered.
    pub total: u32,
    /// At most so many, were everything else answered with the most points.
    pub total_max: u32,
    pub unanswered: Vec<&'a Item>,
    pub band: &'a Band,
    pub result: &'a Band,
    pub fired: Vec<&'a Override>,
    /// Rules that could hold and that nobody can decide yet.
    pub undecided: Vec<&'a Override>,
    /// The signs with points, the most first.
    pub drove: Vec<(&'a Item, u32)>,
}

/// The tool with this id.
pub fn tool(id: &str) -> Option<&'static Tool> {
    rulebook().tools.iter().find(|tool| tool.head.id == id)
}

/// The facts that the rules of a tool ask, beside its signs: ids of `data/rules/facts.toml`, and `missing_from_home`.
pub fn facts(tool: &Tool) -> Vec<&str> {
    let mut facts: Vec<&str> = tool.overrides.iter().flat_map(|rule| rule.when.facts()).collect();
    facts.retain(|id| *id != ANY_HIGH && !tool.item.iter().any(|item| item.id == *id));
    facts.sort_unstable();
    facts.dedup();
    facts
}

const ANY_HIGH: &str = "any_high";

/// The most points of a sign.
fn points_max(item: &Item) -> u32 {
    item.weights.values().copied().max().unwrap_or(0)
}

/// Adds it up. Answers that are none of the sign are as good as not given; [`fill`] refuses them.
pub fn outcome<'a>(tool: &'a Tool, sheet: &Sheet) -> Outcome<'a> {
    let points = |item: &Item| {
        let answered = sheet.answers.get(&item.id)?;
        item.weights.get(&answered.answer).copied()
    };
    let total: u32 = tool.item.iter().filter_map(points).sum();
    let unanswered: Vec<&Item> = tool.item.iter().filter(|item| points(item).is_none()).collect();
    let total_max = total + unanswered.iter().map(|item| points_max(item)).sum::<u32>();
    let mut drove: Vec<(&Item, u32)> = tool
        .item
        .iter()
        .filter_map(|item| Some((item, points(item)?)))
        .filter(|(_, points)| *points > 0)
        .collect();
    drove.sort_by_key(|(_, points)| std::cmp::Reverse(*points));
    let fact = |id: &str| known(tool, sheet, id, &points);
    let (mut fired, mut undecided) = (Vec::new(), Vec::new());
    for rule in &tool.overrides {
        match rule.when.holds(&fact) {
            Known::Yes => fired.push(rule),
            Known::NotKnown => undecided.push(rule),
            Known::No => {}
        }
    }
    let band = of_total(tool, total);
    let result = fired.iter().filter_map(|rule| named(tool, &rule.band)).chain([band]);
    let result = result.max_by_key(|band| band.from).unwrap_or(band);
    Outcome { total, total_max, unanswered, band, result, fired, undecided, drove }
}

/// What is known of a fact that a rule asks. A sign is there when its answer has points; a high sign when it has the most
/// that any sign of the tool can have.
fn known(tool: &Tool, sheet: &Sheet, id: &str, points: &impl Fn(&Item) -> Option<u32>) -> Known {
    let yes = |holds: bool| if holds { Known::Yes } else { Known::No };
    if id == ANY_HIGH {
        let most = tool.item.iter().map(points_max).max().unwrap_or(0);
        let mut high = tool.item.iter().filter(|item| points_max(item) == most);
        // "Possible" is neither yes nor no.
        let open = high.clone().any(|item| points(item).is_none_or(|points| points > 0 && points < most));
        return match high.any(|item| points(item) == Some(most)) {
            true => Known::Yes,
            false if open => Known::NotKnown,
            false => Known::No,
        };
    }
    match tool.item.iter().find(|item| item.id == id) {
        Some(item) => points(item).map_or(Known::NotKnown, |points| yes(points > 0)),
        None => sheet.facts.get(id).copied().unwrap_or_default(),
    }
}

/// The band of a total: the last that begins at or below it. A tool has bands from 0.
fn of_total(tool: &Tool, total: u32) -> &Band {
    let reached = tool.band.iter().rev().find(|band| band.from <= total);
    reached.unwrap_or_else(|| tool.band.first().expect("the rulebook has bands from 0 for every tool"))
}

fn named<'a>(tool: &'a Tool, band: &str) -> Option<&'a Band> {
    tool.band.iter().find(|known| known.name == band)
}

/// Keeps a tool that was filled in.
pub fn fill(
    state: &State,
    tool: &Tool,
    subject: Option<SubjectId>,
    sheet: Sheet,
    departs: Option<(&str, &str)>,
) -> Result<Event, Refusal> {
    state.open()?;
    let answer_of = |(id, answered): (&String, &Answered)| {
        let item = tool.item.iter().find(|item| item.id == *id);
        item.is_some_and(|item| item.weights.contains_key(&answered.answer))
    };
    let asked = facts(tool);
    let fits =
        sheet.answers.iter().all(answer_of) && sheet.facts.keys().all(|id| asked.contains(&id.as_str()));
    let named_here = |id: &SubjectId| state.subjects.iter().any(|subject| subject.id == *id);
    if !fits || !subject.as_ref().is_none_or(named_here) {
        return Err(Refusal::NotAChoice);
    }
    if sheet.answers.is_empty() {
        return Err(Refusal::NothingAnswered);
    }
    let outcome = outcome(tool, &sheet);
    let departed = departs.map(|(band, reason)| depart(tool, outcome.result, band, reason)).transpose()?;
    let filled = Filled {
        tool: tool.head.id.clone(),
        version: tool.version.clone(),
        subject,
        total: outcome.total,
        unanswered: outcome.unanswered.len(),
        band: outcome.band.name.clone(),
        result: outcome.result.name.clone(),
        fired: outcome.fired.iter().map(|rule| rule.id.clone()).collect(),
        departed,
        sheet,
    };
    Ok(Event::ToolFilled { filled: Box::new(filled) })
}

fn depart(tool: &Tool, result: &Band, band: &str, reason: &str) -> Result<Departed, Refusal> {
    let band = named(tool, band).ok_or(Refusal::NotAChoice)?;
    if band.name == result.name {
        return Err(Refusal::SameBand);
    }
    Ok(Departed { band: band.name.clone(), reason: said(reason, Refusal::NoReason)? })
}

#[cfg(test)]
mod tests;
