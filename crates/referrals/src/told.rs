//! The answers of a referral's form, as they are read: on its page, on paper, by programs. Only what may leave is in any.

use axum::extract::Path;
use axum::response::Response;
use domain::event::{Actor, Event};
use domain::referrals::forms::path;
use domain::referrals::forms::payload::{self, Sent};
use domain::referrals::{Event as Happened, Filled, Standing};
use domain::role::Act;
use domain::words::Lang;
use kit::page::{self, Button};
use kit::{Ctx, Failure};
use maud::{Markup, html};
use serde_json::{Map, Value, json};

use crate::store::{self, Opened};
use crate::{paper, responder, words};

/// The answers, page by page; where it can still be changed, each with the way to its question.
pub(crate) fn answers(opened: &Opened, lang: Lang, changed_at: Option<&str>) -> Markup {
    let Some(filled) = &opened.state.draft.form else { return html! {} };
    let notes = filled.notes(lang);
    // What is ours alone is for whoever fills it in, and has a file of its own.
    let sections = if changed_at.is_some() { filled.told_whole(lang) } else { filled.told(lang) };
    html! {
        @if !notes.is_empty() {
            h2 class="govuk-heading-m" { (words::FORM_SAYS.of(lang)) }
            @for (text, rule) in notes {
                (page::inset(html! { p class="govuk-body" { (text) @if let Some(rule) = rule { " (" (rule) ")" } } }))
            }
        }
        @for section in sections {
            h2 class="govuk-heading-m" { (section.page.title_in(lang)) }
            (page::summary_list(lang, &section.lines.iter().map(|line| page::Answer {
                question: line.field.label_in(lang),
                answer: html! {
                    div class="hearken-told" { (line.text) }
                    @if line.from_case && changed_at.is_some() { p class="govuk-hint govuk-!-margin-bottom-0" { (words::FROM_CASE.of(lang)) } }
                },
                change: changed_at.map(|at| format!("{at}/form/{}#{}", section.page.id, line.field.id)),
            }).collect::<Vec<_>>()))
        }
    }
}

/// For whoever drafts it: what is missing, and what leaves when it is sent.
pub(crate) fn before_sending(ctx: &Ctx, opened: &Opened, at: &str) -> Markup {
    let (lang, draft) = (ctx.lang, &opened.state.draft);
    let Some(filled) = &draft.form else { return html! {} };
    let problems = filled.problems(domain::time::day(ctx.now));
    let page_of = |field: &str| {
        let form = filled.questions()?;
        form.pages.iter().find(|page| page.fields.iter().any(|known| known.id == field))
    };
    html! {
        @if !problems.is_empty() {
            h2 class="govuk-heading-m" { (words::UNFINISHED.of(lang)) }
            ul class="govuk-list govuk-list--bullet" {
                @for problem in &problems {
                    @if let Some(page) = page_of(&problem.field.id) {
                        li { a class="govuk-link" href={ (at) "/form/" (page.id) "#" (problem.field.id) } { (problem.says(lang)) } }
                    }
                }
            }
        }
        h2 class="govuk-heading-m" { (words::WHAT_LEAVES.of(lang)) }
        ul class="govuk-list govuk-list--bullet" { @for line in leaving(filled, opened, lang) { li { (line) } } }
    }
}

fn leaving(filled: &Filled, opened: &Opened, lang: Lang) -> Vec<String> {
    let leaving = opened.state.draft.leaving();
    let (answers, stale) = match filled.questions() {
        Some(form) => {
            let asked = path::current(form, &filled.typed).questions().count();
            (filled.leaving().typed.questions().count(), filled.typed.questions().count() - asked)
        }
        None => (0, 0),
    };
    let mut lines = vec![words::leaves(answers, stale, lang)];
    lines.extend(leaving.subjects.iter().map(|subject| subject.name.clone()));
    lines.extend(
        leaving.reports.iter().map(|shared| format!("{} {}", words::REPORT.of(lang), shared.reference)),
    );
    lines.extend(filled.files().iter().filter_map(|row| row.get("name").cloned()));
    lines.push(words::LEAVES_NOT.of(lang).to_owned());
    lines
}

