//! A report in the queue: read, made a case of, added to one, or closed with a reason.

use axum::extract::Path;
use axum::response::Redirect;
use domain::agency::Nation;
use domain::cases::triage::{self, Triage};
use domain::cases::{CloseReason, Event, Opening, Refusal, course};
use domain::event;
use domain::id::{CaseId, kind};
use domain::referrals::forms;
use domain::role::{Act, Role};
use domain::rules;
use domain::time::day;
use kit::ctx::Person;
use kit::form::Fields;
use kit::page::{self, Button, Choice, Radios, Select, Shell, Textarea};
use kit::store::Tx;
use kit::{Ctx, Failure, Fault, FieldErrors, OrFault as _, chance, journal};
use maud::{Markup, html};

use crate::alike;
use crate::ending::{self, tombstone};
use crate::kept;
use crate::queue::report_id;
use crate::search;
use crate::store::{self, Card, Waiting};
use crate::weighing;
use crate::words::{self, refused};

/// The page.
pub async fn show(ctx: Ctx, Path(report): Path<String>) -> Result<Markup, Failure> {
    let id = report_id(&report)?;
    let waiting = match store::waiting(&ctx.db, id).await {
        Err(Failure::NotFound) => return tombstone::of_report(&ctx, id).await?.ok_or(Failure::NotFound),
        waiting => waiting?,
    };
    let person = ctx.may_on(Act::Triage, &waiting.matter())?;
    let beside = beside(&ctx, person, &waiting).await?;
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &report, "queue").await?;
    tx.commit().await?;
    Ok(page(&ctx, &waiting, &beside, &Closing::default()))
}

/// What stands beside a report: the cases that it may join, and what else names whom it names.
struct Beside {
    cases: Vec<Card>,
    elsewhere: Markup,
}

async fn beside(ctx: &Ctx, person: &Person, waiting: &Waiting) -> Result<Beside, Failure> {
    let all = person.roles.contains(&Role::Lead);
    let cases = store::open_cases(&ctx.db, person.organisation, person.account, all).await?;
    let (named, worded) =
        (search::elsewhere(ctx, &waiting.id.to_string()).await?, alike::beside_report(ctx, waiting).await?);
    Ok(Beside { cases, elsewhere: html! { (named) (worded) } })
}

/// The form for closing, as it was sent, and what was wrong with it.
#[derive(Default)]
struct Closing {
    reason: Option<CloseReason>,
    text: String,
    errors: FieldErrors,
}

fn page(ctx: &Ctx, waiting: &Waiting, beside: &Beside, closing: &Closing) -> Markup {
    let lang = ctx.lang;
    let told = &ctx.house.told;
    let nation = ctx.person().map_or(Nation::England, |person| person.nation);
    let title = format!(
        "{} – {}",
        told.harm(waiting.state.receipt.report.harm, lang),
        waiting.state.receipt.reference
    );
    let shell = Shell::staff(ctx, &title).navigation(page::navigation(ctx));
    shell.errors(!closing.errors.is_empty()).show(html! {
        (page::back(lang, "/queue"))
        (page::error_summary(lang, &closing.errors))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" {
            (page::urgency_tag(weighing::urgency(waiting).rank().into(), lang)) " "
            (words::RECEIVED.of(lang)) " " (domain::time::shown(waiting.received_at))
        }
        h2 class="govuk-heading-m" { (words::WHY_URGENT.of(lang)) }
        ul class="govuk-list govuk-list--bullet" { @for reason in told.reasons(&waiting.state, lang) { li { (reason) } } }
        div class="hearken-split" {
            div { (told.whole(&waiting.state, lang)) (weighing::summary(lang, &weighing::of_report(waiting), &format!("/queue/{}", waiting.id), nation)) (beside.elsewhere) }
            div class="hearken-side" {
                @match waiting.triage {
                    Triage::Waiting => (choices(ctx, waiting, &beside.cases, closing)),
                    Triage::InCase(case) => { (page::inset(html! { a class="govuk-link" href={ "/cases/" (case) } { (words::IN_CASE.of(lang)) } })) (duties(ctx, case)) }
                    Triage::Closed => { (page::inset(html! { (words::CLOSED_AT_TRIAGE.of(lang)) })) }
                }
                (reply(ctx, waiting))
                p class="govuk-body" { a class="govuk-link" href={ "/reports/" (waiting.id) "/interference" } { (words::INTERFERENCE.of(lang)) } }
                @if !matches!(waiting.triage, Triage::InCase(_)) && ctx.could(Act::EndRecord, &waiting.matter()) {
                    (ending::link(ctx, &format!("/queue/{}", waiting.id)))
                }
            }
        }
    })
}

