//! Our half of `bench/hashing.py` and `bench/matching.py`: the same pixels and hashes as the peers are given, CPU
//! time of one core, one line of JSON each.
//!
//!     cargo bench -p pdq --bench speed -- hash FILE WIDTH HEIGHT
//!     cargo bench -p pdq --bench speed -- make uniform|pictures COUNT FOLDER
//!     cargo bench -p pdq --bench speed -- search FOLDER
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "figures are read by people"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use pdq::{Hash, Index, Picture};

fn main() {
    let mut arguments: Vec<String> = std::env::args().filter(|text| text != "--bench").collect();
    arguments.remove(0);
    let number = |place: usize| whole(&arguments[place]);
    match arguments.first().map(String::as_str) {
        Some("hash") => hash(&fs::read(&arguments[1]).expect("pixels"), number(2), number(3)),
        Some("make") => make(&arguments[1], number(2), Path::new(&arguments[3])),
        Some("search") => search(Path::new(&arguments[1])),
        _ => println!("see the head of this file"),
    }
}

/// `1e7` is ten million.
fn whole(text: &str) -> usize {
    let (digits, zeros) = text.split_once('e').unwrap_or((text, "0"));
    let (digits, zeros): (usize, u32) = (digits.parse().expect("a number"), zeros.parse().expect("zeros"));
    digits * 10_usize.pow(zeros)
}

/// Nanoseconds that this thread has been on a core.
fn spent() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

/// Mebibytes: what is resident now, or was at most.
fn memory(name: &str) -> f64 {
    let text = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = text.lines().find(|line| line.starts_with(name)).expect("a line of that name");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).expect("KiB") / 1024.0
}

/// The median of the CPU times, in milliseconds.
fn median(times: usize, mut does: impl FnMut()) -> f64 {
    does();
    let mut all: Vec<f64> = (0..times)
        .map(|_| {
            let began = spent();
            does();
            (spent() - began) / 1e6
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all[times / 2]
}

fn hash(pixels: &[u8], width: usize, height: usize) {
    let picture = Picture::rgb(width, height, pixels).expect("so many pixels");
    let before = memory("VmHWM");
    let one = median(25, || _ = black_box(picture.hash()));
    let peak = memory("VmHWM") - before;
    let eight = median(25, || _ = black_box(picture.turned()));
    println!("{{\"ms\":{one},\"ms_eight\":{eight},\"mib\":{peak},\"hash\":\"{}\"}}", picture.hash().hash);
}

struct Lot(u64);

impl Lot {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() >> 16) as usize % end
    }

    fn uniform(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes.chunks_exact_mut(8).for_each(|chunk| chunk.copy_from_slice(&self.next().to_le_bytes()));
        bytes
    }

    /// Of a picture of a dozen rectangles, each lighter or darker than what lies below: edges at every scale, as in
    /// photographs, and so the same leaning of neighbouring bits. Its transform is made of those of the edges.
    fn of_picture(&mut self, edges: &[[f32; 16]; 65]) -> [u8; 32] {
        let mut sums = [0.0_f32; 256];
        for size in [64, 64, 48, 48, 32, 32, 24, 24, 16, 16, 8, 8] {
            let (left, top) = (self.below(64), self.below(64));
            let (right, bottom) = (64.min(left + 1 + self.below(size)), 64.min(top + 1 + self.below(size)));
            let light = self.below(511) as f32 - 255.0;
            for (row, sums) in sums.chunks_exact_mut(16).enumerate() {
                let down = light * (edges[bottom][row] - edges[top][row]);
                for (column, sum) in sums.iter_mut().enumerate() {
                    *sum += down * (edges[right][column] - edges[left][column]);
                }
            }
        }
        let mut sorted = sums;
        let (_, median, _) = sorted.select_nth_unstable_by(127, f32::total_cmp);
        let mut bytes = [0; 32];
        for (place, sum) in sums.iter().enumerate() {
            bytes[31 - place / 8] |= u8::from(sum > median) << (place % 8);
        }
        bytes
    }
}

/// For each of 65 edges, the sums of the cosines before it.
fn edges() -> [[f32; 16]; 65] {
    let mut edges = [[0.0; 16]; 65];
    for place in 0..64 {
        let before = edges[place];
        for (row, sum) in edges[place + 1].iter_mut().enumerate() {
            let angle = std::f64::consts::PI / 128.0 * (row + 1) as f64 * (2 * place + 1) as f64;
            *sum = before[row] + angle.cos() as f32;
        }
    }
    edges
}

