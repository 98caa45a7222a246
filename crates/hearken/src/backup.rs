//! Backups: the whole house in one file, from either database, for either.
//!
//! A ZIP archive: `manifest.json` (how many rows of each table), `tables/NAME.jsonl` (a row a line),
//! `vault/fil_…` (each file). What was told is sealed in it as it is in the house: the keys are backed up apart
//! ([`keys`]), and kept for a short time, so that what was erased by law is gone from old backups too. It is made
//! while the service runs; a file is given its name only when it is whole. A backup goes back into an empty house only.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use kit::store::{Copied, Db, Migration, copy};
use kit::{Fault, House};
use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::config::Config;
use crate::house;

pub(crate) mod keys;

/// What is in a backup.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    format: String,
    /// The steps of the schema that the rows fit.
    steps: Vec<String>,
    /// How many rows each table has.
    pub(crate) rows: BTreeMap<String, u64>,
    /// How many files.
    pub(crate) files: u64,
}

const FORMAT: &str = "hearken.backup/2";

fn spoken(fault: Fault) -> anyhow::Error {
    anyhow!("{}", fault.chain())
}

fn steps() -> Vec<String> {
    house::migrations().iter().map(|step| step.name.to_owned()).collect()
}

fn bar(doing: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {pos} {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::no_length().with_style(style).with_message(doing)
}

/// Makes a backup.
pub(crate) async fn make(config: &Config, to: &Path) -> Result<Manifest> {
    let house = house::open(config).await?;
    let (mut archive, partial) = create(to)?;
    let rows = tables(&house.db, &house::migrations(), &mut archive).await?;
    let files = vault(&house, &mut archive)?;
    let manifest = Manifest { format: FORMAT.to_owned(), steps: steps(), rows, files };
    finish(archive, &manifest, &partial, to)?;
    Ok(manifest)
}

fn finish(mut archive: ZipWriter<File>, manifest: &Manifest, partial: &Path, to: &Path) -> Result<()> {
    begin(&mut archive, "manifest.json")?;
    archive.write_all(&serde_json::to_vec_pretty(manifest)?)?;
    archive.finish()?.sync_all()?;
    std::fs::rename(partial, to).with_context(|| format!("naming {}", to.display()))
}

fn create(to: &Path) -> Result<(ZipWriter<File>, PathBuf)> {
    ensure!(!to.exists(), "{} exists already: choose another name", to.display());
    let partial = to.with_extension("partial");
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create(true).truncate(true).mode(0o600).open(&partial);
    let file = file.with_context(|| format!("making {}", partial.display()))?;
    Ok((ZipWriter::new(file), partial))
}

fn begin(archive: &mut ZipWriter<File>, name: &str) -> Result<()> {
    Ok(archive.start_file(name, SimpleFileOptions::default().large_file(true))?)
}

async fn tables(
    db: &Db,
    steps: &[Migration],
    archive: &mut ZipWriter<File>,
) -> Result<BTreeMap<String, u64>> {
    let snapshot = db.snapshot().await.map_err(spoken)?;
    let (bar, mut rows) = (bar("rows"), BTreeMap::new());
    for table in copy::tables(steps) {
        begin(archive, &format!("tables/{table}.jsonl"))?;
        let each = |row: Copied| {
            bar.inc(1);
            let line = serde_json::to_string(&row).map_err(|error| Fault::because("writing a row", error))?;
            writeln!(archive, "{line}").map_err(|error| Fault::because("writing the backup", error))
        };
        rows.insert(table.to_owned(), snapshot.read(table, each).await.map_err(spoken)?);
    }
    bar.finish_and_clear();
    Ok(rows)
}

/// Every file in the vault. Files are whole before a row speaks of them, so none is missing.
fn vault(house: &House, archive: &mut ZipWriter<File>) -> Result<u64> {
    let bar = bar("files");
    for folder in std::fs::read_dir(house.vault.folder())? {
        let folder = folder?;
        if folder.file_name() == "arriving" {
            continue;
        }
        for file in std::fs::read_dir(folder.path())? {
            let file = file?;
            begin(archive, &format!("vault/{}", file.file_name().to_string_lossy()))?;
            std::io::copy(&mut File::open(file.path())?, archive)?;
            bar.inc(1);
        }
    }
    let count = bar.position();
    bar.finish_and_clear();
    Ok(count)
}

/// Puts a backup back into an empty house.
pub(crate) async fn restore(config: &Config, from: &Path) -> Result<Manifest> {
    let (mut archive, manifest) = opened(from, FORMAT, &steps())?;
    let root = config.root_key();
    ensure!(
        root.exists(),
        "there is no {}: restore the keys first, with `hearken vault restore`",
        root.display()
    );
    let house = house::open(config).await?;
    let empty = house.db.is_empty("kit_journal").await.map_err(spoken)?;
    ensure!(empty, "the `database` has a journal already: restore into an empty one");
    put_files(&house, &mut archive, &manifest)?;
    put_rows(&house.db, &house::migrations(), &mut archive, &manifest).await?;
    Ok(manifest)
}

fn opened(from: &Path, format: &str, known: &[String]) -> Result<(ZipArchive<File>, Manifest)> {
    let file = File::open(from).with_context(|| format!("opening {}", from.display()))?;
    let mut archive = ZipArchive::new(file).with_context(|| format!("{} is no backup", from.display()))?;
    let manifest: Manifest = serde_json::from_slice(&entry(&mut archive, "manifest.json")?)?;
    ensure!(
        manifest.format == format,
        "{} is a backup of another format: {}, not {format}",
        from.display(),
        manifest.format
    );
    if let Some(unknown) = manifest.steps.iter().find(|step| !known.contains(step)) {
        bail!("the backup has the schema step {unknown}, which this version does not know: use a newer one");
    }
    Ok((archive, manifest))
}

fn entry(archive: &mut ZipArchive<File>, name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    archive.by_name(name).with_context(|| format!("the backup has no {name}"))?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn put_files(house: &House, archive: &mut ZipArchive<File>, manifest: &Manifest) -> Result<()> {
    let all = archive.file_names().map(|name| Ok(name?.into_owned())).collect::<Result<Vec<String>>>()?;
    let names: Vec<String> = all.into_iter().filter(|name| name.starts_with("vault/")).collect();
    ensure!(
        names.len() as u64 == manifest.files,
        "the backup lacks files: {} of {}",
        names.len(),
        manifest.files
    );
    let bar = bar("files");
    for name in names {
        let id =
            name.trim_start_matches("vault/").parse().map_err(|_| anyhow!("{name} is no file of ours"))?;
        let home = house.vault.home(id);
        std::fs::create_dir_all(home.parent().context("a file's home is in a folder")?)?;
        let mut file = File::create_new(&home).with_context(|| format!("making {}", home.display()))?;
        std::io::copy(&mut archive.by_name(&name)?, &mut file)?;
        file.sync_all()?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

async fn put_rows(
    db: &Db,
    steps: &[Migration],
    archive: &mut ZipArchive<File>,
    manifest: &Manifest,
) -> Result<()> {
    let (bar, mut tables) = (bar("rows"), Vec::new());
    for table in copy::tables(steps) {
        let Some(expected) = manifest.rows.get(table) else { continue };
        let lines = BufReader::new(archive.by_name(&format!("tables/{table}.jsonl"))?).lines();
        let rows =
            lines.map(|line| Ok(serde_json::from_str::<Copied>(&line?)?)).collect::<Result<Vec<_>>>()?;
        ensure!(
            rows.len() as u64 == *expected,
            "the backup has {} of {expected} rows of {table}",
            rows.len()
        );
        bar.inc(rows.len() as u64);
        tables.push((table, rows));
    }
    db.put_back(&tables).await.map_err(spoken)?;
    bar.finish_and_clear();
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::cases;
    use domain::event::{Actor, Event};
    use domain::id::CaseId;
    use kit::store::sql;

    use super::*;

    fn config(folder: &Path, name: &str) -> Config {
        let database = format!("sqlite://{}", folder.join(format!("{name}.db")).display());
        Config { database, folder: folder.join(name), ..Config::default() }
    }

    #[tokio::test]
    async fn a_house_comes_back_whole_and_goes_only_into_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (config(folder.path(), "first"), config(folder.path(), "second"));
        // From SQLite into the kind of database that is under test.
        let second = Config { database: kit::testing::empty_address(folder.path()).await, ..second };
        crate::demo::load(&house::open(&first).await.unwrap()).await.unwrap();
        let file = folder.path().join("backup.zip");
        let made = make(&first, &file).await.unwrap();
        assert!(made.rows["kit_journal"] > 100, "{made:?}");
        assert!(make(&first, &file).await.is_err(), "a backup is never written over");
        let refused = restore(&second, &file).await.unwrap_err().to_string();
        assert!(refused.contains("keys first"), "{refused}");
        let copy = folder.path().join("keys.zip");
        keys::make(&first, &copy, true).await.unwrap();
        keys::restore(&second, &copy).await.unwrap();
        assert!(keys::restore(&second, &copy).await.is_err(), "keys are never written over");
        restore(&second, &file).await.unwrap();
        let again = make(&second, &folder.path().join("again.zip")).await.unwrap();
        assert_eq!(again.rows, made.rows);
        let refused = restore(&second, &file).await.unwrap_err().to_string();
        assert!(refused.contains("empty"), "{refused}");
    }

    const IN_A_FILE: &[u8] = b"the contents of a file that somebody sent, which nobody may find";

    /// Every byte in a folder but those of the keys; of a backup, what is in it.
    fn stolen(folder: &Path, keys: &Path, into: &mut Vec<u8>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path == keys {
                continue;
            }
            if path.is_dir() {
                stolen(&path, keys, into);
            } else if path.extension().is_some_and(|kind| kind == "zip") {
                let mut archive = ZipArchive::new(File::open(&path).unwrap()).unwrap();
                for number in 0..archive.len() {
                    archive.by_index(number).unwrap().read_to_end(into).unwrap();
                }
            } else {
                into.extend(std::fs::read(&path).unwrap());
            }
        }
    }

    #[tokio::test]
    async fn whoever_steals_the_store_and_its_backup_without_the_keys_reads_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path(), "house");
        let config = Config { database: kit::testing::empty_address(folder.path()).await, ..config };
        let house = house::open(&config).await.unwrap();
        crate::demo::load(&house).await.unwrap();
        let bytes =
            futures_util::stream::iter([Ok::<_, std::io::Error>(axum::body::Bytes::from_static(IN_A_FILE))]);
        let id = kit::chance::id(house.clock.now());
        let kept = house.vault.keep(id, "bruise.txt", bytes).await.unwrap().unwrap();
        let backup = folder.path().join("backup.zip");
        make(&config, &backup).await.unwrap();
        let mut lies = Vec::new();
        stolen(folder.path(), &config.keys(), &mut lies);
        let holds = |text: &[u8]| memchr::memmem::find(&lies, text).is_some();
        let open: Vec<String> = crate::demo::plaintexts();
        assert!(open.len() > 100, "{}", open.len());
        let found: Vec<&String> = open.iter().filter(|text| holds(text.as_bytes())).collect();
        assert!(found.is_empty(), "{found:?}");
        assert!(!holds(IN_A_FILE) && !holds(b"bruise.txt"));
        // The search finds what does lie open, and with the keys everything is there.
        assert!(holds(b"reports.received"));
        assert_eq!(house.vault.check(&kept).await.unwrap(), kit::vault::Found::Whole);
        let entries = kit::journal::latest(&house.as_custodian(), None, 10_000).await.unwrap();
        let told = format!("{entries:?}");
        let missing: Vec<&String> = open.iter().filter(|text| !told.contains(&format!("{text:?}"))).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    async fn happens(house: &House, case: CaseId, event: cases::Event) {
        let version = kit::journal::version(&house.db, &case.to_string()).await.unwrap();
        let mut tx = house.begin("test", Actor::System, house.clock.now()).await.unwrap();
        tx.append(case, version, Event::Cases(event), None).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn reads(house: &House, case: CaseId) -> bool {
        kit::journal::history(&house.as_custodian(), &case.to_string()).await.is_ok()
    }

    fn erased(now: jiff::Timestamp) -> cases::Event {
        let tombstone = cases::Tombstone {
            reference: kit::chance::reference(),
            organisation: kit::chance::id(now),
            ground: cases::Ground::RetentionEnded,
            began: now,
            asked_by: kit::chance::id(now),
            agreed_by: kit::chance::id(now),
        };
        cases::Event::Erased { tombstone: Box::new(tombstone) }
    }

    #[tokio::test]
    async fn what_was_erased_comes_back_from_no_older_backup_of_the_data_or_of_the_keys() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let [first, second, third] = ["first", "second", "third"].map(|name| config(folder.path(), name));
        let house = house::open(&first).await.unwrap();
        let now = house.clock.now();
        let case: CaseId = kit::chance::id(now);
        happens(&house, case, cases::Event::NoteWritten { text: "teapot".to_owned() }).await;
        make(&first, &at("old.zip")).await.unwrap();
        keys::make(&first, &at("old-keys.zip"), true).await.unwrap();
        let store = kit::keys::Keys::store(&first.keys(), None).await.unwrap();
        let seal = sql("-- test\nSELECT sealed FROM kit_seal").one(&store).await.unwrap().unwrap();
        let seal: String = seal.get("sealed").unwrap();
        let lies = || {
            let mut lies = Vec::new();
            stolen(&first.keys(), Path::new(""), &mut lies);
            memchr::memmem::find(&lies, seal.as_bytes()).is_some()
        };
        assert!(reads(&house, case).await && lies());

        happens(&house, case, erased(now)).await;
        assert!(!reads(&house, case).await);
        assert!(!lies(), "the seal is overwritten, not only forgotten");
        make(&first, &at("new.zip")).await.unwrap();
        keys::make(&first, &at("new-keys.zip"), true).await.unwrap();

        // The data of before, with the keys of now: it lies there, and opens to nobody.
        keys::restore(&second, &at("new-keys.zip")).await.unwrap();
        restore(&second, &at("old.zip")).await.unwrap();
        let again = house::open(&second).await.unwrap();
        assert_eq!(kit::journal::version(&again.db, &case.to_string()).await.unwrap(), 1);
        assert!(!reads(&again, case).await);

        // The keys of before, with the data of now: they go again when the service starts.
        keys::restore(&third, &at("old-keys.zip")).await.unwrap();
        restore(&third, &at("new.zip")).await.unwrap();
        let again = house::open(&third).await.unwrap();
        assert!(reads(&again, case).await, "else there were nothing to see to");
        kit::keys::shred::finish(&again, true).await.unwrap();
        assert!(!reads(&again, case).await);
    }

    #[tokio::test]
    async fn a_backup_of_the_keys_without_the_root_key_opens_with_two_shares_only() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = ["first", "second"].map(|name| config(folder.path(), name));
        let house = house::open(&first).await.unwrap();
        let case: CaseId = kit::chance::id(house.clock.now());
        happens(&house, case, cases::Event::NoteWritten { text: "teapot".to_owned() }).await;
        let (data, copy) = (folder.path().join("data.zip"), folder.path().join("keys.zip"));
        assert!(keys::make(&first, &copy, false).await.is_err(), "nothing could ever open it");
        let mut shares = None;
        let made = house.keys.make_shares(None, |made| {
            shares = Some(made.clone());
            Ok::<(), kit::keys::recovery::NotRecovered>(())
        });
        made.await.unwrap();
        let [one, _, three] = shares.unwrap();
        assert!(keys::make(&first, &copy, false).await.is_err(), "nobody knows whether they do");
        house.keys.drilled().await.unwrap();
        keys::make(&first, &copy, false).await.unwrap();
        make(&first, &data).await.unwrap();
        let mut lies = Vec::new();
        let root = std::fs::read(first.root_key()).unwrap();
        stolen(folder.path(), &first.keys(), &mut lies);
        assert!(memchr::memmem::find(&lies, &root).is_none());

        assert!(!keys::restore(&second, &copy).await.unwrap(), "it has no root key");
        assert!(house::open(&second).await.is_err(), "nor does one that is made there open it");
        let shares = (&one, &three);
        kit::keys::recovery::recover(&second.keys(), None, &kit::clock::Clock::Wall, shares).await.unwrap();
        restore(&second, &data).await.unwrap();
        assert!(reads(&house::open(&second).await.unwrap(), case).await);
    }

    #[tokio::test]
    async fn what_is_no_backup_is_refused_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("no.zip");
        std::fs::write(&file, "not a backup").unwrap();
        let config = config(folder.path(), "house");
        assert!(restore(&config, &file).await.is_err());
        assert!(!config.folder.exists());
    }
}
