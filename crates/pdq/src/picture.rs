//! Pixels as they come: eight bits a colour, row after row, without gaps.

/// What a pixel is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// One byte: how light it is.
    Grey,
    /// Three bytes: red, green, blue.
    Rgb,
}

impl Colour {
    /// Bytes of one pixel.
    pub const fn bytes(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::Rgb => 3,
        }
    }
}

/// A decoded picture that somebody else holds.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    width: usize,
    height: usize,
    colour: Colour,
    pixels: &'a [u8],
}

/// The pixels are not as many as the size says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{width} by {height} pixels of {colour:?} are not {bytes} bytes")]
pub struct NotThatSize {
    pub width: usize,
    pub height: usize,
    pub colour: Colour,
    pub bytes: usize,
}

impl<'a> Picture<'a> {
    /// A picture of one byte a pixel.
    pub fn grey(width: usize, height: usize, pixels: &'a [u8]) -> Result<Self, NotThatSize> {
        Self::new(width, height, Colour::Grey, pixels)
    }

    /// A picture of three bytes a pixel.
    pub fn rgb(width: usize, height: usize, pixels: &'a [u8]) -> Result<Self, NotThatSize> {
        Self::new(width, height, Colour::Rgb, pixels)
    }

    /// A picture of either kind.
    pub fn new(width: usize, height: usize, colour: Colour, pixels: &'a [u8]) -> Result<Self, NotThatSize> {
        let bytes = width.checked_mul(height).and_then(|count| count.checked_mul(colour.bytes()));
        if bytes == Some(pixels.len()) {
            Ok(Self { width, height, colour, pixels })
        } else {
            Err(NotThatSize { width, height, colour, bytes: pixels.len() })
        }
    }

    pub const fn width(&self) -> usize {
        self.width
    }

    pub const fn height(&self) -> usize {
        self.height
    }

    pub const fn colour(&self) -> Colour {
        self.colour
    }

    pub(crate) const fn pixels(&self) -> &'a [u8] {
        self.pixels
    }
}

impl std::fmt::Debug for Picture<'_> {
    // What it shows is in no log.
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "Picture({} by {}, {:?})", self.width, self.height, self.colour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_are_as_many_as_the_size_says() {
        assert!(Picture::rgb(2, 3, &[0; 18]).is_ok());
        assert!(Picture::grey(2, 3, &[0; 6]).is_ok());
        assert!(Picture::rgb(2, 3, &[0; 17]).is_err());
        assert!(Picture::rgb(usize::MAX, 3, &[0; 17]).is_err());
        assert!(Picture::grey(0, 0, &[]).is_ok());
    }
}
