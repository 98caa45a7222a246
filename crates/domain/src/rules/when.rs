//! Conditions: facts joined by `and`, `or`, `not` and brackets, in three-valued logic.
//!
//! *Not known* is a value of its own (Kleene): `not known and no` is no, `not known or yes` is yes, everything
//! else that it touches stays not known. So learning less never turns a yes into a no.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::reports::Known;

/// A condition over facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    Fact(String),
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

/// Why a condition cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("a condition says something: put at least one fact")]
    Empty,
    #[error("`{0}` stands where a fact, `not` or a bracket must be")]
    Unexpected(String),
    #[error("a bracket is not closed")]
    Unclosed,
    #[error("`{0}` stands where `and`, `or` or the end must be")]
    NotJoined(String),
    #[error("`and` and `or` stand side by side: put brackets, so that nobody has to know which binds first")]
    Mixed,
}

impl When {
    /// Reads a condition.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let spaced = text.replace('(', " ( ").replace(')', " ) ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        if words.is_empty() {
            return Err(Unreadable::Empty);
        }
        let mut rest = words.as_slice();
        let whole = joined(&mut rest)?;
        match rest.first() {
            None => Ok(whole),
            Some(word) => Err(Unreadable::NotJoined((*word).to_owned())),
        }
    }

    /// Whether it holds, each fact being what `of` says.
    pub fn holds(&self, of: &impl Fn(&str) -> Known) -> Known {
        match self {
            Self::Fact(id) => of(id),
            Self::Not(inner) => not(inner.holds(of)),
            Self::All(parts) => parts.iter().fold(Known::Yes, |so_far, part| and(so_far, part.holds(of))),
            Self::Any(parts) => parts.iter().fold(Known::No, |so_far, part| or(so_far, part.holds(of))),
        }
    }

    /// Every fact that it asks.
    pub fn facts(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        self.collect(&mut found);
        found
    }

    fn collect<'a>(&'a self, found: &mut BTreeSet<&'a str>) {
        match self {
            Self::Fact(id) => {
                found.insert(id);
            }
            Self::Not(inner) => inner.collect(found),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.collect(found)),
        }
    }

    /// The facts that make it what it is: for a yes or a no those that suffice, for a not known those that are not known
    /// and could decide it.
    pub fn because(&self, of: &impl Fn(&str) -> Known) -> BTreeSet<&str> {
        match self {
            Self::Fact(id) => BTreeSet::from([id.as_str()]),
            Self::Not(inner) => inner.because(of),
            Self::All(parts) | Self::Any(parts) => {
                let whole = self.holds(of);
                let decide = parts.iter().filter(|part| part.holds(of) == whole);
                decide.flat_map(|part| part.because(of)).collect()
            }
        }
    }
}

const fn not(one: Known) -> Known {
    match one {
        Known::Yes => Known::No,
        Known::No => Known::Yes,
        Known::NotKnown => Known::NotKnown,
    }
}

const fn and(one: Known, other: Known) -> Known {
    match (one, other) {
        (Known::No, _) | (_, Known::No) => Known::No,
        (Known::Yes, Known::Yes) => Known::Yes,
        (Known::NotKnown, _) | (_, Known::NotKnown) => Known::NotKnown,
    }
}

const fn or(one: Known, other: Known) -> Known {
    not(and(not(one), not(other)))
}

/// Parts joined by one kind of word, up to the end or a closing bracket.
fn joined(rest: &mut &[&str]) -> Result<When, Unreadable> {
    let mut parts = vec![single(rest)?];
    let mut by = None;
    while let Some(word @ ("and" | "or")) = rest.first().copied() {
        if by.is_some_and(|by| by != word) {
            return Err(Unreadable::Mixed);
        }
        by = Some(word);
        *rest = &rest[1..];
        parts.push(single(rest)?);
    }
    Ok(match by {
        None => parts.swap_remove(0),
        Some("and") => When::All(parts),
        Some(_) => When::Any(parts),
    })
}

