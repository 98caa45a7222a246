//! Puts the house together: which systems there are, and what each brings.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use domain::person::Private;
use kit::access::Policies;
use kit::clock::Clock;
use kit::house::Settings;
use kit::jobs::Job;
use kit::journal::{self, Reaction};
use kit::log::{Log, Signer, Witnesses};
use kit::print::Print;
use kit::store::{Db, Migration};
use kit::vault::Vault;
use kit::{Fault, House, OrFault as _, chance, seal};

use crate::config::Config;

/// The steps of the schema, of every system, in the order in which they run.
pub(crate) fn migrations() -> Vec<Migration> {
    let mut steps = vec![
        journal::MIGRATION,
        kit::log::MIGRATION,
        kit::api::MIGRATION,
        kit::api::MIGRATION_ENTRY,
        reports::MIGRATION,
        referrals::MIGRATION,
    ];
    steps.extend(accounts::MIGRATIONS);
    steps.extend(cases::MIGRATIONS);
    steps.sort_by_key(|step| step.name);
    steps
}

/// What happens because something was written in the journal, in this order.
pub(crate) fn reactions() -> Vec<Box<dyn Reaction>> {
    vec![
        Box::new(accounts::Keeping),
        Box::new(reports::Keeping),
        Box::new(cases::Keeping),
        Box::new(referrals::Keeping),
    ]
}

/// Work that is done again and again.
pub(crate) fn jobs() -> Vec<Box<dyn Job>> {
    vec![
        Box::new(cases::warn::WarnOfClocks),
        Box::new(reports::draft::ForgetDrafts),
        Box::new(referrals::chase::ChaseReferrals),
        Box::new(kit::api::ForgetKeys),
        Box::new(accounts::ForgetCeremonies),
    ]
}

/// Opens the house: the database brought up to date, the vault, the secrets.
pub(crate) async fn open(config: &Config) -> Result<Arc<House>> {
    std::fs::create_dir_all(&config.folder)
        .with_context(|| format!("`folder`: making {}", config.folder.display()))?;
    let db = Db::open(&config.database).await.map_err(|fault| spoken(&fault)).context("`database`")?;
    let clock = Clock::Wall;
    db.migrate(migrations(), clock.now()).await.map_err(|fault| spoken(&fault))?;
    let pepper = pepper(&config.folder)?;
    let log = Arc::new(log(config, &db, &clock, &pepper)?);
    log.adopt().await.map_err(|fault| spoken(&fault))?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Ok(Arc::new(House {
        db,
        clock,
        log,
        vault: Vault::open(config.folder.join("vault")).await.map_err(|fault| spoken(&fault))?,
        policies: Policies::load().map_err(|fault| spoken(&fault))?,
        reactions: Arc::new(reactions()),
        door: Box::new(accounts::Door),
        directory: Box::new(accounts::Book),
        told: Box::new(reports::Reading),
        briefing: Box::new(cases::Telling),
        print: Arc::new(Press),
        settings: Settings {
            base_url: config.base_url(),
            mail_from: config.mail_from.clone(),
            pepper,
            demo: config.folder.join(DEMO_MARK).exists(),
        },
        hashing: Arc::new(tokio::sync::Semaphore::new(cores)),
    }))
}

/// The time from one batch of the log to the next: an acknowledgement waits for half of it, on average.
const BATCHES: Duration = Duration::from_millis(100);

/// How long a witness is waited for; without it, the receipt is the log's alone.
const PATIENCE: Duration = Duration::from_millis(400);

fn log(config: &Config, db: &Db, clock: &Clock, pepper: &Private<[u8; 32]>) -> Result<Log> {
    let signer = if let Some(socket) = &config.signer {
        Signer::Socket(socket.clone())
    } else {
        let folder = config.folder.join("signer").display().to_string();
        let arguments = ["signer", "--folder", &folder, "--origin", &config.origin()];
        let program = std::env::current_exe().context("finding the signer")?;
        Signer::own(program, arguments.map(str::to_owned).to_vec())
    };
    let witnesses = match &config.witnesses {
        Some(file) => {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("`witnesses`: reading {}", file.display()))?;
            Witnesses::new(
                text.parse().with_context(|| format!("`witnesses`: in {}", file.display()))?,
                PATIENCE,
            )
        }
        None => Witnesses::none(),
    };
    let secret = seal::sum(&[pepper.reveal(), b"log"]);
    Ok(Log::new((db.clone(), clock.clone()), config.folder.join("log"), secret, (signer, witnesses), BATCHES))
}

/// Prints with `press`.
pub(crate) struct Press;

impl Print for Press {
    fn pdf(&self, template: &str, data: &serde_json::Value) -> Result<Vec<u8>, Fault> {
        press::pdf(template, data).or_fault("printing")
    }
}

/// The file that says that the people in this house are invented.
pub(crate) const DEMO_MARK: &str = "demonstration";

/// A fault with all that lies below it, for the person at the terminal.
fn spoken(fault: &Fault) -> anyhow::Error {
    anyhow!("{}", fault.chain())
}

/// The secret that codes are hashed with: made once, kept beside the data, readable by us alone.
fn pepper(folder: &Path) -> Result<Private<[u8; 32]>> {
    let path = folder.join("pepper");
    if !path.exists() {
        keep_pepper(&path, &chance::bytes::<32>())?;
    }
    let bytes = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    let bytes: [u8; 32] = bytes
        .try_into()
        .map_err(|_| anyhow!("{} is not 32 bytes: restore it from a backup", path.display()))?;
    Ok(Private::new(bytes))
}

/// Writes the secret, readable by us alone; never over another.
pub(crate) fn keep_pepper(path: &Path, bytes: &[u8]) -> Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}
