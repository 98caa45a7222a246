//! The people of an organisation, and inviting others. What is done to one of them is in [`crate::member`].

use axum::extract::Path;
use axum::response::Redirect;
use domain::accounts::{self, Event, Refusal};
use domain::event;
use domain::id::OrganisationId;
use domain::role::{Act, Role};
use domain::words::Lang;
use kit::form::Fields;
use kit::page::{self, Button, Checkboxes, Choice, Input, Shell};
use kit::{Ctx, Failure, FieldErrors};
use maud::{Markup, html};

use crate::join::Pending;
use crate::store::{self, Account};
use crate::words::Given;
use crate::{join, notify, words};

/// Roles that an organisation gives its own people; `administrator` is for the installation.
pub const GIVEN: &[Role] = &[
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
    let all = All::of(&ctx, person.organisation).await?;
    Ok(list(&ctx, &all, "", &FieldErrors::default()))
}

/// Everybody with an account, and everybody who was invited and has not come.
struct All {
    members: Vec<Account>,
    invited: Vec<Pending>,
}

impl All {
    async fn of(ctx: &Ctx, organisation: OrganisationId) -> Result<Self, Failure> {
        let members = store::members(&ctx.db, organisation).await?;
        Ok(Self { members, invited: join::pending(&ctx.db, organisation, ctx.now).await? })
    }
}

/// Takes an invitation back: its link opens nothing from now on.
pub async fn take_back(ctx: Ctx, Path(invitation): Path<String>) -> Result<Redirect, Failure> {
    let person = ctx.may(Act::ManageMembers)?;
    let pending = join::pending(&ctx.db, person.organisation, ctx.now).await?;
    let pending =
        pending.into_iter().find(|one| one.id.to_string() == invitation).ok_or(Failure::NotFound)?;
    let mut tx = ctx.begin("take an invitation back").await?;
    let event = event::Event::Accounts(Event::InvitationTakenBack);
    tx.append(pending.id, 1, event, None).await?;
    tx.commit().await?;
    Ok(Redirect::to("/members"))
}

/// Invites somebody by email.
pub async fn invite(ctx: Ctx, fields: Fields) -> Result<Redirect, Failure> {
    let person = ctx.may(Act::ManageMembers)?;
    ctx.freshly_proved()?;
    let typed = fields.get("email").unwrap_or_default();
    let roles = chosen(&fields);
    let mut errors = FieldErrors::default();
    let email =
        accounts::email(typed).map_err(|refusal| errors.add("email", words::refusal(&refusal, ctx.lang)));
    if roles.is_empty() {
        errors.add("roles", words::refusal(&Refusal::NoRole, ctx.lang));
    }
    let (Ok(email), true) = (email, errors.is_empty()) else {
        let form = list(&ctx, &All::of(&ctx, person.organisation).await?, typed, &errors);
        return Err(Failure::Invalid(errors, Some(Box::new(form))));
    };
    let mut tx = ctx.begin("invite somebody").await?;
    let organisation = (person.organisation, person.organisation_name.as_str());
    join::invite(&mut tx, &ctx.house, organisation, &email, &roles).await?;
    let given = Given::Invitation(&email, &roles);
    notify::given(&mut tx, &ctx, person.organisation, None, &given).await?;
    tx.commit().await?;
    Ok(Redirect::to("/members"))
}

/// The roles that were chosen, of those that an organisation gives.
pub(crate) fn chosen(fields: &Fields) -> Vec<Role> {
    fields.all("roles").filter_map(Role::from_code).filter(|role| GIVEN.contains(role)).collect()
}

fn list(ctx: &Ctx, all: &All, typed: &str, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let title = words::MEMBERS.of(lang);
    let heads = [words::NAME.of(lang), words::EMAIL.of(lang), words::ROLES.of(lang), words::STATE.of(lang)];
    let rows = all.members.iter().map(|member| row(ctx, member)).collect();
    Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        (page::table(words::MEMBERS_CAPTION.of(lang), &heads, rows))
        @if !all.invited.is_empty() {
            h2 class="govuk-heading-m" { (words::INVITED.of(lang)) }
            ul class="govuk-list" {
                @for one in &all.invited {
                    li {
                        (one.email) " – " (words::roles(&one.roles, lang))
                        form method="post" action={ "/members/invitations/" (one.id) "/take-back" } {
                            button class="hearken-plain-button" type="submit" { (words::INVITATION_TAKE_BACK.of(lang)) " " (one.email) }
                        }
                    }
                }
            }
        }
        h2 class="govuk-heading-m" { (words::INVITE.of(lang)) }
        form method="post" action="/members/invite" novalidate {
            (Input { lang, id: "email", name: "email", label: words::EMAIL.of(lang), value: typed, error: errors.of("email"),
                kind: Some("email"), ..Input::default() }.show())
            (roles(lang, &[], errors))
            (page::submit(Button::Primary, words::INVITE_BUTTON.of(lang)))
        }
    })
}

/// The roles to choose from, wherever they are given.
pub(crate) fn roles(lang: Lang, given: &[Role], errors: &FieldErrors) -> Markup {
    let choice = |role: &Role| Choice {
        value: role.code(),
        text: words::role(*role).of(lang),
        chosen: given.contains(role),
        ..Choice::default()
    };
    let choices = GIVEN.iter().map(choice).collect();
    let (legend, error) = (words::ROLES.of(lang), errors.of("roles"));
    Checkboxes { lang, name: "roles", legend, error, choices, ..Checkboxes::default() }.show()
}

fn row(ctx: &Ctx, member: &Account) -> Vec<Markup> {
    let lang = ctx.lang;
    let roles = words::roles(&member.roles, lang);
    let state = if member.active { words::ACTIVE } else { words::CLOSED };
    let name = html! {
        @if member.active { a class="govuk-link" href={ "/members/" (member.id) } { (member.name) } }
        @else { (member.name) }
    };
    vec![name, html! { (member.email) }, html! { (roles) }, html! { (state.of(lang)) }]
}
