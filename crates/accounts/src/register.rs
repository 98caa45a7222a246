//! An organisation asks to be let in: who it is and who asks, the address confirmed by a link, then an
//! administrator of the installation decides ([`crate::installation`]).
//!
//! Nothing is of record before the address is confirmed, and nobody is let in unlooked-at: whoever is a school
//! here reads what is told about that school.

use axum::extract::Path;
use domain::accounts::{self, Event, Organisation, Refusal};
use domain::agency::AgencyKind;
use domain::event;
use domain::id::{RegistrationId, kind};
use domain::place::{self, Place};
use domain::words::{Lang, Words};
use jiff::SignedDuration;
use kit::form::Fields;
use kit::page::{self, Answer, Button, Choice, Input, Radios, Shell};
use kit::{Ctx, Failure, FieldErrors, OrFault as _, chance, mail};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use crate::ceremony::{self, Kind};
use crate::{store, words};

/// What is asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asking {
    /// Its short code is chosen when it is let in.
    pub organisation: Organisation,
    pub name: String,
    pub email: String,
}

/// How long until another link is mailed to the same address.
const ONE_LINK_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// The page.
pub async fn show(ctx: Ctx) -> Result<Markup, Failure> {
    ctx.open_to_all();
    Ok(form(&ctx, &Fields::default(), &FieldErrors::default()))
}

/// The form, sent: a link goes to the address.
pub async fn ask(ctx: Ctx, fields: Fields) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let asking = read(&fields, ctx.lang).map_err(|errors| {
        let form = form(&ctx, &fields, &errors);
        Failure::Invalid(errors, Some(Box::new(form)))
    })?;
    let recently = ctx.now - ONE_LINK_EVERY;
    if ceremony::begun_since(&ctx.db, Kind::Register, &asking.email, recently).await? {
        let retry_after_s = u32::try_from(ONE_LINK_EVERY.as_secs()).unwrap_or(u32::MAX);
        return Err(Failure::TooMany { retry_after_s });
    }
    let state = serde_json::to_string(&asking).or_fault("writing a registration")?;
    let mut tx = ctx.begin("mail a link to confirm an address").await?;
    // What was sent before with this address is put right by what is sent now.
    ceremony::forget(&mut tx, Kind::Register, &asking.email).await?;
    let token = ceremony::begin(&mut tx, Kind::Register, &asking.email, &state).await?;
    let link = format!("{}/register/{token}", ctx.house.settings.base_url);
    let (subject, body) = words::confirm_mail(&link, ctx.lang);
    mail::write(&mut tx, &asking.email, &subject, &body).await?;
    tx.commit().await?;
    Ok(page::said(&ctx, words::REGISTER.of(ctx.lang), words::REGISTER_SENT.of(ctx.lang)))
}

/// The page behind the link. Looking at it confirms nothing: mail boxes follow links on their own.
pub async fn confirm(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let waiting = ceremony::find(&ctx.db, Kind::Register, &token, ctx.now).await?;
    let asking: Asking = serde_json::from_str(&waiting.state).or_fault("reading a registration")?;
    let (lang, title) = (ctx.lang, words::CONFIRM.of(ctx.lang));
    let area = words::area(asking.organisation.area.as_deref());
    let row = |question: Words, answer: &str| Answer {
        question: question.of(lang),
        answer: html! { (answer) },
        change: None,
    };
    let rows = [
        row(words::ORGANISATION, &asking.organisation.name),
        row(words::AGENCY_HEAD, words::agency(asking.organisation.agency).of(lang)),
        row(words::AREA, area),
        row(words::NAME, &asking.name),
        row(words::EMAIL, &asking.email),
    ];
    Ok(Shell::public(lang, title).show(html! {
        h1 class="govuk-heading-l" { (title) }
        (page::summary_list(lang, &rows))
        form method="post" action={ "/register/" (token) "?lang=" (lang.code()) } { (page::submit(Button::Primary, title)) }
    }))
}

