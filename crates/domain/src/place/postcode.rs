//! A postcode, read from whatever was typed.
//!
//! `SN3 1RA` is an outcode (`SN3`), the number of a sector (`1`) and two letters of a unit (`RA`). Where
//! the position alone decides, the letter O and the number 0, and the letter I and the number 1, are
//! taken for one another; a guess that could lead to another real place is never made. The shapes are
//! A9, A99, A9A, AA9, AA99 and AA9A, and two that follow no shape: NPT (Newport until 1984, still given
//! by people who lived there) and GIR.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::words;
use crate::words::{Lang, Words};

/// Nobody types a postcode longer than this, however they space it.
const TYPED_CHARS_MAX: usize = 40;
/// The letters that end postcodes. V ends one, `NPT 0VA`.
const UNIT_LETTERS: &[u8; 21] = b"ABDEFGHJLNPQRSTUVWXYZ";
/// How many units a sector could have.
pub(super) const UNITS_IN_SECTOR: u16 = 21 * 21;

/// What was typed is not a postcode. `Display` is the English sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    Empty,
    Character,
    Short,
    Long,
    Shape,
    LastLetters,
}

impl Unreadable {
    /// The sentence that tells how to put it right.
    pub const fn words(self) -> Words {
        match self {
            Self::Empty => words::EMPTY,
            Self::Character => words::CHARACTER,
            Self::Short => words::SHORT,
            Self::Long => words::LONG,
            Self::Shape => words::SHAPE,
            Self::LastLetters => words::LAST_LETTERS,
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words().of(Lang::En))
    }
}

impl std::error::Error for Unreadable {}

/// The first half of a postcode: `SN3`. Safe to ask of a child, since thousands of homes share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Outcode([u8; 4]);

/// A whole postcode: `SN3 1RA`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode {
    outcode: Outcode,
    sector: u8,
    unit: [u8; 2],
}

/// Whichever of the two was typed.
pub(super) enum Typed {
    Postcode(Postcode),
    Outcode(Outcode),
}

/// Reads a postcode, or its first half. A half with its sector (`E1 1`) counts as the half alone:
/// closed up it would be `E11`, another place.
pub(super) fn read(typed: &str) -> Result<Typed, Unreadable> {
    let pieces = pieces(typed)?;
    let joined = pieces.concat();
    let (&last, rest) = joined.split_last().ok_or(Unreadable::Empty)?;
    if pieces.len() > 1
        && pieces.last().is_some_and(|piece| piece.len() == 1)
        && digit(last).is_some()
        && let Some(outcode) = Outcode::shaped(rest)
    {
        return Ok(Typed::Outcode(outcode));
    }
    match joined.len() {
        0 | 1 => Err(Unreadable::Short),
        2..=4 => Outcode::shaped(&joined).map(Typed::Outcode).ok_or(Unreadable::Shape),
        5..=7 => Postcode::shaped(&joined).map(Typed::Postcode),
        _ => Err(Unreadable::Long),
    }
}

/// The letters and digits of what was typed, in capitals, cut wherever anything else stood.
fn pieces(typed: &str) -> Result<Vec<Vec<u8>>, Unreadable> {
    if typed.chars().nth(TYPED_CHARS_MAX).is_some() {
        return Err(Unreadable::Long);
    }
    let plain: String = typed.nfkc().flat_map(char::to_uppercase).collect();
    if plain.chars().any(|c| c.is_alphanumeric() && !c.is_ascii()) {
        return Err(Unreadable::Character);
    }
    let pieces = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|piece| !piece.is_empty());
    Ok(pieces.map(|piece| piece.as_bytes().to_vec()).collect())
}

const fn letter(typed: u8) -> Option<u8> {
    match typed {
        b'0' => Some(b'O'),
        b'1' => Some(b'I'),
        b'A'..=b'Z' => Some(typed),
        _ => None,
    }
}

const fn digit(typed: u8) -> Option<u8> {
    match typed {
        b'O' => Some(b'0'),
        b'I' => Some(b'1'),
        b'0'..=b'9' => Some(typed),
        _ => None,
    }
}

/// I, J and Z are never the second letter.
fn second_letter(typed: u8) -> Option<u8> {
    letter(typed).filter(|letter| !matches!(letter, b'I' | b'J' | b'Z'))
}

/// The first digit of two is never 0.
fn first_digit(typed: u8) -> Option<u8> {
    digit(typed).filter(|digit| *digit != b'0')
}

