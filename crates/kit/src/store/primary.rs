//! Several PostgreSQL servers, of which one takes writes: `postgres://hearken@one:5432,two:5432/hearken`.
//!
//! One is the primary, the others are its standbys; who becomes the primary when it dies is for the tools that run them
//! to say (`pg_ctl promote`, Patroni, a managed service). We ask which it is, connect to that one alone, and look again
//! four times a second. With `synchronous_standby_names` set, nothing that was acknowledged is lost with a server.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, Connection as _, PgPool};

use crate::{Fault, OrFault as _};

/// How often it is looked which server is the primary.
const LOOK: Duration = Duration::from_millis(250);
/// How long a server may take to answer that.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long it may take until one of them is the primary, at the start.
const START: Duration = Duration::from_secs(30);

/// The servers of an address, each with an address of its own. One, where there is no list.
pub(super) fn servers(address: &str) -> Result<Vec<PgConnectOptions>, Fault> {
    let doing = "reading the address of the PostgreSQL database";
    let options = |address: &str| {
        PgConnectOptions::from_str(address).map(|known| known.application_name("hearken")).or_fault(doing)
    };
    let Some((scheme, rest)) = address.split_once("://") else { return Ok(vec![options(address)?]) };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (user, hosts) = authority.rsplit_once('@').map_or(("", authority), |(user, hosts)| (user, hosts));
    let at = if user.is_empty() { "" } else { "@" };
    hosts.split(',').map(|host| options(&format!("{scheme}://{user}{at}{host}{path}"))).collect()
}

/// The primary, once there is one.
pub(super) async fn find(servers: &[PgConnectOptions]) -> Result<PgConnectOptions, Fault> {
    if let [only] = servers {
        return Ok(only.clone());
    }
    let looking = async {
        loop {
            if let Some((number, _)) = first(servers).await {
                return servers[number].clone();
            }
            tokio::time::sleep(LOOK).await;
        }
    };
    let found = tokio::time::timeout(START, looking).await;
    found.map_err(|_| Fault::new("none of the PostgreSQL servers of the address takes writes"))
}

/// Keeps a pool with whichever server is the primary, for as long as the pool is open.
pub(super) fn follow(pool: PgPool, servers: Vec<PgConnectOptions>) {
    if servers.len() < 2 {
        return;
    }
    tokio::spawn(async move {
        let mut known: Option<(usize, PgConnection)> = None;
        while !pool.is_closed() {
            let still = match &mut known {
                Some((_, connection)) => takes_writes(connection).await,
                None => false,
            };
            if !still {
                let before = known.take().map(|(number, _)| number);
                known = first(&servers).await;
                if let Some((number, _)) = known.as_ref().filter(|(number, _)| Some(*number) != before) {
                    let host = servers[*number].get_host();
                    let port = servers[*number].get_port();
                    tracing::warn!(host, port, "this PostgreSQL server takes the writes now");
                    pool.set_connect_options(servers[*number].clone());
                }
            }
            tokio::time::sleep(LOOK).await;
        }
    });
}

/// The first server that takes writes, and a connection to it.
async fn first(servers: &[PgConnectOptions]) -> Option<(usize, PgConnection)> {
    for (number, server) in servers.iter().enumerate() {
        let connected = tokio::time::timeout(PATIENCE, server.connect()).await;
        let Ok(Ok(mut connection)) = connected else { continue };
        if takes_writes(&mut connection).await {
            return Some((number, connection));
        }
        let _ = connection.close().await;
    }
    None
}

async fn takes_writes(connection: &mut PgConnection) -> bool {
    let asked =
        sqlx::query_scalar::<_, bool>("-- kit.primary\nSELECT pg_is_in_recovery()").fetch_one(connection);
    matches!(tokio::time::timeout(PATIENCE, asked).await, Ok(Ok(false)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(address: &str) -> Vec<(String, u16, Option<String>)> {
        let all = servers(address).unwrap();
        all.iter()
            .map(|one| (one.get_host().to_owned(), one.get_port(), one.get_database().map(str::to_owned)))
            .collect()
    }

    #[test]
    fn an_address_names_one_server_or_several() {
        let database = || Some("hearken".to_owned());
        assert_eq!(places("postgres://u:p@one:5433/hearken"), [("one".to_owned(), 5433, database())]);
        assert_eq!(
            places("postgres://u:p@one:5433,[::1]:6000,two/hearken?sslmode=disable"),
            [
                ("one".to_owned(), 5433, database()),
                ("[::1]".to_owned(), 6000, database()),
                ("two".to_owned(), 5432, database())
            ]
        );
        assert!(servers("postgres://one:x,two/hearken").is_err());
    }
}
