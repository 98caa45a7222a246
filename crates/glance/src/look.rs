//! What staff get to see of a file.

use serde::{Deserialize, Serialize};

use crate::{Kind, Refused, Size, Warning};

/// A look at a file: what it is, what is odd about it, and a picture or an excerpt if there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    pub kind: Kind,
    /// Of the original, as it declares it, before turning.
    pub size: Option<Size>,
    /// Each at most once.
    pub warnings: Vec<Warning>,
    pub shown: Shown,
}

/// What there is to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Nothing was decoded, for this reason.
    Refused(Refused),
    /// Drawn anew from pixels. `blurred` comes first; `clear` only when somebody asks for it.
    Picture {
        blurred: Picture,
        clear: Picture,
    },
    /// The beginning, with characters that hide or turn round text shown as marks such as `[U+202E]`.
    Text {
        excerpt: String,
        /// Whether the file goes on after it.
        cut: bool,
    },
    Nothing(NothingShown),
}

/// Why there is nothing to show although nothing was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NothingShown {
    /// No preview is made of this kind.
    NotDrawn,
    /// It is broken, or needs more than a decoder may take.
    NotDecoded,
}

impl NothingShown {
    /// The name that stays: `not_drawn` or `not_decoded`.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotDrawn => "not_drawn",
            Self::NotDecoded => "not_decoded",
        }
    }
}

impl std::fmt::Display for NothingShown {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(match self {
            Self::NotDrawn => "no preview is made of this kind of file",
            Self::NotDecoded => "the file is broken or too costly to decode",
        })
    }
}

/// PNG or JPEG made here, without any note of the original.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// In pixels, turned the right way up.
    pub size: Size,
    /// On their way from the child they travel beside this head.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

impl Picture {
    /// `image/png` or `image/jpeg`.
    pub fn media_type(&self) -> &'static str {
        if self.bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" }
    }
}

impl std::fmt::Debug for Picture {
    // What it shows never reaches a log.
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "Picture({} by {}, {} bytes)", self.size.width, self.size.height, self.bytes.len())
    }
}
