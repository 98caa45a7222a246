//! The commands about pictures: what a file can be recognised by, and which of a list it is.
//!
//! They need no house, and keep nothing. One line of output for each file or match, in the order of the input.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use imprint::{Digester, Digests, Hashed, Limits, Look};
use indicatif::{ProgressBar, ProgressStyle};
use pdq::{Hash, Index};
use serde_json::{Map, Value, json};

#[derive(Subcommand)]
pub(crate) enum Pictures {
    /// Say what files can be recognised by: the PDQ hash of the picture, and digests of the file.
    Hash(Hashing),
    /// Find, for each hash of a table, those of a list that are near it.
    Match(Matching),
}

#[derive(Args)]
pub(crate) struct Hashing {
    /// One line of JSON a file.
    #[arg(long)]
    json: bool,
    /// The hashes of the picture turned and mirrored too, as the reference names them.
    #[arg(long)]
    dihedral: bool,
    /// All hashes to ask a list with: turned, mirrored, without its frame, a little more or less of it, every frame.
    #[arg(long)]
    looks: bool,
    /// How many files at a time; without it, one for each core.
    #[arg(long)]
    threads: Option<usize>,
    /// Files; `-` is standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Matching {
    /// The list: CSV with the header `hash,id`, hashes as 64 hex digits.
    #[arg(long)]
    list: PathBuf,
    /// In how many bits two hashes may differ.
    #[arg(long, default_value_t = pdq::DISTANCE_MAX, value_parser = clap::value_parser!(u32).range(0..=63))]
    threshold: u32,
    /// One line of JSON a match.
    #[arg(long)]
    json: bool,
    /// How many at a time; without it, one for each core.
    #[arg(long)]
    threads: Option<usize>,
    /// What to look for: a table like the list; `-` is standard input.
    queries: PathBuf,
}

pub(crate) fn run(command: Pictures) -> Result<()> {
    let out = BufWriter::new(io::stdout().lock());
    match command {
        Pictures::Hash(hashing) => hash(&hashing, out),
        Pictures::Match(matching) => find(&matching, out),
    }
}

/// More than this of a file is not decoded, only digested: it is no picture of anybody's telephone.
const FILE_BYTES_MAX: u64 = 256 << 20;

fn hash(args: &Hashing, mut out: impl Write) -> Result<()> {
    let mut failed = 0;
    let bar = bar(args.files.len() as u64, "files");
    in_order(
        args.files.len(),
        args.threads,
        |number| hash_file(&args.files[number], args),
        |line| {
            bar.inc(1);
            failed += usize::from(line.contains_key("error"));
            if args.json {
                writeln!(out, "{}", Value::Object(line))
            } else {
                writeln!(out, "{}", plain(&line))
            }
        },
    )?;
    out.flush()?;
    bar.finish_and_clear();
    anyhow::ensure!(failed == 0, "{failed} of {} files have no hash: each line says why", args.files.len());
    Ok(())
}

fn plain(line: &Map<String, Value>) -> String {
    let text =
        |name: &str| line.get(name).map(|value| value.as_str().map_or(value.to_string(), str::to_owned));
    let said = text("pdq").or_else(|| text("error")).unwrap_or_default();
    format!("{said}  {}  {}", text("quality").unwrap_or_default(), text("file").unwrap_or_default())
}

/// One file's line. What cannot be hashed says why, with the digests all the same if it could be read.
fn hash_file(path: &Path, args: &Hashing) -> Map<String, Value> {
    let mut line = Map::new();
    line.insert("file".into(), path.to_string_lossy().into());
    match read(path) {
        Ok((bytes, digests)) => {
            let hashed = bytes.as_deref().map_or_else(
                || Err("the file is larger than what is decoded".to_owned()),
                |bytes| describe(bytes, args).map_err(|error| error.to_string()),
            );
            match hashed {
                Ok(hashed) => line.extend(hashed),
                Err(error) => drop(line.insert("error".into(), error.into())),
            }
            line.insert("sha256".into(), hex(&digests.sha256).into());
            line.insert("md5".into(), hex(&digests.md5).into());
        }
        Err(error) => drop(line.insert("error".into(), format!("the file cannot be read: {error}").into())),
    }
    line
}

fn describe(bytes: &[u8], args: &Hashing) -> Result<Map<String, Value>, imprint::NotHashed> {
    let limits = Limits::default();
    let Hashed { pdq, quality, width, height, .. } = imprint::hash(bytes, &limits)?;
    let mut line = Map::new();
    line.insert("pdq".into(), pdq.to_string().into());
    line.insert("quality".into(), quality.into());
    line.insert("width".into(), width.into());
    line.insert("height".into(), height.into());
    if args.dihedral {
        let turned = imprint::turned(bytes, &limits)?;
        let hashes = DIHEDRAL.into_iter().zip(turned.hashes);
        line.insert(
            "dihedral".into(),
            hashes.map(|(name, hash)| (name.to_owned(), Value::from(hash.to_string()))).collect(),
        );
        line.insert("dihedral_quality".into(), turned.quality.into());
    }
    if args.looks {
        let looks = imprint::looks(bytes, &limits)?;
        line.insert("looks".into(), looks.iter().map(look).collect());
    }
    Ok(line)
}

