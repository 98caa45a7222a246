//! A picture decoded, turned upright, and drawn twice: clear, and past recognition.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, Rgba, RgbaImage, imageops};

use crate::look::Picture;
use crate::{Shown, Size};

/// The longer side of what is shown clear, in pixels at most.
pub(crate) const CLEAR_SIDE_MAX: u32 = 1200;
/// The longer side of what is shown blurred, in pixels.
const BLURRED_SIDE: u32 = 320;
/// The longer side of what is left before it is drawn large again, in pixels. At twelve a face that fills the
/// picture still shows its eyes and mouth; at six it is a spot that is light or dark.
const TRACES: u32 = 6;
/// For one decoder, in bytes. Beside it the file and the drawings must fit into the child's memory.
const DECODED_BYTES_MAX: u64 = 320 * 1024 * 1024;
/// Above this, in bytes, a clear picture is drawn as JPEG rather than PNG.
const PNG_BYTES_MAX: usize = 1_500_000;
const CLEAR_QUALITY: u8 = 85;
const BLURRED_QUALITY: u8 = 60;

/// A picture of this format, drawn anew.
pub(super) fn draw(bytes: &[u8], format: ImageFormat) -> Option<Shown> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let turned = decoder.orientation().ok()?;
    let decoded = DynamicImage::from_decoder(decoder).ok()?;
    // Small first: turning makes a copy.
    let mut small = shrink(decoded);
    small.apply_orientation(turned);
    drawings(small, format == ImageFormat::Jpeg)
}

/// Both drawings of a picture that is small enough already.
pub(super) fn drawings(clear: DynamicImage, photograph: bool) -> Option<Shown> {
    let blurred = DynamicImage::from(blur(&clear));
    Some(Shown::Picture {
        blurred: picture(&blurred, jpeg(&blurred, BLURRED_QUALITY)?),
        clear: picture(&clear, encode(&clear, photograph)?),
    })
}

fn picture(drawn: &DynamicImage, bytes: Vec<u8>) -> Picture {
    Picture { size: Size { width: drawn.width(), height: drawn.height() }, bytes }
}

/// To the size shown, in eight bits a colour; a smaller picture stays as it is.
fn shrink(decoded: DynamicImage) -> DynamicImage {
    let small = if decoded.width().max(decoded.height()) > CLEAR_SIDE_MAX {
        decoded.thumbnail(CLEAR_SIDE_MAX, CLEAR_SIDE_MAX)
    } else {
        decoded
    };
    if small.color().has_alpha() { small.into_rgba8().into() } else { small.into_rgb8().into() }
}

/// Averages to a handful of spots and paints those large and soft.
fn blur(clear: &DynamicImage) -> image::RgbImage {
    let side = clear.width().max(clear.height()).max(1);
    let scaled = |to: u32, length: u32| (length * to / side).max(1);
    let traces =
        on_white(clear).thumbnail_exact(scaled(TRACES, clear.width()), scaled(TRACES, clear.height()));
    let (width, height) = (scaled(BLURRED_SIDE, clear.width()), scaled(BLURRED_SIDE, clear.height()));
    traces.resize_exact(width, height, FilterType::Gaussian).into_rgb8()
}

/// What is see-through becomes white, as on paper.
fn on_white(drawn: &DynamicImage) -> DynamicImage {
    if !drawn.color().has_alpha() {
        return drawn.clone();
    }
    let mut paper = RgbaImage::from_pixel(drawn.width(), drawn.height(), Rgba([255; 4]));
    imageops::overlay(&mut paper, &drawn.to_rgba8(), 0, 0);
    DynamicImage::from(paper)
}

fn encode(clear: &DynamicImage, photograph: bool) -> Option<Vec<u8>> {
    if !photograph {
        let mut bytes = Vec::new();
        clear.write_with_encoder(PngEncoder::new(&mut bytes)).ok()?;
        if bytes.len() <= PNG_BYTES_MAX {
            return Some(bytes);
        }
    }
    jpeg(clear, CLEAR_QUALITY)
}

fn jpeg(drawn: &DynamicImage, quality: u8) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let opaque = DynamicImage::from(on_white(drawn).into_rgb8());
    opaque.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)).ok()?;
    Some(bytes)
}
