//! Files from strangers: what they may ask for, and what becomes of broken ones.
#![expect(clippy::unwrap_used, reason = "what fails here is the test")]

mod made;

use imprint::{Kind, Limits, NotHashed, hash, looks, turned};
use made::{Made, all, jpeg_of, png_header};
use proptest::prelude::*;

fn refused(file: &[u8]) -> NotHashed {
    let error = hash(file, &Limits::default()).unwrap_err();
    assert!(looks(file, &Limits::default()).is_err(), "both refuse it");
    error
}

#[test]
fn a_header_that_claims_to_be_huge_is_refused_before_anything_is_decoded() {
    assert_eq!(refused(&png_header(60_000, 60_000)), NotHashed::TooManyPixels(Kind::Png, 60_000, 60_000));
    for Made { kind, file, huge } in all() {
        let error = refused(&huge(&file));
        let told = matches!(error, NotHashed::TooManyPixels(..) | NotHashed::OutOfProportion(..));
        assert!(told, "{kind}: {error}");
    }
}

#[test]
fn a_picture_may_be_held_that_is_large_for_its_file_but_not_out_of_all_proportion() {
    // Sixteen megapixels of one colour: within what any file may ask for.
    assert!(hash(&jpeg_of(4_000, 4_000), &Limits::default()).is_ok());
    // A hundred, of which the file has nearly nothing.
    assert_eq!(refused(&jpeg_of(10_000, 10_000)), NotHashed::OutOfProportion(Kind::Jpeg, 10_000, 10_000));
}

#[test]
fn a_jpeg_that_goes_over_its_pixels_without_end_is_refused() {
    let mut file = jpeg_of(4_000, 4_000);
    file.truncate(file.len() - 2);
    for _ in 0..500 {
        file.extend(b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00");
    }
    file.extend(b"\xff\xd9");
    assert_eq!(refused(&file), NotHashed::TooMuchWork(Kind::Jpeg));
}

#[test]
fn what_is_cut_short_anywhere_says_so_or_that_it_is_broken() {
    for Made { kind, file, .. } in all() {
        assert!(hash(&file, &Limits::default()).is_ok(), "{kind} as it was made");
        for kept in (0..file.len()).step_by(file.len() / 60 + 1) {
            let error = hash(&file[..kept], &Limits::default()).err();
            // A few bytes may lack at the very end without anything of the picture lacking.
            assert!(error.is_some() || kept + 24 > file.len(), "{kind}, {kept} of {} bytes", file.len());
        }
    }
}

#[test]
fn what_is_no_picture_says_so() {
    for file in [
        &b""[..],
        b"\xff\xd8",
        b"GIF8",
        b"%PDF-1.7",
        b"RIFF\0\0\0\0WAVE",
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
    ] {
        assert_eq!(refused(file), NotHashed::OtherKind);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_damage_makes_it_panic(
        which in 0usize..5,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        cuts: bool,
    ) {
        let mut file = all()[which].file.clone();
        for (place, byte) in damage {
            let place = place.index(file.len());
            file[place] = byte;
        }
        if cuts {
            file.truncate(cut.index(file.len()));
        }
        let limits = Limits { held_bytes_unasked: 4 << 20, ..Limits::default() };
        let _either = (hash(&file, &limits), looks(&file, &limits), turned(&file, &limits));
    }
}
