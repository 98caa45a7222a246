//! One of the people of an organisation: given other roles, or the account closed. Both are dangerous acts, and
//! somebody must always be left to run the accounts.

use axum::extract::Path;
use axum::response::Redirect;
use domain::accounts::{self, Event, Refusal};
use domain::event;
use domain::id::AccountId;
use domain::role::{Act, Role};
use kit::access::Matter;
use kit::form::Fields;
use kit::page::{self, Button, Shell};
use kit::store::{Tx, sql};
use kit::{Ctx, Failure, FieldErrors, journal};
use maud::{Markup, html};

use crate::store::{self, Account};
use crate::words::Given;
use crate::{members, notify, words};

/// The page.
pub async fn show(ctx: Ctx, Path(account): Path<String>) -> Result<Markup, Failure> {
    let member = find(&ctx, &account).await?;
    Ok(page(&ctx, &member, &FieldErrors::default()))
}

/// Gives other roles. The role of the installation's administrator is neither given nor taken here.
pub async fn set_roles(ctx: Ctx, Path(account): Path<String>, fields: Fields) -> Result<Redirect, Failure> {
    let member = find(&ctx, &account).await?;
    ctx.freshly_proved()?;
    let mut after = members::chosen(&fields);
    if after.is_empty() {
        let errors = FieldErrors::one("roles", words::refusal(&Refusal::NoRole, ctx.lang));
        let form = page(&ctx, &member, &errors);
        return Err(Failure::Invalid(errors, Some(Box::new(form))));
    }
    after.extend(member.roles.iter().filter(|role| **role == Role::Administrator));
    let changed = Event::RolesChanged { before: member.roles.clone(), after: after.clone() };
    let mut tx = written(&ctx, &member, &after, changed).await?;
    let given = Given::Roles(&member.name, &after);
    notify::given(&mut tx, &ctx, member.organisation, Some(member.id), &given).await?;
    tx.commit().await?;
    Ok(Redirect::to("/members"))
}

/// Closes the account.
pub async fn deactivate(ctx: Ctx, Path(account): Path<String>) -> Result<Redirect, Failure> {
    let member = find(&ctx, &account).await?;
    if ctx.person()?.account == member.id {
        return Err(Failure::Refused(words::NOT_YOURSELF.of(ctx.lang).to_owned()));
    }
    ctx.freshly_proved()?;
    written(&ctx, &member, &[], Event::Deactivated).await?.commit().await?;
    Ok(Redirect::to("/members"))
}

/// An active member of an organisation whose accounts this person runs.
async fn find(ctx: &Ctx, account: &str) -> Result<Account, Failure> {
    let account: AccountId = account.parse().map_err(|_| Failure::NotFound)?;
    let member = store::account_by_id(&ctx.db, account).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::ManageMembers, &Matter::of(member.organisation))?;
    if member.active { Ok(member) } else { Err(Failure::NotFound) }
}

/// The transaction in which it has happened and `keeps` are the roles that are left, yet to be made durable.
/// Refused when nobody would be left to run the accounts, or the installation.
pub(crate) async fn written(
    ctx: &Ctx,
    member: &Account,
    keeps: &[Role],
    happened: Event,
) -> Result<Tx, Failure> {
    let mut tx = ctx.begin("change an account").await?;
    // Two who go at once must not each find the other still there: organisations are locked first.
    sql("-- accounts.member.lock\nUPDATE accounts_organisation SET name = name").run(&mut tx).await?;
    let others = [
        (Role::OrganisationAdmin, store::other_administrators(&tx, member).await?),
        (Role::Administrator, store::administrators(&tx).await?.len().saturating_sub(1)),
    ];
    for (role, others) in others {
        let loses = member.roles.contains(&role) && !keeps.contains(&role);
        accounts::keeps_an_administrator(loses, others)
            .map_err(|refusal| Failure::Refused(words::refusal(&refusal, ctx.lang)))?;
    }
    let version = journal::version(&tx, &member.id.to_string()).await?;
    tx.append(member.id, version, event::Event::Accounts(happened), None).await?;
    Ok(tx)
}

fn page(ctx: &Ctx, member: &Account, errors: &FieldErrors) -> Markup {
    let (lang, at) = (ctx.lang, format!("/members/{}", member.id));
    let own = ctx.person().is_ok_and(|person| person.account == member.id);
    Shell::staff(ctx, &member.name).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::back(lang, "/members"))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (member.name) }
        p class="govuk-body" { (member.email) }
        form method="post" action={ (at) "/roles" } novalidate {
            (members::roles(lang, &member.roles, errors))
            (page::submit(Button::Primary, words::ROLES_SET.of(lang)))
        }
        @if !own {
            h2 class="govuk-heading-m" { (words::DEACTIVATE_TITLE.of(lang)) }
            p class="govuk-body" { (words::DEACTIVATE_TEXT.of(lang)) }
            form method="post" action={ (at) "/deactivate" } { (page::submit(Button::Warning, words::DEACTIVATE_TITLE.of(lang))) }
        }
    })
}
