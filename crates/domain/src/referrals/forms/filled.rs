//! A form as somebody fills it in, with what the case wrote there to begin with.
//!
//! The draft keeps whatever was typed, so that a choice that is taken back brings its answers back. [`Filled::leaving`] is
//! the only door out: what it gives holds the answers of the current path and nothing else.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::check::{self, Problem};
use super::form::{Field, Form, Kind, Page};
use super::prefill::{self, Known};
use super::{choice, form, path};
use crate::reports::{Answer, Answers};
use crate::words::Lang;

/// The answers to a form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// The id of the form.
    pub form: String,
    /// Everything that was typed, on the path or not: for the writer's own pages alone.
    #[serde(default)]
    pub typed: Answers,
    /// What the case wrote there to begin with.
    #[serde(default)]
    pub prefilled: Answers,
}

/// The answers of one page, as people read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section<'f> {
    pub page: &'f Page,
    pub lines: Vec<Line<'f>>,
}

/// One answer, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'f> {
    pub field: &'f Field,
    pub text: String,
    /// Whether it is still what the case wrote there.
    pub from_case: bool,
}

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Page {}

impl Filled {
    /// A form with what the case knows in it.
    pub fn begun(form: &Form, known: &Known<'_>) -> Self {
        let prefilled = prefill::answers(form, known);
        Self { form: form.id.clone(), typed: prefilled.clone(), prefilled }
    }

    /// The questions.
    pub fn questions(&self) -> Option<&'static Form> {
        form(&self.form)
    }

    /// What may leave: only answers whose questions are asked, and not where they came from.
    #[must_use]
    pub fn leaving(&self) -> Self {
        let typed = self.questions().map(|form| path::current(form, &self.typed)).unwrap_or_default();
        Self { form: self.form.clone(), typed, prefilled: Answers::default() }
    }

    /// The same with what was given and what was emptied.
    #[must_use]
    pub fn with(mut self, given: &Answers, emptied: &[String]) -> Self {
        for question in emptied {
            self.typed.remove(question);
        }
        for question in given.questions() {
            if let Some(answer) = given.get(question) {
                self.typed.set(question, answer.clone());
            }
        }
        self
    }

    /// Whether the answer to a question is still what the case wrote there.
    pub fn is_from_case(&self, field: &str) -> bool {
        self.prefilled.get(field).is_some_and(|written| self.typed.get(field) == Some(written))
    }

    /// Everything that stands in the way of sending.
    pub fn problems(&self, today: Date) -> Vec<Problem<'static>> {
        self.questions().map(|form| check::problems(form, &self.typed, today)).unwrap_or_default()
    }

    /// The answers of the current path, page by page, as people read them.
    pub fn told(&self, lang: Lang) -> Vec<Section<'static>> {
        let Some(form) = self.questions() else { return Vec::new() };
        let current = path::current(form, &self.typed);
        let line = |field: &'static Field| {
            let text = text(field, current.get(&field.id)?, lang);
            Some(Line { field, text, from_case: self.is_from_case(&field.id) })
        };
        let sections = form
            .pages
            .iter()
            .map(|page| Section { page, lines: page.fields.iter().filter_map(line).collect() });
        sections.filter(|section| !section.lines.is_empty()).collect()
    }

    /// What the form says of the answers, such as that they make a duty.
    pub fn notes(&self, lang: Lang) -> Vec<(&'static str, Option<&'static str>)> {
        let Some(form) = self.questions() else { return Vec::new() };
        let current = path::current(form, &self.typed);
        let notes = form.notes.iter().filter(|note| note.when.holds(&current));
        notes.map(|note| (note.text_in(lang), note.rule.as_deref())).collect()
    }
}

/// An answer as people read it.
pub fn text(field: &Field, answer: &Answer, lang: Lang) -> String {
    let read = |code: &String| -> String {
        match field.kind {
            Kind::Radios | Kind::Select | Kind::Checkboxes | Kind::Checkbox => choice(code, lang).to_owned(),
            Kind::Date => day(code),
            Kind::Text | Kind::Textarea | Kind::Email | Kind::Phone | Kind::Number | Kind::Lines => {
                code.clone()
            }
        }
    };
    match answer {
        Answer::One(one) => read(one),
        Answer::Many(many) => many.iter().map(read).collect::<Vec<_>>().join("\n"),
        Answer::Rows(_) => String::new(),
    }
}

fn day(text: &str) -> String {
    text.parse::<Date>().map_or_else(|_| text.to_owned(), |day| day.strftime("%d/%m/%Y").to_string())
}
