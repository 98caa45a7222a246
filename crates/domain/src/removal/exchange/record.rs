//! What one partner says of one picture or video, whatever the format.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;

use super::wrong::shown;
use super::{Category, Medium, Print, PrintKind};
use crate::role::coded;

coded! {
    /// How a record stands with the partner.
    Status {
        /// Given by somebody, and no more yet. It counts: whoever asked must not wait for a partner's desk.
        Received = "received",
        Active = "active",
        /// Whoever asked for it asks for it no more.
        Withdrawn = "withdrawn",
        Deleted = "deleted",
    }
}

impl Status {
    /// Whether it is to be matched.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Received | Self::Active)
    }
}

coded! {
    /// What a platform said to the partner of a fingerprint.
    Opinion {
        /// Tags only.
        Noted = "noted",
        QualityUnknown = "quality_unknown",
        Pending = "pending",
        /// It is what it is said to be.
        Agrees = "agrees",
        Disagrees = "disagrees",
        Withdrawn = "withdrawn",
        Deleted = "deleted",
    }
}

/// An organisation as the partner names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member {
    /// Empty where it has only a name.
    pub id: String,
    pub name: String,
}

/// What the partner calls a record.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    Given(String),
    /// It has no id: it is known by its fingerprint.
    Itself,
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Some lists use the hash of the file as the id.
            Self::Given(id) => f.write_str(&shown(id)),
            Self::Itself => f.write_str("Itself"),
        }
    }
}

/// What was said of it already, by others or by ourselves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    pub by: Member,
    /// The fingerprint that it was said of; nothing where the record has only one.
    pub of: Option<PrintKind>,
    pub opinion: Opinion,
    pub reason: Option<Reason>,
    pub tags: BTreeSet<String>,
}

/// Why somebody disagrees, in the partner's list of reasons.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    pub guid: String,
    pub name: String,
}

/// What one partner says of one picture or video.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    pub name: Name,
    /// Nothing where the format does not say it.
    pub medium: Option<Medium>,
    pub prints: BTreeSet<Print>,
    /// Fingerprints that are too large for the document, and the address at the partner where each is.
    pub elsewhere: BTreeMap<PrintKind, String>,
    pub category: Option<Category>,
    pub status: Status,
    /// When it was last changed there.
    pub at: Option<Timestamp>,
    /// Who gave it to the partner.
    pub source: Member,
    pub tags: BTreeSet<String>,
    pub seen: Vec<Seen>,
    /// The requests of people behind it, by the partner's numbers.
    pub cases: BTreeMap<String, Status>,
}

impl Record {
    /// A record with a name and a status, and nothing else yet.
    pub fn new(name: Name, status: Status) -> Self {
        Self {
            name,
            medium: None,
            prints: BTreeSet::new(),
            elsewhere: BTreeMap::new(),
            category: None,
            status,
            at: None,
            source: Member::default(),
            tags: BTreeSet::new(),
            seen: Vec::new(),
            cases: BTreeMap::new(),
        }
    }

    /// Its fingerprints of one kind.
    pub fn prints_of(&self, kind: PrintKind) -> impl Iterator<Item = &Print> {
        self.prints.iter().filter(move |print| print.kind() == kind)
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Tags and reasons are what somebody typed: their number is enough here.
        f.debug_struct("Record")
            .field("name", &self.name)
            .field("medium", &self.medium)
            .field("prints", &self.prints)
            .field("category", &self.category)
            .field("status", &self.status)
            .field("at", &self.at)
            .field("tags", &self.tags.len())
            .field("seen", &self.seen.len())
            .finish_non_exhaustive()
    }
}

/// What is to be done with a record of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is there, in the place of what was there under its name.
    Listed(Record),
    /// It is to be matched no more, at once.
    Withdrawn(Record),
}

impl Change {
    /// What a record asks for by its status.
    pub fn of(record: Record) -> Self {
        if record.status.counts() { Self::Listed(record) } else { Self::Withdrawn(record) }
    }

    /// The record that it is about.
    pub const fn record(&self) -> &Record {
        match self {
            Self::Listed(record) | Self::Withdrawn(record) => record,
        }
    }
}
