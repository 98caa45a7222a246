//! The same picture, saved differently, has the same hash or nearly; and is found among the looks of what was done
//! to it. The large suite, beside others' programs, is `bench/variants.py`.
#![expect(clippy::unwrap_used, reason = "what fails here is the test")]
#![expect(dead_code, reason = "the makers of files serve the other tests too")]

mod made;

use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage, imageops};
use imprint::{Limits, hash, looks};
use made::{file, picture};

fn hashed(file: &[u8]) -> pdq::Hash {
    hash(file, &Limits::default()).unwrap().pdq
}

/// How near the nearest of its looks is to this hash.
fn nearest(file: &[u8], to: &pdq::Hash) -> u32 {
    looks(file, &Limits::default()).unwrap().iter().map(|look| look.hash.distance(to)).min().unwrap()
}

fn saved(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[test]
fn the_pixels_count_and_not_the_format_that_keeps_them() {
    let made = picture(300, 200);
    let truth = pdq::Picture::rgb(300, 200, made.as_raw()).unwrap().hash();
    assert!(truth.quality >= 50, "there is something to see");
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        assert_eq!(hashed(&file(&made, format)), truth.hash, "{format:?}");
    }
    let deep = DynamicImage::from(made.clone()).into_rgb16();
    assert_eq!(hashed(&saved(deep, ImageFormat::Png)), truth.hash, "sixteen bits");
    let covered = DynamicImage::from(made.clone()).into_rgba8();
    assert_eq!(hashed(&saved(covered, ImageFormat::Png)), truth.hash, "all covered");
    // With 256 colours it is another picture, but not by much.
    for (format, most) in [(ImageFormat::Jpeg, 16), (ImageFormat::Gif, 31)] {
        let distance = hashed(&file(&made, format)).distance(&truth.hash);
        assert!(distance <= most, "{format:?}: {distance}");
    }
    assert!(
        hashed(include_bytes!("files/inks.jpg")).distance(&hashed(include_bytes!("files/colour.jpg"))) <= 16
    );
    assert!(
        hashed(include_bytes!("files/small.avif")).distance(&hashed(include_bytes!("files/lossy.webp")))
            <= 16
    );
}

#[test]
fn what_was_done_to_it_is_among_the_looks() {
    let made = picture(320, 240);
    let listed = hashed(&file(&made, ImageFormat::Png));
    let framed = {
        let mut framed = RgbImage::from_pixel(320, 400, image::Rgb([0; 3]));
        imageops::replace(&mut framed, &made, 0, 80);
        framed
    };
    let done: [(&str, RgbImage); 5] = [
        ("mirrored", imageops::flip_horizontal(&made)),
        ("turned", imageops::rotate90(&made)),
        ("half the size", imageops::resize(&made, 160, 120, imageops::FilterType::Triangle)),
        ("in a frame", framed),
        ("cropped", imageops::crop_imm(&made, 4, 3, 312, 234).to_image()),
    ];
    for (name, picture) in done {
        let distance = nearest(&file(&picture, ImageFormat::Jpeg), &listed);
        assert!(distance <= 31, "{name}: {distance}");
    }
}

#[test]
fn what_is_see_through_is_asked_for_on_white_and_on_black() {
    let made = picture(320, 240);
    let covered = RgbaImage::from_fn(320, 240, |x, y| {
        let [red, green, blue] = made.get_pixel(x, y).0;
        image::Rgba([red, green, blue, if (x / 40 + y / 40) % 2 == 0 { 255 } else { 60 }])
    });
    for ground in [255_u32, 0] {
        let laid = RgbImage::from_fn(320, 240, |x, y| {
            let [red, green, blue, cover] = covered.get_pixel(x, y).0.map(u32::from);
            image::Rgb(
                [red, green, blue]
                    .map(|colour| u8::try_from((colour * cover + ground * (255 - cover)) / 255).unwrap()),
            )
        });
        let distance =
            nearest(&saved(covered.clone(), ImageFormat::Png), &hashed(&file(&laid, ImageFormat::Png)));
        assert!(distance <= 31, "on {ground}: {distance}");
    }
}

#[test]
fn a_plain_picture_has_nothing_to_ask_with() {
    let plain = file(&RgbImage::from_pixel(200, 200, image::Rgb([70, 80, 90])), ImageFormat::Png);
    assert_eq!(hash(&plain, &Limits::default()).unwrap().quality, 0);
    assert!(looks(&plain, &Limits::default()).unwrap().is_empty());
}
