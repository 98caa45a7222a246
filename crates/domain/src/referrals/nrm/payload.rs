//! What the receiver gets: one flat object, its keys as the receiver names them, from the current path alone.

use serde_json::{Map, Value};

use super::form::Field;
use super::{Made, path};
use crate::reports::{Answer, Answers};

/// What comes from the draft and not from its answers.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// Keeps the receiver from taking one referral for two.
    pub id: &'a str,
    /// The address of the first responder.
    pub email: &'a str,
}

/// The object that the receiver expects.
pub fn payload(answers: &Answers, sent: Sent<'_>) -> Map<String, Value> {
    let mut payload = Map::new();
    let mut put = |key: &str, value: String| {
        payload.insert(key.to_owned(), Value::String(value));
    };
    let (kind, short) = match Made::of(answers) {
        Made::Referral => ("560734", "NRM"),
        Made::DutyToNotify => ("662265", "DTN"),
    };
    put("Type", kind.to_owned());
    put("NRMOrDuty", short.to_owned());
    put("ExternalId", sent.id.to_owned());
    put("Agent.Email", sent.email.to_owned());
    for field in path::asked(answers) {
        let Some(text) = answers.get(&field.field).and_then(|answer| text(field, answer)) else { continue };
        match field.field.as_str() {
            "fr-location" => place(&text, &mut put),
            "pv-contact-details" => {
                put("Customer.ContactMethod", text.clone());
                put("HowToNotify", text);
            }
            "pv-dob" => {
                put("Customer.Custom7", "Yes".to_owned());
                put("Customer.DOB", text);
            }
            _ => {
                if let Some(key) = &field.key {
                    put(key, text);
                }
            }
        }
    }
    payload
}

/// An answer as the receiver wants it; nothing where it says nothing.
fn text(field: &Field, answer: &Answer) -> Option<String> {
    let one = |value: &str| field.sent_as.get(value).cloned().unwrap_or_else(|| value.trim().to_owned());
    match answer {
        Answer::One(value) if value.trim().is_empty() => None,
        // A box that is not ticked is left out.
        Answer::One(value) if field.sent_as.len() == 1 && !field.sent_as.contains_key(value) => None,
        Answer::One(value) => Some(one(value)),
        Answer::Many(values) if values.is_empty() => None,
        Answer::Many(values) => {
            Some(values.iter().map(|value| raised(&one(value))).collect::<Vec<_>>().join(", "))
        }
        Answer::Rows(_) => None,
    }
}

fn raised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn place(code: &str, put: &mut impl FnMut(&str, String)) {
    let (jurisdiction, country, label) = match code {
        "england" => ("ENGLAND", "ENG", "England"),
        "wales" => ("WALES", "WAL", "Wales"),
        "scotland" => ("SCOTLAND", "SCOT", "Scotland"),
        "northern-ireland" => ("NORTHERNIRELAND", "NI", "Northern Ireland"),
        _ => return,
    };
    put("Case.Jurisdiction", jurisdiction.to_owned());
    put("Country", country.to_owned());
    put("CountryLabel", label.to_owned());
}
