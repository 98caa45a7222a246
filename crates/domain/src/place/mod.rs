//! Where things are: from what was typed to the authority, children's services, the force and the nation.
//!
//! A whole postcode names exactly one authority. The first half, which is all that a child need give, names
//! one for under half of them, and otherwise candidates with their shares. "Not sure" is an answer too.
//! The tables are those of November 2025, terminated postcodes among them: a postcode that we do not know
//! may be new, so its first half still gives candidates.

mod authority;
mod postcode;
mod table;
pub mod words;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use authority::{Authority, Body, area_with, areas};
pub use postcode::{Outcode, Postcode, Unreadable};

use crate::agency::Nation;
use authority::{AREAS, Area};
use table::TABLE;

/// As much as is known of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    Postcode(Postcode),
    Outcode(Outcode),
    NotSure,
}

impl Place {
    /// Reads a postcode, its first half, or the form's `not_sure`.
    pub fn read(typed: &str) -> Result<Self, Unreadable> {
        let letters: String = typed.chars().take(20).filter(|c| c.is_alphabetic()).collect();
        if letters.eq_ignore_ascii_case("notsure") {
            return Ok(Self::NotSure);
        }
        Ok(match postcode::read(typed)? {
            postcode::Typed::Postcode(postcode) => Self::Postcode(postcode),
            postcode::Typed::Outcode(outcode) => Self::Outcode(outcode),
        })
    }
}

/// The written form: `SN3 1RA`, `SN3` or `not_sure`. [`Place::read`] reads it back.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Postcode(postcode) => postcode.fmt(f),
            Self::Outcode(outcode) => outcode.fmt(f),
            Self::NotSure => f.write_str("not_sure"),
        }
    }
}

/// Where a place turned out to be.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum Located {
    /// Exactly one authority.
    One {
        authority: &'static Authority,
    },
    /// The first half of a postcode that lies in several authorities, the likeliest first.
    Several {
        candidates: Vec<Candidate>,
    },
    /// The Channel Islands or the Isle of Man: none of our routes leads there.
    OutsideUk {
        name: &'static str,
    },
    /// Shaped like a postcode, but not one that we know: mistyped, made up or new. `nearby` is where
    /// its first half lies.
    NoSuchPostcode {
        postcode: Postcode,
        nearby: Vec<Candidate>,
    },
    /// No postcode that we know starts so.
    NoSuchOutcode {
        outcode: Outcode,
    },
    NotSure,
}

/// One of several authorities that a place may be in.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Candidate {
    pub authority: &'static Authority,
    /// How much of the outcode's postcodes it holds, from 0 to 1. Terminated postcodes count.
    pub share: f64,
}

/// Finds where a place is.
pub fn locate(place: &Place) -> Located {
    match *place {
        Place::Postcode(postcode) => match TABLE.find(postcode).map(|at| &AREAS[at]) {
            Some(area) => whole(area),
            None => Located::NoSuchPostcode { postcode, nearby: candidates(postcode.outcode()) },
        },
        Place::Outcode(outcode) => match (TABLE.shares(outcode), candidates(outcode).as_slice()) {
            ([], _) => Located::NoSuchOutcode { outcode },
            ([(only, _)], _) => whole(&AREAS[usize::from(*only)]),
            (_, candidates) => Located::Several { candidates: candidates.to_vec() },
        },
        Place::NotSure => Located::NotSure,
    }
}

/// Which edition of the source the tables were made from: `2025-11`.
pub fn edition() -> &'static str {
    &TABLE.edition
}

fn whole(area: &'static Area) -> Located {
    match area {
        Area::Uk(authority) => Located::One { authority },
        Area::Crown(body) => Located::OutsideUk { name: &body.name },
    }
}

fn candidates(outcode: Outcode) -> Vec<Candidate> {
    let shares = TABLE.shares(outcode);
    let all: u32 = shares.iter().map(|(_, count)| u32::from(*count)).sum();
    let candidate = |(at, count): &(u16, u16)| match &AREAS[usize::from(*at)] {
        Area::Uk(authority) => Some(Candidate { authority, share: f64::from(*count) / f64::from(all) }),
        Area::Crown(_) => None,
    };
    let mut candidates: Vec<_> = shares.iter().filter_map(candidate).collect();
    candidates.sort_by(|a, b| b.share.total_cmp(&a.share));
    candidates
}

impl Located {
    /// The one authority, when there is exactly one and the place is known.
    pub const fn authority(&self) -> Option<&'static Authority> {
        match self {
            Self::One { authority } => Some(authority),
            Self::Several { .. }
            | Self::OutsideUk { .. }
            | Self::NoSuchPostcode { .. }
            | Self::NoSuchOutcode { .. }
            | Self::NotSure => None,
        }
    }

    /// Every authority that it may be, the likeliest first.
    pub fn candidates(&self) -> Vec<Candidate> {
        match self {
            Self::One { authority } => vec![Candidate { authority, share: 1.0 }],
            Self::Several { candidates } | Self::NoSuchPostcode { nearby: candidates, .. } => {
                candidates.clone()
            }
            Self::OutsideUk { .. } | Self::NoSuchOutcode { .. } | Self::NotSure => Vec::new(),
        }
    }

    /// Who runs children's services, when every candidate agrees.
    pub fn childrens_services(&self) -> Option<&'static Body> {
        self.agreed(|authority| &authority.childrens_services)
    }

    /// The police force, when every candidate agrees.
    pub fn police_force(&self) -> Option<&'static Body> {
        self.agreed(|authority| &authority.police_force)
    }

    /// The nation, when every candidate agrees: nearly always.
    pub fn nation(&self) -> Option<Nation> {
        self.agreed(|authority| &authority.nation).copied()
    }

    fn agreed<T: PartialEq>(&self, of: fn(&'static Authority) -> &'static T) -> Option<&'static T> {
        let candidates = self.candidates();
        let (first, rest) = candidates.split_first()?;
        let first = of(first.authority);
        rest.iter().all(|other| of(other.authority) == first).then_some(first)
    }
}

#[cfg(test)]
mod tests;
