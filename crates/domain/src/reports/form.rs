//! The questions of a report, in order, and which of them are asked.
//!
//! A question is asked or not by looking only at answers that are themselves on the current path, so
//! changing an earlier answer makes those that hung on it stale. [`current`] is the only door out: a
//! stale answer is kept for the reporter to come back to, and never leaves the form. This is the
//! defect of other forms turned into a rule: a changed consent answer there let a name through.

use super::answers::{Answer, Answers};
use super::harm::Harm;

/// The longest text a reporter can give to one question, in characters.
pub const TEXT_CHARS_MAX: usize = 15_000;
/// The longest single field, in characters.
pub const FIELD_CHARS_MAX: usize = 500;
/// The most rows of people, accounts and so on.
pub const ROWS_MAX: usize = 50;

/// What kind of answer a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One of these codes.
    Choice(&'static [&'static str]),
    /// Any of these codes.
    Choices(&'static [&'static str]),
    /// A long text.
    Text,
    /// One row of these fields.
    Fields(&'static [Field]),
    /// As many rows of these fields as needed.
    Rows(&'static [Field]),
    /// A postcode, its first half, or "not sure".
    Place,
    /// A school that is registered here, by its code.
    School,
    /// Files, which are kept beside the draft and not in the answers.
    Files,
}

/// A field of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub id: &'static str,
    /// The codes to choose from; none for free text.
    pub choices: &'static [&'static str],
}

/// One question: one page.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    pub id: &'static str,
    pub shape: Shape,
    /// Whether the form can be sent without it.
    pub required: bool,
    asked: fn(&Answers) -> bool,
}

const fn text(id: &'static str) -> Field {
    Field { id, choices: &[] }
}

const fn pick(id: &'static str, choices: &'static [&'static str]) -> Field {
    Field { id, choices }
}

const YES_NO_NOT_SURE: &[&str] = &["yes", "no", "not_sure"];
const WHOSE: &[&str] = &["suspect", "child", "other", "not_sure"];
const HARMS: &[&str] = &[
    "sextortion",
    "images",
    "grooming",
    "sexual_abuse",
    "criminal_exploitation",
    "physical_abuse",
    "neglect",
    "emotional_abuse",
    "child_on_child",
    "staff_conduct",
    "self_harm",
    "other",
    "not_sure",
];

const fn ask(id: &'static str, shape: Shape, required: bool, asked: fn(&Answers) -> bool) -> Question {
    Question { id, shape, required, asked }
}

/// Every question, in the order of asking.
pub const QUESTIONS: &[Question] = &[
    ask("who", Shape::Choice(&["me", "friend", "parent", "professional", "anyone"]), true, |_| true),
    ask("harm", Shape::Choice(HARMS), true, |_| true),
    ask("danger", Shape::Choice(YES_NO_NOT_SURE), true, |_| true),
    ask("happened", Shape::Text, true, |_| true),
    ask("when", Shape::Choice(&["today", "week", "month", "longer", "not_sure"]), true, |_| true),
    ask("threat", Shape::Choice(YES_NO_NOT_SURE), true, |a| {
        is_through_work(a) || harm(a).is_some_and(Harm::may_involve_threat)
    }),
    ask("demand", Shape::Choice(YES_NO_NOT_SURE), true, |a| {
        is_through_work(a) || harm(a).is_some_and(Harm::may_involve_demand)
    }),
    ask("demands", Shape::Rows(DEMAND), false, |a| a.chose("demand", "yes")),
    ask("child", Shape::Fields(CHILD), false, |_| true),
    ask("staff", Shape::Choice(YES_NO_NOT_SURE), true, |_| true),
    ask("post", Shape::Choice(&["head", "lead", "teacher", "other", "not_sure"]), true, |a| {
        a.chose("staff", "yes")
    }),
    ask("know", Shape::Choices(KNOW), false, |_| true),
    ask("people", Shape::Rows(PERSON), false, |a| a.chose("know", "people") || a.chose("staff", "yes")),
    ask("accounts", Shape::Rows(ACCOUNT), false, |a| a.chose("know", "accounts")),
    ask("phones", Shape::Rows(PHONE), false, |a| a.chose("know", "phones")),
    ask("vehicles", Shape::Rows(VEHICLE), false, |a| a.chose("know", "vehicles")),
    ask("places", Shape::Rows(PLACE), false, |a| a.chose("know", "places")),
    ask("where", Shape::Place, true, |_| true),
    ask("tell_school", Shape::Choice(&["yes", "no"]), true, |a| !is_through_work(a)),
    ask("school", Shape::School, true, |a| a.chose("tell_school", "yes")),
    ask("evidence", Shape::Choice(YES_NO_NOT_SURE), true, |_| true),
    ask("files", Shape::Files, false, |a| a.chose("evidence", "yes")),
    ask("job", Shape::Fields(JOB), true, is_through_work),
    ask("reply", Shape::Choice(&["code", "phone", "email"]), true, |a| !is_through_work(a)),
    ask("contact", Shape::Fields(CONTACT), true, |a| a.chose("reply", "phone") || a.chose("reply", "email")),
];

const KNOW: &[&str] = &["people", "accounts", "phones", "vehicles", "places"];
const DEMAND: &[Field] = &[
    pick("what", &["money", "gift_card", "crypto", "pictures", "errand", "other"]),
    text("amount"),
    text("to"),
    pick("paid", &["yes", "no", "not_sure"]),
];
const CHILD: &[Field] = &[text("name"), text("age"), text("school")];
const PERSON: &[Field] =
    &[text("name"), pick("part", &["suspect", "child", "witness", "family", "other"]), text("about")];
const ACCOUNT: &[Field] = &[text("platform"), text("handle"), pick("whose", WHOSE)];
const PHONE: &[Field] = &[text("number"), pick("whose", WHOSE)];
const VEHICLE: &[Field] = &[text("plate"), text("about")];
const PLACE: &[Field] = &[text("place"), text("about")];
const JOB: &[Field] = &[text("name"), text("role"), text("organisation"), text("phone"), text("email")];
const CONTACT: &[Field] = &[text("name"), text("phone"), text("email"), text("safe")];

/// Whether it is told by somebody who knows the child through their work: they are asked everything on one page, so
/// nothing there hangs on the kind of harm.
pub fn is_through_work(answers: &Answers) -> bool {
    answers.chose("who", "professional")
}

/// The questions that are asked under a choice, where several stand on one page.
pub fn under(question: &str, choice: &str) -> Option<&'static Question> {
    let id = match (question, choice) {
        ("demand", "yes") => "demands",
        ("staff", "yes") => "post",
        ("know", known) => known,
        _ => return None,
    };
    self::question(id)
}

