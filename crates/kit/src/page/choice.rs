//! Controls that offer choices: one of several, any of several, one of many.

use domain::words::Lang;
use maud::{Markup, html};

use super::control::{describedby, error, group, hint, label};

/// One choice.
#[derive(Debug, Clone, Default)]
pub struct Choice<'a> {
    pub value: &'a str,
    pub text: &'a str,
    pub hint: Option<&'a str>,
    pub chosen: bool,
    /// What is asked further once it is chosen: hidden until then by the package's script, and in sight without it.
    pub reveals: Option<Markup>,
}

/// One of several.
#[derive(Debug, Clone, Default)]
pub struct Radios<'a> {
    pub lang: Lang,
    pub name: &'a str,
    pub legend: &'a str,
    /// The legend is the page's heading.
    pub heading: bool,
    /// The choices stand small, beside each other: for many short questions on one page.
    pub inline: bool,
    pub hint: Option<&'a str>,
    pub error: Option<&'a str>,
    pub choices: Vec<Choice<'a>>,
}

impl Radios<'_> {
    /// The control with its legend, hint and error. The first choice has the name as its id, so that
    /// the error summary can point to it.
    pub fn show(&self) -> Markup {
        choices(
            ("radio", if self.inline { " govuk-radios--inline govuk-radios--small" } else { "" }),
            self.lang,
            self.name,
            self.legend,
            self.heading,
            self.hint,
            self.error,
            &self.choices,
        )
    }
}

/// Any of several.
#[derive(Debug, Clone, Default)]
pub struct Checkboxes<'a> {
    pub lang: Lang,
    pub name: &'a str,
    pub legend: &'a str,
    pub heading: bool,
    pub hint: Option<&'a str>,
    pub error: Option<&'a str>,
    pub choices: Vec<Choice<'a>>,
}

impl Checkboxes<'_> {
    /// The control with its legend, hint and error.
    pub fn show(&self) -> Markup {
        choices(
            ("checkbox", ""),
            self.lang,
            self.name,
            self.legend,
            self.heading,
            self.hint,
            self.error,
            &self.choices,
        )
    }
}

#[expect(clippy::too_many_arguments, reason = "the two controls differ in one word; this is their one body")]
fn choices(
    (kind, look): (&str, &str),
    lang: Lang,
    name: &str,
    legend: &str,
    heading: bool,
    hinted: Option<&str>,
    wrong: Option<&str>,
    choices: &[Choice<'_>],
) -> Markup {
    let block = if kind == "radio" { "govuk-radios" } else { "govuk-checkboxes" };
    group(
        wrong.is_some(),
        html! {
            fieldset class="govuk-fieldset" aria-describedby=[describedby(name, hinted, wrong)] {
                @if heading {
                    legend class="govuk-fieldset__legend govuk-fieldset__legend--l" {
                        h1 class="govuk-fieldset__heading" { (legend) }
                    }
                } @else {
                    legend class="govuk-fieldset__legend" { (legend) }
                }
                (hint(name, hinted))
                (error(lang, name, wrong))
                div class={ (block) (look) } data-module=(block) {
                    @for (index, choice) in choices.iter().enumerate() { (one(kind, block, name, index, choice)) }
                }
            }
        },
    )
}

fn one(kind: &str, block: &str, name: &str, index: usize, choice: &Choice<'_>) -> Markup {
    let id = if index == 0 { name.to_owned() } else { format!("{name}-{}", index + 1) };
    let revealed = choice.reveals.as_ref().map(|_| format!("conditional-{id}"));
    html! {
        div class={ (block) "__item" } {
            input class={ (block) "__input" } id=(id) name=(name) type=(kind) value=(choice.value)
                data-aria-controls=[revealed.as_ref()] checked[choice.chosen] aria-describedby=[choice.hint.map(|_| format!("{id}-item-hint"))];
            label class={ "govuk-label " (block) "__label" } for=(id) { (choice.text) }
            @if let Some(hint) = choice.hint {
                div id={ (id) "-item-hint" } class={ "govuk-hint " (block) "__hint" } { (hint) }
            }
        }
        @if let (Some(further), Some(revealed)) = (&choice.reveals, &revealed) {
            div id=(revealed) class={ (block) "__conditional" @if !choice.chosen { " " (block) "__conditional--hidden" } } { (further) }
        }
    }
}

impl Checkboxes<'_> {
    /// The choices alone, under a legend that only a screen reader says: for a second control on a page.
    pub fn quiet(&self) -> Markup {
        html! {
            div class="govuk-form-group" {
                fieldset class="govuk-fieldset" {
                    legend class="govuk-visually-hidden" { (self.legend) }
                    div class="govuk-checkboxes" data-module="govuk-checkboxes" {
                        @for (index, choice) in self.choices.iter().enumerate() {
                            (one("checkbox", "govuk-checkboxes", self.name, index, choice))
                        }
                    }
                }
            }
        }
    }
}

/// One of many, in a list that opens.
#[derive(Debug, Clone, Default)]
pub struct Select<'a> {
    pub lang: Lang,
    pub id: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub heading: bool,
    pub hint: Option<&'a str>,
    pub error: Option<&'a str>,
    pub choices: Vec<Choice<'a>>,
}

impl Select<'_> {
    /// The control with its label, hint and error.
    pub fn show(&self) -> Markup {
        group(
            self.error.is_some(),
            html! {
                (label(self.id, self.label, self.heading))
                (hint(self.id, self.hint))
                (error(self.lang, self.id, self.error))
                select class={ "govuk-select" @if self.error.is_some() { " govuk-select--error" } } id=(self.id)
                    name=(self.name) aria-describedby=[describedby(self.id, self.hint, self.error)] {
                    @for choice in &self.choices {
                        option value=(choice.value) selected[choice.chosen] { (choice.text) }
                    }
                }
            },
        )
    }
}
