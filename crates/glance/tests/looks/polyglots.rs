use glance::{Foreign, Kind, Refused, Warning, inspect};

use crate::made::archive::{gzip, zip};
use crate::made::document::pdf;
use crate::made::picture::{
    drawing, gif, jpeg, jpeg_of_a_telephone, jpeg_of_notes, jpeg_with, png, png_part, png_with, webp,
};

fn with(bytes: &[u8]) -> Option<Foreign> {
    match inspect(bytes).refused {
        Some(Refused::Polyglot { with }) => Some(with),
        other => {
            assert_eq!(other, None);
            None
        }
    }
}

fn pictures() -> [Vec<u8>; 4] {
    let drawing = drawing(40, 30);
    [jpeg(&drawing), png(&drawing), gif(1), webp(&drawing)]
}

/// The same so far from the head that only who walks finds it.
fn far_page() -> Vec<u8> {
    [&[b'.'; 3000], PAGE].concat()
}

const PAGE: &[u8] = b"<html><body><script>alert(document.cookie)</script></body></html>";

#[test]
fn a_picture_with_a_page_after_its_end_is_refused() {
    for picture in pictures() {
        assert_eq!(with(&picture), None);
        assert_eq!(with(&[&picture[..], PAGE].concat()), Some(Foreign::Markup));
        assert_eq!(with(&[picture.clone(), far_page()].concat()), Some(Foreign::Markup));
        assert_eq!(with(&[&picture[..], b"\0\0rubbish <ScRiPt src=x>"].concat()), Some(Foreign::Markup));
    }
}

#[test]
fn a_picture_that_is_a_zip_at_its_end_is_refused() {
    let zip = zip(&[("a.html", b"b")]);
    for picture in pictures() {
        assert_eq!(with(&[&picture[..], &zip].concat()), Some(Foreign::Archive));
        // Rubbish after it does not hide it.
        assert_eq!(with(&[&picture[..], &zip, &[7; 100]].concat()), Some(Foreign::Archive));
    }
}

#[test]
fn a_zip_in_a_note_at_the_end_is_found_too() {
    let zip = zip(&[("a.html", b"b")]);
    assert_eq!(with(&png_with(b"teXt", &zip)), Some(Foreign::Archive));
    let picture = jpeg(&drawing(40, 30));
    assert_eq!(with(&jpeg_with(&picture, 0xFE, &zip)), Some(Foreign::Archive));
}

#[test]
fn a_picture_with_something_that_runs_after_its_end_is_refused() {
    let cases: [(&[u8], Foreign); 7] = [
        (b"MZ\x90\0", Foreign::Program),
        (b"\x7fELF\x02", Foreign::Program),
        (b"\n#!/bin/sh\n", Foreign::Script),
        (b"<?php system($_GET[0]); ?>", Foreign::Script),
        (b"%PDF-1.4", Foreign::Pdf),
        (b"..Rar!\x1a\x07\0", Foreign::Archive),
        (&gzip(b"a"), Foreign::Archive),
    ];
    for (tail, kind) in cases {
        for picture in pictures() {
            assert_eq!(with(&[&picture[..], tail].concat()), Some(kind), "{tail:?}");
        }
    }
}

#[test]
fn a_page_in_a_note_of_a_picture_is_refused() {
    let picture = jpeg(&drawing(40, 30));
    for marker in [0xFE, 0xE1, 0xED] {
        assert_eq!(with(&jpeg_with(&picture, marker, &far_page())), Some(Foreign::Markup));
    }
    for name in [b"tEXt", b"eXIf", b"prVt"] {
        assert_eq!(with(&png_with(name, &far_page())), Some(Foreign::Markup));
    }
    let mut webp = webp(&drawing(40, 30));
    let note = [far_page(), vec![b' '; far_page().len() % 2]].concat();
    webp.extend([b"EXIF", &u32::try_from(note.len()).unwrap().to_le_bytes(), &note[..]].concat());
    let length = u32::try_from(webp.len() - 8).unwrap().to_le_bytes();
    webp[4..8].copy_from_slice(&length);
    assert_eq!(with(&webp), Some(Foreign::Markup));
}

#[test]
fn a_page_in_a_note_of_a_gif_is_refused() {
    let length = u8::try_from(PAGE.len()).unwrap();
    let dots = [vec![255], vec![b'.'; 255]].concat().repeat(12);
    let note = [&[0x21, 0xFE][..], &dots, &[length], PAGE, &[0]].concat();
    let gif = gif(1);
    let (before, end) = gif.split_at(gif.len() - 1);
    let found = inspect(&[before, &note, end].concat());
    assert_eq!(found.refused, Some(Refused::Polyglot { with: Foreign::Markup }));
    assert_eq!(found.warnings, []);
}

