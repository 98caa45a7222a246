//! The reference's answers for pictures made by formula: hash, quality, and the eight turned forms.
#![expect(clippy::unwrap_used, reason = "a test")]

mod made;

use made::{pixels, vectors};
use pdq::{Picture, Rows};

#[test]
fn hash_and_quality_are_those_of_the_reference() {
    for row in vectors() {
        let (width, height, bytes) = pixels(&row);
        let hashed = Picture::rgb(width, height, &bytes).unwrap().hash();
        assert_eq!(
            (hashed.quality.to_string().as_str(), hashed.hash.to_string().as_str()),
            (row[4], row[5]),
            "{} {} {width} by {height}",
            row[0],
            row[1]
        );
    }
    assert_eq!(vectors().len(), 95);
}

#[test]
fn the_eight_turned_hashes_are_those_of_the_reference() {
    for row in vectors() {
        let (width, height, bytes) = pixels(&row);
        let turned = Picture::rgb(width, height, &bytes).unwrap().turned();
        assert_eq!(turned.quality.to_string(), row[6]);
        assert_eq!(turned.hashes.map(|hash| hash.to_string()).to_vec(), row[7..], "{} {width}", row[0]);
    }
}

#[test]
fn it_does_not_matter_in_which_pieces_the_rows_come() {
    for row in vectors() {
        let (width, height, bytes) = pixels(&row);
        for piece in [1, 7, width * 3, width * 5, width * 48, width * 49 + 1] {
            let mut rows = Rows::new(width, height, pdq::Colour::Rgb);
            bytes.chunks(piece).for_each(|piece| rows.take(piece));
            assert_eq!(rows.hash().hash.to_string(), row[5], "{} in pieces of {piece}", row[0]);
            if width * height > 10_000 {
                break;
            }
        }
    }
}
