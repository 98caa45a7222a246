//! Commands about the log: signing it, verifying it, handing it out, drawing from it; and checking a receipt.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use clap::{Args, Subcommand};
use domain::reports::Answers;
use jiff::Timestamp;
use kit::log::signer::Signing;
use kit::log::{Bytes32, Files, Finding, audit, receipt, verify};
use serde_json::json;
use translog::{Policy, Storage as _};

use crate::config::Config;
use crate::house;

#[derive(Subcommand)]
pub(crate) enum Logs {
    /// Hold every record against the log, and the log against its signatures. Fails when something was altered.
    Verify {
        #[arg(long)]
        json: bool,
    },
    /// Write the log into a folder as it is served (tlog-tiles), for whoever checks it with tools of their own.
    Export { folder: PathBuf },
    /// Say the public key of the log.
    Key,
    /// The lottery: open what the newest checkpoint draws, for an auditor; or check, as an auditor, what was opened.
    Audit(AuditArgs),
}

#[derive(Args)]
pub(crate) struct AuditArgs {
    /// How many places are drawn.
    #[arg(long, default_value_t = 100)]
    count: u64,
    /// Open what the newest checkpoint draws, as JSON.
    #[arg(long, conflicts_with = "check")]
    draw: bool,
    /// Check what somebody opened.
    #[arg(long, required_unless_present = "draw")]
    check: Option<PathBuf>,
    /// Whose signatures count, as with `receipt verify`; without both, that of the log of this service.
    #[arg(long, conflicts_with = "key")]
    policy: Option<PathBuf>,
    #[arg(long)]
    key: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum Receipts {
    /// Check a receipt. Needs nothing but the file, and whose signatures count.
    Verify {
        file: PathBuf,
        /// A policy (C2SP tlog-policy): the keys of the log and of its witnesses, and how many are enough.
        #[arg(long, conflicts_with = "key")]
        policy: Option<PathBuf>,
        /// The public key of the log, when there is no policy; without both, that of the log of this service.
        #[arg(long)]
        key: Option<String>,
        /// What was sent, as JSON: `{"answers": {…}, "files": ["<SHA-256 in hex>"]}`.
        #[arg(long)]
        content: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
pub(crate) struct SignerArgs {
    /// The signer's own folder: its key, and what it signed last. Not among the data, nor in their backups.
    #[arg(long)]
    folder: PathBuf,
    /// The name of the log, for a signer that has no key yet.
    #[arg(long)]
    origin: String,
    /// Listen on this socket; without it, answer on standard input and output.
    #[arg(long)]
    socket: Option<PathBuf>,
}

/// Signs until it is told to stop.
pub(crate) fn sign(args: &SignerArgs) -> Result<()> {
    let mut signing = Signing::open(&args.folder, &args.origin)
        .with_context(|| format!("opening the signer in {}", args.folder.display()))?;
    let Some(socket) = &args.socket else {
        return Ok(signing.serve(std::io::stdin().lock(), std::io::stdout().lock())?);
    };
    let listener = std::os::unix::net::UnixListener::bind(socket)
        .with_context(|| format!("listening on {}: remove it if no signer is running", socket.display()))?;
    for stream in listener.incoming() {
        let stream = stream?;
        if let Err(error) = signing.serve(&stream, &stream) {
            tracing::warn!(%error, "a line to the signer broke");
        }
    }
    Ok(())
}

/// Does it.
pub(crate) async fn run(logs: Logs, config: &Config) -> Result<()> {
    if let Logs::Audit(args @ AuditArgs { check: Some(_), .. }) = logs {
        return audited(args, config);
    }
    let house = house::open(config).await?;
    match logs {
        Logs::Verify { json } => {
            tokio::spawn(Arc::clone(&house.log).run());
            verified(&house, json).await
        }
        Logs::Export { folder } => export(config, &house, &folder),
        Logs::Audit(args) => {
            let audit =
                audit::answer(&house.log, args.count).await.map_err(|fault| anyhow!("{}", fault.chain()))?;
            println!("{}", serde_json::to_string_pretty(&audit)?);
            let missing = audit.drawn.iter().filter(|drawn| drawn.opened.is_none()).count();
            ensure!(missing == 0, "{missing} of {} places cannot be opened", audit.drawn.len());
            Ok(())
        }
        Logs::Key => {
            for log in house.log.policy().map_err(|fault| anyhow!("{}", fault.chain()))?.logs {
                println!("{}", log.key);
            }
            Ok(())
        }
    }
}

/// Checks what somebody opened, with nothing but the file and whose signatures count.
fn audited(args: AuditArgs, config: &Config) -> Result<()> {
    let AuditArgs { count, check, policy, key, .. } = args;
    let file = check.context("--check names a file")?;
    let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    let audit = serde_json::from_str(&text).with_context(|| format!("{} is no audit", file.display()))?;
    let shows = match audit::check(&audit, &policy_of(policy.as_deref(), key, config)?, count) {
        Ok(shows) => shows,
        Err(why) => bail!("this audit does not hold: {why}"),
    };
    println!("{}", serde_json::to_string(&shows)?);
    ensure!(shows.missing.is_empty(), "{} places were not opened, or not truly", shows.missing.len());
    Ok(())
}

async fn verified(house: &kit::House, json: bool) -> Result<()> {
    let verified = verify(&house.log).await.map_err(|fault| anyhow!("{}", fault.chain()))?;
    let behind = house.log.behind().await?;
    if json {
        let findings: Vec<_> = verified.findings.iter().map(as_json).collect();
        println!(
            "{}",
            json!({ "leaves": verified.size, "entries": verified.entries, "not_yet_in_the_log": behind, "findings": findings })
        );
    } else {
        println!(
            "{} leaves, {} of them entries; {behind} entries wait for the next batch",
            verified.size, verified.entries
        );
        for finding in &verified.findings {
            println!("{}", in_words(finding));
        }
    }
    ensure!(verified.findings.is_empty(), "{} findings: see above", verified.findings.len());
    Ok(())
}

fn as_json(finding: &Finding) -> serde_json::Value {
    let (record, version) = finding.record.clone().unzip();
    let at = finding.at.map(|at| at.to_string());
    json!({ "what": finding.trouble.to_string(), "record": record, "version": version, "at": at, "leaf": finding.leaf })
}

fn in_words(finding: &Finding) -> String {
    let Some((record, version)) = &finding.record else { return finding.trouble.to_string() };
    let at = finding.at.map_or_else(String::new, |at| format!(" of {}", domain::time::shown(at)));
    let leaf = finding.leaf.map_or_else(String::new, |leaf| format!(" (leaf {leaf})"));
    format!("{record}, entry {version}{at}{leaf} {}", finding.trouble)
}

fn export(config: &Config, house: &kit::House, to: &Path) -> Result<()> {
    ensure!(!to.exists(), "{} exists already: choose another name", to.display());
    let note = house.log.checkpoint()?.context("the log has no checkpoint yet")?;
    let size = note.text.parse::<translog::Checkpoint>()?.size;
    let files = Files::open(&config.folder.join("log"))?;
    for tile in translog::tile::all(size) {
        let path = to.join(tile.to_string());
        std::fs::create_dir_all(path.parent().context("a tile is in a folder")?)?;
        let (mut bytes, width) = (files.read(tile.part)?, usize::from(tile.width));
        let each = match tile.part {
            translog::Part::Entries { .. } => 45,
            translog::Part::Hashes { .. } => translog::tile::HASH_BYTES,
        };
        bytes.truncate(width * each);
        std::fs::write(path, bytes)?;
    }
    std::fs::write(to.join("checkpoint"), note.to_string())?;
    println!("{size} leaves");
    Ok(())
}

/// Checks a receipt and says what it proves.
pub(crate) fn check(receipts: Receipts, config: &Config) -> Result<()> {
    let Receipts::Verify { file, policy, key, content, json } = receipts;
    let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    let policy = policy_of(policy.as_deref(), key, config)?;
    let sent = content.as_deref().map(digest).transpose()?;
    let checked = match receipt::check(&text, &policy, sent) {
        Ok(checked) => checked,
        Err(why) => bail!("this receipt does not hold: {why}"),
    };
    let (opening, checkpoint) = (&checked.extra.opening, &checked.judged.checkpoint);
    let at = Timestamp::from_microsecond(opening.time).context("the time in the receipt")?;
    if json {
        println!(
            "{}",
            json!({ "opening": opening, "at": at.to_string(), "log": checkpoint.origin, "size": checkpoint.size,
            "witnessed": checked.witnessed, "witnesses": checked.judged.seen, "content_checked": sent.is_some() })
        );
        return Ok(());
    }
    println!(
        "{} ({}) of {} is in the log {}, and has been since it had {} entries.",
        opening.record,
        opening.kind,
        domain::time::shown(at),
        checkpoint.origin,
        checkpoint.size
    );
    println!(
        "{}",
        if sent.is_some() {
            "Its content is what you gave."
        } else {
            "Its content was not compared: give it with --content."
        }
    );
    println!(
        "{}",
        if checked.witnessed {
            "Enough witnesses have seen it."
        } else if policy.asks_for_witnesses() {
            "NOT enough witnesses of the policy have seen it yet: the log alone has signed for it."
        } else {
            "No policy of witnesses was asked."
        }
    );
    Ok(())
}

fn policy_of(file: Option<&Path>, key: Option<String>, config: &Config) -> Result<Policy> {
    if let Some(file) = file {
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        return text.parse().with_context(|| format!("in {}", file.display()));
    }
    let own = config.folder.join("log/key");
    let key = match key {
        Some(key) => key,
        None => std::fs::read_to_string(&own).with_context(|| {
            format!("whose signatures count? Give --key or --policy; {} is not there", own.display())
        })?,
    };
    Ok(Policy::of_log(key.trim().parse().context("the key of the log")?))
}

/// The digest of what was sent, from its JSON in whatever form.
fn digest(file: &Path) -> Result<Bytes32> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sent {
        answers: Answers,
        #[serde(default)]
        files: Vec<String>,
    }
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let sent: Sent = serde_json::from_str(&text).with_context(|| format!("in {}", file.display()))?;
    Ok(receipt::sent_of(&sent.answers, sent.files.iter().map(String::as_str)))
}
