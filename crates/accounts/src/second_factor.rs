//! The second factor: a code of six digits that changes every half minute (TOTP, RFC 6238), and the recovery
//! codes that stand in for it.
//!
//! The secret is sealed with a key that lies beside the data. A code is good once, for its half minute and the
//! one on either side.

use domain::accounts::Event;
use domain::event;
use domain::id::AccountId;
use domain::role::Act;
use kit::form::Fields;
use kit::page::{self, Button, Input, Shell};
use kit::store::{Tx, sql};
use kit::{Ctx, Failure, Fault, FieldErrors, House, OrFault as _, chance, journal, seal};
use maud::{Markup, html};
use totp_rs::{Builder, Secret, Totp};

use crate::ceremony::{self, Kind};
use crate::store::{self, Account};
use crate::{notify, recovery, words};

/// What proved it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The code of this half minute, counted from 1970.
    Code { step: u64 },
    /// A recovery code.
    Recovery,
}

impl Proof {
    /// How the journal says with what somebody signed in.
    pub(crate) const fn with(self) -> &'static str {
        match self {
            Self::Code { .. } => "password and code",
            Self::Recovery => "password and recovery code",
        }
    }
}

/// Looks whether what was typed proves it: a code that was not used, or a recovery code.
pub(crate) async fn prove(ctx: &Ctx, account: AccountId, typed: &str) -> Result<Option<Proof>, Fault> {
    let Some(sealed) = store::second_factor(&ctx.db, account).await? else { return Ok(None) };
    if let Some(step) = step(ctx, &opened(&ctx.house, account, &sealed)?, typed)? {
        let used = ceremony::find(&ctx.db, Kind::Used, &used(account, step), ctx.now).await.is_ok();
        return Ok((!used).then_some(Proof::Code { step }));
    }
    let holds = recovery::holds(&ctx.db, &ctx.house, account, typed).await?;
    Ok(holds.then_some(Proof::Recovery))
}

/// The half minute of which this is the code, blanks or not.
fn step(ctx: &Ctx, secret: &Secret, typed: &str) -> Result<Option<u64>, Fault> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(ctx.now.as_second()).or_fault("reading a code before 1970")?;
    Ok(totp(secret, "")?.check(&digits, seconds))
}

/// Uses the proof up. Refused when somebody else used it a moment before.
pub(crate) async fn spend(
    tx: &mut Tx,
    house: &House,
    account: AccountId,
    proof: Proof,
    typed: &str,
) -> Result<(), Failure> {
    let fresh = match proof {
        Proof::Code { step } => {
            ceremony::put(tx, Kind::Used, &used(account, step), &account.to_string(), "").await?
        }
        Proof::Recovery => recovery::spend(tx, house, account, typed).await?,
    };
    if fresh { Ok(()) } else { Err(Failure::Conflict) }
}

fn used(account: AccountId, step: u64) -> String {
    format!("{account} {step}")
}

/// The page: how to turn it on, or off.
pub async fn show(ctx: Ctx) -> Result<Markup, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    ctx.freshly_proved()?;
    let account = store::account_by_id(&ctx.db, person.account).await?.ok_or(Failure::NotFound)?;
    if store::second_factor(&ctx.db, account.id).await?.is_some() {
        let left = recovery::left(&ctx.db, account.id).await?;
        return Ok(is_on(&ctx, left));
    }
    let secret = Secret::from(chance::bytes::<20>());
    let mut tx = ctx.begin("begin to turn a second factor on").await?;
    let sealed = seal::close(&key(&ctx.house, account.id), "second factor", &secret.to_base32())?;
    let token = ceremony::begin(&mut tx, Kind::SecondFactor, &account.id.to_string(), &sealed).await?;
    tx.commit().await?;
    setting_up(&ctx, &account, &secret, &token, &FieldErrors::default())
}

/// Turns it on, when a code shows that the telephone has the secret: the recovery codes, once.
pub async fn turn_on(ctx: Ctx, fields: Fields) -> Result<Markup, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    ctx.freshly_proved()?;
    let account = store::account_by_id(&ctx.db, person.account).await?.ok_or(Failure::NotFound)?;
    let token = fields.get("token").unwrap_or_default();
    let waiting = ceremony::find(&ctx.db, Kind::SecondFactor, token, ctx.now).await?;
    if waiting.about != account.id.to_string() {
        return Err(Failure::NotFound);
    }
    let secret = opened(&ctx.house, account.id, &waiting.state)?;
    let Some(step) = step(&ctx, &secret, fields.get("code").unwrap_or_default())? else {
        let errors = FieldErrors::one("code", words::CODE_WRONG.of(ctx.lang));
        let again = setting_up(&ctx, &account, &secret, token, &errors)?;
        return Err(Failure::Invalid(errors, Some(Box::new(again))));
    };
    let mut tx = ctx.begin("turn a second factor on").await?;
    ceremony::take(&mut tx, Kind::SecondFactor, token).await?;
    spend(&mut tx, &ctx.house, account.id, Proof::Code { step }, "").await?;
    let codes = set(&mut tx, &ctx.house, &account, Some(&waiting.state)).await?;
    tx.commit().await?;
    Ok(recovery_codes(&ctx, &codes))
}

/// Makes new recovery codes.
pub async fn renew(ctx: Ctx) -> Result<Markup, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    ctx.freshly_proved()?;
    let account = store::account_by_id(&ctx.db, person.account).await?.ok_or(Failure::NotFound)?;
    let sealed = store::second_factor(&ctx.db, account.id).await?.ok_or(Failure::NotFound)?;
    let mut tx = ctx.begin("make new recovery codes").await?;
    let codes = set(&mut tx, &ctx.house, &account, Some(&sealed)).await?;
    tx.commit().await?;
    Ok(recovery_codes(&ctx, &codes))
}

