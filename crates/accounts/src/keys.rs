//! Keys for programs: made by an administrator of the organisation, in the name of one of its people, good
//! for some acts only, shown once, revoked at once.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::HeaderValue;
use axum::response::Redirect;
use domain::accounts::{self, Event, Refusal};
use domain::event;
use domain::id::{AccountId, ApiTokenId, OrganisationId, kind};
use domain::role::Act;
use jiff::Timestamp;
use kit::access::Matter;
use kit::form::Fields;
use kit::keys::Brought;
use kit::page::{self, Button, Checkboxes, Choice, Input, Select, Shell};
use kit::store::{Tx, sql};
use kit::{Ctx, Failure, Fault, FieldErrors, House, Visitor, chance, journal};
use maud::{Markup, html};

use crate::store::{self, Account};
use crate::words::Given;
use crate::{custody, door, notify, words};

/// What every key begins with, so that a key found where it should not be is known for one.
const PREFIX: &str = "hearken_";

/// Acts that a key may be good for. Running accounts is for people.
pub const GIVEN: &[Act] = &[
    Act::Report,
    Act::ReadOwnReports,
    Act::SeeQueue,
    Act::ReadReport,
    Act::Triage,
    Act::ReadCase,
    Act::WorkCase,
    Act::Refer,
    Act::SeeReferrals,
    Act::ReadReferral,
    Act::AnswerReferral,
    Act::PullHashes,
    Act::MatchHashes,
    Act::FeedBackHashes,
    Act::RunHashes,
];

