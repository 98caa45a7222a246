//! What the tests of the formats share: records of every kind, spoilt documents, and a look for hashes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;

/// Words with all that formats escape: marks, quotes, signs of formulas, lines. No blanks at their ends.
pub(super) fn words() -> impl Strategy<Value = String> {
    let inner = "[a-zA-Z0-9<>&\"'|\\\\;,=+@\\-ŵé\u{1F600}][a-zA-Z0-9<>&\"'|\\\\;, =+@\\-\t\nŵ]{0,8}[a-zA-Z0-9<>&\"'|\\\\]";
    prop_oneof![inner, "[=+@'|\\\\-]", "[a-z]{1,9}"]
}

pub(super) fn print(kind: PrintKind) -> impl Strategy<Value = Print> {
    vec(any::<u8>(), kind.bytes().unwrap_or(24)).prop_map(move |bytes| {
        let text: String = bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        Print::read(kind, &text).unwrap()
    })
}

pub(super) fn prints(kinds: &'static [PrintKind]) -> impl Strategy<Value = BTreeSet<Print>> {
    btree_set(select(kinds).prop_flat_map(print), 1..5)
}

/// A moment in whole seconds.
pub(super) fn moments() -> impl Strategy<Value = Timestamp> {
    (0..4_000_000_000_i64).prop_map(|second| Timestamp::from_second(second).unwrap())
}

pub(super) fn members() -> impl Strategy<Value = Member> {
    (words(), words()).prop_map(|(id, name)| Member { id, name })
}

pub(super) fn cases() -> impl Strategy<Value = BTreeMap<String, Status>> {
    btree_map(words(), select(Status::ALL), 0..3)
}

pub(super) fn mediums() -> impl Strategy<Value = Option<Medium>> {
    option::of(select(Medium::ALL))
}

const PIECES: &[&str] =
    &["<", ">", "\"", "{", "]", ",", "|", "\\", "\0", "&#0;", "null", "-1", "9e999", "\u{feff}", "\n"];

/// A document with something in it cut out, doubled, or put in the place of something else.
pub(super) fn spoilt(documents: Vec<String>) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<Index>(), any::<Index>(), select(PIECES), any::<u8>());
    (select(documents), vec(change, 1..6)).prop_map(|(document, changes)| {
        let mut bytes = document.into_bytes();
        for (from, to, piece, way) in changes {
            if bytes.is_empty() {
                break;
            }
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let (from, to) = (from.min(to), from.max(to));
            match way % 4 {
                0 => drop(bytes.splice(from..to.min(from + 40), piece.bytes())),
                1 => drop(bytes.splice(from..from, bytes[from..to].to_vec())),
                2 => bytes[from] = way,
                _ => bytes.truncate(to),
            }
        }
        bytes
    })
}

/// Whether a text has six digits of any hash of these records in it, in a row.
pub(super) fn shows_a_hash(text: &str, records: &[Record]) -> bool {
    let text = text.to_lowercase();
    let prints = records.iter().flat_map(|record| &record.prints);
    prints.map(|print| print.text().to_lowercase()).any(|hash| {
        hash.as_bytes().windows(6).any(|part| text.contains(std::str::from_utf8(part).unwrap_or("\0")))
    })
}

/// A fingerprint of one digit, again and again.
pub(super) fn made(kind: PrintKind, digit: char) -> Print {
    Print::read(kind, &digit.to_string().repeat(kind.bytes().unwrap_or(12) * 2)).unwrap()
}

mod by_hand {
    use super::*;

    const KINDS: &[PrintKind] =
        &[PrintKind::Pdq, PrintKind::Md5, PrintKind::Sha1, PrintKind::Sha256, PrintKind::PhotoDna];

