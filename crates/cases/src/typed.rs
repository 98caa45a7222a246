//! A form of one page: empty, or as it was sent with what is wrong with it. Each control has its field as its id.

use domain::words::{Lang, Words};
use kit::FieldErrors;
use kit::form::Fields;
use kit::page::{Choice, Input, Select, Textarea};
use maud::Markup;

/// What was typed, and what is wrong.
#[derive(Clone, Copy)]
pub(crate) struct Typed<'a> {
    pub(crate) lang: Lang,
    pub(crate) fields: &'a Fields,
    pub(crate) errors: &'a FieldErrors,
}

impl<'a> Typed<'a> {
    /// What was typed into a field.
    pub(crate) fn value(&self, field: &str) -> &'a str {
        self.fields.raw(field).unwrap_or_default()
    }

    /// A long text.
    pub(crate) fn text(&self, field: &str, label: Words, hint: Option<Words>) -> Markup {
        let (lang, value, error) = (self.lang, self.value(field), self.errors.of(field));
        let hint = hint.map(|hint| hint.of(lang));
        let base =
            Textarea { lang, id: field, name: field, label: label.of(lang), hint, ..Textarea::default() };
        Textarea { value, error, rows: Some(3), ..base }.show()
    }

    /// One line; `kind` as in HTML.
    pub(crate) fn line(&self, field: &str, label: &str, kind: Option<&str>) -> Markup {
        let (lang, value, error) = (self.lang, self.value(field), self.errors.of(field));
        let base = Input { lang, id: field, name: field, label, kind, ..Input::default() };
        let width = kind.map(|_| "govuk-input--width-10");
        Input { value, error, width, ..base }.show()
    }

    /// One of many.
    pub(crate) fn select(&self, field: &str, label: &str, choices: &[(String, String)]) -> Markup {
        let (lang, typed, error) = (self.lang, self.value(field), self.errors.of(field));
        let choices = choices
            .iter()
            .map(|(value, text)| Choice { value, text, chosen: value == typed, ..Choice::default() })
            .collect();
        Select { lang, id: field, name: field, label, error, choices, ..Select::default() }.show()
    }
}