#[test]
fn a_gif_that_is_a_script_behind_a_comment_is_refused() {
    let mut script = gif(1);
    script[6..8].copy_from_slice(b"/*");
    assert_eq!(with(&script), None);
    script.extend(b"*/=1;alert(1)");
    assert_eq!(with(&script), Some(Foreign::Script));
}

#[test]
fn a_photograph_of_a_telephone_is_no_polyglot() {
    let photograph = jpeg_of_a_telephone();
    let found = inspect(&photograph);
    assert_eq!((found.kind, found.refused, found.warnings), (Kind::Jpeg, None, vec![]));
    // Not even one with a second picture, or a film, after it.
    let double = [&photograph[..], &jpeg(&drawing(20, 20))].concat();
    assert_eq!(inspect(&double).warnings, [Warning::SecondPicture]);
    let moving = [&photograph[..], b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"].concat();
    assert_eq!(inspect(&moving).warnings, [Warning::CarriesFilm]);
    assert_eq!((with(&double), with(&moving)), (None, None));
}

#[test]
fn notes_that_only_look_like_markup_are_not_refused() {
    for note in ["1 < 2 and <b>bold</b>", "<xmp:svg/>", "<scripture>", "<svgx>", "50%PDF"] {
        assert_eq!(with(&png_with(b"tEXt", note.as_bytes())), None, "{note}");
    }
}

#[test]
fn plain_trailing_bytes_are_told_and_padding_is_not() {
    let picture = png(&drawing(4, 4));
    assert_eq!(inspect(&[&picture[..], b"more"].concat()).warnings, [Warning::TrailingBytes]);
    assert_eq!(inspect(&[&picture[..], &[0; 100]].concat()).warnings, []);
}

#[test]
fn a_pdf_that_is_something_else_is_refused() {
    let pdf = pdf("");
    assert_eq!(with(&pdf), None);
    assert_eq!(with(&[&pdf[..], &zip(&[("a", b"b")])].concat()), Some(Foreign::Archive));
    assert_eq!(with(&[&pdf[..], PAGE].concat()), Some(Foreign::Markup));
    let head = [b"%PDF-1.7\n% <script>alert(1)</script>\n", &pdf[9..]].concat();
    assert_eq!(with(&head), Some(Foreign::Markup));
    assert_eq!(inspect(&[&pdf[..], b"more"].concat()).warnings, [Warning::TrailingBytes]);
}

#[test]
fn a_pdf_that_does_not_begin_at_the_beginning_is_refused() {
    let pdf = pdf("");
    for before in [&b"words\n"[..], b"\0\x01\x02"] {
        assert_eq!(inspect(&[before, &pdf].concat()).refused, Some(Refused::HeaderNotFirst));
    }
    assert_eq!(inspect(b"A file that begins with %PDF-1.4 is a PDF.").refused, None);
}

#[test]
fn an_unknown_part_of_a_picture_counts_as_a_note() {
    let harmless = png_with(b"prVt", b"some words");
    assert_eq!(with(&harmless), None);
    let hidden = [png(&drawing(4, 4)), png_part(b"prVt", PAGE)].concat();
    assert_eq!(with(&hidden), Some(Foreign::Markup));
}

#[test]
fn a_recording_that_is_a_zip_at_its_end_is_refused() {
    let film = [&b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"[..], &[0; 64]].concat();
    assert_eq!((inspect(&film).kind, with(&film)), (Kind::Video, None));
    let zip = zip(&[("a", b"b")]);
    assert_eq!(with(&[&film[..], &zip].concat()), Some(Foreign::Archive));
    assert_eq!(with(&[&film[..], &zip, b"more"].concat()), Some(Foreign::Archive));
}

#[test]
fn many_notes_do_not_hide_the_one_that_matters() {
    let picture = jpeg_of_notes(10_000);
    assert_eq!(with(&picture), None);
    let end = picture.len() - 2;
    let late = [&picture[..end], b"\xFF\xFE\0\x0a<script>", &picture[end..]].concat();
    assert_eq!(with(&late), Some(Foreign::Markup));
}

#[test]
fn pixels_are_searched_only_where_a_browser_guesses_a_kind() {
    let bytes = png(&drawing(4, 4));
    let (head, rest) = bytes.split_at(33);
    let with_pixels = |pixels: &[u8]| [head, &png_part(b"IDAT", pixels), rest].concat();
    assert_eq!(with(&with_pixels(PAGE)), Some(Foreign::Markup));
    assert_eq!(with(&with_pixels(&far_page())), None);
}
