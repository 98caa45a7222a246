//! A list of hashes, and what it takes to be on it.
//!
//! A list has its own limits: how far a hash may be from one of its own and still count, how good a PDQ hash must be,
//! and how often one entry may be found in a day before somebody looks at it. A negative list holds what is known to be
//! harmless; what is near one of those is no match of any other.

use serde::{Deserialize, Serialize};

use super::Event;
use super::fingerprint::{Bits, Fingerprint, Medium, QUALITY_MAX};
use crate::id::{ListedId, OrganisationId};
use crate::role::coded;

coded! {
    /// Where what is on a list comes from.
    ListKind {
        /// What young people asked for themselves. There is one.
        Own = "own_reports",
        /// What a partner shares, or an organisation lists.
        Partner = "partner",
        /// Known to be harmless: the opposite of a match.
        Negative = "negative",
    }
}

coded! {
    /// How grave a picture is, as far as somebody has said.
    Category {
        A = "uk_a",
        B = "uk_b",
        C = "uk_c",
        /// A young person told of it, and nobody has seen it.
        Unseen = "self_reported",
        Harmless = "harmless",
    }
}

coded! {
    /// How sure whoever listed it was.
    Confidence {
        Low = "low",
        Medium = "medium",
        High = "high",
    }
}

/// The limits of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// In how many bits of 256 a PDQ hash may differ and still count.
    pub within: u8,
    pub quality_min: u8,
    pub on: bool,
    /// How often one entry may be found in a day; more, and it stops until somebody decides.
    pub flood: u32,
}

/// The distance that the makers of PDQ recommend is the default; beyond 63 two pictures have nothing in common.
pub const WITHIN_MAX: u8 = 63;
const FLOOD_MAX: u32 = 1_000_000;

impl Default for Limits {
    fn default() -> Self {
        Self { within: 31, quality_min: 50, on: true, flood: 1_000 }
    }
}

impl Limits {
    fn check(self) -> Result<Self, Refusal> {
        if self.within > WITHIN_MAX {
            Err(Refusal::Within)
        } else if self.quality_min > QUALITY_MAX {
            Err(Refusal::Quality)
        } else if self.flood == 0 || self.flood > FLOOD_MAX {
            Err(Refusal::Flood)
        } else {
            Ok(self)
        }
    }
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    pub name: String,
    pub kind: ListKind,
    pub limits: Limits,
}

const NAME_CHARS_MAX: usize = 120;

/// Makes a list.
pub fn make(name: &str, kind: ListKind, limits: Limits) -> Result<Event, Refusal> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        return Err(Refusal::Name { chars_max: NAME_CHARS_MAX });
    }
    Ok(Event::ListMade { list: List { name: name.to_owned(), kind, limits: limits.check()? } })
}

/// Gives it other limits.
pub fn change(list: &List, limits: Limits) -> Result<Event, Refusal> {
    if limits == list.limits {
        Err(Refusal::NothingNew)
    } else {
        Ok(Event::ListChanged { limits: limits.check()? })
    }
}

/// Who put an entry on a list, beside when, which the journal says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Provenance {
    Organisation {
        organisation: OrganisationId,
    },
    /// A partner's list, with its own id of the entry there.
    Partner {
        name: String,
        id: String,
    },
}

/// An entry as it is put on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    pub id: ListedId,
    pub medium: Medium,
    pub fingerprints: Vec<Fingerprint>,
    pub category: Category,
    pub confidence: Confidence,
    pub from: Provenance,
}

/// The most entries that are put on a list at once.
pub const LISTINGS_MAX: usize = 1_000;
/// The most hashes of one entry.
pub const FINGERPRINTS_MAX: usize = 64;

/// Puts entries on a list: all, or none and the first that is wrong.
pub fn put(list: &List, entries: Vec<Listing>) -> Result<Event, (usize, Refusal)> {
    if entries.is_empty() || entries.len() > LISTINGS_MAX {
        return Err((0, Refusal::Entries));
    }
    for (at, entry) in entries.iter().enumerate() {
        listable(list, entry).map_err(|why| (at, why))?;
    }
    Ok(Event::Listed { entries })
}

fn listable(list: &List, entry: &Listing) -> Result<(), Refusal> {
    let negative = list.kind == ListKind::Negative;
    if list.kind == ListKind::Own {
        return Err(Refusal::OwnReportsOnly);
    }
    if negative != (entry.category == Category::Harmless) || entry.category == Category::Unseen {
        return Err(Refusal::Category);
    }
    if entry.fingerprints.is_empty() || entry.fingerprints.len() > FINGERPRINTS_MAX {
        return Err(Refusal::NoFingerprint);
    }
    entry
        .fingerprints
        .iter()
        .try_for_each(|print| usable(print, list.limits.quality_min).map_err(Refusal::Unfit))
}

