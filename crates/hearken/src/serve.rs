//! Running the service: the address, the jobs, the first link, the end.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use domain::accounts::{Event as Happened, Organisation};
use domain::agency::{AgencyKind, Nation};
use domain::event::{Actor, Event};
use domain::id::kind;
use domain::role::Role;
use kit::mail::Post;
use kit::{Failure, House, chance, jobs, mail};
use tokio::net::TcpListener;

use crate::config::Config;
use crate::{demo, house, router};

/// Serves until it is told to stop.
pub(crate) async fn serve(config: Config, with_demo: bool, json: bool) -> Result<()> {
    if with_demo {
        demo::mark(&config)?;
    }
    let house = house::open(&config).await?;
    let listener =
        TcpListener::bind(&config.listen).await.with_context(|| format!("`listen`: {}", config.listen))?;
    let link = if with_demo {
        demo::load(&house).await?;
        None
    } else {
        first_link(&house).await.map_err(|failure| anyhow!("{failure:?}"))?
    };
    greet(&house, link.as_deref(), with_demo, json);
    house.spool.reserve();
    let post = match &config.mail_server {
        Some(server) => Post::smtp(server).map_err(|fault| anyhow!("`mail_server`: {}", fault.chain()))?,
        None => Post::Folder(config.folder.join("outbox")),
    };
    // The keys may have been restored from a time before something was erased.
    kit::keys::shred::finish(&house, true).await.map_err(|fault| anyhow!("{}", fault.chain()))?;
    house::fill(&house).await?;
    // Before anybody is heard it must be known whether they could be answered; why not is in the log of faults.
    let _ = house.log.batch(false).await;
    let log = tokio::spawn(Arc::clone(&house.log).run());
    let chores = tokio::spawn(chores(Arc::clone(&house), post));
    let served =
        axum::serve(listener, router::router(Arc::clone(&house))).with_graceful_shutdown(told_to_stop());
    tokio::select! {
        ended = served.into_future() => ended.context("serving")?,
        () = patience() => {}
    }
    chores.abort();
    log.abort();
    Ok(())
}

/// Says where the service is, and who may come in first.
fn greet(house: &House, link: Option<&str>, with_demo: bool, json: bool) {
    let address = &house.settings.base_url;
    if json {
        println!("{}", serde_json::json!({ "address": address, "first_administrator": link }));
        return;
    }
    if let Some(link) = link {
        println!("Follow this link once, within seven days, to become the first administrator:\n  {link}");
    }
    println!("Hearken listens on {address}");
    if with_demo {
        print!("{}", demo::sign_ins());
    }
}

/// Jobs that are due and mail that waits, for as long as the service runs.
async fn chores(house: Arc<House>, post: Post) {
    let jobs = house::jobs();
    loop {
        let now = house.clock.now();
        // Before anything is forgotten because it is old.
        if let Err(fault) = reports::spool::drain(&house).await {
            tracing::error!(reason = fault.chain(), "the store does not take what the spool keeps yet");
        }
        if let Err(fault) = jobs::run_due(&house, &jobs, now).await {
            tracing::error!(reason = fault.chain(), "jobs could not be run");
        }
        if let Err(fault) = mail::send_waiting(&house, &post, now).await {
            tracing::error!(reason = fault.chain(), "mail could not be sent");
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
}

pub(crate) async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// How long open pages may hold up the end: they hold a line open to hear of changes.
async fn patience() {
    told_to_stop().await;
    tokio::time::sleep(Duration::from_secs(3)).await;
}

/// What the installation's own organisation is called at first.
const NAME: &str = "Safeguarding service";

/// The link that makes the first administrator, when there is no organisation yet.
async fn first_link(house: &House) -> Result<Option<String>, Failure> {
    if !accounts::store::organisations(&house.db, &[]).await?.is_empty() {
        return Ok(None);
    }
    let now = house.clock.now();
    let mut tx = house.begin("found the installation", Actor::System, now).await?;
    let organisation = chance::id::<kind::Organisation>(now);
    let service = Organisation {
        name: NAME.to_owned(),
        agency: AgencyKind::SafeguardingService,
        nation: Nation::England,
        area: None,
        code: "service".to_owned(),
    };
    tx.append(organisation, 0, Event::Accounts(Happened::OrganisationMade { organisation: service }), None)
        .await?;
    let roles = [Role::Administrator, Role::OrganisationAdmin, Role::Lead];
    let service = (organisation, NAME);
    let link = accounts::join::invite(&mut tx, house, service, accounts::join::FOUNDER, &roles).await?;
    tx.commit().await?;
    Ok(Some(link))
}