/// The way on in a form that is not finished, and whether it is finished.
pub(crate) fn onward(ctx: &Ctx, opened: &Opened, at: &str) -> Option<Markup> {
    let filled = opened.state.draft.form.as_ref()?;
    let problems = filled.problems(domain::time::day(ctx.now));
    let first = problems.first()?;
    let page = filled.questions()?.pages.iter().find(|page| page.fields.contains(first.field))?;
    Some(html! {
        form method="get" action={ (at) "/form/" (page.id) } { (page::submit(Button::Primary, words::CONTINUE_FORM.of(ctx.lang))) }
    })
}

/// The links to the receiver's file and to our annex.
pub(crate) fn files(opened: &Opened, at: &str, lang: Lang) -> Markup {
    let Some(filled) = &opened.state.draft.form else { return html! {} };
    let annex = filled.questions().is_some_and(|form| !payload::annex(form, &filled.typed).is_empty());
    html! {
        p class="govuk-body" {
            a class="govuk-link" href={ (at) "/payload.json" } { (words::PAYLOAD.of(lang)) }
            @if annex { " · " a class="govuk-link" href={ (at) "/annex.json" } { (words::ANNEX.of(lang)) } }
        }
    }
}

/// The answers for programs: of each its page, question and words, and what the receiver calls it.
pub(crate) fn document(filled: &Filled, lang: Lang) -> Value {
    let Some(form) = filled.questions() else { return Value::Null };
    let sections: Vec<Value> = filled
        .leaving()
        .told(lang)
        .iter()
        .map(|section| {
            let rows = section.lines.iter().map(|line| {
                json!({ "field": line.field.id, "label": line.field.label_in(lang), "text": line.text, "key": line.field.key })
            });
            json!({ "page": section.page.id, "title": section.page.title_in(lang), "rows": rows.collect::<Vec<_>>() })
        })
        .collect();
    let notes: Vec<Value> =
        filled.notes(lang).iter().map(|(text, rule)| json!({ "text": text, "rule": rule })).collect();
    json!({ "id": form.id, "title": form.title_in(lang), "source": form.source, "verified": form.verified,
        "sections": sections, "notes": notes })
}

/// What the receiver expects, with its own keys. The reading is recorded.
pub async fn payload(ctx: Ctx, Path(referral): Path<String>) -> Result<Response, Failure> {
    file(&ctx, &referral, "payload", |filled, sent| {
        filled
            .questions()
            .map(|form| payload::payload(form, &filled.leaving().typed, sent))
            .unwrap_or_default()
    })
    .await
}

/// What we asked beyond it. The reading is recorded.
pub async fn annex(ctx: Ctx, Path(referral): Path<String>) -> Result<Response, Failure> {
    file(&ctx, &referral, "annex", |filled, _| {
        filled.questions().map(|form| payload::annex(form, &filled.leaving().typed)).unwrap_or_default()
    })
    .await
}

async fn file(
    ctx: &Ctx,
    referral: &str,
    name: &'static str,
    write: impl Fn(&Filled, Sent<'_>) -> Map<String, Value>,
) -> Result<Response, Failure> {
    let opened = store::opened(&ctx.db, &ctx.house, referral).await?;
    ctx.may_on(Act::ReadReferral, &opened.matter)?;
    let filled = opened.state.draft.form.as_ref().ok_or(Failure::NotFound)?;
    let email = sender(ctx, &opened).await?;
    let id = opened.id.uuid().to_string();
    let written = write(filled, Sent { id: &id, email: &email });
    if written.is_empty() {
        return Err(Failure::NotFound);
    }
    paper::note_reading(ctx, &opened, name).await?;
    let reference = &opened.state.draft.reference;
    paper::as_json(&Value::Object(written), &format!("referral-{reference}-{name}.json"))
}

/// The address of whoever sent it; of the visitor, while nobody has.
async fn sender(ctx: &Ctx, opened: &Opened) -> Result<String, Failure> {
    let sent =
        opened.history.iter().find(|entry| matches!(entry.event, Event::Referrals(Happened::Sent { .. })));
    let by = match sent.map(|entry| entry.actor) {
        Some(Actor::Account(account)) => Some(account),
        None if opened.state.standing == Standing::Drafted => Some(ctx.person()?.account),
        Some(Actor::Token(_) | Actor::Reporter | Actor::LinkHolder | Actor::System) | None => None,
    };
    let organisation = opened.state.draft.organisation;
    match by {
        Some(account) => Ok(responder::email(&ctx.house, organisation, account).await?),
        None => Ok(String::new()),
    }
}
