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

/// Keeps a conference. `children` are the names of everybody known here, in linked cases and in reports, who is a child or
/// whose age is not known; what has a part of one of them as a word is refused, with the field and the word. Every problem
/// is told at once.
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

/// The words of a record that are part of the name of a child who is known now; one may have been named since it was kept.
pub fn named_in(conference: &Conference, children: &[String]) -> Vec<String> {
    let names = Names::new(children);
    let mut words: Vec<String> =
        texts(conference).into_iter().filter_map(|(_, text)| names.named_in(text)).collect();
    words.sort();
    words.dedup();
    words
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

/// Small words in names that say nothing of whose name it is, where they do not begin it.
const PARTICLES: [&str; 16] =
    ["ap", "ab", "al", "el", "bin", "de", "da", "di", "du", "la", "le", "van", "von", "der", "den", "ferch"];

/// The shortest part of a name that is known again with an s at its end.
const WITH_S_CHARS_MIN: usize = 3;

impl Names {
    /// Reads names as they were typed. An initial is no part: it stands in every text.
    pub fn new(names: &[String]) -> Self {
        let mut parts: Vec<String> = Vec::new();
        for name in names {
            let whole = NameKey::new(name);
            // What begins a name is no particle: Al, Den, and after a comma too.
            let begin: Vec<String> = name.split(',').filter_map(first).collect();
            // O'Neill is one word, and Smith-Jones two, as `words` has them too.
            let each = whole.parts().map(str::to_owned).chain(words(name));
            parts.extend(each.filter(|part| begin.contains(part) || !PARTICLES.contains(&part.as_str())));
        }
        parts.retain(|part| part.chars().count() > 1);
        parts.sort();
        parts.dedup();
        Self(parts)
    }

    /// The first word of a text that is part of one of the names, as it is compared; "Ellas" is part of Ella's too.
    pub fn named_in(&self, text: &str) -> Option<String> {
        let is_part = |word: &str| self.0.binary_search_by(|part| part.as_str().cmp(word)).is_ok();
        words(text).into_iter().find_map(|word| {
            let without_s = word.strip_suffix('s').filter(|part| part.chars().count() >= WITH_S_CHARS_MIN);
            [Some(word.as_str()), without_s]
                .into_iter()
                .flatten()
                .find(|part| is_part(part))
                .map(str::to_owned)
        })
    }
}

fn first(name: &str) -> Option<String> {
    words(name).into_iter().find(|word| !NameKey::new(word).is_empty())
}

/// The words of a text, folded; what has an apostrophe or a full stop in it both as one word and apart, so that "Alys's",
/// "O'Neill" and "there.Alys" are all read.
fn words(text: &str) -> Vec<String> {
    let seen = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{feff}' | '\u{2060}');
    let text: String = text.chars().filter(seen).map(|c| if is_apostrophe(c) { '\'' } else { c }).collect();
    let apart: String = text.chars().map(|c| if matches!(c, '\'' | '.') { ' ' } else { c }).collect();
    let mut words = Vec::new();
    for text in [&text, &apart] {
        let folded = folded(text);
        let each = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.extend(each.map(str::to_owned));
    }
    words
}

/// Whether it is written for an apostrophe: a mark, a prime, or a letter that looks like one.
const fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{b4}' | '\u{2b9}'..='\u{2bd}' | '\u{2c8}' | '\u{2ca}' | '\u{2cb}' | '\u{2018}'..='\u{201b}'
            | '\u{2032}' | '\u{2035}' | '\u{a78c}' | '\u{ff07}' | '\u{ff40}'
    )
}

/// Words that people write for a name and that are none.
const NO_NAMES: [&str; 88] = [
    "a",
    "about",
    "adult",
    "an",
    "and",
    "at",
    "aunt",
    "boy",
    "boyfriend",
    "brother",
    "by",
    "car",
    "carer",
    "child",
    "coach",
    "dad",
    "driver",
    "family",
    "father",
    "female",
    "for",
    "foster",
    "friend",
    "friends",
    "from",
    "gang",
    "girl",
    "girlfriend",
    "grandad",
    "group",
    "he",
    "her",
    "him",
    "his",
    "in",
    "is",
    "it",
    "kid",
    "lad",
    "male",
    "mam",
    "man",
    "mate",
    "me",
    "men",
    "mother",
    "mum",
    "my",
    "name",
    "nan",
    "neighbour",
    "no",
    "not",
    "of",
    "old",
    "older",
    "on",
    "or",
    "other",
    "our",
    "parent",
    "people",
    "person",
    "pupil",
    "school",
    "she",
    "sister",
    "some",
    "someone",
    "step",
    "stepdad",
    "stranger",
    "sure",
    "tall",
    "teacher",
    "the",
    "their",
    "them",
    "they",
    "uncle",
    "unknown",
    "who",
    "with",
    "woman",
    "year",
    "years",
    "young",
    "known",
];

/// How many words a name has at most; what is longer says what somebody looks like.
const NAME_WORDS_MAX: usize = 3;

/// The names in what somebody wrote for the name of a person, which may be what they look like instead. Of a long text only
/// what begins with a capital.
pub fn names_in(text: &str) -> Option<String> {
    let described = text.split_whitespace().count() > NAME_WORDS_MAX;
    let is_name = |word: &&str| {
        let capital = word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        let plain: String = folded(word).chars().filter(|c| c.is_alphanumeric()).collect();
        (capital || !described) && !NO_NAMES.contains(&plain.as_str())
    };
    let names: Vec<&str> = text.split_whitespace().filter(is_name).collect();
    (!names.is_empty()).then(|| names.join(" "))
}

/// What comes before another name of somebody.
const CALLED: [&str; 9] =
    ["aka", "alias", "is called", "nickname", "nicknamed", "known as", "goes by", "llysenw", "a elwir yn"];

/// Other names of somebody that a text about them marks: what follows "known as" and the like, and short quotations.
pub fn nicknames(about: &str) -> Vec<String> {
    let quotes = |c: char| matches!(c, '"' | '“' | '”' | '«' | '»');
    let quoted = about.split(quotes).collect::<Vec<_>>();
    let quoted = quoted.chunks_exact(2).filter_map(|pair| pair.get(1).copied());
    let short = |text: &&str| text.split_whitespace().count() <= NAME_WORDS_MAX;
    // Much else is quoted too: a name has a capital there.
    let capital = |text: &&str| text.chars().next().is_some_and(char::is_uppercase);
    let mut found: Vec<String> = quoted.filter(short).filter(capital).map(str::to_owned).collect();
    let plain = |word: &str| folded(word).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let each: Vec<&str> = about.split_whitespace().collect();
    for marker in CALLED {
        let long = marker.split(' ').count();
        let marked = each
            .windows(long + 1)
            .filter(|window| window.iter().zip(marker.split(' ')).all(|(word, mark)| plain(word) == mark));
        found.extend(marked.filter_map(|window| window.last()).map(|word| (*word).to_owned()));
    }
    found
}

#[cfg(test)]
mod tests;
