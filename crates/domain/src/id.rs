//! Names for things: typed ids for machines, references for people.
//!
//! An id is a `UUIDv7` with its kind in the type and in its written form (`rep_…`), so that a case id
//! can never be handed over where a report id is meant. A reference (`H7K-42QD-9`) is what a person
//! reads over a telephone.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// A kind of thing that has ids. `PREFIX` is three letters, unique in the list below.
pub trait Kind: 'static {
    const PREFIX: &'static str;
}

/// The one list of kinds: marker, alias, prefix.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident, $alias:ident, $prefix:literal;)*) => {
        /// Markers that tell ids apart at compile time; never made, only named.
        pub mod kind { $($(#[$doc])* #[derive(Debug)] pub enum $kind {})* }
        $(impl Kind for kind::$kind { const PREFIX: &'static str = $prefix; }
        $(#[$doc])* pub type $alias = Id<kind::$kind>;)*
        #[cfg(test)]
        const PREFIXES: &[&str] = &[$($prefix),*];
    };
}

kinds! {
    /// A person who signs in.
    Account, AccountId, "acc";
    /// A school, council, force, charity, platform or regulator.
    Organisation, OrganisationId, "org";
    /// A team inside an organisation.
    Team, TeamId, "tea";
    /// One entry of the journal.
    Entry, EntryId, "ent";
    /// A report that somebody is still writing.
    Draft, DraftId, "dra";
    /// A report of a concern.
    Report, ReportId, "rep";
    /// A file kept as evidence.
    File, FileId, "fil";
    /// A case opened on one or more reports.
    Case, CaseId, "cas";
    /// A subject of a case: a child, place, account, vehicle and so on.
    Subject, SubjectId, "sub";
    /// A task on a case.
    Task, TaskId, "tas";
    /// A clock that runs on a case or a referral.
    Clock, ClockId, "clk";
    /// A referral to another agency.
    Referral, ReferralId, "ref";
    /// An invitation to join an organisation.
    Invitation, InvitationId, "inv";
    /// A browser that is signed in.
    Session, SessionId, "ses";
    /// A key that a program uses on the API.
    ApiToken, ApiTokenId, "tok";
    /// A passkey of a person.
    Passkey, PasskeyId, "pas";
    /// The key of a matter.
    Key, KeyId, "key";
    /// An organisation that asks to be let in.
    Registration, RegistrationId, "reg";
    /// An assessment of the duties to report, on a case.
    Assessment, AssessmentId, "asm";
    /// The record of somebody's interference with a report.
    Interference, InterferenceId, "int";
    /// A young person's request that pictures be taken down.
    Removal, RemovalId, "rem";
    /// A list of hashes.
    List, ListId, "lst";
    /// One entry of a list of hashes: a picture or a video.
    Listed, ListedId, "hsh";
}

/// An identifier of one kind of thing, written `rep_0197…` (prefix, underscore, 32 hex digits).
pub struct Id<K>(Uuid, PhantomData<fn() -> K>);

impl<K: Kind> Id<K> {
    /// Wraps a UUID that was made elsewhere: `domain` makes no randomness of its own.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The UUID within.
    pub const fn uuid(&self) -> Uuid {
        self.0
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", K::PREFIX, self.0.simple())
    }
}
impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What was given is not an id of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an identifier that begins with `{expected}_`")]
pub struct NotAnId {
    expected: &'static str,
}

impl<K: Kind> FromStr for Id<K> {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = || NotAnId { expected: K::PREFIX };
        let hex = text.strip_prefix(K::PREFIX).and_then(|rest| rest.strip_prefix('_')).ok_or_else(wrong)?;
        if hex.len() != 32 || !hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            return Err(wrong());
        }
        Uuid::try_parse(hex).map(Self::from_uuid).map_err(|_| wrong())
    }
}

impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What a person quotes: seven symbols and a check symbol, written `H7K-42QD-9`.
///
/// The alphabet has 29 symbols: digits 2 to 9 and the consonants with Y. No vowels, so that no word
/// can be spelt; no 0, O, 1 or I, so that none is misread. 29 is prime, so the weighted sum that
/// makes the check symbol catches every single wrong symbol and every swap of two neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference(String);

const ALPHABET: &[u8; 29] = b"23456789BCDFGHJKLMNPQRSTVWXYZ";
const SYMBOLS: usize = 7;

impl Reference {
    /// Makes a reference from random bits; 29^7 (about 1.7 × 10^10) values are possible.
    pub fn from_random(mut bits: u64) -> Self {
        let base = ALPHABET.len() as u64;
        let mut symbols = Vec::with_capacity(SYMBOLS + 1);
        for _ in 0..SYMBOLS {
            symbols.push(ALPHABET[usize::try_from(bits % base).expect("less than 29")]);
            bits /= base;
        }
        symbols.push(check_symbol(&symbols).expect("only symbols of the alphabet were pushed"));
        Self(String::from_utf8(symbols).expect("the alphabet is ASCII"))
    }

    /// The eight symbols without hyphens, as stored.
    pub fn plain(&self) -> &str {
        &self.0
    }
}

fn check_symbol(symbols: &[u8]) -> Option<u8> {
    let mut sum = 0;
    for (index, symbol) in symbols.iter().enumerate() {
        let value = ALPHABET.iter().position(|known| known == symbol)?;
        sum += (index + 2) * value;
    }
    Some(ALPHABET[sum % ALPHABET.len()])
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", &self.0[..3], &self.0[3..7], &self.0[7..])
    }
}

/// Why a typed reference was not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAReference {
    #[error("a reference has 8 letters and numbers, like H7K-42QD-9")]
    Length,
    #[error("a reference never has the letters A, E, I, O, U or the numbers 0 and 1")]
    Symbol,
    #[error("check the reference: one of its letters or numbers is wrong")]
    Check,
}

