//! What cannot be read, and what was read and could not be kept: with its place, and without any hash.
//!
//! What a partner wrote is shown only where it cannot be a hash ([`shown`]): an MD5 in the wrong column would otherwise end
//! in an error, and from there in a log.

use std::fmt;

use super::PrintKind;

/// The largest document that is read, in bytes.
pub const BYTES_MAX: usize = 64 * 1024 * 1024;
/// How deep elements or objects may stand in each other.
pub const DEPTH_MAX: usize = 32;
/// The most records of one document.
pub const RECORDS_MAX: usize = 500_000;
/// The most asides that are told apart; beyond it they are counted with the last.
const ASIDES_MAX: usize = 200;

/// What was read, and what could not be kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T> {
    pub of: T,
    pub asides: Vec<Aside>,
}

/// What was written, and what the format has no place for.
#[derive(Clone, PartialEq, Eq)]
pub struct Written {
    pub text: String,
    pub asides: Vec<Aside>,
}

impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Written").field("bytes", &self.text.len()).field("asides", &self.asides).finish()
    }
}

/// Why something cannot be read: where it stands, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct Wrong {
    pub place: String,
    pub problem: Problem,
}

impl Wrong {
    pub(super) fn at(place: impl Into<String>, problem: Problem) -> Self {
        Self { place: place.into(), problem }
    }
}

