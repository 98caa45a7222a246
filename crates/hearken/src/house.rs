//! Puts the house together: which systems there are, and what each brings.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use domain::person::Private;
use kit::access::Policies;
use kit::clock::Clock;
use kit::evidence::{Look, Looks, Picture, Pieces, Shown};
use kit::house::Settings;
use kit::jobs::Job;
use kit::journal::{self, Reaction};
use kit::keys::{Keys, Who};
use kit::log::{Log, Signer, Witnesses};
use kit::print::Print;
use kit::search::Shelves;
use kit::spool::Spool;
use kit::store::{Db, Migration};
use kit::vault::Vault;
use kit::{Fault, House, OrFault as _};

use crate::config::Config;

/// The steps of the schema, of every system, in the order in which they run.
pub(crate) fn migrations() -> Vec<Migration> {
    let mut steps = vec![journal::MIGRATION, kit::api::MIGRATION, kit::api::MIGRATION_ENTRY];
    steps.extend(kit::log::MIGRATIONS);
    steps.push(kit::keys::shred::MIGRATION);
    steps.extend(accounts::MIGRATIONS);
    steps.extend(cases::MIGRATIONS);
    steps.extend(reports::MIGRATIONS);
    steps.extend(referrals::MIGRATIONS);
    steps.extend(duty::MIGRATIONS);
    steps.extend(removal::MIGRATIONS);
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
        Box::new(duty::Keeping),
        Box::new(removal::Keeping),
    ]
}

/// Work that is done again and again.
pub(crate) fn jobs() -> Vec<Box<dyn Job>> {
    vec![
        Box::new(cases::warn::WarnOfClocks),
        Box::new(cases::announce::TellOfUrgent),
        Box::new(reports::draft::ForgetDrafts),
        Box::new(referrals::chase::ChaseReferrals),
        Box::new(kit::api::ForgetKeys),
        Box::new(kit::keys::shred::Finish),
        Box::new(kit::search::ForgetShelves),
        Box::new(accounts::ForgetCeremonies),
        Box::new(accounts::door::ForgetSessions),
    ]
}

/// Opens the house: the database brought up to date, the vault, the secrets.
pub(crate) async fn open(config: &Config) -> Result<Arc<House>> {
    std::fs::create_dir_all(&config.folder)
        .with_context(|| format!("`folder`: making {}", config.folder.display()))?;
    let clock = Clock::Wall;
    let keys = keys(config, &clock).await?;
    let db = Db::open(&config.database).await.map_err(|fault| spoken(&fault)).context("`database`")?;
    let db = db.with(keys.ring(Who::Nobody));
    db.migrate(migrations(), clock.now()).await.map_err(|fault| spoken(&fault))?;
    let spool = Spool::open(config.spool(), &keys).map_err(|fault| spoken(&fault)).context("`spool`")?;
    let pepper = Private::new(keys.service("pepper"));
    let log = Arc::new(log(config, &db, &clock, &keys)?);
    log.adopt().await.map_err(|fault| spoken(&fault))?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Ok(Arc::new(House {
        db,
        keys,
        clock,
        log,
        spool,
        vault: Vault::open(config.folder.join("vault")).await.map_err(|fault| spoken(&fault))?,
        policies: Policies::load().map_err(|fault| spoken(&fault))?,
        reactions: Arc::new(reactions()),
        door: Box::new(accounts::Door),
        directory: Box::new(accounts::Book::default()),
        told: Box::new(reports::Reading),
        briefing: Box::new(cases::Telling),
        print: Arc::new(Press),
        looks: Box::new(Glance::new()),
        shelves: Shelves::default(),
        settings: Settings {
            base_url: config.base_url(),
            mail_from: config.mail_from.clone(),
            pepper,
            deposit: config.deposit.clone(),
            demo: config.folder.join(DEMO_MARK).exists(),
        },
        hashing: Arc::new(tokio::sync::Semaphore::new(cores)),
    }))
}

