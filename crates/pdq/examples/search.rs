//! CPU time of searching.
use pdq::{Hash, Index};
fn main() {
    let n: usize = std::env::args().nth(1).unwrap().parse::<f64>().unwrap() as usize;
    let within: u32 = std::env::args().nth(2).map_or(31, |w| w.parse().unwrap());
    let mut x = 88172645463325252u64;
    let mut rnd = || { x ^= x << 13; x ^= x >> 7; x ^= x << 17; x };
    let mut hash = || { let mut b = [0u8; 32]; for c in b.chunks_mut(8) { c.copy_from_slice(&rnd().to_le_bytes()); } Hash::from_bytes(b) };
    let hashes: Vec<Hash> = (0..n).map(|_| hash()).collect();
    let t = std::time::Instant::now();
    let index = Index::build(hashes.iter().enumerate().map(|(i, h)| (i as u64, *h)));
    eprintln!("build {:.3} s, {:.1} B/hash", t.elapsed().as_secs_f64(), index.bytes() as f64 / n as f64);
    let mut queries = vec![];
    for q in 0..1000usize {
        let mut b = if q % 2 == 0 { hashes[q * 7919 % n].to_bytes() } else { hash().to_bytes() };
        let d = (q / 2) % 33;
        let mut bit = q;
        if q % 2 == 0 { for _ in 0..d { bit = (bit + 37) % 256; b[bit / 8] ^= 1 << (bit % 8); } }
        queries.push((Hash::from_bytes(b), (q % 2 == 0).then_some((q * 7919 % n, d))));
    }
    let mut best = f64::MAX;
    for _ in 0..7 {
        let t = std::time::Instant::now();
        for (q, _) in &queries { std::hint::black_box(index.find(q, within)); }
        best = best.min(t.elapsed().as_secs_f64());
    }
    let (mut ok, mut all, mut other) = (0, 0, 0);
    for (q, truth) in &queries {
        let f = index.find(q, within);
        if let Some((i, d)) = truth { if *d as u32 <= within { all += 1; ok += usize::from(f.iter().any(|f| f.id == *i as u64 && f.distance == *d as u32)); } else { other += f.len(); } } else { other += f.len(); }
    }
    eprintln!("{n}: {:.2} us/query, recall {ok}/{all}, others {other}", best * 1e3);
}
