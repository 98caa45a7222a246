//! Small files of each kind, made here: no photograph of anybody.

pub(crate) mod archive;
pub(crate) mod document;
pub(crate) mod picture;

use std::time::Duration;

use bytes::Bytes;
use glance::{Glance, Look, NoLook};

/// The child that `hearken glance` is, or one that does what the argument says.
pub(crate) fn glance(argument: Option<&str>) -> Glance {
    let arguments = argument.into_iter().map(Into::into).collect();
    Glance::new(env!("CARGO_BIN_EXE_glance-trial").into(), arguments).within(Duration::from_secs(30))
}

pub(crate) async fn look(bytes: &[u8]) -> Result<Look, NoLook> {
    glance(None).look(pieces(bytes)).await
}

/// A file as it comes from the vault: piece by piece.
pub(crate) fn pieces(
    bytes: &[u8],
) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + use<> {
    let pieces: Vec<_> = bytes.chunks(64 * 1024).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    futures_util::stream::iter(pieces)
}

/// A small valid file of each kind that is walked.
pub(crate) fn one_of_each() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("jpeg", picture::jpeg_of_a_telephone()),
        ("png", picture::png(&picture::drawing(40, 30))),
        ("gif", picture::gif(2)),
        ("webp", picture::webp(&picture::drawing(40, 30))),
        ("pdf", document::pdf("")),
        ("text", "Roedd hi'n bwrw glaw. \u{1F327} It rained.".as_bytes().to_vec()),
        ("zip", archive::zip(&[("a.txt", b"one"), ("b.txt", b"two")])),
        ("docx", document::word(&[])),
        ("gzip", archive::gzip(b"words")),
        ("old office", document::old_office("_VBA_PROJECT")),
    ]
}
