//! What a file may ask for, before anything is decoded.

use crate::Kind;

/// How much is decoded at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Pixels that are only passed through, never held.
    pub passed_pixels_max: u64,
    /// Bytes of a decoded picture, whatever the size of its file.
    pub held_bytes_max: u64,
    /// Bytes of a decoded picture for each byte of its file, above [`Limits::held_bytes_unasked`]. A photograph has
    /// three to sixty; a bomb has thousands.
    pub held_bytes_for_each: u64,
    /// Bytes of a decoded picture that any file may ask for: a photograph of sixteen megapixels.
    pub held_bytes_unasked: u64,
    /// Frames of a moving picture that are looked at.
    pub frames_max: usize,
    /// Times that pixels are gone over: a progressive JPEG goes over all of them in each scan.
    pub work_pixels_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            passed_pixels_max: 250_000_000,
            held_bytes_max: 768 << 20,
            held_bytes_for_each: 100,
            held_bytes_unasked: 48 << 20,
            frames_max: 64,
            work_pixels_max: 2_000_000_000,
        }
    }
}

/// Why a file has no hash. Nothing of its content is in the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotHashed {
    #[error("this is no picture that can be hashed: JPEG, PNG, GIF, WebP and AVIF are")]
    OtherKind,
    #[error("the {0} says it is {1} by {2} pixels, which is more than is decoded")]
    TooManyPixels(Kind, u32, u32),
    #[error("the {0} says it is {1} by {2} pixels, which is far too many for a file of its size")]
    OutOfProportion(Kind, u32, u32),
    #[error("the {0} asks for more work than any ordinary picture")]
    TooMuchWork(Kind),
    #[error("the {0} is cut short")]
    CutShort(Kind),
    #[error("the {0} is broken")]
    Broken(Kind),
}

impl Limits {
    /// Whether a picture of this size, so many bytes a pixel, may be held.
    pub(crate) fn held(
        &self,
        kind: Kind,
        (width, height): (u32, u32),
        bytes_each: u64,
        file: &[u8],
    ) -> Result<(), NotHashed> {
        let bytes = (u64::from(width) * u64::from(height)).saturating_mul(bytes_each);
        if bytes > self.held_bytes_max {
            return Err(NotHashed::TooManyPixels(kind, width, height));
        }
        let earned = (file.len() as u64).saturating_mul(self.held_bytes_for_each);
        if bytes > self.held_bytes_unasked.max(earned) {
            return Err(NotHashed::OutOfProportion(kind, width, height));
        }
        Ok(())
    }

    /// Whether a picture of this size may be passed through.
    pub(crate) fn passed(&self, kind: Kind, width: u32, height: u32) -> Result<(), NotHashed> {
        if u64::from(width) * u64::from(height) > self.passed_pixels_max {
            return Err(NotHashed::TooManyPixels(kind, width, height));
        }
        Ok(())
    }
}
