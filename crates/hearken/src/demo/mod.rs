//! The demonstration world: everyone in it is invented, and its story can be found by working with it.
//!
//! [`people`] are its pupils, [`story`] what was told; here it is put into a house, through the same
//! doors as everything else.

mod people;
mod story;

use anyhow::{Context as _, Result, anyhow};
use domain::accounts::{Event as Happened, Organisation};
use domain::agency::{AgencyKind, Nation};
use domain::event::{Actor, Event};
use domain::id::{AccountId, OrganisationId, kind};
use domain::role::Role;
use domain::words::Lang;
use jiff::{SignedDuration, Timestamp};
use kit::{Failure, House, chance};
use reports::receive::{self, NotTaken, Sending};

use crate::config::Config;
use crate::house::DEMO_MARK;
use story::{By, Told};

/// The password of everybody in the demonstration, which says on every page that it is one.
const PASSWORD: &str = "a demonstration of hearken";

/// Organisations: code, name, kind.
const ORGANISATIONS: &[(&str, &str, AgencyKind)] = &[
    ("service", "Kingsdown Safeguarding Service", AgencyKind::SafeguardingService),
    ("brookfield", "Brookfield School", AgencyKind::School),
    ("st-anselm", "St Anselm's School", AgencyKind::School),
    ("ridgeway", "Ridgeway Academy", AgencyKind::School),
    ("childrens-services", "Kingsdown Children's Services", AgencyKind::ChildrensServices),
    ("police", "Kingsdown Police", AgencyKind::Police),
    ("platform", "Chirrup", AgencyKind::Platform),
];

/// People who sign in: organisation, name, email, roles.
const PEOPLE: &[(&str, &str, &str, &[Role])] = &[
    (
        "service",
        "Morgan Ellery",
        "lead@service.example",
        &[Role::Lead, Role::OrganisationAdmin, Role::Administrator],
    ),
    ("service", "Priya Raman", "worker@service.example", &[Role::Practitioner]),
    ("ridgeway", "Helen Abara", "lead@ridgeway.example", &[Role::Lead, Role::OrganisationAdmin]),
    ("ridgeway", "Tom Whitcombe", "teacher@ridgeway.example", &[Role::Staff]),
    ("brookfield", "Gareth Pugh", "lead@brookfield.example", &[Role::Lead]),
    ("brookfield", "Ruth Amadi", "teacher@brookfield.example", &[Role::Staff]),
    ("st-anselm", "Imogen Clarke", "lead@st-anselm.example", &[Role::Lead]),
    ("st-anselm", "David Osei", "teacher@st-anselm.example", &[Role::Staff]),
    ("childrens-services", "Sian Morris", "worker@council.example", &[Role::Lead, Role::Practitioner]),
    ("police", "Neil Drummond", "officer@police.example", &[Role::Lead, Role::Officer]),
    ("platform", "Ana Kowalska", "moderator@chirrup.example", &[Role::Moderator]),
];

/// Marks the folder, so that every page says that the people are invented. Refused where the house is
/// already in earnest use.
pub(crate) fn mark(config: &Config) -> Result<()> {
    let mark = config.folder.join(DEMO_MARK);
    if !mark.exists() && config.folder.join("pepper").exists() {
        return Err(anyhow!(
            "{} is in use without the demonstration: choose another `folder`",
            config.folder.display()
        ));
    }
    std::fs::create_dir_all(&config.folder).with_context(|| format!("making {}", config.folder.display()))?;
    std::fs::write(mark, "The people in here are invented.\n").context("marking the demonstration")
}

/// What to type to sign in.
pub(crate) fn sign_ins() -> String {
    let lines =
        PEOPLE.iter().map(|(organisation, name, email, _)| format!("  {email:<30} {name}, {organisation}\n"));
    std::iter::once(format!("Sign in at /sign-in with the password \"{PASSWORD}\" as:\n"))
        .chain(lines)
        .collect()
}

/// Loads it, unless it is there.
pub(crate) async fn load(house: &House) -> Result<()> {
    if accounts::store::organisation_by_code(&house.db, "service").await?.is_some() {
        return Ok(());
    }
    let began = house.clock.now();
    let members =
        found(house, began).await.map_err(|failure| anyhow!("making the organisations: {failure:?}"))?;
    let told = story::reports(&people::pupils());
    let count = told.len();
    for (number, told) in told.into_iter().enumerate() {
        tell(house, began, told, &members)
            .await
            .map_err(|why| anyhow!("demonstration report {}: {why}", number + 1))?;
    }
    println!("The demonstration world is loaded: {} organisations, {count} reports", ORGANISATIONS.len());
    Ok(())
}

type Member = (&'static str, AccountId, OrganisationId, &'static [Role]);

async fn found(house: &House, now: Timestamp) -> Result<Vec<Member>, Failure> {
    let hash = house.hash(|| accounts::password::hash(PASSWORD)).await??;
    let since = now - SignedDuration::from_hours(24 * 365);
    let mut tx = house.begin("found the demonstration", Actor::System, since).await?;
    let mut members = Vec::new();
    for (code, name, agency) in ORGANISATIONS {
        let id = chance::id::<kind::Organisation>(since);
        let organisation = Organisation {
            name: (*name).to_owned(),
            agency: *agency,
            nation: Nation::England,
            area: Some("E06000030".to_owned()),
            code: (*code).to_owned(),
        };
        tx.append(id, 0, Event::Accounts(Happened::OrganisationMade { organisation }), None).await?;
        for (_, name, email, roles) in PEOPLE.iter().filter(|person| person.0 == *code) {
            let account = chance::id::<kind::Account>(since);
            accounts::join::make(&mut tx, account, id, name, email, roles, Some(&hash)).await?;
            members.push((*code, account, id, *roles));
        }
    }
    tx.commit().await?;
    Ok(members)
}

async fn tell(house: &House, now: Timestamp, told: Told, members: &[Member]) -> Result<(), String> {
    let reporter = match told.by {
        By::Nobody => None,
        By::Staff(school) => members
            .iter()
            .find(|(code, _, _, roles)| *code == school && roles.contains(&Role::Staff))
            .map(|(_, account, organisation, _)| (*account, *organisation)),
    };
    let at =
        now - SignedDuration::from_hours(24 * told.days_ago) - SignedDuration::from_mins(1440 - told.minutes);
    let actor = reporter.map_or(Actor::Reporter, |(account, _)| Actor::Account(account));
    let sending =
        Sending { answers: told.answers, files: Vec::new(), reporter, lang: Lang::En, code_hash: None };
    match receive::receive(house, actor, at, sending).await {
        Ok(_) => Ok(()),
        Err(NotTaken::Problems(problems)) => {
            Err(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
        }
        Err(NotTaken::Failure(failure)) => Err(format!("{failure:?}")),
    }
}
