//! ZIP: the list at the end says what is inside, and each member repeats it before its bytes.
//!
//! ```text
//! member:  PK 03 04 · needs · flags · method · time · crc · packed · unpacked · name, extra (lengths) · bytes
//! list:    PK 01 02 · made by · then as above, comment, attributes · where the member begins       (each)
//! end:     PK 05 06 · … · how many · size and place of the list · comment
//! ```
//!
//! Only the list and the heads of the members are read. Where they disagree, two programs would unpack two
//! different things from one file, so it is refused. Large archives (ZIP64) put bigger numbers elsewhere; the
//! few that are under 50 MB and do so are followed.

use crate::inspect::foreign::{ZIP_END_BYTES, begins, within, zip_ends};
use crate::inspect::members::Members;
use crate::inspect::office;
use crate::inspect::read::{le16, le32, le64, place, slice};
use crate::{Foreign, Inspected, Refused, Warning};

const MEMBER: &[u8] = b"PK\x03\x04";
const LIST: &[u8] = b"PK\x01\x02";
const MEMBERS_MAX: u64 = 10_000;
/// A number that does not fit stands elsewhere.
const ELSEWHERE: u32 = u32::MAX;

/// One line of the list.
pub(super) struct Member<'a> {
    pub(super) name: &'a [u8],
    pub(super) encrypted: bool,
    pub(super) stored: bool,
    pub(super) deflated: bool,
    pub(super) packed: u64,
    pub(super) unpacked: u64,
    /// Where it begins and where its bytes end.
    pub(super) begins: usize,
    pub(super) ends: usize,
    /// Its bytes, packed.
    pub(super) content: &'a [u8],
}

/// Where the list stands and how long it is.
struct List {
    at: usize,
    to: usize,
    count: u64,
}

pub(super) fn judge(bytes: &[u8], found: &mut Inspected) -> Result<(), Refused> {
    let end = zip_ends(bytes).next().ok_or(Refused::Unlisted)?;
    let list = list(bytes, end).ok_or(Refused::Unlisted)?;
    trailing(bytes, end, found)?;
    if list.count > MEMBERS_MAX {
        return Err(Refused::TooManyMembers { members: list.count });
    }
    let mut members = Members::default();
    let mut at = list.at;
    for _ in 0..list.count {
        let (member, next) = member(bytes, at, list.at).ok_or(Refused::ContradictoryArchive)?;
        members.add(member)?;
        at = next;
    }
    // A list longer or shorter than it says hides members from one program or the other.
    if at != list.to {
        return Err(Refused::ContradictoryArchive);
    }
    found.kind = office::kind(members.all());
    members.judge(list.at, found)
}

fn list(bytes: &[u8], end: usize) -> Option<List> {
    let (count, size, at) = (le16(bytes, end + 10)?, le32(bytes, end + 12)?, le32(bytes, end + 16)?);
    let large = end.checked_sub(20).filter(|at| slice(bytes, *at, 4) == Some(b"PK\x06\x07"));
    let (count, size, at) = match large {
        None => (u64::from(count), place(size), place(at)),
        Some(locator) => {
            let at = place(le64(bytes, locator + 8)?);
            if slice(bytes, at, 4)? != b"PK\x06\x06" {
                return None;
            }
            (le64(bytes, at.checked_add(32)?)?, place(le64(bytes, at + 40)?), place(le64(bytes, at + 48)?))
        }
    };
    let to = at.checked_add(size)?;
    (to <= end).then_some(List { at, to, count })
}

/// After the end only its own comment may stand.
fn trailing(bytes: &[u8], end: usize, found: &mut Inspected) -> Result<(), Refused> {
    let comment = end + ZIP_END_BYTES;
    let length = le16(bytes, comment - 2).map_or(0, usize::from);
    let after = bytes.get(comment..).unwrap_or_default();
    if let Some(with) = within(after).or_else(|| begins(after)) {
        return Err(Refused::Polyglot { with });
    }
    if after.len() > length {
        found.warn(Warning::TrailingBytes);
    }
    if after.len() < length {
        found.warn(Warning::CutShort);
    }
    Ok(())
}

