//! A picture made small, for all the ways to ask that need no detail.

use pdq::{Picture, Turned};

use crate::raster::{Ground, Raster};

/// Red, green and blue, row by row.
#[derive(Clone)]
pub(crate) struct Small {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pixels: Vec<[u8; 3]>,
}

/// A part of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) left: usize,
    pub(crate) top: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Small {
    /// Averages areas so that the longer side is at most `side`; smaller pictures stay as they are.
    pub(crate) fn new(raster: &Raster, ground: Ground, side: usize) -> Self {
        let (width, height) = raster.size();
        let longer = width.max(height).max(1);
        let fit = |length: usize| if longer <= side { length } else { (length * side / longer).max(1) };
        let (small_width, small_height) = (fit(width), fit(height));
        let bytes = raster.colour().bytes();
        let mut sums = vec![[0_u32; 4]; small_width];
        let (mut pixels, mut y) = (Vec::with_capacity(small_width * small_height), 0);
        let column: Vec<usize> = (0..width).map(|x| x * small_width / width).collect();
        raster.rows(ground, |rows| {
            for row in rows.chunks_exact(width * bytes) {
                for (pixel, column) in row.chunks_exact(bytes).zip(&column) {
                    let sum = &mut sums[*column];
                    for (channel, sum) in sum[..3].iter_mut().enumerate() {
                        *sum += u32::from(pixel[channel.min(bytes - 1)]);
                    }
                    sum[3] += 1;
                }
                y += 1;
                // The last row of those that become one.
                if y == height || y * small_height / height > (y - 1) * small_height / height {
                    for sum in &mut sums {
                        let [red, green, blue, count] = std::mem::take(sum);
                        let mean = |sum: u32| u8::try_from((sum + count / 2) / count.max(1)).unwrap_or(255);
                        pixels.push([mean(red), mean(green), mean(blue)]);
                    }
                }
            }
        });
        Self { width: small_width, height: small_height, pixels }
    }

    pub(crate) fn turned(&self) -> Turned {
        let picture = Picture::rgb(self.width, self.height, self.pixels.as_flattened());
        picture.map_or(Turned { hashes: [pdq::Hash::NONE; 8], quality: 0 }, |picture| picture.turned())
    }

    /// As it is with so many pixels more on each side, that repeat the edge; or fewer.
    pub(crate) fn reaching(&self, left: isize, top: isize, right: isize, bottom: isize) -> Self {
        let length = |side: usize, more: isize| side.saturating_add_signed(more).max(1);
        let (width, height) = (length(self.width, left + right), length(self.height, top + bottom));
        let place = |at: usize, before: isize, side: usize| {
            let at = isize::try_from(at).unwrap_or(isize::MAX) - before;
            // Mirrored at the edge: nearer to what was there than to repeat it.
            let at = if at < 0 { -1 - at } else { at };
            let at = usize::try_from(at).unwrap_or(0);
            if at >= side { (2 * side - 1).saturating_sub(at) } else { at }
        };
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let row = place(y, top, self.height) * self.width;
            pixels.extend((0..width).map(|x| self.pixels[row + place(x, left, self.width)]));
        }
        Self { width, height, pixels }
    }

    pub(crate) fn part(&self, part: Part) -> Self {
        let rows = &self.pixels[part.top * self.width..(part.top + part.height) * self.width];
        let pixels = rows
            .chunks_exact(self.width)
            .flat_map(|row| &row[part.left..part.left + part.width])
            .copied()
            .collect();
        Self { width: part.width, height: part.height, pixels }
    }

    /// What is left when plain bands along the edges are taken away; `None` if there are none, or little else.
    pub(crate) fn without_bands(&self) -> Option<Part> {
        let plain = |places: &mut dyn Iterator<Item = usize>| {
            let mut pixels = places.map(|place| self.pixels[place]);
            let first = pixels.next().unwrap_or_default();
            let alike =
                |pixel: [u8; 3]| pixel.iter().zip(first).all(|(one, other)| one.abs_diff(other) <= BAND);
            pixels.all(alike).then_some(first)
        };
        let row = |y: usize| plain(&mut (0..self.width).map(|x| y * self.width + x));
        let column = |x: usize| plain(&mut (0..self.height).map(|y| y * self.width + x));
        let (top, bottom) = bands(self.height, row);
        let (left, right) = bands(self.width, column);
        let part = Part { left, top, width: self.width - left - right, height: self.height - top - bottom };
        let whole = part.width == self.width && part.height == self.height;
        (!whole && part.width >= 16 && part.height >= 16).then_some(part)
    }
}

/// By how much the colours of a band may differ: what compression does to a plain one.
const BAND: u8 = 20;

/// How many lines from either end are plain and of one colour.
fn bands(length: usize, line: impl Fn(usize) -> Option<[u8; 3]>) -> (usize, usize) {
    let from = |at: &dyn Fn(usize) -> usize| {
        let first = line(at(0));
        let alike = |colour: [u8; 3]| {
            first
                .is_some_and(|first| first.iter().zip(colour).all(|(one, other)| one.abs_diff(other) <= BAND))
        };
        (0..length / 2).take_while(|step| line(at(*step)).is_some_and(alike)).count()
    };
    (from(&|step| step), from(&|step| length - 1 - step))
}
