//! Small pictures of every kind, and the same with a head that claims to be huge.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use imprint::Kind;

pub(crate) struct Made {
    pub(crate) kind: Kind,
    pub(crate) file: Vec<u8>,
    /// The same file, whose head says that it has far more pixels.
    pub(crate) huge: fn(&[u8]) -> Vec<u8>,
}

pub(crate) fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let byte = |value: u32| value.to_le_bytes()[0];
        Rgb([byte(x * 3 + y), byte(x / 16 * 40 + y / 12 * 30), byte(255_u32.wrapping_sub(x * 2))])
    })
}

pub(crate) fn file(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(picture.clone()).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub(crate) fn all() -> Vec<Made> {
    let made = picture(128, 96);
    vec![
        Made { kind: Kind::Png, file: file(&made, ImageFormat::Png), huge: png_huge },
        Made { kind: Kind::Jpeg, file: include_bytes!("../files/colour.jpg").to_vec(), huge: jpeg_huge },
        Made { kind: Kind::Gif, file: file(&made, ImageFormat::Gif), huge: gif_huge },
        Made { kind: Kind::WebP, file: include_bytes!("../files/lossy.webp").to_vec(), huge: webp_huge },
        Made { kind: Kind::Avif, file: include_bytes!("../files/small.avif").to_vec(), huge: avif_huge },
    ]
}

/// A JPEG of one colour, which has hardly any bytes for its pixels.
pub(crate) fn jpeg_of(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let grey = image::GrayImage::from_pixel(64, 64, image::Luma([90]));
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 50);
    DynamicImage::from(grey).write_with_encoder(encoder).unwrap();
    sized(&bytes, &[0xff, 0xc0], 5, &[two(height), two(width)].concat())
}

fn two(number: u32) -> [u8; 2] {
    u16::try_from(number).unwrap().to_be_bytes()
}

fn sized(file: &[u8], mark: &[u8], after: usize, size: &[u8]) -> Vec<u8> {
    let at = file.windows(mark.len()).position(|bytes| bytes == mark).unwrap() + after;
    let mut file = file.to_vec();
    file[at..at + size.len()].copy_from_slice(size);
    file
}

/// The head alone, with its checksum right.
pub(crate) fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut head = b"IHDR".to_vec();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    file.extend(&head);
    file.extend(crc32fast::hash(&head).to_be_bytes());
    file.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    file
}

fn png_huge(file: &[u8]) -> Vec<u8> {
    let mut huge = png_header(50_000, 50_000);
    huge.truncate(33);
    huge.extend(&file[33..]);
    huge
}

fn jpeg_huge(file: &[u8]) -> Vec<u8> {
    let mark: &[u8] =
        if file.windows(2).any(|two| two == [0xff, 0xc2]) { &[0xff, 0xc2] } else { &[0xff, 0xc0] };
    sized(file, mark, 5, &[two(65_000), two(65_000)].concat())
}

fn gif_huge(file: &[u8]) -> Vec<u8> {
    sized(file, b"GIF89a", 6, &[65_000_u16.to_le_bytes(), 65_000_u16.to_le_bytes()].concat())
}

/// Width and height of a lossy WebP have fourteen bits each.
fn webp_huge(file: &[u8]) -> Vec<u8> {
    sized(file, b"\x9d\x01\x2a", 3, &[16_383_u16.to_le_bytes(), 16_383_u16.to_le_bytes()].concat())
}

/// The size that counts is in the stream, bit by bit: so this is another file, 9,000 by 8,000 of one colour.
fn avif_huge(_: &[u8]) -> Vec<u8> {
    include_bytes!("../files/huge.avif").to_vec()
}
