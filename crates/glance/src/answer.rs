//! What the child writes and the parent reads, once, before the child ends.
//!
//! ```text
//! glance1\n                     8 bytes
//! length of the head            4 bytes, big-endian, at most 64 KiB
//! length of the blurred picture 4 bytes, big-endian, 0 if there is none
//! length of the clear picture   4 bytes, big-endian, 0 if there is none
//! the head                      a `Look` as JSON, without the bytes of pictures
//! the blurred picture           PNG or JPEG
//! the clear picture             PNG or JPEG
//! ```
//!
//! and nothing after it. The parent takes the child for one that a file has taken over: every length is
//! bounded, pictures must pass the same inspection as anybody's with nothing odd about them, and an
//! excerpt must be as tame as the child should have made it.

use crate::look::Picture;
use crate::render::{CLEAR_SIDE_MAX, is_tame};
use crate::{Kind, Look, Shown, inspect};

const MAGIC: &[u8; 8] = b"glance1\n";
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// The largest whole answer, in bytes.
pub(crate) const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;
/// There are not as many warnings as this.
const WARNINGS_MAX: usize = 32;

/// Why an answer is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unbelievable {
    #[error("its lengths do not fit")]
    Frame,
    #[error("its head is not one")]
    Head,
    #[error("a picture in it is not a plain small picture")]
    Picture,
    #[error("the text in it is too long or not tame")]
    Text,
}

/// The answer as bytes; `None` if it would be larger than an answer may be.
pub(crate) fn write(look: &Look) -> Option<Vec<u8>> {
    let head = serde_json::to_vec(look).ok()?;
    let (blurred, clear): (&[u8], &[u8]) = match &look.shown {
        Shown::Picture { blurred, clear } => (&blurred.bytes, &clear.bytes),
        Shown::Refused(_) | Shown::Text { .. } | Shown::Nothing(_) => (&[], &[]),
    };
    let mut answer = MAGIC.to_vec();
    for part in [&head, blurred, clear] {
        answer.extend(u32::try_from(part.len()).ok()?.to_be_bytes());
    }
    for part in [&head, blurred, clear] {
        answer.extend(part);
    }
    (answer.len() <= ANSWER_BYTES_MAX && head.len() <= HEAD_BYTES_MAX).then_some(answer)
}

/// The look in an answer, if every part of it can be believed.
pub(crate) fn read(answer: &[u8]) -> Result<Look, Unbelievable> {
    let (head, blurred_bytes, clear_bytes) = parts(answer).ok_or(Unbelievable::Frame)?;
    let mut look: Look = serde_json::from_slice(head).map_err(|_| Unbelievable::Head)?;
    if look.warnings.len() > WARNINGS_MAX {
        return Err(Unbelievable::Head);
    }
    match &mut look.shown {
        Shown::Picture { blurred, clear } => {
            take(blurred, blurred_bytes)?;
            take(clear, clear_bytes)?;
        }
        _ if !blurred_bytes.is_empty() || !clear_bytes.is_empty() => return Err(Unbelievable::Frame),
        Shown::Text { excerpt, .. } if !is_tame(excerpt) => return Err(Unbelievable::Text),
        Shown::Text { .. } | Shown::Refused(_) | Shown::Nothing(_) => (),
    }
    Ok(look)
}

fn parts(answer: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let rest = answer.strip_prefix(MAGIC)?;
    let (lengths, rest) = rest.split_at_checked(12)?;
    let mut lengths = lengths
        .chunks_exact(4)
        .filter_map(|length| usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok());
    let head = lengths.next().filter(|length| *length <= HEAD_BYTES_MAX)?;
    let (head, rest) = rest.split_at_checked(head)?;
    let (blurred, rest) = rest.split_at_checked(lengths.next()?)?;
    let (clear, rest) = rest.split_at_checked(lengths.next()?)?;
    rest.is_empty().then_some((head, blurred, clear))
}

/// Gives a picture its bytes, if they are a picture of the size that the head says.
fn take(picture: &mut Picture, bytes: &[u8]) -> Result<(), Unbelievable> {
    let found = inspect(bytes);
    let is_plain = matches!(found.kind, Kind::Jpeg | Kind::Png)
        && found.refused.is_none()
        && found.warnings.is_empty()
        && found.size == Some(picture.size)
        && picture.size.width.max(picture.size.height) <= CLEAR_SIDE_MAX;
    if !is_plain {
        return Err(Unbelievable::Picture);
    }
    picture.bytes = bytes.to_vec();
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{NothingShown, Size, Warning};

    fn look(shown: Shown) -> Look {
        Look { kind: Kind::Png, size: None, warnings: vec![Warning::Animated], shown }
    }

    fn with_picture() -> Look {
        let drawn = image::DynamicImage::new_rgb8(3, 2);
        let mut bytes = Vec::new();
        drawn.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        let picture = Picture { size: Size { width: 3, height: 2 }, bytes };
        look(Shown::Picture { blurred: picture.clone(), clear: picture })
    }

    #[test]
    fn an_answer_is_read_as_it_was_written() {
        let text = Shown::Text { excerpt: "ŵ\n".to_owned(), cut: true };
        for look in [with_picture(), look(text), look(Shown::Nothing(NothingShown::NotDrawn))] {
            assert_eq!(read(&write(&look).unwrap()), Ok(look));
        }
    }

    #[test]
    fn an_answer_that_is_not_whole_or_goes_on_is_not_believed() {
        let answer = write(&with_picture()).unwrap();
        for length in 0..answer.len() {
            assert_eq!(read(&answer[..length]), Err(Unbelievable::Frame), "{length}");
        }
        assert_eq!(read(&[&answer[..], b"x"].concat()), Err(Unbelievable::Frame));
    }

    #[test]
    fn a_picture_that_carries_more_than_pixels_is_not_believed() {
        let Shown::Picture { blurred, clear } = with_picture().shown else { panic!("it has a picture") };
        let more = Picture { bytes: [&clear.bytes[..], b"more"].concat(), ..clear.clone() };
        let larger = Picture { size: Size { width: 4, height: 2 }, ..clear };
        for clear in [more, larger] {
            let answer = write(&look(Shown::Picture { blurred: blurred.clone(), clear })).unwrap();
            assert_eq!(read(&answer), Err(Unbelievable::Picture));
        }
    }

    #[test]
    fn text_that_is_wild_or_endless_is_not_believed() {
        for excerpt in ["a\u{202E}b".to_owned(), "a".repeat(36_001)] {
            let answer = write(&look(Shown::Text { excerpt, cut: false })).unwrap();
            assert_eq!(read(&answer), Err(Unbelievable::Text));
        }
    }

    proptest! {
        #[test]
        fn no_garbled_answer_makes_the_parent_panic(at in any::<prop::sample::Index>(), to in any::<u8>()) {
            let mut answer = write(&with_picture()).unwrap();
            let at = at.index(answer.len());
            answer[at] = to;
            let _believed_or_not = read(&answer);
        }
    }
}
