//! A house for tests: a real store of the kind that `HEARKEN_TEST_STORE` names, a clock that stands
//! still, real folders.
//!
//! `sqlite` (or nothing) is a file in a temporary folder; `postgres` is a new database in the server
//! that `HEARKEN_TEST_POSTGRES` names, which `cargo xtask test` starts.

use std::path::Path;
use std::sync::Arc;

use axum::http::HeaderMap;
use domain::agency::AgencyKind;
use domain::id::{AccountId, CaseId, OrganisationId, ReportId};
use domain::person::Private;
use domain::reports::{Harm, Report, State};
use domain::words::Lang;
use jiff::Timestamp;
use maud::Markup;
use sea_orm::ConnectionTrait as _;

use crate::access::{Matter, Policies};
use crate::briefing::{Brief, Briefing, ReportBrief};
use crate::clock::Clock;
use crate::directory::{Contact, Directory, Listed};
use crate::evidence::{Look, Looks, Pieces, Shown};
use crate::house::{Doorkeeper, House, Settings};
use crate::journal::{self, Reaction};
use crate::keys::{Keys, Who};
use crate::log::signer::Signing;
use crate::log::{Log, Signer, Witnesses};
use crate::print::Print;
use crate::search::Shelves;
use crate::spool::Spool;
use crate::store::{Db, Engine, Migration, Reads as _, sql};
use crate::told::{Asked, Told};
use crate::vault::Vault;
use crate::{Failure, Fault, Visitor, chance};

/// A moment to start from: a Thursday afternoon in November.
pub fn thursday() -> Timestamp {
    "2026-11-19T14:30:00Z".parse().expect("a moment written by hand")
}

/// A new, empty database of the kind under test; the folder is where it may live.
pub async fn empty_db(folder: &Path) -> Db {
    let db = Db::open(&empty_address(folder).await).await.expect("opening the new database");
    let keys = Keys::open(&folder.join("keys"), None, Clock::still_at(thursday())).await.expect("the keys");
    db.with(keys.ring(Who::Nobody))
}

/// The address of a new, empty database of the kind under test.
pub async fn empty_address(folder: &Path) -> String {
    let store = variable("HEARKEN_TEST_STORE");
    if store.as_deref() == Some("postgres") {
        let server =
            variable("HEARKEN_TEST_POSTGRES").expect("HEARKEN_TEST_POSTGRES: run `cargo xtask test`");
        let name = format!("t_{}", chance::hex(&chance::bytes::<12>()));
        let admin = sea_orm::Database::connect(&server).await.expect("the test server answers");
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a new database");
        admin.close().await.expect("closing the first connection");
        let (base, _) = server.rsplit_once('/').expect("the address ends in the name of a database");
        return format!("{base}/{name}");
    }
    format!("sqlite://{}", folder.join("test.db").display())
}

/// Where the keys of a house lie: beside the root key, or in a database of their own of the kind under test.
async fn keys_address(folder: &Path) -> Option<String> {
    match variable("HEARKEN_TEST_STORE").as_deref() {
        Some("postgres") => Some(empty_address(folder).await),
        _ => None,
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What systems bring into a house.
pub struct People {
    pub door: Box<dyn Doorkeeper>,
    pub directory: Box<dyn Directory>,
    pub told: Box<dyn Told>,
    pub briefing: Box<dyn Briefing>,
    pub print: Arc<dyn Print>,
}

impl People {
    /// A house with no one in it.
    pub fn none() -> Self {
        Self {
            door: Box::new(Closed),
            directory: Box::new(Closed),
            told: Box::new(Closed),
            briefing: Box::new(Closed),
            print: Arc::new(Closed),
        }
    }
}

/// Lets nobody in, knows nobody, tells nothing: for tests that need no one.
struct Closed;

#[async_trait::async_trait]
impl Directory for Closed {
    async fn listed(&self, _: &House, _: AgencyKind) -> Result<Vec<Listed>, Fault> {
        Ok(Vec::new())
    }
    async fn organisation(&self, _: &House, _: OrganisationId) -> Result<Option<Listed>, Fault> {
        Ok(None)
    }
    async fn who_may_be(
        &self,
        _: &House,
        _: OrganisationId,
        _: &[&str],
        _: Option<&str>,
    ) -> Result<Vec<AccountId>, Fault> {
        Ok(Vec::new())
    }
    async fn leads(&self, _: &House, _: OrganisationId) -> Result<Vec<Contact>, Fault> {
        Ok(Vec::new())
    }
    async fn who_leads(&self, _: &House, _: OrganisationId) -> Result<Vec<AccountId>, Fault> {
        Ok(Vec::new())
    }
    async fn names(&self, _: &House, accounts: &[AccountId]) -> Result<Vec<Option<String>>, Fault> {
        Ok(vec![None; accounts.len()])
    }
    async fn people(&self, _: &House, _: OrganisationId) -> Result<Vec<Contact>, Fault> {
        Ok(Vec::new())
    }
}

impl Told for Closed {
    fn whole(&self, _: &State, _: Lang) -> Markup {
        Markup::default()
    }
    fn told(&self, _: &Report, _: Lang) -> Vec<Asked> {
        Vec::new()
    }
    fn shown(&self, _: &Report, _: Lang) -> Markup {
        Markup::default()
    }
    fn harm(&self, _: Harm, _: Lang) -> &'static str {
        ""
    }
    fn reasons(&self, _: &State, _: Lang) -> Vec<&'static str> {
        Vec::new()
    }
}

