//! A form as somebody fills it in, with what the case wrote there to begin with.
//!
//! The draft keeps whatever was typed, so that a choice that is taken back brings its answers back. [`Filled::leaving`] is
//! the only door out: what it gives holds the answers of the current path and nothing else.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::check::{self, Problem, Trouble};
use super::form::{Field, Form, Kind, Page};
use super::prefill::{self, Known, Source};
use super::{files, form, path, words};
use crate::reports::answers::Row;
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
    /// Names of children that the case knows: a notice that names nobody holds none of them. They never leave.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
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
        Self { form: form.id.clone(), typed: prefilled.clone(), prefilled, names: known.names() }
    }

    /// The questions.
    pub fn questions(&self) -> Option<&'static Form> {
        form(&self.form)
    }

    /// What may leave: only answers whose questions are asked, and not where they came from.
    #[must_use]
    pub fn leaving(&self) -> Self {
        let typed = self.questions().map(|form| self.current(form)).unwrap_or_default();
        Self { form: self.form.clone(), typed, ..Self::default() }
    }

    /// What the receiver gets of it: not the pages that are ours alone.
    #[must_use]
    pub fn handed(&self) -> Self {
        let mut leaving = self.leaving();
        let pages = self.questions().into_iter().flat_map(|form| &form.pages);
        for field in pages.filter(|page| page.annex).flat_map(|page| &page.fields) {
            leaving.typed.remove(&field.id);
        }
        leaving
    }

    /// Whether it names nobody: the form asks for a name, and not of this person.
    pub fn is_anonymous(&self) -> bool {
        self.questions().is_some_and(|form| path::is_anonymous(form, &self.typed))
    }

    /// The answers of the current path; of a form that names nobody, without texts that are still what the case wrote.
    fn current(&self, form: &Form) -> Answers {
        let mut current = path::current(form, &self.typed);
        if path::is_anonymous(form, &self.typed) {
            for field in form.fields().filter(|field| self.is_still_told(field)) {
                current.remove(&field.id);
            }
        }
        current
    }

    /// Whether it is a text of somebody's that the case wrote there and nobody has written anew.
    fn is_still_told(&self, field: &Field) -> bool {
        field.from.is_some_and(Source::is_told) && self.is_from_case(&field.id)
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

    /// The files that go with it: those chosen where the question is still asked.
    pub fn files(&self) -> Vec<Row> {
        let leaving = self.leaving().typed;
        let fields = self.questions().into_iter().flat_map(Form::fields);
        let fields = fields.filter(|field| field.kind == Kind::Files);
        fields.flat_map(|field| leaving.rows(&field.id).cloned().collect::<Vec<_>>()).collect()
    }

    /// The names of those whom the answers that leave tell of as having done it.
    pub fn suspects(&self) -> Vec<String> {
        let asks = |field: &&Field| field.from == Some(Source::Suspects);
        let fields = self.questions().into_iter().flat_map(Form::fields).filter(asks);
        let leaving = self.leaving().typed;
        let lines = |field: &Field| match leaving.get(&field.id) {
            Some(Answer::One(text)) => text.lines().map(str::to_owned).collect(),
            Some(Answer::Many(lines)) => lines.clone(),
            Some(Answer::Rows(_)) | None => Vec::new(),
        };
        let names = fields.flat_map(lines).map(|line| prefill::named(&line).to_owned());
        names.filter(|name| !name.is_empty()).collect()
    }

    /// Whether the answer to a question is still what the case wrote there.
    pub fn is_from_case(&self, field: &str) -> bool {
        self.prefilled.get(field).is_some_and(|written| self.typed.get(field) == Some(written))
    }

    /// Everything that stands in the way of sending.
    pub fn problems(&self, today: Date) -> Vec<Problem<'static>> {
        let Some(form) = self.questions() else { return Vec::new() };
        let mut problems = check::problems(form, &self.typed, &self.names, today);
        if path::is_anonymous(form, &self.typed) {
            problems.retain(|problem| !self.is_still_told(problem.field));
            let asked = path::asked(form, &self.typed).into_iter();
            let unwritten = asked.filter(|field| field.required && self.is_still_told(field));
            problems.extend(unwritten.map(|field| Problem { field, trouble: Trouble::FromCase }));
        }
        problems
    }

    /// What the receiver gets, page by page, as people read it.
    pub fn told(&self, lang: Lang) -> Vec<Section<'static>> {
        let mut sections = self.told_whole(lang);
        sections.retain(|section| !section.page.annex);
        sections
    }

    /// The same with the pages that are ours alone: for whoever fills it in.
    pub fn told_whole(&self, lang: Lang) -> Vec<Section<'static>> {
        let Some(form) = self.questions() else { return Vec::new() };
        let current = self.current(form);
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
            Kind::Radios | Kind::Select | Kind::Checkboxes | Kind::Checkbox => {
                field.choice(code, lang).to_owned()
            }
            Kind::Date => day(code),
            Kind::Text
            | Kind::Textarea
            | Kind::Email
            | Kind::Phone
            | Kind::Number
            | Kind::Lines
            | Kind::Files => code.clone(),
        }
    };
    match answer {
        Answer::One(one) => read(one),
        Answer::Many(many) => many.iter().map(read).collect::<Vec<_>>().join("\n"),
        Answer::Rows(_) => {
            let files = files::chosen(answer);
            files.iter().map(|file| words::file(file, lang)).collect::<Vec<_>>().join("\n")
        }
    }
}

fn day(text: &str) -> String {
    text.parse::<Date>().map_or_else(|_| text.to_owned(), |day| day.strftime("%d/%m/%Y").to_string())
}