/// Why a hash finds too much, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("this hash is of an empty file, or of nothing")]
    Empty,
    #[error("this PDQ hash is of a picture with too little in it: it would match what it should not")]
    Featureless,
    #[error("this PDQ hash has too low a quality: {quality_min} at least")]
    Quality { quality_min: u8 },
}

/// An ordinary picture has 128 bits set, since each is above the median or is not; one with few features has far fewer.
const BITS_SET_MIN: u32 = 64;

const EMPTY_SHA256: [u8; 32] = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27,
    0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];
const EMPTY_SHA1: [u8; 20] = [
    0xda, 0x39, 0xa3, 0xee, 0x5e, 0x6b, 0x4b, 0x0d, 0x32, 0x55, 0xbf, 0xef, 0x95, 0x60, 0x18, 0x90, 0xaf,
    0xd8, 0x07, 0x09,
];
const EMPTY_MD5: [u8; 16] =
    [0xd4, 0x1d, 0x8c, 0xd9, 0x8f, 0x00, 0xb2, 0x04, 0xe9, 0x80, 0x09, 0x98, 0xec, 0xf8, 0x42, 0x7e];

/// Whether a hash can be on a list, or be looked for.
pub fn usable(print: &Fingerprint, quality_min: u8) -> Result<(), Unfit> {
    let known = |bits: &[u8], empty: &[u8]| {
        let nothing = bits.iter().all(|byte| *byte == 0) || bits == empty;
        if nothing { Err(Unfit::Empty) } else { Ok(()) }
    };
    match print {
        Fingerprint::Pdq { bits: Bits(bits), quality } => {
            if bits.iter().map(|byte| byte.count_ones()).sum::<u32>() < BITS_SET_MIN {
                Err(Unfit::Featureless)
            } else if *quality < quality_min {
                Err(Unfit::Quality { quality_min })
            } else {
                Ok(())
            }
        }
        Fingerprint::Sha256(Bits(bits)) => known(bits, &EMPTY_SHA256),
        Fingerprint::Sha1(Bits(bits)) => known(bits, &EMPTY_SHA1),
        Fingerprint::Md5(Bits(bits)) => known(bits, &EMPTY_MD5),
    }
}

/// Why a list refuses something. No sentence repeats a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("give the list a name, in at most {chars_max} characters")]
    Name { chars_max: usize },
    #[error("the distance is a whole number from 0 to 63")]
    Within,
    #[error("the quality is a whole number from 0 to 100")]
    Quality,
    #[error("the limit for a day is a whole number from 1 to 1,000,000")]
    Flood,
    #[error("nothing was changed")]
    NothingNew,
    #[error("only young people's own requests come into this list")]
    OwnReportsOnly,
    #[error("the category is `harmless` on a negative list, and `uk_a`, `uk_b` or `uk_c` on another")]
    Category,
    #[error("send 1 to 1,000 entries at a time")]
    Entries,
    #[error("an entry has 1 to 64 hashes")]
    NoFingerprint,
    #[error("{0}")]
    Unfit(Unfit),
}

