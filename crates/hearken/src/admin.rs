//! Running the installation from the machine that it is on: no sign-in, since whoever may read the database may
//! do anything. Everything is in the journal all the same.

use accounts::store::{Account, Organisation};
use accounts::{installation, join, keys, members, register, store};
use anyhow::{Context as _, Result, anyhow, bail};
use clap::Subcommand;
use domain::accounts::Event as Happened;
use domain::event::{Actor, Event};
use domain::role::{Act, Role};
use domain::words::Lang;
use kit::form::Fields;
use kit::{Failure, Fault, House, journal};
use serde_json::{Value, json};

use crate::config::Config;
use crate::{demo, house};

#[derive(Subcommand)]
pub(crate) enum Admin {
    /// Load the demonstration world: invented people in a house that is empty.
    Demo,
    /// Make an organisation and invite its first person: prints the link, which is mailed too.
    Organisation {
        #[arg(long)]
        name: String,
        /// `school`, `childrens_services`, `police`, `charity`, `platform` or `regulator`.
        #[arg(long)]
        agency: String,
        #[arg(long)]
        postcode: String,
        /// The name of its first person.
        #[arg(long)]
        person: String,
        #[arg(long)]
        email: String,
        #[arg(long)]
        json: bool,
    },
    /// Every organisation.
    Organisations {
        #[arg(long)]
        json: bool,
    },
    /// Invite somebody into an organisation: prints the link, which is mailed too.
    Invite {
        /// The short code of the organisation: see `admin organisations`.
        #[arg(long)]
        organisation: String,
        #[arg(long)]
        email: String,
        #[arg(long, value_delimiter = ',', required = true)]
        roles: Vec<String>,
        #[arg(long)]
        json: bool,
    },
    /// Everybody with an account in an organisation.
    Members {
        #[arg(long)]
        organisation: String,
        #[arg(long)]
        json: bool,
    },
    /// Close the account with this email address at once, and sign its browsers out.
    Deactivate {
        #[arg(long)]
        email: String,
        #[arg(long)]
        json: bool,
    },
    /// Make a key for a program, in the name of the person with this email address.
    Key {
        #[arg(long)]
        email: String,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// What it may do; everything that a key may, when none is given.
        #[arg(long, value_delimiter = ',')]
        scopes: Vec<String>,
        #[arg(long)]
        json: bool,
    },
}

/// Does it.
pub(crate) async fn run(admin: Admin, config: &Config) -> Result<()> {
    if matches!(admin, Admin::Demo) {
        demo::mark(config)?;
    }
    let house = house::open(config).await?;
    match admin {
        Admin::Demo => {
            demo::load(&house).await?;
            print!("{}", demo::sign_ins());
        }
        Admin::Organisation { name, agency, postcode, person, email, json } => {
            let typed = [
                ("organisation", name.as_str()),
                ("agency", &agency),
                ("postcode", &postcode),
                ("name", &person),
                ("email", &email),
            ];
            said(&link(organisation(&house, Fields::from(typed)).await?), json);
        }
        Admin::Organisations { json } => organisations(&house, json).await?,
        Admin::Invite { organisation, email, roles, json } => {
            said(&link(invite(&house, &organisation, &email, &roles).await?), json);
        }
        Admin::Members { organisation, json } => people(&house, &organisation, json).await?,
        Admin::Deactivate { email, json } => said(&deactivate(&house, &email).await?, json),
        Admin::Key { email, name, scopes, json } => said(&key(&house, &email, &name, &scopes).await?, json),
    }
    Ok(())
}

/// One line for people: the first value; all of it for programs.
fn said(answer: &Value, json: bool) {
    let first = answer.as_object().and_then(|answer| answer.values().next()).and_then(Value::as_str);
    println!("{}", if json { answer.to_string() } else { first.unwrap_or_default().to_owned() });
}

fn link(link: String) -> Value {
    json!({ "link": link })
}

fn spoken(fault: Fault) -> anyhow::Error {
    anyhow!("{}", fault.chain())
}

fn refused(failure: Failure) -> anyhow::Error {
    if let Failure::Fault(fault) = failure { spoken(fault) } else { anyhow!("it was not done: {failure:?}") }
}

