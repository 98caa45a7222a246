//! Sixteen numbers side by side, and the two things that a processor may do better than the compiler guesses.
//!
//! Everything else in this folder is written on plain arrays of sixteen `f32`. The one loop around it is compiled
//! twice: as it is, for any processor, and inside a function that may use AVX2 and FMA. Both give the same bits:
//! an addition is an addition, and [`Lanes::divide`] gives the nearest number to the true quotient either way.
//! Rust never fuses a multiplication and an addition by itself.
#![expect(clippy::inline_always, reason = "these are parts of the loop that is compiled twice")]

/// Sixteen neighbours: of one row, or of one column.
pub(super) type Lane = [f32; 16];
/// Sixteen by sixteen.
pub(super) type Tile = [Lane; 16];

/// What sums are divided by: how many numbers went into them.
#[derive(Clone, Copy)]
pub(super) struct Divisor {
    by: f32,
    inverse: f32,
}

/// Up to here [`Avx2::divide`] was compared with true division for every mantissa there is.
pub(super) const EXACT_UP_TO: usize = 512;

impl Divisor {
    pub(super) fn new(count: usize) -> Self {
        let by = small(count);
        Self { by, inverse: 1.0 / by }
    }
}

/// A count as a number: exact up to 2²⁴, far beyond any window.
#[expect(clippy::cast_precision_loss, reason = "a window is at most the 128th part of a picture's side")]
fn small(count: usize) -> f32 {
    count as f32
}

/// A way to do it.
pub(super) trait Lanes: Copy {
    /// Each number divided, rounded to the nearest.
    fn divide(self, sums: &Lane, by: Divisor) -> Lane;
    /// Says that this will be read soon. What is not there is not asked for.
    fn soon<T>(self, all: &[T], place: usize);
    /// Rows to columns.
    fn transpose(self, tile: &Tile, turned: &mut Tile);
}

/// Any processor.
#[derive(Clone, Copy)]
pub(super) struct Plain;

impl Lanes for Plain {
    #[inline(always)]
    fn divide(self, sums: &Lane, by: Divisor) -> Lane {
        sums.map(|sum| sum / by.by)
    }

    #[inline(always)]
    fn soon<T>(self, _: &[T], _: usize) {}