/// The way to the duties of the case, for whoever may read it.
fn duties(ctx: &Ctx, case: CaseId) -> Markup {
    html! { p class="govuk-body" { a class="govuk-link" href={ "/cases/" (case) "/duty" } { (words::DUTIES.of(ctx.lang)) } } }
}

fn choices(ctx: &Ctx, waiting: &Waiting, cases: &[Card], closing: &Closing) -> Markup {
    let (lang, at) = (ctx.lang, format!("/queue/{}", waiting.id));
    let names: Vec<(String, String)> =
        cases.iter().map(|card| (card.id.to_string(), card.reference.to_string())).collect();
    let open = names.iter().map(|(value, text)| Choice { value, text, ..Choice::default() });
    html! {
        section {
            h2 class="govuk-heading-m" { (words::ACCEPT_TITLE.of(lang)) }
            form method="post" action={ (at) "/accept" } { (onward(ctx)) (page::submit(Button::Primary, words::ACCEPT.of(lang))) }
        }
        @if !names.is_empty() {
            section {
                h2 class="govuk-heading-m" { (words::JOIN_TITLE.of(lang)) }
                form method="post" action={ (at) "/join" } {
                    (Select { lang, id: "case", name: "case", label: words::JOIN_WHICH.of(lang), choices: open.collect(), ..Select::default() }.show())
                    (page::submit(Button::Secondary, words::JOIN.of(lang)))
                }
            }
        }
        (closing_form(ctx, &at, closing))
    }
}

/// Where to once the case is open: to it, to the duties that it makes, or to a form of somebody who must know of it.
fn onward(ctx: &Ctx) -> Markup {
    let lang = ctx.lang;
    let nation = ctx.person().map_or(Nation::England, |person| person.nation);
    let own = [("", words::THEN_CASE), (DUTY, words::THEN_DUTY)].map(|(value, text)| (value, text.of(lang)));
    let forms = forms::of(nation).map(|form| (form.id.as_str(), form.title_in(lang)));
    let choices =
        own.into_iter().chain(forms).map(|(value, text)| Choice { value, text, ..Choice::default() });
    Select {
        lang,
        id: "then",
        name: "then",
        label: words::THEN.of(lang),
        choices: choices.collect(),
        ..Select::default()
    }
    .show()
}

/// What is chosen to assess the duties next.
const DUTY: &str = "duty";

fn closing_form(ctx: &Ctx, at: &str, closing: &Closing) -> Markup {
    let (lang, errors) = (ctx.lang, &closing.errors);
    let reasons = CloseReason::ALL.iter().map(|reason| Choice {
        value: reason.code(),
        text: words::close_reason(*reason).of(lang),
        chosen: closing.reason == Some(*reason),
        ..Choice::default()
    });
    html! {
        section {
            h2 class="govuk-heading-m" { (words::CLOSE_TITLE.of(lang)) }
            form method="post" action={ (at) "/close" } novalidate {
                (Radios { lang, name: "reason", legend: words::CLOSE_WHY.of(lang), error: errors.of("reason"), choices: reasons.collect(), ..Radios::default() }.show())
                (Textarea { lang, id: "text", name: "text", label: words::CLOSE_TEXT.of(lang), value: &closing.text, error: errors.of("text"), rows: Some(3), ..Textarea::default() }.show())
                (page::submit(Button::Secondary, words::CLOSE.of(lang)))
            }
        }
    }
}

/// Writing to the reporter is an event of reports, so its form goes there.
fn reply(ctx: &Ctx, waiting: &Waiting) -> Markup {
    let lang = ctx.lang;
    html! {
        section {
            h2 class="govuk-heading-m" { (words::REPLY_TITLE.of(lang)) }
            form method="post" action={ "/reports/" (waiting.id) "/reply" } {
                (Textarea { lang, id: "reply", name: "text", label: words::REPLY_LABEL.of(lang), hint: Some(words::REPLY_HINT.of(lang)),
                    rows: Some(4), ..Textarea::default() }.show())
                (page::submit(Button::Secondary, words::REPLY.of(lang)))
            }
        }
    }
}

/// Makes a case of it: whoever accepts is the first of its team, and the nation's clock runs.
pub async fn accept(ctx: Ctx, Path(report): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let waiting = store::waiting(&ctx.db, report_id(&report)?).await?;
    ctx.may_on(Act::Triage, &waiting.matter())?;
    let (tx, case) = accepted(&ctx, &waiting).await?;
    tx.commit().await?;
    Ok(Redirect::to(&match fields.get("then") {
        Some(DUTY) => format!("/cases/{case}/duty"),
        Some(form) if forms::form(form).is_some() => format!("/cases/{case}/refer?form={form}"),
        Some(_) | None => format!("/cases/{case}"),
    }))
}