/// Confirms the address: from now on it is of record, and an administrator is told.
pub async fn confirmed(ctx: Ctx, Path(token): Path<String>) -> Result<Markup, Failure> {
    ctx.open_to_all();
    let mut tx = ctx.begin("confirm a registration").await?;
    let waiting = ceremony::take(&mut tx, Kind::Register, &token).await?;
    let asking: Asking = serde_json::from_str(&waiting.state).or_fault("reading a registration")?;
    let id: RegistrationId = chance::id::<kind::Registration>(ctx.now);
    let Asking { organisation, name, email } = asking;
    let (subject, body) = words::asks_mail(&organisation.name, &ctx.house.settings.base_url, Lang::En);
    let made = Event::RegistrationMade { organisation, name, email };
    tx.append(id, 0, event::Event::Accounts(made), None).await?;
    for administrator in store::administrators(&ctx.db).await? {
        mail::write(&mut tx, &administrator.email, &subject, &body).await?;
    }
    tx.commit().await?;
    Ok(page::said(&ctx, words::CONFIRMED.of(ctx.lang), words::CONFIRMED_TEXT.of(ctx.lang)))
}

/// Reads the form; what is wrong with it, field by field.
pub fn read(fields: &Fields, lang: Lang) -> Result<Asking, FieldErrors> {
    let mut errors = FieldErrors::default();
    let said = |field: &str| fields.get(field).unwrap_or_default();
    let organisation = accounts::organisation_name(said("organisation"))
        .map_err(|why| errors.add("organisation", words::refusal(&why, lang)));
    let agency = AgencyKind::from_code(said("agency")).filter(|kind| ASKED.contains(kind));
    if agency.is_none() {
        errors.add("agency", words::refusal(&Refusal::Agency, lang));
    }
    let place = Place::read(said("postcode")).ok().map(|place| place::locate(&place));
    let authority = place.as_ref().and_then(place::Located::authority);
    if authority.is_none() {
        errors.add("postcode", words::refusal(&Refusal::Area, lang));
    }
    let name = accounts::name(said("name")).map_err(|why| errors.add("name", words::refusal(&why, lang)));
    let email = accounts::email(said("email")).map_err(|why| errors.add("email", words::refusal(&why, lang)));
    let (Ok(organisation), Some(agency), Some(authority), Ok(name), Ok(email)) =
        (organisation, agency, authority, name, email)
    else {
        return Err(errors);
    };
    let (nation, area) = (authority.nation, Some(authority.code.clone()));
    let organisation = Organisation { name: organisation, agency, nation, area, code: String::new() };
    Ok(Asking { organisation, name, email })
}

/// Kinds of organisation that may ask; the safeguarding service is the installation's own.
const ASKED: [AgencyKind; 6] = [
    AgencyKind::School,
    AgencyKind::ChildrensServices,
    AgencyKind::Police,
    AgencyKind::Charity,
    AgencyKind::Platform,
    AgencyKind::Regulator,
];

fn form(ctx: &Ctx, fields: &Fields, errors: &FieldErrors) -> Markup {
    let (lang, title) = (ctx.lang, words::REGISTER.of(ctx.lang));
    Shell::public(lang, title).here("/register").errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::REGISTER_TEXT.of(lang)) }
        form method="post" action={ "/register?lang=" (lang.code()) } novalidate {
            (inputs(fields, errors, lang))
            (page::submit(Button::Primary, words::REGISTER_BUTTON.of(lang)))
        }
    })
}

/// The fields, wherever an organisation is described.
pub(crate) fn inputs(fields: &Fields, errors: &FieldErrors, lang: Lang) -> Markup {
    let input = |name, label: Words, kind, autocomplete| {
        let value = fields.raw(name).unwrap_or_default();
        let base = Input { lang, id: name, name, label: label.of(lang), value, ..Input::default() };
        Input { error: errors.of(name), kind, autocomplete, ..base }.show()
    };
    let choices = ASKED.iter().map(|agency| Choice {
        value: agency.code(),
        text: words::agency(*agency).of(lang),
        chosen: fields.get("agency") == Some(agency.code()),
        ..Choice::default()
    });
    html! {
        (input("organisation", words::ORGANISATION_NAME, None, Some("organization")))
        (Radios { lang, name: "agency", legend: words::AGENCY.of(lang), error: errors.of("agency"),
            choices: choices.collect(), ..Radios::default() }.show())
        (input("postcode", words::POSTCODE, None, Some("postal-code")))
        (input("name", words::NAME, None, Some("name")))
        (input("email", words::EMAIL, Some("email"), Some("email")))
    }
}
