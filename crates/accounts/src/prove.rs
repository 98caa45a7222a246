//! Proving again who one is, before an act that is dangerous.

use axum::response::Redirect;
use domain::role::Act;
use kit::api::Query;
use kit::form::Fields;
use kit::page::{self, Button, Input, Shell};
use kit::store::sql;
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};

use crate::sign_in::{self, Onward};
use crate::{store, words};

/// Asks for the password.
pub async fn show(ctx: Ctx, Query(onward): Query<Onward>) -> Result<Markup, Failure> {
    ctx.may(Act::UseOwnAccount)?;
    Ok(form(&ctx, &onward, &FieldErrors::default()))
}

/// Notes that it was right, for this browser.
pub async fn enter(ctx: Ctx, Query(onward): Query<Onward>, fields: Fields) -> Result<Redirect, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    let account = store::account_by_id(&ctx.house.db, person.account).await?.ok_or(Failure::NotFound)?;
    sign_in::rest(&ctx, &account.email).await?;
    let typed = fields.raw("password").unwrap_or_default();
    if sign_in::check(&ctx, &account.email, typed).await?.is_none() {
        sign_in::count(&ctx, &account.email).await?;
        let errors = FieldErrors::one("password", words::PROVE_WRONG.of(ctx.lang));
        let again = form(&ctx, &onward, &errors);
        return Err(Failure::Invalid(errors, Some(Box::new(again))));
    }
    let mut tx = ctx.begin("prove who one is").await?;
    if let Some(session) = person.session {
        sql("-- accounts.prove.enter\nUPDATE accounts_session SET proved_at = $2 WHERE id = $1")
            .bind(session)
            .bind(ctx.now)
            .run(&mut tx)
            .await?;
    }
    tx.commit().await?;
    Ok(Redirect::to(onward.path()))
}

fn form(ctx: &Ctx, onward: &Onward, errors: &FieldErrors) -> Markup {
    let (lang, title) = (ctx.lang, words::PROVE.of(ctx.lang));
    Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::PROVE_TEXT.of(lang)) }
        form method="post" action={ "/prove?to=" (onward.path()) } novalidate {
            (Input { lang, id: "password", name: "password", label: words::PASSWORD.of(lang), kind: Some("password"),
                error: errors.of("password"), autocomplete: Some("current-password"), ..Input::default() }.show())
            (page::submit(Button::Primary, words::PROVE_BUTTON.of(lang)))
        }
    })
}
