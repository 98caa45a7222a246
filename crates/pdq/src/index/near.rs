//! Which of a run of sixteen-bit parts are near a given one.
//!
//! This is the inner loop of every search, so it is written twice: with AVX2, sixteen parts at a time, and plainly.
//! Both say the same (see the test).

/// How parts are compared.
pub(super) trait Near: Copy {
    /// Tells the places, within the first `count` parts of `run`, that differ from `part` in at most `most` bits.
    /// `run` holds two bytes a part, little end first, and goes on for at least 32 bytes after the last one.
    fn near(self, run: &[u8], count: usize, part: u16, most: u32, found: impl FnMut(usize));
    /// Says that this will be read soon.
    fn soon(self, all: &[u8], place: usize);
}

/// Any processor.
#[derive(Clone, Copy)]
pub(super) struct Plain;

impl Near for Plain {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is a part of the loop that is compiled twice")]
    fn near(self, run: &[u8], count: usize, part: u16, most: u32, mut found: impl FnMut(usize)) {
        for (place, theirs) in run.as_chunks().0.iter().take(count).enumerate() {
            if (u16::from_le_bytes(*theirs) ^ part).count_ones() <= most {
                found(place);
            }
        }
    }

    #[inline(always)]
    fn soon(self, _: &[u8], _: usize) {}
}

#[cfg(target_arch = "x86_64")]
pub(super) use x86::Avx2;

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "instructions that not every processor has; each block has its proof")]
mod x86 {
    use std::arch::x86_64::{
        _MM_HINT_T0, _mm_prefetch, _mm256_add_epi8, _mm256_and_si256, _mm256_cmpgt_epi16, _mm256_loadu_si256,
        _mm256_maddubs_epi16, _mm256_movemask_epi8, _mm256_set1_epi8, _mm256_set1_epi16, _mm256_setr_epi8,
        _mm256_shuffle_epi8, _mm256_srli_epi16, _mm256_xor_si256,
    };

    use super::Near;

    /// That this processor has AVX2 and counts bits: there is none unless [`Avx2::found`] saw both.
    #[derive(Clone, Copy)]
    pub(in crate::index) struct Avx2(());

    impl Avx2 {
        pub(in crate::index) fn found() -> Option<Self> {
            (is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt")).then_some(Self(()))
        }
    }

    impl Near for Avx2 {
        #[inline(always)]
        #[expect(clippy::inline_always, reason = "it is a part of the loop that is compiled twice")]
        fn near(self, run: &[u8], count: usize, part: u16, most: u32, mut found: impl FnMut(usize)) {
            let mut from = 0;
            while from < count {
                let Some(sixteen) = run[from * 2..].first_chunk() else {
                    unreachable!("a run goes on for 32 bytes after its last part")
                };
                // SAFETY: `self` exists, so the processor has AVX2.
                let near = unsafe { near(sixteen, part, most) };
                let left = count - from;
                let mut places = if left < 16 { near & ((1 << (2 * left)) - 1) } else { near };
                while places != 0 {
                    found(from + places.trailing_zeros() as usize / 2);
                    places &= places - 1;
                    places &= places - 1;
                }
                from += 16;
            }
        }

        #[inline(always)]
        #[expect(clippy::inline_always, reason = "it is one instruction")]
        fn soon(self, all: &[u8], place: usize) {
            if let Some(there) = all.get(place) {
                // SAFETY: it is a hint that reads nothing, and `there` may be read.
                unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(there).cast()) }
            }
        }
    }

    /// Two bits, both set, for each of sixteen parts that is near enough.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn near(sixteen: &[u8; 32], part: u16, most: u32) -> u32 {
        let bits = _mm256_setr_epi8(
            0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
        );
        let low = _mm256_set1_epi8(15);
        // SAFETY: `sixteen` is 32 bytes that may be read; no alignment is asked for.
        let theirs = unsafe { _mm256_loadu_si256(sixteen.as_ptr().cast::<[u8; 32]>().cast()) };
        let differing = _mm256_xor_si256(theirs, _mm256_set1_epi16(part.cast_signed()));
        let lower = _mm256_shuffle_epi8(bits, _mm256_and_si256(differing, low));
        let upper = _mm256_shuffle_epi8(bits, _mm256_and_si256(_mm256_srli_epi16::<4>(differing), low));
        let of_bytes = _mm256_add_epi8(lower, upper);
        let counts = _mm256_maddubs_epi16(of_bytes, _mm256_set1_epi8(1));
        // At most sixteen bits differ, so more than that need not be told apart.
        let beyond = _mm256_set1_epi16(i16::try_from(most.min(16) + 1).expect("at most 17"));
        _mm256_movemask_epi8(_mm256_cmpgt_epi16(beyond, counts)).cast_unsigned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(by: impl Near, run: &[u8], count: usize, part: u16, most: u32) -> Vec<usize> {
        let mut places = Vec::new();
        by.near(run, count, part, most, |place| places.push(place));
        places
    }

    proptest! {
        #[test]
        #[cfg(target_arch = "x86_64")]
        fn both_ways_find_the_same(
            parts in proptest::collection::vec(any::<u16>(), 0..100), part: u16, most in 0u32..18, near: bool,
        ) {
            let parts = parts.into_iter().map(|other| if near { part ^ (other & 0x1111) } else { other });
            let mut run: Vec<u8> = parts.flat_map(u16::to_le_bytes).collect();
            let count = run.len() / 2;
            // What stands behind the run is as near as can be, and not part of it.
            run.extend((0..16).flat_map(|_| part.to_le_bytes()));
            if let Some(avx2) = Avx2::found() {
                prop_assert_eq!(told(avx2, &run, count, part, most), told(Plain, &run, count, part, most));
            }
        }
    }
}
