//! The form about a child: one table says what is asked, how it is read and how it is shown.
//!
//! A part that a child can have several of (an assessment, a plan) has one empty place more than there are; a place left
//! empty is not kept. The names of the fields are `assessment-0-started`.

use domain::census::children::{
    Assessment, Characteristics, CinPlan, Enquiry, Episode, Identifiers, Protection, Review,
};
use domain::census::codes;
use domain::census::particulars::Particulars;
use domain::words::{Lang, Words};
use jiff::civil::Date;
use kit::FieldErrors;
use kit::form::Fields;
use kit::page::{self, Checkboxes, Choice, Input, Select, Textarea};
use maud::{Markup, html};

use super::words;

/// The longest text, in characters: twice the longest number of a child that is allowed.
const TEXT_CHARS_MAX: usize = 40;
/// The most parts of one kind.
const PARTS_MAX: usize = 20;

/// What is asked about a part, and where the answer goes.
struct Ask<T> {
    name: &'static str,
    label: Words,
    slot: Slot<T>,
}

enum Slot<T> {
    Text(fn(&mut T) -> &mut Option<String>),
    Day(fn(&mut T) -> &mut Option<Date>),
    /// One code of an element.
    Code(&'static str, fn(&mut T) -> &mut Option<String>),
    /// Any codes of an element.
    Codes(&'static str, fn(&mut T) -> &mut Vec<String>),
    Flag(fn(&mut T) -> &mut Option<String>),
    /// A day on each line.
    Days(fn(&mut T) -> &mut Vec<Review>),
}

macro_rules! asks {
    ($($name:literal $label:ident $kind:ident($($code:literal,)? $field:ident);)*) => {
        &[$(Ask { name: $name, label: words::$label, slot: Slot::$kind($($code,)? |part| &mut part.$field) }),*]
    };
}

const IDENTIFIERS: &[Ask<Identifiers>] = asks! {
    "la-child-id" LA_CHILD_ID Text(la_child_id);
    "upn" UPN Text(upn);
    "former-upn" FORMER_UPN Text(former_upn);
    "upn-unknown" UPN_UNKNOWN Code("UPNunknown", upn_unknown);
    "born" BORN Day(born);
    "expected" EXPECTED Day(expected);
    "sex" SEX Code("Sex", sex);
    "died" DIED Day(died);
};
const CHARACTERISTICS: &[Ask<Characteristics>] = asks! {
    "ethnicity" ETHNICITY Code("Ethnicity", ethnicity);
    "disabilities" DISABILITIES Codes("Disability", disabilities);
};
const EPISODE: &[Ask<Episode>] = asks! {
    "source" SOURCE Code("ReferralSource", source);
    "need" NEED Code("PrimaryNeedCode", need);
    "closed-because" CLOSED_BECAUSE Code("ReasonForClosure", closed_because);
    "conference" CONFERENCE_ALONE Day(conference);
};
const ASSESSMENT: &[Ask<Assessment>] = asks! {
    "started" STARTED Day(started);
    "authorised" AUTHORISED Day(authorised);
    "factors" FACTORS Codes("AssessmentFactors", factors);
};
const ENQUIRY: &[Ask<Enquiry>] = asks! {
    "started" STARTED Day(started);
    "target" TARGET Day(target);
    "conference" CONFERENCE Day(conference);
    "not-needed" NOT_NEEDED Flag(not_needed);
};
const PLAN: &[Ask<CinPlan>] = asks! {
    "started" STARTED Day(started);
    "ended" ENDED Day(ended);
};
const PROTECTION: &[Ask<Protection>] = asks! {
    "started" STARTED Day(started);
    "ended" ENDED Day(ended);
    "category" CATEGORY Code("CategoryOfAbuse", category);
    "latest-category" LATEST_CATEGORY Code("CategoryOfAbuse", latest_category);
    "plans-before" PLANS_BEFORE Text(plans_before);
    "reviews" REVIEWS Days(reviews);
};

/// What was told, as the form holds it.
pub(super) fn filled(mut told: Particulars) -> Fields {
    let mut out = Vec::new();
    fill(IDENTIFIERS, "", &mut told.identifiers, &mut out);
    fill(CHARACTERISTICS, "", &mut told.characteristics, &mut out);
    fill(EPISODE, "", &mut told.episode, &mut out);
    fill_all(ASSESSMENT, "assessment", &mut told.episode.assessments, &mut out);
    fill_all(ENQUIRY, "enquiry", &mut told.episode.enquiries, &mut out);
    fill_all(PLAN, "plan", &mut told.episode.plans, &mut out);
    fill_all(PROTECTION, "protection", &mut told.episode.protection, &mut out);
    out.into_iter().collect()
}

/// What the form says, or what is wrong in it.
pub(super) fn read(fields: &Fields, lang: Lang) -> Result<Particulars, FieldErrors> {
    let mut reading = Reading { fields, lang, errors: FieldErrors::default() };
    let told = Particulars {
        identifiers: reading.part(IDENTIFIERS, ""),
        characteristics: reading.part(CHARACTERISTICS, ""),
        episode: Episode {
            assessments: reading.all(ASSESSMENT, "assessment"),
            enquiries: reading.all(ENQUIRY, "enquiry"),
            plans: reading.all(PLAN, "plan"),
            protection: reading.all(PROTECTION, "protection"),
            ..reading.part(EPISODE, "")
        },
    };
    if reading.errors.is_empty() { Ok(told) } else { Err(reading.errors) }
}

/// The controls, with what is in the fields and what is wrong.
pub(super) fn show(lang: Lang, fields: &Fields, errors: &FieldErrors) -> Markup {
    let showing = Showing { lang, fields, errors };
    html! {
        h2 class="govuk-heading-m" { (words::WHO.of(lang)) }
        (showing.part(IDENTIFIERS, ""))
        (showing.part(CHARACTERISTICS, ""))
        h2 class="govuk-heading-m" { (words::REFERRAL.of(lang)) }
        (showing.part(EPISODE, ""))
        (showing.all(ASSESSMENT, "assessment", words::ASSESSMENT))
        (showing.all(ENQUIRY, "enquiry", words::ENQUIRY))
        (showing.all(PLAN, "plan", words::PLAN))
        (showing.all(PROTECTION, "protection", words::PROTECTION))
    }
}

fn fill<T>(asks: &[Ask<T>], prefix: &str, part: &mut T, out: &mut Vec<(String, String)>) {
    for ask in asks {
        let values: Vec<String> = match ask.slot {
            Slot::Text(slot) | Slot::Code(_, slot) | Slot::Flag(slot) => slot(part).iter().cloned().collect(),
            Slot::Day(slot) => slot(part).iter().map(Date::to_string).collect(),
            Slot::Codes(_, slot) => slot(part).clone(),
            Slot::Days(slot) => {
                let days = slot(part).iter().filter_map(|review| review.held).map(|day| day.to_string());
                vec![days.collect::<Vec<_>>().join("\n")]
            }
        };
        out.extend(values.into_iter().map(|value| (format!("{prefix}{}", ask.name), value)));
    }
}

fn fill_all<T>(asks: &[Ask<T>], kind: &str, parts: &mut [T], out: &mut Vec<(String, String)>) {
    for (at, part) in parts.iter_mut().enumerate() {
        fill(asks, &place(kind, at), part, out);
    }
}

/// What the names of the fields of a part begin with.
fn place(kind: &str, at: usize) -> String {
    format!("{kind}-{at}-")
}

/// How many places of this kind the form has something in; the last one that has counts.
fn places<T>(asks: &[Ask<T>], kind: &str, fields: &Fields) -> usize {
    let has = |at: &usize| {
        asks.iter().any(|ask| fields.get(&format!("{}{}", place(kind, *at), ask.name)).is_some())
    };
    (0..PARTS_MAX).rev().find(has).map_or(0, |last| last + 1)
}

struct Reading<'a> {
    fields: &'a Fields,
    lang: Lang,
    errors: FieldErrors,
}

impl Reading<'_> {
    fn part<T: Default>(&mut self, asks: &[Ask<T>], prefix: &str) -> T {
        let mut part = T::default();
        for ask in asks {
            self.answer(ask, &format!("{prefix}{}", ask.name), &mut part);
        }
        part
    }

