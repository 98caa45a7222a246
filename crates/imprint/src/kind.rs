//! Which format a file has, by its first bytes: its name proves nothing.

use std::fmt;

/// The formats that are decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Jpeg,
    Png,
    Gif,
    WebP,
    Avif,
}

impl Kind {
    /// What the first bytes say; `None` for anything else.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
            Some(Self::Gif)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else if bytes.get(4..8) == Some(b"ftyp") {
            // The brands: the main one, a version, then those it can be read as.
            let length = u32::from_be_bytes(*bytes.first_chunk()?) as usize;
            let brands = bytes.get(8..length.min(256).min(bytes.len()))?;
            brands.chunks_exact(4).any(|brand| brand == b"avif" || brand == b"avis").then_some(Self::Avif)
        } else {
            None
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Avif => "AVIF",
        })
    }
}