fn harm(answers: &Answers) -> Option<Harm> {
    answers.one("harm").and_then(Harm::from_code)
}

/// The question with this id.
pub fn question(id: &str) -> Option<&'static Question> {
    QUESTIONS.iter().find(|question| question.id == id)
}

/// The questions on the current path and their answers: what the reporter sees as "your answers".
pub fn path(answers: &Answers) -> Vec<&'static Question> {
    let mut current = Answers::default();
    let mut path = Vec::new();
    for question in QUESTIONS {
        if (question.asked)(&current) {
            path.push(question);
            if let Some(answer) = answers.get(question.id) {
                current.set(question.id, answer.clone());
            }
        }
    }
    path
}

/// Only the answers on the current path. Nothing else may ever leave the form.
pub fn current(answers: &Answers) -> Answers {
    let mut current = Answers::default();
    for question in path(answers) {
        if let Some(answer) = answers.get(question.id) {
            current.set(question.id, answer.clone());
        }
    }
    current
}

/// The question that comes before this one on the current path.
pub fn before(answers: &Answers, id: &str) -> Option<&'static Question> {
    let path = path(answers);
    let here = path.iter().position(|question| question.id == id)?;
    here.checked_sub(1).and_then(|index| path.get(index)).copied()
}

/// Why an answer cannot be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("no answer was given")]
    Missing,
    #[error("the answer is not one of the choices")]
    NotAChoice,
    #[error("the answer is of the wrong kind")]
    WrongKind,
    #[error("the answer is longer than {chars_max} characters")]
    TooLong { chars_max: usize },
    #[error("there are more than {rows_max} entries")]
    TooMany { rows_max: usize },
    #[error("there is no field called `{field}`")]
    UnknownField { field: String },
}

/// Checks one answer against its question's shape; what it means is for [`super::report`] to say.
pub fn check(question: &Question, answer: Option<&Answer>) -> Result<(), Trouble> {
    // An empty list has lost what it was a list of on its way through the store: it says nothing.
    let Some(answer) = answer.filter(|answer| !answer.is_empty()) else {
        return if question.required { Err(Trouble::Missing) } else { Ok(()) };
    };
    match (question.shape, answer) {
        (Shape::Choice(choices), Answer::One(choice)) => one_of(choices, choice),
        (Shape::Choices(choices), Answer::Many(chosen)) => {
            chosen.iter().try_for_each(|choice| one_of(choices, choice))
        }
        (Shape::Text, Answer::One(text)) => within(text, TEXT_CHARS_MAX, question.required),
        (Shape::Place | Shape::School, Answer::One(text)) => within(text, FIELD_CHARS_MAX, question.required),
        (Shape::Fields(fields), Answer::Rows(rows)) => check_rows(fields, rows, 1),
        (Shape::Rows(fields), Answer::Rows(rows)) => check_rows(fields, rows, ROWS_MAX),
        (_, Answer::One(_) | Answer::Many(_) | Answer::Rows(_)) => Err(Trouble::WrongKind),
    }
}

fn one_of(choices: &[&str], choice: &str) -> Result<(), Trouble> {
    if choices.contains(&choice) { Ok(()) } else { Err(Trouble::NotAChoice) }
}

