//! One question as a page, and the answer that its form sends.

use std::collections::BTreeMap;

use domain::reports::answers::Row;
use domain::reports::form::{self, Field, Question, Shape, Trouble};
use domain::reports::{Answer, Answers};
use domain::words::{Lang, Words};
use kit::FieldErrors;
use kit::directory::Listed;
use kit::form::Fields;
use kit::page::{self, Button, Checkboxes, Choice, Input, Radios, Select, Textarea};
use maud::{Markup, html};

use super::{Speak, words};

/// What a question's page needs to know.
pub(crate) struct Asking<'a> {
    pub(crate) question: &'a Question,
    pub(crate) answers: &'a Answers,
    pub(crate) lang: Lang,
    pub(crate) speak: Speak,
    pub(crate) errors: &'a FieldErrors,
    pub(crate) schools: &'a [Listed],
    /// How many empty entries to show beyond those that are filled.
    pub(crate) blanks: usize,
    /// Whether others stand on the page with it: its title is not the page's heading, and what hangs on a choice is asked
    /// under that choice.
    pub(crate) together: bool,
}

impl Asking<'_> {
    fn title(&self) -> &'static str {
        words::title(self.question.id, self.speak).of(self.lang)
    }

    fn hint(&self) -> Option<&'static str> {
        words::hint(self.question.id, self.speak).map(|words| words.of(self.lang))
    }

    fn error(&self) -> Option<&str> {
        self.errors.of(self.question.id)
    }

    /// The controls of the question, with its title as the page's heading.
    pub(crate) fn controls(&self) -> Markup {
        match self.question.shape {
            Shape::Choice(codes) => self.radios(codes),
            Shape::Choices(codes) => self.checkboxes(codes),
            Shape::Text => self.text(),
            Shape::Fields(fields) => self.rows(fields, false),
            Shape::Rows(fields) => self.rows(fields, true),
            Shape::Place => self.place(),
            Shape::School => self.school(),
            Shape::Files => html! {},
        }
    }

    fn radios(&self, codes: &[&'static str]) -> Markup {
        Radios {
            lang: self.lang,
            name: self.question.id,
            legend: self.title(),
            heading: !self.together,
            inline: self.together && codes.len() == 3,
            hint: self.hint(),
            error: self.error(),
            choices: self.choices(codes),
        }
        .show()
    }

    fn checkboxes(&self, codes: &[&'static str]) -> Markup {
        Checkboxes {
            lang: self.lang,
            name: self.question.id,
            legend: self.title(),
            heading: !self.together,
            hint: self.hint(),
            error: self.error(),
            choices: self.choices(codes),
        }
        .show()
    }

    /// What is asked under a choice.
    fn under(&self, code: &str) -> Option<Markup> {
        let question = form::under(self.question.id, code).filter(|_| self.together)?;
        Some(Asking { question, ..*self }.controls())
    }

    fn choices(&self, codes: &[&'static str]) -> Vec<Choice<'static>> {
        let id = self.question.id;
        let choice = |code: &&'static str| Choice {
            value: code,
            text: words::choice(id, code, self.speak).of(self.lang),
            hint: None,
            chosen: self.answers.chose(id, code),
            reveals: self.under(code),
        };
        codes.iter().map(choice).collect()
    }

    fn text(&self) -> Markup {
        let id = self.question.id;
        Textarea {
            lang: self.lang,
            id,
            name: id,
            label: self.title(),
            heading: !self.together,
            hint: self.hint(),
            value: self.answers.one(id).unwrap_or_default(),
            error: self.error(),
            rows: Some(10),
        }
        .show()
    }

    fn place(&self) -> Markup {
        let id = self.question.id;
        let given = self.answers.one(id).unwrap_or_default();
        let not_sure = Choice {
            value: "not_sure",
            text: words::NOT_SURE_WHERE.of(self.lang),
            chosen: given == "not_sure",
            ..Choice::default()
        };
        html! {
            (self.heading())
            (Input { lang: self.lang, id, name: id, label: words::POSTCODE.of(self.lang), hint: self.hint(),
                value: if given == "not_sure" { "" } else { given }, error: self.error(), autocomplete: Some("off"),
                width: Some("govuk-input--width-10"), ..Input::default() }.show())
            (Checkboxes { lang: self.lang, name: "not_sure", legend: self.title(), choices: vec![not_sure], ..Checkboxes::default() }.quiet())
        }
    }

    fn school(&self) -> Markup {
        let id = self.question.id;
        let given = self.answers.one(id).unwrap_or_default();
        let none = Choice { value: "", text: words::CHOOSE.of(self.lang), ..Choice::default() };
        let schools = self.schools.iter().map(|school| Choice {
            value: &school.code,
            text: &school.name,
            hint: None,
            chosen: school.code == given,
            reveals: None,
        });
        Select {
            lang: self.lang,
            id,
            name: id,
            label: self.title(),
            heading: !self.together,
            hint: self.hint(),
            error: self.error(),
            choices: std::iter::once(none).chain(schools).collect(),
        }
        .show()
    }

    fn heading(&self) -> Markup {
        html! {
            @if self.together { h3 class="govuk-heading-s" { (self.title()) } }
            @else { h1 class="govuk-heading-l" { (self.title()) } }
        }
    }

    fn rows(&self, fields: &[Field], many: bool) -> Markup {
        let empty = Row::new();
        let filled: Vec<&Row> = self.answers.rows(self.question.id).collect();
        let wanted = if many { filled.len() + self.blanks } else { 1 };
        html! {
            (self.heading())
            @if let Some(hint) = self.hint() { p class="govuk-body" { (hint) } }
            @if let Some(error) = self.error() {
                p class="govuk-error-message" id=(self.question.id) { (error) }
            }
            @for index in 0..wanted.max(1) {
                @let row = filled.get(index).copied().unwrap_or(&empty);
                @if many && !self.together {
                    fieldset class="govuk-fieldset govuk-!-margin-bottom-6" {
                        legend class="govuk-fieldset__legend govuk-fieldset__legend--s" {
                            (words::ONE_OF_MANY.of(self.lang)) " " (index + 1)
                        }
                        (self.row(fields, row, index))
                    }
                } @else { (self.row(fields, row, index)) }
            }
            @if many && self.together { p class="govuk-hint" { (words::WHOLE_MORE.of(self.lang)) } }
            @if many && !self.together { (page::button(Button::Secondary, words::ANOTHER.of(self.lang), "another", "yes")) }
        }
    }

    fn row(&self, fields: &[Field], row: &Row, index: usize) -> Markup {
        let id = self.question.id;
        html! {
            @for field in fields {
                @let name = if self.together { format!("{id}.{index}.{}", field.id) } else { format!("{index}.{}", field.id) };
                @let label = words::field(id, field.id).of(self.lang);
                @let value = row.get(field.id).map_or("", String::as_str);
                @if field.choices.is_empty() {
                    @let inputmode = match field.id { "age" => Some("numeric"), "number" | "phone" => Some("tel"), "email" => Some("email"), _ => None };
                    (Input { lang: self.lang, id: &name, name: &name, label, value, inputmode, autocomplete: Some("off"), ..Input::default() }.show())
                } @else {
                    (Select { lang: self.lang, id: &name, name: &name, label, choices: self.options(field, value), ..Select::default() }.show())
                }
            }
        }
    }

    fn options(&self, field: &Field, value: &str) -> Vec<Choice<'static>> {
        let none = Choice { value: "", text: words::CHOOSE.of(self.lang), ..Choice::default() };
        let options = field.choices.iter().map(|code| Choice {
            value: code,
            text: words::choice(field.id, code, self.speak).of(self.lang),
            hint: None,
            chosen: *code == value,
            reveals: None,
        });
        std::iter::once(none).chain(options).collect()
    }
}

/// The answer that a form sent, if it sent one. `together`: whether other questions stood on the page.
pub(crate) fn sent(question: &Question, fields: &Fields, together: bool) -> Option<Answer> {
    let before = if together { format!("{}.", question.id) } else { String::new() };
    let id = question.id;
    match question.shape {
        Shape::Choice(_) | Shape::School => fields.get(id).map(|choice| Answer::One(choice.to_owned())),
        Shape::Choices(_) => Some(Answer::Many(fields.all(id).map(str::to_owned).collect())),
        Shape::Text => fields.raw(id).map(|text| Answer::One(text.to_owned())),
        Shape::Place => {
            let unsure = fields.get(id).is_none() && fields.has("not_sure");
            let given = if unsure { Some("not_sure") } else { fields.get(id) };
            given.map(|place| Answer::One(place.to_owned()))
        }
        Shape::Fields(known) => {
            Some(Answer::Rows(rows(known, fields, &before).into_iter().take(1).collect()))
        }
        Shape::Rows(known) => Some(Answer::Rows(rows(known, fields, &before))),
        Shape::Files => None,
    }
}

fn rows(known: &[Field], fields: &Fields, before: &str) -> Vec<Row> {
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    for (name, value) in fields.iter() {
        let name = name.strip_prefix(before);
        let Some((index, field)) = name.and_then(|name| name.split_once('.')) else { continue };
        let (Ok(index), true) = (index.parse(), known.iter().any(|one| one.id == field)) else { continue };
        if !value.trim().is_empty() {
            rows.entry(index).or_default().insert(field.to_owned(), value.trim().to_owned());
        }
    }
    rows.into_values().collect()
}

/// What is wrong with an answer, in words.
pub(crate) fn wrong(question: &Question, trouble: &Trouble) -> Words {
    match (trouble, question.shape) {
        (Trouble::Missing, Shape::Text) => words::MISSING_TEXT,
        (Trouble::Missing, Shape::Place) => words::MISSING_PLACE,
        (Trouble::Missing, Shape::School) => words::MISSING_SCHOOL,
        (Trouble::Missing, Shape::Fields(_) | Shape::Rows(_)) => words::MISSING_FIELDS,
        (Trouble::Missing, Shape::Choice(_) | Shape::Choices(_) | Shape::Files) => words::MISSING_CHOICE,
        (Trouble::NotAChoice | Trouble::WrongKind | Trouble::UnknownField { .. }, _) => words::NOT_A_CHOICE,
        (Trouble::TooLong { .. }, _) => words::TOO_LONG,
        (Trouble::TooMany { .. }, _) => words::TOO_MANY,
    }
}
