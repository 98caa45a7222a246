//! The hash of a picture: PDQ as the reference computes it, to the bit.

mod lanes;
mod matrix;
mod tent;

use crate::{Colour, Hash, Picture};
use matrix::Matrix;
pub use matrix::Turn;
use tent::{SIDE, Tent, luma};

/// A side shorter than this has no hash.
const SIDE_MIN: usize = 5;
/// Below this quality, a hash should not be matched: too much looks like it.
pub const QUALITY_MIN: u8 = 50;
/// Up to this distance, two pictures are taken to be the same.
pub const DISTANCE_MAX: u32 = 31;

/// A hash, and how much there was to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hashed {
    pub hash: Hash,
    /// 0 to 100; below [`QUALITY_MIN`] it should not be matched.
    pub quality: u8,
}

/// The hashes of a picture and of its seven turned and mirrored forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turned {
    /// In the order of [`Turn::ALL`].
    pub hashes: [Hash; 8],
    pub quality: u8,
}

impl Picture<'_> {
    /// Its hash and quality.
    pub fn hash(&self) -> Hashed {
        let mut rows = Rows::new(self.width(), self.height(), self.colour());
        rows.take(self.pixels());
        rows.hash()
    }

    /// The hashes of all eight ways to turn it, for little more than one.
    pub fn turned(&self) -> Turned {
        let mut rows = Rows::new(self.width(), self.height(), self.colour()).for_turning();
        rows.take(self.pixels());
        rows.turned()
    }
}

/// A picture that comes row by row: a decoder need not hold it whole.
pub struct Rows {
    width: usize,
    height: usize,
    colour: Colour,
    way: Way,
    /// Less than sixteen rows that wait for more.
    waiting: Vec<u8>,
    /// How many rows came.
    came: usize,
}

/// What is done with the rows.
enum Way {
    /// Too small for a hash.
    Nothing,
    /// It has the size already: the reference takes it as it is, but only where nothing is turned.
    AsItIs(Box<[[f32; SIDE]; SIDE]>),
    Filtered(Box<Tent>),
}

impl Rows {
    /// Of a picture of this size, from the top.
    pub fn new(width: usize, height: usize, colour: Colour) -> Self {
        let way = if width < SIDE_MIN || height < SIDE_MIN {
            Way::Nothing
        } else if (width, height) == (SIDE, SIDE) {
            Way::AsItIs(Box::new([[0.0; SIDE]; SIDE]))
        } else {
            Way::Filtered(Box::new(Tent::new(width, height, colour)))
        };
        Self { width, height, colour, way, waiting: Vec::new(), came: 0 }
    }

    /// To be asked for [`Self::turned`]: the reference filters a picture of 64 by 64 before it turns it, and does not
    /// filter it otherwise.
    #[must_use]
    pub fn for_turning(mut self) -> Self {
        if let Way::AsItIs(_) = self.way {
            self.way = Way::Filtered(Box::new(Tent::new(SIDE, SIDE, self.colour)));
        }
        self
    }

    /// Bytes of one row.
    pub const fn row_bytes(&self) -> usize {
        self.width * self.colour.bytes()
    }

    /// More of it: any number of bytes. What comes after the last row is left alone.
    pub fn take(&mut self, mut pixels: &[u8]) {
        let block = 16 * self.row_bytes();
        if !self.waiting.is_empty() {
            let lacking = (block - self.waiting.len()).min(pixels.len());
            self.waiting.extend_from_slice(&pixels[..lacking]);
            pixels = &pixels[lacking..];
            if self.waiting.len() == block || self.is_rest(self.waiting.len()) {
                let waiting = std::mem::take(&mut self.waiting);
                self.give(&waiting);
            }
        }
        while pixels.len() >= block && self.came < self.height && block > 0 {
            let whole = block.min((self.height - self.came) * self.row_bytes());
            self.give(&pixels[..whole]);
            pixels = &pixels[whole..];
        }
        if self.came < self.height && !pixels.is_empty() {
            let rest = ((self.height - self.came) * self.row_bytes()).min(pixels.len());
            if self.is_rest(rest) {
                self.give(&pixels[..rest]);
            } else {
                self.waiting.extend_from_slice(&pixels[..rest]);
            }
        }
    }

    /// Whether so many bytes are all that is left.
    const fn is_rest(&self, bytes: usize) -> bool {
        self.came + 16 > self.height && bytes == (self.height - self.came) * self.row_bytes()
    }

    /// Sixteen rows, or the last ones.
    fn give(&mut self, pixels: &[u8]) {
        match &mut self.way {
            Way::Nothing => {}
            Way::AsItIs(matrix) => {
                let bytes = self.width * self.colour.bytes();
                for (row, pixels) in matrix[self.came..].iter_mut().zip(pixels.chunks_exact(bytes)) {
                    for (light, pixel) in row.iter_mut().zip(pixels.chunks_exact(self.colour.bytes())) {
                        *light = match *pixel {
                            [red, green, blue] => luma(red, green, blue),
                            [grey, ..] => f32::from(grey),
                            [] => 0.0,
                        };
                    }
                }
            }
            Way::Filtered(tent) => tent.take(pixels),
        }
        self.came += pixels.len() / self.row_bytes();
    }

    /// The hash of what came. If rows are lacking, it is that of nothing: no hash, quality 0.
    pub fn hash(self) -> Hashed {
        match self.matrix() {
            Some(matrix) => Hashed { hash: matrix.coefficients().hash(), quality: matrix.quality() },
            None => Hashed { hash: Hash::NONE, quality: 0 },
        }
    }

    /// The eight hashes of what came, as [`Picture::turned`] gives them if this was made [`Self::for_turning`].
    pub fn turned(self) -> Turned {
        match self.matrix() {
            Some(matrix) => {
                let coefficients = matrix.coefficients();
                let hashes = Turn::ALL.map(|turn| coefficients.turned(turn).hash());
                Turned { hashes, quality: matrix.quality() }
            }
            None => Turned { hashes: [Hash::NONE; 8], quality: 0 },
        }
    }

    fn matrix(self) -> Option<Matrix> {
        if self.came < self.height {
            return None;
        }
        match self.way {
            Way::Nothing => None,
            Way::AsItIs(matrix) => Some(Matrix(*matrix)),
            Way::Filtered(tent) => Some(Matrix(tent.finish())),
        }
    }
}
