//! Precision and recall of screening, by harm, on the labelled texts of `data/screen/labelled.jsonl`.
//!
//!     cargo run --release -p domain --example screened [tune|held] [--missed] [--with FOLDER]
//!
//! With a folder, the words and indicators are those in it (`words.toml`, `indicators.toml`), so that they can be tried
//! without building.
//! With `--speed`: how many megabytes a second, on one core, over 100 MB of these texts mixed.
//!
//! The texts are invented. Those of the set `held` were not looked at while the words were chosen.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a command of developers, on a file of the repository"
)]

use std::collections::BTreeMap;

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
    let only = ["tune", "held"].into_iter().find(|set| words.iter().any(|word| word == set));
    let missed = words.iter().any(|word| word == "--missed");
    let folder = words.iter().position(|word| word == "--with").map(|at| words[at + 1].clone());
    let tried = folder.map(|folder| tried(&folder));
    let screener = tried.as_ref().unwrap_or_else(|| screener());
    let lines = include_str!("../../../data/screen/labelled.jsonl").lines();
    let texts = lines.map(|line| serde_json::from_str::<Labelled>(line).unwrap());
    let texts = texts.filter(|text| only.is_none_or(|set| text.set == set));
    if words.iter().any(|word| word == "--speed") {
        return speed(screener, &texts.map(|text| text.text).collect::<Vec<_>>());
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

/// Screens the texts, one after the other and again, until it was 100 MB.
fn speed(screener: &Screener, texts: &[String]) {
    let (mut bytes, mut named, began) = (0, 0, std::time::Instant::now());
    for text in texts.iter().cycle() {
        named += usize::from(!screener.screen(text).harms.is_empty());
        bytes += text.len();
        if bytes >= 100_000_000 {
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
    Screener::new(book, read("words.toml")).unwrap()
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
