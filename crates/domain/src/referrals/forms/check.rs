//! What is missing or wrong in the answers, each with its question.

use jiff::civil::{Date, date};

use super::form::{Field, Form, Kind, MustBe};
use super::{files, path, words};
use crate::reports::{Answer, Answers};
use crate::words::Lang;

/// What is wrong with the answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem<'f> {
    pub field: &'f Field,
    pub trouble: Trouble,
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Field {}

/// What can be wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    Missing,
    /// A box that has to be ticked is not.
    NotTicked,
    NotAChoice,
    /// Longer than so many characters.
    TooLong(usize),
    /// More than so many lines.
    TooMany(usize),
    NotAnEmail,
    NotANumber,
    NotATelephone,
    NotADate,
    /// A day that has not been yet.
    Future,
    /// An address of a page where words are wanted.
    AnAddress,
    /// More than so many files.
    TooManyFiles(usize),
    /// These are larger than so many bytes.
    FilesTooLarge(String, u64),
    /// These are, by their bytes, of none of these kinds.
    FilesOfOtherKind(String, String),
    /// It holds a name of somebody whom the form does not name.
    NamesThem(String),
    /// It is still what the case wrote, in a form that names nobody.
    FromCase,
    /// The form is not for this; the note says what is.
    NotForThis(String, String),
}

impl Problem<'_> {
    /// The sentence beside the question: what is asked, and what to do.
    pub fn says(&self, lang: Lang) -> String {
        words::trouble(self.field.label_in(lang), &self.trouble, lang)
    }
}

/// Everything that stands in the way of sending, as of a day. Only what is asked is looked at.
///
/// `known` are names of people whom the form may name nowhere, where it asks for nobody's name.
pub fn problems<'f>(form: &'f Form, answers: &Answers, known: &[String], today: Date) -> Vec<Problem<'f>> {
    let current = path::current(form, answers);
    let judged = |field: &'f Field| {
        let given = answers.get(&field.id).filter(|answer| !answer.is_empty());
        let trouble = match (current.get(&field.id), given) {
            (None, Some(_)) => unfit(field),
            (answer, _) => trouble(field, answer, today),
        };
        Some(Problem { field, trouble: trouble? })
    };
    let mut found: Vec<Problem<'f>> = path::asked(form, answers).into_iter().filter_map(judged).collect();
    let known = if path::is_anonymous(form, answers) { known } else { &[] };
    found.extend(naming(form, answers, &current, known));
    for note in form.notes.iter().filter(|note| note.when.holds(&current)) {
        if let Some(field) = note.stops.as_deref().and_then(|id| form.field(id)) {
            let trouble = Trouble::NotForThis(note.text.clone(), note.cy.clone());
            found.push(Problem { field, trouble });
        }
    }
    found
}

/// Texts that hold a name which was typed where it is asked no more: who is not named is not named in passing either.
fn naming<'f>(form: &'f Form, answers: &Answers, current: &Answers, known: &[String]) -> Vec<Problem<'f>> {
    let unasked = form.fields().filter(|field| field.names && current.get(&field.id).is_none());
    let typed = unasked.filter_map(|field| answers.one(&field.id)).map(str::trim);
    let names: Vec<&str> =
        typed.chain(known.iter().map(String::as_str)).filter(|name| !name.is_empty()).collect();
    let named = |field: &'f Field| {
        let texts: Vec<&str> = match current.get(&field.id)? {
            Answer::One(text) => vec![text],
            Answer::Many(texts) => texts.iter().map(String::as_str).collect(),
            Answer::Rows(_) => Vec::new(),
        };
        let name = names.iter().find(|name| texts.iter().any(|text| holds(text, name)))?;
        Some(Problem { field, trouble: Trouble::NamesThem((*name).to_owned()) })
    };
    form.fields().filter_map(named).collect()
}

/// Whether a text holds a name as words of its own; a name of several words, however it is written.
fn holds(text: &str, name: &str) -> bool {
    if !name.contains(' ') {
        return holds_word(text, name);
    }
    holds_word(&text.to_lowercase(), &name.to_lowercase())
}

fn holds_word(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// What is wrong with an answer that says something and is none to its question, so that it would not leave.
fn unfit(field: &Field) -> Option<Trouble> {
    match field.kind {
        Kind::Radios | Kind::Select | Kind::Checkboxes | Kind::Files => Some(Trouble::NotAChoice),
        Kind::Checkbox => field.required.then_some(Trouble::NotTicked),
        Kind::Text | Kind::Textarea | Kind::Email | Kind::Phone | Kind::Number | Kind::Date | Kind::Lines => {
            Some(Trouble::Missing)
        }
    }
}

fn trouble(field: &Field, answer: Option<&Answer>, today: Date) -> Option<Trouble> {
    if field.kind == Kind::Files {
        return files::trouble(field, answer);
    }
    let given: Vec<&str> = match answer {
        Some(Answer::One(text)) if !text.trim().is_empty() => vec![text.trim()],
        Some(Answer::Many(lines)) => {
            lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect()
        }
        Some(Answer::One(_) | Answer::Rows(_)) | None => Vec::new(),
    };
    if given.is_empty() {
        let missing = if field.kind == Kind::Checkbox { Trouble::NotTicked } else { Trouble::Missing };
        return field.required.then_some(missing);
    }
    if let Some(limit) = field.lines_max.filter(|limit| given.len() > *limit) {
        return Some(Trouble::TooMany(limit));
    }
    given.into_iter().find_map(|text| wrong(field, text, today))
}

fn wrong(field: &Field, text: &str, today: Date) -> Option<Trouble> {
    let unknown = !field.options.is_empty() && !field.options.iter().any(|option| option == text);
    if unknown {
        return Some(Trouble::NotAChoice);
    }
    if text.chars().count() > field.chars_max() {
        return Some(Trouble::TooLong(field.chars_max()));
    }
    let by_kind = match field.kind {
        Kind::Email => (!is_email(text)).then_some(Trouble::NotAnEmail),
        Kind::Number => text.parse::<u32>().is_err().then_some(Trouble::NotANumber),
        Kind::Phone => (!is_telephone(text)).then_some(Trouble::NotATelephone),
        Kind::Date => not_a_date(text),
        Kind::Text
        | Kind::Textarea
        | Kind::Radios
        | Kind::Select
        | Kind::Checkbox
        | Kind::Checkboxes
        | Kind::Lines
        | Kind::Files => None,
    };
    by_kind.or_else(|| by_rule(field.must_be?, text, today))
}

fn not_a_date(text: &str) -> Option<Trouble> {
    let day: Option<Date> = text.parse().ok();
    day.is_none_or(|day| day < date(1900, 1, 1)).then_some(Trouble::NotADate)
}

fn by_rule(must_be: MustBe, text: &str, today: Date) -> Option<Trouble> {
    match must_be {
        MustBe::NoAddress => (text.contains("://") || text.contains("www.")).then_some(Trouble::AnAddress),
        MustBe::Past => text.parse::<Date>().is_ok_and(|day| day > today).then_some(Trouble::Future),
        MustBe::Telephones => (!is_telephone(text)).then_some(Trouble::NotATelephone),
    }
}

fn is_email(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(name, host)| {
        !name.is_empty()
            && !name.contains(char::is_whitespace)
            && host.split('.').count() > 1
            && host.split('.').all(|part| !part.is_empty() && !part.contains(char::is_whitespace))
    })
}

fn is_telephone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits)
        && text.chars().all(|character| character.is_ascii_digit() || "+() -".contains(character))
}
