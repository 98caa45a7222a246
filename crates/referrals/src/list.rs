//! Referrals to us and from us, the last changed first.

use domain::referrals::words::standing;
use domain::role::Act;
use kit::page::{self, Shell};
use kit::{Ctx, Failure};
use maud::{Markup, html};

use crate::store::{self, Line, Other};
use crate::words;

/// The page.
pub async fn show(ctx: Ctx) -> Result<Markup, Failure> {
    let person = ctx.may(Act::SeeReferrals)?;
    let to_us = store::to_us(&ctx.house, person.organisation, person.account).await?;
    let from_us = store::from_us(&ctx.house, person.organisation, person.account).await?;
    let (lang, title) = (ctx.lang, words::REFERRALS.of(ctx.lang));
    let to_us = rows(&ctx, &to_us).await?;
    let from_us = rows(&ctx, &from_us).await?;
    Ok(Shell::staff(&ctx, title).navigation(page::navigation(&ctx)).show(html! {
        h1 class="govuk-heading-l" { (title) }
        (listed(&ctx, words::TO_US.of(lang), words::FROM.of(lang), to_us))
        (listed(&ctx, words::FROM_US.of(lang), words::TO.of(lang), from_us))
    }))
}

fn listed(ctx: &Ctx, caption: &str, other: &str, rows: Vec<Vec<Markup>>) -> Markup {
    let lang = ctx.lang;
    let heads = [
        words::REFERENCE.of(lang),
        other,
        words::URGENCY.of(lang),
        words::STANDING.of(lang),
        words::CHANGED.of(lang),
    ];
    html! {
        @if rows.is_empty() {
            h2 class="govuk-heading-m" { (caption) }
            p class="govuk-body" { (words::NONE.of(lang)) }
        } @else { (page::table(caption, &heads, rows)) }
    }
}

/// Only those that open to the reader: the page tells nobody of a referral that is not theirs.
async fn rows(ctx: &Ctx, lines: &[Line]) -> Result<Vec<Vec<Markup>>, Failure> {
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let opened = store::opened(&ctx.db, &ctx.house, &line.id.to_string()).await;
        let Some(opened) = Failure::found(opened)? else { continue };
        if ctx.could(Act::ReadReferral, &opened.matter) {
            rows.push(row(ctx, line).await?);
        }
    }
    Ok(rows)
}

async fn row(ctx: &Ctx, line: &Line) -> Result<Vec<Markup>, Failure> {
    let other = match &line.other {
        Other::Recipient(name) => name.clone(),
        Other::Sender(organisation) => {
            let sender = ctx.house.directory.organisation(&ctx.house, *organisation).await?;
            sender.map(|sender| sender.name).unwrap_or_default()
        }
    };
    Ok(vec![
        html! { a class="govuk-link" href={ "/referrals/" (line.id) } { (line.reference) } },
        html! { (other) },
        page::urgency_tag(line.urgency, ctx.lang),
        html! { (standing(line.standing).of(ctx.lang)) },
        html! { (domain::time::shown(line.changed_at)) },
    ])
}
