//! Running the installation: which organisations there are, which ask to be let in, and letting them in.

use axum::extract::Path;
use axum::response::Redirect;
use domain::accounts::{self, Event, Organisation, Refusal};
use domain::event;
use domain::id::{RegistrationId, kind};
use domain::role::{Act, Role};
use jiff::Timestamp;
use kit::form::Fields;
use kit::page::{self, Button, Shell, Textarea};
use kit::store::{Reads, Row, Tx, sql};
use kit::{Ctx, Failure, Fault, FieldErrors, House, OrFault as _, chance, mail};
use maud::{Markup, html};

use crate::register::{self, Asking};
use crate::{join, store, words};

/// What the first person of an organisation is there.
const FIRST: [Role; 2] = [Role::Lead, Role::OrganisationAdmin];

/// An organisation that asks.
struct Registration {
    id: RegistrationId,
    asking: Asking,
    made_at: Timestamp,
}

async fn waiting(from: &impl Reads) -> Result<Vec<Registration>, Fault> {
    let rows = sql("-- accounts.installation.waiting
        SELECT id, asked, made_at FROM accounts_registration WHERE decided_at IS NULL ORDER BY made_at, id");
    let read = |row: &Row| -> Result<Registration, Fault> {
        let id: RegistrationId = row.get("id")?;
        let asking = serde_json::from_str(&row.shown(id, "asked")?).or_fault("reading a registration")?;
        Ok(Registration { id, asking, made_at: row.get("made_at")? })
    };
    rows.all(from).await?.iter().map(read).collect()
}

/// The page.
pub async fn show(ctx: Ctx) -> Result<Markup, Failure> {
    ctx.may(Act::ManageInstallation)?;
    page(&ctx, &Fields::default(), &FieldErrors::default()).await
}

/// Makes an organisation and invites its first person.
pub async fn make(ctx: Ctx, fields: Fields) -> Result<Redirect, Failure> {
    ctx.may(Act::ManageInstallation)?;
    ctx.freshly_proved()?;
    match register::read(&fields, ctx.lang) {
        Ok(asking) => {
            let mut tx = ctx.begin("make an organisation").await?;
            let_in(&mut tx, &ctx.house, asking).await?;
            tx.commit().await?;
            Ok(Redirect::to("/installation"))
        }
        Err(errors) => {
            let form = page(&ctx, &fields, &errors).await?;
            Err(Failure::Invalid(errors, Some(Box::new(form))))
        }
    }
}

/// Lets an organisation in, or does not; either with the reason.
pub async fn decide(
    ctx: Ctx,
    Path((registration, answer)): Path<(String, String)>,
    fields: Fields,
) -> Result<Redirect, Failure> {
    ctx.may(Act::ManageInstallation)?;
    ctx.freshly_proved()?;
    let accepted = match answer.as_str() {
        "accept" => true,
        "decline" => false,
        _ => return Err(Failure::NotFound),
    };
    let refused = |why| Failure::Refused(words::refusal(&why, ctx.lang));
    let mut asked = waiting(&ctx.db).await?;
    asked.retain(|asked| asked.id.to_string() == registration);
    let asked = asked.pop().ok_or_else(|| refused(Refusal::Decided))?;
    let reason = fields.get("reason").ok_or_else(|| refused(Refusal::NoReason))?;
    decided(&ctx, asked, accepted, reason).await?;
    Ok(Redirect::to("/installation"))
}

async fn decided(ctx: &Ctx, asked: Registration, accepted: bool, reason: &str) -> Result<(), Failure> {
    let mut tx = ctx.begin("decide on a registration").await?;
    let event = Event::RegistrationDecided { accepted, reason: reason.to_owned() };
    tx.append(asked.id, 1, event::Event::Accounts(event), Some(reason)).await?;
    if accepted {
        let_in(&mut tx, &ctx.house, asked.asking).await?;
    } else {
        let (subject, body) = words::declined_mail(&asked.asking.organisation.name, reason, ctx.lang);
        mail::write(&mut tx, &asked.asking.email, &subject, &body).await?;
    }
    Ok(tx.commit().await?)
}

/// Makes the organisation, and mails an invitation to whoever asked; the link.
pub async fn let_in(tx: &mut Tx, house: &House, asking: Asking) -> Result<String, Failure> {
    let known = store::organisations(tx, &[]).await?;
    let code = accounts::code_of(&asking.organisation.name, |code| known.iter().any(|one| one.code == code));
    let organisation = Organisation { code, ..asking.organisation };
    let (id, name) = (chance::id::<kind::Organisation>(tx.now), organisation.name.clone());
    tx.append(id, 0, event::Event::Accounts(Event::OrganisationMade { organisation }), None).await?;
    join::invite(tx, house, (id, &name), &asking.email, &FIRST).await
}

async fn page(ctx: &Ctx, fields: &Fields, errors: &FieldErrors) -> Result<Markup, Failure> {
    let (lang, title) = (ctx.lang, words::INSTALLATION.of(ctx.lang));
    let asked = waiting(&ctx.db).await?;
    let known = store::organisations(&ctx.db, &[]).await?;
    let heads = [words::ORGANISATION.of(lang), words::AGENCY_HEAD.of(lang), words::AREA.of(lang)];
    let rows = known.iter().map(|one| {
        let (agency, area) = (words::agency(one.agency).of(lang), words::area(one.area.as_deref()));
        vec![html! { (one.name) }, html! { (agency) }, html! { (area) }]
    });
    Ok(Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        h2 class="govuk-heading-m" { (words::ASKING.of(lang)) }
        @if asked.is_empty() { p class="govuk-body" { (words::ASKING_NONE.of(lang)) } }
        @for one in &asked { (registration(ctx, one)) }
        (page::table(words::ORGANISATIONS.of(lang), &heads, rows.collect()))
        h2 class="govuk-heading-m" { (words::ORGANISATION_MAKE.of(lang)) }
        form method="post" action="/installation" novalidate {
            (register::inputs(fields, errors, lang))
            (page::submit(Button::Primary, words::ORGANISATION_MAKE.of(lang)))
        }
    }))
}

fn registration(ctx: &Ctx, one: &Registration) -> Markup {
    let (lang, at) = (ctx.lang, format!("/installation/{}", one.id));
    let Asking { organisation, name, email } = &one.asking;
    let id = format!("reason-{}", one.id);
    html! {
        section class="hearken-asking" {
            h3 class="govuk-heading-s" { (organisation.name) }
            p class="govuk-body" {
                (words::agency(organisation.agency).of(lang)) ", " (words::area(organisation.area.as_deref())) ". "
                (name) ", " (email) ". " (domain::time::shown(one.made_at))
            }
            form method="post" action={ (at) "/accept" } novalidate {
                (Textarea { lang, id: &id, name: "reason", label: words::DECIDE_REASON.of(lang), hint: Some(words::DECIDE_HINT.of(lang)), rows: Some(2), ..Textarea::default() }.show())
                div class="govuk-button-group" {
                    (page::submit(Button::Primary, words::LET_IN.of(lang)))
                    button type="submit" class="govuk-button govuk-button--secondary" data-module="govuk-button" formaction={ (at) "/decline" } { (words::DECLINE.of(lang)) }
                }
            }
        }
    }
}
