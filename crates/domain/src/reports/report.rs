//! A report of concern: what the answers on the current path say, in the words of the trade.

use serde::{Deserialize, Serialize};

use super::answers::{Answers, Row, field};
use super::form::{self, Trouble};
use super::harm::Harm;

/// Who is telling us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Teller {
    /// A child, about themselves.
    Me,
    /// A child, about a friend.
    Friend,
    Parent,
    Professional,
    Anyone,
}

impl Teller {
    /// Reads the code of the first question.
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "me" => Self::Me,
            "friend" => Self::Friend,
            "parent" => Self::Parent,
            "professional" => Self::Professional,
            "anyone" => Self::Anyone,
            _ => return None,
        })
    }

    /// Whether the words are those for a child.
    pub const fn is_child(self) -> bool {
        matches!(self, Self::Me | Self::Friend)
    }
}

/// Yes, no, or not known. Not known is a value: it is never taken for no.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    Yes,
    No,
    #[default]
    NotKnown,
}

impl Known {
    fn read(answers: &Answers, question: &str) -> Self {
        match answers.one(question) {
            Some("yes") => Self::Yes,
            Some("no") => Self::No,
            _ => Self::NotKnown,
        }
    }
}

/// A report as it was told. Rows keep the reporter's own fields and words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub teller: Teller,
    pub harm: Harm,
    pub danger_now: Known,
    pub happened: String,
    pub when: String,
    pub threat: Known,
    pub demand: Known,
    #[serde(default)]
    pub demands: Vec<Row>,
    /// The child's name as told, if told.
    #[serde(default)]
    pub child_name: Option<String>,
    /// In years, if told and a number.
    #[serde(default)]
    pub child_age: Option<u8>,
    #[serde(default)]
    pub child_school: Option<String>,
    /// Whether it is about somebody who works or volunteers with children, and in which post.
    pub staff: Known,
    #[serde(default)]
    pub post: Option<String>,
    #[serde(default)]
    pub people: Vec<Row>,
    #[serde(default)]
    pub accounts: Vec<Row>,
    #[serde(default)]
    pub phones: Vec<Row>,
    #[serde(default)]
    pub vehicles: Vec<Row>,
    #[serde(default)]
    pub places: Vec<Row>,
    /// A postcode, its first half, or nothing when not sure.
    #[serde(default)]
    pub place: Option<String>,
    /// The code of the school that is to see it, when the reporter wants that.
    #[serde(default)]
    pub school: Option<String>,
    pub evidence: Known,
    #[serde(default)]
    pub job: Option<Row>,
    /// How to reply: with the code, by telephone, by email.
    #[serde(default)]
    pub reply: Option<String>,
    #[serde(default)]
    pub contact: Option<Row>,
}

/// What is wrong with the answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{question}`: {trouble}")]
pub struct Problem {
    pub question: &'static str,
    pub trouble: Trouble,
}

impl Report {
    /// Reads a report from answers: only those on the current path, each checked; all problems at once.
    pub fn from_answers(answers: &Answers) -> Result<Self, Vec<Problem>> {
        let current = form::current(answers);
        let problems: Vec<Problem> = form::path(answers)
            .into_iter()
            .filter(|question| question.shape != form::Shape::Files)
            .filter_map(|question| {
                let trouble = form::check(question, current.get(question.id)).err()?;
                Some(Problem { question: question.id, trouble })
            })
            .collect();
        if problems.is_empty() { Ok(Self::read(&current)) } else { Err(problems) }
    }

    fn read(answers: &Answers) -> Self {
        let text = |question: &str| answers.one(question).map(str::to_owned);
        let rows = |question: &str| answers.rows(question).cloned().collect::<Vec<Row>>();
        let child = answers.rows("child").next();
        let told = |name: &str| child.and_then(|row| field(row, name)).map(str::to_owned);
        Self {
            teller: text("who").and_then(|code| Teller::from_code(&code)).unwrap_or(Teller::Anyone),
            harm: text("harm").and_then(|code| Harm::from_code(&code)).unwrap_or(Harm::NotSure),
            danger_now: Known::read(answers, "danger"),
            happened: text("happened").unwrap_or_default(),
            when: text("when").unwrap_or_else(|| "not_sure".to_owned()),
            threat: Known::read(answers, "threat"),
            demand: Known::read(answers, "demand"),
            demands: rows("demands"),
            child_name: told("name"),
            child_age: told("age").and_then(|age| age.parse().ok()),
            child_school: told("school"),
            staff: Known::read(answers, "staff"),
            post: text("post"),
            people: rows("people"),
            accounts: rows("accounts"),
            phones: rows("phones"),
            vehicles: rows("vehicles"),
            places: rows("places"),
            place: text("where").filter(|place| place != "not_sure"),
            school: text("school"),
            evidence: Known::read(answers, "evidence"),
            job: answers.rows("job").next().cloned(),
            reply: text("reply"),
            contact: answers.rows("contact").next().cloned(),
        }
    }

    /// The names of those the reporter is worried about, and of people whose part is not known.
    pub fn names_to_keep_out(&self) -> impl Iterator<Item = &str> {
        self.people
            .iter()
            .filter(|person| matches!(field(person, "part"), Some("suspect" | "other") | None))
            .filter_map(|person| field(person, "name"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::answers::Answer;
    use super::*;

    fn one(text: &str) -> Answer {
        Answer::One(text.to_owned())
    }

    pub(crate) fn least() -> Answers {
        let mut answers = Answers::default();
        for (question, answer) in [
            ("who", "me"),
            ("harm", "sextortion"),
            ("danger", "no"),
            ("happened", "He says he will send it to everyone."),
            ("when", "today"),
            ("threat", "yes"),
            ("demand", "no"),
            ("staff", "no"),
            ("where", "not_sure"),
            ("tell_school", "no"),
            ("evidence", "no"),
            ("reply", "code"),
        ] {
            answers.set(question, one(answer));
        }
        answers
    }

    #[test]
    fn the_least_a_child_must_say_makes_a_report() {
        let report = Report::from_answers(&least()).unwrap();
        assert_eq!((report.harm, report.threat, report.place), (Harm::Sextortion, Known::Yes, None));
    }

    #[test]
    fn every_missing_answer_is_named_at_once() {
        let mut answers = least();
        answers.remove("happened");
        answers.remove("evidence");
        let problems = Report::from_answers(&answers).unwrap_err();
        let questions: Vec<_> = problems.iter().map(|problem| problem.question).collect();
        assert_eq!(questions, ["happened", "evidence"]);
    }

    #[test]
    fn an_age_that_is_not_a_number_is_not_known() {
        let mut answers = least();
        answers.set("child", Answer::Rows(vec![[("age".to_owned(), "not sure".to_owned())].into()]));
        assert_eq!(Report::from_answers(&answers).unwrap().child_age, None);
    }
}
