//! Looking in from outside the team: with a reason, for a day, loudly. The leads are told by mail.

use axum::extract::Path;
use axum::response::Redirect;
use domain::cases::course;
use domain::event;
use domain::role::Act;
use kit::form::Fields;
use kit::page::{self, Button, Shell, Textarea};
use kit::{Ctx, Failure, mail};
use maud::{Markup, html};

use crate::store::{self, Opened};
use crate::words;

/// Says that the case is not theirs, and asks for the reason. Tells nothing of what is in it.
pub(crate) fn page(ctx: &Ctx, opened: &Opened) -> Markup {
    let (lang, title) = (ctx.lang, words::GLASS_TITLE.of(ctx.lang));
    Shell::staff(ctx, title).navigation(page::navigation(ctx)).show(html! {
        h1 class="govuk-heading-l" { (title) }
        (page::warning(lang, html! { (words::GLASS_TEXT.of(lang)) }))
        form method="post" action={ "/cases/" (opened.id) "/glass" } {
            (Textarea { lang, id: "reason", name: "reason", label: words::GLASS_REASON.of(lang), ..Textarea::default() }.show())
            (page::submit(Button::Warning, words::GLASS_BREAK.of(lang)))
        }
    })
}

/// The same for somebody who has no key to the case and may break the glass.
pub(crate) async fn offer(ctx: &Ctx, case: &str) -> Result<Markup, Failure> {
    let opened = store::opened(&ctx.at_the_glass()?, case).await?;
    ctx.may_on(Act::BreakGlass, &opened.matter(ctx.now))?;
    Ok(page(ctx, &opened))
}

/// Breaks it.
pub async fn break_it(ctx: Ctx, Path(case): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let glass = ctx.at_the_glass()?;
    let opened = store::opened(&glass, &case).await?;
    let person = ctx.may_on(Act::BreakGlass, &opened.matter(ctx.now))?;
    let reason = fields.get("reason").unwrap_or_default();
    let broken =
        course::break_glass(person.account, reason, ctx.now).map_err(|why| words::refused(&ctx, &why))?;
    let leads = ctx.house.directory.leads(&ctx.house, person.organisation).await?;
    let mut tx = ctx.house.begin_with(&glass, "break the glass", person.actor(), ctx.now).await?;
    tx.append(opened.id, opened.version, event::Event::Cases(broken), Some(reason)).await?;
    for lead in leads.iter().filter(|lead| !opened.state.kept_from.contains(&lead.account)) {
        let (subject, body) =
            words::glass_mail(&opened.state.opening.reference, &ctx.house.settings.base_url, lead.lang);
        mail::write(&mut tx, &lead.email, &subject, &body).await?;
    }
    tx.commit().await?;
    Ok(Redirect::to(&format!("/cases/{}", opened.id)))
}
