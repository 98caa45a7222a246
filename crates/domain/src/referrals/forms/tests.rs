//! Whatever is changed in whatever form, nothing stale leaves it; and the data is whole.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::check::Trouble;
use super::filled::Filled;
use super::form::{Field, Form, Kind, MustBe};
use super::payload::{self, Sent};
use super::{all, check, files, form, path};
use crate::agency::Nation;
use crate::id::FileId;
use crate::reports::course::Attachment;
use crate::reports::{Answer, Answers};
use crate::rules::rulebook;
use crate::words::Lang;

pub(crate) const TODAY: Date = date(2026, 11, 26);
pub(crate) const SENT: Sent<'static> = Sent { id: "ref_1", email: "a.officer@kent.police.uk" };

/// An answer that the question takes, marked so that it can be found wherever it goes.
pub(crate) fn answer(field: &Field, choice: usize) -> Answer {
    let text = |text: &str| Answer::One(text.to_owned());
    let marked = format!("told-in-{}", field.id);
    match field.kind {
        Kind::Radios | Kind::Select => text(&field.options[choice % field.options.len()]),
        Kind::Checkboxes => match choice % 3 {
            0 => Answer::Many(field.options.clone()),
            _ => Answer::Many(vec![field.options[choice / 3 % field.options.len()].clone()]),
        },
        Kind::Checkbox if field.required || choice.is_multiple_of(2) => text("true"),
        Kind::Checkbox => text(""),
        Kind::Date => text("2010-02-28"),
        Kind::Email => text(&format!("{marked}@council.gov.uk")),
        Kind::Phone => text("07700 900123"),
        Kind::Number => text("2"),
        Kind::Lines => match (field.must_be, choice % 2) {
            (_, 0) if !field.required => Answer::Many(Vec::new()),
            (Some(MustBe::Telephones), _) => Answer::Many(vec!["07700 900456".to_owned()]),
            _ => Answer::Many(vec![format!("{marked}.pdf")]),
        },
        Kind::Files if choice.is_multiple_of(2) && !field.required => Answer::Rows(Vec::new()),
        Kind::Files => Answer::Rows(vec![files::row(&kept(&marked, "application/pdf", 1))]),
        Kind::Text | Kind::Textarea => text(&marked.chars().take(field.chars_max()).collect::<String>()),
    }
}

/// A file of a case.
pub(crate) fn kept(name: &str, kind: &str, size_bytes: u64) -> Attachment {
    let digits = name.bytes().fold(1, |sum: u128, byte| sum.wrapping_mul(257).wrapping_add(byte.into()));
    Attachment {
        file: FileId::from_uuid(uuid::Uuid::from_u128(digits)),
        name: name.to_owned(),
        kind: kind.to_owned(),
        size_bytes,
        sha256: format!("{digits:064x}"),
        key: serde_json::from_str("\"the-key-of-a-file\"").unwrap(),
    }
}

/// Answers every question that is asked, one after the other, by choices.
pub(crate) fn filled(form: &Form, choices: &[usize]) -> Answers {
    let (mut answers, mut at) = (Answers::default(), 0);
    while let Some(field) =
        path::asked(form, &answers).into_iter().find(|field| answers.get(&field.id).is_none())
    {
        answers.set(&field.id, answer(field, choices[at % choices.len()] + at / choices.len()));
        at += 1;
    }
    answers
}

/// Choices that differ from walk to walk and are the same in every run.
pub(crate) fn walk(form: &Form, number: usize) -> Answers {
    let mut state = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let choices: Vec<usize> = (0..150)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % 997).unwrap()
        })
        .collect();
    filled(form, &choices)
}

/// Everything that leaves, by every door, as one text.
fn leaves(form: &Form, answers: &Answers) -> String {
    let filled = Filled { form: form.id.clone(), typed: answers.clone(), ..Filled::default() };
    let told: Vec<String> = Lang::ALL
        .iter()
        .flat_map(|lang| filled.told(*lang))
        .flat_map(|section| section.lines)
        .map(|line| format!("{}: {}", line.field.id, line.text))
        .collect();
    let json = serde_json::to_string(&filled.leaving()).unwrap();
    let payload = payload::payload(form, answers, SENT);
    let annex = payload::annex(form, answers);
    format!("{json}\n{told:?}\n{payload:?}\n{annex:?}\n{:?}", filled.notes(Lang::En))
}

