//! The questions of one sheet of a form, as they are shown: those of one page, or of several that stand together.
//!
//! A question that hangs on a choice of the same sheet is asked under that choice: the package's script hides it until the
//! choice is made, and without the script it is in sight with its choice above it. One that hangs on several choices stands
//! below with the condition written over it. One that an earlier sheet rules out is not shown.

use domain::referrals::forms::when::Part;
use domain::referrals::forms::{Field, Filled, Form, Kind, Page, path};
use domain::reports::Answer;
use domain::words::Lang;
use kit::FieldErrors;
use kit::briefing::CaseFile;
use kit::page::{Checkboxes, Choice, DateInput, Input, Radios, Select, Textarea};
use maud::{Markup, html};

use crate::evidence::Control;
use crate::words;

/// Where a question stands on its sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place<'f> {
    Open,
    /// Under a choice of another question.
    Under {
        parent: &'f str,
        choice: &'f str,
    },
    /// Open, with the condition over it.
    If(&'f Part),
}

/// The questions that may be asked on a sheet, as earlier sheets are answered, each with its place.
pub(crate) fn placed<'f>(form: &'f Form, sheet: &'f [Page], filled: &Filled) -> Vec<(&'f Field, Place<'f>)> {
    let Some(first) = sheet.first() else { return Vec::new() };
    let before = path::before(form, first, &filled.typed);
    let fields = || sheet.iter().filter(|page| page.when.holds(&before)).flat_map(|page| &page.fields);
    let mut placed: Vec<(&Field, Place<'_>)> = Vec::new();
    for field in fields() {
        let here = |part: &Part| fields().find(|other| other.id == part.field);
        // What is left of each alternative for this sheet to decide; none where an earlier one has decided against it.
        let left = field.when.alternatives.iter().filter_map(|parts| {
            let (of_sheet, earlier): (Vec<&Part>, Vec<&Part>) =
                parts.iter().partition(|part| here(part).is_some());
            let shown = |part: &&Part| placed.iter().any(|(other, _)| other.id == part.field);
            (earlier.iter().all(|part| part.holds(&before)) && of_sheet.iter().all(shown)).then_some(of_sheet)
        });
        let left: Vec<Vec<&Part>> = left.collect();
        let place = match left.first().map(|parts| parts.last().copied()) {
            None if field.when.alternatives.is_empty() => Place::Open,
            None => continue,
            Some(_) if left.iter().any(Vec::is_empty) => Place::Open,
            Some(None) => Place::Open,
            Some(Some(last)) => under(last, &left, here(last)),
        };
        placed.push((field, place));
    }
    placed
}

fn under<'f>(last: &'f Part, left: &[Vec<&'f Part>], parent: Option<&'f Field>) -> Place<'f> {
    let same = left.iter().all(|parts| parts.last().copied() == Some(last));
    let offers = |field: &Field| matches!(field.kind, Kind::Radios | Kind::Checkboxes);
    match (last.is.as_slice(), parent) {
        ([choice], Some(parent)) if same && offers(parent) => Place::Under { parent: &parent.id, choice },
        _ => Place::If(last),
    }
}

/// A sheet of questions with what was answered and what is wrong.
pub(crate) struct Sheet<'a> {
    pub(crate) lang: Lang,
    pub(crate) filled: &'a Filled,
    pub(crate) pages: &'a [Page],
    pub(crate) placed: Vec<(&'a Field, Place<'a>)>,
    pub(crate) errors: &'a FieldErrors,
    /// The files of the case, where the page asks for some.
    pub(crate) kept: &'a [CaseFile],
}

impl<'a> Sheet<'a> {
    /// The sheet of a form, as it is filled in.
    pub(crate) fn of(
        lang: Lang,
        form: &'a Form,
        pages: &'a [Page],
        filled: &'a Filled,
        errors: &'a FieldErrors,
    ) -> Self {
        Self { lang, filled, pages, placed: placed(form, pages, filled), errors, kept: &[] }
    }

    /// What must be known before the first question of a page.
    pub(crate) fn lead(&self, page: &Page) -> Markup {
        html! { @if let Some(lead) = &page.lead { p class="govuk-body" { (lead.of(self.lang)) } } }
    }

    /// The controls of every page on it, each under its title.
    pub(crate) fn titled(&self) -> Markup {
        html! {
            @for page in self.pages {
                @let controls = self.controls(page);
                @if !controls.0.is_empty() {
                    section {
                        h2 class="govuk-heading-m" { (page.title_in(self.lang)) }
                        (self.lead(page))
                        (controls)
                    }
                }
            }
        }
    }

