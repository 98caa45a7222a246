//! The page of a case: where it stands, what happened, what can be done.

use axum::extract::Path;
use domain::cases::course::Running;
use domain::cases::{Decision, SubjectKind};
use domain::role::Act;
use kit::page::{self, Button, Choice, Input, Select, Shell, Textarea};
use kit::{Ctx, Failure, journal};
use maud::{Markup, html};

use crate::store::{self, Opened};
use crate::{glass, referred, story, words};

/// The page; outside the team, the glass.
pub async fn show(ctx: Ctx, Path(case): Path<String>) -> Result<Markup, Failure> {
    let opened = store::opened(&ctx.house.db, &case).await?;
    let matter = opened.matter(ctx.now);
    if !ctx.could(Act::ReadCase, &matter) {
        ctx.may_on(Act::BreakGlass, &matter)?;
        return Ok(glass::page(&ctx, &opened));
    }
    ctx.may_on(Act::ReadCase, &matter)?;
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &opened.id.to_string(), "case").await?;
    tx.commit().await?;
    whole(&ctx, &opened).await
}

async fn whole(ctx: &Ctx, opened: &Opened) -> Result<Markup, Failure> {
    let referrals = referred::of(&ctx.house.db, opened).await?;
    let chronology = story::tell(ctx, opened, &referrals).await?;
    let readers = story::readers(ctx, opened).await?;
    let work = ctx.could(Act::WorkCase, &opened.matter(ctx.now));
    let title = format!("{} {}", words::CASE.of(ctx.lang), opened.state.opening.reference);
    Ok(Shell::staff(ctx, &title).navigation(page::navigation(ctx)).show(html! {
        (page::back(ctx.lang, "/cases"))
        h1 class="govuk-heading-l" { (title) }
        (standing(ctx, opened))
        div class="hearken-split" {
            div {
                (subjects(ctx, opened))
                (tasks(ctx, opened, work))
                (referred::list(ctx, opened, &referrals))
                h2 class="govuk-heading-m" { (words::CHRONOLOGY.of(ctx.lang)) }
                (chronology)
                (readers)
            }
            @if work { div class="hearken-side" { (doing(ctx, opened)) } }
        }
    }))
}

fn standing(ctx: &Ctx, opened: &Opened) -> Markup {
    let (lang, state) = (ctx.lang, &opened.state);
    html! {
        p class="govuk-body" {
            (page::urgency_tag(state.urgency.rank().into(), lang)) " "
            @if state.closed { strong { (words::CASE_CLOSED.of(lang)) } }
        }
        @for running in &state.clocks { p class="govuk-body" { (clock(ctx, running)) } }
    }
}

fn clock(ctx: &Ctx, running: &Running) -> Markup {
    let (lang, clock) = (ctx.lang, &running.clock);
    let must = domain::time::clock::rule(&clock.rule).map_or("", |rule| rule.must_happen.as_str());
    html! {
        @if running.stopped {
            span class="hearken-clock hearken-clock--stopped" { (words::CLOCK_STOPPED.of(lang)) }
        } @else {
            (page::clock_tag(domain::time::clock::standing(clock.started, clock.due, ctx.now), clock.due, lang))
        }
        " " (must) " (" (clock.rule) ")"
    }
}

fn subjects(ctx: &Ctx, opened: &Opened) -> Markup {
    let lang = ctx.lang;
    html! {
        h2 class="govuk-heading-m" { (words::SUBJECTS.of(lang)) }
        @if opened.state.subjects.is_empty() { p class="govuk-body" { (words::SUBJECTS_NONE.of(lang)) } }
        ul class="govuk-list" {
            @for subject in &opened.state.subjects {
                li { strong { (subject.name) } " – " (domain::cases::words::subject(subject.kind).of(lang)) @if !subject.about.is_empty() { ". " (subject.about) } }
            }
        }
    }
}

fn tasks(ctx: &Ctx, opened: &Opened, work: bool) -> Markup {
    let lang = ctx.lang;
    html! {
        h2 class="govuk-heading-m" { (words::TASKS.of(lang)) }
        @if opened.state.tasks.is_empty() { p class="govuk-body" { (words::TASKS_NONE.of(lang)) } }
        ul class="govuk-list" {
            @for task in &opened.state.tasks {
                li {
                    (task.text) @if let Some(due) = task.due { " – " (words::DUE.of(lang)) " " (due.strftime("%-d %b %Y").to_string()) }
                    @if task.done { " – " (words::DONE.of(lang)) } @else if work {
                        form method="post" action={ "/cases/" (opened.id) "/tasks/" (task.id) "/done" } {
                            button class="hearken-plain-button" type="submit" {
                                (words::MARK_DONE.of(lang)) span class="govuk-visually-hidden" { " " (task.text) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn doing(ctx: &Ctx, opened: &Opened) -> Markup {
    let (lang, at) = (ctx.lang, format!("/cases/{}", opened.id));
    if opened.state.closed {
        return form(
            &at,
            "reopen",
            words::REOPEN,
            lang,
            html! { (text(ctx, "reopen-reason", "reason", words::REASON)) },
        );
    }
    let decisions = Decision::ALL.iter().map(|decision| Choice {
        value: decision.code(),
        text: words::decision(*decision).of(lang),
        ..Choice::default()
    });
    let kinds = SubjectKind::ALL.iter().map(|kind| Choice {
        value: kind.code(),
        text: domain::cases::words::subject(*kind).of(lang),
        ..Choice::default()
    });
    html! {
        (form(&at, "decide", words::DECIDE, lang, html! {
            (Select { lang, id: "decision", name: "decision", label: words::DECISION.of(lang), choices: decisions.collect(), ..Select::default() }.show())
            (text(ctx, "decide-reason", "reason", words::REASON))
        }))
        (form(&at, "notes", words::NOTE, lang, text(ctx, "note", "text", words::NOTE_TEXT)))
        (form(&at, "subjects", words::ADD_SUBJECT, lang, html! {
            (Select { lang, id: "kind", name: "kind", label: words::SUBJECT_KIND.of(lang), choices: kinds.collect(), ..Select::default() }.show())
            (line(ctx, "subject-name", "name", words::SUBJECT_NAME, None))
            (line(ctx, "subject-about", "about", words::SUBJECT_ABOUT, None))
        }))
        (form(&at, "tasks", words::ADD_TASK, lang, html! {
            (line(ctx, "task-text", "text", words::TASK_TEXT, None))
            (line(ctx, "task-due", "due", words::TASK_DUE, Some("date")))
        }))
        (form(&at, "close", words::CLOSE_CASE, lang, text(ctx, "close-reason", "reason", words::REASON)))
    }
}

fn form(
    at: &str,
    verb: &str,
    title: domain::words::Words,
    lang: domain::words::Lang,
    inner: Markup,
) -> Markup {
    html! {
        section {
            h2 class="govuk-heading-m" { (title.of(lang)) }
            form method="post" action={ (at) "/" (verb) } { (inner) (page::submit(Button::Secondary, title.of(lang))) }
        }
    }
}

fn text(ctx: &Ctx, id: &str, name: &str, label: domain::words::Words) -> Markup {
    let lang = ctx.lang;
    Textarea { lang, id, name, label: label.of(lang), rows: Some(3), ..Textarea::default() }.show()
}

fn line(ctx: &Ctx, id: &str, name: &str, label: domain::words::Words, kind: Option<&str>) -> Markup {
    let lang = ctx.lang;
    Input { lang, id, name, label: label.of(lang), kind, ..Input::default() }.show()
}
