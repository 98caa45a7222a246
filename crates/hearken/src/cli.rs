//! The commands.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use domain::event::Actor;
use domain::place::{self, Place};
use domain::reports::Answers;
use reports::receive::{self, NotTaken, Sending};
use tracing_subscriber::EnvFilter;

use crate::admin::{self, Admin};
use crate::census::{self, Returns};
use crate::config::Config;
use crate::export::{self, Exports};
use crate::law::{self, Law};
use crate::logs::{self, Logs, Receipts, SignerArgs};
use crate::matcher::{self, MatcherArgs};
use crate::pictures::{self, Pictures};
use crate::vault::{self, Vault};
use crate::witness::{self, WitnessArgs};
use crate::{backup, doctor, golden, house, serve};

#[derive(Parser)]
#[command(name = "hearken", version, about = "The open safeguarding platform")]
struct Cli {
    /// The file with the settings; a missing default file is no error.
    #[arg(long, global = true, env = "HEARKEN_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the service.
    Serve {
        /// Where to listen, instead of what the settings say.
        #[arg(long)]
        listen: Option<String>,
        /// Load the demonstration world first, unless it is there.
        #[arg(long)]
        demo: bool,
        /// Say the address, and the first link if there is one, as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Hand in a report from standard input: the answers, as JSON.
    Report {
        #[arg(long)]
        json: bool,
    },
    /// Find the authority, children's services, force and nation of a postcode.
    Locate {
        #[arg(long)]
        json: bool,
        postcode: String,
    },
    #[command(flatten)]
    Law(Law),
    #[command(flatten)]
    Pictures(Pictures),
    /// Match uploads against the lists of a service: for a platform, beside its uploads.
    Matcher(MatcherArgs),
    /// The children in need census of England.
    #[command(subcommand)]
    Census(Returns),
    /// Put the whole house into one file, while it runs: all but its keys, without which nobody reads it.
    Backup {
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// Put a backup back into an empty house, on either database. The keys come first: `hearken vault restore`.
    Restore {
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
    /// The keys, which are kept and backed up apart from everything else.
    #[command(subcommand)]
    Vault(Vault),
    /// Run the installation from the machine that it is on.
    #[command(subcommand)]
    Admin(Admin),
    /// Hand something over to a court, the police or another authority.
    #[command(subcommand)]
    Export(Exports),
    /// The log of everything that has happened.
    #[command(subcommand)]
    Log(Logs),
    /// The receipts of reports.
    #[command(subcommand)]
    Receipt(Receipts),
    /// Sign the log: a process of its own, which remembers what it signed. `serve` starts one unless `signer` is set.
    Signer(SignerArgs),
    /// Witness the logs of others: cosign them for as long as they do nothing but grow. Prints its public key.
    Witness(WitnessArgs),
    /// Look whether everything that the service needs is there. Fails when something is not.
    Doctor {
        #[arg(long)]
        json: bool,
    },
    /// Write the golden files into a folder.
    #[command(hide = true)]
    Golden { folder: PathBuf },
}

/// Reads the command line and does it.
pub(crate) async fn run() -> Result<()> {
    let filter =
        EnvFilter::try_from_env("HEARKEN_LOG").unwrap_or_else(|_| EnvFilter::new("warn,hearken=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
    let cli = Cli::parse();
    let config = || Config::read(cli.config.as_deref());
    match cli.command {
        Command::Serve { listen, demo, json } => {
            let mut config = config()?;
            config.listen = listen.unwrap_or(config.listen);
            config.check().context("`--listen`")?;
            Box::pin(serve::serve(config, demo, json)).await
        }
        Command::Report { json } => report(&config()?, json).await,
        Command::Locate { json, postcode } => locate(&postcode, json),
        Command::Law(law) => law::run(law),
        Command::Pictures(pictures) => pictures::run(pictures),
        Command::Matcher(args) => matcher::run(args).await,
        Command::Census(returns) => Box::pin(census::run(returns, config)).await,
        Command::Backup { file, json } => told(&backup::make(&config()?, &file).await?, json),
        Command::Restore { file, json } => told(&backup::restore(&config()?, &file).await?, json),
        Command::Vault(command) => Box::pin(vault::run(command, &config()?)).await,
        Command::Admin(admin) => Box::pin(admin::run(admin, &config()?)).await,
        Command::Export(exports) => Box::pin(export::run(exports, &config()?)).await,
        Command::Log(logs) => logs::run(logs, &config()?).await,
        Command::Receipt(receipts) => logs::check(receipts, &config()?),
        Command::Signer(args) => logs::sign(&args),
        Command::Witness(args) => witness::run(args).await,
        Command::Doctor { json } => doctor::run(&config()?, json).await,
        Command::Golden { folder } => golden::write(&folder),
    }
}

async fn report(config: &Config, json: bool) -> Result<()> {
    let typed =
        std::io::read_to_string(std::io::stdin()).context("reading the report from standard input")?;
    let answers: Answers =
        serde_json::from_str(&typed).context("the report is not the JSON that is expected")?;
    let house = house::open(config).await?;
    let sending = Sending {
        report: kit::chance::id(house.clock.now()),
        answers,
        files: Vec::new(),
        reporter: None,
        lang: domain::words::Lang::En,
        code: None,
    };
    let arrived = match receive::receive(&house, Actor::Reporter, house.clock.now(), sending).await {
        Ok(arrived) => arrived,
        Err(NotTaken::Problems(problems)) => {
            let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
            anyhow::bail!("the report was not taken: {}", all.join("; "))
        }
        Err(NotTaken::Failure(failure)) => anyhow::bail!("the report was not taken: {failure:?}"),
    };
    tokio::spawn(Arc::clone(&house.log).run());
    let receipt = house.log.receipt_of(&arrived.appended).await;
    let receipt = receipt
        .map_err(|failure| anyhow::anyhow!("the report is kept, but has no receipt yet: {failure:?}"))?;
    if json {
        let answer = serde_json::json!({ "report": arrived.report.to_string(), "reference": arrived.reference.to_string(), "receipt": receipt.to_string() });
        println!("{answer}");
    } else {
        println!("{}\n\n{receipt}", arrived.reference);
    }
    Ok(())
}

/// What a backup holds.
fn told(manifest: &backup::Manifest, json: bool) -> Result<()> {
    if json {
        println!("{}", serde_json::to_string(manifest)?);
    } else {
        let rows: u64 = manifest.rows.values().sum();
        println!("{rows} rows of {} tables, {} files", manifest.rows.len(), manifest.files);
    }
    Ok(())
}

fn locate(typed: &str, json: bool) -> Result<()> {
    let place = Place::read(typed).map_err(|why| anyhow::anyhow!("{typed:?}: {why}"))?;
    let located = place::locate(&place);
    if json {
        println!("{}", serde_json::to_string_pretty(&located)?);
        return Ok(());
    }
    for candidate in located.candidates() {
        let authority = candidate.authority;
        println!(
            "{} ({}): children's services {}, police {}",
            authority.name,
            authority.nation.code(),
            authority.childrens_services.name,
            authority.police_force.name
        );
    }
    if located.candidates().is_empty() {
        println!("{typed}: not a place that we know");
    }
    Ok(())
}
