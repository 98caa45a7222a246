//! The settings: `hearken.toml`, then `HEARKEN_*` variables, checked at the start.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

/// What may be set. Every key has a default, so that the service runs with no file at all.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// `sqlite://path` or `postgres://user@host/name` (several hosts with commas: the one that takes writes is used): the only switch between the two.
    pub(crate) database: String,
    /// The folder of files, mail and secrets.
    pub(crate) folder: PathBuf,
    /// The address that the service listens on.
    pub(crate) listen: String,
    /// Where people reach it, without a slash at the end.
    pub(crate) base_url: Option<String>,
    /// The address that mail comes from.
    pub(crate) mail_from: String,
    /// `smtp://host:25`; without it, mail is put into a folder.
    pub(crate) mail_server: Option<String>,
    /// The socket of the log's signer; without it, one of our own is started.
    pub(crate) signer: Option<PathBuf>,
    /// A policy of witnesses; without it, none is asked.
    pub(crate) witnesses: Option<PathBuf>,
    /// Where browsers leave receipts with an independent body; without it, nowhere.
    pub(crate) deposit: Option<String>,
    /// The folder of the root key and the store of keys; without it, `keys` in `folder`.
    pub(crate) keys: Option<PathBuf>,
    /// The database of keys; without it, a file in their folder.
    pub(crate) key_store: Option<String>,
    /// The folder of what is kept while the database takes nothing; without it, `spool` in `folder`.
    pub(crate) spool: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database: "sqlite://data/local/hearken.db".to_owned(),
            folder: PathBuf::from("data/local"),
            listen: "127.0.0.1:8420".to_owned(),
            base_url: None,
            mail_from: "Hearken <hearken@localhost>".to_owned(),
            mail_server: None,
            signer: None,
            witnesses: None,
            deposit: None,
            keys: None,
            key_store: None,
            spool: None,
        }
    }
}

const DEFAULT_FILE: &str = "hearken.toml";

/// What each key means: for the golden file, which a test holds against the keys that there are.
const MEANINGS: &[(&str, &str)] = &[
    (
        "database",
        "`sqlite://path` or `postgres://user@host/name` (several hosts with commas: the one that takes writes is used): the only switch between the two",
    ),
    ("folder", "files, mail and secrets"),
    ("listen", "the address and port that the service listens on"),
    ("base_url", "where people reach it, without a slash at the end; as `listen` when not set"),
    ("mail_from", "the address that mail comes from"),
    ("mail_server", "`smtp://host:25`; without it, mail is put into a folder"),
    ("signer", "the socket of `hearken signer`; without it, one of our own is started"),
    (
        "witnesses",
        "a file with a policy (C2SP tlog-policy): who cosigns the log, at which address, and how many are enough",
    ),
    (
        "deposit",
        "the address of a witness, without a slash at the end: browsers leave receipts there, sealed with the code; nowhere when not set",
    ),
    (
        "keys",
        "the folder of the root key and the store of keys, to be backed up apart; `keys` in `folder` when not set",
    ),
    ("key_store", "the database of keys, like `database`; a file in the folder of keys when not set"),
    (
        "spool",
        "the folder where reports are kept while the database takes nothing, best on another disk; `spool` in `folder` when not set",
    ),
];

/// The settings as a page: key, variable, default, meaning.
pub(crate) fn described() -> Result<String> {
    let defaults = toml::Table::try_from(Config::default())?;
    let mut page =
        String::from("# Settings\n\n| Key | Variable | Unless set | Meaning |\n|---|---|---|---|\n");
    for (key, meaning) in MEANINGS {
        let default = defaults.get(*key).and_then(toml::Value::as_str).unwrap_or("nothing");
        let line = format!("| `{key}` | `HEARKEN_{}` | `{default}` | {meaning} |\n", key.to_uppercase());
        page.push_str(&line);
    }
    Ok(page)
}

