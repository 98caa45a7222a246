//! All members of an archive together: what none of them shows alone.

use std::collections::HashSet;

use crate::inspect::office;
use crate::inspect::zip::{Member, is_archive};
use crate::{Inspected, Refused, Warning};

/// More than this unpacked, in bytes, is no evidence that somebody put together.
const UNPACKED_MAX: u64 = 200_000_000;
/// Times larger than packed. Text reaches 20; deflate cannot pass 1,032.
const RATIO_MAX: u64 = 100;
/// Below this, in bytes, the ratio does not matter: an empty table of a spreadsheet passes it.
const SMALL: u64 = 1_000_000;
/// A head and the sizes after a member take at most this between two of them, in bytes.
const BETWEEN_MAX: usize = 24;

const ARCHIVES: &[&str] = &[
    "7z", "apk", "arj", "bz2", "cab", "gz", "iso", "jar", "lz", "lzh", "rar", "tar", "tbz", "tgz", "txz",
    "xz", "zip", "zst",
];
const PROGRAMS: &[&str] = &[
    "app", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "ps1", "scr",
    "vbe", "vbs", "wsf",
];

/// Whether something that claims these sizes, in bytes, is a bomb.
pub(super) fn is_bomb(unpacked: u64, packed: u64) -> bool {
    unpacked > UNPACKED_MAX || (unpacked > SMALL && unpacked / packed.max(1) > RATIO_MAX)
}

#[derive(Default)]
pub(super) struct Members<'a> {
    all: Vec<Member<'a>>,
    unpacked: u64,
    packed: u64,
}

impl<'a> Members<'a> {
    /// One more. Refuses as soon as the sum is too much.
    pub(super) fn add(&mut self, member: Member<'a>) -> Result<(), Refused> {
        self.unpacked = self.unpacked.saturating_add(member.unpacked);
        self.packed = self.packed.saturating_add(member.packed);
        if is_bomb(self.unpacked, u64::MAX) {
            return Err(Refused::ArchiveBomb { unpacked_bytes: self.unpacked });
        }
        if lies(&member) {
            return Err(Refused::ContradictoryArchive);
        }
        self.all.push(member);
        Ok(())
    }

    pub(super) fn all(&self) -> &[Member<'a>] {
        &self.all
    }

    /// The verdict when all are there; `list_at` is where the list begins.
    pub(super) fn judge(mut self, list_at: usize, found: &mut Inspected) -> Result<(), Refused> {
        if is_bomb(self.unpacked, self.packed) {
            return Err(Refused::ArchiveBomb { unpacked_bytes: self.unpacked });
        }
        let mut names = HashSet::new();
        for member in &self.all {
            warn(member, found);
            if !names.insert(member.name) {
                return Err(Refused::ContradictoryArchive);
            }
        }
        self.apart(list_at, found)?;
        if self.all.iter().any(|member| has_ending(member.name, ARCHIVES) || hides_archive(member)) {
            return Err(Refused::NestedArchive);
        }
        office::warn(&self.all, found);
        Ok(())
    }

    /// No two members share bytes, and few lie between them.
    fn apart(&mut self, list_at: usize, found: &mut Inspected) -> Result<(), Refused> {
        self.all.sort_unstable_by_key(|member| member.begins);
        let mut before = 0;
        for member in &self.all {
            if member.begins < before {
                return Err(Refused::OverlappingMembers);
            }
            if member.begins - before > BETWEEN_MAX {
                found.warn(Warning::HiddenBytes);
            }
            before = member.ends;
        }
        if list_at.saturating_sub(before) > BETWEEN_MAX {
            found.warn(Warning::HiddenBytes);
        }
        Ok(())
    }
}

/// Whether the sizes cannot both be true: stored, they are equal; deflated, they cannot grow by an eighth. A
/// bomb that claims to be small is caught by that, unless it claims to be as large as it is packed; then
/// whoever unpacks it must count.
fn lies(member: &Member<'_>) -> bool {
    let most = member.unpacked.saturating_add(member.unpacked / 8).saturating_add(1024);
    (member.stored && !member.encrypted && member.packed != member.unpacked)
        || (member.deflated && member.packed > most)
}

fn warn(member: &Member<'_>, found: &mut Inspected) {
    if member.encrypted {
        found.warn(Warning::Encrypted);
    }
    if has_ending(member.name, PROGRAMS) {
        found.warn(Warning::HoldsProgram);
    }
    let absolute =
        member.name.first().is_some_and(|first| b"/\\".contains(first)) || member.name.get(1) == Some(&b':');
    if absolute || member.name.split(|byte| b"/\\".contains(byte)).any(|part| part == b"..") {
        found.warn(Warning::UnsafePaths);
    }
}

/// Whether the member is an archive under another name. Documents are archives too, and no bombs if small.
fn hides_archive(member: &Member<'_>) -> bool {
    let documents =
        ["docx", "docm", "dotx", "xlsx", "xlsm", "xlsb", "pptx", "pptm", "odt", "ods", "odp", "odg", "epub"];
    member.stored && !member.encrypted && is_archive(member.content) && !has_ending(member.name, &documents)
}

fn has_ending(name: &[u8], endings: &[&str]) -> bool {
    let ending = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    ending.len() < name.len() && endings.iter().any(|known| ending.eq_ignore_ascii_case(known.as_bytes()))
}
