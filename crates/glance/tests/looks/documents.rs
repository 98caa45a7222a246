use glance::{Kind, NothingShown, Refused, Shown, Warning, inspect};

use crate::made::archive::zip_with;
use crate::made::document::{old_office, pdf, pdf_of, word};
use crate::made::look;

#[test]
fn what_a_pdf_would_do_is_told() {
    let cases: [(&str, &[Warning]); 8] = [
        ("/OpenAction [3 0 R /Fit]", &[]),
        (
            "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
            &[Warning::PdfActsByItself, Warning::PdfScript],
        ),
        ("/Names << /J#61vaScript 9 0 R >>", &[Warning::PdfScript]),
        ("/X << /S /Launch /F (cmd.exe) >>", &[Warning::PdfLaunches]),
        ("/Names << /EmbeddedFiles 9 0 R >>", &[Warning::EmbeddedFiles]),
        ("/AA << /O 9 0 R >>", &[Warning::PdfActsByItself]),
        ("/Encrypt 9 0 R", &[Warning::Encrypted]),
        ("/JSON (no script)", &[]),
    ];
    for (catalog, warnings) in cases {
        let found = inspect(&pdf(catalog));
        assert_eq!((found.warnings.as_slice(), found.refused), (warnings, None), "{catalog}");
    }
}

#[test]
fn a_name_inside_the_pixels_of_a_pdf_is_no_warning() {
    let stream = "<< /Length 20 >>\nstream\n ab/JavaScript /JS c \nendstream".to_owned();
    let found = inspect(&pdf_of(&["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), stream]));
    assert_eq!(found.warnings, []);
}

#[tokio::test]
async fn the_first_page_of_a_pdf_is_drawn() {
    let look = look(&pdf("")).await.unwrap();
    let Shown::Picture { clear, blurred } = look.shown else { panic!("{look:?}") };
    assert_eq!((clear.size.width, clear.size.height), (848, 1200));
    assert_eq!((blurred.size.width, blurred.size.height), (226, 320));
    let drawn = image::load_from_memory(&clear.bytes).unwrap().into_rgb8();
    assert_eq!(drawn.get_pixel(800, 50).0, [255, 255, 255]);
    // The blue box, and some black in the heading.
    assert_eq!(drawn.get_pixel(300, 800).0, [0, 0, 255]);
    let heading = (90..300).flat_map(|x| (100..210).map(move |y| (x, y)));
    assert!(heading.filter(|(x, y)| drawn.get_pixel(*x, *y).0 == [0, 0, 0]).count() > 500);
}

#[tokio::test]
async fn a_huge_picture_inside_a_pdf_is_refused_before_it_is_decoded() {
    let picture = "<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray \
                   /BitsPerComponent 8 /Length 3 >>\nstream\nabc\nendstream";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_owned(),
        picture.to_owned(),
    ];
    let look = look(&pdf_of(&objects)).await.unwrap();
    assert_eq!(look.shown, Shown::Refused(Refused::PixelFlood { width: 60_000, height: 60_000 }));
}

#[tokio::test]
async fn a_pdf_of_an_absurd_size_is_drawn_small() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9000000 3] >>".to_owned(),
    ];
    let look = look(&pdf_of(&objects)).await.unwrap();
    assert_eq!(look.warnings, [Warning::MorePages]);
    let Shown::Picture { clear, .. } = look.shown else { panic!("{look:?}") };
    assert_eq!((clear.size.width, clear.size.height), (1200, 16));
}

#[test]
fn office_documents_are_told_apart_and_their_macros_told() {
    let kinds = [("word/a.xml", Kind::Word), ("xl/a.xml", Kind::Sheet), ("ppt/a.xml", Kind::Slides)];
    for (name, kind) in kinds {
        let members: [(&str, &[u8]); 2] = [("[Content_Types].xml", b"<Types/>"), (name, b"<a/>")];
        assert_eq!(inspect(&crate::made::archive::zip(&members)).kind, kind);
    }
    assert_eq!(inspect(&word(&[])).warnings, []);
    assert_eq!(inspect(&word(&[("word/vbaProject.bin", b"x")])).warnings, [Warning::Macros]);
    assert_eq!(
        inspect(&word(&[("word/embeddings/oleObject1.bin", b"x")])).warnings,
        [Warning::EmbeddedFiles]
    );
}

#[test]
fn documents_of_libreoffice_and_books_are_told_apart() {
    let kind =
        |mimetype: &[u8]| inspect(&zip_with(&[("mimetype", mimetype)], zip::CompressionMethod::Stored)).kind;
    assert_eq!(kind(b"application/vnd.oasis.opendocument.text"), Kind::OpenDocument);
    assert_eq!(kind(b"application/epub+zip"), Kind::Epub);
    assert_eq!(kind(b"text/plain"), Kind::Zip);
}

#[test]
fn macros_and_passwords_of_old_documents_are_told() {
    let cases = [
        ("_VBA_PROJECT", vec![Warning::Macros]),
        ("EncryptedPackage", vec![Warning::Encrypted]),
        ("Words", vec![]),
    ];
    for (name, warnings) in cases {
        let found = inspect(&old_office(name));
        assert_eq!((found.kind, found.warnings), (Kind::OldOffice, warnings), "{name}");
    }
}

#[tokio::test]
async fn a_page_or_drawing_of_a_browser_is_shown_as_text_only() {
    for text in [
        "<!DOCTYPE html><p>hello",
        "\n <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "<?xml version='1.0'?><a/>",
    ] {
        let look = look(text.as_bytes()).await.unwrap();
        assert_eq!((look.kind, look.warnings.as_slice()), (Kind::Text, &[Warning::Markup][..]));
        assert_eq!(look.shown, Shown::Text { excerpt: text.to_owned(), cut: false });
    }
}

#[tokio::test]
async fn what_is_not_drawn_is_at_least_named() {
    let look = look(&word(&[("word/vbaProject.bin", b"x")])).await.unwrap();
    assert_eq!((look.kind, look.warnings.as_slice()), (Kind::Word, &[Warning::Macros][..]));
    assert_eq!(look.shown, Shown::Nothing(NothingShown::NotDrawn));
}
