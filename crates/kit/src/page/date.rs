//! A day in three parts, as people write it.

use domain::words::Lang;
use maud::{Markup, html};

use super::control::{describedby, error, group, hint};
use super::words;

/// A day: three inputs, whose names are the name with `-day`, `-month` and `-year` after it.
#[derive(Debug, Clone, Default)]
pub struct DateInput<'a> {
    pub lang: Lang,
    /// The id of the first input, so that the error summary can point to it.
    pub id: &'a str,
    pub name: &'a str,
    pub legend: &'a str,
    pub hint: Option<&'a str>,
    pub error: Option<&'a str>,
    /// Year-month-day, or what was typed of it in that order.
    pub value: &'a str,
}

impl DateInput<'_> {
    /// The control with its legend, hint and error.
    pub fn show(&self) -> Markup {
        let mut typed = self.value.splitn(3, '-');
        let [year, month, day] = [typed.next(), typed.next(), typed.next()].map(Option::unwrap_or_default);
        let parts = [
            ("day", words::DAY, day, "2"),
            ("month", words::MONTH, month, "2"),
            ("year", words::YEAR, year, "4"),
        ];
        group(
            self.error.is_some(),
            html! {
                fieldset class="govuk-fieldset" role="group" aria-describedby=[describedby(self.id, self.hint, self.error)] {
                    legend class="govuk-fieldset__legend" { (self.legend) }
                    (hint(self.id, self.hint))
                    (error(self.lang, self.id, self.error))
                    div class="govuk-date-input" {
                        @for (part, label, value, width) in parts { (self.part(part, label.of(self.lang), value, width)) }
                    }
                }
            },
        )
    }

    fn part(&self, part: &str, label: &str, value: &str, width: &str) -> Markup {
        let id = if part == "day" { self.id.to_owned() } else { format!("{}-{part}", self.id) };
        html! {
            div class="govuk-date-input__item" { div class="govuk-form-group" {
                label class="govuk-label govuk-date-input__label" for=(id) { (label) }
                input class={ "govuk-input govuk-date-input__input govuk-input--width-" (width)
                        @if self.error.is_some() { " govuk-input--error" } }
                    id=(id) name={ (self.name) "-" (part) } type="text" inputmode="numeric"
                    value=[(!value.is_empty()).then_some(value)];
            } }
        }
    }
}

/// What was typed in the three parts: year-month-day where all are numbers, else as it was typed; nothing where nothing was.
pub fn date_typed(day: &str, month: &str, year: &str) -> Option<String> {
    let parts = [day, month, year].map(str::trim);
    if parts.iter().all(|part| part.is_empty()) {
        return None;
    }
    let [day, month, year] = parts.map(|part| part.replace('-', " "));
    let number = |part: &str| part.parse::<u16>().ok();
    Some(match (number(&day), number(&month), number(&year)) {
        (Some(day), Some(month), Some(year)) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year}-{month}-{day}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_a_day_or_can_be_put_right() {
        let cases = [
            (["", " ", ""], None),
            (["1", "2", "2010"], Some("2010-02-01")),
            (["31", "2", "2010"], Some("2010-02-31")),
            (["first", "2", "2010"], Some("2010-2-first")),
            (["", "2", "2010"], Some("2010-2-")),
            (["1-2", "2", "2010"], Some("2010-2-1 2")),
        ];
        for ([day, month, year], expected) in cases {
            assert_eq!(date_typed(day, month, year).as_deref(), expected, "{day} {month} {year}");
        }
    }

    #[test]
    fn what_was_typed_stands_in_its_part_again() {
        let shown =
            DateInput { id: "born", name: "born", value: "2010-2-first", ..DateInput::default() }.show();
        let shown = shown.into_string();
        for part in ["name=\"born-day\"", "value=\"first\"", "value=\"2010\"", "id=\"born\""] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
    }
}