fn within(text: &str, chars_max: usize, required: bool) -> Result<(), Trouble> {
    if required && text.trim().is_empty() {
        Err(Trouble::Missing)
    } else if text.chars().count() > chars_max {
        Err(Trouble::TooLong { chars_max })
    } else {
        Ok(())
    }
}

fn check_rows(fields: &[Field], rows: &[super::answers::Row], rows_max: usize) -> Result<(), Trouble> {
    if rows.len() > rows_max {
        return Err(Trouble::TooMany { rows_max });
    }
    for (name, value) in rows.iter().flatten() {
        let known = fields.iter().find(|field| field.id == name);
        let field = known.ok_or_else(|| Trouble::UnknownField { field: name.clone() })?;
        within(value, FIELD_CHARS_MAX, false)?;
        if !field.choices.is_empty() && !value.is_empty() {
            one_of(field.choices, value)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::{Index, select};

    #[test]
    fn an_empty_list_says_nothing_whatever_it_was_a_list_of() {
        for empty in [Answer::Rows(vec![]), Answer::Many(vec![]), Answer::One(String::new())] {
            assert_eq!(check(question("child").unwrap(), Some(&empty)), Ok(()));
            assert_eq!(check(question("job").unwrap(), Some(&empty)), Err(Trouble::Missing));
        }
    }

    use super::*;

    fn one(text: &str) -> Answer {
        Answer::One(text.to_owned())
    }

    #[test]
    fn the_harms_of_the_form_are_the_harms_of_the_law() {
        let codes: Vec<&str> = Harm::ALL.iter().map(|harm| harm.code()).collect();
        assert_eq!(codes, HARMS);
    }

    #[test]
    fn changing_how_to_reply_takes_the_telephone_number_out_of_the_report() {
        let mut answers = Answers::default();
        answers.set("who", one("me"));
        answers.set("reply", one("phone"));
        answers.set("contact", Answer::Rows(vec![[("phone".into(), "0117 496 0000".into())].into()]));
        assert!(current(&answers).get("contact").is_some());
        answers.set("reply", one("code"));
        assert!(current(&answers).get("contact").is_none());
        assert!(answers.get("contact").is_some(), "kept, in case the reporter changes back");
    }

    #[test]
    fn a_chain_of_dependent_answers_goes_stale_together() {
        let mut answers = Answers::default();
        answers.set("harm", one("sextortion"));
        answers.set("demand", one("yes"));
        answers.set("demands", Answer::Rows(vec![[("amount".into(), "200".into())].into()]));
        answers.set("harm", one("neglect"));
        let left = current(&answers);
        assert_eq!(left.questions().collect::<Vec<_>>(), ["harm"]);
    }

    fn any_answer() -> impl Strategy<Value = (usize, Answer)> {
        (0..QUESTIONS.len(), any::<Index>(), "[a-z]{0,8}").prop_map(|(at, index, noise)| {
            let answer = match QUESTIONS[at].shape {
                Shape::Choice(choices) => one(choices[index.index(choices.len())]),
                Shape::Choices(choices) => Answer::Many(vec![choices[index.index(choices.len())].to_owned()]),
                Shape::Fields(fields) | Shape::Rows(fields) => {
                    Answer::Rows(vec![[(fields[index.index(fields.len())].id.to_owned(), noise)].into()])
                }
                Shape::Text | Shape::Place | Shape::School | Shape::Files => one(&noise),
            };
            (at, answer)
        })
    }

    proptest! {
        /// However a reporter goes back and forth, what leaves is what they would have given had they
        /// answered only the questions they are now asked, in order, for the first time.
        #[test]
        fn only_answers_on_the_current_path_ever_leave(changes in prop::collection::vec(any_answer(), 0..80)) {
            let mut answers = Answers::default();
            for (at, answer) in changes {
                answers.set(QUESTIONS[at].id, answer);
            }
            let mut fresh = Answers::default();
            for question in QUESTIONS {
                if (question.asked)(&fresh) && let Some(answer) = answers.get(question.id) {
                    fresh.set(question.id, answer.clone());
                }
            }
            let left = current(&answers);
            prop_assert_eq!(&left, &fresh);
            prop_assert_eq!(current(&left), left.clone(), "taking what is current twice changes nothing");
            for id in left.questions() {
                prop_assert!(path(&left).iter().any(|question| question.id == id));
            }
        }

        #[test]
        fn any_answer_to_any_question_gets_a_verdict(
            at in 0..QUESTIONS.len(), text: String, id in select(vec!["name", "age", "", "x"])
        ) {
            let question = &QUESTIONS[at];
            let _ = check(question, Some(&one(&text)));
            let _ = check(question, Some(&Answer::Many(vec![text.clone()])));
            let _ = check(question, Some(&Answer::Rows(vec![[(id.to_owned(), text)].into()])));
        }
    }
}
