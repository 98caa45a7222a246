//! What a file can be recognised by: digests of its bytes, and the PDQ hash of the picture in it.
//!
//! A picture is hashed as a person would see it: turned upright as its notes say, with its palette, its sixteen bits
//! and its inks made into red, green and blue, and what is see-through laid on white. That is what [`hash()`] gives,
//! at full size and, for PNG, without ever holding the picture.
//!
//! To ask whether a picture is one of those on a list, one hash is not enough: it may have been mirrored, turned,
//! put into a frame or cropped. [`looks()`] gives all the hashes to ask with.
//!
//! The files come from strangers. What a file says of itself is checked before anything is decoded ([`Limits`]): how
//! many pixels, and how many of them for each of its bytes. A decoder that panics has found the file broken.
//!
//! Nothing here keeps, writes or prints a picture; the crate opens no file.

mod digests;
mod kind;
mod limits;

mod raster;

mod avif;
mod jpeg;
mod moving;
mod png;

mod hash;
mod looks;
mod small;

pub use digests::{Digester, Digests};
pub use hash::{Hashed, hash, turned};
pub use kind::Kind;
pub use limits::{Limits, NotHashed};
pub use looks::{How, Look, looks};
