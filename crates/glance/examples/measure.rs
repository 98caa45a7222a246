//! What a look costs, on the machine at hand: `cargo run -p glance --release --example measure`.
//!
//! For each file: its size, milliseconds of the median of nine looks, from starting the child to the checked
//! answer; and how much the memory of the asking process grew at most (Linux: `VmHWM` less `VmRSS` before).

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Instant;

use bytes::Bytes;
use glance::{Glance, Shown, inspect};
use image::{Rgb, RgbImage};

#[expect(dead_code, clippy::unwrap_used, reason = "the makers of files serve the tests too")]
#[path = "../tests/looks/made/picture.rs"]
mod picture;

#[expect(dead_code, clippy::unwrap_used, reason = "the makers of files serve the tests too")]
#[path = "../tests/looks/made/archive.rs"]
mod archive;

#[expect(dead_code, clippy::unwrap_used, reason = "the makers of files serve the tests too")]
#[path = "../tests/looks/made/document.rs"]
mod document;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("glance") {
        return glance::child();
    }
    // The running program itself, even if its file was replaced meanwhile.
    let glance = Glance::new("/proc/self/exe".into(), vec![OsString::from("glance")]);
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    for (name, make) in FILES {
        let _written = writeln!(std::io::stdout(), "{name}: {}", runtime.block_on(measured(&glance, make())));
    }
    ExitCode::SUCCESS
}

async fn measured(glance: &Glance, bytes: Vec<u8>) -> String {
    // The kernel forgets the most memory held so far.
    let _forgotten = std::fs::write("/proc/self/clear_refs", "5");
    let before = held("VmRSS:");
    let began = Instant::now();
    let refused = inspect(&bytes).refused;
    let inspected = began.elapsed().as_micros();
    let mut milliseconds = Vec::new();
    let mut says = String::new();
    for _ in 0..9 {
        let began = Instant::now();
        let pieces = bytes.chunks(65_536).map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece)));
        says = match glance.look(futures_util::stream::iter(pieces)).await {
            Ok(look) => told(&look.shown),
            Err(error) => error.to_string(),
        };
        milliseconds.push(began.elapsed().as_millis());
    }
    milliseconds.sort_unstable();
    let grown = held("VmHWM:").saturating_sub(before);
    format!(
        "{} bytes, inspected in {inspected} µs ({}), look {} ms, grew {grown} KB: {says}",
        bytes.len(),
        refused.map_or("may be decoded", |refused| refused.name()),
        milliseconds[4]
    )
}

fn told(shown: &Shown) -> String {
    match shown {
        Shown::Refused(refused) => refused.to_string(),
        Shown::Picture { blurred, clear } => {
            format!("clear {} bytes, blurred {} bytes", clear.bytes.len(), blurred.bytes.len())
        }
        Shown::Text { .. } => "text".to_owned(),
        Shown::Nothing(why) => why.to_string(),
    }
}

/// A line of what the kernel says of this process, in kilobytes.
fn held(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or_default()
}

type File = (&'static str, fn() -> Vec<u8>);

const FILES: &[File] = &[
    ("png bomb, 60,000 by 60,000", || picture::png_flood(60_000, 60_000)),
    ("zip bomb, 1 GiB", || archive::zip_bomb(1 << 30)),
    ("gzip bomb, 1 GiB", || archive::gzip_bomb(1 << 30)),
    ("gif and page", || [&picture::gif(1)[..], b"<html><script>alert(1)</script>"].concat()),
    ("jpeg, 12 megapixels", || picture::jpeg(&scene(4000, 3000).into())),
    ("jpeg, 50 megapixels", || picture::jpeg(&scene(8160, 6120).into())),
    ("png, 12 megapixels", || picture::png(&scene(4000, 3000).into())),
    ("png, 64 megapixels of 1 bit", || picture::png_flood(8000, 8000)),
    ("pdf", || document::pdf("")),
    ("jpeg of six million notes", || picture::jpeg_of_notes(6_000_000)),
    ("unknown, 50 MB", || vec![0; glance::FILE_BYTES_MAX]),
];

/// Hills and grain, about as hard to pack as a photograph.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "colours are small"
)]
fn scene(width: u32, height: u32) -> RgbImage {
    let mut state = 1_u32;
    RgbImage::from_fn(width, height, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (state >> 28) as f32;
        let hill =
            |length: f32| ((x as f32 / length).sin() + (y as f32 / length).cos()) * 55.0 + 120.0 + grain;
        Rgb([hill(300.0) as u8, hill(170.0) as u8, hill(90.0) as u8])
    })
}
