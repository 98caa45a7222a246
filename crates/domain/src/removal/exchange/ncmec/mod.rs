//! NCMEC's Hash Sharing API v2: entries, members, reasons and votes as XML.
//!
//! ```xml
//! <queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2">
//!   <images count="2" maxTimestamp="2026-10-24T15:10:00Z">
//!     <image>
//!       <member id="42">Example</member><timestamp>2026-10-24T15:00:00Z</timestamp><id>17</id>
//!       <classification>A1</classification>
//!       <fingerprints><md5>…</md5><tmk-pdqf rel="self" href="/v2/entries/…"/></fingerprints>
//!       <feedback><affirmativeFeedback type="Md5"><members><member id="42">…
//!     </image>
//!     <deletedImage>…member, id, timestamp…</deletedImage>
//!   </images>
//!   <paging><next>/v2/entries?from=…&amp;to=…&amp;start=2001&amp;size=1000&amp;max=3000</next></paging>
//! </queryResult>
//! ```
//!
//! Every fingerprint of an entry is taken, of pictures and of videos. Entries come in no order of time, so what a page
//! says of its greatest time is no place to go on from: see [`poll`]. Reasons stand before the members that gave them, or
//! hold them; both are read.

pub mod poll;
mod read;
#[cfg(test)]
mod tests;
pub mod votes;
mod write;
mod xml;

use std::fmt::Write as _;

use jiff::Timestamp;

use super::{Member, PrintKind, Record};

pub use read::{members, page, reasons, status};
pub use write::{write_members, write_page, write_reasons, write_status};

/// The namespace of every document.
pub const NAMESPACE: &str = "https://hashsharing.ncmec.org/hashsharing/v2";

/// The classifications that there are.
const CLASSIFICATIONS: [&str; 4] = ["A1", "A2", "B1", "B2"];

/// What the API calls a kind in addresses, in elements, and in feedback.
const KINDS: [(PrintKind, &str, &str, &str); 9] = [
    (PrintKind::Md5, "MD5", "md5", "Md5"),
    (PrintKind::Sha1, "SHA1", "sha1", "Sha1"),
    (PrintKind::PhotoDna, "PDNA", "pdna", "Pdna"),
    (PrintKind::Pdq, "PDQ", "pdq", "Pdq"),
    (PrintKind::NetClean, "NETCLEAN", "netclean", "Netclean"),
    (PrintKind::Videntifier, "VIDENTIFIER", "videntifier", "Videntifier"),
    (PrintKind::TmkPdqf, "TMK_PDQF", "tmk-pdqf", "Tmk_Pdqf"),
    (PrintKind::SsvhPdna, "SSVH_PDNA", "ssvh-pdna", "Ssvh_Pdna"),
    (PrintKind::SsvhSafer, "SSVH_SAFER_HASH", "ssvh-safer-hash", "Ssvh_Safer_Hash"),
];

/// One page of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Pictures, then videos.
    pub records: Vec<Record>,
    /// What the page says of its greatest time. Nothing goes by it.
    pub greatest: Option<Timestamp>,
    /// The rest of the address of the next page; nothing on the last.
    pub next: Option<String>,
}

/// Who we are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whoami {
    pub ip_address: String,
    pub username: String,
    pub member: Member,
}

/// The kind that a name stands for: `Tmk_Pdqf`, `tmk-pdqf` and `TMK_PDQF` are one, and the last kind has two names.
pub fn kind(name: &str) -> Option<PrintKind> {
    let name = name.to_ascii_uppercase().replace('-', "_");
    if name == "TMK_SAFER_HASH" {
        return Some(PrintKind::SsvhSafer);
    }
    KINDS.iter().find(|(_, address, ..)| *address == name).map(|(kind, ..)| *kind)
}

/// What a kind is called in addresses; nothing for one that the API does not know.
pub fn kind_in_address(kind: PrintKind) -> Option<&'static str> {
    KINDS.iter().find(|(known, ..)| *known == kind).map(|(_, address, ..)| *address)
}

/// A part of an address, with all but the plain letters, digits and `-._~` encoded.
fn segment(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a text does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
