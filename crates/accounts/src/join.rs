//! Inviting somebody, and what they do with the link: choose a name and a password.
//!
//! The link is good once, for seven days; the store has only its digest. The same link makes the first
//! administrator of a new installation.

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::accounts::{self, Event, Refusal};
use domain::event;
use domain::id::{AccountId, InvitationId, OrganisationId, kind};
use domain::role::Role;
use domain::words::Lang;
use jiff::{SignedDuration, Timestamp};
use kit::form::Fields;
use kit::page::{self, Button, Input, Shell};
use kit::store::{Reads, Row, Tx, sql};
use kit::{Ctx, Failure, Fault, FieldErrors, House, chance, journal, mail};
use maud::{Markup, html};

use crate::sign_in::{Onward, With};
use crate::store::{roles_from, roles_text};
use crate::{custody, door, new_password, password, sign_in, store, words};

/// How long an invitation is good for.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Invites somebody into an organisation by mail; the link, which the mail holds too.
pub async fn invite(
    tx: &mut Tx,
    house: &House,
    (organisation, name): (OrganisationId, &str),
    email: &str,
    roles: &[Role],
) -> Result<String, Failure> {
    let token = chance::token();
    let now = tx.now;
    let id: InvitationId = chance::id(now);
    sql("-- accounts.join.invite
        INSERT INTO accounts_invitation (id, digest, organisation, email, roles, expires_at) VALUES ($1, $2, $3, $4, $5, $6)")
    .bind(id)
    .bind(chance::token_digest(&token))
    .bind(organisation)
    .hide(id, email)
    .bind(roles_text(roles))
    .bind(now + GOOD_FOR)
    .run(tx)
    .await?;
    let invited = Event::Invited { organisation, email: email.to_owned(), roles: roles.to_vec() };
    tx.append(id, 0, event::Event::Accounts(invited), None).await?;
    let link = format!("{}/join/{token}", house.settings.base_url);
    let (subject, body) = words::invitation(name, &link, Lang::En);
    mail::write(tx, email, &subject, &body).await?;
    Ok(link)
}

/// An invitation that has not been followed yet.
pub(crate) struct Pending {
    pub(crate) id: InvitationId,
    pub(crate) email: String,
    pub(crate) roles: Vec<Role>,
}

/// Everybody who was invited into an organisation and could still come.
pub(crate) async fn pending(
    from: &impl Reads,
    organisation: OrganisationId,
    now: Timestamp,
) -> Result<Vec<Pending>, Fault> {
    let rows = sql("-- accounts.join.pending
        SELECT id, email, roles FROM accounts_invitation
        WHERE organisation = $1 AND used_at IS NULL AND expires_at > $2");
    let read = |row: &Row| -> Result<Pending, Fault> {
        let (id, roles): (InvitationId, String) = (row.get("id")?, row.get("roles")?);
        Ok(Pending { id, email: row.shown(id, "email")?, roles: roles_from(&roles) })
    };
    let rows = rows.bind(organisation).bind(now).all(from).await?;
    let mut pending = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    pending.sort_by(|a, b| (&a.email, a.id).cmp(&(&b.email, b.id)));
    Ok(pending)
}

/// The address of the invitation that founds an installation: whoever follows it gives their own.
pub const FOUNDER: &str = "administrator@localhost";

struct Invitation {
    id: InvitationId,
    organisation: OrganisationId,
    organisation_name: String,
    email: String,
    roles: Vec<Role>,
}

impl Invitation {
    /// Whether it makes the first administrator, who has an address that we do not know yet.
    fn founds(&self) -> bool {
        self.email == FOUNDER
    }
}

/// The page behind the link.
pub async fn show(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let invitation = find(&ctx.db, &ctx, &token).await?;
    Ok(form(&ctx, &token, &invitation, &Fields::default(), &FieldErrors::default()))
}

/// The form, sent: the account is made and its browser signed in.
pub async fn accept(
    ctx: Ctx,
    Path(token): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    ctx.open_to_all();
    let invitation = find(&ctx.db, &ctx, &token).await?;
    let member = check(&ctx, &invitation, &fields).map_err(|errors| {
        let form = form(&ctx, &token, &invitation, &fields, &errors);
        Failure::Invalid(errors, Some(Box::new(form)))
    })?;
    if store::account_by_email(&ctx.db, &member.email).await?.is_some() {
        return Err(Failure::Refused(words::refusal(&Refusal::HasAccount, ctx.lang)));
    }
    let typed = member.secret.clone();
    let account = become_member(&ctx, &invitation, member).await?;
    let by = custody::by_password(&ctx, account, &typed).await?;
    let tx = sign_in::admission(&ctx, account).await?;
    let account = store::account_by_id(&tx, account).await?.ok_or(Failure::NotFound)?;
    let with = With { proof: "invitation", keys: &by };
    let admitted = sign_in::admit(tx, &ctx.house, &account, with, door::device(&headers)).await?;
    custody::tell_who_waits(&ctx, &account).await?;
    Ok(admitted.goes_on(&Onward::default()))
}

/// What somebody who joins says of themselves.
struct Joining {
    name: String,
    email: String,
    secret: String,
}

/// What was sent, if it will do.
fn check(ctx: &Ctx, invitation: &Invitation, fields: &Fields) -> Result<Joining, FieldErrors> {
    let mut errors = FieldErrors::default();
    let email = if invitation.founds() {
        accounts::email(fields.get("email").unwrap_or_default())
    } else {
        Ok(invitation.email.clone())
    };
    let email = email.map_err(|why| errors.add("email", words::refusal(&why, ctx.lang)));
    let name = accounts::name(fields.get("name").unwrap_or_default());
    let name = name.map_err(|why| errors.add("name", words::refusal(&why, ctx.lang)));
    let secret = fields.raw("password").unwrap_or_default().to_owned();
    if let Err(refusal) = accounts::password(&secret, email.as_deref().unwrap_or_default()) {
        errors.add("password", words::refusal(&refusal, ctx.lang));
    }
    match (name, email, errors.is_empty()) {
        (Ok(name), Ok(email), true) => Ok(Joining { name, email, secret }),
        _ => Err(errors),
    }
}

async fn become_member(ctx: &Ctx, invitation: &Invitation, member: Joining) -> Result<AccountId, Failure> {
    let Joining { name, email, secret } = member;
    let hash = ctx.house.hash(move || password::hash(&secret)).await??;
    let account = chance::id::<kind::Account>(ctx.now);
    let mut tx = ctx.house.begin("join an organisation", event::Actor::Account(account), ctx.now).await?;
    let used = sql(
        "-- accounts.join.use\nUPDATE accounts_invitation SET used_at = $2 WHERE id = $1 AND used_at IS NULL",
    );
    if used.bind(invitation.id).bind(ctx.now).run(&mut tx).await? == 0 {
        return Err(Failure::NotFound);
    }
    make(&mut tx, account, invitation.organisation, &name, &email, &invitation.roles, Some(&hash)).await?;
    tx.commit().await?;
    Ok(account)
}

/// Makes an account. Without a hash it cannot sign in with a password.
pub async fn make(
    tx: &mut Tx,
    account: AccountId,
    organisation: OrganisationId,
    name: &str,
    email: &str,
    roles: &[Role],
    hash: Option<&str>,
) -> Result<(), Failure> {
    let (name, email, roles) = (name.to_owned(), email.to_owned(), roles.to_vec());
    let joined = Event::Joined { organisation, name, email, roles, lang: Lang::En };
    tx.append(account, 0, event::Event::Accounts(joined), None).await?;
    if let Some(hash) = hash {
        set_password(tx, account, hash).await?;
    }
    Ok(())
}

/// Stores the hash of a password; the journal says only that one was set.
pub(crate) async fn set_password(tx: &mut Tx, account: AccountId, hash: &str) -> Result<(), Failure> {
    sql("-- accounts.join.set_password\nUPDATE accounts_account SET password = $2 WHERE id = $1")
        .bind(account)
        .bind(hash)
        .run(tx)
        .await?;
    let version = journal::version(tx, &account.to_string()).await?;
    tx.append(account, version, event::Event::Accounts(Event::PasswordSet), None).await?;
    Ok(())
}

async fn find(from: &impl Reads, ctx: &Ctx, token: &str) -> Result<Invitation, Failure> {
    let row = sql("-- accounts.join.find
        SELECT i.id, i.organisation, o.name AS organisation_name, i.email, i.roles
        FROM accounts_invitation i JOIN accounts_organisation o ON o.id = i.organisation
        WHERE i.digest = $1 AND i.used_at IS NULL AND i.expires_at > $2")
    .bind(chance::token_digest(token))
    .bind(ctx.now)
    .one(from)
    .await?
    .ok_or(Failure::NotFound)?;
    let read = || -> Result<Invitation, Fault> {
        let (id, roles): (InvitationId, String) = (row.get("id")?, row.get("roles")?);
        let organisation: OrganisationId = row.get("organisation")?;
        Ok(Invitation {
            id,
            organisation,
            organisation_name: row.shown(organisation, "organisation_name")?,
            email: row.shown(id, "email")?,
            roles: roles_from(&roles),
        })
    };
    Ok(read()?)
}

fn form(ctx: &Ctx, token: &str, invitation: &Invitation, fields: &Fields, errors: &FieldErrors) -> Markup {
    let lang = ctx.lang;
    let title = words::join_title(&invitation.organisation_name, lang);
    let (name, email) = (fields.raw("name").unwrap_or_default(), fields.raw("email").unwrap_or_default());
    Shell::public(lang, &title).errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        @if !invitation.founds() {
            p class="govuk-body" { (words::JOIN_AS.of(lang)) " " strong { (invitation.email) } }
        }
        form method="post" action={ "/join/" (token) "?lang=" (lang.code()) } novalidate {
            @if invitation.founds() {
                (Input { lang, id: "email", name: "email", label: words::EMAIL.of(lang), value: email, error: errors.of("email"),
                    kind: Some("email"), autocomplete: Some("email"), ..Input::default() }.show())
            }
            (Input { lang, id: "name", name: "name", label: words::NAME.of(lang), value: name, error: errors.of("name"),
                autocomplete: Some("name"), ..Input::default() }.show())
            (new_password::password_input(lang, errors))
            (page::submit(Button::Primary, words::JOIN_BUTTON.of(lang)))
        }
    })
}
