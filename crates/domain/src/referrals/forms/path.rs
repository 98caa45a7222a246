//! The way through a form: which questions are asked, and the one door for answers out of it.

use super::form::{Field, Form, Kind, Page};
use crate::reports::{Answer, Answers};

/// The questions that are asked for these answers, once each and in order, with the answers to them.
#[derive(Debug, Default)]
struct Walk<'f> {
    asked: Vec<&'f Field>,
    pages: Vec<&'f Page>,
    current: Answers,
}

/// Conditions look only at answers that are themselves on the path: a question that hangs on a stale answer is not asked.
fn walk<'f>(form: &'f Form, answers: &Answers) -> Walk<'f> {
    let mut walk = Walk::default();
    for page in form.pages.iter().filter(|page| !page.fields.is_empty()) {
        if !page.when.holds(&walk.current) {
            continue;
        }
        let before = walk.asked.len();
        for field in &page.fields {
            if !field.when.holds(&walk.current) {
                continue;
            }
            walk.asked.push(field);
            if let Some(answer) = answers.get(&field.id).filter(|answer| fits(field, answer)) {
                walk.current.set(&field.id, answer.clone());
            }
        }
        if walk.asked.len() > before {
            walk.pages.push(page);
        }
    }
    walk
}

/// Whether an answer has the shape of its question and says something. What has not, never leaves.
fn fits(field: &Field, answer: &Answer) -> bool {
    let known = |code: &String| field.options.contains(code);
    match (field.kind, answer) {
        (_, answer) if answer.is_empty() => false,
        (Kind::Radios | Kind::Select, Answer::One(code)) => known(code),
        (Kind::Checkbox, Answer::One(code)) => code == "true",
        (Kind::Checkboxes, Answer::Many(codes)) => codes.iter().all(known),
        (Kind::Lines, Answer::Many(_))
        | (Kind::Files, Answer::Rows(_))
        | (
            Kind::Text | Kind::Textarea | Kind::Email | Kind::Phone | Kind::Number | Kind::Date,
            Answer::One(_),
        ) => true,
        (
            Kind::Text
            | Kind::Textarea
            | Kind::Email
            | Kind::Phone
            | Kind::Number
            | Kind::Date
            | Kind::Radios
            | Kind::Select
            | Kind::Checkbox
            | Kind::Checkboxes
            | Kind::Lines
            | Kind::Files,
            Answer::One(_) | Answer::Many(_) | Answer::Rows(_),
        ) => false,
    }
}

/// Every question that is asked for these answers.
pub fn asked<'f>(form: &'f Form, answers: &Answers) -> Vec<&'f Field> {
    walk(form, answers).asked
}

/// The pages on which something is asked for these answers.
pub fn pages<'f>(form: &'f Form, answers: &Answers) -> Vec<&'f Page> {
    walk(form, answers).pages
}

/// Only the answers whose questions are asked: what may leave the draft.
pub fn current(form: &Form, answers: &Answers) -> Answers {
    walk(form, answers).current
}

/// Whether the form asks for names and for none of these answers: then who it is about is named nowhere.
pub fn is_anonymous(form: &Form, answers: &Answers) -> bool {
    form.fields().any(|field| field.names) && !asked(form, answers).iter().any(|field| field.names)
}

/// The same of the pages before one: what its questions can hang on beside each other.
pub fn before(form: &Form, page: &Page, answers: &Answers) -> Answers {
    let mut before = Answers::default();
    let walked = walk(form, answers);
    for earlier in form.pages.iter().take_while(|earlier| earlier.id != page.id) {
        for field in &earlier.fields {
            if let Some(answer) = walked.current.get(&field.id) {
                before.set(&field.id, answer.clone());
            }
        }
    }
    before
}
