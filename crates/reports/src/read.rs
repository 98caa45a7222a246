//! A report as it is read: questions and answers, files, messages, and why it is urgent.

use domain::place::{self, Candidate, Place};
use domain::reports::course::{Message, Receipt};
use domain::reports::form::{self, Question, Shape};
use domain::reports::report::{Known, Teller};
use domain::reports::{Answer, Answers, Harm, Report, State};
use domain::words::Lang;
use kit::page;
use kit::told::{Asked, Told};
use maud::{Markup, html};

use crate::come_back::said;
use crate::form::{Speak, given, lines, size, words as questions};
use crate::words;

/// Shows reports to every system.
pub struct Reading;

impl Told for Reading {
    fn shown(&self, report: &Report, lang: Lang) -> Markup {
        let rows: Vec<page::Answer<'_>> = answered(report)
            .map(|(question, answer)| page::Answer {
                question: questions::title(question.id, Speak::Adult).of(lang),
                answer: given(question, Some(&answer), Speak::Adult, lang),
                change: None,
            })
            .collect();
        html! { (page::summary_list(lang, &rows)) (located(report, lang)) }
    }

    fn told(&self, report: &Report, lang: Lang) -> Vec<Asked> {
        let asked = answered(report).map(|(question, answer)| {
            let paragraphs = lines(question, Some(&answer), Speak::Adult, lang);
            let line = |line: &crate::form::Line<'_>| match line.field {
                Some(field) => format!("{field}: {}", line.text),
                None => line.text.to_owned(),
            };
            let answer = paragraphs.iter().flatten().map(line).collect();
            Asked { question: questions::title(question.id, Speak::Adult).of(lang), answer }
        });
        let mut asked: Vec<Asked> = asked.collect();
        let responsible = responsible(report, lang);
        if !responsible.is_empty() {
            asked.push(Asked { question: words::WHERE_IT_IS.of(lang), answer: responsible });
        }
        asked
    }

    fn whole(&self, state: &State, lang: Lang) -> Markup {
        html! {
            (self.shown(&state.receipt.report, lang))
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

    fn harm(&self, harm: Harm, lang: Lang) -> &'static str {
        questions::harm(harm.code(), Speak::Adult).of(lang)
    }

    fn reasons(&self, state: &State, lang: Lang) -> Vec<&'static str> {
        state.weighing.reasons.iter().map(|reason| words::why(*reason).of(lang)).collect()
    }
}

/// The answers of a report as they were sent, if what is kept gives exactly those: its digest says so.
pub fn sent(receipt: &Receipt) -> Option<Answers> {
    let mut answers = Answers::default();
    for (question, answer) in answered(&receipt.report) {
        answers.set(question.id, answer);
    }
    let digest = kit::log::receipt::sent(&answers, &receipt.files).to_string();
    (receipt.sent.as_ref() == Some(&digest)).then_some(answers)
}

/// The questions that were answered, in their order.
fn answered(report: &Report) -> impl Iterator<Item = (&'static Question, Answer)> + '_ {
    form::QUESTIONS
        .iter()
        .filter(|question| question.shape != Shape::Files)
        .filter_map(|question| Some((question, answer(report, question.id)?)))
}

fn located(report: &Report, lang: Lang) -> Markup {
    let responsible = responsible(report, lang);
    html! {
        @if !responsible.is_empty() {
            h2 class="govuk-heading-m" { (words::WHERE_IT_IS.of(lang)) }
            ul class="govuk-list govuk-list--bullet" { @for line in &responsible { li { (line) } } }
        }
    }
}

/// Who is responsible where it is: children's services and the force, as far as is known; one line for
/// each place that it may be.
fn responsible(report: &Report, lang: Lang) -> Vec<String> {
    let place = report.place.as_deref().map_or(Ok(Place::NotSure), Place::read);
    let located = place::locate(&place.unwrap_or(Place::NotSure));
    let candidates = located.candidates();
    let perhaps =
        if candidates.len() > 1 { format!(" ({})", words::PERHAPS.of(lang)) } else { String::new() };
    let line = |candidate: &Candidate| {
        format!(
            "{}: {} {}, {} {}{perhaps}",
            candidate.authority.name,
            words::CHILDRENS_SERVICES.of(lang),
            candidate.authority.childrens_services.name,
            words::POLICE.of(lang),
            candidate.authority.police_force.name,
        )
    };
    candidates.iter().take(3).map(line).collect()
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
