//! GIF, WebP and the frames of a PNG that moves.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{AnimationDecoder, Frames, ImageDecoder, ImageError, Limits as ImageLimits};

use crate::raster::Raster;
use crate::{Kind, Limits, NotHashed};

/// The first picture of a GIF or a WebP.
pub(crate) fn first(file: &[u8], kind: Kind, limits: &Limits) -> Result<Raster, NotHashed> {
    match kind {
        Kind::Gif => one(gif(file, limits)?, kind, limits, file),
        Kind::WebP => one(webp(file, limits)?, kind, limits, file),
        Kind::Jpeg | Kind::Png | Kind::Avif => Err(NotHashed::OtherKind),
    }
}

/// Every picture after the first, as long as there are any and the limits allow. What is broken ends it.
pub(crate) fn rest(file: &[u8], kind: Kind, limits: &Limits, each: &mut dyn FnMut(Raster)) {
    let frames = match kind {
        Kind::Gif => gif(file, limits).ok().map(AnimationDecoder::into_frames),
        Kind::WebP => webp(file, limits)
            .ok()
            .filter(image::codecs::webp::WebPDecoder::has_animation)
            .map(AnimationDecoder::into_frames),
        Kind::Png => apng(file, limits),
        Kind::Jpeg | Kind::Avif => None,
    };
    let Some(frames) = frames else { return };
    let mut work = 0;
    let mut frames = frames.take(limits.frames_max);
    // The first is asked for whole.
    frames.next();
    for frame in frames {
        let Ok(frame) = frame else { return };
        let buffer = frame.into_buffer();
        work += u64::from(buffer.width()) * u64::from(buffer.height());
        if work > limits.work_pixels_max / 8 {
            return;
        }
        each(Raster {
            width: buffer.width() as usize,
            height: buffer.height() as usize,
            channels: 4,
            pixels: buffer.into_raw(),
            turned: Orientation::NoTransforms,
        });
    }
}

fn gif<'a>(file: &'a [u8], limits: &Limits) -> Result<GifDecoder<Cursor<&'a [u8]>>, NotHashed> {
    let mut decoder = GifDecoder::new(Cursor::new(file)).map_err(|error| why(&error, Kind::Gif))?;
    check(&mut decoder, Kind::Gif, limits, file)?;
    Ok(decoder)
}

fn webp<'a>(file: &'a [u8], limits: &Limits) -> Result<WebPDecoder<Cursor<&'a [u8]>>, NotHashed> {
    let mut decoder = WebPDecoder::new(Cursor::new(file)).map_err(|error| why(&error, Kind::WebP))?;
    check(&mut decoder, Kind::WebP, limits, file)?;
    Ok(decoder)
}

fn apng<'a>(file: &'a [u8], limits: &Limits) -> Option<Frames<'a>> {
    let mut decoder = PngDecoder::new(Cursor::new(file)).ok()?;
    check(&mut decoder, Kind::Png, limits, file).ok()?;
    if !decoder.is_apng().ok()? {
        return None;
    }
    Some(decoder.apng().ok()?.into_frames())
}

/// Its size, before anything is decoded; and no more memory than the picture itself and one copy.
fn check(decoder: &mut impl ImageDecoder, kind: Kind, limits: &Limits, file: &[u8]) -> Result<(), NotHashed> {
    let (width, height) = decoder.dimensions();
    limits.held(kind, (width, height), 4, file)?;
    let mut theirs = ImageLimits::no_limits();
    let held = limits.held_bytes_unasked.max(file.len() as u64 * limits.held_bytes_for_each);
    theirs.max_alloc = Some(2 * held.min(limits.held_bytes_max));
    decoder.set_limits(theirs).map_err(|error| why(&error, kind))
}

fn one(
    mut decoder: impl ImageDecoder,
    kind: Kind,
    limits: &Limits,
    file: &[u8],
) -> Result<Raster, NotHashed> {
    let (width, height) = decoder.dimensions();
    let channels = usize::from(decoder.color_type().channel_count());
    limits.held(kind, (width, height), channels as u64, file)?;
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let bytes = usize::try_from(decoder.total_bytes()).map_err(|_| NotHashed::TooMuchWork(kind))?;
    let (width, height) = (width as usize, height as usize);
    if bytes != width * height * channels {
        return Err(NotHashed::Broken(kind));
    }
    let mut pixels = vec![0; bytes];
    decoder.read_image(&mut pixels).map_err(|error| why(&error, kind))?;
    Ok(Raster { width, height, channels, pixels, turned })
}

fn why(error: &ImageError, kind: Kind) -> NotHashed {
    match error {
        ImageError::Limits(_) => NotHashed::TooMuchWork(kind),
        ImageError::IoError(_) => NotHashed::CutShort(kind),
        ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::Unsupported(_) => NotHashed::Broken(kind),
    }
}