    fn all<T: Default + PartialEq>(&mut self, asks: &[Ask<T>], kind: &str) -> Vec<T> {
        let read = (0..places(asks, kind, self.fields)).map(|at| self.part(asks, &place(kind, at)));
        let parts: Vec<T> = read.collect();
        parts.into_iter().filter(|part| *part != T::default()).collect()
    }

    fn answer<T>(&mut self, ask: &Ask<T>, name: &str, part: &mut T) {
        let typed = self.fields.get(name);
        match ask.slot {
            Slot::Text(slot) => *slot(part) = self.text(name, typed),
            Slot::Day(slot) => *slot(part) = typed.and_then(|typed| self.day(name, typed)),
            Slot::Code(element, slot) => {
                *slot(part) = typed.and_then(|typed| self.code(name, element, typed));
            }
            Slot::Codes(element, slot) => {
                let all: Vec<&str> = self.fields.all(name).collect();
                *slot(part) = all.into_iter().filter_map(|typed| self.code(name, element, typed)).collect();
            }
            Slot::Flag(slot) => {
                *slot(part) = typed.filter(|typed| ["true", "false"].contains(typed)).map(str::to_owned);
            }
            Slot::Days(slot) => {
                let days = typed.into_iter().flat_map(str::split_whitespace).take(PARTS_MAX);
                let days: Vec<Date> = days.filter_map(|typed| self.day(name, typed)).collect();
                *slot(part) = days.into_iter().map(|day| Review { held: Some(day) }).collect();
            }
        }
    }