impl Config {
    /// Reads the file and the variables.
    pub(crate) fn read(file: Option<&Path>) -> Result<Self> {
        let path = file.unwrap_or(Path::new(DEFAULT_FILE));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error).with_context(|| format!("reading {}", path.display())),
        };
        Self::parse(&text, |name| std::env::var(name).ok()).with_context(|| format!("in {}", path.display()))
    }

    fn parse(text: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let mut config: Self = toml::from_str(text)?;
        let set = |key: &str, to: &mut String| {
            if let Some(value) = variable(key) {
                *to = value;
            }
        };
        set("HEARKEN_DATABASE", &mut config.database);
        set("HEARKEN_LISTEN", &mut config.listen);
        set("HEARKEN_MAIL_FROM", &mut config.mail_from);
        config.base_url = variable("HEARKEN_BASE_URL").or(config.base_url);
        config.mail_server = variable("HEARKEN_MAIL_SERVER").or(config.mail_server);
        config.witnesses = variable("HEARKEN_WITNESSES").map(PathBuf::from).or(config.witnesses);
        config.deposit = variable("HEARKEN_DEPOSIT").or(config.deposit);
        config.signer = variable("HEARKEN_SIGNER").map(PathBuf::from).or(config.signer);
        config.keys = variable("HEARKEN_KEYS").map(PathBuf::from).or(config.keys);
        config.spool = variable("HEARKEN_SPOOL").map(PathBuf::from).or(config.spool);
        config.key_store = variable("HEARKEN_KEY_STORE").or(config.key_store);
        config.folder = variable("HEARKEN_FOLDER").map_or(config.folder, PathBuf::from);
        config.check()?;
        Ok(config)
    }

    /// Whether each value can be used, and they together.
    pub(crate) fn check(&self) -> Result<()> {
        let known = |address: &str| {
            ["sqlite:", "postgres:", "postgresql:"].iter().any(|kind| address.starts_with(kind))
        };
        if !known(&self.database) {
            bail!("`database` begins with sqlite:// or postgres://");
        }
        if self.key_store.as_deref().is_some_and(|address| !known(address)) {
            bail!("`key_store` begins with sqlite:// or postgres://");
        }
        if self.listen.parse::<std::net::SocketAddr>().is_err() {
            bail!("`listen` is an address and a port, like 127.0.0.1:8420, not {:?}", self.listen);
        }
        if let Some(url) = &self.base_url
            && (!url.starts_with("http") || url.ends_with('/'))
        {
            bail!("`base_url` is like https://hearken.example, without a slash at the end, not {url:?}");
        }
        // Links that let somebody in are mailed, and passwords typed: over nothing that others can read.
        let url = self.base_url();
        if !url.starts_with("https://") && !is_here(&url) {
            bail!(
                "`base_url` is where people reach it over TLS, like https://hearken.example: {url:?} is not safe"
            );
        }
        let host = |c: char| c.is_ascii_alphanumeric() || ".:-[]".contains(c);
        if let Some(url) = &self.deposit
            && !url
                .strip_prefix("https://")
                .or_else(|| url.strip_prefix("http://"))
                .is_some_and(|at| !at.is_empty() && at.chars().all(host))
        {
            bail!("`deposit` is like https://witness.example, without anything after the name, not {url:?}");
        }
        Ok(())
    }

    /// The folder of the root key and the store of keys.
    pub(crate) fn keys(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| self.folder.join("keys"))
    }

    /// The folder of what is kept while the database takes nothing.
    pub(crate) fn spool(&self) -> PathBuf {
        self.spool.clone().unwrap_or_else(|| self.folder.join("spool"))
    }

    /// The file of the root key.
    pub(crate) fn root_key(&self) -> PathBuf {
        self.keys().join("root.key")
    }

    /// The name of the log of this service, for a new signer: its address without the scheme.
    pub(crate) fn origin(&self) -> String {
        let url = self.base_url();
        format!("{}/log", url.split_once("://").map_or(url.as_str(), |(_, rest)| rest))
    }

    /// Where people reach the service.
    pub(crate) fn base_url(&self) -> String {
        let port = self.listen.rsplit_once(':').map_or("", |(_, port)| port);
        let at_home =
            self.listen.parse::<std::net::SocketAddr>().is_ok_and(|address| address.ip().is_loopback());
        // A name and not a number: browsers keep passkeys for names only.
        let address = if at_home { format!("localhost:{port}") } else { self.listen.clone() };
        self.base_url.clone().unwrap_or_else(|| format!("http://{address}"))
    }
}

/// Whether an address is one of this machine alone.
fn is_here(url: &str) -> bool {
    let host = url.strip_prefix("http://").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name).trim_matches(['[', ']']);
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config> {
        Config::parse(text, |_| None)
    }

    #[test]
    fn a_wrong_key_is_named() {
        let error = format!("{:#}", parse("databse = \"sqlite://x\"").unwrap_err());
        assert!(error.contains("databse"), "{error}");
    }

    #[test]
    fn every_key_is_described_and_can_be_set_by_its_variable() {
        for (key, _) in MEANINGS {
            let name = format!("HEARKEN_{}", key.to_uppercase());
            let value = match *key {
                "database" | "key_store" => "sqlite://x",
                "listen" => "127.0.0.1:1",
                "base_url" | "deposit" => "https://x",
                _ => "x",
            };
            let set = Config::parse("", |asked| (asked == name).then(|| value.to_owned())).unwrap();
            let set = toml::Table::try_from(set).unwrap();
            assert_eq!(set[*key].as_str(), Some(value), "{key}");
            assert_eq!(set.keys().filter(|known| !MEANINGS.iter().any(|(key, _)| key == known)).count(), 0);
        }
    }

    #[test]
    fn a_wrong_value_names_its_key() {
        for (text, key) in [
            ("database = \"mysql://x\"", "database"),
            ("listen = \"here\"", "listen"),
            ("base_url = \"https://x/\"", "base_url"),
            ("deposit = \"https://x; script-src *\"", "deposit"),
            ("deposit = \"https://x/y\"", "deposit"),
        ] {
            let error = format!("{:#}", parse(text).unwrap_err());
            assert!(error.contains(key), "{error}");
        }
    }

    #[test]
    fn links_are_mailed_over_https_or_stay_on_this_machine() {
        let cases = [
            ("base_url = \"https://hearken.example\"", true),
            ("base_url = \"http://hearken.example\"", false),
            ("base_url = \"http://localhost.hearken.example\"", false),
            ("base_url = \"http://localhost@hearken.example\"", false),
            ("base_url = \"http://hearken.example:80/localhost\"", false),
            ("base_url = \"httpx://hearken.example\"", false),
            ("base_url = \"http://localhost:8420\"", true),
            ("base_url = \"http://127.0.0.1:8420\"", true),
            ("base_url = \"http://[::1]:8420\"", true),
            ("listen = \"127.0.0.1:8420\"", true),
            ("listen = \"0.0.0.0:8420\"", false),
            ("listen = \"0.0.0.0:8420\"\nbase_url = \"https://hearken.example\"", true),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text).is_ok(), expected, "{text}");
        }
        let error = format!("{:#}", parse(cases[1].0).unwrap_err());
        assert!(error.contains("https://hearken.example"), "{error}");
    }

    #[test]
    fn a_variable_is_stronger_than_the_file() {
        let variable = |name: &str| (name == "HEARKEN_LISTEN").then(|| "127.0.0.1:1".to_owned());
        let config = Config::parse("listen = \"127.0.0.1:2\"", variable).unwrap();
        assert_eq!(config.listen, "127.0.0.1:1");
    }
}