/// The letter that ends some outcodes of inner London. Neither I nor O does.
fn last_letter(typed: u8) -> Option<u8> {
    Some(typed)
        .filter(|typed| typed.is_ascii_uppercase() && !matches!(typed, b'I' | b'L' | b'O' | b'Q' | b'Z'))
}

impl Outcode {
    fn shaped(typed: &[u8]) -> Option<Self> {
        let shaped = match *typed {
            [b'N', b'P', b'T'] | [b'G', b'I', b'R'] => [typed[0], typed[1], typed[2], b' '],
            [a, b] => [letter(a)?, digit(b)?, b' ', b' '],
            [a, b, c] => {
                let a = letter(a)?;
                match (second_letter(b), first_digit(b), digit(c)) {
                    // Only 0 and O could be both here, and a first digit is never 0.
                    (Some(b), None, Some(c)) | (None, Some(b), Some(c)) => [a, b, c, b' '],
                    _ => [a, digit(b)?, last_letter(c)?, b' '],
                }
            }
            [a, b, c, d] => {
                let (a, b) = (letter(a)?, second_letter(b)?);
                match digit(d) {
                    Some(d) => [a, b, first_digit(c)?, d],
                    None => [a, b, digit(c)?, last_letter(d)?],
                }
            }
            _ => return None,
        };
        Some(Self(shaped))
    }

    /// Four characters, as the packed tables hold them: `SN3` and a space.
    pub const fn packed(self) -> [u8; 4] {
        self.0
    }
}

impl Postcode {
    fn shaped(typed: &[u8]) -> Result<Self, Unreadable> {
        let (first, last) = typed.split_at(typed.len() - 3);
        let outcode = Outcode::shaped(first).ok_or(Unreadable::Shape)?;
        let sector = digit(last[0]).ok_or(Unreadable::Shape)? - b'0';
        if !last[1].is_ascii_uppercase() || !last[2].is_ascii_uppercase() {
            return Err(Unreadable::Shape);
        }
        let unit = [last[1], last[2]];
        if unit.iter().any(|letter| !UNIT_LETTERS.contains(letter)) {
            return Err(Unreadable::LastLetters);
        }
        Ok(Self { outcode, sector, unit })
    }

    /// The first half.
    pub const fn outcode(self) -> Outcode {
        self.outcode
    }

    /// Its place among the 4,410 that its outcode could have: the order of the packed tables.
    pub fn number(self) -> u16 {
        let place =
            |letter: u8| UNIT_LETTERS.iter().zip(0u16..).find(|(l, _)| **l == letter).map_or(0, |(_, n)| n);
        u16::from(self.sector) * UNITS_IN_SECTOR + place(self.unit[0]) * 21 + place(self.unit[1])
    }
}

impl fmt::Display for Outcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().filter(|c| **c != b' ').try_for_each(|c| write!(f, "{}", char::from(*c)))
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, two] = self.unit.map(char::from);
        write!(f, "{} {}{one}{two}", self.outcode, self.sector)
    }
}

impl FromStr for Outcode {
    type Err = Unreadable;

    fn from_str(typed: &str) -> Result<Self, Unreadable> {
        match read(typed)? {
            Typed::Outcode(outcode) => Ok(outcode),
            Typed::Postcode(_) => Err(Unreadable::Long),
        }
    }
}

impl FromStr for Postcode {
    type Err = Unreadable;

    fn from_str(typed: &str) -> Result<Self, Unreadable> {
        match read(typed)? {
            Typed::Postcode(postcode) => Ok(postcode),
            Typed::Outcode(_) => Err(Unreadable::Short),
        }
    }
}

impl TryFrom<String> for Outcode {
    type Error = Unreadable;

    fn try_from(typed: String) -> Result<Self, Unreadable> {
        typed.parse()
    }
}

impl TryFrom<String> for Postcode {
    type Error = Unreadable;

    fn try_from(typed: String) -> Result<Self, Unreadable> {
        typed.parse()
    }
}

impl From<Outcode> for String {
    fn from(outcode: Outcode) -> Self {
        outcode.to_string()
    }
}

