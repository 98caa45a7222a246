//! The one hash of a file: what lists hold.

use std::panic::AssertUnwindSafe;

use pdq::Hash;

use crate::raster::{Ground, Raster};
use crate::{Kind, Limits, NotHashed, avif, jpeg, moving, png};

/// A picture's hash and size, as it is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hashed {
    pub kind: Kind,
    pub width: usize,
    pub height: usize,
    pub pdq: Hash,
    /// 0 to 100; below 50 it should not be matched.
    pub quality: u8,
}

/// Hashes the picture in a file; of one that moves, the first.
pub fn hash(file: &[u8], limits: &Limits) -> Result<Hashed, NotHashed> {
    let kind = Kind::of(file).ok_or(NotHashed::OtherKind)?;
    caught(kind, || {
        let (width, height, hashed) = if kind == Kind::Png {
            png::hash(file, limits)?
        } else {
            let raster = decode(file, kind, limits)?;
            let (width, height) = raster.size();
            (width, height, raster.hash(Ground::White))
        };
        Ok(Hashed { kind, width, height, pdq: hashed.hash, quality: hashed.quality })
    })
}

/// The hashes of the picture turned and mirrored, to the bit as the reference makes them of the same pixels.
pub fn turned(file: &[u8], limits: &Limits) -> Result<pdq::Turned, NotHashed> {
    let kind = Kind::of(file).ok_or(NotHashed::OtherKind)?;
    caught(kind, || Ok(decode(file, kind, limits)?.turned(Ground::White)))
}

/// The picture, whole.
pub(crate) fn decode(file: &[u8], kind: Kind, limits: &Limits) -> Result<Raster, NotHashed> {
    let raster = match kind {
        Kind::Jpeg => jpeg::decode(file, limits),
        Kind::Png => png::decode(file, limits),
        Kind::Gif | Kind::WebP => moving::first(file, kind, limits),
        Kind::Avif => avif::decode(file, limits),
    }?;
    if raster.width == 0 || raster.height == 0 {
        return Err(NotHashed::Broken(kind));
    }
    Ok(raster)
}

/// A decoder that panics has found the file broken. What it held is gone with it.
pub(crate) fn caught<T>(kind: Kind, work: impl FnOnce() -> Result<T, NotHashed>) -> Result<T, NotHashed> {
    std::panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(NotHashed::Broken(kind)))
}
