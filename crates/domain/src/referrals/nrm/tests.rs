//! Every question, choice and fork of the official form is walked; nothing that is no longer asked is ever sent.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::check::{Trouble, problems};
use super::form::{Field, Kind, MustBe, form};
use super::payload::{Sent, payload};
use super::{Made, path};
use crate::reports::{Answer, Answers};

const TODAY: Date = date(2026, 11, 25);
const SENT: Sent<'static> = Sent { id: "ref_1", email: "a.officer@kent.police.uk" };

/// Pages that the official form has and that no way leads to; and what is no page of questions.
const UNREACHABLE: &[&str] = &[
    "/start",
    "/reports",
    "/are-you-sure",
    "/what-happened",
    "/support-organisations",
    "/continue-report",
    "/save-and-exit",
    "/token-invalid",
    "/exit",
    "/more-than-one-exploitation-situation",
    "/why-are-you-making-the-referral",
];

/// An answer that the question takes; for a choice, the one of this number.
fn answer(field: &Field, choice: usize) -> Answer {
    let text = |text: &str| Answer::One(text.to_owned());
    match (field.kind, field.must_be) {
        (Kind::Radios, _) => text(&field.options[choice % field.options.len()]),
        (Kind::Checkboxes, _) => match choice % 3 {
            0 => Answer::Many(field.options.clone()),
            one => Answer::Many(vec![field.options[one - 1].clone()]),
        },
        (Kind::Checkbox, _) if field.required => text("true"),
        (Kind::Checkbox, _) => text(if choice.is_multiple_of(2) { "true" } else { "false" }),
        (Kind::Files, _) => text(if choice.is_multiple_of(2) { "" } else { "note.pdf" }),
        (Kind::Date, _) | (_, Some(MustBe::PastDate)) => text("2010-02-28"),
        (_, Some(MustBe::Email)) => text("somebody@council.gov.uk"),
        (_, Some(MustBe::Telephone)) => text("07700 900123"),
        (_, Some(MustBe::Number)) => text("2"),
        (Kind::Text | Kind::Textarea | Kind::Select, _) => text(&format!("told in {}", field.field)),
    }
}

/// Answers every question that is asked, one after the other, by choices.
fn filled(choices: &[usize]) -> Answers {
    let (mut answers, mut at) = (Answers::default(), 0);
    while let Some(field) =
        path::asked(&answers).into_iter().find(|field| answers.get(&field.field).is_none())
    {
        let choice = choices[at % choices.len()] + at / choices.len();
        at += 1;
        answers.set(&field.field, answer(field, choice));
    }
    if !path::asked(&answers).iter().any(|field| is_kind(field) && answers.chose(&field.field, "true")) {
        answers.set("types-of-exploitation-forced-to-commit-crime", Answer::One("true".to_owned()));
    }
    answers
}

fn is_kind(field: &Field) -> bool {
    field.field.starts_with("types-of-exploitation-")
}

fn any_filled() -> impl Strategy<Value = Answers> {
    prop::collection::vec(0usize..1000, 7..60).prop_map(|choices| filled(&choices))
}

/// Choices that differ from walk to walk and are the same in every run.
fn walk(number: usize) -> Answers {
    let mut state = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let choices: Vec<usize> = (0..150)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % 997).unwrap()
        })
        .collect();
    filled(&choices)
}

#[test]
fn every_question_choice_and_fork_is_reached_and_what_is_filled_in_can_be_sent() {
    let (mut steps, mut fields, mut choices, mut forks) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for number in 0..600 {
        let answers = walk(number);
        assert_eq!(problems(&answers, TODAY), [], "walk {number}");
        let way = path::steps(&answers);
        assert_eq!(way.last().unwrap().step, "/confirmation", "walk {number}");
        for pair in way.windows(2) {
            forks.insert((pair[0].step.as_str(), pair[1].step.as_str()));
        }
        for step in way {
            steps.insert(step.step.as_str());
            for field in path::asked_on(step, &answers) {
                fields.insert(field.field.as_str());
                let chosen = field.options.iter().filter(|option| answers.chose(&field.field, option));
                choices.extend(chosen.map(|option| (field.field.as_str(), option.as_str())));
            }
        }
    }
    for step in form().steps.iter().filter(|step| !UNREACHABLE.contains(&step.step.as_str())) {
        assert!(steps.contains(step.step.as_str()), "{} is never reached", step.step);
        let on = step.forks.iter().map(|fork| fork.to.as_str()).chain(step.next.as_deref());
        for to in on {
            assert!(forks.contains(&(step.step.as_str(), to)), "nobody goes from {} to {to}", step.step);
        }
        for field in step.fields.iter().map(|name| form().field(name).unwrap()) {
            assert!(fields.contains(field.field.as_str()), "{} is never asked", field.field);
            for option in &field.options {
                assert!(
                    choices.contains(&(field.field.as_str(), option.as_str())),
                    "{} {option}",
                    field.field
                );
            }
        }
    }
}

