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
        __m256, _mm256_loadu_ps, _mm256_permute2f128_ps, _mm256_shuffle_ps, _mm256_storeu_ps,
        _mm256_unpackhi_ps, _mm256_unpacklo_ps,
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