    #[inline(always)]
    fn transpose(self, tile: &Tile, turned: &mut Tile) {
        for (row, lane) in tile.iter().enumerate() {
            for (column, value) in lane.iter().enumerate() {
                turned[column][row] = *value;
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
pub(super) use x86::Avx2;

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "instructions that not every processor has; each block has its proof")]
mod x86 {
    use std::arch::x86_64::{
        __m256, _MM_HINT_T0, _mm_prefetch, _mm256_loadu_ps, _mm256_permute2f128_ps, _mm256_shuffle_ps,
        _mm256_storeu_ps, _mm256_unpackhi_ps, _mm256_unpacklo_ps,
    };

    use super::{Divisor, Lane, Lanes, Tile};

    /// That this processor has AVX2 and FMA: there is none unless [`Avx2::found`] saw both.
    #[derive(Clone, Copy)]
    pub(in crate::compute) struct Avx2(());

    impl Avx2 {
        pub(in crate::compute) fn found() -> Option<Self> {
            (is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")).then_some(Self(()))
        }
    }

    impl Lanes for Avx2 {
        /// Markstein's correction: the first guess and what is left over it, each with one rounding.
        #[inline(always)]
        fn divide(self, sums: &Lane, by: Divisor) -> Lane {
            sums.map(|sum| {
                let guess = sum * by.inverse;
                let left = guess.mul_add(-by.by, sum);
                left.mul_add(by.inverse, guess)
            })
        }

        #[inline(always)]
        fn soon<T>(self, all: &[T], place: usize) {
            if let Some(there) = all.get(place) {
                // SAFETY: it is a hint that reads nothing, and `there` may be read.
                unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(there).cast()) }
            }
        }

        #[inline(always)]
        fn transpose(self, tile: &Tile, turned: &mut Tile) {
            // SAFETY: `self` exists, so the processor has AVX2.
            unsafe { transpose(tile, turned) }
        }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn transpose(tile: &Tile, turned: &mut Tile) {
        for (down, across) in [(0, 0), (0, 8), (8, 0), (8, 8)] {
            let rows = std::array::from_fn(|row| load(&tile[down + row], across));
            for (column, values) in eight_by_eight(rows).into_iter().enumerate() {
                store(&mut turned[across + column], down, values);
            }
        }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn eight_by_eight(r: [__m256; 8]) -> [__m256; 8] {
        let t: [__m256; 8] = [
            _mm256_unpacklo_ps(r[0], r[1]),
            _mm256_unpackhi_ps(r[0], r[1]),
            _mm256_unpacklo_ps(r[2], r[3]),
            _mm256_unpackhi_ps(r[2], r[3]),
            _mm256_unpacklo_ps(r[4], r[5]),
            _mm256_unpackhi_ps(r[4], r[5]),
            _mm256_unpacklo_ps(r[6], r[7]),
            _mm256_unpackhi_ps(r[6], r[7]),
        ];
        let q: [__m256; 8] = [
            _mm256_shuffle_ps::<0x44>(t[0], t[2]),
            _mm256_shuffle_ps::<0xee>(t[0], t[2]),
            _mm256_shuffle_ps::<0x44>(t[1], t[3]),
            _mm256_shuffle_ps::<0xee>(t[1], t[3]),
            _mm256_shuffle_ps::<0x44>(t[4], t[6]),
            _mm256_shuffle_ps::<0xee>(t[4], t[6]),
            _mm256_shuffle_ps::<0x44>(t[5], t[7]),
            _mm256_shuffle_ps::<0xee>(t[5], t[7]),
        ];
        [
            _mm256_permute2f128_ps::<0x20>(q[0], q[4]),
            _mm256_permute2f128_ps::<0x20>(q[1], q[5]),
            _mm256_permute2f128_ps::<0x20>(q[2], q[6]),
            _mm256_permute2f128_ps::<0x20>(q[3], q[7]),
            _mm256_permute2f128_ps::<0x31>(q[0], q[4]),
            _mm256_permute2f128_ps::<0x31>(q[1], q[5]),
            _mm256_permute2f128_ps::<0x31>(q[2], q[6]),
            _mm256_permute2f128_ps::<0x31>(q[3], q[7]),
        ]
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn load(lane: &Lane, from: usize) -> __m256 {
        let eight: &[f32; 8] = lane[from..].first_chunk().expect("half of a lane is eight numbers");
        // SAFETY: `eight` is eight numbers that may be read; no alignment is asked for.
        unsafe { _mm256_loadu_ps(eight.as_ptr()) }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn store(lane: &mut Lane, from: usize, values: __m256) {
        let eight: &mut [f32; 8] = lane[from..].first_chunk_mut().expect("half of a lane is eight numbers");
        // SAFETY: `eight` is eight numbers that may be written; no alignment is asked for.
        unsafe { _mm256_storeu_ps(eight.as_mut_ptr(), values) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One in how many mantissas is tried: in an optimised build every one.
    const STEP: usize = if cfg!(debug_assertions) { 4099 } else { 1 };

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    fn differing(avx2: Avx2, divisor: Divisor) -> usize {
        let mut differing = 0;
        for from in (0..1 << 23).step_by(16 * STEP) {
            let sums: Lane = std::array::from_fn(|step| {
                let mantissa = u32::try_from((from + step * STEP) % (1 << 23)).expect("23 bits");
                f32::from_bits(1.0_f32.to_bits() | mantissa)
            });
            let (ours, truth) = (avx2.divide(&sums, divisor), Plain.divide(&sums, divisor));
            differing += usize::from(ours.map(f32::to_bits) != truth.map(f32::to_bits));
        }
        differing
    }

    /// A power of two beside the sum changes only exponents, so one octave speaks for all.
    #[test]
    #[cfg(target_arch = "x86_64")]
    fn the_corrected_quotient_is_the_nearest_number_to_the_true_one() {
        let Some(avx2) = Avx2::found() else { return };
        for count in 1..=EXACT_UP_TO {
            #[expect(unsafe_code, reason = "see its proof")]
            // SAFETY: an `Avx2` exists, so the processor has AVX2 and FMA.
            let differing = unsafe { differing(avx2, Divisor::new(count)) };
            assert_eq!(differing, 0, "divided by {count}");
        }
    }

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn a_tile_is_turned_the_same_way_by_both() {
        let Some(avx2) = Avx2::found() else { return };
        let tile: Tile = std::array::from_fn(|row| std::array::from_fn(|column| small(row * 16 + column)));
        let (mut ours, mut plain) = ([[0.0; 16]; 16], [[0.0; 16]; 16]);
        avx2.transpose(&tile, &mut ours);
        Plain.transpose(&tile, &mut plain);
        assert_eq!(ours, plain);
        assert_eq!(ours[3][5].to_bits(), tile[5][3].to_bits());
    }
}
