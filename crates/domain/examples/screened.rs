//! Precision and recall of screening, by harm, on the labelled texts of `data/screen/labelled.jsonl`.
//!
//!     cargo run --release -p domain --example screened [tune|held|fresh] [--half 0|1] [--missed] [--with FOLDER]
//!
//! With a folder, the words and indicators are those in it (`words.toml`, `frames.toml`, `indicators.toml`), so that they can be tried
//! without building.
//! With `--half`, only the texts of one half, by their ids: words can be chosen on one and measured on the other.
//! With `--speed`: how many megabytes a second, on one core, over 100 MB of these texts mixed: one after the other, and
//! every tenth time forty of them as one long text. It prints what the mixture is made of. With `--mixed`: writes that
//! mixture, a text a line, to try the command itself on it:
//!
//!     cargo run --release -p domain --example screened -- --mixed > mixed.txt
//!     time taskset -c 0 hearken screen --lines --json < mixed.txt > /dev/null
//!
//! The texts are invented. Those of the sets `held` and `fresh` were not looked at while the words were chosen.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a command of developers, on a file of the repository"
)]

use std::collections::BTreeMap;
use std::io::{BufWriter, Write as _};

use domain::rules::{FILES, Rulebook};
use domain::screen::{Harm, Level, Screened, Screener, screener};
use serde::Deserialize;

#[derive(Deserialize)]
struct Labelled {
    id: String,
    lang: String,
    kind: String,
    text: String,
    harms: Vec<Harm>,
    urgent: bool,
    set: String,
}

#[derive(Default)]
struct Counted {
    right: u32,
    too_much: u32,
    missed: u32,
}

impl Counted {
    fn count(&mut self, said: bool, labelled: bool) {
        match (said, labelled) {
            (true, true) => self.right += 1,
            (true, false) => self.too_much += 1,
            (false, true) => self.missed += 1,
            (false, false) => {}
        }
    }

    fn line(&self, name: &str) {
        let of = |part: u32, other: u32| 100.0 * f64::from(part) / f64::from((part + other).max(1));
        let (precision, recall) = (of(self.right, self.too_much), of(self.right, self.missed));
        println!(
            "{name:24} {:4} right {:4} too much {:4} missed   precision {precision:5.1} %   recall {recall:5.1} %",
            self.right, self.too_much, self.missed
        );
    }
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let only = ["tune", "held", "fresh"].into_iter().find(|set| words.iter().any(|word| word == set));
    let missed = words.iter().any(|word| word == "--missed");
    let folder = words.iter().position(|word| word == "--with").map(|at| words[at + 1].clone());
    let tried = folder.map(|folder| tried(&folder));
    let screener = tried.as_ref().unwrap_or_else(|| screener());
    let lines = include_str!("../../../data/screen/labelled.jsonl").lines();
    let texts = lines.map(|line| serde_json::from_str::<Labelled>(line).unwrap());
    let half = words.iter().position(|word| word == "--half").map(|at| words[at + 1].parse().unwrap());
    let texts = texts.filter(|text| only.is_none_or(|set| text.set == set));
    let texts = texts.filter(|text| half.is_none_or(|half: u32| half_of(&text.id) == half));
    if words.iter().any(|word| word == "--speed") {
        return speed(screener, &texts.collect::<Vec<_>>());
    }
    if words.iter().any(|word| word == "--mixed") {
        return write_mixed(&texts.collect::<Vec<_>>());
    }
    let (mut by, mut each) = (BTreeMap::<String, Counted>::new(), 0);
    for text in texts {
        each += 1;
        let said = screener.screen(&text.text);
        for harm in Harm::ALL {
            let (found, told) = (said.harms.contains(harm), text.harms.contains(harm));
            for name in
                [format!("harm {}", harm.code()), "all harms".to_owned(), format!("all harms, {}", text.lang)]
            {
                by.entry(name).or_default().count(found, told);
            }
        }
        let (some, any) = (!said.harms.is_empty(), !text.harms.is_empty());
        by.entry("any harm at all".to_owned()).or_default().count(some, any);
        by.entry(format!("any harm, {}", text.kind)).or_default().count(some, any);
        by.entry("urgent".to_owned()).or_default().count(said.urgency >= Level::High && some, text.urgent);
        if missed {
            tell(&text, &said);
        }
    }
    println!("{each} texts");
    for (name, counted) in &by {
        counted.line(name);
    }
}

