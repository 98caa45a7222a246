//! The little world of a template: itself, its data, the fonts; no disk, no network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

/// What a template can reach.
pub(crate) struct Sheet {
    source: Source,
    data: Bytes,
}

impl Sheet {
    pub(crate) fn new(template: &str, data: &serde_json::Value) -> Self {
        Self {
            source: Source::new(*TEMPLATE, template.to_owned()),
            data: Bytes::from_string(data.to_string()),
        }
    }
}

static TEMPLATE: LazyLock<FileId> = LazyLock::new(|| file("/paper.typ"));
static DATA: LazyLock<FileId> = LazyLock::new(|| file("/data.json"));
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect());
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(&*FONTS)));

fn file(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("a path written by hand");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        *TEMPLATE
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == *TEMPLATE { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
