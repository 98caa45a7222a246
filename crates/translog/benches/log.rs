//! The log alone, in memory: appending, proving, and what a leaf costs.
//!
//!     cargo bench -p translog -- 10000000
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use translog::{Hash, Log, Memory, tree};

const BATCH: u64 = 256;
const PROOFS: u32 = 100_000;

fn entry(number: u64) -> Vec<u8> {
    let mut entry = b"hearken/v1\n".to_vec();
    entry.extend(Hash::leaf(&number.to_be_bytes()).0);
    entry
}

/// The mean time of each of many.
fn each(mut does: impl FnMut(u64)) -> Duration {
    let began = Instant::now();
    (0..u64::from(PROOFS)).for_each(&mut does);
    began.elapsed() / PROOFS
}

fn main() {
    let size = std::env::args().find_map(|text| text.parse().ok()).unwrap_or(1_000_000_u64);
    let mut log = Log::open(Memory::default(), 0).expect("a new log");
    let (mut spent, mut from) = (Duration::ZERO, 0);
    while from < size {
        let entries: Vec<_> = (from..size.min(from + BATCH)).map(entry).collect();
        let began = Instant::now();
        log.append(entries.iter().map(Vec::as_slice)).expect("appending");
        spent += began.elapsed();
        from += BATCH;
    }
    println!(
        "{size} leaves in {spent:.1?}, in batches of {BATCH}: {} a second",
        u128::from(size) * 1000 / spent.as_millis()
    );
    let bytes: usize = log.storage().0.values().map(Vec::len).sum();
    println!("{bytes} bytes in all");
    // Far apart, so that what is kept in memory helps little.
    let far = |number: u64| number.wrapping_mul(0x9e37_79b9_7f4a_7c15) % size;
    let any = each(|number| drop(black_box(log.inclusion(far(number), size).expect("a proof"))));
    println!("{any:?} for a proof of any leaf");
    let new =
        each(|number| drop(black_box(log.inclusion(size - 1 - number % BATCH, size).expect("a proof"))));
    println!("{new:?} for a proof of a new leaf");
    let (root, leaf) = (log.root().expect("a root"), Hash::leaf(&entry(size / 3)));
    let proof = log.inclusion(size / 3, size).expect("a proof");
    let check =
        each(|_| assert_eq!(tree::root_of_inclusion(leaf, size / 3, size, black_box(&proof)), Some(root)));
    println!("{check:?} to check one");
}