/// The list after something happened to it.
pub fn apply(list: Option<List>, event: &Event) -> Option<List> {
    match event {
        Event::ListMade { list } => Some(list.clone()),
        Event::ListChanged { limits } => list.map(|list| List { limits: *limits, ..list }),
        Event::Asked { .. }
        | Event::AskedMore { .. }
        | Event::Withdrawn
        | Event::Listed { .. }
        | Event::FedBack { .. }
        | Event::Quarantined { .. }
        | Event::Confirmed { .. }
        | Event::Struck { .. } => list,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    fn list(kind: ListKind) -> List {
        List { name: "A list".to_owned(), kind, limits: Limits::default() }
    }

    fn pdq(bits: [u8; 32], quality: u8) -> Fingerprint {
        Fingerprint::Pdq { bits: Bits(bits), quality }
    }

    fn listing(category: Category, fingerprints: Vec<Fingerprint>) -> Listing {
        let from = Provenance::Partner { name: "A partner".to_owned(), id: "7".to_owned() };
        let id = Id::from_uuid(uuid::Uuid::nil());
        Listing { id, medium: Medium::Picture, fingerprints, category, confidence: Confidence::High, from }
    }

    #[test]
    fn a_hash_that_would_find_too_much_or_nothing_is_unfit() {
        let mut sixty_four = [0; 32];
        sixty_four[..8].fill(0xff);
        let mut fewer = sixty_four;
        fewer[0] = 0x7f;
        let cases = [
            (pdq([0; 32], 100), Err(Unfit::Featureless)),
            (pdq(fewer, 100), Err(Unfit::Featureless)),
            (pdq(sixty_four, 100), Ok(())),
            (pdq([0x5a; 32], 50), Ok(())),
            (pdq([0x5a; 32], 49), Err(Unfit::Quality { quality_min: 50 })),
            (Fingerprint::Sha256(Bits([0; 32])), Err(Unfit::Empty)),
            (Fingerprint::Sha256(Bits(EMPTY_SHA256)), Err(Unfit::Empty)),
            (Fingerprint::Sha1(Bits(EMPTY_SHA1)), Err(Unfit::Empty)),
            (Fingerprint::Md5(Bits(EMPTY_MD5)), Err(Unfit::Empty)),
            (Fingerprint::Md5(Bits([1; 16])), Ok(())),
        ];
        for (at, (print, expected)) in cases.into_iter().enumerate() {
            assert_eq!(usable(&print, 50), expected, "case {at}");
        }
    }

    #[test]
    fn each_list_takes_its_own_categories() {
        let good = || vec![pdq([0x5a; 32], 90)];
        let cases = [
            (ListKind::Partner, Category::A, Ok(())),
            (ListKind::Partner, Category::Harmless, Err(Refusal::Category)),
            (ListKind::Partner, Category::Unseen, Err(Refusal::Category)),
            (ListKind::Negative, Category::Harmless, Ok(())),
            (ListKind::Negative, Category::C, Err(Refusal::Category)),
            (ListKind::Own, Category::A, Err(Refusal::OwnReportsOnly)),
        ];
        for (kind, category, expected) in cases {
            let put = put(&list(kind), vec![listing(category, good())]);
            assert_eq!(put.map(drop).map_err(|(_, why)| why), expected, "{kind:?} {category:?}");
        }
    }

    #[test]
    fn all_are_put_on_a_list_or_none_and_the_wrong_one_is_named() {
        let good = listing(Category::A, vec![pdq([0x5a; 32], 90)]);
        let (unfit, bare) = (listing(Category::A, vec![pdq([0; 32], 90)]), listing(Category::A, Vec::new()));
        let list = list(ListKind::Partner);
        let refused = put(&list, vec![good.clone(), unfit]);
        assert_eq!(refused, Err((1, Refusal::Unfit(Unfit::Featureless))));
        assert_eq!(put(&list, vec![good.clone(), good.clone(), bare]), Err((2, Refusal::NoFingerprint)));
        assert_eq!(put(&list, Vec::new()), Err((0, Refusal::Entries)));
        assert_eq!(put(&list, vec![good.clone(); LISTINGS_MAX + 1]), Err((0, Refusal::Entries)));
        assert!(put(&list, vec![good; LISTINGS_MAX]).is_ok());
    }

    #[test]
    fn limits_are_within_bounds_and_a_change_changes_something() {
        let usual = Limits::default();
        let cases = [
            (usual, Err(Refusal::NothingNew)),
            (Limits { within: 63, ..usual }, Ok(())),
            (Limits { within: 64, ..usual }, Err(Refusal::Within)),
            (Limits { quality_min: 101, ..usual }, Err(Refusal::Quality)),
            (Limits { flood: 0, ..usual }, Err(Refusal::Flood)),
            (Limits { flood: FLOOD_MAX + 1, ..usual }, Err(Refusal::Flood)),
            (Limits { on: false, ..usual }, Ok(())),
        ];
        for (limits, expected) in cases {
            assert_eq!(change(&list(ListKind::Partner), limits).map(drop), expected, "{limits:?}");
        }
        for name in ["", "  ", "a\nb", &"a".repeat(121)] {
            assert!(make(name, ListKind::Partner, usual).is_err(), "{name:?}");
        }
        let made = make(" A partner ", ListKind::Partner, usual).unwrap();
        let off = Limits { on: false, ..usual };
        let after = apply(apply(None, &made), &Event::ListChanged { limits: off }).unwrap();
        assert_eq!((after.name.as_str(), after.limits), ("A partner", off));
    }
}
