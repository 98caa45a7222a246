//! What a bomb costs the process that asks for a look. Alone in its process, so that nothing else allocates.
#![expect(clippy::unwrap_used, reason = "what fails here is the test")]
#![expect(dead_code, reason = "the makers of files serve the other tests too")]

#[path = "looks/made/mod.rs"]
mod made;

use glance::{Refused, Shown, inspect};

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

#[tokio::test]
async fn no_bomb_costs_much_memory() {
    let before = from_here();
    drop(std::hint::black_box(vec![1_u8; 80 << 20]));
    assert!(held("VmHWM:") - before > 64 * MEGABYTE, "the measure sees memory that is taken");
    let page = b"<html><script>alert(1)</script>".as_slice();
    let bombs = [
        ("png", made::picture::png_flood(60_000, 60_000)),
        ("zip", made::archive::zip_bomb(1 << 30)),
        ("gzip", made::archive::gzip_bomb(1 << 30)),
        ("gif", [&made::picture::gif(1)[..], page].concat()),
    ];
    for (kind, bomb) in bombs {
        let before = from_here();
        let refused: Refused = inspect(&bomb).refused.unwrap();
        let look = made::look(&bomb).await.unwrap();
        assert_eq!(look.shown, Shown::Refused(refused), "{kind}");
        let grown = held("VmHWM:").saturating_sub(before);
        assert!(grown < 64 * MEGABYTE, "{kind} cost {grown} bytes");
    }
}
