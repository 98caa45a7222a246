//! The open cases of the organisation, the urgent first.

use domain::role::{Act, Role};
use kit::page::{self, Shell};
use kit::{Ctx, Failure};
use maud::{Markup, html};

use crate::store::{self, Card};
use crate::{census, words};

/// The page.
pub async fn show(ctx: Ctx) -> Result<Markup, Failure> {
    let person = ctx.may(Act::SeeQueue)?;
    let all = person.roles.contains(&Role::Lead);
    let cards = store::open_cases(&ctx.db, person.organisation, person.account, all).await?;
    let (lang, title) = (ctx.lang, words::CASES.of(ctx.lang));
    let heads =
        [words::REFERENCE.of(lang), words::URGENCY.of(lang), words::OPENED.of(lang), words::CLOCK.of(lang)];
    let rows = cards.iter().map(|card| row(&ctx, card)).collect::<Vec<_>>();
    Ok(Shell::staff(&ctx, title).navigation(page::navigation(&ctx)).show(html! {
        h1 class="govuk-heading-l" { (title) }
        @if rows.is_empty() { p class="govuk-body" { (words::CASES_NONE.of(lang)) } }
        @else { (page::table(words::CASES_CAPTION.of(lang), &heads, rows)) }
        (census::door(&ctx))
    }))
}

fn row(ctx: &Ctx, card: &Card) -> Vec<Markup> {
    let lang = ctx.lang;
    let clock = html! {
        @if let (Some(started), Some(due)) = (card.started_at, card.due_at) {
            (page::clock_tag(domain::time::clock::standing(started, due, ctx.now), due, lang))
        }
    };
    vec![
        html! { a class="govuk-link" href={ "/cases/" (card.id) } { (card.reference) } },
        page::urgency_tag(card.urgency, lang),
        html! { (domain::time::shown(card.opened_at)) },
        clock,
    ]
}
