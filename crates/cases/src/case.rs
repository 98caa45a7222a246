//! The page of a case: where it stands, who works on it, what happened. What can be done is in `doing`.

use axum::extract::Path;
use domain::cases::course::Running;
use domain::role::Act;
use kit::directory::Contact;
use kit::page::{self, Shell};
use kit::{Ctx, Failure, journal};
use maud::{Markup, html};

use crate::doing::{Attempt, Forms};
use crate::ending::{self, tombstone};
use crate::store::{self, Opened};
use crate::{alike, census, glass, linked, referred, search, story, words};

/// The page; outside the team, the glass.
pub async fn show(ctx: Ctx, Path(case): Path<String>) -> Result<Markup, Failure> {
    let opened = match store::opened(&ctx.db, &case).await {
        Err(Failure::NotFound) => {
            return match tombstone::of_case(&ctx, &case).await? {
                Some(page) => Ok(page),
                None => glass::offer(&ctx, &case).await,
            };
        }
        opened => opened?,
    };
    let matter = opened.matter(ctx.now);
    if !ctx.could(Act::ReadCase, &matter) {
        ctx.may_on(Act::BreakGlass, &matter)?;
        return Ok(glass::page(&ctx, &opened));
    }
    ctx.may_on(Act::ReadCase, &matter)?;
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &opened.id.to_string(), "case").await?;
    tx.commit().await?;
    whole(&ctx, &opened, None).await
}

/// The page, with what was just refused, if something was.
pub(crate) async fn whole(
    ctx: &Ctx,
    opened: &Opened,
    attempt: Option<&Attempt<'_>>,
) -> Result<Markup, Failure> {
    let referrals = referred::of(&ctx.db, opened).await?;
    let chronology = story::tell(ctx, opened, &referrals).await?;
    let readers = story::readers(ctx, opened).await?;
    let people = ctx.house.directory.people(&ctx.house, opened.state.opening.organisation).await?;
    let linked = linked::list(ctx, opened).await?;
    let elsewhere = search::elsewhere(ctx, &opened.id.to_string()).await?;
    let worded = alike::beside_case(ctx, opened).await?;
    let work = ctx.could(Act::WorkCase, &opened.matter(ctx.now));
    let errors = attempt.map(|attempt| attempt.errors(ctx.lang)).unwrap_or_default();
    let title = format!("{} {}", words::CASE.of(ctx.lang), opened.state.opening.reference);
    let shell = Shell::staff(ctx, &title).navigation(page::navigation(ctx)).errors(!errors.is_empty());
    Ok(shell.show(html! {
        (page::back(ctx.lang, "/cases"))
        (page::error_summary(ctx.lang, &errors))
        h1 class="govuk-heading-l" { (title) }
        (standing(ctx, opened))
        (rooms(ctx, opened))
        @if ctx.could(Act::EndRecord, &opened.matter(ctx.now)) { (ending::link(ctx, &format!("/cases/{}", opened.id))) }
        div class="hearken-split" {
            div {
                (subjects(ctx, opened))
                (tasks(ctx, opened, &people, work))
                (referred::list(ctx, opened, &referrals))
                (linked)
                (elsewhere)
                (worded)
                (files(ctx, opened))
                (team(ctx, opened, &people, work))
                h2 class="govuk-heading-m" { (words::CHRONOLOGY.of(ctx.lang)) }
                (chronology)
                (readers)
            }
            @if work { div class="hearken-side" { (Forms { ctx, opened, attempt, people: &people }.show()) } }
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

/// The ways to what has pages of its own.
fn rooms(ctx: &Ctx, opened: &Opened) -> Markup {
    let rooms = [
        ("duty", words::DUTIES),
        ("weighing", words::WEIGHING),
        ("tools", words::TOOLS),
        ("outside", words::OUTSIDE),
    ];
    html! {
        ul class="govuk-list" {
            @for (room, text) in rooms {
                li { a class="govuk-link" href={ "/cases/" (opened.id) "/" (room) } { (text.of(ctx.lang)) } }
            }
        }
    }
}

fn clock(ctx: &Ctx, running: &Running) -> Markup {
    let (lang, clock) = (ctx.lang, &running.clock);
    html! {
        @if running.stopped {
            span class="hearken-clock hearken-clock--stopped" { (words::CLOCK_STOPPED.of(lang)) }
        } @else {
            (page::clock_tag(domain::time::clock::standing(clock.started, clock.due, ctx.now), clock.due, lang))
        }
        " " (domain::rules::clock::asks(&clock.rule, lang)) " (" (clock.rule) ")"
    }
}

fn subjects(ctx: &Ctx, opened: &Opened) -> Markup {
    let lang = ctx.lang;
    html! {
        h2 class="govuk-heading-m" { (words::SUBJECTS.of(lang)) }
        @if opened.state.subjects.is_empty() { p class="govuk-body" { (words::SUBJECTS_NONE.of(lang)) } }
        ul class="govuk-list" {
            @for subject in &opened.state.subjects {
                li { strong { (subject.name) } " – " (domain::cases::words::subject(subject.kind).of(lang)) @if !subject.about.is_empty() { ". " (subject.about) } (census::link(ctx, opened, subject)) }
            }
        }
    }
}

fn tasks(ctx: &Ctx, opened: &Opened, people: &[Contact], work: bool) -> Markup {
    let lang = ctx.lang;
    let name = |owner| people.iter().find(|one| Some(one.account) == owner).map(|one| one.name.as_str());
    html! {
        h2 class="govuk-heading-m" { (words::TASKS.of(lang)) }
        @if opened.state.tasks.is_empty() { p class="govuk-body" { (words::TASKS_NONE.of(lang)) } }
        ul class="govuk-list" {
            @for task in &opened.state.tasks {
                li {
                    (task.text)
                    @if let Some(name) = name(task.owner) { " – " (name) }
                    @if let Some(due) = task.due { " – " (words::DUE.of(lang)) " " (due.strftime("%-d %b %Y").to_string()) }
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

fn files(ctx: &Ctx, opened: &Opened) -> Markup {
    let files = &opened.state.files;
    html! {
        @if !files.is_empty() {
            h2 class="govuk-heading-m" { (words::FILES.of(ctx.lang)) }
            ul class="govuk-list" {
                @for file in files {
                    li { a class="govuk-link" href={ "/cases/" (opened.id) "/files/" (file.file) } { (file.name) } " (" (file.kind) ")" }
                }
            }
        }
    }
}

fn team(ctx: &Ctx, opened: &Opened, people: &[Contact], work: bool) -> Markup {
    let (lang, team) = (ctx.lang, &opened.state.team);
    let may_leave = work && !opened.state.closed && team.len() > 1;
    html! {
        h2 class="govuk-heading-m" { (words::TEAM.of(lang)) }
        ul class="govuk-list" {
            @for member in people.iter().filter(|one| team.contains(&one.account)) {
                li {
                    (member.name)
                    @if may_leave {
                        form method="post" action={ "/cases/" (opened.id) "/team/" (member.account) "/leave" } {
                            button class="hearken-plain-button" type="submit" {
                                (words::TEAM_REMOVE.of(lang)) span class="govuk-visually-hidden" { " " (member.name) }
                            }
                        }
                    }
                }
            }
        }
    }
}