async fn organisation(house: &House, typed: Fields) -> Result<String> {
    let asking = register::read(&typed, Lang::En).map_err(|errors| {
        let all: Vec<String> = errors.iter().map(|(field, why)| format!("--{field}: {why}")).collect();
        anyhow!(
            "{}",
            all.join("; ")
                .replace("--organisation", "--name")
                .replace("--name: Enter your", "--person: Enter your")
        )
    })?;
    let mut tx = house.begin("make an organisation", Actor::System, house.clock.now()).await?;
    let link = installation::let_in(&mut tx, house, asking).await.map_err(refused)?;
    tx.commit().await?;
    Ok(link)
}

async fn find(house: &House, code: &str) -> Result<Organisation> {
    let found = store::organisation_by_code(&house.db, code).await.map_err(spoken)?;
    found.with_context(|| {
        format!("--organisation: there is none with the code {code}: see `admin organisations`")
    })
}

async fn account(house: &House, email: &str) -> Result<Account> {
    let email = email.trim().to_lowercase();
    let found = store::account_by_email(&house.db, &email).await.map_err(spoken)?;
    found.with_context(|| format!("--email: nobody here has the address {email}"))
}

async fn organisations(house: &House, json: bool) -> Result<()> {
    for one in store::organisations(&house.db, &[]).await.map_err(spoken)? {
        let (code, agency, nation) = (&one.code, one.agency.code(), one.nation.code());
        if json {
            println!(
                "{}",
                json!({ "code": code, "name": one.name, "agency": agency, "nation": nation, "area": one.area })
            );
        } else {
            println!("{code:<24} {agency:<20} {nation:<16} {}", one.name);
        }
    }
    Ok(())
}

async fn invite(house: &House, code: &str, email: &str, roles: &[String]) -> Result<String> {
    let organisation = find(house, code).await?;
    let email = domain::accounts::email(email).map_err(|why| anyhow!("--email: {why}"))?;
    let mut given = Vec::with_capacity(roles.len());
    for role in roles {
        let known = Role::from_code(role)
            .filter(|role| members::GIVEN.contains(role) || *role == Role::Administrator);
        given.push(known.with_context(|| format!("--roles: there is no role `{role}`"))?);
    }
    let mut tx = house.begin("invite somebody", Actor::System, house.clock.now()).await?;
    let into = (organisation.id, organisation.name.as_str());
    let link = join::invite(&mut tx, house, into, &email, &given).await.map_err(refused)?;
    tx.commit().await?;
    Ok(link)
}

async fn people(house: &House, code: &str, json: bool) -> Result<()> {
    let organisation = find(house, code).await?;
    for one in store::members(&house.db, organisation.id).await.map_err(spoken)? {
        let roles: Vec<&str> = one.roles.iter().map(|role| role.code()).collect();
        if json {
            println!(
                "{}",
                json!({ "account": one.id.to_string(), "name": one.name, "email": one.email, "roles": roles, "active": one.active })
            );
        } else {
            let closed = if one.active { "" } else { " (closed)" };
            println!("{:<32} {:<24} {}{closed}", one.email, one.name, roles.join(","));
        }
    }
    Ok(())
}

async fn deactivate(house: &House, email: &str) -> Result<Value> {
    let account = account(house, email).await?;
    if !account.active {
        bail!("--email: this account is closed already");
    }
    let mut tx = house.begin("deactivate an account", Actor::System, house.clock.now()).await?;
    let version = journal::version(&tx, &account.id.to_string()).await?;
    let event = Event::Accounts(Happened::Deactivated);
    tx.append(account.id, version, event, None).await.map_err(refused)?;
    tx.commit().await?;
    Ok(json!({ "account": account.id.to_string(), "active": false }))
}

async fn key(house: &House, email: &str, name: &str, scopes: &[String]) -> Result<Value> {
    let scopes = scopes.iter().map(|code| {
        let act = Act::from_code(code).filter(|act| keys::GIVEN.contains(act));
        act.with_context(|| format!("--scopes: `{code}` is not something that a key may do"))
    });
    let mut scopes: Vec<Act> = scopes.collect::<Result<_>>()?;
    if scopes.is_empty() {
        scopes = keys::GIVEN.to_vec();
    }
    let account = account(house, email).await?;
    if house.keys.are_peoples().await? {
        bail!("people have the custody of the keys: whoever it acts for must make it, at /keys");
    }
    let mut tx = house.begin("make a key", Actor::System, house.clock.now()).await?;
    let (key, _) = keys::make(&mut tx, account.id, name, &scopes).await.map_err(refused)?;
    tx.commit().await?;
    Ok(json!({ "key": key }))
}