proptest! {
    #[test]
    fn changing_an_answer_never_leaves_a_stale_one_in_anything_that_leaves(
        which in 0usize..8, choices in prop::collection::vec(0usize..1000, 7..60),
        changes in prop::collection::vec((0usize..200, 0usize..1000), 1..4)
    ) {
        let form = &all()[which % all().len()];
        let mut answers = filled(form, &choices);
        for (at, choice) in changes {
            let asked = path::asked(form, &answers);
            let changed = asked[at % asked.len()];
            answers.set(&changed.id, answer(changed, choice));
        }
        let asked: BTreeSet<&str> = path::asked(form, &answers).iter().map(|field| field.id.as_str()).collect();
        let left = leaves(form, &answers);
        for question in answers.questions().filter(|question| !asked.contains(question)) {
            prop_assert!(!left.contains(&format!("told-in-{question}\"")), "{}: {question} left", form.id);
            prop_assert!(!left.contains(&format!("\"{question}\"")), "{}: {question} left", form.id);
        }
        // The same leaves as if the answers that are no longer asked had never been given.
        let current = path::current(form, &answers);
        prop_assert_eq!(left, leaves(form, &current));
        prop_assert_eq!(path::current(form, &current), current);
    }
}

#[test]
fn a_question_that_hangs_on_a_stale_answer_is_not_asked() {
    let form = form("teacher_regulator").unwrap();
    let mut answers = Answers::default();
    for (field, text) in
        [("reporting-as", "employer"), ("employment-status", "left-role"), ("reason-leaving", "dismissed")]
    {
        answers.set(field, Answer::One(text.to_owned()));
    }
    let asks =
        |answers: &Answers| path::asked(form, answers).iter().any(|field| field.id == "reason-leaving");
    assert!(asks(&answers));
    answers.set("reporting-as", Answer::One("public".to_owned()));
    assert!(!asks(&answers), "the employment is not asked, so what hangs on it is not either");
    assert!(!leaves(form, &answers).contains("dismissed"));
}

#[test]
fn every_question_and_choice_of_every_form_can_be_reached() {
    for form in all() {
        let (mut fields, mut choices) = (BTreeSet::new(), BTreeSet::new());
        for number in 0..400 {
            let answers = walk(form, number);
            for field in path::asked(form, &answers) {
                fields.insert(field.id.as_str());
                let chosen = field.options.iter().filter(|option| answers.chose(&field.id, option));
                choices.extend(chosen.map(|option| (field.id.as_str(), option.as_str())));
            }
        }
        for field in form.fields() {
            assert!(fields.contains(field.id.as_str()), "{}: {} is never asked", form.id, field.id);
            for option in &field.options {
                let reached = choices.contains(&(field.id.as_str(), option.as_str()));
                assert!(reached, "{}: {} {option}", form.id, field.id);
            }
        }
    }
}

#[test]
fn what_a_condition_looks_at_is_asked_before_and_has_that_choice() {
    for form in all() {
        let mut before: Vec<&Field> = Vec::new();
        let check = |when: &super::when::When, before: &[&Field]| {
            for part in when.fields() {
                let field = before.iter().find(|field| field.id == part.field);
                let field =
                    field.unwrap_or_else(|| panic!("{}: {} is not asked before", form.id, part.field));
                for code in &part.is {
                    let known =
                        field.options.contains(code) || field.kind == Kind::Checkbox && code == "true";
                    assert!(known, "{}: {} has no choice {code}", form.id, part.field);
                }
            }
        };
        for page in &form.pages {
            check(&page.when, &before);
            for field in &page.fields {
                check(&field.when, &before);
                assert!(!before.contains(&field), "{}: {} is there twice", form.id, field.id);
                before.push(field);
            }
        }
        for note in &form.notes {
            check(&note.when, &before);
            assert!(note.stops.iter().all(|id| form.field(id).is_some()), "{}: {:?}", form.id, note.stops);
        }
    }
}

