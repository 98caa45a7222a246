//! Controls that take text and files, and the buttons that send them.

use maud::{Markup, html};

use super::words;
use domain::words::Lang;

/// A one-line text input.
#[derive(Debug, Clone, Default)]
pub struct Input<'a> {
    pub lang: Lang,
    pub id: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    /// The label is the page's heading.
    pub heading: bool,
    pub hint: Option<&'a str>,
    pub value: &'a str,
    pub error: Option<&'a str>,
    /// `text` unless said.
    pub kind: Option<&'a str>,
    pub autocomplete: Option<&'a str>,
    pub inputmode: Option<&'a str>,
    /// A width class, like `govuk-input--width-10`.
    pub width: Option<&'a str>,
}

impl Input<'_> {
    /// The control with its label, hint and error.
    pub fn show(&self) -> Markup {
        let class = classes("govuk-input", self.width, self.error.is_some().then_some("govuk-input--error"));
        let kind = self.kind.unwrap_or("text");
        group(
            self.error.is_some(),
            html! {
                (label(self.id, self.label, self.heading))
                (hint(self.id, self.hint))
                (error(self.lang, self.id, self.error))
                input class=(class) id=(self.id) name=(self.name) type=(kind)
                    spellcheck=[(kind == "text" && self.inputmode.is_some()).then_some("false")]
                    value=[(!self.value.is_empty()).then_some(self.value)]
                    aria-describedby=[describedby(self.id, self.hint, self.error)]
                    autocomplete=[self.autocomplete] inputmode=[self.inputmode];
            },
        )
    }
}

/// A long text.
#[derive(Debug, Clone, Default)]
pub struct Textarea<'a> {
    pub lang: Lang,
    pub id: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub heading: bool,
    pub hint: Option<&'a str>,
    pub value: &'a str,
    pub error: Option<&'a str>,
    /// 5 unless said.
    pub rows: Option<u8>,
}

impl Textarea<'_> {
    /// The control with its label, hint and error.
    pub fn show(&self) -> Markup {
        let class = classes("govuk-textarea", None, self.error.is_some().then_some("govuk-textarea--error"));
        group(
            self.error.is_some(),
            html! {
                (label(self.id, self.label, self.heading))
                (hint(self.id, self.hint))
                (error(self.lang, self.id, self.error))
                textarea class=(class) id=(self.id) name=(self.name) rows=(self.rows.unwrap_or(5))
                    aria-describedby=[describedby(self.id, self.hint, self.error)] { (self.value) }
            },
        )
    }
}

/// Files to be sent.
#[derive(Debug, Clone, Default)]
pub struct FileInput<'a> {
    pub lang: Lang,
    pub id: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    pub error: Option<&'a str>,
}

impl FileInput<'_> {
    /// The control with its label, hint and error; several files may be chosen.
    pub fn show(&self) -> Markup {
        let class =
            classes("govuk-file-upload", None, self.error.is_some().then_some("govuk-file-upload--error"));
        group(
            self.error.is_some(),
            html! {
                (label(self.id, self.label, false))
                (hint(self.id, self.hint))
                (error(self.lang, self.id, self.error))
                input class=(class) id=(self.id) name=(self.name) type="file" multiple
                    aria-describedby=[describedby(self.id, self.hint, self.error)];
            },
        )
    }
}

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Button {
    Primary,
    Secondary,
    Warning,
}

impl Button {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "govuk-button",
            Self::Secondary => "govuk-button govuk-button--secondary",
            Self::Warning => "govuk-button govuk-button--warning",
        }
    }
}

/// A button that sends the form it is in.
pub fn submit(look: Button, text: &str) -> Markup {
    html! { button type="submit" class=(look.class()) data-module="govuk-button" data-prevent-double-click="true" { (text) } }
}

/// A button that sends the form it is in with a name and a value.
pub fn button(look: Button, text: &str, name: &str, value: &str) -> Markup {
    html! { button type="submit" class=(look.class()) data-module="govuk-button" name=(name) value=(value) { (text) } }
}

/// A value that goes with the form unseen.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

pub(super) fn group(error: bool, inner: Markup) -> Markup {
    html! { div class={ "govuk-form-group" @if error { " govuk-form-group--error" } } { (inner) } }
}

pub(super) fn label(id: &str, text: &str, heading: bool) -> Markup {
    html! {
        @if heading {
            h1 class="govuk-label-wrapper" { label class="govuk-label govuk-label--l" for=(id) { (text) } }
        } @else {
            label class="govuk-label" for=(id) { (text) }
        }
    }
}

pub(super) fn hint(id: &str, text: Option<&str>) -> Markup {
    html! { @if let Some(text) = text { div id={ (id) "-hint" } class="govuk-hint" { (text) } } }
}

pub(super) fn error(lang: Lang, id: &str, text: Option<&str>) -> Markup {
    html! {
        @if let Some(text) = text {
            p id={ (id) "-error" } class="govuk-error-message" {
                span class="govuk-visually-hidden" { (words::ERROR.of(lang)) } " " (text)
            }
        }
    }
}

pub(super) fn describedby(id: &str, hint: Option<&str>, error: Option<&str>) -> Option<String> {
    let parts = [hint.map(|_| format!("{id}-hint")), error.map(|_| format!("{id}-error"))];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn classes(base: &str, extra: Option<&str>, error: Option<&str>) -> String {
    [Some(base), extra, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
