//! A report as it is read: questions and answers, files, messages, and why it is urgent.

use domain::place::{self, Place};
use domain::reports::course::Message;
use domain::reports::form::{self, Shape};
use domain::reports::report::{Known, Teller};
use domain::reports::{Answer, Report, State};
use domain::words::Lang;
use kit::page;
use kit::told::Told;
use maud::{Markup, html};

use crate::come_back::said;
use crate::form::{Speak, given, size, words as questions};
use crate::words;

/// Shows reports to every system.
pub struct Reading;

impl Told for Reading {
    fn whole(&self, state: &State, lang: Lang) -> Markup {
        let report = &state.receipt.report;
        let rows: Vec<page::Answer<'_>> = form::QUESTIONS
            .iter()
            .filter(|question| question.shape != Shape::Files)
            .filter_map(|question| {
                let answer = answer(report, question.id)?;
                let question_words = questions::title(question.id, Speak::Adult).of(lang);
                Some(page::Answer {
                    question: question_words,
                    answer: given(question, Some(&answer), Speak::Adult, lang),
                    change: None,
                })
            })
            .collect();
        html! {
            (page::summary_list(lang, &rows))
            (located(report, lang))
            @if !state.receipt.files.is_empty() {
                h2 class="govuk-heading-m" { (words::FILES.of(lang)) }
                ul class="govuk-list" {
                    @for file in &state.receipt.files {
                        li { a class="govuk-link" href={ "/files/" (file.file) } { (file.name) } " (" (file.kind) ", " (size(file.size_bytes)) ")" }
                    }
                }
            }
            @if !state.messages.is_empty() { h2 class="govuk-heading-m" { (words::MESSAGES.of(lang)) } }
            @for message in &state.messages {
                @match message {
                    Message::FromReporter { text, .. } => (said(words::FROM_REPORTER.of(lang), text)),
                    Message::ToReporter { text } => (said(words::TO_REPORTER.of(lang), text)),
                }
            }
        }
    }

    fn harm(&self, state: &State, lang: Lang) -> &'static str {
        questions::harm(state.receipt.report.harm.code(), Speak::Adult).of(lang)
    }

    fn reasons(&self, state: &State, lang: Lang) -> Vec<&'static str> {
        state.weighing.reasons.iter().map(|reason| words::why(*reason).of(lang)).collect()
    }
}

/// Who is responsible where it is: children's services, the force and the nation, as far as is known.
fn located(report: &Report, lang: Lang) -> Markup {
    let place = report.place.as_deref().map_or(Ok(Place::NotSure), Place::read);
    let located = place::locate(&place.unwrap_or(Place::NotSure));
    let candidates = located.candidates();
    html! {
        @if !candidates.is_empty() {
            h2 class="govuk-heading-m" { (words::WHERE_IT_IS.of(lang)) }
            ul class="govuk-list govuk-list--bullet" {
                @for candidate in candidates.iter().take(3) {
                    li {
                        (candidate.authority.name) ": "
                        (words::CHILDRENS_SERVICES.of(lang)) " " (candidate.authority.childrens_services.name) ", "
                        (words::POLICE.of(lang)) " " (candidate.authority.police_force.name)
                        @if candidates.len() > 1 { " (" (words::PERHAPS.of(lang)) ")" }
                    }
                }
            }
        }
    }
}

/// A report's answer to a question, in the form in which it was given; nothing when it was not.
fn answer(report: &Report, question: &str) -> Option<Answer> {
    let one = |text: &str| Some(Answer::One(text.to_owned())).filter(|_| !text.is_empty());
    let known = |known: Known| match known {
        Known::Yes => one("yes"),
        Known::No => one("no"),
        Known::NotKnown => one("not_sure"),
    };
    let rows =
        |rows: &[domain::reports::answers::Row]| (!rows.is_empty()).then(|| Answer::Rows(rows.to_vec()));
    match question {
        "who" => one(match report.teller {
            Teller::Me => "me",
            Teller::Friend => "friend",
            Teller::Parent => "parent",
            Teller::Professional => "professional",
            Teller::Anyone => "anyone",
        }),
        "harm" => one(report.harm.code()),
        "danger" => known(report.danger_now),
        "happened" => one(&report.happened),
        "when" => one(&report.when),
        "threat" => report.harm.may_involve_threat().then(|| known(report.threat)).flatten(),
        "demand" => report.harm.may_involve_demand().then(|| known(report.demand)).flatten(),
        "demands" => rows(&report.demands),
        "child" => child(report),
        "staff" => known(report.staff),
        "post" => report.post.as_deref().and_then(one),
        "people" => rows(&report.people),
        "accounts" => rows(&report.accounts),
        "phones" => rows(&report.phones),
        "vehicles" => rows(&report.vehicles),
        "places" => rows(&report.places),
        "where" => one(report.place.as_deref().unwrap_or("not_sure")),
        "evidence" => known(report.evidence),
        "job" => report.job.clone().map(|job| Answer::Rows(vec![job])),
        "reply" => report.reply.as_deref().and_then(one),
        "contact" => report.contact.clone().map(|contact| Answer::Rows(vec![contact])),
        _ => None,
    }
}

fn child(report: &Report) -> Option<Answer> {
    let age = report.child_age.map(|age| age.to_string());
    let told = [("name", report.child_name.clone()), ("age", age), ("school", report.child_school.clone())];
    let row: domain::reports::answers::Row =
        told.into_iter().filter_map(|(field, value)| Some((field.to_owned(), value?))).collect();
    (!row.is_empty()).then(|| Answer::Rows(vec![row]))
}
