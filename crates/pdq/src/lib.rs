//! PDQ: a hash under which two pictures that look alike are near each other, and an exact index of such hashes.
//!
//! [`Picture::hash`] gives, for the same pixels, the same 256 bits and the same quality as the reference
//! implementation (facebook/ThreatExchange, `pdq/cpp`), on every processor; [`Picture::turned`] gives the hashes of
//! the picture turned and mirrored; [`Rows`] takes a picture row by row.
//!
//! [`Index`] finds, among millions of hashes, all within a distance, exactly; a hash that was added counts at once, and
//! one that was removed counts no more.
//!
//! The crate knows no clock and no network, and of files only the one that it is given to map; it decodes nothing.

mod compute;
mod hash;
mod index;
mod picture;

pub use compute::{DISTANCE_MAX, Hashed, QUALITY_MIN, Rows, Turn, Turned};
pub use hash::{Hash, NotAHash};
pub use index::{Broken, Compacted, Compaction, Found, Index, WITHIN_MAX};
pub use picture::{Colour, NotThatSize, Picture};