#[test]
fn whether_a_page_is_asked_hangs_on_earlier_sheets_alone() {
    for form in all() {
        for sheet in form.sheets() {
            for part in sheet.iter().flat_map(|page| page.when.fields()) {
                let here = sheet.iter().flat_map(|page| &page.fields).any(|field| field.id == part.field);
                assert!(!here, "{}: {} is asked on the same sheet", form.id, part.field);
            }
        }
    }
}

#[test]
fn every_form_is_whole_in_both_languages_and_says_who_receives_it() {
    for form in all() {
        assert!(!form.title.is_empty() && !form.cy.is_empty() && !form.source.is_empty(), "{}", form.id);
        assert!(!form.verified || !form.address.is_empty(), "{} is verified and has no address", form.id);
        for nation in &form.nations {
            let receiver = form.receiver(*nation).unwrap_or_else(|| panic!("{} {nation:?}", form.id));
            assert!(!receiver.name.is_empty() && !receiver.cy.is_empty(), "{} {nation:?}", form.id);
            let contact = receiver.contact.as_deref().unwrap_or_else(|| panic!("{} {nation:?}", form.id));
            assert!(rulebook().contact(contact).is_some(), "{}: {contact}", form.id);
        }
        for field in form.fields() {
            assert!(
                !field.label.trim().is_empty() && !field.cy.trim().is_empty(),
                "{} {}",
                form.id,
                field.id
            );
            let chosen = matches!(field.kind, Kind::Radios | Kind::Select | Kind::Checkboxes);
            assert_eq!(chosen, !field.options.is_empty(), "{} {}", form.id, field.id);
            assert_eq!(field.kind == Kind::Files, field.files.is_some(), "{} {}", form.id, field.id);
            for option in &field.options {
                for lang in Lang::ALL {
                    assert_ne!(field.choice(option, lang), option, "{} {} {option}", form.id, field.id);
                }
            }
        }
    }
}

#[test]
fn every_rule_that_a_form_cites_is_in_the_rulebook() {
    let known: BTreeSet<&str> = rulebook().heads().map(|(_, head)| head.id.as_str()).collect();
    for form in all() {
        for rule in form.notes.iter().filter_map(|note| note.rule.as_deref()) {
            assert!(known.contains(rule), "{}: {rule}", form.id);
        }
    }
}

#[test]
fn no_form_keeps_a_telephone_number_or_an_address_of_mail_of_its_own() {
    for form in all() {
        let notes = form.notes.iter().flat_map(|note| [&note.text, &note.cy]);
        let hints = form.fields().filter_map(|field| field.hint.as_ref());
        let labels = form.fields().flat_map(|field| [&field.label, &field.cy]);
        let leads = form.pages.iter().filter_map(|page| page.lead.as_ref());
        let pairs = hints.chain(leads).flat_map(|text| [&text.en, &text.cy]);
        for text in notes.chain(pairs).chain(labels) {
            let digits = text.replace(' ', "");
            let long = digits.split(|sign: char| !sign.is_ascii_digit()).any(|run| run.len() >= 7);
            assert!(!long && !text.contains('@'), "{}: {text}", form.id);
        }
    }
}

#[test]
fn every_nation_has_the_forms_that_its_people_need() {
    for nation in Nation::ALL {
        let ids: Vec<&str> = super::of(nation).map(|form| form.id.as_str()).collect();
        let social = if nation == Nation::NorthernIreland { "unocini" } else { "childrens_services" };
        for id in [social, "police", "nrm", "lado", "ceop", "dbs", "teacher_regulator"] {
            assert!(ids.contains(&id), "{nation:?} has no {id}");
        }
        assert_eq!(ids.len(), 7, "{nation:?}: {ids:?}");
    }
}