/// The keys that say who or where the person is.
fn identity() -> Vec<&'static str> {
    form().fields.iter().filter(|field| field.identity).filter_map(|field| field.key.as_deref()).collect()
}

#[test]
fn consent_that_changes_to_no_empties_every_key_that_names_the_person() {
    let mut adults = 0;
    for number in 0..600 {
        let mut answers = walk(number);
        if !answers.chose("pv-under-age", "no") || !answers.chose("pv-want-to-submit-nrm", "yes") {
            continue;
        }
        adults += 1;
        let named = identity().iter().any(|key| payload(&answers, SENT).contains_key(*key));
        assert!(named, "walk {number} names somebody");
        answers.set("pv-want-to-submit-nrm", Answer::One("no".to_owned()));
        answers.set("authorities-cooperation", Answer::One("no".to_owned()));
        assert_eq!(Made::of(&answers), Made::DutyToNotify);
        let sent = payload(&answers, SENT);
        assert_eq!(sent["NRMOrDuty"], "DTN");
        for key in identity() {
            assert!(!sent.contains_key(key), "walk {number}: {key} is sent");
        }
    }
    assert!(adults > 20, "{adults}");
}

#[test]
fn a_child_is_never_asked_for_consent_and_the_authority_always() {
    for age in ["yes", "not-sure"] {
        let mut answers = walk(3);
        answers.set("pv-under-age", Answer::One(age.to_owned()));
        answers.set("pv-want-to-submit-nrm", Answer::One("no".to_owned()));
        let asked: Vec<&str> = path::asked(&answers).iter().map(|field| field.field.as_str()).collect();
        assert!(
            !asked.contains(&"pv-want-to-submit-nrm") && !asked.contains(&"does-pv-need-support"),
            "{age}"
        );
        assert!(
            !asked.contains(&"who-contact") && !asked.contains(&"pv-under-age-at-time-of-exploitation"),
            "{age}"
        );
        assert!(asked.contains(&"local-authority-contacted-about-child-local-authority-name"), "{age}");
        let sent = payload(&answers, SENT);
        assert_eq!(
            (sent["Type"].as_str(), sent["NRMOrDuty"].as_str()),
            (Some("560734"), Some("NRM")),
            "{age}"
        );
    }
}

#[test]
fn what_the_official_form_gets_wrong_is_right_here() {
    let mut answers = walk(1);
    answers.set("fr-location", Answer::One("northern-ireland".to_owned()));
    answers.set("pv-gender", Answer::One("unknown".to_owned()));
    let sent = payload(&answers, SENT);
    assert_eq!(sent["CountryLabel"], "Northern Ireland");
    assert_eq!(sent["Customer.Custom17"], "Other");
    assert!(sent.keys().all(|key| !key.contains("URL")), "no address with a key to it is ever sent");
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    let told = |field: &str, text: &str| {
        let mut answers = walk(2);
        answers.set("pv-under-age", Answer::One("no".to_owned()));
        answers.set(field, Answer::One(text.to_owned()));
        let found = problems(&answers, TODAY);
        found.into_iter().find(|problem| problem.field == field).map(|problem| problem.trouble)
    };
    assert_eq!(told("birthplace", " "), Some(Trouble::Missing));
    assert_eq!(told("birthplace", &"x".repeat(15_001)), Some(Trouble::TooLong(15_000)));
    assert!(matches!(told("pv-under-age", "maybe"), Some(Trouble::NotAChoice(_))));
    assert_eq!(told("details-last-contact", "https://example.org"), Some(Trouble::AnAddress));
    assert_eq!(told("fr-alternative-contact", "nobody"), Some(Trouble::NotAnEmail));
    let mut answers = walk(2);
    for field in path::asked(&answers.clone()).into_iter().filter(|field| is_kind(field)) {
        answers.set(&field.field, Answer::One("false".to_owned()));
    }
    assert!(problems(&answers, TODAY).iter().any(|problem| problem.trouble == Trouble::NoExploitation));
}

proptest! {
    #[test]
    fn changing_an_answer_never_leaves_a_stale_one_in_what_is_sent(
        answers in any_filled(), which in 0usize..200, choice in 0usize..1000
    ) {
        let before = path::asked(&answers);
        let changed = before[which % before.len()];
        let mut after = answers.clone();
        after.set(&changed.field, answer(changed, choice));
        let asked: BTreeSet<&str> = path::asked(&after).iter().map(|field| field.field.as_str()).collect();
        let current = path::current(&after);
        prop_assert!(current.questions().all(|question| asked.contains(question)));
        // What is sent is the same as if the answers that are no longer asked had never been given.
        prop_assert_eq!(payload(&after, SENT), payload(&current, SENT));
        prop_assert_eq!(path::current(&current), current);
    }
}
