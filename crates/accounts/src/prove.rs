//! Proving again who one is, before an act that is dangerous: with the password, and the code where a second
//! factor is on.

use axum::response::Redirect;
use domain::accounts::Event;
use domain::event;
use domain::role::Act;
use kit::api::Query;
use kit::form::Fields;
use kit::page::{self, Button, Input, Shell};
use kit::store::sql;
use kit::{Ctx, Failure, FieldErrors, journal};
use maud::{Markup, html};

use crate::second_factor::{self, Proof};
use crate::sign_in::{self, Onward};
use crate::{store, words};

/// Asks for it.
pub async fn show(ctx: Ctx, Query(onward): Query<Onward>) -> Result<Markup, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    let with_code = store::second_factor(&ctx.db, person.account).await?.is_some();
    Ok(form(&ctx, &onward, with_code, &FieldErrors::default()))
}

/// Notes that it was right, for this browser.
pub async fn enter(ctx: Ctx, Query(onward): Query<Onward>, fields: Fields) -> Result<Redirect, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    let account = store::account_by_id(&ctx.db, person.account).await?.ok_or(Failure::NotFound)?;
    let last = sign_in::attempt(&ctx, &account.email).await?;
    let with_code = store::second_factor(&ctx.db, account.id).await?.is_some();
    let (password, code) =
        (fields.raw("password").unwrap_or_default(), fields.get("code").unwrap_or_default());
    let proof = if with_code { second_factor::prove(&ctx, account.id, code).await? } else { None };
    let right = sign_in::check(&ctx, &account.email, password).await?.is_some();
    if !right || (with_code && proof.is_none()) {
        sign_in::failed(&ctx, &account.email, last).await?;
        let (field, why) = if right { ("code", words::CODE_WRONG) } else { ("password", words::PROVE_WRONG) };
        let errors = FieldErrors::one(field, why.of(ctx.lang));
        let again = form(&ctx, &onward, with_code, &errors);
        return Err(Failure::Invalid(errors, Some(Box::new(again))));
    }
    note(&ctx, &account.email, proof.map(|proof| (proof, code))).await?;
    Ok(Redirect::to(onward.path()))
}

async fn note(ctx: &Ctx, email: &str, spent: Option<(Proof, &str)>) -> Result<(), Failure> {
    let person = ctx.person()?;
    let mut tx = ctx.begin("prove who one is").await?;
    sign_in::forgive(&mut tx, email).await?;
    if let Some((proof, typed)) = spent {
        second_factor::spend(&mut tx, &ctx.house, person.account, proof, typed).await?;
    }
    if let Some(session) = person.session {
        sql("-- accounts.prove.note\nUPDATE accounts_session SET proved_at = $2 WHERE id = $1")
            .bind(session)
            .bind(ctx.now)
            .run(&mut tx)
            .await?;
    }
    // A recovery code is of record: that it was used is written down.
    let proved = Event::ProvedAgain { with: spent.map_or("password", |(proof, _)| proof.with()).to_owned() };
    let version = journal::version(&tx, &person.account.to_string()).await?;
    tx.append(person.account, version, event::Event::Accounts(proved), None).await?;
    Ok(tx.commit().await?)
}

fn form(ctx: &Ctx, onward: &Onward, with_code: bool, errors: &FieldErrors) -> Markup {
    let (lang, title) = (ctx.lang, words::PROVE.of(ctx.lang));
    Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::PROVE_TEXT.of(lang)) }
        form method="post" action=(onward.form("/prove", lang)) novalidate {
            (Input { lang, id: "password", name: "password", label: words::PASSWORD.of(lang), kind: Some("password"),
                error: errors.of("password"), autocomplete: Some("current-password"), ..Input::default() }.show())
            @if with_code { (second_factor::code_input(lang, errors, words::CODE_OR_RECOVERY)) }
            (page::submit(Button::Primary, words::PROVE_BUTTON.of(lang)))
        }
    })
}