/// The transaction in which a case is made of it, yet to be made durable.
pub(crate) async fn accepted(ctx: &Ctx, waiting: &Waiting) -> Result<(Tx, CaseId), Failure> {
    let person = ctx.person()?;
    let case = chance::id::<kind::Case>(ctx.now);
    let taken = triage::take_on(waiting.triage, case).map_err(|why| refused(ctx, &why))?;
    let opening = Opening {
        reference: chance::reference(),
        organisation: person.organisation,
        nation: person.nation,
        report: waiting.id,
        harm: waiting.state.receipt.report.harm,
        urgency: weighing::urgency(waiting),
        kept_from: waiting.state.kept_from.clone(),
        team: vec![person.account],
        clocks: first_clock(ctx, waiting, person.nation)?,
    };
    let mut tx = ctx.begin("open a case").await?;
    let opened = Event::Opened { opening: Box::new(opening) };
    tx.append(case, 0, event::Event::Cases(opened), None).await?;
    tx.append(waiting.id, waiting.version, event::Event::Cases(taken), None).await?;
    ending::carry(&mut tx, case, &[waiting.id], &[&waiting.history]).await?;
    Ok((tx, case))
}

fn first_clock(ctx: &Ctx, waiting: &Waiting, nation: Nation) -> Result<Vec<domain::cases::Clock>, Fault> {
    let Some(rule) = rules::clock::first_decision(nation, day(ctx.now)) else { return Ok(Vec::new()) };
    let due = rule.due(nation, waiting.received_at).or_fault("reckoning when the first decision is due")?.at;
    let clock = chance::id(ctx.now);
    Ok(vec![domain::cases::Clock { clock, rule: rule.head.id.clone(), started: waiting.received_at, due }])
}

/// Adds it to a case that is open: another report of the same matter.
pub async fn join(ctx: Ctx, Path(report): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let waiting = store::waiting(&ctx.db, report_id(&report)?).await?;
    ctx.may_on(Act::Triage, &waiting.matter())?;
    let (tx, case) = joined(&ctx, &waiting, fields.get("case").unwrap_or_default()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/cases/{case}")))
}

/// The transaction in which it joins a case that this person works on, yet to be made durable.
pub(crate) async fn joined(ctx: &Ctx, waiting: &Waiting, case: &str) -> Result<(Tx, CaseId), Failure> {
    let opened = store::opened(&ctx.db, case).await?;
    ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    let joined = triage::join(waiting.triage, opened.id).map_err(|why| refused(ctx, &why))?;
    let grown = course::join_report(&opened.state, waiting.id, &waiting.state.kept_from);
    let grown = grown.map_err(|why| refused(ctx, &why))?;
    let mut tx = ctx.begin("add a report to a case").await?;
    tx.append(waiting.id, waiting.version, event::Event::Cases(joined), None).await?;
    tx.append(opened.id, opened.version, event::Event::Cases(grown), None).await?;
    if let Some(raised) = weighing::raised_by_report(ctx, &opened, waiting).await? {
        tx.append(opened.id, opened.version + 1, event::Event::Cases(raised), None).await?;
    }
    kept::reports_from(&mut tx, &[waiting.id], &opened.state.kept_from).await?;
    kept::reports_from(&mut tx, &opened.state.reports, &waiting.state.kept_from).await?;
    let mut reports = opened.state.reports.clone();
    reports.push(waiting.id);
    ending::carry(&mut tx, opened.id, &reports, &[&waiting.history, &opened.history]).await?;
    Ok((tx, opened.id))
}

/// Closes it without a case. Without a reason the page comes back and says what is missing.
pub async fn close(ctx: Ctx, Path(report): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let waiting = store::waiting(&ctx.db, report_id(&report)?).await?;
    let person = ctx.may_on(Act::Triage, &waiting.matter())?;
    let reason = fields.get("reason").and_then(CloseReason::from_code);
    let text = fields.get("text").unwrap_or_default();
    let decided = reason.ok_or(("reason", Refusal::NotAChoice));
    let decided =
        decided.and_then(|reason| triage::close(waiting.triage, reason, text).map_err(|why| ("text", why)));
    let closed = match decided {
        Ok(closed) => closed,
        Err((_, why @ Refusal::AlreadyTriaged)) => return Err(refused(&ctx, &why)),
        Err((field, why)) => {
            let errors = FieldErrors::one(field, words::refusal(&why, ctx.lang));
            let closing = Closing { reason, text: text.to_owned(), errors: errors.clone() };
            let again = page(&ctx, &waiting, &beside(&ctx, person, &waiting).await?, &closing);
            return Err(Failure::Invalid(errors, Some(Box::new(again))));
        }
    };
    let mut tx = ctx.begin("close a report at triage").await?;
    tx.append(waiting.id, waiting.version, event::Event::Cases(closed), Some(text)).await?;
    tx.commit().await?;
    Ok(Redirect::to("/queue"))
}
