//! Organisations and accounts as they are read.

use domain::agency::{AgencyKind, Nation};
use domain::id::{AccountId, OrganisationId};
use domain::person::NameKey;
use domain::role::Role;
use domain::words::Lang;
use kit::store::{Reads, Row, sql};
use kit::{Fault, OrFault as _};

/// An organisation.
#[derive(Debug, Clone)]
pub struct Organisation {
    pub id: OrganisationId,
    pub name: String,
    pub agency: AgencyKind,
    pub nation: Nation,
    pub area: Option<String>,
    pub code: String,
}

/// An account, without its secrets.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: AccountId,
    pub organisation: OrganisationId,
    pub name: String,
    pub email: String,
    pub roles: Vec<Role>,
    pub lang: Lang,
    pub active: bool,
}

/// Under this an account is found by its address; the address itself is sealed.
pub(crate) const EMAIL: &str = "account";

/// What the sealed name of an account is about.
pub(crate) fn named(account: impl std::fmt::Display) -> String {
    format!("{account} name")
}

/// What the sealed address of an account is about.
pub(crate) fn reached(account: impl std::fmt::Display) -> String {
    format!("{account} email")
}

/// Roles in one column: their codes with commas between.
pub(crate) fn roles_text(roles: &[Role]) -> String {
    roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(",")
}

pub(crate) fn roles_from(text: &str) -> Vec<Role> {
    text.split(',').filter_map(Role::from_code).collect()
}

