//! A decoded picture, and the same as it is meant to be seen: upright, on a ground, in grey or in colour.

use image::metadata::Orientation;
use pdq::{Colour, Picture, Rows};

/// Decoded, as the file has it.
pub(crate) struct Raster {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Bytes of a pixel: light; light and cover; red, green and blue; the same and cover.
    pub(crate) channels: usize,
    pub(crate) pixels: Vec<u8>,
    pub(crate) turned: Orientation,
}

/// What is laid below the see-through parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    White,
    Black,
}

impl Raster {
    /// Width and height as seen.
    pub(crate) fn size(&self) -> (usize, usize) {
        if self.is_on_its_side() { (self.height, self.width) } else { (self.width, self.height) }
    }

    fn is_on_its_side(&self) -> bool {
        match self.turned {
            Orientation::NoTransforms
            | Orientation::Rotate180
            | Orientation::FlipHorizontal
            | Orientation::FlipVertical => false,
            Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH => true,
        }
    }

    pub(crate) fn colour(&self) -> Colour {
        if self.channels < 3 { Colour::Grey } else { Colour::Rgb }
    }

    /// Whether something of it can be seen through.
    pub(crate) fn is_see_through(&self) -> bool {
        self.channels.is_multiple_of(2)
            && self.pixels.chunks_exact(self.channels).any(|pixel| pixel.last() != Some(&255))
    }

    /// Its rows as seen, some at a time, without gaps.
    pub(crate) fn rows(&self, ground: Ground, mut take: impl FnMut(&[u8])) {
        let bytes = self.colour().bytes();
        if self.turned == Orientation::NoTransforms && self.channels == bytes {
            return take(&self.pixels);
        }
        let (width, height) = self.size();
        let mut block = vec![0; width * bytes * 16];
        for from in (0..height).step_by(16) {
            let count = 16.min(height - from);
            // Down first: on its side, neighbours below each other are neighbours in the file.
            for x in 0..width {
                for y in 0..count {
                    let pixel = self.pixel(x, from + y);
                    let place = (y * width + x) * bytes;
                    laid(pixel, ground, &mut block[place..place + bytes]);
                }
            }
            take(&block[..count * width * bytes]);
        }
    }

    /// The pixel that is seen there.
    fn pixel(&self, x: usize, y: usize) -> &[u8] {
        let (right, bottom) = (self.width - 1, self.height - 1);
        let (x, y) = match self.turned {
            Orientation::NoTransforms => (x, y),
            Orientation::FlipHorizontal => (right - x, y),
            Orientation::Rotate180 => (right - x, bottom - y),
            Orientation::FlipVertical => (x, bottom - y),
            Orientation::Rotate90FlipH => (y, x),
            Orientation::Rotate90 => (y, bottom - x),
            Orientation::Rotate270FlipH => (right - y, bottom - x),
            Orientation::Rotate270 => (right - y, x),
        };
        let place = (y * self.width + x) * self.channels;
        &self.pixels[place..place + self.channels]
    }

    /// Its hash as seen.
    pub(crate) fn hash(&self, ground: Ground) -> pdq::Hashed {
        let (width, height) = self.size();
        if self.turned == Orientation::NoTransforms
            && self.channels == self.colour().bytes()
            && let Ok(picture) = Picture::new(width, height, self.colour(), &self.pixels)
        {
            return picture.hash();
        }
        let mut rows = Rows::new(width, height, self.colour());
        self.rows(ground, |some| rows.take(some));
        rows.hash()
    }
}

impl Raster {
    /// The hashes of all eight ways to turn it.
    pub(crate) fn turned(&self, ground: Ground) -> pdq::Turned {
        let (width, height) = self.size();
        let mut rows = Rows::new(width, height, self.colour()).for_turning();
        self.rows(ground, |some| rows.take(some));
        rows.turned()
    }
}

/// One pixel on its ground.
fn laid(pixel: &[u8], ground: Ground, out: &mut [u8]) {
    let colours = out.len();
    if pixel.len() == colours {
        out.copy_from_slice(pixel);
        return;
    }
    let cover = u16::from(pixel[colours]);
    let below = match ground {
        Ground::White => 255,
        Ground::Black => 0,
    };
    for (out, colour) in out.iter_mut().zip(pixel) {
        let mixed = (u16::from(*colour) * cover + below * (255 - cover) + 127) / 255;
        *out = u8::try_from(mixed).unwrap_or(255);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 3 by 2: 1 2 3 above 4 5 6.
    fn seen(turned: Orientation) -> (usize, Vec<u8>) {
        let raster = Raster { width: 3, height: 2, channels: 1, pixels: vec![1, 2, 3, 4, 5, 6], turned };
        let mut pixels = Vec::new();
        raster.rows(Ground::White, |rows| pixels.extend_from_slice(rows));
        (raster.size().0, pixels)
    }

    #[test]
    fn every_note_of_turning_is_followed_as_the_image_library_follows_it() {
        for exif in 1..=8 {
            let turned = Orientation::from_exif(exif).unwrap();
            let grey = image::GrayImage::from_raw(3, 2, vec![1, 2, 3, 4, 5, 6]).unwrap();
            let mut theirs = image::DynamicImage::from(grey);
            theirs.apply_orientation(turned);
            assert_eq!(seen(turned), (theirs.width() as usize, theirs.into_bytes()), "{exif}");
        }
    }

    #[test]
    fn what_is_see_through_lies_on_its_ground() {
        let mut out = [0; 3];
        laid(&[200, 100, 0, 0], Ground::White, &mut out);
        assert_eq!(out, [255; 3]);
        laid(&[200, 100, 0, 0], Ground::Black, &mut out);
        assert_eq!(out, [0; 3]);
        laid(&[200, 100, 0, 128], Ground::Black, &mut out);
        assert_eq!(out, [100, 50, 0]);
        laid(&[200, 100, 0, 255], Ground::White, &mut out);
        assert_eq!(out, [200, 100, 0]);
    }
}