impl FromStr for Reference {
    type Err = NotAReference;

    /// Reads what a person typed: case, spaces and hyphens do not matter.
    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if plain.chars().count() != SYMBOLS + 1 {
            return Err(NotAReference::Length);
        }
        if !plain.bytes().all(|b| ALPHABET.contains(&b)) {
            return Err(NotAReference::Symbol);
        }
        let bytes = plain.as_bytes();
        if check_symbol(&bytes[..SYMBOLS]) == Some(bytes[SYMBOLS]) {
            Ok(Self(plain))
        } else {
            Err(NotAReference::Check)
        }
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_two_kinds_share_a_prefix() {
        let mut seen = PREFIXES.to_vec();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), PREFIXES.len());
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let report = ReportId::from_uuid(Uuid::from_u128(7));
        assert_eq!(report.to_string().parse::<ReportId>(), Ok(report));
        assert!(report.to_string().parse::<CaseId>().is_err());
    }

    proptest! {
        #[test]
        fn a_reference_survives_being_read_aloud(bits: u64) {
            let reference = Reference::from_random(bits);
            prop_assert_eq!(reference.to_string().to_lowercase().replace('-', " ").parse(), Ok(reference));
        }

        #[test]
        fn one_wrong_symbol_is_noticed(bits: u64, at in 0usize..8, other in 0usize..29) {
            let mut symbols = Reference::from_random(bits).0.into_bytes();
            prop_assume!(symbols[at] != ALPHABET[other]);
            symbols[at] = ALPHABET[other];
            let text = String::from_utf8(symbols).unwrap();
            prop_assert_eq!(text.parse::<Reference>(), Err(NotAReference::Check));
        }

        #[test]
        fn two_swapped_neighbours_are_noticed(bits: u64, at in 0usize..6) {
            let mut symbols = Reference::from_random(bits).0.into_bytes();
            prop_assume!(symbols[at] != symbols[at + 1]);
            symbols.swap(at, at + 1);
            let text = String::from_utf8(symbols).unwrap();
            prop_assert_eq!(text.parse::<Reference>(), Err(NotAReference::Check));
        }

        #[test]
        fn anything_typed_gets_an_answer(text: String) {
            let _ = text.parse::<Reference>();
            let _ = text.parse::<ReportId>();
        }
    }
}
