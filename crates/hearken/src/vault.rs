//! Commands about the keys: backing them up, parting the means of recovery in three, rehearsing it, doing it.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::{Args, Subcommand};
use domain::accounts::Event as Happened;
use domain::event::{Actor, Event};
use domain::id::kind;
use jiff::Timestamp;
use kit::clock::Clock;
use kit::keys::{Share, recovery};
use kit::{House, chance, journal};

use crate::config::Config;
use crate::{backup, house};

#[derive(Subcommand)]
pub(crate) enum Vault {
    /// Put the root key and the store of keys into one file. Whoever has it and the data reads everything.
    Backup {
        file: PathBuf,
        /// Leave the root key out: then the file opens nothing without two shares.
        #[arg(long)]
        without_root: bool,
    },
    /// Put keys back where there are none.
    Restore { file: PathBuf },
    /// Make three shares, any two of which make a lost root key anew. With those from before, backups of the keys from
    /// before can still be opened: destroy them.
    Shares {
        /// A folder to write them into, which must not exist. Hand each to somebody else, and delete it.
        folder: PathBuf,
        /// Two of the shares from before: needed where people have the custody.
        #[arg(long, num_args = 2, value_names = ["SHARE", "SHARE"])]
        old: Vec<PathBuf>,
    },
    /// Rehearse with two shares, without the root key, that everything can be opened. Once a year, at least.
    Drill(Two),
    /// Make the root key anew with two shares, where it is lost. Stop every service first.
    Recover(Two),
    /// Say who has the custody of the keys, or give it to somebody else. No record is sealed anew.
    Custody {
        #[command(subcommand)]
        to: Option<To>,
    },
    /// Open again, for somebody who began anew after a forgotten password, what only they could open; and let them in at
    /// their desks. Be sure that it is them.
    Admit {
        email: String,
        #[command(flatten)]
        two: Two,
    },
}

/// Who may have the custody.
#[derive(Subcommand)]
pub(crate) enum To {
    /// What was told opens only while somebody is there who may read it. Shares must have been made and rehearsed.
    People,
    /// The root key opens everything, as at first.
    Root(Two),
}

/// Two files with shares.
#[derive(Args)]
pub(crate) struct Two {
    one: PathBuf,
    other: PathBuf,
}

impl Two {
    fn read(&self) -> Result<(Share, Share)> {
        let read = |path: &Path| -> Result<Share> {
            let name = path.display();
            let text = std::fs::read_to_string(path).with_context(|| format!("reading {name}"))?;
            text.parse().with_context(|| format!("{name} is no share"))
        };
        Ok((read(&self.one)?, read(&self.other)?))
    }
}

/// Does it.
pub(crate) async fn run(command: Vault, config: &Config) -> Result<()> {
    match command {
        Vault::Backup { file, without_root } => {
            let rows = backup::keys::make(config, &file, !without_root).await?;
            let matters = rows.get("kit_seal").copied().unwrap_or_default();
            let (has, then) = if without_root {
                ("no root key", "it opens nothing without two shares")
            } else {
                ("the root key", "keep it apart from the data")
            };
            println!("{} has {has} and {matters} seals: {then}", file.display());
            Ok(())
        }
        Vault::Restore { file } => {
            let whole = backup::keys::restore(config, &file).await?;
            let then = if whole { "" } else { ", without a root key: `hearken vault recover SHARE SHARE`" };
            println!("the keys are in {}{then}", config.keys().display());
            Ok(())
        }
        Vault::Shares { folder, old } => shares(config, &folder, &old).await,
        Vault::Drill(two) => drill(config, &two).await,
        Vault::Recover(two) => recover(config, &two).await,
        Vault::Custody { to } => custody(config, to).await,
        Vault::Admit { email, two } => admit(config, &email, &two).await,
    }
}

async fn shares(config: &Config, folder: &Path, old: &[PathBuf]) -> Result<()> {
    let old = match old {
        [one, other] => Some(Two { one: one.clone(), other: other.clone() }.read()?),
        _ => None,
    };
    let house = house::open(config).await?;
    std::fs::create_dir(folder).with_context(|| format!("making {}", folder.display()))?;
    let mut of = String::new();
    let made = house.keys.make_shares(old.as_ref().map(|(one, other)| (one, other)), |three| {
        of.clone_from(&three[0].of);
        kept(folder, three)
    });
    made.await?;
    note(&house, Happened::SharesMade { of }).await?;
    let at = folder.display();
    println!(
        "Three shares are in {at}. Any two of them open everything; one alone tells nothing.\nPrint each, give one to \
         the organisation, one to a partner authority, and seal one in an envelope; then delete the folder.\nShares from \
         before still open the backups of the keys from before: destroy those too.\nRehearse it now: hearken vault \
         drill {at}/share-1.txt {at}/share-3.txt"
    );
    Ok(())
}

/// Writes the shares; durable when it returns.
fn kept(folder: &Path, three: &[Share; 3]) -> Result<()> {
    for share in three {
        let file = folder.join(format!("share-{}.txt", share.number));
        let mut options = std::fs::OpenOptions::new();
        let mut made = options.write(true).create_new(true).mode(0o600).open(&file)?;
        made.write_all(share.to_string().as_bytes())?;
        made.sync_all()?;
    }
    std::fs::File::open(folder)?.sync_all()?;
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(std::fs::File::open(parent)?.sync_all()?)
}

