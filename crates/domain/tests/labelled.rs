//! Screening held against the labelled texts, so that a change of words that makes it much worse is noticed. How good it is
//! by harm: `cargo run --release -p domain --example screened`.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::screen::{Harm, screen};

#[derive(serde::Deserialize)]
struct Labelled {
    kind: String,
    text: String,
    harms: Vec<Harm>,
    set: String,
}

fn labelled() -> impl Iterator<Item = Labelled> {
    let lines = include_str!("../../../data/screen/labelled.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).unwrap())
}

/// How many texts are rightly named, named without ground, and missed.
fn counted(set: &str) -> (usize, usize, usize) {
    let (mut right, mut too_much, mut missed) = (0, 0, 0);
    for text in labelled().filter(|text| text.set == set) {
        match (screen(&text.text).harms.is_empty(), text.harms.is_empty()) {
            (false, false) => right += 1,
            (false, true) => too_much += 1,
            (true, false) => missed += 1,
            (true, true) => {}
        }
    }
    (right, too_much, missed)
}

#[test]
fn what_is_named_is_nearly_always_there_and_no_less_is_named_than_was() {
    for (set, precision, recall) in [("tune", 98, 87), ("held", 94, 72)] {
        let (right, too_much, missed) = counted(set);
        assert!(right * 100 >= (right + too_much) * precision, "{set}: {right} right, {too_much} too much");
        assert!(right * 100 >= (right + missed) * recall, "{set}: {right} right, {missed} missed");
    }
}

#[test]
fn harmless_talk_is_left_alone() {
    let harmless: Vec<Labelled> = labelled().filter(|text| text.kind == "harmless").collect();
    let named = harmless.iter().filter(|text| !screen(&text.text).harms.is_empty()).count();
    assert!(harmless.len() > 150 && named * 50 <= harmless.len(), "{named} of {}", harmless.len());
}
