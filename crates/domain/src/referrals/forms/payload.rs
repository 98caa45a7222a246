//! What the receiver gets for programs: its own keys, from the current path alone.

use serde_json::{Map, Value};

use super::form::{Field, Form, Kind};
use super::{files, path};
use crate::referrals::nrm;
use crate::reports::{Answer, Answers};

/// What comes from the draft and not from its answers.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// Keeps the receiver from taking one referral for two.
    pub id: &'a str,
    /// The address of whoever sends it.
    pub email: &'a str,
}

/// The object that the receiver expects. What is ours alone is not in it: see [`annex`].
pub fn payload(form: &Form, answers: &Answers, sent: Sent<'_>) -> Map<String, Value> {
    let current = path::current(form, answers);
    let mut payload = Map::new();
    if form.id == nrm::FORM {
        payload.extend(nrm::head(&current, sent));
    } else {
        let head = [("form", form.id.as_str()), ("external_id", sent.id), ("sender_email", sent.email)];
        payload.extend(head.map(|(key, text)| (key.to_owned(), Value::from(text))));
    }
    for page in form.pages.iter().filter(|page| !page.annex) {
        for field in &page.fields {
            if let Some(answer) = current.get(&field.id) {
                put(form, field, answer, &mut payload);
            }
        }
    }
    payload
}

/// What the form asks beyond the receiver's own questions, by our names; nothing where nothing was told.
pub fn annex(form: &Form, answers: &Answers) -> Map<String, Value> {
    let current = path::current(form, answers);
    let fields = form.pages.iter().filter(|page| page.annex).flat_map(|page| &page.fields);
    fields
        .filter_map(|field| Some((field.id.clone(), value(field, current.get(&field.id)?, false)?)))
        .collect()
}

fn put(form: &Form, field: &Field, answer: &Answer, payload: &mut Map<String, Value>) {
    if field.kind == Kind::Files {
        payload.extend(files::documents(field, answer));
        return;
    }
    let texts = texts(field, answer);
    if let Some(prefix) = &field.numbered {
        let numbered = texts.iter().enumerate();
        payload.extend(numbered.map(|(at, text)| (format!("{prefix}{}", at + 1), Value::from(text.clone()))));
    }
    for (key, by_choice) in &field.also {
        let told = chosen(answer).find_map(|choice| by_choice.get(choice)).or_else(|| by_choice.get("*"));
        if let Some(text) = told {
            payload.insert(key.clone(), Value::from(text.clone()));
        }
    }
    if let (Some(key), Some(value)) = (&field.key, value(field, answer, form.id == nrm::FORM)) {
        payload.insert(key.clone(), value);
    }
}

fn chosen(answer: &Answer) -> impl Iterator<Item = &String> {
    let all: &[String] = match answer {
        Answer::One(one) => std::slice::from_ref(one),
        Answer::Many(many) => many,
        Answer::Rows(_) => &[],
    };
    all.iter()
}

/// An answer as the receiver wants it, in one text where its object is flat; nothing where it says nothing.
fn value(field: &Field, answer: &Answer, flat: bool) -> Option<Value> {
    let texts = texts(field, answer);
    let several = matches!(field.kind, Kind::Checkboxes | Kind::Lines);
    match (texts.as_slice(), several && !flat) {
        ([], _) => None,
        (texts, true) => Some(Value::from(texts.to_vec())),
        (texts, false) => Some(Value::from(texts.join(", "))),
    }
}

fn texts(field: &Field, answer: &Answer) -> Vec<String> {
    let one = |value: &String| field.sent_as.get(value).cloned().unwrap_or_else(|| value.trim().to_owned());
    chosen(answer).map(one).filter(|text| !text.is_empty()).collect()
}