/// `list.bin` and `queries.bin`, 32 bytes each; `truth.csv`: for each query the row it was made of and how far away.
fn make(kind: &str, count: usize, folder: &Path) {
    let (mut lot, edges) = (Lot(0x2545_f491_4f6c_dd1d), edges());
    let one = |lot: &mut Lot| if kind == "uniform" { lot.uniform() } else { lot.of_picture(&edges) };
    let list: Vec<[u8; 32]> = (0..count).map(|_| one(&mut lot)).collect();
    let (mut queries, mut truth) = (Vec::new(), String::from("row,distance\n"));
    for turn in 0..1_000 {
        let distance = turn % 66;
        // Half are far from everything, as most that platforms ask about are.
        if distance > 32 {
            queries.push(one(&mut lot));
            truth += "-1,-1\n";
            continue;
        }
        let row = lot.below(count);
        let mut bytes = list[row];
        let mut flipped = BTreeSet::new();
        while flipped.len() < distance {
            let bit = lot.below(256);
            if flipped.insert(bit) {
                bytes[bit / 8] ^= 1 << (bit % 8);
            }
        }
        queries.push(bytes);
        writeln!(truth, "{row},{distance}").expect("a text takes everything");
    }
    fs::write(folder.join("list.bin"), list.as_flattened()).expect("writing the list");
    fs::write(folder.join("queries.bin"), queries.as_flattened()).expect("writing the queries");
    fs::write(folder.join("truth.csv"), truth).expect("writing the truth");
    println!("{{\"skew\":{:.3}}}", skew(&list));
}

/// How much oftener sixteen neighbouring bits meet than random ones would, among some thousands.
fn skew(list: &[[u8; 32]]) -> f64 {
    let some = &list[..list.len().min(20_000)];
    let mut met = 0_u64;
    for part in 0..16 {
        let mut counts = vec![0_u64; 1 << 16];
        for hash in some {
            counts[usize::from(hash[2 * part]) << 8 | usize::from(hash[2 * part + 1])] += 1;
        }
        met += counts.iter().map(|count| count * count.saturating_sub(1) / 2).sum::<u64>();
    }
    let pairs = (some.len() * (some.len() - 1) / 2 * 16) as f64;
    met as f64 / (pairs / 65_536.0)
}

fn read(file: &Path) -> Vec<Hash> {
    fs::read(file).expect("hashes").as_chunks().0.iter().map(|bytes| Hash::from_bytes(*bytes)).collect()
}

fn search(folder: &Path) {
    let queries = read(&folder.join("queries.bin"));
    let rows: Vec<(u64, Hash)> = (0..).zip(read(&folder.join("list.bin"))).collect();
    let count = rows.len();
    let (before, began) = (memory("VmRSS"), spent());
    let mut index = Index::build(rows);
    let build = (spent() - began) / 1e9;
    // The list was taken, so that what is resident now less what was is not what the index holds.
    let bytes = index.bytes() as f64 / count as f64;
    let found = index.find_all(&queries, 31);
    let single = (0..5)
        .map(|_| {
            let began = spent();
            for query in &queries {
                drop(black_box(index.find(query, 31)));
            }
            (spent() - began) / 1e3 / queries.len() as f64
        })
        .fold(f64::MAX, f64::min);
    let batch = (0..5)
        .map(|_| {
            let began = spent();
            drop(black_box(index.find_all(&queries, 31)));
            (spent() - began) / 1e3 / queries.len() as f64
        })
        .fold(f64::MAX, f64::min);
    let began = std::time::Instant::now();
    index.add(u64::MAX, queries[0]);
    let added = index.find(&queries[0], 0).iter().any(|found| found.id == u64::MAX);
    index.remove(u64::MAX);
    let removed = index.find(&queries[0], 0).iter().all(|found| found.id != u64::MAX);
    let change = began.elapsed().as_secs_f64() * 1e6;
    assert!(added && removed, "what is added counts, and what is removed does not");
    let lines: Vec<String> = found
        .iter()
        .map(|found| {
            let ids: BTreeSet<u64> = found.iter().map(|found| found.id).collect();
            format!("{ids:?}").replace(['{', '}', ' '], "")
        })
        .collect();
    fs::write(folder.join("ours.txt"), lines.join("\n")).expect("writing what was found");
    println!(
        "{{\"build_s\":{build},\"single_us\":{single},\"batch_us\":{batch},\"bytes\":{bytes},\"change_us\":{change},\
         \"resident_before_mib\":{before},\"peak_mib\":{}}}",
        memory("VmHWM")
    );
}
