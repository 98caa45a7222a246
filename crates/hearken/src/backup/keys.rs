//! The backup of the keys: apart from the data, and kept for days, not years.
//!
//! A ZIP archive of the same form: `tables/NAME.jsonl` of the store of keys, and `root.key`. Whoever has it and the
//! data reads everything; without `root.key`, only together with two shares.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use kit::keys::{Keys, MIGRATIONS};
use kit::store::Db;

use super::{Manifest, begin, create, entry, finish, opened, put_rows, spoken, tables};
use crate::config::Config;

const FORMAT: &str = "hearken.keys/1";

fn steps() -> Vec<String> {
    MIGRATIONS.iter().map(|step| step.name.to_owned()).collect()
}

/// Makes one, with the root key or, where two shares can make that anew, without.
pub(crate) async fn make(config: &Config, to: &Path, with_root: bool) -> Result<BTreeMap<String, u64>> {
    let root = config.root_key();
    let secret = std::fs::read(&root).with_context(|| format!("reading {}", root.display()))?;
    let db = open(config).await?;
    let rehearsed = kit::keys::recovery::is_rehearsed(&db).await.map_err(spoken)?;
    let (mut archive, partial) = create(to)?;
    let rows = tables(&db, &MIGRATIONS, &mut archive).await?;
    if with_root {
        begin(&mut archive, "root.key")?;
        archive.write_all(&secret)?;
    } else {
        ensure!(
            rehearsed,
            "nobody has shown that two shares open this: `hearken vault shares FOLDER`, then `hearken vault drill`"
        );
    }
    let manifest = Manifest { format: FORMAT.to_owned(), steps: steps(), rows, files: 0 };
    finish(archive, &manifest, &partial, to)?;
    Ok(manifest.rows)
}

/// Puts one back, where there are no keys yet; whether a root key was in it.
pub(crate) async fn restore(config: &Config, from: &Path) -> Result<bool> {
    let (mut archive, manifest) = opened(from, FORMAT, &steps())?;
    let root = config.root_key();
    ensure!(!root.exists(), "{} is there already: keys are never written over", root.display());
    std::fs::create_dir_all(config.keys())?;
    let db = open(config).await?;
    ensure!(db.is_empty("kit_service").await.map_err(spoken)?, "the store of keys is not empty");
    put_rows(&db, &MIGRATIONS, &mut archive, &manifest).await?;
    let Ok(secret) = entry(&mut archive, "root.key") else { return Ok(false) };
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&root)?;
    file.write_all(&secret)?;
    file.sync_all()?;
    Ok(true)
}

async fn open(config: &Config) -> Result<Db> {
    Keys::store(&config.keys(), config.key_store.as_deref()).await.map_err(spoken).context("`key_store`")
}
