//! Decoding what passed inspection, in the confined child only, and drawing it anew.
//!
//! The decoders are others' and may have faults; they run where a fault reaches nothing. From a picture only
//! the pixels come out: place, time, device, comments and colour notes stay behind because nothing copies them.

mod page;
mod picture;
mod text;

use crate::{Inspected, Kind, NothingShown, Shown};

pub(crate) use self::picture::CLEAR_SIDE_MAX;
pub(crate) use self::text::is_tame;

/// What to show of a file that was not refused; `None` if it could not be decoded.
pub(crate) fn render(bytes: Vec<u8>, found: &mut Inspected) -> Option<Shown> {
    use image::ImageFormat::{Gif, Jpeg, Png, WebP};
    match found.kind {
        Kind::Jpeg => picture::draw(&bytes, Jpeg),
        Kind::Png => picture::draw(&bytes, Png),
        Kind::Gif => picture::draw(&bytes, Gif),
        Kind::Webp => picture::draw(&bytes, WebP),
        Kind::Pdf => page::draw(bytes, found),
        Kind::Text => Some(text::excerpt(&bytes, found)),
        Kind::Heif
        | Kind::OtherPicture
        | Kind::Rtf
        | Kind::Zip
        | Kind::Word
        | Kind::Sheet
        | Kind::Slides
        | Kind::OpenDocument
        | Kind::Epub
        | Kind::OldOffice
        | Kind::Gzip
        | Kind::Archive
        | Kind::Audio
        | Kind::Video
        | Kind::Program
        | Kind::Unknown => Some(Shown::Nothing(NothingShown::NotDrawn)),
    }
}