#[async_trait::async_trait]
impl Briefing for Closed {
    async fn brief(&self, _: &Db, _: &House, _: CaseId) -> Result<Option<Brief>, Fault> {
        Ok(None)
    }
    async fn of_report(&self, _: &Db, _: ReportId) -> Result<Option<ReportBrief>, Fault> {
        Ok(None)
    }
    async fn matter(&self, _: &House, _: CaseId) -> Result<Option<Matter>, Fault> {
        Ok(None)
    }
}

/// Looks at nothing: the process that looks is the binary's own.
#[async_trait::async_trait]
impl Looks for Closed {
    async fn look(&self, _: Pieces) -> Look {
        Look { size: None, warnings: Vec::new(), shown: Shown::Nothing("no_look") }
    }
}

impl Print for Closed {
    fn pdf(&self, _: &str, _: &serde_json::Value) -> Result<Vec<u8>, Fault> {
        Ok(Vec::new())
    }
}

#[async_trait::async_trait]
impl Doorkeeper for Closed {
    async fn who(&self, _: &House, _: &HeaderMap, _: Timestamp) -> Result<Visitor, Failure> {
        Ok(Visitor::Nobody)
    }
}

/// A house with the schema and the reactions given, and the folder that must outlive it.
pub async fn house(
    mut migrations: Vec<Migration>,
    reactions: Vec<Box<dyn Reaction>>,
    people: People,
) -> (Arc<House>, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = empty_db(folder.path()).await;
    for own in [&[journal::MIGRATION][..], &crate::log::MIGRATIONS].concat() {
        if !migrations.iter().any(|step| step.name == own.name) {
            migrations.push(own);
        }
    }
    db.migrate(migrations, thursday()).await.expect("the schema");
    let clock = Clock::still_at(thursday());
    let apart = keys_address(folder.path()).await;
    let keys = Keys::open(&folder.path().join("keys"), apart.as_deref(), clock.clone()).await;
    let keys = keys.expect("the keys");
    let db = db.with(keys.ring(Who::Nobody));
    let log = log(&db, &clock, folder.path());
    tokio::spawn(Arc::clone(&log).run());
    let spool = Spool::open(folder.path().join("spool"), &keys).expect("a spool");
    let house = House {
        db,
        keys,
        spool,
        clock,
        log,
        vault: Vault::open(folder.path().join("vault")).await.expect("a vault"),
        policies: Policies::load().expect("the policies"),
        reactions: Arc::new(reactions),
        door: people.door,
        directory: people.directory,
        told: people.told,
        briefing: people.briefing,
        print: people.print,
        looks: Box::new(Closed),
        shelves: Shelves::default(),
        settings: Settings {
            base_url: "http://localhost".to_owned(),
            mail_from: "Hearken <hearken@localhost>".to_owned(),
            pepper: Private::new([7; 32]),
            deposit: None,
            demo: false,
        },
        hashing: Arc::new(tokio::sync::Semaphore::new(2)),
    };
    (Arc::new(house), folder)
}

/// A log with its signer in this process, in a folder.
pub fn log(db: &Db, clock: &Clock, folder: &Path) -> Arc<Log> {
    log_with(db, clock, folder, Witnesses::none())
}

/// The same, with witnesses.
pub fn log_with(db: &Db, clock: &Clock, folder: &Path, witnesses: Witnesses) -> Arc<Log> {
    let signing = Signing::open(&folder.join("signer"), "localhost/log").expect("a signer");
    let signer = Signer::Here(Box::new(tokio::sync::Mutex::new(signing)));
    let secret = crate::seal::sum(&[b"test"]);
    let often = std::time::Duration::from_millis(1);
    Arc::new(Log::new((db.clone(), clock.clone()), folder.join("log"), secret, (signer, witnesses), often))
}

/// What the last mail to this address says, whether it has left or not.
pub async fn last_mail_to(house: &House, address: &str) -> Option<String> {
    crate::mail::last_to(&house.db, address).await.expect("reading the outbox")
}

/// Every answer that is remembered, as it lies in the store.
pub async fn remembered(house: &House) -> Vec<String> {
    let rows = sql("-- kit.testing.remembered\nSELECT body FROM kit_once").all(&house.db).await;
    rows.expect("reading what is remembered").iter().map(|row| row.get("body").expect("a body")).collect()
}

/// Does to the store what only its owner could, with its guards put aside.
pub async fn as_owner(house: &House, statements: &[&str]) {
    let now = house.clock.now();
    let actor = domain::event::Actor::System;
    let mut tx =
        house.as_custodian().begin("tamper", actor, now, &Arc::default()).await.expect("a transaction");
    let guards: &[&str] = match house.db.engine() {
        Engine::Sqlite => &[
            "-- kit.testing.guard\nDROP TRIGGER IF EXISTS kit_journal_no_update",
            "-- kit.testing.guard\nDROP TRIGGER IF EXISTS kit_journal_no_delete",
        ],
        Engine::Postgres => &["-- kit.testing.guard\nALTER TABLE kit_journal DISABLE TRIGGER ALL"],
    };
    for statement in guards.iter().chain(statements) {
        sql((*statement).to_owned()).run(&mut tx).await.expect("the statement of the database's owner");
    }
    tx.appended = true;
    tx.commit().await.expect("the tampering is durable");
}