#[test]
fn what_is_missing_or_wrong_is_named_with_the_fix() {
    let form = form("police").unwrap();
    let told = |field: &str, answer: Answer| {
        let mut answers = walk(form, 2);
        answers.set(field, answer);
        let found = check::problems(form, &answers, &[], TODAY);
        found.into_iter().find(|problem| problem.field.id == field).map(|problem| problem.trouble)
    };
    let one = |text: &str| Answer::One(text.to_owned());
    let lines = |text: &str| Answer::Many(vec![text.to_owned()]);
    let cases = [
        ("where", one(" "), Some(Trouble::Missing)),
        ("where", one(&"x".repeat(15_001)), Some(Trouble::TooLong(15_000))),
        ("danger-now", one("maybe"), Some(Trouble::NotAChoice)),
        ("danger-now", one(" yes"), Some(Trouble::NotAChoice)),
        ("danger-now", lines("yes"), Some(Trouble::NotAChoice)),
        ("where", lines("The park"), Some(Trouble::Missing)),
        ("sender-email", one("nobody"), Some(Trouble::NotAnEmail)),
        ("sender-phone", one("ring me"), Some(Trouble::NotATelephone)),
        ("child-age", one("ten"), Some(Trouble::NotANumber)),
        ("first-on", one("2026-2-31"), Some(Trouble::NotADate)),
        ("first-on", one("1899-12-31"), Some(Trouble::NotADate)),
        ("first-on", one("2026-11-27"), Some(Trouble::Future)),
        ("first-on", one("2026-11-26"), None),
        ("telephones", lines("my line"), Some(Trouble::NotATelephone)),
        ("telephones", Answer::Many(vec!["07700 900123".to_owned(); 51]), Some(Trouble::TooMany(50))),
    ];
    for (field, answer, expected) in cases {
        assert_eq!(told(field, answer.clone()), expected, "{field} {answer:?}");
    }
    let problems = check::problems(form, &Answers::default(), &[], TODAY);
    assert!(
        problems.iter().any(|problem| problem.says(Lang::En) == "What happened: this has to be answered")
    );
}

#[test]
fn a_form_that_is_not_for_this_cannot_be_sent_and_says_where_to_go() {
    let cases = [
        ("ceop", "about", "bullying-or-fake-account", "platform"),
        ("dbs", "referrer", "public", "children's services"),
        ("teacher_regulator", "is-teacher", "no", "teachers"),
        ("teacher_regulator", "teaching-in", "wales", "Education Workforce Council"),
    ];
    for (id, field, code, says) in cases {
        let form = form(id).unwrap();
        let mut answers = walk(form, 1);
        answers.set("receiver-nation", Answer::One("england".to_owned()));
        answers.set(field, Answer::One(code.to_owned()));
        let found = check::problems(form, &answers, &[], TODAY);
        let said =
            found.iter().find(|problem| problem.field.id == field).map(|problem| problem.says(Lang::En));
        assert!(said.as_deref().is_some_and(|said| said.contains(says)), "{id} {field} {code}: {said:?}");
    }
}

#[test]
fn the_barring_referral_says_whether_it_is_a_duty_a_power_or_neither() {
    let form = form("dbs").unwrap();
    let cases = [
        ("provider", "withdrawn", "conduct", "yes", Some("BAR-DUTY")),
        ("supplier", "would-have-been", "harm-test", "yes", Some("BAR-DUTY")),
        ("provider", "none-of-these", "conduct", "yes", Some("BAR-C1")),
        ("provider", "moved", "none-of-these", "yes", Some("BAR-C1")),
        ("authority-or-register", "none-of-these", "offence", "not-sure", Some("BAR-POWER")),
        ("authority-or-register", "none-of-these", "offence", "no", None),
        ("public", "withdrawn", "conduct", "yes", Some("BAR-EXCL-PUBLIC")),
    ];
    for (referrer, first, second, regulated, expected) in cases {
        let mut typed = Answers::default();
        let one = |text: &str| Answer::One(text.to_owned());
        typed.set("referrer", one(referrer));
        typed.set("first-condition", one(first));
        typed.set("second-condition", Answer::Many(vec![second.to_owned()]));
        typed.set("regulated", one(regulated));
        let filled = Filled { form: form.id.clone(), typed, ..Filled::default() };
        let rules: Vec<Option<&str>> = filled.notes(Lang::En).into_iter().map(|(_, rule)| rule).collect();
        assert_eq!(rules, expected.map(Some).into_iter().collect::<Vec<_>>(), "{referrer} {first} {second}");
    }
}
