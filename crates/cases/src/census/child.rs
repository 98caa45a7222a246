//! What the census asks about a child of a case: the page, and writing it down.

use axum::extract::Path;
use axum::response::Redirect;
use domain::cases::SubjectKind;
use domain::cases::course::Subject;
use domain::census::particulars::{self, Facts};
use domain::role::Act;
use kit::form::Fields;
use kit::page::{self, Answer, Button, Shell};
use kit::{Ctx, Failure, FieldErrors, journal};
use maud::{Markup, html};

use super::{form, gather, makes_it, words};
use crate::act::written;
use crate::store::{self, Opened};
use crate::words::refused;

/// The page, with what was told last.
pub async fn show(ctx: Ctx, Path((case, child)): Path<(String, String)>) -> Result<Markup, Failure> {
    let (opened, child) = found(&ctx, &case, &child).await?;
    let mut tx = ctx.begin("note a reading").await?;
    journal::record_reading(&mut tx, &opened.id.to_string(), "census").await?;
    tx.commit().await?;
    let told = gather::particulars(&opened, child.id).unwrap_or_default();
    page(&ctx, &opened, &child, &form::filled(told), &FieldErrors::default()).await
}

/// Writes down what was told; when something cannot be read the page comes back with it.
pub async fn save(
    ctx: Ctx,
    Path((case, child)): Path<(String, String)>,
    fields: Fields,
) -> Result<Redirect, Failure> {
    let (opened, child) = found(&ctx, &case, &child).await?;
    let told = match form::read(&fields, ctx.lang) {
        Ok(told) => told,
        Err(errors) => {
            let page = page(&ctx, &opened, &child, &fields, &errors).await?;
            return Err(Failure::Invalid(errors, Some(Box::new(page))));
        }
    };
    let event = particulars::tell(&opened.state, child.id, told).map_err(|why| refused(&ctx, &why))?;
    written(&ctx, &opened, "tell the census of a child", &[event]).await?.commit().await?;
    Ok(Redirect::to(&format!("/cases/{}", opened.id)))
}

/// The case and the child in it, for whoever works on the case in an organisation that makes this return.
async fn found(ctx: &Ctx, case: &str, child: &str) -> Result<(Opened, Subject), Failure> {
    let opened = store::opened(&ctx.db, case).await?;
    let person = ctx.may_on(Act::WorkCase, &opened.matter(ctx.now))?;
    let known = |one: &&Subject| one.kind == SubjectKind::Child && one.id.to_string() == child;
    let subject = opened.state.subjects.iter().find(known).cloned();
    let subject = subject.filter(|_| makes_it(person)).ok_or(Failure::NotFound)?;
    Ok((opened, subject))
}

async fn page(
    ctx: &Ctx,
    opened: &Opened,
    child: &Subject,
    fields: &Fields,
    errors: &FieldErrors,
) -> Result<Markup, Failure> {
    let (lang, at) = (ctx.lang, format!("/cases/{}", opened.id));
    let title = format!("{} – {}", words::PARTICULARS.of(lang), child.name);
    let facts = gather::facts(&ctx.db, opened).await?;
    let shell = Shell::staff(ctx, &title).navigation(page::navigation(ctx)).errors(!errors.is_empty());
    Ok(shell.show(html! {
        (page::back(lang, &at))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::PARTICULARS_TEXT.of(lang)) }
        (known(ctx, &facts))
        form method="post" action={ (at) "/census/" (child.id) } novalidate {
            (form::show(lang, fields, errors))
            (page::submit(Button::Primary, words::SAVE.of(lang)))
        }
    }))
}

/// What the case says by itself, and need not be told.
fn known(ctx: &Ctx, facts: &Facts) -> Markup {
    let lang = ctx.lang;
    let line = |question: domain::words::Words, answer: String| Answer {
        question: question.of(lang),
        answer: html! { @if answer.is_empty() { (page::not_given(lang)) } @else { (answer) } },
        change: None,
    };
    let coded = |element: &str, code: Option<&str>| {
        code.map(|code| words::code(element, code, lang)).unwrap_or_default()
    };
    let day = |day: jiff::civil::Date| day.strftime("%-d %b %Y").to_string();
    html! {
        h2 class="govuk-heading-m" { (words::KNOWN.of(lang)) }
        (page::summary_list(lang, &[
            line(words::REFERRED, day(facts.received)),
            line(words::CLOSED, facts.closed.map(day).unwrap_or_default()),
            line(words::SOURCE, coded("ReferralSource", facts.source)),
            line(words::NEED, coded("PrimaryNeedCode", particulars::need(facts.harm))),
        ]))
    }
}
