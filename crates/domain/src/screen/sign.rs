//! How an indicator is seen in words: groups of words that stand near each other.
//!
//! `picture|video + threat + ~pay` holds where a word of `picture` or `video`, one of `threat` and one of `pay` stand
//! within two sentences. A group with `~` counts also where it is negated ("if I *don't pay*"); the others do not. In
//! single quotes stands a phrase of its own. `?` makes the sign a weak one: two weak ones of different indicators are
//! needed for a harm. `*` makes it a broad one: it names a harm only where nothing more definite points to another.
//! `cce, county-lines < …` says which harms it points to, if not all of its indicator.

use serde::{Deserialize, Deserializer};

use super::Harm;

/// How many groups a sign may have.
pub const GROUPS_MAX: usize = 4;

/// One way in which an indicator is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    /// Empty: the harms of its indicator.
    pub harms: Vec<Harm>,
    pub weak: bool,
    pub broad: bool,
    pub groups: Vec<Group>,
}

/// Words of which one must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub any: Vec<Words>,
    /// Whether it counts also where it is negated.
    pub negated_too: bool,
}

/// Words of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// The id of a list of words.
    List(String),
    Phrase(String),
}

/// Why a sign cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("`{0}` is no harm")]
    Harm(String),
    #[error("a sign names at least one list of words or phrase")]
    Empty,
    #[error("a sign has at most {GROUPS_MAX} groups")]
    Many,
    #[error("`{0}`: put a phrase in single quotes, or name one list")]
    Words(String),
}

impl Sign {
    /// Reads a sign.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let (harms, rest) = text.split_once('<').unwrap_or(("", text));
        let harms = harms.split(',').map(str::trim).filter(|harm| !harm.is_empty());
        let harms = harms
            .map(|harm| Harm::from_code(harm).ok_or_else(|| Unreadable::Harm(harm.to_owned())))
            .collect::<Result<_, _>>()?;
        let rest = rest.trim();
        let (weak, rest) = rest.strip_prefix('?').map_or((false, rest), |rest| (true, rest));
        let (broad, rest) = rest.strip_prefix('*').map_or((false, rest), |rest| (true, rest));
        let groups = rest.split('+').map(group).collect::<Result<Vec<_>, _>>()?;
        if groups.len() > GROUPS_MAX {
            return Err(Unreadable::Many);
        }
        Ok(Self { harms, weak, broad, groups })
    }
}

fn group(text: &str) -> Result<Group, Unreadable> {
    let text = text.trim();
    let (negated_too, text) = text.strip_prefix('~').map_or((false, text), |text| (true, text));
    let any = text.split('|').map(words).collect::<Result<Vec<_>, _>>()?;
    Ok(Group { any, negated_too })
}

fn words(text: &str) -> Result<Words, Unreadable> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Unreadable::Empty);
    }
    if let Some(phrase) = text.strip_prefix('\'') {
        let phrase = phrase.strip_suffix('\'').filter(|phrase| !phrase.is_empty());
        return phrase
            .map(|phrase| Words::Phrase(phrase.to_owned()))
            .ok_or_else(|| Unreadable::Words(text.to_owned()));
    }
    if text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        Ok(Words::List(text.to_owned()))
    } else {
        Err(Unreadable::Words(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Sign {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::read(&text).map_err(|why| serde::de::Error::custom(format!("{text}: {why}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_read_as_it_is_written() {
        let sign = Sign::read("cce, county-lines < ? drugs|'going country' + ~travel").unwrap();
        assert_eq!(sign.harms, [Harm::Cce, Harm::CountyLines]);
        assert!(sign.weak && !sign.broad);
        assert!(Sign::read("* drugs + travel").unwrap().broad);
        assert_eq!(
            sign.groups,
            [
                Group {
                    any: vec![Words::List("drugs".to_owned()), Words::Phrase("going country".to_owned())],
                    negated_too: false
                },
                Group { any: vec![Words::List("travel".to_owned())], negated_too: true },
            ]
        );
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (text, trouble) in [
            ("", Unreadable::Empty),
            ("drugs +", Unreadable::Empty),
            ("a + b + c + d + e", Unreadable::Many),
            ("theft < drugs", Unreadable::Harm("theft".to_owned())),
            ("going country", Unreadable::Words("going country".to_owned())),
            ("'open", Unreadable::Words("'open".to_owned())),
        ] {
            assert_eq!(Sign::read(text), Err(trouble), "{text}");
        }
    }
}
