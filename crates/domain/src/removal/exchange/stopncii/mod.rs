//! StopNCII's API: hashes that people made on their own devices, and what platforms say of them.
//!
//! ```json
//! { "count": 1, "nextPageToken": "…", "nextSetTimestamp": 1764240400, "hasMoreRecords": true, "hashRecords": [
//!   { "lastModtimestamp": 1764240000, "signalType": "ImagePDQ", "hashValue": "…", "hashStatus": "Withdrawn",
//!     "caseNumbers": { "4711": "Withdrawn" },
//!     "CSPFeedbacks": [ { "source": "…", "feedbackValue": "Blocked", "tags": [] } ] } ] }
//! ```
//!
//! A record is known by its fingerprint, and the one that comes later takes the place of the one before. The status of the
//! hash decides: `Withdrawn` and `Deleted` are withdrawals, at once. A status that is not known here neither lists nor
//! withdraws, and is told. Texts and addresses are no pictures, and are told too.

pub mod poll;
mod read;
#[cfg(test)]
mod tests;
mod write;

use super::{Medium, Opinion, PrintKind, Record, Status};
use std::collections::BTreeSet;

pub use read::{feedback, page};
pub use write::{write_feedback, write_page};

const SIGNALS: [(&str, Medium, PrintKind); 3] = [
    ("ImagePDQ", Medium::Picture, PrintKind::Pdq),
    ("VideoMD5", Medium::Video, PrintKind::Md5),
    ("VideoTMK", Medium::Video, PrintKind::TmkPdqf),
];

const STATUSES: [(&str, Status); 4] = [
    ("Received", Status::Received),
    ("Active", Status::Active),
    ("Withdrawn", Status::Withdrawn),
    ("Deleted", Status::Deleted),
];

const OPINIONS: [(&str, Opinion); 7] = [
    ("None", Opinion::Noted),
    ("QualityUnknown", Opinion::QualityUnknown),
    ("PendingReview", Opinion::Pending),
    ("Blocked", Opinion::Agrees),
    ("NotBlocked", Opinion::Disagrees),
    ("Withdrawn", Opinion::Withdrawn),
    ("Deleted", Opinion::Deleted),
];

/// One page of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub records: Vec<Record>,
    /// Good for the next page only, and not for long.
    pub next_page: Option<String>,
    /// Where to begin after the last page, in seconds since 1970.
    pub next_set: i64,
    pub more: bool,
}

/// What a platform says of one hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    pub print: super::Print,
    pub opinion: Opinion,
    pub tags: BTreeSet<String>,
}

/// What the API calls an opinion.
pub fn opinion_code(opinion: Opinion) -> &'static str {
    OPINIONS.iter().find(|(_, known)| *known == opinion).map_or("None", |(code, _)| code)
}
