//! The lottery: which entries an auditor is to be shown, drawn by nobody.
//!
//! The draw follows from a checkpoint that witnesses have cosigned: whoever keeps the log could not know it when
//! the entries were made, and anybody can work it out again.
//!
//! ```text
//! seed      = SHA-256("tlog-draw/v1\n" || the whole note)
//! drawn(i)  = the first 16 bytes of SHA-256(seed || i as eight bytes), big-endian, modulo the size
//! ```
//!
//! A draw may name one entry twice. Modulo favours no entry by more than 2^-64.

use sha2::{Digest as _, Sha256};

use crate::{Checkpoint, NotACheckpoint, Note};

/// The indexes that are drawn, `count` of them, in order of drawing; none from an empty log.
pub fn draw(checkpoint: &Note, count: u64) -> Result<Vec<u64>, NotACheckpoint> {
    let size = checkpoint.text.parse::<Checkpoint>()?.size;
    let seed = Sha256::new_with_prefix("tlog-draw/v1\n").chain_update(checkpoint.to_string()).finalize();
    if size == 0 {
        return Ok(Vec::new());
    }
    Ok((0..count)
        .map(|number| {
            let digest = Sha256::new_with_prefix(seed).chain_update(number.to_be_bytes()).finalize();
            let wide = u128::from_be_bytes(digest[..16].try_into().expect("16 of 32 bytes"));
            u64::try_from(wide % u128::from(size)).expect("below a u64")
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hash, Kind, SigningKey};

    fn note(size: u64) -> Note {
        let key = SigningKey::new("example.com/log", Kind::Log, [1; 32]).unwrap();
        let text = Checkpoint { origin: "example.com/log".to_owned(), size, root: Hash::empty() }.to_string();
        Note { signatures: vec![key.sign(&text)], text }
    }

    #[test]
    fn anybody_draws_the_same_and_nobody_knows_it_before_the_checkpoint() {
        let drawn = draw(&note(1000), 50).unwrap();
        assert_eq!(drawn, draw(&note(1000), 50).unwrap());
        assert!(drawn.iter().all(|index| *index < 1000));
        assert_ne!(drawn, draw(&note(1001), 50).unwrap());
        assert_eq!(draw(&note(0), 50).unwrap(), []);
    }

    #[test]
    fn every_entry_is_drawn_about_as_often() {
        let mut drawn = [0_u32; 10];
        for index in draw(&note(10), 10_000).unwrap() {
            drawn[usize::try_from(index).unwrap()] += 1;
        }
        assert!(drawn.iter().all(|count| (850..1150).contains(count)), "{drawn:?}");
    }
}