/// Turns it off.
pub async fn turn_off(ctx: Ctx) -> Result<axum::response::Redirect, Failure> {
    let person = ctx.may(Act::UseOwnAccount)?;
    ctx.freshly_proved()?;
    let account = store::account_by_id(&ctx.db, person.account).await?.ok_or(Failure::NotFound)?;
    let mut tx = ctx.begin("turn a second factor off").await?;
    set(&mut tx, &ctx.house, &account, None).await?;
    tx.commit().await?;
    Ok(axum::response::Redirect::to("/account"))
}

/// Sets it, with new recovery codes, or takes it away; the person is told by mail.
async fn set(
    tx: &mut Tx,
    house: &House,
    account: &Account,
    sealed: Option<&str>,
) -> Result<Vec<String>, Failure> {
    sql("-- accounts.second_factor.set\nUPDATE accounts_account SET second_factor = $2 WHERE id = $1")
        .bind(account.id)
        .bind(sealed)
        .run(tx)
        .await?;
    let codes = match sealed {
        Some(_) => recovery::make(tx, house, account.id).await?,
        None => recovery::forget(tx, account.id).await.map(|()| Vec::new())?,
    };
    let version = journal::version(tx, &account.id.to_string()).await?;
    let event = Event::SecondFactorSet { on: sealed.is_some() };
    tx.append(account.id, version, event::Event::Accounts(event), None).await?;
    notify::changed(tx, account, words::CHANGED_SECOND_FACTOR).await?;
    Ok(codes)
}

fn key(house: &House, account: AccountId) -> seal::Key {
    seal::sum(&[house.settings.pepper.reveal(), b"second factor", account.to_string().as_bytes()])
}

fn opened(house: &House, account: AccountId, sealed: &str) -> Result<Secret, Fault> {
    let text = seal::open(&key(house, account), "second factor", sealed)?;
    Secret::try_from_base32(text).or_fault("reading the secret of a second factor")
}

fn totp(secret: &Secret, email: &str) -> Result<Totp, Fault> {
    // A colon parts issuer and name in the address that the QR code holds.
    let name = email.replace(':', "");
    let builder = Builder::new().with_secret(secret.as_bytes().to_vec());
    let builder = builder.with_account_name(name).with_issuer(Some("Hearken"));
    builder.build().or_fault("making a second factor")
}

fn setting_up(
    ctx: &Ctx,
    account: &Account,
    secret: &Secret,
    token: &str,
    errors: &FieldErrors,
) -> Result<Markup, Failure> {
    let (lang, title) = (ctx.lang, words::SECOND_FACTOR.of(ctx.lang));
    let picture = totp(secret, &account.email)?.to_qr_base64().or_fault("drawing a QR code")?;
    Ok(Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::back(lang, "/account"))
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::SECOND_FACTOR_SCAN.of(lang)) }
        img class="hearken-qr" src={ "data:image/png;base64," (picture) } alt=(words::SECOND_FACTOR_QR.of(lang));
        p class="govuk-body" { (words::SECOND_FACTOR_TYPE.of(lang)) " " code class="hearken-secret" { (secret.to_base32()) } }
        form method="post" action="/account/second-factor" novalidate {
            (page::hidden("token", token))
            (code_input(lang, errors, words::CODE_HINT))
            (page::submit(Button::Primary, words::SECOND_FACTOR_ON.of(lang)))
        }
    }))
}

/// The field for a code, wherever it is asked for.
pub(crate) fn code_input(
    lang: domain::words::Lang,
    errors: &FieldErrors,
    hint: domain::words::Words,
) -> Markup {
    Input {
        lang,
        id: "code",
        name: "code",
        label: words::CODE.of(lang),
        hint: Some(hint.of(lang)),
        error: errors.of("code"),
        autocomplete: Some("one-time-code"),
        width: Some("govuk-input--width-10"),
        ..Input::default()
    }
    .show()
}

fn is_on(ctx: &Ctx, left: u64) -> Markup {
    let (lang, title) = (ctx.lang, words::SECOND_FACTOR.of(ctx.lang));
    Shell::staff(ctx, title).navigation(page::navigation(ctx)).show(html! {
        (page::back(lang, "/account"))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (words::SECOND_FACTOR_IS_ON.of(lang)) " " (words::codes_left(left, lang)) }
        form method="post" action="/account/second-factor/codes" {
            (page::submit(Button::Secondary, words::RECOVERY_RENEW.of(lang)))
        }
        form method="post" action="/account/second-factor/off" {
            (page::submit(Button::Warning, words::SECOND_FACTOR_OFF.of(lang)))
        }
    })
}

fn recovery_codes(ctx: &Ctx, codes: &[String]) -> Markup {
    let (lang, title) = (ctx.lang, words::RECOVERY.of(ctx.lang));
    Shell::staff(ctx, title).navigation(page::navigation(ctx)).show(html! {
        h1 class="govuk-heading-l" { (title) }
        (page::warning(lang, html! { (words::RECOVERY_ONCE.of(lang)) }))
        ul class="govuk-list hearken-recovery" { @for code in codes { li { code { (code) } } } }
        p class="govuk-body" { a class="govuk-link" href="/account" { (words::OWN_ACCOUNT.of(lang)) } }
    })
}