    /// The controls of a page; those in a row that hang on the same answers together, under the condition.
    pub(crate) fn controls(&self, page: &Page) -> Markup {
        let of_page = |field: &Field| page.fields.iter().any(|one| one.id == field.id);
        let open = self.placed.iter().filter(|(_, place)| !matches!(place, Place::Under { .. }));
        let open: Vec<&(&Field, Place<'_>)> = open.filter(|(field, _)| of_page(field)).collect();
        html! {
            @for together in open.chunk_by(|(_, one), (_, other)| one == other && *one != Place::Open) {
                @let controls = html! { @for (field, _) in together { (self.control(field)) } };
                @if let [(_, Place::If(part)), ..] = together {
                    div class="govuk-form-group" {
                        fieldset class="govuk-fieldset" {
                            legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { (self.condition(part)) }
                            (controls)
                        }
                    }
                } @else { (controls) }
            }
        }
    }

    fn condition(&self, part: &Part) -> String {
        let asked = self.placed.iter().find(|(field, _)| field.id == part.field);
        let label = asked.map_or("", |(field, _)| field.label_in(self.lang));
        let choices: Vec<&str> = part
            .is
            .iter()
            .map(|code| asked.map_or(code.as_str(), |(field, _)| field.choice(code, self.lang)))
            .collect();
        words::only_if(label, &choices, self.lang)
    }

    fn value(&self, field: &Field) -> String {
        match self.filled.typed.get(&field.id) {
            Some(Answer::One(text)) => text.clone(),
            Some(Answer::Many(lines)) => lines.join("\n"),
            Some(Answer::Rows(_)) | None => String::new(),
        }
    }

    fn hint(&self, field: &Field) -> Option<String> {
        let own = field.hint.as_ref().map(|text| text.of(self.lang));
        let from = self.filled.is_from_case(&field.id).then(|| words::FROM_CASE.of(self.lang));
        let parts: Vec<&str> = [from, own].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn control(&self, field: &Field) -> Markup {
        let (lang, value, hint) = (self.lang, self.value(field), self.hint(field));
        let label = words::asked(field.label_in(lang), field.required || field.kind == Kind::Checkbox, lang);
        let (id, name) = (field.id.as_str(), field.id.as_str());
        let (label, value, hint, error) =
            (label.as_str(), value.as_str(), hint.as_deref(), self.errors.of(&field.id));
        let input = |kind: &'static str, width: Option<&'static str>| {
            Input { lang, id, name, label, hint, value, error, kind: Some(kind), width, ..Input::default() }
                .show()
        };
        let text = |rows: u8| {
            Textarea { lang, id, name, label, hint, value, error, rows: Some(rows), ..Textarea::default() }
                .show()
        };
        match field.kind {
            Kind::Text => input("text", None),
            Kind::Email => input("email", None),
            Kind::Phone => input("tel", Some("govuk-input--width-20")),
            Kind::Number => {
                let (inputmode, width) = (Some("numeric"), Some("govuk-input--width-4"));
                Input { lang, id, name, label, hint, value, error, inputmode, width, ..Input::default() }
                    .show()
            }
            Kind::Textarea => text(4),
            Kind::Lines => text(3),
            Kind::Files => {
                let (kept, answer, errors) = (self.kept, self.filled.typed.get(&field.id), self.errors);
                Control { lang, field, kept, answer, label, hint, errors }.show()
            }
            Kind::Date => DateInput { lang, id, name, legend: label, hint, error, value }.show(),
            Kind::Radios => {
                let choices = self.choices(field);
                let inline = choices.len() <= 3 && choices.iter().all(|choice| choice.reveals.is_none());
                Radios { lang, name, legend: label, inline, hint, error, choices, ..Radios::default() }.show()
            }
            Kind::Checkboxes => {
                let choices = self.choices(field);
                Checkboxes { lang, name, legend: label, hint, error, choices, ..Checkboxes::default() }.show()
            }
            Kind::Checkbox => {
                let choices =
                    vec![Choice { value: "true", text: label, chosen: value == "true", ..Choice::default() }];
                let legend = words::TICK.of(lang);
                Checkboxes { lang, name, legend, hint, error, choices, ..Checkboxes::default() }.show()
            }
            Kind::Select => {
                let mut choices = vec![Choice { text: words::CHOOSE.of(lang), ..Choice::default() }];
                choices.extend(self.choices(field));
                Select { lang, id, name, label, hint, error, choices, ..Select::default() }.show()
            }
        }
    }

    fn choices<'f>(&self, field: &'f Field) -> Vec<Choice<'f>>
    where
        Self: 'f,
    {
        let one = |code: &'f String| Choice {
            value: code,
            text: field.choice(code, self.lang),
            chosen: self.filled.typed.chose(&field.id, code),
            reveals: self.revealed(&field.id, code),
            ..Choice::default()
        };
        field.options.iter().map(one).collect()
    }

