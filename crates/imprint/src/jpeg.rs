//! JPEG, of any coding, in grey, colour or ink.

use image::metadata::Orientation;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use crate::raster::Raster;
use crate::{Kind, Limits, NotHashed};

const KIND: Kind = Kind::Jpeg;

pub(crate) fn decode(file: &[u8], limits: &Limits) -> Result<Raster, NotHashed> {
    // What is damaged inside is shown by browsers as far as it goes, so it is hashed as far as it goes. Without
    // its end it is another picture.
    if memchr::memmem::rfind(file, b"\xff\xd9").is_none() {
        return Err(NotHashed::CutShort(KIND));
    }
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file), options);
    let broken = |_| NotHashed::Broken(KIND);
    decoder.decode_headers().map_err(broken)?;
    let (width, height) = decoder.dimensions().ok_or(NotHashed::Broken(KIND))?;
    let grey = decoder.input_colorspace() == Some(ColorSpace::Luma);
    let (colours, channels) = if grey { (ColorSpace::Luma, 1) } else { (ColorSpace::RGB, 3) };
    let side = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
    limits.held(KIND, (side(width), side(height)), channels, file)?;
    let scans = memchr::memmem::find_iter(file, b"\xff\xda").count() as u64;
    if scans.saturating_mul((width * height) as u64)
        > limits.work_pixels_max.max((width * height) as u64 * 24)
    {
        return Err(NotHashed::TooMuchWork(KIND));
    }
    let turned = decoder.exif().and_then(|notes| Orientation::from_exif_chunk(notes));
    let options = decoder.options().jpeg_set_out_colorspace(colours);
    decoder.set_options(options);
    let pixels = decoder.decode().map_err(broken)?;
    let channels = if grey { 1 } else { 3 };
    if pixels.len() != width * height * channels {
        return Err(NotHashed::Broken(KIND));
    }
    Ok(Raster { width, height, channels, pixels, turned: turned.unwrap_or(Orientation::NoTransforms) })
}
