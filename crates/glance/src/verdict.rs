//! What an inspection says: what the file is, what is odd about it, and whether it may be decoded at all.
//!
//! The names in the written form (snake case) are kept for good: other programs and the sentences in two
//! languages hang on them.

use serde::{Deserialize, Serialize};

use crate::Kind;

/// What the bytes of a file say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    pub kind: Kind,
    /// As a picture declares it, before turning; nothing else has one.
    pub size: Option<Size>,
    /// Each at most once, in the order in which they were noticed.
    pub warnings: Vec<Warning>,
    /// Why nothing of it may be decoded; `None` if it may.
    pub refused: Option<Refused>,
}

impl Inspected {
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind, size: None, warnings: Vec::new(), refused: None }
    }

    pub(crate) fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

/// In pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

/// Why a file is not decoded. The file is kept all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Refused {
    /// A picture so large that drawing it would fill the memory.
    #[error("the picture claims to be {width} by {height} pixels, which is too large to draw")]
    PixelFlood { width: u32, height: u32 },
    /// An archive that claims to unpack to much more than it is.
    #[error("the archive claims to unpack to {unpacked_bytes} bytes, which is too much to be honest")]
    ArchiveBomb { unpacked_bytes: u64 },
    #[error("the archive holds {members} files, which is too many to be honest")]
    TooManyMembers { members: u64 },
    /// Two members share bytes: the mark of a bomb that hides its size.
    #[error("files in the archive share the same bytes, which an honest archive never does")]
    OverlappingMembers,
    #[error("the archive holds other archives")]
    NestedArchive,
    /// Two programs would unpack two different things from it.
    #[error("the archive says one thing at its end and another at its files")]
    ContradictoryArchive,
    /// Compressed, without a list that says what is inside and how large it is.
    #[error("the compressed file does not say reliably what is inside")]
    Unlisted,
    /// Two things at once: what one program shows as a picture, another would run.
    #[error("the file is also something else: {with}")]
    Polyglot { with: Foreign },
    /// A PDF that begins as something else.
    #[error("the PDF does not begin at the beginning of the file")]
    HeaderNotFirst,
}

impl Refused {
    /// The name that stays: `pixel_flood` and so on.
    pub fn name(&self) -> &'static str {
        match self {
            Self::PixelFlood { .. } => "pixel_flood",
            Self::ArchiveBomb { .. } => "archive_bomb",
            Self::TooManyMembers { .. } => "too_many_members",
            Self::OverlappingMembers => "overlapping_members",
            Self::NestedArchive => "nested_archive",
            Self::ContradictoryArchive => "contradictory_archive",
            Self::Unlisted => "unlisted",
            Self::Polyglot { .. } => "polyglot",
            Self::HeaderNotFirst => "header_not_first",
        }
    }
}

/// The other thing that a polyglot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Foreign {
    Archive,
    /// HTML or SVG, which can carry scripts.
    Markup,
    /// A script that a server (PHP) or a browser (JavaScript behind a comment) would run.
    Script,
    Pdf,
    Program,
}

impl std::fmt::Display for Foreign {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(match self {
            Self::Archive => "an archive",
            Self::Markup => "a page for a browser",
            Self::Script => "a script",
            Self::Pdf => "a PDF",
            Self::Program => "a program",
        })
    }
}

/// What is odd about a file without being a reason to refuse it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// A PDF that carries JavaScript.
    PdfScript,
    /// A PDF that does something when it is opened or turned over.
    PdfActsByItself,
    /// A PDF that starts a program or opens another file.
    PdfLaunches,
    /// Other files are inside.
    EmbeddedFiles,
    /// Office or `LibreOffice` with macros.
    Macros,
    /// Some or all of it needs a password.
    Encrypted,
    /// An archive with something in it that a computer would run.
    HoldsProgram,
    /// An archive with a member that would be unpacked outside its folder.
    UnsafePaths,
    /// Bytes between the parts of an archive that belong to none.
    HiddenBytes,
    /// Bytes after the end that a viewer does not show.
    TrailingBytes,
    /// A second picture after the first, as telephones store depth and brightness.
    SecondPicture,
    /// A short film after the picture, as telephones store moving photographs.
    CarriesFilm,
    /// The end is missing.
    CutShort,
    /// A moving picture: only its first frame is shown.
    Animated,
    /// Only the first page is shown.
    MorePages,
    /// Text that a browser would show as a page; here it is text.
    Markup,
    /// Text with characters that hide or turn round what is written; they are shown as marks.
    HiddenCharacters,
}

impl Warning {
    /// The name that stays: `pdf_script` and so on.
    pub fn name(self) -> &'static str {
        match self {
            Self::PdfScript => "pdf_script",
            Self::PdfActsByItself => "pdf_acts_by_itself",
            Self::PdfLaunches => "pdf_launches",
            Self::EmbeddedFiles => "embedded_files",
            Self::Macros => "macros",
            Self::Encrypted => "encrypted",
            Self::HoldsProgram => "holds_program",
            Self::UnsafePaths => "unsafe_paths",
            Self::HiddenBytes => "hidden_bytes",
            Self::TrailingBytes => "trailing_bytes",
            Self::SecondPicture => "second_picture",
            Self::CarriesFilm => "carries_film",
            Self::CutShort => "cut_short",
            Self::Animated => "animated",
            Self::MorePages => "more_pages",
            Self::Markup => "markup",
            Self::HiddenCharacters => "hidden_characters",
        }
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(match self {
            Self::PdfScript => "the PDF carries a script",
            Self::PdfActsByItself => "the PDF does something by itself when it is opened",
            Self::PdfLaunches => "the PDF starts a program or opens another file",
            Self::EmbeddedFiles => "other files are inside",
            Self::Macros => "the document carries macros",
            Self::Encrypted => "some or all of it needs a password",
            Self::HoldsProgram => "the archive holds a program",
            Self::UnsafePaths => "the archive would write outside its folder",
            Self::HiddenBytes => "the archive has bytes that belong to no file in it",
            Self::TrailingBytes => "bytes follow after the end",
            Self::SecondPicture => "a second picture follows the first",
            Self::CarriesFilm => "a short film follows the picture",
            Self::CutShort => "the end is missing",
            Self::Animated => "the picture moves; only its first frame is shown",
            Self::MorePages => "only the first page is shown",
            Self::Markup => "the text would be a page in a browser",
            Self::HiddenCharacters => "characters that hide or turn round the text are shown as marks",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Foreign, Refused, Warning};

    #[test]
    fn the_names_are_those_of_the_written_form() {
        let reasons = [
            Refused::PixelFlood { width: 1, height: 1 },
            Refused::ArchiveBomb { unpacked_bytes: 1 },
            Refused::TooManyMembers { members: 1 },
            Refused::OverlappingMembers,
            Refused::NestedArchive,
            Refused::ContradictoryArchive,
            Refused::Unlisted,
            Refused::Polyglot { with: Foreign::Markup },
            Refused::HeaderNotFirst,
        ];
        for reason in reasons {
            assert_eq!(serde_json::to_value(&reason).unwrap()["reason"], reason.name());
        }
        for warning in [Warning::PdfScript, Warning::CarriesFilm, Warning::HiddenCharacters] {
            assert_eq!(serde_json::to_value(warning).unwrap(), warning.name());
        }
    }
}