impl From<Postcode> for String {
    fn from(postcode: Postcode) -> Self {
        postcode.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_postcode_is_read_however_it_is_typed() {
        let cases = [
            ("SN3 1RA", "SN3 1RA"),
            ("  sn31ra ", "SN3 1RA"),
            ("sn3-1ra.", "SN3 1RA"),
            ("Sn 3 1 rA", "SN3 1RA"),
            ("ＳＮ３\u{3000}１ＲＡ", "SN3 1RA"),
            ("SN3\u{200b}1RA", "SN3 1RA"),
            ("SN3 IRA", "SN3 1RA"),
            ("crO oaa", "CR0 0AA"),
            ("0X1 1DP", "OX1 1DP"),
            ("S014 3AB", "SO14 3AB"),
            ("1P1 2AB", "IP1 2AB"),
            ("MI 1AE", "M1 1AE"),
            ("W1O 5AA", "W10 5AA"),
            ("eciA 1bb", "EC1A 1BB"),
            ("SW1A1AA", "SW1A 1AA"),
            ("npt0aa", "NPT 0AA"),
        ];
        for (typed, expected) in cases {
            assert_eq!(typed.parse::<Postcode>().map(|p| p.to_string()), Ok(expected.to_owned()), "{typed}");
        }
    }

    #[test]
    fn the_first_half_alone_is_read_and_its_sector_is_dropped() {
        let cases = [
            ("sn3", "SN3"),
            ("E1 1", "E1"),
            ("E11", "E11"),
            ("e 1", "E1"),
            ("SW1A 2", "SW1A"),
            ("SO1", "SO1"),
            ("S01", "SO1"),
        ];
        for (typed, expected) in cases {
            assert_eq!(typed.parse::<Outcode>().map(|o| o.to_string()), Ok(expected.to_owned()), "{typed}");
        }
    }

    #[test]
    fn what_is_not_a_postcode_says_what_is_wrong() {
        let cases = [
            ("", Unreadable::Empty),
            (" - ", Unreadable::Empty),
            ("S", Unreadable::Short),
            ("SN3 1RÀ", Unreadable::Character),
            ("SN3 1RA Swindon", Unreadable::Long),
            ("near the park", Unreadable::Long),
            ("SN3 1R", Unreadable::Shape),
            ("E11 1A", Unreadable::Shape),
            ("1234", Unreadable::Shape),
            ("SN03 1RA", Unreadable::Shape),
            ("SN3 1CO", Unreadable::LastLetters),
        ];
        for (typed, expected) in cases {
            assert_eq!(read(typed).err(), Some(expected), "{typed}");
        }
        assert_eq!(read(&"1".repeat(100_000)).err(), Some(Unreadable::Long));
        assert_eq!("SN3".parse::<Postcode>(), Err(Unreadable::Short));
        assert_eq!("SN3 1RA".parse::<Outcode>(), Err(Unreadable::Long));
    }

    #[test]
    fn the_journal_holds_the_usual_form() {
        let postcode: Postcode = serde_json::from_str("\"sn31ra\"").unwrap();
        assert_eq!(serde_json::to_string(&postcode).unwrap(), "\"SN3 1RA\"");
        assert!(serde_json::from_str::<Postcode>("\"nowhere\"").is_err());
    }

    pub(super) const SHAPED: &str = "([A-Z][0-9]|[A-Z][1-9][0-9]|[A-Z][A-HK-Y][0-9]|[A-Z][A-HK-Y][1-9][0-9]|[A-Z][0-9][A-HJKMNPR-Y]|[A-Z][A-HK-Y][0-9][A-HJKMNPR-Y]|NPT)";

    proptest! {
        #[test]
        fn anything_typed_gets_an_answer(typed in "\\PC{0,50}") {
            if let Err(why) = read(&typed) {
                prop_assert!(why.to_string().len() > 20);
            }
        }

        #[test]
        fn nearly_postcodes_get_an_answer(typed in "[A-Z01OIL -]{0,9}") {
            let _ = read(&typed);
        }

        #[test]
        fn reading_what_was_shown_is_the_identity(out in SHAPED, end in "[0-9][ABD-HJLNP-Z]{2}") {
            let postcode: Postcode = format!("{out}{end}").parse().unwrap();
            prop_assert_eq!(postcode.to_string(), format!("{} {}", out, end));
            prop_assert_eq!(postcode.to_string().parse(), Ok(postcode));
            prop_assert_eq!(postcode.outcode().to_string().parse(), Ok(postcode.outcode()));
            prop_assert!(postcode.number() < 10 * UNITS_IN_SECTOR);
        }

        #[test]
        fn letters_taken_for_numbers_do_not_change_the_place(out in SHAPED, end in "[0-9][ABD-HJLNP-Z]{2}", swap in any::<u8>()) {
            let typed: String = format!("{out}{end}").chars().enumerate().map(|(at, c)| match c {
                _ if swap >> at & 1 == 0 => c,
                '0' => 'o', 'O' => '0', '1' => 'i', 'I' => '1',
                other => other,
            }).collect();
            prop_assert_eq!(typed.parse::<Postcode>().unwrap().to_string(), format!("{} {}", out, end));
        }
    }
}