async fn drill(config: &Config, two: &Two) -> Result<()> {
    let (one, other) = two.read()?;
    let house = house::open(config).await?;
    let found = house.keys.drill(&one, &other).await?;
    let seen = house.db.with(house.keys.recovered(&one, &other).await?);
    let (entries, erased, lost) = recovery::entries(&seen, &house.keys).await?;
    let shut = found.pairs_shut.len() + found.matters_shut.len();
    let shut = u64::try_from(shut).unwrap_or(u64::MAX).saturating_add(lost);
    note(&house, Happened::RecoveryDrilled { pairs: found.pairs, matters: found.matters, shut }).await?;
    println!(
        "with shares {} and {} alone: {} pairs of keys opened, {} matters, {entries} entries of the journal; {erased} \
         entries are of erased records",
        one.number, other.number, found.pairs, found.matters
    );
    for shut in found.pairs_shut.iter().cloned().chain(found.matters_shut.iter().map(ToString::to_string)) {
        println!("NOT  {shut}: does not open");
    }
    if shut > 0 {
        bail!(
            "{shut} pairs, matters or entries do not open with these shares: make new ones with `hearken vault shares FOLDER`"
        );
    }
    Ok(house.keys.drilled().await?)
}

async fn recover(config: &Config, two: &Two) -> Result<()> {
    let (one, other) = two.read()?;
    let pairs =
        recovery::recover(&config.keys(), config.key_store.as_deref(), &Clock::Wall, (&one, &other)).await?;
    let house = house::open(config).await?;
    note(&house, Happened::RootKeyRecovered { pairs }).await?;
    println!(
        "a new root key is in {}; it opens {pairs} pairs of keys again. Copy it to every machine of the service before \
         one is started, back it up, and make new shares: `hearken vault shares FOLDER`",
        house.keys.root().file.display()
    );
    Ok(())
}

async fn custody(config: &Config, to: Option<To>) -> Result<()> {
    let house = house::open(config).await?;
    match to {
        None => {}
        Some(To::People) => {
            house::fill(&house).await?;
            let organisations = accounts::store::organisations(&house.db, &[]).await?;
            let mut active = Vec::new();
            for organisation in organisations {
                let members = accounts::store::members(&house.db, organisation.id).await?;
                active.extend(members.into_iter().filter(|one| one.active).map(|one| one.id));
            }
            house.keys.to_people(&active).await?;
            note(&house, Happened::CustodyGiven { people: true }).await?;
        }
        Some(To::Root(two)) => {
            let (one, other) = two.read()?;
            let pairs = house.keys.to_root((&one, &other)).await?;
            note(&house, Happened::CustodyGiven { people: false }).await?;
            println!("the root key opens {pairs} more pairs of keys");
        }
    }
    stands(&house).await
}

/// Says how the custody stands.
async fn stands(house: &House) -> Result<()> {
    let custody = house.keys.custody().await?;
    if !custody.people {
        println!(
            "the root key has the custody: whoever has {} and the store of keys reads everything",
            house.keys.root().file.display()
        );
        return Ok(());
    }
    println!(
        "people have the custody: the root key opens no desk. {} people's keys are their own; it still opens those of \
         {}, and with them what is told to their desks, until they sign in with their password. A program that is not \
         used before its person does needs a new key. Backups of the keys from before still open everything: destroy \
         them",
        custody.by_own, custody.by_root
    );
    for (desk, account) in custody.waiting {
        println!("{account} waits for the keys of {desk}");
    }
    Ok(())
}

async fn admit(config: &Config, email: &str, two: &Two) -> Result<()> {
    let (one, other) = two.read()?;
    let house = house::open(config).await?;
    let account = accounts::store::account_by_email(&house.db, email).await?;
    let account = account.with_context(|| format!("nobody has the address {email}"))?;
    let pairs = house.keys.admit((&one, &other), account.id).await?;
    let now = house.clock.now();
    let mut tx = house.begin("admit somebody with two shares", Actor::System, now).await?;
    let version = journal::version(&tx, &account.id.to_string()).await?;
    let given = Event::Accounts(Happened::KeysGiven { desks: pairs });
    tx.append(account.id, version, given, None).await.map_err(|failure| anyhow!("noting it: {failure:?}"))?;
    tx.commit().await?;
    println!("{} pairs of keys open to {} again", pairs, account.name);
    Ok(())
}

/// Writes it in the journal. With the service running, its signer takes the entry into the log with the next batch.
async fn note(house: &Arc<House>, happened: Happened) -> Result<()> {
    let now: Timestamp = house.clock.now();
    let mut tx = house.begin("note what was done with the keys", Actor::System, now).await?;
    let appended = tx.append(chance::id::<kind::Key>(now), 0, Event::Accounts(happened), None).await;
    appended.map_err(|failure| anyhow!("noting it: {failure:?}"))?;
    Ok(tx.commit().await?)
}