/// Writes into the tables what is told by entries from before these were there.
pub(crate) async fn fill(house: &House) -> Result<()> {
    cases::selectors::fill(house).await.map_err(|fault| spoken(&fault))?;
    cases::alike::fill(house).await.map_err(|fault| spoken(&fault))?;
    cases::clocks::fill(house).await.map_err(|fault| spoken(&fault))?;
    removal::fill(house).await.map_err(|fault| spoken(&fault))?;
    referrals::fill(house).await.map_err(|fault| spoken(&fault))
}

/// Opens the keys; whoever starts the service for the first time is told what they must look after.
async fn keys(config: &Config, clock: &Clock) -> Result<Arc<Keys>> {
    let keys = Keys::open(&config.keys(), config.key_store.as_deref(), clock.clone()).await;
    let keys = keys.map_err(|fault| spoken(&fault)).context("`keys`")?;
    if keys.root().new {
        let file = keys.root().file.display();
        tracing::warn!(
            "a root key was made: {file}. Without it nothing that was told can be read again, by anybody. Whoever has \
             it and the store of keys beside it can read everything. Copy both to where the backups of the data are \
             not: `hearken vault backup FILE`"
        );
    }
    Ok(keys)
}

/// The time from one batch of the log to the next: an acknowledgement waits for half of it, on average.
const BATCHES: Duration = Duration::from_millis(50);

/// How long a witness is waited for; without it, the receipt is the log's alone.
const PATIENCE: Duration = Duration::from_millis(400);

fn log(config: &Config, db: &Db, clock: &Clock, keys: &Keys) -> Result<Log> {
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
    let secret = keys.service("log");
    Ok(Log::new((db.clone(), clock.clone()), config.folder.join("log"), secret, (signer, witnesses), BATCHES))
}

/// Prints with `press`.
pub(crate) struct Press;

impl Print for Press {
    fn pdf(&self, template: &str, data: &serde_json::Value) -> Result<Vec<u8>, Fault> {
        press::pdf(template, data).or_fault("printing")
    }
}

/// Looks with `glance`: in a process of our own that can reach nothing.
pub(crate) struct Glance(glance::Glance);

/// The hidden command that is that process.
pub(crate) const GLANCE: &str = "glance";

impl Glance {
    /// This very program, also after another was put in its place on the disk.
    fn new() -> Self {
        Self(glance::Glance::new("/proc/self/exe".into(), vec![GLANCE.into()]))
    }
}

#[async_trait::async_trait]
impl Looks for Glance {
    async fn look(&self, pieces: Pieces) -> Look {
        let look = match self.0.look(pieces).await {
            Ok(look) => look,
            Err(glance::NoLook::TooLarge) => return nothing("too_large"),
            Err(why) => {
                tracing::warn!("a file was not looked at: {why}");
                return nothing("no_look");
            }
        };
        let picture =
            |picture: glance::Picture| Picture { media_type: picture.media_type(), bytes: picture.bytes };
        Look {
            size: look.size.map(|size| (size.width, size.height)),
            warnings: look.warnings.into_iter().map(glance::Warning::name).collect(),
            shown: match look.shown {
                glance::Shown::Refused(why) => Shown::Nothing(why.name()),
                glance::Shown::Nothing(why) => Shown::Nothing(why.name()),
                glance::Shown::Picture { blurred, clear } => {
                    Shown::Picture { blurred: picture(blurred), clear: picture(clear) }
                }
                glance::Shown::Text { excerpt, cut } => Shown::Text { excerpt, cut },
            },
        }
    }
}

const fn nothing(why: &'static str) -> Look {
    Look { size: None, warnings: Vec::new(), shown: Shown::Nothing(why) }
}

/// The file that says that the people in this house are invented.
pub(crate) const DEMO_MARK: &str = "demonstration";

/// A fault with all that lies below it, for the person at the terminal.
fn spoken(fault: &Fault) -> anyhow::Error {
    anyhow!("{}", fault.chain())
}
