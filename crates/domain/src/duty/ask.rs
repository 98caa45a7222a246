//! What is still to be asked: only what could change the answer.

use std::collections::BTreeSet;

use super::course::State;
use super::judge::{Course, Judged};
use crate::reports::Known;
use crate::rules::Rulebook;
use crate::rules::duty::Standing;
use crate::rules::tables::Fact;

/// What is asked first, of what could change the answer.
const FIRST: [&str; 14] = [
    "danger_now",
    "significant_harm",
    "crime",
    "sexual_offence_suspected",
    "reporter_adult",
    "relevant_activity",
    "told_or_witnessed",
    "exploitation_suspected",
    "sexual_online",
    "blackmail",
    "works_with_children",
    "fgm_known",
    "teacher_or_health_reporter",
    "relevant_child_in_england_or_wales",
];

/// Follows from the duties themselves, and is for other tables.
const DERIVED: [&str; 1] = ["duty_to_report_engaged"];

/// The questions of a page.
#[derive(Debug, Clone)]
pub struct Questions<'a> {
    /// Open, and something speaks for them; those that most hangs on first.
    pub first: Vec<&'a Fact>,
    /// Open, and nothing speaks for them yet.
    pub rest: Vec<&'a Fact>,
    /// Answered; they can be answered otherwise.
    pub answered: Vec<&'a Fact>,
}

/// What to ask. `points_to`: facts that the words of the reports point to.
pub fn questions<'a>(
    state: &State,
    judged: &Judged<'_>,
    points_to: &BTreeSet<&str>,
    book: &'a Rulebook,
) -> Questions<'a> {
    let is_answered = |id: &str| state.answers.get(id).is_some_and(|answer| answer.known != Known::NotKnown);
    let (open, spoken_for) = open(judged);
    let recorded: BTreeSet<&str> =
        book.beliefs().into_iter().chain(book.discharges()).chain(DERIVED).collect();
    let could_change = |fact: &&Fact| {
        open.contains(fact.id.as_str())
            && fact.from_age.is_none()
            && !recorded.contains(fact.id.as_str())
            && !is_answered(&fact.id)
    };
    let is_first = |id: &str| FIRST.contains(&id) || points_to.contains(id) || spoken_for.contains(id);
    let all: Vec<&Fact> = book.facts.iter().filter(could_change).collect();
    let (mut first, rest): (Vec<&Fact>, _) = all.into_iter().partition(|fact| is_first(&fact.id));
    first.sort_by_key(|fact| FIRST.iter().position(|id| *id == fact.id).unwrap_or(FIRST.len()));
    Questions { first, rest, answered: book.facts.iter().filter(|fact| is_answered(&fact.id)).collect() }
}

/// Every fact that could change something, and those of them for whose duty or route something speaks already.
fn open<'a>(judged: &Judged<'a>) -> (BTreeSet<&'a str>, BTreeSet<&'a str>) {
    let (mut all, mut spoken_for) = (BTreeSet::new(), BTreeSet::new());
    for one in &judged.routes {
        let ids = one.step.ask.iter().map(|fact| fact.id.as_str());
        all.extend(ids.clone());
        spoken_for.extend(ids.filter(|_| one.shown));
    }
    for one in &judged.duties {
        let ids = one.assessed.ask.iter().map(|fact| fact.id.as_str());
        all.extend(ids.clone());
        let partly = one.assessed.standing != Standing::NotRuledOut || !one.assessed.because.is_empty();
        spoken_for.extend(ids.filter(|_| partly));
        // Whom to notify may depend on it (section 85(3), MR-5).
        if one.assessed.duty.head.id == "DUTY-85" && one.course != Course::Free {
            all.insert("relevant_child_in_england_or_wales");
        }
    }
    (all, spoken_for)
}
