//! Pictures, plain and strange.

use std::io::Cursor;

use flate2::{Compress, Compression, Crc, FlushCompress};
use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage};

/// Squares of different colours, so that turning and mixing up show.
pub(crate) fn drawing(width: u32, height: u32) -> DynamicImage {
    let colour = |x: u32, y: u32| match (x * 2 < width, y * 2 < height) {
        (true, true) => Rgb([250, 10, 10]),
        (false, true) => Rgb([10, 250, 10]),
        (true, false) => Rgb([10, 10, 250]),
        (false, false) => Rgb([250, 250, 10]),
    };
    RgbImage::from_fn(width, height, colour).into()
}

pub(crate) fn encoded(drawing: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    drawing.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub(crate) fn png(drawing: &DynamicImage) -> Vec<u8> {
    encoded(drawing, ImageFormat::Png)
}

pub(crate) fn jpeg(drawing: &DynamicImage) -> Vec<u8> {
    encoded(drawing, ImageFormat::Jpeg)
}

pub(crate) fn webp(drawing: &DynamicImage) -> Vec<u8> {
    encoded(drawing, ImageFormat::WebP)
}

/// A canvas of this size and twice the same frame of 40 by 30, given as the part of a still WebP.
pub(crate) fn moving_webp(width: u32, height: u32, still: &[u8]) -> Vec<u8> {
    let part = |name: &[u8], content: &[u8]| {
        [name, &u32::try_from(content.len()).unwrap().to_le_bytes(), content].concat()
    };
    let side = |length: u32| (length - 1).to_le_bytes()[..3].to_vec();
    let canvas = part(b"VP8X", &[vec![2, 0, 0, 0], side(width), side(height)].concat());
    let frame = part(b"ANMF", &[vec![0; 6], side(40), side(30), vec![100, 0, 0, 2], still.to_vec()].concat());
    let parts = [b"WEBP".to_vec(), canvas, part(b"ANIM", &[0; 6]), frame.clone(), frame].concat();
    part(b"RIFF", &parts)
}

/// With so many frames.
pub(crate) fn gif(frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    let frame = || Frame::new(drawing(24, 16).into_rgba8());
    encoder.encode_frames(std::iter::repeat_with(frame).take(frames)).unwrap();
    drop(encoder);
    bytes
}

/// One part of a PNG with its checksum.
pub(crate) fn png_part(name: &[u8], content: &[u8]) -> Vec<u8> {
    let mut sum = Crc::new();
    sum.update(name);
    sum.update(content);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], name, content, &sum.sum().to_be_bytes()].concat()
}

/// A PNG with one more part before its end.
pub(crate) fn png_with(name: &[u8], content: &[u8]) -> Vec<u8> {
    let png = png(&drawing(40, 30));
    let (before, end) = png.split_at(png.len() - 12);
    [before, &png_part(name, content), end].concat()
}

/// A PNG that is all there and honest: so many white pixels of one bit each.
pub(crate) fn png_flood(width: u32, height: u32) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[1, 0, 0, 0, 0]].concat();
    let rows = u64::from(width.div_ceil(8) + 1) * u64::from(height);
    // The checksum of so many zeros.
    let adler = u32::try_from(rows % 65_521).unwrap() << 16 | 1;
    let pixels = [&[0x78, 0x01][..], &deflated_zeros(rows), &adler.to_be_bytes()].concat();
    [
        b"\x89PNG\r\n\x1A\n".to_vec(),
        png_part(b"IHDR", &head),
        png_part(b"IDAT", &pixels),
        png_part(b"IEND", b""),
    ]
    .concat()
}

/// So many zeros, deflated a thousandfold. One megabyte is packed and its packing repeated.
pub(crate) fn deflated_zeros(count: u64) -> Vec<u8> {
    let pack = |count: u64, flush: FlushCompress| {
        let mut packer = Compress::new(Compression::best(), false);
        let mut packed = Vec::with_capacity(65_536);
        let zeros = vec![0; usize::try_from(count).unwrap()];
        packer.compress_vec(&zeros, &mut packed, flush).unwrap();
        assert_eq!(packer.total_in(), count);
        packed
    };
    let megabyte = 1 << 20;
    let mut all = pack(megabyte, FlushCompress::Full).repeat(usize::try_from(count / megabyte).unwrap());
    all.extend(pack(count % megabyte, FlushCompress::Finish));
    all
}

/// A JPEG with a segment put after its first two bytes.
pub(crate) fn jpeg_with(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &length, content, &jpeg[2..]].concat()
}

/// As many notes of four letters as this, and then the picture.
pub(crate) fn jpeg_of_notes(count: usize) -> Vec<u8> {
    let jpeg = jpeg(&drawing(40, 30));
    [&jpeg[..2], &b"\xFF\xFE\0\x06<<%%".repeat(count), &jpeg[2..]].concat()
}

/// What a telephone makes: EXIF with a place, a way up and a thumbnail, XMP, a colour profile, a comment.
pub(crate) fn jpeg_of_a_telephone() -> Vec<u8> {
    let bare = jpeg(&drawing(48, 32));
    let commented = jpeg_with(&bare, 0xFE, b"taken-by-Anwen");
    let profiled = jpeg_with(&commented, 0xE2, b"ICC_PROFILE\0\x01\x01not-a-profile");
    let xmp = [b"http://ns.adobe.com/xap/1.0/\0".as_slice(), XMP].concat();
    jpeg_with(&jpeg_with(&profiled, 0xE1, &xmp), 0xE1, &exif(6, &jpeg(&drawing(16, 12))))
}

const XMP: &[u8] = br#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>XMP-Anwen</dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#;

/// EXIF, little-endian: two directories. The first turns the picture and points to the place; after the
/// place stands the second, with the thumbnail.
pub(crate) fn exif(orientation: u16, thumbnail: &[u8]) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let directory = |entries: &[Vec<u8>], next: u32| {
        let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
        [&count[..], &entries.concat(), &next.to_le_bytes()].concat()
    };
    let (first, place, second) = (8, 8 + 30, 8 + 30 + 30);
    let thumbnail_at = second + 30;
    let all = [
        b"Exif\0\0II*\0".to_vec(),
        u32::to_le_bytes(first).to_vec(),
        directory(&[entry(0x0112, 3, 1, orientation.into()), entry(0x8825, 4, 1, place)], second),
        // Latitude reference, and a name of the place in four letters.
        directory(&[entry(1, 2, 2, u32::from(b'N')), entry(0x1B, 7, 4, u32::from_le_bytes(*b"GPS!"))], 0),
        directory(
            &[
                entry(0x0201, 4, 1, thumbnail_at),
                entry(0x0202, 4, 1, u32::try_from(thumbnail.len()).unwrap()),
            ],
            0,
        ),
        thumbnail.to_vec(),
    ];
    all.concat()
}
