//! Rules of the child identifiers: numbers, dates of birth and death, sex.

use jiff::ToSpan as _;
use jiff::civil::date;

use super::{Check::Child as One, Check::Plan, Check::Unique, Row, Year, after, outside, valid};
use crate::census::children::{Child, Episode};
use crate::census::codes;

pub(super) const CHECKS: &[Row] = &[
    (
        "1510",
        One(|child, _| {
            upn(child).is_some_and(|upn| check_letter(upn).is_some_and(|letter| !upn.starts_with(letter)))
        }),
    ),
    ("1520", Unique(upn)),
    ("1530", One(|child, _| upn(child).is_some_and(|upn| !upn.get(1..4).is_some_and(codes::authority)))),
    ("1540", One(|child, _| upn(child).is_some_and(|upn| !digits(upn, 4, 12)))),
    ("1550", One(|child, _| upn(child).is_some_and(|upn| !ends_well(upn)))),
    ("1560Q", One(|child, _| child.identifiers.former_upn.as_deref().is_some_and(|upn| !well_formed(upn)))),
    ("1570", One(|child, _| la_child_id(child).is_some_and(|id| id.chars().count() > 20))),
    ("1580", One(|child, _| la_child_id(child).is_some_and(|id| !id.chars().all(char::is_alphanumeric)))),
    ("4008", Plan(|plan, at| after(plan.started, at.child.identifiers.died))),
    ("4009Q", Plan(|plan, at| after(plan.ended, at.child.identifiers.died))),
    ("4180", One(|child, _| !valid("Sex", child.identifiers.sex.as_deref()))),
    ("8500", One(|child, _| la_child_id(child).is_none())),
    ("8510", Unique(la_child_id)),
    ("8520", One(|child, year| after(child.identifiers.born, Some(year.end())))),
    ("8525Q", One(|child, _| child.identifiers.born.is_some() == child.identifiers.expected.is_some())),
    (
        "8530Q",
        One(|child, year| {
            child.identifiers.expected.is_some_and(|day| {
                let (first, last) =
                    (year.end().saturating_sub(30.days()), year.end().saturating_add(9.months()));
                day < first || day > last
            })
        }),
    ),
    ("8535Q", One(|child, _| after(child.identifiers.born, child.identifiers.died))),
    ("8545Q", One(|child, year| outside(child.identifiers.died, year))),
    ("8590", One(|child, _| child.episodes.is_empty())),
    (
        "8750",
        One(|child, _| {
            let who = &child.identifiers;
            who.expected.is_some() && who.born.is_none() && who.sex.as_deref() != Some("U")
        }),
    ),
    ("8770Q", One(no_upn_at_school_age)),
    (
        "8772",
        One(|child, _| {
            let only_without_action = child.identifiers.upn_unknown.as_deref() == Some("UN7");
            only_without_action && !child.episodes.iter().all(Episode::not_acted_on)
        }),
    ),
    ("8775Q", One(over_25)),
];

fn upn(child: &Child) -> Option<&str> {
    child.identifiers.upn.as_deref()
}

fn la_child_id(child: &Child) -> Option<&str> {
    child.identifiers.la_child_id.as_deref()
}

/// The letters of the check and of temporary numbers, each with its value by its place: no I, O or S.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// The letter that a UPN must begin with: its other characters, each times its place from 2 to 13, modulo 23. None
/// for what is too long, too short or not of these characters, which other rules say.
pub(in crate::census) fn check_letter(upn: &str) -> Option<char> {
    if upn.len() != 13 || !upn.is_ascii() {
        return None;
    }
    let value = |at: usize, byte: u8| match byte {
        b'0'..=b'9' => Some(usize::from(byte - b'0')),
        _ if at == 12 => LETTERS.iter().position(|letter| *letter == byte),
        _ => None,
    };
    let places = upn.bytes().enumerate().filter(|(at, _)| *at > 0);
    let sum =
        places.map(|(at, byte)| value(at, byte).map(|value| value * (at + 1))).sum::<Option<usize>>()?;
    Some(char::from(LETTERS[sum % 23]))
}

fn digits(text: &str, from: usize, until: usize) -> bool {
    text.get(from..until).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Thirteen characters, of which the last is a digit, or a letter in a temporary number.
fn ends_well(upn: &str) -> bool {
    let last = |byte: &u8| byte.is_ascii_digit() || LETTERS.contains(byte);
    upn.len() == 13 && upn.as_bytes().last().is_some_and(last)
}

fn well_formed(upn: &str) -> bool {
    let first = upn.as_bytes().first().is_some_and(|byte| LETTERS.contains(byte));
    first && digits(upn, 1, 12) && ends_well(upn)
}

/// Of school age is who was five by the 31 August before the year ended: a birthday on or before that day six years
/// before the reference date's own August.
fn no_upn_at_school_age(child: &Child, year: Year) -> bool {
    let who = &child.identifiers;
    let school_age = who.born.is_some_and(|born| born <= date(year.number() - 6, 8, 31));
    let why = who.upn_unknown.as_deref();
    let explained = valid("UPNunknown", why) && why != Some("UN1");
    school_age && child.episodes.iter().any(Episode::acted_on) && who.upn.is_none() && !explained
}

fn over_25(child: &Child, year: Year) -> bool {
    let Some(born) = child.identifiers.born else { return false };
    let birthday = born.saturating_add(25.years());
    let served = |episode: &Episode| episode.closed.is_none_or(|closed| closed > birthday);
    born < year.end_less(25) && child.episodes.iter().any(served)
}
