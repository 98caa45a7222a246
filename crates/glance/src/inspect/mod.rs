//! Judging a file by its bytes, without decoding any.
//!
//! Pure: no file, no clock, no allocation that grows faster than the file. Nothing is decompressed here: of a
//! picture only the declared sizes are read, of an archive only its list. What declares nothing reliable is
//! refused rather than measured, since measuring means unpacking.

mod anatomy;
mod foreign;
mod gif;
mod jpeg;
mod members;
mod office;
mod pdf;
mod png;
mod read;
mod unlisted;
mod webp;
mod zip;

use crate::{Foreign, Inspected, Kind, Refused, Warning};

use self::anatomy::Anatomy;
pub(crate) use self::anatomy::is_flood;
use self::foreign::markup_begins;
pub(crate) use self::pdf::names as pdf_names;

/// The largest file that is looked at, in bytes: as large as any that is taken in.
pub const FILE_BYTES_MAX: usize = 50 * 1024 * 1024;

/// What a whole file says about itself. Never panics. Takes microseconds per megabyte, and half a
/// second for 50 MB made of nothing but the smallest notes.
pub fn inspect(bytes: &[u8]) -> Inspected {
    let mut found = Inspected::new(Kind::of(bytes));
    let verdict = match found.kind {
        Kind::Jpeg => picture(bytes, &mut found, jpeg::walk),
        Kind::Png => picture(bytes, &mut found, png::walk),
        Kind::Gif => picture(bytes, &mut found, gif::walk),
        Kind::Webp => picture(bytes, &mut found, webp::walk),
        Kind::Pdf => pdf::judge(bytes, &mut found),
        Kind::Zip => zip::judge(bytes, &mut found),
        Kind::Gzip => unlisted::gzip(bytes),
        Kind::Archive => unlisted::other(),
        Kind::OldOffice => {
            office::judge_old(bytes, &mut found);
            // What is attached to an old message or document may be a new one, which is a ZIP.
            unwalked(bytes, foreign::zip_to_end)
        }
        Kind::Text => {
            if markup_begins(bytes) {
                found.warn(Warning::Markup);
            }
            pdf::header_not_first(bytes)
        }
        Kind::Heif | Kind::OtherPicture | Kind::Rtf | Kind::Audio | Kind::Video | Kind::Unknown => {
            unwalked(bytes, foreign::zip_at_end)
        }
        // A program may carry anything, and is shown as nothing. The rest are told from their members, later.
        Kind::Program | Kind::Word | Kind::Sheet | Kind::Slides | Kind::OpenDocument | Kind::Epub => Ok(()),
    };
    found.refused = verdict.err();
    found
}

type Verdict = Result<(), Refused>;

fn picture(bytes: &[u8], found: &mut Inspected, walk: fn(&mut Anatomy<'_>) -> Option<()>) -> Verdict {
    let mut anatomy = Anatomy::new(bytes);
    // `None` only means that the bytes ended before the structure did, which `end` tells too.
    let _cut_short = walk(&mut anatomy);
    anatomy.judge(found)
}

/// What is neither walked nor drawn is still not to be two things at once.
fn unwalked(bytes: &[u8], is_zip: fn(&[u8]) -> bool) -> Verdict {
    if is_zip(bytes) {
        return Err(Refused::Polyglot { with: Foreign::Archive });
    }
    pdf::header_not_first(bytes)
}
