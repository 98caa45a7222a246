//! The codes that each element may hold: `data/census/cin_codes.json`, and the numbers of authorities in a UPN.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::words::Words;

static SETS: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../data/census/cin_codes.json"))
        .expect("data/census/cin_codes.json is read by a test of this file")
});

/// The codes of one element, like `ReferralSource`; none for an element without codes.
pub fn of(element: &str) -> &'static [String] {
    SETS.get(element).map(Vec::as_slice).unwrap_or_default()
}

/// Whether an element may hold this code.
pub fn holds(element: &str, code: &str) -> bool {
    of(element).iter().any(|known| known == code)
}

static AUTHORITIES: LazyLock<Vec<(u16, u16)>> = LazyLock::new(|| {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(include_str!("../../../../data/census/la_numbers.csv").as_bytes());
    let rows = reader.deserialize().collect::<Result<_, _>>();
    rows.expect("data/census/la_numbers.csv is read by a test of this file")
});

/// Whether these three digits are the number of a local authority, now or formerly.
pub fn authority(number: &str) -> bool {
    let digits = number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit());
    let known = |number: u16| AUTHORITIES.iter().any(|(from, to)| (*from..=*to).contains(&number));
    digits && number.parse().is_ok_and(known)
}

#[derive(Deserialize)]
struct Meaning {
    element: String,
    code: String,
    en: String,
    cy: String,
}

static MEANINGS: LazyLock<Vec<Meaning>> = LazyLock::new(|| {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(include_str!("../../../../data/census/code_words.csv").as_bytes());
    let rows = reader.deserialize().collect::<Result<_, _>>();
    rows.expect("data/census/code_words.csv is read by a test of this file")
});

/// What a code means, where that is written down: for choosers. The code alone goes into the return.
pub fn meaning(element: &str, code: &str) -> Option<Words> {
    let row = MEANINGS.iter().find(|row| row.element == element && row.code == code);
    row.map(|row| Words::new(&row.en, &row.cy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_whole() {
        assert_eq!(SETS.len(), 9);
        assert_eq!(of("AssessmentFactors").len(), 44);
        assert!(holds("AssessmentFactors", "24A") && !holds("CategoryOfAbuse", "24A"));
        assert_eq!(AUTHORITIES.len(), 34);
    }

    #[test]
    fn every_meaning_is_of_a_code_that_exists_and_nearly_every_code_has_one() {
        for row in MEANINGS.iter() {
            assert!(
                holds(&row.element, &row.code) && !row.en.is_empty() && !row.cy.is_empty(),
                "{}",
                row.code
            );
        }
        let all = SETS.iter().flat_map(|(element, codes)| codes.iter().map(move |code| (element, code)));
        let bare: Vec<_> = all.filter(|(element, code)| meaning(element, code).is_none()).collect();
        assert!(
            bare.iter().all(|(element, _)| *element == "AssessmentFactors" || *element == "UPNunknown"),
            "{bare:?}"
        );
    }

    #[test]
    fn a_number_of_an_authority_has_three_digits_and_is_in_the_table() {
        let cases =
            [("001", true), ("201", true), ("941", true), ("943", true), ("944", false), ("214", false)];
        for (number, expected) in cases.into_iter().chain([("1", false), ("+20", false), ("20١", false)]) {
            assert_eq!(authority(number), expected, "{number}");
        }
    }
}
