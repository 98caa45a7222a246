//! The first page of a PDF as pixels.
//!
//! Nothing in it acts: the renderer knows no scripts, forms or links. Before it draws, every object is looked
//! at, also those in compressed streams that inspection does not open, for what acts elsewhere and for
//! pictures that would fill the memory.

use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, Name, Object};
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings};
use image::{DynamicImage, RgbaImage};

use crate::inspect::{is_flood, pdf_names};
use crate::render::picture::{CLEAR_SIDE_MAX, drawings};
use crate::{Inspected, Refused, Shown, Warning};

/// Two pages of A4 in a row are not longer than this many times their height; a ribbon is drawn short.
const SIDE_MIN: f32 = 16.0;

pub(super) fn draw(bytes: Vec<u8>, found: &mut Inspected) -> Option<Shown> {
    let pdf = Pdf::new(Arc::new(bytes)).ok()?;
    for object in pdf.objects() {
        let dictionary = match &object {
            Object::Dict(dictionary) => dictionary,
            Object::Stream(stream) => stream.dict(),
            Object::Null(_)
            | Object::Boolean(_)
            | Object::Number(_)
            | Object::String(_)
            | Object::Name(_)
            | Object::Array(_) => continue,
        };
        pdf_names(dictionary.data(), found);
        if let Some(refused) = flood(dictionary) {
            return Some(Shown::Refused(refused));
        }
    }
    if pdf.pages().len() > 1 {
        found.warn(Warning::MorePages);
    }
    drawings(pixels(pdf.pages().first()?)?, false)
}

/// A picture inside that would fill the memory.
fn flood(dictionary: &Dict<'_>) -> Option<Refused> {
    let is_picture = dictionary.get::<Name<'_>>(b"Subtype").is_some_and(|name| name.as_ref() == b"Image");
    let (width, height) = dictionary.get::<u32>(b"Width").zip(dictionary.get::<u32>(b"Height"))?;
    (is_picture && is_flood(width, height)).then_some(Refused::PixelFlood { width, height })
}

/// On white paper, its longer side as long as pictures are shown, whatever size it claims.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 16 and 1,200")]
fn pixels(page: &Page<'_>) -> Option<DynamicImage> {
    let longest = f32::from(u16::try_from(CLEAR_SIDE_MAX).ok()?);
    let (width, height) = page.render_dimensions();
    let scale = longest / width.max(height);
    let side = |length: f32| (length * scale).round().clamp(SIDE_MIN, longest) as u16;
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        width: Some(side(width)),
        height: Some(side(height)),
        bg_color: WHITE,
    };
    let drawn = hayro::render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let (width, height) = (drawn.width().into(), drawn.height().into());
    let opaque = RgbaImage::from_raw(width, height, drawn.data_as_u8_slice().to_vec())?;
    Some(DynamicImage::from(DynamicImage::from(opaque).into_rgb8()))
}