    fn text(&mut self, name: &str, typed: Option<&str>) -> Option<String> {
        if typed.is_some_and(|typed| typed.chars().count() > TEXT_CHARS_MAX) {
            self.errors.add(name, words::TOO_LONG.of(self.lang));
        }
        typed.map(str::to_owned)
    }

    fn day(&mut self, name: &str, typed: &str) -> Option<Date> {
        let day = typed.parse().ok();
        if day.is_none() {
            self.errors.add(name, words::NOT_A_DATE.of(self.lang));
        }
        day
    }

    fn code(&mut self, name: &str, element: &str, typed: &str) -> Option<String> {
        if codes::holds(element, typed) {
            return Some(typed.to_owned());
        }
        self.errors.add(name, words::NOT_A_CHOICE.of(self.lang));
        None
    }
}

struct Showing<'a> {
    lang: Lang,
    fields: &'a Fields,
    errors: &'a FieldErrors,
}

impl Showing<'_> {
    fn all<T>(&self, asks: &[Ask<T>], kind: &str, title: Words) -> Markup {
        let there = places(asks, kind, self.fields);
        html! {
            @for at in 0..(there + 1).min(PARTS_MAX) {
                (page::details(&format!("{} {}", title.of(self.lang), at + 1), at < there, self.part(asks, &place(kind, at))))
            }
        }
    }

    fn part<T>(&self, asks: &[Ask<T>], prefix: &str) -> Markup {
        html! { @for ask in asks { (self.control(ask, &format!("{prefix}{}", ask.name))) } }
    }

    fn control<T>(&self, ask: &Ask<T>, name: &str) -> Markup {
        let (lang, label, error) = (self.lang, ask.label.of(self.lang), self.errors.of(name));
        let value = self.fields.get(name).unwrap_or_default();
        let input =
            |kind| Input { lang, id: name, name, label, value, error, kind, ..Input::default() }.show();
        let select = |coded: Vec<(&str, String)>| {
            let none = Choice { text: words::CHOOSE.of(lang), ..Choice::default() };
            let choice = |(value, text)| Choice {
                value,
                text,
                chosen: self.fields.get(name) == Some(value),
                ..Choice::default()
            };
            let coded: Vec<(&str, &str)> = coded.iter().map(|(code, text)| (*code, text.as_str())).collect();
            let choices = std::iter::once(none).chain(coded.into_iter().map(choice)).collect();
            Select { lang, id: name, name, label, error, choices, ..Select::default() }.show()
        };
        match ask.slot {
            Slot::Text(_) => input(None),
            Slot::Day(_) => input(Some("date")),
            Slot::Code(element, _) => select(choices(element, lang)),
            Slot::Flag(_) => select(vec![
                ("true", words::YES.of(lang).to_owned()),
                ("false", words::NO.of(lang).to_owned()),
            ]),
            Slot::Codes(element, _) => self.checkboxes(element, name, label),
            Slot::Days(_) => {
                let hint = Some(words::REVIEWS_HINT.of(lang));
                Textarea {
                    lang,
                    id: name,
                    name,
                    label,
                    hint,
                    value,
                    error,
                    rows: Some(3),
                    ..Textarea::default()
                }
                .show()
            }
        }
    }

    fn checkboxes(&self, element: &str, name: &str, legend: &str) -> Markup {
        let coded = choices(element, self.lang);
        let chosen: Vec<&str> = self.fields.all(name).collect();
        let choice = |(value, text): &(&'static str, String)| (*value, text.clone(), chosen.contains(value));
        let all: Vec<_> = coded.iter().map(choice).collect();
        let choices = all.iter().map(|(value, text, chosen)| Choice {
            value,
            text,
            chosen: *chosen,
            ..Choice::default()
        });
        let (lang, error) = (self.lang, self.errors.of(name));
        Checkboxes { lang, name, legend, error, choices: choices.collect(), ..Checkboxes::default() }.show()
    }
}