/// As the reference names them, in its order.
const DIHEDRAL: [&str; 8] =
    ["dih_orig", "rot90", "rot180", "rot270", "flipx", "flipy", "flipplus1", "flipminus1"];

fn look(look: &Look) -> Value {
    let turn = pdq::Turn::ALL.iter().position(|turn| *turn == look.turn).map(|place| DIHEDRAL[place]);
    json!({ "how": look.how.name(), "turn": turn, "pdq": look.hash.to_string(), "quality": look.quality })
}

/// The bytes, unless they are too many, and their digests.
fn read(path: &Path) -> io::Result<(Option<Vec<u8>>, Digests)> {
    let mut from: Box<dyn Read> =
        if path == Path::new("-") { Box::new(io::stdin().lock()) } else { Box::new(File::open(path)?) };
    let mut bytes = Vec::new();
    from.by_ref().take(FILE_BYTES_MAX).read_to_end(&mut bytes)?;
    let mut digester = Digester::default();
    digester.take(&bytes);
    let mut piece = vec![0; 1 << 20];
    let mut more = false;
    loop {
        let count = from.read(&mut piece)?;
        if count == 0 {
            break;
        }
        more = true;
        digester.take(&piece[..count]);
    }
    Ok(((!more).then_some(bytes), digester.finish()))
}

fn find(args: &Matching, mut out: impl Write) -> Result<()> {
    let list = table(&args.list).with_context(|| format!("reading the list {}", args.list.display()))?;
    let (ids, hashes): (Vec<String>, Vec<Hash>) = list.into_iter().unzip();
    let index = Index::build((0..).zip(hashes.iter().copied()).collect());
    let queries =
        table(&args.queries).with_context(|| format!("reading the queries {}", args.queries.display()))?;
    let bar = bar(queries.len() as u64, "queries");
    let blocks: Vec<&[(String, Hash)]> = queries.chunks(1_000).collect();
    let search = |block: usize| -> Vec<_> {
        blocks[block].iter().map(|(_, hash)| index.find(hash, args.threshold)).collect()
    };
    let mut number = 0;
    in_order(blocks.len(), args.threads, search, |found| {
        for found in found {
            let (query, _) = &queries[number];
            number += 1;
            for found in found {
                let row = usize::try_from(found.id).unwrap_or_default();
                let (hash, id, distance) = (hashes[row], &ids[row], found.distance);
                if args.json {
                    let line =
                        json!({ "query": query, "hash": hash.to_string(), "distance": distance, "id": id });
                    writeln!(out, "{line}")?;
                } else {
                    writeln!(out, "{query}\t{id}\t{distance}")?;
                }
            }
        }
        bar.set_position(number as u64);
        Ok(())
    })?;
    out.flush()?;
    bar.finish_and_clear();
    Ok(())
}

/// The rows of a table: id and hash. An error names the line; it does not repeat what stands there.
fn table(path: &Path) -> Result<Vec<(String, Hash)>> {
    let from: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).context("opening it")?)
    };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(io::BufReader::new(from));
    let head = reader.headers().context("the first line must be `hash,id`")?.clone();
    let column = |name: &str| head.iter().position(|head| head.trim_start_matches('\u{feff}') == name);
    let (Some(hash), Some(id)) = (column("hash"), column("id")) else {
        anyhow::bail!("the first line must name the columns `hash` and `id`");
    };
    let (mut rows, mut row) = (Vec::new(), csv::StringRecord::new());
    loop {
        // The message of the library would repeat the line.
        let line = reader.position().line();
        let more = reader.read_record(&mut row).map_err(|_| {
            anyhow::anyhow!("line {line}: every line must have as many columns as the first, in UTF-8")
        })?;
        if !more {
            return Ok(rows);
        }
        let line = row.position().map_or(0, csv::Position::line);
        let hash = row[hash].parse::<Hash>().with_context(|| format!("line {line}, column `hash`"))?;
        rows.push((row[id].to_owned(), hash));
    }
}

/// Does it for each number below `count`, several at a time, and takes the answers in order.
fn in_order<T: Send>(
    count: usize,
    threads: Option<usize>,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.unwrap_or(cores).clamp(1, 1_024).min(count.max(1));
    let next = AtomicUsize::new(0);
    // Bounded, so that a slow reader of our output does not fill the memory.
    let (told, heard) = mpsc::sync_channel(4 * threads);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (told, next, work) = (told.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count || told.send((number, work(number))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(told);
        let (mut waiting, mut due) = (BTreeMap::new(), 0);
        for (number, answer) in heard {
            waiting.insert(number, answer);
            while let Some(answer) = waiting.remove(&due) {
                take(answer)?;
                due += 1;
            }
        }
        Ok(())
    })
}

fn bar(count: u64, of: &'static str) -> ProgressBar {
    if count < 2 || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} {msg}, {eta} left");
    ProgressBar::new(count)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_message(of)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests;
