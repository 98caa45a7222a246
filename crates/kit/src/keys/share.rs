//! Shares: a key in three parts, any two of which give it back, and one of which tells nothing.
//!
//! For each two of the three a random half is drawn, and the other half is the key under it (XOR). Each share has its
//! half for either of the others. So one share is random bytes, whoever has it and however long they compute.
//!
//! ```text
//! hearken share/1: 2 of 3 for recovery#1
//! 4a61 9f00 …  (16 groups of 4: the half for the first of the other two)
//! 0c11 e2d5 …  (16 groups of 4: the half for the second)
//! check 5f3a9c01                                      the first 4 bytes of SHA-256 of the four parts
//! ```
//!
//! It is meant to be printed, and to be typed again from paper years later: the check says at once when a letter is
//! wrong.

use std::fmt;
use std::str::FromStr;

use super::Secret;
use crate::{chance, seal};

/// One of the three.
#[derive(Clone)]
pub struct Share {
    /// 1 to 3.
    pub number: usize,
    /// The pair of keys that it is of, with its epoch.
    pub of: String,
    /// The halves for the other two, in their order.
    pub(super) halves: [Secret; 2],
}

/// Why a text is no share, or two do not give a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoShare {
    #[error("it does not begin with `{HEAD}: NUMBER of 3 for NAME`")]
    Head,
    #[error("line {line} does not have 16 groups of 4 letters from 0 to 9 and a to f")]
    Line { line: usize },
    #[error("a letter of it is wrong: its last line does not fit the others")]
    Check,
    #[error("both are share {number}: bring two different ones")]
    Same { number: usize },
    #[error("they are shares of different keys: {one} and {other}")]
    Different { one: String, other: String },
}

const HEAD: &str = "hearken share/1";

/// Parts a key in three.
pub(super) fn split(secret: &Secret, of: &str) -> [Share; 3] {
    let halves = || {
        let one = chance::bytes::<32>();
        (Secret::new(one), xor(&one, secret))
    };
    let ((a12, b12), (a13, b13), (a23, b23)) = (halves(), halves(), halves());
    let share = |number, halves| Share { number, of: of.to_owned(), halves };
    [share(1, [a12, a13]), share(2, [b12, a23]), share(3, [b13, b23])]
}

/// The key of two shares. Shares of another making give another key: whoever uses it must look.
pub(super) fn join(one: &Share, other: &Share) -> Result<Secret, NoShare> {
    if one.of != other.of {
        return Err(NoShare::Different { one: one.of.clone(), other: other.of.clone() });
    }
    if one.number == other.number {
        return Err(NoShare::Same { number: one.number });
    }
    Ok(xor(one.half_for(other), other.half_for(one)))
}

fn xor(one: &[u8; 32], other: &[u8; 32]) -> Secret {
    Secret::new(std::array::from_fn(|at| one[at] ^ other[at]))
}

impl Share {
    fn half_for(&self, other: &Self) -> &Secret {
        let before = (1..other.number).filter(|number| *number != self.number).count();
        &self.halves[before]
    }

    fn check(&self) -> String {
        let number = self.number.to_string();
        let parts = [number.as_bytes(), self.of.as_bytes(), &self.halves[0][..], &self.halves[1][..]];
        chance::hex(&seal::sum(&parts)[..4])
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Share {} of 3 for {}", self.number, self.of)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}: {} of 3 for {}", self.number, self.of)?;
        for half in &self.halves {
            let groups: Vec<String> = half.chunks(2).map(chance::hex).collect();
            writeln!(f, "{}", groups.join(" "))?;
        }
        writeln!(f, "check {}", self.check())
    }
}

impl FromStr for Share {
    type Err = NoShare;

    /// Reads one; however it is spaced, in capitals or not.
    fn from_str(text: &str) -> Result<Self, NoShare> {
        let text = text.to_lowercase();
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let head = lines.next().and_then(|line| line.strip_prefix(HEAD)?.strip_prefix(':'));
        let (number, of) = head.and_then(|head| head.split_once("of 3 for")).ok_or(NoShare::Head)?;
        let number = number.trim().parse().ok().filter(|number| (1..=3).contains(number));
        let mut half = |line| lines.next().and_then(bytes).map(Secret::new).ok_or(NoShare::Line { line });
        let halves = [half(2)?, half(3)?];
        let share = Self { number: number.ok_or(NoShare::Head)?, of: of.trim().to_owned(), halves };
        let check = lines.next().and_then(|line| line.strip_prefix("check"));
        if check.is_some_and(|check| check.trim() == share.check()) { Ok(share) } else { Err(NoShare::Check) }
    }
}

/// The bytes of a line.
fn bytes(line: &str) -> Option<[u8; 32]> {
    let digits: String = line.split_whitespace().collect();
    if digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = (0..32).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok());
    pairs.collect::<Option<Vec<u8>>>()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> (Secret, [Share; 3]) {
        let secret = Secret::new(chance::bytes());
        let shares = split(&secret, "recovery#1");
        (secret, shares)
    }

    #[test]
    fn any_two_of_three_give_the_key_in_either_order() {
        let (secret, shares) = three();
        for (one, other) in [(0, 1), (0, 2), (1, 2), (1, 0), (2, 0), (2, 1)] {
            assert_eq!(*join(&shares[one], &shares[other]).unwrap(), *secret, "{one} and {other}");
        }
        assert_eq!(join(&shares[1], &shares[1]).err(), Some(NoShare::Same { number: 2 }));
    }

    #[test]
    fn no_share_has_the_key_or_says_the_same_twice() {
        let (secret, shares) = three();
        let (_, again) = (0, split(&secret, "recovery#1"));
        let halves: Vec<&Secret> = shares.iter().chain(&again).flat_map(|share| &share.halves).collect();
        for (at, half) in halves.iter().enumerate() {
            assert_ne!(***half, *secret);
            assert!(halves[..at].iter().all(|other| ***other != ***half));
        }
    }

    #[test]
    fn shares_of_different_makings_are_told_apart() {
        let ((_, shares), (_, others)) = (three(), three());
        let other = Share { of: "recovery#2".to_owned(), ..others[1].clone() };
        assert!(matches!(join(&shares[0], &other), Err(NoShare::Different { .. })));
    }

    #[test]
    fn a_share_is_read_as_it_was_printed_and_as_somebody_types_it_and_a_wrong_letter_is_noticed() {
        let (secret, shares) = three();
        let text = shares[0].to_string();
        let typed = text.to_uppercase().replace('\n', " \r\n\n");
        let read: Share = typed.parse().unwrap();
        assert_eq!(*join(&read, &shares[2]).unwrap(), *secret);
        for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_ascii_hexdigit()) {
            let mut wrong = text.clone();
            wrong.replace_range(at..=at, if letter == '1' { "2" } else { "1" });
            assert!(wrong.parse::<Share>().is_err(), "{at}: {wrong}");
        }
        for end in 0..text.trim_end().len() {
            assert!(text[..end].parse::<Share>().is_err(), "{end}");
        }
    }
}