fn choices(element: &str, lang: Lang) -> Vec<(&'static str, String)> {
    codes::of(element).iter().map(|code| (code.as_str(), words::code(element, code, lang))).collect()
}

#[cfg(test)]
mod tests {
    use domain::census::Year;
    use domain::census::demonstration::census;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_was_told_fills_the_form_and_is_read_from_it_the_same() {
        let year = Year::new(2026).unwrap();
        for child in census(year, "201", date(2026, 5, 1).at(9, 0, 0, 0)).children {
            for mut episode in child.episodes {
                // The case says these, and these have no form yet.
                (episode.referred, episode.closed, episode.no_further_action) = (None, None, None);
                episode.proceedings.clear();
                let (identifiers, characteristics) =
                    (child.identifiers.clone(), child.characteristics.clone());
                let told = Particulars { identifiers, characteristics, episode };
                assert_eq!(read(&filled(told.clone()), Lang::En), Ok(told));
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_at_its_field() {
        let fields = Fields::from([
            ("born", "31/3/2016"),
            ("sex", "1"),
            ("upn", "a very long text that is certainly no number of a pupil"),
            ("assessment-1-started", "2026-02-30"),
            ("assessment-1-factors", "99"),
            ("protection-0-reviews", "2025-06-01 soon"),
        ]);
        let errors = read(&fields, Lang::En).unwrap_err();
        let named: Vec<_> = errors.iter().map(|(name, _)| name).collect();
        let expected =
            ["upn", "born", "sex", "assessment-1-started", "assessment-1-factors", "protection-0-reviews"];
        assert_eq!(named, expected);
    }

    #[test]
    fn a_place_left_empty_is_not_kept() {
        let fields = Fields::from([("plan-3-started", "2025-06-01"), ("plan-1-ended", "")]);
        assert_eq!(read(&fields, Lang::En).unwrap().episode.plans.len(), 1);
        assert!(show(Lang::En, &fields, &FieldErrors::default()).into_string().contains("plan-4-started"));
    }
}
