//! The body of a picture: which bytes are pixels, which are notes, and where it ends.
//!
//! A walker goes from part to part and tells here what it meets. Only notes (comments, EXIF, unknown
//! parts) and what follows the end are searched for other kinds: pixels contain anything by chance, and a
//! photograph's XMP note is XML without being a page. Each declared size counts, not only the first: a
//! small screen with a huge frame is a flood too.

use crate::inspect::foreign;
use crate::{Foreign, Inspected, Refused, Size, Warning};

/// Any larger side is no photograph. The widest WebP and the usual limit of graphics cards.
const SIDE_MAX: u32 = 16_384;
/// Telephones take 50 megapixels; four bytes each of this many fit the child's memory once.
const PIXELS_MAX: u64 = 64_000_000;
/// Where programs look for the mark of a kind, in bytes.
const HEAD: usize = 1024;

/// Whether a picture of so many pixels is too large to decode.
pub(crate) fn is_flood(width: u32, height: u32) -> bool {
    width.max(height) > SIDE_MAX || u64::from(width) * u64::from(height) > PIXELS_MAX
}

pub(super) struct Anatomy<'a> {
    pub(super) bytes: &'a [u8],
    size: Option<Size>,
    flood: Option<Size>,
    foreign: Option<Foreign>,
    /// How many pictures follow one another.
    pub(super) frames: u32,
    /// Where a viewer stops reading, if the end is there.
    pub(super) end: Option<usize>,
    /// Whether a note closes a comment of JavaScript.
    closes_comment: bool,
}

impl<'a> Anatomy<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, size: None, flood: None, foreign: None, frames: 0, end: None, closes_comment: false }
    }

    /// A declared size, in pixels. The first is that of the picture.
    pub(super) fn area(&mut self, width: u32, height: u32) {
        let size = Size { width, height };
        if is_flood(width, height) {
            self.flood.get_or_insert(size);
        }
        self.size.get_or_insert(size);
    }

    /// Bytes that are not pixels. Fewer than four say nothing.
    pub(super) fn note(&mut self, from: usize, to: usize) {
        let note = self.bytes.get(from..to.min(self.bytes.len())).unwrap_or_default();
        if note.len() < 4 {
            return;
        }
        if self.foreign.is_none() {
            self.foreign = foreign::within(note);
        }
        self.closes_comment |= memchr::memmem::find(note, b"*/").is_some();
    }

    /// The verdict when the walk is over.
    pub(super) fn judge(mut self, found: &mut Inspected) -> Result<(), Refused> {
        found.size = self.size;
        if self.frames > 1 {
            found.warn(Warning::Animated);
        }
        let trailing = self.end.map(|end| self.bytes.get(end..).unwrap_or_default());
        match trailing {
            None => found.warn(Warning::CutShort),
            Some([]) => (),
            Some(trailing) => {
                self.note(self.bytes.len() - trailing.len(), self.bytes.len());
                self.foreign = self.foreign.or_else(|| foreign::begins(trailing));
                if let Some(warning) = warning(trailing) {
                    found.warn(warning);
                }
            }
        }
        self.foreign = self.foreign.or_else(|| foreign::within(self.bytes.get(..HEAD).unwrap_or(self.bytes)));
        self.foreign = self.foreign.or_else(|| foreign::zip_at_end(self.bytes).then_some(Foreign::Archive));
        // `GIF89a/*…*/=1;run()` is a picture of 10,799 pixels, and JavaScript. A JPEG does it with a length.
        let opens_comment = [4, 6].iter().any(|at| self.bytes.get(*at..*at + 2) == Some(b"/*"));
        if opens_comment && self.closes_comment {
            self.foreign.get_or_insert(Foreign::Script);
        }
        match (self.foreign, self.flood) {
            (Some(with), _) => Err(Refused::Polyglot { with }),
            (None, Some(Size { width, height })) => Err(Refused::PixelFlood { width, height }),
            (None, None) => Ok(()),
        }
    }
}

/// What follows the end of an honest picture; zeros are padding.
fn warning(trailing: &[u8]) -> Option<Warning> {
    let padding = trailing.iter().take_while(|byte| **byte == 0).count();
    match trailing.get(padding..).unwrap_or_default() {
        [] => None,
        [0xFF, 0xD8, 0xFF, ..] => Some(Warning::SecondPicture),
        // The padding took the zeros of the length before `ftyp` with it.
        film if memchr::memmem::find(film.get(..12).unwrap_or(film), b"ftyp").is_some() => {
            Some(Warning::CarriesFilm)
        }
        _ => Some(Warning::TrailingBytes),
    }
}
