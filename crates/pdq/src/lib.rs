//! PDQ: a hash under which two pictures that look alike are near each other, and an exact index of such hashes.
//!
//! [`Picture::hash`] gives, for the same pixels, the same 256 bits and the same quality as the reference
//! implementation (facebook/ThreatExchange, `pdq/cpp`), on every processor; [`Picture::turned`] gives the hashes of
//! the picture turned and mirrored; [`Rows`] takes a picture row by row.
//!
//! The crate knows no file, no clock and no network; it decodes nothing.

mod compute;
mod hash;
mod picture;

pub use compute::{DISTANCE_MAX, Hashed, QUALITY_MIN, Rows, Turn, Turned};
pub use hash::{Hash, NotAHash};
pub use picture::{Colour, NotThatSize, Picture};
