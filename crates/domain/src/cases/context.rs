//! Harm outside the home: a category of its own, and conferences about a place or a group.
//!
//! A child is harmed in places, among peers, on the way and online; what must change there is the context, not the parents.
//! A *context conference* is about the place or the group: who guards it, what draws harm, what is done. It names no child:
//! others than those who know the children read it. Facts: `docs/reasons/context.md`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::course::State;
use super::{Event, Refusal, SubjectKind, TEXT_CHARS_MAX, said};
use crate::person::{NameKey, folded};
use crate::role::coded;
use crate::rules::rulebook;

coded! {
    /// Where the harm comes from.
    Category {
        /// At home, or from the family.
        IntraFamilial = "intra_familial",
        /// From outside the home.
        ExtraFamilial = "extra_familial",
        Both = "both",
        NotKnown = "not_known",
    }
}

impl Category {
    /// Whether the pathway for harm outside the home is asked for.
    pub const fn outside(self) -> bool {
        matches!(self, Self::ExtraFamilial | Self::Both)
    }
}

coded! {
    /// In which context a child is harmed outside the home.
    Context {
        PeerGroup = "peer_group",
        School = "school",
        Neighbourhood = "neighbourhood",
        Online = "online",
    }
}

/// Who was there: a role and an agency, never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    pub role: String,
    pub agency: String,
}

/// What is done, by whom and by when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub text: String,
    /// A role or an agency.
    pub owner: String,
    #[serde(default)]
    pub due: Option<Date>,
}

/// What a conference about a place or a group found and agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conference {
    pub held: Date,
    /// When it is looked at again.
    pub review: Date,
    pub attended: Vec<Attendee>,
    /// What the place or the group is, and who uses it.
    pub context: String,
    /// What draws harm there.
    pub draws: String,
    /// Who could see, hear and step in; who does not yet.
    pub guardians: String,
    /// What is good there and can be built on.
    #[serde(default)]
    pub strengths: String,
    pub actions: Vec<Action>,
    /// Powers that were considered: ids of `data/rules/disruption.toml`.
    #[serde(default)]
    pub powers: Vec<String>,
    /// What was decided on the powers.
    #[serde(default)]
    pub powers_text: String,
}

/// What is wrong with one field of the form.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{field}`: {why}")]
pub struct Problem {
    /// The name of the field; of the rows, with the place from 0: `action.2.text`.
    pub field: String,
    pub why: Refusal,
}

/// Says where the harm comes from.
pub fn categorise(
    state: &State,
    category: Category,
    contexts: Vec<Context>,
    reason: &str,
) -> Result<Event, Refusal> {
    state.open()?;
    let reason = said(reason, Refusal::NoReason)?;
    let contexts = if category.outside() { contexts } else { Vec::new() };
    Ok(Event::Categorised { category, contexts, reason })
}

/// Whether a case has a place or a group that a conference can be about.
pub fn has_context(state: &State) -> bool {
    let context = |kind| matches!(kind, SubjectKind::Place | SubjectKind::PeerGroup | SubjectKind::School);
    state.subjects.iter().any(|subject| context(subject.kind))
}

/// Keeps a conference. `children` are the names of every child that is known here, in linked cases and in reports; what has
/// a part of one of them as a word is refused, with the field and the word. Every problem is told at once.
pub fn confer(state: &State, conference: Conference, children: &[String]) -> Result<Event, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut wrong = |field: &str, why: Refusal| problems.push(Problem { field: field.to_owned(), why });
    if let Err(why) = state.open() {
        wrong("context", why);
    } else if !has_context(state) {
        wrong("context", Refusal::NoContext);
    }
    if conference.review <= conference.held {
        wrong("review", Refusal::ReviewFirst);
    }
    if conference.attended.is_empty() {
        wrong("attended.0.role", Refusal::Empty);
    }
    for (field, text) in required(&conference) {
        if text.trim().is_empty() {
            wrong(&field, Refusal::Empty);
        }
    }
    let known = rulebook();
    if !conference.powers.iter().all(|id| known.powers.iter().any(|power| power.head.id == *id)) {
        wrong("powers", Refusal::NotAChoice);
    }
    let names = Names::new(children);
    for (field, text) in texts(&conference) {
        if text.chars().count() > TEXT_CHARS_MAX {
            wrong(&field, Refusal::TooLong { chars_max: TEXT_CHARS_MAX });
        } else if let Some(word) = names.named_in(text) {
            wrong(&field, Refusal::NamesAChild { word });
        }
    }
    if problems.is_empty() {
        Ok(Event::ContextConference { conference: Box::new(conference) })
    } else {
        Err(problems)
    }
}

fn required(conference: &Conference) -> Vec<(String, &str)> {
    let mut fields = vec![
        ("context".to_owned(), conference.context.as_str()),
        ("draws".to_owned(), conference.draws.as_str()),
        ("guardians".to_owned(), conference.guardians.as_str()),
    ];
    for (place, action) in conference.actions.iter().enumerate() {
        fields.push((format!("action.{place}.text"), &action.text));
        fields.push((format!("action.{place}.owner"), &action.owner));
    }
    fields
}

/// Every text of it, with the field that it stands in.
fn texts(conference: &Conference) -> Vec<(String, &str)> {
    let mut fields = Vec::new();
    for (place, attendee) in conference.attended.iter().enumerate() {
        fields.push((format!("attended.{place}.role"), attendee.role.as_str()));
        fields.push((format!("attended.{place}.agency"), attendee.agency.as_str()));
    }
    fields.extend(required(conference));
    fields.push(("strengths".to_owned(), &conference.strengths));
    fields.push(("powers_text".to_owned(), &conference.powers_text));
    fields
}

/// The parts of children's names, as words are compared.
#[derive(Debug)]
pub struct Names(Vec<String>);

/// Small words in names that say nothing of whose name it is.
const PARTICLES: [&str; 16] =
    ["ap", "ab", "al", "el", "bin", "de", "da", "di", "du", "la", "le", "van", "von", "der", "den", "ferch"];

impl Names {
    /// Reads names as they were typed. An initial is no part: it stands in every text.
    pub fn new(names: &[String]) -> Self {
        let mut parts: Vec<String> = Vec::new();
        for name in names {
            let whole = NameKey::new(name);
            // O'Neill is one word, and Smith-Jones two, as `words` has them too.
            parts.extend(whole.parts().map(str::to_owned));
            parts.extend(words(name));
        }
        parts.retain(|part| part.chars().count() > 1 && !PARTICLES.contains(&part.as_str()));
        parts.sort();
        parts.dedup();
        Self(parts)
    }

    /// The first word of a text that is part of one of the names, as it is compared.
    pub fn named_in(&self, text: &str) -> Option<String> {
        words(text).into_iter().find(|word| self.0.binary_search(word).is_ok())
    }
}

/// The words of a text, folded; what has an apostrophe or a full stop in it both as one word and apart, so that "Alys's",
/// "O'Neill" and "there.Alys" are all read.
fn words(text: &str) -> Vec<String> {
    let seen = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{feff}' | '\u{2060}');
    let text: String = text.chars().filter(seen).collect();
    let apart: String =
        text.chars().map(|c| if matches!(c, '\'' | '’' | '‘' | '`' | '.') { ' ' } else { c }).collect();
    let mut words = Vec::new();
    for text in [&text, &apart] {
        let folded = folded(text);
        let each = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.extend(each.map(str::to_owned));
    }
    words
}

#[cfg(test)]
mod tests;
