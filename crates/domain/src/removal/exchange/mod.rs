//! How hashes of known images come from partners and go to them.
//!
//! Four ways, one neutral [`Record`]: CSV by hand ([`csv`]), the XML of NCMEC's Hash Sharing API v2 ([`ncmec`]), the JSON
//! of StopNCII's API ([`stopncii`]), and JSON as the tools of investigators exchange it ([`vics`]). Each reads and writes,
//! and the two APIs have the state of a client that polls ([`ncmec::poll`], [`stopncii::poll`]) as pure functions: a page
//! comes in, changes and the next request go out. [`feedback`] says what an outcome is called there.
//!
//! What is read is never trusted: its size, its depth and how much it counts are bounded before work. What is not known is
//! told ([`Aside`]) and never dropped in silence; a record that cannot be read is told with its place and holds up no
//! other; a withdrawal never fails for want of a detail. No error, no aside and no `Debug` ever holds a hash.

mod category;
pub mod csv;
pub mod feedback;
mod json;
pub mod ncmec;
mod print;
mod record;
pub mod stopncii;
pub mod vics;
mod wrong;

#[cfg(test)]
mod tests;

use super::fingerprint::Medium;

pub use category::{Category, Meaning, Scheme, Uk, meanings};
pub use print::{NotAHash, Print, PrintKind};
pub use record::{Change, Member, Name, Opinion, Reason, Record, Seen, Status};
pub use wrong::{Aside, BYTES_MAX, DEPTH_MAX, Problem, RECORDS_MAX, Read, What, Written, Wrong};
