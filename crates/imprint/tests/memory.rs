//! What a bomb costs. Alone in its process, so that nothing else allocates.
#![expect(clippy::unwrap_used, reason = "what fails here is the test")]
#![expect(dead_code, reason = "the makers of files serve the other tests too")]

mod made;

use imprint::{Limits, hash, looks};
use made::{Made, all, png_header};

const MEGABYTE: u64 = 1 << 20;

/// A line of what the kernel says of this process, in bytes.
fn held(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(what)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

/// Forgets the most memory held so far, and gives what is held now.
fn from_here() -> u64 {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    held("VmRSS:")
}

/// A hundred megapixels of black, which are a few thousand bytes of PNG: row after row, they are hashed.
fn black_png() -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 10_000, 10_000);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().unwrap();
    let mut stream = writer.stream_writer().unwrap();
    let row = vec![0; 30_000];
    (0..10_000).for_each(|_| std::io::Write::write_all(&mut stream, &row).unwrap());
    stream.finish().unwrap();
    drop(writer);
    file
}

#[test]
fn no_bomb_costs_much_memory() {
    let before = from_here();
    drop(std::hint::black_box(vec![1_u8; 80 << 20]));
    assert!(held("VmHWM:") - before > 64 * MEGABYTE, "the measure sees memory that is taken");
    let limits = Limits::default();
    let mut bombs = vec![("png header", png_header(60_000, 60_000)), ("black png", black_png())];
    bombs.extend(all().into_iter().map(|Made { file, huge, .. }| ("huge", huge(&file))));
    bombs.extend(all().into_iter().map(|Made { file, .. }| ("cut", file[..file.len() * 2 / 3].to_vec())));
    for (name, bomb) in bombs {
        let before = from_here();
        let hashed = hash(&bomb, &limits);
        assert_eq!(hashed.is_ok(), name == "black png", "{name}: {hashed:?}");
        let asked = looks(&bomb, &limits);
        assert!(asked.is_err(), "{name} would be held whole");
        let grown = held("VmHWM:").saturating_sub(before);
        assert!(grown < 64 * MEGABYTE, "{name} cost {grown} bytes");
    }
}
