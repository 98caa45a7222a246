//! What is missing or wrong in the answers, each with its question.

use jiff::civil::{Date, date};

use super::form::{Field, Kind, MustBe};
use super::path;
use crate::reports::{Answer, Answers};

/// What is wrong with the answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{field}`: {trouble}")]
pub struct Problem {
    pub field: &'static str,
    pub trouble: Trouble,
}

/// What can be wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("this has to be answered")]
    Missing,
    #[error("choose one of {0}")]
    NotAChoice(String),
    #[error("keep it under {0} characters")]
    TooLong(usize),
    #[error("write an email address like name@example.gov.uk")]
    NotAnEmail,
    #[error("write a number")]
    NotANumber,
    #[error("write a telephone number, with the country's code if it is not British")]
    NotATelephone,
    #[error("describe it in words: an address of a page is not taken")]
    AnAddress,
    #[error("write a date as year-month-day, from 1900 until today")]
    NotADate,
    #[error("choose at least one kind of exploitation")]
    NoExploitation,
    #[error("tick that it is safe, or choose another way")]
    NotSafe,
}

/// The first box of the kinds of exploitation: where a missing choice is told.
const EXPLOITATION: &str = "types-of-exploitation-";

/// Everything that stands in the way of sending, as of a day. Only what is asked is looked at.
pub fn problems(answers: &Answers, today: Date) -> Vec<Problem> {
    let asked = path::asked(answers);
    let mut found: Vec<Problem> = asked
        .iter()
        .filter_map(|field| {
            Some(Problem { field: &field.field, trouble: trouble(field, answers.get(&field.field), today)? })
        })
        .collect();
    let kinds: Vec<&&Field> = asked.iter().filter(|field| field.field.starts_with(EXPLOITATION)).collect();
    let any = kinds.iter().any(|kind| answers.chose(&kind.field, "true"));
    if let Some(first) = kinds.first().filter(|_| !any) {
        found.push(Problem { field: &first.field, trouble: Trouble::NoExploitation });
    }
    found
}

fn trouble(field: &Field, answer: Option<&Answer>, today: Date) -> Option<Trouble> {
    let given: Vec<&str> = match answer {
        Some(Answer::One(text)) if !text.trim().is_empty() => vec![text.trim()],
        Some(Answer::Many(chosen)) => {
            chosen.iter().map(|one| one.trim()).filter(|one| !one.is_empty()).collect()
        }
        Some(Answer::One(_) | Answer::Rows(_)) | None => Vec::new(),
    };
    if given.is_empty() {
        let missing = if field.kind == Kind::Checkbox { Trouble::NotSafe } else { Trouble::Missing };
        return field.required.then_some(missing);
    }
    given.into_iter().find_map(|text| wrong(field, text, today))
}

fn wrong(field: &Field, text: &str, today: Date) -> Option<Trouble> {
    if !field.options.is_empty() && !field.options.iter().any(|option| option == text) {
        return Some(Trouble::NotAChoice(field.options.join(", ")));
    }
    if let Some(limit) = field.chars_max.filter(|limit| text.chars().count() > *limit) {
        return Some(Trouble::TooLong(limit));
    }
    match field.must_be? {
        MustBe::Email => (!is_email(text)).then_some(Trouble::NotAnEmail),
        MustBe::Number => text.parse::<u32>().is_err().then_some(Trouble::NotANumber),
        MustBe::Telephone => (!is_telephone(text)).then_some(Trouble::NotATelephone),
        MustBe::NoAddress => (text.contains("://") || text.contains("www.")).then_some(Trouble::AnAddress),
        MustBe::PastDate => {
            let day: Option<Date> = text.parse().ok();
            let possible = day.is_some_and(|day| day > date(1900, 1, 1) && day <= today);
            (!possible).then_some(Trouble::NotADate)
        }
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
