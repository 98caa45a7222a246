//! The demonstration world: everyone in it is invented, and its story can be found by working with it.
//!
//! [`people`] are its pupils, [`story`] what was told; here it is put into a house, through the same
//! doors as everything else.

mod people;
mod story;

use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use axum::extract::Path;
use axum::http::header::LOCATION;
use axum::response::IntoResponse as _;
use domain::accounts::{Event as Happened, Organisation};
use domain::agency::{AgencyKind, Nation};
use domain::event::{Actor, Event};
use domain::id::{AccountId, OrganisationId, kind};
use domain::role::Role;
use domain::words::Lang;
use jiff::{SignedDuration, Timestamp};
use kit::ctx::Person;
use kit::form::Fields;
use kit::{Ctx, Failure, House, Visitor, chance};
use reports::receive::{self, Arrived, NotTaken, Sending};

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
    ("service", "Samira Haddad", "deputy@service.example", &[Role::Lead]),
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

/// Everything that must not lie open: names, addresses, and what was told.
#[cfg(test)]
pub(crate) fn plaintexts() -> Vec<String> {
    let people = PEOPLE.iter().flat_map(|(_, name, email, _)| [(*name).to_owned(), (*email).to_owned()]);
    let organisations = ORGANISATIONS.iter().map(|(_, name, _)| (*name).to_owned());
    let pupils = people::pupils();
    let told = story::reports(&pupils);
    let answers =
        told.iter().flat_map(|told| texts(&serde_json::to_value(&told.answers).unwrap_or_default()));
    // A code such as `criminal_exploitation` is a category, and stays open for the queue and for figures.
    let code = |text: &String| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let mut all: Vec<String> = people.chain(organisations).chain(answers).collect();
    all.retain(|text| text.len() >= 5 && !code(text));
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
fn texts(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::String(text) => vec![text.clone()],
        serde_json::Value::Array(values) => values.iter().flat_map(texts).collect(),
        serde_json::Value::Object(fields) => fields.values().flat_map(texts).collect(),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => Vec::new(),
    }
}

/// Marks the folder, so that every page says that the people are invented. Refused where the house is
/// already in earnest use.
pub(crate) fn mark(config: &Config) -> Result<()> {
    let mark = config.folder.join(DEMO_MARK);
    if !mark.exists() && config.root_key().exists() {
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
pub(crate) async fn load(house: &Arc<House>) -> Result<()> {
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
    tracing::info!(
        "the demonstration world is loaded: {} organisations, {count} reports",
        ORGANISATIONS.len()
    );
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

/// Reports younger than this still wait in the queue; for the older ones a case was opened.
const STILL_WAITING_DAYS: i64 = 14;

/// The lead of the organisation opens a case and decides to watch, an hour after the report came.
async fn work_on(
    house: &Arc<House>,
    at: Timestamp,
    arrived: &Arrived,
    members: &[Member],
) -> Result<(), Failure> {
    let lead =
        members.iter().find(|member| member.2 == arrived.organisation && member.3.contains(&Role::Lead));
    let Some((code, account, organisation, roles)) = lead else { return Ok(()) };
    let lead = Arc::new(Person {
        account: *account,
        organisation: *organisation,
        organisation_name: (*code).to_owned(),
        agency: AgencyKind::SafeguardingService,
        nation: Nation::England,
        name: (*code).to_owned(),
        roles: roles.to_vec(),
        lang: Lang::En,
        session: None,
        token: None,
        scopes: None,
        proved_at: at,
        brings: None,
    });
    let ctx = || {
        let mut ctx = Ctx::of(Arc::clone(house), Visitor::Person(Arc::clone(&lead)), Lang::En);
        ctx.now = at + SignedDuration::from_hours(1);
        ctx
    };
    let accepted = cases::triage::accept(ctx(), Path(arrived.report.to_string()), Fields::default());
    let opened = Box::pin(accepted).await?.into_response();
    let at = opened.headers().get(LOCATION).and_then(|at| at.to_str().ok()).unwrap_or_default();
    let case = at.trim_start_matches("/cases/").to_owned();
    let decided = Fields::from([
        ("decision", "monitor"),
        ("reason", "One report says too little. Look again if another comes."),
    ]);
    cases::act::decide(ctx(), Path(case), decided).await.map(drop)
}

async fn tell(house: &Arc<House>, now: Timestamp, told: Told, members: &[Member]) -> Result<(), String> {
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
    let sending = Sending {
        report: chance::id(at),
        answers: told.answers,
        files: Vec::new(),
        reporter,
        lang: Lang::En,
        code: None,
    };
    match receive::receive(house, actor, at, sending).await {
        Ok(arrived) if told.days_ago > STILL_WAITING_DAYS => {
            work_on(house, at, &arrived, members).await.map_err(|failure| format!("{failure:?}"))
        }
        Ok(_) => Ok(()),
        Err(NotTaken::Problems(problems)) => {
            Err(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
        }
        Err(NotTaken::Failure(failure)) => Err(format!("{failure:?}")),
    }
}
