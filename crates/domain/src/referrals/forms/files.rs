//! Files of the case that go with a form: chosen among those that are kept, never named in words alone.
//!
//! The answer is rows with what is known of each file, so that it takes the one door out ([`super::path::current`]) like any
//! other. What a row says comes from the file that is kept, whoever asks; no row has its key, nor an address of it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::check::Trouble;
use super::form::{Field, Form, Kind};
use crate::referrals::Refusal;
use crate::reports::answers::{Row, field as told};
use crate::reports::course::Attachment;
use crate::reports::{Answer, Answers};

/// Which files a receiver takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilesTaken {
    /// How many.
    pub files_max: usize,
    /// How large each may be.
    pub bytes_max: u64,
    /// What a kind is called, and what its bytes say that it is ([`Attachment::kind`]); its name says nothing.
    pub kinds: BTreeMap<String, String>,
}

/// A file as an answer lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen<'a> {
    /// Its id.
    pub file: &'a str,
    pub name: &'a str,
    pub kind: &'a str,
    pub size_bytes: u64,
    pub sha256: &'a str,
}

/// What an answer says of a file.
pub fn row(kept: &Attachment) -> Row {
    let said = [
        ("file", kept.file.to_string()),
        ("name", kept.name.clone()),
        ("kind", kept.kind.clone()),
        ("size_bytes", kept.size_bytes.to_string()),
        ("sha256", kept.sha256.clone()),
    ];
    said.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

/// The files that an answer lists.
pub fn chosen(answer: &Answer) -> Vec<Chosen<'_>> {
    let of = |row| Chosen {
        file: told(row, "file").unwrap_or_default(),
        name: told(row, "name").unwrap_or_default(),
        kind: told(row, "kind").unwrap_or_default(),
        size_bytes: told(row, "size_bytes").and_then(|size| size.parse().ok()).unwrap_or_default(),
        sha256: told(row, "sha256").unwrap_or_default(),
    };
    match answer {
        Answer::Rows(rows) => rows.iter().map(of).collect(),
        Answer::One(_) | Answer::Many(_) => Vec::new(),
    }
}

/// The questions of a form that choose files and have an answer here.
pub fn answered<'f>(form: &'f Form, given: &Answers) -> Vec<&'f Field> {
    form.fields().filter(|field| field.kind == Kind::Files && given.get(&field.id).is_some()).collect()
}

/// The same choice of files, with what is known of those that are kept: ids are enough to choose by, and whatever else was
/// said of a file is left aside.
pub fn settled(answer: &Answer, kept: &[Attachment]) -> Result<Answer, Refusal> {
    let wanted: Vec<&str> = match answer {
        Answer::One(id) => vec![id],
        Answer::Many(ids) => ids.iter().map(String::as_str).collect(),
        Answer::Rows(rows) => rows.iter().map(|row| told(row, "file").unwrap_or_default()).collect(),
    };
    let mut rows: Vec<Row> = Vec::with_capacity(wanted.len());
    for id in wanted {
        let found = kept.iter().find(|file| file.file.to_string() == id).ok_or(Refusal::NoSuchFile)?;
        let row = row(found);
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    Ok(Answer::Rows(rows))
}

/// What is wrong with the files that are chosen.
pub(super) fn trouble(field: &Field, answer: Option<&Answer>) -> Option<Trouble> {
    let chosen = answer.map(chosen).unwrap_or_default();
    if chosen.is_empty() {
        return field.required.then_some(Trouble::Missing);
    }
    field.files.as_ref().and_then(|taken| taken.trouble(&chosen))
}

impl FilesTaken {
    /// Why these are not taken, with the names of those that are not.
    pub fn trouble(&self, chosen: &[Chosen<'_>]) -> Option<Trouble> {
        let named = |wrong: &dyn Fn(&Chosen<'_>) -> bool| {
            let names: Vec<&str> = chosen.iter().filter(|file| wrong(file)).map(|file| file.name).collect();
            (!names.is_empty()).then(|| names.join(", "))
        };
        if chosen.len() > self.files_max {
            return Some(Trouble::TooManyFiles(self.files_max));
        }
        if let Some(names) = named(&|file| file.size_bytes > self.bytes_max) {
            return Some(Trouble::FilesTooLarge(names, self.bytes_max));
        }
        let kinds = || self.kinds.keys().cloned().collect::<Vec<_>>().join(", ");
        let other = named(&|file| !self.kinds.values().any(|kind| kind == file.kind));
        other.map(|names| Trouble::FilesOfOtherKind(names, kinds()))
    }

    /// What a kind is called here; the kind itself where it is not taken.
    pub fn called<'a>(&'a self, kind: &'a str) -> &'a str {
        self.kinds.iter().find(|(_, known)| *known == kind).map_or(kind, |(name, _)| name)
    }
}

/// What the receiver gets of each: its name and its kind under its own keys, and no address.
pub(super) fn documents(field: &Field, answer: &Answer) -> impl Iterator<Item = (String, Value)> {
    let prefix = field.numbered.clone().unwrap_or_default();
    let of = |(at, file): (usize, Chosen<'_>)| {
        let key = |part: &str| format!("{prefix}{}.{part}", at + 1);
        [(key("Name"), Value::from(file.name)), (key("MimeType"), Value::from(file.kind))]
    };
    chosen(answer).into_iter().enumerate().flat_map(of).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests;
