//! The people of an organisation: invited, given other roles, deactivated.

use axum::extract::Path;
use axum::response::Redirect;
use domain::accounts::{self, Event, Refusal};
use domain::event;
use domain::id::AccountId;
use domain::role::{Act, Role};
use kit::access::Matter;
use kit::form::Fields;
use kit::page::{self, Button, Checkboxes, Choice, Input, Shell};
use kit::{Ctx, Failure, FieldErrors, journal, mail};
use maud::{Markup, html};

use crate::store::{self, Account};
use crate::{join, words};

/// Roles that an organisation gives its own people; `administrator` is for the installation.
const GIVEN: &[Role] = &[
    Role::Staff,
    Role::Lead,
    Role::Practitioner,
    Role::Officer,
    Role::Moderator,
    Role::Analyst,
    Role::Inspector,
    Role::Recruiter,
    Role::OrganisationAdmin,
];

/// The page.
pub async fn show(ctx: Ctx) -> Result<Markup, Failure> {
    let person = ctx.may(Act::ManageMembers)?;
    let members = store::members(&ctx.house.db, person.organisation).await?;
    Ok(list(&ctx, &members, "", &FieldErrors::default()))
}

/// Invites somebody by email.
pub async fn invite(ctx: Ctx, fields: Fields) -> Result<Redirect, Failure> {
    let person = ctx.may(Act::ManageMembers)?;
    let typed = fields.get("email").unwrap_or_default();
    let roles: Vec<Role> =
        fields.all("roles").filter_map(Role::from_code).filter(|role| GIVEN.contains(role)).collect();
    let mut errors = FieldErrors::default();
    let email =
        accounts::email(typed).map_err(|refusal| errors.add("email", words::refusal(&refusal, ctx.lang)));
    if roles.is_empty() {
        errors.add("roles", words::refusal(&Refusal::NoRole, ctx.lang));
    }
    let (Ok(email), true) = (email, errors.is_empty()) else {
        let members = store::members(&ctx.house.db, person.organisation).await?;
        let form = list(&ctx, &members, typed, &errors);
        return Err(Failure::Invalid(errors, Some(Box::new(form))));
    };
    let mut tx = ctx.begin("invite somebody").await?;
    let token = join::invite(&mut tx, person.organisation, &email, &roles).await?;
    let link = format!("{}/join/{token}", ctx.house.settings.base_url);
    let (subject, body) = words::invitation(&person.organisation_name, &link, ctx.lang);
    mail::write(&mut tx, &email, &subject, &body).await?;
    tx.commit().await?;
    Ok(Redirect::to("/members"))
}

/// Closes an account. A dangerous act: the person proves again who they are.
pub async fn deactivate(ctx: Ctx, Path(account): Path<String>) -> Result<Redirect, Failure> {
    let account: AccountId = account.parse().map_err(|_| Failure::NotFound)?;
    let member = store::account_by_id(&ctx.house.db, account).await?.ok_or(Failure::NotFound)?;
    let person = ctx.may_on(Act::ManageMembers, &Matter::of(member.organisation))?;
    if person.account == account {
        return Err(Failure::Refused(words::NOT_YOURSELF.of(ctx.lang).to_owned()));
    }
    ctx.freshly_proved()?;
    let mut tx = ctx.begin("deactivate an account").await?;
    let version = journal::version(&tx, &account.to_string()).await?;
    tx.append(account, version, event::Event::Accounts(Event::Deactivated), None).await?;
    tx.commit().await?;
    Ok(Redirect::to("/members"))
}

fn list(ctx: &Ctx, members: &[Account], typed: &str, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let title = words::MEMBERS.of(lang);
    let heads = [words::NAME.of(lang), words::EMAIL.of(lang), words::ROLES.of(lang), words::STATE.of(lang)];
    let rows = members.iter().map(|member| row(ctx, member)).collect();
    let choices = GIVEN.iter().map(|role| Choice {
        value: role.code(),
        text: words::role(*role).of(lang),
        ..Choice::default()
    });
    Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        (page::table(words::MEMBERS_CAPTION.of(lang), &heads, rows))
        h2 class="govuk-heading-m" { (words::INVITE.of(lang)) }
        form method="post" action="/members/invite" novalidate {
            (Input { lang, id: "email", name: "email", label: words::EMAIL.of(lang), value: typed, error: errors.of("email"),
                kind: Some("email"), ..Input::default() }.show())
            (Checkboxes { lang, name: "roles", legend: words::ROLES.of(lang), error: errors.of("roles"),
                choices: choices.collect(), ..Checkboxes::default() }.show())
            (page::submit(Button::Primary, words::INVITE_BUTTON.of(lang)))
        }
    })
}

fn row(ctx: &Ctx, member: &Account) -> Vec<Markup> {
    let lang = ctx.lang;
    let roles = member.roles.iter().map(|role| words::role(*role).of(lang)).collect::<Vec<_>>().join(", ");
    let own = ctx.person().is_ok_and(|person| person.account == member.id);
    let state = html! {
        @if !member.active { (words::CLOSED.of(lang)) } @else if own { (words::ACTIVE.of(lang)) } @else {
            form method="post" action={ "/members/" (member.id) "/deactivate" } {
                button class="hearken-plain-button" type="submit" {
                    (words::DEACTIVATE.of(lang)) span class="govuk-visually-hidden" { " " (member.name) }
                }
            }
        }
    };
    vec![html! { (member.name) }, html! { (member.email) }, html! { (roles) }, state]
}