/// What is wrong, and the way out of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("it is larger than {BYTES_MAX} bytes: send it in parts")]
    TooLarge,
    #[error("it is nested more than {DEPTH_MAX} deep, which no such document is: make it again")]
    TooDeep,
    #[error("it holds more than {0}: send it in parts")]
    TooMany(usize),
    #[error("byte {0} is not UTF-8: save the file as UTF-8")]
    NotUtf8(usize),
    #[error("it is UTF-16: save the file as UTF-8")]
    Utf16,
    #[error("this is not well-formed {0} here: mend it, or make the document again")]
    NotWellFormed(&'static str),
    #[error("the document has a type or entities of its own: take the <!DOCTYPE> out")]
    DocumentType,
    #[error("this is not {0}: send that")]
    NotThis(&'static str),
    #[error("there is no `{0}`: write it")]
    Missing(&'static str),
    #[error("`{0}` stands here twice: leave one")]
    Twice(String),
    #[error("it must be {0}: write it so")]
    MustBe(&'static str),
    #[error(transparent)]
    Hash(#[from] super::NotAHash),
    #[error("it is no time with its zone: write it like 2026-11-27T10:46:40Z")]
    NotATime,
    #[error("it has no fingerprint that can be read: a record must have one")]
    NoPrint,
    #[error("the address of the next page leads elsewhere: take only one that begins with /v2/entries?")]
    LeadsElsewhere,
    #[error("it says that there is more, and not where: ask again from the last checkpoint")]
    MoreButNotWhere,
    #[error("it sends to a page that was read already: ask again from the last checkpoint")]
    InCircles,
}

/// Something that is told beside what was read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Where it was seen first.
    pub place: String,
    pub what: What,
    pub times: usize,
}

impl fmt::Display for Aside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)?;
        if self.times > 1 { write!(f, " ({} times)", self.times) } else { Ok(()) }
    }
}

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum What {
    #[error("`{field}` has the value {value}, which is not known here")]
    UnknownValue { field: &'static str, value: String },
    #[error("a record was left out: {0}")]
    LeftOut(Problem),
    #[error("a fingerprint was left out: {0}")]
    PrintLeftOut(Problem),
    #[error("a detail was left out: {0}")]
    DetailLeftOut(Problem),
    #[error("it is a {0}, no picture and no video")]
    NotAPicture(&'static str),
    #[error("the fingerprint {} is kept elsewhere and must be fetched", .0.code())]
    KeptElsewhere(PrintKind),
    #[error("`{field}` says {said} where there are {counted}: it is not gone by")]
    Unreliable { field: &'static str, said: String, counted: usize },
    #[error("`{0}` is not taken over")]
    NotTaken(&'static str),
    #[error("this format has no place for {0}")]
    NoPlaceFor(&'static str),
    #[error("this format has no place for the fingerprint {}", .0.code())]
    NoPlaceForPrint(PrintKind),
    #[error("the checkpoint that came with it lies before the one there was, which stays")]
    CheckpointBack,
    #[error("further kinds of asides are not told apart")]
    AndMore,
}

/// Asides as they are found: the same one again is counted.
#[derive(Debug, Default)]
pub(super) struct Asides(Vec<Aside>);

impl Asides {
    pub(super) fn tell(&mut self, place: impl Into<String>, what: What) {
        if let Some(known) = self.0.iter_mut().find(|aside| aside.what == what) {
            known.times += 1;
        } else if self.0.len() < ASIDES_MAX {
            self.0.push(Aside { place: place.into(), what, times: 1 });
        } else if let Some(last) = self.0.last_mut() {
            if last.what == What::AndMore {
                last.times += 1;
            } else {
                self.0.push(Aside { place: place.into(), what: What::AndMore, times: 1 });
            }
        }
    }

    pub(super) fn unknown(&mut self, place: impl Into<String>, field: &'static str, value: &str) {
        self.tell(place, What::UnknownValue { field, value: shown(value) });
    }

    pub(super) fn done(self) -> Vec<Aside> {
        self.0
    }
}

/// A text of a partner, if it cannot be a hash or part of one.
pub(super) fn shown(text: &str) -> String {
    let text = text.trim();
    let hashlike = text.chars().filter(char::is_ascii_digit).count() > 5
        || text.len() >= 12 && text.chars().all(|c| c.is_ascii_hexdigit());
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || " _-./".contains(c));
    if plain && !hashlike && text.len() <= 40 { format!("`{text}`") } else { "(not shown)".to_owned() }
}

/// The text of a document: bounded, UTF-8, without the mark that some tools put before it.
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, Wrong> {
    let whole = |problem| Wrong::at("the document", problem);
    if bytes.len() > BYTES_MAX {
        return Err(whole(Problem::TooLarge));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(whole(Problem::Utf16));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|why| whole(Problem::NotUtf8(why.valid_up_to())))
}

/// A moment with its zone.
pub(super) fn moment(text: &str) -> Result<jiff::Timestamp, Problem> {
    // A time without a zone is not read as UTC: that is how an hour of entries is lost every summer.
    text.trim().parse().map_err(|_| Problem::NotATime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_hash_is_not_shown() {
        for text in [
            "d41d8cd98f00b204e9800998ecf8427e",
            "abcdefabcdef",
            "12,34,56,78",
            "AAECAwQFBgcICQ==",
            "f8f8f0cee0f4a84f",
            "a value that is far too long to be the name of anything at all",
            "<b>",
        ] {
            assert_eq!(shown(text), "(not shown)", "{text}");
        }
        for text in ["ImagePDQ", "QualityUnknown", "C4", "tmk_pdqf", "A1"] {
            assert_eq!(shown(text), format!("`{text}`"));
        }
    }

    #[test]
    fn a_mark_before_the_text_is_taken_off_and_utf_16_is_named() {
        assert_eq!(text_of(b"\xef\xbb\xbf{}"), Ok("{}"));
        assert_eq!(text_of(b"\xff\xfe{\0").unwrap_err().problem, Problem::Utf16);
        let wrong = text_of(b"ab\xc3\x28").unwrap_err();
        assert_eq!(wrong.to_string(), "the document: byte 2 is not UTF-8: save the file as UTF-8");
    }

    #[test]
    fn a_time_without_its_zone_is_not_guessed() {
        assert!(moment("2026-07-01T10:00:00").is_err());
        assert_eq!(moment("2026-07-01T10:00:00+01:00"), moment("2026-07-01T09:00:00Z"));
        assert_eq!(moment("2023-06-07T02:31:49.8300Z"), moment("2023-06-07T02:31:49.83Z"));
    }

    #[test]
    fn the_same_aside_is_counted_and_too_many_are_not_told_apart() {
        let mut asides = Asides::default();
        for at in 0..1000 {
            asides.tell("here", What::NoPlaceFor("tags"));
            asides.tell("here", What::LeftOut(Problem::NotUtf8(at)));
        }
        let told = asides.done();
        assert_eq!((told[0].times, told.len()), (1000, ASIDES_MAX + 1));
        assert_eq!(told[ASIDES_MAX].what, What::AndMore);
        assert_eq!(told[0].to_string(), "here: this format has no place for tags (1000 times)");
    }
}
