//! The page of an assessment: each duty with its course and reasons, what follows, who must be told, what is recorded.

use domain::duty::ask::{Questions, questions};
use domain::duty::judge::{Course, Judged, Next, Stands, judge};
use domain::duty::{self, State, words as spoken};
use domain::event::Event;
use domain::rules::duty::Standing;
use domain::rules::facts::Facts;
use domain::rules::head::{Force, Head};
use domain::rules::route::Because;
use domain::rules::rulebook;
use domain::rules::tables::Recipient;
use domain::time::shown;
use domain::words::Lang;
use kit::briefing::Brief;
use kit::page::{self, Moment, Shell};
use kit::{Ctx, Failure, directory};
use maud::{Markup, html};

use super::act::Attempt;
use super::{forms, known, routes, words};
use crate::store::{self, Opened};
use crate::{book, words as common};

/// The whole page; with what was just refused, if something was.
pub(super) async fn whole(
    ctx: &Ctx,
    brief: &Brief,
    opened: &Opened,
    attempt: Option<&Attempt<'_>>,
) -> Result<Markup, Failure> {
    let (lang, state) = (ctx.lang, &opened.state);
    let judged = judge(state, rulebook(), ctx.now);
    let known = known(ctx, brief)?;
    let asks = questions(state, &judged, &known.points_to(rulebook()), rulebook());
    let history = history(ctx, opened).await?;
    let others = others(ctx, opened).await?;
    let forms = forms::Forms { ctx, brief, opened, attempt, judged: &judged, others: &others };
    let errors = attempt.map(|attempt| attempt.errors.clone()).unwrap_or_default();
    let title = format!("{} – {}", words::TITLE.of(lang), state.opening.whose);
    let shell = Shell::staff(ctx, &title).navigation(page::navigation(ctx)).errors(!errors.is_empty());
    Ok(shell.show(html! {
        (page::back(lang, &format!("/cases/{}/duty", brief.case)))
        (page::error_summary(lang, &errors))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (brief.reference) ". " (words::SINCE.of(lang)) " " (shown(state.since)) ". " (common::nation(state.nation).of(lang)) "." }
        @if state.earliest != state.since { p class="govuk-body" { (words::COUNTED_FROM.of(lang)) " " (shown(state.earliest)) "." } }
        div class="hearken-split" {
            div {
                (routes::show(lang, brief.case, &judged))
                (duties(lang, &judged, &state.facts(rulebook())))
                (asked(&forms, &asks))
                (forms.records())
                (page::details(words::HISTORY.of(lang), false, history))
            }
            @if forms.may() { div class="hearken-side" { (forms.side()) } }
        }
    }))
}

/// The other assessments of the case: id, and whose.
async fn others(ctx: &Ctx, opened: &Opened) -> Result<Vec<(String, String)>, Failure> {
    let all = store::of_case(&ctx.db, &opened.state.opening.case.to_string()).await?;
    let others = all.into_iter().filter(|one| one.id != opened.id);
    Ok(others.map(|one| (one.id.to_string(), one.state.opening.whose)).collect())
}

fn asked(forms: &forms::Forms<'_>, asks: &Questions<'_>) -> Markup {
    html! { @if forms.may() { (forms.questions(asks)) } }
}

/// Whether something speaks for a duty, so that it is shown at first.
pub(super) fn is_shown(stands: &Stands<'_>) -> bool {
    match stands.course {
        Course::Free => stands.assessed.standing == Standing::Excepted,
        Course::Open => {
            let said = |because: &Because<'_>| !because.assumed && because.fact.from_age.is_none();
            stands.assessed.because.iter().any(said)
        }
        Course::Waits { .. }
        | Course::Due { .. }
        | Course::Unreckoned
        | Course::Notified { .. }
        | Course::MetByAnother => true,
    }
}

/// The name of a duty and how it stands, in one line.
pub(super) fn headline(lang: Lang, stands: &Stands<'_>) -> Markup {
    let (text, colour) = words::course(stands.course, stands.assessed.standing);
    let not_begun = stands.assessed.force == Force::Prospective;
    html! {
        (name(lang, stands)) " " (page::tag(text.of(lang), colour))
        @if not_begun { " " (page::tag(common::force(Force::Prospective).of(lang), "govuk-tag--purple")) }
    }
}

fn name<'a>(lang: Lang, stands: &Stands<'a>) -> &'a str {
    stands.assessed.duty.name_in(lang)
}

fn duties(lang: Lang, judged: &Judged<'_>, facts: &Facts) -> Markup {
    let (shown, others): (Vec<_>, Vec<_>) = judged.duties.iter().partition(|stands| is_shown(stands));
    html! {
        h2 class="govuk-heading-m" { (common::DUTIES.of(lang)) }
        @if shown.is_empty() { p class="govuk-body" { (words::NO_DUTY_YET.of(lang)) } }
        @for stands in &shown { (duty(lang, stands, facts)) }
        @if !judged.next.is_empty() {
            h3 class="govuk-heading-s" { (words::after_failing(is_late(judged)).of(lang)) }
            ul class="govuk-list" { @for one in &judged.next { (next(lang, one, None)) } }
        }
        @if !others.is_empty() { (page::details(words::OTHER_DUTIES.of(lang), false, html! { @for stands in &others { (duty(lang, stands, facts)) } })) }
    }
}

