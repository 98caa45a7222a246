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
use kit::store::Tx;
use kit::{Ctx, Failure, FieldErrors, journal, mail};
use maud::{Markup, html};

use crate::store::{self, Account};
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
    if !after.contains(&Role::OrganisationAdmin) {
        someone_is_left(&ctx, &member).await?;
    }
    let changed = Event::RolesChanged { before: member.roles.clone(), after: after.clone() };
    let mut tx = written(&ctx, &member, "change somebody's roles", changed).await?;
    tell(&mut tx, &ctx, &member, &after).await?;
    tx.commit().await?;
    Ok(Redirect::to("/members"))
}

/// Whoever runs the accounts sees no matter by it, but could make a lead of themselves: so it is done loudly.
async fn tell(tx: &mut Tx, ctx: &Ctx, member: &Account, roles: &[Role]) -> Result<(), Failure> {
    notify::changed(tx, member, words::CHANGED_ROLES).await?;
    let (own, url) = (ctx.person()?.account, &ctx.house.settings.base_url);
    for lead in ctx.house.directory.leads(&ctx.house, member.organisation).await? {
        if lead.account != own && lead.account != member.id {
            let (subject, body) = words::roles_mail(&member.name, roles, url, ctx.lang);
            mail::write(tx, &lead.email, &subject, &body).await?;
        }
    }
    Ok(())
}

/// Closes the account.
pub async fn deactivate(ctx: Ctx, Path(account): Path<String>) -> Result<Redirect, Failure> {
    let member = find(&ctx, &account).await?;
    if ctx.person()?.account == member.id {
        return Err(Failure::Refused(words::NOT_YOURSELF.of(ctx.lang).to_owned()));
    }
    ctx.freshly_proved()?;
    someone_is_left(&ctx, &member).await?;
    written(&ctx, &member, "deactivate an account", Event::Deactivated).await?.commit().await?;
    Ok(Redirect::to("/members"))
}

/// An active member of an organisation whose accounts this person runs.
async fn find(ctx: &Ctx, account: &str) -> Result<Account, Failure> {
    let account: AccountId = account.parse().map_err(|_| Failure::NotFound)?;
    let member = store::account_by_id(&ctx.house.db, account).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::ManageMembers, &Matter::of(member.organisation))?;
    if member.active { Ok(member) } else { Err(Failure::NotFound) }
}

async fn someone_is_left(ctx: &Ctx, member: &Account) -> Result<(), Failure> {
    let others = store::other_administrators(&ctx.house.db, member).await?;
    accounts::keeps_an_administrator(member.roles.contains(&Role::OrganisationAdmin), others)
        .map_err(|refusal| Failure::Refused(words::refusal(&refusal, ctx.lang)))
}

/// The transaction in which it has happened, yet to be made durable.
async fn written(ctx: &Ctx, member: &Account, label: &'static str, happened: Event) -> Result<Tx, Failure> {
    let mut tx = ctx.begin(label).await?;
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