/// In whose name a key asks; a key that does not hold is refused.
pub(crate) async fn holder(house: &House, value: &HeaderValue, _: Timestamp) -> Result<Visitor, Failure> {
    let key = value.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
    let key = key.map(str::trim).filter(|key| key.starts_with(PREFIX)).ok_or(Failure::SignInFirst)?;
    let row = sql("-- accounts.keys.holder
        SELECT t.id AS token, t.scopes, NULL AS session, t.made_at AS proved_at, a.id AS account, a.organisation,
            a.name, a.roles, a.lang, o.name AS organisation_name, o.agency, o.nation
        FROM accounts_token t
        JOIN accounts_account a ON a.id = t.account
        JOIN accounts_organisation o ON o.id = a.organisation
        WHERE t.digest = $1 AND t.revoked_at IS NULL AND a.active = 1")
    .bind(chance::token_digest(key))
    .one(&house.db)
    .await?
    .ok_or(Failure::SignInFirst)?;
    let scopes: String = row.get("scopes")?;
    let mut person = door::person(&row, Brought::program(row.get("token")?, key))?;
    person.token = Some(row.get("token")?);
    person.scopes = Some(scopes.split(',').filter_map(Act::from_code).collect());
    Ok(Visitor::Person(Arc::new(person)))
}

/// Makes a key; it is known to whoever asked for it and to nobody else. With what it opens, where people have the
/// custody: for that, whoever it acts for must be there.
pub async fn make(
    tx: &mut Tx,
    account: AccountId,
    name: &str,
    scopes: &[Act],
) -> Result<(String, Brought), Failure> {
    let key = format!("{PREFIX}{}", chance::token());
    let id = chance::id::<kind::ApiToken>(tx.now);
    let made = Event::TokenMade { name: name.to_owned(), scopes: scopes.to_vec(), account: Some(account) };
    tx.append(id, 0, event::Event::Accounts(made), None).await?;
    let (now, codes) = (tx.now, scopes.iter().map(|act| act.code()).collect::<Vec<_>>().join(","));
    sql("-- accounts.keys.make
        INSERT INTO accounts_token (digest, id, account, name, scopes, made_at) VALUES ($1, $2, $3, $4, $5, $6)")
    .bind(chance::token_digest(&key))
    .bind(id)
    .bind(account)
    .hide(id, name)
    .bind(codes)
    .bind(now)
    .run(tx)
    .await?;
    let brings = Brought::program(id, &key);
    Ok((key, brings))
}

/// The page: the keys there are, and a form for another.
pub async fn show(ctx: Ctx) -> Result<Markup, Failure> {
    let person = ctx.may(Act::ManageTokens)?;
    let members = store::members(&ctx.db, person.organisation).await?;
    page(&ctx, &members, "", &FieldErrors::default()).await
}

/// Makes one, and shows it this once.
pub async fn create(ctx: Ctx, fields: Fields) -> Result<Markup, Failure> {
    let person = ctx.may(Act::ManageTokens)?;
    ctx.freshly_proved()?;
    ctx.keys_are_open()?;
    let members = store::members(&ctx.db, person.organisation).await?;
    let mut errors = FieldErrors::default();
    let typed = fields.get("name").unwrap_or_default();
    let name = accounts::name(typed).map_err(|why| errors.add("name", words::refusal(&why, ctx.lang)));
    let account = fields.get("account").and_then(|id| id.parse::<AccountId>().ok());
    let account = members.iter().find(|member| Some(member.id) == account && member.active);
    let scopes: Vec<Act> =
        fields.all("scopes").filter_map(Act::from_code).filter(|act| GIVEN.contains(act)).collect();
    if scopes.is_empty() {
        errors.add("scopes", words::refusal(&Refusal::NoScope, ctx.lang));
    }
    custody::check_holder(&ctx, account, &mut errors).await?;
    let (Ok(name), Some(account), true) = (name, account, errors.is_empty()) else {
        let form = page(&ctx, &members, typed, &errors).await?;
        return Err(Failure::Invalid(errors, Some(Box::new(form))));
    };
    let key = make_and_tell(&ctx, account, &name, &scopes).await?;
    Ok(made(&ctx, &key))
}

/// Makes a key; whoever it acts for is told, and the leads.
async fn make_and_tell(ctx: &Ctx, account: &Account, name: &str, scopes: &[Act]) -> Result<String, Failure> {
    let mut tx = ctx.begin("make a key").await?;
    let (key, brings) = make(&mut tx, account.id, name, scopes).await?;
    let given = Given::Key(&account.name, scopes);
    notify::given(&mut tx, ctx, account.organisation, Some(account.id), &given).await?;
    tx.commit().await?;
    custody::add_way(ctx, &brings).await?;
    Ok(key)
}

/// Revokes one: it opens nothing from now on.
pub async fn revoke(ctx: Ctx, Path(key): Path<String>) -> Result<Redirect, Failure> {
    let id: ApiTokenId = key.parse().map_err(|_| Failure::NotFound)?;
    let row = sql("-- accounts.keys.owner
        SELECT t.account, a.organisation FROM accounts_token t JOIN accounts_account a ON a.id = t.account
        WHERE t.id = $1 AND t.revoked_at IS NULL");
    let row = row.bind(id).one(&ctx.db).await?.ok_or(Failure::NotFound)?;
    ctx.may_on(Act::ManageTokens, &Matter::of(row.get::<OrganisationId>("organisation")?))?;
    let mut tx = ctx.begin("revoke a key").await?;
    let version = journal::version(&tx, &id.to_string()).await?;
    tx.append(id, version, event::Event::Accounts(Event::TokenRevoked), None).await?;
    sql("-- accounts.keys.revoke\nUPDATE accounts_token SET revoked_at = $2 WHERE id = $1")
        .bind(id)
        .bind(ctx.now)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    ctx.house.keys.drop_way(row.get("account")?, &format!("key:{id}")).await?;
    Ok(Redirect::to("/keys"))
}

fn made(ctx: &Ctx, key: &str) -> Markup {
    let (lang, title) = (ctx.lang, words::KEY_MADE.of(ctx.lang));
    Shell::staff(ctx, title).navigation(page::navigation(ctx)).show(html! {
        h1 class="govuk-heading-l" { (title) }
        (page::warning(lang, html! { (words::KEY_ONCE.of(lang)) }))
        p class="govuk-body hearken-key" { code { (key) } }
        p class="govuk-body" { a class="govuk-link" href="/keys" { (words::KEYS.of(lang)) } }
    })
}

async fn page(ctx: &Ctx, members: &[Account], typed: &str, errors: &FieldErrors) -> Result<Markup, Failure> {
    let (lang, title) = (ctx.lang, words::KEYS.of(ctx.lang));
    let heads =
        [words::NAME.of(lang), words::KEY_FOR.of(lang), words::KEY_SCOPES.of(lang), words::STATE.of(lang)];
    let rows = rows(ctx, members).await?;
    let ids: Vec<String> = members.iter().map(|member| member.id.to_string()).collect();
    let active = members.iter().zip(&ids).filter(|(member, _)| member.active);
    let people = active.map(|(member, id)| Choice { value: id, text: &member.name, ..Choice::default() });
    let scopes = GIVEN.iter().map(|act| Choice {
        value: act.code(),
        text: words::act(*act).of(lang),
        ..Choice::default()
    });
    Ok(Shell::staff(ctx, title).navigation(page::navigation(ctx)).errors(!errors.is_empty()).show(html! {
        (page::error_summary(lang, errors))
        h1 class="govuk-heading-l" { (title) }
        @if rows.is_empty() { p class="govuk-body" { (words::KEYS_NONE.of(lang)) } }
        @else { (page::table(title, &heads, rows)) }
        h2 class="govuk-heading-m" { (words::KEY_MAKE.of(lang)) }
        form method="post" action="/keys" novalidate {
            (Input { lang, id: "name", name: "name", label: words::KEY_NAME.of(lang), value: typed, error: errors.of("name"), ..Input::default() }.show())
            (Select { lang, id: "account", name: "account", label: words::KEY_FOR.of(lang), error: errors.of("account"), choices: people.collect(), ..Select::default() }.show())
            (Checkboxes { lang, name: "scopes", legend: words::KEY_SCOPES.of(lang), error: errors.of("scopes"), choices: scopes.collect(), ..Checkboxes::default() }.show())
            (page::submit(Button::Primary, words::KEY_MAKE.of(lang)))
        }
    }))
}

async fn rows(ctx: &Ctx, members: &[Account]) -> Result<Vec<Vec<Markup>>, Fault> {
    let mut lines = Vec::new();
    for member in members {
        let rows = sql("-- accounts.keys.rows
            SELECT id, name, scopes FROM accounts_token WHERE account = $1 AND revoked_at IS NULL ORDER BY made_at");
        for row in rows.bind(member.id).all(&ctx.db).await? {
            let (id, scopes): (ApiTokenId, String) = (row.get("id")?, row.get("scopes")?);
            let name = row.shown(id, "name")?;
            let acts = scopes.split(',').filter_map(Act::from_code);
            let acts: Vec<&str> = acts.map(|act| words::act(act).of(ctx.lang)).collect();
            let revoke = html! {
                form method="post" action={ "/keys/" (id) "/revoke" } {
                    button class="hearken-plain-button" type="submit" {
                        (words::KEY_REVOKE.of(ctx.lang)) span class="govuk-visually-hidden" { " " (name) }
                    }
                }
            };
            lines.push(vec![html! { (name) }, html! { (member.name) }, html! { (acts.join(", ")) }, revoke]);
        }
    }
    Ok(lines)
}