/// In which half of its set a text is.
fn half_of(id: &str) -> u32 {
    id.bytes().fold(7_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte))) / 7 % 2
}

/// How many texts are run together to a long one.
const LONG_TEXTS: usize = 40;

/// How many bytes are screened, or written.
const MIXED_BYTES: usize = 100_000_000;

/// The texts one after the other, and every tenth time many as a long one.
fn mixed(texts: &[Labelled]) -> Vec<String> {
    let mut mixed: Vec<String> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        mixed.push(text.text.clone());
        if at % 10 == 9 {
            let run = (at..at + LONG_TEXTS).map(|next| &texts[next % texts.len()]);
            mixed.push(run.map(|text| text.text.as_str()).collect::<Vec<_>>().join("\n"));
        }
    }
    mixed
}

/// Writes the mixture again and again, until it was 100 MB. What is a line by itself in a long text is a sentence of it.
fn write_mixed(texts: &[Labelled]) {
    let lines: Vec<String> =
        mixed(texts).iter().map(|text| format!("{}\n", text.replace('\n', " "))).collect();
    let (mut out, mut bytes) = (BufWriter::new(std::io::stdout().lock()), 0);
    for line in lines.iter().cycle().take_while(|line| {
        bytes += line.len();
        bytes <= MIXED_BYTES
    }) {
        out.write_all(line.as_bytes()).unwrap();
    }
    out.flush().unwrap();
}

/// Screens the texts, one after the other and again, until it was 100 MB.
fn speed(screener: &Screener, texts: &[Labelled]) {
    let mixed = mixed(texts);
    let share = |of: &dyn Fn(&Labelled) -> bool| {
        texts.iter().filter(|text| of(text)).count() as f64 * 100.0 / texts.len() as f64
    };
    println!(
        "{} texts and {} long ones: {:.0} % harm, {:.0} % Welsh, {:.0} % obfuscated, {:.0} % with more than ASCII",
        texts.len(),
        mixed.len() - texts.len(),
        share(&|text| !text.harms.is_empty()),
        share(&|text| text.lang == "cy"),
        share(&|text| text.kind == "obfuscated"),
        share(&|text| !text.text.is_ascii()),
    );
    let (mut bytes, mut named, began) = (0, 0, std::time::Instant::now());
    for text in mixed.iter().cycle() {
        named += usize::from(!screener.screen(text).harms.is_empty());
        bytes += text.len();
        if bytes >= MIXED_BYTES {
            break;
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("{:.1} MB a second ({named} texts named)", 100.0 / seconds);
}

/// The words and indicators of a folder, with the other rules of the binary.
fn tried(folder: &str) -> Screener {
    let read =
        |name: &str| -> &'static str { std::fs::read_to_string(format!("{folder}/{name}")).unwrap().leak() };
    let files = FILES
        .iter()
        .map(|(name, text)| if *name == "indicators.toml" { (*name, read(name)) } else { (*name, *text) });
    let book: &'static Rulebook = Box::leak(Box::new(Rulebook::read(&files.collect::<Vec<_>>()).unwrap()));
    let words = format!("{}{}", read("words.toml"), read("frames.toml"));
    Screener::new(book, &words).unwrap()
}

/// What was not as it is labelled.
fn tell(text: &Labelled, said: &Screened) {
    let mut told = text.harms.clone();
    told.sort();
    if told != said.harms {
        let seen: Vec<_> =
            said.indicators.iter().map(|found| format!("{} {:?}", found.id, found.quote)).collect();
        println!(
            "{} {} {}: {:?} but {:?}\n    {}\n    {seen:?}",
            text.id, text.lang, text.kind, told, said.harms, text.text
        );
    }
}