fn is_late(judged: &Judged<'_>) -> bool {
    judged.duties.iter().any(|stands| matches!(stands.course, Course::Due { late: true, .. }))
}

fn duty(lang: Lang, stands: &Stands<'_>, facts: &Facts) -> Markup {
    let assessed = &stands.assessed;
    let (duty, says) = (assessed.duty, rulebook().says(assessed, facts));
    html! {
        section class="hearken-rule" data-duty=(duty.head.id) {
            h3 class="govuk-heading-s govuk-!-margin-bottom-1" { (headline(lang, stands)) }
            p class="govuk-body govuk-!-margin-bottom-1" { (words::course_told(lang, stands.course)) }
            @if assessed.force == Force::Prospective { p class="govuk-body govuk-!-margin-bottom-1" { (words::AS_IF_BEGUN.of(lang)) } }
            p class="govuk-body govuk-!-margin-bottom-1" { (duty.head.text_in(lang)) }
            p class="govuk-body govuk-!-margin-bottom-1" { (words::TO_WHOM.of(lang)) ": " (whom(lang, &stands.to)) "." }
            @if !assessed.ask.is_empty() {
                p class="govuk-body-s govuk-!-margin-bottom-1" { (common::ASK.of(lang)) ":" }
                ul class="govuk-list govuk-list--bullet govuk-body-s" { @for fact in &assessed.ask { li { (fact.question_in(lang)) } } }
            }
            (page::details(common::ELEMENTS.of(lang), false, html! { (reasons(lang, &assessed.because)) @for element in &assessed.elements { (book::rule(lang, &element.head, assessed.force)) } }))
            @if !says.is_empty() {
                (page::details(common::WHAT_FOLLOWS.of(lang), false, html! { @for element in &says { (book::rule(lang, &element.head, assessed.force)) } }))
            }
            p class="govuk-body-s" { (common::SANCTION.of(lang)) ": " (duty.sanction_in(lang)) ". " (duty.head.id) ". " (book::source(lang, &duty.head)) }
        }
    }
}

fn whom(lang: Lang, to: &[Recipient]) -> String {
    let names: Vec<&str> = to.iter().map(|one| spoken::recipient(*one).of(lang)).collect();
    names.join(words::OR.of(lang))
}

/// What is known that leads to it.
pub(super) fn reasons(lang: Lang, because: &[Because<'_>]) -> Markup {
    html! {
        @if !because.is_empty() {
            p class="govuk-body-s govuk-!-margin-bottom-1" { (common::BECAUSE.of(lang)) ":" }
            ul class="govuk-list govuk-list--bullet govuk-body-s" {
                @for one in because {
                    li { (one.fact.question_in(lang)) " " strong { (common::known(one.known).of(lang)) }
                        @if one.assumed { " " (common::COUNTS_AS_YES.of(lang)) } }
                }
            }
        }
    }
}

/// A step with the rules that lead to it, and the way to make the referral.
pub(crate) fn next(lang: Lang, one: &Next<'_>, refer: Option<&str>) -> Markup {
    html! {
        li class="hearken-step" data-next=(one.to.code()) {
            p class="govuk-body govuk-!-margin-bottom-1" {
                strong { (spoken::recipient(one.to).of(lang)) }
                @if one.force == Force::Prospective { " " (page::tag(common::force(Force::Prospective).of(lang), "govuk-tag--purple")) }
            }
            @for head in &one.because { (cited(lang, head)) }
            @if let (Some(at), Some(form)) = (refer, one.form) {
                a class="govuk-link" href={ (at) "?form=" (form) } { (words::REFER.of(lang)) }
            }
        }
    }
}

fn cited(lang: Lang, head: &Head) -> Markup {
    html! { p class="govuk-body-s govuk-!-margin-bottom-1" { (head.id) ": " (head.text_in(lang)) " " (book::source(lang, head)) } }
}

async fn history(ctx: &Ctx, opened: &Opened) -> Result<Markup, Failure> {
    let authors =
        directory::who(&ctx.house, opened.history.iter().map(|entry| entry.actor), ctx.lang).await?;
    let (mut before, mut moments): (Option<State>, Vec<Moment>) = (None, Vec::new());
    for (entry, who) in opened.history.iter().zip(authors) {
        let Event::Duty(event) = &entry.event else { continue };
        let what = html! {
            strong { (spoken::happened(event).of(ctx.lang)) }
            (words::told(event, ctx.lang))
            (words::moved(event, before.as_ref(), ctx.lang))
        };
        moments.push(Moment { when: shown(entry.at), datetime: entry.at.to_string(), who, what });
        before = duty::apply(before, event.clone(), entry.actor, entry.at);
    }
    moments.reverse();
    Ok(page::chronology(&moments))
}
