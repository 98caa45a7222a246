//! Looking whether everything that the service needs is there, and saying what to do about what is not.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use indicatif::ProgressBar;
use kit::keys::recovery::{DRILL_EVERY, Standing};
use kit::vault::Found;
use kit::{House, journal, mail};
use serde_json::json;

use crate::config::Config;
use crate::house;

const ENTRIES_AT_A_TIME: u32 = 500;

/// One thing that was looked at: what, whether it is well, and what there is to say.
struct Finding(&'static str, bool, String);

/// Looks at everything, prints it, and fails when something is not well.
pub(crate) async fn run(config: &Config, json: bool) -> Result<()> {
    let house = house::open(config).await?;
    let findings = [
        database(&house).await?,
        vault(&house).await?,
        spool(&house)?,
        recovery(&house).await?,
        desks(&house).await?,
        mail_that_waits(&house).await?,
        settings(config),
    ];
    for Finding(what, well, says) in &findings {
        if json {
            println!("{}", json!({ "what": what, "well": well, "says": says }));
        } else {
            println!("{} {what}: {says}", if *well { "well " } else { "NOT  " });
        }
    }
    if findings.iter().any(|Finding(_, well, _)| !well) {
        bail!("something is not well: see above");
    }
    Ok(())
}

async fn database(house: &House) -> Result<Finding> {
    let position = journal::position(&house.db).await?;
    Ok(Finding("database", true, format!("it answers; the journal has come to entry {position}")))
}

/// Every file that the journal tells of must be in the vault, with the bytes that were sent.
async fn vault(house: &House) -> Result<Finding> {
    let bar = ProgressBar::new_spinner().with_message("reading every file");
    let (mut whole, mut missing, mut changed, mut shut) = (0_u64, 0_u64, 0_u64, 0_usize);
    let (mut before, everything) = (None, house.as_custodian());
    loop {
        let page = journal::latest(&everything, before, ENTRIES_AT_A_TIME).await?;
        for file in page.iter().filter_map(|(_, entry)| entry.as_ref()).flat_map(|entry| entry.event.files())
        {
            match house.vault.check(file).await? {
                Found::Whole => whole += 1,
                Found::Missing => missing += 1,
                Found::Changed => changed += 1,
            }
            bar.inc(1);
        }
        shut += page.iter().filter(|(_, entry)| entry.is_none()).count();
        let Some((position, _)) = page.last() else { break };
        before = Some(*position);
    }
    bar.finish_and_clear();
    let folder = house.vault.folder().display();
    let mut says = format!("{whole} are whole, {missing} missing, {changed} changed, in {folder}");
    if house.keys.are_peoples().await? {
        write!(says, "; {shut} entries open to their people alone, and may tell of others")?;
    }
    Ok(Finding("files", missing + changed == 0, says))
}

/// What the spool keeps goes into the store within seconds; what does not open is for a person to look at.
fn spool(house: &House) -> Result<Finding> {
    let (waiting, aside) = (house.spool.names()?.len(), house.spool.aside()?);
    let says = format!("{waiting} waiting for the database, {aside} put aside because they do not open");
    Ok(Finding("spool", waiting + aside == 0, says))
}

/// Without shares a lost root key is the loss of everything; shares that nobody has tried may be none.
/// What is told to a desk must open to somebody there.
async fn desks(house: &House) -> Result<Finding> {
    let deserted = house.keys.deserted().await?;
    if deserted.is_empty() {
        return Ok(Finding("desks", true, "what was told to each opens to somebody there".to_owned()));
    }
    let says = format!(
        "nobody there opens what was told to {}: `hearken vault admit EMAIL SHARE SHARE`",
        deserted.join(", ")
    );
    // The root key opens it until people have the custody.
    Ok(Finding("desks", !house.keys.are_peoples().await?, says))
}

async fn recovery(house: &House) -> Result<Finding> {
    let now = house.clock.now();
    let (well, says) = match house.keys.shares().await? {
        None => (
            true,
            "no shares: whoever loses the root key loses everything. `hearken vault shares FOLDER`"
                .to_owned(),
        ),
        Some(Standing { drilled_at: Some(at), of, .. }) if now.duration_since(at) < DRILL_EVERY => {
            (true, format!("shares of {of}, last rehearsed {at:.0}"))
        }
        Some(Standing { of, drilled_at: None, .. }) => {
            (false, format!("shares of {of} were never rehearsed: `hearken vault drill SHARE SHARE`"))
        }
        Some(Standing { of, .. }) => {
            (false, format!("shares of {of}, not rehearsed for a year: `hearken vault drill SHARE SHARE`"))
        }
    };
    Ok(Finding("recovery", well, says))
}

async fn mail_that_waits(house: &House) -> Result<Finding> {
    let (waiting, given_up) = mail::standing(&house.db).await?;
    let says = format!("{waiting} waiting, {given_up} given up: check `mail_server` when there are any");
    Ok(Finding("mail", given_up == 0, says))
}

fn settings(config: &Config) -> Finding {
    let url = config.base_url();
    let says = if url.starts_with("https://") || url.contains("//localhost") {
        url
    } else {
        format!("{url} is not HTTPS: passkeys and safe cookies need it; set `base_url`")
    };
    Finding("address", !says.contains("is not"), says)
}