fn single(rest: &mut &[&str]) -> Result<When, Unreadable> {
    let Some((word, after)) = rest.split_first() else {
        return Err(Unreadable::Unexpected("the end".to_owned()));
    };
    *rest = after;
    match *word {
        "not" => single(rest).map(|inner| When::Not(Box::new(inner))),
        "(" => {
            let inner = joined(rest)?;
            let Some((&")", after)) = rest.split_first() else { return Err(Unreadable::Unclosed) };
            *rest = after;
            Ok(inner)
        }
        ")" | "and" | "or" => Err(Unreadable::Unexpected((*word).to_owned())),
        fact => Ok(When::Fact(fact.to_owned())),
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::read(&text).map_err(serde::de::Error::custom)
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |to: &mut std::fmt::Formatter<'_>, parts: &[Self], by: &str| {
            to.write_str("(")?;
            for (place, part) in parts.iter().enumerate() {
                if place > 0 {
                    write!(to, " {by} ")?;
                }
                part.fmt(to)?;
            }
            to.write_str(")")
        };
        match self {
            Self::Fact(id) => to.write_str(id),
            Self::Not(inner) => write!(to, "not {inner}"),
            Self::All(parts) => list(to, parts, "and"),
            Self::Any(parts) => list(to, parts, "or"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Known; 3] = [Known::Yes, Known::No, Known::NotKnown];

    #[test]
    fn what_cannot_be_read_is_named() {
        let cases = [
            ("", Unreadable::Empty),
            ("child and", Unreadable::Unexpected("the end".to_owned())),
            ("and child", Unreadable::Unexpected("and".to_owned())),
            ("(child", Unreadable::Unclosed),
            ("child missing", Unreadable::NotJoined("missing".to_owned())),
            ("child )", Unreadable::NotJoined(")".to_owned())),
            ("a and b or c", Unreadable::Mixed),
        ];
        for (text, trouble) in cases {
            assert_eq!(When::read(text), Err(trouble), "{text}");
        }
    }

    #[test]
    fn not_known_is_decided_only_by_what_decides_it() {
        use Known::{No, NotKnown, Yes};
        let when = When::read("child and not (danger or staff)").unwrap();
        let of = |child: Known, danger: Known, staff: Known| {
            move |id: &str| match id {
                "child" => child,
                "danger" => danger,
                _ => staff,
            }
        };
        let cases = [
            ((Yes, No, No), Yes, vec!["child", "danger", "staff"]),
            ((Yes, NotKnown, No), NotKnown, vec!["danger"]),
            ((No, NotKnown, NotKnown), No, vec!["child"]),
            ((NotKnown, Yes, NotKnown), No, vec!["danger"]),
            ((NotKnown, NotKnown, No), NotKnown, vec!["child", "danger"]),
        ];
        for ((child, danger, staff), expected, because) in cases {
            let of = of(child, danger, staff);
            assert_eq!(when.holds(&of), expected, "{child:?} {danger:?} {staff:?}");
            assert_eq!(when.because(&of), because.into_iter().collect(), "{child:?} {danger:?} {staff:?}");
        }
    }

    fn any_when() -> impl Strategy<Value = When> {
        let leaf = prop::sample::select(vec!["a", "b", "c", "d"]).prop_map(|id| When::Fact(id.to_owned()));
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                inner.clone().prop_map(|one| When::Not(Box::new(one))),
                prop::collection::vec(inner.clone(), 2..4).prop_map(When::All),
                prop::collection::vec(inner, 2..4).prop_map(When::Any),
            ]
        })
    }

    proptest! {
        #[test]
        fn knowing_less_never_turns_an_answer_into_its_opposite(
            when in any_when(), facts in prop::collection::vec(prop::sample::select(ALL.to_vec()), 4), less in 0usize..4
        ) {
            let of = |facts: Vec<Known>| move |id: &str| facts[usize::from(id.as_bytes()[0] - b'a')];
            let before = when.holds(&of(facts.clone()));
            let mut fewer = facts;
            fewer[less] = Known::NotKnown;
            let after = when.holds(&of(fewer));
            prop_assert!(after == before || after == Known::NotKnown);
        }

        #[test]
        fn what_is_written_is_read_again(when in any_when()) {
            let facts = |n: usize| move |id: &str| ALL[(n / 3usize.pow(u32::from(id.as_bytes()[0] - b'a'))) % 3];
            let again = When::read(&when.to_string()).unwrap();
            for n in 0..81 {
                prop_assert_eq!(when.holds(&facts(n)), again.holds(&facts(n)));
            }
        }

        #[test]
        fn the_reasons_suffice(when in any_when(), n in 0usize..81) {
            let of = |id: &str| ALL[(n / 3usize.pow(u32::from(id.as_bytes()[0] - b'a'))) % 3];
            let because = when.because(&of);
            let whole = when.holds(&of);
            // With everything else unknown, a yes stays yes and a no stays no.
            let only = |id: &str| if because.contains(id) { of(id) } else { Known::NotKnown };
            prop_assert_eq!(when.holds(&only), whole);
        }
    }
}
