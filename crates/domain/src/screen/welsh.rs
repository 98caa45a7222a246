//! How the first letter of a Welsh word changes after others: `pecyn`, `becyn`, `mhecyn`, `phecyn`.
//!
//! Lists name a word once; people write whichever form comes after `i`, `fy` or `ei`. Short words are left alone: what
//! they change into is too often a word of another meaning.

/// The fewest letters of a word that is changed, and of what it becomes.
const LETTERS_MIN: usize = 4;

/// First letters that never change, though they begin with one that does.
const FIXED: &[&str] = &["ch", "ph", "th", "dd", "ng"];

/// First letters, and what they become: soft, nasal and aspirate.
const CHANGES: &[(&str, &[&str])] = &[
    ("ll", &["l"]),
    ("rh", &["r"]),
    ("p", &["b", "mh", "ph"]),
    ("t", &["d", "nh", "th"]),
    ("c", &["g", "ngh", "ch"]),
    ("b", &["f", "m"]),
    ("d", &["dd", "n"]),
    ("g", &["", "ng"]),
    ("m", &["f"]),
];

/// Every form of a phrase whose first word changes, besides the one given.
pub(super) fn mutations(phrase: &str) -> Vec<String> {
    let first = phrase.split(' ').next().unwrap_or_default();
    if first.chars().count() < LETTERS_MIN || FIXED.iter().any(|fixed| phrase.starts_with(fixed)) {
        return Vec::new();
    }
    let Some((letter, into)) = CHANGES.iter().find(|(letter, _)| phrase.starts_with(letter)) else {
        return Vec::new();
    };
    let long = |new: &&&str| first.len() - letter.len() + new.len() >= LETTERS_MIN;
    into.iter().filter(long).map(|new| format!("{new}{}", &phrase[letter.len()..])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_forms_of_the_grammar() {
        let cases: &[(&str, &[&str])] = &[
            ("pecyn", &["becyn", "mhecyn", "phecyn"]),
            ("cyffuriau", &["gyffuriau", "nghyffuriau", "chyffuriau"]),
            ("gwerthu stwff", &["werthu stwff", "ngwerthu stwff"]),
            ("llun", &[]),
            ("lluniau", &["luniau"]),
            ("chwaer", &[]),
            ("mam", &[]),
            ("gang", &["ngang"]),
            ("anfon", &[]),
        ];
        for (word, expected) in cases {
            assert_eq!(mutations(word), *expected, "{word}");
        }
    }
}
