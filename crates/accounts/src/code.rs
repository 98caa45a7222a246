//! The second half of signing in: the code of the second factor, or a recovery code.

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::id::AccountId;
use kit::form::Fields;
use kit::page::{self, Button, Shell};
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};

use crate::ceremony::{self, Kind};
use crate::sign_in::{Halfway, With};
use crate::{door, second_factor, sign_in, store, words};

/// The page. The token says that the password was right, a few minutes ago.
pub async fn show(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    ceremony::find(&ctx.db, Kind::Code, &token, ctx.now).await?;
    Ok(form(&ctx, &token, &FieldErrors::default()))
}

/// The form, sent.
pub async fn enter(
    ctx: Ctx,
    Path(token): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    ctx.open_to_all();
    let waiting = ceremony::find(&ctx.db, Kind::Code, &token, ctx.now).await?;
    let account: AccountId = waiting.about.parse().map_err(|_| Failure::NotFound)?;
    let account = store::account_by_id(&ctx.db, account).await?.ok_or(Failure::NotFound)?;
    let last = sign_in::attempt(&ctx, &account.email).await?;
    let typed = fields.get("code").unwrap_or_default();
    let Some(proof) = second_factor::prove(&ctx, account.id, typed).await? else {
        sign_in::failed(&ctx, &account.email, last).await?;
        let errors = FieldErrors::one("code", words::CODE_WRONG.of(ctx.lang));
        let again = form(&ctx, &token, &errors);
        return Err(Failure::Invalid(errors, Some(Box::new(again))));
    };
    let mut tx = sign_in::admission(&ctx, account.id).await?;
    ceremony::take(&mut tx, Kind::Code, &token).await?;
    second_factor::spend(&mut tx, &ctx.house, account.id, proof, typed).await?;
    let (onward, by) = Halfway::opened(&waiting.state, &token)?;
    let with = With { proof: proof.with(), keys: &by };
    Ok(sign_in::admit(tx, &ctx.house, &account, with, door::device(&headers)).await?.goes_on(&onward))
}

fn form(ctx: &Ctx, token: &str, errors: &FieldErrors) -> Markup {
    let (lang, title) = (ctx.lang, words::CODE_TITLE.of(ctx.lang));
    Shell::public(lang, title).errors(!errors.is_empty()).demo(ctx.house.settings.demo).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        form method="post" action={ "/sign-in/code/" (token) "?lang=" (lang.code()) } novalidate {
            (second_factor::code_input(lang, errors, words::CODE_OR_RECOVERY))
            (page::submit(Button::Primary, words::SIGN_IN_BUTTON.of(lang)))
        }
    })
}
