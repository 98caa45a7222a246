//! AVIF.

use image::metadata::Orientation;
use zenavif::{DecoderConfig, ManagedAvifDecoder, Unstoppable};

use crate::raster::Raster;
use crate::{Kind, Limits, NotHashed};

const KIND: Kind = Kind::Avif;
/// It is decoded without the processor's help for each format of numbers, so it takes its time.
const PIXELS_MAX: u32 = 64_000_000;

pub(crate) fn decode(file: &[u8], limits: &Limits) -> Result<Raster, NotHashed> {
    let broken = |_| NotHashed::Broken(KIND);
    let config = DecoderConfig::new().threads(1).prefer_8bit(true);
    let info = ManagedAvifDecoder::new(file, &config).map_err(broken)?.probe_info().map_err(broken)?;
    // The decoder holds planes beside the picture.
    limits.held(KIND, (info.width, info.height), 6, file)?;
    if u64::from(info.width) * u64::from(info.height) > u64::from(PIXELS_MAX) {
        return Err(NotHashed::TooManyPixels(KIND, info.width, info.height));
    }
    // What covers it is a picture of its own, with a size of its own.
    let config = config.frame_size_limit(info.width * info.height);
    let mut decoder = ManagedAvifDecoder::new(file, &config).map_err(broken)?;
    let buffer = decoder.decode(&Unstoppable).map_err(broken)?;
    let slice = buffer.as_slice();
    let channels = slice.descriptor().channels();
    if slice.descriptor().bytes_per_pixel() != channels {
        return Err(NotHashed::Broken(KIND));
    }
    let (width, height) = (slice.width(), slice.rows());
    let mut pixels = Vec::with_capacity(width as usize * height as usize * channels);
    (0..height).for_each(|y| pixels.extend_from_slice(slice.row(y)));
    let turned = turned(info.rotation.map_or(0, |turn| turn.angle), info.mirror.map(|mirror| mirror.axis));
    Ok(Raster { width: width as usize, height: height as usize, channels, pixels, turned })
}

/// Degrees against the clock, and then a mirror: 0 exchanges top and bottom, 1 left and right.
fn turned(degrees: u16, mirror: Option<u8>) -> Orientation {
    // To exchange top and bottom is to turn by half and to exchange left and right.
    let quarters = (degrees / 90 + if mirror == Some(0) { 2 } else { 0 }) % 4;
    match (quarters, mirror.is_some()) {
        (0, false) => Orientation::NoTransforms,
        (1, false) => Orientation::Rotate270,
        (2, false) => Orientation::Rotate180,
        (_, false) => Orientation::Rotate90,
        (0, true) => Orientation::FlipHorizontal,
        (1, true) => Orientation::Rotate270FlipH,
        (2, true) => Orientation::FlipVertical,
        (_, true) => Orientation::Rotate90FlipH,
    }
}
