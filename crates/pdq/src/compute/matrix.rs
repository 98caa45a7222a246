//! From 64 by 64 to a hash, its quality, and the hashes of the picture turned and mirrored.

use std::sync::LazyLock;

use super::tent::{Row, SIDE};
use crate::Hash;

/// Rows and columns of coefficients that become bits.
const KEPT: usize = 16;
type Kept = [[f32; KEPT]; KEPT];

/// The reference's cosine transform: sixteen rows from the second on. Made in double precision, kept in single.
#[expect(clippy::cast_possible_truncation, reason = "so does the reference")]
#[expect(clippy::cast_precision_loss, reason = "numbers below 128 are exact")]
static COSINES: LazyLock<[Row; KEPT]> = LazyLock::new(|| {
    let scale = f64::from((2.0_f64 / 64.0).sqrt() as f32);
    std::array::from_fn(|row| {
        std::array::from_fn(|column| {
            let angle = std::f64::consts::PI / 2.0 / 64.0 * (row + 1) as f64 * (2 * column + 1) as f64;
            (scale * angle.cos()) as f32
        })
    })
});

/// A picture brought down to 64 by 64.
pub(super) struct Matrix(pub(super) [Row; SIDE]);

impl Matrix {
    /// How much there is to see: 0 to 100, from the steps between neighbours.
    pub(super) fn quality(&self) -> u8 {
        #[expect(clippy::cast_possible_truncation, reason = "so does the reference; a step is at most 100")]
        let step = |one: f32, other: f32| (((one - other) * 100.0 / 255.0) as i32).unsigned_abs();
        let mut steps = 0;
        for pair in self.0.windows(2) {
            steps += pair[0].iter().zip(&pair[1]).map(|(above, below)| step(*above, *below)).sum::<u32>();
        }
        for row in &self.0 {
            steps += row.windows(2).map(|pair| step(pair[0], pair[1])).sum::<u32>();
        }
        u8::try_from(steps / 90).map_or(100, |quality| quality.min(100))
    }

    /// The coefficients: rows, then columns, each a plain sum from the first to the last.
    pub(super) fn coefficients(&self) -> Coefficients {
        let cosines = &*COSINES;
        let mut across = [[0.0; SIDE]; KEPT];
        for (sums, weights) in across.iter_mut().zip(cosines) {
            for (weight, row) in weights.iter().zip(&self.0) {
                for (sum, value) in sums.iter_mut().zip(row) {
                    *sum += weight * value;
                }
            }
        }
        let mut kept = [[0.0; KEPT]; KEPT];
        for (sums, values) in kept.iter_mut().zip(&across) {
            for (place, value) in values.iter().enumerate() {
                for (sum, weights) in sums.iter_mut().zip(cosines) {
                    *sum += value * weights[place];
                }
            }
        }
        Coefficients(kept)
    }
}

/// A picture turned or mirrored, in the reference's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// As it is.
    Original,
    /// By 90 degrees.
    Rot90,
    /// By 180 degrees.
    Rot180,
    /// By 270 degrees.
    Rot270,
    /// Top to bottom.
    FlipX,
    /// Left to right.
    FlipY,
    /// Along one diagonal.
    FlipPlus1,
    /// Along the other.
    FlipMinus1,
}

impl Turn {
    /// All eight, in the reference's order.
    pub const ALL: [Self; 8] = [
        Self::Original,
        Self::Rot90,
        Self::Rot180,
        Self::Rot270,
        Self::FlipX,
        Self::FlipY,
        Self::FlipPlus1,
        Self::FlipMinus1,
    ];
}

/// Sixteen by sixteen coefficients: row is the frequency down, column the frequency across.
pub(super) struct Coefficients(Kept);

impl Coefficients {
    /// One bit a coefficient: whether it is above the median, which is the 128th smallest.
    pub(super) fn hash(&self) -> Hash {
        let mut sorted: [f32; KEPT * KEPT] = std::array::from_fn(|place| self.0[place / KEPT][place % KEPT]);
        let all = sorted;
        let (_, median, _) = sorted.select_nth_unstable_by(127, f32::total_cmp);
        let mut bytes = [0; 32];
        for (place, value) in all.iter().enumerate() {
            bytes[31 - place / 8] |= u8::from(*value > *median) << (place % 8);
        }
        Hash::from_bytes(bytes)
    }

    /// Turning a picture turns its coefficients and changes signs; the median is taken anew.
    pub(super) fn turned(&self, turn: Turn) -> Self {
        let mut kept = [[0.0; KEPT]; KEPT];
        for (row, values) in self.0.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                let (odd_row, odd_column) = (row % 2 == 1, column % 2 == 1);
                let (across, negative) = match turn {
                    Turn::Original => (false, false),
                    Turn::Rot90 => (true, !odd_column),
                    Turn::Rot180 => (false, odd_row != odd_column),
                    Turn::Rot270 => (true, !odd_row),
                    Turn::FlipX => (false, !odd_row),
                    Turn::FlipY => (false, !odd_column),
                    Turn::FlipPlus1 => (true, false),
                    Turn::FlipMinus1 => (true, odd_row != odd_column),
                };
                let place = if across { &mut kept[column][row] } else { &mut kept[row][column] };
                *place = if negative { -value } else { *value };
            }
        }
        Self(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosines_are_those_of_the_reference_to_the_bit() {
        let bytes = COSINES.iter().flatten().flat_map(|value| value.to_bits().to_le_bytes());
        let digest = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| {
            (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        assert_eq!(digest, 0x4d9a_13ea_83b0_b0c5, "FNV-1a of the table");
    }
}