    /// What is asked under a choice.
    fn revealed(&self, parent: &str, choice: &str) -> Option<Markup> {
        let at = Place::Under { parent, choice };
        let under: Vec<&Field> =
            self.placed.iter().filter(|(_, place)| *place == at).map(|(field, _)| *field).collect();
        (!under.is_empty()).then(|| html! { @for field in under { (self.control(field)) } })
    }
}

#[cfg(test)]
mod tests {
    use domain::referrals::forms;
    use domain::reports::Answers;

    use super::*;

    fn page<'f>(form: &'f Form, page: &str, given: &[(&str, &str)]) -> Vec<(&'f Field, Place<'f>)> {
        let mut filled = Filled { form: form.id.clone(), ..Filled::default() };
        let mut answers = Answers::default();
        for (field, text) in given {
            answers.set(field, Answer::One((*text).to_owned()));
        }
        filled.typed = answers;
        placed(form, form.sheet(page).unwrap(), &filled)
    }

    fn place<'f>(placed: &[(&'f Field, Place<'f>)], id: &str) -> Option<Place<'f>> {
        placed.iter().find(|(field, _)| field.id == id).map(|(_, place)| place.clone())
    }

    #[test]
    fn a_question_stands_under_its_choice_or_below_with_its_condition() {
        let nrm = forms::form("nrm").unwrap();
        let start = page(nrm, "start", &[]);
        let under = Place::Under { parent: "pv-under-age", choice: "no" };
        assert_eq!(place(&start, "pv-under-age-at-time-of-exploitation"), Some(under));
        let authority = place(&start, "local-authority-contacted-about-child-local-authority-name");
        assert!(matches!(authority, Some(Place::If(part)) if part.is.len() == 2), "{authority:?}");
        assert_eq!(place(&start, "reference"), Some(Place::Open));
    }

    #[test]
    fn what_an_earlier_page_rules_out_is_not_shown_and_what_it_settles_stands_open() {
        let nrm = forms::form("nrm").unwrap();
        let child = page(nrm, "person", &[("pv-under-age", "yes")]);
        assert_eq!(place(&child, "pv-name-first-name"), Some(Place::Open));
        assert_eq!(place(&child, "who-contact"), None);
        assert_eq!(place(&child, "pv-contact-details"), None);
        let refuses =
            [("pv-under-age", "no"), ("pv-want-to-submit-nrm", "no"), ("authorities-cooperation", "no")];
        let notice = page(nrm, "person", &refuses);
        let asked: Vec<&str> = notice.iter().map(|(field, _)| field.id.as_str()).collect();
        assert_eq!(asked, ["pv-gender", "pv-nationality", "pv-nationality-second"]);
        let agrees = page(nrm, "person", &[("pv-under-age", "no"), ("pv-want-to-submit-nrm", "yes")]);
        let under = Place::Under { parent: "who-contact", choice: "potential-victim" };
        assert_eq!(place(&agrees, "pv-contact-details"), Some(under));
        let under = Place::Under { parent: "pv-contact-details", choice: "email" };
        assert_eq!(place(&agrees, "pv-contact-details-email-input"), Some(under));
    }

    #[test]
    fn whatever_is_asked_is_shown_on_its_page() {
        for form in forms::all() {
            for choices in [&["yes", "no"][..], &["no", "yes"], &["not-sure", "professional"]] {
                let mut filled = Filled { form: form.id.clone(), ..Filled::default() };
                for (at, field) in form.fields().enumerate() {
                    let wanted = field.options.iter().find(|option| choices.contains(&option.as_str()));
                    let one = wanted.or_else(|| field.options.get(at % field.options.len().max(1)));
                    if let Some(option) = one {
                        filled.typed.set(&field.id, Answer::One(option.clone()));
                    }
                }
                let shown: Vec<&str> = form
                    .sheets()
                    .flat_map(|sheet| placed(form, sheet, &filled))
                    .map(|(field, _)| field.id.as_str())
                    .collect();
                for field in path::asked(form, &filled.typed) {
                    assert!(shown.contains(&field.id.as_str()), "{} {}", form.id, field.id);
                }
            }
        }
    }
}