/// The line of the list at `at`, held against the head of its member; and where the next line begins.
fn member(bytes: &[u8], at: usize, list_at: usize) -> Option<(Member<'_>, usize)> {
    if slice(bytes, at, 4)? != LIST {
        return None;
    }
    let length = |offset: usize| le16(bytes, at + offset).map(usize::from);
    let (name_length, extra_length, comment_length) = (length(28)?, length(30)?, length(32)?);
    let name = slice(bytes, at + 46, name_length)?;
    let extra = slice(bytes, at + 46 + name_length, extra_length)?;
    let mut large = large_numbers(extra);
    let mut number = |offset: usize| match le32(bytes, at + offset)? {
        ELSEWHERE => large.next(),
        near => Some(u64::from(near)),
    };
    // In this order they stand in the extra part.
    let (unpacked, packed, begins) = (number(24)?, number(20)?, place(number(42)?));
    let (flags, method) = (le16(bytes, at + 8)?, le16(bytes, at + 10)?);
    let content_at = head_agrees(bytes, begins, &Head { name, flags, method, packed, unpacked })?;
    let ends = content_at.checked_add(place(packed)).filter(|ends| *ends <= list_at)?;
    let member = Member {
        name,
        encrypted: flags & 1 == 1,
        stored: method == 0,
        deflated: method == 8,
        packed,
        unpacked,
        begins,
        ends,
        content: bytes.get(content_at..ends)?,
    };
    Some((member, at + 46 + name_length + extra_length + comment_length))
}

/// What the list says of a member and its own head must say too.
struct Head<'a> {
    name: &'a [u8],
    flags: u16,
    method: u16,
    packed: u64,
    unpacked: u64,
}

/// Where the content of the member at `at` begins; `None` if its head says something else than the list.
fn head_agrees(bytes: &[u8], at: usize, listed: &Head<'_>) -> Option<usize> {
    if slice(bytes, at, 4)? != MEMBER {
        return None;
    }
    let (name_length, extra_length) =
        (usize::from(le16(bytes, at + 26)?), usize::from(le16(bytes, at + 28)?));
    let name = slice(bytes, at + 30, name_length)?;
    let extra = slice(bytes, at + 30 + name_length, extra_length)?;
    let mut large = large_numbers(extra);
    let mut number = |offset: usize| match le32(bytes, at + offset)? {
        ELSEWHERE => large.next(),
        near => Some(u64::from(near)),
    };
    let (unpacked, packed) = (number(22)?, number(18)?);
    // A writer that did not know the sizes yet leaves zeros here and writes them after the content.
    let later = listed.flags & 8 != 0 && packed == 0 && unpacked == 0;
    let agrees = name == listed.name
        && le16(bytes, at + 8)? == listed.method
        && (later || (packed, unpacked) == (listed.packed, listed.unpacked));
    agrees.then_some(at + 30 + name_length + extra_length)
}

/// The numbers of eight bytes in the part of the extras that ZIP64 uses.
fn large_numbers(extra: &[u8]) -> impl Iterator<Item = u64> {
    let mut at = 0;
    let mut found: &[u8] = &[];
    while let Some((id, length)) = le16(extra, at).zip(le16(extra, at + 2)) {
        let length = usize::from(length);
        if id == 1 {
            found = slice(extra, at + 4, length).unwrap_or_default();
            break;
        }
        at += 4 + length;
    }
    found.chunks_exact(8).filter_map(|number| le64(number, 0))
}

/// Whether the content of a member begins as an archive.
pub(super) fn is_archive(content: &[u8]) -> bool {
    content.starts_with(MEMBER) || begins(content) == Some(Foreign::Archive) || within_head(content)
}

fn within_head(content: &[u8]) -> bool {
    [b"Rar!\x1a\x07".as_slice(), b"7z\xbc\xaf\x27\x1c"].iter().any(|mark| content.starts_with(mark))
}
