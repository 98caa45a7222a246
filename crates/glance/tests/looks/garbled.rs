use glance::{NoLook, inspect};
use proptest::prelude::*;

use crate::made::{glance, one_of_each, pieces};

/// Twenty spoilt variants: cut at ten places, and spoilt at ten.
fn spoilt(bytes: &[u8]) -> Vec<Vec<u8>> {
    let place = |tenth: usize| bytes.len() * tenth / 10;
    let cut = (0..10).map(|tenth| bytes[..place(tenth)].to_vec());
    let spoilt = (0..10).map(|tenth| {
        let mut spoilt = bytes.to_vec();
        let from = place(tenth);
        let to = (from + 8).min(spoilt.len());
        spoilt[from..to].fill(0xFF);
        spoilt
    });
    cut.chain(spoilt).collect()
}

#[tokio::test]
async fn spoilt_files_of_every_kind_neither_hang_nor_harm_the_parent() {
    let glance = glance(None);
    for (kind, bytes) in one_of_each() {
        for (number, spoilt) in spoilt(&bytes).iter().enumerate() {
            let look = glance.look(pieces(spoilt)).await;
            // A decoder may fail over one; it may not take anything with it or take its time.
            assert!(matches!(look, Ok(_) | Err(NoLook::Ended { .. })), "{kind} {number}: {look:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_file_cut_short_or_spoilt_makes_inspection_panic(
        which in 0..10_usize,
        cut in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        to in any::<u8>(),
    ) {
        let mut bytes = one_of_each().swap_remove(which).1;
        let at = at.index(bytes.len());
        bytes[at] = to;
        let _found = inspect(&bytes);
        bytes.truncate(cut.index(bytes.len() + 1));
        let _found = inspect(&bytes);
    }

    #[test]
    fn no_bytes_after_a_signature_make_inspection_panic(
        which in 0..10_usize,
        kept in 4..40_usize,
        noise in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut bytes = one_of_each().swap_remove(which).1;
        bytes.truncate(kept);
        bytes.extend(noise);
        let _found = inspect(&bytes);
    }
}