    fn records() -> impl Strategy<Value = Record> {
        let name = prop_oneof![words().prop_map(Name::Given), Just(Name::Itself)];
        let category =
            (select(Scheme::ALL), words()).prop_map(|(scheme, given)| Category::new(scheme, given));
        let tags = btree_set(words(), 0..4);
        let whole = (name, mediums(), prints(KINDS), option::of(0..=100_u8), option::of(category));
        (whole, select(Status::ALL), option::of(moments()), members(), tags).prop_map(
            |((name, medium, prints, quality, category), status, at, source, tags)| {
                let with = |print: Print| match quality {
                    Some(quality) if print.kind() == PrintKind::Pdq => print.with_quality(quality).unwrap(),
                    Some(_) | None => print,
                };
                let prints = prints.into_iter().map(with).collect();
                Record { medium, prints, category, at, source, tags, ..Record::new(name, status) }
            },
        )
    }

    const LIST: &str = "\u{feff}md5,note,id,status,tags,pdq,pdq_quality,updated,medium\n\
        11111111111111111111111111111111,passed over,'=1+1,,a|b\\|c,,,2026-07-01T10:00:00+01:00,picture\n\
        22222222222222222222222222222222,,2,withdrawn,,,,,VIDEO\n\
        2222222222222222222222222222222,,3,active,,,,,\n\
        33333333333333333333333333333333,,4,hidden,,,,2026-07-01T10:00:00,\n\
        44444444444444444444444444444444,,5\n\
        ,,6,deleted,,,,,\n";

    #[test]
    fn a_list_made_by_hand_is_read_and_what_is_wrong_in_it_told_by_line() {
        let read = csv::read(LIST.as_bytes()).unwrap();
        let of = |at: usize| &read.of[at];
        assert_eq!(read.of.len(), 3);
        assert_eq!(
            (of(0).name.clone(), of(0).medium),
            (Name::Given("=1+1".to_owned()), Some(Medium::Picture))
        );
        assert_eq!(of(0).tags.iter().collect::<Vec<_>>(), ["a", "b|c"]);
        assert_eq!(of(0).at, "2026-07-01T09:00:00Z".parse().ok());
        assert_eq!((of(1).status, of(1).medium), (Status::Withdrawn, Some(Medium::Video)));
        assert_eq!(of(2).status, Status::Deleted, "a withdrawal needs its id only");
        let told: Vec<String> = read.asides.iter().map(ToString::to_string).collect();
        let expected = [
            "line 4, column `md5`: a fingerprint was left out: a md5 is 32 hexadecimal digits, and this is not: write it so",
            "line 4: a record was left out: it has no fingerprint that can be read: a record must have one",
            "line 5, column `status`: `status` has the value `hidden`, which is not known here",
            "line 6: a record was left out: it must be a row of as many cells as the first one: write it so",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_list_without_a_column_of_hashes_or_with_one_twice_is_refused() {
        let refused = |text: &str| csv::read(text.as_bytes()).unwrap_err().to_string();
        assert_eq!(refused("id;md5\n"), "line 1: there is no `pdq, md5, sha1, sha256 or photodna`: write it");
        assert_eq!(refused("md5,MD5\n"), "line 1: `md5` stands here twice: leave one");
    }

    #[test]
    fn a_formula_of_a_partner_is_none_when_a_spreadsheet_opens_the_list() {
        let mut record = Record::new(Name::Given("=HYPERLINK(1)".to_owned()), Status::Active);
        record.prints = BTreeSet::from([made(PrintKind::Md5, '1')]);
        assert!(csv::write([&record]).text.contains("\n'=HYPERLINK(1),"));
    }

    proptest! {
        #[test]
        fn what_is_written_by_hand_is_read_back_the_same(records in vec(records(), 0..6)) {
            let written = csv::write(&records);
            prop_assert_eq!(&written.asides, &[]);
            let read = csv::read(written.text.as_bytes()).unwrap();
            prop_assert_eq!(&read.asides, &[]);
            prop_assert_eq!(&read.of, &records);
            let debug = format!("{read:?} {written:?}");
            prop_assert!(!shows_a_hash(&debug, &records));
        }

        #[test]
        fn a_spoilt_list_never_stops_the_program(bytes in spoilt(vec![LIST.to_owned()])) {
            if let Ok(read) = csv::read(&bytes) {
                let _ = csv::write(&read.of);
            }
        }
    }
}