/// Every organisation of these kinds, by name; of every kind when none is given.
pub async fn organisations(from: &impl Reads, kinds: &[AgencyKind]) -> Result<Vec<Organisation>, Fault> {
    let rows = sql("-- accounts.store.organisations
        SELECT id, name, agency, nation, area, code FROM accounts_organisation");
    let mut all = rows.all(from).await?.iter().map(organisation).collect::<Result<Vec<_>, _>>()?;
    all.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(all.into_iter().filter(|one| kinds.is_empty() || kinds.contains(&one.agency)).collect())
}

/// The organisation with this id.
pub async fn organisation_by_id(
    from: &impl Reads,
    id: OrganisationId,
) -> Result<Option<Organisation>, Fault> {
    let row = sql("-- accounts.store.organisation_by_id
        SELECT id, name, agency, nation, area, code FROM accounts_organisation WHERE id = $1");
    row.bind(id).one(from).await?.as_ref().map(organisation).transpose()
}

/// The organisation with this short code.
pub async fn organisation_by_code(from: &impl Reads, code: &str) -> Result<Option<Organisation>, Fault> {
    let row = sql("-- accounts.store.organisation_by_code
        SELECT id, name, agency, nation, area, code FROM accounts_organisation WHERE code = $1");
    row.bind(code).one(from).await?.as_ref().map(organisation).transpose()
}

fn organisation(row: &Row) -> Result<Organisation, Fault> {
    let (agency, nation): (String, String) = (row.get("agency")?, row.get("nation")?);
    let id: OrganisationId = row.get("id")?;
    Ok(Organisation {
        id,
        name: row.shown(id, "name")?,
        agency: AgencyKind::from_code(&agency)
            .ok_or_else(|| Fault::new("an organisation of an unknown kind"))?,
        nation: Nation::from_code(&nation)
            .ok_or_else(|| Fault::new("an organisation in an unknown nation"))?,
        area: row.maybe("area")?,
        code: row.get("code")?,
    })
}

/// The account with this address.
pub async fn account_by_email(from: &impl Reads, email: &str) -> Result<Option<Account>, Fault> {
    let row = sql("-- accounts.store.account_by_email
        SELECT id, organisation, name, sealed_email, roles, lang, active FROM accounts_account WHERE email = $1");
    row.index(EMAIL, email).one(from).await?.as_ref().map(account).transpose()
}

/// The account with this id.
pub async fn account_by_id(from: &impl Reads, id: AccountId) -> Result<Option<Account>, Fault> {
    let row = sql(
        "-- accounts.store.account_by_id
        SELECT id, organisation, name, sealed_email, roles, lang, active FROM accounts_account WHERE id = $1",
    );
    row.bind(id).one(from).await?.as_ref().map(account).transpose()
}

/// Everyone in an organisation, by name.
pub async fn members(from: &impl Reads, organisation: OrganisationId) -> Result<Vec<Account>, Fault> {
    let rows = sql("-- accounts.store.members
        SELECT id, organisation, name, sealed_email, roles, lang, active FROM accounts_account
        WHERE organisation = $1");
    let rows = rows.bind(organisation).all(from).await?;
    let mut members = rows.iter().map(account).collect::<Result<Vec<_>, _>>()?;
    members.sort_by(|a, b| (!a.active, &a.name, a.id).cmp(&(!b.active, &b.name, b.id)));
    Ok(members)
}

fn account(row: &Row) -> Result<Account, Fault> {
    let (roles, lang): (String, String) = (row.get("roles")?, row.get("lang")?);
    let id: AccountId = row.get("id")?;
    Ok(Account {
        id,
        organisation: row.get("organisation")?,
        name: row.shown(named(id), "name")?,
        email: row.shown(reached(id), "sealed_email")?,
        roles: roles_from(&roles),
        lang: Lang::from_code(&lang),
        active: row.get("active")?,
    })
}

/// The active leads of an organisation, by their ids alone.
pub(crate) async fn who_leads(
    from: &impl Reads,
    organisation: OrganisationId,
) -> Result<Vec<AccountId>, Fault> {
    let rows = sql("-- accounts.store.who_leads
        SELECT id, roles FROM accounts_account WHERE organisation = $1 AND active = 1");
    let rows = rows.bind(organisation).all(from).await?;
    let id = |row: &Row| Ok((row.get("id")?, row.get::<String>("roles")?));
    let read = rows.iter().map(id).collect::<Result<Vec<(AccountId, String)>, Fault>>()?;
    let leads = |(id, roles): (AccountId, String)| roles_from(&roles).contains(&Role::Lead).then_some(id);
    Ok(read.into_iter().filter_map(leads).collect())
}

/// How the password of an account is stored, if it has one.
pub(crate) async fn password_hash(from: &impl Reads, id: AccountId) -> Result<Option<String>, Fault> {
    let row = sql("-- accounts.store.password_hash\nSELECT password FROM accounts_account WHERE id = $1");
    row.bind(id)
        .one(from)
        .await?
        .map_or(Ok(None), |row| row.maybe("password"))
        .or_fault("reading a password's hash")
}

/// Whoever runs the installation.
pub(crate) async fn administrators(from: &impl Reads) -> Result<Vec<Account>, Fault> {
    let rows = sql("-- accounts.store.administrators
        SELECT id, organisation, name, sealed_email, roles, lang, active FROM accounts_account
        WHERE active = 1 AND roles LIKE '%administrator%' ORDER BY id");
    let all = rows.all(from).await?.iter().map(account).collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().filter(|account| account.roles.contains(&Role::Administrator)).collect())
}

/// The sealed secret of an account's second factor, if it has one.
pub(crate) async fn second_factor(from: &impl Reads, id: AccountId) -> Result<Option<String>, Fault> {
    let row =
        sql("-- accounts.store.second_factor\nSELECT second_factor FROM accounts_account WHERE id = $1");
    row.bind(id).one(from).await?.map_or(Ok(None), |row| row.maybe("second_factor"))
}

/// How many others than this account run the accounts of the organisation.
pub(crate) async fn other_administrators(from: &impl Reads, account: &Account) -> Result<usize, Fault> {
    let runs = |other: &Account| {
        other.active && other.id != account.id && other.roles.contains(&Role::OrganisationAdmin)
    };
    Ok(members(from, account.organisation).await?.iter().filter(|other| runs(other)).count())
}

/// Accounts of an organisation that may be a person named in a report, or hold the post that it names.
/// `post` is the reporter's choice: `head`, `lead` or another; posts are known here only by role.
pub async fn who_may_be(
    from: &impl Reads,
    organisation: OrganisationId,
    names: &[&str],
    post: Option<&str>,
) -> Result<Vec<AccountId>, Fault> {
    let keys: Vec<NameKey> = names.iter().map(|name| NameKey::new(name)).collect();
    let named = |account: &Account| {
        let own = NameKey::new(&account.name);
        keys.iter().any(|key| !key.is_empty() && key.may_be(&own))
    };
    // Nobody named, but the post is: every holder of the post is kept out, since one of them is meant.
    let in_post = |account: &Account| {
        keys.iter().all(NameKey::is_empty) && post == Some("lead") && account.roles.contains(&Role::Lead)
    };
    let members = members(from, organisation).await?;
    Ok(members
        .iter()
        .filter(|account| named(account) || in_post(account))
        .map(|account| account.id)
        .collect())
}
