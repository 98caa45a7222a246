use glance::{Kind, NothingShown, Refused, Shown, Size, Warning, inspect};
use image::{DynamicImage, GenericImageView as _, Rgb, RgbImage};

use crate::made::look;
use crate::made::picture::{
    drawing, gif, jpeg, jpeg_of_a_telephone, jpeg_with, moving_webp, png, png_flood, png_part, png_with, webp,
};

/// The clear and the blurred drawing of a file.
async fn drawn(bytes: &[u8]) -> (DynamicImage, DynamicImage) {
    let look = look(bytes).await.unwrap();
    let Shown::Picture { clear, blurred } = look.shown else { panic!("{look:?}") };
    (image::load_from_memory(&clear.bytes).unwrap(), image::load_from_memory(&blurred.bytes).unwrap())
}

async fn both(bytes: &[u8]) -> Vec<u8> {
    let look = look(bytes).await.unwrap();
    let Shown::Picture { clear, blurred } = look.shown else { panic!("{look:?}") };
    [clear.bytes, blurred.bytes].concat()
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused() {
    let flood = png_flood(60_000, 60_000);
    assert!((430_000..460_000).contains(&flood.len()), "{}", flood.len());
    let found = inspect(&flood);
    assert_eq!(found.refused, Some(Refused::PixelFlood { width: 60_000, height: 60_000 }));
    assert_eq!(found.size, Some(Size { width: 60_000, height: 60_000 }));
    assert_eq!(
        inspect(&png_flood(16_385, 1)).refused,
        Some(Refused::PixelFlood { width: 16_385, height: 1 })
    );
    assert_eq!(inspect(&png_flood(8000, 8000)).refused, None);
}

#[test]
fn every_kind_of_picture_is_measured_by_its_own_head() {
    let huge = Some(Refused::PixelFlood { width: 65_535, height: 65_535 });
    let mut tall = gif(1);
    tall[6..10].fill(0xFF);
    assert_eq!(inspect(&tall).refused, huge);
    let mut wide = jpeg(&drawing(16, 16));
    let frame = wide.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    wide[frame + 5..frame + 9].fill(0xFF);
    assert_eq!(inspect(&wide).refused, huge);
    let mut lossless = webp(&drawing(16, 16));
    let packed = lossless.windows(4).position(|four| four == b"VP8L").unwrap() + 9;
    lossless[packed..packed + 4].fill(0xFF);
    assert_eq!(inspect(&lossless).refused, Some(Refused::PixelFlood { width: 16_384, height: 16_384 }));
}

#[test]
fn a_small_screen_with_a_huge_frame_is_refused() {
    let mut picture = gif(1);
    let frame = picture.windows(5).position(|five| five == [0x2C, 0, 0, 0, 0]).unwrap();
    picture[frame + 5..frame + 9].fill(0xFF);
    assert_eq!(inspect(&picture).refused, Some(Refused::PixelFlood { width: 65_535, height: 65_535 }));
    let mut frame = vec![0; 26];
    frame[4..8].copy_from_slice(&60_000_u32.to_be_bytes());
    frame[8..12].copy_from_slice(&60_000_u32.to_be_bytes());
    let moving = inspect(&png_with(b"fcTL", &frame));
    assert_eq!(moving.refused, Some(Refused::PixelFlood { width: 60_000, height: 60_000 }));
}

#[tokio::test]
async fn small_pixels_come_out_as_they_were() {
    let original = drawing(40, 30);
    for bytes in [png(&original), webp(&original)] {
        let (clear, _) = drawn(&bytes).await;
        assert!(clear.to_rgb8() == original.to_rgb8());
    }
    let (clear, _) = drawn(&gif(2)).await;
    assert!(clear.to_rgb8() == drawing(24, 16).to_rgb8());
}

#[tokio::test]
async fn nothing_that_a_photograph_says_about_itself_survives() {
    let photograph = jpeg_of_a_telephone();
    let told = ["GPS!", "Exif", "XMP-Anwen", "taken-by-Anwen", "ICC_PROFILE", "not-a-profile", "xpacket"];
    let drawn = both(&photograph).await;
    for note in told {
        assert!(memchr::memmem::find(&photograph, note.as_bytes()).is_some(), "{note} was never there");
        assert!(memchr::memmem::find(&drawn, note.as_bytes()).is_none(), "{note} is left");
    }
}

#[tokio::test]
async fn nothing_that_a_png_says_about_itself_survives() {
    for name in [b"tEXt", b"iTXt", b"eXIf", b"prVt"] {
        let drawn = both(&png_with(name, b"Author\0Anwen-Puw")).await;
        assert!(memchr::memmem::find(&drawn, b"Anwen").is_none());
    }
}

#[tokio::test]
async fn a_photograph_is_turned_the_right_way_up() {
    let look = look(&jpeg_of_a_telephone()).await.unwrap();
    assert_eq!(look.size, Some(Size { width: 48, height: 32 }));
    let (clear, _) = drawn(&jpeg_of_a_telephone()).await;
    assert_eq!(clear.dimensions(), (32, 48));
    // Orientation 6: what was at the lower left comes to the upper left.
    let Rgb([red, green, blue]) = *clear.to_rgb8().get_pixel(4, 4);
    assert!(blue > 200 && red < 60 && green < 60, "{red} {green} {blue}");
}

#[tokio::test]
async fn a_large_picture_is_shown_small() {
    let (clear, blurred) = drawn(&jpeg(&drawing(3000, 2000))).await;
    assert_eq!((clear.dimensions(), blurred.dimensions()), ((1200, 800), (320, 213)));
    let Rgb([red, green, blue]) = *clear.to_rgb8().get_pixel(100, 100);
    assert!(red > 230 && green < 30 && blue < 30, "{red} {green} {blue}");
}

#[tokio::test]
async fn a_ribbon_has_a_preview_too() {
    let (clear, blurred) = drawn(&png(&drawing(5000, 1))).await;
    assert_eq!((clear.dimensions(), blurred.dimensions()), ((1200, 1), (320, 1)));
}

#[tokio::test]
async fn noise_that_a_png_cannot_hold_comes_back_as_a_jpeg() {
    let mut state = 1_u32;
    let mut byte = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    let noise = RgbImage::from_fn(1200, 1200, |_, _| Rgb([byte(), byte(), byte()]));
    let look = look(&png(&noise.into())).await.unwrap();
    let Shown::Picture { clear, .. } = look.shown else { panic!("{look:?}") };
    assert_eq!(clear.media_type(), "image/jpeg");
}

#[tokio::test]
async fn nobody_can_be_made_out_in_the_blurred_picture() {
    // A face that fills the picture: two eyes on skin.
    let is_eye =
        |x: u32, y: u32| (130..170).contains(&y) && ((155..200).contains(&x) || (400..445).contains(&x));
    let face = RgbImage::from_fn(600, 450, |x, y| if is_eye(x, y) { Rgb([0; 3]) } else { Rgb([200; 3]) });
    let (clear, blurred) = drawn(&png(&face.into())).await;
    let contrast = |picture: &DynamicImage| {
        let grey = picture.to_luma8();
        let (low, high) =
            grey.pixels().fold((255, 0), |(low, high), pixel| (pixel.0[0].min(low), pixel.0[0].max(high)));
        high - low
    };
    assert_eq!(contrast(&clear), 200);
    assert!(contrast(&blurred) < 40, "{}", contrast(&blurred));
}

#[tokio::test]
async fn of_a_moving_picture_the_first_frame_is_shown_and_told() {
    let look = look(&gif(3)).await.unwrap();
    assert_eq!(look.warnings, [Warning::Animated]);
    assert!(matches!(look.shown, Shown::Picture { .. }));
}

#[tokio::test]
async fn a_broken_picture_is_told_as_such() {
    let picture = png(&drawing(40, 30));
    let look = look(&picture[..60]).await.unwrap();
    assert_eq!((look.kind, look.warnings.as_slice()), (Kind::Png, &[Warning::CutShort][..]));
    assert_eq!(look.shown, Shown::Nothing(NothingShown::NotDecoded));
}

#[tokio::test]
async fn a_packed_note_that_unpacks_without_end_does_no_harm() {
    let note =
        [b"Note\0\0".to_vec(), vec![0x78, 0x01], crate::made::picture::deflated_zeros(1 << 30)].concat();
    let bytes = png(&drawing(40, 30));
    let (before, after) = bytes.split_at(33);
    let bomb = [before, &png_part(b"zTXt", &note), after].concat();
    assert!(look(&bomb).await.is_ok());
}

#[tokio::test]
async fn a_note_that_is_no_exif_leaves_the_picture_as_it_is() {
    let bare = jpeg(&drawing(48, 32));
    for note in [&b"Exif\0\0"[..], b"Exif\0\0II*\0\xFF\xFF\xFF\xFF", b"Exif\0\0MM\0*\0\0\0\x08\xFF\xFF"] {
        let (clear, _) = drawn(&jpeg_with(&bare, 0xE1, note)).await;
        assert_eq!(clear.dimensions(), (48, 32));
    }
}

#[tokio::test]
async fn a_moving_webp_is_measured_frame_by_frame_and_its_first_frame_shown() {
    let still = webp(&drawing(40, 30));
    let moving = moving_webp(40, 30, &still[12..]);
    let look = look(&moving).await.unwrap();
    assert_eq!(look.warnings, [Warning::Animated]);
    let (clear, _) = drawn(&moving).await;
    assert!(clear.to_rgb8() == drawing(40, 30).to_rgb8());
    let flood = inspect(&moving_webp(16_777_216, 2, &still[12..])).refused;
    assert_eq!(flood, Some(Refused::PixelFlood { width: 16_777_216, height: 2 }));
}
