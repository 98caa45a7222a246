//! Hashes as the tools of investigators exchange them: JSON after the model of Project VIC, versions 1.3 and 2.0.
//!
//! ```json
//! { "odata.metadata": "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media", "value": [
//!     { "MediaID": 1, "Category": 1, "MD5": "…", "SHA1": "…", "MediaSize": 2835, "IsPrecategorized": "True" } ] }
//! { "@odata.context": "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media",
//!   "value": [ { "CaseNumber": "…", "TotalMediaFiles": 1, "Media": [ { "MediaID": 1, "MD5": "…", "MediaFiles": [ … ] } ] } ] }
//! ```
//!
//! The model itself is not public: this is what public tools write and read. Their traps are known here: a mark before the
//! text; yes, no and numbers as texts; several cases in a file, and also media without a case under 2.0; one medium with
//! several files, and one hash under several ids; `TotalMediaFiles`, which counts nothing reliably; `IsPrecategorized`,
//! which decides nothing. What a category number means depends on the country, which the document does not say: the
//! reader is told ([`Region`]). A withdrawn record is not written: the format could not say that it is withdrawn.

mod read;
#[cfg(test)]
mod tests;
mod write;

use jiff::Timestamp;

use super::{Record, Scheme};
use crate::person::Private;

pub use read::read;
pub use write::write;

/// The version of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    V1_3,
    V2_0,
}

/// Whose category numbers they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    Uk,
    Us,
    /// Kept as given, and taken for nothing.
    Unsaid,
}

impl Region {
    const fn scheme(self) -> Scheme {
        match self {
            Self::Uk => Scheme::VicsUk,
            Self::Us => Scheme::VicsUs,
            Self::Unsaid => Scheme::Vics,
        }
    }
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub version: Version,
    /// In 1.3 one, without a name.
    pub cases: Vec<Case>,
}

/// A case, or what stands outside of any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Case {
    pub id: Option<String>,
    pub number: Option<String>,
    pub program: Option<String>,
    pub program_version: Option<String>,
    pub media: Vec<Media>,
}

impl Case {
    const fn has_no_name(&self) -> bool {
        self.id.is_none() && self.number.is_none() && self.program.is_none() && self.program_version.is_none()
    }
}

/// One picture or video. What an investigator wrote and where it lay on somebody's disk is never printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    pub record: Record,
    pub size_bytes: Option<u64>,
    pub mime: Option<String>,
    pub series: Option<Private<String>>,
    pub comments: Option<Private<String>>,
    pub path: Option<Private<String>>,
    pub files: Vec<File>,
    pub said: Said,
}

impl Media {
    /// A record with nothing else.
    pub fn of(record: Record) -> Self {
        Self {
            record,
            size_bytes: None,
            mime: None,
            series: None,
            comments: None,
            path: None,
            files: Vec::new(),
            said: Said::default(),
        }
    }
}

/// What is said with yes or no; nothing where it is not said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Said {
    /// Unreliable: nothing goes by it.
    pub precategorised: Option<bool>,
    pub suspected: Option<bool>,
    pub offender_identified: Option<bool>,
    pub victim_identified: Option<bool>,
    pub distributed: Option<bool>,
    pub self_generated: Option<bool>,
}

/// Where a copy of it lay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: Option<Private<String>>,
    pub path: Option<Private<String>>,
    pub created: Option<Timestamp>,
    pub written: Option<Timestamp>,
    pub accessed: Option<Timestamp>,
}
